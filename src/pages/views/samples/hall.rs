//! Samples of what hangs: gallery, work, artist.
//! It does not know the shop.

use super::super::artist::ArtistPage;
use super::super::artwork::{
    ArtworkPage, EditionOption, Fact, NamedLink, ReviewView, ReviewsView, ScaleView, ShippingOfferView, ShippingRow,
    ShippingView,
};
use super::super::card::WorkCard;
use super::super::chrome::{Chrome, Notice};
use super::super::copies::MapUse;
use super::super::demo::{Account, DemoPage, RushView, VerdictView};
use super::super::form::Choice;
use super::super::gallery::{AppliedFilter, FilterGroup, FilterOption, GalleryPage, Meant, Section};
use super::super::moment::{Deadline, Moment};
use super::super::share::Share;
use super::super::stock::{EditionKind, StockSummary, StockView};
use super::super::text;
use super::{card, chrome, copy_map, counts, eur, heart, id, now, own_address, picture, stock};

fn options(entries: &[(&str, u64)], chosen: &str) -> Vec<FilterOption> {
    entries
        .iter()
        .map(|(label, count)| FilterOption {
            value: (*label).to_owned(),
            label: (*label).to_owned(),
            count: *count,
            colour: None,
            selected: *label == chosen,
        })
        .collect()
}

fn filters(chosen: &str) -> Vec<FilterGroup> {
    let media = [
        ("Oil on linen", 14),
        ("Acrylic on canvas", 11),
        ("Pigment print", 9),
        ("Gouache on paper", 7),
        ("Lithograph", 6),
        ("Etching and aquatint", 5),
        ("Tempera on panel", 4),
        ("Mixed media", 3),
        ("Oil on board", 3),
        ("Charcoal", 2),
    ];
    let colours = [
        ("Red", 9, "#b3271e"),
        ("Orange", 7, "#d9772b"),
        ("Yellow", 8, "#e2b93b"),
        ("Green", 11, "#4d7a52"),
        ("Blue", 18, "#2f5d8c"),
        ("Violet", 5, "#6c4f8f"),
        ("White", 12, "#f3efe6"),
        ("Black", 6, "#1d1b1a"),
    ];
    let group = |name: &str, label: &str, options| FilterGroup {
        name: name.to_owned(),
        label: label.to_owned(),
        swatches: name == "colour",
        options,
    };
    vec![
        group("medium", "Medium", options(&media, chosen)),
        group("style", "Style", options(&[("Abstract", 21), ("Figurative", 13), ("Minimal", 9)], "")),
        group("subject", "Subject", options(&[("Landscape", 17), ("Sea", 9), ("Interior", 6)], "")),
        group(
            "colour",
            "Colour",
            colours
                .iter()
                .map(|(label, count, colour)| FilterOption {
                    value: label.to_lowercase(),
                    label: (*label).to_owned(),
                    count: *count,
                    colour: Some((*colour).to_owned()),
                    selected: false,
                })
                .collect(),
        ),
        group("edition", "Edition", options(&[("Unique", 41), ("Limited", 17), ("Open", 6)], "")),
        group("artist", "Artist", options(&[("Inês Moreau", 12), ("Ελένη Καρρά", 8)], "")),
    ]
}

fn sorts() -> Vec<Choice> {
    [
        ("newest", "Newest"),
        ("price", "Price, low to high"),
        ("-price", "Price, high to low"),
        ("size", "Size"),
        ("popular", "Popular"),
    ]
    .into_iter()
    .map(|(value, label)| Choice { value: value.to_owned(), label: label.to_owned(), selected: value == "newest" })
    .collect()
}

/// The front page.
pub fn gallery() -> GalleryPage {
    GalleryPage {
        chrome: chrome("/"),
        is_front: true,
        lead: Some(card(4)),
        sections: vec![
            Section { name: "new".to_owned(), title: "New".to_owned(), url: None, works: (0..4).map(card).collect() },
            Section {
                name: "moving".to_owned(),
                title: "Moving now".to_owned(),
                url: None,
                works: vec![card(5), card(7)],
            },
            Section {
                name: "blue-hours".to_owned(),
                title: "Blue hours".to_owned(),
                url: Some("/collections/blue-hours".to_owned()),
                works: vec![card(2), card(3)],
            },
        ],
        meant: None,
        query: String::new(),
        filters: filters(""),
        price_min: String::new(),
        price_max: String::new(),
        price_sign: "€".to_owned(),
        available_only: false,
        available_count: Some(47),
        sorts: sorts(),
        applied: Vec::new(),
        works: (0..12).map(card).collect(),
        total: Some("64 works".to_owned()),
        next_url: Some("/?cursor=b3BhcXVl".to_owned()),
        share: share("/"),
    }
}

