//! Somebody wanted the address of an account for another one; goes to its owner.

use super::super::sheet::Sheet;
use super::parts::{House, Person};

pub(in super::super) fn email_in_use(house: &House<'_>, person: &Person<'_>) -> Sheet {
    let paragraphs = vec![
        format!("Somebody wanted to give another account at {} the address {}.", house.name, person.email),
        "It is the address of your account, so nothing was changed. If it was you: you have two accounts, and can sign \
         in to this one with this address."
            .to_owned(),
    ];
    house
        .sheet(format!("Your address at {}", house.name), "This address has an account already", paragraphs)
        .with_button("Sign in", format!("{}/login", house.url))
        .with_note("If it was not you, there is nothing to do.")
}
