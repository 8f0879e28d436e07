//! The house's tables as files: out, rehearsed, in again as one change, and what is wrong by its line.

use serde_json::{Value, json};

use crate::harness::{Account, Answer, Program, both, items};

/// A table that is sent back.
async fn import(program: &Program, who: &Account, table: &str, dry_run: bool, etag: &str, csv: &str) -> Answer {
    let form = reqwest::multipart::Form::new()
        .text("dry_run", dry_run.to_string())
        .part("csv", reqwest::multipart::Part::text(csv.to_owned()).file_name("table.csv"));
    let request = program.client().post(format!("{}/api/v1/admin/settings/{table}/import", program.url));
    let request = request.header("authorization", who.bearer()).header("if-match", etag);
    program.answer(request.multipart(form)).await
}

/// A table as it goes out.
async fn file(program: &Program, who: &Account, table: &str) -> String {
    let answer = who.get(program, &format!("/admin/settings/{table}.csv")).await;
    assert_eq!(answer.status, 200, "{table}");
    assert!(answer.header("content-type").starts_with("text/csv"), "{:?}", answer.headers);
    assert!(answer.header("content-disposition").contains(&format!("{table}.csv")));
    String::from_utf8(answer.bytes).expect("text")
}

fn counts(answer: &Value) -> [&Value; 4] {
    ["added", "changed", "removed", "reordered"].map(|name| &answer[name])
}

#[test]
fn what_goes_out_as_a_file_changes_nothing_when_it_comes_in_again() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let before = admin.get(&program, "/admin/settings").await;
        let etag = before.header("etag").to_owned();
        let before = before.ok(200);
        for table in ["tax", "shipping"] {
            let csv = file(&program, &admin, table).await;
            for dry_run in [true, false] {
                let answer = import(&program, &admin, table, dry_run, "*", &csv).await;
                assert_eq!(answer.header("etag"), etag, "nothing was written");
                let answer = answer.ok(200);
                assert_eq!(counts(&answer), [&json!(0), &json!(0), &json!(0), &json!(false)], "{answer}");
            }
        }
        assert_eq!(admin.get(&program, "/admin/settings").await.ok(200), before);
        assert_eq!(items(&admin.get(&program, "/admin/settings/history").await.ok(200)).len(), 0);
        program.check();
    });
}

#[test]
fn a_file_is_rehearsed_and_then_put_as_one_change_on_the_version_that_was_rehearsed() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let csv = file(&program, &admin, "tax").await;
        // The first rate is gone, the last one says something else, and one is new: as a spreadsheet would save it.
        let mut lines: Vec<&str> = csv.trim_end().lines().collect();
        let gone = lines.remove(1).to_owned();
        let last = lines.pop().expect("a rate").to_owned();
        let cells: Vec<&str> = last.split(',').collect();
        let other = format!("{},{},1.5,{}", cells[0], cells[1], cells[3]);
        lines.push(&other);
        lines.push("DE,standard,21,01.01.2090");
        let changed = lines.join("\n");

        let rehearsed = import(&program, &admin, "tax", true, "*", &changed).await;
        let etag = rehearsed.header("etag").to_owned();
        let rehearsed = rehearsed.ok(200);
        assert_eq!(counts(&rehearsed), [&json!(1), &json!(1), &json!(1), &json!(false)], "{rehearsed}");
        let of = |kind: &str| {
            let changes = rehearsed["changes"].as_array().expect("changes");
            changes.iter().find(|change| change["kind"] == kind).cloned().expect("a change")
        };
        let new = of("added");
        assert_eq!((&new["about"], &new["after"]), (&json!("DE, standard, 2090-01-01"), &json!("21 %")), "{new}");
        assert_eq!((&new["before"], &of("changed")["after"]), (&Value::Null, &json!("1.5 %")));
        assert!(
            of("removed")["about"]
                .as_str()
                .is_some_and(|about| gone.starts_with(about.split(',').next().unwrap_or("?")))
        );
        assert_eq!(file(&program, &admin, "tax").await, csv, "nothing was written");

        // Somebody changes something else meanwhile: what was rehearsed is not what would be put.
        let put = json!({"site_name": "Deich"});
        admin.call(&program, reqwest::Method::PUT, "/admin/settings", Some(put)).await.ok(200);
        import(&program, &admin, "tax", false, &etag, &changed).await.problem(412, "precondition-failed");
        let etag = import(&program, &admin, "tax", true, "*", &changed).await.header("etag").to_owned();
        let done = import(&program, &admin, "tax", false, &etag, &changed).await;
        assert_ne!(done.header("etag"), etag);
        assert_eq!(done.ok(200)["dry_run"], false);
        let written = file(&program, &admin, "tax").await;
        assert!(written.contains("DE,standard,21,2090-01-01") && !written.contains(&gone), "{written}");
        let history = admin.get(&program, "/admin/settings/history?key=tax").await.ok(200);
        assert_eq!(items(&history).len(), 1, "one change: {history}");
        let log = admin.get(&program, "/admin/audit?action=settings.put").await.ok(200);
        assert_eq!(items(&log).len(), 2, "{log}");

        // The shipping table: what is not in the file stays.
        let csv = file(&program, &admin, "shipping").await;
        let body = json!({"shipping": {"volumetric_divisor": 4_000, "methods":
            admin.get(&program, "/admin/settings").await.ok(200)["shipping"]["methods"]}});
        admin.call(&program, reqwest::Method::PUT, "/admin/settings", Some(body)).await.ok(200);
        let mut lines: Vec<&str> = csv.trim_end().lines().collect();
        lines.pop();
        let done = import(&program, &admin, "shipping", false, "*", &lines.join("\n")).await.ok(200);
        assert_eq!(counts(&done), [&json!(0), &json!(0), &json!(1), &json!(false)], "{done}");
        let shown = admin.get(&program, "/admin/settings").await.ok(200);
        assert_eq!(shown["shipping"]["volumetric_divisor"], 4_000);
        program.check();
    });
}

