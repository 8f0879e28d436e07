//! A Stripe of our own: speaks the documented wire format of Checkout Sessions, `PaymentIntent`s, refunds, transfers and
//! signed notices, keeps what it did, carries a call out once under its `Idempotency-Key`, and fails as it is told to.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "shared by suites, which fail by panicking"
)]

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::io::BufReader;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::asked::{Asked, read, write};

pub(crate) const SECRET_KEY: &str = "sk_test_a_secret_that_is_shown_nowhere";
pub(crate) const PUBLISHABLE_KEY: &str = "pk_test_for_browsers";
pub(crate) const WEBHOOK_SECRET: &str = "whsec_0123456789abcdef";
pub(crate) const API_VERSION: &str = "2024-06-20";

/// What Stripe takes of each payment, in hundredths.
pub(crate) const FEE: i64 = 55;
/// What a dispute costs.
pub(crate) const DISPUTE_FEE: i64 = 2_000;

/// A call that may fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Session,
    GetSession,
    Expire,
    Intent,
    GetIntent,
    Capture,
    Cancel,
    Refund,
    Refunds,
    Transfer,
    Transfers,
}

/// How a call fails, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A definite no of this type and code; nothing is done.
    Refuse(&'static str, &'static str),
    /// 500; nothing is done.
    Broken,
    /// It is done, and then 500.
    BrokenAfter,
    /// It is done, and the connection is cut.
    Lost,
    /// It is done, and the answer is no JSON.
    Unreadable,
    /// It is done, after a while.
    Slow(Duration),
    /// It is done, and told as if real money had moved.
    OtherMode,
}

/// What a customer pays with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Card {
    /// `4242 4242 4242 4242`.
    Good,
    /// A bank says no, with this `decline_code`.
    Declined(&'static str),
    /// A bank wants a word with the customer first (3-D Secure).
    Challenged,
    /// Not a card: a bank's debit, which takes days.
    Debit,
}

/// A running Stripe.
pub(crate) struct FakeStripe {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

/// A notice, ready to be posted.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Notice {
    /// The same, signed with these secrets at that time.
    pub(crate) fn signed(self, secrets: &[&str], at: u64) -> Self {
        let signatures: String =
            secrets.iter().map(|secret| format!(",v1={}", signature(secret, at, &self.body))).collect();
        let headers = vec![
            ("stripe-signature", format!("t={at}{signatures},v0=an-older-scheme")),
            ("content-type", "application/json; charset=utf-8".to_owned()),
        ];
        Self { headers, ..self }
    }
}

#[derive(Default)]
struct State {
    sessions: BTreeMap<String, Value>,
    intents: BTreeMap<String, Value>,
    charges: BTreeMap<String, Value>,
    movements: BTreeMap<String, Value>,
    refunds: Vec<Value>,
    transfers: Vec<Value>,
    disputes: BTreeMap<String, Value>,
    /// What was answered under a key, with what was asked.
    answered: HashMap<String, (String, u16, Value)>,
    faults: Vec<(Step, Fault)>,
    calls: Vec<(Step, Option<String>)>,
    next: u32,
    /// What no client should have done.
    complaints: Vec<String>,
}

