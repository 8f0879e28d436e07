//! What people type into a search field: words, and phrases in quotes.

use crate::fold::words;

/// The most parts of a text that are looked at: nobody means more.
const PARTS_MAX: usize = 16;

/// Words that say little: they need not be in a work when others are asked for as well.
const LITTLE: [&str; 24] = [
    "a", "an", "and", "art", "artwork", "at", "by", "for", "from", "in", "into", "is", "it", "of", "on", "or", "that",
    "the", "this", "to", "with", "work", "works", "x",
];

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A word; the last one of a text may be begun only.
    Word {
        /// Folded.
        word: String,
        /// Whether it is the last one.
        is_last: bool,
        /// Whether a work must have it.
        is_needed: bool,
    },
    /// Words that follow each other, as they are.
    Phrase(Vec<String>),
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) parts: Vec<Part>,
}

impl Asked {
    /// Understands a text. A quote that is not closed is no quote.
    pub(crate) fn parse(text: &str) -> Self {
        let is_quote = |letter: char| matches!(letter, '"' | '“' | '”' | '„' | '«' | '»');
        let pieces: Vec<&str> = text.split(is_quote).collect();
        let closed = pieces.len() - 1 - (pieces.len() - 1) % 2;
        let mut parts = Vec::new();
        for (place, piece) in pieces.iter().enumerate() {
            let found = words(piece);
            if place % 2 == 1 && place < closed {
                if !found.is_empty() {
                    parts.push(Part::Phrase(found));
                }
            } else {
                parts.extend(found.into_iter().map(|word| Part::Word { word, is_last: false, is_needed: true }));
            }
        }
        parts.truncate(PARTS_MAX);
        let mut asked = Self { parts };
        if let Some(Part::Word { is_last, .. }) = asked.parts.last_mut() {
            *is_last = true;
        }
        asked.excuse_little_words();
        asked
    }

    /// Little words are needed only where nothing else is asked for.
    fn excuse_little_words(&mut self) {
        let says_more = |part: &Part| match part {
            Part::Word { word, .. } => !LITTLE.contains(&word.as_str()),
            Part::Phrase(_) => true,
        };
        if !self.parts.iter().any(says_more) {
            return;
        }
        for part in &mut self.parts {
            let says_more = says_more(part);
            if let Part::Word { is_needed, is_last, .. } = part {
                *is_needed = says_more;
                // A little word is not the beginning of another one.
                *is_last &= says_more;
            }
        }
    }

    /// Every word in order, as a whole title or name would have them.
    pub(crate) fn whole(&self) -> String {
        self.spelt(|word| Some(word.to_owned()))
    }

    /// The text with its words replaced; what has no replacement is left out. Phrases keep their quotes.
    pub(crate) fn replaced(&self, replace: impl Fn(&str) -> Option<String>) -> String {
        let part = |part: &Part| match part {
            Part::Word { word, .. } => replace(word),
            Part::Phrase(words) => Some(format!("\"{}\"", words.join(" "))),
        };
        self.parts.iter().filter_map(part).collect::<Vec<_>>().join(" ")
    }

    fn spelt(&self, spell: impl Fn(&str) -> Option<String>) -> String {
        let part = |part: &Part| match part {
            Part::Word { word, .. } => spell(word),
            Part::Phrase(words) => Some(words.join(" ")),
        };
        self.parts.iter().filter_map(part).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(word: &str, is_last: bool, is_needed: bool) -> Part {
        Part::Word { word: word.to_owned(), is_last, is_needed }
    }

    fn phrase(text: &str) -> Part {
        Part::Phrase(words(text))
    }

    #[test]
    fn words_and_phrases_are_told_apart() {
        let parts = |text: &str| Asked::parse(text).parts;
        assert_eq!(parts("Blue Harb"), [word("blue", false, true), word("harb", true, true)]);
        assert_eq!(parts("oil \"Blue Harbour\""), [word("oil", false, true), phrase("blue harbour")]);
        assert_eq!(parts("«Été» oil"), [phrase("ete"), word("oil", true, true)]);
        assert_eq!(
            parts("oil \"blue har"),
            [word("oil", false, true), word("blue", false, true), word("har", true, true)]
        );
        assert_eq!(parts("\"a\" b \"c"), [phrase("a"), word("b", false, true), word("c", true, true)]);
        assert_eq!(parts(" \"\" — "), []);
        assert_eq!(parts(&"word ".repeat(99)).len(), PARTS_MAX);
    }

    #[test]
    fn little_words_are_needed_only_alone() {
        let parts = |text: &str| Asked::parse(text).parts;
        assert_eq!(parts("the tide"), [word("the", false, false), word("tide", true, true)]);
        assert_eq!(parts("tide at"), [word("tide", false, true), word("at", false, false)]);
        assert_eq!(parts("the"), [word("the", true, true)]);
        assert_eq!(Asked::parse("The \"Old Tide\"").whole(), "the old tide");
    }

    #[test]
    fn words_are_replaced_and_phrases_kept() {
        let asked = Asked::parse("monett \"blue tide\" zzz");
        let better = |word: &str| (word == "monett").then(|| "monet".to_owned());
        assert_eq!(asked.replaced(better), "monet \"blue tide\"");
    }
}
