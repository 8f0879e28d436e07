//! What customers do on pages without a script: wishes, reviews, delivery by country, similar works; and what becomes of a cart
//! of which something has run out, and of an order whose buyer has just come back from the bank.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, both, edition, items, text};

fn page_headers(cookie: &str) -> [(&str, &str); 3] {
    [("cookie", cookie), ("accept", "text/html"), ("sec-fetch-site", "same-origin")]
}

async fn shown(program: &Program, path: &str, cookie: &str) -> String {
    let answer = program.get(path, &page_headers(cookie)).await;
    assert_eq!(answer.status, 200, "{path}");
    String::from_utf8(answer.bytes).expect("text")
}

#[test]
fn a_wish_list_shows_what_is_wished_for_and_forms_change_it() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(0)])).await;
        let person = Account::customer(&program).await;
        let cookie = format!("impasto_access={}", person.token);
        let own = page_headers(&cookie);
        let slug = text(&listed.shown(&program).await["slug"]);
        assert!(shown(&program, "/wishlist", &cookie).await.contains("Nothing on it yet."));
        assert!(shown(&program, &format!("/artworks/{slug}"), &cookie).await.contains("aria-pressed=\"false\""));
        let back = format!("/artworks/{slug}");
        let wish = async |wished: &str| {
            let fields = [("artwork_id", listed.artwork_id.as_str()), ("wished", wished), ("back", back.as_str())];
            program.submit("/wishlist", &own, &fields).await
        };
        for _ in 0..2 {
            let sent = wish("true").await;
            assert_eq!((sent.status, sent.header("location")), (303, format!("{back}?notice=wished").as_str()));
        }
        assert_eq!(listed.shown(&program).await["stats"]["wishlisted"], 1);
        let list = shown(&program, "/wishlist", &cookie).await;
        assert!(list.contains("Add to cart") && list.contains(&listed.editions[0]), "{list}");
        assert!(shown(&program, &format!("/artworks/{slug}"), &cookie).await.contains("aria-pressed=\"true\""));
        assert!(shown(&program, "/", &cookie).await.contains("aria-pressed=\"true\""), "on its card as well");
        // Held by somebody, it stays on the list, and its button is closed.
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let list = shown(&program, "/wishlist", &cookie).await;
        assert!(list.contains("Reserved") && list.contains("data-add disabled"), "{list}");
        let page = shown(&program, &format!("/artworks/{slug}"), &cookie).await;
        assert!(page.contains("Held by another collector, free again at"), "{page}");
        assert_eq!(wish("false").await.header("location"), format!("{back}?notice=unwished"));
        assert!(shown(&program, "/wishlist", &cookie).await.contains("Nothing on it yet."));
        // Others, and others' sites, change nothing.
        let foreign = [("cookie", cookie.as_str()), ("accept", "text/html"), ("sec-fetch-site", "cross-site")];
        let fields = [("artwork_id", listed.artwork_id.as_str()), ("wished", "true")];
        assert_eq!(program.submit("/wishlist", &foreign, &fields).await.status, 403);
        let nobody = program.submit("/wishlist", &page_headers(""), &fields).await;
        assert!(nobody.status == 303 && nobody.header("location").starts_with("/login"), "{}", nobody.status);
        let elsewhere =
            [("artwork_id", listed.artwork_id.as_str()), ("wished", "true"), ("back", "https://evil.example/")];
        assert_eq!(program.submit("/wishlist", &own, &elsewhere).await.header("location"), "/wishlist?notice=wished");
        let unknown = [("artwork_id", "01890000-0000-7000-8000-000000000000"), ("wished", "true")];
        assert_eq!(program.submit("/wishlist", &own, &unknown).await.header("location"), "/wishlist?notice=gone");
        program.check();
    });
}

#[test]
fn a_works_page_prices_delivery_shows_reviews_and_carries_linked_data() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(0), edition(5)])).await;
        let person = Account::customer(&program).await;
        let cookie = format!("impasto_access={}", person.token);
        let own = page_headers(&cookie);
        let slug = text(&listed.shown(&program).await["slug"]);
        let path = format!("/artworks/{slug}");
        let page = shown(&program, &format!("{path}?ship_to=DE"), "").await;
        assert!(page.contains("working days") && page.contains("Drawn to scale"), "{page}");
        assert!(!shown(&program, &format!("{path}?ship_to=nowhere"), "").await.contains("working days"));
        let (_, rest) = page.split_once("<script type=\"application/ld+json\">").expect("linked data");
        let data: Value = serde_json::from_str(rest.split("</script>").next().expect("an end")).expect("JSON");
        assert_eq!(data["offers"].as_array().map(Vec::len), Some(2));
        assert_eq!(data["offers"][0]["availability"], "https://schema.org/InStock");
        // Who bought may review, once, by a form.
        let reviews = format!("/artworks/{}/reviews", listed.artwork_id);
        let form = [("rating", "5"), ("text", "As <i>good</i> as said.")];
        let refused = program.submit(&reviews, &own, &form).await;
        assert_eq!(refused.header("location"), format!("{path}?notice=not-bought#reviews"));
        assert!(!shown(&program, &path, &cookie).await.contains("You bought it"));
        person.buy(&program, &listed.editions[1], 1).await;
        assert!(shown(&program, &path, &cookie).await.contains("You bought it"));
        let wrong = program.submit(&reviews, &own, &[("rating", "9"), ("text", "")]).await;
        assert_eq!(wrong.header("location"), format!("{path}?notice=not-acceptable#reviews"));
        let sent = program.submit(&reviews, &own, &form).await;
        assert_eq!(sent.header("location"), format!("{path}?notice=reviewed#reviews"));
        let again = program.submit(&reviews, &own, &form).await;
        assert_eq!(again.header("location"), format!("{path}?notice=reviewed-before#reviews"));
        loop {
            let page = shown(&program, &path, "").await;
            if page.contains("5.0 of 5, 1 review") {
                assert!(page.contains("As &#60;i&#62;good&#60;/i&#62; as said."), "{page}");
                break;
            }
        }
        program.check();
    });
}

