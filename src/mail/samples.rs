//! A mail of every kind, with sample data: for looking at them before anybody gets one.

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::address::{Address, Country};
use impasto_domain::edition::CopyRef;
use impasto_domain::ids::{Mint, OrderId, OrderLineId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::order::{
    FulfilmentStatus, Order, OrderHead, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder, Totals,
};
use impasto_domain::owner::Owner;
use impasto_domain::returns::{REFUND_WITHIN, Return, ReturnKind, ReturnLine, ReturnStatus};
use impasto_domain::shipment::{Shipment, ShipmentStatus};
use impasto_domain::tax::{LineTax, TaxReason, TaxRegime};

use super::sheet::Sheet;
use super::words::{self, Bought, House, Person, Wish};

/// Where the samples' links lead: nowhere that anybody could be sent to by them.
const SECRET: &str = "sample";

/// Every kind with its mail, in the order of [`Letter::KINDS`](impasto_domain::mail::Letter::KINDS).
#[must_use]
pub fn all(site_url: &str) -> Vec<(&'static str, Sheet)> {
    with_name("Impasto", site_url)
}

/// The same for a gallery of a name.
#[must_use]
pub fn with_name(site_name: &str, site_url: &str) -> Vec<(&'static str, Sheet)> {
    let house = House { name: site_name.to_owned(), url: site_url };
    let person = Person { name: "Inês Moreau", email: "ines@example.org" };
    let until = at() + TimeDelta::hours(24);
    let link = |page: &str| format!("{site_url}/{page}?token={SECRET}");
    let Some(order) = order() else { return Vec::new() };
    let url = format!("{site_url}/orders/{}?key={SECRET}", order.head.id);
    let bought = Bought { order: &order, url: &url };
    let mut failed = order.clone();
    failed.head.payment_status = OrderPaymentStatus::Failed;
    let failed = Bought { order: &failed, url: &url };
    let works = [("Low Tide, Evening".to_owned(), format!("{site_url}/artworks/low-tide-evening"))];
    let mut samples = vec![
        ("verify_email", words::verify_email(&house, &person, &link("verify-email"), until)),
        ("reset_password", words::reset_password(&house, &person, &link("reset-password"), until)),
        ("confirm_email", words::confirm_email(&house, &person, "moreau@example.org", &link("verify-email"), until)),
        ("email_changed", words::email_changed(&house, &person)),
        ("email_in_use", words::email_in_use(&house, &person)),
        ("password_changed", words::password_changed(&house, &person)),
        ("order_placed", words::order_placed(&house, &bought)),
        ("order_paid", words::order_paid(&house, &bought)),
        ("payment_failed", words::payment_failed(&house, &failed)),
        ("order_shipped", words::order_shipped(&house, &bought, &parcel(&order))),
        ("order_cancelled", words::order_cancelled(&house, &bought)),
        ("order_refunded", words::order_refunded(&house, &bought, order.head.totals.total_minor)),
        ("return_announced", words::return_announced(&house, &bought, &back(&order, ReturnStatus::Announced))),
        ("return_answered", words::return_answered(&house, &bought, &back(&order, ReturnStatus::Received))),
    ];
    samples.extend(words::review_asked(&house, &person, &bought, &works).map(|sheet| ("review_asked", sheet)));
    samples.push(("order_link", words::order_link(&house, &bought)));
    let (url, list_url) = (format!("{site_url}/artworks/low-tide-evening"), format!("{site_url}/wishlist"));
    let wish = Wish { title: "Low Tide, Evening", artist: "Inês Moreau", url: &url, list_url: &list_url };
    samples.push(("wish_free", words::wish_free(&house, &person, &wish)));
    samples
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_443_720, 0).unwrap_or_default()
}

fn address() -> Option<Address> {
    Some(Address {
        name: "Inês Moreau".to_owned(),
        line1: "Lange Straße 1".to_owned(),
        line2: None,
        city: "Köln".to_owned(),
        postal_code: "50667".to_owned(),
        region: None,
        country: Country::parse("DE")?,
    })
}

