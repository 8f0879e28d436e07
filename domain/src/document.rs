//! The frozen data of documents: what an invoice or a credit note says, stored once as JSON and never recomputed.
//!
//! It knows no layout, no language and no number allocation: a renderer turns the data into a page, and the same data
//! gives the same page years later. Field by field it follows Article 226 of Directive 2006/112/EC (what a VAT
//! invoice must show); the point of the article is cited at each field.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::address::Country;
use crate::money::{Currency, share_minor};
use crate::tax::TaxRegime;

/// What a document is. Stored and sent in its snake_case form, which never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A VAT invoice (Directive 2006/112/EC, Article 226).
    Invoice,
    /// A document that amends an invoice downwards; it refers to it unambiguously (Article 219).
    CreditNote,
    /// A certificate of authenticity.
    Certificate,
    /// What lies in a parcel.
    PackingSlip,
    /// A seller's statement of sales, commission and payouts.
    Statement,
}

/// A text that names no [`DocumentKind`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind of document")]
pub struct UnknownDocumentKind(pub String);

/// Everything an invoice or a credit note says.
///
/// All amounts are minor units of [`currency`](Self::currency) and not negative: on a credit note they are the
/// amounts given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceData {
    /// [`DocumentKind::Invoice`] or [`DocumentKind::CreditNote`].
    pub kind: DocumentKind,
    /// The sequential number that uniquely identifies the document, as printed: Article 226(2).
    pub number: String,
    /// The series the number belongs to: Article 226(2) allows one or more.
    pub series: String,
    /// The date of issue: Article 226(1).
    pub issued_on: NaiveDate,
    /// The date of supply, or of the payment on account, where it differs from the date of issue: Article 226(7).
    #[serde(default)]
    pub supplied_on: Option<NaiveDate>,
    /// The invoice a credit note amends: Article 219. Always there on a credit note.
    #[serde(default)]
    pub corrects: Option<CorrectedInvoice>,
    /// The shop's own order number.
    pub order_number: String,
    /// BCP 47 language of the document (`en`, `de`, `fr-CH`); a renderer falls back to English.
    pub locale: String,
    /// The currency of every amount: Article 230.
    pub currency: Currency,
    /// Who supplies: Article 226(3) and (5).
    pub seller: SellerIdentity,
    /// Who issues the document in the seller's name and on his behalf, if not the seller: Article 220(1) and 224.
    #[serde(default)]
    pub issued_by: Option<String>,
    /// Whether the customer has issued it for the seller: Article 226(10a).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub self_billed: bool,
    /// Who is supplied: Article 226(4) and (5).
    pub buyer: BuyerIdentity,
    /// The works supplied: Article 226(6), (8), (9), (10).
    pub lines: Vec<InvoiceLine>,
    /// Delivery and other charges beside the works.
    #[serde(default)]
    pub shipping: Vec<ShippingLine>,
    /// Taxable amount and tax per rate or exemption: Article 226(8), (9) and (10).
    pub vat_summary: Vec<VatSummaryRow>,
    /// The sums of the whole document: Article 226(10).
    pub totals: InvoiceTotals,
    /// How it was paid, once it was.
    #[serde(default)]
    pub payment: Option<PaymentNote>,
    /// Further remarks, each a paragraph. The wordings that a regime demands (Article 226(11) to (14)) are the
    /// renderer's and need not be repeated here.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// The invoice that a credit note amends (Article 219).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedInvoice {
    /// Its number as printed.
    pub number: String,
    /// Its date of issue.
    pub issued_on: NaiveDate,
}

/// The legal identity of the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellerIdentity {
    /// Full name: Article 226(5).
    pub legal_name: String,
    /// Address without the country, a line each: Article 226(5).
    pub address_lines: Vec<String>,
    /// Country of establishment: Article 226(5).
    pub country: Country,
    /// VAT identification number under which the supply is made: Article 226(3). Absent for an exempt small enterprise.
    #[serde(default)]
    pub vat_id: Option<String>,
    /// National tax number, where national law asks for it.
    #[serde(default)]
    pub tax_number: Option<String>,
    /// Where questions go.
    #[serde(default)]
    pub email: Option<String>,
    /// Commercial register, managing directors, bank account: what national company law wants at the foot of a letter.
    #[serde(default)]
    pub small_print: Option<String>,
}

