//! Stripe's calls. Each answer is a yes that could be read, a definite no, or unknown: a lost or unreadable answer, a 5xx and
//! an answer of the other mode (test or live) say nothing of what Stripe has done.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, Method, StatusCode};
use serde::de::DeserializeOwned;

use super::form::Form;
use super::shapes::{Intent, List, Mistake, Mistaken, OfMode, Refund, Session, Transfer};
use crate::wire::{self, Call, Said, Wire, is_name};

/// What of an intent is to be shown whole: the charge with what it has cost.
const FEE_OF_INTENT: &str = "latest_charge.balance_transaction";
/// The same, from the page that somebody pays on.
const FEE_OF_SESSION: &str = "payment_intent.latest_charge.balance_transaction";

/// Stripe, as one account reaches it.
pub(super) struct Api {
    pub(super) wire: Wire,
    /// `Bearer …`, as the header has it.
    pub(super) authorization: String,
    /// The version of the wire format that this module speaks.
    pub(super) version: String,
    /// Whether the key moves real money.
    pub(super) is_live: bool,
}

/// What Stripe says.
pub(super) type Word<T> = wire::Word<T, Mistake>;

impl Api {
    pub(super) async fn create_session(&self, wanted: Form, key: &str) -> Word<Session> {
        self.post("/v1/checkout/sessions", &wanted.with("expand[]", FEE_OF_SESSION), key).await
    }

    pub(super) async fn session(&self, id: &str) -> Word<Session> {
        self.get("/v1/checkout/sessions/", id, &Form::default().with("expand[]", FEE_OF_SESSION)).await
    }

    pub(super) async fn expire_session(&self, id: &str, key: &str) -> Word<Session> {
        self.deed("/v1/checkout/sessions/", id, "/expire", Form::default().with("expand[]", FEE_OF_SESSION), key).await
    }

    pub(super) async fn create_intent(&self, wanted: Form, key: &str) -> Word<Intent> {
        self.post("/v1/payment_intents", &wanted.with("expand[]", FEE_OF_INTENT), key).await
    }

    pub(super) async fn intent(&self, id: &str) -> Word<Intent> {
        self.get("/v1/payment_intents/", id, &Form::default().with("expand[]", FEE_OF_INTENT)).await
    }

    pub(super) async fn capture(&self, id: &str, key: &str) -> Word<Intent> {
        self.deed("/v1/payment_intents/", id, "/capture", Form::default().with("expand[]", FEE_OF_INTENT), key).await
    }

    pub(super) async fn cancel(&self, id: &str, key: &str) -> Word<Intent> {
        self.deed("/v1/payment_intents/", id, "/cancel", Form::default().with("expand[]", FEE_OF_INTENT), key).await
    }

    pub(super) async fn refund(&self, wanted: &Form, key: &str) -> Word<Refund> {
        self.post("/v1/refunds", wanted, key).await
    }

    /// What of an intent's money went back so far.
    pub(super) async fn refunds(&self, intent: &str) -> Word<List<Refund>> {
        let query = Form::default().with("payment_intent", intent).with("limit", 100);
        self.call(Method::GET, &format!("/v1/refunds?{}", query.encoded()), None, Bytes::new()).await
    }

    pub(super) async fn transfer(&self, wanted: &Form, key: &str) -> Word<Transfer> {
        self.post("/v1/transfers", wanted, key).await
    }

    /// What was sent under a name of ours.
    pub(super) async fn transfers(&self, group: &str) -> Word<List<Transfer>> {
        let query = Form::default().with("transfer_group", group).with("limit", 1);
        self.call(Method::GET, &format!("/v1/transfers?{}", query.encoded()), None, Bytes::new()).await
    }

    async fn get<T: DeserializeOwned + OfMode>(&self, path: &str, id: &str, query: &Form) -> Word<T> {
        if !is_name(id) {
            return Word::Unknown("the name is not one of Stripe's".to_owned());
        }
        self.call(Method::GET, &format!("{path}{id}?{}", query.encoded()), None, Bytes::new()).await
    }

    async fn deed<T: DeserializeOwned + OfMode>(
        &self,
        path: &str,
        id: &str,
        deed: &str,
        wanted: Form,
        key: &str,
    ) -> Word<T> {
        if !is_name(id) {
            return Word::Unknown("the name is not one of Stripe's".to_owned());
        }
        self.post(&format!("{path}{id}{deed}"), &wanted, key).await
    }

