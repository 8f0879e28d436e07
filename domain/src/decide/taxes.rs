//! Tax as orders freeze it and invoices tell it, and the artist's resale right.

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value;

use super::testing::{House, address, visitor};
use crate::address::Country;
use crate::art_rules::{EditionLimit, TaxNote};
use crate::money::Currency;
use crate::order::Order;
use crate::refusal::Refusal;
use crate::resale_right::{Resale, ResaleBand, ResaleRule};
use crate::settings::HouseRules;
use crate::tax::{TaxReason, TaxRegime};

fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()
}

fn change_rules(house: &mut House, change: impl FnOnce(&mut HouseRules)) {
    change(Arc::make_mut(&mut house.state.rules));
}

/// Buys two copies of an edition of 25, sent to a country.
fn bought(house: &mut House, to: &str, vat_id: Option<&str>, locale: &str) -> Order {
    house.hold(visitor(1), 1, 2).unwrap();
    let placed = house.place_with(visitor(1), |order| {
        order.shipping_address = address(to);
        order.vat_id = vat_id.map(str::to_owned);
        order.locale = locale.to_owned();
    });
    let (order_id, payment_id) = placed.unwrap();
    house.settle(order_id, payment_id).unwrap()
}

fn invoice(house: &House, order: &Order) -> Value {
    let found = house.state.appended.documents.iter().find(|document| document.row.order_id == order.head.id);
    found.unwrap().data.clone()
}

#[test]
fn a_business_abroad_is_invoiced_without_tax_and_with_its_number() {
    let mut house = House::new();
    let gross = bought(&mut House::new(), "FR", None, "en").head.totals;
    let order = bought(&mut house, "FR", Some("FR15345678901"), "en");
    assert_eq!(order.head.totals.total_minor, gross.total_minor, "the price stays the same");
    assert_eq!((order.head.totals.tax_included_minor, gross.tax_included_minor > 0), (0, true));
    let tax = order.lines().next().unwrap().tax;
    assert_eq!((tax.regime, tax.reason), (TaxRegime::ReverseCharge, TaxReason::BusinessBuyer));
    let invoice = invoice(&house, &order);
    assert_eq!(invoice["buyer"]["vat_id"], "FR15345678901");
    assert_eq!(invoice["lines"][0]["regime"], "reverse_charge");
    assert_eq!(invoice["totals"]["tax_minor"], 0);
    assert_eq!(invoice["shipping"][0]["tax_minor"], 0);
}

#[test]
fn a_seller_without_a_number_taxes_businesses_abroad_as_everybody() {
    let mut house = House::new();
    for seller in house.state.sellers.values_mut() {
        Arc::make_mut(seller).vat_id = None;
    }
    let order = bought(&mut house, "FR", Some("FR15345678901"), "en");
    assert_eq!(order.lines().next().unwrap().tax.regime, TaxRegime::ReducedArt);
}

#[test]
fn a_margin_invoice_shows_no_tax_and_has_the_operators_text_in_its_language() {
    let mut house = House::new();
    house.change_edition(1, |edition| edition.tax_regime = TaxRegime::MarginArt);
    let note = |regime, language: &str, text: &str| TaxNote { regime, language: language.into(), text: text.into() };
    change_rules(&mut house, |rules| {
        rules.art.notes = vec![
            note(TaxRegime::MarginArt, "de", "Gemäß § 25a."),
            note(TaxRegime::MarginArt, "en", "As the adviser says."),
            note(TaxRegime::Export, "de", "Ausfuhr."),
        ];
    });
    let order = bought(&mut house, "DE", None, "de");
    let invoice = invoice(&house, &order);
    assert_eq!(invoice["notes"], serde_json::json!(["Gemäß § 25a."]));
    assert_eq!(invoice["locale"], "de");
    assert_eq!(invoice["totals"]["tax_minor"], 0);
    assert_eq!(invoice["lines"][0]["rate_basis_points"], 0);
}

#[test]
fn an_edition_beyond_the_limit_pays_the_standard_rate_and_its_shipping_does() {
    let mut house = House::new();
    change_rules(&mut house, |rules| {
        rules.art.edition_limits =
            vec![EditionLimit { mediums: vec!["photograph".into()], country: None, copies_max: 24, valid_from: day() }];
    });
    let order = bought(&mut house, "DE", None, "en");
    let tax = order.lines().next().unwrap().tax;
    assert_eq!((tax.regime, tax.rate_basis_points), (TaxRegime::Standard, 1_900));
    assert_eq!(tax.reason, TaxReason::EditionTooLarge);
    assert_eq!(order.seller_orders[0].shipping_tax.rate_basis_points, 1_900);
}

fn with_resale(house: &mut House, currency: Currency) {
    let band = ResaleBand { up_to_minor: None, rate_basis_points: 400 };
    change_rules(house, |rules| {
        rules.art.resale_rules = vec![ResaleRule {
            country: None,
            currency,
            threshold_minor: 10_000,
            cap_minor: 1_250_000,
            bands: vec![band],
            nationalities: vec![country("FR")],
            exempt_years: 0,
            exempt_up_to_minor: 0,
            valid_from: day(),
        }];
    });
    let resale = Resale { nationality: country("FR"), died: None, bought_of_artist_on: None };
    for head in house.state.artworks.values_mut() {
        head.resale = Some(resale);
    }
}

#[test]
fn the_resale_right_is_frozen_for_each_copy_on_its_net_price_and_printed_nowhere() {
    let mut house = House::new();
    with_resale(&mut house, Currency::EUR);
    let order = bought(&mut house, "DE", None, "en");
    let line = order.lines().next().unwrap();
    // 133.45 € with 7 % is 124.72 € without; 4 % of that is 4.99 € a copy.
    assert_eq!((line.unit_price.amount_minor, line.tax.base_minor), (13_345, 24_944));
    assert_eq!(line.resale_right_minor, 2 * 499);
    assert!(!invoice(&house, &order).to_string().contains("resale"));
    assert_eq!(bought(&mut House::new(), "DE", None, "en").lines().next().unwrap().resale_right_minor, 0);
}

#[test]
fn a_right_in_another_currency_is_never_forgotten() {
    let mut house = House::new();
    with_resale(&mut house, Currency::GBP);
    house.hold(visitor(1), 1, 1).unwrap();
    let refused = house.place(visitor(1)).unwrap_err();
    assert!(matches!(refused, Refusal::Invalid { .. }), "{refused:?}");
}
