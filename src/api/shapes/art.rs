//! The rules of art on the wire, both ways: limits of editions, artists' resale rights, texts of invoices.

use chrono::NaiveDate;
use impasto_domain::address::Country;
use impasto_domain::art_rules::{ArtRules, EditionLimit, TaxNote};
use impasto_domain::money::{AMOUNT_MINOR_MAX, Currency};
use impasto_domain::resale_right::{ResaleBand, ResaleRule};
use impasto_domain::tax::TaxRegime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tables::hundredths;
use crate::gateway::fields::Fields;

/// The most limits, rules, texts, bands of a rule and words of a limit.
const LIMITS_MAX: usize = 500;
const RULES_MAX: usize = 500;
const NOTES_MAX: usize = 100;
const BANDS_MAX: usize = 20;
const WORDS_MAX: usize = 30;
/// The languages that documents are written in.
const LANGUAGES: [&str; 3] = ["en", "de", "fr"];

/// Limits of editions, artists' resale rights, texts of invoices.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ArtRules)]
#[serde(deny_unknown_fields, default)]
pub struct ArtRulesJson {
    /// How many copies of a kind of work are works of art.
    pub edition_limits: Vec<EditionLimitJson>,
    /// Artists' resale rights.
    pub resale_rules: Vec<ResaleRuleJson>,
    /// Texts of invoices besides the wordings of the Directive.
    pub notes: Vec<TaxNoteJson>,
}

/// How many copies of a kind of work are works of art, from a day on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = EditionLimit)]
#[serde(deny_unknown_fields)]
pub struct EditionLimitJson {
    /// Words that a medium has one of.
    pub mediums: Vec<String>,
    /// The seller's country; null for every one without a limit of its own.
    pub country: Option<String>,
    /// The most copies, proofs included.
    #[schema(minimum = 1)]
    pub copies_max: u32,
    /// In force from this day.
    pub valid_from: NaiveDate,
}

/// Artists' resale right in a country, from a day on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ResaleRule)]
#[serde(deny_unknown_fields)]
pub struct ResaleRuleJson {
    /// The seller's country; null for every member state without a rule of its own.
    pub country: Option<String>,
    /// The currency of all its amounts, which are in minor units.
    pub currency: String,
    /// The lowest net price that it applies to.
    pub threshold: i64,
    /// The most that one sale costs.
    pub cap: i64,
    /// Shares of the parts of the price, rising; the last has no end.
    pub bands: Vec<ResaleBandJson>,
    /// Whose artists have it.
    pub nationalities: Vec<String>,
    /// Works bought of the artist less than so many years ago are free of it up to `exempt_up_to`; 0 for none.
    #[serde(default)]
    pub exempt_years: u32,
    /// That price.
    #[serde(default)]
    pub exempt_up_to: i64,
    /// In force from this day.
    pub valid_from: NaiveDate,
}

/// A share of the part of a price up to an amount.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ResaleBand)]
#[serde(deny_unknown_fields)]
pub struct ResaleBandJson {
    /// Where it ends, in minor units; null for the last.
    pub up_to: Option<i64>,
    /// Percent, with at most two decimals.
    pub rate: f64,
}

/// A text for the invoices with a line of one regime, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TaxNote)]
#[serde(deny_unknown_fields)]
pub struct TaxNoteJson {
    /// The regime.
    pub regime: String,
    /// `en`, `de` or `fr`.
    pub language: String,
    /// The text, a paragraph.
    #[schema(max_length = 1_000)]
    pub text: String,
}

