//! The password of an account is another one now.

use super::super::sheet::Sheet;
use super::parts::{House, Person};

pub(in super::super) fn password_changed(house: &House<'_>, person: &Person<'_>) -> Sheet {
    let paragraphs = vec![
        format!("{}, the password of your account at {} was changed.", person.name, house.name),
        "Whoever was signed in elsewhere is signed out.".to_owned(),
    ];
    house
        .sheet(format!("Your password at {} was changed", house.name), "Your password was changed", paragraphs)
        .with_note(format!(
            "If it was not you, choose a new one at once: {}/forgot-password sends a link to this address.",
            house.url
        ))
}
