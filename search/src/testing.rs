//! Works for tests.

use std::sync::Arc;

use chrono::DateTime;
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::edit::{ArtworkText, ImageRow};
use impasto_domain::edition::{Edition, EditionKind, Stock};
use impasto_domain::ids::{ArtistId, ArtworkId, EditionId, ImageId, SellerId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::read::{ArtistName, ArtworkRecord, SellerName};
use impasto_domain::tax::TaxRegime;
use uuid::Uuid;

use crate::fold::words;
use crate::{Query, Search};

/// A work that is made up word by word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) number: u32,
    pub(crate) title: String,
    pub(crate) artist: String,
    pub(crate) medium: String,
    pub(crate) styles: Vec<String>,
    pub(crate) subjects: Vec<String>,
    pub(crate) description: String,
    pub(crate) colour: Option<String>,
    /// Kind, price in minor units, width and height in tenths of a millimetre, how many are free.
    pub(crate) editions: Vec<(EditionKind, i64, u32, u32, i64)>,
    pub(crate) wishlisted: i64,
    pub(crate) revision: i64,
}

impl Work {
    /// A work with a unique edition that is free.
    pub(crate) fn new(number: u32, title: &str, artist: &str) -> Self {
        Self {
            number,
            title: title.to_owned(),
            artist: artist.to_owned(),
            medium: String::new(),
            styles: Vec::new(),
            subjects: Vec::new(),
            description: String::new(),
            colour: None,
            editions: vec![(EditionKind::Unique, 90_000, 5_000, 3_000, 1)],
            wishlisted: 0,
            revision: 1,
        }
    }

    pub(crate) fn id(number: u32) -> ArtworkId {
        ArtworkId(Uuid::from_u128(u128::from(number)))
    }

    /// As the store tells it.
    pub(crate) fn record(&self) -> Arc<ArtworkRecord> {
        let slug = words(&self.artist).join("-");
        let artist_number = slug.bytes().fold(7_u128, |sum, byte| sum.wrapping_mul(31) + u128::from(byte));
        let id = Self::id(self.number);
        let text = ArtworkText {
            title: self.title.clone(),
            description: self.description.clone(),
            medium: self.medium.clone(),
            styles: self.styles.clone(),
            subjects: self.subjects.clone(),
            ..ArtworkText::default()
        };
        let image = self.colour.iter().map(|colour| ImageRow {
            id: ImageId(Uuid::from_u128(u128::from(self.number))),
            width_px: 4,
            height_px: 3,
            alt: String::new(),
            blurhash: String::new(),
            palette: vec![colour.clone()],
            original_key: String::new(),
            variants: Vec::new(),
            tiles: None,
            dhash: None,
        });
        Arc::new(ArtworkRecord {
            id,
            slug: format!("work-{}", self.number),
            text: Arc::new(text),
            artist: ArtistName { id: ArtistId(Uuid::from_u128(artist_number)), slug, name: self.artist.clone() },
            seller: SellerName { id: SellerId(Uuid::nil()), slug: "house".into(), name: "The House".into() },
            status: ArtworkStatus::Published,
            rejection: None,
            images: image.collect(),
            editions: (0_u32..).zip(&self.editions).map(|(place, edition)| self.edition(place, *edition)).collect(),
            wishlisted: self.wishlisted,
            rating_hundredths: None,
            reviews: 0,
            revision: self.revision,
            version: self.revision,
            published_at: DateTime::from_timestamp(i64::from(self.number), 0),
            updated_at: DateTime::UNIX_EPOCH,
        })
    }

    fn edition(&self, place: u32, edition: (EditionKind, i64, u32, u32, i64)) -> (Edition, Stock) {
        let (kind, price_minor, width_tenth_mm, height_tenth_mm, available) = edition;
        let id = EditionId(Uuid::from_u128(u128::from(self.number) << 32 | u128::from(place)));
        let edition = Edition {
            id,
            artwork_id: Self::id(self.number),
            kind,
            label: None,
            size: 9,
            artist_proofs: 0,
            width_tenth_mm,
            height_tenth_mm,
            depth_tenth_mm: 1,
            weight_g: 1,
            price: Money::new(price_minor, Currency::EUR),
            tax_regime: TaxRegime::Standard,
            max_per_customer: None,
            available_from: None,
            made_to_order: false,
        };
        let stock = Stock {
            edition_id: id,
            artwork_id: Self::id(self.number),
            total: Some(9),
            available,
            held: 0,
            sold: 9 - available,
            withdrawn: 0,
            version: 1,
            next_release_at: None,
        };
        (edition, stock)
    }
}

/// A search over works, ready to be asked.
pub(crate) fn search_over(works: &[Work]) -> Search {
    let search = Search::new();
    works.iter().for_each(|work| search.put(work.record()));
    settle(&search);
    search
}

/// Waits until everything is found.
pub(crate) fn settle(search: &Search) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(search.settled());
}

/// The titles that words find, in order.
pub(crate) fn titles(search: &Search, text: &str) -> Vec<String> {
    let query = Query { text: Some(text.to_owned()), limit: 100, ..Query::default() };
    let found = search.search(&query);
    assert_eq!(found.works.len(), found.total.min(100));
    found.works.iter().map(|work| work.text.title.clone()).collect()
}
