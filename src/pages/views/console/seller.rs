//! A seller: `GET /console/sellers/{id}`. Its form posts `commission` to `/console/sellers/{id}/commission` with `seen`, the
//! commission that was read.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::Errors;
use super::ConsoleFrame;
use super::audit::AuditLine;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_seller.html")]
pub struct SellerPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// What is wrong with the form that was sent.
    pub errors: Errors,
    /// The seller's id.
    pub id: String,
    /// Its name on the storefront.
    pub name: String,
    /// True once an admin has verified it.
    pub is_verified: bool,
    /// Where it sits, line by line; empty until it has said so.
    pub address: Vec<String>,
    /// Its name in law, tax number and e-mail address.
    pub known: Vec<String>,
    /// The commission, percent.
    pub commission: String,
    /// The form, for those who may change it.
    pub form: Option<CommissionForm>,
    /// What was last changed of it, the newest first.
    pub changes: Vec<AuditLine>,
}

/// What is in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionForm {
    /// Percent, as typed.
    pub commission: String,
    /// The commission that the form was made from, in basis points.
    pub seen: u32,
}
