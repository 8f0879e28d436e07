//! Works, editions and pictures of the catalogue as views show them.
//! It does not know which page they stand on.

use impasto_domain::edit::ImageRow;
use impasto_domain::edition::{Edition, EditionKind, Stock};
use impasto_domain::ids::SellerId;
use impasto_domain::money::Money;
use impasto_domain::read::ArtworkRecord;

use super::views::card::WorkCard;
use super::views::picture::{Picture, PictureFile, PictureTiles, PictureWash};
use super::views::stock::{Counts, EditionKind as KindView, StockSummary, StockView};
use super::views::text;
use crate::api::shapes::cm;
use crate::app::App;
use crate::catalogue::{Catalogue, Wash};
use crate::words::{decimal, t};

/// A work in a grid.
pub(super) fn card(catalogue: &Catalogue, record: &ArtworkRecord) -> WorkCard {
    WorkCard {
        id: record.id.to_string(),
        slug: record.slug.clone(),
        title: record.text.title.clone(),
        artist_name: record.artist.name.clone(),
        artist_slug: record.artist.slug.clone(),
        year: year(record),
        medium: record.text.medium.clone(),
        picture: first_picture(catalogue, record).map(Picture::for_card),
        price: price_over_all(record),
        stock: summary(record),
        heart: None,
        note: None,
    }
}

/// The stock over all editions of a work.
pub(super) fn summary(record: &ArtworkRecord) -> StockSummary {
    StockSummary::new(&record.id.to_string(), record.editions.iter().map(|(e, s)| stock(e, s)).collect())
}

/// The work's page.
pub(super) fn url(record: &ArtworkRecord) -> String {
    format!("/artworks/{}", record.slug)
}

/// The date as the artist puts it, else the year; may be empty.
pub(super) fn year(record: &ArtworkRecord) -> String {
    let text = &record.text;
    text.date_text.clone().or_else(|| text.year.map(|year| year.to_string())).unwrap_or_default()
}

/// The work's first picture.
pub(super) fn first_picture(catalogue: &Catalogue, record: &ArtworkRecord) -> Option<Picture> {
    record.images.first().and_then(|image| picture(catalogue, record, image))
}

/// What somebody wrote of a picture; empty where nobody did. An upload through the API stands there by title and artist in
/// English: those are nobody's words, and a page says them in the language that is spoken.
pub(super) fn own_alt<'i>(record: &ArtworkRecord, image: &'i ImageRow) -> &'i str {
    let named = image
        .alt
        .strip_prefix(record.text.title.as_str())
        .and_then(|rest| rest.strip_prefix(" by "))
        .is_some_and(|artist| artist == record.artist.name);
    if named { "" } else { &image.alt }
}

/// A picture of a work. One without words of its own is named by title and artist.
pub(super) fn picture(catalogue: &Catalogue, record: &ArtworkRecord, image: &ImageRow) -> Option<Picture> {
    let files: Vec<PictureFile> = image
        .variants
        .iter()
        .map(|variant| PictureFile {
            url: catalogue.public_url(&variant.key),
            width_px: variant.width_px,
            kind: variant.content_type.clone(),
        })
        .collect();
    let colour = image.palette.first().map_or("", String::as_str);
    let named = || t("work-by").with("title", &record.text.title).with("artist", &record.artist.name).to_string();
    let own = own_alt(record, image);
    let alt = if own.is_empty() { named() } else { own.to_owned() };
    let tiles = image.tiles.as_ref().map(|tiles| PictureTiles {
        url: format!("{}/{{level}}/{{column}}-{{row}}.jpg", catalogue.public_url(&tiles.prefix)),
        side_px: tiles.side_px,
        levels: tiles.levels,
    });
    let picture = Picture::new(image.width_px, image.height_px, &alt, colour, &files)?;
    let wash = catalogue.wash(image).map(|Wash { url, width_px, height_px }| PictureWash { url, width_px, height_px });
    Some(picture.with_wash(wash).with_tiles(tiles))
}

/// The stock of an edition.
pub(super) fn stock(edition: &Edition, stock: &Stock) -> StockView {
    let kind = match edition.kind {
        EditionKind::Unique => KindView::Unique,
        EditionKind::Limited => KindView::Limited,
        EditionKind::Open => KindView::Open,
    };
    let counts = Counts {
        available: count(stock.available),
        held: count(stock.held),
        sold: count(stock.sold),
        total: count(stock.total.unwrap_or(0)),
        version: u64::try_from(stock.version).unwrap_or(0),
    };
    StockView::new(&edition.artwork_id.to_string(), &edition.id.to_string(), kind, counts)
}

