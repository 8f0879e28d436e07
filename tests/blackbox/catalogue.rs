//! The list of works: filters, facets, orders, pages.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Listed, Program, both, edition, items, plain, text, work_with};

/// A storefront with works that differ in everything one can look for.
struct Gallery {
    program: Program,
    artists: [Account; 2],
    works: Vec<Listed>,
}

const BLUE: [u8; 3] = [0x24, 0x56, 0xa6];
const RED: [u8; 3] = [0xc0, 0x27, 0x2d];

impl Gallery {
    async fn hang(program: Program) -> Self {
        let artists = [Account::artist(&program).await, Account::artist(&program).await];
        let mut works = Vec::new();
        // Title, artist, medium, style, subject, kind, amount, width, colour.
        for (title, artist, medium, style, subject, kind, amount, width, colour) in [
            ("Tide", 0, "Oil on linen", "impasto", "sea", 0, 90_000, 120, BLUE),
            ("Harbour", 0, "Oil on linen", "realism", "sea", 0, 45_000, 80, BLUE),
            ("Ember", 0, "Oil on linen", "impasto", "fire", 25, 12_500, 30, RED),
            ("Échappée", 1, "Aquatint", "abstract", "mountains", 10, 30_000, 50, RED),
            ("Salt", 1, "Aquatint", "abstract", "sea", -1, 4_500, 21, BLUE),
            ("Tideland", 1, "Gouache", "realism", "sea", 3, 30_000, 42, [0x3f, 0x7d, 0x3c]),
            ("Quarry", 1, "Gouache", "realism", "stone", 1, 8_000, 60, [0x8d, 0x8d, 0x8d]),
        ] {
            let mut thing = edition(kind);
            thing["price"]["amount"] = json!(amount);
            thing["width_cm"] = json!(width);
            let words = json!({
                "title": title, "medium": medium, "styles": [style], "subjects": [subject, "colour"], "description": "",
            });
            let mut words = work_with(&words, json!([thing]));
            words["description"] = json!(format!("A work called {title}."));
            works.push(artists[artist].publish(&program, words, plain(colour)).await);
        }
        Self { program, artists, works }
    }

    /// The titles that a query finds, in order.
    async fn titles(&self, query: &str) -> Vec<String> {
        let found = self.program.get(&format!("/api/v1/artworks?{query}"), &[]).await.ok(200);
        let titles: Vec<String> = items(&found).iter().map(|work| text(&work["title"])).collect();
        assert_eq!(found["total"], titles.len(), "{query}");
        titles
    }

    async fn finds(&self, query: &str, wanted: &[&str]) {
        let found: BTreeSet<String> = self.titles(query).await.into_iter().collect();
        assert_eq!(found, wanted.iter().map(|title| (*title).to_owned()).collect(), "{query}");
    }
}

#[test]
fn works_are_found_by_words_and_filters() {
    both(|engine| async move {
        let gallery = Gallery::hang(Program::start(engine).await).await;
        let artist = gallery.works[0].shown(&gallery.program).await["artist"].clone();
        let by_slug = format!("artist={}", text(&artist["slug"]));
        let by_id = format!("artist={}", text(&artist["id"]));
        let seller = format!("seller={}", text(&gallery.artists[1].user["seller_id"]));
        for (query, wanted) in [
            ("", &["Tide", "Harbour", "Ember", "Échappée", "Salt", "Tideland", "Quarry"] as &[&str]),
            ("q=tide", &["Tide", "Tideland"]),
            ("q=TIDELAND", &["Tideland"]),
            ("q=echapp", &["Échappée"]),
            ("q=%C3%A9chapp%C3%A9e", &["Échappée"]),
            ("q=sea+aquatint", &["Salt"]),
            ("q=nothing+at+all", &[]),
            ("medium=Oil+on+linen", &["Tide", "Harbour", "Ember"]),
            ("medium=oil+on+LINEN", &["Tide", "Harbour", "Ember"]),
            ("style=abstract", &["Échappée", "Salt"]),
            ("subject=sea", &["Tide", "Harbour", "Salt", "Tideland"]),
            ("subject=sea&style=realism", &["Harbour", "Tideland"]),
            (&by_slug, &["Tide", "Harbour", "Ember"]),
            (&by_id, &["Tide", "Harbour", "Ember"]),
            (&seller, &["Échappée", "Salt", "Tideland", "Quarry"]),
            ("price_min=30000", &["Tide", "Harbour", "Échappée", "Tideland"]),
            ("price_max=8000", &["Salt", "Quarry"]),
            ("price_min=8000&price_max=12500", &["Ember", "Quarry"]),
            ("width_min=60", &["Tide", "Harbour", "Quarry"]),
            ("width_max=30", &["Ember", "Salt"]),
            ("height_min=30&height_max=30&width_max=21", &["Salt"]),
            ("height_min=31", &[]),
            ("edition=unique", &["Tide", "Harbour"]),
            ("edition=open", &["Salt"]),
            ("edition=limited", &["Ember", "Échappée", "Tideland", "Quarry"]),
            ("colour=blue", &["Tide", "Harbour", "Salt"]),
            ("colour=%232456a6", &["Tide", "Harbour", "Salt"]),
            ("colour=red&medium=Aquatint", &["Échappée"]),
            ("q=", &["Tide", "Harbour", "Ember", "Échappée", "Salt", "Tideland", "Quarry"]),
        ] {
            gallery.finds(query, wanted).await;
        }
        let quarry = &gallery.works[6];
        Guest::arrive(&gallery.program).await.buy(&gallery.program, &quarry.editions[0], 1).await;
        gallery.finds("available=false", &["Quarry"]).await;
        gallery.finds("available=true&medium=Gouache", &["Tideland"]).await;
        gallery.program.check();
    });
}

