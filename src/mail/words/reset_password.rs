//! A way back in for who forgot the password.

use chrono::{DateTime, Utc};

use super::super::sheet::Sheet;
use super::parts::{House, Person, moment};

pub(in super::super) fn reset_password(
    house: &House<'_>,
    person: &Person<'_>,
    url: &str,
    until: DateTime<Utc>,
) -> Sheet {
    let paragraphs = vec![
        format!("Somebody, probably you, asked for a new password for {} at {}.", person.email, house.name),
        "Choose one with the link below. Whoever is signed in to the account will be signed out everywhere.".to_owned(),
    ];
    house
        .sheet(format!("A new password for {}", house.name), "Choose a new password", paragraphs)
        .with_button("Choose a new password", url)
        .with_note(format!("The link works once, until {}.", moment(until)))
        .with_note("If it was not you, there is nothing to do: your password stays as it is.")
}
