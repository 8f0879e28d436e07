//! One order as staff see it: `GET /console/orders/<id>`, and what a refund of it would come to.
//! Forms post to `/console/orders/<id>/refund/preview`, `/refund`, `/ask` (with `payment_id`) and `/cancel` (with `reason`).
//! The form of a refund sends `quantity.<line>` or, of numbered lines, `copy.<line>` for each copy; `shipping`, `amount`,
//! `restock`, `reason`, and `of` by the button that was pressed: `lines`, `amount` or `rest`.

use askama::Template;

use super::super::cart::TotalRow;
use super::super::chrome::Chrome;
use super::super::form::Errors;
use super::super::moment::Moment;
use super::ConsoleFrame;
use super::jobs::JobRow;
use crate::words::t;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_order.html")]
pub struct OrderPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The order's id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// When it was placed.
    pub placed: Moment,
    /// Its three statuses.
    pub statuses: Vec<Status>,
    /// The buyer's e-mail address.
    pub email: String,
    /// `Visitor 0193f0…` or `User …`.
    pub buyer: String,
    /// Where it goes, line by line.
    pub shipping_address: Vec<String>,
    /// Who is invoiced, line by line; empty when it is the same.
    pub billing_address: Vec<String>,
    /// The part of each seller.
    pub parts: Vec<Part>,
    /// Its sums.
    pub totals: Vec<TotalRow>,
    /// Attempts to pay, the latest first.
    pub payments: Vec<Payment>,
    /// What was given back, the latest first.
    pub refunds: Vec<RefundRow>,
    /// What banks took back, the latest first.
    pub disputes: Vec<DisputeLine>,
    /// Its documents.
    pub documents: Vec<Document>,
    /// Jobs of it that are not done.
    pub jobs: Vec<JobRow>,
    /// What happened, the latest first.
    pub timeline: Vec<Happened>,
    /// The form of a refund, where something is left to give back.
    pub refund: Option<RefundForm>,
    /// True while it can be called off.
    pub can_cancel: bool,
}

/// A status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The API's word for it.
    pub word: String,
    /// The same for people.
    pub text: String,
}

impl Status {
    /// The status of that word.
    #[must_use]
    pub fn new(word: &str) -> Self {
        Self { word: word.to_owned(), text: spoken(word) }
    }
}

/// A status of an order, of its payments or its delivery for people, by the API's word for it.
#[must_use]
pub fn spoken(word: &str) -> String {
    t(&format!("console-order-status-{word}")).into()
}

/// A seller's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The seller's name.
    pub seller: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// `Standard, €9.90`.
    pub delivery: String,
    /// By when it leaves; empty once it has, and while it is not paid.
    pub leaves: String,
    /// The house's commission of it.
    pub commission: String,
    /// Its parcels, each in words.
    pub parcels: Vec<String>,
    /// Where its packing slip is.
    pub slip_url: String,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The work's title.
    pub title: String,
    /// Its page, while there is one.
    pub url: Option<String>,
    /// Artist and edition.
    pub detail: String,
    /// `No. 7 of 25`; for the copies that are with the buyer or on the way.
    pub copies: Vec<String>,
    /// How many were bought.
    pub quantity: u32,
    /// What all of them cost.
    pub price: String,
    /// `1 refunded, 1 back in stock`; empty otherwise.
    pub refunded: String,
}

/// What a bank took back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeLine {
    /// Where it stands, in words.
    pub status: String,
    /// Its name at the provider and why, in the provider's words.
    pub detail: String,
    /// How much.
    pub amount: String,
    /// Until when the provider waits for evidence, in words; empty when it does not.
    pub due: String,
    /// When it last changed.
    pub at: Moment,
}

/// An attempt to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The attempt's id.
    pub id: String,
    /// `Card (Stripe): succeeded`.
    pub text: String,
    /// The provider's own name for it; empty before it has one.
    pub reference: String,
    /// How much.
    pub amount: String,
    /// When it last changed.
    pub at: Moment,
    /// True while the provider may be asked how far it is.
    pub can_ask: bool,
}

