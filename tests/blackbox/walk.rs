//! The walk: every operation that the program describes, called by those who may not. What it leaves out is listed, with
//! the reason, in `walk_exceptions.txt`.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Account, Answer, Engine, Guest, Program, both, edition, plain, purchase, text};

/// Whose an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Whoever runs the house: others with an account are told 403.
    Console,
    /// Sellers, on their own things: customers are told 403, other sellers 404.
    Studio,
    /// Somebody with an account, on their own things: visitors are told 401, others 404.
    Account,
    /// Whoever holds and buys, visitors too, on their own things: others are told 404.
    Owner,
}

/// An operation of the description.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Operation {
    method: String,
    path: String,
}

/// A house where everything belongs to somebody, and others who want it.
struct House {
    program: Program,
    operations: Vec<Operation>,
    /// What stands for `{name}` in a path, by the operation's prefix.
    ids: BTreeMap<&'static str, String>,
    rival: Account,
    customer: Account,
    stranger: Guest,
}

#[test]
fn nobody_gets_past_a_door_that_is_not_theirs() {
    both(|engine| async move {
        let house = House::open(engine).await;
        let mut walked = BTreeSet::new();
        for operation in &house.operations {
            let Some(rule) = rule_of(operation) else { continue };
            walked.insert(operation.clone());
            house.as_nobody(operation).await;
            match rule {
                Rule::Console => house.as_the_wrong_role(operation, &[&house.customer, &house.rival]).await,
                Rule::Studio => house.as_the_wrong_role(operation, &[&house.customer]).await,
                Rule::Account | Rule::Owner => {}
            }
            if rule != Rule::Console && operation.path.contains('{') {
                house.as_the_wrong_owner(operation, rule).await;
            }
        }
        let left: BTreeSet<Operation> = house.operations.iter().filter(|one| !walked.contains(one)).cloned().collect();
        assert_eq!(left, exceptions(), "walk_exceptions.txt must name exactly the operations that are not walked");
        house.program.check();
    });
}

#[test]
fn the_description_has_the_calls_of_the_contract() {
    both(|engine| async move {
        let program = Program::start(engine).await;
        let described: BTreeSet<(String, String)> =
            operations(&program).await.into_iter().map(|one| (one.method, anonymous(&one.path))).collect();
        let is_described = |line: &&str| {
            let (method, path) = line.split_once(' ').expect("a method and a path");
            described.contains(&(method.to_owned(), anonymous(path)))
        };
        let lines = |text: &'static str| text.lines().map(str::trim).filter(|line| !line.is_empty());
        let missing: Vec<&str> = lines(CONTRACT).filter(|line| !is_described(line)).collect();
        assert_eq!(missing, Vec::<&str>::new());
        let come: Vec<&str> = lines(NOT_YET).filter(is_described).collect();
        assert_eq!(
            come,
            Vec::<&str>::new(),
            "these have come: they belong to the calls above, with suites of their own"
        );
        // The sockets are described as well, and both descriptions are there for people.
        let sockets = program.get("/api/asyncapi.json", &[]).await.ok(200);
        assert!(sockets["asyncapi"].is_string(), "{sockets}");
        let docs = program.get("/api/docs/", &[("accept", "text/html")]).await;
        assert_eq!(docs.status, 200);
    });
}

