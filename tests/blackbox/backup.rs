//! A gallery is copied while it sells, and opened again from the copy.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::harness::{Account, Engine, Guest, Program, edition, impasto, text};

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(test);
}

async fn back_up(program: &Arc<Program>, to: &Path) {
    let (beside, to) = (program.clone(), to.display().to_string());
    let done = tokio::task::spawn_blocking(move || beside.run(&["backup", "--to", &to])).await.expect("a backup");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_copy_taken_under_load_has_everything_that_was_acknowledged_before() {
    run(async {
        let program = Arc::new(Program::start(Engine::Sqlite).await);
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(500)])).await;
        let guest = Guest::arrive(&program).await;
        let order = guest.buy(&program, &listed.editions[0], 1).await;
        let stop = Arc::new(AtomicBool::new(false));
        let crowd: Vec<_> = (0..8)
            .map(|_| {
                let (program, edition, stop) = (program.clone(), listed.editions[0].clone(), stop.clone());
                tokio::spawn(async move {
                    let mut bought = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        let guest = Guest::arrive(&program).await;
                        let order = guest.buy(&program, &edition, 1).await;
                        bought.push((std::time::Instant::now(), guest, text(&order["id"])));
                    }
                    bought
                })
            })
            .collect();
        let folder = tempfile::tempdir().expect("a folder");
        let copies = [folder.path().join("first"), folder.path().join("second")];
        let mut begun = Vec::new();
        for copy in &copies {
            begun.push(std::time::Instant::now());
            back_up(&program, copy).await;
        }
        stop.store(true, Ordering::Relaxed);
        let mut bought = Vec::new();
        for buyer in crowd {
            bought.extend(buyer.await.expect("a buyer"));
        }
        for (copy, begun) in copies.iter().zip(begun) {
            let restored = Program::restored(copy).await;
            restored.check();
            let before = bought.iter().filter(|(at, ..)| *at < begun);
            for (_, guest, id) in before {
                let headers = [("x-visitor", guest.token.as_str())];
                let order = restored.get(&format!("/api/v1/orders/{id}"), &headers).await.ok(200);
                assert_eq!(order["payment_status"], "paid");
            }
            whole(&restored, &guest, &order, &listed.artwork_id).await;
        }
    });
}

/// Tokens, documents and images are as good as they were, and selling goes on.
async fn whole(restored: &Program, guest: &Guest, order: &Value, artwork_id: &str) {
    let headers = [("x-visitor", guest.token.as_str())];
    let found = restored.get(&format!("/api/v1/orders/{}", text(&order["id"])), &headers).await.ok(200);
    assert_eq!(found["number"], order["number"]);
    let invoice = format!("/api/v1/orders/{}/invoice.pdf", text(&order["id"]));
    let document = restored.get(&invoice, &headers).await;
    assert_eq!(document.status, 200, "{invoice}");
    let work = restored.get(&format!("/api/v1/artworks/{artwork_id}"), &[]).await.ok(200);
    let image = text(&work["images"][0]["variants"][0]["url"]);
    assert_eq!(restored.get(&image, &[]).await.status, 200, "{image}");
    let stranger = Guest::arrive(restored).await;
    stranger.buy(restored, &text(&work["editions"][0]["id"]), 1).await;
}

#[test]
fn what_is_no_whole_backup_is_refused_and_nothing_is_overwritten() {
    run(async {
        let program = Arc::new(Program::start(Engine::Sqlite).await);
        let folder = tempfile::tempdir().expect("a folder");
        let copy = folder.path().join("copy");
        back_up(&program, &copy).await;
        let from = copy.display().to_string();
        let refused = |data: &Path, arguments: &[&str]| {
            let output = impasto(data).args(arguments).output().expect("the program runs");
            assert!(!output.status.success(), "{arguments:?}");
            let line = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(line.trim().lines().count(), 1, "{line}");
            line
        };
        let other = folder.path().join("other");
        assert!(refused(&program.data(), &["backup", "--to", &from]).contains("not empty"));
        assert!(refused(&program.data(), &["restore", "--from", &from]).contains("in use"));
        assert!(refused(&other, &["restore", "--from", "/nowhere"]).contains("/nowhere"));
        let database = copy.join("impasto.db");
        let bytes = std::fs::read(&database).expect("a file");
        std::fs::write(&database, [&bytes[..bytes.len() - 1], b"x"].concat()).expect("a file");
        assert!(refused(&other, &["restore", "--from", &from]).contains("damaged"));
        std::fs::write(&database, bytes).expect("a file");
        // What the failed one left is no hindrance.
        assert!(impasto(&other).args(["restore", "--from", &from]).status().expect("it runs").success());
        assert!(refused(&other, &["restore", "--from", &from]).contains("there already"));
    });
}

#[test]
fn a_server_has_tools_of_its_own() {
    run(async {
        let program = Program::start(Engine::Postgres).await;
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().join("copy").display().to_string();
        let refused = program.run(&["backup", "--to", &to]);
        assert!(!refused.status.success());
        assert!(String::from_utf8_lossy(&refused.stderr).contains("pg_dump"));
    });
}
