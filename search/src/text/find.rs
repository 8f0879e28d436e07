//! Finding works by their words, and saying how well they match.
//!
//! Each part of what is asked for is looked up on its own: the word itself, its stem, for the last word those that begin
//! so, and near words only where the word is not known at all. A work is as good as its weakest part: exact words of
//! title and artist come before beginnings of such words, those before words of other fields, and typos come last.
//! Within that BM25 decides, with the number of works that have the word, and lengths against a fixed one, so that a
//! score is the same however the index lies in memory.

use std::collections::BTreeMap;
use std::io;

use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::{EnableScoring, PhraseQuery, Query as _};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, InvertedIndexReader, TERMINATED, Term};

use super::fields::{NAMES, SEARCHED, Stems};
use super::snapshot::{Segment, Snapshot};
use super::vocabulary::{self, Near, edits_max};
use crate::asked::{Asked, Part};
use crate::bits::Bits;

/// How well a part of the query is met; larger is better, 0 is not at all.
mod class {
    pub(super) const TYPO: u8 = 1;
    pub(super) const TYPO_IN_NAME: u8 = 2;
    pub(super) const BEGUN: u8 = 3;
    pub(super) const EXACT: u8 = 4;
    pub(super) const BEGUN_NAME: u8 = 5;
    pub(super) const EXACT_NAME: u8 = 6;
    /// The whole title or the whole name.
    pub(super) const WHOLE: u8 = 7;
}

/// What a word counts in each of the searched fields, and how many words such a field usually has.
const WEIGHTS: [(f32, f32); SEARCHED] = [(6.0, 2.0), (8.0, 4.0), (3.0, 3.0), (1.0, 60.0)];
const STEM_WEIGHT: f32 = 0.8;

/// What BM25 calls k1 and b.
const SATURATION: f32 = 1.2;
const LENGTH_SHARE: f32 = 0.5;

/// Points within a class; a score is its class times this and the points.
const CLASS_STEP: i64 = 1_000_000;

/// The most longer words that one begun word stands for in a field.
const BEGUN_MAX: usize = 4_000;

/// From how many letters on a begun word is looked for in descriptions: fewer are in all of them.
const BEGUN_TEXT_LETTERS: usize = 3;

/// The most words of a query that are looked for with typos.
const TYPOS_MAX: usize = 4;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The works.
    pub(crate) slots: Bits,
    /// How well each matches.
    pub(crate) scores: Scores,
    /// What was probably meant: with works, what was searched for in place of misspelt words; without, what would find
    /// some.
    pub(crate) meant: Option<String>,
}

/// How well works match, by slot.
#[derive(Debug, Default)]
pub(crate) struct Scores(Hits);

/// Where one part of the query is found, by slot.
#[derive(Debug, Default)]
struct Hits {
    classes: Vec<u8>,
    points: Vec<f32>,
}

/// Words near to a misspelt one: edits, and the works they are in.
type Nearest = BTreeMap<String, (u8, u32)>;

