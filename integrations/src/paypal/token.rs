//! The access token: asked for with the client's credentials, kept until shortly before it ends.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::wire::{Call, Wire};

/// A token is not used any more so long before its end: a call with it may take its time.
const MARGIN: Duration = Duration::from_secs(60);

/// The one token of a program; who comes while it is asked for waits for the answer.
pub(super) struct Tokens {
    /// `Basic …`, as the header has it.
    credentials: String,
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    bearer: String,
    until: Instant,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: u64,
}

impl Tokens {
    pub(super) fn new(client_id: &str, client_secret: &str) -> Self {
        let credentials = format!("Basic {}", STANDARD.encode(format!("{client_id}:{client_secret}")));
        Self { credentials, kept: Mutex::new(None) }
    }

    /// The header that opens PayPal's calls.
    ///
    /// # Errors
    /// When there is none to be had now; nothing else was asked for.
    pub(super) async fn bearer(&self, wire: &Wire) -> Result<String, String> {
        let mut kept = self.kept.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| Instant::now() < token.until) {
            return Ok(token.bearer.clone());
        }
        let call = Call {
            method: Method::POST,
            path: "/v1/oauth2/token",
            headers: vec![
                (AUTHORIZATION, self.credentials.clone()),
                (ACCEPT, "application/json".to_owned()),
                (CONTENT_TYPE, "application/x-www-form-urlencoded".to_owned()),
            ],
            body: Bytes::from_static(b"grant_type=client_credentials"),
        };
        let said = wire.send(call).await.map_err(|reason| format!("no token: {reason}"))?;
        if !said.status.is_success() {
            return Err(format!("no token: PayPal answers {}", said.status));
        }
        // What cannot be read may hold the token: it is not shown.
        let granted: Granted =
            serde_json::from_slice(&said.body).map_err(|_| "no token: the answer is unreadable".to_owned())?;
        let lasts = Duration::from_secs(granted.expires_in).saturating_sub(MARGIN);
        let bearer = format!("Bearer {}", granted.access_token);
        *kept = Some(Kept { bearer: bearer.clone(), until: Instant::now() + lasts });
        Ok(bearer)
    }

    /// Forgets a token that PayPal does not take any more.
    pub(super) async fn forget(&self, bearer: &str) {
        let mut kept = self.kept.lock().await;
        if kept.as_ref().is_some_and(|token| token.bearer == bearer) {
            *kept = None;
        }
    }
}
