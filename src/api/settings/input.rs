//! What is asked to change of the settings, and its checks.

use impasto_domain::settings::{
    ACCENT, ART, COMMISSION, COMMISSION_RULES, HOLDS, HoldTimes, RETURN_PHOTO_DAYS, SALES_PAUSED, SHIPPING, SITE_NAME,
    TAX, WITHDRAWAL_DAYS, WITHDRAWAL_DAYS_DEFAULT, WITHDRAWAL_DAYS_MAX,
};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::accent::{AccentJson, check_accent};
use super::commission::basis_points;
use super::commission_rules::CommissionRulesJson;
use super::legal::LegalInput;
use super::shape::HoldTimesSetting;
use super::write::as_json;
use crate::api::shapes::{ArtRulesJson, ShippingTableJson, TaxTableJson};
use crate::gateway::fields::Fields;
use crate::gateway::json::given;
use crate::gateway::problem::Problem;

/// Seconds that a hold may be set to.
const HOLD_S: std::ops::RangeInclusive<u32> = 60..=86_400;

/// What changes; what is left out stays, null is as configured again.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SettingsInput {
    /// Stop new holds, or take them again.
    pub sales_paused: Option<bool>,
    /// All tax rates anew.
    pub tax: Option<TaxTableJson>,
    /// The whole shipping table anew.
    pub shipping: Option<ShippingTableJson>,
    /// All limits of editions, resale rights and texts of invoices anew.
    pub art: Option<ArtRulesJson>,
    /// All commission rules anew.
    pub commission_rules: Option<CommissionRulesJson>,
    /// How long holds last.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<HoldTimesSetting>)]
    pub holds: Option<Option<HoldTimesSetting>>,
    /// For how many days after the arrival of the last parcel buyers may withdraw.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<u32>, minimum = 14, maximum = 365)]
    pub withdrawal_days: Option<Option<u32>>,
    /// For how many days after the answer photographs of damage are kept.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 3650)]
    pub return_photo_days: Option<Option<u32>>,
    /// The house's name.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 60)]
    pub site_name: Option<Option<String>>,
    /// The colour that stands out.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<AccentJson>)]
    pub accent: Option<Option<AccentJson>>,
    /// The commission of sellers who register from now on, percent.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 100)]
    pub commission_percent: Option<Option<f64>>,
    /// Texts of the legal pages.
    pub legal: Option<LegalInput>,
}

impl SettingsInput {
    /// The settings by their names, as the store keeps them.
    ///
    /// # Errors
    /// 422 with every field that is not acceptable.
    pub(super) fn check(&self) -> Result<Vec<(String, Value)>, Problem> {
        let mut fields = Fields::new();
        let mut values: Vec<(&str, Value)> = Vec::new();
        let tax = self.tax.as_ref().map(|table| fields.within("/tax", |fields| table.check(fields)));
        let shipping = self.shipping.as_ref();
        let shipping = shipping.map(|table| fields.within("/shipping", |fields| table.check(fields)));
        let art = self.art.as_ref().map(|rules| fields.within("/art", |fields| rules.check(fields)));
        if let Some(rules) = art {
            values.push((ART, as_json(&rules)?));
        }
        if let Some(paused) = self.sales_paused {
            values.push((SALES_PAUSED, Value::Bool(paused)));
        }
        if let Some(table) = tax {
            values.push((TAX, as_json(&table)?));
        }
        if let Some(table) = shipping {
            values.push((SHIPPING, as_json(&table)?));
        }
        if let Some(rules) = &self.commission_rules {
            let rules = fields.within("/commission_rules", |fields| rules.check(fields));
            values.push((COMMISSION_RULES, as_json(&rules)?));
        }
        if let Some(holds) = &self.holds {
            let times = holds.map(|times| {
                fields.range("/holds/ttl_s", times.ttl_s, HOLD_S);
                fields.range("/holds/extension_s", times.extension_s, HOLD_S);
                HoldTimes { ttl_s: times.ttl_s, extension_s: times.extension_s }
            });
            values.push((HOLDS, as_json(&times)?));
        }
        if let Some(days) = &self.withdrawal_days {
            if let Some(days) = days {
                // The law gives so many; a house may give more.
                fields.range("/withdrawal_days", *days, WITHDRAWAL_DAYS_DEFAULT..=WITHDRAWAL_DAYS_MAX);
            }
            values.push((WITHDRAWAL_DAYS, as_json(days)?));
        }
        if let Some(days) = &self.return_photo_days {
            if let Some(days) = days {
                fields.range("/return_photo_days", *days, 1..=3_650);
            }
            values.push((RETURN_PHOTO_DAYS, as_json(days)?));
        }
        if let Some(name) = &self.site_name {
            let name = name.as_ref().map(|name| fields.line("/site_name", name, 60));
            values.push((SITE_NAME, as_json(&name)?));
        }
        if let Some(accent) = &self.accent {
            let accent = accent.as_ref().map(|accent| check_accent(&mut fields, accent));
            values.push((ACCENT, as_json(&accent)?));
        }
        if let Some(percent) = &self.commission_percent {
            let points = percent.map(|percent| basis_points(&mut fields, "/commission_percent", percent));
            values.push((COMMISSION, as_json(&points)?));
        }
        if let Some(legal) = &self.legal {
            for (page, text) in legal.check(&mut fields) {
                values.push((page.key(), as_json(&text)?));
            }
        }
        fields.finish()?;
        Ok(values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(input: &SettingsInput) -> Vec<(String, String)> {
        let problem = input.check().unwrap_err();
        problem.field_errors().iter().map(|error| (error.pointer.clone(), error.message.clone())).collect()
    }

    #[test]
    fn what_is_left_out_stays_and_null_is_as_configured() {
        let input: SettingsInput = serde_json::from_value(serde_json::json!({
            "site_name": null, "commission_percent": 12.5, "legal": {"terms": "  We sell. ", "returns": ""},
        }))
        .unwrap();
        let values = input.check().unwrap();
        let named = |key: &str| values.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
        assert_eq!(named(SITE_NAME), Some(Value::Null));
        assert_eq!(named(COMMISSION), Some(1_250.into()));
        assert_eq!(named("legal_terms"), Some("We sell.".into()));
        assert_eq!(named("legal_returns"), Some(Value::Null));
        assert_eq!((named("legal_imprint"), named(TAX), values.len()), (None, None, 4));
    }

    #[test]
    fn numbers_out_of_bounds_are_named() {
        let input: SettingsInput = serde_json::from_value(serde_json::json!({
            "commission_percent": 12.345, "holds": {"ttl_s": 5, "extension_s": 90_000},
        }))
        .unwrap();
        let pointers: Vec<String> = errors(&input).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/holds/ttl_s", "/holds/extension_s", "/commission_percent"]);
    }
}
