//! Whether an address belongs to the account that names it.

use chrono::{DateTime, Utc};

use super::super::sheet::Sheet;
use super::parts::{House, Person, moment};

pub(in super::super) fn verify_email(house: &House<'_>, person: &Person<'_>, url: &str, until: DateTime<Utc>) -> Sheet {
    let paragraphs = vec![
        format!("Welcome to {}, {}.", house.name, person.name),
        "Please confirm that this address is yours: then orders you place, here or as a guest, can be kept in your \
         account, and you can get back in if you forget your password."
            .to_owned(),
    ];
    house
        .sheet(format!("Confirm your address at {}", house.name), "Is this your address?", paragraphs)
        .with_button("Confirm this address", url)
        .with_note(format!("The link works once, until {}.", moment(until)))
        .with_note("If you have not made an account here, there is nothing to do: without the link nothing happens.")
}
