//! The artist's resale right (Directive 2001/84/EC): a share of what a work is resold for, for its artist or the artist's heirs.
//!
//! Bands, thresholds and caps are data of the operator, by country and from a day on; the program knows only how they add up.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::address::Country;
use crate::money::{Currency, Money};

/// Years after the artist's death that the right lasts, to the end of the year (Article 8).
const YEARS_AFTER_DEATH: i32 = 70;

/// That a work is resold, and what that decides on: its artist is the one it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resale {
    /// The artist's nationality.
    pub nationality: Country,
    /// The year of the artist's death; `None` for the living.
    #[serde(default)]
    pub died: Option<i32>,
    /// The day the seller bought it of the artist; `None` where it was bought of somebody else.
    #[serde(default)]
    pub bought_of_artist_on: Option<NaiveDate>,
}

/// The right in a country from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResaleRule {
    /// Where the seller sits; `None` for every member state without a rule of its own.
    pub country: Option<Country>,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// The lowest net price that it applies to.
    pub threshold_minor: i64,
    /// The most that one sale costs.
    pub cap_minor: i64,
    /// Shares of the parts of the price, rising; the last has no end.
    pub bands: Vec<ResaleBand>,
    /// Whose artists have it.
    pub nationalities: Vec<Country>,
    /// Works bought of the artist less than so many years ago are free of it up to a price; 0 for none.
    #[serde(default)]
    pub exempt_years: u32,
    /// That price.
    #[serde(default)]
    pub exempt_up_to_minor: i64,
    /// In force from this day.
    pub valid_from: NaiveDate,
}

/// A share of the part of a price up to an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResaleBand {
    /// Where it ends, inclusive; `None` for the last.
    pub up_to_minor: Option<i64>,
    /// Basis points: 400 is 4 %.
    pub rate_basis_points: u32,
}

/// What becomes of the right at a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResaleRight {
    /// So many minor units are due.
    Due(i64),
    /// The seller's country has no rule on that day.
    NoRule,
    /// The artist's nationality has no part in it.
    OtherNationality,
    /// The artist has been dead for too long.
    Ended,
    /// Bought of the artist not long ago, and sold for little.
    BoughtOfArtist,
    /// The price lies below the threshold.
    BelowThreshold,
    /// The rule's amounts are in another currency than the price, and the house changes no money.
    OtherCurrency,
}

impl ResaleRight {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Due(_) => "due",
            Self::NoRule => "no_rule",
            Self::OtherNationality => "other_nationality",
            Self::Ended => "ended",
            Self::BoughtOfArtist => "bought_of_artist",
            Self::BelowThreshold => "below_threshold",
            Self::OtherCurrency => "other_currency",
        }
    }

    /// Minor units that are due; nothing in all other cases.
    #[must_use]
    pub fn due_minor(self) -> i64 {
        match self {
            Self::Due(minor) => minor,
            _ => 0,
        }
    }
}

impl ResaleRule {
    /// The rule in force where a seller sits on a day: the country's own, or in the Union that of all member states.
    #[must_use]
    pub fn in_force(rules: &[Self], seller: Country, on: NaiveDate) -> Option<&Self> {
        rules
            .iter()
            .filter(|rule| rule.valid_from <= on && rule.country.map_or(seller.is_eu(), |country| country == seller))
            .max_by_key(|rule| (rule.country.is_some(), rule.valid_from))
    }

    /// The right at the sale of one work for a net price.
    #[must_use]
    pub fn at_sale(&self, resale: &Resale, net: Money, on: NaiveDate) -> ResaleRight {
        if !self.nationalities.contains(&resale.nationality) {
            return ResaleRight::OtherNationality;
        }
        if resale.died.is_some_and(|died| on.year() > died.saturating_add(YEARS_AFTER_DEATH)) {
            return ResaleRight::Ended;
        }
        if net.currency != self.currency {
            return ResaleRight::OtherCurrency;
        }
        if net.amount_minor < self.threshold_minor {
            return ResaleRight::BelowThreshold;
        }
        if net.amount_minor <= self.exempt_up_to_minor && self.is_fresh(resale, on) {
            return ResaleRight::BoughtOfArtist;
        }
        ResaleRight::Due(self.due_minor(net.amount_minor))
    }

    /// Whether it was bought of the artist less than the exempt years ago.
    fn is_fresh(&self, resale: &Resale, on: NaiveDate) -> bool {
        let months = chrono::Months::new(self.exempt_years.saturating_mul(12));
        let until = |bought: NaiveDate| bought.checked_add_months(months);
        resale.bought_of_artist_on.and_then(until).is_some_and(|until| on < until)
    }

    /// The shares of all bands of a net price together, rounded half up once, and the cap at most.
    #[must_use]
    pub fn due_minor(&self, net_minor: i64) -> i64 {
        let (mut from, mut sum) = (0_i64, 0_i128);
        for band in &self.bands {
            let to = band.up_to_minor.unwrap_or(i64::MAX).min(net_minor);
            sum += i128::from(to.saturating_sub(from).max(0)) * i128::from(band.rate_basis_points);
            from = from.max(to);
        }
        let due = (sum + 5_000) / 10_000;
        i64::try_from(due).unwrap_or(i64::MAX).min(self.cap_minor)
    }
}

