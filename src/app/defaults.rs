//! The rules a new house starts with, until its settings have others.
//!
//! Tax rates are general knowledge as of their day and shipping prices are examples: both are the operator's to check
//! and to replace (settings `tax` and `shipping`).

use chrono::NaiveDate;
use impasto_domain::address::Country;
use impasto_domain::hold::HoldPolicy;
use impasto_domain::money::Currency;
use impasto_domain::settings::HouseRules;
use impasto_domain::shipping::{ShippingBand, ShippingMethod, ShippingTable, Zone};
use impasto_domain::tax::{TaxRate, TaxRegime, TaxTable};

use crate::config::{Config, Switch};

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

/// Weight up to grams, price at home, in the Union, in the world; minor units of EUR.
const STANDARD: [(u32, i64, i64, i64); 5] = [
    (1_000, 590, 1_290, 1_990),
    (5_000, 990, 1_990, 3_990),
    (15_000, 1_990, 3_990, 8_900),
    (40_000, 4_900, 9_900, 24_900),
    (150_000, 14_900, 29_900, 69_000),
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
    HouseRules { holds, moderated, shipping: shipping(), tax: tax(), sales_paused: false }
}

fn tax() -> TaxTable {
    let valid_from = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap_or_default();
    let of = |code: &str, regime, rate_basis_points| {
        Country::parse(code).map(|country| TaxRate { country, regime, rate_basis_points, valid_from })
    };
    let rates = RATES.iter().flat_map(|(code, standard, reduced)| {
        let reduced = reduced.and_then(|rate| of(code, TaxRegime::ReducedArt, rate));
        [of(code, TaxRegime::Standard, *standard), reduced]
    });
    TaxTable { rates: rates.flatten().collect() }
}

fn shipping() -> ShippingTable {
    let method = |id: &str, name: &str, percent: i64, days: (u32, u32)| ShippingMethod {
        id: id.to_owned(),
        name: name.to_owned(),
        bands: STANDARD.iter().flat_map(|band| bands(*band, percent, days)).collect(),
    };
    ShippingTable {
        currency: Currency::EUR,
        volumetric_divisor: 5_000,
        methods: vec![
            method("standard", "Standard, insured", 100, (3, 6)),
            method("express", "Express, insured", 220, (1, 2)),
        ],
    }
}

fn bands(
    (weight_g_max, home, union, world): (u32, i64, i64, i64),
    percent: i64,
    days: (u32, u32),
) -> [ShippingBand; 3] {
    let band = |zone, price_minor: i64, further: u32| ShippingBand {
        zone,
        weight_g_max,
        longest_side_tenth_mm_max: 30_000,
        price_minor: price_minor * percent / 100,
        days_min: days.0 + further,
        days_max: days.1 + 2 * further,
    };
    [band(Zone::Home, home, 0), band(Zone::Eu, union, 2), band(Zone::World, world, 4)]
}