/// The calls of the contract's table.
const CONTRACT: &str = "
    GET /api/v1/config
    POST /api/v1/auth/register
    POST /api/v1/auth/login
    POST /api/v1/auth/refresh
    POST /api/v1/auth/logout
    POST /api/v1/auth/verify-email
    POST /api/v1/auth/forgot-password
    POST /api/v1/auth/reset-password
    POST /api/v1/visitors
    GET /api/v1/me
    PATCH /api/v1/me
    GET /api/v1/me/addresses
    POST /api/v1/me/addresses
    PATCH /api/v1/me/addresses/{id}
    DELETE /api/v1/me/addresses/{id}
    GET /api/v1/me/sessions
    DELETE /api/v1/me/sessions/{id}
    POST /api/v1/me/verify-email
    POST /api/v1/me/password
    POST /api/v1/me/email
    GET /api/v1/artworks
    GET /api/v1/artworks/{id}
    GET /api/v1/artworks/{id}/reviews
    GET /api/v1/artworks/{id}/similar
    GET /api/v1/editions/{id}/copies
    GET /api/v1/artists
    GET /api/v1/artists/{id}
    POST /api/v1/artworks
    PATCH /api/v1/artworks/{id}
    DELETE /api/v1/artworks/{id}
    GET /api/v1/studio/artworks
    POST /api/v1/artworks/{id}/images
    PATCH /api/v1/artworks/{id}/images/{image_id}
    DELETE /api/v1/artworks/{id}/images/{image_id}
    POST /api/v1/artworks/{id}/submit
    POST /api/v1/artworks/{id}/pause
    POST /api/v1/artworks/{id}/resume
    POST /api/v1/editions/{id}/restock
    POST /api/v1/editions/{id}/sold-elsewhere
    GET /api/v1/cart
    POST /api/v1/cart/items
    PATCH /api/v1/cart/items/{line_id}
    DELETE /api/v1/cart/items/{line_id}
    POST /api/v1/cart/items/{line_id}/rehold
    POST /api/v1/cart/rehold
    POST /api/v1/cart/items/{line_id}/extend
    POST /api/v1/checkout/quote
    POST /api/v1/checkout
    POST /api/v1/orders/{id}/payments
    POST /api/v1/orders/{id}/payments/{payment_id}/confirm
    POST /api/v1/orders/lookup
    POST /api/v1/orders/{id}/claim
    GET /api/v1/orders
    GET /api/v1/orders/{id}
    POST /api/v1/orders/{id}/cancel
    GET /api/v1/orders/{id}/documents
    GET /api/v1/orders/{id}/invoice.pdf
    GET /api/v1/documents/{id}
    POST /api/v1/orders/{id}/withdrawal
    POST /api/v1/orders/{id}/withdrawal/{return_id}/confirm
    POST /api/v1/orders/{id}/damage
    POST /api/v1/orders/{id}/returns/{return_id}/images
    GET /api/v1/studio/orders/{seller_order_id}/returns/{return_id}/images/{photo_id}
    GET /api/v1/admin/orders/{id}/returns/{return_id}/images/{photo_id}
    GET /api/v1/studio/returns
    POST /api/v1/studio/orders/{seller_order_id}/returns/{return_id}/answer
    GET /api/v1/admin/returns
    POST /api/v1/admin/orders/{id}/returns/{return_id}/answer
    GET /api/v1/wishlist
    PUT /api/v1/wishlist/{artwork_id}
    DELETE /api/v1/wishlist/{artwork_id}
    POST /api/v1/artworks/{id}/reviews
    GET /api/v1/studio/sales
    GET /api/v1/studio/summary
    GET /api/v1/studio/orders
    GET /api/v1/studio/orders/{seller_order_id}
    GET /api/v1/studio/orders/{seller_order_id}/packing-slip.pdf
    POST /api/v1/studio/orders/{seller_order_id}/shipments
    POST /api/v1/studio/orders/{seller_order_id}/shipments/{shipment_id}/delivered
    GET /api/v1/studio/artworks/{artwork_id}/books
    PUT /api/v1/studio/artworks/{artwork_id}/books
    GET /api/v1/studio/stock-book.csv
    GET /api/v1/admin/resale-rights.csv
    GET /api/v1/studio/shipping
    PUT /api/v1/studio/shipping
    GET /api/v1/studio/artists
    POST /api/v1/studio/artists
    PATCH /api/v1/studio/artists/{artist_id}
    GET /api/v1/studio/members
    POST /api/v1/studio/members
    PATCH /api/v1/studio/members/{user_id}
    DELETE /api/v1/studio/members/{user_id}
    POST /api/v1/studio/import
    POST /api/v1/admin/inventory/import
    GET /api/v1/admin/sellers
    GET /api/v1/admin/sellers/{id}
    PATCH /api/v1/admin/sellers/{id}
    GET /api/v1/admin/sellers/{id}/shipping
    PUT /api/v1/admin/sellers/{id}/shipping
    POST /api/v1/admin/sellers/{id}/verify
    GET /api/v1/admin/inventory
    POST /api/v1/admin/editions/{id}/adjust
    GET /api/v1/admin/holds
    DELETE /api/v1/admin/holds/{id}
    GET /api/v1/admin/artworks
    POST /api/v1/admin/artworks/{id}/approve
    POST /api/v1/admin/artworks/{id}/reject
    GET /api/v1/admin/orders
    POST /api/v1/admin/orders/{id}/refund
    POST /api/v1/admin/orders/{id}/refund/preview
    POST /api/v1/admin/orders/{id}/cancel
    POST /api/v1/admin/orders/{id}/payments/{payment_id}/confirm
    GET /api/v1/admin/disputes
    GET /api/v1/admin/ledger
    GET /api/v1/admin/ledger/trial-balance
    POST /api/v1/admin/ledger/bank-transfers
    GET /api/v1/admin/ledger.csv
    GET /api/v1/admin/webhook-inbox
    POST /api/v1/admin/webhook-inbox/{id}/redeliver
    POST /api/v1/webhooks/{provider}
    GET /api/v1/admin/jobs
    POST /api/v1/admin/jobs/{id}/retry
    POST /api/v1/admin/jobs/{id}/drop
    GET /api/v1/admin/users
    POST /api/v1/admin/users/{id}/suspend
    POST /api/v1/admin/users/{id}/restore
    PUT /api/v1/admin/users/{id}/roles
    POST /api/v1/admin/users/{id}/sign-out
    GET /api/v1/admin/artworks/{id}/look-alikes
    POST /api/v1/admin/artworks/{id}/reviewing
    GET /api/v1/admin/settings
    PUT /api/v1/admin/settings
    GET /api/v1/admin/settings/history
    POST /api/v1/admin/settings/history/{seq}/restore
    PUT /api/v1/admin/settings/logo
    DELETE /api/v1/admin/settings/logo
    GET /api/v1/admin/find
    GET /api/v1/admin/health
    GET /api/v1/admin/reports
    POST /api/v1/admin/reports/{id}/resolve
    POST /api/v1/admin/reports/{id}/dismiss
    POST /api/v1/artworks/{id}/report
    GET /api/v1/collections
    GET /api/v1/collections/{id}
    GET /api/v1/admin/webhooks
    POST /api/v1/admin/webhooks
    GET /api/v1/admin/webhooks/{id}
    PATCH /api/v1/admin/webhooks/{id}
    DELETE /api/v1/admin/webhooks/{id}
    POST /api/v1/admin/webhooks/{id}/rotate
    POST /api/v1/admin/webhooks/{id}/test
    GET /api/v1/admin/webhooks/{id}/deliveries
    POST /api/v1/admin/webhook-deliveries/{id}/replay
    GET /api/v1/studio/payouts
    GET /api/v1/studio/payouts/balance
    GET /api/v1/studio/payouts/{id}
    PUT /api/v1/studio/payout-account
    GET /api/v1/studio/statements
    GET /api/v1/studio/house-documents/{id}/page.pdf
    GET /api/v1/studio/house-documents/{id}/table.csv
    GET /api/v1/admin/payouts/preview
    POST /api/v1/admin/payouts/runs
    GET /api/v1/admin/payouts/runs
    GET /api/v1/admin/payouts/runs/{id}
    GET /api/v1/admin/payouts/runs/{id}/bank.csv
    POST /api/v1/admin/payouts/runs/{id}/sent
    POST /api/v1/admin/payouts/runs/{id}/paid
    GET /api/v1/admin/payouts/{id}
    POST /api/v1/admin/payouts/{id}/paid
    POST /api/v1/admin/payouts/{id}/failed
    GET /api/v1/admin/months
    GET /api/v1/admin/months/{month}
    GET /api/v1/admin/months/{month}/trial-balance.csv
    GET /api/v1/admin/months/{month}/vat.csv
    POST /api/v1/admin/months/{month}/close
    POST /api/v1/admin/months/{month}/reconcile
    GET /api/v1/admin/house-identity
    PUT /api/v1/admin/house-identity
    GET /api/v1/admin/collections
    POST /api/v1/admin/collections
    PUT /api/v1/admin/collections/{id}
    DELETE /api/v1/admin/collections/{id}
    GET /api/v1/admin/audit
    GET /api/v1/admin/audit.csv
    POST /api/v1/admin/sales/pause
    POST /api/v1/admin/sales/resume
    POST /api/v1/admin/reindex
    GET /api/v1/live
    POST /api/v1/test-payments/{payment_id}/authorize
