//! Shipping prices from a table by zone, weight and size, with what is charged beside: crates, insurance, collecting.

mod days;
mod extras;
#[cfg(test)]
mod properties;

use serde::{Deserialize, Serialize};

use crate::address::Country;
use crate::money::{Currency, Money};

pub use days::{USUAL_HANDLING_DAYS, after_working_days};
pub use extras::{CrateRule, Insurance, Pickup, PickupPlace};

/// What the id of an insured offer ends with. Ids of methods have no such sign, so that none is taken for another.
const INSURED: &str = "+insured";

/// The house's shipping table, or a seller's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingTable {
    /// Cubic centimetres that weigh as one kilogram (carriers commonly use 5 000).
    pub volumetric_divisor: u32,
    /// Working days within which what was ordered leaves, or can be collected.
    #[serde(default = "days::usual")]
    pub handling_days: u32,
    /// What can be chosen.
    pub methods: Vec<ShippingMethod>,
}

/// A way to send a parcel, or to collect it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingMethod {
    /// Stable name used in the API (`standard`, `express`).
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Prices by zone and weight; none for what is collected.
    pub bands: Vec<ShippingBand>,
    /// Working days within which it leaves, if they are others than the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling_days: Option<u32>,
    /// The parcel costs nothing from this value of the goods on, one in each currency that has such a value. A crate and
    /// the insurance are charged all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub free_from: Vec<Money>,
    /// The method is not offered beyond this value of the goods, nor in a currency without one once there is any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value_max: Vec<Money>,
    /// Insurance by the value of the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance: Option<Insurance>,
    /// What a crate costs, and what needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crate_rule: Option<CrateRule>,
    /// The buyer collects the goods: then there are no bands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup: Option<Pickup>,
}

/// The price of one parcel in one zone up to a weight and a longest side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingBand {
    /// Where it goes.
    pub zone: Zone,
    /// Chargeable weight, inclusive.
    pub weight_g_max: u32,
    /// Longest side in tenths of a millimetre, inclusive.
    pub longest_side_tenth_mm_max: u32,
    /// Gross price, one in each currency that it has one in: a price is never guessed from that of another currency.
    pub prices: Vec<Money>,
    /// Working days, at least.
    pub days_min: u32,
    /// Working days, at most.
    pub days_max: u32,
}

/// Where a parcel goes, seen from the seller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// The seller's own country.
    Home,
    /// Another member state of the European Union.
    Eu,
    /// Anywhere else.
    World,
    /// One country. A method that names the destination is priced by those bands alone.
    Country(Country),
}

/// What is packed: one entry a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParcelItem {
    /// Width in tenths of a millimetre.
    pub width_tenth_mm: u32,
    /// Height in tenths of a millimetre.
    pub height_tenth_mm: u32,
    /// Depth in tenths of a millimetre.
    pub depth_tenth_mm: u32,
    /// Weight in grams.
    pub weight_g: u32,
    /// Whether it comes framed.
    pub framed: bool,
    /// How many of it.
    pub quantity: u32,
}

/// All that is sent together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goods<'a> {
    /// What is packed.
    pub items: &'a [ParcelItem],
    /// What it costs the buyer, minor units.
    pub value_minor: i64,
    /// In which currency; every price is of this one.
    pub currency: Currency,
}

/// A method with its price for given goods and destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingOffer {
    /// The method's stable name; with `+insured` behind it where the insurance is a choice and taken.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Gross price, with everything.
    pub price_minor: i64,
    /// What of it the crate costs.
    #[serde(default)]
    pub crate_minor: i64,
    /// What of it the insurance costs.
    #[serde(default)]
    pub insurance_minor: i64,
    /// Working days, at least.
    pub days_min: u32,
    /// Working days, at most.
    pub days_max: u32,
    /// Working days within which it leaves, or can be collected.
    #[serde(default = "days::usual")]
    pub handling_days: u32,
    /// Where it is collected; none for what is sent.
    #[serde(default)]
    pub pickup: Option<PickupPlace>,
}

