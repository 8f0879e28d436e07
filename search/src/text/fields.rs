//! The fields of the index, and what of a work goes into which.

use impasto_domain::read::ArtworkRecord;
use tantivy::TantivyDocument;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, TokenStream, WhitespaceTokenizer};

use crate::fold::words;

/// Fields whose words are searched, in the order of their weight.
pub(super) const SEARCHED: usize = 4;

/// Artist and title, which come first in [`Fields::searched`].
pub(super) const NAMES: usize = 2;

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// The number under which the shelf knows the work.
    pub(super) slot: Field,
    /// Artist; title; medium, styles and subjects; description and the rest.
    pub(super) searched: [Field; SEARCHED],
    /// The stems of everything but the artist: names have none.
    pub(super) stems: Field,
    /// The whole title and the whole name, as one term each.
    pub(super) whole: Field,
}

impl Fields {
    /// The schema with its fields. Texts come folded, with a blank between words, so the tokenizer only has to split.
    pub(super) fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let text = |option: IndexRecordOption, tokenizer: &str| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let words = text(IndexRecordOption::WithFreqsAndPositions, "whitespace");
        let fields = Self {
            slot: schema.add_u64_field("slot", INDEXED | FAST),
            searched: ["artist", "title", "about", "text"].map(|name| schema.add_text_field(name, words.clone())),
            stems: schema.add_text_field("stems", text(IndexRecordOption::WithFreqs, "whitespace")),
            whole: schema.add_text_field("whole", text(IndexRecordOption::Basic, "raw")),
        };
        (schema.build(), fields)
    }

    /// A work as a document of the index.
    pub(super) fn document(&self, slot: u32, record: &ArtworkRecord, stems: &mut Stems) -> TantivyDocument {
        let text = &record.text;
        let [artist, title, about, rest] = self.searched;
        let mut document = TantivyDocument::default();
        document.add_u64(self.slot, u64::from(slot));
        let (artist_words, title_words) = (words(&record.artist.name), words(&text.title));
        let mut stemmed: Vec<String> = title_words.clone();
        document.add_text(artist, artist_words.join(" "));
        document.add_text(title, title_words.join(" "));
        document.add_text(self.whole, artist_words.join(" "));
        document.add_text(self.whole, title_words.join(" "));
        for one in std::iter::once(&text.medium).chain(&text.styles).chain(&text.subjects) {
            let found = words(one);
            document.add_text(about, found.join(" "));
            stemmed.extend(found);
        }
        let year = text.year.map(|year| year.to_string()).unwrap_or_default();
        let dated = text.date_text.as_deref().unwrap_or_default();
        for one in [text.description.as_str(), record.seller.name.as_str(), year.as_str(), dated] {
            let found = words(one);
            document.add_text(rest, found.join(" "));
            stemmed.extend(found);
        }
        document.add_text(self.stems, stems.of_all(&stemmed));
        document
    }
}

/// English stems.
pub(super) struct Stems {
    analyzer: TextAnalyzer,
}

impl Stems {
    pub(super) fn new() -> Self {
        let analyzer = TextAnalyzer::builder(WhitespaceTokenizer::default()).filter(Stemmer::new(Language::English));
        Self { analyzer: analyzer.build() }
    }

    /// The stem of a folded word.
    pub(super) fn of(&mut self, word: &str) -> String {
        self.of_all(&[word.to_owned()])
    }

    /// The stems of folded words, with a blank between them.
    fn of_all(&mut self, words: &[String]) -> String {
        let text = words.join(" ");
        let mut stems = Vec::with_capacity(words.len());
        self.analyzer.token_stream(&text).process(&mut |token| stems.push(token.text.clone()));
        stems.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stem_stands_for_the_forms_of_a_word() {
        let mut stems = Stems::new();
        assert_eq!(stems.of("paintings"), stems.of("painting"));
        assert_eq!(stems.of("harbours"), stems.of("harbour"));
        assert_ne!(stems.of("tide"), stems.of("tile"));
    }
}