impl FakeStripe {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let state: Arc<Mutex<State>> = Arc::default();
        let task = tokio::spawn(accept(listener, Arc::clone(&state)));
        Self { url, state, task }
    }

    /// The next call of this kind fails so.
    pub(crate) fn fail(&self, step: Step, fault: Fault) {
        self.state().faults.push((step, fault));
    }

    /// Where this stand-in shows the page that an address of Stripe's names.
    pub(crate) fn page(&self, redirect_url: &str) -> String {
        let path = redirect_url.strip_prefix("https://checkout.stripe.com").expect("a page of Stripe's");
        format!("{}{path}", self.url)
    }

    /// The customer pays an attempt, on Stripe's page or in the Payment Element.
    pub(crate) fn pay(&self, payment_id: &str, card: Card) {
        self.state().pay(payment_id, card);
    }

    /// The customer answers the bank's question, as it should be or not.
    pub(crate) fn authenticate(&self, payment_id: &str, is_right: bool) {
        self.state().answer_bank(payment_id, "requires_action", is_right);
    }

    /// The bank carries a debit out, or does not.
    pub(crate) fn settle(&self, payment_id: &str, is_good: bool) {
        self.state().answer_bank(payment_id, "processing", is_good);
    }

    /// The page of an attempt, as it stands.
    pub(crate) fn session(&self, payment_id: &str) -> Value {
        let state = self.state();
        let id = state.session_of(payment_id).unwrap_or_else(|| panic!("no page for {payment_id}"));
        state.sessions[&id].clone()
    }

    /// The intent of an attempt, as it stands.
    pub(crate) fn intent(&self, payment_id: &str) -> Value {
        let state = self.state();
        let id = state.intent_of(payment_id).unwrap_or_else(|| panic!("no intent for {payment_id}"));
        state.intents[&id].clone()
    }

    /// How many pages were made.
    pub(crate) fn sessions(&self) -> usize {
        self.state().sessions.len()
    }

    /// How many intents were made.
    pub(crate) fn intents(&self) -> usize {
        self.state().intents.len()
    }

    /// The charges that an attempt has brought.
    pub(crate) fn charges(&self, payment_id: &str) -> Vec<Value> {
        let state = self.state();
        let charges = state.charges.values().filter(|charge| charge["metadata"]["payment_id"] == payment_id);
        charges.filter(|charge| charge["captured"] == true).cloned().collect()
    }

    /// Money that went back.
    pub(crate) fn refunds(&self) -> Vec<Value> {
        self.state().refunds.clone()
    }

    /// Somebody gives money back in Stripe's dashboard, past the house.
    pub(crate) fn refund_past_the_house(&self, payment_id: &str, amount: i64) {
        let mut state = self.state();
        let intent = state.intent_of(payment_id).expect("an intent");
        let (status, answer) =
            state.refund(&[("payment_intent".to_owned(), intent), ("amount".to_owned(), amount.to_string())]);
        assert_eq!(status, 200, "{answer}");
    }

    /// Money that went to sellers.
    pub(crate) fn transfers(&self) -> Vec<Value> {
        self.state().transfers.clone()
    }

    /// So much of the latest transfer comes back: the notice of it.
    pub(crate) fn transfer_returns(&self, event_id: &str, amount: i64) -> Notice {
        let mut state = self.state();
        let transfer = state.transfers.last_mut().expect("a transfer");
        let back = transfer["amount_reversed"].as_i64().unwrap_or(0) + amount;
        transfer["reversed"] = json!(transfer["amount"] == back);
        transfer["amount_reversed"] = json!(back);
        notice(event_id, "transfer.reversed", transfer)
    }

    /// How often something was asked for.
    pub(crate) fn asked(&self, step: Step) -> usize {
        self.state().calls.iter().filter(|(asked, _)| *asked == step).count()
    }

    /// The keys that something was asked for under.
    pub(crate) fn keys(&self, step: Step) -> Vec<String> {
        self.state().calls.iter().filter(|(asked, _)| *asked == step).filter_map(|(_, key)| key.clone()).collect()
    }

    /// Forgets all keys, as Stripe does after a day.
    pub(crate) fn forget_keys(&self) {
        self.state().answered.clear();
    }

    /// What no client should have done.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.state().complaints.clone()
    }

    /// A notice about the intent of an attempt.
    pub(crate) fn told_of_intent(&self, event_id: &str, kind: &str, payment_id: &str) -> Notice {
        notice(event_id, kind, &self.intent(payment_id))
    }

    /// A notice about the page of an attempt.
    pub(crate) fn told_of_session(&self, event_id: &str, kind: &str, payment_id: &str) -> Notice {
        notice(event_id, kind, &self.session(payment_id))
    }

    /// A notice about the charge of an attempt.
    pub(crate) fn told_of_charge(&self, event_id: &str, kind: &str, payment_id: &str) -> Notice {
        notice(event_id, kind, &self.charges(payment_id)[0])
    }

    /// The customer's bank takes the money of an attempt back: the notice of it.
    pub(crate) fn dispute(&self, event_id: &str, payment_id: &str) -> Notice {
        let charge = self.charges(payment_id)[0].clone();
        let mut state = self.state();
        let id = state.name("dp_");
        let movement = json!({"id": state.name("txn_"), "object": "balance_transaction", "type": "adjustment",
            "amount": -charge["amount"].as_i64().expect("a sum"), "fee": DISPUTE_FEE, "currency": charge["currency"]});
        let dispute = json!({
            "id": id, "object": "dispute", "livemode": false, "amount": charge["amount"],
            "currency": charge["currency"], "charge": charge["id"], "payment_intent": charge["payment_intent"], "reason": "product_not_received",
            "status": "needs_response", "is_charge_refundable": false, "metadata": {},
            "evidence_details": {"due_by": 1_893_456_000_i64, "has_evidence": false, "submission_count": 0},
            "balance_transactions": [movement],
        });
        state.disputes.insert(payment_id.to_owned(), dispute.clone());
        notice(event_id, "charge.dispute.created", &dispute)
    }

    /// A notice about the dispute of an attempt, as it stands.
    pub(crate) fn dispute_stands(&self, event_id: &str, kind: &str, payment_id: &str) -> Notice {
        notice(event_id, kind, &self.state().disputes[payment_id])
    }

    /// The dispute of an attempt ends: the notice of it.
    pub(crate) fn dispute_ends(&self, event_id: &str, payment_id: &str, status: &str) -> Notice {
        let mut state = self.state();
        let dispute = state.disputes.get_mut(payment_id).expect("a dispute");
        dispute["status"] = json!(status);
        notice(event_id, "charge.dispute.closed", dispute)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }
}

