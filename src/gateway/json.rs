//! JSON bodies: what cannot be read is 400, what can be read but not accepted is 422 with a pointer.
//! Knows nothing of a particular body.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use bytes::Bytes;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::fields::pointer_segment;
use super::payload::{self, BodyCap};
use super::problem::{FieldError, Problem, ProblemType};
use super::request_key::RequestKey;
use super::shared::shared;

/// A JSON body that must be there, and the caller's idempotency key if it sent one. Types deny unknown fields
/// themselves (`#[serde(deny_unknown_fields)]`). No string in it has control characters other than line ends and
/// tabulators.
///
/// Refuses with 415 (not JSON), 413 (too large), 400 (cannot be read), 422 (types, missing and unknown fields).
#[derive(Debug, Clone)]
pub struct Body<T> {
    /// What was sent.
    pub value: T,
    /// The caller's key.
    pub key: Option<RequestKey>,
}

/// As [`Body`], for calls that require a key: without one they are refused with `idempotency-key-required` once the
/// body could be read and before its fields are looked at.
#[derive(Debug, Clone)]
pub struct KeyedBody<T> {
    /// What was sent.
    pub value: T,
    /// The caller's key.
    pub key: RequestKey,
}

/// As [`Body`], for calls whose body may be left out altogether.
#[derive(Debug, Clone)]
pub struct MaybeBody<T> {
    /// What was sent, if anything.
    pub value: Option<T>,
    /// The caller's key.
    pub key: Option<RequestKey>,
}

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let read = read(request, payload);
        Box::pin(async move {
            let Read { bytes, key } = read.await?;
            Ok(Self { value: parse(&bytes, Ok)?, key })
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for KeyedBody<T> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let read = read(request, payload);
        Box::pin(async move {
            let Read { bytes, key } = read.await?;
            let missing = key.is_none();
            // Without a key the fields do not matter, but the syntax comes first.
            let value = parse(&bytes, |value| if missing { Err(RequestKey::required()) } else { Ok(value) }).map_err(
                |problem| match problem.kind() {
                    Some(ProblemType::InvalidFields) if missing => RequestKey::required(),
                    _ => problem,
                },
            )?;
            Ok(Self { value, key: key.ok_or_else(RequestKey::required)? })
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for MaybeBody<T> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let has_type = request.headers().contains_key(header::CONTENT_TYPE);
        let has_body = has_type || payload::declared_length(request.headers()).is_some_and(|length| length > 0);
        if !has_body {
            let key = RequestKey::read(request, b"");
            return Box::pin(async move { Ok(Self { value: None, key: key? }) });
        }
        let read = read(request, payload);
        Box::pin(async move {
            let Read { bytes, key } = read.await?;
            let value = if bytes.is_empty() { None } else { Some(parse(&bytes, Ok)?) };
            Ok(Self { value, key })
        })
    }
}

/// A member that is there, even as `null`: for a field that may be left out, where `null` means something else (with
/// `T` an `Option`) or is refused (with any other).
///
/// # Errors
/// Those of the field's own type.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Reads a value from JSON text; `accept` has a last word on it.
///
/// # Errors
/// 400 when the text is not JSON at all, else 422 with the pointer of the first field that does not fit.
pub fn parse<T: DeserializeOwned>(text: &[u8], accept: impl FnOnce(T) -> Result<T, Problem>) -> Result<T, Problem> {
    let mut source = serde_json::Deserializer::from_slice(text);
    let read = serde_path_to_error::deserialize::<_, T>(&mut source);
    let value = match read {
        Ok(value) => {
            source.end().map_err(|error| unreadable(&error))?;
            // A struct is also read from an array, member by member.
            if text.trim_ascii_start().first() == Some(&b'[') {
                return Err(Problem::field("", "must be an object"));
            }
            value
        }
        Err(error) => {
            // A field that does not fit is found before the end: the rest must still be JSON, else 400 comes first. The
            // error's own category does not tell: an object where a name of a list belongs counts as syntax there.
            check_syntax(text)?;
            return Err(misfit(error.path(), &error.inner().to_string()));
        }
    };
    let strange = strange_strings(text);
    if !strange.is_empty() {
        return Err(Problem::fields(strange));
    }
    accept(value)
}

/// Whether the text is JSON, whatever it says.
fn check_syntax(text: &[u8]) -> Result<(), Problem> {
    match serde_json::from_slice::<Value>(text) {
        Ok(_) => Ok(()),
        // A number that is too large for any type is JSON all the same; the rest is looked at without reading numbers.
        Err(error) if error.to_string().starts_with(OUT_OF_RANGE) => {
            std::str::from_utf8(text).map_err(|_| Problem::malformed("The body is not UTF-8."))?;
            serde_json::from_slice::<IgnoredAny>(text).map(drop).map_err(|error| unreadable(&error))
        }
        Err(error) => Err(unreadable(&error)),
    }
}

/// How serde_json begins what it says of a number beyond every type.
const OUT_OF_RANGE: &str = "number out of range";

/// The most of what serde says that a client is told: it repeats what was sent.
const MESSAGE_MAX_CHARS: usize = 200;

/// The field error behind a message of serde at a path.
pub(super) fn misfit(path: &Path, message: &str) -> Problem {
    let mut pointer = pointer(path);
    // serde_json appends the place in the text; the pointer says it better.
    let message = message.split(" at line ").next().unwrap_or(message);
    let named = |start: &str| message.strip_prefix(start)?.split('`').next().map(pointer_segment);
    let mut told = message.to_owned();
    if let Some(name) = named("missing field `") {
        pointer = format!("{pointer}/{name}");
        told = "is required".to_owned();
    } else if let Some(name) = named("unknown field `") {
        if !pointer.ends_with(&format!("/{name}")) {
            pointer = format!("{pointer}/{name}");
        }
        told = "is not a known field".to_owned();
    } else if let Some(name) = named("duplicate field `") {
        if !pointer.ends_with(&format!("/{name}")) {
            pointer = format!("{pointer}/{name}");
        }
        told = "is given twice".to_owned();
    } else if message == OUT_OF_RANGE {
        told = "is out of range".to_owned();
    }
    if let Some((end, _)) = told.char_indices().nth(MESSAGE_MAX_CHARS) {
        told.truncate(end);
        told.push('…');
    }
    Problem::field(pointer, told)
}

struct Read {
    bytes: Bytes,
    key: Option<RequestKey>,
}

fn read(request: &HttpRequest, payload: &mut Payload) -> impl Future<Output = Result<Read, Problem>> + use<> {
    let request = request.clone();
    let payload = payload.take();
    let cap = shared(&request).map(|shared| shared.config.limits.json_bytes);
    if let Ok(cap) = cap {
        request.extensions_mut().insert(BodyCap(cap));
    }
    async move {
        let cap = cap?;
        if payload::declared_length(request.headers()) != Some(0) {
            is_json(request.headers())?;
        }
        let bytes = payload::read(payload, payload::declared_length(request.headers()), cap).await?;
        let key = RequestKey::read(&request, &bytes)?;
        Ok(Read { bytes, key })
    }
}

fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let refused = || Problem::new(ProblemType::UnsupportedMediaType).detail("The body must be application/json.");
    if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(refused().detail("The body must not be compressed."));
    }
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).ok_or_else(refused)?;
    let mut parts = value.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_json = essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"));
    let is_utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, charset)) if name.trim().eq_ignore_ascii_case("charset") => {
            charset.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    });
    if is_json && is_utf8 { Ok(()) } else { Err(refused()) }
}

