//! What it costs to send a work: the parameters `width`, `height`, `depth`, `weight`, `price`, `framed` and `ship_to`.

use impasto_domain::address::Country;
use impasto_domain::money::Money;
use impasto_domain::seller::Seller;
use impasto_domain::shipping::{Goods, ParcelItem, ShippingOffer};

use super::super::super::typed::Typed;
use super::super::super::views::studio::shipping::{SampleForm, SampleOffer};
use super::super::super::views::text;
use super::super::super::visit::Visit;
use super::super::super::{countries, delivery};
use crate::api::numbers::{decimal, minor_units};
use crate::words::t;

/// What stands in the form of a seller until something is asked for: a framed picture.
const USUAL: [(&str, &str); 5] =
    [("width", "50"), ("height", "70"), ("depth", "3"), ("weight", "4"), ("price", "1200")];

/// The form with its answer.
pub(super) fn of(visit: &Visit, seller: &Seller) -> SampleForm {
    let typed = Typed::of_query(visit.request());
    let text = |name: &str| {
        let usual = USUAL.iter().find(|(known, _)| *known == name).map_or("", |(_, usual)| *usual);
        typed.given(name).unwrap_or_else(|| usual.to_owned())
    };
    let to = Country::parse(typed.get("ship_to"));
    let framed = typed.is_ticked("framed");
    let whole = |name: &str, scale: f64| {
        let number = decimal(&text(name)).unwrap_or(0.0) * scale;
        // In range by the clamp, so that nothing is cut off.
        number.round().clamp(0.0, 10_000_000.0) as u32
    };
    let item = ParcelItem {
        width_tenth_mm: whole("width", 100.0),
        height_tenth_mm: whole("height", 100.0),
        depth_tenth_mm: whole("depth", 100.0),
        weight_g: whole("weight", 1_000.0),
        framed,
        quantity: 1,
    };
    let value = Money::new(minor_units(&text("price"), seller.currency).unwrap_or(0), seller.currency);
    let rules = visit.app.rules();
    let table = seller.shipping_table(&rules.shipping);
    let offers = to.map(|to| table.offers(&Goods::new(&[item], value), seller.country(), to));
    SampleForm {
        width: text("width"),
        height: text("height"),
        depth: text("depth"),
        weight: text("weight"),
        price: text("price"),
        currency: seller.currency.code().to_owned(),
        framed,
        countries: countries::choices(to.unwrap_or(seller.country()).as_str(), |_| true),
        offers: offers.map(|offers| offers.iter().map(|offer| shown(offer, value)).collect()),
    }
}

fn shown(offer: &ShippingOffer, value: Money) -> SampleOffer {
    let part = |minor: i64| if minor == 0 { String::new() } else { text::money(minor, value.currency) };
    SampleOffer {
        name: delivery::method_name(&offer.name),
        price: match offer.price_minor {
            0 => t("work-offer-free").into(),
            minor => text::money(minor, value.currency),
        },
        crate_price: part(offer.crate_minor),
        insurance: part(offer.insurance_minor),
    }
}
