//! The demo gallery is hung once: what people changed in it, or took away, stays so at the next start.

use serde_json::{Value, json};

use crate::harness::{Account, Engine, Program, items, run, text};

/// Somebody of the demo, signed in.
async fn sign_in(program: &Program, who: &str) -> Account {
    let email = format!("{who}@demo.impasto.test");
    let credentials = json!({"email": email, "password": "impasto-demo"});
    let signed = program.post("/api/v1/auth/login", &[], credentials).await.ok(200);
    Account {
        email,
        token: text(&signed["access_token"]),
        refresh_token: text(&signed["refresh_token"]),
        user: signed["user"].clone(),
    }
}

async fn collections(program: &Program) -> Vec<Value> {
    items(&program.get("/api/v1/collections", &[]).await.ok(200)).to_vec()
}

async fn works(program: &Program) -> Value {
    program.get("/api/v1/artworks", &[]).await.ok(200)["total"].clone()
}

/// On one engine: the paintings take their time, and what is asked here of the store its own tests hold on both.
#[test]
fn what_was_changed_or_taken_away_stays_so_at_the_next_start() {
    run(async {
        let mut program = Program::start_demo(Engine::Sqlite).await;
        let (admin, artist) = (sign_in(&program, "admin").await, sign_in(&program, "artist").await);
        let hung = collections(&program).await;
        assert!(hung.len() >= 3, "{hung:?}");
        let [gone, renamed] = [text(&hung[0]["id"]), text(&hung[1]["id"])];
        admin.delete(&program, &format!("/admin/collections/{gone}")).await.ok(204);
        let words = json!({"title": "Once more", "artwork_ids": hung[1]["artwork_ids"], "published": true});
        let path = format!("/api/v1/admin/collections/{renamed}");
        let bearer = admin.bearer();
        let headers = [("authorization", bearer.as_str())];
        program.send(reqwest::Method::PUT, &path, &headers, Some(words)).await.ok(200);

        let own = artist.get(&program, "/studio/artworks").await.ok(200);
        let (changed, archived) = (&items(&own)[0], &items(&own)[1]);
        let (id, edition) = (text(&changed["id"]), text(&changed["editions"][0]["id"]));
        let price = json!({"amount": 4_200, "currency": "EUR"});
        let patch = json!({"title": "Under another name", "editions": [{"id": edition, "price": price}]});
        artist.patch(&program, &format!("/artworks/{id}"), patch).await.ok(200);
        let archived = format!("/artworks/{}", text(&archived["id"]));
        artist.delete(&program, &archived).await.ok(204);
        let hanging = works(&program).await;
        // What the program notes of itself is nothing to bring back.
        let history = admin.get(&program, "/admin/settings/history").await.ok(200);
        assert!(items(&history).iter().all(|change| change["key"] != "demo"), "{history}");
        let restored = admin.post(&program, "/admin/settings/history/1/restore", json!({})).await;
        restored.problem(404, "not-found");

        // Twice: the second start finds what the first one left.
        for _ in 0..2 {
            assert!(program.terminate().await.success());
            program.restart().await;
            let now = collections(&program).await;
            assert_eq!(now.len(), hung.len() - 1, "{now:?}");
            assert!(now.iter().all(|collection| collection["id"] != gone.as_str()), "{now:?}");
            assert!(now.iter().any(|collection| collection["title"] == "Once more"), "{now:?}");
            let all = items(&admin.get(&program, "/admin/collections").await.ok(200)).len();
            assert_eq!(all, now.len(), "nor is it there unpublished");
            program.get(&format!("/api/v1/collections/{gone}"), &[]).await.problem(404, "not-found");
            let shown = program.get(&format!("/api/v1/artworks/{id}"), &[]).await.ok(200);
            assert_eq!((&shown["title"], &shown["editions"][0]["price"]), (&json!("Under another name"), &price));
            program.get(&format!("/api/v1{archived}"), &[]).await.problem(404, "not-found");
            assert_eq!(works(&program).await, hanging);
        }
        program.check();
    });
}
