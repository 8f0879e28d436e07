//! Certificates of authenticity: who buys a copy gets one, and whoever holds it can check it.

use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, both, edition, impasto, plain, purchase, text};

/// The certificates of an order, once they are there.
async fn certificates_of(program: &Program, documents: &str, who: (&str, &str)) -> Vec<Value> {
    loop {
        let listed = program.get(documents, &[who]).await.ok(200);
        let rows = listed["items"].as_array().expect("documents").iter();
        let found: Vec<Value> = rows.filter(|row| row["kind"] == "certificate").cloned().collect();
        if !found.is_empty() {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The first certificate of an order, once it is there.
pub(crate) async fn certificate_of(program: &Program, documents: &str, who: (&str, &str)) -> Value {
    certificates_of(program, documents, who).await.remove(0)
}

/// What the command line says of a certificate: its line and its exit code.
fn verified(program: &Program, key: &str, held: &Value) -> (String, Option<i32>) {
    let mut child = impasto(&program.data())
        .args(["certificate", "verify", "--key", key])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    child.stdin.take().expect("a pipe").write_all(held.to_string().as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    (String::from_utf8_lossy(&output.stdout).trim().to_owned(), output.status.code())
}

#[test]
fn every_copy_has_a_certificate_that_anybody_can_check_and_nobody_can_change() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let mut sold = edition(25);
        sold["width_cm"] = json!(30);
        sold["height_cm"] = json!(40.5);
        let listed = artist.list(&program, json!([sold])).await;
        let title = text(&listed.shown(&program).await["title"]);
        let guest = Guest::arrive(&program).await;
        let order = guest.buy(&program, &listed.editions[0], 2).await;
        let visitor = ("x-visitor", guest.token.as_str());
        let documents = format!("/api/v1/orders/{}/documents", text(&order["id"]));
        let rows = certificates_of(&program, &documents, visitor).await;
        assert_eq!(rows.len(), 2, "one for each copy: {rows:?}");
        assert!(rows.iter().all(|row| row["ready"] == true), "{rows:?}");

        // The paper: for the buyer alone, and the same whenever it is asked for.
        let url = text(&rows[0]["url"]);
        let pdf = program.get(&url, &[visitor]).await;
        assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.status);
        assert_eq!(program.get(&url, &[visitor]).await.bytes, pdf.bytes);
        let stranger = Guest::arrive(&program).await;
        program.get(&url, &[("x-visitor", &stranger.token)]).await.problem(404, "not-found");

        // What it says, for everybody.
        let id = text(&rows[0]["id"]);
        assert_eq!(rows[0]["page_url"], format!("/certificates/{id}"));
        let shown = program.get(&documents, &[visitor]).await.ok(200);
        let has_page = |row: &&Value| row["page_url"].is_string();
        assert_eq!(shown["items"].as_array().expect("documents").iter().filter(has_page).count(), 2, "{shown}");
        let cookie = format!("impasto_visitor={}", guest.token);
        let browser = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        let bought = program.get(&format!("/orders/{}", text(&order["id"])), &browser).await;
        let bought = String::from_utf8_lossy(&bought.bytes).into_owned();
        assert!(bought.contains(&format!("href=\"/certificates/{id}\"")), "{bought}");
        let path = format!("/api/v1/certificates/{id}");
        let held = program.get(&path, &[]).await.ok(200);
        let facts = &held["facts"];
        assert_eq!((&facts["title"], &facts["copy"]), (&json!(title), &json!("1/25")));
        assert_eq!(
            (&facts["width_cm"], &facts["height_cm"], &facts["edition"]),
            (&json!(30.0), &json!(40.5), &json!("limited"))
        );
        assert_eq!((&held["valid"], &held["revoked"]), (&json!(true), &json!(false)));
        let picture = program.get(facts["picture_url"].as_str().expect("a picture"), &[]).await;
        assert!(picture.status == 200 && picture.bytes.starts_with(&[0xff, 0xd8]), "a JPEG");
        let buyer = purchase("tok_ok");
        for secret in [&buyer["email"], &buyer["shipping_address"]["name"], &buyer["shipping_address"]["line1"]] {
            let secret = secret.as_str().expect("a text");
            assert!(!held.to_string().contains(secret), "{secret} is nobody's business: {held}");
        }

        // What was scanned.
        let start = held["signature"].as_str().expect("a signature")[..16].to_owned();
        let scanned = |start: String| {
            let (program, path) = (&program, &path);
            async move { program.get(&format!("{path}?s={start}"), &[]).await.ok(200)["valid"].clone() }
        };
        assert_eq!(scanned(start.clone()).await, true);
        let other = if start.starts_with('A') { "B" } else { "A" };
        assert_eq!(scanned(format!("{other}{}", &start[1..])).await, false);
        assert_eq!(scanned(String::new()).await, false, "a beginning of nothing proves nothing");
        let page = program.get(&format!("/certificates/{id}?s={start}"), &[("accept", "text/html")]).await;
        let page = String::from_utf8_lossy(&page.bytes).into_owned();
        assert!(
            page.contains("Its signature is valid") && page.contains("noindex") && page.contains("1 of 25"),
            "{page}"
        );
        let wrong = program.get(&format!("/certificates/{id}?s=nonsense"), &[("accept", "text/html")]).await;
        assert!(String::from_utf8_lossy(&wrong.bytes).contains("Not valid"));
        program.get("/api/v1/certificates/01890000-0000-7000-8000-000000000000", &[]).await.problem(404, "not-found");
        let invoice = format!("/api/v1/certificates/{}", text(&order["documents"][0]["id"]));
        program.get(&invoice, &[]).await.problem(404, "not-found");

        // Offline, with the key alone.
        let key = text(&held["public_key"]);
        let (line, code) = verified(&program, &key, &held);
        assert!(code == Some(0) && line.starts_with("valid: ") && line.contains("1/25"), "{line}");
        let mut forged = held.clone();
        forged["text"] = json!(text(&held["text"]).replace("copy: 1/25", "copy: 2/25"));
        let (line, code) = verified(&program, &key, &forged);
        assert!(code == Some(1) && line.starts_with("not valid"), "{line}");

        // The work goes on changing; what was sold does not.
        let rename = json!({"title": "Renamed since", "medium": "Something else"});
        artist.patch(&program, &format!("/artworks/{}", listed.artwork_id), rename).await.done();
        artist.upload(&program, &listed.artwork_id, plain([9, 8, 7])).await.ok(201);
        assert_eq!(program.get(&path, &[]).await.ok(200), held);
        program.check();
    });
}

