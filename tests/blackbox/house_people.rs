//! Those who run the house: who is given which role, signed out, let in again; and the log of it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, both, edition, items, text};

const UNKNOWN: &str = "01890000-0000-7000-8000-000000000000";

async fn put_roles(program: &Program, by: &Account, id: &str, roles: Value) -> crate::harness::Answer {
    by.call(program, Method::PUT, &format!("/admin/users/{id}/roles"), Some(json!({"roles": roles}))).await
}

#[test]
fn roles_are_given_and_taken_and_an_admin_always_stays() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let person = Account::customer(&program).await;
        let (id, own) = (text(&person.user["id"]), text(&admin.user["id"]));
        let given = put_roles(&program, &admin, &id, json!(["moderator", "moderator"])).await.ok(200);
        assert_eq!(given["roles"], json!(["customer", "moderator"]), "{given}");
        // Who only gains one stays signed in, and has it with the next token.
        person.get(&program, "/admin/artworks").await.problem(403, "forbidden");
        let moderator = Account::sign_in(&program, &person.email).await;
        moderator.get(&program, "/admin/artworks").await.ok(200);
        moderator.get(&program, "/admin/users").await.problem(403, "forbidden");
        put_roles(&program, &moderator, &id, json!(["admin"])).await.problem(403, "forbidden");
        // Who loses one is signed out everywhere.
        put_roles(&program, &admin, &id, json!(["fulfilment"])).await.ok(200);
        moderator.get(&program, "/me").await.problem(401, "unauthenticated");

        put_roles(&program, &admin, &own, json!(["artist"])).await.problem(409, "conflict");
        put_roles(&program, &admin, &own, json!(["admin", "artist"])).await.ok(200);
        put_roles(&program, &admin, &id, json!(["admin"])).await.ok(200);
        let second = Account::sign_in(&program, &person.email).await;
        put_roles(&program, &second, &own, json!([])).await.ok(200);
        admin.get(&program, "/admin/users").await.problem(401, "unauthenticated");
        put_roles(&program, &second, &id, json!([])).await.problem(409, "conflict");

        put_roles(&program, &second, UNKNOWN, json!(["artist"])).await.problem(404, "not-found");
        put_roles(&program, &second, &own, json!(["king"])).await.invalid(&["/roles/0"]);
        put_roles(&program, &second, &own, json!("admin")).await.invalid(&["/roles"]);
        let log = second.get(&program, "/admin/audit?action=user.roles").await.ok(200);
        assert_eq!(items(&log).len(), 6, "the first by the command line: {log}");
        assert_eq!(items(&log)[4]["before"], json!(["customer"]));
        program.check();
    });
}

#[test]
fn who_is_signed_out_by_staff_is_out_on_every_device() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let first = Account::customer(&program).await;
        let second = Account::sign_in(&program, &first.email).await;
        let id = text(&first.user["id"]);
        let found = admin.get(&program, &format!("/admin/users?q={id}")).await.ok(200);
        assert!(found["items"][0]["last_seen_at"].is_string(), "{found}");
        admin.act(&program, &format!("/admin/users/{id}/sign-out")).await.ok(200);
        for device in [&first, &second] {
            device.get(&program, "/me").await.problem(401, "unauthenticated");
        }
        admin.act(&program, &format!("/admin/users/{id}/sign-out")).await.ok(200);
        Account::sign_in(&program, &first.email).await;
        admin.act(&program, &format!("/admin/users/{UNKNOWN}/sign-out")).await.problem(404, "not-found");

        admin.post(&program, &format!("/admin/users/{id}/suspend"), json!({"reason": "Stolen card"})).await.ok(200);
        let shown = admin.post(&program, &format!("/admin/users/{id}/restore"), json!({"reason": "A mistake"})).await;
        assert_eq!(shown.ok(200)["suspended"], false);
        admin.act(&program, &format!("/admin/users/{id}/restore")).await.ok(200);
        Account::sign_in(&program, &first.email).await;
        admin.act(&program, &format!("/admin/users/{UNKNOWN}/restore")).await.problem(404, "not-found");
        let log = admin.get(&program, &format!("/admin/audit?subject={id}")).await.ok(200);
        let told: Vec<&Value> = items(&log).iter().map(|line| &line["action"]).collect();
        assert_eq!(told, ["user.suspend", "user.suspend", "user.sign_out"], "{log}");
        assert_eq!(items(&log)[0]["after"], json!({"suspended": false, "reason": "A mistake"}));
        program.check();
    });
}