impl Snapshot {
    /// Finds the works that have everything that is asked for.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn find(&self, text: &str) -> io::Result<Found> {
        let asked = Asked::parse(text);
        let mut found = self.look(&asked)?;
        if found.slots.is_empty() && found.meant.is_none() {
            found.meant = self.better(&asked)?;
        }
        Ok(found)
    }

    fn look(&self, asked: &Asked) -> io::Result<Found> {
        let mut stems = Stems::new();
        let mut typos = Typos::default();
        let mut parts: Vec<(&Part, Hits)> = Vec::with_capacity(asked.parts.len());
        for part in &asked.parts {
            let mut hits = Hits::none(self.slots);
            self.look_up(part, &mut stems, &mut hits)?;
            if let Part::Word { word, is_last, is_needed: true } = part
                && hits.is_empty()
            {
                self.look_near(word, *is_last, &mut typos, &mut hits)?;
            }
            parts.push((part, hits));
        }
        let mut total = self.join(&parts.iter().map(|(part, hits)| (*part, hits)).collect::<Vec<_>>());
        if total.is_empty() {
            total = self.look_past_one(&parts, &mut typos)?;
        }
        if total.is_empty() {
            return Ok(Found::default());
        }
        self.raise_whole(&asked.whole(), &mut total)?;
        let meant = typos.meant(asked);
        Ok(Found { slots: Bits::of_set(&total.classes), scores: Scores(total), meant })
    }

    /// Every word is known and no work has all of them: one may be a typo that happens to be a word.
    fn look_past_one(&self, parts: &[(&Part, Hits)], typos: &mut Typos) -> io::Result<Hits> {
        for place in (0..parts.len()).rev() {
            let Some((Part::Word { word, is_last, is_needed: true }, _)) = parts.get(place) else { continue };
            let mut tried = Typos { words: typos.words.clone() };
            let mut near = Hits::none(self.slots);
            self.look_near(word, *is_last, &mut tried, &mut near)?;
            let others = parts
                .iter()
                .enumerate()
                .map(|(other, (part, hits))| (*part, if other == place { &near } else { hits }));
            let total = self.join(&others.collect::<Vec<_>>());
            if !total.is_empty() {
                *typos = tried;
                return Ok(total);
            }
        }
        Ok(Hits::none(self.slots))
    }

    /// The works that have every needed part: the class of the weakest, and the points of all.
    fn join(&self, parts: &[(&Part, &Hits)]) -> Hits {
        let mut total: Option<Hits> = None;
        let mut extra: Vec<(&Hits, f32)> = Vec::new();
        for (part, hits) in parts {
            let rarity = hits.rarity(self.works);
            if !part.is_needed() {
                extra.push((hits, rarity));
                continue;
            }
            match &mut total {
                None => total = Some(hits.weighted(rarity)),
                Some(total) => total.meet(hits, rarity),
            }
        }
        let mut total = total.unwrap_or_else(|| Hits::none(self.slots));
        for (hits, rarity) in extra {
            total.add(hits, rarity);
        }
        total
    }

    /// Looks for a part as it is written.
    fn look_up(&self, part: &Part, stems: &mut Stems, hits: &mut Hits) -> io::Result<()> {
        match part {
            Part::Phrase(words) => match words.as_slice() {
                [word] => self.look_exact(word, hits),
                words => self.look_phrase(words, hits),
            },
            Part::Word { word, is_last, .. } => {
                self.look_exact(word, hits)?;
                self.look_stem(word, stems, hits)?;
                if *is_last { self.look_begun(word, hits) } else { Ok(()) }
            }
        }
    }

    fn look_exact(&self, word: &str, hits: &mut Hits) -> io::Result<()> {
        for segment in &self.segments {
            for (place, field) in segment.searched.iter().enumerate() {
                if let Some(info) = field.terms().get(word)? {
                    let class = if place < NAMES { class::EXACT_NAME } else { class::EXACT };
                    hits.take(segment, self, place, &info, class)?;
                }
            }
        }
        Ok(())
    }

    fn look_stem(&self, word: &str, stems: &mut Stems, hits: &mut Hits) -> io::Result<()> {
        let stem = stems.of(word);
        for segment in &self.segments {
            if let Some(info) = segment.stems.terms().get(&stem)? {
                let found = segment.stems.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                each(found, |document| hits.raise(segment, document, class::EXACT, STEM_WEIGHT));
            }
        }
        Ok(())
    }

    fn look_begun(&self, word: &str, hits: &mut Hits) -> io::Result<()> {
        let letters = word.chars().count();
        for segment in &self.segments {
            for (place, field) in segment.searched.iter().enumerate() {
                if place == SEARCHED - 1 && letters < BEGUN_TEXT_LETTERS {
                    continue;
                }
                let mut infos = Vec::new();
                vocabulary::begun(field, word, BEGUN_MAX, &mut |_, info| infos.push(info.clone()))?;
                let class = if place < NAMES { class::BEGUN_NAME } else { class::BEGUN };
                let (weight, _) = weight(place);
                for document in having_any(field, &infos, segment.slots.len())?.iter() {
                    hits.best(segment, document, class, weight / 3.0);
                }
            }
        }
        Ok(())
    }

    /// Looks for words near to one: those of one edit, and only without any, those of two.
    fn look_near(&self, word: &str, is_last: bool, typos: &mut Typos, hits: &mut Hits) -> io::Result<()> {
        if edits_max(word) == 0 || typos.words.len() >= TYPOS_MAX || typos.words.contains_key(word) {
            return Ok(());
        }
        for edits in 1..=edits_max(word) {
            for begun in [false, true] {
                // What begins with two typos is anything.
                if begun && (!is_last || edits > 1) {
                    continue;
                }
                let nearest = self.take_near(&Near::to(word, edits, begun), word, hits)?;
                if !nearest.is_empty() {
                    typos.words.insert(word.to_owned(), nearest);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The words near to one, but itself, that works have; these are taken in.
    fn take_near(&self, near: &Near, word: &str, hits: &mut Hits) -> io::Result<Nearest> {
        let mut nearest = Nearest::new();
        for segment in &self.segments {
            for (place, field) in segment.searched.iter().enumerate() {
                let mut found = Vec::new();
                vocabulary::near(field, near, &mut |other, info| {
                    if other != word
                        && let Some(edits) = near.edits(other)
                    {
                        found.push((other.to_owned(), edits, info.clone()));
                    }
                })?;
                let class = if place < NAMES { class::TYPO_IN_NAME } else { class::TYPO };
                let (weight, _) = weight(place);
                for (other, edits, info) in found {
                    let points = weight / f32::from(edits.max(1) + 1);
                    let works = hits.take_flat(segment, field, &info, class, points)?;
                    if works > 0 {
                        nearest.entry(other).or_insert((edits, 0)).1 += works;
                    }
                }
            }
        }
        Ok(nearest)
    }

    fn look_phrase(&self, words: &[String], hits: &mut Hits) -> io::Result<()> {
        for (place, field) in self.fields.searched.iter().enumerate() {
            let terms = words.iter().map(|word| Term::from_field_text(*field, word)).collect();
            let query = PhraseQuery::new(terms);
            let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher)).map_err(unreadable)?;
            let class = if place < NAMES { class::EXACT_NAME } else { class::EXACT };
            for segment in &self.segments {
                let mut scorer = weight.scorer(&segment.reader, 1.0).map_err(unreadable)?;
                let mut document = scorer.doc();
                while document != TERMINATED {
                    hits.raise(segment, document, class, self::weight(place).0);
                    document = scorer.advance();
                }
            }
        }
        Ok(())
    }

    /// Works that are called as a whole what is asked for come first.
    fn raise_whole(&self, whole: &str, total: &mut Hits) -> io::Result<()> {
        for segment in &self.segments {
            if let Some(info) = segment.whole.terms().get(whole)? {
                let found = segment.whole.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                each(found, |document| {
                    if let Some(class) = segment
                        .slots
                        .get(document as usize)
                        .and_then(|slot| total.classes.get_mut(*slot as usize).filter(|class| **class > 0))
                    {
                        *class = class::WHOLE;
                    }
                });
            }
        }
        Ok(())
    }

    /// Another text that finds something: every word that is not known in the spelling nearest to it, or without it.
    fn better(&self, asked: &Asked) -> io::Result<Option<String>> {
        let mut nearest: BTreeMap<String, Option<String>> = BTreeMap::new();
        for part in &asked.parts {
            let Part::Word { word, is_needed: true, .. } = part else { continue };
            if nearest.len() < TYPOS_MAX {
                let known = if self.knows(word)? { Some(word.clone()) } else { self.nearest(word)? };
                nearest.insert(word.clone(), known);
            }
        }
        let text = asked.replaced(|word| nearest.get(word).map_or_else(|| Some(word.to_owned()), Clone::clone));
        let is_other = !text.is_empty() && text != asked.replaced(|word| Some(word.to_owned()));
        let finds_some = is_other && !self.look(&Asked::parse(&text))?.slots.is_empty();
        Ok(finds_some.then_some(text))
    }

    /// Whether some work has the word.
    fn knows(&self, word: &str) -> io::Result<bool> {
        for segment in &self.segments {
            for field in &segment.searched {
                let Some(info) = field.terms().get(word)? else { continue };
                let mut found = field.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                while found.block_len() > 0 {
                    if found.docs().iter().any(|document| segment.has(*document)) {
                        return Ok(true);
                    }
                    found.advance();
                }
            }
        }
        Ok(false)
    }

    /// The known word nearest to one, more generously than a search looks: two edits from four letters, one from three.
    fn nearest(&self, word: &str) -> io::Result<Option<String>> {
        let letters = word.chars().count();
        if letters < 3 || edits_max(word) > 1 {
            // Too short, or looked for with as many edits already.
            return Ok(None);
        }
        let edits = if letters == 3 { 1 } else { 2 };
        let nearest = self.take_near(&Near::to(word, edits, false), word, &mut Hits::none(self.slots))?;
        Ok(best(&nearest).map(str::to_owned))
    }

    /// Words that begin so, those of most works first.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(crate) fn completions(&self, start: &str, most: usize) -> io::Result<Vec<String>> {
        let mut found: Vec<(String, u32)> = Vec::new();
        // Artists are suggested as such.
        let fields = || self.segments.iter().flat_map(|segment| segment.searched.iter().skip(1));
        for field in fields() {
            vocabulary::begun(field, start, BEGUN_MAX, &mut |word, info| found.push((word.to_owned(), info.doc_freq)))?;
        }
        found.sort_unstable();
        found.dedup_by(|(word, works), (kept, all)| {
            let is_same = word == kept;
            *all += if is_same { *works } else { 0 };
            is_same
        });
        let order =
            |(left, few): &(String, u32), (right, many): &(String, u32)| many.cmp(few).then_with(|| left.cmp(right));
        // Works that have gone are counted until their segment is joined to others: the first ones are looked at.
        let looked_at = 4 * most;
        if found.len() > looked_at {
            found.select_nth_unstable_by(looked_at, order);
            found.truncate(looked_at);
        }
        found.sort_unstable_by(order);
        let mut words = Vec::new();
        for (word, _) in found {
            if words.len() < most && self.knows(&word)? {
                words.push(word);
            }
        }
        Ok(words)
    }
}

