//! Samples of mails and of what accounts do with them.
//! It does not know the gallery.

use super::super::account::AccountRoom;
use super::super::account_rooms::{
    AddressEntry, AddressPage, AddressesPage, ProfilePage, ReviewRow, ReviewsPage, SessionRow, SessionsPage,
};
use super::super::form::{AddressFields, Choice, Errors, FieldError};
use super::super::mailbox::{MailKindRow, MailKindsPage, MailPage, MailRow, MailboxPage};
use super::super::moment::Moment;
use super::super::order::FindOrderPage;
use super::super::recover::{ForgotPage, ResetPage, VerifyPage};
use super::console::console_frame;
use super::{chrome, id, now, signed_in};

/// The mailbox with two mails.
pub fn mailbox() -> MailboxPage {
    let row = |number: usize, subject: &str| MailRow {
        url: format!("/demo/mail/{}", id(number)),
        subject: subject.to_owned(),
        to: "ines@example.org".to_owned(),
        at: Moment::new(now()),
    };
    MailboxPage {
        chrome: chrome("/demo/mail"),
        mails: vec![row(700, "Order IM-2026-000417 is confirmed"), row(701, "A new password for Impasto")],
        next_url: Some("/demo/mail?cursor=x".to_owned()),
    }
}

/// The mailbox before anything was sent.
pub fn mailbox_empty() -> MailboxPage {
    MailboxPage { mails: Vec::new(), next_url: None, ..mailbox() }
}

/// A mail with its HTML.
pub fn mail() -> MailPage {
    let url = format!("/demo/mail/{}", id(700));
    MailPage {
        chrome: chrome(&url),
        back_url: "/demo/mail".to_owned(),
        back_label: "All mails".to_owned(),
        subject: "Order IM-2026-000417 is confirmed".to_owned(),
        to: "ines@example.org".to_owned(),
        at: Some(Moment::new(now())),
        text: None,
        html_url: format!("{url}/html"),
        as_html_url: url.clone(),
        as_text_url: format!("{url}?as=text"),
    }
}

/// The same as text.
pub fn mail_as_text() -> MailPage {
    MailPage { text: Some("Thank you, it is yours\n\nYour order is confirmed.\n".to_owned()), ..mail() }
}

/// The page to ask for a new password.
pub fn forgot() -> ForgotPage {
    ForgotPage {
        chrome: chrome("/forgot-password"),
        errors: mistaken("email", "Please give an e-mail address, such as name@example.org."),
        email: "ines".to_owned(),
        sends_mails: true,
    }
}

/// The same where no mails are sent.
pub fn forgot_without_mails() -> ForgotPage {
    ForgotPage { errors: Errors::default(), sends_mails: false, ..forgot() }
}

/// The page to choose a new password.
pub fn reset() -> ResetPage {
    ResetPage {
        chrome: chrome("/reset-password?token=sample"),
        errors: mistaken("password", "The password must have at least 10 characters."),
        token: "sample".to_owned(),
    }
}

/// The page to prove an address.
pub fn verify() -> VerifyPage {
    VerifyPage {
        chrome: chrome("/verify-email?token=sample"),
        errors: Errors { summary: Some("This link is not good any more.".to_owned()), fields: Vec::new() },
        token: "sample".to_owned(),
    }
}

/// The page to find an order.
pub fn find_order() -> FindOrderPage {
    FindOrderPage {
        chrome: chrome("/orders/find"),
        errors: mistaken("number", "The number must not be empty."),
        number: String::new(),
        email: "ines@example.org".to_owned(),
        sends_mails: true,
    }
}

fn mistaken(field: &str, message: &str) -> Errors {
    Errors { summary: None, fields: vec![FieldError { field: field.to_owned(), message: message.to_owned() }] }
}

/// The rooms of an account.
pub(super) fn account_rooms(here: &str) -> Vec<AccountRoom> {
    let rooms = [
        ("/account", "Orders"),
        ("/account/profile", "Profile"),
        ("/account/addresses", "Addresses"),
        ("/account/sessions", "Sign-ins"),
        ("/account/reviews", "Reviews"),
    ];
    let room =
        |(url, label): (&str, &str)| AccountRoom { url: url.to_owned(), label: label.to_owned(), is_here: url == here };
    rooms.into_iter().map(room).collect()
}

