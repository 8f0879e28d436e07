//! The words that works have: those that begin so, and those that are meant by a misspelt one.

use std::io;
use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy_fst::Automaton;

/// The most edits that are tolerated: one from 4 letters on, two from 8.
pub(super) fn edits_max(word: &str) -> u8 {
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Swapped neighbours are one edit.
static ONE_EDIT: LazyLock<LevenshteinAutomatonBuilder> = LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static TWO_EDITS: LazyLock<LevenshteinAutomatonBuilder> = LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));

/// Makes what takes a moment to make, ahead of the first misspelt word.
pub(super) fn warm_up() {
    LazyLock::force(&ONE_EDIT);
    LazyLock::force(&TWO_EDITS);
}

/// Words that are a few edits from one.
pub(super) struct Near {
    dfa: DFA,
}

impl Near {
    /// Words at most `edits` from `word`; with `begun`, words that begin so.
    pub(super) fn to(word: &str, edits: u8, begun: bool) -> Self {
        let builder = if edits < 2 { &*ONE_EDIT } else { &*TWO_EDITS };
        Self { dfa: if begun { builder.build_prefix_dfa(word) } else { builder.build_dfa(word) } }
    }

    /// How many edits a word is away, if it is not too far.
    pub(super) fn edits(&self, word: &str) -> Option<u8> {
        match self.dfa.eval(word) {
            Distance::Exact(edits) => Some(edits),
            Distance::AtLeast(_) => None,
        }
    }
}

/// What walks the dictionary.
struct Walk<'n>(&'n DFA);

impl Automaton for Walk<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

/// Calls `visit` for every word of a field near to one.
pub(super) fn near(field: &InvertedIndexReader, near: &Near, visit: &mut dyn FnMut(&str, &TermInfo)) -> io::Result<()> {
    let mut found = field.terms().search(Walk(&near.dfa)).into_stream()?;
    while let Some((word, info)) = found.next() {
        if let Ok(word) = std::str::from_utf8(word) {
            visit(word, info);
        }
    }
    Ok(())
}

/// Calls `visit` for every longer word of a field that begins so, at most `most` of them.
pub(super) fn begun(
    field: &InvertedIndexReader,
    start: &str,
    most: usize,
    visit: &mut dyn FnMut(&str, &TermInfo),
) -> io::Result<()> {
    let mut found = field.terms().range().gt(start.as_bytes()).into_stream()?;
    let mut seen = 0;
    while let Some((word, info)) = found.next() {
        if !word.starts_with(start.as_bytes()) || seen == most {
            break;
        }
        seen += 1;
        if let Ok(word) = std::str::from_utf8(word) {
            visit(word, info);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_is_one_edit_and_length_says_how_many_are_meant() {
        let near = Near::to("rembrandt", 2, false);
        assert_eq!(
            [near.edits("rembrandt"), near.edits("rembradnt"), near.edits("remprant")],
            [Some(0), Some(1), Some(2)]
        );
        assert_eq!(near.edits("rubens"), None);
        assert_eq!(Near::to("habr", 1, true).edits("harbour"), Some(1));
        assert_eq!(["sea", "tide", "harbour", "rembrant"].map(edits_max), [0, 1, 1, 2]);
    }
}
