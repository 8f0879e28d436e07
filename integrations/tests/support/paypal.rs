//! A PayPal of our own: speaks the documented wire format of tokens, Orders v2, captures, refunds and the check of
//! signatures, keeps what it did, carries a call out once under its `PayPal-Request-Id`, and fails as it is told to.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "shared by suites, which fail by panicking"
)]

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::io::BufReader;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::asked::{Asked, read, write};

pub(crate) const CLIENT_ID: &str = "client-of-the-house";
pub(crate) const CLIENT_SECRET: &str = "a secret that is shown nowhere";
pub(crate) const WEBHOOK_ID: &str = "4JH86294D6297924G";
/// What it keeps of every payment, hundredths of its currency.
pub(crate) const FEE_CENTS: i64 = 74;

/// A call that may fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Token,
    Create,
    Get,
    Capture,
    Refund,
    Verify,
}

/// How a call fails, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 422 with this issue; nothing is done.
    Refuse(&'static str),
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
    /// 401: the token has ended before its time.
    Expired,
    /// The money is taken and held back for a look.
    Pending,
    /// The processor declines, with this code.
    Declined(&'static str),
}

/// A running PayPal.
pub(crate) struct FakePaypal {
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

#[derive(Default)]
struct State {
    orders: BTreeMap<String, Value>,
    refunds: Vec<Value>,
    /// What was answered under a key, with what was asked.
    answered: HashMap<String, (String, u16, Value)>,
    faults: Vec<(Step, Fault)>,
    calls: Vec<(Step, Option<String>)>,
    token: u32,
    next: u32,
    /// What no client should have done.
    complaints: Vec<String>,
    /// Where customers go back to: when they have approved, and when they turn back.
    ways_back: Vec<[String; 2]>,
}

impl FakePaypal {
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

    /// The customer approves the order of an attempt on PayPal's page.
    pub(crate) fn approve(&self, payment_id: &str) {
        let id = self.order_of(payment_id);
        let mut state = self.state();
        let order = state.orders.get_mut(&id).expect("an order");
        assert_eq!(order["status"], "PAYER_ACTION_REQUIRED", "nobody approves twice");
        order["status"] = json!("APPROVED");
    }

    /// PayPal's name for the order of an attempt.
    #[track_caller]
    pub(crate) fn order_of(&self, payment_id: &str) -> String {
        let state = self.state();
        let mut found = state.orders.iter().filter(|(_, order)| order["purchase_units"][0]["custom_id"] == payment_id);
        let id = found.next().map(|(id, _)| id.clone()).unwrap_or_else(|| panic!("no order for {payment_id}"));
        assert!(found.next().is_none(), "an attempt has one order");
        id
    }

    /// An order as it stands.
    pub(crate) fn order(&self, payment_id: &str) -> Value {
        let id = self.order_of(payment_id);
        self.state().orders[&id].clone()
    }

    /// How many orders were made.
    pub(crate) fn orders(&self) -> usize {
        self.state().orders.len()
    }

    /// The captures of an attempt's order.
    pub(crate) fn captures(&self, payment_id: &str) -> Vec<Value> {
        self.order(payment_id)["purchase_units"][0]["payments"]["captures"].as_array().cloned().unwrap_or_default()
    }

    /// Money that went back.
    pub(crate) fn refunds(&self) -> Vec<Value> {
        self.state().refunds.clone()
    }

    /// How often something was asked for.
    pub(crate) fn asked(&self, step: Step) -> usize {
        self.state().calls.iter().filter(|(asked, _)| *asked == step).count()
    }

    /// The keys that something was asked for under.
    pub(crate) fn keys(&self, step: Step) -> Vec<String> {
        self.state().calls.iter().filter(|(asked, _)| *asked == step).filter_map(|(_, key)| key.clone()).collect()
    }

    /// What no client should have done.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.state().complaints.clone()
    }

    /// Where customers go back to, of each order: when they have approved, and when they turn back.
    pub(crate) fn ways_back(&self) -> Vec<[String; 2]> {
        self.state().ways_back.clone()
    }

    /// The notice that an attempt's money was taken.
    pub(crate) fn captured(&self, event_id: &str, payment_id: &str) -> Notice {
        let order_id = self.order_of(payment_id);
        let mut capture = self.captures(payment_id).pop().unwrap_or_else(|| {
            // Sent before anybody could look: as it will be.
            let amount = self.order(payment_id)["purchase_units"][0]["amount"].clone();
            json!({"id": "7TK53561YB803214S", "status": "COMPLETED", "custom_id": payment_id, "amount": amount})
        });
        capture["supplementary_data"] = json!({"related_ids": {"order_id": order_id}});
        notice(event_id, "PAYMENT.CAPTURE.COMPLETED", "capture", &capture)
    }

    /// The notice that the customer has approved an attempt's order.
    pub(crate) fn approved(&self, event_id: &str, payment_id: &str) -> Notice {
        notice(event_id, "CHECKOUT.ORDER.APPROVED", "checkout-order", &self.order(payment_id))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }
}

impl Drop for FakePaypal {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A signed notice.
pub(crate) fn notice(event_id: &str, kind: &str, resource_type: &str, resource: &Value) -> Notice {
    // With blanks, as PayPal's own: the signature is over the very bytes.
    let body = format!(
        "{{\"id\": \"{event_id}\", \"event_version\": \"1.0\", \"resource_type\": \"{resource_type}\", \
         \"event_type\": \"{kind}\",  \"resource\": {resource}}}"
    );
    let (id, time) = (format!("T-{event_id}"), "2026-01-02T03:04:05Z");
    let headers = vec![
        ("paypal-auth-algo", "SHA256withRSA".to_owned()),
        ("paypal-cert-url", "https://api.paypal.com/v1/notifications/certs/CERT-1".to_owned()),
        ("paypal-transmission-sig", signature(&id, time, WEBHOOK_ID, &body)),
        ("paypal-transmission-id", id),
        ("paypal-transmission-time", time.to_owned()),
        ("content-type", "application/json".to_owned()),
    ];
    Notice { headers, body }
}

fn signature(id: &str, time: &str, webhook_id: &str, body: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (id, time, webhook_id, body).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
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
        let step = step_of(&asked);
        let fault = step.and_then(|step| {
            let mut state = state.lock().expect("no panic");
            state.calls.push((step, asked.headers.get("paypal-request-id").cloned()));
            let at = state.faults.iter().position(|(failing, _)| *failing == step)?;
            Some(state.faults.remove(at).1)
        });
        if let Some(Fault::Slow(pause)) = fault {
            tokio::time::sleep(pause).await;
        }
        let (status, body) = match (&fault, step) {
            (Some(Fault::Refuse(issue)), _) => (422, mistake("UNPROCESSABLE_ENTITY", issue).to_string()),
            (Some(Fault::Broken), _) => (500, mistake("INTERNAL_SERVER_ERROR", "INTERNAL_SERVICE_ERROR").to_string()),
            (Some(Fault::Expired), _) => (401, json!({"error": "invalid_token"}).to_string()),
            (_, None) => (404, mistake("RESOURCE_NOT_FOUND", "NO_SUCH_CALL").to_string()),
            (_, Some(step)) => {
                let (status, answer) = state.lock().expect("no panic").answer(step, &asked, fault.as_ref());
                match fault {
                    Some(Fault::Lost) => return,
                    Some(Fault::BrokenAfter) => (500, mistake("INTERNAL_SERVER_ERROR", "LATE").to_string()),
                    Some(Fault::Unreadable) => (200, "<html>something in between</html>".to_owned()),
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
    let parts: Vec<&str> = asked.path.trim_start_matches('/').split('/').collect();
    Some(match (asked.method.as_str(), parts.as_slice()) {
        ("POST", ["v1", "oauth2", "token"]) => Step::Token,
        ("POST", ["v2", "checkout", "orders"]) => Step::Create,
        ("GET", ["v2", "checkout", "orders", _]) => Step::Get,
        ("POST", ["v2", "checkout", "orders", _, "capture"]) => Step::Capture,
        ("POST", ["v2", "payments", "captures", _, "refund"]) => Step::Refund,
        ("POST", ["v1", "notifications", "verify-webhook-signature"]) => Step::Verify,
        _ => return None,
    })
}

fn mistake(name: &str, issue: &str) -> Value {
    json!({
        "name": name, "message": "It was told to fail.", "debug_id": "90957fca61718",
        "details": [{"issue": issue, "description": "It was told to fail."}], "links": [],
    })
}

impl State {
    fn answer(&mut self, step: Step, asked: &Asked, fault: Option<&Fault>) -> (u16, Value) {
        if step == Step::Token {
            return self.grant(asked);
        }
        let bearer = format!("Bearer token-{}", self.token);
        if self.token == 0 || asked.headers.get("authorization") != Some(&bearer) {
            return (401, json!({"error": "invalid_token"}));
        }
        let key = asked.headers.get("paypal-request-id").map(|key| format!("{} {key}", asked.path));
        if key.is_none() && matches!(step, Step::Create | Step::Capture | Step::Refund) {
            self.complaints.push(format!("{step:?} without a key"));
        }
        if let Some((body, status, answer)) = key.as_ref().and_then(|key| self.answered.get(key)) {
            if *body != asked.body {
                self.complaints.push(format!("{step:?} asks otherwise under the same key"));
            }
            // The same as before; what was made is told as it was.
            return (if *status == 201 { 200 } else { *status }, answer.clone());
        }
        let id = asked.path.split('/').nth(4).unwrap_or_default().to_owned();
        let (status, answer) = match step {
            Step::Create => self.create(&asked.body),
            Step::Get => match self.orders.get(&id) {
                Some(order) => (200, order.clone()),
                None => (404, mistake("RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")),
            },
            Step::Capture => self.capture(&id, fault),
            Step::Refund => self.refund(&id, &asked.body),
            Step::Verify => (200, verified(&asked.body)),
            Step::Token => unreachable!("answered above"),
        };
        if let Some(key) = key.filter(|_| status < 300) {
            self.answered.insert(key, (asked.body.clone(), status, answer.clone()));
        }
        (status, answer)
    }

    fn grant(&mut self, asked: &Asked) -> (u16, Value) {
        let wanted = format!("Basic {}", STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}")));
        if asked.headers.get("authorization") != Some(&wanted) || asked.body != "grant_type=client_credentials" {
            return (401, json!({"error": "invalid_client", "error_description": "Client Authentication failed"}));
        }
        self.token += 1;
        let token = format!("token-{}", self.token);
        (
            200,
            json!({"scope": "https://uri.paypal.com/services", "access_token": token, "token_type": "Bearer", "app_id": "APP-80W284485P519543T", "expires_in": 32_400, "nonce": "n"}),
        )
    }

    fn create(&mut self, body: &str) -> (u16, Value) {
        let wanted: Value = serde_json::from_str(body).expect("JSON");
        let context = &wanted["payment_source"]["paypal"]["experience_context"];
        let unit = &wanted["purchase_units"][0];
        if wanted["intent"] != "CAPTURE" || !unit["amount"]["value"].is_string() || !context["return_url"].is_string() {
            return (400, mistake("INVALID_REQUEST", "MISSING_REQUIRED_PARAMETER"));
        }
        let way = |name: &str| context[name].as_str().unwrap_or_default().to_owned();
        self.ways_back.push([way("return_url"), way("cancel_url")]);
        let id = self.name("5O190127TN3647");
        let order = json!({
            "id": id, "intent": "CAPTURE", "status": "PAYER_ACTION_REQUIRED", "payment_source": {"paypal": {}},
            "purchase_units": [{"reference_id": "default", "custom_id": unit["custom_id"], "amount": unit["amount"]}],
            "links": [
                {"href": format!("https://api-m.sandbox.paypal.com/v2/checkout/orders/{id}"), "rel": "self", "method": "GET"},
                {"href": format!("https://www.sandbox.paypal.com/checkoutnow?token={id}"), "rel": "payer-action", "method": "GET"},
            ],
        });
        self.orders.insert(id, order.clone());
        (201, order)
    }

    fn capture(&mut self, id: &str, fault: Option<&Fault>) -> (u16, Value) {
        let capture_id = self.name("3C679366HH9088");
        let Some(order) = self.orders.get_mut(id) else {
            return (404, mistake("RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID"));
        };
        match order["status"].as_str() {
            Some("APPROVED") => {}
            Some("COMPLETED") => return (422, mistake("UNPROCESSABLE_ENTITY", "ORDER_ALREADY_CAPTURED")),
            _ => return (422, mistake("UNPROCESSABLE_ENTITY", "ORDER_NOT_APPROVED")),
        }
        let (status, answer) = match fault {
            Some(Fault::Pending) => ("PENDING", Value::Null),
            Some(Fault::Declined(code)) => ("DECLINED", json!({"response_code": code})),
            _ => ("COMPLETED", Value::Null),
        };
        let unit = &order["purchase_units"][0];
        let mut capture = json!({"id": capture_id, "status": status, "amount": unit["amount"], "custom_id": unit["custom_id"], "final_capture": true});
        if !answer.is_null() {
            capture["processor_response"] = answer;
        }
        if status == "COMPLETED" {
            let fee = json!({"currency_code": unit["amount"]["currency_code"], "value": format!("0.{FEE_CENTS:02}")});
            capture["seller_receivable_breakdown"] = json!({"gross_amount": unit["amount"], "paypal_fee": fee});
        }
        order["purchase_units"][0]["payments"] = json!({"captures": [capture]});
        order["status"] = json!("COMPLETED");
        (201, order.clone())
    }

    fn refund(&mut self, capture_id: &str, body: &str) -> (u16, Value) {
        let wanted: Value = serde_json::from_str(body).expect("JSON");
        let id = self.name("1JU08902781691");
        let mut units =
            self.orders.values_mut().flat_map(|order| order["purchase_units"].as_array_mut().expect("units"));
        let capture = units
            .find_map(|unit| unit.pointer_mut("/payments/captures/0").filter(|capture| capture["id"] == capture_id));
        let Some(capture) = capture else { return (404, mistake("RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")) };
        let given = self.refunds.iter().filter(|refund| refund["capture_id"] == capture_id);
        let given: i64 = given.map(|refund| cents(&refund["amount"])).sum();
        let (now, all) = (cents(&wanted["amount"]), cents(&capture["amount"]));
        if given == all {
            return (422, mistake("UNPROCESSABLE_ENTITY", "CAPTURE_FULLY_REFUNDED"));
        }
        if given + now > all {
            return (422, mistake("UNPROCESSABLE_ENTITY", "REFUND_AMOUNT_EXCEEDED"));
        }
        capture["status"] = json!(if given + now == all { "REFUNDED" } else { "PARTIALLY_REFUNDED" });
        let refund = json!({"id": id, "status": "COMPLETED", "amount": wanted["amount"], "capture_id": capture_id});
        self.refunds.push(refund.clone());
        (201, refund)
    }

    fn name(&mut self, start: &str) -> String {
        self.next += 1;
        format!("{start}{:03}", self.next)
    }
}

fn verified(body: &str) -> Value {
    #[derive(Deserialize)]
    struct Wanted<'w> {
        transmission_id: String,
        transmission_sig: String,
        transmission_time: String,
        webhook_id: String,
        #[serde(borrow)]
        webhook_event: &'w RawValue,
    }
    let wanted: Wanted<'_> = serde_json::from_str(body).expect("a check");
    let event = wanted.webhook_event.get();
    let right = signature(&wanted.transmission_id, &wanted.transmission_time, WEBHOOK_ID, event);
    let holds = wanted.webhook_id == WEBHOOK_ID && wanted.transmission_sig == right;
    json!({"verification_status": if holds { "SUCCESS" } else { "FAILURE" }})
}

/// A sum in hundredths.
fn cents(amount: &Value) -> i64 {
    let value = amount["value"].as_str().expect("a value");
    let (whole, rest) = value.split_once('.').unwrap_or((value, "00"));
    format!("{whole}{rest}").parse().expect("a number")
}
