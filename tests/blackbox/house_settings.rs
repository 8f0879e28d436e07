//! The house as its staff make it: name, colours, logo, hold times, commission, legal pages; and what it was before.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Answer, Engine, Guest, Program, both, edition, items, png, text};

async fn put(program: &Program, admin: &Account, body: Value) -> Answer {
    admin.call(program, Method::PUT, "/admin/settings", Some(body)).await
}

async fn page(program: &Program, path: &str) -> String {
    let answer = program.get(path, &[("accept", "text/html")]).await;
    assert_eq!(answer.status, 200, "{path}");
    String::from_utf8(answer.bytes).expect("text")
}

#[test]
fn what_staff_change_shows_on_every_page_at_once() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        program.get("/legal/terms", &[]).await.problem(404, "not-found");
        let body = json!({
            "site_name": "Galerie am Deich",
            "accent": {"light": "#2456A6", "dark": "#9ec1ff"},
            "legal": {"terms": "# Scope\nWe **sell** works, see [returns](/legal/returns).\n\n- one\n- <script>alert(1)</script>"},
        });
        let shown = put(&program, &admin, body).await.ok(200);
        assert_eq!((&shown["site_name"], &shown["accent"]["light"]), (&json!("Galerie am Deich"), &json!("#2456a6")));
        let front = page(&program, "/").await;
        assert!(front.contains("Galerie am Deich") && front.contains("href=\"/house.css\""), "{front}");
        assert!(front.contains("href=\"/legal/terms\"") && !front.contains("href=\"/legal/imprint\""));
        assert!(page(&program, "/house.css").await.contains("--accent: #9ec1ff"));
        let terms = page(&program, "/legal/terms").await;
        assert!(terms.contains("<h2>Scope</h2>") && terms.contains("<strong>sell</strong>"), "{terms}");
        assert!(terms.contains("&#60;script&#62;") && !terms.contains("<script>alert"), "{terms}");
        let config = program.get("/api/v1/config", &[]).await.ok(200);
        assert_eq!(config["name"], "Galerie am Deich");
        // Errors wear the house's name as well.
        let missing = program.get("/nowhere", &[("accept", "text/html")]).await;
        assert!(String::from_utf8(missing.bytes).expect("text").contains("Galerie am Deich"));

        put(&program, &admin, json!({"site_name": null, "accent": null, "legal": {"terms": null}})).await.ok(200);
        let front = page(&program, "/").await;
        assert!(!front.contains("Galerie am Deich") && !front.contains("/house.css") && !front.contains("/legal/"));
        program.check();
    });
}

#[test]
fn a_house_that_makes_no_sense_is_refused_in_words() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let told = put(&program, &admin, json!({"accent": {"light": "#ffff00", "dark": "#000080"}})).await;
        let told = told.invalid(&["/accent/light", "/accent/dark"]);
        assert!(told.to_string().contains("cannot be read on the light paper"), "{told}");
        for (body, pointer) in [
            (json!({"accent": {"light": "red", "dark": "#9ec1ff"}}), "/accent/light"),
            (json!({"accent": {"light": "#2456a6"}}), "/accent/dark"),
            (json!({"site_name": ""}), "/site_name"),
            (json!({"site_name": "x".repeat(61)}), "/site_name"),
            (json!({"commission_percent": 101}), "/commission_percent"),
            (json!({"commission_percent": 1.234}), "/commission_percent"),
            (json!({"holds": {"ttl_s": 10, "extension_s": 60}}), "/holds/ttl_s"),
            (json!({"holds": {"ttl_s": 600, "extension_s": 90_000}}), "/holds/extension_s"),
            (json!({"withdrawal_days": 13}), "/withdrawal_days"),
            (json!({"withdrawal_days": 366}), "/withdrawal_days"),
            (json!({"legal": {"cookies": "x"}}), "/legal/cookies"),
            (json!({"legal": {"terms": "x".repeat(50_001)}}), "/legal/terms"),
        ] {
            put(&program, &admin, body).await.invalid(&[pointer]);
        }
        let history = admin.get(&program, "/admin/settings/history").await.ok(200);
        assert!(items(&history).iter().all(|change| change["key"] != "accent"), "{history}");
        program.check();
    });
}

#[test]
fn holds_last_as_long_as_staff_say_and_new_sellers_pay_what_they_say() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        put(&program, &admin, json!({"holds": {"ttl_s": 3_600, "extension_s": 60}, "commission_percent": 12.5}))
            .await
            .ok(200);
        let cart = Guest::arrive(&program).await.add(&program, &listed.editions[0], 1).await.ok(200);
        let time =
            |value: &Value| chrono::DateTime::parse_from_rfc3339(value.as_str().expect("a time")).expect("a time");
        let left = time(&cart["lines"][0]["held_until"]) - time(&cart["server_time"]);
        assert!((3_500..=3_600).contains(&left.num_seconds()), "{left}");
        let config = program.get("/api/v1/config", &[]).await.ok(200);
        assert_eq!((&config["holds"]["ttl_s"], &config["hold_minutes"]), (&json!(3_600), &json!(60)));
        let newcomer = Account::artist(&program).await;
        if engine == Engine::Postgres {
            let commission = |account: &Account| {
                let email = &account.email;
                program.ask(&format!("SELECT commission_basis_points FROM sellers WHERE email = '{email}'"))
            };
            assert_eq!(commission(&newcomer), "1250");
            assert_eq!(commission(&artist), "1500", "those who are here keep theirs");
        }
        program.check();
    });
}

