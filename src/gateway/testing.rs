//! Sending requests to an application under test and looking at its answers.

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::{self, HeaderMap};
use actix_web::test::{TestRequest, call_service};
use serde_json::Value;

/// An answer, whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// What the application answers to a request.
    pub(crate) async fn of<S, B>(app: &S, request: TestRequest) -> Self
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
        B: MessageBody + 'static,
    {
        let answer = call_service(app, request.to_request()).await;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = to_bytes(BoxBody::new(answer.into_body())).await.unwrap();
        Self { status, headers, text: String::from_utf8_lossy(&body).into_owned() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text))
    }

    /// The slug of a problem's type.
    pub(crate) fn kind(&self) -> String {
        let kind = self.json()["type"].as_str().unwrap_or_else(|| panic!("no problem: {}", self.text)).to_owned();
        assert_eq!(self.header("content-type"), "application/problem+json");
        kind.trim_start_matches("/problems/").to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn cookies(&self) -> Vec<String> {
        self.headers.get_all(header::SET_COOKIE).map(|line| line.to_str().unwrap().to_owned()).collect()
    }
}
