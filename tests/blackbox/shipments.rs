//! Parcels: packed by their seller, followed by their buyer, touched by nobody else.

use serde_json::{Value, json};

use crate::harness::{Account, Guest, Program, Socket, both, edition, items, text};

/// What is to be packed: the part's id, and the ids of its lines.
fn part_of(order: &Value, place: usize) -> (String, Vec<Value>) {
    let part = &order["seller_orders"][place];
    let lines = part["lines"].as_array().expect("lines").iter().map(|line| line["id"].clone()).collect();
    (text(&part["id"]), lines)
}

#[test]
fn an_order_of_two_sellers_is_shipped_parcel_by_parcel_and_its_buyer_follows() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (artist, other) = (Account::artist(&program).await, Account::artist(&program).await);
        let (first, second) = (
            artist.list(&program, json!([edition(0), edition(25)])).await,
            other.list(&program, json!([edition(5)])).await,
        );
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &first.editions[0], 1).await.ok(200);
        guest.add(&program, &first.editions[1], 2).await.ok(200);
        let order = guest.buy(&program, &second.editions[0], 1).await;
        let order_id = text(&order["id"]);
        let (part, lines) = part_of(&order, 0);
        let (others_part, others_lines) = part_of(&order, 1);
        let topic = format!("order:{order_id}");
        let mut socket = Socket::open_as(&program, &guest.token).await;
        socket.subscribe(&[&topic]).await;

        let waiting = artist.get(&program, "/studio/orders?to_pack=true").await.ok(200);
        assert_eq!((items(&waiting).len(), &waiting["total"]), (1, &json!(1)));
        let path = format!("/studio/orders/{part}/shipments");
        let parcel = json!({"carrier": "DHL", "tracking_number": "JJD 0001", "line_ids": [lines[0]]});
        let shipped = artist.post(&program, &path, parcel.clone()).await.ok(201);
        assert_eq!((&shipped["status"], &shipped["lines"]), (&json!("in_transit"), &json!([lines[0]])));
        assert!(shipped["tracking_url"].as_str().expect("an address").ends_with("JJD0001"), "{shipped}");
        let told = socket.event(&topic, "shipment", |_| true).await;
        assert_eq!((&told["carrier"], &told["shipment_id"]), (&json!("DHL"), &shipped["id"]));
        socket.event(&topic, "status", |told| told["fulfilment_status"] == "partially_shipped").await;
        artist.post(&program, &path, parcel).await.problem(409, "conflict");

        let seen = guest.get(&program, &format!("/orders/{order_id}")).await.ok(200);
        assert_eq!(seen["fulfilment_status"], "partially_shipped");
        assert_eq!(seen["seller_orders"][0]["shipments"][0]["tracking_number"], "JJD 0001");
        assert_eq!(seen["seller_orders"][1]["shipments"], json!([]));
        let happened = seen["timeline"].as_array().expect("a timeline").last().expect("an entry").clone();
        assert_eq!((&happened["type"], &happened["data"]["carrier"]), (&json!("shipped"), &json!("DHL")));
        // The other seller sees nothing of it, and the buyer can no longer call it off.
        let others = other.get(&program, "/studio/orders").await.ok(200);
        assert_eq!((items(&others).len(), &others["items"][0]["fulfilment_status"]), (1, &json!("unfulfilled")));
        let cancel = guest.call(&program, reqwest::Method::POST, &format!("/orders/{order_id}/cancel"), None).await;
        cancel.problem(409, "invalid-transition");

        let rest = json!({"carrier": "By hand", "line_ids": [lines[1]]});
        let by_hand = artist.post(&program, &path, rest).await.ok(201);
        assert_eq!((&by_hand["tracking_number"], &by_hand["tracking_url"]), (&json!(null), &json!(null)));
        assert_eq!(items(&artist.get(&program, "/studio/orders?to_pack=true").await.ok(200)).len(), 0);
        let last = json!({"carrier": "UPS", "tracking_number": "1Z 999 AA1 01 2345 6784", "line_ids": others_lines});
        let last = other.post(&program, &format!("/studio/orders/{others_part}/shipments"), last).await.ok(201);
        let standing = async || {
            let order = guest.get(&program, &format!("/orders/{order_id}")).await.ok(200);
            text(&order["fulfilment_status"])
        };
        assert_eq!(standing().await, "shipped");
        for id in [&shipped["id"], &by_hand["id"]] {
            artist.act(&program, &format!("{path}/{}/delivered", text(id))).await.ok(200);
        }
        assert_eq!(standing().await, "shipped");
        let arrived = format!("/studio/orders/{others_part}/shipments/{}/delivered", text(&last["id"]));
        let delivered = other.act(&program, &arrived).await.ok(200);
        assert_eq!(
            (&delivered["status"], delivered["events"].as_array().map(Vec::len)),
            (&json!("delivered"), Some(2))
        );
        assert_eq!(other.act(&program, &arrived).await.ok(200), delivered, "to say it twice changes nothing");
        assert_eq!(standing().await, "delivered");
        let part = artist.get(&program, &format!("/studio/orders/{part}")).await.ok(200);
        assert_eq!(
            (&part["fulfilment_status"], &part["seller_order"]["shipments"][1]["status"]),
            (&json!("delivered"), &json!("delivered"))
        );
        assert!(!part.to_string().contains("\"payments\""), "{part}");
        program.check();
    });
}