";

/// Calls of the contract that the program does not have yet.
const NOT_YET: &str = "
";

/// Whose an operation is, by its address; `None` for what is everybody's.
fn rule_of(operation: &Operation) -> Option<Rule> {
    let path = operation.path.strip_prefix("/api/v1")?;
    let starts =
        |prefixes: &[&str]| prefixes.iter().any(|prefix| path == *prefix || path.starts_with(&format!("{prefix}/")));
    let reads = operation.method == "GET";
    if starts(&["/admin"]) {
        Some(Rule::Console)
    } else if path == "/artworks/{id}/report" || path == "/orders/lookup" {
        None
    } else if starts(&["/me", "/wishlist"])
        || path == "/orders/{id}/claim"
        || path == "/artworks/{id}/reviews" && !reads
    {
        Some(Rule::Account)
    } else if starts(&["/studio"]) || starts(&["/artworks", "/editions"]) && !reads {
        Some(Rule::Studio)
    } else if starts(&["/cart", "/checkout", "/orders", "/documents"]) {
        Some(Rule::Owner)
    } else {
        None
    }
}

impl House {
    async fn open(engine: Engine) -> Self {
        let (program, _) = Program::start_with_admin(engine, &[]).await;
        let (artist, rival) = (Account::artist(&program).await, Account::artist(&program).await);
        let (owner, customer) = (Account::customer(&program).await, Account::customer(&program).await);
        let (buyer, stranger) = (Guest::arrive(&program).await, Guest::arrive(&program).await);
        let listed = artist.list(&program, json!([edition(25)])).await;
        let image = text(&artist.upload(&program, &listed.artwork_id, plain([1, 2, 3])).await.ok(201)["id"]);
        let order = buyer.buy(&program, &listed.editions[0], 1).await;
        let part = &order["seller_orders"][0];
        let parcel = json!({"carrier": "DHL", "line_ids": [part["lines"][0]["id"]]});
        let path = format!("/studio/orders/{}/shipments", text(&part["id"]));
        let shipment = text(&artist.post(&program, &path, parcel).await.ok(201)["id"]);
        let cart = buyer.add(&program, &listed.editions[0], 1).await.ok(200);
        let address =
            owner.post(&program, "/me/addresses", purchase("tok_ok")["shipping_address"].clone()).await.ok(201);
        let ids = [
            ("/artworks", listed.artwork_id.clone()),
            ("image_id", image),
            ("/editions", listed.editions[0].clone()),
            ("/orders", text(&order["id"])),
            ("payment_id", text(&order["payments"][0]["id"])),
            ("/documents", text(&order["documents"][0]["id"])),
            ("seller_order_id", text(&part["id"])),
            ("shipment_id", shipment),
            ("photo_id", "01890000-0000-7000-8000-000000000000".to_owned()),
            ("return_id", "01890000-0000-7000-8000-000000000000".to_owned()),
            ("artist_id", text(&artist.user["artist_id"])),
            ("user_id", text(&artist.user["id"])),
            ("line_id", text(&cart["lines"][0]["id"])),
            ("/me/addresses", text(&address["id"])),
            ("/me/sessions", text(&crate::tokens::claims(&owner.token)["sid"])),
            ("artwork_id", listed.artwork_id),
            ("/studio/payouts", listed.editions[0].clone()),
            ("/studio/house-documents", listed.editions[0].clone()),
            ("month", "2026-05".to_owned()),
            ("/admin", listed.editions[0].clone()),
            ("seq", "1".to_owned()),
        ];
        let operations = operations(&program).await;
        Self { operations, ids: ids.into_iter().collect(), rival, customer, stranger, program }
    }