/// What an edition is called.
pub(super) fn edition_name(edition: &Edition) -> String {
    let named = || t(&format!("work-edition-{}", edition.kind.as_str())).to_string();
    edition.label.clone().unwrap_or_else(named)
}

/// What kind of edition it is, in words: `Edition of 25 and 2 artist’s proofs`; empty for a single piece.
pub(super) fn edition_kind(edition: &Edition) -> String {
    match edition.kind {
        EditionKind::Unique => String::new(),
        EditionKind::Open => t("work-edition-open").into(),
        EditionKind::Limited if edition.artist_proofs == 0 => t("work-edition-of").with("size", edition.size).into(),
        EditionKind::Limited => {
            let proofs = t("count-proofs").with("count", edition.artist_proofs);
            t("work-edition-of-proofs").with("size", edition.size).with("proofs", proofs).into()
        }
    }
}

/// An edition's size.
pub(super) fn edition_size(edition: &Edition) -> String {
    let (height, width, depth) = sides(edition);
    text::size(height, width, depth)
}

/// An edition's size, with inches for those who read them: `H 40 × W 30 cm (15.7 × 11.8 in)`.
pub(super) fn edition_size_both(edition: &Edition) -> String {
    let (height, width, depth) = sides(edition);
    let size = text::size(height, width, depth);
    // A draft without a size has none in inches either.
    let inches = text::inches(height, width, depth).filter(|_| height > 0.0 && width > 0.0);
    match inches {
        Some(inches) => t("work-size-both").with("size", size).with("inches", inches).into(),
        None => size,
    }
}

/// Height, width and, where it has one, depth in centimetres.
fn sides(edition: &Edition) -> (f64, f64, Option<f64>) {
    let depth = (edition.depth_tenth_mm > 0).then(|| cm(edition.depth_tenth_mm));
    (cm(edition.height_tenth_mm), cm(edition.width_tenth_mm), depth)
}

/// What buyers think of a work: `4.7 of 5, 3 reviews`; `None` without any.
pub(super) fn rating(record: &ArtworkRecord) -> Option<String> {
    let mean = format!("{:.1}", record.rating_hundredths? as f64 / 100.0);
    let mean = mean.replace('.', decimal().encode_utf8(&mut [0; 4]));
    let reviews = t("count-reviews").with("count", record.reviews);
    Some(t("work-mean").with("mean", mean).with("reviews", reviews).into())
}

/// How many copies of an edition one owner can ask for at once, who holds `own` of them already; at least 1.
pub(super) fn most_at_once(app: &App, edition: &Edition, stock: &Stock, own: u32) -> u32 {
    let there = match edition.kind {
        EditionKind::Unique => 1,
        EditionKind::Limited => count(stock.available).saturating_add(own),
        EditionKind::Open => u32::MAX,
    };
    let allowed = edition.max_per_customer.unwrap_or(u32::MAX);
    there.min(allowed).min(app.rules().holds.quantity_max).max(1)
}

/// An amount for a reader.
pub(super) fn money(money: Money) -> String {
    text::money(money.amount_minor, money.currency)
}

/// A seller's name, as the house knows it.
pub(super) fn seller_name(app: &App, id: SellerId) -> Option<String> {
    app.sellers().get(&id).map(|seller| seller.name.clone())
}

/// `€1,250`, or `from €80` over several prices; empty without editions.
pub(super) fn price_over_all(record: &ArtworkRecord) -> String {
    let prices = || record.editions.iter().map(|(edition, _)| edition.price);
    let Some(lowest) = prices().min_by_key(|price| price.amount_minor) else { return String::new() };
    let is_one = prices().all(|price| price == lowest);
    if is_one { money(lowest) } else { t("work-price-from").with("price", money(lowest)).into() }
}