fn share(path: &str) -> Share {
    Share {
        address: own_address(path),
        title: "Impasto".to_owned(),
        summary: "Original works & editions.".to_owned(),
        image_url: "http://127.0.0.1:8080/media/aa/1.jpg".to_owned(),
        image_alt: "Low water".to_owned(),
    }
}

/// The gallery under a filter.
pub fn gallery_filtered() -> GalleryPage {
    GalleryPage {
        chrome: chrome("/?q=tide&medium=Oil+on+linen"),
        is_front: false,
        lead: None,
        sections: Vec::new(),
        meant: Some(Meant { words: "tide".to_owned(), url: "/?q=tide&medium=Oil+on+linen".to_owned() }),
        query: "tidde".to_owned(),
        filters: filters("Oil on linen"),
        price_max: "2000".to_owned(),
        applied: vec![
            AppliedFilter {
                label: "Medium: Oil on linen".to_owned(),
                remove_url: "/?q=tide&price_max=2000".to_owned(),
            },
            AppliedFilter { label: "Up to €2,000".to_owned(), remove_url: "/?q=tide&medium=Oil+on+linen".to_owned() },
        ],
        works: vec![card(0), card(3), card(1)],
        total: Some("3 works".to_owned()),
        next_url: None,
        ..gallery()
    }
}

/// The gallery when nothing fits.
pub fn gallery_empty() -> GalleryPage {
    GalleryPage { works: Vec::new(), total: Some("0 works".to_owned()), ..gallery_filtered() }
}

/// A work with three editions.
pub fn artwork() -> ArtworkPage {
    let edition = |number: usize, label: &str, kind, stock_counts, price, kind_text: &str| {
        let stock = stock(0, number, kind, stock_counts);
        EditionOption {
            id: stock.edition_id.clone(),
            label: label.to_owned(),
            kind_text: kind_text.to_owned(),
            size: text::size(90.0 - number as f64 * 10.0, 120.0 - number as f64 * 15.0, None),
            price: eur(price),
            tax_note: if number == 1 { "Margin scheme, no VAT shown".to_owned() } else { "VAT included".to_owned() },
            made_to_order: number == 2,
            selected: number == 2,
            max_quantity: if number == 1 { 1 } else { 5 },
            opens: None,
            returns: (number == 1).then(|| Deadline::new(now() + chrono::TimeDelta::minutes(8))),
            map: (number == 2).then(|| copy_map(&stock, MapUse::Pick(5))),
            stock,
        }
    };
    ArtworkPage {
        chrome: Chrome { notice: Notice::from_code("sold-out"), ..chrome("/artworks/low-tide-evening") },
        id: id(0),
        title: "Low Tide, Evening".to_owned(),
        artist: NamedLink { name: "Inês Moreau".to_owned(), url: "/artists/ines-moreau".to_owned() },
        seller: NamedLink { name: "Atelier Moreau".to_owned(), url: "/?seller=atelier-moreau".to_owned() },
        year: "2024".to_owned(),
        medium: "Oil on linen".to_owned(),
        size: text::size(90.0, 120.0, Some(3.0)),
        pictures: vec![picture(0), picture(6)],
        description: vec![
            "Painted over three weeks of October evenings on the estuary at Esposende, when the sand \
             keeps the light longer than the sky does."
                .to_owned(),
            "The ground is a warm umber that shows through wherever the knife went over it twice. \
             Seen from the side, the ridges of paint stand a good three millimetres off the linen."
                .to_owned(),
        ],
        provenance: vec![
            "2024: the artist’s studio, Porto".to_owned(),
            "2025: shown at Galeria do Cais, “Margens”".to_owned(),
        ],
        facts: [
            ("Condition", "Excellent"),
            ("Signed", "On the back"),
            ("Frame", "Unframed, edges painted"),
            ("Styles", "Abstract, landscape"),
            ("Subjects", "Sea, evening"),
        ]
        .into_iter()
        .map(|(label, value)| Fact { label: label.to_owned(), value: value.to_owned() })
        .collect(),
        palette: ["#1f3a5f", "#e8d8b0", "#b4552d", "#6f8f9c", "#20201e"].map(str::to_owned).to_vec(),
        editions: vec![
            edition(1, "Original", EditionKind::Unique, counts(0, 1, 0, 1), 240_000, ""),
            edition(
                2,
                "Giclée print",
                EditionKind::Limited,
                counts(18, 2, 7, 27),
                24_000,
                "Edition of 25 and 2 artist’s proofs",
            ),
            edition(3, "Poster", EditionKind::Open, counts(0, 0, 31, 0), 4_500, "Open edition"),
        ],
        in_cart: Some("No. 7 of 25 is held for you.".to_owned()),
        not_for_sale: None,
        scale: Some(ScaleView {
            width: 225.0,
            height: 210.0,
            floor: 210.0,
            person_x: 15.0,
            person_y: 40.0,
            work_x: 90.0,
            work_y: 15.0,
            work_width: 120.0,
            work_height: 90.0,
            image: Some("/media/w0-1024.jpg".to_owned()),
            words: "Drawn to scale: the work, H 90 × W 120 cm, beside a person of 170 cm.".to_owned(),
        }),
        shipping: Some(ShippingView {
            action: "/artworks/low-tide-evening".to_owned(),
            from: "Portugal".to_owned(),
            to: Some("Germany".to_owned()),
            countries: [("DE", "Germany"), ("PT", "Portugal")]
                .map(|(value, label)| Choice {
                    value: value.to_owned(),
                    label: label.to_owned(),
                    selected: value == "DE",
                })
                .to_vec(),
            rows: vec![
                ShippingRow {
                    edition: "Original".to_owned(),
                    offers: vec![ShippingOfferView {
                        name: "Standard".to_owned(),
                        price: eur(9_900),
                        days: "4 to 8 working days".to_owned(),
                    }],
                },
                ShippingRow { edition: "Poster".to_owned(), offers: Vec::new() },
            ],
        }),
        reviews: ReviewsView {
            summary: Some("4.5 of 5, 2 reviews".to_owned()),
            items: vec![ReviewView {
                author: "Ida".to_owned(),
                rating: 4,
                paragraphs: vec!["Better than in the picture.".to_owned()],
                at: Moment::new(now()),
            }],
            more: 1,
            action: Some(format!("/artworks/{}/reviews", id(0))),
        },
        similar: vec![
            WorkCard { note: Some("By the same artist".to_owned()), ..card(4) },
            WorkCard { note: Some("In similar colours".to_owned()), ..card(7) },
        ],
        heart: Some(heart(0, "Low Tide, Evening")),
        price: format!("from {}", eur(4_500)),
        stock: StockSummary::new(&id(0), vec![stock(0, 2, EditionKind::Limited, counts(18, 2, 7, 27))]),
        linked_data: "{\"@context\":\"https://schema.org\"}".to_owned(),
        summary: "Low Tide, Evening: oil on linen by Inês Moreau, 2024.".to_owned(),
        address: own_address("/artworks/low-tide-evening"),
        share_image_url: "http://127.0.0.1:8080/media/w0-1024.jpg".to_owned(),
    }
}