fn unreadable(error: &serde_json::Error) -> Problem {
    Problem::malformed(format!("The body is not valid JSON: {error}."))
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&pointer_segment(key));
            }
            // A variant is the value of the member that names it, and an unknown place has no name.
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// Strings with control characters, which no field takes and PostgreSQL cannot store. They can only come from escapes,
/// so a text without such escapes is not looked at twice.
fn strange_strings(text: &[u8]) -> Vec<FieldError> {
    let suspicious = text.windows(2).any(|pair| matches!(pair, b"\\u" | b"\\b" | b"\\f")) || text.contains(&0x7f);
    let mut errors = Vec::new();
    if suspicious && let Ok(value) = serde_json::from_slice::<Value>(text) {
        find_strange(&value, &mut String::new(), &mut errors);
    }
    errors
}

fn find_strange(value: &Value, pointer: &mut String, errors: &mut Vec<FieldError>) {
    let strange = |text: &str| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    match value {
        Value::String(text) if strange(text) => errors
            .push(FieldError { pointer: pointer.clone(), message: "must not contain control characters".to_owned() }),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                below(pointer, &index.to_string(), |pointer| find_strange(item, pointer, errors));
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                below(pointer, &pointer_segment(name), |pointer| find_strange(member, pointer, errors));
            }
        }
        _ => {}
    }
}

