//! The tables of the house on the wire, both ways: tax rates and shipping prices.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use impasto_domain::address::Country;
use impasto_domain::money::{Currency, Money};
use impasto_domain::shipping::{ShippingBand, ShippingMethod, ShippingTable, USUAL_HANDLING_DAYS, Zone};
use impasto_domain::tax::{TaxRate, TaxRegime, TaxTable};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::money::{MoneyJson, cm};
use super::shipping_extras::{CrateJson, InsuranceJson, PickupJson, amounts};
use crate::gateway::fields::Fields;

/// The most rates, methods, and bands of a method.
const RATES_MAX: usize = 2_000;
const METHODS_MAX: usize = 20;
const BANDS_MAX: usize = 500;
/// The most currencies a band has prices in.
const PRICES_MAX: usize = 200;
/// The most working days until something leaves.
const HANDLING_DAYS_MAX: u32 = 365;

/// The method that every house has: customers without a choice get it.
const STANDARD: &str = "standard";

/// Tax rates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxTableJson {
    /// In any order.
    pub rates: Vec<TaxRateJson>,
}

/// One rate of one country from a day on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxRateJson {
    /// The country that levies it, ISO 3166-1 alpha-2.
    pub country: String,
    /// `standard` or `reduced_art`.
    pub regime: String,
    /// Percent, with at most two decimals.
    #[schema(minimum = 0, maximum = 100)]
    pub rate: f64,
    /// In force from this day.
    pub valid_from: NaiveDate,
}

/// Shipping prices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingTableJson {
    /// Cubic centimetres that weigh as one kilogram.
    #[schema(minimum = 1)]
    pub volumetric_divisor: u32,
    /// Working days within which what was ordered leaves, or can be collected.
    #[serde(default = "usual_handling_days")]
    #[schema(maximum = 365)]
    pub handling_days: u32,
    /// What can be chosen; one of them is `standard`.
    pub methods: Vec<ShippingMethodJson>,
}

/// A way to send a parcel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingMethodJson {
    /// Stable name: lower-case letters, digits, `-` and `_`.
    #[schema(max_length = 40)]
    pub id: String,
    /// Name for people.
    #[schema(max_length = 80)]
    pub name: String,
    /// Prices by zone and weight; empty where the buyer collects.
    pub bands: Vec<ShippingBandJson>,
    /// Working days within which it leaves, if they are others than the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 365)]
    pub handling_days: Option<u32>,
    /// The parcel is free from this value of the goods on, by currency; a crate and insurance cost what they cost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub free_from: Vec<MoneyJson>,
    /// Not offered beyond this value of the goods, by currency. Once there is one, not offered in a currency without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value_max: Vec<MoneyJson>,
    /// Insurance by the value of the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance: Option<InsuranceJson>,
    /// What a crate costs, and what needs one.
    #[serde(default, rename = "crate", skip_serializing_if = "Option::is_none")]
    pub crate_rule: Option<CrateJson>,
    /// The buyer collects the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup: Option<PickupJson>,
}

/// The price of one parcel in one zone, up to a weight and a longest side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingBandJson {
    /// `home`, `eu` or `world`, seen from the seller, or a country, ISO 3166-1 alpha-2: where a method names the destination
    /// it is priced by those bands alone.
    pub zone: String,
    /// Kilograms, inclusive.
    pub weight_kg_max: f64,
    /// Centimetres, inclusive.
    pub longest_side_cm_max: f64,
    /// Gross price, one in each currency that it has one in: a price is never guessed from that of another currency.
    pub prices: Vec<MoneyJson>,
    /// Working days, at least.
    pub days_min: u32,
    /// Working days, at most.
    pub days_max: u32,
}

impl From<&TaxTable> for TaxTableJson {
    fn from(table: &TaxTable) -> Self {
        let rates = table.rates.iter().map(|rate| TaxRateJson {
            country: rate.country.to_string(),
            regime: rate.regime.as_str().to_owned(),
            rate: f64::from(rate.rate_basis_points) / 100.0,
            valid_from: rate.valid_from,
        });
        Self { rates: rates.collect() }
    }
}

