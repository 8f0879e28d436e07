//! Where a server is: the base address given with `--url`, taken apart and resolved once.
//! It does not know how to connect.

use std::net::{SocketAddr, ToSocketAddrs};

use crate::failure::Failure;

/// One node of the server under test.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// The base address as the user gave it, for messages.
    pub(crate) url: String,
    /// Value of the `Host` header, and authority of the `Origin`.
    pub(crate) authority: String,
    /// The resolved address; IPv4 first, because servers bind 127.0.0.1 by default.
    pub(crate) address: SocketAddr,
}

impl Target {
    /// Takes `http://host[:port][/]` apart and resolves the host.
    pub(crate) fn parse(url: &str) -> Result<Self, Failure> {
        let usage = |reason: &str| Failure::Usage(format!("--url {url}: {reason}"));
        if url.starts_with("https://") {
            return Err(usage("https is not spoken here: point it at the program itself, TLS ends before it"));
        }
        let rest = url.strip_prefix("http://").ok_or_else(|| usage("it must begin with http://"))?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.is_empty() || authority.contains(['/', '?', '#', '@', ' ']) {
            return Err(usage("it must be http://host:port without a path"));
        }
        let with_port = if has_port(authority) { authority.to_owned() } else { format!("{authority}:80") };
        let mut addresses: Vec<SocketAddr> = with_port
            .to_socket_addrs()
            .map_err(|error| usage(&format!("the host cannot be resolved ({error})")))?
            .collect();
        addresses.sort_by_key(SocketAddr::is_ipv6);
        let address = addresses.first().copied().ok_or_else(|| usage("the host has no address"))?;
        Ok(Self { url: url.to_owned(), authority: authority.to_owned(), address })
    }
}

fn has_port(authority: &str) -> bool {
    let after_brackets = authority.rsplit(']').next().unwrap_or(authority);
    after_brackets.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_address_is_taken_apart() {
        let target = Target::parse("http://127.0.0.1:8080/").unwrap();
        assert_eq!(target.authority, "127.0.0.1:8080");
        assert_eq!(target.address.port(), 8080);
        assert_eq!(Target::parse("http://127.0.0.1").unwrap().address.port(), 80);
        assert_eq!(Target::parse("http://[::1]:9").unwrap().address.port(), 9);
    }

    #[test]
    fn https_paths_and_nonsense_are_refused_in_one_line() {
        for url in ["https://a", "ftp://a", "http://", "http://a/b", "127.0.0.1:80", "http://127.0.0.1:99999"] {
            let error = Target::parse(url).unwrap_err().to_string();
            assert!(error.contains(url) && !error.contains('\n'), "{error}");
        }
    }
}