#[test]
fn lists_have_an_order() {
    both(|engine| async move {
        let gallery = Gallery::hang(Program::start(engine).await).await;
        let newest = ["Quarry", "Tideland", "Salt", "Échappée", "Ember", "Harbour", "Tide"];
        assert_eq!(gallery.titles("sort=newest").await, newest);
        assert_eq!(gallery.titles("").await, newest, "without words the newest come first");
        let dear = ["Tide", "Harbour", "Tideland", "Échappée", "Ember", "Quarry", "Salt"];
        assert_eq!(gallery.titles("sort=-price").await, dear);
        let cheap = ["Salt", "Quarry", "Ember", "Tideland", "Échappée", "Harbour", "Tide"];
        assert_eq!(gallery.titles("sort=price").await, cheap);
        let large = ["Tide", "Harbour", "Quarry", "Échappée", "Tideland", "Ember", "Salt"];
        assert_eq!(gallery.titles("sort=size").await, large);
        assert_eq!(
            gallery.titles("q=tide&sort=relevance").await,
            ["Tide", "Tideland"],
            "the word itself before one that begins so"
        );
        let person = Account::customer(&gallery.program).await;
        let wish = format!("/wishlist/{}", gallery.works[3].artwork_id);
        person.call(&gallery.program, Method::PUT, &wish, None).await.ok(204);
        assert_eq!(gallery.titles("sort=popular").await[0], "Échappée");
    });
}

#[test]
fn facets_count_what_a_choice_would_leave() {
    both(|engine| async move {
        let gallery = Gallery::hang(Program::start(engine).await).await;
        for query in
            ["", "subject=sea", "style=realism&subject=sea", "price_max=30000", "q=tide", "edition=unique&colour=blue"]
        {
            let found = gallery.program.get(&format!("/api/v1/artworks?{query}"), &[]).await.ok(200);
            for name in ["medium", "style", "subject", "edition", "artist", "available", "colour"] {
                let counts = found["facets"][name].as_array().unwrap_or_else(|| panic!("{name}: {found}"));
                let mut last = usize::MAX;
                for choice in counts {
                    let count = usize::try_from(choice["count"].as_u64().expect("a count")).expect("small");
                    assert!(count > 0 && count <= last, "{query} {name}: {counts:?}");
                    last = count;
                    // What the choice leaves: the same query with this filter set to it.
                    let others =
                        query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(&format!("{name}=")));
                    let mut pairs: Vec<String> = others.map(str::to_owned).collect();
                    let value = form_urlencoded::byte_serialize(text(&choice["value"]).as_bytes()).collect::<String>();
                    pairs.push(format!("{name}={value}"));
                    let chosen = pairs.join("&");
                    let left = gallery.program.get(&format!("/api/v1/artworks?{chosen}"), &[]).await.ok(200);
                    assert!(left["total"] == count, "{query} then {chosen}: {} for {count}", left["total"]);
                }
            }
        }
        let found = gallery.program.get("/api/v1/artworks", &[]).await.ok(200);
        let styles: BTreeMap<String, Value> = found["facets"]["style"]
            .as_array()
            .expect("styles")
            .iter()
            .map(|choice| (text(&choice["value"]), choice["count"].clone()))
            .collect();
        let wanted = [("impasto", 2), ("realism", 3), ("abstract", 2)];
        assert_eq!(styles, wanted.into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect());
    });
}