impl Drop for FakeStripe {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A notice, signed now.
pub(crate) fn notice(event_id: &str, kind: &str, object: &Value) -> Notice {
    notice_in("false", event_id, kind, object)
}

/// The same of a mode: whether it is `livemode`.
pub(crate) fn notice_in(is_live: &str, event_id: &str, kind: &str, object: &Value) -> Notice {
    // With blanks and line ends, as Stripe's own: the signature is over the very bytes.
    let body = format!(
        "{{\n  \"id\": \"{event_id}\",\n  \"object\": \"event\",\n  \"api_version\": \"{API_VERSION}\",\n  \
         \"created\": 1700000000,\n  \"data\": {{\"object\": {object}}},\n  \"livemode\": {is_live},\n  \
         \"type\": \"{kind}\"\n}}"
    );
    Notice { headers: Vec::new(), body }.signed(&[WEBHOOK_SECRET], now())
}

/// Seconds since 1970.
#[allow(clippy::disallowed_methods, reason = "the program's clock is the machine's")]
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs()
}

fn signature(secret: &str, at: u64, body: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    let bytes = mac.chain_update(format!("{at}.{body}")).finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(converse(stream, Arc::clone(&state)));
    }
}

/// Answers the requests of one connection until it ends.
async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut stream = BufReader::new(stream);
    while let Some(asked) = read(&mut stream).await {
        if asked.path.starts_with("/c/pay/") {
            let (status, lines, body) = state.lock().expect("no panic").show(&asked);
            if write(&mut stream, status, &lines, &body).await.is_none() {
                return;
            }
            continue;
        }
        let step = step_of(&asked);
        let fault = step.and_then(|step| {
            let mut state = state.lock().expect("no panic");
            state.calls.push((step, asked.headers.get("idempotency-key").cloned()));
            let at = state.faults.iter().position(|(failing, _)| *failing == step)?;
            Some(state.faults.remove(at).1)
        });
        if let Some(Fault::Slow(pause)) = fault {
            tokio::time::sleep(pause).await;
        }
        let (status, body) = match (&fault, step) {
            (Some(Fault::Refuse(kind, code)), _) => {
                (if *kind == "card_error" { 402 } else { 400 }, mistake(kind, code).to_string())
            }
            (Some(Fault::Broken), _) => (500, mistake("api_error", "").to_string()),
            (_, None) => (404, mistake("invalid_request_error", "url_invalid").to_string()),
            (_, Some(step)) => {
                let (status, mut answer) = state.lock().expect("no panic").answer(step, &asked);
                match fault {
                    Some(Fault::Lost) => return,
                    Some(Fault::BrokenAfter) => (500, mistake("api_error", "").to_string()),
                    Some(Fault::Unreadable) => (200, "<html>something in between</html>".to_owned()),
                    Some(Fault::OtherMode) => {
                        answer["livemode"] = json!(true);
                        (status, answer.to_string())
                    }
                    _ => (status, answer.to_string()),
                }
            }
        };
        if write(&mut stream, status, "content-type: application/json\r\n", &body).await.is_none() {
            return;
        }
    }
}

