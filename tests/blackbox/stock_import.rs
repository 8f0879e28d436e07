//! Stock from a table: rehearsed, carried out once, and a line that is refused leaves the others alone.

use serde_json::{Value, json};

use crate::harness::{Account, Answer, Listed, Program, both, edition};

async fn import(program: &Program, who: &Account, key: Option<&str>, dry_run: bool, table: &str) -> Answer {
    let form = reqwest::multipart::Form::new()
        .text("dry_run", dry_run.to_string())
        .part("csv", reqwest::multipart::Part::text(table.to_owned()).file_name("stock.csv"));
    let mut request = program.client().post(format!("{}/api/v1/admin/inventory/import", program.url));
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    program.answer(request.header("authorization", who.bearer()).multipart(form)).await
}

/// The free copies of both editions.
async fn free(program: &Program, listed: &Listed) -> Value {
    let shown = listed.shown(program).await;
    json!([shown["editions"][0]["stock"]["available"], shown["editions"][1]["stock"]["available"]])
}

#[test]
fn a_table_adjusts_each_edition_once_and_says_what_it_refuses() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25), edition(0)])).await;
        let (prints, one) = (&listed.editions[0], &listed.editions[1]);
        let table = format!(
            "edition_id,title,change,reason\n\
             {prints},Tide,-3,Water damage\n\
             {one},Tide,-2,Lost\n\
             {prints},Again,1,Found\n\
             {one},Nothing said,,\n\
             not-an-id,X,1,Found\n"
        );

        let rehearsed = import(&program, &admin, None, true, &table).await.ok(200);
        assert_eq!((&rehearsed["adjusted"], &rehearsed["failed"]), (&json!(1), &json!(3)), "{rehearsed}");
        let line = |place: usize| rehearsed["lines"][place].clone();
        assert_eq!((&line(0)["available_before"], &line(0)["available_after"]), (&json!(25), &json!(22)));
        assert_eq!(line(1)["errors"][0]["pointer"], "/change");
        assert_eq!(line(2)["errors"][0]["pointer"], "/edition_id");
        assert_eq!((&line(3)["line"], &line(3)["errors"][0]["pointer"]), (&json!(6), &json!("/edition_id")));
        assert_eq!(free(&program, &listed).await, json!([25, 1]), "nothing was written");

        for _ in 0..2 {
            let done = import(&program, &admin, Some("spring-count"), false, &table).await.ok(200);
            assert_eq!((&done["adjusted"], &done["failed"]), (&json!(1), &json!(3)), "{done}");
        }
        assert_eq!(free(&program, &listed).await, json!([22, 1]), "sent twice, done once");

        import(&program, &admin, None, false, "edition_id,reason\n").await.invalid(&["/csv"]);
        import(&program, &artist, None, true, &table).await.problem(403, "forbidden");
        program.check();
    });
}
