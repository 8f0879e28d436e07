//! Editions of a work as they come in, checked once into the domain's.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use impasto_domain::edition::{COPIES_MAX, Edition, EditionKind};
use impasto_domain::ids::{ArtworkId, EditionId};
use impasto_domain::money::{AMOUNT_MINOR_MAX, Currency, Money};
use impasto_domain::read::ArtworkRecord;
use impasto_domain::tax::TaxRegime;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::{MoneyJson, cm};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::given;

const EDITIONS_MAX: usize = 20;
/// Copies of all editions of a work, proofs included.
const COPIES_TOGETHER_MAX: u32 = 100_000;
const LENGTH_CM_MAX: f64 = 10_000.0;
const WEIGHT_KG_MAX: f64 = 10_000.0;

/// One thing to sell of a work.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionInput {
    /// `unique`, `limited` or `open`.
    pub kind: String,
    /// What it is called.
    #[serde(default)]
    pub label: Option<String>,
    /// Numbered copies of a limited edition.
    #[serde(default)]
    pub size: Option<u32>,
    /// Artist's proofs; limited only.
    #[serde(default)]
    pub artist_proofs: Option<u32>,
    /// Centimetres.
    pub width_cm: f64,
    /// Centimetres.
    pub height_cm: f64,
    /// Centimetres.
    #[serde(default)]
    pub depth_cm: f64,
    /// Kilograms.
    pub weight_kg: f64,
    /// Gross price of one.
    pub price: MoneyJson,
    /// How it is taxed.
    #[serde(default = "standard")]
    pub tax_regime: String,
    /// The most one customer may have.
    #[serde(default)]
    pub max_per_customer: Option<u32>,
    /// Not for sale before.
    #[serde(default)]
    pub available_from: Option<DateTime<Utc>>,
    /// Whether each copy is made to its buyer's order: there is no withdrawing from it, and buyers are told before.
    #[serde(default)]
    pub made_to_order: bool,
}

/// What changes of one edition; what is left out stays. Without an id it is a new one, which needs what a new one needs.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EditionPatch {
    /// The edition.
    pub id: Option<Uuid>,
    /// `unique`, `limited` or `open`.
    pub kind: Option<String>,
    /// What it is called; null takes it away.
    #[serde(deserialize_with = "given")]
    pub label: Option<Option<String>>,
    /// Numbered copies of a limited edition.
    pub size: Option<u32>,
    /// Artist's proofs; limited only.
    pub artist_proofs: Option<u32>,
    /// Centimetres.
    pub width_cm: Option<f64>,
    /// Centimetres.
    pub height_cm: Option<f64>,
    /// Centimetres.
    pub depth_cm: Option<f64>,
    /// Kilograms.
    pub weight_kg: Option<f64>,
    /// Gross price of one.
    pub price: Option<MoneyJson>,
    /// How it is taxed.
    pub tax_regime: Option<String>,
    /// The most one customer may have; null is any number.
    #[serde(deserialize_with = "given")]
    pub max_per_customer: Option<Option<u32>>,
    /// Not for sale before; null is at once.
    #[serde(deserialize_with = "given")]
    pub available_from: Option<Option<DateTime<Utc>>>,
    /// Whether each copy is made to its buyer's order.
    pub made_to_order: Option<bool>,
}

fn standard() -> String {
    "standard".to_owned()
}

/// An edition as it comes in, with its id if it is known.
pub(super) type Filled = (Option<EditionId>, EditionInput);

/// The editions of a patch with all that it leaves out.
pub(super) fn fill_editions(fields: &mut Fields, record: &ArtworkRecord, patches: &[EditionPatch]) -> Vec<Filled> {
    let mut seen = BTreeSet::new();
    let mut filled = Vec::new();
    for (index, patch) in patches.iter().take(EDITIONS_MAX + 1).enumerate() {
        fields.within(format_args!("/editions/{index}"), |fields| {
            let known = patch.id.map(|id| record.editions.iter().find(|(known, _)| known.id.0 == id));
            match known {
                Some(None) => fields.add("/id", "is not an edition of this work"),
                Some(Some(_)) => fields.check(seen.insert(patch.id), "/id", "is given twice"),
                None if record.status.is_unsubmitted() => {}
                None => fields.add("/id", "only known editions can change once a work was submitted"),
            }
            let known = known.flatten().map(|(edition, _)| edition);
            filled.push((known.map(|known| known.id), patch.fill(fields, known)));
        });
    }
    filled
}

