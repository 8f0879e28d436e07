//! The headers that a collector is sent: pairs in one text, as the standard variable of the environment has them.
//! Knows nothing of who sends them.

use actix_web::http::header::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

use super::check::ConfigError;
use super::sections::Telemetry;

impl Telemetry {
    /// Names and values of the headers for the collector.
    ///
    /// # Errors
    /// What their form must be; never what they are.
    pub fn headers(&self) -> Result<Vec<(String, String)>, ConfigError> {
        let text = self.otlp_headers.as_ref().map_or("", |headers| headers.reveal());
        let pairs = text.split(',').map(str::trim).filter(|pair| !pair.is_empty());
        let read = |pair: &str| pair_of(pair).ok_or_else(misfit);
        pairs.map(read).collect()
    }
}

fn pair_of(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=')?;
    let (name, value) = (name.trim(), percent_decode_str(value.trim()).decode_utf8().ok()?);
    HeaderName::from_bytes(name.as_bytes()).ok()?;
    HeaderValue::from_str(&value).ok()?;
    Some((name.to_owned(), value.into_owned()))
}

fn misfit() -> ConfigError {
    ConfigError("telemetry.otlp_headers must be pairs name=value, separated by commas".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::Secret;
    use super::*;

    fn headers(text: &str) -> Option<Vec<(String, String)>> {
        Telemetry { otlp_headers: Some(Secret::new(text)), ..Telemetry::default() }.headers().ok()
    }

    #[test]
    fn pairs_are_decoded_and_what_is_none_is_refused() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let read = headers("authorization=Basic%20YTpi==, x-team=art,");
        assert_eq!(read, Some(vec![pair("authorization", "Basic YTpi=="), pair("x-team", "art")]));
        assert_eq!(headers(""), Some(Vec::new()));
        for bad in ["token", "a b=c", "=c", "a=%0a"] {
            assert_eq!(headers(bad), None, "{bad}");
        }
    }
}