/// An order of two works by two artists.
pub(super) fn order() -> Option<Order> {
    let mut mint = Mint::new(at(), 1);
    let id: OrderId = mint.mint();
    let tax = |gross_minor: i64| LineTax {
        regime: TaxRegime::ReducedArt,
        rate_basis_points: 700,
        base_minor: gross_minor - gross_minor * 7 / 107,
        tax_minor: gross_minor * 7 / 107,
        reason: TaxReason::Chosen,
    };
    let copy = CopyRef { id: mint.mint(), ordinal: 7, label: Some("7/25".to_owned()) };
    let mut line = |title: &str, artist: &str, label: &str, minor: i64, copies: Vec<CopyRef>| OrderLine {
        id: mint.mint(),
        cart_line_id: mint.mint(),
        edition_id: mint.mint(),
        artwork_id: mint.mint(),
        title: title.to_owned(),
        artist_name: artist.to_owned(),
        edition_label: Some(label.to_owned()),
        quantity: 1,
        unit_price: Money::new(minor, Currency::EUR),
        copies,
        restocked: 0,
        commission_minor: 0,
        resale_right_minor: 0,
        made_to_order: false,
        tax: tax(minor),
    };
    let lines = vec![
        line("Low Tide, Evening", "Inês Moreau", "Original", 125_000, Vec::new()),
        line("Σιωπή", "Ελένη Καρρά", "Giclée print", 24_050, vec![copy]),
    ];
    let totals = Totals {
        items_minor: 149_050,
        shipping_minor: 1_990,
        tax_included_minor: 149_050 * 7 / 107 + 1_990 * 19 / 119,
        total_minor: 151_040,
    };
    let part = SellerOrder {
        id: mint.mint(),
        order_id: id,
        position: 0,
        seller_id: mint.mint(),
        seller_name: "Galerie Aldenkamp".to_owned(),
        seller_slug: "galerie-aldenkamp".to_owned(),
        shipping_method: "standard".to_owned(),
        shipping_name: "Standard, insured".to_owned(),
        shipping_minor: totals.shipping_minor,
        shipping_tax: tax(totals.shipping_minor),
        cheapest_shipping_minor: None,
        commission_minor: 0,
        ship_by: None,
        pickup: None,
        totals,
        lines,
    };
    let head = OrderHead {
        id,
        number: "IM-2026-000417".to_owned(),
        owner: Owner::Visitor(mint.mint()),
        version: 1,
        status: OrderStatus::Open,
        payment_status: OrderPaymentStatus::Paid,
        fulfilment_status: FulfilmentStatus::Unfulfilled,
        email: "ines@example.org".to_owned(),
        locale: "en".to_owned(),
        currency: Currency::EUR,
        totals,
        shipping_address: address()?,
        billing_address: address()?,
        vat_id: None,
        placed_at: at(),
        hold_extended: false,
        delivered_at: None,
        timeline: Vec::new(),
    };
    Some(Order {
        head,
        seller_orders: vec![part],
        payments: Vec::new(),
        documents: Vec::new(),
        shipments: Vec::new(),
        refunds: Vec::new(),
        disputes: Vec::new(),
        returns: Vec::new(),
    })
}

/// Somebody withdraws from the first work of an order.
fn back(order: &Order, status: ReturnStatus) -> Return {
    let mut mint = Mint::new(at(), 3);
    let lines = order.lines().take(1).map(|line| ReturnLine { line_id: line.id, quantity: 1 });
    Return {
        id: mint.mint(),
        order_id: order.head.id,
        seller_order_id: order.seller_orders.first().map_or_else(|| mint.mint(), |part| part.id),
        kind: ReturnKind::Withdrawal,
        status,
        lines: lines.collect(),
        name: "Inês Moreau".to_owned(),
        email: "ines@example.org".to_owned(),
        statement: String::new(),
        answer: None,
        refund_id: None,
        refund_due_at: at() + REFUND_WITHIN,
        created_at: at(),
        received_at: None,
        updated_at: at(),
        photos: Vec::new(),
    }
}

fn parcel(order: &Order) -> Shipment {
    let lines: Vec<OrderLineId> = order.lines().map(|line| line.id).collect();
    let mut mint = Mint::new(at(), 2);
    Shipment {
        id: mint.mint(),
        order_id: order.head.id,
        seller_order_id: mint.mint(),
        carrier: "DHL".to_owned(),
        tracking_number: Some("00340434161094021501".to_owned()),
        status: ShipmentStatus::InTransit,
        lines,
        events: Vec::new(),
        created_at: at(),
        updated_at: at(),
    }
}

#[cfg(test)]
mod tests {
    use impasto_domain::mail::Letter;

    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn every_kind_has_a_mail_with_a_subject_and_both_forms_in_every_language() {
        let mut subjects = std::collections::HashSet::new();
        for (kind, sheet) in Language::ALL.into_iter().flat_map(every_kind) {
            assert!(!sheet.subject.is_empty() && sheet.subject.lines().count() == 1, "{kind}");
            assert!(subjects.insert(sheet.subject.clone()), "{kind}: {} is said twice", sheet.subject);
            assert!(!format!("{sheet:?}").contains("mail-"), "{kind} lacks words: {sheet:?}");
            let (html, text) = (sheet.html().unwrap(), sheet.text());
            assert!(html.contains(&sheet.heading.replace('\'', "&#39;")), "{kind}");
            assert!(text.starts_with(&sheet.heading) && text.contains("https://gallery.example"), "{kind}: {text}");
            for outside in ["<img", "<script", "<link", "url(", "http://"] {
                assert!(!html.contains(outside), "{kind} has {outside}");
            }
        }
    }

    fn every_kind(language: Language) -> Vec<(&'static str, Sheet)> {
        let samples = within(language, || all("https://gallery.example"));
        let kinds: Vec<&str> = samples.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, Letter::KINDS);
        samples
    }

    #[test]
    fn a_confirmation_names_what_was_bought_and_what_it_costs() {
        let (_, sheet) = all("https://gallery.example").into_iter().find(|(kind, _)| *kind == "order_paid").unwrap();
        let text = sheet.text();
        for words in ["IM-2026-000417", "Low Tide, Evening", "No. 7 of 25", "€1,510.40", "Köln", "Delivery: €19.90"]
        {
            assert!(text.contains(words), "{words} is not in:\n{text}");
        }
    }
}
