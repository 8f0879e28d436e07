//! A work's way from a draft to the storefront and off it, and who may touch it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Guest, Listed, Program, Socket, both, edition, items, png, text, work};

#[test]
fn a_draft_needs_a_title_and_the_storefront_needs_the_rest() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (artist, other) = (Account::artist(&program).await, Account::artist(&program).await);
        let draft = artist.post(&program, "/artworks", json!({"title": "Untitled"})).await.ok(201);
        assert_eq!((&draft["status"], &draft["editions"], &draft["images"]), (&json!("draft"), &json!([]), &json!([])));
        assert_eq!((&draft["published_at"], &draft["artist"]["id"]), (&Value::Null, &artist.user["artist_id"]));
        assert_eq!(draft["seller"]["id"], artist.user["seller_id"]);
        let id = text(&draft["id"]);

        // Nobody but its seller knows of it.
        for name in [&id, &text(&draft["slug"])] {
            program.get(&format!("/api/v1/artworks/{name}"), &[]).await.problem(404, "not-found");
            other.get(&program, &format!("/artworks/{name}")).await.problem(404, "not-found");
            assert_eq!(artist.get(&program, &format!("/artworks/{name}")).await.ok(200)["id"], id.as_str());
        }
        assert_eq!(program.get("/api/v1/artworks", &[]).await.ok(200)["total"], 0);
        assert_eq!(items(&artist.get(&program, "/studio/artworks").await.ok(200)).len(), 1);
        assert_eq!(items(&other.get(&program, "/studio/artworks").await.ok(200)).len(), 0);

        let submit = format!("/artworks/{id}/submit");
        let missing = ["/description", "/medium", "/year", "/images", "/editions"];
        artist.act(&program, &submit).await.invalid(&missing);
        let path = format!("/artworks/{id}");
        let filled = artist.patch(&program, &path, work(json!([edition(25)]))).await.ok(200);
        assert_eq!((&filled["title"], &filled["medium"]), (&json!("Tide, receding"), &json!("Oil on linen")));
        assert_eq!(filled["editions"][0]["stock"]["total"], 25);
        artist.act(&program, &submit).await.invalid(&["/images"]);
        artist.upload(&program, &id, png(400, 300, 9)).await.ok(201);
        let published = artist.act(&program, &submit).await.ok(200);
        assert_eq!(published["status"], "published");
        assert!(published["published_at"].is_string());
        let shown = program.get(&format!("/api/v1{path}"), &[]).await.ok(200);
        assert_eq!(shown["id"], id.as_str());
        assert_eq!(program.get(&format!("/api/v1/artworks/{}", text(&shown["slug"])), &[]).await.ok(200), shown);

        let again = artist.act(&program, &submit).await.problem(409, "invalid-transition");
        assert_eq!(again["from"], "published");
        artist.delete(&program, &path).await.ok(204);
        program.get(&format!("/api/v1{path}"), &[]).await.problem(404, "not-found");
        assert_eq!(artist.get(&program, &path).await.ok(200)["status"], "archived");
        for verb in ["submit", "pause", "resume"] {
            let gone = artist.act(&program, &format!("{path}/{verb}")).await.problem(409, "invalid-transition");
            assert_eq!(gone["from"], "archived");
        }
        program.check();
    });
}

