//! Values that configuration knows by their form: addresses, networks, switches.
//! Knows nothing of the keys they stand under.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use actix_web::http::Uri;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An address and port to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listen(pub SocketAddr);

/// Where the outside reaches the program: scheme, host and port, without path or trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

/// An address or a network in CIDR form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// Where a collector takes OTLP over HTTP: scheme, host, port and perhaps a path, without the signal's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collector(String);

/// Who mails come from: an address, perhaps with a name before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    name: Option<String>,
    address: String,
}

/// How the connection to a mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// Begun in the clear and secured before anything is said.
    Starttls,
    /// Secured from the first byte on.
    Implicit,
    /// Not secured.
    None,
}

/// A share of a whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio(f64);

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// The header in which trusted proxies name the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHeader {
    /// `X-Forwarded-For`.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Which requests get a line in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AccessLog {
    /// Every one.
    All,
    /// Those answered with 500 or more.
    Errors,
    /// None.
    Off,
}

impl PublicUrl {
    /// `https://gallery.example`, the origin as browsers write it.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.0
    }

    /// Host and, unless it is the scheme's own, port: what browsers call `location.host`.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, authority)| authority)
    }

    /// Whether browsers reach it over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "must be http:// or https:// with a host, without a path, such as https://gallery.example";
        let uri: Uri = text.parse().map_err(|_| FORM)?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https")).ok_or(FORM)?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or(FORM)?;
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() || authority.host().is_empty() {
            return Err(FORM);
        }
        // Browsers leave the scheme's own port out of an origin, and write hosts in lower case.
        let host = authority.host().to_ascii_lowercase();
        let origin = match (scheme, authority.port_u16()) {
            ("http", Some(80)) | ("https", Some(443)) | (_, None) => format!("{scheme}://{host}"),
            (_, Some(port)) => format!("{scheme}://{host}:{port}"),
        };
        Ok(Self(origin))
    }
}

impl Collector {
    /// Where it takes spans.
    #[must_use]
    pub fn traces(&self) -> String {
        format!("{}/v1/traces", self.0)
    }

    /// Whether it is reached over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl FromStr for Collector {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "must be http:// or https:// with a host, such as http://127.0.0.1:4318";
        let uri: Uri = text.parse().map_err(|_| FORM)?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https")).ok_or(FORM)?;
        // What opens the collector goes into headers, which do not print.
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or(FORM)?;
        if uri.query().is_some() || authority.host().is_empty() {
            return Err(FORM);
        }
        let path = uri.path().trim_end_matches('/');
        let path = path.strip_suffix("/v1/traces").unwrap_or(path);
        Ok(Self(format!("{scheme}://{authority}{path}")))
    }
}

impl<'de> Deserialize<'de> for Collector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|form: &str| {
            // A password that was put into it is not shown.
            let shown = text.rsplit_once('@').map_or(text.as_str(), |(_, rest)| rest);
            serde::de::Error::custom(format!("{shown:?} {form}"))
        })
    }
}

impl Serialize for Collector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Ratio {
    /// The whole.
    pub const ALL: Self = Self(1.0);

    /// From 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let share = f64::deserialize(deserializer)?;
        if (0.0..=1.0).contains(&share) {
            return Ok(Self(share));
        }
        Err(serde::de::Error::custom(format!("{share} must be a number from 0 to 1")))
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl Network {
    /// Whether an address lies in it. IPv4 addresses written as IPv6 count as IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                same_prefix(u128::from(network.to_bits()) << 96, u128::from(address.to_bits()) << 96, self.prefix)
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                same_prefix(network.to_bits(), address.to_bits(), self.prefix)
            }
            _ => false,
        }
    }
}

fn same_prefix(left: u128, right: u128, prefix: u8) -> bool {
    prefix == 0 || (left ^ right) >> (128 - u32::from(prefix)) == 0
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "must be an address or a network such as 10.0.0.0/8 or fd00::/8";
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().map_err(|_| FORM)?)),
            None => (text, None),
        };
        let address = address.parse::<IpAddr>().map_err(|_| FORM)?.to_canonical();
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(longest);
        if prefix > longest { Err(FORM) } else { Ok(Self { address, prefix }) }
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

