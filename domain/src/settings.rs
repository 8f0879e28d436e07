//! What the operator decides and a decision needs: tables, policies, switches; and how the house presents itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::art_rules::ArtRules;
use crate::commission::CommissionRules;
use crate::hold::HoldPolicy;
use crate::shipping::ShippingTable;
use crate::tax::TaxTable;

/// Name of the setting with the house's [`ShippingTable`].
pub const SHIPPING: &str = "shipping";
/// Name of the setting with the house's [`TaxTable`].
pub const TAX: &str = "tax";
/// Name of the setting with the house's [`ArtRules`].
pub const ART: &str = "art";
/// Name of the setting that stops new holds; a JSON boolean.
pub const SALES_PAUSED: &str = "sales_paused";
/// Name of the setting with the days that buyers have to withdraw, counted from the arrival of the last parcel; null is
/// [`WITHDRAWAL_DAYS_DEFAULT`].
pub const WITHDRAWAL_DAYS: &str = "withdrawal_days";
/// The days that the law of the European Union gives at least.
pub const WITHDRAWAL_DAYS_DEFAULT: u32 = 14;
/// The most days that a house may give.
pub const WITHDRAWAL_DAYS_MAX: u32 = 365;
/// Name of the setting with the days that photographs of damage are kept after the answer; null is
/// [`RETURN_PHOTO_DAYS_DEFAULT`].
pub const RETURN_PHOTO_DAYS: &str = "return_photo_days";
/// Days that photographs of damage are kept, unless set.
pub const RETURN_PHOTO_DAYS_DEFAULT: u32 = 180;
/// What the program notes of itself: that the demonstration hangs here. Nothing that a house sets, sees or brings back.
pub const DEMO: &str = "demo";
/// Name of the setting with [`HoldTimes`]; null is as configured.
pub const HOLDS: &str = "holds";
/// Name of the setting with the house's name; null is as configured.
pub const SITE_NAME: &str = "site_name";
/// Name of the setting with the [`Accent`]; null is none.
pub const ACCENT: &str = "accent";
/// Name of the setting with the [`Logo`]; null is none.
pub const LOGO: &str = "logo";
/// Name of the setting with the house's [`CommissionRules`].
pub const COMMISSION_RULES: &str = "commission_rules";
/// Name of the setting with the commission of new sellers, in basis points; null is as configured.
pub const COMMISSION: &str = "commission_basis_points";

/// The rules of the house as one decision sees them. Tables come from the database, policies from configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseRules {
    /// How long holds last.
    pub holds: HoldPolicy,
    /// Whether a submission waits for a moderator.
    pub moderated: bool,
    /// Shipping prices of sellers without a table of their own.
    pub shipping: ShippingTable,
    /// Tax rates.
    pub tax: TaxTable,
    /// Commissions other than the sellers' own.
    #[serde(default)]
    pub commission: CommissionRules,
    /// Limits of editions, resale rights, texts of invoices.
    #[serde(default)]
    pub art: ArtRules,
    /// While true no new hold is placed; what is held may still be bought.
    pub sales_paused: bool,
    /// Whether mails are sent; while they are not, nothing is written for them.
    #[serde(default)]
    pub mails: bool,
    /// For how many days after the arrival of the last parcel a buyer may withdraw.
    #[serde(default = "withdrawal_days_default")]
    pub withdrawal_days: u32,
}

fn withdrawal_days_default() -> u32 {
    WITHDRAWAL_DAYS_DEFAULT
}

/// How long holds last, as staff may set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldTimes {
    /// Seconds a new hold lasts.
    pub ttl_s: u32,
    /// Seconds the one extension adds.
    pub extension_s: u32,
}

/// The colour that stands out: one for each theme, since none can be read on both papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accent {
    /// `#rrggbb`, on light paper.
    pub light: String,
    /// `#rrggbb`, on dark paper.
    pub dark: String,
}

