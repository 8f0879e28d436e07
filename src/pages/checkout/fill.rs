//! Filling the checkout's page: what is bought, what its delivery costs, what was typed.
//! It does not know how the form is checked.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use impasto_domain::address::Country;
use impasto_domain::cart::CartState;
use impasto_domain::ids::SellerId;
use impasto_domain::money::Currency;
use impasto_domain::quote::Quote;
use impasto_domain::seller::Seller;
use impasto_domain::shipping::{Goods, ShippingOffer};
use impasto_domain::tax::Destination;

use super::super::cart::{copies, keeper, total_row};
use super::super::delivery;
use super::super::views::cart::TotalRow;
use super::super::views::checkout::{CheckoutPage, Delivery, DeliveryMethod, PaymentOption, SummaryLine};
use super::super::views::form::{Choice, Errors};
use super::super::views::moment::Deadline;
use super::super::visit::Visit;
use super::super::{countries, works};
use super::entered::Entered;
use super::{shown, total_of};
use crate::api::checkout::price_cart;
use crate::gateway::problem::Problem;
use crate::words::t;

/// A cart with what it costs.
pub(super) struct Priced {
    pub(super) quote: Quote,
    pub(super) currency: Currency,
}

/// Prices a cart with the chosen deliveries. A choice that is not on offer in that country counts as none.
///
/// # Errors
/// As [`price_cart`].
pub(super) fn priced(
    visit: &Visit,
    cart: &CartState,
    country: Country,
    now: DateTime<Utc>,
    entered: &Entered,
) -> Result<Priced, Problem> {
    let to = Destination::of(country, Some(entered.vat_id.as_str()));
    let first = price_cart(&visit.app, cart, to, now, &|_| None)?;
    let choose = |seller: SellerId| {
        let wanted = entered.methods.get(&seller.0)?;
        let part = first.parts.iter().find(|part| part.seller_id == seller)?;
        part.offers.iter().find(|offer| offer.id == *wanted).map(|offer| offer.id.clone())
    };
    let is_first = first.parts.iter().all(|part| choose(part.seller_id).is_none_or(|id| id == part.chosen.id));
    let quote = if is_first { first } else { price_cart(&visit.app, cart, to, now, &choose)? };
    Ok(Priced { quote, currency: cart.cart.currency().unwrap_or(Currency::EUR) })
}

/// The page.
pub(super) fn fill(
    visit: &Visit,
    cart: &CartState,
    entered: Entered,
    priced: Option<&Priced>,
    errors: Errors,
    now: DateTime<Utc>,
) -> CheckoutPage {
    let expected = priced.map(total_of);
    CheckoutPage {
        chrome: visit.chrome_beside(Some(cart)),
        expected_total: expected
            .map(|total| format!("{} {}", total.amount_minor, total.currency.code()))
            .unwrap_or_default(),
        countries: delivered_to(visit, cart, &entered.shipping.country),
        billing_countries: countries::choices(&entered.billing.country, |_| true),
        deliveries: priced.map(|priced| deliveries(visit, cart, priced)).unwrap_or_default(),
        payments: payments(visit, &entered.payment),
        lines: lines(visit, cart),
        totals: priced.map_or_else(|| without_delivery(cart), with_delivery),
        keeper: keeper(&visit.app.cart_json(cart, now), "/checkout"),
        held_until: cart.holds.iter().map(|hold| hold.expires_at).min().map(Deadline::new),
        idempotency_key: entered.idempotency_key,
        email: entered.email,
        shipping: entered.shipping,
        billing_same: entered.billing_same,
        billing: entered.billing,
        vat_id: entered.vat_id,
        errors,
    }
}

/// The countries to which every seller of the cart sends something.
fn delivered_to(visit: &Visit, cart: &CartState, chosen: &str) -> Vec<Choice> {
    let rules = visit.app.rules();
    let all = visit.app.sellers();
    let mut sellers: Vec<Arc<Seller>> = Vec::new();
    for line in &cart.cart.lines {
        let entry = visit.app.catalogue.by_edition(line.edition_id);
        let seller = entry.and_then(|entry| all.get(&entry.record.seller.id).cloned());
        if let Some(seller) = seller
            && sellers.iter().all(|known| known.id != seller.id)
        {
            sellers.push(seller);
        }
    }
    countries::choices(chosen, |country| {
        let currency = cart.cart.currency().unwrap_or(Currency::EUR);
        let goods = Goods::none(currency);
        let sends = |seller: &Arc<Seller>| {
            !seller.shipping_table(&rules.shipping).offers(&goods, seller.country(), country).is_empty()
        };
        sellers.iter().all(sends)
    })
}

