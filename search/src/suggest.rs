//! Suggestions as one types: artists, works, and how the word may go on.

use std::sync::Arc;

use impasto_domain::read::ArtworkRecord;

use crate::asked::{Asked, Part};
use crate::fold::words;
use crate::search::Search;
use crate::shelf::{Matched, Name};

/// What is suggested for what was typed so far.
#[derive(Debug, Default)]
pub struct Suggestions {
    /// Artists whose names have the words.
    pub artists: Vec<ArtistSuggestion>,
    /// The works that match best.
    pub works: Vec<Arc<ArtworkRecord>>,
    /// Texts that begin as what was typed, to look for.
    pub words: Vec<String>,
}

/// An artist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtistSuggestion {
    /// Address on the storefront.
    pub slug: String,
    /// Name.
    pub name: String,
    /// How many public works.
    pub works: usize,
}

const ARTISTS: usize = 3;
const WORKS: usize = 5;
const WORDS: usize = 5;

/// From how many letters on words are completed.
const LETTERS: usize = 2;

impl Search {
    /// What to suggest for what was typed so far.
    #[must_use]
    pub fn suggest(&self, typed: &str) -> Suggestions {
        let asked = Asked::parse(typed);
        if asked.parts.is_empty() {
            return Suggestions::default();
        }
        let found = self.words(typed);
        let works = self.read().best(&Matched { slots: &found.slots, scores: &found.scores }, WORKS);
        // A misspelt name is a name all the same.
        let sought = words(found.meant.as_deref().unwrap_or(typed));
        Suggestions { artists: self.artists(&sought), works, words: self.completed(&asked) }
    }

    /// Artists of whose names every word is begun, those of most works first.
    fn artists(&self, sought: &[String]) -> Vec<ArtistSuggestion> {
        let shelf = self.read();
        let is_sought =
            |known: &[String]| sought.iter().all(|sought| known.iter().any(|word| word.starts_with(sought.as_str())));
        let mut found: Vec<_> = shelf.artists().filter(|(_, name, _)| is_sought(&name.words)).collect();
        found.sort_by(|(left, _, few), (right, _, many)| many.cmp(few).then_with(|| left.cmp(right)));
        let told = |(slug, name, works): (&str, &Name, usize)| ArtistSuggestion {
            slug: slug.to_owned(),
            name: name.name.clone(),
            works,
        };
        found.into_iter().take(ARTISTS).map(told).collect()
    }

    /// The text with its last word completed.
    fn completed(&self, asked: &Asked) -> Vec<String> {
        let Some(Part::Word { word: begun, is_last: true, .. }) = asked.parts.last() else { return Vec::new() };
        let Some(snapshot) = self.writer.snapshot().filter(|_| begun.chars().count() >= LETTERS) else {
            return Vec::new();
        };
        let completions = snapshot.completions(begun, WORDS).unwrap_or_else(|error| {
            tracing::error!(%error, "the search index cannot be read; it is made anew");
            self.rebuild();
            Vec::new()
        });
        let before = Asked { parts: asked.parts[..asked.parts.len() - 1].to_vec() };
        let before = before.replaced(|word| Some(word.to_owned()));
        completions.into_iter().map(|word| if before.is_empty() { word } else { format!("{before} {word}") }).collect()
    }
}
