//! What is compared, counted and ordered of every work, in columns by slot: filters, facets and orders are answered from
//! here. Changed at once with every event, so that counts of what is free are right.

mod counts;
mod filters;
mod named;

use std::collections::HashMap;
use std::sync::Arc;

use impasto_domain::edition::EditionKind;
use impasto_domain::ids::ArtworkId;
use impasto_domain::read::ArtworkRecord;
use smallvec::SmallVec;

pub use self::counts::{Choice, Facets};
use self::filters::Passed;
pub(crate) use self::named::Named;
use crate::bands::{PRICE_BANDS, PriceBand, SIZE_BANDS, SizeBand};
use crate::bits::Bits;
use crate::colour::Colour;
use crate::cursor::{Key, cursor, parse_cursor};
use crate::query::{Query, Sort};
use crate::text::Scores;

/// The kinds of editions, in the order of their bits.
const KINDS: [EditionKind; 3] = [EditionKind::Unique, EditionKind::Limited, EditionKind::Open];

/// From how many works on the first ones of an order are sorted out.
const ROOM: usize = 256;

/// Every public work by slot. A slot is given once; the slot of a work that has gone stays empty.
#[derive(Default)]
pub(crate) struct Shelf {
    slots: HashMap<ArtworkId, u32>,
    records: Vec<Option<Arc<ArtworkRecord>>>,
    live: Bits,
    mediums: Named,
    styles: Named,
    subjects: Named,
    artists: Named,
    /// Artists who have (or had) a work here, by their slugs.
    names: HashMap<String, Name>,
    sellers: Named,
    kinds: [Bits; KINDS.len()],
    prices: [Bits; PRICE_BANDS],
    sizes: [Bits; SIZE_BANDS],
    colour_names: Vec<Bits>,
    available: Bits,
    colours: Vec<SmallVec<[Colour; 4]>>,
    measures: Vec<SmallVec<[Measure; 2]>>,
    order: Order,
}

/// An artist's name.
pub(crate) struct Name {
    pub(crate) name: String,
    /// Its folded words.
    pub(crate) words: Vec<String>,
}

/// What filters of price and size compare of one edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Measure {
    price_minor: i64,
    width_tenth_mm: u32,
    height_tenth_mm: u32,
}

/// What lists are ordered by, one column each, smaller first.
#[derive(Default)]
struct Order {
    newest: Vec<i64>,
    price: Vec<i64>,
    price_descending: Vec<i64>,
    size: Vec<i64>,
    popular: Vec<i64>,
    ids: Vec<u128>,
}

/// One page of works.
pub(crate) struct Page {
    pub(crate) works: Vec<Arc<ArtworkRecord>>,
    pub(crate) next_cursor: Option<String>,
    pub(crate) total: usize,
    pub(crate) facets: Facets,
}

/// Works that match words, and how well: larger is better.
pub(crate) struct Matched<'m> {
    pub(crate) slots: &'m Bits,
    pub(crate) scores: &'m Scores,
}

impl Shelf {
    /// Takes a work in, or what it has become. Answers its slot, and whether it is other words than before.
    pub(crate) fn put(&mut self, record: Arc<ArtworkRecord>) -> (u32, bool) {
        let next = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        let slot = *self.slots.entry(record.id).or_insert(next);
        if slot == next {
            self.records.push(None);
        }
        let known = self.records.get(slot as usize).and_then(Option::as_ref);
        let is_same = known.is_some_and(|known| has_same_words(known, &record));
        if !is_same {
            self.set_words(slot, &record);
        }
        self.set_numbers(slot, &record);
        self.live.set(slot, true);
        if let Some(place) = self.records.get_mut(slot as usize) {
            *place = Some(record);
        }
        (slot, !is_same)
    }

    /// Forgets a work. Answers its slot, which is not given again: the words may still be read under it for a moment.
    pub(crate) fn remove(&mut self, id: ArtworkId) -> Option<u32> {
        let slot = self.slots.remove(&id)?;
        self.live.set(slot, false);
        self.available.set(slot, false);
        for named in [&mut self.mediums, &mut self.styles, &mut self.subjects, &mut self.artists, &mut self.sellers] {
            named.set(slot, []);
        }
        let closed = self.kinds.iter_mut().chain(&mut self.prices).chain(&mut self.sizes).chain(&mut self.colour_names);
        closed.for_each(|bits| bits.set(slot, false));
        if let Some(place) = self.records.get_mut(slot as usize) {
            *place = None;
        }
        Some(slot)
    }

