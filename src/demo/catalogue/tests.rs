//! What the catalogue promises.

use std::collections::HashSet;

use super::*;

fn assert_unique<'a>(what: &str, slugs: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    for slug in slugs {
        assert!(seen.insert(slug), "{what} {slug} twice");
        assert!(
            !slug.is_empty() && slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{slug}"
        );
    }
}

#[test]
fn the_gallery_is_as_large_as_announced() {
    let catalogue = catalogue();
    assert_eq!(catalogue.sellers.len(), 3);
    assert_eq!(catalogue.artists.len(), 8);
    assert!(catalogue.works.len() >= 64, "{}", catalogue.works.len());
    for artist in catalogue.artists {
        let works = catalogue.works.iter().filter(|work| work.artist == artist.slug).count();
        assert!(works >= 8, "{} has {works}", artist.name);
    }
}

#[test]
fn slugs_and_number_series_are_unique() {
    let catalogue = catalogue();
    assert_unique("seller", catalogue.sellers.iter().map(|seller| seller.slug));
    assert_unique("artist", catalogue.artists.iter().map(|artist| artist.slug));
    assert_unique("work", catalogue.works.iter().map(|work| work.slug));
    let prefixes: HashSet<_> = catalogue.sellers.iter().map(|seller| seller.series_prefix).collect();
    assert_eq!(prefixes.len(), catalogue.sellers.len());
    let styles: HashSet<_> = catalogue.artists.iter().map(|artist| artist.style).collect();
    assert_eq!(styles.len(), catalogue.artists.len(), "two artists share a hand");
    let pictures: HashSet<_> = catalogue.works.iter().map(|work| (work.artist, work.picture.seed)).collect();
    assert_eq!(pictures.len(), catalogue.works.len(), "two works are one picture");
}

#[test]
fn every_reference_leads_somewhere() {
    let catalogue = catalogue();
    for artist in catalogue.artists {
        assert!(catalogue.sellers.iter().any(|seller| seller.slug == artist.seller), "{}", artist.slug);
    }
    for work in &catalogue.works {
        assert!(catalogue.artists.iter().any(|artist| artist.slug == work.artist), "{}", work.slug);
    }
    for review in catalogue.reviews {
        assert!(catalogue.works.iter().any(|work| work.slug == review.work), "{}", review.work);
        assert!((1..=5).contains(&review.rating));
    }
    for collection in catalogue.collections {
        assert!(collection.works.len() >= 5, "{}", collection.slug);
        for slug in collection.works {
            assert!(catalogue.works.iter().any(|work| work.slug == *slug), "{slug} of {}", collection.slug);
        }
    }
    for seller in catalogue.sellers {
        assert!(catalogue.artists.iter().any(|artist| artist.seller == seller.slug), "{} shows nobody", seller.slug);
        assert!(seller.vat_id.starts_with(seller.address.country), "{}", seller.vat_id);
    }
}

#[test]
fn the_demo_artist_has_a_seller_a_profile_and_works() {
    let catalogue = catalogue();
    let mine = Some("artist@demo.impasto.test");
    let seller = catalogue.sellers.iter().find(|seller| seller.account_email == mine).unwrap();
    let artist = catalogue.artists.iter().find(|artist| artist.account_email == mine).unwrap();
    assert_eq!(artist.seller, seller.slug);
    assert!(catalogue.works.iter().any(|work| work.artist == artist.slug));
}

