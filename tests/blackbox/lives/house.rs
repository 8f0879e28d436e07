//! The house that orders live in: sellers of three currencies, its staff, a Stripe of our own.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::stripe::{FakeStripe, Notice, SECRET_KEY, WEBHOOK_SECRET};
use crate::harness::{Account, Answer, Engine, Guest, Program, edition, text};

/// How long anything may take that a job does.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is sold, and by how many: prices that do not divide well, in minor units.
const SHELVES: [(&str, [i64; 2]); 3] = [("EUR", [612_345, 9_999]), ("USD", [33_333, 1_001]), ("JPY", [47_777, 101])];

/// A running house.
pub(super) struct House {
    pub(super) program: Program,
    pub(super) admin: Account,
    pub(super) fake: FakeStripe,
    pub(super) shelves: Vec<Shelf>,
    /// What has arrived at sellers, by way and currency, as the payouts say.
    pub(super) arrived: BTreeMap<(String, String), i64>,
    events: AtomicU32,
}

/// What is sold in one currency.
pub(super) struct Shelf {
    pub(super) currency: &'static str,
    pub(super) shops: Vec<Shop>,
}

/// A seller of it.
pub(super) struct Shop {
    pub(super) artist: Account,
    pub(super) seller_id: String,
    pub(super) editions: Vec<String>,
}

impl House {
    pub(super) async fn open(engine: Engine) -> Self {
        let fake = FakeStripe::start().await;
        let settings = [
            ("IMPASTO_PAYMENTS__STRIPE__SECRET_KEY", SECRET_KEY),
            ("IMPASTO_PAYMENTS__STRIPE__WEBHOOK_SECRET", WEBHOOK_SECRET),
            ("IMPASTO_PAYMENTS__STRIPE__BASE_URL", fake.url.as_str()),
            ("IMPASTO_PAYMENTS__STRIPE__TIMEOUT_S", "20"),
        ];
        let (program, admin) = Program::start_with_admin(engine, &settings).await;
        let events = AtomicU32::new(0);
        let mut house = Self { program, admin, fake, shelves: Vec::new(), arrived: BTreeMap::new(), events };
        for (place, (currency, _)) in SHELVES.into_iter().enumerate() {
            let mut shops = Vec::new();
            for second in [false, true] {
                shops.push(house.shop_of(place, second).await);
            }
            house.shelves.push(Shelf { currency, shops });
        }
        house.hang_works().await;
        let own = &house.shelves[1].shops[0].seller_id;
        let rules = json!([
            {"rate": 12.5, "valid_from": "2020-01-01"},
            {"kind": "open", "rate": 33.33, "valid_from": "2020-01-01"},
            {"seller_id": own, "rate": 7.77, "valid_from": "2020-01-01"},
        ]);
        let body = json!({"commission_rules": {"rules": rules}});
        house.admin.call(&house.program, Method::PUT, "/admin/settings", Some(body)).await.ok(200);
        house
    }

    /// A seller: the first of each currency is paid by the bank, the others by transfer.
    async fn shop_of(&self, place: usize, by_transfer: bool) -> Shop {
        let artist = Account::artist(&self.program).await;
        let address = json!({"name": "Ada Berg", "line1": "Hafenstraße 3", "city": "Kiel", "postal_code": "24103",
            "country": "DE"});
        let seller = json!({"legal_name": "Ada Berg Kunst GmbH", "vat_id": "DE123456788", "address": address});
        artist.patch(&self.program, "/studio/seller", seller).await.ok(200);
        let account = if by_transfer { format!("acct_lives{place}") } else { "DE89 3704 0044 0532 0130 00".to_owned() };
        let body = json!({"account": account});
        artist.call(&self.program, Method::PUT, "/studio/payout-account", Some(body)).await.ok(200);
        Shop { artist, seller_id: String::new(), editions: Vec::new() }
    }

