//! The texts of the legal pages, as they are sent.

use impasto_domain::settings::LegalPage;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::gateway::fields::Fields;
use crate::gateway::json::given;

/// The longest text of a legal page.
pub const LEGAL_CHARS: usize = 50_000;

/// Texts of the legal pages; what is left out stays, null takes a page away.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LegalInput {
    /// Who runs the house.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 50_000)]
    pub imprint: Option<Option<String>>,
    /// On what terms it sells.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 50_000)]
    pub terms: Option<Option<String>>,
    /// What it knows of people.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 50_000)]
    pub privacy: Option<Option<String>>,
    /// How things come back.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 50_000)]
    pub returns: Option<Option<String>>,
}

impl LegalInput {
    /// The pages that are given, with their texts; none where a page goes.
    pub(super) fn check(&self, fields: &mut Fields) -> Vec<(LegalPage, Option<String>)> {
        let texts = [&self.imprint, &self.terms, &self.privacy, &self.returns];
        let mut checked = Vec::new();
        for (page, text) in LegalPage::ALL.into_iter().zip(texts) {
            let Some(text) = text else { continue };
            let pointer = format!("/legal/{}", page.as_str());
            let text = text.as_ref().map(|text| fields.prose(&pointer, text, LEGAL_CHARS));
            checked.push((page, text.filter(|text| !text.is_empty())));
        }
        checked
    }
}
