//! The rules of the house: tables and switches from the settings, policies from the configuration.
//!
//! Knows which settings the engine itself reads; nothing of what they decide.

use std::sync::Arc;

use impasto_domain::art_rules::ArtRules;
use impasto_domain::commission::CommissionRules;
use impasto_domain::refusal::Refusal;
use impasto_domain::settings::{
    ART, COMMISSION_RULES, HOLDS, HoldTimes, HouseRules, RETURN_PHOTO_DAYS, RETURN_PHOTO_DAYS_DEFAULT, SALES_PAUSED,
    SHIPPING, TAX, WITHDRAWAL_DAYS,
};
use impasto_domain::shipping::ShippingTable;
use impasto_domain::tax::TaxTable;
use sqlx::types::Json;

use crate::db::Db;
use crate::sql::{fetch_all, statements};

/// The rules, and the number of the last change of any setting they were read after.
#[derive(Debug, Clone)]
pub(crate) struct Versioned {
    pub(crate) version: i64,
    pub(crate) rules: Arc<HouseRules>,
}

statements! {
    READ_RULES = "SELECT s.key, s.value FROM settings s WHERE s.key IN \
                  ('shipping', 'tax', 'art', 'commission_rules', 'sales_paused', 'holds', 'withdrawal_days')";
    SETTINGS_VERSION = "SELECT coalesce(max(h.seq), 0) AS version FROM settings_history h";
}

/// Reads the rules; what is not in the settings is as in `defaults`.
pub(crate) async fn read(db: &mut Db<'_>, defaults: &HouseRules) -> Result<Versioned, sqlx::Error> {
    let version = fetch_all!(db, (i64,), SETTINGS_VERSION)?.first().map_or(0, |(version,)| *version);
    let settings = fetch_all!(db, (String, Json<serde_json::Value>), READ_RULES)?;
    let mut rules = defaults.clone();
    for (key, Json(value)) in settings {
        put(&mut rules, &key, value).map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
    }
    Ok(Versioned { version, rules: Arc::new(rules) })
}

/// Refuses a value that the engine could not read back.
pub(crate) fn check(defaults: &HouseRules, key: &str, value: &serde_json::Value) -> Result<(), Refusal> {
    put(&mut defaults.clone(), key, value.clone()).map_err(|error| Refusal::invalid("/value", error.to_string()))
}

/// What holds for a setting that nobody has put: as configured. `None` for one that the engine does not read.
pub(crate) fn configured(defaults: &HouseRules, key: &str) -> Option<serde_json::Value> {
    match key {
        SHIPPING => serde_json::to_value(&defaults.shipping).ok(),
        TAX => serde_json::to_value(&defaults.tax).ok(),
        COMMISSION_RULES => serde_json::to_value(&defaults.commission).ok(),
        ART => serde_json::to_value(&defaults.art).ok(),
        SALES_PAUSED => Some(defaults.sales_paused.into()),
        WITHDRAWAL_DAYS => Some(defaults.withdrawal_days.into()),
        RETURN_PHOTO_DAYS => Some(RETURN_PHOTO_DAYS_DEFAULT.into()),
        HOLDS => Some(serde_json::Value::Null),
        _ => None,
    }
}

fn put(rules: &mut HouseRules, key: &str, value: serde_json::Value) -> Result<(), serde_json::Error> {
    match key {
        SHIPPING => rules.shipping = serde_json::from_value::<ShippingTable>(value)?,
        TAX => rules.tax = serde_json::from_value::<TaxTable>(value)?,
        COMMISSION_RULES => rules.commission = serde_json::from_value::<CommissionRules>(value)?,
        ART => rules.art = serde_json::from_value::<ArtRules>(value)?,
        SALES_PAUSED => rules.sales_paused = serde_json::from_value::<bool>(value)?,
        HOLDS => {
            if let Some(times) = serde_json::from_value::<Option<HoldTimes>>(value)? {
                (rules.holds.ttl_s, rules.holds.extension_s) = (times.ttl_s, times.extension_s);
            }
        }
        WITHDRAWAL_DAYS => {
            if let Some(days) = serde_json::from_value::<Option<u32>>(value)? {
                rules.withdrawal_days = days;
            }
        }
        _ => {}
    }
    Ok(())
}