    /// Without any token, 401; a visitor is nobody where an account is needed.
    async fn as_nobody(&self, operation: &Operation) {
        self.call(operation, &[]).await.problem(401, "unauthenticated");
        if rule_of(operation) != Some(Rule::Owner) {
            self.call(operation, &[("x-visitor", &self.stranger.token)]).await.problem(401, "unauthenticated");
        }
    }

    /// With an account that has no such role, 403, whatever the body is.
    async fn as_the_wrong_role(&self, operation: &Operation, accounts: &[&Account]) {
        for account in accounts {
            let answer = self.call(operation, &[("authorization", &account.bearer())]).await;
            assert_eq!(answer.status, 403, "{operation:?}: {}", answer.body);
            answer.problem(403, "forbidden");
        }
    }

    /// With the right role and somebody else's thing, 404.
    async fn as_the_wrong_owner(&self, operation: &Operation, rule: Rule) {
        let (rival, customer) = (self.rival.bearer(), self.customer.bearer());
        let who: &[(&str, &str)] = match rule {
            Rule::Studio => &[("authorization", &rival)],
            Rule::Account => &[("authorization", &customer)],
            Rule::Owner => &[("x-visitor", &self.stranger.token), ("authorization", &customer)],
            Rule::Console => &[],
        };
        // A wish may be for any work; only who bought it may review it.
        let expected = match (operation.path.as_str(), rule) {
            ("/api/v1/wishlist/{artwork_id}", _) => return,
            ("/api/v1/artworks/{id}/reviews", _) => (403, "forbidden"),
            _ => (404, "not-found"),
        };
        for header in who {
            let answer = self.call(operation, &[*header]).await;
            assert_eq!(answer.status, expected.0, "{operation:?}: {}", answer.body);
            answer.problem(expected.0, expected.1);
        }
    }

