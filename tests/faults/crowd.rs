//! People who buy whatever happens: they repeat what was not answered, with the same key, and remember what was.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::harness::{Program, purchase};

/// How long somebody waits before asking again.
const PAUSE: Duration = Duration::from_millis(40);

/// A crowd at work.
pub(crate) struct Crowd {
    shared: Arc<Shared>,
    buyers: Vec<JoinHandle<Vec<Bought>>>,
}

struct Shared {
    client: reqwest::Client,
    /// The nodes; a buyer turns to the next when one does not answer.
    urls: Vec<String>,
    edition: String,
    stop: AtomicBool,
    paid: AtomicUsize,
    unavailable: AtomicUsize,
    wrong: std::sync::Mutex<HashSet<String>>,
}

/// An acknowledged purchase.
struct Bought {
    order_id: String,
    token: String,
    copy: Value,
}

/// What a crowd was told.
pub(crate) struct Told {
    bought: Vec<Bought>,
    /// Answers that said "come again".
    pub(crate) unavailable: usize,
}

impl Crowd {
    /// `buyers` people buy copies of an edition, one after the other.
    pub(crate) fn gather(programs: &[&Program], edition: &str, buyers: usize) -> Self {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(30)).build().expect("a client");
        let shared = Arc::new(Shared {
            client,
            urls: programs.iter().map(|program| program.url.clone()).collect(),
            edition: edition.to_owned(),
            stop: AtomicBool::new(false),
            paid: AtomicUsize::new(0),
            unavailable: AtomicUsize::new(0),
            wrong: std::sync::Mutex::default(),
        });
        let buyers = (0..buyers).map(|number| tokio::spawn(buy_on(Arc::clone(&shared), number))).collect();
        Self { shared, buyers }
    }

    /// Waits until so many more have paid: it runs, or runs again.
    pub(crate) async fn buys(&self, more: usize) {
        let enough = self.shared.paid.load(Ordering::Relaxed) + more;
        while self.shared.paid.load(Ordering::Relaxed) < enough {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Lets everybody finish what they are at. Nobody may have been told worse than "come again".
    pub(crate) async fn ends(self) -> Told {
        self.shared.stop.store(true, Ordering::Relaxed);
        let mut bought = Vec::new();
        for buyer in self.buyers {
            bought.extend(buyer.await.expect("a buyer"));
        }
        let wrong = self.shared.wrong.lock().unwrap().clone();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(!bought.is_empty(), "nobody bought anything");
        Told { bought, unavailable: self.shared.unavailable.load(Ordering::Relaxed) }
    }
}

impl Told {
    /// Each acknowledged order is there, paid, with the copy it was told, and no copy has two.
    pub(crate) async fn is_true(&self, program: &Program) {
        let mut copies = HashMap::new();
        for Bought { order_id, token, copy } in &self.bought {
            let order = program.get(&format!("/api/v1/orders/{order_id}"), &[("x-visitor", token)]).await.ok(200);
            assert_eq!(order["payment_status"], "paid", "{order_id}");
            assert_eq!(&order["seller_orders"][0]["lines"][0]["copies"][0], copy, "{order_id}");
            let other = copies.insert(copy.to_string(), order_id);
            assert!(other.is_none(), "{copy} was sold to {other:?} and {order_id}");
        }
        program.check();
    }

    /// The orders, for who listened.
    pub(crate) fn orders(&self) -> HashSet<&str> {
        self.bought.iter().map(|bought| bought.order_id.as_str()).collect()
    }
}

async fn buy_on(shared: Arc<Shared>, number: usize) -> Vec<Bought> {
    let mut bought = Vec::new();
    let mut turn = number;
    while !shared.stop.load(Ordering::Relaxed) {
        turn += 1;
        if let Some(purchase) = buy(&shared, turn).await {
            shared.paid.fetch_add(1, Ordering::Relaxed);
            bought.push(purchase);
        }
    }
    bought
}

/// One whole purchase, however often its steps have to be repeated; `None` if the hold ran out meanwhile.
async fn buy(shared: &Shared, turn: usize) -> Option<Bought> {
    let arrived = insist(shared, turn, "/visitors", None, json!({})).await?;
    let token = arrived["visitor_token"].as_str()?.to_owned();
    let wish = json!({"edition_id": shared.edition, "quantity": 1});
    insist(shared, turn, "/cart/items", Some(&token), wish).await?;
    let placed = insist(shared, turn, "/checkout", Some(&token), purchase("tok_ok")).await?;
    let mut order = placed["order"].clone();
    let order_id = order["id"].as_str()?.to_owned();
    // An answer that was lost is given again as the order is by then: it may still be on its way to being paid.
    while order["payment_status"] == "pending" {
        tokio::time::sleep(PAUSE).await;
        order = ask(shared, turn, Method::GET, &format!("/orders/{order_id}"), Some(&token), None).await?;
    }
    if order["payment_status"] != "paid" {
        shared.wrong.lock().unwrap().insert(format!("tok_ok was not taken: {}", order["payment_status"]));
        return None;
    }
    Some(Bought { order_id, token, copy: order["seller_orders"][0]["lines"][0]["copies"][0].clone() })
}

async fn insist(shared: &Shared, turn: usize, path: &str, token: Option<&str>, body: Value) -> Option<Value> {
    ask(shared, turn, Method::POST, path, token, Some(body)).await
}

/// Asks until there is an answer that is none of "come again".
async fn ask(
    shared: &Shared,
    mut turn: usize,
    method: Method,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> Option<Value> {
    loop {
        let url = format!("{}/api/v1{path}", shared.urls[turn % shared.urls.len()]);
        let mut request = shared.client.request(method.clone(), url).header("idempotency-key", "once");
        if let Some(token) = token {
            request = request.header("x-visitor", token);
        }
        if let Some(body) = &body {
            request = request.json(body);
        }
        let again = match request.send().await {
            Ok(answer) if answer.status().is_success() => match answer.json().await {
                Ok(body) => return Some(body),
                // Cut off in the middle.
                Err(_) => true,
            },
            Ok(answer) if answer.status() == 503 => {
                shared.unavailable.fetch_add(1, Ordering::Relaxed);
                if !answer.headers().contains_key("retry-after") {
                    shared.wrong.lock().unwrap().insert(format!("{path}: 503 without Retry-After"));
                }
                true
            }
            Ok(answer) => {
                let status = answer.status();
                let problem: Value = answer.json().await.unwrap_or_default();
                shared.wrong.lock().unwrap().insert(format!("{path}: {status} {}", problem["type"]));
                return None;
            }
            // Nobody is there: perhaps somebody is elsewhere.
            Err(_) => {
                turn += 1;
                true
            }
        };
        if again {
            tokio::time::sleep(PAUSE).await;
        }
    }
}