impl From<&ArtRules> for ArtRulesJson {
    fn from(rules: &ArtRules) -> Self {
        let limit = |limit: &EditionLimit| EditionLimitJson {
            mediums: limit.mediums.clone(),
            country: limit.country.map(|country| country.to_string()),
            copies_max: limit.copies_max,
            valid_from: limit.valid_from,
        };
        let band = |band: &ResaleBand| ResaleBandJson {
            up_to: band.up_to_minor,
            rate: f64::from(band.rate_basis_points) / 100.0,
        };
        let rule = |rule: &ResaleRule| ResaleRuleJson {
            country: rule.country.map(|country| country.to_string()),
            currency: rule.currency.code().to_owned(),
            threshold: rule.threshold_minor,
            cap: rule.cap_minor,
            bands: rule.bands.iter().map(band).collect(),
            nationalities: rule.nationalities.iter().map(ToString::to_string).collect(),
            exempt_years: rule.exempt_years,
            exempt_up_to: rule.exempt_up_to_minor,
            valid_from: rule.valid_from,
        };
        let note = |note: &TaxNote| TaxNoteJson {
            regime: note.regime.as_str().to_owned(),
            language: note.language.clone(),
            text: note.text.clone(),
        };
        Self {
            edition_limits: rules.edition_limits.iter().map(limit).collect(),
            resale_rules: rules.resale_rules.iter().map(rule).collect(),
            notes: rules.notes.iter().map(note).collect(),
        }
    }
}

impl ArtRulesJson {
    /// The rules, with every error noted below the present prefix of `fields`. What has an error is left out; the caller
    /// finishes `fields` before it uses the rest.
    pub fn check(&self, fields: &mut Fields) -> ArtRules {
        ArtRules {
            edition_limits: each(fields, "/edition_limits", &self.edition_limits, LIMITS_MAX, EditionLimitJson::check),
            resale_rules: each(fields, "/resale_rules", &self.resale_rules, RULES_MAX, ResaleRuleJson::check),
            notes: each(fields, "/notes", &self.notes, NOTES_MAX, TaxNoteJson::check),
        }
    }
}

/// Checks the entries of a list, each below its place.
fn each<S, T>(
    fields: &mut Fields,
    pointer: &str,
    sent: &[S],
    most: usize,
    check: impl Fn(&S, &mut Fields) -> Option<T>,
) -> Vec<T> {
    fields.check(sent.len() <= most, pointer, format!("must have at most {most} entries"));
    let entries = sent.iter().take(most).enumerate();
    entries
        .filter_map(|(place, entry)| fields.within(format_args!("{pointer}/{place}"), |fields| check(entry, fields)))
        .collect()
}

/// A country, or none for all; `None` where it is not known, which is noted.
fn country_of(fields: &mut Fields, sent: Option<&str>) -> Option<Option<Country>> {
    let Some(code) = sent else { return Some(None) };
    let country = Country::parse(code.trim());
    fields.check(country.is_some(), "/country", "must be an ISO 3166-1 alpha-2 country code");
    country.map(Some)
}

impl EditionLimitJson {
    fn check(&self, fields: &mut Fields) -> Option<EditionLimit> {
        let count = (1..=WORDS_MAX).contains(&self.mediums.len());
        fields.check(count, "/mediums", format!("must have 1 to {WORDS_MAX} entries"));
        let words = self.mediums.iter().take(WORDS_MAX).enumerate();
        let mediums =
            words.map(|(place, word)| fields.line(format_args!("/mediums/{place}"), word, 60).to_lowercase()).collect();
        fields.range("/copies_max", self.copies_max, 1..=10_000);
        let country = country_of(fields, self.country.as_deref());
        Some(EditionLimit { mediums, country: country?, copies_max: self.copies_max, valid_from: self.valid_from })
    }
}

