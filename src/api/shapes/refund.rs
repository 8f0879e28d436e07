//! Refunds on the wire: what was given back, and beforehand what would be.

use chrono::{DateTime, Utc};
use impasto_domain::money::Currency;
use impasto_domain::order::{Order, OrderLine};
use impasto_domain::refund::{Priced, Refund, RefundPart};
use impasto_domain::tax::LineTax;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::artwork::NameJson;
use super::cart::CopyJson;
use super::money::MoneyJson;
use super::names::RefundStatusName;
use super::order::TaxJson;

/// Money that goes back to a buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefundJson {
    /// The refund.
    pub id: Uuid,
    /// The attempt whose money it is.
    pub payment_id: Uuid,
    /// `pending` until the provider has given the money back, then `refunded`.
    #[schema(value_type = RefundStatusName)]
    pub status: String,
    /// How much.
    pub amount: MoneyJson,
    /// Of the lines.
    pub lines: Vec<RefundedLineJson>,
    /// Of the shipping.
    pub shipping: Vec<RefundedShippingJson>,
    /// When it was decided.
    pub created_at: DateTime<Utc>,
}

/// What is given back of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefundedLineJson {
    /// The line.
    pub line_id: Uuid,
    /// For how many copies; 0 for a reduction of the price.
    pub quantity: u32,
    /// Gross.
    pub amount: MoneyJson,
    /// Tax contained in it.
    pub tax_included: MoneyJson,
    /// How many copies go back to stock.
    pub restocked: u32,
    /// Which; none for open editions.
    pub copies: Vec<CopyJson>,
}

/// What is given back of the shipping of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefundedShippingJson {
    /// The part.
    pub seller_order_id: Uuid,
    /// Gross.
    pub amount: MoneyJson,
    /// Tax contained in it.
    pub tax_included: MoneyJson,
}

/// Every amount of a refund that has not been made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RefundPreviewJson {
    /// Of the lines.
    pub lines: Vec<RefundedLineJson>,
    /// Of the shipping.
    pub shipping: Vec<RefundedShippingJson>,
    /// Gross of the works.
    pub items_total: MoneyJson,
    /// Gross of the shipping.
    pub shipping_total: MoneyJson,
    /// The tax contained in both, by rate.
    pub taxes: Vec<TaxJson>,
    /// What would be given back.
    pub total: MoneyJson,
    /// What could be given back before.
    pub refundable: MoneyJson,
    /// What could still be given back afterwards.
    pub refundable_after: MoneyJson,
    /// The credit note of each seller.
    pub credit_notes: Vec<CreditNotePreviewJson>,
    /// Copies that would go back to stock.
    pub restocked: u32,
}

/// A credit note that would be issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreditNotePreviewJson {
    /// Whose.
    pub seller: NameJson,
    /// What it would say.
    pub amount: MoneyJson,
}

impl From<&Refund> for RefundJson {
    fn from(refund: &Refund) -> Self {
        let currency = refund.amount.currency;
        Self {
            id: refund.id.0,
            payment_id: refund.payment_id.0,
            status: refund.status.as_str().to_owned(),
            amount: refund.amount.into(),
            lines: lines(&refund.parts, currency),
            shipping: shipping(&refund.parts, currency),
            created_at: refund.created_at,
        }
    }
}

impl RefundPreviewJson {
    /// What a refund of an order would come to.
    #[must_use]
    pub fn of(order: &Order, priced: &Priced) -> Self {
        let currency = priced.amount.currency;
        let money = |minor| MoneyJson::of(minor, currency);
        let total_minor = priced.amount.amount_minor;
        let notes = priced.parts.iter().filter(|part| part.total_minor() > 0).filter_map(|given| {
            let part = order.seller_orders.iter().find(|part| part.id == given.seller_order_id)?;
            let (slug, name) = (part.seller_slug.clone(), part.seller_name.clone());
            let seller = NameJson { id: part.seller_id.0, slug, name };
            Some(CreditNotePreviewJson { seller, amount: money(given.total_minor()) })
        });
        Self {
            lines: lines(&priced.parts, currency),
            shipping: shipping(&priced.parts, currency),
            items_total: money(priced.parts.iter().map(RefundPart::items_minor).sum()),
            shipping_total: money(priced.parts.iter().map(|part| part.shipping.amount_minor).sum()),
            taxes: taxes(order, &priced.parts).iter().map(|tax| TaxJson::of(tax, currency)).collect(),
            total: money(total_minor),
            refundable: money(priced.refundable_minor),
            refundable_after: money(priced.refundable_minor - total_minor),
            credit_notes: notes.collect(),
            restocked: priced.parts.iter().flat_map(|part| &part.lines).map(|line| line.restocked).sum(),
        }
    }
}

/// The tax contained in what is given back, one entry a rate and regime, the highest rate first.
#[must_use]
pub fn taxes(order: &Order, parts: &[RefundPart]) -> Vec<LineTax> {
    let mut sums: Vec<LineTax> = Vec::new();
    let mut add = |tax: &LineTax, amount_minor: i64, tax_minor: i64| {
        if amount_minor == 0 {
            return;
        }
        let same =
            |known: &&mut LineTax| known.regime == tax.regime && known.rate_basis_points == tax.rate_basis_points;
        match sums.iter_mut().find(same) {
            Some(known) => {
                known.base_minor += amount_minor - tax_minor;
                known.tax_minor += tax_minor;
            }
            None => sums.push(LineTax { base_minor: amount_minor - tax_minor, tax_minor, ..*tax }),
        }
    };
    for given in parts {
        for line in &given.lines {
            if let Some(sold) = order.lines().find(|sold: &&OrderLine| sold.id == line.line_id) {
                add(&sold.tax, line.share.amount_minor, line.share.tax_minor);
            }
        }
        if let Some(part) = order.seller_orders.iter().find(|part| part.id == given.seller_order_id) {
            add(&part.shipping_tax, given.shipping.amount_minor, given.shipping.tax_minor);
        }
    }
    sums.sort_by_key(|tax| (std::cmp::Reverse(tax.rate_basis_points), tax.regime.as_str()));
    sums
}

fn lines(parts: &[RefundPart], currency: Currency) -> Vec<RefundedLineJson> {
    let line = |line: &impasto_domain::refund::RefundLine| RefundedLineJson {
        line_id: line.line_id.0,
        quantity: line.quantity,
        amount: MoneyJson::of(line.share.amount_minor, currency),
        tax_included: MoneyJson::of(line.share.tax_minor, currency),
        restocked: line.restocked,
        copies: line.copies.iter().map(CopyJson::from).collect(),
    };
    parts.iter().flat_map(|part| &part.lines).map(line).collect()
}

fn shipping(parts: &[RefundPart], currency: Currency) -> Vec<RefundedShippingJson> {
    let given = parts.iter().filter(|part| part.shipping.amount_minor > 0);
    given
        .map(|part| RefundedShippingJson {
            seller_order_id: part.seller_order_id.0,
            amount: MoneyJson::of(part.shipping.amount_minor, currency),
            tax_included: MoneyJson::of(part.shipping.tax_minor, currency),
        })
        .collect()
}
