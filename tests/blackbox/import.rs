//! Works from a table: a line a work or an error, nothing half there.

use std::fmt::Write as _;
use std::time::Instant;

use serde_json::json;

use crate::harness::{Account, Answer, Program, both, items, png, text};

/// Sends an import: fields, the table, pictures by name.
async fn import(
    program: &Program,
    who: &Account,
    fields: &[(&str, &str)],
    table: &str,
    pictures: &[(&str, Vec<u8>)],
) -> Answer {
    let mut form = reqwest::multipart::Form::new();
    for (name, value) in fields {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    form = form.part("csv", reqwest::multipart::Part::text(table.to_owned()).file_name("works.csv"));
    for (name, bytes) in pictures {
        form = form.part("image", reqwest::multipart::Part::bytes(bytes.clone()).file_name((*name).to_owned()));
    }
    let request = program.client().post(format!("{}/api/v1/studio/import", program.url));
    program.answer(request.header("authorization", who.bearer()).multipart(form)).await
}

const HEAD: &str = "title,year,medium,description,images,alt,kind,size,height_cm,width_cm,weight_kg,price";

#[test]
fn good_lines_become_works_with_their_pictures_and_bad_ones_say_what_is_wrong() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let table = format!(
            "{HEAD}\r\n\
             \"Low Tide, Evening\",2024,Oil on linen,Low water.,Low Tide.PNG;detail.png,Wet sand,unique,,40,30,1.2,\"1,250.50\"\r\n\
             Only a title,,,,,,,,,,,\r\n\
             Wrong,soon,,,,,limited,,40,30,1,cheap\r\n\
             No picture,2024,Ink,Lines.,missing.png,,unique,,20,20,0.3,80\r\n\
             No image at all,2024,Ink,Lines.,notes.png,,unique,,20,20,0.3,80\r\n"
        );
        let pictures = [
            ("low tide.png", png(400, 300, 1)),
            ("detail.png", png(300, 300, 2)),
            ("notes.png", b"no picture".to_vec()),
            ("other.png", png(200, 200, 3)),
        ];
        let names = "low tide.png\ndetail.png\nother.png";
        let fields = [("dry_run", "true"), ("image_names", names)];
        let rehearsed = import(&program, &artist, &fields, &table, &[]).await.ok(200);
        assert_eq!(
            (&rehearsed["dry_run"], &rehearsed["works"], &rehearsed["failed"]),
            (&json!(true), &json!(2), &json!(3))
        );
        assert_eq!(items(&artist.get(&program, "/studio/artworks").await.ok(200)).len(), 0, "nothing was written");

        let done = import(&program, &artist, &[("submit", "true")], &table, &pictures).await.ok(200);
        assert_eq!(
            (&done["works"], &done["failed"], &done["unused_images"]),
            (&json!(2), &json!(3), &json!(["other.png"]))
        );
        let lines = done["lines"].as_array().expect("lines");
        let wrong = |line: usize| -> Vec<&str> {
            let errors = lines[line]["errors"].as_array().expect("errors");
            errors.iter().filter_map(|error| error["pointer"].as_str()).collect()
        };
        assert_eq!((lines[0]["line"].as_u64(), lines[4]["line"].as_u64()), (Some(2), Some(6)));
        assert_eq!(wrong(2), ["/price", "/year", "/size"]);
        assert_eq!((wrong(3), wrong(4)), (vec!["/images"], vec!["/images"]));
        assert_eq!((&lines[0]["handed_in"], &lines[1]["handed_in"]), (&json!(true), &json!(false)));
        let whole = program.get(&format!("/api/v1/artworks/{}", text(&lines[0]["artwork_id"])), &[]).await.ok(200);
        assert_eq!((&whole["status"], whole["images"].as_array().map(Vec::len)), (&json!("published"), Some(2)));
        assert_eq!(
            (&whole["images"][0]["alt"], &whole["editions"][0]["price"]["amount"]),
            (&json!("Wet sand"), &json!(125_050))
        );
        let own = artist.get(&program, "/studio/artworks").await.ok(200);
        let titles: Vec<&str> = items(&own).iter().filter_map(|one| one["title"].as_str()).collect();
        assert_eq!(titles.len(), 2, "nothing of the other lines: {titles:?}");

        // The same table once more, one line of it corrected: only that one is new.
        let table = table.replace("missing.png", "");
        let again = import(&program, &artist, &[], &table, &pictures).await.ok(200);
        let counts = |done: &serde_json::Value| ["works", "known", "failed"].map(|name| done[name].as_u64());
        assert_eq!(counts(&again), [Some(1), Some(2), Some(2)], "{again}");
        let known: Vec<bool> =
            again["lines"].as_array().expect("lines").iter().map(|line| line["known"] == true).collect();
        assert_eq!(known, [true, true, false, false, false]);
        let rehearsed =
            import(&program, &artist, &[("dry_run", "true"), ("again", "true")], "title\nOnly a title\n", &[]);
        assert_eq!(counts(&rehearsed.await.ok(200)), [Some(1), Some(0), Some(0)], "wanted twice");
        program.check();
    });
}

#[test]
fn what_is_no_table_is_refused_whole() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (artist, customer) = (Account::artist(&program).await, Account::customer(&program).await);
        import(&program, &customer, &[], "title\nTide\n", &[]).await.problem(403, "forbidden");
        for (table, why) in [
            ("name\nTide\n", "not known"),
            ("year\n2024\n", "title"),
            ("title\n\"Tide\n", "never closed"),
            (" \n", "empty"),
        ] {
            let problem = import(&program, &artist, &[], table, &[]).await.invalid(&["/csv"]);
            assert!(problem.to_string().contains(why), "{table:?}: {problem}");
        }
        let many = format!("title\n{}", "Tide\n".repeat(10_001));
        import(&program, &artist, &[], &many, &[]).await.invalid(&["/csv"]);
        let form = reqwest::multipart::Form::new()
            .part("image", reqwest::multipart::Part::bytes(png(9, 9, 1)).file_name("a.png"))
            .part("csv", reqwest::multipart::Part::text("title\nTide\n").file_name("works.csv"));
        let request = program.client().post(format!("{}/api/v1/studio/import", program.url));
        let early = program.answer(request.header("authorization", artist.bearer()).multipart(form)).await;
        early.invalid(&["/csv"]);
        let bearer = artist.bearer();
        program
            .post("/api/v1/studio/import", &[("authorization", &bearer)], json!({}))
            .await
            .problem(415, "unsupported-media-type");
        assert_eq!(items(&artist.get(&program, "/studio/artworks").await.ok(200)).len(), 0);
    });
}

#[test]
fn a_long_table_is_taken_in_sensible_time() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let mut table = format!("{HEAD}\n");
        for number in 0..2_000 {
            writeln!(table, "Work {number},2024,Ink,Lines.,,,limited,3,20,20,0.3,80").expect("a line");
        }
        let began = Instant::now();
        let done = import(&program, &artist, &[], &table, &[]).await.ok(200);
        assert_eq!((&done["works"], &done["failed"]), (&json!(2_000), &json!(0)));
        // A bound for hangs, not a measurement: the machine of the tests is shared, and the program is not optimised.
        assert!(began.elapsed().as_secs() < 120, "{:?}", began.elapsed());
        let page = artist.get(&program, "/studio/artworks?limit=1").await.ok(200);
        assert_eq!(page["total"], json!(2_000));
        program.check();
    });
}
