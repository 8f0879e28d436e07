//! What a query finds, as pages and the API show it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use super::entry::Entry;

/// Choices by filter.
pub type Facets = BTreeMap<&'static str, Vec<FacetCount>>;

/// One choice of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FacetCount {
    /// What the filter would be set to.
    pub value: String,
    /// Works it would leave.
    pub count: usize,
}

/// The answer to a query.
pub struct Found {
    /// One page.
    pub items: Vec<Arc<Entry>>,
    /// Where the next page starts.
    pub next_cursor: Option<String>,
    /// Works on all pages.
    pub total: usize,
    /// Choices left, the most frequent first; bands of prices and sizes in their own order.
    pub facets: Facets,
    /// What was probably meant in place of a misspelt word: where works are found, they are of this.
    pub did_you_mean: Option<String>,
}

impl Found {
    /// Whether a text is a cursor that an answer could have given.
    #[must_use]
    pub fn is_cursor(text: &str) -> bool {
        impasto_search::is_cursor(text)
    }
}

pub(super) fn facets(found: impasto_search::Facets) -> Facets {
    let one = |choice: impasto_search::Choice| FacetCount { value: choice.value, count: choice.count };
    found.into_iter().map(|(name, choices)| (name, choices.into_iter().map(one).collect())).collect()
}
