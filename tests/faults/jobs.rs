//! Jobs that can never be done: they are given up, one by one, and keep nobody else waiting.

use std::time::Duration;

use serde_json::json;

use crate::harness::{Account, Engine, Guest, Program, edition, run, text};

#[test]
fn a_poisoned_job_keeps_no_other_waiting() {
    run(async {
        let program = Program::start_with(Engine::Postgres, &[("IMPASTO_LOG__LEVEL", "off")]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(100)])).await;
        // Of every kind one that names nothing there is, and one that nobody can read; due before all others.
        let tasks = [
            ("render_document", "document_id"),
            ("drive_payment", "payment_id"),
            ("expire_order", "order_id"),
            ("refund_payment", "payment_id"),
        ];
        for (number, (kind, subject)) in tasks.into_iter().enumerate() {
            let id = |of: usize| format!("00000000-0000-7000-8000-0000000000{number}{of}");
            let nothing = json!({"task": kind, subject: id(0), "amount_minor": 5}).to_string();
            for (of, task) in [(0, nothing.as_str()), (1, "{\"task\": \"who knows\"}"), (2, "[7]")] {
                program.change(
                    "",
                    &format!(
                        "INSERT INTO jobs (id, kind, subject, task, run_at, attempts, dead, created_at) \
                         VALUES ('{}', '{kind}', '{}', '{task}', now() - interval '1 day', 0, false, now())",
                        id(of),
                        id(of)
                    ),
                );
            }
        }
        for _ in 0..20 {
            let guest = Guest::arrive(&program).await;
            let order = guest.buy(&program, &listed.editions[0], 1).await;
            let document = format!("/documents/{}", text(&order["documents"][0]["id"]));
            while guest.get(&program, &document).await.status != 200 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        // What nobody can read is given up at once, with the reason.
        let unread = "SELECT count(*) FROM jobs WHERE dead AND last_error LIKE 'it cannot be understood%'";
        while program.ask(unread) != "8" {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
}