impl EditionPatch {
    fn fill(&self, fields: &mut Fields, known: Option<&Edition>) -> EditionInput {
        let old = known.map(EditionInput::from);
        let missing = "is required";
        // An id that is not known is told as that and nothing else.
        let mut need = |is_there: bool, pointer: &str| fields.check(is_there || self.id.is_some(), pointer, missing);
        need(self.kind.is_some(), "/kind");
        need(self.width_cm.is_some(), "/width_cm");
        need(self.height_cm.is_some(), "/height_cm");
        need(self.weight_kg.is_some(), "/weight_kg");
        need(self.price.is_some(), "/price");
        // What stands in for a field that is missing passes every check, so that it is told once.
        let old = old.unwrap_or_else(EditionInput::acceptable);
        let kind = self.kind.clone().unwrap_or_else(|| old.kind.clone());
        let numbers_stay = kind == old.kind;
        EditionInput {
            kind,
            label: self.label.clone().unwrap_or(old.label),
            size: self.size.or(old.size.filter(|_| numbers_stay)),
            artist_proofs: self.artist_proofs.or(old.artist_proofs.filter(|_| numbers_stay)),
            width_cm: self.width_cm.unwrap_or(old.width_cm),
            height_cm: self.height_cm.unwrap_or(old.height_cm),
            depth_cm: self.depth_cm.unwrap_or(old.depth_cm),
            weight_kg: self.weight_kg.unwrap_or(old.weight_kg),
            price: self.price.clone().unwrap_or(old.price),
            tax_regime: self.tax_regime.clone().unwrap_or(old.tax_regime),
            max_per_customer: self.max_per_customer.unwrap_or(old.max_per_customer),
            available_from: self.available_from.unwrap_or(old.available_from),
            made_to_order: self.made_to_order.unwrap_or(old.made_to_order),
        }
    }
}

impl EditionInput {
    fn acceptable() -> Self {
        Self {
            kind: EditionKind::Open.as_str().to_owned(),
            label: None,
            size: None,
            artist_proofs: None,
            width_cm: 1.0,
            height_cm: 1.0,
            depth_cm: 0.0,
            weight_kg: 1.0,
            price: MoneyJson::from(Money::new(1, Currency::EUR)),
            tax_regime: standard(),
            max_per_customer: None,
            available_from: None,
            made_to_order: false,
        }
    }
}

impl From<&Edition> for EditionInput {
    fn from(edition: &Edition) -> Self {
        let limited = edition.kind == EditionKind::Limited;
        Self {
            kind: edition.kind.as_str().to_owned(),
            label: edition.label.clone(),
            size: limited.then_some(edition.size),
            artist_proofs: limited.then_some(edition.artist_proofs),
            width_cm: cm(edition.width_tenth_mm),
            height_cm: cm(edition.height_tenth_mm),
            depth_cm: cm(edition.depth_tenth_mm),
            weight_kg: f64::from(edition.weight_g) / 1_000.0,
            price: MoneyJson::from(edition.price),
            tax_regime: edition.tax_regime.as_str().to_owned(),
            max_per_customer: edition.max_per_customer,
            available_from: edition.available_from,
            made_to_order: edition.made_to_order,
        }
    }
}

impl From<EditionInput> for EditionPatch {
    fn from(input: EditionInput) -> Self {
        Self {
            id: None,
            kind: Some(input.kind),
            label: Some(input.label),
            size: input.size,
            artist_proofs: input.artist_proofs,
            width_cm: Some(input.width_cm),
            height_cm: Some(input.height_cm),
            depth_cm: Some(input.depth_cm),
            weight_kg: Some(input.weight_kg),
            price: Some(input.price),
            tax_regime: Some(input.tax_regime),
            max_per_customer: Some(input.max_per_customer),
            available_from: Some(input.available_from),
            made_to_order: Some(input.made_to_order),
        }
    }
}

/// Checks the editions of a work together; refused ones are told in `fields` and are never used.
pub(super) fn check_editions(
    fields: &mut Fields,
    app: &App,
    artwork_id: ArtworkId,
    inputs: Vec<Filled>,
) -> Vec<Edition> {
    fields.check(inputs.len() <= EDITIONS_MAX, "/editions", format!("must have at most {EDITIONS_MAX} entries"));
    let looked_at = inputs.iter().take(EDITIONS_MAX).enumerate();
    let editions: Vec<Edition> = looked_at
        .map(|(index, (id, input))| {
            let id = id.unwrap_or_else(|| app.mint());
            fields
                .within(format_args!("/editions/{index}"), |fields| check_edition(fields, app, (id, artwork_id), input))
        })
        .collect();
    let copies: u32 = editions.iter().map(|edition| edition.total().unwrap_or(0)).sum();
    // They are all made in one commit, which others wait for.
    let good = copies <= COPIES_TOGETHER_MAX;
    fields.check(good, "/editions", format!("must have at most {COPIES_TOGETHER_MAX} copies together"));
    let one_currency = editions.windows(2).all(|pair| pair[0].price.currency == pair[1].price.currency);
    fields.check(one_currency, "/editions", "must all be in one currency");
    editions
}

