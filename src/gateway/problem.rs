//! Problems: what an answer of status 400 or more says, as RFC 9457 `application/problem+json` or as a page.
//! Knows the refusals of the engine; knows nothing of a particular resource.

use std::borrow::Cow;
use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use impasto_domain::money::Money;
use impasto_domain::ports::{JournalError, ReadError};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use serde::Serialize;
use serde_json::{Map, Value, json};

pub use super::problem_type::ProblemType;

/// The content type of a problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What went wrong with one request. Cheap to move; made by handlers and extractors, rendered by the gateway.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem(Box<Inner>);

#[derive(Debug, Clone, PartialEq)]
struct Inner {
    kind: Option<ProblemType>,
    status: StatusCode,
    detail: Option<Cow<'static, str>>,
    errors: Vec<FieldError>,
    members: Map<String, Value>,
    retry_after_s: Option<u32>,
    allow: Option<String>,
}

/// One field that is not acceptable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// JSON pointer of the field in the body (`/shipping_address/country`), or `/name` of a query parameter.
    pub pointer: String,
    /// What is wrong, for people.
    pub message: String,
}

impl Problem {
    /// A problem of a type, without any detail.
    #[must_use]
    pub fn new(kind: ProblemType) -> Self {
        Self::bare(Some(kind), kind.status())
    }

    /// A problem of a status: of the general type that status has, or `about:blank` when it has none.
    #[must_use]
    pub fn from_status(status: StatusCode) -> Self {
        Self::bare(ProblemType::from_status(status), status)
    }

    /// Something broke on our side: 500 without any detail. Logs the error with all its causes.
    #[must_use]
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = %causes(error), "a request failed");
        Self::bare(None, StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The journal did one thing and answered another: 500, and a line in the log that says what.
    #[must_use]
    pub fn unexpected(done: &str, reply: &Reply) -> Self {
        tracing::error!(done, ?reply, "the journal answered something else");
        Self::bare(None, StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// 404: absent, or not the caller's.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::new(ProblemType::NotFound).detail(format!("There is no such {what}."))
    }

    /// 401 with a word about the token.
    #[must_use]
    pub fn unauthenticated(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemType::Unauthenticated).detail(detail)
    }

    /// 403 with the reason.
    #[must_use]
    pub fn forbidden(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemType::Forbidden).detail(detail)
    }

    /// 400 with the reason.
    #[must_use]
    pub fn malformed(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemType::Malformed).detail(detail)
    }

    /// 422 for one field.
    #[must_use]
    pub fn field(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self::fields(vec![FieldError { pointer: pointer.into(), message: message.into() }])
    }

    /// 422 for several fields.
    #[must_use]
    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self::new(ProblemType::InvalidFields).errors(errors)
    }

    /// 503 with the seconds to wait.
    #[must_use]
    pub fn unavailable(retry_after_s: u32) -> Self {
        Self::new(ProblemType::Unavailable).retry_after(retry_after_s)
    }

    /// The detail of this occurrence, for people; never an internal matter.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// The fields concerned.
    #[must_use]
    pub fn errors(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors = errors;
        self
    }

    /// An extension member, beside the standard ones. A value that JSON cannot carry is left out.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.members.insert(member.to_owned(), value);
        }
        self
    }

    /// The header `Retry-After`, in seconds; at least 1.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after_s = Some(seconds.max(1));
        self
    }

    /// The header `Allow`.
    #[must_use]
    pub fn allow(mut self, methods: impl Into<String>) -> Self {
        self.0.allow = Some(methods.into());
        self
    }

    /// Its type; `None` is `about:blank`.
    #[must_use]
    pub fn kind(&self) -> Option<ProblemType> {
        self.0.kind
    }

    /// Its status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The title: the type's, or the status's own phrase.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.0.kind.map_or_else(|| self.0.status.canonical_reason().unwrap_or("Error"), ProblemType::title)
    }

    /// The detail, if there is one.
    #[must_use]
    pub fn detail_text(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// The fields concerned.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// Seconds after which to try again, if it says so.
    #[must_use]
    pub fn retry_after_s(&self) -> Option<u32> {
        self.0.retry_after_s
    }

    /// An extension member.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.0.members.get(name)
    }

    /// The members as JSON; `instance` is the id of the request.
    #[must_use]
    pub fn to_json(&self, instance: Option<&str>) -> Value {
        let mut body = self.0.members.clone();
        body.insert("type".into(), json!(self.0.kind.map_or("about:blank", ProblemType::uri)));
        body.insert("title".into(), json!(self.title()));
        body.insert("status".into(), json!(self.0.status.as_u16()));
        if let Some(detail) = &self.0.detail {
            body.insert("detail".into(), json!(detail));
        }
        if let Some(instance) = instance {
            body.insert("instance".into(), json!(instance));
        }
        if !self.0.errors.is_empty() {
            body.insert("errors".into(), json!(self.0.errors));
        }
        Value::Object(body)
    }

    /// The answer as `application/problem+json`.
    #[must_use]
    pub fn json_response(&self, instance: Option<&str>) -> HttpResponse {
        self.builder().content_type(PROBLEM_JSON).body(self.to_json(instance).to_string())
    }

    /// The answer as a page that is already made.
    #[must_use]
    pub fn html_response(&self, page: String) -> HttpResponse {
        self.builder().content_type("text/html; charset=utf-8").body(page)
    }

    fn bare(kind: Option<ProblemType>, status: StatusCode) -> Self {
        Self(Box::new(Inner {
            kind,
            status,
            detail: None,
            errors: Vec::new(),
            members: Map::new(),
            retry_after_s: None,
            allow: None,
        }))
    }

    fn builder(&self) -> HttpResponseBuilder {
        let mut answer = HttpResponse::build(self.0.status);
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(seconds) = self.0.retry_after_s {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        if let Some(allow) = &self.0.allow {
            answer.insert_header((header::ALLOW, allow.as_str()));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        answer
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.status.as_u16(), self.title())?;
        if let Some(detail) = &self.0.detail {
            write!(f, ": {detail}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    /// Without the request: the gateway renders it again with the request's id, as a page for those who want one.
    fn error_response(&self) -> HttpResponse {
        self.json_response(None)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        use ProblemType as T;
        let words = refusal.to_string();
        let told = |kind: T| Self::new(kind).detail(sentence(&words));
        match refusal {
            Refusal::SoldOut { available, next_release_at } => {
                told(T::SoldOut).with("available", available).with("next_release_at", next_release_at)
            }
            Refusal::CopiesTaken { copies, available, next_release_at } => told(T::SoldOut)
                .with("available", available)
                .with("next_release_at", next_release_at)
                .with("copies", copies),
            Refusal::HoldLimit { retry_at } => told(T::HoldLimit).with("retry_at", retry_at),
            Refusal::HoldLapsed => told(T::HoldLapsed),
            Refusal::CartChanged { lines } => told(T::CartChanged).with("lines", lines),
            Refusal::CartEmpty => told(T::CartEmpty),
            // The actors answer these two themselves; one that slips through is an edit race like any other.
            Refusal::CartStale | Refusal::HoldsGone => told(T::Conflict),
            Refusal::TotalChanged { total } => told(T::TotalChanged).with("total", money(total)),
            Refusal::CurrencyMix => told(T::CurrencyMix),
            Refusal::InvalidTransition { from, to } => told(T::InvalidTransition).with("from", from).with("to", to),
            Refusal::SalesPaused => told(T::SalesPaused),
            Refusal::CustomerLimit { max_per_customer } => {
                told(T::CustomerLimit).with("max_per_customer", max_per_customer)
            }
            Refusal::NotFound { .. } => told(T::NotFound),
            Refusal::Forbidden { .. } => told(T::Forbidden),
            Refusal::Conflict { .. } => told(T::Conflict),
            Refusal::PreconditionFailed => told(T::PreconditionFailed),
            Refusal::EmailTaken => told(T::EmailTaken),
            Refusal::Invalid { pointer, message } => Self::field(pointer, message),
            Refusal::IdempotencyMismatch => told(T::IdempotencyMismatch),
            Refusal::Expired => told(T::Expired),
        }
    }
}

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Refused(refusal) => refusal.into(),
            JournalError::Busy => Self::unavailable(1),
            JournalError::Unavailable(reason) => {
                tracing::error!(reason, "the journal is unavailable");
                Self::unavailable(2)
            }
        }
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        tracing::error!(reason = error.0, "a read failed");
        Self::unavailable(2)
    }
}

