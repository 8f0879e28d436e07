//! Sample data for every page, for the tests here and for looking at the pages while they are designed.
//! It knows no engine: the numbers are made up, but they fit together.

use chrono::{DateTime, TimeZone as _, Utc};
use iso_currency::Currency;

use super::card::{HeartView, WorkCard};
use super::chrome::{Chrome, LanguageLink, LegalLink, SignedInUser};
use super::copies::{CopyMapView, CopySquare, MapUse};
use super::own_address::{Alternate, OwnAddress};
use super::picture::{Picture, PictureFile, PictureWash};
use super::stock::{Counts, EditionKind, StockSummary, StockView};
use super::text;
use crate::words::{self, Language};

mod console;
mod desk;
mod hall;
mod house;
mod post;
mod returns;
mod shop;

pub use console::*;
pub use desk::*;
pub use hall::*;
pub use house::*;
pub use post::*;
pub use returns::*;
pub use shop::*;

pub(super) const TITLES: [(&str, &str, &str, &str); 12] = [
    ("Low Tide, Evening", "Inês Moreau", "2024", "Oil on linen"),
    ("Orchard", "Tomas Verhaegen", "2023", "Tempera on panel"),
    ("Square of Light", "Aino Salmela", "2025", "Pigment print"),
    ("Σιωπή", "Ελένη Καρρά", "2022", "Acrylic on canvas"),
    ("Northern Harbour", "Inês Moreau", "2025", "Oil on linen"),
    ("The Red Room, Again", "Marek Dvořák", "2021", "Etching and aquatint"),
    ("Long Shore", "Tomas Verhaegen", "2024", "Gouache on paper"),
    ("Violet Hour", "Aino Salmela", "2025", "Pigment print"),
    ("Слои", "Вера Лосева", "2020", "Mixed media"),
    ("Field Notes III", "Marek Dvořák", "2023", "Lithograph"),
    ("Salt", "Ελένη Καρρά", "2024", "Acrylic on canvas"),
    ("Standing Figure", "Вера Лосева", "2022", "Oil on board"),
];
pub(super) const SHAPES: [(u32, u32); 8] =
    [(1600, 1200), (1200, 1600), (1500, 1500), (1000, 1600), (1600, 1000), (1280, 1600), (1600, 900), (1400, 1120)];
pub(super) const COLOURS: [&str; 8] =
    ["#7c8072", "#a8704a", "#a8aa9d", "#8a4540", "#83899a", "#8d939a", "#a98a57", "#8a7aa0"];

/// Two by two pixels.
const WASH: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAGUlEQVR4AQEOAPH/AFpu\
                    ZIJuZABaboKCboIjVAU9uFlHtgAAAABJRU5ErkJggg==";

pub(super) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 14, 22, 0).unwrap()
}

pub(super) fn eur(minor: i64) -> String {
    text::money(minor, Currency::EUR)
}

/// An id that differs from page to page as little as possible.
pub fn id(number: usize) -> String {
    format!("01936f00-0000-7000-8000-{number:012}")
}

pub(super) fn picture(index: usize) -> Picture {
    let (width_px, height_px) = SHAPES[index % SHAPES.len()];
    let files: Vec<PictureFile> = [320, 640, 1024, 1600]
        .into_iter()
        .flat_map(|width_px| {
            [("webp", "image/webp"), ("jpg", "image/jpeg")].map(|(end, kind)| PictureFile {
                url: format!("/media/w{index}-{width_px}.{end}"),
                width_px,
                kind: kind.to_owned(),
            })
        })
        .collect();
    let (title, artist, ..) = TITLES[index % TITLES.len()];
    let alt = format!("{title} by {artist}: layered fields of colour");
    // One in three has no blurhash.
    let wash = !index.is_multiple_of(3);
    let wash = wash.then(|| PictureWash { url: WASH.into(), width_px: 2, height_px: 2 });
    Picture::new(width_px, height_px, &alt, COLOURS[index % COLOURS.len()], &files).unwrap().with_wash(wash)
}

pub(super) fn counts(available: u32, held: u32, sold: u32, total: u32) -> Counts {
    Counts { available, held, sold, total, version: 4 }
}

pub(super) fn stock(work: usize, edition: usize, kind: EditionKind, counts: Counts) -> StockView {
    StockView::new(&id(work), &id(100 * work + edition), kind, counts)
}

