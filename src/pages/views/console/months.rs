//! Months: `GET /console/months` with who the house is in law, one at `/console/months/{month}` with its figures, its close and
//! the comparison with a provider's list. Forms post the fields of the identity, `…/close`, `provider` with `table`, and what
//! came to the bank.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::{Choice, Errors};
use super::super::moment::Moment;
use super::ConsoleFrame;

/// All months.
#[derive(Clone, Debug, Template)]
#[template(path = "console_months.html")]
pub struct MonthsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The months, the newest first.
    pub months: Vec<MonthRow>,
    /// Who the house is.
    pub form: IdentityForm,
}

/// A month in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthRow {
    /// `2026-05`.
    pub name: String,
    /// `Closed`.
    pub state: String,
}

/// Who the house is in law, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdentityForm {
    /// What is wrong.
    pub errors: Errors,
    /// The name in law.
    pub legal_name: String,
    /// A line each.
    pub address: String,
    /// The country's code.
    pub country: String,
    /// VAT id.
    pub vat_id: String,
    /// Tax number.
    pub tax_number: String,
    /// Where sellers write.
    pub email: String,
    /// What stands at the foot.
    pub small_print: String,
    /// Prefix of its numbers.
    pub series_prefix: String,
    /// What is said to businesses outside the Union.
    pub outside_note: String,
    /// What is said where no VAT is charged at all.
    pub exempt_note: String,
}

/// One month.
#[derive(Clone, Debug, Template)]
#[template(path = "console_month.html")]
pub struct MonthPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// `2026-05`.
    pub month: String,
    /// Since when it is closed.
    pub closed_at: Option<Moment>,
    /// Whether it can be closed.
    pub can_close: bool,
    /// Why it cannot; empty where it can.
    pub why: String,
    /// The trial balance.
    pub totals: Vec<TotalRow>,
    /// Tax by country and rate.
    pub vat: Vec<VatRow>,
    /// Invoices and statements.
    pub documents: Vec<DocumentRow>,
    /// Providers whose list can be compared.
    pub providers: Vec<String>,
    /// What was wrong with the list.
    pub errors: Errors,
    /// The list as it was pasted.
    pub table: String,
    /// Where it does not agree; nothing until it was compared.
    pub differences: Option<Vec<DifferenceRow>>,
    /// What came to the bank.
    pub transfers: Vec<TransferRow>,
    /// The form that enters more of it; nothing once the month is closed.
    pub transfer: Option<TransferForm>,
}

/// What a provider paid out to the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferRow {
    /// The day.
    pub on: String,
    /// Who paid it.
    pub provider: String,
    /// What it is called.
    pub reference: String,
    /// How much.
    pub amount: String,
}

/// What a provider paid out to the bank, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransferForm {
    /// What is wrong.
    pub errors: Errors,
    /// Providers, and the one that was chosen.
    pub providers: Vec<Choice>,
    /// Currencies, and the one that was chosen.
    pub currencies: Vec<Choice>,
    /// How much.
    pub amount: String,
    /// What it is called.
    pub reference: String,
    /// The day.
    pub on: String,
}

/// An account of the trial balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalRow {
    /// `Commission`.
    pub account: String,
    /// Debits.
    pub debit: String,
    /// Credits.
    pub credit: String,
    /// The balance.
    pub balance: String,
}

/// Tax of a country and rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VatRow {
    /// `Sellers' sales`.
    pub of: String,
    /// `Germany`.
    pub country: String,
    /// `19 %`.
    pub rate: String,
    /// Without tax.
    pub base: String,
    /// The tax.
    pub tax: String,
}

/// A document of the month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// `Statement`, or the invoice's number.
    pub name: String,
    /// Whose.
    pub seller: String,
    /// Its PDF.
    pub url: String,
    /// Its table, of statements.
    pub csv_url: Option<String>,
}

/// A payment on which the provider and the house do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceRow {
    /// The provider's name for it.
    pub reference: String,
    /// What the provider says; empty when it does not know it.
    pub theirs: String,
    /// What the house has; empty when it does not know it.
    pub ours: String,
}
