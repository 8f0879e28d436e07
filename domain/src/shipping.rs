//! Shipping prices from a table by zone, weight and size.

use serde::{Deserialize, Serialize};

use crate::address::Country;
use crate::money::{Currency, Money};

/// The house's shipping table, or a seller's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingTable {
    /// Cubic centimetres that weigh as one kilogram (carriers commonly use 5 000).
    pub volumetric_divisor: u32,
    /// What can be chosen.
    pub methods: Vec<ShippingMethod>,
}

/// A way to send a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingMethod {
    /// Stable name used in the API (`standard`, `express`).
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Prices by zone and weight.
    pub bands: Vec<ShippingBand>,
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
    /// How many of it.
    pub quantity: u32,
}

/// A method with its price for given goods and destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingOffer {
    /// The method's stable name.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Gross price.
    pub price_minor: i64,
    /// Working days, at least.
    pub days_min: u32,
    /// Working days, at most.
    pub days_max: u32,
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

impl ShippingTable {
    /// The methods that take these goods to `to`, each with its price in `currency`. Goods beyond the largest band are
    /// priced as so many of that band as their weight needs, so that every destination the table knows can be reached.
    #[must_use]
    pub fn offers(&self, items: &[ParcelItem], from: Country, to: Country, currency: Currency) -> Vec<ShippingOffer> {
        let zone = zone_of(from, to);
        let weight_g = self.chargeable_weight_g(items);
        let side = items.iter().map(|i| i.width_tenth_mm.max(i.height_tenth_mm).max(i.depth_tenth_mm)).max();
        let side = side.unwrap_or(0);
        self.methods.iter().filter_map(|method| method.offer(zone, weight_g, side, currency)).collect()
    }

    /// Whether anything can be sent in a currency.
    #[must_use]
    pub fn knows(&self, currency: Currency) -> bool {
        self.methods.iter().flat_map(|method| &method.bands).any(|band| band.price_in(currency).is_some())
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
}

impl ShippingMethod {
    fn offer(&self, zone: Zone, weight_g: u64, side: u32, currency: Currency) -> Option<ShippingOffer> {
        let in_zone = self.bands.iter().filter(|band| band.zone == zone);
        let mut bands: Vec<(&ShippingBand, i64)> =
            in_zone.filter_map(|band| Some((band, band.price_in(currency)?))).collect();
        bands.sort_by_key(|(_, price_minor)| *price_minor);
        let fits = |(band, _): &&(&ShippingBand, i64)| {
            weight_g <= u64::from(band.weight_g_max) && side <= band.longest_side_tenth_mm_max
        };
        let ((band, price_minor), parcels) = match bands.iter().find(fits) {
            Some(band) => (*band, 1),
            None => {
                let largest = bands.into_iter().max_by_key(|(band, _)| band.weight_g_max)?;
                (largest, weight_g.div_ceil(u64::from(largest.0.weight_g_max.max(1))).max(1))
            }
        };
        Some(ShippingOffer {
            id: self.id.clone(),
            name: self.name.clone(),
            price_minor: price_minor.saturating_mul(i64::try_from(parcels).unwrap_or(i64::MAX)),
            days_min: band.days_min,
            days_max: band.days_max,
        })
    }
}

impl ShippingBand {
    fn price_in(&self, currency: Currency) -> Option<i64> {
        self.prices.iter().find(|price| price.currency == currency).map(|price| price.amount_minor)
    }
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
            methods: vec![ShippingMethod { id: "standard".into(), name: "Standard".into(), bands }],
        }
    }

    fn item(weight_g: u32, quantity: u32) -> ParcelItem {
        ParcelItem { width_tenth_mm: 3_000, height_tenth_mm: 4_000, depth_tenth_mm: 20, weight_g, quantity }
    }

    #[test]
    fn the_cheapest_band_that_fits_is_taken() {
        let home = Country::parse("DE").unwrap();
        assert_eq!(table().offers(&[item(800, 1)], home, home, Currency::EUR)[0].price_minor, 690);
        assert_eq!(table().offers(&[item(800, 4)], home, home, Currency::EUR)[0].price_minor, 1_490);
    }

    #[test]
    fn goods_beyond_the_largest_band_go_in_several_parcels() {
        let home = Country::parse("DE").unwrap();
        assert_eq!(table().offers(&[item(800, 40)], home, home, Currency::EUR)[0].price_minor, 4 * 1_490);
    }

    #[test]
    fn a_zone_without_bands_has_no_offer() {
        let (home, away) = (Country::parse("DE").unwrap(), Country::parse("JP").unwrap());
        assert!(table().offers(&[item(800, 1)], home, away, Currency::EUR).is_empty());
    }

    #[test]
    fn prices_are_those_of_the_carts_currency_and_never_anothers() {
        let home = Country::parse("DE").unwrap();
        assert_eq!(table().offers(&[item(800, 1)], home, home, Currency::JPY)[0].price_minor, 1_104);
        assert!(table().offers(&[item(800, 1)], home, home, Currency::USD).is_empty());
        assert!(table().knows(Currency::JPY) && !table().knows(Currency::USD));
    }

    #[test]
    fn a_large_light_work_is_charged_by_its_volume() {
        let large = ParcelItem {
            width_tenth_mm: 10_000,
            height_tenth_mm: 10_000,
            depth_tenth_mm: 500,
            weight_g: 1_000,
            quantity: 1,
        };
        // 100 × 100 × 5 cm is 50 000 cm³, at 5 000 cm³/kg 10 kg.
        assert_eq!(table().chargeable_weight_g(&[large]), 10_000);
    }
}