#[test]
fn every_mistake_of_a_file_is_named_by_its_line_and_nothing_is_written() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let csv = "country;regime;rate;valid_from\nDE;standard;19;2021-01-01\nXX;standard;19;2021-01-01\nFR;standard;much;soon\n";
        let pointers = ["/lines/3/country", "/lines/4/rate", "/lines/4/valid_from"];
        for dry_run in [true, false] {
            import(&program, &admin, "tax", dry_run, "*", csv).await.invalid(&pointers);
        }
        let head = "method,name,zone,weight_kg_max,longest_side_cm_max,prices,days_min,days_max\n";
        let rows = "standard,Standard,home,5,60,EUR 9,2,4\nstandard,Other,moon,5,60,nine,2,4\n";
        let told = import(&program, &admin, "shipping", true, "*", &format!("{head}{rows}")).await;
        told.invalid(&["/lines/3/name", "/lines/3/prices"]);
        for (table, csv) in
            [("tax", "country,rate\nDE,19\n"), ("tax", "country,regime,rate,valid_from\n"), ("shipping", "x")]
        {
            import(&program, &admin, table, true, "*", csv).await.invalid(&["/csv"]);
        }
        let history = admin.get(&program, "/admin/settings/history").await.ok(200);
        assert_eq!(items(&history).len(), 0, "{history}");
        let artist = Account::artist(&program).await;
        import(&program, &artist, "tax", true, "*", csv).await.problem(403, "forbidden");
        artist.get(&program, "/admin/settings/tax.csv").await.problem(403, "forbidden");
        program.check();
    });
}

#[test]
fn the_page_rehearses_a_file_and_carries_it_out() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let bearer = admin.bearer();
        let headers = [("authorization", bearer.as_str()), ("accept", "text/html")];
        let page = async |path: &str| {
            let answer = program.get(path, &headers).await;
            assert_eq!(answer.status, 200, "{path}");
            String::from_utf8(answer.bytes).expect("text")
        };
        let settings = page("/console/settings").await;
        assert!(settings.contains("action=\"/console/settings/tax/table\"") && settings.contains(".csv,text/csv"));
        assert!(page("/console/settings/tax/table").await.contains("country, regime, rate, valid_from"));
        assert!(page("/console/settings/shipping.csv").await.contains("method,name,zone"));
        assert_eq!(program.get("/console/settings/moon/table", &headers).await.status, 404);
        assert_eq!(program.get("/console/settings/moon.csv", &headers).await.status, 404);

        let send = async |form: reqwest::multipart::Form| {
            let request = program.request(reqwest::Method::POST, "/console/settings/tax/table", &headers);
            program.answer(request.multipart(form)).await
        };
        let chosen = |csv: &str| {
            let part = reqwest::multipart::Part::text(csv.to_owned()).file_name("tax.csv");
            reqwest::multipart::Form::new().text("dry_run", "true").part("csv", part)
        };
        let head = "country,regime,rate,valid_from";
        let wrong = send(chosen(&format!("{head}\nDE,standard,much,2021-01-01\n"))).await;
        assert_eq!(wrong.status, 422);
        let wrong = String::from_utf8(wrong.bytes).expect("text");
        assert!(wrong.contains("Line 2: rate must be a number."), "{wrong}");
        let table = format!("{}DE,standard,21,2090-01-01\n", file(&program, &admin, "tax").await);
        let shown = send(chosen(&table)).await;
        assert_eq!(shown.status, 200);
        let shown = String::from_utf8(shown.bytes).expect("text");
        assert!(shown.contains("DE, standard, 2090-01-01") && shown.contains("21 %"), "{shown}");
        let version = shown.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let version = version.expect("a version").to_owned();
        let carried = || reqwest::multipart::Form::new().text("table", table.clone()).text("version", version.clone());
        assert_eq!(send(carried()).await.header("location"), "/console/settings?notice=settings-saved");
        assert!(file(&program, &admin, "tax").await.contains("2090-01-01"));
        // Sent again it is what there is: it was made from a version that is no more.
        assert_eq!(send(carried()).await.header("location"), "/console/settings/tax/table?notice=settings-changed");
        let again = send(chosen(&file(&program, &admin, "tax").await)).await;
        assert!(String::from_utf8(again.bytes).expect("text").contains("This table changes nothing."));
        program.check();
    });
}
