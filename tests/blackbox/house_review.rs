//! The review: works one by one, what looks like them, who else has them in hand.

use serde_json::json;

use crate::harness::{Account, Program, both, edition, items, mirrored, png, text, work, work_with};

const UNKNOWN: &str = "01890000-0000-7000-8000-000000000000";

/// A work that waits for a moderator.
async fn submitted(program: &Program, artist: &Account, title: &str, image: Vec<u8>) -> String {
    let draft =
        artist.post(program, "/artworks", work_with(&json!({"title": title}), json!([edition(0)]))).await.ok(201);
    let id = text(&draft["id"]);
    artist.upload(program, &id, image).await.ok(201);
    let sent = artist.act(program, &format!("/artworks/{id}/submit")).await.ok(200);
    assert_eq!(sent["status"], "in_review");
    id
}

#[test]
fn the_same_picture_in_another_size_is_found_and_another_picture_is_not() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[("IMPASTO_MODERATION", "on")]).await;
        let (artist, copyist) = (Account::artist(&program).await, Account::artist(&program).await);
        let original = submitted(&program, &artist, "Tide", png(800, 600, 90)).await;
        let other = submitted(&program, &artist, "Dunes", mirrored(600, 800, 17)).await;
        let copy = submitted(&program, &copyist, "My tide", png(640, 480, 91)).await;
        let path = |id: &str| format!("/admin/artworks/{id}/look-alikes");
        let found = admin.get(&program, &path(&copy)).await.ok(200);
        let ids: Vec<String> = items(&found).iter().map(|one| text(&one["artwork"]["id"])).collect();
        assert!(ids.contains(&original) && !ids.contains(&copy) && !ids.contains(&other), "{found}");
        let like = items(&found).iter().find(|one| one["artwork"]["id"] == original.as_str()).expect("the original");
        assert!(like["distance"].as_u64().is_some_and(|bits| bits <= 4), "{found}");
        assert!(like["image_id"].is_string());

        // Pictures from before there were hashes get theirs with the first look.
        program.change("UPDATE images SET dhash = NULL", "UPDATE images SET dhash = NULL");
        let found = admin.get(&program, &path(&copy)).await.ok(200);
        let mut again = items(&found).len();
        for _ in 0..100 {
            if again > 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            again = items(&admin.get(&program, &path(&copy)).await.ok(200)).len();
        }
        assert!(again > 0, "the hashes are made again");
        artist.get(&program, &path(&copy)).await.problem(403, "forbidden");
        admin.get(&program, &path(UNKNOWN)).await.problem(404, "not-found");
        program.check();
    });
}

#[test]
fn who_else_has_a_work_in_hand_is_told_to_staff_only() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[("IMPASTO_MODERATION", "on")]).await;
        let artist = Account::artist(&program).await;
        let (first, second) = (
            submitted(&program, &artist, "Tide", png(400, 300, 90)).await,
            submitted(&program, &artist, "Dunes", png(400, 300, 17)).await,
        );
        let person = Account::customer(&program).await;
        let roles = format!("/admin/users/{}/roles", text(&person.user["id"]));
        admin.call(&program, reqwest::Method::PUT, &roles, Some(json!({"roles": ["moderator"]}))).await.ok(200);
        let moderator = Account::sign_in(&program, &person.email).await;
        let others = async |who: &Account, id: &str| {
            who.act(&program, &format!("/admin/artworks/{id}/reviewing")).await.ok(200)["others"].clone()
        };
        assert_eq!(others(&admin, &first).await, json!([]));
        let seen = others(&moderator, &first).await;
        assert_eq!(seen[0]["user_id"], admin.user["id"], "{seen}");
        assert_eq!(others(&admin, &first).await[0]["user_id"], moderator.user["id"]);
        // Who turns to another work lets go of the first.
        assert_eq!(others(&admin, &second).await, json!([]));
        assert_eq!(others(&moderator, &first).await, json!([]));
        let reviewing = format!("/admin/artworks/{first}/reviewing");
        artist.act(&program, &reviewing).await.problem(403, "forbidden");
        admin.act(&program, &format!("/admin/artworks/{UNKNOWN}/reviewing")).await.problem(404, "not-found");

        // The room names them as well.
        let headers = [("authorization", moderator.bearer()), ("accept", "text/html".to_owned())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = program.get(&format!("/console/review?work={second}"), &headers).await;
        let page = String::from_utf8(page.bytes).expect("text");
        assert!(page.contains("is looking at this work, too") && page.contains("2 of 2"), "{page}");
        program.check();
    });
}

#[test]
fn a_decision_leads_to_the_next_work_and_a_reason_is_needed() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[("IMPASTO_MODERATION", "on")]).await;
        let artist = Account::artist(&program).await;
        let mut ids = Vec::new();
        for (title, seed) in [("One", 3), ("Two", 77), ("Three", 140)] {
            ids.push(submitted(&program, &artist, title, png(400, 300, seed)).await);
        }
        let bearer = admin.bearer();
        let form = async |path: String, fields: &[(&str, &str)]| {
            let answer = program.submit(&path, &[("authorization", &bearer)], fields).await;
            assert_eq!(answer.status, 303, "{path}");
            answer.header("location").to_owned()
        };
        let next = [("next", ids[1].as_str())];
        let to = form(format!("/console/artworks/{}/approve", ids[0]), &next).await;
        assert_eq!(to, format!("/console/review?work={}&notice=approved", ids[1]));
        let to = form(format!("/console/artworks/{}/reject", ids[1]), &[("next", ids[2].as_str())]).await;
        assert_eq!(to, format!("/console/review?work={}&notice=reason-missing", ids[1]));
        let fields = [("why", "The picture is dark."), ("reason", "Please use daylight."), ("next", "//evil.example")];
        let to = form(format!("/console/artworks/{}/reject", ids[1]), &fields).await;
        assert_eq!(to, "/console/review?notice=sent-back");
        let shown = artist.get(&program, "/studio/artworks").await.ok(200);
        let sent_back = items(&shown).iter().find(|one| one["id"] == ids[1].as_str()).expect("the work").clone();
        assert_eq!(
            (&sent_back["status"], &sent_back["rejection"]),
            (&json!("rejected"), &json!("The picture is dark. Please use daylight."))
        );
        let to = form(format!("/console/artworks/{}/approve", ids[2]), &[]).await;
        assert_eq!(to, "/console/review?notice=approved");
        let headers = [("authorization", bearer.as_str()), ("accept", "text/html")];
        let page = String::from_utf8(program.get("/console/review", &headers).await.bytes).expect("text");
        assert!(page.contains("Nothing waits for review"), "{page}");
        // Works that wait are listed, the oldest first; those of another status are not shown here.
        let fresh = artist.post(&program, "/artworks", work(json!([edition(0)]))).await.ok(201);
        let page = program.get(&format!("/console/review?work={}", text(&fresh["id"])), &headers).await;
        assert!(String::from_utf8(page.bytes).expect("text").contains("Nothing waits for review"));
        program.check();
    });
}
