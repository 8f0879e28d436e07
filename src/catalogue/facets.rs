//! Facets: how many works each choice of a filter would leave, with all other filters as they are.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::entry::Entry;

/// Choices by filter, the most frequent first.
pub type Facets = BTreeMap<&'static str, Vec<FacetCount>>;

/// One choice of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FacetCount {
    /// What the filter would be set to.
    pub value: String,
    /// Works it would leave.
    pub count: usize,
}

/// The most choices of one filter.
const CHOICES_MAX: usize = 40;

/// Filters that have facets, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    Medium = 1,
    Style = 2,
    Subject = 4,
    Colour = 8,
    Artist = 16,
    Edition = 32,
    Available = 64,
    /// Everything without facets.
    Other = 128,
}

/// Counts the choices of the works that fail no filter, or only the filter counted.
#[derive(Default)]
pub(super) struct Counter<'e> {
    counts: BTreeMap<&'static str, BTreeMap<&'e str, usize>>,
}

impl<'e> Counter<'e> {
    /// Counts a work; `failed` are the bits of the filters it fails.
    pub(super) fn count(&mut self, entry: &'e Entry, failed: u8) {
        let text = &entry.record.text;
        self.one("medium", Filter::Medium, failed, [text.medium.as_str()]);
        self.one("style", Filter::Style, failed, text.styles.iter().map(String::as_str));
        self.one("subject", Filter::Subject, failed, text.subjects.iter().map(String::as_str));
        self.one("artist", Filter::Artist, failed, [entry.record.artist.slug.as_str()]);
        let kinds: std::collections::BTreeSet<&'static str> =
            entry.record.editions.iter().map(|(edition, _)| edition.kind.as_str()).collect();
        self.one("edition", Filter::Edition, failed, kinds);
        let available = if entry.is_available() { "true" } else { "false" };
        self.one("available", Filter::Available, failed, [available]);
        self.one("colour", Filter::Colour, failed, entry.index.colour_names.iter().copied());
    }

    pub(super) fn facets(self) -> Facets {
        self.counts.into_iter().map(|(name, counts)| (name, sorted(counts))).collect()
    }

    fn one(&mut self, name: &'static str, filter: Filter, failed: u8, values: impl IntoIterator<Item = &'e str>) {
        let counts = self.counts.entry(name).or_default();
        if failed & !(filter as u8) == 0 {
            for value in values.into_iter().filter(|value| !value.is_empty()) {
                *counts.entry(value).or_default() += 1;
            }
        }
    }
}

fn sorted(counts: BTreeMap<&str, usize>) -> Vec<FacetCount> {
    let mut choices: Vec<FacetCount> =
        counts.into_iter().map(|(value, count)| FacetCount { value: value.to_owned(), count }).collect();
    choices.sort_by(|left, right| right.count.cmp(&left.count).then_with(|| left.value.cmp(&right.value)));
    choices.truncate(CHOICES_MAX);
    choices
}
