//! Whose language is spoken: the address's, the one chosen before, the account's, the browser's, the house's.

use reqwest::Method;
use serde_json::json;

use crate::harness::{Account, Answer, Guest, Program, Smtp, Tls, both, edition, purchase, text};

async fn page(program: &Program, path: &str, headers: &[(&str, &str)]) -> Answer {
    let headers: Vec<(&str, &str)> = [("accept", "text/html")].into_iter().chain(headers.iter().copied()).collect();
    program.get(path, &headers).await
}

fn words(page: &Answer) -> String {
    String::from_utf8_lossy(&page.bytes).into_owned()
}

/// The language that a page says it is in.
fn spoken(page: &Answer) -> String {
    let html = words(page);
    let (_, rest) = html.split_once("<html lang=\"").expect("a page");
    let (tag, _) = rest.split_once('"').expect("a tag");
    assert_eq!(page.header("content-language"), tag);
    tag.to_owned()
}

#[test]
fn the_address_counts_before_the_choice_before_the_account_before_the_browser() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let from = |headers: Vec<(&'static str, String)>, path: &'static str| {
            let program = &program;
            async move {
                let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                page(program, path, &headers).await
            }
        };
        let german = ("accept-language", "de-AT,de;q=0.9,en;q=0.5".to_owned());
        assert_eq!(spoken(&from(vec![], "/").await), "en");
        assert_eq!(spoken(&from(vec![("accept-language", "pl,cs;q=0.8".to_owned())], "/").await), "en");
        let at_home = from(vec![german.clone()], "/").await;
        assert_eq!(spoken(&at_home), "de");
        assert!(words(&at_home).contains("Warenkorb") && at_home.header("vary").contains("accept-language"));
        assert!(at_home.cookie("impasto_language").is_none(), "a browser's wish is no choice");

        let chosen = from(vec![german.clone()], "/?lang=fr").await;
        assert_eq!(spoken(&chosen), "fr");
        assert!(words(&chosen).contains("Panier"));
        let line = chosen.cookie("impasto_language").expect("a choice");
        let cookie = ("cookie", line.split(';').next().unwrap_or_default().to_owned());
        assert_eq!(spoken(&from(vec![german.clone(), cookie.clone()], "/cart").await), "fr");
        assert_eq!(spoken(&from(vec![cookie, german.clone()], "/cart?lang=xx").await), "fr", "nobody speaks xx");

        let account = Account::customer(&program).await;
        account.patch(&program, "/me", json!({"locale": "fr"})).await.ok(200);
        let known = Account::sign_in(&program, &text(&account.user["email"])).await;
        let bearer = ("authorization", known.bearer());
        assert_eq!(spoken(&from(vec![german.clone(), bearer], "/").await), "fr");

        let lost = from(vec![german.clone()], "/nowhere").await;
        assert_eq!((lost.status, spoken(&lost).as_str()), (404, "de"));
        // Programs are spoken to in one language; what a reader is told stands beside it.
        let problem = program.get("/api/v1/artworks/nowhere", &[("accept-language", "de")]).await;
        let problem = problem.problem(404, "not-found");
        assert_eq!(
            (&problem["title"], &problem["detail"], &problem["told"]),
            (&json!("There is no such thing"), &json!("There is no such artwork."), &json!("Das gibt es nicht mehr."))
        );
        let problem = program.get("/api/v1/artworks/nowhere", &[("accept-language", "en")]).await;
        assert_eq!(problem.problem(404, "not-found").get("told"), None, "English has the problem's own words");
    });
}

/// Where search engines find a page: its own address, and those of the page in each language, by tag.
fn addresses(page: &Answer) -> (String, Vec<(String, String)>) {
    let html = words(page).replace("&#38;", "&");
    let (_, rest) = html.split_once("<link rel=\"canonical\" href=\"").expect("the page's own address");
    let own = rest.split('"').next().unwrap_or_default().to_owned();
    let links = html.split("<link rel=\"alternate\" hreflang=\"").skip(1);
    let parted = links.map(|link| {
        let parts: Vec<&str> = link.splitn(4, '"').collect();
        assert_eq!(parts[1], " href=");
        (parts[0].to_owned(), parts[2].to_owned())
    });
    (own, parted.collect())
}

