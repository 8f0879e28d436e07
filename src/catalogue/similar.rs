//! Works like another one: by artist, style, subject, medium, colours, price and size; free ones only.
//!
//! The search gives candidates, a few for each reason, so that the cost does not grow with the house; a score orders them.
//! The order is kept for a minute: only whether a work is free is asked anew each time.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use impasto_domain::ids::ArtworkId;
use impasto_domain::read::ArtworkRecord;
use impasto_search::{Colour, ColourWish, Query, Sort};

use super::{Catalogue, Entry};

/// How many works of each kind are looked at.
const CANDIDATES: usize = 24;
/// How many are kept of a work.
const KEPT_EACH: usize = 48;
/// Of how many works.
const KEPT_MAX: usize = 4_096;
const KEPT_FOR: Duration = Duration::from_secs(60);
/// The most works by one artist in a row of similar ones.
const BY_ONE_ARTIST: usize = 2;
/// Colours at this distance have nothing in common.
const FAR: f32 = 0.35;

/// Why a work is like another: what counts most of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// By the same artist.
    Artist,
    /// Of the same style.
    Style,
    /// Of the same subject.
    Subject,
    /// In the same colours.
    Colours,
    /// In the same medium.
    Medium,
    /// At a price like it.
    Price,
}

impl Likeness {
    /// The API's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Artist => "same_artist",
            Self::Style => "same_style",
            Self::Subject => "same_subject",
            Self::Colours => "similar_colours",
            Self::Medium => "same_medium",
            Self::Price => "similar_price",
        }
    }
}

/// The rows that were made lately.
#[derive(Default)]
pub(super) struct SimilarRows {
    kept: Mutex<HashMap<ArtworkId, Row>>,
}

struct Row {
    made: Instant,
    /// Of which revision of the work.
    revision: i64,
    works: Arc<[(ArtworkId, Likeness)]>,
}

impl SimilarRows {
    fn get(&self, record: &ArtworkRecord) -> Option<Arc<[(ArtworkId, Likeness)]>> {
        let kept = self.lock();
        let row = kept.get(&record.id)?;
        let is_fresh = row.revision == record.revision && row.made.elapsed() < KEPT_FOR;
        is_fresh.then(|| Arc::clone(&row.works))
    }

    fn keep(&self, record: &ArtworkRecord, works: &Arc<[(ArtworkId, Likeness)]>) {
        let mut kept = self.lock();
        if kept.len() >= KEPT_MAX {
            kept.retain(|_, row| row.made.elapsed() < KEPT_FOR);
            if kept.len() >= KEPT_MAX {
                kept.clear();
            }
        }
        let row = Row { made: Instant::now(), revision: record.revision, works: Arc::clone(works) };
        kept.insert(record.id, row);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ArtworkId, Row>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Catalogue {
    /// Free works like this one, the most alike first, each with what they have in common.
    #[must_use]
    pub fn similar(&self, record: &ArtworkRecord, most: usize) -> Vec<(Arc<Entry>, Likeness)> {
        let row = self.similar.get(record).unwrap_or_else(|| {
            let row: Arc<[_]> = self.rank(record).into();
            self.similar.keep(record, &row);
            row
        });
        let free = row.iter().filter_map(|(id, why)| Some((self.by_id(*id)?, *why)));
        free.filter(|(entry, _)| entry.record.is_available()).take(most).collect()
    }

    fn rank(&self, record: &ArtworkRecord) -> Vec<(ArtworkId, Likeness)> {
        let mut candidates: BTreeMap<ArtworkId, Arc<Entry>> = BTreeMap::new();
        for query in queries(record) {
            let found = self.search(&Query { available: Some(true), limit: CANDIDATES, ..query });
            candidates.extend(found.items.into_iter().map(|entry| (entry.record.id, entry)));
        }
        candidates.remove(&record.id);
        let own = Traits::of(record);
        let mut scored: Vec<(f32, Likeness, Arc<Entry>)> = candidates
            .into_values()
            .map(|entry| {
                let (score, why) = own.likeness(&Traits::of(&entry.record));
                (score, why, entry)
            })
            .collect();
        scored.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.2.record.id.cmp(&right.2.record.id)));
        let mut by_artist: HashMap<_, usize> = HashMap::new();
        let within = |(_, _, entry): &(f32, Likeness, Arc<Entry>)| {
            let count = by_artist.entry(entry.record.artist.id).or_default();
            *count += 1;
            *count <= BY_ONE_ARTIST
        };
        let kept = scored.into_iter().filter(within).take(KEPT_EACH);
        kept.map(|(_, why, entry)| (entry.record.id, why)).collect()
    }
}