/// The map of an edition: what is sold first, then what is held, one of them by who looks.
pub(super) fn copy_map(stock: &StockView, used: MapUse) -> CopyMapView {
    let square = |ordinal: u32| {
        let proofs = stock.total.saturating_sub(25);
        let label = if ordinal <= 25 { format!("{ordinal}/25") } else { format!("AP {}/{proofs}", ordinal - 25) };
        let look = match ordinal {
            n if n <= stock.sold => "sold",
            n if n == stock.sold + 1 => "yours",
            n if n <= stock.sold + stock.held => "held",
            _ => "free",
        };
        let short = label.split('/').next().unwrap_or_default().to_owned();
        CopySquare { ordinal, words: text::copy(&label), label, short, look }
    };
    CopyMapView {
        artwork_id: stock.artwork_id.clone(),
        edition_id: stock.edition_id.clone(),
        name: "Gicl\u{e9}e print".to_owned(),
        version: 4,
        total: stock.total,
        squares: (1..=stock.total).map(square).collect(),
        used,
    }
}

pub(super) fn stock_of(work: usize) -> Vec<StockView> {
    use EditionKind::{Limited, Open, Unique};
    match work % 6 {
        0 => vec![stock(work, 1, Unique, counts(1, 0, 0, 1)), stock(work, 2, Limited, counts(18, 2, 5, 25))],
        1 => vec![stock(work, 1, Unique, counts(0, 1, 0, 1))],
        2 => vec![stock(work, 1, Limited, counts(7, 1, 17, 25))],
        3 => vec![stock(work, 1, Unique, counts(0, 0, 1, 1))],
        4 => vec![stock(work, 1, Unique, counts(1, 0, 0, 1))],
        _ => vec![stock(work, 1, Unique, counts(0, 0, 1, 1)), stock(work, 2, Open, counts(0, 0, 31, 0))],
    }
}

pub(super) fn card(index: usize) -> WorkCard {
    let (title, artist, year, medium) = TITLES[index % TITLES.len()];
    let price = eur(8_000 + 37_500 * (index as i64 + 1));
    WorkCard {
        id: id(index),
        slug: format!("work-{index}"),
        title: title.to_owned(),
        artist_name: artist.to_owned(),
        artist_slug: "ines-moreau".to_owned(),
        year: year.to_owned(),
        medium: medium.to_owned(),
        picture: Some(picture(index)),
        price: if index.is_multiple_of(6) { format!("from {}", eur(8_000)) } else { price },
        stock: StockSummary::new(&id(index), stock_of(index)),
        heart: (index % 3 == 1).then(|| heart(index, title)),
        note: None,
    }
}

/// The wish for a work.
pub(super) fn heart(index: usize, title: &str) -> HeartView {
    HeartView { artwork_id: id(index), title: title.to_owned(), wished: index.is_multiple_of(2), back: "/".to_owned() }
}

/// The frame for a page at `path`.
pub fn chrome(path: &str) -> Chrome {
    Chrome {
        site_name: "Impasto".to_owned(),
        static_base: "/static".to_owned(),
        path: path.to_owned(),
        user: None,
        has_owner: true,
        cart_count: 2,
        demo: true,
        server_time: "2026-11-23T14:22:00.000Z".to_owned(),
        notice: None,
        logo: None,
        has_accent: false,
        legal: vec![LegalLink { url: "/legal/terms".to_owned(), label: "Terms of sale".to_owned() }],
        languages: Language::ALL.map(|language| language_link(path, language)).to_vec(),
    }
}

/// Where the page at `path` is.
pub(super) fn own_address(path: &str) -> OwnAddress {
    let url = format!("http://127.0.0.1:8080{path}");
    let mut languages =
        Language::ALL.map(|one| Alternate { tag: one.tag(), url: format!("{url}?lang={}", one.tag()) }).to_vec();
    languages.push(Alternate { tag: "x-default", url: url.clone() });
    OwnAddress { url, languages }
}

fn language_link(path: &str, language: Language) -> LanguageLink {
    let url = format!("{path}?lang={}", language.tag());
    LanguageLink { tag: language.tag(), name: language.name(), url, current: language == words::current() }
}

pub(super) fn signed_in(path: &str) -> Chrome {
    Chrome {
        user: Some(SignedInUser { display_name: "Inês Moreau".to_owned(), is_artist: true, is_admin: true }),
        ..chrome(path)
    }
}
