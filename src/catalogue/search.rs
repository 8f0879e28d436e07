//! Answering a query over the works in memory.

use std::sync::Arc;

use impasto_domain::edition::Edition;

use super::colour::ColourWish;
use super::entry::{Entry, Folded};
use super::facets::{Counter, Facets, Filter};
use super::fold::{fold, words};
use super::query::Query;
use super::sort::{Key, cursor, key, parse_cursor};

/// The answer to a query.
pub struct Found {
    /// One page.
    pub items: Vec<Arc<Entry>>,
    /// Where the next page starts.
    pub next_cursor: Option<String>,
    /// Works on all pages.
    pub total: usize,
    /// Choices left.
    pub facets: Facets,
}

impl Found {
    /// Whether a text is a cursor that an answer could have given.
    #[must_use]
    pub fn is_cursor(text: &str) -> bool {
        parse_cursor(text).is_some()
    }
}

pub(super) fn search(works: Vec<Arc<Entry>>, query: &Query) -> Found {
    let wanted = Wanted::of(query);
    let mut counter = Counter::default();
    let mut matches: Vec<(Key, usize)> = Vec::new();
    for (place, entry) in works.iter().enumerate() {
        let Some(score) = wanted.score(&entry.index) else { continue };
        let failed = wanted.failed(entry);
        counter.count(entry, failed);
        if failed == 0 {
            matches.push((key(entry, query.sort, score), place));
        }
    }
    let total = matches.len();
    if let Some(after) = query.after.as_deref().and_then(parse_cursor) {
        matches.retain(|(key, _)| *key > after);
    }
    let more = matches.len() > query.limit;
    if more && query.limit > 0 {
        matches.select_nth_unstable(query.limit);
        matches.truncate(query.limit);
    }
    matches.sort_unstable();
    let next_cursor = matches.last().filter(|_| more).map(|(key, _)| cursor(*key));
    let facets = counter.facets();
    Found {
        items: matches.into_iter().map(|(_, place)| Arc::clone(&works[place])).collect(),
        next_cursor,
        total,
        facets,
    }
}

/// A query with everything folded once.
struct Wanted<'q> {
    query: &'q Query,
    words: Vec<String>,
    medium: Option<String>,
    style: Option<String>,
    subject: Option<String>,
    artist: Option<String>,
    seller: Option<String>,
}

impl<'q> Wanted<'q> {
    fn of(query: &'q Query) -> Self {
        let folded = |text: &Option<String>| text.as_deref().map(fold);
        Self {
            words: query.text.as_deref().map(words).unwrap_or_default(),
            medium: folded(&query.medium),
            style: folded(&query.style),
            subject: folded(&query.subject),
            artist: folded(&query.artist),
            seller: folded(&query.seller),
            query,
        }
    }

    /// How well the words match, larger is better; `None` when one of them is nowhere. The last word may be begun
    /// only, as people type it.
    fn score(&self, index: &Folded) -> Option<i64> {
        let mut score = 0;
        for wanted in &self.words {
            let best = [(&index.title, 8), (&index.artist, 6), (&index.words, 2)]
                .into_iter()
                .filter_map(|(known, weight)| Some(weight * match_of(known, wanted)?))
                .max()?;
            score += best;
        }
        if !self.words.is_empty() && (self.words == index.title || self.words == index.artist) {
            score += 100;
        }
        Some(score)
    }

    /// The bits of the filters that a work fails.
    fn failed(&self, entry: &Entry) -> u8 {
        let index = &entry.index;
        let record = &entry.record;
        let among =
            |wanted: &Option<String>, known: &[String]| wanted.as_ref().is_none_or(|wanted| known.contains(wanted));
        let named = |wanted: &Option<String>, slug: &str, id: uuid::Uuid| {
            wanted.as_ref().is_none_or(|wanted| wanted == slug || uuid::Uuid::parse_str(wanted) == Ok(id))
        };
        let kind =
            self.query.edition.is_none_or(|kind| record.editions.iter().any(|(edition, _)| edition.kind == kind));
        let colour = self.query.colour.is_none_or(|wanted| match wanted {
            ColourWish::Named(name) => index.colour_names.contains(&name),
            ColourWish::Like(wanted) => index.colours.iter().any(|colour| colour.is_close_to(wanted)),
        });
        let available = self.query.available.is_none_or(|wanted| entry.is_available() == wanted);
        let other = named(&self.seller, &record.seller.slug, record.seller.id.0)
            && record.editions.iter().any(|(edition, _)| self.fits(edition));
        let checks = [
            (self.medium.as_ref().is_none_or(|medium| *medium == index.medium), Filter::Medium),
            (among(&self.style, &index.styles), Filter::Style),
            (among(&self.subject, &index.subjects), Filter::Subject),
            (colour, Filter::Colour),
            (named(&self.artist, &record.artist.slug, record.artist.id.0), Filter::Artist),
            (kind, Filter::Edition),
            (available, Filter::Available),
            (other, Filter::Other),
        ];
        checks.into_iter().filter(|(good, _)| !good).fold(0, |failed, (_, filter)| failed | filter as u8)
    }

    /// Whether one edition fits price and size together.
    fn fits(&self, edition: &Edition) -> bool {
        let query = self.query;
        let price = edition.price.amount_minor;
        query.price_min_minor.is_none_or(|min| price >= min)
            && query.price_max_minor.is_none_or(|max| price <= max)
            && query.width_min_tenth_mm.is_none_or(|min| edition.width_tenth_mm >= min)
            && query.width_max_tenth_mm.is_none_or(|max| edition.width_tenth_mm <= max)
            && query.height_min_tenth_mm.is_none_or(|min| edition.height_tenth_mm >= min)
            && query.height_max_tenth_mm.is_none_or(|max| edition.height_tenth_mm <= max)
    }
}

/// 3 for the word itself, 1 for a word that starts with it.
fn match_of(known: &[String], wanted: &str) -> Option<i64> {
    if known.iter().any(|word| word == wanted) {
        Some(3)
    } else {
        known.iter().any(|word| word.starts_with(wanted)).then_some(1)
    }
}