/// One question for each thing that works may have in common.
fn queries(record: &ArtworkRecord) -> Vec<Query> {
    let text = &record.text;
    let bare = || Query { sort: Sort::Newest, ..Query::default() };
    let mut queries = vec![Query { artist: Some(record.artist.slug.clone()), ..bare() }];
    queries.extend(text.styles.iter().take(2).map(|style| Query { style: Some(style.clone()), ..bare() }));
    queries.extend(text.subjects.iter().take(2).map(|subject| Query { subject: Some(subject.clone()), ..bare() }));
    if !text.medium.is_empty() {
        queries.push(Query { medium: Some(text.medium.clone()), ..bare() });
    }
    let leading = record.images.first().and_then(|image| image.palette.first());
    queries.extend(
        leading
            .and_then(|colour| Colour::parse(colour))
            .map(|colour| Query { colour: Some(ColourWish::Like(colour)), ..bare() }),
    );
    queries
}

/// What a work is compared by.
struct Traits<'r> {
    record: &'r ArtworkRecord,
    colours: Vec<Colour>,
    price: Option<f32>,
    /// Area of its first edition, square centimetres.
    area: Option<f32>,
}

impl<'r> Traits<'r> {
    fn of(record: &'r ArtworkRecord) -> Self {
        let palette = record.images.first().map(|image| image.palette.as_slice()).unwrap_or_default();
        let first = record.editions.first().map(|(edition, _)| edition);
        Self {
            record,
            colours: palette.iter().filter_map(|colour| Colour::parse(colour)).collect(),
            price: record.price_from_minor().map(|minor| (minor.max(1)) as f32),
            area: first.map(|e| (e.width_tenth_mm as f32 / 100.0) * (e.height_tenth_mm as f32 / 100.0)),
        }
    }

    /// How alike two works are, and what counts most of it.
    fn likeness(&self, other: &Self) -> (f32, Likeness) {
        let (own, its) = (&self.record.text, &other.record.text);
        let is_same_artist = self.record.artist.id == other.record.artist.id;
        let is_same_medium = !own.medium.is_empty() && same(&own.medium, &its.medium);
        let parts = [
            (Likeness::Artist, if is_same_artist { 2.0 } else { 0.0 }),
            (Likeness::Style, 2.0 * shared(&own.styles, &its.styles)),
            (Likeness::Subject, 1.5 * shared(&own.subjects, &its.subjects)),
            (Likeness::Colours, 2.5 * common_colours(&self.colours, &other.colours)),
            (Likeness::Medium, if is_same_medium { 1.0 } else { 0.0 }),
            (Likeness::Price, closeness(self.price, other.price)),
        ];
        let why = parts.iter().max_by(|left, right| left.1.total_cmp(&right.1)).map_or(Likeness::Price, |part| part.0);
        let sum: f32 = parts.iter().map(|part| part.1).sum();
        (sum + 0.5 * closeness(self.area, other.area), why)
    }
}

fn same(left: &str, right: &str) -> bool {
    left.to_lowercase() == right.to_lowercase()
}

/// The part of all their words that both have, 0 to 1.
fn shared(left: &[String], right: &[String]) -> f32 {
    let common = left.iter().filter(|word| right.iter().any(|other| same(word, other))).count();
    let all = left.len() + right.len() - common;
    if all == 0 { 0.0 } else { common as f32 / all as f32 }
}

/// How near the colours of one are to those of the other, 0 to 1; the leading ones count most.
fn common_colours(left: &[Colour], right: &[Colour]) -> f32 {
    let one_way = |from: &[Colour], to: &[Colour]| {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (place, colour) in from.iter().enumerate() {
            let weight = 1.0 / (place as f32 + 1.0);
            let nearest = to.iter().map(|other| colour.distance(*other)).fold(f32::INFINITY, f32::min);
            sum += weight * (1.0 - nearest / FAR).max(0.0);
            weights += weight;
        }
        if weights > 0.0 { sum / weights } else { 0.0 }
    };
    f32::midpoint(one_way(left, right), one_way(right, left))
}

