//! The settings as they are answered.

use impasto_domain::settings::{
    HOLDS, HoldTimes, HouseProfile, HouseRules, LegalPage, RETURN_PHOTO_DAYS, RETURN_PHOTO_DAYS_DEFAULT,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::accent::AccentJson;
use super::commission_rules::CommissionRulesJson;
use crate::api::shapes::{ArtRulesJson, ShippingTableJson, TaxTableJson};

/// What staff may change of the house. Null is as configured, or none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SettingsJson {
    /// While true no new hold is placed; what is held may still be bought.
    pub sales_paused: bool,
    /// Tax rates.
    pub tax: TaxTableJson,
    /// Shipping prices of sellers without a table of their own.
    pub shipping: ShippingTableJson,
    /// Limits of editions, artists' resale rights, texts of invoices.
    pub art: ArtRulesJson,
    /// Commissions other than the sellers' own.
    pub commission_rules: CommissionRulesJson,
    /// How long holds last.
    pub holds: Option<HoldTimesSetting>,
    /// For how many days after the arrival of the last parcel buyers may withdraw.
    pub withdrawal_days: u32,
    /// For how many days after the answer photographs of damage are kept.
    pub return_photo_days: u32,
    /// The house's name.
    pub site_name: Option<String>,
    /// The colour that stands out.
    pub accent: Option<AccentJson>,
    /// The commission of sellers who register from now on, percent with at most two decimals.
    pub commission_percent: Option<f64>,
    /// The texts of the legal pages.
    pub legal: LegalJson,
}

/// How long holds last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldTimesSetting {
    /// Seconds a new hold lasts.
    #[schema(minimum = 60, maximum = 86_400)]
    pub ttl_s: u32,
    /// Seconds the one extension adds.
    #[schema(minimum = 60, maximum = 86_400)]
    pub extension_s: u32,
}

/// The texts of the legal pages: headings behind `#`, lists behind `-`, `**strong**`, `*emphasis*`, `[links](https://…)`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct LegalJson {
    /// Who runs the house.
    pub imprint: Option<String>,
    /// On what terms it sells.
    pub terms: Option<String>,
    /// What it knows of people.
    pub privacy: Option<String>,
    /// How things come back.
    pub returns: Option<String>,
}

impl SettingsJson {
    pub(super) fn of(rules: &HouseRules, stored: &[(String, Value)]) -> Self {
        let (profile, _) = HouseProfile::read(stored);
        let holds = stored.iter().find(|(key, _)| key == HOLDS);
        let holds: Option<HoldTimes> =
            holds.and_then(|(_, value)| serde_json::from_value(value.clone()).ok()).flatten();
        let photo_days = stored.iter().find(|(key, _)| key == RETURN_PHOTO_DAYS);
        let photo_days: Option<u32> =
            photo_days.and_then(|(_, value)| serde_json::from_value(value.clone()).ok()).flatten();
        let legal = |page: LegalPage| profile.legal.get(&page).cloned();
        Self {
            sales_paused: rules.sales_paused,
            tax: TaxTableJson::from(&rules.tax),
            shipping: ShippingTableJson::from(&rules.shipping),
            art: ArtRulesJson::from(&rules.art),
            commission_rules: CommissionRulesJson::from(&rules.commission),
            holds: holds.map(|times| HoldTimesSetting { ttl_s: times.ttl_s, extension_s: times.extension_s }),
            withdrawal_days: rules.withdrawal_days,
            return_photo_days: photo_days.unwrap_or(RETURN_PHOTO_DAYS_DEFAULT),
            site_name: profile.site_name.clone(),
            accent: profile
                .accent
                .as_ref()
                .map(|accent| AccentJson { light: accent.light.clone(), dark: accent.dark.clone() }),
            commission_percent: profile.commission_basis_points.map(|points| f64::from(points) / 100.0),
            legal: LegalJson {
                imprint: legal(LegalPage::Imprint),
                terms: legal(LegalPage::Terms),
                privacy: legal(LegalPage::Privacy),
                returns: legal(LegalPage::Returns),
            },
        }
    }
}
