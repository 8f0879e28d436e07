//! The rules a new house starts with, until its settings have others.
//!
//! Tax rates are general knowledge as of their day and shipping prices are examples: both are the operator's to check
//! and to replace (settings `tax` and `shipping`).

use chrono::NaiveDate;
use impasto_domain::address::Country;
use impasto_domain::art_rules::{ArtRules, EditionLimit};
use impasto_domain::commission::CommissionRules;
use impasto_domain::hold::HoldPolicy;
use impasto_domain::money::{Currency, Money};
use impasto_domain::resale_right::{ResaleBand, ResaleRule};
use impasto_domain::settings::{HouseRules, WITHDRAWAL_DAYS_DEFAULT};
use impasto_domain::shipping::{ShippingBand, ShippingMethod, ShippingTable, USUAL_HANDLING_DAYS, Zone};
use impasto_domain::tax::{TaxRate, TaxRegime, TaxTable};

use crate::config::{Config, Switch};
use crate::words::t;

/// Country, standard rate, reduced rate for works of art where the country has one; basis points. 2025-01-01 on.
const RATES: [(&str, u32, Option<u32>); 29] = [
    ("AT", 2_000, Some(1_300)),
    ("BE", 2_100, Some(600)),
    ("BG", 2_000, None),
    ("CH", 810, None),
    ("CY", 1_900, None),
    ("CZ", 2_100, None),
    ("DE", 1_900, Some(700)),
    ("DK", 2_500, None),
    ("EE", 2_200, None),
    ("ES", 2_100, Some(1_000)),
    ("FI", 2_550, None),
    ("FR", 2_000, Some(550)),
    ("GB", 2_000, None),
    ("GR", 2_400, None),
    ("HR", 2_500, None),
    ("HU", 2_700, None),
    ("IE", 2_300, None),
    ("IT", 2_200, Some(500)),
    ("LT", 2_100, None),
    ("LU", 1_700, Some(800)),
    ("LV", 2_100, None),
    ("MT", 1_800, None),
    ("NL", 2_100, Some(900)),
    ("PL", 2_300, None),
    ("PT", 2_300, Some(600)),
    ("RO", 1_900, None),
    ("SE", 2_500, None),
    ("SI", 2_200, None),
    ("SK", 2_300, None),
];

/// Rates that came into force later: country, standard rate, from which day.
const RATES_SINCE: [(&str, u32, (i32, u32, u32)); 2] = [("EE", 2_400, (2025, 7, 1)), ("RO", 2_100, (2025, 8, 1))];

/// Grams up to which each price of [`STANDARD`] is.
const WEIGHTS_G: [u32; 5] = [1_000, 5_000, 15_000, 40_000, 150_000];

/// What a parcel of one weight costs at home, in the Union and in the world, minor units.
type ByZone = (i64, i64, i64);

/// Prices at home, in the Union and in the world, by weight, in minor units of each currency: each a table of its own,
/// as a carrier's price list would have it.
const STANDARD: [(Currency, [ByZone; 5]); 5] = [
    (
        Currency::EUR,
        [
            (590, 1_290, 1_990),
            (990, 1_990, 3_990),
            (1_990, 3_990, 8_900),
            (4_900, 9_900, 24_900),
            (14_900, 29_900, 69_000),
        ],
    ),
    (
        Currency::USD,
        [
            (690, 1_490, 2_290),
            (1_150, 2_290, 4_590),
            (2_290, 4_590, 9_900),
            (5_490, 11_500, 28_900),
            (16_900, 34_500, 79_000),
        ],
    ),
    (
        Currency::GBP,
        [
            (490, 1_090, 1_690),
            (850, 1_690, 3_390),
            (1_690, 3_390, 7_600),
            (4_190, 8_500, 21_500),
            (12_900, 25_900, 59_000),
        ],
    ),
    (
        Currency::CHF,
        [
            (590, 1_250, 1_950),
            (950, 1_950, 3_850),
            (1_950, 3_850, 8_500),
            (4_700, 9_500, 23_900),
            (14_500, 28_500, 66_000),
        ],
    ),
    (
        Currency::JPY,
        [
            (950, 2_050, 3_200),
            (1_600, 3_200, 6_400),
            (3_200, 6_400, 14_500),
            (7_900, 15_900, 39_900),
            (23_900, 47_900, 110_000),
        ],
    ),
];

/// The rules of a new house with the configured policies.
#[must_use]
pub fn house_rules(config: &Config, is_demo: bool) -> HouseRules {
    let holds = HoldPolicy {
        ttl_s: config.holds.ttl_s,
        extension_s: config.holds.extension_s,
        payment_extension_s: config.holds.payment_extension_s,
        visitor_works_max: config.limits.visitor_works_max(),
        quantity_max: config.limits.copies_per_line,
    };
    let moderated = config.moderation.map_or(!is_demo, |moderation| moderation == Switch::On);
    let mails = config.mail.way(is_demo).is_some();
    HouseRules {
        holds,
        moderated,
        shipping: shipping(),
        tax: tax(),
        art: art(),
        commission: CommissionRules::default(),
        sales_paused: false,
        mails,
        withdrawal_days: WITHDRAWAL_DAYS_DEFAULT,
    }
}

fn tax() -> TaxTable {
    let valid_from = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap_or_default();
    let of = |code: &str, regime, rate_basis_points| {
        Country::parse(code).map(|country| TaxRate { country, regime, rate_basis_points, valid_from })
    };
    let since = RATES_SINCE.iter().filter_map(|(code, rate_basis_points, (year, month, day))| {
        let valid_from = NaiveDate::from_ymd_opt(*year, *month, *day)?;
        Some(TaxRate { valid_from, ..of(code, TaxRegime::Standard, *rate_basis_points)? })
    });
    let rates = RATES.iter().flat_map(|(code, standard, reduced)| {
        let reduced = reduced.and_then(|rate| of(code, TaxRegime::ReducedArt, rate));
        [of(code, TaxRegime::Standard, *standard), reduced]
    });
    TaxTable { rates: rates.flatten().chain(since).collect() }
}

