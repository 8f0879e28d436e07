//! Whether the demonstration gallery hangs, and what that turns on.
//! Knows what the database holds only from who asks.

use super::sections::Config;

/// What was found in the database at start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseContent {
    /// No people, no works.
    Empty,
    /// The demo gallery, whole or half hung.
    Demo,
    /// A gallery of somebody's own.
    Own,
}

/// Why a program with the demo does not start; one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DemoRefusal {
    /// Everybody knows its passwords.
    #[error(
        "the demo gallery has passwords that everybody knows, so it does not listen on {0}: start with --no-demo, or with --demo-anywhere if this is meant"
    )]
    BeyondLoopback(std::net::SocketAddr),
    /// It is not wanted, but hangs: its accounts would go on to be served.
    #[error(
        "the demo gallery still hangs in this database, with passwords that everybody knows, so it does not listen on {0}: take it down first with: impasto demo --remove"
    )]
    StillHanging(std::net::SocketAddr),
    /// It would hang among real works.
    #[error("demo.enabled is set, but the database holds a gallery of its own: use an empty database for the demo")]
    OwnGallery,
    /// A test provider gives goods away.
    #[error("the test payment provider is on beside a live key of {0}: set payments.test = false (and --no-demo)")]
    LiveKey(&'static str),
}

impl Config {
    /// Whether the demo hangs, given what the database holds. Unset, it hangs in an empty database and stays where it
    /// hangs already.
    ///
    /// # Errors
    /// [`DemoRefusal`] when it may not: beyond loopback, among somebody's own works, or beside a live payment key.
    pub fn decide_demo(&self, content: DatabaseContent) -> Result<bool, DemoRefusal> {
        let demo = match (self.demo.enabled, content) {
            (Some(true), DatabaseContent::Own) => return Err(DemoRefusal::OwnGallery),
            (Some(wanted), _) => wanted,
            (None, content) => content != DatabaseContent::Own,
        };
        let address = self.server.listen.0;
        if !self.demo.anywhere && !address.ip().to_canonical().is_loopback() {
            let hangs = content == DatabaseContent::Demo;
            if demo && (self.demo.enabled == Some(true) || !hangs) {
                return Err(DemoRefusal::BeyondLoopback(address));
            }
            // Its accounts are in the database whether or not it is wanted now.
            if hangs {
                return Err(DemoRefusal::StillHanging(address));
            }
        }
        if self.has_test_provider(demo) {
            if self.payments.stripe.secret_key.as_ref().is_some_and(|key| is_live(key.reveal())) {
                return Err(DemoRefusal::LiveKey("Stripe"));
            }
            if self.payments.paypal.live && self.payments.paypal.client_secret.is_some() {
                return Err(DemoRefusal::LiveKey("PayPal"));
            }
        }
        Ok(demo)
    }

    /// Whether the test provider takes payments.
    #[must_use]
    pub fn has_test_provider(&self, demo: bool) -> bool {
        self.payments.test.unwrap_or(demo)
    }

    /// Whether a submitted work waits for a moderator.
    #[must_use]
    pub fn is_moderated(&self, demo: bool) -> bool {
        self.moderation.map_or(!demo, super::Switch::is_on)
    }
}

/// Stripe's secret and restricted keys say themselves whether they move real money.
fn is_live(key: &str) -> bool {
    key.starts_with("sk_live_") || key.starts_with("rk_live_")
}

#[cfg(test)]
mod tests {
    use super::super::{Listen, Secret, Switch};
    use super::DatabaseContent::{Demo, Empty, Own};
    use super::*;

    #[test]
    fn unset_the_demo_hangs_in_an_empty_database_and_stays_where_it_hangs() {
        let config = Config::default();
        assert_eq!(config.decide_demo(Empty), Ok(true));
        assert_eq!(config.decide_demo(Demo), Ok(true));
        assert_eq!(config.decide_demo(Own), Ok(false));
        let mut off = Config::default();
        off.demo.enabled = Some(false);
        assert_eq!(off.decide_demo(Empty), Ok(false));
        let mut on = Config::default();
        on.demo.enabled = Some(true);
        assert_eq!(on.decide_demo(Own), Err(DemoRefusal::OwnGallery));
    }

    #[test]
    fn the_demo_stays_on_this_machine_unless_told() {
        let mut config = Config::default();
        config.server.listen = Listen(([0, 0, 0, 0], 8080).into());
        assert!(matches!(config.decide_demo(Empty), Err(DemoRefusal::BeyondLoopback(_))));
        assert_eq!(config.decide_demo(Own), Ok(false));
        assert!(matches!(config.decide_demo(Demo), Err(DemoRefusal::StillHanging(_))));
        config.demo.enabled = Some(false);
        assert_eq!(config.decide_demo(Empty), Ok(false));
        assert!(matches!(config.decide_demo(Demo), Err(DemoRefusal::StillHanging(_))), "its passwords are known");
        config.demo.anywhere = true;
        assert_eq!(config.decide_demo(Demo), Ok(false));
        config.demo.enabled = None;
        assert_eq!(config.decide_demo(Empty), Ok(true));
    }

    #[test]
    fn the_test_provider_never_stands_beside_a_live_key() {
        let mut config = Config::default();
        config.payments.stripe.secret_key = Some(Secret::new("sk_live_1"));
        assert_eq!(config.decide_demo(Empty), Err(DemoRefusal::LiveKey("Stripe")));
        assert_eq!(config.decide_demo(Own), Ok(false));
        config.payments.test = Some(true);
        assert_eq!(config.decide_demo(Own), Err(DemoRefusal::LiveKey("Stripe")));
        config.payments.stripe.secret_key = Some(Secret::new("sk_test_1"));
        assert_eq!(config.decide_demo(Own), Ok(false));
    }

    #[test]
    fn moderation_is_on_except_in_the_demo_unless_told() {
        let mut config = Config::default();
        assert!(config.is_moderated(false) && !config.is_moderated(true));
        config.moderation = Some(Switch::On);
        assert!(config.is_moderated(true));
    }
}