/// Words that were looked for with typos, and what was near to them.
#[derive(Default)]
struct Typos {
    words: BTreeMap<String, Nearest>,
}

impl Typos {
    /// The text with the nearest spelling of each misspelt word, if there was one.
    fn meant(&self, asked: &Asked) -> Option<String> {
        if self.words.is_empty() {
            return None;
        }
        let nearest = |word: &str| self.words.get(word).and_then(best).unwrap_or(word).to_owned();
        Some(asked.replaced(|word| Some(nearest(word))))
    }
}

/// Of several near words the nearest; of these the one of most works; of these the first by letters.
fn best(nearest: &Nearest) -> Option<&str> {
    let least = nearest.iter().min_by(|(left, (near, few)), (right, (far, many))| {
        near.cmp(far).then_with(|| many.cmp(few)).then_with(|| left.cmp(right))
    });
    least.map(|(word, _)| word.as_str())
}

impl Part {
    fn is_needed(&self) -> bool {
        !matches!(self, Self::Word { is_needed: false, .. })
    }
}

impl Hits {
    fn none(slots: usize) -> Self {
        Self { classes: vec![0; slots], points: vec![0.0; slots] }
    }

    fn is_empty(&self) -> bool {
        self.classes.iter().all(|class| *class == 0)
    }

