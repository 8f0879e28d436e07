//! Whether an address can be listened on: asked before anything is opened, so that a taken port is the first and only
//! complaint.

use std::net::{SocketAddr, TcpListener};

use super::CliError;
use crate::config::Config;

/// Tries the configured addresses and lets them go again.
pub(super) fn try_addresses(config: &Config) -> Result<(), CliError> {
    let addresses = [Some(config.server.listen), config.server.ops_listen];
    addresses.into_iter().flatten().try_for_each(|listen| try_address(listen.0))
}

fn try_address(address: SocketAddr) -> Result<(), CliError> {
    TcpListener::bind(address).map(drop).map_err(|error| CliError(format!("cannot listen on {address}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Listen;

    #[test]
    fn a_taken_port_is_told_in_one_line() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut config = Config::default();
        config.server.listen = Listen(taken.local_addr().unwrap());
        let told = try_addresses(&config).unwrap_err().to_string();
        assert!(told.starts_with("cannot listen on 127.0.0.1:"), "{told}");
        drop(taken);
        try_addresses(&config).unwrap();
    }
}