#[test]
fn the_log_is_sieved_and_taken_along() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let path = format!("/admin/editions/{}/adjust", listed.editions[0]);
        admin.post(&program, &path, json!({"delta": -1, "reason": "=cmd|' /C calc'!A0"})).await.ok(200);
        admin.act(&program, "/admin/sales/pause").await.ok(200);
        admin.act(&program, "/admin/sales/resume").await.ok(200);

        let count =
            async |query: &str| items(&admin.get(&program, &format!("/admin/audit?{query}")).await.ok(200)).len();
        assert_eq!(count("action=settings.put").await, 2);
        assert_eq!(count(&format!("subject={}", listed.editions[0])).await, 1);
        assert_eq!(count(&format!("by={}&action=edition.withdraw", admin.email)).await, 1);
        assert_eq!(count(&format!("by={}", text(&artist.user["id"]))).await, 1, "the artist's own submission");
        assert_eq!(count("by=nobody@example.test").await, 0);
        assert_eq!(count("until=2000-01-01").await, 0);
        assert_eq!(count("from=2000-01-01&action=settings.put&limit=1").await, 1);
        for (query, pointer) in
            [("from=yesterday", "/from"), ("subject=7", "/subject"), ("by=Otto", "/by"), ("colour=red", "/colour")]
        {
            admin.get(&program, &format!("/admin/audit?{query}")).await.invalid(&[pointer]);
        }

        let file = admin.get(&program, "/admin/audit.csv?action=edition.withdraw").await;
        assert!(file.header("content-type").starts_with("text/csv"), "{:?}", file.headers);
        assert!(file.header("content-disposition").contains("audit.csv"));
        let file = String::from_utf8(file.bytes).expect("text");
        let lines: Vec<&str> = file.trim_end().split("\r\n").collect();
        assert_eq!(lines.len(), 2, "{file}");
        assert!(lines[0].starts_with("at,by,by_name,action") && lines[1].contains("edition.withdraw"), "{file}");
        artist.get(&program, "/admin/audit.csv").await.problem(403, "forbidden");
        Guest::arrive(&program).await.get(&program, "/admin/audit.csv").await.problem(401, "unauthenticated");
        program.check();
    });
}

#[test]
fn the_pages_of_the_house_do_what_the_calls_do() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let person = Account::customer(&program).await;
        let id = text(&person.user["id"]);
        let bearer = admin.bearer();
        let page = async |path: &str| {
            let headers = [("authorization", bearer.as_str()), ("accept", "text/html")];
            let answer = program.get(path, &headers).await;
            assert_eq!(answer.status, 200, "{path}");
            String::from_utf8(answer.bytes).expect("text")
        };
        assert!(page(&format!("/console/people?q={}", person.email)).await.contains(&id));
        let own = page(&format!("/console/people/{id}")).await;
        assert!(own.contains("Sign out everywhere") && own.contains(&person.email));
        let form = async |path: &str, fields: &[(&str, &str)]| {
            let answer = program.submit(path, &[("authorization", &bearer)], fields).await;
            assert_eq!(answer.status, 303, "{path}");
            answer.header("location").to_owned()
        };
        let to = form(&format!("/console/people/{id}/roles"), &[("role", "moderator"), ("role", "artist")]).await;
        assert_eq!(to, format!("/console/people/{id}?notice=roles-given"));
        let to = form(&format!("/console/people/{id}/suspend"), &[("suspended", "true")]).await;
        assert!(to.ends_with("notice=not-acceptable"), "a reason is needed: {to}");
        let to = form(&format!("/console/people/{id}/suspend"), &[("suspended", "true"), ("reason", "Why")]).await;
        assert!(to.ends_with("notice=shut-out"), "{to}");
        let to = form(&format!("/console/people/{}/roles", text(&admin.user["id"])), &[("role", "artist")]).await;
        assert!(to.ends_with("notice=not-oneself"), "{to}");
        let log = page(&format!("/console/audit?subject={id}")).await;
        assert!(log.contains("Gave roles") && log.contains("Shut out or let in") && log.contains("moderator"), "{log}");
        assert!(log.contains("<dt>Roles</dt>") && !log.contains("<dt></dt>"), "every change says what of: {log}");
        let wrong = program.get("/console/audit?from=x", &[("authorization", &bearer), ("accept", "text/html")]).await;
        assert_eq!(wrong.status, 422);
        assert!(String::from_utf8(wrong.bytes).expect("text").contains("must be a day"));
        let customer = Account::customer(&program).await;
        let headers = [("authorization", customer.bearer()), ("accept", "text/html".to_owned())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for path in ["/console/people", "/console/audit", "/console/review"] {
            assert_eq!(program.get(path, &headers).await.status, 403, "{path}");
        }
        program.check();
    });
}
