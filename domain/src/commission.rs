//! What the house keeps of a sale: rules by seller, kind of edition and day; where none fits, the seller's own rate.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::edition::EditionKind;
use crate::ids::SellerId;
use crate::seller::Seller;

/// The most that a rule may ask for: everything.
pub const BASIS_POINTS_MAX: u32 = 10_000;

/// The house's rules, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommissionRules {
    /// The rules.
    #[serde(default)]
    pub rules: Vec<CommissionRule>,
}

/// A rate for what it fits, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommissionRule {
    /// Only for what this seller sells; `None` for all.
    #[serde(default)]
    pub seller_id: Option<SellerId>,
    /// Only for editions of this kind; `None` for all.
    #[serde(default)]
    pub kind: Option<EditionKind>,
    /// The first day on which it counts.
    pub valid_from: NaiveDate,
    /// Hundredths of a percent of the works' gross price.
    pub basis_points: u32,
}

impl CommissionRules {
    /// The rate of a sale, in basis points. The most specific rule counts: of a seller and a kind before one of a seller,
    /// before one of a kind, before one for all; among equals the latest that has begun.
    #[must_use]
    pub fn rate(&self, seller: &Seller, kind: EditionKind, on: NaiveDate) -> u32 {
        let fits = |rule: &&CommissionRule| {
            rule.seller_id.is_none_or(|id| id == seller.id)
                && rule.kind.is_none_or(|wanted| wanted == kind)
                && rule.valid_from <= on
        };
        let weight = |rule: &&CommissionRule| (rule.seller_id.is_some(), rule.kind.is_some(), rule.valid_from);
        self.rules
            .iter()
            .filter(fits)
            .max_by_key(weight)
            .map_or(seller.commission_basis_points, |rule| rule.basis_points.min(BASIS_POINTS_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::House;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
    }

    #[test]
    fn the_most_specific_rule_that_has_begun_counts() {
        let house = House::new();
        let mut sellers: Vec<&Seller> = house.state.sellers.values().map(|seller| &**seller).collect();
        sellers.sort_by_key(|seller| seller.id);
        let (one, other) = (sellers[0], sellers[1]);
        let rule = |seller_id, kind, year, basis_points| CommissionRule {
            seller_id,
            kind,
            valid_from: day(year),
            basis_points,
        };
        let mut rules = CommissionRules::default();
        assert_eq!(rules.rate(one, EditionKind::Open, day(2026)), one.commission_basis_points);
        rules.rules = vec![
            rule(Some(one.id), Some(EditionKind::Open), 2027, 100),
            rule(None, None, 2020, 2_000),
            rule(Some(one.id), None, 2025, 1_000),
            rule(None, Some(EditionKind::Open), 2020, 3_000),
            rule(Some(one.id), None, 2026, 900),
        ];
        assert_eq!(rules.rate(one, EditionKind::Open, day(2026)), 900, "the latest of the seller's that has begun");
        assert_eq!(rules.rate(one, EditionKind::Open, day(2025)), 1_000);
        assert_eq!(rules.rate(one, EditionKind::Open, day(2027)), 100);
        assert_eq!(rules.rate(one, EditionKind::Unique, day(2027)), 900);
        assert_eq!(rules.rate(other, EditionKind::Open, day(2026)), 3_000);
        assert_eq!(rules.rate(other, EditionKind::Unique, day(2026)), 2_000);
        assert_eq!(rules.rate(other, EditionKind::Unique, day(2019)), other.commission_basis_points);
    }
}