    async fn call(&self, operation: &Operation, headers: &[(&str, &str)]) -> Answer {
        let method: Method = operation.method.parse().expect("a method");
        let path = self.filled(&operation.path);
        let request = self.program.request(method, &path, headers).header("idempotency-key", "walk");
        let request = if operation.path.ends_with("/images") {
            let part = reqwest::multipart::Part::bytes(plain([9, 9, 9])).file_name("a.png");
            request.multipart(reqwest::multipart::Form::new().part("file", part))
        } else if operation.path.ends_with("/import") {
            let part = reqwest::multipart::Part::text("title\nMine\n").file_name("works.csv");
            request.multipart(reqwest::multipart::Form::new().part("csv", part))
        } else if let Some(body) = body_of(operation) {
            request.json(&body)
        } else {
            request
        };
        self.program.answer(request).await
    }

    /// The path with the ids of somebody's things.
    fn filled(&self, path: &str) -> String {
        let mut filled = Vec::new();
        for segment in path.split('/') {
            let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
                filled.push(segment.to_owned());
                continue;
            };
            let by_prefix = || {
                self.ids
                    .iter()
                    .find(|(prefix, _)| prefix.starts_with('/') && path.starts_with(&format!("/api/v1{prefix}")))
            };
            let known = self.ids.get(name).or_else(|| by_prefix().map(|(_, id)| id));
            filled.push(known.unwrap_or_else(|| panic!("nothing stands for {name} in {path}")).clone());
        }
        filled.join("/")
    }
}

