//! Whether an address belongs to the account that names it.

use chrono::{DateTime, Utc};

use super::super::sheet::Sheet;
use super::parts::{House, Person, moment};
use crate::words::t;

pub(in super::super) fn verify_email(house: &House<'_>, person: &Person<'_>, url: &str, until: DateTime<Utc>) -> Sheet {
    let welcome = t("mail-verify-email-welcome").with("gallery", &house.name).with("name", person.name);
    let paragraphs = vec![welcome.into(), t("mail-verify-email-why").into()];
    house
        .sheet(t("mail-verify-email-subject").with("gallery", &house.name), t("mail-verify-email"), paragraphs)
        .with_button(t("mail-verify-email-button"), url)
        .with_note(t("mail-until").with("until", moment(until)))
        .with_note(t("mail-verify-email-stranger"))
}
