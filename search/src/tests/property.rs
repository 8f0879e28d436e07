//! Whatever was put, changed and removed in whatever order: the answers are those of a search made of what is left.

use std::collections::BTreeMap;

use impasto_domain::edition::EditionKind::{Limited, Open, Unique};
use proptest::prelude::*;

use crate::testing::{Work, search_over, settle};
use crate::{ColourWish, Query, Search, Sort};

#[derive(Debug, Clone)]
enum Step {
    Put(Box<Work>),
    Sell(u32),
    Remove(u32),
    Settle,
}

const WORDS: [&str; 12] =
    ["tide", "tideland", "harbour", "harbours", "été", "ete", "weiss", "the", "stone", "stones", "time", "monet"];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..4).prop_map(|words| words.join(" "))
}

fn work() -> impl Strategy<Value = Work> {
    let edition =
        (prop::sample::select(vec![Unique, Limited, Open]), 1..2_000_000_i64, 1..20_000_u32, 1..20_000_u32, 0..3_i64);
    let words = (text(), prop::sample::select(vec!["Clara Weiss", "Bo Lind", "Zoé Monet"]), text(), text(), text());
    let rest = (
        prop::option::of(prop::sample::select(vec!["#2456a6", "#c0272d"])),
        prop::collection::vec(edition, 1..3),
        0..9_i64,
    );
    (0..12_u32, words, rest).prop_map(
        |(number, (title, artist, medium, subject, description), (colour, editions, wishlisted))| Work {
            medium,
            subjects: vec![subject],
            description,
            colour: colour.map(str::to_owned),
            editions,
            wishlisted,
            ..Work::new(number, &title, artist)
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => work().prop_map(|work| Step::Put(Box::new(work))),
        2 => (0..12_u32).prop_map(Step::Sell),
        2 => (0..12_u32).prop_map(Step::Remove),
        1 => Just(Step::Settle),
    ]
}

/// Everything a search tells about a few queries.
fn told(search: &Search) -> Vec<String> {
    let texts =
        ["", "tide", "tid", "weiss tide", "harbour", "harbuor", "\"tide stone\"", "ete", "the", "monett stone", "zzz"];
    let mut all = Vec::new();
    for text in texts {
        for sort in [Sort::Relevance, Sort::Price, Sort::Popular] {
            for (available, colour) in [(None, None), (Some(true), ColourWish::parse("blue"))] {
                let query =
                    Query { text: Some(text.to_owned()), sort, available, colour, limit: 5, ..Query::default() };
                let found = search.search(&query);
                let ids: Vec<_> = found.works.iter().map(|work| work.id).collect();
                let cursor = found.next_cursor;
                all.push(format!(
                    "{text} {ids:?} {cursor:?} {} {:?} {:?}",
                    found.total, found.facets, found.did_you_mean
                ));
            }
        }
        let suggested = search.suggest(text);
        let works: Vec<_> = suggested.works.iter().map(|work| work.id).collect();
        all.push(format!("{text} {works:?} {:?}", suggested.artists));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_index_after_edits_is_one_made_from_scratch(steps in prop::collection::vec(step(), 1..30)) {
        let search = Search::new();
        let mut left: BTreeMap<u32, Work> = BTreeMap::new();
        for (revision, step) in (2..).zip(steps) {
            match step {
                Step::Put(work) => {
                    let work = Work { revision, ..*work };
                    search.put(work.record());
                    left.insert(work.number, work);
                }
                Step::Sell(number) => {
                    if let Some(work) = left.get_mut(&number) {
                        work.editions.iter_mut().for_each(|edition| edition.4 = 0);
                        search.put(work.record());
                    }
                }
                Step::Remove(number) => {
                    left.remove(&number);
                    search.remove(Work::id(number));
                }
                Step::Settle => settle(&search),
            }
        }
        settle(&search);
        let scratch = search_over(&left.into_values().collect::<Vec<_>>());
        prop_assert_eq!(told(&search), told(&scratch));
    }
}