fn step_of(asked: &Asked) -> Option<Step> {
    let path = asked.path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    Some(match (asked.method.as_str(), parts.as_slice()) {
        ("POST", ["v1", "checkout", "sessions"]) => Step::Session,
        ("GET", ["v1", "checkout", "sessions", _]) => Step::GetSession,
        ("POST", ["v1", "checkout", "sessions", _, "expire"]) => Step::Expire,
        ("POST", ["v1", "payment_intents"]) => Step::Intent,
        ("GET", ["v1", "payment_intents", _]) => Step::GetIntent,
        ("POST", ["v1", "payment_intents", _, "capture"]) => Step::Capture,
        ("POST", ["v1", "payment_intents", _, "cancel"]) => Step::Cancel,
        ("POST", ["v1", "refunds"]) => Step::Refund,
        ("GET", ["v1", "refunds"]) => Step::Refunds,
        ("POST", ["v1", "transfers"]) => Step::Transfer,
        ("GET", ["v1", "transfers"]) => Step::Transfers,
        _ => return None,
    })
}

fn mistake(kind: &str, code: &str) -> Value {
    let mut error = json!({"type": kind, "message": "It was told to fail.", "doc_url": "https://docs.stripe.com"});
    match (kind, code) {
        ("card_error", code) => {
            error["code"] = json!("card_declined");
            error["decline_code"] = json!(code);
        }
        (_, "") => {}
        (_, code) => error["code"] = json!(code),
    }
    json!({"error": error})
}

/// What may be asked for; Stripe refuses what it does not know.
fn is_known(step: Step, name: &str) -> bool {
    let known: &[&str] = match step {
        Step::Session => &[
            "mode",
            "success_url",
            "cancel_url",
            "client_reference_id",
            "expires_at",
            "line_items[0][quantity]",
            "line_items[0][price_data][currency]",
            "line_items[0][price_data][unit_amount]",
            "line_items[0][price_data][product_data][name]",
            "payment_intent_data[capture_method]",
        ],
        Step::Intent => &["amount", "currency", "automatic_payment_methods[enabled]", "capture_method"],
        Step::Refund => &["payment_intent", "amount"],
        Step::Refunds => &["payment_intent", "limit"],
        Step::Transfer => &["amount", "currency", "destination", "transfer_group", "description"],
        Step::Transfers => &["transfer_group", "limit"],
        Step::GetSession | Step::Expire | Step::GetIntent | Step::Capture | Step::Cancel => &[],
    };
    let is_metadata =
        name.starts_with("metadata[") || (step == Step::Session && name.starts_with("payment_intent_data[metadata]["));
    is_metadata || name == "expand[]" || known.contains(&name)
}

/// A value of what was asked for.
fn of<'f>(form: &'f [(String, String)], name: &str) -> Option<&'f str> {
    form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn number(form: &[(String, String)], name: &str) -> Option<i64> {
    of(form, name)?.parse().ok()
}

/// The metadata that stand below a name.
fn metadata(form: &[(String, String)], below: &str) -> Value {
    let start = format!("{below}[");
    let found = form.iter().filter_map(|(name, value)| {
        let name = name.strip_prefix(start.as_str())?.strip_suffix(']')?;
        Some((name.to_owned(), json!(value)))
    });
    Value::Object(found.collect())
}