/// A work that is sold.
pub fn artwork_sold() -> ArtworkPage {
    let mut page = artwork();
    page.chrome.notice = None;
    page.title = "The Red Room, Again".to_owned();
    page.pictures = vec![picture(3)];
    page.editions.truncate(1);
    page.editions[0].stock = stock(0, 1, EditionKind::Unique, counts(0, 0, 1, 1));
    page.editions[0].selected = false;
    page.editions[0].returns = None;
    page.stock = StockSummary::new(&id(0), vec![page.editions[0].stock.clone()]);
    page.heart = None;
    page.reviews = ReviewsView { summary: None, items: Vec::new(), more: 0, action: None };
    page
}

/// An artist.
pub fn artist() -> ArtistPage {
    ArtistPage {
        chrome: chrome("/artists/ines-moreau"),
        name: "Inês Moreau".to_owned(),
        life: "Born 1974 in Porto, lives in Esposende".to_owned(),
        biography: vec![
            "Moreau paints water without ever painting a wave. Trained as a printmaker in Porto, she came \
             to oil late, and works with knives cut from old saw blades."
                .to_owned(),
        ],
        portrait: None,
        works: [0, 4, 2, 7, 6].into_iter().map(card).collect(),
        total: Some("12 works".to_owned()),
        next_url: None,
        share: Share { image_url: String::new(), ..share("/artists/ines-moreau") },
    }
}

/// The demo, live, after a crowd.
pub fn demo() -> DemoPage {
    let (artwork_id, edition_id) = (id(90), id(91));
    let sold = counts(0, 0, 25, 25);
    DemoPage {
        chrome: chrome("/demo"),
        buyers: 50,
        copies: 25,
        refusal: Some("a crowd is on its way already".to_owned()),
        rush: Some(RushView {
            number: 2,
            stage: "done",
            artwork_id: artwork_id.clone(),
            edition_id: edition_id.clone(),
            seller_id: id(92),
            card: card(0),
            url: "/artworks/low-tide-for-the-crowd".to_owned(),
            stock: StockView::new(&artwork_id, &edition_id, EditionKind::Limited, sold),
            verdict: Some(VerdictView { sound: true, text: "25 sold, none twice.".to_owned() }),
        }),
        accounts: vec![Account {
            email: "admin@demo.impasto.test",
            sees: "the console: stock and orders as they move".to_owned(),
        }],
        password: "impasto-demo",
        artist_email: "artist@demo.impasto.test",
        admin_email: "admin@demo.impasto.test",
    }
}