#[test]
fn search_engines_find_a_page_in_every_language() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(1)])).await;
        let shown = listed.shown(&program).await;
        let collection =
            json!({"title": "Blue hours", "words": "Evenings.", "artwork_ids": [listed.artwork_id], "published": true});
        admin.post(&program, "/admin/collections", collection).await.ok(201);
        let legal = json!({"legal": {"terms": "We sell works."}});
        admin.call(&program, Method::PUT, "/admin/settings", Some(legal)).await.ok(200);

        let home = program.request(Method::GET, "/", &[]).build().expect("a request").url().to_string();
        let home = home.trim_end_matches('/');
        for path in [
            "/".to_owned(),
            "/?q=tide&available=true".to_owned(),
            format!("/artworks/{}", listed.slug),
            format!("/artists/{}", text(&shown["artist"]["slug"])),
            "/collections/blue-hours".to_owned(),
            "/legal/terms".to_owned(),
        ] {
            let plain = format!("{home}{path}");
            let sign = if path.contains('?') { '&' } else { '?' };
            let mut wanted =
                ["en", "de", "fr"].map(|tag| (tag.to_owned(), format!("{plain}{sign}lang={tag}"))).to_vec();
            wanted.push(("x-default".to_owned(), plain.clone()));
            for (tag, url) in &wanted {
                let way = url.strip_prefix(home).expect("an address of this house");
                let there = page(&program, way, &[("accept-language", "fr")]).await;
                assert_eq!(there.status, 200, "{url}");
                assert_eq!(spoken(&there), if tag == "x-default" { "fr" } else { tag.as_str() }, "{url}");
                assert_eq!(addresses(&there), (url.clone(), wanted.clone()), "{url}");
            }
        }
        let sorted = page(&program, "/?lang=de&sort=price&notice=added", &[]).await;
        assert_eq!(addresses(&sorted).0, format!("{home}/?lang=de"));
        assert_eq!(addresses(&page(&program, "/?lang=xx", &[]).await).0, format!("{home}/"));
    });
}

#[test]
fn a_house_may_speak_less() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_SITE__LOCALES", "de")]).await;
        let alone = page(&program, "/?lang=fr", &[("accept-language", "en")]).await;
        assert_eq!(spoken(&alone), "de");
        assert!(!words(&alone).contains("hreflang="), "no choice of one");
        for path in ["/", "/?lang=de"] {
            let (own, others) = addresses(&page(&program, path, &[]).await);
            assert!(own.ends_with('/') && others.is_empty(), "{path}: {own}, {others:?}");
        }
    });
}

#[test]
fn an_order_is_written_about_in_the_language_it_was_placed_in() {
    both(|engine| async move {
        let server = Smtp::start(Tls::None);
        let program = Program::start_with_mails(engine, &server).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        for (language, to, word) in [("de", "uta@example.test", "Bestellung"), ("fr", "luc@example.test", "ommande")] {
            let guest = Guest::arrive(&program).await;
            guest.add(&program, &listed.editions[0], 1).await.ok(200);
            let mut body = purchase("tok_ok");
            body["email"] = json!(to);
            let headers =
                [("x-visitor", guest.token.as_str()), ("idempotency-key", "buy"), ("accept-language", language)];
            let order = program.post("/api/v1/checkout", &headers, body).await.ok(201)["order"].clone();
            let mail = server.wait_for(to, &text(&order["number"])).await;
            assert!(text(&mail["headers"]["Subject"]).contains(word), "{mail}");
            assert!(text(&mail["html"]).contains(&format!("<html lang=\"{language}\"")), "{mail}");
            assert!(text(&mail["text"]).contains("125\u{a0}\u{20ac}"), "{mail}");
        }
    });
}
