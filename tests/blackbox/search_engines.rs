//! What search engines are told: robots.txt and the sitemap, which follow what is published; and what only the demo has.

use reqwest::Method;
use serde_json::json;

use crate::harness::{Account, Program, both, edition, plain, text, work_with};

async fn page(program: &Program, path: &str) -> String {
    let answer = program.get(path, &[]).await;
    assert_eq!(answer.status, 200, "{path}");
    String::from_utf8(answer.bytes).unwrap()
}

#[test]
fn the_sitemap_names_what_everybody_may_see_and_nothing_else() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let words = |title: &str| work_with(&json!({"title": title}), json!([edition(1)]));
        let work = artist.publish(&program, words("Tide & Time"), plain([0x24, 0x56, 0xa6])).await;
        let draft = artist.post(&program, "/artworks", words("Unseen")).await.ok(201);

        let robots = page(&program, "/robots.txt").await;
        let home = program.request(Method::GET, "/", &[]).build().unwrap().url().to_string();
        assert!(robots.contains(&format!("Sitemap: {home}sitemap.xml")), "{robots}");
        assert!(robots.contains("Disallow: /console"), "{robots}");

        let sitemap = page(&program, "/sitemap.xml").await;
        let shown = work.shown(&program).await;
        assert!(sitemap.contains(&format!("<loc>{home}artworks/{}</loc><lastmod>", text(&shown["slug"]))), "{sitemap}");
        assert!(sitemap.contains(&format!("<loc>{home}artists/{}</loc>", text(&shown["artist"]["slug"]))), "{sitemap}");
        assert!(!sitemap.contains(&text(&draft["slug"])), "{sitemap}");

        artist.delete(&program, &format!("/artworks/{}", text(&shown["id"]))).await.done();
        let sitemap = page(&program, "/sitemap.xml").await;
        assert!(!sitemap.contains(&text(&shown["slug"])), "{sitemap}");
        for missing in ["/sitemap/0.xml", "/sitemap/2.xml", "/sitemap/x.xml", "/sitemap/1"] {
            program.get(missing, &[]).await.problem(404, "not-found");
        }
    });
}

#[test]
fn a_house_that_is_no_demo_has_no_crowd() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        for (method, path) in [(Method::GET, "/demo"), (Method::GET, "/demo/crowd"), (Method::POST, "/demo/crowd")] {
            program.send(method, path, &[], None).await.problem(404, "not-found");
        }
    });
}