fn count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::testing::record;
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn an_edition_is_named_by_its_label_or_by_its_kind() {
        let mut edition = record("Tide").editions.remove(0).0;
        assert_eq!((edition_name(&edition), edition_kind(&edition)), ("Original".to_owned(), String::new()));
        edition.kind = EditionKind::Limited;
        (edition.size, edition.artist_proofs) = (25, 1);
        assert_eq!(edition_kind(&edition), "Edition of 25 and 1 artist\u{2019}s proof");
        edition.label = Some("Giclée print".to_owned());
        assert_eq!(edition_name(&edition), "Giclée print");
    }

    #[test]
    fn a_kind_of_edition_is_said_in_the_language_that_is_spoken() {
        let mut edition = record("Tide").editions.remove(0).0;
        edition.kind = EditionKind::Limited;
        (edition.size, edition.artist_proofs) = (25, 2);
        let spoken = |language| within(language, || (edition_name(&edition), edition_kind(&edition)));
        let german = ("Limitierte Edition".to_owned(), "Auflage 25, dazu 2 K\u{fc}nstlerexemplare".to_owned());
        assert_eq!(spoken(Language::German), german);
        assert_eq!(spoken(Language::French).1, "Tirage de 25, plus 2 \u{e9}preuves d\u{2019}artiste");
    }

    #[test]
    fn a_size_is_in_centimetres_and_for_readers_of_english_in_inches_besides() {
        let mut edition = record("Tide").editions.remove(0).0;
        assert_eq!(edition_size(&edition), "H 30 \u{d7} W 40 \u{d7} D 2 cm");
        let both = "H 30 \u{d7} W 40 \u{d7} D 2 cm (11.8 \u{d7} 15.7 \u{d7} 0.8 in)";
        assert_eq!(edition_size_both(&edition), both);
        let german = within(Language::German, || edition_size_both(&edition));
        assert_eq!(german, "H 30 \u{d7} B 40 \u{d7} T 2 cm");
        edition.width_tenth_mm = 0;
        assert_eq!(edition_size_both(&edition), edition_size(&edition));
    }

    #[test]
    fn a_rating_has_one_digit_after_the_point_or_comma() {
        let mut record = record("Tide");
        assert_eq!(rating(&record), None);
        (record.rating_hundredths, record.reviews) = (Some(467), 1);
        assert_eq!(rating(&record).as_deref(), Some("4.7 of 5, 1 review"));
        let french = within(Language::French, || rating(&record));
        assert_eq!(french.as_deref(), Some("4,7 sur 5, 1 avis"));
    }

    #[test]
    fn several_prices_show_the_lowest_and_one_price_shows_itself() {
        let mut record = record("Tide");
        assert_eq!(price_over_all(&record), "€1,250");
        let mut second = record.editions[0].clone();
        second.0.price.amount_minor = 8_000;
        record.editions.push(second);
        assert_eq!(price_over_all(&record), "from €80");
        record.editions.clear();
        assert_eq!(price_over_all(&record), "");
    }

    #[test]
    fn a_picture_without_words_is_named_by_title_and_artist() {
        let record = record("Tide");
        let catalogue = Catalogue::new(|key| format!("/media/{key}"));
        let picture = first_picture(&catalogue, &record).unwrap();
        assert_eq!(picture.alt, "Tide by Ines Aldana");
        assert_eq!(picture.src, "/media/aa/1.jpg");
        let mut record = record;
        let called = |image: &ImageRow, alt: &str| [ImageRow { alt: alt.to_owned(), ..image.clone() }].into();
        record.images = called(&record.images[0], "Tide by Ines Aldana");
        let german = within(Language::German, || first_picture(&catalogue, &record)).unwrap();
        assert_eq!(german.alt, "Tide von Ines Aldana");
        record.images = called(&record.images[0], "Grey water by a quay");
        assert_eq!(first_picture(&catalogue, &record).unwrap().alt, "Grey water by a quay");
    }

    #[test]
    fn a_card_has_a_blur_of_its_picture_where_there_is_one() {
        let mut record = record("Tide");
        let catalogue = Catalogue::new(str::to_owned);
        assert_eq!(card(&catalogue, &record).picture.unwrap().wash, None);
        let hashed = ImageRow { blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj".to_owned(), ..record.images[0].clone() };
        record.images = [hashed].into();
        let wash = card(&catalogue, &record).picture.unwrap().wash.unwrap();
        assert!(wash.url.starts_with("data:image/png;base64,"), "{}", wash.url);
        assert_eq!((wash.width_px, wash.height_px), (4, 3));
    }
}