/// The identity of the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyerIdentity {
    /// Full name: Article 226(5).
    pub name: String,
    /// Address without the country, a line each: Article 226(5).
    pub address_lines: Vec<String>,
    /// Country: Article 226(5).
    pub country: Country,
    /// VAT identification number, needed where the customer is liable for the tax: Article 226(4).
    #[serde(default)]
    pub vat_id: Option<String>,
    /// E-mail address of the order.
    #[serde(default)]
    pub email: Option<String>,
}

/// One edition sold, with its tax frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// Title of the work: nature of the goods, Article 226(6).
    pub title: String,
    /// Name of the artist.
    pub artist: String,
    /// Which edition (`Archival pigment print, 30 × 40 cm`).
    #[serde(default)]
    pub edition_label: Option<String>,
    /// The copies (`7/25`, `AP 1/2`), one per piece, or none for pieces without a number.
    #[serde(default)]
    pub copy_labels: Vec<String>,
    /// Number of pieces, at least one: Article 226(6).
    pub quantity: u32,
    /// Price of one piece with its tax, in minor units. The unit price exclusive of VAT (Article 226(8)) is
    /// [`net_minor`](Self::net_minor) by the quantity.
    pub unit_price_gross_minor: i64,
    /// Rate applied in basis points (1900 = 19 %), 0 where the regime shows no tax: Article 226(9).
    pub rate_basis_points: u32,
    /// Treatment: Article 226(11) to (14).
    pub regime: TaxRegime,
    /// Taxable amount in minor units: Article 226(8).
    pub net_minor: i64,
    /// Tax in minor units; 0 where the regime shows none (Article 226(10), Article 325).
    pub tax_minor: i64,
    /// Net and tax together, in minor units.
    pub gross_minor: i64,
}

/// A charge beside the works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingLine {
    /// What is charged (`Insured art courier`).
    pub label: String,
    /// Rate applied in basis points, 0 where the regime shows no tax.
    pub rate_basis_points: u32,
    /// Treatment: that of the works it goes with.
    pub regime: TaxRegime,
    /// Taxable amount in minor units.
    pub net_minor: i64,
    /// Tax in minor units.
    pub tax_minor: i64,
    /// Net and tax together, in minor units.
    pub gross_minor: i64,
}

/// Taxable amount and tax of one rate or exemption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatSummaryRow {
    /// Rate in basis points.
    pub rate_basis_points: u32,
    /// Treatment.
    pub regime: TaxRegime,
    /// Taxable amount in minor units: Article 226(8). Under the margin scheme this is the price itself, and not shown
    /// as a taxable amount.
    pub base_minor: i64,
    /// Tax payable in minor units: Article 226(10).
    pub tax_minor: i64,
}

/// The sums of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InvoiceTotals {
    /// Without tax, in minor units.
    pub net_minor: i64,
    /// The tax, in minor units.
    pub tax_minor: i64,
    /// What was to pay, in minor units.
    pub gross_minor: i64,
}

/// How and when a document was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentNote {
    /// The way of payment in the customer's words (`Visa ending 4242`, `PayPal`).
    pub provider_label: String,
    /// When the money was there.
    pub paid_at: DateTime<Utc>,
}

