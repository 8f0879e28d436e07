//! The password of an account is another one now.

use super::super::sheet::Sheet;
use super::parts::{House, Person};
use crate::words::t;

pub(in super::super) fn password_changed(house: &House<'_>, person: &Person<'_>) -> Sheet {
    let now = t("mail-password-changed-now").with("name", person.name).with("gallery", &house.name);
    let paragraphs = vec![now.into(), t("mail-password-changed-elsewhere").into()];
    house
        .sheet(t("mail-password-changed-subject").with("gallery", &house.name), t("mail-password-changed"), paragraphs)
        .with_note(t("mail-password-changed-stranger").with("url", format!("{}/forgot-password", house.url)))
}