#[test]
fn an_edition_says_what_it_has() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let mut proofs = edition(3);
        proofs["artist_proofs"] = json!(2);
        proofs["label"] = json!("Large");
        let listed = artist.list(&program, json!([edition(0), proofs, edition(-1)])).await;
        let shown = listed.shown(&program).await;
        let of = |place: usize| &shown["editions"][place];
        let stock = |place: usize| {
            let stock = &of(place)["stock"];
            json!([stock["available"], stock["held"], stock["sold"], stock["total"]])
        };
        assert_eq!((&of(0)["kind"], stock(0)), (&json!("unique"), json!([1, 0, 0, 1])));
        assert_eq!((&of(1)["kind"], stock(1)), (&json!("limited"), json!([5, 0, 0, 5])));
        assert_eq!((&of(1)["size"], &of(1)["artist_proofs"], &of(1)["label"]), (&json!(3), &json!(2), &json!("Large")));
        assert_eq!((&of(2)["kind"], stock(2)), (&json!("open"), json!([null, 0, 0, null])));
        assert_eq!(of(0)["price"], json!({"amount": 12_500, "currency": "EUR"}));
        assert_eq!(
            (&of(0)["width_cm"], &of(0)["depth_cm"], &of(0)["weight_kg"]),
            (&json!(40.0), &json!(0.2), &json!(0.6))
        );
        assert_eq!(of(0)["artwork_id"], listed.artwork_id.as_str());

        // Numbers first, then proofs.
        let guest = Guest::arrive(&program).await;
        let cart = guest.add(&program, &listed.editions[1], 5).await.ok(200);
        let copies = cart["lines"][0]["copies"].as_array().expect("copies");
        let labels: Vec<&str> = copies.iter().filter_map(|copy| copy["label"].as_str()).collect();
        assert_eq!(labels, ["1/3", "2/3", "3/3", "AP 1/2", "AP 2/2"]);
        program.check();
    });
}

#[test]
fn an_edit_names_what_it_has_seen() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let path = format!("/api/v1/artworks/{}", listed.artwork_id);
        let seen = program.get(&path, &[]).await;
        let tag = seen.header("etag").to_owned();
        assert!(tag.starts_with('"') || tag.starts_with("W/\""), "{tag}");
        let unchanged = program.get(&path, &[("if-none-match", &tag)]).await;
        assert_eq!((unchanged.status, unchanged.bytes.len(), unchanged.header("etag")), (304, 0, tag.as_str()));

        let edited = async |tag: &str, title: &str| {
            let headers = [("authorization", artist.bearer()), ("if-match", tag.to_owned())];
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            program.send(Method::PATCH, &path, &headers, Some(json!({"title": title}))).await
        };
        let first = edited(&tag, "First").await;
        let next = first.header("etag").to_owned();
        assert_eq!(first.ok(200)["title"], "First");
        assert_ne!(next, tag);
        edited(&tag, "Late").await.problem(412, "precondition-failed");
        edited("\"nonsense\"", "Late").await.problem(412, "precondition-failed");
        assert_eq!(edited(&next, "Second").await.ok(200)["title"], "Second");
        assert_eq!(
            artist.patch(&program, &format!("/artworks/{}", listed.artwork_id), json!({"year": 1999})).await.ok(200)["year"],
            1999
        );

        // A sale is no edit: what was seen before it still counts.
        let before = artist.get(&program, &format!("/artworks/{}", listed.artwork_id)).await.header("etag").to_owned();
        Guest::arrive(&program).await.buy(&program, &listed.editions[0], 1).await;
        edited(&before, "Third").await.ok(200);
        // Everybody sees the newest words at last.
        loop {
            let shown = program.get(&path, &[("if-none-match", &tag)]).await.ok(200);
            if shown["title"] == "Third" {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        program.check();
    });
}

