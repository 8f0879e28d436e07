//! Somebody wanted the address of an account for another one; goes to its owner.

use super::super::sheet::Sheet;
use super::parts::{House, Person};
use crate::words::t;

pub(in super::super) fn email_in_use(house: &House<'_>, person: &Person<'_>) -> Sheet {
    let wish = t("mail-email-in-use-wish").with("gallery", &house.name).with("email", person.email);
    let paragraphs = vec![wish.into(), t("mail-email-in-use-unchanged").into()];
    house
        .sheet(t("mail-email-in-use-subject").with("gallery", &house.name), t("mail-email-in-use"), paragraphs)
        .with_button(t("mail-email-in-use-button"), format!("{}/login", house.url))
        .with_note(t("mail-email-in-use-stranger"))
}