/// 1 for equal amounts, falling with their ratio.
fn closeness(left: Option<f32>, right: Option<f32>) -> f32 {
    match (left, right) {
        (Some(left), Some(right)) if left > 0.0 && right > 0.0 => (-(left / right).ln().abs()).exp(),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use impasto_domain::artwork::ArtworkStatus;
    use impasto_domain::edit::ArtworkText;
    use impasto_domain::edition::{Edition, EditionKind, Stock};
    use impasto_domain::ids::{ArtistId, EditionId, SellerId};
    use impasto_domain::money::{Currency, Money};
    use impasto_domain::read::{ArtistName, SellerName};
    use impasto_domain::tax::TaxRegime;
    use uuid::Uuid;

    /// A work with one edition.
    fn work(number: u128, artist: u128, change: impl FnOnce(&mut ArtworkText)) -> ArtworkRecord {
        let id = ArtworkId(Uuid::from_u128(number));
        let edition = Edition {
            id: EditionId(Uuid::from_u128(1_000 + number)),
            artwork_id: id,
            kind: EditionKind::Unique,
            label: None,
            size: 0,
            artist_proofs: 0,
            width_tenth_mm: 4_000,
            height_tenth_mm: 3_000,
            depth_tenth_mm: 0,
            weight_g: 1_200,
            price: Money::new(125_000, Currency::EUR),
            tax_regime: TaxRegime::Standard,
            max_per_customer: None,
            available_from: None,
            made_to_order: false,
        };
        let mut text =
            ArtworkText { title: format!("Work {number}"), medium: "Oil".to_owned(), ..ArtworkText::default() };
        change(&mut text);
        ArtworkRecord {
            id,
            slug: format!("work-{number}"),
            text: Arc::new(text),
            artist: ArtistName {
                id: ArtistId(Uuid::from_u128(artist)),
                slug: format!("artist-{artist}"),
                name: format!("Artist {artist}"),
            },
            seller: SellerName { id: SellerId(Uuid::from_u128(2)), slug: "house".to_owned(), name: "House".to_owned() },
            status: ArtworkStatus::Published,
            rejection: None,
            images: Arc::from([]),
            editions: vec![(edition.clone(), Stock::new(&edition))],
            wishlisted: 0,
            rating_hundredths: None,
            reviews: 0,
            revision: 1,
            version: 1,
            published_at: Some(chrono::DateTime::UNIX_EPOCH),
            updated_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_is_alike_comes_first_with_its_reason_and_one_artist_does_not_fill_the_row() {
        let catalogue = Catalogue::new(str::to_owned);
        let own = work(1, 1, |text| text.styles = vec!["Impasto".to_owned()]);
        catalogue.put(own.clone());
        for number in 2..6 {
            catalogue.put(work(number, 1, |text| text.medium = "Bronze".to_owned()));
        }
        catalogue.put(work(10, 2, |text| text.styles = vec!["impasto".to_owned()]));
        catalogue.put(work(11, 3, |_| {}));
        let similar = catalogue.similar(&own, 8);
        let shown: Vec<(u128, Likeness)> =
            similar.iter().map(|(entry, why)| (entry.record.artist.id.0.as_u128(), *why)).collect();
        assert_eq!(shown.iter().filter(|(artist, _)| *artist == 1).count(), BY_ONE_ARTIST);
        assert!(shown.contains(&(2, Likeness::Style)), "{shown:?}");
        assert!(shown.iter().all(|(_, why)| *why != Likeness::Subject));
        assert!(similar.iter().all(|(entry, _)| entry.record.id != own.id));
        assert_eq!(shown[0].0, 2, "style, medium and price outweigh the artist alone: {shown:?}");
    }

    #[test]
    fn a_work_that_is_held_leaves_the_row_at_once_and_comes_back() {
        let catalogue = Catalogue::new(str::to_owned);
        let (own, mut other) = (work(1, 1, |_| {}), work(2, 2, |_| {}));
        catalogue.put(own.clone());
        catalogue.put(other.clone());
        assert_eq!(catalogue.similar(&own, 4).len(), 1);
        let stock = &mut other.editions[0].1;
        (stock.held, stock.available) = (stock.available, 0);
        other.version += 1;
        catalogue.put(other.clone());
        assert_eq!(catalogue.similar(&own, 4).len(), 0);
        let stock = &mut other.editions[0].1;
        (stock.available, stock.held) = (stock.held, 0);
        other.version += 1;
        catalogue.put(other);
        assert_eq!(catalogue.similar(&own, 4).len(), 1);
    }

    #[test]
    fn colours_and_amounts_are_compared_as_people_see_them() {
        let colours = |names: &[&str]| names.iter().map(|name| Colour::parse(name).unwrap()).collect::<Vec<_>>();
        let (sea, deep, fire) = (colours(&["#24568a", "#d8c5a0"]), colours(&["#2a5c94"]), colours(&["#c0272d"]));
        assert!(common_colours(&sea, &deep) > common_colours(&sea, &fire));
        assert!((common_colours(&sea, &sea) - 1.0).abs() < 1e-6);
        assert_eq!(common_colours(&sea, &[]), 0.0);
        assert!(closeness(Some(100.0), Some(110.0)) > closeness(Some(100.0), Some(300.0)));
        assert_eq!(closeness(None, Some(1.0)), 0.0);
    }
}
