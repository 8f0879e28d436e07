//! Images: what is taken, by content, what is made of it, and that no file brings the house down.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Program, bomb, both, edition, items, plain, png, text, work};

#[test]
fn an_upload_becomes_derivatives_that_never_change() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(1)])).await;
        let image = artist.upload(&program, &listed.artwork_id, png(800, 600, 30)).await.ok(201);
        assert_eq!((&image["width"], &image["height"]), (&json!(800), &json!(600)));
        assert!(image["blurhash"].as_str().is_some_and(|hash| hash.len() >= 6), "{image}");
        let palette = image["palette"].as_array().expect("a palette");
        let is_hex = |colour: &Value| colour.as_str().is_some_and(|text| text.len() == 7 && text.starts_with('#'));
        assert!(!palette.is_empty() && palette.iter().all(is_hex), "{image}");
        assert!(image["alt"].as_str().is_some_and(|alt| !alt.is_empty()), "{image}");

        let variants = image["variants"].as_array().expect("variants");
        let types: std::collections::BTreeSet<&str> =
            variants.iter().filter_map(|variant| variant["type"].as_str()).collect();
        assert_eq!(types.into_iter().collect::<Vec<_>>(), ["image/jpeg", "image/webp"]);
        for variant in variants {
            let url = text(&variant["url"]);
            let file = program.get(&url, &[]).await;
            assert_eq!((file.status, file.header("content-type")), (200, text(&variant["type"]).as_str()), "{url}");
            let kept = file.header("cache-control").to_owned();
            assert!(kept.contains("immutable") && kept.contains("public"), "{url}: {kept}");
            let magic: &[u8] = if variant["type"] == "image/jpeg" { &[0xff, 0xd8, 0xff] } else { b"RIFF" };
            assert!(file.bytes.starts_with(magic), "{url}");
            let known = program.get(&url, &[("if-none-match", file.header("etag"))]).await;
            assert_eq!((known.status, known.bytes.len()), (304, 0), "{url}");
            let head = program.send(Method::HEAD, &url, &[], None).await;
            assert_eq!((head.status, head.bytes.len()), (200, 0), "{url}");
        }
        // The same picture as the first one is the same file again.
        let shown = listed.shown(&program).await;
        assert_eq!(shown["images"].as_array().map(Vec::len), Some(2));
        assert_eq!(shown["palette"], shown["images"][0]["palette"]);
    });
}

#[test]
fn a_large_image_has_tiles_for_a_closer_look() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(1)])).await;
        let small = artist.upload(&program, &listed.artwork_id, png(2_900, 40, 3)).await.ok(201);
        assert_eq!(small["tiles"], json!(null), "the widest derivative shows nearly all of it");
        let image = artist.upload(&program, &listed.artwork_id, png(5_000, 600, 30)).await.ok(201);
        let tiles = &image["tiles"];
        assert_eq!((&tiles["side"], &tiles["levels"]), (&json!(512), &json!(2)), "{image}");
        let url = |level: u32, column: u32, row: u32| {
            let url = text(&tiles["url"]).replace("{level}", &level.to_string());
            url.replace("{column}", &column.to_string()).replace("{row}", &row.to_string())
        };
        // 5000 × 600, then 2500 × 300; a third level would be smaller than the widest derivative.
        for (level, columns, rows) in [(0, 10, 2), (1, 5, 1)] {
            for (column, row) in (0..columns).flat_map(|column| (0..rows).map(move |row| (column, row))) {
                let tile = program.get(&url(level, column, row), &[]).await;
                assert_eq!((tile.status, tile.header("content-type")), (200, "image/jpeg"), "{level} {column} {row}");
                assert!(tile.header("cache-control").contains("immutable") && tile.bytes.starts_with(&[0xff, 0xd8]));
            }
            assert_eq!(program.get(&url(level, columns, 0), &[]).await.status, 404);
            assert_eq!(program.get(&url(level, 0, rows), &[]).await.status, 404);
        }
        assert_eq!(program.get(&url(2, 0, 0), &[]).await.status, 404);
        let shown = listed.shown(&program).await;
        assert_eq!(shown["images"][2]["tiles"], *tiles, "read again from the database");
    });
}

