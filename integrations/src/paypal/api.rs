//! PayPal's calls: Orders v2, captures, refunds, the check of signatures. Each answer is a yes that could be read, a definite
//! no, or unknown: a lost or unreadable answer and a 5xx say nothing of what PayPal has done.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::shapes::{Checked, Mistake, NewOrder, Order, Refund, RefundWanted, SignatureCheck};
use super::token::Tokens;
use crate::wire::{self, Call, Said, Wire, is_name};

/// PayPal's header for a key under which a call is carried out once.
const REQUEST_ID: &str = "paypal-request-id";

/// Issues that say that the same call is under way: nothing is decided.
const UNDECIDED: [&str; 2] = ["PREVIOUS_REQUEST_IN_PROGRESS", "DUPLICATE_REQUEST_IN_PROGRESS"];

/// PayPal, with the token that opens it.
pub(super) struct Api {
    pub(super) wire: Wire,
    pub(super) tokens: Tokens,
}

/// What PayPal says.
pub(super) type Word<T> = wire::Word<T, Mistake>;

impl Api {
    pub(super) async fn create(&self, order: &NewOrder, key: &str) -> Word<Order> {
        self.post("/v2/checkout/orders", Some(key), order).await
    }

    pub(super) async fn order(&self, id: &str) -> Word<Order> {
        if !is_name(id) {
            return Word::Unknown("the order's name is not one of PayPal's".to_owned());
        }
        self.call(Method::GET, &format!("/v2/checkout/orders/{id}"), None, Bytes::new()).await
    }

    pub(super) async fn capture(&self, id: &str, key: &str) -> Word<Order> {
        self.post(&format!("/v2/checkout/orders/{id}/capture"), Some(key), &serde_json::json!({})).await
    }

    pub(super) async fn refund(&self, capture_id: &str, refund: &RefundWanted, key: &str) -> Word<Refund> {
        self.post(&format!("/v2/payments/captures/{capture_id}/refund"), Some(key), refund).await
    }

    pub(super) async fn check_signature(&self, check: &SignatureCheck<'_>) -> Word<Checked> {
        self.post("/v1/notifications/verify-webhook-signature", None, check).await
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, key: Option<&str>, body: &impl Serialize) -> Word<T> {
        match serde_json::to_vec(body) {
            Ok(body) => self.call(Method::POST, path, key, body.into()).await,
            Err(error) => Word::Unknown(format!("the call could not be written: {error}")),
        }
    }

    /// One call; once more with a fresh token where PayPal does not take the old one.
    async fn call<T: DeserializeOwned>(&self, method: Method, path: &str, key: Option<&str>, body: Bytes) -> Word<T> {
        for last in [false, true] {
            let bearer = match self.tokens.bearer(&self.wire).await {
                Ok(bearer) => bearer,
                Err(reason) => return Word::Unknown(reason),
            };
            let mut headers = vec![
                (AUTHORIZATION, bearer.clone()),
                (ACCEPT, "application/json".to_owned()),
                (CONTENT_TYPE, "application/json".to_owned()),
                (HeaderName::from_static("prefer"), "return=representation".to_owned()),
            ];
            headers.extend(key.map(|key| (HeaderName::from_static(REQUEST_ID), key.to_owned())));
            let call = Call { method: method.clone(), path, headers, body: body.clone() };
            match self.wire.send(call).await {
                Ok(said) if said.status == StatusCode::UNAUTHORIZED && !last => self.tokens.forget(&bearer).await,
                Ok(said) => return understood(&said),
                Err(reason) => return Word::Unknown(reason),
            }
        }
        Word::Unknown("PayPal takes no token of this client".to_owned())
    }
}

fn understood<T: DeserializeOwned>(said: &Said) -> Word<T> {
    if said.status.is_success() {
        return match serde_json::from_slice(&said.body) {
            Ok(answer) => Word::Yes(answer),
            Err(error) => Word::Unknown(format!("the answer is unreadable: {error}")),
        };
    }
    let unknown = || Word::Unknown(format!("PayPal answers {}", said.status));
    let is_definite = matches!(
        said.status,
        StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY
    );
    match serde_json::from_slice::<Mistake>(&said.body) {
        Ok(mistake) if is_definite && !UNDECIDED.contains(&mistake.issue()) => Word::No(mistake),
        _ => unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, body: &'static str) -> Word<Order> {
        let status = StatusCode::from_u16(status).unwrap();
        understood(&Said { status, body: Bytes::from_static(body.as_bytes()) })
    }

    #[test]
    fn only_what_can_be_read_is_a_yes_or_a_no() {
        assert!(matches!(said(201, r#"{"id":"A1","status":"CREATED"}"#), Word::Yes(order) if order.id == "A1"));
        assert!(matches!(said(200, "<html>"), Word::Unknown(_)));
        assert!(matches!(said(500, r#"{"name":"INTERNAL_SERVER_ERROR"}"#), Word::Unknown(_)));
        assert!(matches!(said(429, r#"{"name":"RATE_LIMIT_REACHED"}"#), Word::Unknown(_)));
        assert!(matches!(said(404, "<html>a proxy's own page</html>"), Word::Unknown(_)));
        let declined = r#"{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"INSTRUMENT_DECLINED"}]}"#;
        assert!(matches!(said(422, declined), Word::No(mistake) if mistake.issue() == "INSTRUMENT_DECLINED"));
        let busy = r#"{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"PREVIOUS_REQUEST_IN_PROGRESS"}]}"#;
        assert!(matches!(said(422, busy), Word::Unknown(_)));
    }
}