#[test]
fn parcels_are_their_sellers_and_only_what_is_paid_leaves() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let (artist, rival) = (Account::artist(&program).await, Account::artist(&program).await);
        let customer = Account::customer(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 1).await.ok(200);
        let unpaid = guest.check_out(&program, "later", "tok_3ds").await.ok(201)["order"].clone();
        let (part, lines) = part_of(&unpaid, 0);
        let path = format!("/studio/orders/{part}/shipments");
        let parcel = |lines: &[Value]| json!({"carrier": "DHL", "line_ids": lines});
        artist.post(&program, &path, parcel(&lines)).await.problem(409, "invalid-transition");
        let payment = text(&unpaid["payments"][0]["id"]);
        program.post(&format!("/api/v1/test-payments/{payment}/authorize"), &[], json!({})).await.ok(200);

        rival.post(&program, &path, parcel(&lines)).await.problem(404, "not-found");
        customer.post(&program, &path, parcel(&lines)).await.problem(403, "forbidden");
        rival.get(&program, &format!("/studio/orders/{part}")).await.problem(404, "not-found");
        artist.post(&program, &path, parcel(&[])).await.invalid(&["/line_ids"]);
        artist.post(&program, &path, json!({"carrier": " ", "line_ids": lines})).await.invalid(&["/carrier"]);
        for (carrier, number) in [("UPS", "1Z999AA10123456785"), ("DHL", "3318810026"), ("la poste", "RB123456786FR")] {
            let mistyped = json!({"carrier": carrier, "tracking_number": number, "line_ids": lines});
            artist.post(&program, &path, mistyped).await.invalid(&["/tracking_number"]);
        }
        let foreign = json!("01890000-0000-7000-8000-000000000000");
        artist.post(&program, &path, parcel(&[foreign])).await.invalid(&["/line_ids/0"]);
        artist.post(&program, &path, parcel(&[lines[0].clone(), lines[0].clone()])).await.invalid(&["/line_ids/1"]);

        // The same request under the same key is one parcel.
        let bearer = artist.bearer();
        let keyed = [("authorization", bearer.as_str()), ("idempotency-key", "parcel-1")];
        let at = format!("/api/v1{path}");
        let once = program.post(&at, &keyed, parcel(&lines)).await.ok(201);
        assert_eq!(program.post(&at, &keyed, parcel(&lines)).await.ok(201), once);
        let shipment = text(&once["id"]);
        rival.act(&program, &format!("{path}/{shipment}/delivered")).await.problem(404, "not-found");
        artist
            .act(&program, &format!("{path}/01890000-0000-7000-8000-000000000000/delivered"))
            .await
            .problem(404, "not-found");
        program.check();
    });
}

