//! Search by words: soon after publishing, on every node, right after a crash; typos, phrases and suggestions.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Engine, Listed, MASTER, Program, both, edition, items, plain, run, text, work_with};

/// Within this time a published work is found by its words.
const SOON: Duration = Duration::from_secs(1);

async fn hang(program: &Program, artist: &Account, title: &str, words: Value) -> Listed {
    let mut words = words;
    words["title"] = json!(title);
    artist.publish(program, work_with(&words, json!([edition(3)])), plain([40, 90, 160])).await
}

async fn found(program: &Program, query: &str) -> Value {
    program.get(&format!("/api/v1/artworks?{query}"), &[]).await.ok(200)
}

async fn titles(program: &Program, query: &str) -> Vec<String> {
    items(&found(program, query).await).iter().map(|work| text(&work["title"])).collect()
}

/// Waits until a query finds exactly these, and tells how long that took.
async fn finds(program: &Program, query: &str, wanted: &[&str]) -> Duration {
    let began = Instant::now();
    loop {
        let titles = titles(program, query).await;
        if titles == wanted {
            return began.elapsed();
        }
        assert!(began.elapsed() < Duration::from_secs(10), "{query} finds {titles:?}, not {wanted:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[test]
fn a_published_work_is_found_at_once_and_after_a_crash() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        for round in ["Zephyrine", "Quillwort", "Vermeil"] {
            hang(&program, &artist, round, json!({})).await;
            // The one who published it was answered when it could be found.
            assert_eq!(titles(&program, &format!("q={round}")).await, [round]);
            // Nothing is told to the process that would let it put anything in order.
            program.kill();
            program.restart().await;
            assert_eq!(titles(&program, &format!("q={}", &round[..5])).await, [round], "ready means searchable");
        }
    });
}

#[test]
fn new_words_are_found_and_old_ones_are_not() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = hang(&program, &artist, "Marigold", json!({})).await;
        let path = format!("/artworks/{}", listed.artwork_id);
        artist.patch(&program, &path, json!({"title": "Hellebore"})).await.ok(200);
        assert_eq!(titles(&program, "q=hellebore").await, ["Hellebore"]);
        assert_eq!(titles(&program, "q=%22marigold%22").await, [] as [&str; 0]);
        artist.call(&program, Method::DELETE, &path, None).await.done();
        finds(&program, "q=hellebore", &[]).await;
    });
}

#[test]
fn every_node_finds_what_was_published_on_another() {
    run(async {
        let near = Program::start_with(Engine::Postgres, &[MASTER]).await;
        let far = near.beside().await;
        let artist = Account::artist(&near).await;
        for title in ["Samphire", "Tormentil", "Yarrow"] {
            hang(&near, &artist, title, json!({})).await;
            let took = finds(&far, &format!("q={title}"), &[title]).await;
            assert!(took < SOON, "{title} was found on the other node after {took:?}");
        }
        let facets = |found: &Value| found["facets"]["medium"].clone();
        assert_eq!(facets(&found(&near, "").await), facets(&found(&far, "").await));
    });
}

#[test]
fn typos_and_phrases_are_understood_and_what_was_meant_is_told() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let sea = json!({"subjects": ["Harbour"], "description": "The light over Åland lies low."});
        hang(&program, &artist, "Lighthouse Keeper", sea).await;
        hang(&program, &artist, "Low Light", json!({"description": "Over the house."})).await;
        for (query, wanted, meant) in [
            ("q=lighthuose", &["Lighthouse Keeper"] as &[&str], json!("lighthouse")),
            ("q=Aland", &["Lighthouse Keeper"], Value::Null),
            ("q=%22low+light%22", &["Low Light"], Value::Null),
            ("q=%22light+low%22", &[], Value::Null),
            ("q=keeper+harbours", &["Lighthouse Keeper"], Value::Null),
            ("q=hrbor", &[], json!("harbour")),
            ("q=xyzzy", &[], Value::Null),
        ] {
            let answer = found(&program, query).await;
            let titles: Vec<String> = items(&answer).iter().map(|work| text(&work["title"])).collect();
            assert_eq!(
                (titles.as_slice(), &answer["did_you_mean"]),
                (&wanted.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>()[..], &meant),
                "{query}"
            );
        }
        let page = program.get("/?q=lighthuose", &[("accept", "text/html")]).await;
        let html = String::from_utf8_lossy(&page.bytes);
        assert!(html.contains("These are for"), "{html}");
        let page = program.get("/?q=hrbor", &[("accept", "text/html")]).await;
        let html = String::from_utf8_lossy(&page.bytes);
        assert!(html.contains("Did you mean"), "{html}");
    });
}

