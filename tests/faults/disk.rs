//! The disk is full: nothing can be written, nothing is half-written, and it goes on when there is room again.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::crowd::Crowd;
use crate::harness::{Account, Engine, Guest, Program, edition, png, run, work};
use crate::rounds;

const BUYERS: usize = 16;

/// No file of a process may grow past so many bytes, which is what a full disk is to it; `unlimited` ends that.
fn room(program: &Program, bytes: &str) {
    let limit = format!("--fsize={bytes}:");
    let set = Command::new("prlimit").args(["--pid", &program.pid().to_string(), &limit]).status();
    assert!(set.expect("prlimit").success(), "prlimit {limit}");
}

#[test]
fn the_disk_of_an_embedded_database_is_full() {
    run(async {
        let program = Program::start_bounded(Engine::Sqlite, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(10_000)])).await;
        let crowd = Crowd::gather(&[&program], &listed.editions[0], BUYERS);
        crowd.buys(20).await;
        let pace = crowd.pace().await;
        for _ in 0..rounds(2) {
            room(&program, "4096");
            // Nobody buys any more, and everybody may look.
            while crowd.pace().await > 0 {}
            program.get(&format!("/api/v1/artworks/{}", listed.artwork_id), &[]).await.ok(200);
            let guest = Guest::arrive(&program).await;
            let refused = guest.add(&program, &listed.editions[0], 1).await;
            assert!(!refused.header("retry-after").is_empty());
            refused.problem(503, "unavailable");
            room(&program, "unlimited");
            crowd.recovers(pace).await;
            crowd.buys(20).await;
        }
        let told = crowd.ends().await;
        assert!(told.unavailable > 0, "nobody noticed that the disk was full");
        told.is_true(&program).await;
    });
}

#[test]
fn the_disk_of_the_media_is_full() {
    run(async {
        // The database lies elsewhere.
        let program = Program::start_bounded(Engine::Postgres, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(10)])).await;
        let draft = artist.post(&program, "/artworks", work(json!([edition(3)]))).await.ok(201);
        let id = draft["id"].as_str().expect("an id").to_owned();
        let before = files(&program.data().join("media"));
        room(&program, "16");
        let refused = artist.upload(&program, &id, png(400, 300, 20)).await;
        assert_eq!(refused.status, 503, "{}", refused.body);
        assert!(!refused.header("retry-after").is_empty());
        refused.problem(503, "unavailable");
        assert_eq!(artist.get(&program, &format!("/artworks/{id}")).await.ok(200)["images"], json!([]));
        // What is sold has its invoice later.
        let buyer = Guest::arrive(&program).await;
        let order = buyer.buy(&program, &listed.editions[0], 1).await;
        let document = format!("/documents/{}", order["documents"][0]["id"].as_str().expect("a document"));
        let early = buyer.get(&program, &document).await;
        assert!([409, 503].contains(&early.status), "{}", early.body);
        let halves = files(&program.data().join("media"));
        assert_eq!(halves, before, "something was half-written");
        room(&program, "unlimited");
        artist.upload(&program, &id, png(400, 300, 20)).await.ok(201);
        while buyer.get(&program, &document).await.status != 200 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        program.check();
    });
}

#[test]
fn the_servers_disk_is_full() {
    run(async {
        let program = Program::start(Engine::Postgres).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(10_000)])).await;
        let crowd = Crowd::gather(&[&program], &listed.editions[0], BUYERS);
        crowd.buys(20).await;
        let pace = crowd.pace().await;
        program.change(
            "",
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$",
        );
        for _ in 0..rounds(2) {
            // What the server says when it cannot make a table longer.
            program.change("", "CREATE TRIGGER full_disk BEFORE INSERT ON events EXECUTE FUNCTION no_room()");
            while crowd.pace().await > 0 {}
            program.get(&format!("/api/v1/artworks/{}", listed.artwork_id), &[]).await.ok(200);
            program.change("", "DROP TRIGGER full_disk ON events");
            crowd.recovers(pace).await;
            crowd.buys(20).await;
        }
        crowd.ends().await.is_true(&program).await;
    });
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<String> {
    let found = Command::new("find").arg(folder).args(["-type", "f"]).output().expect("find");
    let mut names: Vec<String> = String::from_utf8_lossy(&found.stdout).lines().map(str::to_owned).collect();
    names.sort_unstable();
    names
}
