//! The commission rules as they are asked for and answered.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use impasto_domain::commission::{CommissionRule, CommissionRules};
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::SellerId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::commission::basis_points;
use crate::gateway::fields::Fields;

/// The most rules of a house.
const RULES_MAX: usize = 2_000;

/// Commissions other than the sellers' own. The most specific rule counts: of a seller and a kind before one of a seller, before
/// one of a kind, before one for all; among equals the latest that has begun.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommissionRulesJson {
    /// In any order.
    pub rules: Vec<CommissionRuleJson>,
}

/// A rate for what it fits, from a day on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommissionRuleJson {
    /// Only for what this seller sells; null for all.
    #[serde(default)]
    pub seller_id: Option<Uuid>,
    /// Only for editions of this kind, `unique`, `limited` or `open`; null for all.
    #[serde(default)]
    pub kind: Option<String>,
    /// Percent of the works' gross price, with at most two decimals.
    #[schema(minimum = 0, maximum = 100)]
    pub rate: f64,
    /// In force from this day.
    pub valid_from: NaiveDate,
}

impl From<&CommissionRules> for CommissionRulesJson {
    fn from(rules: &CommissionRules) -> Self {
        let rule = |rule: &CommissionRule| CommissionRuleJson {
            seller_id: rule.seller_id.map(|id| id.0),
            kind: rule.kind.map(|kind| kind.as_str().to_owned()),
            rate: f64::from(rule.basis_points) / 100.0,
            valid_from: rule.valid_from,
        };
        Self { rules: rules.rules.iter().map(rule).collect() }
    }
}

impl CommissionRulesJson {
    /// The rules, with every error noted below the present prefix of `fields`; the caller finishes `fields` before it uses
    /// them.
    pub fn check(&self, fields: &mut Fields) -> CommissionRules {
        fields.check(self.rules.len() <= RULES_MAX, "/rules", format!("must have at most {RULES_MAX} entries"));
        let mut seen = BTreeSet::new();
        let mut rules = Vec::new();
        for (place, sent) in self.rules.iter().take(RULES_MAX).enumerate() {
            let new = seen.insert((sent.seller_id, sent.kind.as_deref(), sent.valid_from));
            fields.check(new, format_args!("/rules/{place}"), "is there twice");
            let kind = sent.kind.as_deref().map(EditionKind::parse);
            let pointer = format!("/rules/{place}");
            fields.check(kind != Some(None), format_args!("{pointer}/kind"), "is not known");
            rules.push(CommissionRule {
                seller_id: sent.seller_id.map(SellerId),
                kind: kind.flatten(),
                valid_from: sent.valid_from,
                basis_points: basis_points(fields, &format!("{pointer}/rate"), sent.rate),
            });
        }
        CommissionRules { rules }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(kind: Option<&str>, rate: f64) -> CommissionRuleJson {
        let valid_from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        CommissionRuleJson { seller_id: Some(Uuid::from_u128(7)), kind: kind.map(str::to_owned), rate, valid_from }
    }

    #[test]
    fn rules_are_read_as_they_are_answered() {
        let sent = CommissionRulesJson { rules: vec![rule(None, 12.5), rule(Some("open"), 40.0)] };
        let mut fields = Fields::new();
        let read = sent.check(&mut fields);
        assert!(fields.finish().is_ok());
        assert_eq!((read.rules[0].basis_points, read.rules[1].kind), (1_250, Some(EditionKind::Open)));
        assert_eq!(CommissionRulesJson::from(&read), sent);
    }

    #[test]
    fn what_cannot_be_is_named_by_its_place() {
        let sent = CommissionRulesJson { rules: vec![rule(Some("mural"), 1.0), rule(None, 101.0), rule(None, 2.0)] };
        let mut fields = Fields::new();
        sent.check(&mut fields);
        let problem = fields.finish().unwrap_err();
        let pointers: Vec<&str> = problem.field_errors().iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/rules/0/kind", "/rules/1/rate", "/rules/2"]);
    }
}