#[test]
fn suggestions_come_as_one_types() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = hang(&program, &artist, "Bittersweet Nightfall", json!({})).await;
        let shown = listed.shown(&program).await;
        let name = text(&shown["artist"]["name"]);
        let suggest = async |typed: &str| {
            let typed: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
            program.get(&format!("/api/v1/search/suggest?q={typed}"), &[]).await
        };
        let told = suggest("bittersweet nig").await.ok(200);
        assert_eq!(told["artworks"][0]["id"], listed.artwork_id.as_str());
        assert_eq!(told["artworks"][0]["artist"], name.as_str());
        assert!(told["artworks"][0]["image"]["url"].is_string(), "{told}");
        assert_eq!(told["words"], json!(["bittersweet nightfall"]));
        let told = suggest(&name.to_uppercase()).await.ok(200);
        assert_eq!(told["artists"][0]["slug"], shown["artist"]["slug"]);
        assert_eq!(told["artists"][0]["works"], 1);
        let nothing = json!({"artists": [], "artworks": [], "words": []});
        for typed in ["", " ", "—", "zzzzqqqq"] {
            assert_eq!(suggest(typed).await.ok(200), nothing, "{typed}");
        }
        let answer = suggest("bitter").await;
        assert!(answer.header("cache-control").contains("max-age"));
        let tag = answer.header("etag").to_owned();
        let again = program.get("/api/v1/search/suggest?q=bitter", &[("if-none-match", &tag)]).await;
        assert_eq!(again.status, 304);
        suggest(&"x".repeat(300)).await.invalid(&["/q"]);
        program.get("/api/v1/search/suggest?query=x", &[]).await.invalid(&["/query"]);
    });
}

#[test]
fn bands_of_price_and_size_are_facets_that_count_right() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        for (title, amount, width) in
            [("One", 9_900, 20), ("Two", 10_000, 40), ("Three", 60_000, 120), ("Four", 60_000, 200)]
        {
            let mut thing = edition(3);
            (thing["price"]["amount"], thing["width_cm"]) = (json!(amount), json!(width));
            let words = work_with(&json!({"title": title}), json!([thing]));
            artist.publish(&program, words, plain([40, 90, 160])).await;
        }
        for query in ["", "size=large", "price=50000-100000", "price=50000-100000&size=oversized", "price_max=10000"] {
            let answer = found(&program, query).await;
            for name in ["price", "size"] {
                let choices = answer["facets"][name].as_array().expect("choices");
                assert!(!choices.is_empty(), "{query} {name}");
                for choice in choices {
                    let own = |pair: &&str| !pair.is_empty() && !pair.starts_with(name);
                    let mut pairs: Vec<String> = query.split('&').filter(own).map(str::to_owned).collect();
                    pairs.push(format!("{name}={}", text(&choice["value"])));
                    let left = found(&program, &pairs.join("&")).await;
                    assert_eq!(left["total"], choice["count"], "{query} then {pairs:?}");
                }
            }
        }
        for (query, pointer) in [("price=cheap", "/price"), ("price=5-3", "/price"), ("size=huge", "/size")] {
            program.get(&format!("/api/v1/artworks?{query}"), &[]).await.invalid(&[pointer]);
        }
    });
}

#[test]
fn the_index_is_made_anew_while_the_house_serves_and_while_it_does_not() {
    both(|engine| async move {
        let (mut program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        hang(&program, &artist, "Eglantine", json!({})).await;
        artist.act(&program, "/admin/reindex").await.problem(403, "forbidden");
        // What events do not tell: a row that was changed by hand is found under its new name afterwards.
        let rename = "UPDATE artwork_heads SET title = 'Sweetbriar'";
        program.change(rename, rename);
        assert_eq!(admin.act(&program, "/admin/reindex").await.ok(202)["works"], 1);
        finds(&program, "q=sweetbriar", &["Sweetbriar"]).await;
        finds(&program, "q=eglantine", &[]).await;

        let beside = program.run(&["reindex"]);
        let told = String::from_utf8_lossy(&beside.stderr).into_owned();
        match engine {
            Engine::Sqlite => assert!(!beside.status.success() && told.contains("/api/v1/admin/reindex"), "{told}"),
            Engine::Postgres => assert!(beside.status.success(), "{told}"),
        }
        assert!(program.terminate().await.success());
        let stopped = program.run(&["reindex"]);
        let told = String::from_utf8_lossy(&stopped.stdout).into_owned();
        assert!(stopped.status.success() && told.contains("1 works are found"), "{told}");
        program.restart().await;
        assert_eq!(titles(&program, "q=sweetbriar").await, ["Sweetbriar"]);
    });
}
