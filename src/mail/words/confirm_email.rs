//! Whether an account shall have another address.

use chrono::{DateTime, Utc};

use super::super::sheet::Sheet;
use super::parts::{House, Person, moment};
use crate::words::t;

pub(in super::super) fn confirm_email(
    house: &House<'_>,
    person: &Person<'_>,
    wanted: &str,
    url: &str,
    until: DateTime<Utc>,
) -> Sheet {
    let wish = t("mail-confirm-email-wish").with("name", person.name).with("gallery", &house.name);
    let paragraphs = vec![wish.with("email", wanted).into(), t("mail-confirm-email-how").into()];
    house
        .sheet(t("mail-confirm-email-subject").with("gallery", &house.name), t("mail-confirm-email"), paragraphs)
        .with_button(t("mail-confirm-email-button"), url)
        .with_note(t("mail-confirm-email-until").with("until", moment(until)))
        .with_note(t("mail-confirm-email-mistyped"))
}