fn below(pointer: &mut String, segment: &str, look: impl FnOnce(&mut String)) {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(segment);
    look(pointer);
    pointer.truncate(length);
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sent {
        title: String,
        #[serde(default)]
        sizes: Vec<Size>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Size {
        width_cm: u32,
    }

    fn refused(text: &str) -> (u16, String, String) {
        let problem = parse::<Sent>(text.as_bytes(), Ok).unwrap_err();
        let error = problem.field_errors().first().cloned();
        let error = error.unwrap_or(FieldError { pointer: String::new(), message: String::new() });
        (problem.status().as_u16(), error.pointer, error.message)
    }

    #[test]
    fn a_body_that_fits_is_read() {
        let sent = parse::<Sent>(br#"{"title":"Still life","sizes":[{"width_cm":30}]}"#, Ok).unwrap();
        assert_eq!((sent.title.as_str(), sent.sizes[0].width_cm), ("Still life", 30));
    }

    #[test]
    fn broken_syntax_is_malformed_even_behind_a_field_that_does_not_fit() {
        for text in ["", "{", r#"{"title":5,"#, r#"{"title":"a"} x"#, r#"{"title":"\ud800"}"#, "{\"title\":\"a\u{0}\"}"]
        {
            assert_eq!(refused(text).0, 400, "{text:?}");
        }
        let deep = "[".repeat(10_000);
        assert_eq!(refused(&deep).0, 400);
        assert_eq!(parse::<Sent>(b"{\"title\":\"\xff\"}", Ok).unwrap_err().status(), 400);
    }

    #[test]
    fn fields_that_do_not_fit_are_named_by_a_pointer() {
        let (status, pointer, _) = refused(r#"{"title":5}"#);
        assert_eq!((status, pointer.as_str()), (422, "/title"));
        assert_eq!(refused("{}"), (422, "/title".into(), "is required".into()));
        let unknown = refused(r#"{"title":"a","colour":1}"#);
        assert_eq!(unknown, (422, "/colour".into(), "is not a known field".into()));
        assert_eq!(refused(r#"{"title":"a","sizes":[{"width_cm":1},{}]}"#).1, "/sizes/1/width_cm");
        assert_eq!(refused(r#"{"title":"a","sizes":[{"width_cm":-1}]}"#).1, "/sizes/0/width_cm");
        assert_eq!(refused(r#"{"title":"a","sizes":[{"width_cm":1,"x":2}]}"#).1, "/sizes/0/x");
        assert_eq!(refused(r#"{"title":"a","title":"b"}"#), (422, "/title".into(), "is given twice".into()));
        assert_eq!(refused("[1]").0, 422);
    }

    #[test]
    fn a_number_beyond_every_type_is_a_field_that_does_not_fit() {
        let told = refused(r#"{"title":"a","sizes":[{"width_cm":1e400}]}"#);
        assert_eq!(told, (422, "/sizes/0/width_cm".into(), "is out of range".into()));
        assert_eq!(refused(r#"{"title":5,"sizes":[{"width_cm":1e400}]}"#).1, "/title");
        assert_eq!(refused(r#"{"title":"a","sizes":[{"width_cm":1e400}"#).0, 400);
        assert_eq!(
            parse::<Sent>(b"{\"sizes\":[{\"width_cm\":1e400}],\"title\":\"\xff\"}", Ok).unwrap_err().status(),
            400
        );
    }

    #[test]
    fn what_was_sent_is_not_sent_back_whole() {
        let long = "x".repeat(10_000);
        let (status, _, message) = refused(&format!(r#"{{"title":"a","sizes":["{long}"]}}"#));
        assert_eq!(status, 422);
        assert!(message.chars().count() <= MESSAGE_MAX_CHARS + 1, "{message}");
    }

    #[test]
    fn control_characters_are_refused_wherever_they_are() {
        assert_eq!(refused(r#"{"title":"a\u0000b"}"#).1, "/title");
        assert_eq!(refused(r#"{"title":"a\bb"}"#).1, "/title");
        assert!(parse::<Sent>(br#"{"title":"a\nb\tc \u00e9"}"#, Ok).is_ok());
    }

    #[test]
    fn only_json_in_utf8_is_taken() {
        let with = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(value));
            is_json(&headers).is_ok()
        };
        assert!(with("application/json"));
        assert!(with("Application/JSON; charset=UTF-8"));
        assert!(with("application/merge-patch+json"));
        assert!(!with("application/json; charset=latin1"));
        assert!(!with("text/plain"));
        assert!(is_json(&HeaderMap::new()).is_err());
    }
}
