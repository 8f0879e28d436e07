//! Jobs that were given up: seen, tried again, forgotten; and what must not be forgotten.

use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, both, edition, items, text};

/// Puts a job that was given up behind the program's back.
fn give_up(program: &Program, id: &str, kind: &str, subject: &str, task: &Value) {
    let insert = |quoted: &dyn Fn(&str) -> String, now: &str| {
        let (id, subject) = (quoted(id), quoted(subject));
        format!(
            "INSERT INTO jobs (id, kind, subject, task, run_at, attempts, last_error, dead, created_at) VALUES ({id}, \
             '{kind}', {subject}, '{task}', {now}, 20, 'the disk was full', true, {now})"
        )
    };
    let embedded = insert(&|uuid| format!("X'{}'", uuid.replace('-', "")), "'2026-01-01T00:00:00+00:00'");
    let postgres = insert(&|uuid| format!("'{uuid}'"), "now()");
    program.change(&embedded, &postgres);
}

const LETTER: &str = "01890000-0000-7000-8000-00000000000a";
const PIGEON: &str = "01890000-0000-7000-8000-00000000000b";

#[test]
fn a_job_that_was_given_up_is_tried_again_or_forgotten_with_a_reason() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let order = Guest::arrive(&program).await.buy(&program, &listed.editions[0], 1).await;
        let document = text(&order["documents"][0]["id"]);
        let rendered = || async {
            loop {
                let shown = admin.get(&program, &format!("/orders/{}", text(&order["id"]))).await.ok(200);
                if shown["documents"][0]["ready"] == true {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        rendered().await;
        give_up(
            &program,
            LETTER,
            "render_document",
            &document,
            &json!({"task": "render_document", "document_id": document}),
        );
        give_up(&program, PIGEON, "send_pigeon", PIGEON, &json!({"task": "send_pigeon"}));

        let dead = admin.get(&program, "/admin/jobs?state=dead").await.ok(200);
        let found = |id: &str| items(&dead).iter().find(|job| job["id"] == id).cloned().unwrap_or_default();
        assert_eq!(items(&dead).len(), 2, "{dead}");
        assert_eq!(
            (&found(LETTER)["order_id"], &found(LETTER)["last_error"]),
            (&order["id"], &json!("the disk was full"))
        );
        assert_eq!((&found(PIGEON)["order_id"], &found(PIGEON)["attempts"]), (&json!(null), &json!(20)));
        admin.get(&program, "/admin/jobs?state=lost").await.invalid(&["/state"]);
        assert_eq!(items(&admin.get(&program, "/admin/jobs?state=failing").await.ok(200)).len(), 0);

        // A document that the law wants is not forgotten; what nobody needs is, with a reason.
        let drop = |id: &'static str, reason: &'static str| {
            let (admin, program) = (&admin, &program);
            async move { admin.post(program, &format!("/admin/jobs/{id}/drop"), json!({"reason": reason})).await }
        };
        drop(LETTER, "Tidy").await.problem(409, "conflict");
        drop(PIGEON, " ").await.invalid(&["/reason"]);
        drop(PIGEON, "The pigeon is gone").await.done();
        drop(PIGEON, "The pigeon is gone").await.problem(404, "not-found");
        admin.act(&program, &format!("/admin/jobs/{LETTER}/retry")).await.done();
        admin.act(&program, &format!("/admin/jobs/{PIGEON}/retry")).await.problem(404, "not-found");
        // It is done at once: the document was there.
        loop {
            let open = admin.get(&program, "/admin/jobs?state=open").await.ok(200);
            let dead = admin.get(&program, "/admin/jobs").await.ok(200);
            if items(&open).is_empty() && items(&dead).is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let audit = admin.get(&program, "/admin/audit?limit=100").await.ok(200);
        let noted =
            |action: &str| items(&audit).iter().find(|entry| entry["action"] == action).cloned().unwrap_or_default();
        assert_eq!(
            (&noted("job.drop")["subject"], &noted("job.drop")["after"]["reason"]),
            (&json!(PIGEON), &json!("The pigeon is gone"))
        );
        assert_eq!(
            (&noted("job.retry")["subject"], &noted("job.retry")["before"]["state"]),
            (&json!(LETTER), &json!("dead"))
        );
        program.check();
    });
}
