//! Browsers: pages sign in with cookies, and changes with cookies come from the site itself.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Answer, PASSWORD, Program, both, edition, items};

/// The cookies that a browser has.
struct Browser {
    cookies: String,
    origin: String,
}

#[test]
fn a_page_signs_in_with_cookies_that_scripts_cannot_read() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let person = Account::customer(&program).await;
        let own = [("origin", program.url.as_str())];
        let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
        let signed = program.submit("/login", &own, &fields).await;
        assert_eq!(signed.status, 303, "{}", signed.body);
        for name in ["impasto_access", "impasto_refresh"] {
            let line = signed.cookie(name).unwrap_or_else(|| panic!("no cookie {name}"));
            let line = line.to_ascii_lowercase();
            assert!(line.contains("httponly") && line.contains("samesite=lax") && line.contains("path=/"), "{line}");
            // The site is not behind TLS here; a browser would not send a secure cookie back.
            assert!(!line.contains("; secure"), "{line}");
        }
        let browser = Browser::of(&program, &signed);
        let me = program.get("/api/v1/me", &[("cookie", &browser.cookies)]).await.ok(200);
        assert_eq!(me["id"], person.user["id"]);

        let wrong = [("email", person.email.as_str()), ("password", "not the password")];
        let refused = program.submit("/login", &own, &wrong).await;
        assert!(refused.cookie("impasto_access").is_none(), "{}", refused.status);
        assert!(matches!(refused.status, 401 | 422), "{}", refused.status);
    });
}

#[test]
fn a_change_with_cookies_comes_from_the_sites_own_pages() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (person, browser) = Browser::signed_in(&program).await;
        let renamed = async |headers: &[(&str, &str)]| {
            let cookie = [("cookie", browser.cookies.as_str())];
            let headers: Vec<(&str, &str)> = cookie.iter().chain(headers).copied().collect();
            program.send(Method::PATCH, "/api/v1/me", &headers, Some(json!({"display_name": "Renamed"}))).await
        };
        let own = program.url.as_str();
        for foreign in [
            vec![],
            vec![("origin", "https://evil.example")],
            vec![("origin", "null")],
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("sec-fetch-site", "cross-site"), ("origin", own)],
        ] {
            renamed(&foreign).await.problem(403, "forbidden");
        }
        assert_eq!(person.get(&program, "/me").await.ok(200)["display_name"], person.user["display_name"]);
        renamed(&[("origin", own)]).await.ok(200);
        renamed(&[("sec-fetch-site", "same-origin")]).await.ok(200);
        // Reading needs none of it, and a bearer is no cookie.
        program.get("/api/v1/me", &[("cookie", &browser.cookies), ("origin", "https://evil.example")]).await.ok(200);
        let bearer = [("authorization", person.bearer()), ("origin", "https://evil.example".to_owned())];
        let bearer: Vec<(&str, &str)> = bearer.iter().map(|(name, value)| (*name, value.as_str())).collect();
        program.send(Method::PATCH, "/api/v1/me", &bearer, Some(json!({"display_name": "Again"}))).await.ok(200);
        // A form on another site cannot sign this browser in as somebody else.
        let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
        let foreign = [("origin", "https://evil.example")];
        program.submit("/login", &foreign, &fields).await.problem(403, "forbidden");
    });
}

#[test]
fn a_browser_is_renewed_while_it_browses_and_signed_out_when_it_says_so() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (person, browser) = Browser::signed_in(&program).await;
        let refresh = browser.cookie("impasto_refresh");
        let page = program.get("/", &[("cookie", &refresh), ("accept", "text/html")]).await;
        assert_eq!(page.status, 200);
        let renewed = Browser::of(&program, &page);
        let access = renewed.cookie("impasto_access");
        assert_eq!(program.get("/api/v1/me", &[("cookie", &access)]).await.ok(200)["id"], person.user["id"]);

        let own = [("cookie", renewed.cookies.as_str()), ("origin", program.url.as_str())];
        let left = program.submit("/logout", &own, &[]).await;
        assert_eq!(left.status, 303);
        assert!(left.cookie("impasto_access").is_some_and(|line| line.contains("Max-Age=0")));
        program.get("/api/v1/me", &[("cookie", &access)]).await.problem(401, "unauthenticated");
        program
            .get("/api/v1/me", &[("cookie", &renewed.cookie("impasto_refresh"))])
            .await
            .problem(401, "unauthenticated");
    });
}