impl State {
    fn answer(&mut self, step: Step, asked: &Asked) -> (u16, Value) {
        if asked.headers.get("authorization") != Some(&format!("Bearer {SECRET_KEY}")) {
            return (401, mistake("invalid_request_error", ""));
        }
        if asked.headers.get("stripe-version").map(String::as_str) != Some(API_VERSION) {
            self.complaints.push(format!("{step:?} without a version"));
        }
        let query = asked.path.split_once('?').map_or("", |(_, query)| query);
        let text: &str = if asked.method == "GET" { query } else { &asked.body };
        let form: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        if let Some((name, _)) = form.iter().find(|(name, _)| !is_known(step, name)) {
            self.complaints.push(format!("{step:?} with {name}"));
            return (400, mistake("invalid_request_error", "parameter_unknown"));
        }
        let key = asked.headers.get("idempotency-key").cloned();
        let asks = format!("{} {}", asked.path, asked.body);
        if asked.method == "POST" && key.is_none() {
            self.complaints.push(format!("{step:?} without a key"));
        }
        if let Some((before, status, answer)) = key.as_ref().and_then(|key| self.answered.get(key)) {
            if *before != asks {
                self.complaints.push(format!("{step:?} asks otherwise under the same key"));
                return (400, mistake("idempotency_error", ""));
            }
            return (*status, answer.clone());
        }
        let (status, answer) = self.carry_out(step, asked, &form);
        if let Some(key) = key {
            self.answered.insert(key, (asks, status, answer.clone()));
        }
        (status, answer)
    }

    fn carry_out(&mut self, step: Step, asked: &Asked, form: &[(String, String)]) -> (u16, Value) {
        let path = asked.path.split('?').next().unwrap_or_default();
        let id = path.split('/').nth(if path.contains("/checkout/") { 4 } else { 3 }).unwrap_or_default().to_owned();
        let is_whole = of(form, "expand[]").is_some();
        let missing = || (404, mistake("invalid_request_error", "resource_missing"));
        match step {
            Step::Session => self.make_session(form, is_whole),
            Step::GetSession if self.sessions.contains_key(&id) => (200, self.shown_session(&id, is_whole)),
            Step::Expire => match self.sessions.get(&id).map(|session| session["status"] == "open") {
                Some(true) => {
                    self.expire(&id);
                    (200, self.shown_session(&id, is_whole))
                }
                Some(false) => (400, mistake("invalid_request_error", "")),
                None => missing(),
            },
            Step::Intent => {
                let (Some(amount), Some(currency)) = (number(form, "amount"), of(form, "currency")) else {
                    return (400, mistake("invalid_request_error", "parameter_missing"));
                };
                let capture = of(form, "capture_method").unwrap_or("automatic_async");
                let intent = self.make_intent(amount, currency, capture, &metadata(form, "metadata"));
                (200, self.shown_intent(&intent, is_whole))
            }
            Step::GetIntent if self.intents.contains_key(&id) => (200, self.shown_intent(&id, is_whole)),
            Step::Capture | Step::Cancel if self.intents.contains_key(&id) => {
                let status = self.intents[&id]["status"].as_str().expect("a status").to_owned();
                match (step, status.as_str()) {
                    (Step::Capture, "requires_capture") => self.take(&id),
                    (Step::Cancel, "requires_payment_method" | "requires_capture" | "requires_action") => {
                        self.intents.get_mut(&id).expect("an intent")["status"] = json!("canceled");
                    }
                    _ => return (400, mistake("invalid_request_error", "payment_intent_unexpected_state")),
                }
                (200, self.shown_intent(&id, is_whole))
            }
            Step::Refund => self.refund(form),
            Step::Refunds => {
                let intent = of(form, "payment_intent").unwrap_or_default();
                let found: Vec<&Value> =
                    self.refunds.iter().filter(|refund| refund["payment_intent"] == intent).collect();
                (200, json!({"object": "list", "data": found, "has_more": false, "url": "/v1/refunds"}))
            }
            Step::Transfer => self.transfer(form),
            Step::Transfers => {
                let group = of(form, "transfer_group").unwrap_or_default();
                let found: Vec<&Value> =
                    self.transfers.iter().filter(|transfer| transfer["transfer_group"] == group).collect();
                (200, json!({"object": "list", "data": found, "has_more": false, "url": "/v1/transfers"}))
            }
            Step::GetSession | Step::GetIntent | Step::Capture | Step::Cancel => missing(),
        }
    }

