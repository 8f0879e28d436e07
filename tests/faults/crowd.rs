//! People who buy whatever happens: they repeat what was not answered, with the same key, and remember what was.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::harness::{Program, purchase};

/// How long somebody waits before asking again.
const PAUSE: Duration = Duration::from_millis(40);

/// For how long a crowd that does not get faster again is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What everybody pays with, unless it is said otherwise.
const GOOD: &[&str] = &["tok_ok"];

/// A crowd at work.
pub(crate) struct Crowd {
    shared: Arc<Shared>,
    buyers: Vec<JoinHandle<Vec<Ordered>>>,
}

struct Shared {
    client: reqwest::Client,
    /// The nodes; a buyer turns to the next when one does not answer.
    urls: Vec<String>,
    edition: String,
    /// What the buyers pay with, in turns.
    means: &'static [&'static str],
    stop: AtomicBool,
    paid: AtomicUsize,
    unavailable: AtomicUsize,
    wrong: std::sync::Mutex<HashSet<String>>,
}

/// An acknowledged order.
struct Ordered {
    order_id: String,
    token: String,
    copy: Value,
    outcome: Outcome,
}

/// What was said of its payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Paid,
    Declined,
    /// Nothing, for as long as the buyer was patient.
    Open,
}

/// What a crowd was told.
pub(crate) struct Told {
    ordered: Vec<Ordered>,
    /// Answers that said "come again".
    pub(crate) unavailable: usize,
}

impl Crowd {
    /// `buyers` people buy copies of an edition, one after the other.
    pub(crate) fn gather(programs: &[&Program], edition: &str, buyers: usize) -> Self {
        Self::gather_with(GOOD, programs, edition, buyers)
    }

    /// The same, paying with these tokens of the test provider in turns.
    pub(crate) fn gather_with(
        means: &'static [&'static str],
        programs: &[&Program],
        edition: &str,
        buyers: usize,
    ) -> Self {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(30)).build().expect("a client");
        let shared = Arc::new(Shared {
            client,
            urls: programs.iter().map(|program| program.url.clone()).collect(),
            edition: edition.to_owned(),
            means,
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

    /// How many pay in a second, as seen over one.
    pub(crate) async fn pace(&self) -> usize {
        let before = self.shared.paid.load(Ordering::Relaxed);
        tokio::time::sleep(Duration::from_secs(1)).await;
        self.shared.paid.load(Ordering::Relaxed) - before
    }

    /// Waits until they buy nearly as fast as they did, and tells how long that took. A machine that does other things
    /// as well is no reason to fail: the figure is for people.
    pub(crate) async fn recovers(&self, pace: usize) {
        let begun = Instant::now();
        while self.pace().await * 10 < pace * 8 && begun.elapsed() < PATIENCE {}
        let took = begun.elapsed().saturating_sub(Duration::from_secs(1));
        println!("{pace} purchases a second before; nearly as many again after {:.1} s", took.as_secs_f64());
    }

    /// Lets everybody finish what they are at. Nobody may have been told worse than "come again".
    pub(crate) async fn ends(self) -> Told {
        self.shared.stop.store(true, Ordering::Relaxed);
        let mut ordered = Vec::new();
        for buyer in self.buyers {
            ordered.extend(buyer.await.expect("a buyer"));
        }
        let wrong = self.shared.wrong.lock().unwrap().clone();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(ordered.iter().any(|order| order.outcome == Outcome::Paid), "nobody bought anything");
        Told { ordered, unavailable: self.shared.unavailable.load(Ordering::Relaxed) }
    }
}

impl Told {
    /// Each acknowledged order is there; what was paid is paid, with the copy it was told, and no copy has two; what was
    /// not paid is not, and will not be.
    pub(crate) async fn is_true(&self, program: &Program) {
        let mut copies = HashMap::new();
        for Ordered { order_id, token, copy, outcome } in &self.ordered {
            let look =
                async || program.get(&format!("/api/v1/orders/{order_id}"), &[("x-visitor", token)]).await.ok(200);
            let mut order = look().await;
            match outcome {
                Outcome::Paid => {
                    assert_eq!(order["payment_status"], "paid", "{order_id}");
                    assert_eq!(&order["seller_orders"][0]["lines"][0]["copies"][0], copy, "{order_id}");
                    let other = copies.insert(copy.to_string(), order_id);
                    assert!(other.is_none(), "{copy} was sold to {other:?} and {order_id}");
                }
                // Its holds run out, whoever is there to see to it.
                Outcome::Declined | Outcome::Open => {
                    while order["status"] == "open" {
                        tokio::time::sleep(PAUSE).await;
                        order = look().await;
                    }
                    assert_eq!(order["status"], "expired", "{order_id}");
                    assert_ne!(order["payment_status"], "paid", "{order_id}");
                }
            }
        }
        program.check();
    }

    /// The orders that were paid, for who listened.
    pub(crate) fn orders(&self) -> HashSet<&str> {
        let paid = self.ordered.iter().filter(|order| order.outcome == Outcome::Paid);
        paid.map(|order| order.order_id.as_str()).collect()
    }

    /// How many were paid.
    pub(crate) fn sold(&self) -> usize {
        self.orders().len()
    }
}

async fn buy_on(shared: Arc<Shared>, number: usize) -> Vec<Ordered> {
    let mut ordered = Vec::new();
    let mut turn = number;
    while !shared.stop.load(Ordering::Relaxed) {
        turn += 1;
        if let Some(order) = buy(&shared, turn).await {
            if order.outcome == Outcome::Paid {
                shared.paid.fetch_add(1, Ordering::Relaxed);
            }
            ordered.push(order);
        }
    }
    ordered
}

/// One whole purchase, however often its steps have to be repeated; `None` if something else was answered than should
/// have been.
async fn buy(shared: &Shared, turn: usize) -> Option<Ordered> {
    let means = shared.means.get(turn % shared.means.len()).copied().unwrap_or("tok_ok");
    let arrived = insist(shared, turn, "/visitors", None, json!({})).await?;
    let token = arrived["visitor_token"].as_str()?.to_owned();
    let wish = json!({"edition_id": shared.edition, "quantity": 1});
    insist(shared, turn, "/cart/items", Some(&token), wish).await?;
    let placed = insist(shared, turn, "/checkout", Some(&token), purchase(means)).await?;
    let mut order = placed["order"].clone();
    let order_id = order["id"].as_str()?.to_owned();
    // An answer that was lost is given again as the order is by then: it may still be on its way to being paid.
    while order["payment_status"] == "pending" && means != "tok_lost" {
        tokio::time::sleep(PAUSE).await;
        order = ask(shared, turn, Method::GET, &format!("/orders/{order_id}"), Some(&token), None).await?;
    }
    let outcome = match order["payment_status"].as_str() {
        Some("paid") => Outcome::Paid,
        Some("pending") => Outcome::Open,
        _ => Outcome::Declined,
    };
    let expected = match means {
        "tok_declined" => Outcome::Declined,
        "tok_lost" => Outcome::Open,
        _ => Outcome::Paid,
    };
    if outcome != expected {
        shared.wrong.lock().unwrap().insert(format!("{means} led to {}", order["payment_status"]));
        return None;
    }
    let copy = order["seller_orders"][0]["lines"][0]["copies"][0].clone();
    Some(Ordered { order_id, token, copy, outcome })
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