impl TaxTableJson {
    /// The table, with every error noted below the present prefix of `fields`. Rates with an error are left out; the
    /// caller finishes `fields` before it uses the rest.
    pub fn check(&self, fields: &mut Fields) -> TaxTable {
        fields.check(self.rates.len() <= RATES_MAX, "/rates", format!("must have at most {RATES_MAX} entries"));
        let mut seen = BTreeSet::new();
        let mut rates = Vec::new();
        for (place, sent) in self.rates.iter().take(RATES_MAX).enumerate() {
            let rate = fields.within(format_args!("/rates/{place}"), |fields| sent.check(fields));
            let Some(rate) = rate else { continue };
            let new = seen.insert((rate.country, rate.regime, rate.valid_from));
            fields.check(new, format_args!("/rates/{place}"), "is there twice: same country, regime and day");
            rates.push(rate);
        }
        TaxTable { rates }
    }
}

impl TaxRateJson {
    fn check(&self, fields: &mut Fields) -> Option<TaxRate> {
        let country = Country::parse(self.country.trim());
        fields.check(country.is_some(), "/country", "must be an ISO 3166-1 alpha-2 country code");
        let regime = TaxRegime::parse(&self.regime).filter(|regime| regime.shows_tax());
        fields.check(regime.is_some(), "/regime", "must be standard or reduced_art");
        let rate_basis_points = hundredths(self.rate, 100.0);
        fields.check(rate_basis_points.is_some(), "/rate", "must be between 0 and 100, with at most two decimals");
        Some(TaxRate {
            country: country?,
            regime: regime?,
            rate_basis_points: rate_basis_points?,
            valid_from: self.valid_from,
        })
    }
}

impl From<&ShippingTable> for ShippingTableJson {
    fn from(table: &ShippingTable) -> Self {
        let band = |band: &ShippingBand| ShippingBandJson {
            zone: zone_name(band.zone),
            weight_kg_max: f64::from(band.weight_g_max) / 1_000.0,
            longest_side_cm_max: cm(band.longest_side_tenth_mm_max),
            prices: band.prices.iter().map(|price| MoneyJson::from(*price)).collect(),
            days_min: band.days_min,
            days_max: band.days_max,
        };
        let methods = table.methods.iter().map(|method| ShippingMethodJson {
            id: method.id.clone(),
            name: method.name.clone(),
            bands: method.bands.iter().map(band).collect(),
            handling_days: method.handling_days,
            free_from: amounts(&method.free_from),
            value_max: amounts(&method.value_max),
            insurance: method.insurance.as_ref().map(InsuranceJson::from),
            crate_rule: method.crate_rule.as_ref().map(CrateJson::from),
            pickup: method.pickup.as_ref().map(PickupJson::from),
        });
        Self {
            volumetric_divisor: table.volumetric_divisor,
            handling_days: table.handling_days,
            methods: methods.collect(),
        }
    }
}

impl ShippingTableJson {
    /// The table, with every error noted below the present prefix of `fields`. Bands with an error are left out; the
    /// caller finishes `fields` before it uses the rest.
    pub fn check(&self, fields: &mut Fields) -> ShippingTable {
        fields.range("/volumetric_divisor", self.volumetric_divisor, 1..=1_000_000);
        fields.range("/handling_days", self.handling_days, 0..=HANDLING_DAYS_MAX);
        fields.check(self.methods.len() <= METHODS_MAX, "/methods", format!("must have at most {METHODS_MAX} entries"));
        let standard = self.methods.iter().any(|method| method.id == STANDARD);
        fields.check(standard, "/methods", "must have one whose id is standard");
        let mut seen = BTreeSet::new();
        let mut methods = Vec::new();
        for (place, sent) in self.methods.iter().take(METHODS_MAX).enumerate() {
            let new = seen.insert(sent.id.as_str());
            fields.check(new, format_args!("/methods/{place}/id"), "is there twice");
            let method = fields.within(format_args!("/methods/{place}"), |fields| sent.check(fields));
            methods.push(method);
        }
        ShippingTable { volumetric_divisor: self.volumetric_divisor, handling_days: self.handling_days, methods }
    }

