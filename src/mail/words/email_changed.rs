//! An account has another address now; goes to the old one.

use super::super::sheet::Sheet;
use super::parts::{House, Person};
use crate::words::t;

pub(in super::super) fn email_changed(house: &House<'_>, person: &Person<'_>) -> Sheet {
    let now = t("mail-email-changed-now").with("name", person.name).with("gallery", &house.name);
    let paragraphs = vec![now.with("email", hidden(person.email)).into(), t("mail-email-changed-last").into()];
    house
        .sheet(t("mail-email-changed-subject").with("gallery", &house.name), t("mail-email-changed"), paragraphs)
        .with_note(t("mail-email-changed-stranger"))
}

/// Enough of an address for its owner to know it: whoever reads the old mailbox need not learn the new one.
fn hidden(email: &str) -> String {
    let Some((local, domain)) = email.rsplit_once('@') else { return String::new() };
    let first: String = local.chars().take(1).collect();
    format!("{first}\u{2026}@{domain}")
}