/// Money in the API's shape.
fn money(money: Money) -> Value {
    json!({ "amount": money.amount_minor, "currency": money.currency.code() })
}

/// The words of an error as a sentence: a capital first, a full stop last.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let mut text: String =
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use impasto_domain::money::Currency;

    #[test]
    fn a_refusal_becomes_its_problem_with_the_members_of_the_contract() {
        let at = DateTime::from_timestamp(1_700_000_000, 0);
        let problem = Problem::from(Refusal::SoldOut { available: 2, next_release_at: at });
        let body = problem.to_json(Some("r1"));
        assert_eq!(body["type"], "/problems/sold-out");
        assert_eq!(body["status"], 409);
        assert_eq!(body["available"], 2);
        assert_eq!(body["next_release_at"], "2023-11-14T22:13:20Z");
        assert_eq!(body["instance"], "r1");
        assert_eq!(body["detail"], "2 of this edition are free.");

        let copies = vec!["7/25".to_owned()];
        let body = Problem::from(Refusal::CopiesTaken { copies, available: 9, next_release_at: None }).to_json(None);
        assert_eq!((&body["type"], &body["copies"]), (&json!("/problems/sold-out"), &json!(["7/25"])));
        assert_eq!(body["detail"], "1 of the copies picked is not free.");

        let total = Money::new(125_000, Currency::EUR);
        let body = Problem::from(Refusal::TotalChanged { total }).to_json(None);
        assert_eq!(body["total"], json!({ "amount": 125_000, "currency": "EUR" }));

        let body = Problem::from(Refusal::invalid("/price", "must not be negative")).to_json(None);
        assert_eq!(body["errors"], json!([{ "pointer": "/price", "message": "must not be negative" }]));
    }

    #[test]
    fn the_headers_that_a_problem_needs_come_with_it() {
        let busy = Problem::from(JournalError::Busy).json_response(None);
        assert_eq!(busy.status(), 503);
        assert_eq!(busy.headers().get("retry-after").unwrap(), "1");
        let unknown = Problem::unauthenticated("The token has expired.").json_response(None);
        assert_eq!(unknown.headers().get("www-authenticate").unwrap(), "Bearer");
        assert_eq!(unknown.headers().get("content-type").unwrap(), PROBLEM_JSON);
    }

    #[test]
    fn a_status_without_a_type_is_about_blank_with_the_phrase_of_the_status() {
        let body = Problem::from_status(StatusCode::NOT_IMPLEMENTED).to_json(None);
        assert_eq!(body["type"], "about:blank");
        assert_eq!(body["title"], "Not Implemented");
    }

    #[test]
    fn an_internal_failure_tells_the_client_nothing_of_its_cause() {
        let cause = std::io::Error::other("secret path /var/lib/x");
        let body = Problem::internal(&cause).to_json(None).to_string();
        assert!(!body.contains("secret"));
        assert_eq!(Problem::internal(&cause).status(), 500);
    }
}