#[test]
fn the_pages_pack_and_print_without_a_script() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let artist = Account::artist(&program).await;
        let listed = artist.list(&program, json!([edition(25)])).await;
        let order = Guest::arrive(&program).await.buy(&program, &listed.editions[0], 2).await;
        let (part, lines) = part_of(&order, 0);
        let cookie = format!("impasto_access={}", artist.token);
        let own = [("cookie", cookie.as_str()), ("accept", "text/html"), ("sec-fetch-site", "same-origin")];
        let shown = async |path: &str| {
            let answer = program.get(path, &own).await;
            assert_eq!(answer.status, 200, "{path}");
            String::from_utf8(answer.bytes).expect("text")
        };
        let number = text(&order["number"]);
        assert!(shown("/studio/orders").await.contains(&number));
        let slip = shown(&format!("/studio/orders/{part}/slip")).await;
        assert!(slip.contains("Packing slip") && slip.contains("No. 1 of 25") && slip.contains("Köln"), "{slip}");
        assert!(!slip.contains("€"), "a slip tells no prices");
        let page = format!("/studio/orders/{part}");
        let line = text(&lines[0]);
        let refused = program.submit(&format!("{page}/shipments"), &own, &[("carrier", ""), ("line", &line)]).await;
        assert_eq!(refused.status, 422);
        let sent = program.submit(&format!("{page}/shipments"), &own, &[("carrier", "DHL"), ("line", &line)]).await;
        assert_eq!((sent.status, sent.header("location")), (303, format!("{page}?notice=shipped").as_str()));
        assert!(shown(&page).await.contains("On its way with DHL"));
        assert!(
            !shown("/studio/orders").await.contains(&number) && shown("/studio/orders?all=1").await.contains(&number)
        );
        program.check();
    });
}

#[test]
fn a_packing_slip_is_a_pdf_for_its_seller_and_for_staff_alone() {
    both(|engine| async move {
        let (program, admin) = Program::start_with_admin(engine, &[]).await;
        let (artist, rival) = (Account::artist(&program).await, Account::artist(&program).await);
        let customer = Account::customer(&program).await;
        let listed = artist.list(&program, json!([edition(25), edition(0)])).await;
        let guest = Guest::arrive(&program).await;
        guest.add(&program, &listed.editions[0], 2).await.ok(200);
        let order = guest.buy(&program, &listed.editions[1], 1).await;
        let (part, lines) = part_of(&order, 0);
        let path = format!("/studio/orders/{part}/packing-slip.pdf");
        let at = format!("/api/v1{path}");
        let fetched = async |who: &Account, query: &str| {
            let bearer = who.bearer();
            let answer = program.get(&format!("{at}{query}"), &[("authorization", bearer.as_str())]).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"));
            assert!(answer.bytes.starts_with(b"%PDF-1.7"));
            (answer.bytes.clone(), answer.header("etag").to_owned(), answer.header("cache-control").to_owned())
        };
        let (whole, etag, kept) = fetched(&artist, "").await;
        assert!(kept.contains("private"), "{kept}");
        assert_eq!(fetched(&artist, "").await.0, whole, "the same data give the same bytes");
        assert_ne!(fetched(&artist, "?lang=de").await.0, whole);
        fetched(&admin, "").await;
        let bearer = artist.bearer();
        let again = [("authorization", bearer.as_str()), ("if-none-match", etag.as_str())];
        assert_eq!(program.get(&at, &again).await.status, 304);
        rival.get(&program, &path).await.problem(404, "not-found");
        customer.get(&program, &path).await.problem(403, "forbidden");
        guest.get(&program, &path).await.problem(401, "unauthenticated");
        program.get(&at, &[]).await.problem(401, "unauthenticated");

        // A parcel that has left has a slip of its own.
        let parcel = json!({"carrier": "DHL", "tracking_number": "3318810025", "line_ids": [lines[0]]});
        let sent = artist.post(&program, &format!("/studio/orders/{part}/shipments"), parcel).await.ok(201);
        let (first, ..) = fetched(&artist, &format!("?shipment_id={}", text(&sent["id"]))).await;
        let (rest, ..) = fetched(&artist, "").await;
        assert!(first != whole && rest != whole && first != rest);
        let nobodys = format!("{path}?shipment_id=01890000-0000-7000-8000-000000000000");
        artist.get(&program, &nobodys).await.problem(404, "not-found");
        program.check();
    });
}
