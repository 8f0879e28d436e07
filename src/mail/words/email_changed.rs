//! An account has another address now; goes to the old one.

use super::super::sheet::Sheet;
use super::parts::{House, Person};

pub(in super::super) fn email_changed(house: &House<'_>, person: &Person<'_>) -> Sheet {
    let paragraphs = vec![
        format!(
            "{}, your account at {} has another e-mail address now: {}.",
            person.name,
            house.name,
            hidden(person.email)
        ),
        "This is the last mail about the account that comes here.".to_owned(),
    ];
    house
        .sheet(format!("Your address at {} has changed", house.name), "Your address has changed", paragraphs)
        .with_note("If it was not you who changed it, write to the gallery at once.")
}

/// Enough of an address for its owner to know it: whoever reads the old mailbox need not learn the new one.
fn hidden(email: &str) -> String {
    let Some((local, domain)) = email.rsplit_once('@') else { return String::new() };
    let first: String = local.chars().take(1).collect();
    format!("{first}\u{2026}@{domain}")
}
