//! What a form of a page has sent, field by field.
//! It does not know any form: unknown fields do no harm, and of a repeated one the first that is not empty counts.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::gateway::form::Form;
use crate::gateway::problem::Problem;

/// The fields of a form as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed(pub(super) Vec<(String, String)>);

impl Typed {
    /// The parameters of a request's address, read as leniently as a form.
    pub(super) fn of_query(request: &HttpRequest) -> Self {
        let pairs = form_urlencoded::parse(request.query_string().as_bytes());
        Self(pairs.map(|(name, value)| (name.into_owned(), value.replace('\0', ""))).collect())
    }

    /// The field's text without blanks around it; empty when it was left out.
    pub(super) fn get(&self, name: &str) -> &str {
        let mut given = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim());
        given.find(|value| !value.is_empty()).unwrap_or_default()
    }

    /// The field's text as it is, blanks included: for passwords.
    pub(super) fn verbatim(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// The field's text, unless it was left empty.
    pub(super) fn given(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// Whether a box is ticked.
    pub(super) fn is_ticked(&self, name: &str) -> bool {
        matches!(self.get(name), "true" | "on")
    }

    /// Fields whose names begin with `prefix`: the rest of the name, and the text.
    pub(super) fn beginning_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.trim())))
    }
}

impl FromRequest for Typed {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Form::<Vec<(String, String)>>::from_request(request, payload);
        Box::pin(async move { form.await.map(|Form(fields)| Self(fields)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::params::parse_pairs;

    #[test]
    fn fields_are_trimmed_and_the_first_that_is_not_empty_counts() {
        let typed = Typed(parse_pairs(b"a=&a=+x+y+&b=true&password=+p+&shipping_method_7=express").unwrap());
        assert_eq!((typed.get("a"), typed.get("none")), ("x y", ""));
        assert!(typed.is_ticked("b") && !typed.is_ticked("a"));
        assert_eq!(typed.verbatim("password"), " p ");
        assert_eq!(typed.given("none"), None);
        assert_eq!(typed.beginning_with("shipping_method_").collect::<Vec<_>>(), [("7", "express")]);
    }
}