/// Why a document must not be issued as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvoiceInconsistency {
    /// Only invoices and credit notes have this data.
    #[error("a {} has no invoice data", .0.as_str())]
    WrongKind(DocumentKind),
    /// A field that Article 226 demands is empty.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A line has no pieces, or another number of copies than pieces.
    #[error("line {line}: quantity {quantity} does not fit {copies} copies")]
    Quantity {
        /// Counted from 1; shipping lines follow the works.
        line: usize,
        /// Pieces as stated.
        quantity: u32,
        /// Copies named.
        copies: usize,
    },
    /// An amount is below zero.
    #[error("line {line}: an amount is negative")]
    Negative {
        /// Counted from 1; shipping lines follow the works.
        line: usize,
    },
    /// Net and tax are not the gross amount, or pieces times price is not.
    #[error("line {line}: net, tax, price and gross do not agree")]
    LineSum {
        /// Counted from 1; shipping lines follow the works.
        line: usize,
    },
    /// Tax or a rate on a line whose regime must not show any.
    #[error("line {line}: {} must not show tax", .regime.as_str())]
    TaxShown {
        /// Counted from 1; shipping lines follow the works.
        line: usize,
        /// Its regime.
        regime: TaxRegime,
    },
    /// The summary lacks a rate, has one twice, has one that no line uses, or its amounts differ from the lines'.
    #[error("the summary at {rate_basis_points} basis points ({}) does not agree with the lines", .regime.as_str())]
    Summary {
        /// Rate of the row in basis points.
        rate_basis_points: u32,
        /// Regime of the row.
        regime: TaxRegime,
    },
    /// The tax of a summary row is not its rate on its base, by more than its lines' rounding.
    #[error("{tax_minor} is not {rate_basis_points} basis points of {base_minor}")]
    Rate {
        /// Rate of the row in basis points.
        rate_basis_points: u32,
        /// Its base in minor units.
        base_minor: i64,
        /// Its tax in minor units.
        tax_minor: i64,
    },
    /// The totals are not the sums of the lines.
    #[error("the totals are not the sums of the lines")]
    Totals,
}

impl DocumentKind {
    /// Every kind, in the order of their declaration.
    pub const ALL: [Self; 5] = [Self::Invoice, Self::CreditNote, Self::Certificate, Self::PackingSlip, Self::Statement];

    /// The stable snake_case form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::Certificate => "certificate",
            Self::PackingSlip => "packing_slip",
            Self::Statement => "statement",
        }
    }
}

impl std::fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for DocumentKind {
    type Err = UnknownDocumentKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| UnknownDocumentKind(text.to_owned()))
    }
}

