//! Works and editions as they come in, checked once into the domain's.

use chrono::{DateTime, Utc};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::edit::ArtworkText;
use impasto_domain::edition::{COPIES_MAX, Edition, EditionKind};
use impasto_domain::ids::{ArtworkId, EditionId};
use impasto_domain::money::{AMOUNT_MINOR_MAX, Currency, Money};
use impasto_domain::read::ArtworkRecord;
use impasto_domain::tax::TaxRegime;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::MoneyJson;
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::problem::Problem;

const EDITIONS_MAX: usize = 20;
const LENGTH_CM_MAX: f64 = 10_000.0;
const WEIGHT_KG_MAX: f64 = 10_000.0;

/// A new work. A draft needs only a title.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArtworkInput {
    /// Title.
    pub title: String,
    /// What it is.
    #[serde(default)]
    pub description: String,
    /// Year of making.
    #[serde(default)]
    pub year: Option<i32>,
    /// "around 1987".
    #[serde(default)]
    pub date_text: Option<String>,
    /// "Oil on linen".
    #[serde(default)]
    pub medium: String,
    /// Free text.
    #[serde(default)]
    pub styles: Vec<String>,
    /// Free text.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// The caller's own artist unless told.
    #[serde(default)]
    pub artist_id: Option<Uuid>,
    /// Former owners and exhibitions.
    #[serde(default)]
    pub provenance: Vec<String>,
    /// Signed by the artist.
    #[serde(default)]
    pub signed: bool,
    /// "Excellent".
    #[serde(default)]
    pub condition: Option<String>,
    /// Sold in a frame.
    #[serde(default)]
    pub framed: bool,
    /// What is sold.
    #[serde(default)]
    pub editions: Vec<EditionInput>,
}

/// One thing to sell of a work.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionInput {
    /// The edition, when prices of known ones change.
    #[serde(default)]
    pub id: Option<Uuid>,
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
}

/// What changes of a work; what is left out stays. Lists are replaced whole. Editions are replaced whole in a draft;
/// elsewhere each must name its id, and only its price may differ.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArtworkPatch {
    /// Title.
    #[serde(default)]
    pub title: Option<String>,
    /// What it is.
    #[serde(default)]
    pub description: Option<String>,
    /// Year of making; null takes it away.
    #[serde(default, deserialize_with = "given")]
    pub year: Option<Option<i32>>,
    /// "around 1987"; null takes it away.
    #[serde(default, deserialize_with = "given")]
    pub date_text: Option<Option<String>>,
    /// "Oil on linen".
    #[serde(default)]
    pub medium: Option<String>,
    /// Free text.
    #[serde(default)]
    pub styles: Option<Vec<String>>,
    /// Free text.
    #[serde(default)]
    pub subjects: Option<Vec<String>>,
    /// Former owners and exhibitions.
    #[serde(default)]
    pub provenance: Option<Vec<String>>,
    /// Signed by the artist.
    #[serde(default)]
    pub signed: Option<bool>,
    /// "Excellent"; null takes it away.
    #[serde(default, deserialize_with = "given")]
    pub condition: Option<Option<String>>,
    /// Sold in a frame.
    #[serde(default)]
    pub framed: Option<bool>,
    /// What is sold.
    #[serde(default)]
    pub editions: Option<Vec<EditionInput>>,
}

/// A checked patch: all words anew, editions to replace, prices to change.
pub type Patched = (ArtworkText, Option<Vec<Edition>>, Vec<(EditionId, Money)>);

fn standard() -> String {
    "standard".to_owned()
}

/// Tells a null that was given from a field that was left out.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

impl ArtworkInput {
    /// The words and editions of a new work.
    ///
    /// # Errors
    /// 422 with every field that is not acceptable.
    pub fn check(&self, app: &App, artwork_id: ArtworkId) -> Result<(ArtworkText, Vec<Edition>), Problem> {
        let mut fields = Fields::new();
        let text = ArtworkText {
            title: self.title.clone(),
            description: self.description.clone(),
            year: self.year,
            date_text: self.date_text.clone(),
            medium: self.medium.clone(),
            styles: self.styles.clone(),
            subjects: self.subjects.clone(),
            provenance: self.provenance.clone(),
            signed: self.signed,
            condition: self.condition.clone(),
            framed: self.framed,
        };
        let text = check_text(&mut fields, text);
        let editions = check_editions(&mut fields, app, artwork_id, &self.editions);
        fields.finish()?;
        Ok((text, editions))
    }
}