#[test]
fn the_content_says_what_a_file_is_and_not_its_name() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let draft = artist.post(&program, "/artworks", work(json!([edition(1)]))).await.ok(201);
        let id = text(&draft["id"]);
        let first = artist.upload_as(&program, &id, "photo.jpg", png(800, 600, 30)).await.ok(201);
        // The house's own derivatives are good JPEG and WebP files: they are taken under any name.
        let fetched = async |kind: &str| {
            let variants = first["variants"].as_array().expect("variants");
            let variant = variants.iter().find(|variant| variant["type"] == kind).expect("a variant of each type");
            program.get(&text(&variant["url"]), &[]).await.bytes
        };
        let (jpeg, webp) = (fetched("image/jpeg").await, fetched("image/webp").await);
        for (name, bytes) in [("a.png", &jpeg), ("a.jpg", &webp), ("a.exe", &jpeg), ("../../a", &webp), ("", &jpeg)] {
            artist.upload_as(&program, &id, name, bytes.clone()).await.ok(201);
        }

        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
        let gif = [
            b"GIF89a".as_slice(),
            &[1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b],
        ]
        .concat();
        let others = [
            svg,
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
            gif,
            b"<html></html>".to_vec(),
            b"PK\x03\x04".to_vec(),
            b"MZ\x90".to_vec(),
            b"hello".to_vec(),
        ];
        for bytes in others {
            artist.upload_as(&program, &id, "work.jpg", bytes).await.problem(415, "unsupported-media-type");
        }
        let whole = png(64, 48, 7);
        let broken = [
            jpeg[..jpeg.len() / 2].to_vec(),
            jpeg[..20].to_vec(),
            webp[..webp.len() / 2].to_vec(),
            whole[..whole.len() / 2].to_vec(),
            [&whole[..50], &[0xaa; 400]].concat(),
            [&jpeg[..200], &[0xff; 4_000]].concat(),
        ];
        for bytes in broken {
            artist.upload(&program, &id, bytes).await.problem(422, "invalid-fields");
        }
        let empty = artist.upload(&program, &id, Vec::new()).await;
        assert!(matches!(empty.status, 415 | 422), "{}", empty.status);
        let kept = artist.get(&program, &format!("/artworks/{id}")).await.ok(200);
        assert_eq!(kept["images"].as_array().map(Vec::len), Some(6), "refused files leave nothing");
    });
}

#[test]
fn a_file_that_is_too_much_is_refused_without_taking_memory() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let draft = artist.post(&program, "/artworks", work(json!([edition(1)]))).await.ok(201);
        let id = text(&draft["id"]);
        artist.upload(&program, &id, plain([200, 30, 30])).await.ok(201);
        let before_kib = program.peak_memory_kib();
        // A kilobyte that says it is 900 million pixels.
        for (width, height) in [(30_000, 30_000), (u32::MAX >> 1, u32::MAX >> 1), (12_000, 10_001)] {
            artist.upload(&program, &id, bomb(width, height)).await.problem(413, "too-large");
        }
        let mut heavy = png(64, 48, 7);
        heavy.resize(61_000_000, 0);
        for _ in 0..3 {
            artist.upload(&program, &id, heavy.clone()).await.problem(413, "too-large");
        }
        let grown_kib = program.peak_memory_kib() - before_kib;
        assert!(grown_kib < 40 * 1_024, "the peak grew by {grown_kib} KiB");

        // Within the pixels, but with far too few of them: damaged, and no reason to take the memory of all of them.
        artist.upload(&program, &id, bomb(10_000, 11_000)).await.problem(422, "invalid-fields");
        artist.upload(&program, &id, plain([30, 200, 30])).await.ok(201);
    });
}

#[test]
fn an_upload_is_one_part_named_file() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let draft = artist.post(&program, "/artworks", work(json!([edition(1)]))).await.ok(201);
        let path = format!("/api/v1/artworks/{}/images", text(&draft["id"]));
        let bearer = artist.bearer();
        let signed = [("authorization", bearer.as_str())];
        let post = || program.request(Method::POST, &path, &signed);
        let part = || reqwest::multipart::Part::bytes(plain([9, 9, 9])).file_name("a.png");
        let form = reqwest::multipart::Form::new;

        program.answer(post().multipart(form().part("picture", part()))).await.invalid(&["/file"]);
        program.answer(post().multipart(form().part("file", part()).part("file", part()))).await.invalid(&["/file"]);
        program.answer(post().json(&json!({"file": "x"}))).await.problem(415, "unsupported-media-type");
        program.answer(post()).await.problem(415, "unsupported-media-type");
        for body in ["--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc", "rubbish", ""] {
            let cut = post().header("content-type", "multipart/form-data; boundary=x").body(body);
            let answer = program.answer(cut).await;
            assert!(matches!(answer.status, 400 | 415 | 422), "{body:?}: {} {}", answer.status, answer.body);
        }
        let beside = form().text("note", "for the record").part("file", part());
        program.answer(post().multipart(beside)).await.ok(201);
    });
}