    async fn post<T: DeserializeOwned + OfMode>(&self, path: &str, wanted: &Form, key: &str) -> Word<T> {
        self.call(Method::POST, path, Some(key), wanted.bytes()).await
    }

    async fn call<T: DeserializeOwned + OfMode>(
        &self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: Bytes,
    ) -> Word<T> {
        let mut headers = vec![
            (AUTHORIZATION, self.authorization.clone()),
            (ACCEPT, "application/json".to_owned()),
            (HeaderName::from_static("stripe-version"), self.version.clone()),
        ];
        if let Some(key) = key {
            headers.push((CONTENT_TYPE, "application/x-www-form-urlencoded".to_owned()));
            headers.push((HeaderName::from_static("idempotency-key"), key.to_owned()));
        }
        match self.wire.send(Call { method, path, headers, body }).await {
            Ok(said) => self.understood(&said),
            Err(reason) => Word::Unknown(reason),
        }
    }

    fn understood<T: DeserializeOwned + OfMode>(&self, said: &Said) -> Word<T> {
        match understood::<T>(said) {
            Word::Yes(answer) if answer.is_live().is_some_and(|is_live| is_live != self.is_live) => {
                Word::Unknown("the answer is of the other mode: test and live are mixed up".to_owned())
            }
            word => word,
        }
    }
}

fn understood<T: DeserializeOwned>(said: &Said) -> Word<T> {
    if said.status.is_success() {
        return match serde_json::from_slice(&said.body) {
            Ok(answer) => Word::Yes(answer),
            Err(error) => Word::Unknown(format!("the answer is unreadable: {error}")),
        };
    }
    let is_definite = matches!(
        said.status,
        StatusCode::BAD_REQUEST | StatusCode::PAYMENT_REQUIRED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND
    );
    match serde_json::from_slice::<Mistaken>(&said.body) {
        Ok(Mistaken { error }) if is_definite && is_no(&error) => Word::No(error),
        Ok(Mistaken { error }) => Word::Unknown(format!("Stripe answers {}: {}", said.status, error.name())),
        Err(_) => Word::Unknown(format!("Stripe answers {}", said.status)),
    }
}

/// Whether an error is a definite no. A call under a key that was used otherwise, or that is under way, decides nothing: what
/// was done under the key may have moved money.
fn is_no(mistake: &Mistake) -> bool {
    let is_undecided =
        matches!(mistake.code.as_deref(), Some("lock_timeout" | "idempotency_key_in_use" | "rate_limit"));
    matches!(mistake.kind.as_deref(), Some("card_error" | "invalid_request_error")) && !is_undecided
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, body: &'static str) -> Word<Refund> {
        let status = StatusCode::from_u16(status).unwrap();
        understood(&Said { status, body: Bytes::from_static(body.as_bytes()) })
    }

    #[test]
    fn only_what_can_be_read_is_a_yes_or_a_no() {
        assert!(matches!(said(200, r#"{"id":"re_1","status":"succeeded"}"#), Word::Yes(_)));
        assert!(matches!(said(200, "<html>"), Word::Unknown(_)));
        assert!(matches!(said(404, "<html>a proxy's own page</html>"), Word::Unknown(_)));
        let error = r#"{"error":{"type":"card_error","code":"card_declined","decline_code":"lost_card"}}"#;
        assert!(matches!(said(402, error), Word::No(mistake) if mistake.name() == "lost_card"));
        assert!(matches!(said(500, error), Word::Unknown(_)));
        assert!(matches!(said(400, r#"{"error":{"type":"idempotency_error"}}"#), Word::Unknown(_)));
        assert!(matches!(said(409, r#"{"error":{"type":"invalid_request_error"}}"#), Word::Unknown(_)));
        assert!(matches!(said(429, r#"{"error":{"type":"invalid_request_error"}}"#), Word::Unknown(_)));
        assert!(matches!(said(401, r#"{"error":{"type":"invalid_request_error"}}"#), Word::Unknown(_)));
        assert!(matches!(said(400, r#"{"error":{"type":"invalid_request_error"}}"#), Word::No(_)));
    }
}