impl Sender {
    /// The name that is shown, if there is one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl FromStr for Sender {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "must be an address such as hello@gallery.example, or a name and an address such as Gallery <hello@gallery.example>";
        let (name, address) = match text.trim().strip_suffix('>') {
            Some(rest) => rest.rsplit_once('<').ok_or(FORM)?,
            None => ("", text.trim()),
        };
        let name = name.trim().trim_matches('"').trim();
        let (local, host) = address.split_once('@').ok_or(FORM)?;
        let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_graphic());
        let is_good = is_word(local) && is_word(host) && !address.contains([',', '<', '>', '"']) && !host.contains('@');
        if !is_good || name.chars().any(char::is_control) {
            return Err(FORM);
        }
        Ok(Self { name: Some(name).filter(|name| !name.is_empty()).map(str::to_owned), address: address.to_owned() })
    }
}

impl std::fmt::Display for Sender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => f.write_str(&self.address),
        }
    }
}

impl Switch {
    /// Whether it is on.
    #[must_use]
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

impl FromStr for Switch {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "on" | "true" => Ok(Self::On),
            "off" | "false" => Ok(Self::Off),
            _ => Err("must be \"on\" or \"off\""),
        }
    }
}

impl std::fmt::Display for Switch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_on() { "on" } else { "off" })
    }
}

impl FromStr for Listen {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| "must be an address and port such as 127.0.0.1:8080 or [::]:8080")
    }
}

impl std::fmt::Display for Listen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Values that are texts in a file: read through `FromStr`, shown through `Display`.
macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|form: &str| serde::de::Error::custom(format!("{text:?} {form}")))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )+};
}

as_text!(Listen, PublicUrl, Network, Sender, Switch);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_an_origin_as_browsers_write_it() {
        let origin = |text: &str| text.parse::<PublicUrl>().map(|url| url.origin().to_owned());
        assert_eq!(origin("https://Gallery.Example/").as_deref(), Ok("https://gallery.example"));
        assert_eq!(origin("https://gallery.example:443").as_deref(), Ok("https://gallery.example"));
        assert_eq!(origin("http://127.0.0.1:8080").as_deref(), Ok("http://127.0.0.1:8080"));
        for bad in ["gallery.example", "ftp://x", "https://x/shop", "https://u:p@x", "https://x?a=1", ""] {
            assert!(origin(bad).is_err(), "{bad}");
        }
        assert_eq!("https://a.example:8443".parse::<PublicUrl>().unwrap().host(), "a.example:8443");
    }

    #[test]
    fn a_collector_is_a_base_for_its_signals() {
        let traces = |text: &str| text.parse::<Collector>().map(|collector| collector.traces());
        assert_eq!(traces("http://127.0.0.1:4318").as_deref(), Ok("http://127.0.0.1:4318/v1/traces"));
        assert_eq!(traces("https://otlp.example/otlp/").as_deref(), Ok("https://otlp.example/otlp/v1/traces"));
        assert_eq!(traces("http://c:4318/v1/traces").as_deref(), Ok("http://c:4318/v1/traces"));
        for bad in ["127.0.0.1:4318", "grpc://c:4317", "http://", "https://u:p@c", "http://c?a=1", ""] {
            assert!(traces(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_sender_is_an_address_perhaps_with_a_name() {
        let sender = |text: &str| {
            text.parse::<Sender>().map(|from| (from.name().unwrap_or_default().to_owned(), from.address().to_owned()))
        };
        let both = |name: &str, address: &str| Ok((name.to_owned(), address.to_owned()));
        assert_eq!(sender("hello@gallery.example"), both("", "hello@gallery.example"));
        assert_eq!(sender("Galerie Zoë <hello@gallery.example>"), both("Galerie Zoë", "hello@gallery.example"));
        assert_eq!(sender("\"A, B\" <a@b.example>"), both("A, B", "a@b.example"));
        for bad in ["", "gallery", "@x", "a@", "a b@x", "a@x>", "<a@x", "a@x,b@y", "N <a@x\r\nBcc: b@y>"] {
            assert!(sender(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_network_contains_the_addresses_of_its_prefix() {
        let inside =
            |network: &str, address: &str| network.parse::<Network>().unwrap().contains(address.parse().unwrap());
        assert!(inside("10.0.0.0/8", "10.200.3.4"));
        assert!(inside("10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(!inside("10.0.0.0/8", "11.0.0.1"));
        assert!(inside("127.0.0.1", "127.0.0.1") && !inside("127.0.0.1", "127.0.0.2"));
        assert!(inside("0.0.0.0/0", "8.8.8.8") && !inside("0.0.0.0/0", "::1"));
        assert!(inside("fd00::/8", "fdab::1") && !inside("fd00::/8", "fe80::1"));
        for bad in ["10.0.0.0/33", "x", "10.0.0/8", "::/129"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }
}
