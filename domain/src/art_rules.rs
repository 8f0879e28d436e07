//! What the operator enters about art and its tax: how large an edition of works of art may be, artists' resale rights, and the
//! texts that invoices bear besides the wordings of the Directive.
//!
//! Data with a first day, never constants of the program. What a new house begins with is general knowledge, to be checked
//! by the operator's adviser.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::address::Country;
use crate::edition::{Edition, EditionKind};
use crate::money::Money;
use crate::resale_right::{Resale, ResaleRight, ResaleRule};
use crate::tax::{TaxReason, TaxRegime};

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArtRules {
    /// In any order.
    pub edition_limits: Vec<EditionLimit>,
    /// In any order.
    pub resale_rules: Vec<ResaleRule>,
    /// Texts of invoices.
    pub notes: Vec<TaxNote>,
}

/// How many copies of a kind of work are works of art for VAT (Annex IX of Directive 2006/112/EC), from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionLimit {
    /// Words that a medium has one of, in lower case: `photograph`, `gelatin silver`.
    pub mediums: Vec<String>,
    /// The country of the seller; `None` for every one without a limit of its own.
    pub country: Option<Country>,
    /// The most copies, proofs included.
    pub copies_max: u32,
    /// In force from this day.
    pub valid_from: NaiveDate,
}

/// A text for the invoices with a line of one regime, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxNote {
    /// The regime.
    pub regime: TaxRegime,
    /// The language of the document: `en`, `de`, `fr`.
    pub language: String,
    /// The text, a paragraph.
    pub text: String,
}

impl EditionLimit {
    fn is_about(&self, medium: &str) -> bool {
        let medium = medium.to_lowercase();
        self.mediums.iter().any(|word| !word.is_empty() && medium.contains(word.as_str()))
    }
}

impl ArtRules {
    /// The limit in force for a medium in a country on a day: its own before that of all, the latest before earlier ones, and the
    /// strictest of one day.
    #[must_use]
    pub fn limit(&self, medium: &str, seller: Country, on: NaiveDate) -> Option<&EditionLimit> {
        self.edition_limits
            .iter()
            .filter(|limit| limit.valid_from <= on && limit.country.is_none_or(|country| country == seller))
            .filter(|limit| limit.is_about(medium))
            .max_by_key(|limit| (limit.country.is_some(), limit.valid_from, std::cmp::Reverse(limit.copies_max)))
    }

    /// The regime of an edition before it is known where it goes: what its seller has chosen, but the standard rate where
    /// the edition has more copies than a work of art may have. An open edition has more than any number. Without a known
    /// medium the seller's choice stands.
    #[must_use]
    pub fn regime(
        &self,
        edition: &Edition,
        medium: Option<&str>,
        seller: Country,
        on: NaiveDate,
    ) -> (TaxRegime, TaxReason) {
        let chosen = edition.tax_regime;
        let of_art = matches!(chosen, TaxRegime::ReducedArt | TaxRegime::MarginArt);
        let limit = medium.filter(|_| of_art).and_then(|medium| self.limit(medium, seller, on));
        match limit {
            Some(limit) if exceeds(edition, limit.copies_max) => (TaxRegime::Standard, TaxReason::EditionTooLarge),
            _ => (chosen, TaxReason::Chosen),
        }
    }

    /// The artist's resale right at the sale of one work for a net price, by the rule of the seller's country.
    #[must_use]
    pub fn resale_right(&self, resale: &Resale, seller: Country, net: Money, on: NaiveDate) -> ResaleRight {
        ResaleRule::in_force(&self.resale_rules, seller, on)
            .map_or(ResaleRight::NoRule, |rule| rule.at_sale(resale, net, on))
    }

    /// The operator's texts for these regimes in a document's language; `de-AT` takes those of `de`.
    pub fn notes_for<'r>(&'r self, regimes: &'r [TaxRegime], locale: &'r str) -> impl Iterator<Item = &'r str> {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        self.notes
            .iter()
            .filter(move |note| note.language == language && regimes.contains(&note.regime))
            .map(|note| note.text.as_str())
    }
}

