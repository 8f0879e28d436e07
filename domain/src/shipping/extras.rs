//! What a method charges or does beside carrying a parcel.

use serde::{Deserialize, Serialize};

use super::{Goods, ParcelItem, price_in};
use crate::money::{Money, share_minor};

/// Insurance by the value of the goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insurance {
    /// Of the value of the goods.
    pub basis_points: u32,
    /// What it costs at least, one in each currency. In a currency without one nothing is insured once there is any.
    #[serde(default)]
    pub minimum: Vec<Money>,
    /// The name under which the insured way is offered beside the plain one; none when it is part of the method.
    #[serde(default)]
    pub chosen_as: Option<String>,
}

/// What a crate costs, and what needs one: whatever reaches any of the bounds that are given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrateRule {
    /// A copy with a longer side than this, in tenths of a millimetre.
    #[serde(default)]
    pub longest_side_over_tenth_mm: Option<u32>,
    /// A copy that weighs more than this.
    #[serde(default)]
    pub weight_over_g: Option<u32>,
    /// Every framed copy.
    #[serde(default)]
    pub framed: bool,
    /// Goods that cost more than this together need at least one, in each currency that has such a value.
    #[serde(default)]
    pub value_over: Vec<Money>,
    /// The price of one crate, one in each currency that it has one in: goods that need a crate are not taken in another.
    pub prices: Vec<Money>,
}

/// The buyer collects the goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pickup {
    /// Where and when.
    pub place: PickupPlace,
    /// Offered to buyers everywhere, not only in the seller's own country.
    #[serde(default)]
    pub everywhere: bool,
    /// What it costs, one in each currency that it is offered in; may be nothing.
    pub prices: Vec<Money>,
}

/// Where goods are collected, and when: told to buyers who have paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupPlace {
    /// The address, in lines.
    pub address: String,
    /// Hours, and what else there is to know, in words.
    #[serde(default)]
    pub hours: String,
}

impl Insurance {
    /// What it costs for these goods; `None` in a currency that it has no minimum in though it has one in others.
    pub(super) fn premium_minor(&self, goods: &Goods<'_>) -> Option<i64> {
        let least_minor = if self.minimum.is_empty() { 0 } else { price_in(&self.minimum, goods.currency)? };
        Some(share_minor(goods.value_minor.max(0), self.basis_points).max(least_minor))
    }
}

impl CrateRule {
    /// What the crates of these goods cost; `None` when they need one and it has no price in their currency.
    pub(super) fn surcharge_minor(&self, goods: &Goods<'_>) -> Option<i64> {
        let of_copies: u64 =
            goods.items.iter().filter(|item| self.takes(item)).map(|item| u64::from(item.quantity)).sum();
        let is_dear = price_in(&self.value_over, goods.currency).is_some_and(|most| goods.value_minor > most);
        let crates = of_copies.max(u64::from(is_dear));
        if crates == 0 {
            return Some(0);
        }
        let price_minor = price_in(&self.prices, goods.currency)?;
        Some(price_minor.saturating_mul(i64::try_from(crates).unwrap_or(i64::MAX)))
    }

    fn takes(&self, item: &ParcelItem) -> bool {
        self.longest_side_over_tenth_mm.is_some_and(|most| item.longest_side() > most)
            || self.weight_over_g.is_some_and(|most| item.weight_g > most)
            || (self.framed && item.framed)
    }
}