    /// Takes in the works of a word in one of the searched fields.
    fn take(
        &mut self,
        segment: &Segment,
        snapshot: &Snapshot,
        place: usize,
        info: &TermInfo,
        class: u8,
    ) -> io::Result<()> {
        let (Some(inverted), Some(field)) = (segment.searched.get(place), snapshot.fields.searched.get(place)) else {
            return Ok(());
        };
        let (weight, usual) = weight(place);
        let lengths = segment.reader.get_fieldnorms_reader(*field).map_err(unreadable)?;
        let mut found = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        while found.block_len() > 0 {
            for (document, times) in found.docs().iter().zip(found.freqs()) {
                let length = lengths.fieldnorm(*document) as f32;
                let norm = SATURATION * (1.0 - LENGTH_SHARE + LENGTH_SHARE * length / usual);
                let times = *times as f32;
                self.raise(segment, *document, class, weight * times * (SATURATION + 1.0) / (times + norm));
            }
            found.advance();
        }
        Ok(())
    }

    /// Takes in the works of a word, each for the same points; answers how many.
    fn take_flat(
        &mut self,
        segment: &Segment,
        field: &InvertedIndexReader,
        info: &TermInfo,
        class: u8,
        points: f32,
    ) -> io::Result<u32> {
        let found = field.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        let mut works = 0;
        each(found, |document| works += u32::from(self.best(segment, document, class, points)));
        Ok(works)
    }