/// The zone of a destination seen from the seller's country.
#[must_use]
pub fn zone_of(from: Country, to: Country) -> Zone {
    if from == to {
        Zone::Home
    } else if from.is_eu() && to.is_eu() {
        Zone::Eu
    } else {
        Zone::World
    }
}

impl<'a> Goods<'a> {
    /// Nothing yet: for asking where anything goes at all.
    #[must_use]
    pub fn none(currency: Currency) -> Self {
        Self { items: &[], value_minor: 0, currency }
    }

    /// These goods for this much.
    #[must_use]
    pub fn new(items: &'a [ParcelItem], value: Money) -> Self {
        Self { items, value_minor: value.amount_minor, currency: value.currency }
    }
}

impl ParcelItem {
    fn longest_side(&self) -> u32 {
        self.width_tenth_mm.max(self.height_tenth_mm).max(self.depth_tenth_mm)
    }
}

impl ShippingTable {
    /// The methods that take these goods to `to`, each with its price. Goods beyond the largest band are priced as so many
    /// of that band as their weight needs, so that every destination the table knows can be reached.
    #[must_use]
    pub fn offers(&self, goods: &Goods<'_>, from: Country, to: Country) -> Vec<ShippingOffer> {
        let weight_g = self.chargeable_weight_g(goods.items);
        self.methods.iter().flat_map(|method| self.offers_of(method, goods, weight_g, (from, to))).collect()
    }

    /// Whether anything can be sent in a currency.
    #[must_use]
    pub fn knows(&self, currency: Currency) -> bool {
        let in_bands = |method: &ShippingMethod| method.bands.iter().any(|band| band.price_in(currency).is_some());
        let collected = |method: &ShippingMethod| {
            method.pickup.as_ref().is_some_and(|pickup| price_in(&pickup.prices, currency).is_some())
        };
        self.methods.iter().any(|method| in_bands(method) || collected(method))
    }

    /// The larger of real and volumetric weight, summed over the goods.
    #[must_use]
    pub fn chargeable_weight_g(&self, items: &[ParcelItem]) -> u64 {
        items.iter().map(|item| self.item_weight_g(item) * u64::from(item.quantity)).sum()
    }

    fn item_weight_g(&self, item: &ParcelItem) -> u64 {
        // 1 cm³ is 10^6 cubic tenths of a millimetre.
        let volume = u64::from(item.width_tenth_mm) * u64::from(item.height_tenth_mm) / 10_000
            * u64::from(item.depth_tenth_mm.max(100))
            / 100;
        let volumetric_g = volume * 1_000 / u64::from(self.volumetric_divisor.max(1));
        u64::from(item.weight_g).max(volumetric_g)
    }

    /// What a method offers: nothing, itself, or itself without and with the insurance.
    fn offers_of(
        &self,
        method: &ShippingMethod,
        goods: &Goods<'_>,
        weight_g: u64,
        way: (Country, Country),
    ) -> Vec<ShippingOffer> {
        let Some(plain) = self.plain_offer(method, goods, weight_g, way) else { return Vec::new() };
        let Some(insurance) = &method.insurance else { return vec![plain] };
        let insured = insurance.premium_minor(goods).map(|premium_minor| ShippingOffer {
            price_minor: plain.price_minor.saturating_add(premium_minor),
            insurance_minor: premium_minor,
            ..plain.clone()
        });
        match &insurance.chosen_as {
            None => insured.into_iter().collect(),
            Some(name) => {
                let id = format!("{}{INSURED}", method.id);
                let insured = insured.map(|offer| ShippingOffer { id, name: name.clone(), ..offer });
                std::iter::once(plain).chain(insured).collect()
            }
        }
    }