/// A body that would be taken from who may.
fn body_of(operation: &Operation) -> Option<Value> {
    let path = operation.path.strip_prefix("/api/v1")?;
    Some(match (operation.method.as_str(), path) {
        ("PATCH", "/me") => json!({"display_name": "Mine"}),
        ("POST", "/me/password") => json!({"current": "x", "new": "a good long password"}),
        ("POST", "/me/email") => json!({"email": "other@example.test", "password": "x"}),
        ("POST", "/me/addresses") | ("PATCH", "/me/addresses/{id}") => purchase("tok_ok")["shipping_address"].clone(),
        ("POST", "/artworks") | ("PATCH", "/artworks/{id}") => json!({"title": "Mine"}),
        ("PATCH", "/artworks/{id}/images/{image_id}") => json!({"alt": "Mine"}),
        ("POST", "/editions/{id}/restock" | "/editions/{id}/sold-elsewhere") => json!({"copies": 1}),
        ("POST", "/studio/orders/{seller_order_id}/shipments") => {
            json!({"carrier": "DHL", "line_ids": ["01890000-0000-7000-8000-000000000000"]})
        }
        ("PUT", "/studio/artworks/{artwork_id}/books") => json!({"purchase": null}),
        ("POST", "/studio/orders/{seller_order_id}/returns/{return_id}/answer") => json!({"answer": "received"}),
        ("POST", "/orders/{id}/withdrawal" | "/orders/{id}/withdrawal/{return_id}/confirm" | "/orders/{id}/damage") => {
            json!({})
        }
        ("POST", "/studio/artists") | ("PATCH", "/studio/artists/{artist_id}") => json!({"name": "Mine"}),
        ("POST", "/studio/members") => json!({"email": "nobody@example.test"}),
        ("PATCH", "/studio/members/{user_id}") => json!({"role": "member"}),
        ("PUT", "/studio/payout-account") => json!({"account": null}),
        ("POST", "/artworks/{id}/reviews") => json!({"rating": 1, "text": "Not bought."}),
        ("POST", "/cart/items") => json!({"edition_id": "01890000-0000-7000-8000-000000000000", "quantity": 1}),
        ("PATCH", "/cart/items/{line_id}") => json!({"quantity": 1}),
        ("POST", "/checkout/quote") => json!({"shipping_address": purchase("tok_ok")["shipping_address"]}),
        ("POST", "/checkout") => purchase("tok_ok"),
        ("POST", "/orders/{id}/payments") => json!({"provider": "test", "token": "tok_ok"}),
        // The role is checked before the body: none of these is ever read here.
        ("POST" | "PUT" | "PATCH", path) if path.starts_with("/admin") => json!({"nonsense": true}),
        _ => return None,
    })
}

/// What the description describes.
async fn operations(program: &Program) -> Vec<Operation> {
    let document = program.get("/api/openapi.json", &[]).await.ok(200);
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let methods = ["get", "put", "post", "patch", "delete"].into_iter().filter(|method| item.get(method).is_some());
        found.extend(methods.map(|method| Operation { method: method.to_uppercase(), path: path.clone() }));
    }
    found
}

/// A path without the names of its parameters.
fn anonymous(path: &str) -> String {
    path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect::<Vec<_>>().join("/")
}

/// The operations that the walk leaves out, as the file beside this one lists them: method, path, reason.
fn exceptions() -> BTreeSet<Operation> {
    let lines =
        include_str!("walk_exceptions.txt").lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let (method, path) = (words.next().expect("a method"), words.next().expect("a path"));
            assert!(words.next().is_some(), "without a reason: {line}");
            Operation { method: method.to_owned(), path: path.to_owned() }
        })
        .collect()
}