    /// The work of a document is met so well, and gets points on top of what it has.
    fn raise(&mut self, segment: &Segment, document: u32, class: u8, points: f32) {
        if let Some((known, sum)) = self.at(segment, document) {
            *known = (*known).max(class);
            *sum += points;
        }
    }

    /// The work of a document is met so well; of many words that stand for one only the best counts.
    /// Answers whether the work is still there.
    fn best(&mut self, segment: &Segment, document: u32, class: u8, points: f32) -> bool {
        let Some((known, most)) = self.at(segment, document) else { return false };
        *known = (*known).max(class);
        *most = most.max(points);
        true
    }

    /// Of a document that is deleted there is nothing.
    fn at(&mut self, segment: &Segment, document: u32) -> Option<(&mut u8, &mut f32)> {
        let slot = *segment.slots.get(document as usize)? as usize;
        Some((self.classes.get_mut(slot)?, self.points.get_mut(slot)?))
    }

    /// How much a part says: the fewer works have it, the more.
    fn rarity(&self, works: usize) -> f32 {
        let having = self.classes.iter().filter(|class| **class > 0).count() as f32;
        (1.0 + (works as f32 - having + 0.5) / (having + 0.5)).ln()
    }

    fn weighted(&self, rarity: f32) -> Self {
        Self { classes: self.classes.clone(), points: self.points.iter().map(|points| points * rarity).collect() }
    }

    fn meet(&mut self, other: &Self, rarity: f32) {
        for (class, other) in self.classes.iter_mut().zip(&other.classes) {
            *class = (*class).min(*other);
        }
        self.add(other, rarity);
    }

    fn add(&mut self, other: &Self, rarity: f32) {
        for (points, other) in self.points.iter_mut().zip(&other.points) {
            *points += other * rarity;
        }
    }
}

impl Scores {
    /// How well a work matches; larger is better.
    pub(crate) fn of(&self, slot: u32) -> i64 {
        let slot = slot as usize;
        let (Some(class), Some(points)) = (self.0.classes.get(slot), self.0.points.get(slot)) else { return 0 };
        i64::from(*class) * CLASS_STEP + ((points * 1_000.0) as i64).clamp(0, CLASS_STEP - 1)
    }
}

fn weight(place: usize) -> (f32, f32) {
    WEIGHTS.get(place).copied().unwrap_or((0.0, 1.0))
}

/// Calls `visit` for every document.
fn each(mut found: BlockSegmentPostings, mut visit: impl FnMut(u32)) {
    while found.block_len() > 0 {
        found.docs().iter().for_each(|document| visit(*document));
        found.advance();
    }
}

/// The documents of a field that have any of some words: a beginning of two letters stands for thousands of words, and
/// most documents have many of them.
fn having_any(field: &InvertedIndexReader, infos: &[TermInfo], documents: usize) -> io::Result<Bits> {
    let mut having = Bits::for_slots(documents);
    let mut found = BlockSegmentPostings::empty();
    for (place, info) in infos.iter().enumerate() {
        if place == 0 {
            found = field.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        } else {
            field.reset_block_postings_from_terminfo(info, &mut found)?;
        }
        while found.block_len() > 0 {
            having.put_all(found.docs());
            found.advance();
        }
    }
    Ok(having)
}

fn unreadable(error: tantivy::TantivyError) -> io::Error {
    io::Error::other(error)
}
