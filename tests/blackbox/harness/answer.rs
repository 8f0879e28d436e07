//! What the program answers.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer with everything a test may ask about.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) async fn of(response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.expect("a body").to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Self { status, headers, body, bytes }
    }

    /// The body, if the status is the expected one.
    #[track_caller]
    pub(crate) fn ok(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.shown());
        self.body
    }

    /// The body of any success: 200, 201 or 204, where the contract leaves open which.
    #[track_caller]
    pub(crate) fn done(self) -> Value {
        assert!(matches!(self.status, 200 | 201 | 204), "{}: {}", self.status, self.shown());
        self.body
    }

    /// Checks for a problem of a type, as problem+json with everything a problem must have.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, kind: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.shown());
        let content_type = self.header("content-type");
        assert!(content_type.starts_with("application/problem+json"), "{content_type}: {}", self.shown());
        assert_eq!(self.body["type"], format!("/problems/{kind}"), "{}", self.body);
        assert_eq!(self.body["status"], status);
        assert!(self.body["title"].is_string() && self.body["instance"].is_string(), "{}", self.body);
        self.body
    }

    /// Checks for 422 `invalid-fields` that names exactly these fields, in any order.
    #[track_caller]
    pub(crate) fn invalid(self, pointers: &[&str]) -> Value {
        let problem = self.problem(422, "invalid-fields");
        let mut named = pointers_of(&problem);
        let mut wanted = pointers.to_vec();
        named.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(named, wanted, "{problem}");
        problem
    }

    /// A header; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The line that sets a cookie, if the answer sets it.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
        lines.filter(|line| line.starts_with(&format!("{name}="))).map(str::to_owned).next()
    }

    fn shown(&self) -> String {
        String::from_utf8_lossy(&self.bytes).chars().take(2_000).collect()
    }
}

/// The pointers that a problem names.
fn pointers_of(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().filter_map(|error| error["pointer"].as_str()).collect()
}
