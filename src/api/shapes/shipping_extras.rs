//! What a shipping method charges or does beside carrying a parcel, on the wire, both ways.

use impasto_domain::money::Money;
use impasto_domain::shipping::{CrateRule, Insurance, Pickup, PickupPlace};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::money::{MoneyJson, cm};
use super::tables::{check_amounts, hundredths, whole};
use crate::gateway::fields::Fields;

/// Insurance by the value of the goods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShippingInsurance)]
pub struct InsuranceJson {
    /// Percent of the value, with at most two decimals.
    #[schema(minimum = 0, maximum = 100)]
    pub percent: f64,
    /// What it costs at least, by currency. Once there is one, nothing is insured in a currency without.
    #[serde(default)]
    pub minimum: Vec<MoneyJson>,
    /// The name under which the insured way is offered beside the plain one, as `<method>+insured`; null when the insurance
    /// is part of the method.
    #[schema(max_length = 80)]
    pub chosen_as: Option<String>,
}

/// What a crate costs, and what needs one: whatever reaches any of the bounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShippingCrate)]
pub struct CrateJson {
    /// A copy with a longer side than so many centimetres.
    pub longest_side_cm_over: Option<f64>,
    /// A copy that weighs more than so many kilograms.
    pub weight_kg_over: Option<f64>,
    /// Every framed copy.
    #[serde(default)]
    pub framed: bool,
    /// Goods that cost more than this together need at least one; by currency.
    #[serde(default)]
    pub value_over: Vec<MoneyJson>,
    /// What one crate costs, by currency. Goods that need one are not taken in a currency without.
    pub prices: Vec<MoneyJson>,
}

/// The buyer collects the goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShippingPickup)]
pub struct PickupJson {
    /// Where, in lines: told to buyers who have paid.
    #[schema(max_length = 400)]
    pub address: String,
    /// When, in words.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub hours: String,
    /// Offered to buyers everywhere, not only in the seller's own country.
    #[serde(default)]
    pub everywhere: bool,
    /// What it costs, by currency; may be 0.
    pub prices: Vec<MoneyJson>,
}

/// Amounts as they are shown.
pub(super) fn amounts(all: &[Money]) -> Vec<MoneyJson> {
    all.iter().map(|amount| MoneyJson::from(*amount)).collect()
}

impl From<&Insurance> for InsuranceJson {
    fn from(insurance: &Insurance) -> Self {
        Self {
            percent: f64::from(insurance.basis_points) / 100.0,
            minimum: amounts(&insurance.minimum),
            chosen_as: insurance.chosen_as.clone(),
        }
    }
}

impl InsuranceJson {
    pub(super) fn check(&self, fields: &mut Fields) -> Option<Insurance> {
        let basis_points = hundredths(self.percent, 100.0);
        fields.check(basis_points.is_some(), "/percent", "must be between 0 and 100, with at most two decimals");
        let minimum = check_amounts(&self.minimum, fields, "/minimum", 0);
        let chosen_as = self.chosen_as.as_deref().map(|name| fields.line("/chosen_as", name, 80));
        Some(Insurance { basis_points: basis_points?, minimum, chosen_as })
    }
}

impl From<&CrateRule> for CrateJson {
    fn from(rule: &CrateRule) -> Self {
        Self {
            longest_side_cm_over: rule.longest_side_over_tenth_mm.map(cm),
            weight_kg_over: rule.weight_over_g.map(|weight_g| f64::from(weight_g) / 1_000.0),
            framed: rule.framed,
            value_over: amounts(&rule.value_over),
            prices: amounts(&rule.prices),
        }
    }
}

impl CrateJson {
    pub(super) fn check(&self, fields: &mut Fields) -> CrateRule {
        let side = self.longest_side_cm_over.map(|side| whole(side, 100.0, 10_000.0));
        let good = side.is_none_or(|side| side.is_some());
        fields.check(good, "/longest_side_cm_over", "must be more than 0 and at most 10000 centimetres");
        let weight = self.weight_kg_over.map(|weight| whole(weight, 1_000.0, 100_000.0));
        let good = weight.is_none_or(|weight| weight.is_some());
        fields.check(good, "/weight_kg_over", "must be more than 0 and at most 100000 kilograms");
        CrateRule {
            longest_side_over_tenth_mm: side.flatten(),
            weight_over_g: weight.flatten(),
            framed: self.framed,
            value_over: check_amounts(&self.value_over, fields, "/value_over", 0),
            prices: check_amounts(&self.prices, fields, "/prices", 1),
        }
    }
}

impl From<&Pickup> for PickupJson {
    fn from(pickup: &Pickup) -> Self {
        Self {
            address: pickup.place.address.clone(),
            hours: pickup.place.hours.clone(),
            everywhere: pickup.everywhere,
            prices: amounts(&pickup.prices),
        }
    }
}

impl PickupJson {
    pub(super) fn check(&self, fields: &mut Fields) -> Pickup {
        let address = fields.prose("/address", &self.address, 400);
        fields.check(!address.is_empty(), "/address", "must not be empty");
        let hours = fields.prose("/hours", &self.hours, 500);
        Pickup {
            place: PickupPlace { address, hours },
            everywhere: self.everywhere,
            prices: check_amounts(&self.prices, fields, "/prices", 1),
        }
    }
}