#[test]
fn a_certificate_is_as_good_after_a_restart_and_gone_with_the_sale() {
    both(|engine| async move {
        let mut program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        let order = text(&guest.buy(&program, &listed.editions[0], 1).await["id"]);
        let visitor = ("x-visitor", guest.token.as_str());
        let documents = format!("/api/v1/orders/{order}/documents");
        let row = certificate_of(&program, &documents, visitor).await;
        let path = format!("/api/v1/certificates/{}", text(&row["id"]));
        let held = program.get(&path, &[]).await.ok(200);
        assert_eq!((&held["facts"]["edition"], &held["facts"]["copy"]), (&json!("unique"), &json!(null)));
        program.restart().await;
        assert_eq!(program.get(&path, &[]).await.ok(200), held);

        guest.call(&program, reqwest::Method::POST, &format!("/orders/{order}/cancel"), None).await.ok(200);
        let revoked = program.get(&path, &[]).await.ok(200);
        assert_eq!((&revoked["revoked"], &revoked["valid"]), (&json!(true), &json!(true)));
        assert_eq!(revoked["text"], held["text"]);
        let page = program.get(&format!("/certificates/{}", text(&row["id"])), &[("accept", "text/html")]).await;
        assert!(String::from_utf8_lossy(&page.bytes).contains("This certificate is revoked"));
        program.check();
    });
}

#[test]
fn an_open_edition_has_one_certificate_for_the_line() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(-1)])).await;
        let guest = Guest::arrive(&program).await;
        let order = text(&guest.buy(&program, &listed.editions[0], 3).await["id"]);
        let visitor = ("x-visitor", guest.token.as_str());
        let rows = certificates_of(&program, &format!("/api/v1/orders/{order}/documents"), visitor).await;
        assert_eq!(rows.len(), 1, "{rows:?}");
        let held = program.get(&format!("/api/v1/certificates/{}", text(&rows[0]["id"])), &[]).await.ok(200);
        let facts = &held["facts"];
        assert_eq!((&facts["edition"], &facts["copy"], &facts["quantity"]), (&json!("open"), &json!(null), &json!(3)));
    });
}
