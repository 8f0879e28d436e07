//! The shipping table of the one seller that has its own: the house's bands with crates and collecting.

use impasto_domain::money::Money;
use impasto_domain::seller::Seller;
use impasto_domain::shipping::{CrateRule, Pickup, PickupPlace, ShippingMethod, ShippingTable};

/// The table of a seller, made from the house's: every amount follows from one that the house has in the same currency.
pub(super) fn table(seller: &Seller, of_house: &ShippingTable) -> ShippingTable {
    let mut table = of_house.clone();
    let Some(standard) = table.methods.iter_mut().find(|method| method.id == "standard") else { return table };
    let least = standard.bands.first().map(|band| band.prices.clone()).unwrap_or_default();
    let times = |factor: i64| -> Vec<Money> {
        let more = |price: &Money| Money::new(price.amount_minor.saturating_mul(factor), price.currency);
        least.iter().map(more).collect()
    };
    standard.handling_days = Some(5);
    standard.crate_rule = Some(CrateRule {
        longest_side_over_tenth_mm: Some(10_000),
        weight_over_g: None,
        framed: false,
        value_over: Vec::new(),
        prices: times(6),
    });
    let address = &seller.address;
    let place = PickupPlace {
        address: format!("{}\n{} {}", address.line1, address.postal_code, address.city),
        hours: "Ter.–sex. 14–18 h".to_owned(),
    };
    table.methods.push(ShippingMethod {
        id: "pickup".to_owned(),
        name: "Atelier".to_owned(),
        pickup: Some(Pickup { place, everywhere: true, prices: times(0) }),
        ..ShippingMethod::default()
    });
    table
}