    /// This table with what a list of bands does not say taken from another: how fast things leave, what is charged beside,
    /// and what is collected.
    #[must_use]
    pub fn with_rest_of(mut self, known: &Self) -> Self {
        self.handling_days = known.handling_days;
        for method in &mut self.methods {
            let Some(known) = known.methods.iter().find(|known| known.id == method.id && known.pickup.is_none()) else {
                continue;
            };
            let (id, name, bands) =
                (std::mem::take(&mut method.id), std::mem::take(&mut method.name), std::mem::take(&mut method.bands));
            *method = ShippingMethodJson { id, name, bands, ..known.clone() };
        }
        self.methods.extend(known.methods.iter().filter(|method| method.pickup.is_some()).cloned());
        self
    }
}

impl ShippingMethodJson {
    fn check(&self, fields: &mut Fields) -> ShippingMethod {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
        let good = (1..=40).contains(&self.id.len()) && self.id.chars().all(plain);
        fields.check(good, "/id", "must be 1 to 40 lower-case letters, digits, - or _");
        let name = fields.line("/name", &self.name, 80);
        let count = self.bands.len();
        if self.pickup.is_some() {
            fields.check(count == 0, "/bands", "must have at most 0 entries");
        } else {
            fields.check((1..=BANDS_MAX).contains(&count), "/bands", format!("must have 1 to {BANDS_MAX} entries"));
        }
        if let Some(days) = self.handling_days {
            fields.range("/handling_days", days, 0..=HANDLING_DAYS_MAX);
        }
        let bands = self.bands.iter().take(BANDS_MAX).enumerate();
        let bands = bands
            .filter_map(|(place, band)| fields.within(format_args!("/bands/{place}"), |fields| band.check(fields)));
        let bands = bands.collect();
        let insurance =
            self.insurance.as_ref().and_then(|sent| fields.within("/insurance", |fields| sent.check(fields)));
        ShippingMethod {
            id: self.id.clone(),
            name,
            bands,
            handling_days: self.handling_days,
            free_from: check_amounts(&self.free_from, fields, "/free_from", 0),
            value_max: check_amounts(&self.value_max, fields, "/value_max", 0),
            insurance,
            crate_rule: self.crate_rule.as_ref().map(|sent| fields.within("/crate", |fields| sent.check(fields))),
            pickup: self.pickup.as_ref().map(|sent| fields.within("/pickup", |fields| sent.check(fields))),
        }
    }
}

impl ShippingBandJson {
    fn check(&self, fields: &mut Fields) -> Option<ShippingBand> {
        let zone = zone_named(&self.zone);
        fields.check(zone.is_some(), "/zone", "must be home, eu, world or a country code of two letters");
        let weight_g_max = whole(self.weight_kg_max, 1_000.0, 100_000.0);
        fields.check(weight_g_max.is_some(), "/weight_kg_max", "must be more than 0 and at most 100000 kilograms");
        let side = whole(self.longest_side_cm_max, 100.0, 10_000.0);
        fields.check(side.is_some(), "/longest_side_cm_max", "must be more than 0 and at most 10000 centimetres");
        let prices = check_amounts(&self.prices, fields, "/prices", 1);
        fields.range("/days_min", self.days_min, 0..=365);
        fields.range("/days_max", self.days_max, self.days_min.min(365)..=365);
        Some(ShippingBand {
            zone: zone?,
            weight_g_max: weight_g_max?,
            longest_side_tenth_mm_max: side?,
            prices,
            days_min: self.days_min,
            days_max: self.days_max,
        })
    }
}

