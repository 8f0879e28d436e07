//! Records for the tests of the pages.

use chrono::DateTime;
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::edit::{ArtworkText, ImageRow, ImageVariant};
use impasto_domain::edition::{Edition, EditionKind, Stock};
use impasto_domain::ids::{ArtistId, ArtworkId, EditionId, ImageId, SellerId};
use impasto_domain::money::{Currency, Money};
use impasto_domain::read::{ArtistName, ArtworkRecord, SellerName};
use impasto_domain::tax::TaxRegime;
use uuid::Uuid;

/// A published work with one unique edition and one picture.
pub(super) fn record(title: &str) -> ArtworkRecord {
    let id = ArtworkId(Uuid::from_u128(title.bytes().fold(7, |sum, byte| sum * 31 + u128::from(byte))));
    let edition = Edition {
        id: EditionId(Uuid::from_u128(id.0.as_u128() + 1)),
        artwork_id: id,
        kind: EditionKind::Unique,
        label: None,
        size: 0,
        artist_proofs: 0,
        width_tenth_mm: 4_000,
        height_tenth_mm: 3_000,
        depth_tenth_mm: 200,
        weight_g: 1_200,
        price: Money::new(125_000, Currency::EUR),
        tax_regime: TaxRegime::Standard,
        max_per_customer: None,
        available_from: None,
        made_to_order: false,
    };
    let stock = Stock::new(&edition);
    ArtworkRecord {
        id,
        slug: title.to_lowercase().replace(' ', "-"),
        text: std::sync::Arc::new(ArtworkText {
            title: title.to_owned(),
            description: "Low water at dusk.".to_owned(),
            year: Some(2024),
            date_text: None,
            medium: "Oil on linen".to_owned(),
            styles: vec!["impasto".to_owned()],
            subjects: vec!["sea".to_owned()],
            provenance: Vec::new(),
            signed: true,
            condition: None,
            framed: false,
        }),
        artist: ArtistName {
            id: ArtistId(Uuid::from_u128(1)),
            slug: "ines-aldana".to_owned(),
            name: "Ines Aldana".to_owned(),
        },
        seller: SellerName {
            id: SellerId(Uuid::from_u128(2)),
            slug: "ines-aldana".to_owned(),
            name: "Ines Aldana".to_owned(),
        },
        status: ArtworkStatus::Published,
        rejection: None,
        images: [ImageRow {
            id: ImageId(Uuid::from_u128(3)),
            width_px: 1_600,
            height_px: 1_200,
            alt: String::new(),
            blurhash: String::new(),
            palette: vec!["#2456a6".to_owned()],
            original_key: "aa/original.png".to_owned(),
            variants: vec![ImageVariant {
                key: "aa/1.jpg".to_owned(),
                width_px: 640,
                height_px: 480,
                content_type: "image/jpeg".to_owned(),
            }],
            tiles: None,
            dhash: None,
        }]
        .into(),
        editions: vec![(edition, stock)],
        wishlisted: 0,
        rating_hundredths: None,
        reviews: 0,
        revision: 1,
        version: 1,
        published_at: DateTime::from_timestamp(1_790_000_000, 0),
        updated_at: DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default(),
    }
}