#[test]
fn images_have_words_and_an_order_and_can_be_taken_away() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let draft = artist.post(&program, "/artworks", work(json!([edition(1)]))).await.ok(201);
        let id = text(&draft["id"]);
        let mut images = Vec::new();
        for colour in [[200, 30, 30], [30, 200, 30], [30, 30, 200]] {
            images.push(text(&artist.upload(&program, &id, plain(colour)).await.ok(201)["id"]));
        }
        let path = |image: usize| format!("/artworks/{id}/images/{}", images[image]);
        let shown = async || {
            let work = artist.get(&program, &format!("/artworks/{id}")).await.ok(200);
            let images = work["images"].as_array().expect("images").clone();
            images.iter().map(|image| text(&image["id"])).collect::<Vec<_>>()
        };
        assert_eq!(shown().await, images);
        let told = artist.patch(&program, &path(2), json!({"alt": "A blue field", "order": 0})).await.ok(200);
        assert_eq!(told["alt"], "A blue field");
        assert_eq!(shown().await, [images[2].clone(), images[0].clone(), images[1].clone()]);
        artist.patch(&program, &path(2), json!({"alt": "x".repeat(501)})).await.invalid(&["/alt"]);
        artist.patch(&program, &path(2), json!({"order": -1})).await.invalid(&["/order"]);
        artist.delete(&program, &path(0)).await.done();
        assert_eq!(shown().await, [images[2].clone(), images[1].clone()]);
        artist.delete(&program, &path(0)).await.problem(404, "not-found");
        // An image of one work is none of another.
        let other = artist.post(&program, "/artworks", json!({"title": "Other"})).await.ok(201);
        let strange = format!("/artworks/{}/images/{}", text(&other["id"]), images[1]);
        artist.delete(&program, &strange).await.problem(404, "not-found");
        artist.patch(&program, &strange, json!({"alt": "x"})).await.problem(404, "not-found");
    });
}

#[test]
fn a_work_that_was_handed_in_keeps_an_image_and_takes_thirty() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(1)])).await;
        let id = &listed.artwork_id;
        let first = text(&listed.shown(&program).await["images"][0]["id"]);
        let path = format!("/artworks/{id}/images/{first}");
        artist.delete(&program, &path).await.problem(409, "conflict");
        for _ in 1..30 {
            artist.upload(&program, id, plain([9, 9, 9])).await.ok(201);
        }
        artist.upload(&program, id, plain([9, 9, 9])).await.problem(409, "conflict");
        artist.delete(&program, &path).await.done();
        assert_eq!(listed.shown(&program).await["images"].as_array().map(Vec::len), Some(29));
        let words = json!({"description": "", "medium": "", "year": null});
        let path = format!("/artworks/{id}");
        artist.patch(&program, &path, words).await.invalid(&["/description", "/medium", "/year"]);
    });
}

#[test]
fn only_public_files_are_served() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(1)])).await;
        let shown = listed.shown(&program).await;
        let file = text(&shown["images"][0]["variants"][0]["url"]);
        let folder = file.rsplit_once('/').expect("a path").0.to_owned();
        for path in [
            &format!("{file}/more"),
            "/media/",
            "/media/nothing.webp",
            &folder,
            "/media/../impasto.db",
            "/media/%2e%2e/impasto.db",
            "/media/..%2f..%2fmaster.key",
            "/media/%2e%2e%2fmaster.key",
            "/media//etc/passwd",
            "/media/%2fetc%2fpasswd",
            "/media/a%00b.webp",
            "/static/../Cargo.toml",
            "/static/%2e%2e/Cargo.toml",
        ] {
            // As it stands: a client that tidies paths would never send these.
            let answer = raw_get(&program, path).await;
            assert!(answer.starts_with("HTTP/1.1 404") || answer.starts_with("HTTP/1.1 400"), "{path}: {answer}");
        }
        // Originals lie beside the derivatives, out of reach.
        for file in files_below(&program.data()) {
            let served = raw_get(&program, &format!("/media/{file}")).await;
            let is_derivative = file.contains("-w");
            assert_eq!(served.starts_with("HTTP/1.1 200"), is_derivative && !file.contains("original"), "{file}");
        }
        assert_eq!(items(&program.get("/api/v1/artworks", &[]).await.ok(200)).len(), 1);
    });
}

/// The answer to a GET whose path is sent as it stands.
async fn raw_get(program: &Program, path: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = program.url.trim_start_matches("http://").to_owned();
    let mut stream = tokio::net::TcpStream::connect(&address).await.expect("a connection");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Names of the media files in a data folder, as they would be below `/media/`: the last two parts of their paths.
fn files_below(data: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![data.join("media")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the media folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let parts: Vec<String> =
                path.iter().rev().take(2).map(|part| part.to_string_lossy().into_owned()).collect();
            found.push(format!("{}/{}", parts[1], parts[0]));
        }
    }
    assert!(found.iter().any(|file| file.contains("original")), "originals are kept: {found:?}");
    found
}