/// One amount a currency, at least so many.
pub(super) fn check_amounts(sent: &[MoneyJson], fields: &mut Fields, at: &str, least: usize) -> Vec<Money> {
    if !(least..=PRICES_MAX).contains(&sent.len()) {
        let some = format!("must have 1 to {PRICES_MAX} entries");
        fields.add(at, if least == 0 { format!("must have at most {PRICES_MAX} entries") } else { some });
    }
    let mut seen = BTreeSet::new();
    let mut prices = Vec::new();
    for (place, price) in sent.iter().take(PRICES_MAX).enumerate() {
        fields.range(format_args!("{at}/{place}/amount"), price.amount, 0..=1_000_000_000);
        let currency = Currency::from_code(&price.currency);
        let pointer = format!("{at}/{place}/currency");
        fields.check(currency.is_some(), &pointer, "must be an ISO 4217 currency code");
        let Some(currency) = currency else { continue };
        fields.check(seen.insert(currency.code()), &pointer, "has a price already");
        prices.push(Money::new(price.amount, currency));
    }
    prices
}

fn zone_name(zone: Zone) -> String {
    match zone {
        Zone::Home => "home".to_owned(),
        Zone::Eu => "eu".to_owned(),
        Zone::World => "world".to_owned(),
        Zone::Country(country) => country.to_string(),
    }
}

fn zone_named(name: &str) -> Option<Zone> {
    match name {
        "home" => Some(Zone::Home),
        "eu" => Some(Zone::Eu),
        "world" => Some(Zone::World),
        // Two letters, capital ones: `eu` is a zone.
        code => Country::parse(code).filter(|country| country.as_str() == code).map(Zone::Country),
    }
}

/// For tables that are sent without it.
fn usual_handling_days() -> u32 {
    USUAL_HANDLING_DAYS
}

/// A number from 0 to `most` with at most two decimals, in hundredths.
pub(super) fn hundredths(number: f64, most: f64) -> Option<u32> {
    let scaled = (number * 100.0).round();
    let exact = (number * 100.0 - scaled).abs() < 1e-6;
    // In range by the check, so that nothing is cut off.
    (number.is_finite() && (0.0..=most).contains(&number) && exact).then_some(scaled as u32)
}