    fn make_session(&mut self, form: &[(String, String)], is_whole: bool) -> (u16, Value) {
        let (Some("payment"), Some(back), Some(amount), Some(currency), Some(_)) = (
            of(form, "mode"),
            of(form, "success_url"),
            number(form, "line_items[0][price_data][unit_amount]"),
            of(form, "line_items[0][price_data][currency]"),
            of(form, "line_items[0][price_data][product_data][name]"),
        ) else {
            return (400, mistake("invalid_request_error", "parameter_missing"));
        };
        let id = self.name("cs_test_");
        let session = json!({
            "id": id, "object": "checkout.session", "livemode": false, "mode": "payment", "status": "open",
            "payment_status": "unpaid", "amount_total": amount, "currency": currency, "payment_intent": null,
            "client_reference_id": of(form, "client_reference_id"), "success_url": back,
            "cancel_url": of(form, "cancel_url"), "expires_at": number(form, "expires_at"),
            "metadata": metadata(form, "metadata"),
            "url": format!("https://checkout.stripe.com/c/pay/{id}"),
            // Kept here until the customer pays; Stripe does not show it.
            "_capture": of(form, "payment_intent_data[capture_method]").unwrap_or("automatic_async"),
            "_metadata": metadata(form, "payment_intent_data[metadata]"),
        });
        self.sessions.insert(id.clone(), session);
        (200, self.shown_session(&id, is_whole))
    }

    fn make_intent(&mut self, amount: i64, currency: &str, capture: &str, metadata: &Value) -> String {
        let id = self.name("pi_");
        let intent = json!({
            "id": id, "object": "payment_intent", "livemode": false, "amount": amount, "amount_received": 0,
            "amount_capturable": 0, "currency": currency, "capture_method": capture,
            "status": "requires_payment_method", "client_secret": format!("{id}_secret_x"), "latest_charge": null, "last_payment_error": null,
            "next_action": null, "metadata": metadata,
        });
        self.intents.insert(id.clone(), intent);
        id
    }

    fn shown_session(&self, id: &str, is_whole: bool) -> Value {
        let mut session = self.sessions[id].clone();
        if let Some(intent) = session["payment_intent"].as_str().filter(|_| is_whole) {
            session["payment_intent"] = self.shown_intent(intent, true);
        }
        session
    }

    fn shown_intent(&self, id: &str, is_whole: bool) -> Value {
        let mut intent = self.intents[id].clone();
        if let Some(charge) = intent["latest_charge"].as_str().filter(|_| is_whole) {
            let mut charge = self.charges[charge].clone();
            if let Some(movement) = charge["balance_transaction"].as_str() {
                charge["balance_transaction"] = self.movements[movement].clone();
            }
            intent["latest_charge"] = charge;
        }
        intent
    }

    fn session_of(&self, payment_id: &str) -> Option<String> {
        let mut found = self.sessions.iter().filter(|(_, session)| session["metadata"]["payment_id"] == payment_id);
        let id = found.next().map(|(id, _)| id.clone());
        assert!(found.next().is_none(), "an attempt has one page");
        id
    }

    fn intent_of(&self, payment_id: &str) -> Option<String> {
        let mut found = self.intents.iter().filter(|(_, intent)| intent["metadata"]["payment_id"] == payment_id);
        let id = found.next().map(|(id, _)| id.clone());
        assert!(found.next().is_none(), "an attempt has one intent");
        id
    }