/// The house's picture of itself, in the public part of the media store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// Its key there.
    pub key: String,
    /// Pixels.
    pub width_px: u32,
    /// Pixels.
    pub height_px: u32,
}

/// A page that the law, or good manners, wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalPage {
    /// Who runs the house.
    Imprint,
    /// On what terms it sells.
    Terms,
    /// What it knows of people.
    Privacy,
    /// How things come back.
    Returns,
}

/// How the house presents itself. What is not set is as configured, or not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HouseProfile {
    /// Its name.
    pub site_name: Option<String>,
    /// The colour that stands out.
    pub accent: Option<Accent>,
    /// Its picture.
    pub logo: Option<Logo>,
    /// The commission of new sellers, in basis points.
    pub commission_basis_points: Option<u32>,
    /// The texts of its legal pages.
    pub legal: BTreeMap<LegalPage, String>,
}

impl LegalPage {
    /// All of them, in the order they are linked.
    pub const ALL: [Self; 4] = [Self::Imprint, Self::Terms, Self::Privacy, Self::Returns];

    /// The name in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Imprint => "imprint",
            Self::Terms => "terms",
            Self::Privacy => "privacy",
            Self::Returns => "returns",
        }
    }

    /// The page of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.as_str() == name)
    }

    /// The name of the setting with its text; null is none.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Imprint => "legal_imprint",
            Self::Terms => "legal_terms",
            Self::Privacy => "legal_privacy",
            Self::Returns => "legal_returns",
        }
    }
}

impl HouseProfile {
    /// The profile that settings make. What cannot be read is left out, and its names are answered beside it: a page is
    /// shown without its accent rather than not at all.
    #[must_use]
    pub fn read(settings: &[(String, Value)]) -> (Self, Vec<String>) {
        let (mut profile, mut strange) = (Self::default(), Vec::new());
        for (key, value) in settings.iter().filter(|(_, value)| !value.is_null()) {
            if profile.take(key, value).is_err() {
                strange.push(key.clone());
            }
        }
        (profile, strange)
    }

    fn take(&mut self, key: &str, value: &Value) -> Result<(), serde_json::Error> {
        match key {
            SITE_NAME => self.site_name = Some(String::deserialize(value)?),
            ACCENT => self.accent = Some(Accent::deserialize(value)?),
            LOGO => self.logo = Some(Logo::deserialize(value)?),
            COMMISSION => self.commission_basis_points = Some(u32::deserialize(value)?),
            _ => {
                if let Some(page) = LegalPage::ALL.into_iter().find(|page| page.key() == key) {
                    self.legal.insert(page, String::deserialize(value)?);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_make_a_profile_and_what_cannot_be_read_is_named() {
        let settings = [
            (SITE_NAME, json!("Galerie am Deich")),
            (ACCENT, json!({"light": "#2456a6", "dark": "#9ec1ff"})),
            (COMMISSION, json!("a lot")),
            ("legal_terms", json!("We sell.")),
            ("legal_imprint", json!(null)),
            (SALES_PAUSED, json!(true)),
        ];
        let settings: Vec<(String, Value)> = settings.map(|(key, value)| (key.to_owned(), value)).to_vec();
        let (profile, strange) = HouseProfile::read(&settings);
        assert_eq!(profile.site_name.as_deref(), Some("Galerie am Deich"));
        assert_eq!(profile.accent.map(|accent| accent.dark).as_deref(), Some("#9ec1ff"));
        assert_eq!(profile.legal, BTreeMap::from([(LegalPage::Terms, "We sell.".to_owned())]));
        assert_eq!((profile.commission_basis_points, strange), (None, vec![COMMISSION.to_owned()]));
    }

    #[test]
    fn every_legal_page_is_found_by_its_name() {
        for page in LegalPage::ALL {
            assert_eq!(LegalPage::parse(page.as_str()), Some(page));
            assert_eq!(page.key(), format!("legal_{}", page.as_str()));
        }
        assert_eq!(LegalPage::parse("cookies"), None);
    }
}
