//! What must be true of every offer, whatever stands in a table.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;

const CURRENCIES: [Currency; 3] = [Currency::EUR, Currency::USD, Currency::JPY];
const COUNTRIES: [&str; 4] = ["DE", "FR", "CH", "JP"];

fn country(place: usize) -> Country {
    Country::parse(COUNTRIES[place]).unwrap()
}

fn money(most: i64) -> impl Strategy<Value = Vec<Money>> {
    vec(option::of(0..=most), 3).prop_map(|amounts| {
        let priced = amounts.into_iter().zip(CURRENCIES);
        priced.filter_map(|(amount, currency)| Some(Money::new(amount?, currency))).collect()
    })
}

fn zone() -> impl Strategy<Value = Zone> {
    prop_oneof![
        Just(Zone::Home),
        Just(Zone::Eu),
        Just(Zone::World),
        (0..COUNTRIES.len()).prop_map(|place| Zone::Country(country(place))),
    ]
}

prop_compose! {
    fn band()(
        zone in zone(), weight_g_max in 1_u32..30_000, side in 1_000_u32..20_000, prices in money(50_000),
    ) -> ShippingBand {
        ShippingBand { zone, weight_g_max, longest_side_tenth_mm_max: side, prices, days_min: 1, days_max: 3 }
    }
}

prop_compose! {
    fn insurance()(basis_points in 0_u32..500, minimum in money(5_000), chosen in any::<bool>()) -> Insurance {
        Insurance { basis_points, minimum, chosen_as: chosen.then(|| "Insured".to_owned()) }
    }
}

prop_compose! {
    fn crate_rule()(
        side in option::of(1_000_u32..20_000), weight in option::of(100_u32..30_000), framed in any::<bool>(),
        value_over in money(500_000), prices in money(50_000),
    ) -> CrateRule {
        CrateRule { longest_side_over_tenth_mm: side, weight_over_g: weight, framed, value_over, prices }
    }
}

prop_compose! {
    fn pickup()(everywhere in any::<bool>(), prices in money(1_000)) -> Pickup {
        Pickup { place: PickupPlace { address: "Hof 1".to_owned(), hours: String::new() }, everywhere, prices }
    }
}

prop_compose! {
    fn table()(
        bands in vec(band(), 1..8), free_from in money(500_000), value_max in money(900_000),
        insurance in option::of(insurance()), crate_rule in option::of(crate_rule()), pickup in option::of(pickup()),
    ) -> ShippingTable {
        let id = "standard".to_owned();
        let method = ShippingMethod {
            name: id.clone(), id, bands, handling_days: None, free_from, value_max, insurance, crate_rule, pickup,
        };
        ShippingTable { volumetric_divisor: 5_000, handling_days: 3, methods: vec![method] }
    }
}

prop_compose! {
    fn item()(
        width in 1_000_u32..15_000, height in 1_000_u32..15_000, depth in 10_u32..500, weight_g in 50_u32..20_000,
        framed in any::<bool>(), quantity in 1_u32..5,
    ) -> ParcelItem {
        ParcelItem { width_tenth_mm: width, height_tenth_mm: height, depth_tenth_mm: depth, weight_g, framed, quantity }
    }
}

proptest! {
    /// The same goods, only heavier, never cost less.
    #[test]
    fn what_weighs_more_never_costs_less(
        table in table(), items in vec(item(), 1..4), more in 1_u32..20_000, value in 0_i64..1_000_000,
        from in 0..COUNTRIES.len(), to in 0..COUNTRIES.len(), currency in 0..CURRENCIES.len(),
    ) {
        let heavier: Vec<ParcelItem> =
            items.iter().map(|item| ParcelItem { weight_g: item.weight_g + more, ..*item }).collect();
        let value = Money::new(value, CURRENCIES[currency]);
        let offers = |items: &[ParcelItem]| table.offers(&Goods::new(items, value), country(from), country(to));
        let light = offers(&items);
        for heavy in offers(&heavier) {
            let same = light.iter().find(|offer| offer.id == heavy.id);
            prop_assert!(same.is_some_and(|offer| offer.price_minor <= heavy.price_minor), "{light:?} {heavy:?}");
        }
    }

    /// No band that would hold the goods is cheaper than the one that was taken.
    #[test]
    fn the_cheapest_band_that_holds_the_goods_is_taken(
        table in table(), items in vec(item(), 1..4), to in 0..COUNTRIES.len(), currency in 0..CURRENCIES.len(),
    ) {
        let mut table = table;
        let method = &mut table.methods[0];
        (method.free_from, method.value_max) = (Vec::new(), Vec::new());
        (method.insurance, method.crate_rule, method.pickup) = (None, None, None);
        let (home, to, currency) = (country(0), country(to), CURRENCIES[currency]);
        let weight_g = table.chargeable_weight_g(&items);
        let side = items.iter().map(ParcelItem::longest_side).max().unwrap();
        let method = &table.methods[0];
        let zone = method.zone(home, to);
        let holding = method.bands.iter().filter(|band| {
            band.zone == zone && u64::from(band.weight_g_max) >= weight_g && band.longest_side_tenth_mm_max >= side
        });
        let cheapest = holding.filter_map(|band| band.price_in(currency)).min();
        let offers = table.offers(&Goods { items: &items, value_minor: 0, currency }, home, to);
        if let Some(cheapest) = cheapest {
            prop_assert_eq!(offers[0].price_minor, cheapest);
        }
    }

    /// Insurance costs its share and never less than its minimum; what is not to be had in a currency is not offered in it.
    #[test]
    fn insurance_is_never_below_its_minimum_and_no_currency_is_guessed(
        table in table(), items in vec(item(), 1..4), value in 0_i64..1_000_000,
        to in 0..COUNTRIES.len(), currency in 0..CURRENCIES.len(),
    ) {
        let currency = CURRENCIES[currency];
        let method = &table.methods[0];
        let has = |prices: &[Money]| price_in(prices, currency);
        for offer in table.offers(&Goods { items: &items, value_minor: value, currency }, country(0), country(to)) {
            let base = method.pickup.as_ref().map(|pickup| has(&pickup.prices).is_some());
            prop_assert!(base.unwrap_or_else(|| method.bands.iter().any(|band| has(&band.prices).is_some())));
            prop_assert!(method.value_max.is_empty() || has(&method.value_max).is_some_and(|most| value <= most));
            let is_insured = offer.id.ends_with(INSURED)
                || method.insurance.as_ref().is_some_and(|insurance| insurance.chosen_as.is_none());
            if let Some(insurance) = method.insurance.as_ref().filter(|_| is_insured) {
                let least = if insurance.minimum.is_empty() { Some(0) } else { has(&insurance.minimum) };
                prop_assert!(least.is_some_and(|least| offer.insurance_minor >= least));
                prop_assert!(i128::from(offer.insurance_minor) * 10_000 + 5_000
                    >= i128::from(value) * i128::from(insurance.basis_points));
            } else {
                prop_assert_eq!(offer.insurance_minor, 0);
            }
            if offer.crate_minor > 0 {
                prop_assert!(method.crate_rule.as_ref().is_some_and(|rule| has(&rule.prices).is_some()));
            }
            prop_assert!(offer.price_minor >= offer.crate_minor + offer.insurance_minor);
        }
    }

    /// A table is read as it was written.
    #[test]
    fn a_table_is_read_as_it_was_written(table in table()) {
        let text = serde_json::to_string(&table).unwrap();
        prop_assert_eq!(serde_json::from_str::<ShippingTable>(&text).unwrap(), table);
    }
}