    /// The customer pays.
    fn pay(&mut self, payment_id: &str, card: Card) {
        let session = self.session_of(payment_id);
        if let Some(session) = &session {
            assert_eq!(self.sessions[session]["status"], "open", "nobody pays on a page that is closed");
        }
        let intent = match (self.intent_of(payment_id), &session) {
            (Some(intent), _) => intent,
            (None, Some(id)) => {
                let page = self.sessions[id].clone();
                let intent = self.make_intent(
                    page["amount_total"].as_i64().expect("a sum"),
                    page["currency"].as_str().expect("a currency"),
                    page["_capture"].as_str().expect("a way"),
                    &page["_metadata"],
                );
                self.sessions.get_mut(id).expect("a page")["payment_intent"] = json!(intent);
                intent
            }
            (None, None) => panic!("nothing to pay for {payment_id}"),
        };
        assert_eq!(self.intents[&intent]["status"], "requires_payment_method", "nobody pays twice");
        match card {
            Card::Good => self.agree(&intent),
            Card::Declined(code) => self.refuse(&intent, &mistake("card_error", code)["error"]),
            Card::Challenged => self.set(&intent, "requires_action"),
            Card::Debit => self.set(&intent, "processing"),
        }
        self.follow(session.as_deref(), &intent);
    }

    fn answer_bank(&mut self, payment_id: &str, waiting: &str, is_good: bool) {
        let intent = self.intent_of(payment_id).expect("an intent");
        assert_eq!(self.intents[&intent]["status"], waiting);
        if is_good {
            self.agree(&intent);
        } else if waiting == "processing" {
            self.refuse(&intent, &mistake("card_error", "insufficient_funds")["error"]);
        } else {
            self.refuse(&intent, &mistake("invalid_request_error", "payment_intent_authentication_failure")["error"]);
        }
        let session = self.session_of(payment_id);
        self.follow(session.as_deref(), &intent);
    }

    /// A page follows its intent.
    fn follow(&mut self, session: Option<&str>, intent: &str) {
        let status = self.intents[intent]["status"].clone();
        let Some(session) = session.and_then(|id| self.sessions.get_mut(id)) else { return };
        let paid = match status.as_str() {
            Some("succeeded") => "paid",
            Some("processing" | "requires_capture") => "unpaid",
            _ => return,
        };
        session["status"] = json!("complete");
        session["payment_status"] = json!(paid);
        session["url"] = Value::Null;
    }

    fn set(&mut self, intent: &str, status: &str) {
        self.intents.get_mut(intent).expect("an intent")["status"] = json!(status);
    }

    fn refuse(&mut self, intent: &str, error: &Value) {
        self.set(intent, "requires_payment_method");
        self.intents.get_mut(intent).expect("an intent")["last_payment_error"] = error.clone();
    }

    /// The bank has said yes.
    fn agree(&mut self, id: &str) {
        let charge = self.name("ch_");
        let intent = self.intents.get_mut(id).expect("an intent");
        intent["latest_charge"] = json!(charge);
        intent["last_payment_error"] = Value::Null;
        intent["status"] = json!("requires_capture");
        let is_later = intent["capture_method"] == "manual";
        let made = json!({
            "id": charge, "object": "charge", "livemode": false, "amount": intent["amount"], "amount_refunded": 0,
            "currency": intent["currency"], "captured": false, "refunded": false, "payment_intent": id,
            "metadata": intent["metadata"], "balance_transaction": null,
        });
        self.charges.insert(charge, made);
        if !is_later {
            self.take(id);
        }
    }

    /// The money is taken.
    fn take(&mut self, id: &str) {
        let movement = self.name("txn_");
        let intent = self.intents.get_mut(id).expect("an intent");
        intent["status"] = json!("succeeded");
        intent["amount_received"] = intent["amount"].clone();
        let charge = intent["latest_charge"].as_str().expect("a charge").to_owned();
        let (amount, currency) = (intent["amount"].as_i64().expect("a sum"), intent["currency"].clone());
        let charge = self.charges.get_mut(&charge).expect("a charge");
        charge["captured"] = json!(true);
        charge["balance_transaction"] = json!(movement);
        let told = json!({"id": movement, "object": "balance_transaction", "type": "charge", "amount": amount,
            "currency": currency, "fee": FEE, "net": amount - FEE});
        self.movements.insert(movement, told);
        let session = self.sessions.iter().find(|(_, session)| session["payment_intent"] == id);
        let session = session.map(|(id, _)| id.clone());
        self.follow(session.as_deref(), id);
    }

