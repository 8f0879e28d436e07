//! Works as they come in, checked once into the domain's; their editions are `edition_input`'s.

use impasto_domain::edit::ArtworkText;
use impasto_domain::edition::Edition;
use impasto_domain::ids::{ArtworkId, EditionId};
use impasto_domain::money::Money;
use impasto_domain::read::ArtworkRecord;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::edition_input::{EditionInput, EditionPatch, changed_prices, check_editions, fill_editions};
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::given;
use crate::gateway::problem::Problem;

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

/// What changes of a work; what is left out stays. Lists are replaced whole. The list of editions is replaced whole as
/// long as the work is a draft or was sent back, where those that stay name their id; later each entry names its id, and
/// only its price may differ.
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
    pub editions: Option<Vec<EditionPatch>>,
}

/// A checked patch: all words anew, editions to replace, prices to change.
pub type Patched = (ArtworkText, Option<Vec<Edition>>, Vec<(EditionId, Money)>);

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
        let inputs = self.editions.iter().map(|input| (None, input.clone())).collect();
        let editions = check_editions(&mut fields, app, artwork_id, inputs);
        fields.finish()?;
        Ok((text, editions))
    }
}

impl ArtworkPatch {
    /// What a work becomes.
    ///
    /// # Errors
    /// 422 with every field that is not acceptable, or that can no longer change.
    pub fn check(&self, app: &App, record: &ArtworkRecord) -> Result<Patched, Problem> {
        let mut fields = Fields::new();
        let old = ArtworkText::clone(&record.text);
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
        if !record.status.is_unsubmitted() {
            check_still_whole(&mut fields, &text);
        }
        let Some(inputs) = &self.editions else {
            fields.finish()?;
            return Ok((text, None, Vec::new()));
        };
        let filled = fill_editions(&mut fields, record, inputs);
        let editions = check_editions(&mut fields, app, record.id, filled);
        if record.status.is_unsubmitted() {
            fields.finish()?;
            return Ok((text, Some(editions), Vec::new()));
        }
        let prices = changed_prices(&mut fields, record, &editions);
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

/// What a submission asked for must not go away again.
fn check_still_whole(fields: &mut Fields, text: &ArtworkText) {
    let message = "cannot be taken away once a work was submitted";
    fields.check(!text.description.is_empty(), "/description", message);
    fields.check(!text.medium.is_empty(), "/medium", message);
    fields.check(text.year.is_some() || text.date_text.is_some(), "/year", message);
}