fn check_edition(
    fields: &mut Fields,
    app: &App,
    (id, artwork_id): (EditionId, ArtworkId),
    input: &EditionInput,
) -> Edition {
    let parsed_kind = EditionKind::parse(&input.kind);
    let kind = parsed_kind.unwrap_or(EditionKind::Open);
    let (size, artist_proofs) = (input.size.unwrap_or(0), input.artist_proofs.unwrap_or(0));
    if parsed_kind.is_none() {
        fields.add("/kind", "must be unique, limited or open");
    } else if kind == EditionKind::Limited {
        fields.check(size >= 1, "/size", "a limited edition has at least one numbered copy");
        let most = size.saturating_add(artist_proofs) <= COPIES_MAX;
        fields.check(most, "/size", format!("an edition has at most {COPIES_MAX} copies, proofs included"));
    } else {
        fields.check(
            input.size.is_none_or(|size| size <= 1 && kind == EditionKind::Unique),
            "/size",
            "is for limited editions",
        );
        fields.check(artist_proofs == 0, "/artist_proofs", "are for limited editions");
    }
    let currency = Currency::from_code(&input.price.currency);
    let known = currency.is_some_and(|currency| app.currencies.contains(&currency));
    fields.check(known, "/price/currency", "must be one of the house's currencies");
    fields.range("/price/amount", input.price.amount, 1..=AMOUNT_MINOR_MAX);
    let regime = TaxRegime::parse(&input.tax_regime).filter(|regime| regime.is_sellers_choice());
    let regimes = "must be standard, reduced_art, margin_art or exempt_small_business";
    fields.check(regime.is_some(), "/tax_regime", regimes);
    if let Some(max) = input.max_per_customer {
        fields.range("/max_per_customer", max, 1..=COPIES_MAX);
    }
    let limited = kind == EditionKind::Limited;
    Edition {
        id,
        artwork_id,
        kind,
        label: fields.optional_line("/label", input.label.as_deref(), 120),
        // Refused above where there are more; nothing below need fear for its sums.
        size: if limited { size.min(COPIES_MAX) } else { 0 },
        artist_proofs: if limited { artist_proofs.min(COPIES_MAX) } else { 0 },
        width_tenth_mm: scaled(fields, "/width_cm", input.width_cm, 100.0, 0.01..=LENGTH_CM_MAX),
        height_tenth_mm: scaled(fields, "/height_cm", input.height_cm, 100.0, 0.01..=LENGTH_CM_MAX),
        depth_tenth_mm: scaled(fields, "/depth_cm", input.depth_cm, 100.0, 0.0..=LENGTH_CM_MAX),
        weight_g: scaled(fields, "/weight_kg", input.weight_kg, 1_000.0, 0.001..=WEIGHT_KG_MAX),
        price: Money::new(input.price.amount, currency.unwrap_or(Currency::EUR)),
        tax_regime: regime.unwrap_or(TaxRegime::Standard),
        max_per_customer: input.max_per_customer,
        available_from: input.available_from,
        made_to_order: input.made_to_order,
    }
}

/// The prices that differ from what is known, once nothing else may.
pub(super) fn changed_prices(
    fields: &mut Fields,
    record: &ArtworkRecord,
    editions: &[Edition],
) -> Vec<(EditionId, Money)> {
    let mut prices = Vec::new();
    for (index, edition) in editions.iter().enumerate() {
        // One that is not known was told already.
        let known = record.editions.iter().find(|(known, _)| known.id == edition.id);
        let Some((known, _)) = known else { continue };
        let same = Edition { price: known.price, ..edition.clone() };
        fields.check(
            same == *known,
            format_args!("/editions/{index}"),
            "only the price can change once a work was submitted",
        );
        let currency = known.price.currency == edition.price.currency;
        fields.check(currency, format_args!("/editions/{index}/price/currency"), "cannot change");
        if known.price != edition.price {
            prices.push((known.id, edition.price));
        }
    }
    prices
}

fn scaled(fields: &mut Fields, pointer: &str, value: f64, scale: f64, range: std::ops::RangeInclusive<f64>) -> u32 {
    let good = value.is_finite() && range.contains(&value);
    fields.check(good, pointer, format!("must be between {} and {}", range.start(), range.end()));
    // In range by the check above; a refused one is never used.
    if good { (value * scale).round() as u32 } else { 0 }
}
