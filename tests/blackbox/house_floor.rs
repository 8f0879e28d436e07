//! The rest of the house: finding anything, how the node is, who is connected, collections and reports.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, Socket, both, edition, items, png, text, work_with};

const UNKNOWN: &str = "01890000-0000-7000-8000-000000000000";

fn urls(found: &Value, kind: &str) -> Vec<String> {
    let groups = found["groups"].as_array().expect("groups");
    let group = groups.iter().find(|group| group["kind"] == kind);
    group.map(|group| items(group).iter().map(|one| text(&one["url"])).collect()).unwrap_or_default()
}

#[test]
fn anything_is_found_by_its_beginning_and_only_what_one_may_see() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let work = work_with(&json!({"title": "Quiet harbour"}), json!([edition(5)]));
        let listed = artist.publish(&program, work, png(400, 300, 9)).await;
        let draft = artist.post(&program, "/artworks", json!({"title": "Quiet draft"})).await.ok(201);
        let order = Guest::arrive(&program).await.buy(&program, &listed.editions[0], 1).await;
        let find = async |who: &Account, words: &str| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish();
            who.get(&program, &format!("/admin/find?{query}")).await.ok(200)
        };
        let number = text(&order["number"]);
        let own = format!("/console/orders/{}", text(&order["id"]));
        assert_eq!(urls(&find(&admin, &number.to_lowercase()).await, "orders").first(), Some(&own));
        assert_eq!(urls(&find(&admin, "ZOE@example.test").await, "orders"), [own]);
        let works = urls(&find(&admin, "quiet").await, "works");
        assert!(works.contains(&format!("/artworks/{}", listed.slug)), "{works:?}");
        assert!(works.contains(&format!("/artworks/{}", text(&draft["slug"]))), "{works:?}");
        assert_eq!(urls(&find(&admin, &listed.editions[0]).await, "works"), [format!("/artworks/{}", listed.slug)]);
        let person = format!("/console/people/{}", text(&artist.user["id"]));
        assert!(urls(&find(&admin, &artist.email[..7]).await, "people").contains(&person));
        assert!(!urls(&find(&admin, "ines").await, "sellers").is_empty());
        assert_eq!(urls(&find(&admin, "sett").await, "rooms"), ["/console/settings"]);
        assert!(urls(&find(&admin, "").await, "rooms").len() > 8);
        assert!(find(&admin, "%_").await["groups"].as_array().expect("groups").is_empty());

        let customer = Account::customer(&program).await;
        let roles = format!("/admin/users/{}/roles", text(&customer.user["id"]));
        admin.call(&program, Method::PUT, &roles, Some(json!({"roles": ["moderator"]}))).await.ok(200);
        let moderator = Account::sign_in(&program, &customer.email).await;
        let seen = find(&moderator, "zoe@example.test").await;
        assert!(urls(&seen, "orders").is_empty() && urls(&seen, "people").is_empty(), "{seen}");
        assert!(!urls(&find(&moderator, "").await, "rooms").contains(&"/console/people".to_owned()));
        artist.get(&program, "/admin/find?q=a").await.problem(403, "forbidden");
        let headers = [("authorization", admin.bearer()), ("accept", "text/html".to_owned())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = program.get("/console/find?q=quiet", &headers).await;
        assert!(String::from_utf8(page.bytes).expect("text").contains("Quiet harbour"));
        program.check();
    });
}