#[test]
fn editions_fit_their_kind() {
    for work in catalogue().works {
        assert!(!work.editions.is_empty(), "{}", work.slug);
        let originals = work.editions.iter().filter(|edition| edition.kind == EditionKind::Unique).count();
        assert!(originals <= 1, "{} has {originals} originals", work.slug);
        let labels: HashSet<_> = work.editions.iter().map(|edition| edition.label).collect();
        assert_eq!(labels.len(), work.editions.len(), "{} offers one label twice", work.slug);
        for edition in work.editions {
            let named = format!("{}: {}", work.slug, edition.label);
            match edition.kind {
                EditionKind::Limited => {
                    let copies = edition.size.unwrap_or(0);
                    assert!(copies >= 1 && copies + edition.artist_proofs <= 10_000, "{named}");
                }
                EditionKind::Unique | EditionKind::Open => {
                    assert_eq!((edition.size, edition.artist_proofs), (None, 0), "{named}");
                }
            }
            assert!(edition.price_minor > 0 && edition.weight_kg > 0.0 && edition.depth_cm > 0.0, "{named}");
            assert!(edition.max_per_customer.is_none_or(|most| most > 0), "{named}");
        }
    }
}

#[test]
fn every_kind_and_every_regime_is_there() {
    let catalogue = catalogue();
    let editions: Vec<&Edition> = catalogue.works.iter().flat_map(|work| work.editions).collect();
    for kind in [EditionKind::Unique, EditionKind::Limited, EditionKind::Open] {
        assert!(editions.iter().any(|edition| edition.kind == kind), "{kind:?}");
    }
    for regime in [TaxRegime::Standard, TaxRegime::ReducedArt, TaxRegime::MarginArt] {
        assert!(editions.iter().any(|edition| edition.tax_regime == regime), "{regime:?}");
    }
    assert!(editions.iter().any(|edition| edition.size == Some(500)));
    assert!(editions.iter().any(|edition| edition.max_per_customer.is_some()));
    assert!(catalogue.works.iter().any(|work| work.editions.len() == 3));
}

#[test]
fn sizes_have_the_shape_of_the_picture() {
    for work in catalogue().works {
        let pixels = f64::from(work.picture.width_px) / f64::from(work.picture.height_px);
        let long_side = work.picture.width_px.max(work.picture.height_px);
        assert!((2000..=2400).contains(&long_side), "{}", work.slug);
        for edition in work.editions {
            let print = edition.width_cm / edition.height_cm;
            assert!(
                (print / pixels - 1.0).abs() < 0.01,
                "{}: {} is not of its picture's shape",
                work.slug,
                edition.label
            );
        }
    }
}

#[test]
fn photographs_count_as_art_up_to_thirty_copies_of_all_sizes() {
    let catalogue = catalogue();
    for work in catalogue.works.iter().filter(|work| work.styles.contains(&"photography")) {
        let copies: u32 = work.editions.iter().filter_map(|edition| Some(edition.size? + edition.artist_proofs)).sum();
        let reduced = work.editions.iter().any(|edition| edition.tax_regime == TaxRegime::ReducedArt);
        assert_eq!(reduced, copies <= 30, "{} has {copies} copies", work.slug);
    }
}

#[test]
fn words_are_whole() {
    let catalogue = catalogue();
    for work in &catalogue.works {
        let sentences = work.description.matches(". ").count() + 1;
        assert!((2..=4).contains(&sentences), "{} has {sentences} sentences", work.slug);
        for text in [work.description, work.alt] {
            assert!(text.ends_with('.') && !text.contains("  ") && !text.contains('\n'), "{}: {text}", work.slug);
        }
        assert!(!work.styles.is_empty() && !work.subjects.is_empty() && !work.provenance.is_empty(), "{}", work.slug);
        assert!((1990..=2025).contains(&work.year), "{}", work.slug);
    }
    for artist in catalogue.artists {
        let first = catalogue.works.iter().filter(|work| work.artist == artist.slug).map(|work| work.year).min();
        assert!(first.is_some_and(|year| year > artist.born + 18), "{} began too early", artist.name);
    }
}

#[test]
fn the_first_works_show_every_artist() {
    let catalogue = catalogue();
    let first: HashSet<_> = catalogue.works.iter().take(8).map(|work| work.artist).collect();
    assert_eq!(first.len(), 8);
}