    /// Every work with its slot.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u32, &Arc<ArtworkRecord>)> {
        (0_u32..).zip(&self.records).filter_map(|(slot, record)| Some((slot, record.as_ref()?)))
    }

    /// The work of a slot.
    pub(crate) fn at(&self, slot: u32) -> Option<&Arc<ArtworkRecord>> {
        self.records.get(slot as usize)?.as_ref()
    }

    /// How many works there are.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The artists with works: slug, name and how many works.
    pub(crate) fn artists(&self) -> impl Iterator<Item = (&str, &Name, usize)> {
        let named = |(slug, works)| Some((slug, self.names.get(slug)?, works));
        self.artists.all().into_iter().filter_map(named)
    }

    /// The works that match words best, without any filter.
    pub(crate) fn best(&self, matched: &Matched<'_>, most: usize) -> Vec<Arc<ArtworkRecord>> {
        let mut all = self.live.clone();
        all.keep(matched.slots);
        let (keys, _) = self.first(&all, &Query { limit: most, ..Query::default() }, Some(matched.scores));
        keys.iter().filter_map(|(_, slot)| self.at(*slot).cloned()).collect()
    }

    /// Answers a query; `matched` are the works that have its words, `None` without words.
    pub(crate) fn page(&self, query: &Query, matched: Option<&Matched<'_>>) -> Page {
        let mut base = self.live.clone();
        if let Some(matched) = matched {
            base.keep(matched.slots);
        }
        let passed = Passed::of(self, query, &base);
        let facets = self.facets(&passed);
        let all = passed.all();
        let total = all.count();
        let (keys, more) = self.first(all, query, matched.map(|matched| matched.scores));
        let next_cursor = keys.last().filter(|_| more).map(|(key, _)| cursor(*key));
        let works = keys.iter().filter_map(|(_, slot)| self.at(*slot).cloned()).collect();
        Page { works, next_cursor, total, facets }
    }

    /// The first works behind the query's cursor in its order, and whether there are more.
    fn first(&self, all: &Bits, query: &Query, scores: Option<&Scores>) -> (Vec<(Key, u32)>, bool) {
        let after = query.after.as_deref().and_then(parse_cursor);
        // Of what was seen the first ones are kept; what comes behind the last of them is of a later page. There is room
        // for more than a page, so that they are sorted out seldom, whatever the order in which works come.
        let page = query.limit.saturating_add(1);
        let room = page.saturating_mul(4).max(ROOM);
        let mut kept: Vec<(Key, u32)> = Vec::with_capacity(room.min(all.count()));
        let mut last: Option<Key> = None;
        for slot in all.iter() {
            let first = self.order.first(query.sort, slot, scores);
            if after.is_some_and(|(after, ..)| first < after) || last.is_some_and(|(last, ..)| first > last) {
                continue;
            }
            let key = self.order.key(first, slot);
            if after.is_some_and(|after| key <= after) || last.is_some_and(|last| key > last) {
                continue;
            }
            kept.push((key, slot));
            if kept.len() == room {
                let (_, (bound, _), _) = kept.select_nth_unstable(page - 1);
                last = Some(*bound);
                kept.truncate(page);
            }
        }
        kept.sort_unstable();
        let more = kept.len() > query.limit;
        kept.truncate(query.limit);
        (kept, more)
    }

    fn set_words(&mut self, slot: u32, record: &ArtworkRecord) {
        let text = &record.text;
        self.mediums.set(slot, [text.medium.as_str()]);
        self.styles.set(slot, text.styles.iter().map(String::as_str));
        self.subjects.set(slot, text.subjects.iter().map(String::as_str));
        let (artist, seller) = (&record.artist, &record.seller);
        self.artists.set(slot, [artist.slug.as_str()]);
        self.artists.also_called(&artist.slug, &artist.id.to_string());
        if self.names.get(&artist.slug).is_none_or(|known| known.name != artist.name) {
            let name = Name { name: artist.name.clone(), words: crate::fold::words(&artist.name) };
            self.names.insert(artist.slug.clone(), name);
        }
        self.sellers.set(slot, [seller.slug.as_str()]);
        self.sellers.also_called(&seller.slug, &seller.id.to_string());
        let palette = record.images.iter().take(1).flat_map(|image| image.palette.iter());
        let colours: SmallVec<[Colour; 4]> = palette.filter_map(|hex| Colour::parse(hex)).collect();
        let named: SmallVec<[&str; 4]> = colours.iter().map(|colour| colour.name()).collect();
        self.colour_names.resize_with(Colour::names().count(), Bits::default);
        for (name, bits) in Colour::names().zip(&mut self.colour_names) {
            bits.set(slot, named.contains(&name));
        }
        put_at(&mut self.colours, slot, colours);
    }

    fn set_numbers(&mut self, slot: u32, record: &ArtworkRecord) {
        self.available.set(slot, record.is_available());
        let editions = record.editions.iter().map(|(edition, _)| edition);
        for (kind, bits) in KINDS.iter().zip(&mut self.kinds) {
            bits.set(slot, editions.clone().any(|edition| edition.kind == *kind));
        }
        let measures: SmallVec<[Measure; 2]> = editions
            .map(|edition| Measure {
                price_minor: edition.price.amount_minor,
                width_tenth_mm: edition.width_tenth_mm,
                height_tenth_mm: edition.height_tenth_mm,
            })
            .collect();
        for (place, bits) in self.prices.iter_mut().enumerate() {
            bits.set(slot, measures.iter().any(|measure| measure.price_band() == place));
        }
        for (place, bits) in self.sizes.iter_mut().enumerate() {
            bits.set(slot, measures.iter().any(|measure| measure.size_band() == place));
        }
        put_at(&mut self.measures, slot, measures);
        self.order.set(slot, record);
    }
}