#[test]
fn a_browser_without_an_account_holds_with_a_cookie_and_takes_its_cart_along() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(5)])).await;
        let own = [("origin", program.url.as_str())];
        let added = program.submit("/cart/items", &own, &[("edition_id", &work.editions[0]), ("quantity", "2")]).await;
        assert_eq!(added.status, 303, "{}", added.body);
        let line = added.cookie("impasto_visitor").expect("a visitor's cookie").to_ascii_lowercase();
        assert!(line.contains("httponly") && line.contains("samesite=lax"), "{line}");
        let visitor = Browser::of(&program, &added);
        let cart = program.get("/api/v1/cart", &[("cookie", &visitor.cookies)]).await.ok(200);
        assert_eq!(cart["lines"][0]["quantity"], 2);

        let person = Account::customer(&program).await;
        let headers = [("cookie", visitor.cookies.as_str()), ("origin", program.url.as_str())];
        let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
        let signed = program.submit("/login", &headers, &fields).await;
        assert_eq!(signed.status, 303);
        let merged = person.get(&program, "/cart").await.ok(200);
        assert_eq!(merged["lines"][0]["copies"], cart["lines"][0]["copies"]);
        assert_eq!(merged["lines"][0]["held_until"], cart["lines"][0]["held_until"]);
        program.check();
    });
}

#[test]
fn pages_are_html_and_so_are_their_problems() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(5)])).await;
        let browsed = async |path: &str| {
            let page = program.get(path, &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")]).await;
            assert!(page.header("content-type").starts_with("text/html"), "{path}: {}", page.header("content-type"));
            assert!(!page.header("content-security-policy").contains("unsafe"), "{path}");
            let start = String::from_utf8_lossy(&page.bytes).trim_start().to_ascii_lowercase();
            assert!(start.starts_with("<!doctype html>"), "{path}");
            page
        };
        for path in ["/", "/login", "/register", "/cart"] {
            assert_eq!(browsed(path).await.status, 200, "{path}");
        }
        let shown = browsed(&format!("/artworks/{}", work.slug)).await;
        assert_eq!(shown.status, 200);
        assert!(String::from_utf8_lossy(&shown.bytes).contains("Tide, receding"));
        assert_eq!(browsed("/artworks/no-such-work").await.status, 404);
        assert_eq!(browsed("/no/such/page").await.status, 404);
        assert_eq!(browsed("/api/v1/artworks/no-such-work").await.status, 404);
        // Who asks for JSON gets a problem, whatever the path.
        program.get("/no/such/page", &[]).await.problem(404, "not-found");
        program.get("/no/such/page", &[("accept", "application/json")]).await.problem(404, "not-found");
        // Every type of problem has a page of its own.
        assert_eq!(browsed("/problems/sold-out").await.status, 200);
        let listed = program.get("/api/v1/artworks", &[]).await.ok(200);
        assert_eq!(items(&listed).len(), 1);
    });
}

impl Browser {
    /// A browser that somebody has signed in with.
    async fn signed_in(program: &Program) -> (Account, Self) {
        let person = Account::customer(program).await;
        let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
        let signed = program.submit("/login", &[("origin", &program.url)], &fields).await;
        assert_eq!(signed.status, 303, "{}", signed.body);
        let browser = Self::of(program, &signed);
        (person, browser)
    }

    /// A browser with what an answer has set.
    fn of(program: &Program, answer: &Answer) -> Self {
        let names = ["impasto_access", "impasto_refresh", "impasto_visitor"];
        let lines = names.into_iter().filter_map(|name| answer.cookie(name));
        let cookies: Vec<String> = lines.filter_map(|line| Some(line.split(';').next()?.to_owned())).collect();
        assert!(!cookies.is_empty(), "the answer sets no cookie: {}", Value::from(answer.status));
        Self { cookies: cookies.join("; "), origin: program.url.clone() }
    }

    /// One cookie, as it is sent.
    fn cookie(&self, name: &str) -> String {
        let found = self.cookies.split("; ").find(|pair| pair.starts_with(&format!("{name}=")));
        found.unwrap_or_else(|| panic!("{} has no cookie {name}", self.origin)).to_owned()
    }
}