#[test]
fn pages_leave_nothing_out_and_show_nothing_twice() {
    both(|engine| async move {
        let gallery = Gallery::hang(Program::start(engine).await).await;
        for (query, limit) in [
            ("sort=newest", 2),
            ("sort=price", 3),
            ("sort=-price", 1),
            ("sort=size", 2),
            ("subject=sea", 3),
            ("q=colour", 2),
        ] {
            let whole = gallery.titles(query).await;
            let mut paged = Vec::new();
            let mut cursor = String::new();
            loop {
                let path = format!("/api/v1/artworks?{query}&limit={limit}&cursor={cursor}");
                let page = gallery.program.get(&path, &[]).await.ok(200);
                assert!(items(&page).len() <= limit);
                assert_eq!(page["total"], whole.len());
                paged.extend(items(&page).iter().map(|work| text(&work["title"])));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = next.to_owned(),
                    None => break,
                }
            }
            assert_eq!(paged, whole, "{query} by {limit}");
        }
        // The other lists turn their pages alike.
        let mine = async |cursor: &str| {
            gallery.artists[1].get(&gallery.program, &format!("/studio/artworks?limit=3{cursor}")).await.ok(200)
        };
        let first = mine("").await;
        let second = mine(&format!("&cursor={}", text(&first["next_cursor"]))).await;
        let ids: BTreeSet<String> = items(&first).iter().chain(items(&second)).map(|work| text(&work["id"])).collect();
        assert_eq!((ids.len(), &second["next_cursor"]), (4, &Value::Null));
    });
}

#[test]
fn a_query_that_does_not_fit_names_its_parameter() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        for (query, pointer) in [
            ("limit=0", "/limit"),
            ("limit=101", "/limit"),
            ("limit=-1", "/limit"),
            ("limit=ten", "/limit"),
            ("limit=99999999999999999999", "/limit"),
            ("cursor=nonsense", "/cursor"),
            ("cursor=%00", "/cursor"),
            ("sort=beauty", "/sort"),
            ("colour=bluish", "/colour"),
            ("colour=%23zzzzzz", "/colour"),
            ("edition=many", "/edition"),
            ("available=perhaps", "/available"),
            ("price_min=-1", "/price_min"),
            ("price_max=cheap", "/price_max"),
            ("price_max=99999999999999999999", "/price_max"),
            ("width_min=-5", "/width_min"),
            ("width_max=NaN", "/width_max"),
            ("height_max=inf", "/height_max"),
            ("nonsense=1", "/nonsense"),
        ] {
            program.get(&format!("/api/v1/artworks?{query}"), &[]).await.invalid(&[pointer]);
        }
        program.get(&format!("/api/v1/artworks?q={}", "x".repeat(10_000)), &[]).await.invalid(&["/q"]);
        for limit in [1, 100] {
            program.get(&format!("/api/v1/artworks?limit={limit}"), &[]).await.ok(200);
        }
        for path in ["/artists", "/artworks"] {
            program.get(&format!("/api/v1{path}?limit=101"), &[]).await.invalid(&["/limit"]);
            program.get(&format!("/api/v1{path}?cursor=!"), &[]).await.invalid(&["/cursor"]);
        }
    });
}

#[test]
fn artists_are_listed_and_looked_up() {
    both(|engine| async move {
        let gallery = Gallery::hang(Program::start(engine).await).await;
        let quiet = Account::artist(&gallery.program).await;
        let artists = gallery.program.get("/api/v1/artists", &[]).await.ok(200);
        assert_eq!(items(&artists).len(), 2, "who shows nothing is not listed: {artists}");
        for artist in items(&artists) {
            for name in [text(&artist["id"]), text(&artist["slug"])] {
                assert_eq!(
                    gallery.program.get(&format!("/api/v1/artists/{name}"), &[]).await.ok(200)["id"],
                    artist["id"]
                );
            }
        }
        assert!(items(&artists).iter().all(|artist| artist["id"] != quiet.user["artist_id"]));
        for name in ["nobody", "01890000-0000-7000-8000-000000000000"] {
            gallery.program.get(&format!("/api/v1/artists/{name}"), &[]).await.problem(404, "not-found");
        }
    });
}