/// Money that went back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRow {
    /// `Given back` or `On its way`.
    pub text: String,
    /// How much.
    pub amount: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Moment,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// `Credit note INE-C2026-000001`.
    pub name: String,
    /// Where its bytes are.
    pub url: String,
    /// The page that everybody who holds it can check it on; certificates have one.
    pub page_url: Option<String>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: Moment,
    /// What.
    pub text: String,
}

/// The form of a refund.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefundForm {
    /// What was wrong, if it was sent.
    pub errors: Errors,
    /// What can still be given back.
    pub left: String,
    /// The currency's code.
    pub currency: String,
    /// The lines of which something is left.
    pub lines: Vec<RefundLine>,
    /// What is left of the shipping; empty when nothing is.
    pub shipping_left: String,
    /// True when shipping is ticked.
    pub shipping: bool,
    /// The sum as typed.
    pub amount: String,
    /// True when the copies are to go back to stock.
    pub restock: bool,
    /// True when any could.
    pub can_restock: bool,
    /// The reason as typed.
    pub reason: String,
}

/// A line of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundLine {
    /// The line's id.
    pub id: String,
    /// The work's title.
    pub title: String,
    /// Artist and edition.
    pub detail: String,
    /// How many are left to refund.
    pub left: u32,
    /// What one costs.
    pub price: String,
    /// How many, as typed; of lines without numbered copies.
    pub quantity: String,
    /// The numbered copies, each with whether it is ticked; empty for lines without.
    pub copies: Vec<RefundCopy>,
    /// What becomes of the goods: `not sent yet`, `with the buyer`, `came back`.
    pub goods: String,
}

impl RefundLine {
    /// Artist and edition, what one costs, and what became of the goods.
    #[must_use]
    pub fn words(&self) -> String {
        let id = if self.left > 1 { "console-refund-line-each" } else { "console-refund-line" };
        t(id).with("detail", &self.detail).with("price", &self.price).with("goods", &self.goods).into()
    }
}

/// A copy in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundCopy {
    /// Its id.
    pub id: String,
    /// `No. 7 of 25`.
    pub label: String,
    /// True when it is ticked.
    pub is_chosen: bool,
}

/// Every amount of a refund, before it is made.
#[derive(Clone, Debug, Template)]
#[template(path = "console_refund.html")]
pub struct RefundPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The order's id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// The buyer's e-mail address.
    pub email: String,
    /// Line by line: what, how many, gross, tax in it.
    pub rows: Vec<RefundAmount>,
    /// Works, shipping, tax by rate, and the sum as the last.
    pub totals: Vec<TotalRow>,
    /// The sum.
    pub total: String,
    /// What can still be given back afterwards.
    pub left_after: String,
    /// Copies that go back to stock, in words; empty when none does.
    pub restocked: Vec<String>,
    /// `Credit note of Inês Moreau: €240`.
    pub credit_notes: Vec<String>,
    /// Through whom the money goes back: `Card (Stripe)`.
    pub provider: String,
    /// Why.
    pub reason: String,
    /// The fields of the form, sent again as they are.
    pub fields: Vec<(String, String)>,
    /// Makes a second press of the button the same refund.
    pub idempotency_key: String,
}

/// A row of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundAmount {
    /// `Low Tide, Evening`, or `Delivery: Standard`.
    pub what: String,
    /// `2 copies`, `reduction`; empty for shipping.
    pub how_many: String,
    /// Tax contained in it, with its rate.
    pub tax: String,
    /// Gross.
    pub amount: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn a_status_is_told_in_the_language_that_is_spoken() {
        let status = Status::new("partially_refunded");
        assert_eq!((status.word.as_str(), status.text.as_str()), ("partially_refunded", "partially refunded"));
        assert_eq!(within(Language::German, || spoken("partially_refunded")), "teilweise erstattet");
    }
}
