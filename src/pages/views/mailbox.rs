//! Mails to look at: the demonstration's mailbox and the console's previews. `GET /demo/mail`, `GET /demo/mail/{id}`.
//! It does not know any kind of mail: the HTML stands in a frame of its own.

use askama::Template;

use super::chrome::Chrome;
use super::console::ConsoleFrame;
use super::moment::Moment;

/// The list of mails.
#[derive(Clone, Debug, Template)]
#[template(path = "demo_mail.html")]
pub struct MailboxPage {
    /// The frame.
    pub chrome: Chrome,
    /// The mails, the latest first.
    pub mails: Vec<MailRow>,
    /// The address of the next page of mails.
    pub next_url: Option<String>,
}

/// A mail in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// Its page.
    pub url: String,
    /// Its subject.
    pub subject: String,
    /// The address it went to.
    pub to: String,
    /// When it was sent.
    pub at: Moment,
}

/// One mail.
#[derive(Clone, Debug, Template)]
#[template(path = "mail_page.html")]
pub struct MailPage {
    /// The frame.
    pub chrome: Chrome,
    /// The page it was opened from.
    pub back_url: String,
    /// What that page is called.
    pub back_label: String,
    /// Its subject.
    pub subject: String,
    /// The address it went to; empty for a sample.
    pub to: String,
    /// When it was sent; `None` for a sample.
    pub at: Option<Moment>,
    /// The mail as text, where that was asked for; else its HTML is shown.
    pub text: Option<String>,
    /// Where its HTML is, for the frame.
    pub html_url: String,
    /// This page with the HTML.
    pub as_html_url: String,
    /// This page with the text.
    pub as_text_url: String,
}

/// Every kind of mail. `GET /console/mail`.
#[derive(Clone, Debug, Template)]
#[template(path = "console_mail.html")]
pub struct MailKindsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// Which way mails go, in one sentence.
    pub way: String,
    /// The kinds.
    pub kinds: Vec<MailKindRow>,
}

/// A kind of mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailKindRow {
    /// Its page.
    pub url: String,
    /// What it is called.
    pub name: String,
    /// The subject of its sample.
    pub subject: String,
}