impl InvoiceData {
    /// The summary per rate and the totals that belong to these lines: rows by falling rate, then by regime.
    #[must_use]
    pub fn sums_of(lines: &[InvoiceLine], shipping: &[ShippingLine]) -> (Vec<VatSummaryRow>, InvoiceTotals) {
        let mut groups: BTreeMap<(std::cmp::Reverse<u32>, &'static str), VatSummaryRow> = BTreeMap::new();
        let mut totals = InvoiceTotals::default();
        for part in parts_of(lines, shipping) {
            let row = groups.entry((std::cmp::Reverse(part.rate_basis_points), part.regime.as_str())).or_insert(
                VatSummaryRow {
                    rate_basis_points: part.rate_basis_points,
                    regime: part.regime,
                    base_minor: 0,
                    tax_minor: 0,
                },
            );
            row.base_minor = row.base_minor.saturating_add(part.net_minor);
            row.tax_minor = row.tax_minor.saturating_add(part.tax_minor);
            totals.net_minor = totals.net_minor.saturating_add(part.net_minor);
            totals.tax_minor = totals.tax_minor.saturating_add(part.tax_minor);
            totals.gross_minor = totals.gross_minor.saturating_add(part.gross_minor);
        }
        (groups.into_values().collect(), totals)
    }

    /// Checks that the document may be issued: the fields that Article 226 demands are there, and every sum agrees
    /// with its parts to the minor unit.
    ///
    /// # Errors
    /// The first [`InvoiceInconsistency`] found.
    pub fn check(&self) -> Result<(), InvoiceInconsistency> {
        self.check_fields()?;
        for (index, line) in self.lines.iter().enumerate() {
            let copies = line.copy_labels.len();
            let fits = copies == 0 || u32::try_from(copies) == Ok(line.quantity);
            if line.quantity == 0 || !fits {
                return Err(InvoiceInconsistency::Quantity { line: index + 1, quantity: line.quantity, copies });
            }
            let priced = i128::from(line.unit_price_gross_minor) * i128::from(line.quantity);
            if priced != i128::from(line.gross_minor) {
                return Err(InvoiceInconsistency::LineSum { line: index + 1 });
            }
        }
        for (index, part) in parts_of(&self.lines, &self.shipping).enumerate() {
            part.check(index + 1)?;
        }
        self.check_sums()
    }

    fn check_fields(&self) -> Result<(), InvoiceInconsistency> {
        if !matches!(self.kind, DocumentKind::Invoice | DocumentKind::CreditNote) {
            return Err(InvoiceInconsistency::WrongKind(self.kind));
        }
        let reverse_charge = parts_of(&self.lines, &self.shipping).any(|part| part.regime == TaxRegime::ReverseCharge);
        let absent = [
            (self.number.trim().is_empty(), "the number"),
            (self.seller.legal_name.trim().is_empty(), "the seller's name"),
            (self.seller.address_lines.is_empty(), "the seller's address"),
            (self.buyer.name.trim().is_empty(), "the buyer's name"),
            (self.lines.is_empty() && self.shipping.is_empty(), "a line"),
            (self.kind == DocumentKind::CreditNote && self.corrects.is_none(), "the invoice a credit note amends"),
            (reverse_charge && self.buyer.vat_id.is_none(), "the VAT number of a buyer who owes the tax"),
        ];
        match absent.into_iter().find(|(missing, _)| *missing) {
            Some((_, field)) => Err(InvoiceInconsistency::Missing(field)),
            None => Ok(()),
        }
    }

    fn check_sums(&self) -> Result<(), InvoiceInconsistency> {
        let (rows, totals) = Self::sums_of(&self.lines, &self.shipping);
        let wrong = |row: &VatSummaryRow| InvoiceInconsistency::Summary {
            rate_basis_points: row.rate_basis_points,
            regime: row.regime,
        };
        if let Some(row) = rows.iter().find(|row| self.vat_summary.iter().filter(|own| own == row).count() != 1) {
            return Err(wrong(row));
        }
        if let Some(row) = self.vat_summary.iter().find(|own| !rows.contains(own)) {
            return Err(wrong(row));
        }
        for row in &rows {
            let parts = parts_of(&self.lines, &self.shipping)
                .filter(|part| part.rate_basis_points == row.rate_basis_points && part.regime == row.regime)
                .count();
            // Each part's tax is rounded by itself, which moves tax and base apart by at most 0.5 × (1 + rate) minor
            // units; the row's own rounding comes on top.
            // A piece of a line that is given back has a share of the line's rounded tax, rounded at both its ends.
            let by_rounding = if self.kind == DocumentKind::CreditNote { parts * 2 } else { parts * 2 / 3 };
            let tolerance = i64::try_from(by_rounding + 1).unwrap_or(i64::MAX);
            let due = share_minor(row.base_minor, row.rate_basis_points);
            if due.saturating_sub(row.tax_minor).abs() > tolerance {
                return Err(InvoiceInconsistency::Rate {
                    rate_basis_points: row.rate_basis_points,
                    base_minor: row.base_minor,
                    tax_minor: row.tax_minor,
                });
            }
        }
        if totals == self.totals { Ok(()) } else { Err(InvoiceInconsistency::Totals) }
    }
}

/// The taxed amounts of a line of either sort.
struct Part {
    rate_basis_points: u32,
    regime: TaxRegime,
    net_minor: i64,
    tax_minor: i64,
    gross_minor: i64,
}

impl Part {
    fn check(&self, line: usize) -> Result<(), InvoiceInconsistency> {
        if self.net_minor < 0 || self.tax_minor < 0 || self.gross_minor < 0 {
            return Err(InvoiceInconsistency::Negative { line });
        }
        if self.net_minor.checked_add(self.tax_minor) != Some(self.gross_minor) {
            return Err(InvoiceInconsistency::LineSum { line });
        }
        if !self.regime.shows_tax() && (self.tax_minor != 0 || self.rate_basis_points != 0) {
            return Err(InvoiceInconsistency::TaxShown { line, regime: self.regime });
        }
        Ok(())
    }
}

fn parts_of<'a>(lines: &'a [InvoiceLine], shipping: &'a [ShippingLine]) -> impl Iterator<Item = Part> + 'a {
    let works = lines.iter().map(|line| Part {
        rate_basis_points: line.rate_basis_points,
        regime: line.regime,
        net_minor: line.net_minor,
        tax_minor: line.tax_minor,
        gross_minor: line.gross_minor,
    });
    let charges = shipping.iter().map(|line| Part {
        rate_basis_points: line.rate_basis_points,
        regime: line.regime,
        net_minor: line.net_minor,
        tax_minor: line.tax_minor,
        gross_minor: line.gross_minor,
    });
    works.chain(charges)
}

#[cfg(test)]
mod tests;
