//! What an invoice or a credit note says, frozen from an order and its seller.

use chrono::{DateTime, Utc};

use crate::address::Address;
use crate::art_rules::ArtRules;
use crate::document::{
    BuyerIdentity, CorrectedInvoice, DocumentKind, InvoiceData, InvoiceLine, PaymentNote, SellerIdentity, ShippingLine,
};
use crate::job::DocumentRow;
use crate::order::{Order, OrderLine, SellerOrder};
use crate::payment::Payment;
use crate::seller::Seller;
use crate::tax::TaxRegime;

/// The data of a seller's invoice for its part of an order, or of the credit note that takes it back whole.
#[allow(clippy::too_many_arguments, reason = "each is one fact that the document states")]
pub(super) fn invoice_of(
    order: &Order,
    part: &SellerOrder,
    seller: &Seller,
    payment: Option<&Payment>,
    kind: DocumentKind,
    (series, number): (String, String),
    (corrected, rules): (Option<&DocumentRow>, &ArtRules),
    now: DateTime<Utc>,
) -> InvoiceData {
    let lines: Vec<InvoiceLine> = part.lines.iter().map(line_of).collect();
    let shipping = shipping_of(part);
    let (vat_summary, totals) = InvoiceData::sums_of(&lines, &shipping);
    let regimes: Vec<TaxRegime> = vat_summary.iter().map(|row| row.regime).collect();
    let notes = rules.notes_for(&regimes, &order.head.locale).map(str::to_owned).collect();
    let corrects = corrected.filter(|_| kind == DocumentKind::CreditNote);
    InvoiceData {
        kind,
        number,
        series,
        issued_on: now.date_naive(),
        supplied_on: None,
        corrects: corrects
            .map(|row| CorrectedInvoice { number: row.number.clone(), issued_on: row.issued_at.date_naive() }),
        order_number: order.head.number.clone(),
        locale: order.head.locale.clone(),
        currency: order.head.currency,
        seller: SellerIdentity {
            legal_name: seller.legal_name.clone(),
            address_lines: lines_of(&seller.address),
            country: seller.address.country,
            vat_id: seller.vat_id.clone(),
            tax_number: seller.tax_number.clone(),
            email: Some(seller.email.clone()),
            small_print: None,
        },
        issued_by: None,
        self_billed: false,
        buyer: BuyerIdentity {
            name: order.head.billing_address.name.clone(),
            address_lines: lines_of(&order.head.billing_address),
            country: order.head.billing_address.country,
            vat_id: order.head.vat_id.clone(),
            email: Some(order.head.email.clone()),
        },
        lines,
        shipping,
        vat_summary,
        totals,
        payment: payment.map(|payment| PaymentNote { provider_label: provider_label(&payment.provider), paid_at: now }),
        notes,
    }
}

fn line_of(line: &OrderLine) -> InvoiceLine {
    InvoiceLine {
        title: line.title.clone(),
        artist: line.artist_name.clone(),
        edition_label: line.edition_label.clone(),
        copy_labels: line.copies.iter().filter_map(|copy| copy.label.clone()).collect(),
        quantity: line.quantity,
        unit_price_gross_minor: line.unit_price.amount_minor,
        rate_basis_points: line.tax.rate_basis_points,
        regime: line.tax.regime,
        net_minor: line.tax.base_minor,
        tax_minor: line.tax.tax_minor,
        gross_minor: line.tax.base_minor + line.tax.tax_minor,
    }
}

fn shipping_of(part: &SellerOrder) -> Vec<ShippingLine> {
    if part.shipping_minor == 0 {
        return Vec::new();
    }
    vec![ShippingLine {
        label: part.shipping_name.clone(),
        rate_basis_points: part.shipping_tax.rate_basis_points,
        regime: part.shipping_tax.regime,
        net_minor: part.shipping_tax.base_minor,
        tax_minor: part.shipping_tax.tax_minor,
        gross_minor: part.shipping_minor,
    }]
}

/// An address as it is printed below the name, without the country.
fn lines_of(address: &Address) -> Vec<String> {
    let town = format!("{} {}", address.postal_code, address.city);
    [Some(address.line1.clone()), address.line2.clone(), Some(town), address.region.clone()]
        .into_iter()
        .flatten()
        .filter(|line| !line.trim().is_empty())
        .collect()
}

fn provider_label(provider: &str) -> String {
    match provider {
        "test" => "Test payment".to_owned(),
        "stripe" => "Card (Stripe)".to_owned(),
        "paypal" => "PayPal".to_owned(),
        other => other.to_owned(),
    }
}
