//! The works of the catalogue while a commit is taken in: changed aside, put back together.

use std::collections::HashMap;
use std::sync::Arc;

use impasto_domain::edition::Stock;
use impasto_domain::event::{Committed, Event};
use impasto_domain::ids::{ArtworkId, EditionId};
use impasto_domain::money::Money;
use impasto_domain::read::ArtworkRecord;
use impasto_search::Search;

use super::{Entry, Works};

/// What a commit changes.
pub(super) struct Changing<'w> {
    pub(super) works: &'w mut Works,
    pub(super) search: &'w Search,
    /// Works as they will be.
    pub(super) records: HashMap<ArtworkId, ArtworkRecord>,
    /// What came of it so far.
    pub(super) taken: Taken,
}

/// What came of taking in a commit.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Works that must be read again from the store, because their words changed or they are not known here.
    pub stale: Vec<ArtworkId>,
    /// Which of the events, by their place, are news of a version that is passed already: two nodes wrote the work, and
    /// the other's event was heard first. Who reads the work in between has the later version without them.
    pub late: Vec<usize>,
    /// Works on somebody's wish list that have something free again.
    pub freed: Vec<ArtworkId>,
}

impl Changing<'_> {
    pub(super) fn take_in(&mut self, place: usize, committed: &Committed) {
        match &committed.event {
            Event::StockChanged { stock, artwork_version, newly_held, sold_delta, .. } => {
                if *newly_held > 0 || *sold_delta > 0 {
                    self.works.moving.moved(stock.artwork_id, committed.at);
                }
                let is_passed = self.is_passed(stock.artwork_id, *artwork_version);
                let is_news = self.change(stock.artwork_id, *artwork_version, |record| restock(record, stock));
                if is_passed && is_news {
                    self.taken.late.push(place);
                }
            }
            Event::PriceChanged { artwork_id, edition_id, price, artwork_version } => {
                let is_passed = self.is_passed(*artwork_id, *artwork_version);
                let is_news = self.change(*artwork_id, *artwork_version, |record| reprice(record, *edition_id, *price));
                if is_passed && is_news {
                    self.taken.late.push(place);
                }
            }
            Event::WishlistChanged { artwork_id, wishlisted, .. } => {
                self.change(*artwork_id, 0, |record| {
                    std::mem::replace(&mut record.wishlisted, *wishlisted) != *wishlisted
                });
            }
            Event::ArtworkStatusChanged { artwork_id, status, artwork_version, .. } => {
                if status.is_public() {
                    self.change(*artwork_id, *artwork_version, |record| {
                        std::mem::replace(&mut record.status, *status) != *status
                    });
                } else {
                    self.records.remove(artwork_id);
                    self.works.remove(*artwork_id);
                    self.search.remove(*artwork_id);
                    self.works.generation += 1;
                }
                self.read_again(*artwork_id);
            }
            Event::ArtworkEdited { artwork_id, .. } | Event::ReviewPosted { artwork_id, .. } => {
                self.read_again(*artwork_id);
            }
            Event::CartChanged { .. }
            | Event::OrderChanged { .. }
            | Event::DocumentReady { .. }
            | Event::SaleMade { .. }
            | Event::SessionRevoked { .. }
            | Event::SellerVerified { .. }
            | Event::SettingsChanged
            | Event::KeysChanged
            | Event::ReindexAsked
            | Event::Newer => {}
        }
    }

    /// Puts the works back; answers what came of it.
    pub(super) fn finish(mut self) -> Taken {
        if !self.records.is_empty() {
            self.works.generation += 1;
        }
        for (id, record) in self.records {
            if let Some(known) = self.works.by_id.get(&id) {
                if record.wishlisted > 0 && record.is_available() && !known.record.is_available() {
                    self.taken.freed.push(id);
                }
                let changed = Arc::new(Entry::new(record));
                self.search.put(Arc::clone(&changed.record));
                self.works.by_id.insert(id, changed);
            }
        }
        self.taken
    }

    /// Changes a work; answers whether that was news, which `change` says.
    fn change(&mut self, id: ArtworkId, version: i64, change: impl FnOnce(&mut ArtworkRecord) -> bool) -> bool {
        if !self.records.contains_key(&id) {
            let Some(known) = self.works.by_id.get(&id) else {
                // One that is not here may be on its way in, read before this commit.
                self.read_again(id);
                return false;
            };
            self.records.insert(id, ArtworkRecord::clone(&known.record));
        }
        let Some(record) = self.records.get_mut(&id) else { return false };
        let is_news = change(record);
        record.version = record.version.max(version);
        is_news
    }

    /// Whether the work had passed a version before this commit.
    fn is_passed(&self, id: ArtworkId, version: i64) -> bool {
        self.works.by_id.get(&id).is_some_and(|known| known.record.version > version)
    }

    fn read_again(&mut self, id: ArtworkId) {
        if !self.taken.stale.contains(&id) {
            self.taken.stale.push(id);
        }
    }
}

/// The new counters of an edition; older ones than those known are passed over.
fn restock(record: &mut ArtworkRecord, stock: &Stock) -> bool {
    let edition = record.editions.iter_mut().find(|(edition, _)| edition.id == stock.edition_id);
    let Some((_, known)) = edition.filter(|(_, known)| known.version < stock.version) else { return false };
    *known = stock.clone();
    true
}