    /// A method without its insurance.
    fn plain_offer(
        &self,
        method: &ShippingMethod,
        goods: &Goods<'_>,
        weight_g: u64,
        (from, to): (Country, Country),
    ) -> Option<ShippingOffer> {
        if !method.takes_value(goods) {
            return None;
        }
        let handling_days = method.handling_days.unwrap_or(self.handling_days);
        let offer = |price_minor, crate_minor, (days_min, days_max), pickup| ShippingOffer {
            id: method.id.clone(),
            name: method.name.clone(),
            price_minor,
            crate_minor,
            insurance_minor: 0,
            days_min,
            days_max,
            handling_days,
            pickup,
        };
        if let Some(pickup) = &method.pickup {
            let price_minor = price_in(&pickup.prices, goods.currency).filter(|_| pickup.everywhere || from == to)?;
            return Some(offer(price_minor, 0, (handling_days, handling_days), Some(pickup.place.clone())));
        }
        let side = goods.items.iter().map(ParcelItem::longest_side).max().unwrap_or(0);
        let (band, price_minor) = method.priced(method.zone(from, to), weight_g, side, goods.currency)?;
        let is_free = price_in(&method.free_from, goods.currency).is_some_and(|from| goods.value_minor >= from);
        let price_minor = if is_free { 0 } else { price_minor };
        let crate_minor = match &method.crate_rule {
            Some(rule) => rule.surcharge_minor(goods)?,
            None => 0,
        };
        let total_minor = price_minor.saturating_add(crate_minor);
        Some(offer(total_minor, crate_minor, (band.days_min, band.days_max), None))
    }
}

impl ShippingMethod {
    /// Whether goods of this value may go this way.
    fn takes_value(&self, goods: &Goods<'_>) -> bool {
        self.value_max.is_empty()
            || price_in(&self.value_max, goods.currency).is_some_and(|most| goods.value_minor <= most)
    }

    /// The zone by which a destination is priced.
    fn zone(&self, from: Country, to: Country) -> Zone {
        let named = Zone::Country(to);
        if self.bands.iter().any(|band| band.zone == named) { named } else { zone_of(from, to) }
    }

    /// The cheapest band that holds the goods, with its price; of the largest one so many as their weight needs. Only
    /// bands that take the longest side count; where none does, those that come nearest.
    fn priced(&self, zone: Zone, weight_g: u64, side: u32, currency: Currency) -> Option<(&ShippingBand, i64)> {
        let in_zone = self.bands.iter().filter(|band| band.zone == zone);
        let priced: Vec<(&ShippingBand, i64)> =
            in_zone.filter_map(|band| Some((band, band.price_in(currency)?))).collect();
        let longest = priced.iter().map(|(band, _)| band.longest_side_tenth_mm_max).max()?;
        let side = side.min(longest);
        let holding = || priced.iter().filter(move |(band, _)| band.longest_side_tenth_mm_max >= side);
        let whole = holding().filter(|(band, _)| u64::from(band.weight_g_max) >= weight_g);
        if let Some((band, price_minor)) = whole.min_by_key(|(_, price_minor)| *price_minor) {
            return Some((*band, *price_minor));
        }
        let (band, price_minor) =
            holding().max_by_key(|(band, price_minor)| (band.weight_g_max, std::cmp::Reverse(*price_minor)))?;
        let parcels = weight_g.div_ceil(u64::from(band.weight_g_max.max(1))).max(1);
        Some((*band, price_minor.saturating_mul(i64::try_from(parcels).unwrap_or(i64::MAX))))
    }
}

impl ShippingBand {
    fn price_in(&self, currency: Currency) -> Option<i64> {
        price_in(&self.prices, currency)
    }
}