/// A number above 0 and up to `most`, in the whole units of which `scale` are one.
pub(super) fn whole(number: f64, scale: f64, most: f64) -> Option<u32> {
    let scaled = (number * scale).round();
    // In range by the check, so that nothing is cut off.
    (number.is_finite() && number > 0.0 && number <= most && scaled >= 1.0).then_some(scaled as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::defaults::house_rules;
    use crate::config::Config;

    fn pointers(fields: Fields) -> Vec<String> {
        let problem = fields.finish().unwrap_err();
        problem.field_errors().iter().map(|error| error.pointer.clone()).collect()
    }

    #[test]
    fn what_is_shown_can_be_sent_back_as_it_is() {
        let rules = house_rules(&Config::default(), true);
        let mut fields = Fields::new();
        assert_eq!(TaxTableJson::from(&rules.tax).check(&mut fields), rules.tax);
        assert_eq!(ShippingTableJson::from(&rules.shipping).check(&mut fields), rules.shipping);
        assert!(fields.is_good());
    }

    fn full() -> ShippingTableJson {
        let sent = serde_json::json!({
            "volumetric_divisor": 5_000,
            "handling_days": 5,
            "methods": [
                {
                    "id": "standard", "name": "Standard", "handling_days": 10,
                    "bands": [
                        {"zone": "home", "weight_kg_max": 5, "longest_side_cm_max": 60, "days_min": 2, "days_max": 4,
                         "prices": [{"amount": 900, "currency": "EUR"}]},
                        {"zone": "CH", "weight_kg_max": 5, "longest_side_cm_max": 60, "days_min": 4, "days_max": 9,
                         "prices": [{"amount": 2_900, "currency": "EUR"}]},
                    ],
                    "free_from": [{"amount": 50_000, "currency": "EUR"}],
                    "value_max": [{"amount": 900_000, "currency": "EUR"}],
                    "insurance": {"percent": 0.8, "minimum": [{"amount": 500, "currency": "EUR"}], "chosen_as": "Insured"},
                    "crate": {"longest_side_cm_over": 100, "weight_kg_over": 12.5, "framed": true,
                              "value_over": [{"amount": 300_000, "currency": "EUR"}],
                              "prices": [{"amount": 8_000, "currency": "EUR"}]},
                },
                {
                    "id": "pickup", "name": "Collect", "bands": [],
                    "pickup": {"address": "Hof 1\n20095 Hamburg", "hours": "Friday", "everywhere": true,
                               "prices": [{"amount": 0, "currency": "EUR"}]},
                },
            ],
        });
        serde_json::from_value(sent).unwrap()
    }

    #[test]
    fn everything_that_a_method_may_say_is_shown_as_it_was_sent() {
        let mut fields = Fields::new();
        let table = full().check(&mut fields);
        fields.finish().unwrap();
        assert_eq!(ShippingTableJson::from(&table), full());
        // A list of bands says none of it, and takes nothing of it away.
        let mut bands = full();
        bands.methods.pop();
        bands.methods[0] = ShippingMethodJson {
            id: "standard".into(),
            name: "Standard".into(),
            bands: bands.methods[0].bands.clone(),
            ..ShippingMethodJson::default()
        };
        bands.handling_days = 1;
        assert_eq!(bands.with_rest_of(&full()), full());
    }

    #[test]
    fn every_wrong_word_of_a_methods_extras_is_named() {
        let mut wrong = full();
        wrong.handling_days = 366;
        wrong.methods[0].insurance.as_mut().unwrap().percent = 101.0;
        wrong.methods[0].crate_rule.as_mut().unwrap().prices.clear();
        wrong.methods[0].crate_rule.as_mut().unwrap().weight_kg_over = Some(0.0);
        wrong.methods[0].free_from[0].currency = "EURO".into();
        wrong.methods[0].bands[1].zone = "ch".into();
        wrong.methods[1].pickup.as_mut().unwrap().address = " ".into();
        let mut fields = Fields::new();
        wrong.check(&mut fields);
        let mut told = pointers(fields);
        told.sort_unstable();
        let expected = [
            "/handling_days",
            "/methods/0/bands/1/zone",
            "/methods/0/crate/prices",
            "/methods/0/crate/weight_kg_over",
            "/methods/0/free_from/0/currency",
            "/methods/0/insurance/percent",
            "/methods/1/pickup/address",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn every_wrong_cell_of_a_table_is_named() {
        let rules = house_rules(&Config::default(), true);
        let mut tax = TaxTableJson::from(&rules.tax);
        tax.rates[0].country = "XX".into();
        tax.rates[1].rate = 100.5;
        tax.rates[2].regime = "margin_art".into();
        tax.rates[4] = tax.rates[3].clone();
        let mut fields = Fields::new();
        tax.check(&mut fields);
        assert_eq!(pointers(fields), ["/rates/0/country", "/rates/1/rate", "/rates/2/regime", "/rates/4"]);

        let mut shipping = ShippingTableJson::from(&rules.shipping);
        shipping.methods[0].id = "Standard".into();
        shipping.methods[1].bands[0].zone = "moon".into();
        shipping.methods[1].bands[1].prices[0].currency = "EURO".into();
        shipping.methods[1].bands[2].days_max = 0;
        shipping.methods[1].bands[3].weight_kg_max = f64::NAN;
        let mut fields = Fields::new();
        shipping.check(&mut fields);
        let expected = [
            "/methods",
            "/methods/0/id",
            "/methods/1/bands/0/zone",
            "/methods/1/bands/1/prices/0/currency",
            "/methods/1/bands/2/days_max",
            "/methods/1/bands/3/weight_kg_max",
        ];
        assert_eq!(pointers(fields), expected);
    }
}
