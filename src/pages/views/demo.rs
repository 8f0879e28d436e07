//! The demo, live: storefront, studio and console side by side. `GET /demo`.
//! It does not know how a crowd is sent.

use askama::Template;

use super::card::WorkCard;
use super::chrome::Chrome;
use super::stock::StockView;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "demo.html")]
pub struct DemoPage {
    /// The frame.
    pub chrome: Chrome,
    /// Buyers in a crowd.
    pub buyers: usize,
    /// Copies there are for them.
    pub copies: u32,
    /// Why no crowd was sent.
    pub refusal: Option<String>,
    /// The last crowd.
    pub rush: Option<RushView>,
    /// The demo's accounts.
    pub accounts: Vec<Account>,
    /// Their password.
    pub password: &'static str,
    /// The account through which the studio's room hears.
    pub artist_email: &'static str,
    /// The account through which the console's room hears.
    pub admin_email: &'static str,
}

/// An account to look around with.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its e-mail address.
    pub email: &'static str,
    /// What it shows.
    pub sees: String,
}

/// A crowd on its way or gone.
#[derive(Clone, Debug)]
pub struct RushView {
    /// Which one.
    pub number: u32,
    /// `gathering`, `buying`, `checking`, `done` or `failed`.
    pub stage: &'static str,
    /// The work it came for.
    pub artwork_id: String,
    /// Its edition.
    pub edition_id: String,
    /// Who sells it.
    pub seller_id: String,
    /// The work as the storefront shows it.
    pub card: WorkCard,
    /// The work's page.
    pub url: String,
    /// Its stock.
    pub stock: StockView,
    /// What came of it, once it is over.
    pub verdict: Option<VerdictView>,
}

impl RushView {
    /// Whether it is still on its way.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.verdict.is_none()
    }
}

/// What the database says after a crowd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictView {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// In words.
    pub text: String,
}