/// The amount in a currency; never that of another.
fn price_in(prices: &[Money], currency: Currency) -> Option<i64> {
    prices.iter().find(|price| price.currency == currency).map(|price| price.amount_minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(zone: Zone, weight_g_max: u32, price_minor: i64) -> ShippingBand {
        let prices = vec![Money::new(price_minor, Currency::EUR), Money::new(price_minor * 160 / 100, Currency::JPY)];
        ShippingBand { zone, weight_g_max, longest_side_tenth_mm_max: 20_000, prices, days_min: 2, days_max: 4 }
    }

    fn table() -> ShippingTable {
        let bands = vec![band(Zone::Home, 2_000, 690), band(Zone::Home, 10_000, 1_490), band(Zone::Eu, 10_000, 2_490)];
        ShippingTable {
            volumetric_divisor: 5_000,
            handling_days: 3,
            methods: vec![ShippingMethod {
                id: "standard".into(),
                name: "Standard".into(),
                bands,
                ..ShippingMethod::default()
            }],
        }
    }

    fn price(items: &[ParcelItem], to: &str, currency: Currency) -> Option<i64> {
        let (home, to) = (Country::parse("DE").unwrap(), Country::parse(to).unwrap());
        let goods = Goods { items, value_minor: 10_000, currency };
        table().offers(&goods, home, to).first().map(|offer| offer.price_minor)
    }

    fn item(weight_g: u32, quantity: u32) -> ParcelItem {
        let (width_tenth_mm, height_tenth_mm, depth_tenth_mm) = (3_000, 4_000, 20);
        ParcelItem { width_tenth_mm, height_tenth_mm, depth_tenth_mm, weight_g, framed: false, quantity }
    }

    #[test]
    fn the_cheapest_band_that_fits_is_taken() {
        assert_eq!(price(&[item(800, 1)], "DE", Currency::EUR), Some(690));
        assert_eq!(price(&[item(800, 4)], "DE", Currency::EUR), Some(1_490));
    }

    #[test]
    fn goods_beyond_the_largest_band_go_in_several_parcels() {
        assert_eq!(price(&[item(800, 40)], "DE", Currency::EUR), Some(4 * 1_490));
    }

    #[test]
    fn a_zone_without_bands_has_no_offer() {
        assert_eq!(price(&[item(800, 1)], "JP", Currency::EUR), None);
    }

    #[test]
    fn a_country_that_is_named_is_priced_by_its_own_bands_alone() {
        let (home, away) = (Country::parse("DE").unwrap(), Country::parse("CH").unwrap());
        let items = [item(800, 1)];
        let goods = Goods { items: &items, value_minor: 10_000, currency: Currency::EUR };
        let mut table = table();
        table.methods[0].bands.push(band(Zone::World, 10_000, 900));
        table.methods[0].bands.push(band(Zone::Country(away), 10_000, 2_900));
        assert_eq!(table.offers(&goods, home, away)[0].price_minor, 2_900);
        assert_eq!(table.offers(&goods, home, Country::parse("JP").unwrap())[0].price_minor, 900);
    }

    #[test]
    fn prices_are_those_of_the_carts_currency_and_never_anothers() {
        assert_eq!(price(&[item(800, 1)], "DE", Currency::JPY), Some(1_104));
        assert_eq!(price(&[item(800, 1)], "DE", Currency::USD), None);
        assert!(table().knows(Currency::JPY) && !table().knows(Currency::USD));
    }

    #[test]
    fn a_table_that_was_stored_before_all_this_is_read_as_it_was() {
        let stored = r#"{"volumetric_divisor": 5000, "methods": [{"id": "standard", "name": "Standard", "bands": [
            {"zone": "home", "weight_g_max": 2000, "longest_side_tenth_mm_max": 20000,
             "prices": [{"amount_minor": 690, "currency": "EUR"}], "days_min": 2, "days_max": 4}]}]}"#;
        let table: ShippingTable = serde_json::from_str(stored).unwrap();
        assert_eq!(table.handling_days, USUAL_HANDLING_DAYS);
        let method = &table.methods[0];
        assert!(method.insurance.is_none() && method.crate_rule.is_none() && method.pickup.is_none());
        let again = serde_json::to_value(&table).unwrap();
        assert_eq!(again["methods"][0].as_object().unwrap().len(), 3, "nothing is written that is not said");
    }

    #[test]
    fn a_large_light_work_is_charged_by_its_volume() {
        let large = ParcelItem {
            width_tenth_mm: 10_000,
            height_tenth_mm: 10_000,
            depth_tenth_mm: 500,
            weight_g: 1_000,
            framed: false,
            quantity: 1,
        };
        // 100 × 100 × 5 cm is 50 000 cm³, at 5 000 cm³/kg 10 kg.
        assert_eq!(table().chargeable_weight_g(&[large]), 10_000);
    }
}