#[test]
fn a_change_that_cannot_be_names_its_fields() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let tried = async |changes: Value| {
            let mut wanted = edition(25);
            for (name, value) in changes.as_object().expect("fields") {
                wanted[name] = value.clone();
            }
            artist.post(&program, "/artworks", work(json!([wanted]))).await
        };
        for (changes, pointer) in [
            (json!({"kind": "many"}), "/editions/0/kind"),
            (json!({"size": 0}), "/editions/0/size"),
            (json!({"size": 10_001}), "/editions/0/size"),
            (json!({"size": -1}), "/editions/0/size"),
            (json!({"kind": "unique"}), "/editions/0/size"),
            (json!({"kind": "open", "size": null, "artist_proofs": 2}), "/editions/0/artist_proofs"),
            (json!({"price": {"amount": 0, "currency": "EUR"}}), "/editions/0/price/amount"),
            (json!({"price": {"amount": -5, "currency": "EUR"}}), "/editions/0/price/amount"),
            (json!({"price": {"amount": 1.5, "currency": "EUR"}}), "/editions/0/price/amount"),
            (json!({"price": {"amount": 100, "currency": "EURO"}}), "/editions/0/price/currency"),
            (json!({"price": {"amount": 100}}), "/editions/0/price/currency"),
            (json!({"width_cm": -1}), "/editions/0/width_cm"),
            (json!({"height_cm": 1e9}), "/editions/0/height_cm"),
            (json!({"weight_kg": 0}), "/editions/0/weight_kg"),
            (json!({"tax_regime": "none"}), "/editions/0/tax_regime"),
            (json!({"max_per_customer": 0}), "/editions/0/max_per_customer"),
            (json!({"available_from": "soon"}), "/editions/0/available_from"),
            (json!({"nonsense": 1}), "/editions/0/nonsense"),
            // Ids are the house's to give.
            (json!({"id": "01890000-0000-7000-8000-000000000000"}), "/editions/0/id"),
        ] {
            tried(changes).await.invalid(&[pointer]);
        }
        let many = json!({"title": "", "year": 30_000, "colour": "blue"});
        // Unknown fields are found first; then everything else at once.
        artist.post(&program, "/artworks", many).await.invalid(&["/colour"]);
        artist.post(&program, "/artworks", json!({"title": "", "year": 30_000})).await.invalid(&["/title", "/year"]);

        let listed = artist.list(&program, json!([edition(25)])).await;
        let path = format!("/artworks/{}", listed.artwork_id);
        artist.patch(&program, &path, json!({"status": "archived"})).await.invalid(&["/status"]);
        artist.patch(&program, &path, json!({"title": null, "year": "old"})).await.invalid(&["/year"]);
        let mut grown = edition(26);
        grown["id"] = json!(listed.editions[0]);
        artist.patch(&program, &path, json!({"editions": [grown]})).await.invalid(&["/editions/0"]);
        artist.patch(&program, &path, json!({"editions": [edition(25)]})).await.invalid(&["/editions/0/id"]);
        assert_eq!(listed.stock(&program).await["total"], 25);
    });
}

#[test]
fn editions_of_a_draft_are_replaced_and_those_that_stay_are_named() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let draft = artist.post(&program, "/artworks", work(json!([edition(25), edition(0)]))).await.ok(201);
        let path = format!("/artworks/{}", text(&draft["id"]));
        let (limited, unique) = (&draft["editions"][0]["id"], &draft["editions"][1]["id"]);
        let patch = |editions: Value| artist.patch(&program, &path, json!({"editions": editions}));
        // What is left out stays; the second one goes, a third one comes.
        let told = patch(json!([{"id": limited, "size": 10, "label": "Small"}, edition(-1)])).await.ok(200);
        let (first, second) = (&told["editions"][0], &told["editions"][1]);
        assert_eq!((&first["id"], &first["size"], &first["label"]), (limited, &json!(10), &json!("Small")));
        assert_eq!(first["stock"]["total"], 10);
        assert_eq!((&first["price"], &first["width_cm"]), (&draft["editions"][0]["price"], &json!(40.0)));
        assert_eq!((&second["kind"], told["editions"].as_array().map(Vec::len)), (&json!("open"), Some(2)));
        patch(json!([{"id": unique}])).await.invalid(&["/editions/0/id"]);
        patch(json!([{"id": limited}, {"id": limited}])).await.invalid(&["/editions/1/id"]);
        let needed = ["/editions/0/kind", "/editions/0/width_cm", "/editions/0/height_cm", "/editions/0/weight_kg"];
        patch(json!([{"label": "New"}])).await.invalid(&[&needed[..], &["/editions/0/price"]].concat());
        let eleven: Vec<Value> = (0..11).map(|place| edition(if place == 0 { 1 } else { 10_000 })).collect();
        patch(json!(eleven)).await.invalid(&["/editions"]);
        let kind = patch(json!([{"id": limited, "kind": "unique"}])).await.ok(200);
        assert_eq!(
            (&kind["editions"][0]["kind"], &kind["editions"][0]["stock"]["total"]),
            (&json!("unique"), &json!(1))
        );

        // On the storefront a price alone changes a price.
        let listed = artist.list(&program, json!([edition(25), edition(-1)])).await;
        let path = format!("/artworks/{}", listed.artwork_id);
        let price = json!({"amount": 4_200, "currency": "EUR"});
        let body = json!({"editions": [{"id": listed.editions[1], "price": price}]});
        let told = artist.patch(&program, &path, body).await.ok(200);
        assert_eq!((&told["editions"][1]["price"], &told["editions"][0]["price"]["amount"]), (&price, &json!(12_500)));
        program.check();
    });
}