    fn expire(&mut self, id: &str) {
        let session = self.sessions.get_mut(id).expect("a page");
        session["status"] = json!("expired");
        session["url"] = Value::Null;
        if let Some(intent) = session["payment_intent"].as_str().map(str::to_owned) {
            self.set(&intent, "canceled");
        }
    }

    fn refund(&mut self, form: &[(String, String)]) -> (u16, Value) {
        let id = self.name("re_");
        let intent = of(form, "payment_intent").unwrap_or_default();
        let charge = self.charges.values_mut().find(|charge| charge["payment_intent"] == intent);
        let Some(charge) = charge else { return (404, mistake("invalid_request_error", "resource_missing")) };
        let (all, given) =
            (charge["amount"].as_i64().expect("a sum"), charge["amount_refunded"].as_i64().expect("a sum"));
        let now = number(form, "amount").unwrap_or(all - given);
        if given == all {
            return (400, mistake("invalid_request_error", "charge_already_refunded"));
        }
        if given + now > all {
            return (400, mistake("invalid_request_error", ""));
        }
        charge["amount_refunded"] = json!(given + now);
        charge["refunded"] = json!(given + now == all);
        let refund = json!({"id": id, "object": "refund", "status": "succeeded", "amount": now, "charge": charge["id"],
            "payment_intent": intent, "metadata": metadata(form, "metadata")});
        self.refunds.push(refund.clone());
        (200, refund)
    }

    fn transfer(&mut self, form: &[(String, String)]) -> (u16, Value) {
        let (Some(amount), Some(currency), Some(to)) =
            (number(form, "amount"), of(form, "currency"), of(form, "destination"))
        else {
            return (400, mistake("invalid_request_error", "parameter_missing"));
        };
        let id = self.name("tr_");
        let transfer = json!({"id": id, "object": "transfer", "livemode": false, "amount": amount, "currency": currency,
            "destination": to, "transfer_group": of(form, "transfer_group"), "description": of(form, "description"),
            "metadata": metadata(form, "metadata"), "reversed": false});
        self.transfers.push(transfer.clone());
        (200, transfer)
    }

    /// Stripe's page, for browsers: approved or declined by a form, and back to the house.
    fn show(&mut self, asked: &Asked) -> (u16, String, String) {
        let html = "content-type: text/html; charset=utf-8\r\n".to_owned();
        let mut parts = asked.path.trim_start_matches("/c/pay/").split('/');
        let id = parts.next().unwrap_or_default().to_owned();
        let Some(session) = self.sessions.get(&id).cloned() else { return (404, html, "No such page".to_owned()) };
        let payment_id = session["metadata"]["payment_id"].as_str().unwrap_or_default().to_owned();
        let page = |told: &str| {
            format!(
                "<!doctype html><title>Pay</title><p>{told}</p>\
                 <form method=\"post\" action=\"/c/pay/{id}/approve\"><button>Pay</button></form>\
                 <form method=\"post\" action=\"/c/pay/{id}/decline\"><button>Pay by another card</button></form>"
            )
        };
        if session["status"] != "open" {
            return (200, html, "This page is closed".to_owned());
        }
        match (asked.method.as_str(), parts.next()) {
            ("POST", Some("approve")) => {
                self.pay(&payment_id, Card::Good);
                (303, format!("location: {}\r\n", session["success_url"].as_str().expect("an address")), String::new())
            }
            ("POST", Some("decline")) => {
                self.pay(&payment_id, Card::Declined("insufficient_funds"));
                (200, html, page("Your card has insufficient funds."))
            }
            _ => (200, html, page("Enter your card")),
        }
    }

    fn name(&mut self, start: &str) -> String {
        self.next += 1;
        format!("{start}a1B2c3D4e5F6g7H8{:03}", self.next)
    }
}