fn reprice(record: &mut ArtworkRecord, edition_id: EditionId, price: Money) -> bool {
    let edition = record.editions.iter_mut().find(|(edition, _)| edition.id == edition_id);
    edition.is_some_and(|(edition, _)| std::mem::replace(&mut edition.price, price) != price)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use impasto_domain::artwork::ArtworkStatus;
    use impasto_domain::edit::ArtworkText;
    use impasto_domain::edition::{Edition, EditionKind};
    use impasto_domain::event::Committed;
    use impasto_domain::ids::{ArtistId, LaneId, SellerId};
    use impasto_domain::money::Currency;
    use impasto_domain::read::{ArtistName, SellerName};
    use impasto_domain::tax::TaxRegime;
    use uuid::Uuid;

    use super::super::Catalogue;
    use super::*;

    fn stock(edition: u128, version: i64) -> Stock {
        Stock {
            edition_id: EditionId(Uuid::from_u128(edition)),
            artwork_id: ArtworkId(Uuid::from_u128(1)),
            total: Some(9),
            available: 9 - version,
            held: version,
            sold: 0,
            withdrawn: 0,
            version,
            next_release_at: None,
        }
    }

    fn committed(event: Event) -> Committed {
        Committed { lane: LaneId(Uuid::nil()), seq: 1, at: DateTime::UNIX_EPOCH, event }
    }

    fn moved(edition: u128, version: i64) -> Committed {
        committed(Event::StockChanged {
            seller_id: SellerId(Uuid::nil()),
            stock: stock(edition, version),
            artwork_version: 7,
            held_delta: 1,
            newly_held: 1,
            sold_delta: 0,
        })
    }

    /// A work with two editions, hung at a version.
    fn hung(version: i64) -> Catalogue {
        let edition = |number: u128| {
            let edition = Edition {
                id: EditionId(Uuid::from_u128(number)),
                artwork_id: ArtworkId(Uuid::from_u128(1)),
                kind: EditionKind::Limited,
                label: None,
                size: 9,
                artist_proofs: 0,
                width_tenth_mm: 1,
                height_tenth_mm: 1,
                depth_tenth_mm: 1,
                weight_g: 1,
                price: Money::new(100, Currency::EUR),
                tax_regime: TaxRegime::Standard,
                max_per_customer: None,
                available_from: None,
                made_to_order: false,
            };
            (edition, stock(number, 1))
        };
        let name = || String::from("name");
        let catalogue = Catalogue::new(str::to_owned);
        catalogue.put(ArtworkRecord {
            id: ArtworkId(Uuid::from_u128(1)),
            slug: name(),
            text: ArtworkText::default().into(),
            artist: ArtistName { id: ArtistId(Uuid::nil()), slug: name(), name: name() },
            seller: SellerName { id: SellerId(Uuid::nil()), slug: name(), name: name() },
            status: ArtworkStatus::Published,
            rejection: None,
            images: Vec::new().into(),
            editions: vec![edition(1), edition(2)],
            wishlisted: 0,
            rating_hundredths: None,
            reviews: 0,
            revision: 1,
            version,
            published_at: None,
            updated_at: DateTime::UNIX_EPOCH,
        });
        catalogue
    }

    #[test]
    fn what_is_not_known_is_read_again_and_once() {
        let catalogue = Catalogue::new(str::to_owned);
        let id = ArtworkId(Uuid::from_u128(1));
        assert_eq!(catalogue.apply(&[moved(1, 1), moved(2, 1)]), Taken { stale: vec![id], ..Taken::default() });
        let status = committed(Event::ArtworkStatusChanged {
            artwork_id: id,
            seller_id: SellerId(Uuid::nil()),
            status: ArtworkStatus::Published,
            title: String::new(),
            slug: String::new(),
            artwork_version: 7,
        });
        let taken = catalogue.apply(&[status, committed(Event::SettingsChanged)]);
        assert_eq!(taken, Taken { stale: vec![id], ..Taken::default() });
    }

    #[test]
    fn news_of_a_passed_version_are_told_apart_and_taken_in_all_the_same() {
        let catalogue = hung(6);
        // The version of the events is 7; nothing is passed yet, and both are of one commit.
        assert_eq!(catalogue.apply(&[moved(1, 2), moved(2, 2)]), Taken::default());
        let catalogue = hung(8);
        // Of the first edition more is known already.
        let taken = catalogue.apply(&[moved(1, 1), moved(2, 2)]);
        assert_eq!(taken, Taken { late: vec![1], ..Taken::default() });
        let known = catalogue.by_id(ArtworkId(Uuid::from_u128(1))).unwrap();
        assert_eq!((known.record.version, known.record.editions[1].1.version), (8, 2));
    }

    #[test]
    fn a_wished_work_that_has_something_free_again_is_told_once() {
        let catalogue = hung(6);
        let id = ArtworkId(Uuid::from_u128(1));
        let counted = |edition: u128, version: i64, available: i64| {
            let stock = Stock { available, held: 9 - available, ..stock(edition, version) };
            committed(Event::StockChanged {
                seller_id: SellerId(Uuid::nil()),
                stock,
                artwork_version: version,
                held_delta: 0,
                newly_held: 0,
                sold_delta: 0,
            })
        };
        let wish = |wishlisted| {
            committed(Event::WishlistChanged { artwork_id: id, seller_id: SellerId(Uuid::nil()), wishlisted })
        };
        let freed = |events: &[Committed]| catalogue.apply(events).freed;
        assert_eq!(freed(&[counted(1, 10, 0), counted(2, 10, 0)]), []);
        assert_eq!(freed(&[counted(1, 11, 1)]), [], "nobody wishes for it");
        assert_eq!(freed(&[wish(2), counted(1, 12, 0)]), []);
        assert_eq!(freed(&[counted(1, 13, 1)]), [id]);
        assert_eq!(freed(&[counted(2, 13, 1)]), [], "something was free before");
        assert_eq!(freed(&[counted(1, 14, 0), counted(2, 14, 0), counted(2, 15, 4)]), [], "all in one commit");
    }
}
