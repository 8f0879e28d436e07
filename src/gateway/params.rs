//! Parameters in paths and queries. A path that does not parse names nothing (404); a query that does not fit is 422.
//! Knows nothing of a particular resource.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::fields::pointer_segment;
use super::json::misfit;
use super::problem::Problem;

/// What the variable segments of a path say: one value or a tuple of them. Any UUID parses; what does not parse is 404.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // actix's own extractor is ready at once; polling it here keeps this future nameable.
        let inner = actix_web::web::Path::<T>::from_request(request, payload);
        ready(match futures_util::FutureExt::now_or_never(inner) {
            Some(Ok(path)) => Ok(Self(path.into_inner())),
            _ => Err(Problem::not_found("address")),
        })
    }
}

/// What a query string says. Unknown parameters are refused when `T` denies them; values that do not fit are 422 with
/// the pointer `/<name>`.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse_pairs(request.query_string().as_bytes()).map(Self))
    }
}

/// Reads `name=value&…` text (a query, a form).
///
/// # Errors
/// 400 for text that is not UTF-8 once it is decoded, 422 with the pointer `/<name>` of the first value that does not
/// fit.
pub fn parse_pairs<T: DeserializeOwned>(text: &[u8]) -> Result<T, Problem> {
    if std::str::from_utf8(&decoded(text)).is_err() {
        return Err(Problem::malformed("A parameter is not UTF-8."));
    }
    let strange = |text: &str| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    if let Some((name, _)) = form_urlencoded::parse(text).find(|(name, value)| strange(name) || strange(value)) {
        return Err(Problem::field(format!("/{}", pointer_segment(&name)), "must not contain control characters"));
    }
    let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text));
    serde_path_to_error::deserialize(pairs).map_err(|error| misfit(error.path(), &error.inner().to_string()))
}

/// The bytes behind percent escapes. `form_urlencoded` decodes them as well, but puts a replacement character where they
/// are no text.
fn decoded(text: &[u8]) -> Vec<u8> {
    let digit = |place: usize| text.get(place).and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut place = 0;
    while let Some(byte) = text.get(place) {
        match (byte, digit(place + 1), digit(place + 2)) {
            (b'%', Some(high), Some(low)) => {
                // Two hexadecimal digits make one byte.
                bytes.push((high * 16 + low) as u8);
                place += 3;
            }
            _ => {
                bytes.push(*byte);
                place += 1;
            }
        }
    }
    bytes
}

/// How many items a page of a list has: 1 to 100, 24 unless told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, utoipa::ToSchema)]
#[schema(value_type = u32, minimum = 1, maximum = 100, default = 24)]
pub struct Limit(pub u32);

impl Default for Limit {
    fn default() -> Self {
        Self(24)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let limit = u32::deserialize(deserializer)?;
        if (1..=100).contains(&limit) {
            Ok(Self(limit))
        } else {
            Err(serde::de::Error::custom("must be between 1 and 100"))
        }
    }
}

/// `?limit=&cursor=`, for lists without other parameters. Others put both fields into their own type (`flatten` would
/// turn numbers into text).
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Items a page.
    #[serde(default)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on: the last page's `next_cursor`.
    #[serde(default)]
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;
    use impasto_domain::ids::ArtworkId;

    #[test]
    fn a_query_that_does_not_fit_names_its_parameter() {
        let query: Paging = parse_pairs(b"limit=100&cursor=abc").unwrap();
        assert_eq!((query.limit, query.cursor.as_deref()), (Limit(100), Some("abc")));
        assert_eq!(parse_pairs::<Paging>(b"").unwrap().limit, Limit(24));
        for (text, pointer) in [
            ("limit=0", "/limit"),
            ("limit=101", "/limit"),
            ("limit=x", "/limit"),
            ("page=2", "/page"),
            ("cursor=%00", "/cursor"),
            ("cursor=a%1b%5b0m", "/cursor"),
            ("a%07=1", "/a\u{7}"),
        ] {
            let problem = parse_pairs::<Paging>(text.as_bytes()).unwrap_err();
            assert_eq!(problem.status(), 422, "{text}");
            assert_eq!(problem.field_errors()[0].pointer, pointer, "{text}");
        }
    }

    #[test]
    fn what_is_no_text_is_malformed() {
        for text in ["cursor=%FF", "%c3=1", "cursor=%E2%82&limit=1", "cursor=%ED%A0%80"] {
            assert_eq!(parse_pairs::<Paging>(text.as_bytes()).unwrap_err().status(), 400, "{text}");
        }
        let read = parse_pairs::<Paging>("cursor=%E2%82%AC+100%25%zz".as_bytes()).unwrap();
        assert_eq!(read.cursor.as_deref(), Some("€ 100%%zz"));
    }

    #[actix_web::test]
    async fn any_uuid_in_a_path_parses_and_anything_else_is_not_found() {
        let id = uuid::Uuid::from_u128(7);
        for text in [id.to_string(), id.simple().to_string(), "00000000-0000-0000-0000-000000000007".to_owned()] {
            let request = TestRequest::get().param("id", text).to_http_request();
            assert_eq!(Path::<ArtworkId>::extract(&request).await.unwrap().0, ArtworkId(id));
        }
        let request = TestRequest::get().param("id", "seven").to_http_request();
        assert_eq!(Path::<ArtworkId>::extract(&request).await.unwrap_err().status(), 404);
        let request = TestRequest::get().param("id", id.to_string()).param("image", id.to_string()).to_http_request();
        assert!(Path::<(ArtworkId, ArtworkId)>::extract(&request).await.is_ok());
    }
}