#[test]
fn a_title_that_reads_as_an_id_has_an_address_all_the_same() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let mut words = work(json!([edition(1)]));
        words["title"] = json!("0123456789abcdef0123456789abcdef");
        let listed = artist.publish(&program, words, png(400, 300, 9)).await;
        let shown = program.get(&format!("/api/v1/artworks/{}", listed.slug), &[]).await.ok(200);
        assert_eq!(shown["id"], listed.artwork_id.as_str());
        assert_eq!(program.get(&format!("/artworks/{}", listed.slug), &[]).await.status, 200);
    });
}

#[test]
fn a_new_price_is_told_and_frozen_where_it_was_promised() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let (early, late) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        early.add(&program, &listed.editions[0], 1).await.ok(200);
        let topic = format!("artwork:{}", listed.artwork_id);
        let mut socket = Socket::open(&program).await;
        socket.subscribe(&[&topic]).await;

        let mut dearer = edition(25);
        dearer["id"] = json!(listed.editions[0]);
        dearer["price"]["amount"] = json!(20_000);
        let path = format!("/artworks/{}", listed.artwork_id);
        let changed = artist.patch(&program, &path, json!({"editions": [dearer]})).await.ok(200);
        assert_eq!(changed["editions"][0]["price"]["amount"], 20_000);
        let told = socket.event(&topic, "price", |_| true).await;
        assert_eq!((&told["edition_id"], &told["price"]["amount"]), (&json!(listed.editions[0]), &json!(20_000)));
        assert_eq!(listed.shown(&program).await["editions"][0]["price"]["amount"], 20_000);

        let cart = early.get(&program, "/cart").await.ok(200);
        let line = &cart["lines"][0];
        assert_eq!((&line["unit_price"]["amount"], &line["status"]), (&json!(12_500), &json!("held")));
        let cart = late.add(&program, &listed.editions[0], 1).await.ok(200);
        assert_eq!(cart["lines"][0]["unit_price"]["amount"], 20_000);
        let placed = early.check_out(&program, "early", "tok_ok").await.ok(201);
        assert_eq!(placed["order"]["totals"]["items"]["amount"], 12_500);
        program.check();
    });
}

#[test]
fn nobody_touches_the_work_of_others() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (artist, rival) = (Account::artist(&program).await, Account::artist(&program).await);
        let customer = Account::customer(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let (path, id) = (format!("/artworks/{}", listed.artwork_id), &listed.editions[0]);
        let before = listed.shown(&program).await;
        let image = format!("{path}/images/{}", text(&before["images"][0]["id"]));
        let tried = async |who: &Account| {
            let mut answers = Vec::new();
            answers.push(who.patch(&program, &path, json!({"title": "Mine"})).await);
            answers.push(who.delete(&program, &path).await);
            for verb in ["submit", "pause", "resume"] {
                answers.push(who.act(&program, &format!("{path}/{verb}")).await);
            }
            answers.push(who.upload(&program, &listed.artwork_id, png(40, 30, 1)).await);
            answers.push(who.patch(&program, &image, json!({"alt": "Mine"})).await);
            answers.push(who.delete(&program, &image).await);
            for verb in ["restock", "sold-elsewhere"] {
                answers.push(who.post(&program, &format!("/editions/{id}/{verb}"), json!({"copies": 1})).await);
            }
            answers
        };
        for answer in tried(&rival).await {
            answer.problem(404, "not-found");
        }
        for answer in tried(&customer).await {
            answer.problem(403, "forbidden");
        }
        assert_eq!(listed.shown(&program).await, before);
        // Nor lists a work under somebody else's name.
        let mut stolen = work(json!([edition(25)]));
        stolen["artist_id"] = artist.user["artist_id"].clone();
        rival.post(&program, "/artworks", stolen).await.invalid(&["/artist_id"]);
        program.check();
    });
}

