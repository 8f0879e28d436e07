//! Sellers change stock and status by hand; what is held for somebody stays theirs.

use serde_json::{Value, json};

use crate::harness::{Account, Guest, Listed, Program, both, edition, text};

/// Available, held, sold, total.
async fn counters(program: &Program, listed: &Listed) -> Value {
    let stock = listed.stock(program).await;
    json!([stock["available"], stock["held"], stock["sold"], stock["total"]])
}

#[test]
fn copies_sold_elsewhere_go_and_come_back_and_never_exceed_the_size() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5), edition(-1)])).await;
        let change = |verb: &str, copies: i64| {
            let path = format!("/editions/{}/{verb}", listed.editions[0]);
            let (artist, program) = (&artist, &program);
            async move { artist.post(program, &path, json!({"copies": copies})).await }
        };
        let stock = change("sold-elsewhere", 2).await.ok(200);
        assert_eq!((&stock["available"], &stock["total"]), (&json!(3), &json!(5)));
        assert_eq!(counters(&program, &listed).await, json!([3, 0, 0, 5]));
        assert_eq!(change("restock", 1).await.ok(200)["available"], 4);
        change("restock", 2).await.problem(409, "conflict");
        let short = change("sold-elsewhere", 5).await.problem(409, "sold-out");
        assert_eq!(short["available"], 4);
        for copies in [0, -1, 10_001] {
            change("restock", copies).await.invalid(&["/copies"]);
            change("sold-elsewhere", copies).await.invalid(&["/copies"]);
        }
        let open = format!("/editions/{}/sold-elsewhere", listed.editions[1]);
        artist.post(&program, &open, json!({"copies": 1})).await.problem(409, "conflict");
        for id in ["01890000-0000-7000-8000-000000000000", "nonsense"] {
            artist
                .post(&program, &format!("/editions/{id}/restock"), json!({"copies": 1}))
                .await
                .problem(404, "not-found");
        }
        // A copy that is sold elsewhere is sold to nobody here.
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 4).await.ok(200);
        Guest::arrive(&program).await.add(&program, &listed.editions[0], 1).await.problem(409, "sold-out");
        program.check();
    });
}

#[test]
fn a_hold_lives_through_everything_a_seller_does() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(3)])).await;
        let path = format!("/artworks/{}", listed.artwork_id);
        let edition = format!("/editions/{}", listed.editions[0]);
        let (guest, late) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        let held = guest.add(&program, &listed.editions[0], 1).await.ok(200)["lines"][0].clone();
        let unchanged = async || {
            let line = guest.get(&program, "/cart").await.ok(200)["lines"][0].clone();
            assert_eq!(
                (&line["status"], &line["held_until"], &line["copies"]),
                (&json!("held"), &held["held_until"], &held["copies"])
            );
        };

        assert_eq!(artist.act(&program, &format!("{path}/pause")).await.ok(200)["status"], "paused");
        unchanged().await;
        // Everybody still sees the work; nobody new may hold it.
        assert_eq!(listed.shown(&program).await["status"], "paused");
        late.add(&program, &listed.editions[0], 1).await.problem(409, "sales-paused");
        artist.act(&program, &format!("{path}/pause")).await.problem(409, "invalid-transition");
        artist.delete(&program, &path).await.problem(409, "conflict");
        artist.post(&program, &format!("{edition}/sold-elsewhere"), json!({"copies": 2})).await.ok(200);
        unchanged().await;
        artist
            .post(&program, &format!("{edition}/sold-elsewhere"), json!({"copies": 1}))
            .await
            .problem(409, "sold-out");
        assert_eq!(counters(&program, &listed).await, json!([0, 1, 0, 3]));

        let placed = guest.check_out(&program, "mine", "tok_ok").await.ok(201);
        assert_eq!(placed["order"]["payment_status"], "paid");
        assert_eq!(placed["order"]["seller_orders"][0]["lines"][0]["copies"], held["copies"]);
        assert_eq!(counters(&program, &listed).await, json!([0, 0, 1, 3]));
        // Back from the pause there is nothing left; a copy that comes back opens the work again.
        assert_eq!(artist.act(&program, &format!("{path}/resume")).await.ok(200)["status"], "sold_out");
        artist.post(&program, &format!("{edition}/restock"), json!({"copies": 1})).await.ok(200);
        assert_eq!(listed.shown(&program).await["status"], "published");
        late.buy(&program, &listed.editions[0], 1).await;
        assert_eq!(listed.shown(&program).await["status"], "sold_out");
        program.check();
    });
}

#[test]
fn a_work_leaves_the_storefront_once_nobody_holds_it() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(3)])).await;
        let path = format!("/artworks/{}", listed.artwork_id);
        let guest = Guest::arrive(&program).await;
        let cart = guest.add(&program, &listed.editions[0], 1).await.ok(200);
        artist.delete(&program, &path).await.problem(409, "conflict");
        assert_eq!(listed.shown(&program).await["status"], "published");
        let item = format!("/cart/items/{}", text(&cart["lines"][0]["id"]));
        guest.call(&program, reqwest::Method::DELETE, &item, None).await.ok(200);
        artist.delete(&program, &path).await.ok(204);
        guest.add(&program, &listed.editions[0], 1).await.problem(404, "not-found");
        assert_eq!(program.get("/api/v1/artworks", &[]).await.ok(200)["total"], 0);
        program.check();
    });
}

#[test]
fn who_had_enough_and_who_comes_too_early_is_told() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let (mut few, mut early) = (edition(10), edition(10));
        few["max_per_customer"] = json!(2);
        early["available_from"] = json!("2999-01-01T00:00:00Z");
        let listed = artist.list(&program, json!([few, early])).await;
        let guest = Guest::arrive(&program).await;
        let refused = guest.add(&program, &listed.editions[0], 3).await.problem(409, "customer-limit");
        assert_eq!(refused["max_per_customer"], 2);
        guest.add(&program, &listed.editions[0], 2).await.ok(200);
        guest.add(&program, &listed.editions[0], 1).await.problem(409, "customer-limit");
        guest.add(&program, &listed.editions[1], 1).await.problem(409, "conflict");

        // One cart, one currency.
        let mut dollars = edition(5);
        dollars["price"]["currency"] = json!("USD");
        let abroad = artist.list(&program, json!([dollars])).await;
        guest.add(&program, &abroad.editions[0], 1).await.problem(409, "currency-mix");
        for quantity in [json!(0), json!(-1), json!(1.5), json!("1"), json!(4_294_967_296_i64)] {
            let item = json!({"edition_id": listed.editions[0], "quantity": quantity});
            guest.call(&program, reqwest::Method::POST, "/cart/items", Some(item)).await.invalid(&["/quantity"]);
        }
        program.check();
    });
}
