//! A way back in for who forgot the password.

use chrono::{DateTime, Utc};

use super::super::sheet::Sheet;
use super::parts::{House, Person, moment};
use crate::words::t;

pub(in super::super) fn reset_password(
    house: &House<'_>,
    person: &Person<'_>,
    url: &str,
    until: DateTime<Utc>,
) -> Sheet {
    let asked = t("mail-reset-password-asked").with("email", person.email).with("gallery", &house.name);
    let paragraphs = vec![asked.into(), t("mail-reset-password-how").into()];
    house
        .sheet(t("mail-reset-password-subject").with("gallery", &house.name), t("mail-reset-password"), paragraphs)
        .with_button(t("mail-reset-password-button"), url)
        .with_note(t("mail-until").with("until", moment(until)))
        .with_note(t("mail-reset-password-stranger"))
}