#[test]
fn one_key_makes_one_work() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let create = async |title: &str| {
            let headers = [("authorization", artist.bearer()), ("idempotency-key", "work-1".to_owned())];
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            program.post("/api/v1/artworks", &headers, json!({"title": title})).await
        };
        let first = create("Once").await.ok(201);
        assert_eq!(create("Once").await.ok(201)["id"], first["id"]);
        create("Twice").await.problem(422, "idempotency-mismatch");
        assert_eq!(items(&artist.get(&program, "/studio/artworks").await.ok(200)).len(), 1);
        // Works of the same title have addresses of their own.
        let other = artist.post(&program, "/artworks", json!({"title": "Once"})).await.ok(201);
        assert_ne!(other["slug"], first["slug"]);
    });
}

#[test]
fn moderators_let_works_through_or_send_them_back() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[("IMPASTO_MODERATION", "on")]).await;
        let artist = Account::artist(&program).await;
        let draft = artist.post(&program, "/artworks", work(json!([edition(25)]))).await.ok(201);
        let id = text(&draft["id"]);
        artist.upload(&program, &id, png(80, 60, 9)).await.ok(201);
        let (path, review) = (format!("/artworks/{id}"), format!("/admin/artworks/{id}"));
        let early = admin.act(&program, &format!("{review}/approve")).await.problem(409, "invalid-transition");
        assert_eq!((&early["from"], &early["to"]), (&json!("draft"), &json!("published")));
        assert_eq!(artist.act(&program, &format!("{path}/submit")).await.ok(200)["status"], "in_review");
        program.get(&format!("/api/v1{path}"), &[]).await.problem(404, "not-found");
        artist.act(&program, &format!("{review}/approve")).await.problem(403, "forbidden");
        let waiting = admin.get(&program, "/admin/artworks?status=in_review").await.ok(200);
        assert_eq!((items(&waiting).len(), &waiting["items"][0]["id"]), (1, &json!(id)));
        assert_eq!(admin.get(&program, &path).await.ok(200)["status"], "in_review");

        admin.post(&program, &format!("{review}/reject"), json!({"reason": " "})).await.invalid(&["/reason"]);
        let reason = json!({"reason": "The photograph is blurred."});
        assert_eq!(admin.post(&program, &format!("{review}/reject"), reason).await.ok(200)["status"], "rejected");
        let told = artist.get(&program, &path).await.ok(200);
        assert!(told.to_string().contains("The photograph is blurred."), "{told}");
        artist.patch(&program, &path, json!({"title": "Sharper"})).await.ok(200);
        assert_eq!(artist.act(&program, &format!("{path}/submit")).await.ok(200)["status"], "in_review");
        assert_eq!(admin.act(&program, &format!("{review}/approve")).await.ok(200)["status"], "published");
        let shown = program.get(&format!("/api/v1{path}"), &[]).await.ok(200);
        assert!(!shown.to_string().contains("blurred"), "{shown}");
        assert_eq!(items(&admin.get(&program, "/admin/artworks?status=in_review").await.ok(200)).len(), 0);
        Guest::arrive(&program).await.buy(&program, &Listed::of(&shown).editions[0], 1).await;
        program.check();
    });
}
