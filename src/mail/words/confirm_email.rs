//! Whether an account shall have another address.

use chrono::{DateTime, Utc};

use super::super::sheet::Sheet;
use super::parts::{House, Person, moment};

pub(in super::super) fn confirm_email(
    house: &House<'_>,
    person: &Person<'_>,
    wanted: &str,
    url: &str,
    until: DateTime<Utc>,
) -> Sheet {
    let paragraphs = vec![
        format!("{}, you want your account at {} to have the address {wanted}.", person.name, house.name),
        "Confirm it with the link below. From then on you sign in with it, and our mails come here.".to_owned(),
    ];
    house
        .sheet(format!("Confirm your new address at {}", house.name), "Your new address", paragraphs)
        .with_button("Use this address", url)
        .with_note(format!("The link works once, until {}. Until then everything stays as it is.", moment(until)))
        .with_note("If you have no account here, somebody mistyped an address: there is nothing to do.")
}