impl ArtworkPatch {
    /// What a work becomes.
    ///
    /// # Errors
    /// 422 with every field that is not acceptable; 409 for editions that can no longer change.
    pub fn check(&self, app: &App, record: &ArtworkRecord) -> Result<Patched, Problem> {
        let mut fields = Fields::new();
        let old = record.text.clone();
        let text = ArtworkText {
            title: self.title.clone().unwrap_or(old.title),
            description: self.description.clone().unwrap_or(old.description),
            year: self.year.unwrap_or(old.year),
            date_text: self.date_text.clone().unwrap_or(old.date_text),
            medium: self.medium.clone().unwrap_or(old.medium),
            styles: self.styles.clone().unwrap_or(old.styles),
            subjects: self.subjects.clone().unwrap_or(old.subjects),
            provenance: self.provenance.clone().unwrap_or(old.provenance),
            signed: self.signed.unwrap_or(old.signed),
            condition: self.condition.clone().unwrap_or(old.condition),
            framed: self.framed.unwrap_or(old.framed),
        };
        let text = check_text(&mut fields, text);
        let Some(inputs) = &self.editions else {
            fields.finish()?;
            return Ok((text, None, Vec::new()));
        };
        let editions = check_editions(&mut fields, app, record.id, inputs);
        if record.status == ArtworkStatus::Draft {
            fields.finish()?;
            return Ok((text, Some(editions), Vec::new()));
        }
        let prices = changed_prices(&mut fields, record, inputs, &editions);
        fields.finish()?;
        Ok((text, None, prices))
    }
}

fn check_text(fields: &mut Fields, text: ArtworkText) -> ArtworkText {
    if let Some(year) = text.year {
        fields.range("/year", year, -10_000..=2_200);
    }
    ArtworkText {
        title: fields.line("/title", &text.title, 200),
        description: fields.prose("/description", &text.description, 10_000),
        year: text.year,
        date_text: fields.optional_line("/date_text", text.date_text.as_deref(), 80),
        medium: fields.optional_line("/medium", Some(&text.medium), 120).unwrap_or_default(),
        styles: fields.lines("/styles", &text.styles, 20, 60),
        subjects: fields.lines("/subjects", &text.subjects, 20, 60),
        provenance: fields.lines("/provenance", &text.provenance, 50, 300),
        signed: text.signed,
        condition: fields.optional_line("/condition", text.condition.as_deref(), 300),
        framed: text.framed,
    }
}

fn check_editions(fields: &mut Fields, app: &App, artwork_id: ArtworkId, inputs: &[EditionInput]) -> Vec<Edition> {
    fields.check(inputs.len() <= EDITIONS_MAX, "/editions", format!("must have at most {EDITIONS_MAX} entries"));
    let looked_at = inputs.iter().take(EDITIONS_MAX).enumerate();
    let editions: Vec<Edition> = looked_at
        .map(|(index, input)| {
            fields.within(format_args!("/editions/{index}"), |fields| check_edition(fields, app, artwork_id, input))
        })
        .collect();
    let one_currency = editions.windows(2).all(|pair| pair[0].price.currency == pair[1].price.currency);
    fields.check(one_currency, "/editions", "must all be in one currency");
    editions
}

fn check_edition(fields: &mut Fields, app: &App, artwork_id: ArtworkId, input: &EditionInput) -> Edition {
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
        id: input.id.map_or_else(|| app.mint(), EditionId),
        artwork_id,
        kind,
        label: fields.optional_line("/label", input.label.as_deref(), 120),
        size: if limited { size } else { 0 },
        artist_proofs: if limited { artist_proofs } else { 0 },
        width_tenth_mm: scaled(fields, "/width_cm", input.width_cm, 100.0, 0.01..=LENGTH_CM_MAX),
        height_tenth_mm: scaled(fields, "/height_cm", input.height_cm, 100.0, 0.01..=LENGTH_CM_MAX),
        depth_tenth_mm: scaled(fields, "/depth_cm", input.depth_cm, 100.0, 0.0..=LENGTH_CM_MAX),
        weight_g: scaled(fields, "/weight_kg", input.weight_kg, 1_000.0, 0.001..=WEIGHT_KG_MAX),
        price: Money::new(input.price.amount, currency.unwrap_or(Currency::EUR)),
        tax_regime: regime.unwrap_or(TaxRegime::Standard),
        max_per_customer: input.max_per_customer,
        available_from: input.available_from,
    }
}

fn changed_prices(
    fields: &mut Fields,
    record: &ArtworkRecord,
    inputs: &[EditionInput],
    editions: &[Edition],
) -> Vec<(EditionId, Money)> {
    let mut prices = Vec::new();
    for (index, (input, edition)) in inputs.iter().zip(editions).enumerate() {
        let known = record.editions.iter().find(|(known, _)| Some(known.id.0) == input.id).map(|(known, _)| known);
        let Some(known) = known else {
            fields
                .add(format_args!("/editions/{index}/id"), "only known editions can change once a work was submitted");
            continue;
        };
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
