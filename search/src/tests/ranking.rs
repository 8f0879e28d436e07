//! What comes first, and what is found although it is written otherwise.

use crate::testing::{Work, search_over, settle, titles};
use crate::{Query, Search};

/// A gallery in which words stand in every place.
fn gallery() -> Search {
    let work = Work::new;
    search_over(&[
        Work { description: "A boat waits for the tide.".into(), ..work(1, "Boat", "Clara Weiss") },
        Work { subjects: vec!["Tide".into()], ..work(2, "Shore", "Clara Weiss") },
        work(3, "Tideland", "Clara Weiss"),
        work(4, "The Tide at Night", "Clara Weiss"),
        work(5, "Tide", "Clara Weiss"),
        work(6, "Portrait", "Ana Tide"),
        Work { description: "After Clara Weiss, a study.".into(), ..work(7, "Study", "Bo Lind") },
        Work {
            medium: "Oil on linen".into(),
            description: "Two paintings in one".into(),
            ..work(8, "Échappée", "Zoë Łukasz")
        },
        work(9, "Blue Harbour", "Bo Lind"),
        Work { description: "The harbour is not blue".into(), ..work(10, "Grey", "Bo Lind") },
        work(11, "Rembrandt's Window", "Bo Lind"),
    ])
}

#[test]
fn exact_names_come_first_then_begun_ones_then_other_words() {
    let found = titles(&gallery(), "tide");
    assert_eq!(found[0], "Tide", "the whole title: {found:?}");
    assert_eq!(found[4], "Shore", "a subject: {found:?}");
    assert_eq!(found[5], "Boat", "a description: {found:?}");
    let names: std::collections::BTreeSet<&str> = found[1..3].iter().map(String::as_str).collect();
    assert_eq!(names, ["Portrait", "The Tide at Night"].into());
    assert_eq!(found[3], "Tideland", "begun: {found:?}");
}

#[test]
fn an_artists_whole_name_comes_before_who_mentions_it() {
    let found = titles(&gallery(), "clara weiss");
    assert_eq!(found.len(), 6);
    assert_eq!(found[5], "Study");
}

#[test]
fn case_diacritics_and_beginnings_do_not_count() {
    let search = gallery();
    for text in ["ÉCHAPPÉE", "echappee", "echapp", "zoe lukasz", "ŁUKASZ linen"] {
        assert_eq!(titles(&search, text), ["Échappée"], "{text}");
    }
}

#[test]
fn every_word_is_needed_but_little_ones() {
    let search = gallery();
    assert_eq!(titles(&search, "shore tide"), ["Shore"]);
    assert_eq!(titles(&search, "the blue harbour of"), ["Blue Harbour", "Grey"]);
    assert_eq!(titles(&search, "— !"), titles(&search, ""), "no words at all are no words to look for");
}

#[test]
fn typos_are_tolerated_by_length_and_only_where_the_word_is_unknown() {
    let search = gallery();
    assert_eq!(titles(&search, "harbuor")[0], "Blue Harbour", "a swap");
    assert_eq!(titles(&search, "rembradt"), ["Rembrandt's Window"], "one of eight letters");
    assert_eq!(titles(&search, "renbradt"), ["Rembrandt's Window"], "two of eight letters");
    assert_eq!(titles(&search, "rmbradt"), [] as [&str; 0], "two of seven");
    assert_eq!(titles(&search, "baot"), ["Boat"]);
    let meant =
        |text: &str| search.search(&Query { text: Some(text.into()), limit: 5, ..Query::default() }).did_you_mean;
    assert_eq!(meant("harbuor bleu").as_deref(), Some("harbour blue"));
    assert_eq!(meant("harbour"), None);
    assert_eq!(meant("rmbradt").as_deref(), Some("rembrandt"), "nothing is found, this would be");
    assert_eq!(meant("qqqqqqq"), None);
}

#[test]
fn a_known_word_that_leads_nowhere_may_be_a_typo() {
    let search = search_over(&[Work::new(1, "Blue Time", "A"), Work::new(2, "Tide", "B")]);
    assert_eq!(titles(&search, "blue tide"), ["Blue Time"]);
    let found = search.search(&Query { text: Some("blue tide".into()), limit: 5, ..Query::default() });
    assert_eq!(found.did_you_mean.as_deref(), Some("blue time"));
}

#[test]
fn quoted_words_follow_each_other() {
    let search = gallery();
    assert_eq!(titles(&search, "\"blue harbour\""), ["Blue Harbour"]);
    assert_eq!(titles(&search, "\"harbour blue\""), [] as [&str; 0]);
    assert_eq!(titles(&search, "\"harbour is not\" blue"), ["Grey"]);
    assert_eq!(titles(&search, "\"tid\""), [] as [&str; 0], "a quoted word is whole");
    assert_eq!(titles(&search, "\"blue har")[0], "Blue Harbour");
}

#[test]
fn other_forms_of_a_word_are_found_but_not_of_names() {
    let search = gallery();
    assert_eq!(titles(&search, "painting"), ["Échappée"]);
    assert_eq!(titles(&search, "harbours blue")[0], "Blue Harbour");
    let search = search_over(&[Work::new(1, "One", "Maria Keller"), Work::new(2, "Two", "Maria Kellers")]);
    assert_eq!(titles(&search, "kellers"), ["Two"]);
}

#[test]
fn what_changes_is_found_anew() {
    let search = gallery();
    search.put(Work { revision: 2, ..Work::new(5, "Ember", "Clara Weiss") }.record());
    search.remove(Work::id(4));
    settle(&search);
    let found = titles(&search, "tide");
    assert!(!found.contains(&"Tide".to_owned()) && !found.contains(&"The Tide at Night".to_owned()), "{found:?}");
    assert_eq!(titles(&search, "ember"), ["Ember"]);
    let before = search.generation();
    search.rebuild();
    settle(&search);
    assert!(search.generation() > before);
    assert_eq!(titles(&search, "ember"), ["Ember"]);
    assert_eq!(titles(&search, "tide"), found);
}

#[test]
fn suggestions_name_artists_works_and_words() {
    let search = gallery();
    let told = search.suggest("cla");
    assert_eq!((told.artists[0].name.as_str(), told.artists[0].works), ("Clara Weiss", 5));
    assert_eq!(told.works.len(), 5);
    let told = search.suggest("blue har");
    assert_eq!(told.words, ["blue harbour"]);
    assert!(told.artists.is_empty());
    assert_eq!(told.works[0].text.title, "Blue Harbour");
    assert_eq!(search.suggest("wiess").artists[0].name, "Clara Weiss");
    let told = search.suggest(" — ");
    assert!(told.artists.is_empty() && told.works.is_empty() && told.words.is_empty());
}