/// The right of several copies of one work, each a sale of its own for the same net price.
#[must_use]
pub fn of_copies(right: ResaleRight, quantity: u32) -> i64 {
    right.due_minor().saturating_mul(i64::from(quantity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// The bands of the Directive's Article 4, in cents.
    fn bands() -> Vec<ResaleBand> {
        let band = |(up_to, rate_basis_points): (Option<i64>, u32)| ResaleBand {
            up_to_minor: up_to.map(|units| units * 100),
            rate_basis_points,
        };
        [(Some(50_000), 400), (Some(200_000), 300), (Some(350_000), 100), (Some(500_000), 50), (None, 25)]
            .map(band)
            .to_vec()
    }

    fn rule(of: Option<&str>, currency: Currency, threshold: i64, from: NaiveDate) -> ResaleRule {
        ResaleRule {
            country: of.map(country),
            currency,
            threshold_minor: threshold * 100,
            cap_minor: 1_250_000,
            bands: bands(),
            nationalities: ["DE", "FR", "GB"].map(country).to_vec(),
            exempt_years: 3,
            exempt_up_to_minor: 1_000_000,
            valid_from: from,
        }
    }

    fn union() -> ResaleRule {
        rule(None, Currency::EUR, 3_000, day(2006, 1, 1))
    }

    fn resale() -> Resale {
        Resale { nationality: country("FR"), died: None, bought_of_artist_on: None }
    }

    #[test]
    fn every_vector_of_the_commerce_rules_comes_out() {
        for (net, due) in [
            (50_000, 2_000),
            (200_000, 6_500),
            (350_000, 8_000),
            (500_000, 8_750),
            (2_000_000, 12_500),
            (9_000_000, 12_500),
        ] {
            assert_eq!(union().due_minor(net * 100), due * 100, "{net}");
        }
        // One cent into the second band; one euro below the cap's price.
        assert_eq!(union().due_minor(5_000_001), 200_000);
        assert_eq!(union().due_minor(5_000_050), 200_002);
        assert_eq!(union().due_minor(199_960_000), 1_249_900);
    }

    #[test]
    fn the_rule_of_the_country_and_of_the_day_is_taken() {
        let pounds = rule(Some("GB"), Currency::GBP, 1_000, day(2024, 4, 1));
        let rules = [union(), pounds];
        let threshold = |of: &str, on| ResaleRule::in_force(&rules, country(of), on).map(|rule| rule.threshold_minor);
        assert_eq!(threshold("DE", day(2026, 1, 1)), Some(300_000));
        assert_eq!(threshold("GB", day(2024, 4, 1)), Some(100_000));
        assert_eq!(threshold("GB", day(2024, 3, 31)), None);
        assert_eq!(threshold("DE", day(2005, 12, 31)), None);
        assert_eq!(threshold("US", day(2026, 1, 1)), None);
    }

    #[test]
    fn who_has_no_right_is_told_why() {
        let on = day(2026, 6, 1);
        let at = |resale: &Resale, net| union().at_sale(resale, Money::new(net, Currency::EUR), on);
        assert_eq!(at(&resale(), 300_000), ResaleRight::Due(12_000));
        assert_eq!(at(&resale(), 299_999), ResaleRight::BelowThreshold);
        assert_eq!(at(&Resale { nationality: country("US"), ..resale() }, 300_000), ResaleRight::OtherNationality);
        assert_eq!(at(&Resale { died: Some(1956), ..resale() }, 300_000), ResaleRight::Due(12_000));
        assert_eq!(at(&Resale { died: Some(1955), ..resale() }, 300_000), ResaleRight::Ended);
        let bought = |year, month, date| Resale { bought_of_artist_on: Some(day(year, month, date)), ..resale() };
        assert_eq!(at(&bought(2023, 6, 2), 1_000_000), ResaleRight::BoughtOfArtist);
        assert_eq!(at(&bought(2023, 6, 1), 1_000_000), ResaleRight::Due(40_000));
        assert_eq!(at(&bought(2023, 6, 2), 1_000_001), ResaleRight::Due(40_000));
        let dollars = union().at_sale(&resale(), Money::new(300_000, Currency::USD), on);
        assert_eq!((dollars, dollars.due_minor()), (ResaleRight::OtherCurrency, 0));
        assert_eq!(of_copies(ResaleRight::Due(12_000), 3), 36_000);
        assert_eq!(of_copies(ResaleRight::Ended, 3), 0);
    }

    proptest! {
        #[test]
        fn the_right_grows_with_the_price_and_never_beyond_the_cap(a in 0_i64..1_000_000_000, b in 0_i64..1_000_000_000) {
            let rule = union();
            let (low, high) = (rule.due_minor(a.min(b)), rule.due_minor(a.max(b)));
            prop_assert!(low <= high);
            prop_assert!(high <= rule.cap_minor);
            prop_assert!(0 <= low && low <= a.min(b));
        }

        #[test]
        fn a_price_in_one_band_is_shared_as_its_rate_says(net in 0_i64..5_000_000) {
            prop_assert_eq!(union().due_minor(net), crate::money::share_minor(net, 400));
        }
    }
}
