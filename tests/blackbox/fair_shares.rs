//! What one customer, and one client address, may have of what others want too.

use serde_json::json;

use crate::harness::{Account, Guest, Program, both, edition, text};

#[test]
fn one_address_with_many_tokens_leaves_copies_for_others() {
    both(|engine| async move {
        let limits = [("IMPASTO_LIMITS__HOLDS_PER_ADDRESS", "20"), ("IMPASTO_TRUSTED_PROXIES", "127.0.0.1/32")];
        let program = Program::start_with(engine, &limits).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(8), edition(0)])).await;
        let from = |address: &'static str, visitor: String, edition: String, quantity: u32| {
            let body = json!({"edition_id": edition, "quantity": quantity});
            let program = &program;
            async move {
                let headers = [("x-visitor", visitor.as_str()), ("x-forwarded-for", address)];
                program.post("/api/v1/cart/items", &headers, body).await
            }
        };
        let hoard = |visitor: String, quantity| from("192.0.2.7", visitor, work.editions[0].clone(), quantity);
        let first = Guest::arrive(&program).await;
        let problem = hoard(first.token.clone(), 8).await.problem(409, "hold-limit");
        assert!(problem["retry_at"].is_string());
        hoard(first.token.clone(), 2).await.ok(200);
        for _ in 0..20 {
            let _ = hoard(Guest::arrive(&program).await.token, 1).await;
        }
        assert_eq!(work.stock(&program).await["held"], 4);
        let other = Guest::arrive(&program).await;
        from("192.0.2.8", other.token.clone(), work.editions[0].clone(), 4).await.ok(200);
        hoard(Guest::arrive(&program).await.token, 1).await.problem(409, "sold-out");
        // A single piece is whoever's comes first, and sold out for everybody else.
        from("192.0.2.7", first.token.clone(), work.editions[1].clone(), 1).await.ok(200);
        let second = Guest::arrive(&program).await.token;
        from("192.0.2.7", second, work.editions[1].clone(), 1).await.problem(409, "sold-out");
        program.check();
    });
}

#[test]
fn what_was_bought_counts_against_what_one_customer_may_have() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let mut scarce = edition(25);
        scarce["max_per_customer"] = json!(1);
        let work = artist.list(&program, json!([scarce])).await;
        let customer = Account::customer(&program).await;
        let order = customer.buy(&program, &work.editions[0], 1).await;
        let problem = customer.add(&program, &work.editions[0], 1).await.problem(409, "customer-limit");
        assert_eq!(problem["max_per_customer"], 1);
        // What goes back may be bought again.
        customer.act(&program, &format!("/orders/{}/cancel", text(&order["id"]))).await.ok(200);
        customer.add(&program, &work.editions[0], 1).await.ok(200);
        program.check();
    });
}

#[test]
fn a_repeated_request_tells_what_it_told_and_the_cart_what_is() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let work = artist.list(&program, json!([edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        let add = || {
            let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", "add")];
            let body = json!({"edition_id": work.editions[0], "quantity": 1});
            let program = &program;
            async move { program.post("/api/v1/cart/items", &headers, body).await.ok(200) }
        };
        let first = add().await;
        guest.check_out(&program, "buy", "tok_ok").await.ok(201);
        let repeated = add().await;
        assert_eq!((&repeated["lines"], &repeated["version"]), (&first["lines"], &first["version"]));
        let now = guest.get(&program, "/cart").await.ok(200);
        assert_eq!(now["lines"], json!([]));
        assert!(now["version"].as_i64() > first["version"].as_i64());
        program.check();
    });
}
