//! Returns as those see them who answer: cards in the studio and in the console. A form posts `answer` (`received`, `refund` or
//! `refuse`), `restock` for each line whose copies go back to stock, `amount` for damage, and `reason`.

use askama::Template;

use super::chrome::Chrome;
use super::console::ConsoleFrame;
use super::console::reports::StatusLink;
use super::moment::Moment;
use super::studio::StudioFrame;

/// A return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnCard {
    /// The return's id.
    pub id: String,
    /// `Withdrawal: waits for the goods`.
    pub text: String,
    /// The API's word for where it stands.
    pub status: String,
    /// The order's number.
    pub number: String,
    /// Its page, for the one who looks.
    pub order_url: String,
    /// Who sold.
    pub seller: String,
    /// `Jo Weber, jo@example.org`.
    pub by: String,
    /// What they wrote; may be empty.
    pub statement: String,
    /// When they said so.
    pub at: Moment,
    /// By when the money has to be back; empty once it was answered.
    pub due: String,
    /// True when that day is past.
    pub is_late: bool,
    /// What comes back.
    pub lines: Vec<ReturnCardLine>,
    /// Where its photographs are.
    pub photos: Vec<String>,
    /// What was answered; may be empty.
    pub answer: String,
    /// Where its forms go; `None` once it was answered.
    pub action: Option<String>,
    /// True while the goods can be noted as received.
    pub can_receive: bool,
    /// True where a sum can be given instead.
    pub can_reduce: bool,
    /// The currency of that sum.
    pub currency: String,
}

/// A line of a return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnCardLine {
    /// The line's id.
    pub id: String,
    /// The title.
    pub title: String,
    /// How many copies.
    pub quantity: u32,
}

/// The console's list. `GET /console/returns`.
#[derive(Clone, Debug, Template)]
#[template(path = "console_returns.html")]
pub struct ConsoleReturnsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// Those that wait, and all.
    pub statuses: Vec<StatusLink>,
    /// The returns.
    pub returns: Vec<ReturnCard>,
    /// The address of the next page.
    pub next_url: Option<String>,
}

/// The studio's list. `GET /studio/returns`.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_returns.html")]
pub struct StudioReturnsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// The returns.
    pub returns: Vec<ReturnCard>,
    /// The address of the next page.
    pub next_url: Option<String>,
}