#[test]
fn similar_works_are_free_ones_with_a_reason() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (artist, other) = (Account::artist(&program).await, Account::artist(&program).await);
        let own = artist.list(&program, json!([edition(0)])).await;
        let near = other.list(&program, json!([edition(0)])).await;
        let path = format!("/api/v1/artworks/{}/similar", own.artwork_id);
        let found = program.get(&path, &[]).await;
        let etag = found.header("etag").to_owned();
        let found = found.ok(200);
        assert_eq!((items(&found).len(), &found["items"][0]["id"]), (1, &json!(near.artwork_id)));
        let reason = text(&found["items"][0]["reason"]);
        assert!(
            ["same_style", "same_subject", "similar_colours", "same_medium"].contains(&reason.as_str()),
            "{reason}"
        );
        assert_eq!(program.get(&path, &[("if-none-match", &etag)]).await.status, 304);
        Guest::arrive(&program).await.add(&program, &near.editions[0], 1).await.ok(200);
        assert_eq!(items(&program.get(&path, &[]).await.ok(200)).len(), 0, "held, it leaves the row");
        for limit in ["0", "101", "x"] {
            program.get(&format!("{path}?limit={limit}"), &[]).await.invalid(&["/limit"]);
        }
        program.get("/api/v1/artworks/nothing-of-that-name/similar", &[]).await.problem(404, "not-found");
        program.check();
    });
}

#[test]
fn one_line_that_has_run_out_does_not_keep_the_rest_from_the_checkout() {
    both(|engine| async move {
        let program = Program::start_with(engine, &[("IMPASTO_HOLDS__TTL_S", "4")]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(0), edition(5), edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        let cookie = format!("impasto_visitor={}", guest.token);
        let own = page_headers(&cookie);
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let lapsed =
            async |cart: &Value| items(&json!({"items": cart["lines"]})).iter().any(|line| line["status"] == "lapsed");
        loop {
            let cart = guest.get(&program, "/cart").await.ok(200);
            if lapsed(&cart).await {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        guest.add(&program, &listed.editions[1], 1).await.ok(200);
        guest.add(&program, &listed.editions[2], 1).await.ok(200);
        let page = shown(&program, "/cart", &cookie).await;
        assert!(page.contains("Continue with the other 2") && !page.contains("href=\"/checkout\""), "{page}");
        let extended = program.submit("/cart/extend", &own, &[("back", "/cart")]).await;
        assert_eq!(extended.header("location"), "/cart?notice=extended");
        let again = program.submit("/cart/extend", &own, &[("back", "/checkout")]).await;
        assert_eq!(again.header("location"), "/checkout?notice=not-extendable");
        let sent = program.submit("/cart/continue", &own, &[]).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/checkout?notice=continued"));
        let cart = guest.get(&program, "/cart").await.ok(200);
        assert_eq!(cart["lines"].as_array().map(Vec::len), Some(2));
        assert!(shown(&program, "/checkout", &cookie).await.contains("Buy now and pay"));
        program.check();
    });
}

#[test]
fn who_comes_back_from_the_bank_is_offered_no_second_payment() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        let cookie = format!("impasto_visitor={}", guest.token);
        let own = page_headers(&cookie);
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let placed = guest.check_out(&program, "bank", "tok_3ds").await.ok(201);
        let (order, payment) = (text(&placed["order"]["id"]), text(&placed["payment"]["id"]));
        let path = format!("/orders/{order}?returned=1");
        let offers = |page: &str| page.contains("/pay\"") || page.contains("/authorize\"");
        let page = shown(&program, &path, &cookie).await;
        assert!(page.contains("Confirming your payment") && page.contains("Your copy is kept"), "{page}");
        assert!(!offers(&page), "{page}");
        assert!(
            offers(&shown(&program, &format!("/orders/{order}"), &cookie).await),
            "the way back to the payment stays"
        );
        let asked = program.submit(&format!("/orders/{order}/confirm"), &own, &[("payment_id", &payment)]).await;
        assert_eq!((asked.status, asked.header("location")), (303, path.as_str()));
        program.send(Method::POST, &format!("/api/v1/test-payments/{payment}/authorize"), &[], None).await.done();
        loop {
            let page = shown(&program, &path, &cookie).await;
            if page.contains("Thank you, it is yours") {
                assert!(!page.contains("Confirming your payment"));
                break;
            }
        }
        program.check();
    });
}
