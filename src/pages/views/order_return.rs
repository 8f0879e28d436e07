//! Withdrawing from a part of an order, in two steps, and telling that something arrived damaged. `GET` and `POST`
//! `/orders/{id}/withdraw/{part}`, `POST …/confirm`; `GET` and `POST /orders/{id}/damage/{part}`. The forms send `name`, `email`,
//! `statement` and `quantity.<line>` for each line.

use askama::Template;

use super::chrome::Chrome;
use super::form::Errors;

/// The page of either.
#[derive(Clone, Debug, Template)]
#[template(path = "order_return.html")]
pub struct ReturnPage {
    /// The frame.
    pub chrome: Chrome,
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The order's page.
    pub order_url: String,
    /// The order's number.
    pub number: String,
    /// Who sold.
    pub seller: String,
    /// True for a withdrawal, false for damage.
    pub is_withdrawal: bool,
    /// What is to be confirmed; `None` while it is being said.
    pub confirm: Option<ConfirmView>,
    /// Where the form goes.
    pub action: String,
    /// `Until 15 December 2026`; empty while the period has not begun.
    pub until: String,
    /// The name as typed.
    pub name: String,
    /// The address of the receipt as typed.
    pub email: String,
    /// What is said besides, as typed.
    pub statement: String,
    /// The lines.
    pub lines: Vec<ReturnLineView>,
}

/// What the second step shows besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmView {
    /// What goes back.
    pub amount: String,
    /// `with €9.90 of it for delivery`; empty without.
    pub delivery: String,
    /// What happens next.
    pub next: String,
}

/// A line that can be chosen, or that is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnLineView {
    /// The line's id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Artist and edition.
    pub detail: String,
    /// How many can be meant; 0 for what cannot.
    pub most: u32,
    /// How many are.
    pub quantity: u32,
    /// Why it cannot; empty otherwise.
    pub barred: String,
}

impl ReturnLineView {
    /// The name of the line's field.
    #[must_use]
    pub fn field(&self) -> String {
        format!("quantity.{}", self.id)
    }
}
