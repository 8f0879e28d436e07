//! The client's address: the peer's, or what trusted proxies say of whom they speak for.
//! Knows nothing of limits, only what they are counted by.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::problem::Problem;
use super::shared::Shared;
use crate::config::{Config, ProxyHeader};

/// Who is at the other end of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// The client's address.
    pub address: IpAddr,
    /// Whether limits leave it alone: loopback in the demo.
    pub is_exempt: bool,
}

impl Client {
    /// The client of a connection from `peer` with these headers.
    #[must_use]
    pub fn of(shared: &Shared, peer: Option<SocketAddr>, headers: &HeaderMap) -> Self {
        let address = address(&shared.config, peer, headers);
        Self { address, is_exempt: shared.is_demo && address.is_loopback() }
    }

    /// What limits count by: the address, or for IPv6 its /64, since one customer has at least so many.
    #[must_use]
    pub fn limit_key(&self) -> IpAddr {
        match self.address {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
            address => address,
        }
    }
}

impl FromRequest for Client {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = request.extensions().get::<Self>().copied();
        ready(match known {
            Some(client) => Ok(client),
            None => {
                super::shared::shared(request).map(|shared| Self::of(shared, request.peer_addr(), request.headers()))
            }
        })
    }
}

/// Whether a connection comes from a proxy whose word is believed.
pub(super) fn is_trusted(config: &Config, peer: Option<SocketAddr>) -> bool {
    let Some(peer) = peer else { return false };
    let peer = peer.ip().to_canonical();
    config.trusted_proxies.iter().any(|network| network.contains(peer))
}

/// The right-most address that no trusted proxy has. Without a trusted peer its own; a peer without an address (a
/// socket in the file system) is this machine.
fn address(config: &Config, peer: Option<SocketAddr>, headers: &HeaderMap) -> IpAddr {
    let peer = peer.map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.ip().to_canonical());
    let is_trusted = |address: IpAddr| config.trusted_proxies.iter().any(|network| network.contains(address));
    if config.trusted_proxies.is_empty() || !is_trusted(peer) {
        return peer;
    }
    let mut client = peer;
    for named in forwarded(config.trusted_proxy_header, headers).into_iter().rev() {
        // Something unreadable was written by nobody we trust: the last known hop stands.
        let Some(named) = named else { break };
        client = named;
        if !is_trusted(named) {
            break;
        }
    }
    client
}

/// The addresses of the header, left to right; `None` for one that is not an address.
fn forwarded(header: ProxyHeader, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let name = match header {
        ProxyHeader::XForwardedFor => "x-forwarded-for",
        ProxyHeader::Forwarded => "forwarded",
    };
    // Not dropped when it is not text: a proxy has put the client's address behind whatever the client made up.
    let lines: Vec<_> = headers.get_all(name).map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    let hops = lines.iter().flat_map(|line| line.split(','));
    hops.map(|hop| match header {
        ProxyHeader::XForwardedFor => node(hop),
        ProxyHeader::Forwarded => hop.split(';').find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            name.trim().eq_ignore_ascii_case("for").then(|| node(value.trim().trim_matches('"')))?
        }),
    })
    .collect()
}

/// `1.2.3.4`, `1.2.3.4:567`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:567`.
fn node(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(text, |(inside, _)| inside);
    let address = bare.parse::<IpAddr>().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn found(config: &Config, peer: &str, name: &'static str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(line).unwrap());
        }
        address(config, Some(format!("{peer}:5000").parse().unwrap()), &headers).to_string()
    }

    fn trusting(networks: &[&str]) -> Config {
        Config { trusted_proxies: networks.iter().map(|n| n.parse().unwrap()).collect(), ..Config::default() }
    }

    #[test]
    fn only_a_trusted_peer_may_speak_for_others() {
        let name = "x-forwarded-for";
        assert_eq!(found(&Config::default(), "9.9.9.9", name, &["1.1.1.1"]), "9.9.9.9");
        let config = trusting(&["10.0.0.0/8"]);
        assert_eq!(found(&config, "9.9.9.9", name, &["1.1.1.1"]), "9.9.9.9");
        assert_eq!(found(&config, "10.0.0.1", name, &["1.1.1.1"]), "1.1.1.1");
        assert_eq!(found(&config, "10.0.0.1", name, &[]), "10.0.0.1");
    }

    #[test]
    fn the_right_most_untrusted_address_is_the_client() {
        let config = trusting(&["10.0.0.0/8"]);
        let name = "x-forwarded-for";
        assert_eq!(found(&config, "10.0.0.1", name, &["6.6.6.6, 1.1.1.1, 10.0.0.2"]), "1.1.1.1");
        assert_eq!(found(&config, "10.0.0.1", name, &["6.6.6.6", "1.1.1.1"]), "1.1.1.1");
        assert_eq!(found(&config, "10.0.0.1", name, &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
        assert_eq!(found(&config, "10.0.0.1", name, &["1.1.1.1, rubbish"]), "10.0.0.1");
        assert_eq!(found(&config, "10.0.0.1", name, &["[2001:db8::1]:99"]), "2001:db8::1");
    }

    #[test]
    fn what_a_client_makes_up_does_not_hide_what_the_proxy_says() {
        let config = trusting(&["10.0.0.0/8"]);
        let mut headers = HeaderMap::new();
        let forged = HeaderValue::from_bytes(b"\xff\xfe, 1.2.3.4").unwrap();
        headers.insert(HeaderName::from_static("x-forwarded-for"), forged);
        let peer = Some("10.0.0.1:5000".parse().unwrap());
        assert_eq!(address(&config, peer, &headers).to_string(), "1.2.3.4");
    }

    #[test]
    fn only_the_configured_header_is_read() {
        let mut config = trusting(&["10.0.0.0/8"]);
        assert_eq!(found(&config, "10.0.0.1", "forwarded", &["for=1.1.1.1"]), "10.0.0.1");
        config.trusted_proxy_header = ProxyHeader::Forwarded;
        assert_eq!(
            found(&config, "10.0.0.1", "forwarded", &["for=6.6.6.6;proto=https, For=\"[2001:db8::1]:4\""]),
            "2001:db8::1"
        );
        assert_eq!(found(&config, "10.0.0.1", "forwarded", &["for=unknown"]), "10.0.0.1");
        assert_eq!(found(&config, "10.0.0.1", "x-forwarded-for", &["1.1.1.1"]), "10.0.0.1");
    }

    #[test]
    fn limits_count_a_customers_whole_ipv6_network() {
        let client = |text: &str| Client { address: text.parse().unwrap(), is_exempt: false };
        assert_eq!(client("2001:db8:1:2::a").limit_key(), client("2001:db8:1:2:ffff::b").limit_key());
        assert_ne!(client("2001:db8:1:2::a").limit_key(), client("2001:db8:1:3::a").limit_key());
        assert_ne!(client("1.2.3.4").limit_key(), client("1.2.3.5").limit_key());
    }
}