    /// Every seller hangs a fresh work: a limited edition, and an open one. Those that hung before stay as they are.
    pub(super) async fn hang_works(&mut self) {
        for (shelf, (currency, prices)) in self.shelves.iter_mut().zip(SHELVES) {
            for (place, shop) in shelf.shops.iter_mut().enumerate() {
                let [mut limited, mut open] = [edition(150), edition(-1)];
                let more = i64::try_from(place).expect("small") * 7;
                for (edition, price) in [&mut limited, &mut open].into_iter().zip(prices) {
                    edition["price"] = json!({"amount": price + more, "currency": currency});
                }
                let listed = shop.artist.list(&self.program, json!([limited, open])).await;
                if currency == "EUR" {
                    // A resale: a share of it is its artist's.
                    let path = format!("/studio/artworks/{}/books", listed.artwork_id);
                    let books = json!({"resale": {"nationality": "FR", "died": 1987}});
                    shop.artist.call(&self.program, Method::PUT, &path, Some(books)).await.ok(200);
                }
                shop.seller_id = text(&listed.shown(&self.program).await["seller"]["id"]);
                shop.editions = listed.editions;
            }
        }
    }

    pub(super) fn shop(&self, seller_id: &Value) -> &Shop {
        let mut shops = self.shelves.iter().flat_map(|shelf| &shelf.shops);
        shops.find(|shop| shop.seller_id == *seller_id).unwrap_or_else(|| panic!("{seller_id} sells nothing here"))
    }

    /// An order, as staff see it.
    pub(super) async fn order(&self, id: &str) -> Value {
        self.admin.get(&self.program, &format!("/orders/{id}")).await.ok(200)
    }

    /// Waits until an order is so.
    pub(super) async fn order_when(&self, id: &str, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let until = tokio::time::Instant::now() + PATIENCE;
        loop {
            let order = self.order(id).await;
            if is_so(&order) {
                return order;
            }
            assert!(tokio::time::Instant::now() < until, "waited in vain until {what}: {order}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Somebody with an account asks, under a key.
    pub(super) async fn said(&self, who: &Account, path: &str, key: &str, body: Value) -> Answer {
        let bearer = who.bearer();
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", key)];
        self.program.post(&format!("/api/v1{path}"), &headers, body).await
    }

    /// A buyer asks, under a key.
    pub(super) async fn asked(&self, guest: &Guest, path: &str, key: &str, body: Value) -> Answer {
        let headers = [("x-visitor", guest.token.as_str()), ("idempotency-key", key)];
        self.program.post(&format!("/api/v1{path}"), &headers, body).await
    }

    /// A name that no notice had before.
    pub(super) fn event(&self) -> String {
        format!("evt_{}", self.events.fetch_add(1, Ordering::Relaxed))
    }

    /// Stripe posts a notice, again where the house had no time.
    pub(super) async fn tell(&self, notice: &Notice) {
        for _ in 0..20 {
            let request = self.program.client().post(format!("{}/api/v1/webhooks/stripe", self.program.url));
            let request = request.body(notice.body.clone());
            let request = notice.headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
            let answer = self.program.answer(request).await;
            if answer.status == 200 {
                return;
            }
            assert_eq!(answer.status, 503, "{}: {}", notice.body, answer.body);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("nobody took {}", notice.body);
    }

    /// Everything of a list, page by page.
    pub(super) async fn all(&self, path: &str) -> Vec<Value> {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        let joint = if path.contains('?') { '&' } else { '?' };
        loop {
            let page = self.admin.get(&self.program, &format!("{path}{joint}limit=100{cursor}")).await.ok(200);
            found.extend(page["items"].as_array().expect("a list").iter().cloned());
            let Some(next) = page["next_cursor"].as_str() else { return found };
            cursor = format!("&cursor={next}");
        }
    }
}

/// The minor units of an amount.
#[track_caller]
pub(super) fn minor(money: &Value) -> i64 {
    money["amount"].as_i64().unwrap_or_else(|| panic!("{money} is no amount"))
}

/// A list of an order.
pub(super) fn list<'v>(of: &'v Value, name: &str) -> &'v [Value] {
    of[name].as_array().map_or(&[], Vec::as_slice)
}