#[test]
fn every_change_is_kept_and_can_be_taken_back() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let before = admin.get(&program, "/admin/settings").await.ok(200);
        let mut tax = before["tax"].clone();
        tax["rates"].as_array_mut().expect("rates").pop();
        put(&program, &admin, json!({"tax": tax})).await.ok(200);
        for name in ["One", "Two"] {
            put(&program, &admin, json!({"site_name": name})).await.ok(200);
        }
        let history = admin.get(&program, "/admin/settings/history?key=site_name").await.ok(200);
        let told: Vec<_> = items(&history).iter().map(|change| (&change["before"], &change["after"])).collect();
        assert_eq!(told, [(&json!("One"), &json!("Two")), (&Value::Null, &json!("One"))], "{history}");
        assert_eq!(items(&history)[0]["by"], admin.user["id"]);
        let restore = |seq: &Value| format!("/admin/settings/history/{seq}/restore");
        let shown = admin.act(&program, &restore(&items(&history)[0]["seq"])).await.ok(200);
        assert_eq!(shown["site_name"], "One");
        let shown = admin.act(&program, &restore(&items(&history)[1]["seq"])).await.ok(200);
        assert_eq!(shown["site_name"], Value::Null);
        // What nobody had put before is as configured again.
        let taxes = admin.get(&program, "/admin/settings/history?key=tax").await.ok(200);
        let shown = admin.act(&program, &restore(&items(&taxes)[0]["seq"])).await.ok(200);
        assert_eq!(shown["tax"], before["tax"]);
        admin.act(&program, "/admin/settings/history/9999/restore").await.problem(404, "not-found");
        admin.act(&program, "/admin/settings/history/x/restore").await.problem(404, "not-found");
        let stale = [("authorization", admin.bearer()), ("if-match", "\"1\"".to_owned())];
        let stale: Vec<(&str, &str)> = stale.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let path = format!("/api/v1{}", restore(&items(&history)[0]["seq"]));
        program.send(Method::POST, &path, &stale, None).await.problem(412, "precondition-failed");
        admin.get(&program, "/admin/settings/history?cursor=x").await.invalid(&["/cursor"]);
        program.check();
    });
}

#[test]
fn a_logo_stands_in_place_of_the_name() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let send = async |bytes: Vec<u8>| {
            let part = reqwest::multipart::Part::bytes(bytes).file_name("logo.png");
            let form = reqwest::multipart::Form::new().part("file", part);
            let bearer = admin.bearer();
            let request = program.request(Method::PUT, "/api/v1/admin/settings/logo", &[("authorization", &bearer)]);
            program.answer(request.multipart(form)).await
        };
        let logo = send(png(640, 160, 30)).await.ok(200);
        assert!(page(&program, "/").await.contains(&text(&logo["url"])), "{logo}");
        assert_eq!(program.get(&text(&logo["url"]), &[]).await.status, 200);
        send(b"no picture".to_vec()).await.problem(415, "unsupported-media-type");
        admin.delete(&program, "/admin/settings/logo").await.done();
        assert!(!page(&program, "/").await.contains(&text(&logo["url"])));
        program.check();
    });
}

#[test]
fn two_keepers_do_not_overwrite_each_other_by_forms() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let bearer = admin.bearer();
        let headers = [("authorization", bearer.as_str()), ("accept", "text/html")];
        let shown = String::from_utf8(program.get("/console/settings", &headers).await.bytes).expect("text");
        let version = shown.split("name=\"version\" value=\"").nth(1).expect("a version");
        let version = version.split('"').next().expect("a version").to_owned();
        let form = async |part: &str, fields: &[(&str, &str)]| {
            program.submit(&format!("/console/settings/{part}"), &headers, fields).await
        };
        let saved = form("house", &[("version", &version), ("site_name", "Deich")]).await;
        assert_eq!(saved.header("location"), "/console/settings?notice=settings-saved");
        let late = form("sales", &[("version", &version), ("commission", "20")]).await;
        assert_eq!(late.header("location"), "/console/settings?notice=settings-changed");
        let wrong = form("tax", &[("tax", "DE; standard; 19; 2021-01-01\nXX; standard; 19; 2021-01-01")]).await;
        assert_eq!(wrong.status, 422);
        let wrong = String::from_utf8(wrong.bytes).expect("text");
        assert!(wrong.contains("Line 2: country") && wrong.contains("XX; standard"), "{wrong}");
        let wrong = form("shipping", &[("shipping", "nonsense"), ("volumetric_divisor", "5000")]).await;
        assert!(String::from_utf8(wrong.bytes).expect("text").contains("seven entries"));
        assert_eq!(form("colours", &[]).await.status, 404);
        // What the page shows can be sent back.
        for (part, field) in [("tax", "tax"), ("shipping", "shipping")] {
            let area = shown.split(&format!("name=\"{field}\" rows=\"10\"")).nth(1).expect("a table");
            let area = area.split_once('>').expect("a table").1.split("</textarea>").next().expect("a table");
            let answer = form(part, &[(field, area), ("volumetric_divisor", "5000")]).await;
            assert_eq!(answer.header("location"), "/console/settings?notice=settings-saved", "{area}");
        }
        program.check();
    });
}