impl ResaleRuleJson {
    fn check(&self, fields: &mut Fields) -> Option<ResaleRule> {
        let country = country_of(fields, self.country.as_deref());
        let currency = Currency::from_code(&self.currency);
        fields.check(currency.is_some(), "/currency", "must be an ISO 4217 currency code");
        for (pointer, minor) in
            [("/threshold", self.threshold), ("/cap", self.cap), ("/exempt_up_to", self.exempt_up_to)]
        {
            fields.range(pointer, minor, 0..=AMOUNT_MINOR_MAX);
        }
        fields.range("/exempt_years", self.exempt_years, 0..=100);
        let bands = self.check_bands(fields);
        let mut nationalities = Vec::new();
        for (place, code) in self.nationalities.iter().enumerate() {
            let known = Country::parse(code.trim());
            let pointer = format!("/nationalities/{place}");
            fields.check(known.is_some(), pointer, "must be an ISO 3166-1 alpha-2 country code");
            nationalities.extend(known);
        }
        Some(ResaleRule {
            country: country?,
            currency: currency?,
            threshold_minor: self.threshold,
            cap_minor: self.cap,
            bands,
            nationalities,
            exempt_years: self.exempt_years,
            exempt_up_to_minor: self.exempt_up_to,
            valid_from: self.valid_from,
        })
    }

    /// Bands that rise, and of which only the last has no end.
    fn check_bands(&self, fields: &mut Fields) -> Vec<ResaleBand> {
        let count = (1..=BANDS_MAX).contains(&self.bands.len());
        fields.check(count, "/bands", format!("must have 1 to {BANDS_MAX} entries"));
        let last = self.bands.len().saturating_sub(1);
        let (mut before, mut bands) = (0, Vec::new());
        for (place, band) in self.bands.iter().take(BANDS_MAX).enumerate() {
            let rises = match band.up_to {
                Some(end) => place < last && end > before,
                None => place == last,
            };
            fields.check(rises, format_args!("/bands/{place}/up_to"), "must rise, and only the last has none");
            before = band.up_to.unwrap_or(before);
            let rate = hundredths(band.rate, 100.0);
            let message = "must be between 0 and 100, with at most two decimals";
            fields.check(rate.is_some(), format_args!("/bands/{place}/rate"), message);
            bands.extend(rate.map(|rate_basis_points| ResaleBand { up_to_minor: band.up_to, rate_basis_points }));
        }
        bands
    }
}

impl TaxNoteJson {
    fn check(&self, fields: &mut Fields) -> Option<TaxNote> {
        let regime = TaxRegime::parse(&self.regime);
        fields.check(regime.is_some(), "/regime", "is not a regime of tax");
        let known = LANGUAGES.contains(&self.language.as_str());
        fields.check(known, "/language", "must be one of en, de, fr");
        let text = fields.line("/text", &self.text, 1_000);
        Some(TaxNote { regime: regime?, language: self.language.clone(), text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::defaults::house_rules;
    use crate::config::Config;

    #[test]
    fn what_is_shown_can_be_sent_back_as_it_is() {
        let rules = house_rules(&Config::default(), true);
        let mut fields = Fields::new();
        assert_eq!(ArtRulesJson::from(&rules.art).check(&mut fields), rules.art);
        assert!(fields.is_good());
    }

    #[test]
    fn every_wrong_entry_is_named() {
        let rules = house_rules(&Config::default(), true);
        let mut art = ArtRulesJson::from(&rules.art);
        art.edition_limits[0].copies_max = 0;
        art.edition_limits[1].country = Some("XX".into());
        art.resale_rules[0].bands[1].up_to = Some(1);
        art.resale_rules[1].bands[4].up_to = Some(100_000_000);
        art.notes.push(TaxNoteJson { regime: "export".into(), language: "it".into(), text: "x".into() });
        let mut fields = Fields::new();
        art.check(&mut fields);
        let problem = fields.finish().unwrap_err();
        let pointers: Vec<&str> = problem.field_errors().iter().map(|error| error.pointer.as_str()).collect();
        let expected = [
            "/edition_limits/0/copies_max",
            "/edition_limits/1/country",
            "/resale_rules/0/bands/1/up_to",
            "/resale_rules/1/bands/4/up_to",
            "/notes/0/language",
        ];
        assert_eq!(pointers, expected);
    }
}