#[test]
fn the_node_tells_how_it_is() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let mut health = Value::Null;
        for _ in 0..120 {
            health = admin.get(&program, "/admin/health").await.ok(200);
            let values = |name: &str| {
                let series = health["series"].as_array().expect("series").iter().find(|one| one["name"] == name);
                series.and_then(|one| one["values"].as_array().cloned()).unwrap_or_default()
            };
            let last = |name: &str| values(name).last().and_then(Value::as_f64).unwrap_or(0.0);
            // A line needs two points.
            if values("requests").len() >= 2 && last("requests") > 0.0 && last("holds") >= 1.0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        }
        let named: Vec<&str> =
            health["series"].as_array().expect("series").iter().filter_map(|one| one["name"].as_str()).collect();
        assert_eq!(named, ["requests", "orders", "waiting", "batch", "lag", "sockets", "holds", "jobs"]);
        let holds = &health["series"][6]["values"];
        assert!(holds.as_array().is_some_and(|values| values.iter().any(|value| value == 1.0)), "{holds}");
        assert!(health["needs"].as_array().expect("needs").iter().all(|need| need["is_well"] == true), "{health}");
        artist.get(&program, "/admin/health").await.problem(403, "forbidden");
        let headers = [("authorization", admin.bearer()), ("accept", "text/html".to_owned())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = String::from_utf8(program.get("/console/health", &headers).await.bytes).expect("text");
        assert!(page.contains("The database answers.") && page.contains("<polyline"), "{page}");

        let _socket = Socket::open_as(&program, &admin.token).await;
        for _ in 0..40 {
            let page = program.get("/console/presence", &headers).await;
            if String::from_utf8(page.bytes).expect("text").contains(">admin</th>") {
                program.check();
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        }
        panic!("the admin's connection is never shown");
    });
}

#[test]
fn a_collection_is_made_seen_changed_and_taken_away() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let mut ids = Vec::new();
        for (title, seed) in [("One", 3), ("Two", 77)] {
            let work = work_with(&json!({"title": title}), json!([edition(0)]));
            ids.push(artist.publish(&program, work, png(400, 300, seed)).await.artwork_id);
        }
        let body =
            json!({"title": "Blue hours", "words": "Evenings.", "artwork_ids": [ids[1], ids[0]], "published": false});
        let made = admin.post(&program, "/admin/collections", body.clone()).await;
        let etag = made.header("etag").to_owned();
        let made = made.ok(201);
        assert_eq!((&made["slug"], &made["artwork_ids"][0]), (&json!("blue-hours"), &json!(ids[1])));
        let id = text(&made["id"]);
        program.get("/api/v1/collections/blue-hours", &[]).await.problem(404, "not-found");
        assert!(items(&program.get("/api/v1/collections", &[]).await.ok(200)).is_empty());
        assert_eq!(items(&admin.get(&program, "/admin/collections").await.ok(200)).len(), 1);

        let put = async |etag: &str, body: Value| {
            let bearer = admin.bearer();
            let headers = [("authorization", bearer.as_str()), ("if-match", etag)];
            program.send(Method::PUT, &format!("/api/v1/admin/collections/{id}"), &headers, Some(body)).await
        };
        let mut published = body.clone();
        published["published"] = json!(true);
        put(&etag, published.clone()).await.ok(200);
        put(&etag, published.clone()).await.problem(412, "precondition-failed");
        let shown = program.get("/api/v1/collections/blue-hours", &[]).await.ok(200);
        let titles: Vec<&Value> =
            shown["artworks"].as_array().expect("works").iter().map(|work| &work["title"]).collect();
        assert_eq!(titles, ["Two", "One"]);
        let page = async |path: &str| {
            let answer = program.get(path, &[("accept", "text/html")]).await;
            (answer.status, String::from_utf8(answer.bytes).expect("text"))
        };
        let (status, own) = page("/collections/blue-hours").await;
        assert!(status == 200 && own.contains("Blue hours") && own.contains("Evenings."), "{own}");
        assert!(page("/").await.1.contains("/collections/blue-hours"));
        assert!(page("/sitemap.xml").await.1.contains("/collections/blue-hours"));
        // A work that is taken down is left out.
        artist.delete(&program, &format!("/artworks/{}", ids[1])).await.done();
        let shown = program.get(&format!("/api/v1/collections/{id}"), &[]).await.ok(200);
        assert_eq!(shown["artwork_ids"], json!([ids[0]]));

        let refused = |changes: Value| {
            let mut body = body.clone();
            for (name, value) in changes.as_object().expect("fields") {
                body[name] = value.clone();
            }
            body
        };
        for (changes, pointer) in [
            (json!({"title": ""}), "/title"),
            (json!({"artwork_ids": [ids[0], ids[0]]}), "/artwork_ids/1"),
            (json!({"artwork_ids": [ids[0], UNKNOWN]}), "/artwork_ids/1"),
            (json!({"artwork_ids": [], "published": true}), "/artwork_ids"),
            (json!({"colour": "blue"}), "/colour"),
        ] {
            admin.post(&program, "/admin/collections", refused(changes)).await.invalid(&[pointer]);
        }
        artist.post(&program, "/admin/collections", body.clone()).await.problem(403, "forbidden");
        admin.delete(&program, &format!("/admin/collections/{id}")).await.done();
        admin.delete(&program, &format!("/admin/collections/{id}")).await.problem(404, "not-found");
        assert_eq!(page("/collections/blue-hours").await.0, 404);
        let log = admin.get(&program, "/admin/audit?limit=100").await.ok(200);
        assert_eq!(items(&log).iter().filter(|line| text(&line["action"]).starts_with("collection.")).count(), 3);
        program.check();
    });
}