/// A profile, with a mistake.
pub fn account_profile() -> ProfilePage {
    let locale = |code: &str, name: &str, selected| Choice { value: code.to_owned(), label: name.to_owned(), selected };
    ProfilePage {
        chrome: signed_in("/account/profile"),
        rooms: account_rooms("/account/profile"),
        errors: mistaken("current", "This is not the account’s password."),
        display_name: "Inês Moreau".to_owned(),
        locales: vec![locale("en", "English", true), locale("de", "Deutsch", false)],
        email: "ines@example.org".to_owned(),
        email_verified: false,
        new_email: "moreau@example.org".to_owned(),
        sends_mails: true,
    }
}

/// A profile where nothing is left to do.
pub fn account_profile_proven() -> ProfilePage {
    ProfilePage { errors: Errors::default(), email_verified: true, new_email: String::new(), ..account_profile() }
}

fn address() -> AddressFields {
    AddressFields {
        name: "Inês Moreau".to_owned(),
        line1: "Lange Straße 1".to_owned(),
        postal_code: "50667".to_owned(),
        city: "Köln".to_owned(),
        country: "DE".to_owned(),
        ..AddressFields::default()
    }
}

fn countries() -> Vec<Choice> {
    vec![Choice { value: "DE".to_owned(), label: "Germany".to_owned(), selected: true }]
}

/// An address book.
pub fn account_addresses() -> AddressesPage {
    let lines = ["Inês Moreau", "Lange Straße 1", "50667 Köln", "Germany"].map(str::to_owned).to_vec();
    AddressesPage {
        chrome: signed_in("/account/addresses"),
        rooms: account_rooms("/account/addresses"),
        addresses: (0..2)
            .map(|number| AddressEntry {
                url: format!("/account/addresses/{}", id(710 + number)),
                lines: lines.clone(),
            })
            .collect(),
        errors: mistaken("address_city", "The town must not be empty."),
        address: AddressFields { city: String::new(), ..address() },
        countries: countries(),
    }
}

/// An address book with nothing in it.
pub fn account_addresses_empty() -> AddressesPage {
    AddressesPage { addresses: Vec::new(), errors: Errors::default(), ..account_addresses() }
}

/// One address.
pub fn account_address() -> AddressPage {
    let url = format!("/account/addresses/{}", id(710));
    AddressPage {
        chrome: signed_in(&url),
        rooms: account_rooms("/account/addresses"),
        url,
        errors: Errors::default(),
        address: address(),
        countries: countries(),
    }
}

/// Where one is signed in.
pub fn account_sessions() -> SessionsPage {
    let row = |number: usize, device: &str| SessionRow {
        id: id(720 + number),
        device: device.to_owned(),
        since: Moment::new(now()),
        seen: Moment::new(now()),
        is_current: number == 0,
    };
    SessionsPage {
        chrome: signed_in("/account/sessions"),
        rooms: account_rooms("/account/sessions"),
        sessions: vec![row(0, "Firefox on Windows"), row(1, "Safari on iPhone")],
    }
}

/// What one has said of works.
pub fn account_reviews() -> ReviewsPage {
    ReviewsPage {
        chrome: signed_in("/account/reviews"),
        rooms: account_rooms("/account/reviews"),
        reviews: vec![ReviewRow {
            title: "Low Tide, Evening".to_owned(),
            url: "/artworks/low-tide-evening".to_owned(),
            rating: "5 of 5".to_owned(),
            paragraphs: vec!["It changes with the light of the room.".to_owned()],
            at: Moment::new(now()),
        }],
        next_url: Some("/account/reviews?cursor=x".to_owned()),
    }
}

/// Before one has said anything.
pub fn account_reviews_empty() -> ReviewsPage {
    ReviewsPage { reviews: Vec::new(), next_url: None, ..account_reviews() }
}

/// Every kind of mail.
pub fn mail_kinds() -> MailKindsPage {
    let kind = |kind: &str, name: &str, subject: &str| MailKindRow {
        url: format!("/console/mail/{kind}"),
        name: name.to_owned(),
        subject: subject.to_owned(),
    };
    MailKindsPage {
        chrome: signed_in("/console/mail"),
        frame: console_frame("/console/mail"),
        way: "They go out through smtp.example.org, from hello@gallery.example.".to_owned(),
        kinds: vec![
            kind("order_paid", "Order paid", "Order IM-2026-000417 is confirmed"),
            kind("review_asked", "Review asked", "How do you like Low Tide, Evening?"),
        ],
    }
}