impl Measure {
    fn price_band(self) -> usize {
        PriceBand::place_of(self.price_minor)
    }

    fn size_band(self) -> usize {
        SizeBand::of(self.width_tenth_mm, self.height_tenth_mm) as usize
    }
}

impl Order {
    fn set(&mut self, slot: u32, record: &ArtworkRecord) {
        let price = record.price_from_minor();
        let areas = record.editions.iter().map(|(e, _)| i64::from(e.width_tenth_mm) * i64::from(e.height_tenth_mm));
        let sold: i64 = record.editions.iter().map(|(_, stock)| stock.sold).sum();
        put_at(&mut self.newest, slot, -record.published_at.map_or(0, |at| at.timestamp_micros()));
        put_at(&mut self.price, slot, price.unwrap_or(i64::MAX));
        put_at(&mut self.price_descending, slot, price.map_or(i64::MAX, |price| -price));
        put_at(&mut self.size, slot, -areas.max().unwrap_or(0));
        // A wish counts as much as a sale: many works sell once.
        put_at(&mut self.popular, slot, -record.wishlisted.saturating_add(sold));
        put_at(&mut self.ids, slot, u128::MAX - record.id.0.as_u128());
    }

    /// The first part of a work's key.
    fn first(&self, sort: Sort, slot: u32, scores: Option<&Scores>) -> i64 {
        let column = match sort {
            Sort::Relevance => return scores.map_or(0, |scores| -scores.of(slot)),
            Sort::Newest => return 0,
            Sort::Price => &self.price,
            Sort::PriceDescending => &self.price_descending,
            Sort::Size => &self.size,
            Sort::Popular => &self.popular,
        };
        column.get(slot as usize).copied().unwrap_or(i64::MAX)
    }

    fn key(&self, first: i64, slot: u32) -> Key {
        let slot = slot as usize;
        (first, self.newest.get(slot).copied().unwrap_or(0), self.ids.get(slot).copied().unwrap_or(0))
    }
}

/// Whether nothing that `set_words` and the index of words read has changed.
fn has_same_words(known: &ArtworkRecord, record: &ArtworkRecord) -> bool {
    let palette = |record: &ArtworkRecord| record.images.first().map(|image| image.palette.clone());
    known.revision == record.revision
        && known.text == record.text
        && known.artist == record.artist
        && known.seller == record.seller
        && (Arc::ptr_eq(&known.images, &record.images) || palette(known) == palette(record))
}

fn put_at<T: Default>(column: &mut Vec<T>, slot: u32, value: T) {
    let slot = slot as usize;
    if slot >= column.len() {
        column.resize_with(slot + 1, T::default);
    }
    if let Some(place) = column.get_mut(slot) {
        *place = value;
    }
}