#[test]
fn a_work_is_reported_once_and_staff_decide() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(5)])).await;
        let path = format!("/artworks/{}/report", listed.artwork_id);
        let guest = Guest::arrive(&program).await;
        let report = json!({"reason": "copied", "text": "I painted it."});
        let send = async |body: Value| guest.call(&program, Method::POST, &path, Some(body)).await;
        let first = send(report.clone()).await.ok(201);
        assert_eq!(send(json!({"reason": "offensive"})).await.ok(201), first, "the first one stands");
        let customer = Account::customer(&program).await;
        customer.post(&program, &path, json!({"reason": "other", "text": "The frame is cracked."})).await.ok(201);
        program.post(&format!("/api/v1{path}"), &[], report.clone()).await.problem(401, "unauthenticated");
        send(json!({"reason": "boring"})).await.invalid(&["/reason"]);
        send(json!({"reason": "other", "text": " "})).await.invalid(&["/text"]);
        send(json!({"reason": "copied", "colour": 1})).await.invalid(&["/colour"]);
        let unknown = format!("/artworks/{UNKNOWN}/report");
        guest.call(&program, Method::POST, &unknown, Some(report)).await.problem(404, "not-found");

        let open = admin.get(&program, "/admin/reports").await.ok(200);
        assert_eq!((items(&open).len(), &open["total"]), (2, &json!(2)), "{open}");
        assert_eq!(items(&open)[1]["by"], json!(guest.id));
        let decide = |id: &Value, deed: &str| format!("/admin/reports/{}/{deed}", text(id));
        let note = json!({"note": "The artist has shown sketches."});
        let done = admin.post(&program, &decide(&first["id"], "dismiss"), note).await.ok(200);
        assert_eq!((&done["status"], &done["decided_by"]), (&json!("dismissed"), &admin.user["id"]));
        admin.act(&program, &decide(&first["id"], "resolve")).await.problem(409, "invalid-transition");
        admin.act(&program, &decide(&items(&open)[0]["id"], "resolve")).await.ok(200);
        assert!(items(&admin.get(&program, "/admin/reports").await.ok(200)).is_empty());
        assert_eq!(items(&admin.get(&program, "/admin/reports?status=resolved").await.ok(200)).len(), 1);
        admin.get(&program, "/admin/reports?status=lost").await.invalid(&["/status"]);
        admin.act(&program, &format!("/admin/reports/{UNKNOWN}/resolve")).await.problem(404, "not-found");
        artist.get(&program, "/admin/reports").await.problem(403, "forbidden");
        let log = admin.get(&program, "/admin/audit?action=report.decide").await.ok(200);
        assert_eq!(items(&log).len(), 2);

        // The form of the page does the same.
        let fresh = artist
            .publish(&program, work_with(&json!({"title": "Dunes"}), json!([edition(0)])), png(300, 300, 7))
            .await;
        let form = format!("/artworks/{}/report", fresh.artwork_id);
        let headers = [("authorization", customer.bearer())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sent = program.submit(&form, &headers, &[("reason", "misleading")]).await;
        assert_eq!(sent.header("location"), format!("/artworks/{}?notice=reported", fresh.slug));
        let sent = program.submit(&form, &headers, &[("reason", "")]).await;
        assert!(sent.header("location").contains("notice=report-words"), "{}", sent.header("location"));
        program.check();
    });
}