/// Words of a medium, and how many copies of such a work are works of art (Annex IX of Directive 2006/112/EC): photographs signed
/// and numbered up to 30, casts of sculpture up to 8. General knowledge, to be checked by the operator's adviser.
const EDITION_LIMITS: [(&[&str], u32); 2] =
    [(&["photograph", "gelatin silver", "c-print", "chromogenic"], 30), (&["bronze", "cast"], 8)];

/// The bands of the resale right in whole units of its currency, and their shares in basis points (Directive 2001/84/EC,
/// Article 4; the same in the United Kingdom, in pounds).
const RESALE_BANDS: [(Option<i64>, u32); 5] =
    [(Some(50_000), 400), (Some(200_000), 300), (Some(350_000), 100), (Some(500_000), 50), (None, 25)];

/// Whose artists have the resale right: the European Economic Area and the United Kingdom. Others by reciprocity are the
/// operator's to add.
const RESALE_NATIONALITIES: &str =
    "AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK";

/// Limits of editions and resale rights of a new house. The threshold of the member states is the highest that they may set:
/// most have a lower one of their own, which the operator enters.
fn art() -> ArtRules {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let limits = EDITION_LIMITS.iter().map(|(words, copies_max)| EditionLimit {
        mediums: words.iter().map(|word| (*word).to_owned()).collect(),
        country: None,
        copies_max: *copies_max,
        valid_from: day(2015, 1, 1),
    });
    let rule = |country: Option<&str>, currency, threshold: i64, exempt: (u32, i64), valid_from| ResaleRule {
        country: country.and_then(Country::parse),
        currency,
        threshold_minor: threshold * 100,
        cap_minor: 1_250_000,
        bands: RESALE_BANDS
            .iter()
            .map(|(up_to, rate_basis_points)| ResaleBand {
                up_to_minor: up_to.map(|units| units * 100),
                rate_basis_points: *rate_basis_points,
            })
            .collect(),
        nationalities: RESALE_NATIONALITIES.split(' ').filter_map(Country::parse).collect(),
        exempt_years: exempt.0,
        exempt_up_to_minor: exempt.1 * 100,
        valid_from,
    };
    ArtRules {
        edition_limits: limits.collect(),
        resale_rules: vec![
            rule(None, Currency::EUR, 3_000, (0, 0), day(2006, 1, 1)),
            rule(Some("GB"), Currency::GBP, 1_000, (3, 10_000), day(2024, 4, 1)),
        ],
        notes: Vec::new(),
    }
}

/// What the two methods of a house's first table are called; pages say it in the reader's language.
pub(crate) const STANDARD_NAME: &str = "Standard, insured";
/// The other one.
pub(crate) const EXPRESS_NAME: &str = "Express, insured";

/// A method of delivery by its name: those that a house begins with in the language that is spoken, its own as it has
/// them.
#[must_use]
pub fn method_name(name: &str) -> String {
    match name {
        STANDARD_NAME => t("frame-delivery-standard").into(),
        EXPRESS_NAME => t("frame-delivery-express").into(),
        own => own.to_owned(),
    }
}

fn shipping() -> ShippingTable {
    let method = |id: &str, name: &str, percent: i64, days: (u32, u32)| ShippingMethod {
        id: id.to_owned(),
        name: name.to_owned(),
        bands: (0..WEIGHTS_G.len()).flat_map(|weight| bands(weight, percent, days)).collect(),
        ..ShippingMethod::default()
    };
    ShippingTable {
        volumetric_divisor: 5_000,
        handling_days: USUAL_HANDLING_DAYS,
        methods: vec![method("standard", STANDARD_NAME, 100, (3, 6)), method("express", EXPRESS_NAME, 220, (1, 2))],
    }
}

/// The bands up to one weight, at a percentage of the standard prices.
fn bands(weight: usize, percent: i64, days: (u32, u32)) -> [ShippingBand; 3] {
    let band = |zone, of_zone: fn((i64, i64, i64)) -> i64, further: u32| ShippingBand {
        zone,
        weight_g_max: WEIGHTS_G[weight],
        longest_side_tenth_mm_max: 30_000,
        prices: STANDARD
            .iter()
            .map(|(currency, prices)| Money::new(of_zone(prices[weight]) * percent / 100, *currency))
            .collect(),
        days_min: days.0 + further,
        days_max: days.1 + 2 * further,
    };
    [band(Zone::Home, |p| p.0, 0), band(Zone::Eu, |p| p.1, 2), band(Zone::World, |p| p.2, 4)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_currency_has_a_price_in_every_band() {
        let table = shipping();
        let currencies = crate::config::Config::default().site.currencies;
        for band in table.methods.iter().flat_map(|method| &method.bands) {
            let priced: Vec<&str> = band.prices.iter().map(|price| price.currency.code()).collect();
            assert_eq!(priced, currencies);
            assert!(band.prices.iter().all(|price| price.amount_minor > 0));
        }
    }

    #[test]
    fn a_rate_changes_on_its_day() {
        let (table, romania) = (tax(), Country::parse("RO").unwrap());
        let on = |year, month, day| {
            table.rate(romania, TaxRegime::Standard, NaiveDate::from_ymd_opt(year, month, day).unwrap())
        };
        assert_eq!((on(2025, 7, 31), on(2025, 8, 1), on(2026, 1, 1)), (Some(1_900), Some(2_100), Some(2_100)));
    }
}