fn deliveries(visit: &Visit, cart: &CartState, priced: &Priced) -> Vec<Delivery> {
    let of_seller = |seller: SellerId| {
        let entries = cart.cart.lines.iter().filter_map(|line| visit.app.catalogue.by_edition(line.edition_id));
        let titles =
            entries.filter(|entry| entry.record.seller.id == seller).map(|entry| entry.record.text.title.clone());
        titles.collect::<Vec<_>>().join(", ")
    };
    let parts = priced.quote.parts.iter();
    parts
        .map(|part| Delivery {
            seller_id: part.seller_id.to_string(),
            seller_name: works::seller_name(&visit.app, part.seller_id).unwrap_or_default(),
            works: of_seller(part.seller_id),
            methods: part.offers.iter().map(|offer| method(priced, offer, offer.id == part.chosen.id)).collect(),
        })
        .collect()
}

fn method(priced: &Priced, offer: &ShippingOffer, selected: bool) -> DeliveryMethod {
    let duration = match (offer.days_min, offer.days_max) {
        (min, max) if min >= max => t("checkout-days").with("count", max),
        (min, max) => t("checkout-days-span").with("least", min).with("most", max),
    };
    let price: String =
        if offer.price_minor == 0 { t("checkout-free").into() } else { shown(priced, offer.price_minor) };
    DeliveryMethod {
        id: offer.id.clone(),
        name: delivery::method_name(&offer.name),
        price,
        duration: duration.into(),
        selected,
    }
}

/// The ways to pay of this house; `chosen` as the form sent it.
pub(in crate::pages) fn payments(visit: &Visit, chosen: &str) -> Vec<PaymentOption> {
    let mut options = Vec::new();
    if visit.app.providers.contains(&"test") {
        options.extend(PaymentOption::of_test_provider());
    }
    if visit.app.providers.contains(&"stripe") {
        options.push(PaymentOption::of_stripe());
        if visit.app.takes_cards_here {
            options.push(PaymentOption::of_card_here());
        }
    }
    if visit.app.providers.contains(&"paypal") {
        options.push(PaymentOption::of_paypal());
    }
    // The first one, unless another was chosen.
    if let Some(first) = options.first_mut() {
        first.selected = true;
    }
    if options.iter().any(|option| option.value == chosen) {
        for option in &mut options {
            option.selected = option.value == chosen;
        }
    }
    options
}

fn lines(visit: &Visit, cart: &CartState) -> Vec<SummaryLine> {
    let line = |line: &impasto_domain::cart::CartLine| {
        let entry = visit.app.catalogue.by_edition(line.edition_id);
        let record = entry.as_ref().map(|entry| &entry.record);
        let edition =
            record.and_then(|record| record.editions.iter().find(|(edition, _)| edition.id == line.edition_id));
        let mut words: Vec<String> = record.map(|record| record.artist.name.clone()).into_iter().collect();
        words.extend(edition.map(|(edition, _)| works::edition_name(edition)));
        words.extend(copies(cart, line.id));
        let is_made = edition.is_some_and(|(edition, _)| edition.made_to_order);
        words.extend(is_made.then(|| t("returns-made-to-order-buying").to_string()));
        if line.quantity > 1 {
            words.push(format!("{} × {}", line.quantity, works::money(line.unit_price)));
        }
        SummaryLine {
            title: record.map_or_else(|| t("cart-gone-work").into(), |record| record.text.title.clone()),
            detail: words.join(", "),
            price: works::money(line.unit_price.times(line.quantity)),
            picture: record.and_then(|record| works::first_picture(&visit.app.catalogue, record)),
        }
    };
    cart.cart.lines.iter().map(line).collect()
}

fn with_delivery(priced: &Priced) -> Vec<TotalRow> {
    let totals = priced.quote.totals;
    let mut rows = vec![
        total_row(t("cart-sum-works"), shown(priced, totals.items_minor), false),
        total_row(t("cart-sum-delivery"), shown(priced, totals.shipping_minor), false),
    ];
    if totals.tax_included_minor > 0 {
        rows.push(total_row(t("cart-sum-vat"), shown(priced, totals.tax_included_minor), false));
    }
    rows.push(total_row(t("cart-sum-total"), shown(priced, totals.total_minor), true));
    rows
}

fn without_delivery(cart: &CartState) -> Vec<TotalRow> {
    let Some(currency) = cart.cart.currency() else { return Vec::new() };
    let prices = cart.cart.lines.iter().map(|line| line.unit_price.times(line.quantity).amount_minor);
    let works = prices.fold(0_i64, i64::saturating_add);
    let sum = works::money(impasto_domain::money::Money::new(works, currency));
    vec![
        total_row(t("cart-sum-works"), sum.clone(), false),
        total_row(t("cart-sum-delivery"), t("checkout-choose-country").into(), false),
        total_row(t("cart-sum-without-delivery"), sum, true),
    ]
}
