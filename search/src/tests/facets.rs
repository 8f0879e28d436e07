//! Filters, facets, orders and pages.

use impasto_domain::edition::EditionKind::{Limited, Open, Unique};

use crate::testing::{Work, search_over};
use crate::{ColourWish, Facets, PriceBand, Query, Search, SizeBand, Sort};

fn gallery() -> Search {
    let mut works = Vec::new();
    for number in 0..60_u32 {
        let of = |values: &[&str]| values[number as usize % values.len()].to_owned();
        works.push(Work {
            medium: of(&["Oil on linen", "oil on Linen", "Gouache", "Aquatint", ""]),
            styles: vec![of(&["realism", "abstract"]), of(&["impasto", "Impasto", "flat"])],
            subjects: vec![of(&["sea", "stone", "fire", "town"])],
            colour: Some(of(&["#2456a6", "#c0272d", "#3f7d3c"])),
            editions: match number % 4 {
                0 => vec![(Unique, 90_000, 5_000, 3_000, 1)],
                1 => vec![(Limited, 9_000, 2_000, 2_000, 0), (Limited, 60_000, 12_000, 2_000, 3)],
                2 => vec![(Open, 2_000_000, 3_000, 17_000, 0), (Unique, 100, 100, 100, 0)],
                _ => vec![(Limited, 30_000, 8_000, 4_000, 0)],
            },
            wishlisted: i64::from(number % 7),
            ..Work::new(number, &format!("Work {}", number % 10), &of(&["Clara Weiss", "Bo Lind", "Zoë Ł"]))
        });
    }
    search_over(&works)
}

fn facets(search: &Search, query: &Query) -> Facets {
    search.search(query).facets
}

/// The query with one filter set to a value of its facet.
fn chosen(query: &Query, name: &str, value: &str) -> Query {
    let text = || Some(value.to_owned());
    let mut query = query.clone();
    match name {
        "medium" => query.medium = text(),
        "style" => query.style = text(),
        "subject" => query.subject = text(),
        "artist" => query.artist = text(),
        "colour" => query.colour = ColourWish::parse(value),
        "edition" => query.edition = impasto_domain::edition::EditionKind::parse(value),
        "available" => query.available = Some(value == "true"),
        "price" => {
            (query.price_min_minor, query.price_max_minor) = (None, None);
            query.price = PriceBand::parse(value);
        }
        "size" => {
            (query.width_min_tenth_mm, query.size) = (None, SizeBand::parse(value));
        }
        other => panic!("{other}"),
    }
    query
}

#[test]
fn a_count_is_what_its_choice_would_leave() {
    let search = gallery();
    let text = |text: &str| Some(text.to_owned());
    let base = Query { limit: 100, ..Query::default() };
    let queries = [
        base.clone(),
        Query { text: text("work"), ..base.clone() },
        Query { text: text("clara 3"), ..base.clone() },
        Query { medium: text("OIL on linen"), ..base.clone() },
        Query { medium: text("gouache"), style: text("impasto"), available: Some(true), ..base.clone() },
        Query { price: PriceBand::parse("50000-100000"), size: Some(SizeBand::Medium), ..base.clone() },
        Query { price_max_minor: Some(9_000), width_min_tenth_mm: Some(1_000), ..base.clone() },
        Query { size: Some(SizeBand::Large), edition: Some(Limited), ..base.clone() },
        Query { colour: ColourWish::parse("#2456a6"), artist: text("bo-lind"), ..base.clone() },
        Query { seller: text("house"), available: Some(false), ..base.clone() },
        Query { seller: text("nobody"), ..base.clone() },
    ];
    let mut counted = 0;
    for query in &queries {
        for (name, choices) in facets(&search, query) {
            for choice in choices {
                let left = search.search(&chosen(query, name, &choice.value)).total;
                assert_eq!(left, choice.count, "{name}={} of {query:?}", choice.value);
                assert!(left > 0);
                counted += 1;
            }
        }
    }
    assert!(counted > 200, "{counted}");
}

#[test]
fn price_and_size_must_fit_one_edition() {
    let search = gallery();
    let total = |query: Query| search.search(&query).total;
    // The works with a cheap small edition have a dear large one besides.
    let cheap = Query { price_max_minor: Some(10_000), size: Some(SizeBand::Large), ..Query::default() };
    assert_eq!(total(cheap), 0);
    let dear = Query { price_min_minor: Some(50_000), size: Some(SizeBand::Large), ..Query::default() };
    assert_eq!(total(dear), 15);
}

#[test]
fn availability_is_counted_as_it_is_now() {
    let search = gallery();
    let free = |search: &Search| {
        let facets = facets(search, &Query::default());
        facets["available"].iter().find(|choice| choice.value == "true").map_or(0, |choice| choice.count)
    };
    assert_eq!(free(&search), 45);
    let sold = Work { editions: vec![(Unique, 90_000, 5_000, 3_000, 0)], ..Work::new(0, "Work 0", "Clara Weiss") };
    search.put(sold.record());
    assert_eq!(free(&search), 44, "at once, without waiting for the words");
}

#[test]
fn pages_leave_nothing_out_in_any_order() {
    let search = gallery();
    for sort in ["relevance", "newest", "price", "-price", "size", "popular"] {
        for text in [None, Some("work")] {
            let query = Query {
                text: text.map(str::to_owned),
                sort: Sort::parse(sort).unwrap(),
                limit: 100,
                ..Query::default()
            };
            let whole: Vec<_> = search.search(&query).works.iter().map(|work| work.id).collect();
            assert_eq!(whole.len(), 60);
            let mut paged = Vec::new();
            let mut after = None;
            loop {
                let page = search.search(&Query { limit: 7, after, ..query.clone() });
                assert_eq!(page.total, 60);
                paged.extend(page.works.iter().map(|work| work.id));
                after = page.next_cursor;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(paged, whole, "{sort} {text:?}");
        }
    }
    let prices: Vec<_> = search
        .search(&Query { sort: Sort::Price, limit: 60, ..Query::default() })
        .works
        .iter()
        .map(|work| work.price_from_minor())
        .collect();
    assert!(prices.is_sorted());
}
