//! Whose language is spoken: the address's, the one chosen before, the account's, the browser's, the house's.

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
        // Programs are spoken to in one language.
        let problem = program.get("/api/v1/artworks/nowhere", &[("accept-language", "de")]).await;
        assert_eq!(problem.problem(404, "not-found")["title"], "There is no such thing");
    });
}

#[test]
fn a_house_may_speak_less() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_SITE__LOCALES", "de")]).await;
        let alone = page(&program, "/?lang=fr", &[("accept-language", "en")]).await;
        assert_eq!(spoken(&alone), "de");
        assert!(!words(&alone).contains("hreflang=\"fr\""), "no choice of one");
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
