//! What people think of works: wishlists, and reviews by those who bought.

use reqwest::Method;
use serde_json::json;

use crate::harness::{Account, Guest, Program, both, edition, items};

#[test]
fn a_wishlist_is_its_owners_and_counts() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let draft = artist.post(&program, "/artworks", json!({"title": "Draft"})).await.ok(201);
        let (person, other) = (Account::customer(&program).await, Account::customer(&program).await);
        let path = format!("/wishlist/{}", listed.artwork_id);
        for _ in 0..2 {
            person.call(&program, Method::PUT, &path, None).await.ok(204);
        }
        assert_eq!(listed.shown(&program).await["stats"]["wishlisted"], 1);
        let list = person.get(&program, "/wishlist").await.ok(200);
        assert_eq!((items(&list).len(), &list["items"][0]["id"]), (1, &json!(listed.artwork_id)));
        assert_eq!(items(&other.get(&program, "/wishlist").await.ok(200)).len(), 0);
        other.delete(&program, &path).await.ok(204);
        assert_eq!(listed.shown(&program).await["stats"]["wishlisted"], 1);
        for _ in 0..2 {
            person.delete(&program, &path).await.ok(204);
        }
        assert_eq!(listed.shown(&program).await["stats"]["wishlisted"], 0);

        for unknown in ["01890000-0000-7000-8000-000000000000", draft["id"].as_str().expect("an id"), "nonsense"] {
            person.call(&program, Method::PUT, &format!("/wishlist/{unknown}"), None).await.problem(404, "not-found");
        }
        let guest = Guest::arrive(&program).await;
        guest.call(&program, Method::PUT, &path, None).await.problem(401, "unauthenticated");
        program.check();
    });
}

#[test]
fn a_review_is_written_once_by_who_bought_the_work() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let other = artist.list(&program, json!([edition(5)])).await;
        let (buyer, second, stranger) =
            (Account::customer(&program).await, Account::customer(&program).await, Account::customer(&program).await);
        let path = format!("/artworks/{}/reviews", listed.artwork_id);
        let review = json!({"rating": 5, "text": "Better than in the picture."});
        buyer.buy(&program, &listed.editions[0], 1).await;
        second.buy(&program, &listed.editions[0], 1).await;
        // Held is not bought.
        stranger.add(&program, &listed.editions[0], 1).await.ok(200);
        stranger.post(&program, &path, review.clone()).await.problem(403, "forbidden");
        buyer
            .post(&program, &format!("/artworks/{}/reviews", other.artwork_id), review.clone())
            .await
            .problem(403, "forbidden");
        Guest::arrive(&program)
            .await
            .call(&program, Method::POST, &path, Some(review.clone()))
            .await
            .problem(401, "unauthenticated");
        for rating in [json!(0), json!(6), json!(-1), json!(4.5), json!("5"), json!(300)] {
            buyer.post(&program, &path, json!({"rating": rating, "text": ""})).await.invalid(&["/rating"]);
        }
        buyer.post(&program, &path, json!({"rating": 5, "text": "x".repeat(5_001)})).await.invalid(&["/text"]);

        let written = buyer.post(&program, &path, review.clone()).await.ok(201);
        assert_eq!((&written["rating"], &written["text"]), (&json!(5), &json!("Better than in the picture.")));
        buyer.post(&program, &path, review).await.problem(409, "conflict");
        second.post(&program, &path, json!({"rating": 2, "text": "Too blue."})).await.ok(201);
        let reviews = program.get(&format!("/api/v1{path}"), &[]).await.ok(200);
        assert_eq!((items(&reviews).len(), &reviews["items"][0]["text"]), (2, &json!("Too blue.")), "newest first");
        assert!(!reviews.to_string().contains("@example.test"), "no addresses: {reviews}");
        // The catalogue has heard of both.
        loop {
            let stats = listed.shown(&program).await["stats"].clone();
            if stats["reviews"] == 2 {
                assert_eq!(stats["rating"], 3.5);
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let draft = artist.post(&program, "/artworks", json!({"title": "Draft"})).await.ok(201);
        let hidden = format!("/api/v1/artworks/{}/reviews", draft["id"].as_str().expect("an id"));
        program.get(&hidden, &[]).await.problem(404, "not-found");
        program.check();
    });
}