fn exceeds(edition: &Edition, copies_max: u32) -> bool {
    match edition.kind {
        EditionKind::Unique => false,
        EditionKind::Limited => edition.size.saturating_add(edition.artist_proofs) > copies_max,
        EditionKind::Open => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ArtworkId, EditionId};
    use crate::money::Currency;

    fn country(code: &str) -> Country {
        Country::parse(code).unwrap()
    }

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 6, 1).unwrap()
    }

    fn limit(word: &str, of: Option<&str>, copies_max: u32, year: i32) -> EditionLimit {
        EditionLimit { mediums: vec![word.into()], country: of.map(country), copies_max, valid_from: day(year) }
    }

    fn rules() -> ArtRules {
        ArtRules {
            edition_limits: vec![
                limit("photograph", None, 30, 2000),
                limit("bronze", None, 8, 2000),
                limit("photograph", Some("FR"), 12, 2020),
            ],
            ..ArtRules::default()
        }
    }

    fn edition(kind: EditionKind, size: u32, artist_proofs: u32, tax_regime: TaxRegime) -> Edition {
        Edition {
            id: EditionId(uuid::Uuid::from_u128(1)),
            artwork_id: ArtworkId(uuid::Uuid::from_u128(2)),
            kind,
            label: None,
            size,
            artist_proofs,
            width_tenth_mm: 4_000,
            height_tenth_mm: 3_000,
            depth_tenth_mm: 0,
            weight_g: 500,
            price: Money::new(12_000, Currency::EUR),
            tax_regime,
            max_per_customer: None,
            available_from: None,
            made_to_order: false,
        }
    }

    #[test]
    fn an_edition_beyond_the_limit_is_no_work_of_art() {
        let of = |kind, size, proofs, regime, medium: &str| {
            rules().regime(&edition(kind, size, proofs, regime), Some(medium), country("DE"), day(2026))
        };
        let art = TaxRegime::ReducedArt;
        let too_large = (TaxRegime::Standard, TaxReason::EditionTooLarge);
        assert_eq!(of(EditionKind::Limited, 30, 0, art, "Colour Photograph"), (art, TaxReason::Chosen));
        assert_eq!(of(EditionKind::Limited, 29, 2, art, "Colour Photograph"), too_large);
        assert_eq!(of(EditionKind::Limited, 9, 0, TaxRegime::MarginArt, "Patinated bronze"), too_large);
        assert_eq!(of(EditionKind::Open, 0, 0, art, "Photograph"), too_large);
        assert_eq!(of(EditionKind::Unique, 0, 0, art, "Photograph"), (art, TaxReason::Chosen));
        assert_eq!(of(EditionKind::Limited, 500, 0, art, "Etching"), (art, TaxReason::Chosen));
        let exempt = TaxRegime::ExemptSmallBusiness;
        assert_eq!(of(EditionKind::Limited, 500, 0, exempt, "Photograph"), (exempt, TaxReason::Chosen));
        let unknown = edition(EditionKind::Limited, 500, 0, art);
        assert_eq!(rules().regime(&unknown, None, country("DE"), day(2026)), (art, TaxReason::Chosen));
    }

    #[test]
    fn the_limit_of_the_country_and_of_the_day_is_taken() {
        let rules = rules();
        let max = |of: &str, year| rules.limit("Photograph", country(of), day(year)).map(|limit| limit.copies_max);
        assert_eq!((max("DE", 2026), max("FR", 2026)), (Some(30), Some(12)));
        assert_eq!((max("FR", 2019), max("FR", 1999)), (Some(30), None));
    }

    #[test]
    fn texts_of_the_operator_follow_regime_and_language() {
        let note = |regime, of: &str, text: &str| TaxNote { regime, language: of.into(), text: text.into() };
        let rules = ArtRules {
            notes: vec![
                note(TaxRegime::Export, "de", "Ausfuhr."),
                note(TaxRegime::Export, "en", "Export."),
                note(TaxRegime::MarginArt, "de", "Marge."),
            ],
            ..ArtRules::default()
        };
        let texts = |locale| rules.notes_for(&[TaxRegime::Export], locale).collect::<Vec<_>>();
        assert_eq!((texts("de-AT"), texts("en"), texts("fr")), (vec!["Ausfuhr."], vec!["Export."], vec![]));
    }
}
