//! The rooms of an account besides its orders: profile, addresses, sign-ins, reviews.
//! It does not check anything: the messages come from whoever did.

use askama::Template;

use super::account::AccountRoom;
use super::chrome::Chrome;
use super::form::{AddressFields, Choice, Errors};
use super::moment::Moment;
use crate::words::t;

/// Name, address and password. `GET /account/profile`; its forms post to `/account/profile`, `/account/email`,
/// `/account/password` and `/account/verify-email`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_profile.html")]
pub struct ProfilePage {
    /// The frame.
    pub chrome: Chrome,
    /// The way through the rooms.
    pub rooms: Vec<AccountRoom>,
    /// What was wrong with the form that was sent.
    pub errors: Errors,
    /// What others see, as typed; field `display_name`.
    pub display_name: String,
    /// The languages to choose from; field `locale`. One is no choice.
    pub locales: Vec<Choice>,
    /// The account's e-mail address.
    pub email: String,
    /// Whether it is proven.
    pub email_verified: bool,
    /// Another address, as typed; field `email`, with `email_password`.
    pub new_email: String,
    /// Whether the gallery sends mails at all.
    pub sends_mails: bool,
}

/// The address book. `GET` and `POST /account/addresses`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_addresses.html")]
pub struct AddressesPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way through the rooms.
    pub rooms: Vec<AccountRoom>,
    /// What is in the book.
    pub addresses: Vec<AddressEntry>,
    /// What was wrong with the form that was sent.
    pub errors: Errors,
    /// The address to be added, as typed; fields `address_name`, ….
    pub address: AddressFields,
    /// The countries.
    pub countries: Vec<Choice>,
}

/// An address in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressEntry {
    /// Its own page; removing it posts to `<url>/remove`.
    pub url: String,
    /// The address, line by line.
    pub lines: Vec<String>,
}

/// One address. `GET` and `POST /account/addresses/{id}`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_address.html")]
pub struct AddressPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way through the rooms.
    pub rooms: Vec<AccountRoom>,
    /// Where the form is sent.
    pub url: String,
    /// What was wrong with the form that was sent.
    pub errors: Errors,
    /// The address as typed; fields `address_name`, ….
    pub address: AddressFields,
    /// The countries.
    pub countries: Vec<Choice>,
}

/// Where one is signed in. `GET /account/sessions`; ending one posts to `/account/sessions/{id}/end`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_sessions.html")]
pub struct SessionsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way through the rooms.
    pub rooms: Vec<AccountRoom>,
    /// The sign-ins, the last used first.
    pub sessions: Vec<SessionRow>,
}

/// A sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Its id.
    pub id: String,
    /// `Firefox on Windows`.
    pub device: String,
    /// Since when.
    pub since: Moment,
    /// When it was last used.
    pub seen: Moment,
    /// Whether it is the one this page was asked for with.
    pub is_current: bool,
}

impl SessionRow {
    /// `since 3 November 2026, 04:05 UTC, last used …`, its times as markup.
    #[must_use]
    pub fn times(&self) -> String {
        let time = |at: &Moment| format!("<time datetime=\"{}\">{}</time>", at.iso, at.text);
        t("account-session-times").around(time(&self.since), "").around(time(&self.seen), "").html()
    }
}

/// What one has said of works. `GET /account/reviews`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_reviews.html")]
pub struct ReviewsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way through the rooms.
    pub rooms: Vec<AccountRoom>,
    /// The reviews, the latest first.
    pub reviews: Vec<ReviewRow>,
    /// The address of the next page of reviews.
    pub next_url: Option<String>,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// The work's title.
    pub title: String,
    /// The work's page.
    pub url: String,
    /// `4 of 5`.
    pub rating: String,
    /// The words, paragraph by paragraph.
    pub paragraphs: Vec<String>,
    /// When it was written.
    pub at: Moment,
}
