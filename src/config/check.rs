//! What makes a configuration good as a whole: bounds, and keys that must fit together.
//! Knows nothing of where values come from.

use std::ops::RangeInclusive;

use impasto_domain::address::Country;
use impasto_domain::money::Currency;

use super::sections::Config;
use crate::words::Language;

/// Why a configuration cannot be used; one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

impl Config {
    /// Checks bounds and what must fit together.
    ///
    /// # Errors
    /// The first thing that is wrong, with its key.
    pub fn check(&self) -> Result<(), ConfigError> {
        let day_s = 86_400;
        within("holds.ttl_s", self.holds.ttl_s, 1..=30 * day_s)?;
        within("holds.extension_s", self.holds.extension_s, 1..=30 * day_s)?;
        within("holds.payment_extension_s", self.holds.payment_extension_s, 1..=30 * day_s)?;
        within("identity.access_ttl_s", self.identity.access_ttl_s, 30..=day_s)?;
        within("identity.refresh_days", self.identity.refresh_days, 1..=3_650)?;
        within("identity.key_days", self.identity.key_days, 1..=3_650)?;
        within("sellers.commission_basis_points", self.sellers.commission_basis_points, 0..=10_000)?;
        within("sellers.ship_within_days", self.sellers.ship_within_days, 1..=3_650)?;
        within("identity.visitor_days", self.identity.visitor_days, 1..=3_650)?;
        // argon2's own lower bound is 8 KiB; far above the upper ones a sign-in takes seconds.
        within("identity.argon2_memory_kib", self.identity.argon2_memory_kib, 1_024..=1_048_576)?;
        within("identity.argon2_passes", self.identity.argon2_passes, 1..=1_024)?;
        within("identity.password_queue", self.identity.password_queue, 1..=100_000)?;
        within("limits.json_bytes", self.limits.json_bytes, 1_024..=16 << 20)?;
        within("limits.upload_memory_bytes", self.limits.upload_memory_bytes, 1_024..=usize::MAX)?;
        within("limits.copies_per_line", self.limits.copies_per_line, 1..=10_000)?;
        within("limits.address_burst", self.limits.address_burst, 1..=1_000_000)?;
        within("limits.owner_burst", self.limits.owner_burst, 1..=1_000_000)?;
        within("media.max_bytes", self.media.max_bytes, 1..=1 << 30)?;
        within("media.max_pixels", self.media.max_pixels, 1..=1 << 32)?;
        within("database.readers", self.database.readers, 1..=1_024)?;
        within("server.workers", self.server.workers, 0..=1_024)?;
        within("server.drain_s", self.server.drain_s, 0..=600)?;
        within("server.shutdown_s", self.server.shutdown_s, 0..=600)?;
        within("server.heartbeat_s", self.server.heartbeat_s, 1..=300)?;
        within("retention.events_days", self.retention.events_days, 1..=36_500)?;
        within("retention.idempotency_hours", self.retention.idempotency_hours, 1..=8_760)?;
        within("webhooks.retry_first_ms", self.webhooks.retry_first_ms, 1..=21_600_000)?;
        within("webhooks.give_up_hours", self.webhooks.give_up_hours, 1..=720)?;
        self.check_addresses()?;
        self.check_site()?;
        self.check_secrets()?;
        self.check_database()?;
        self.check_s3()?;
        self.check_mail()?;
        self.check_tracking()?;
        self.check_stripe()?;
        self.check_paypal()?;
        self.check_telemetry()
    }

    fn check_tracking(&self) -> Result<(), ConfigError> {
        if self.tracking.webhook_secrets.iter().any(|secret| secret.reveal().chars().count() < 32) {
            return Err(ConfigError("tracking.webhook_secrets: each needs 32 characters or more".into()));
        }
        Ok(())
    }

    fn check_addresses(&self) -> Result<(), ConfigError> {
        match self.server.ops_listen {
            Some(ops) if ops == self.server.listen => Err(ConfigError(format!(
                "server.ops_listen must not be {}, which is server.listen: operators have an address of their own",
                ops.0
            ))),
            _ => Ok(()),
        }
    }

    fn check_site(&self) -> Result<(), ConfigError> {
        if self.site.currencies.is_empty() || self.site.locales.is_empty() {
            return Err(ConfigError("site.currencies and site.locales need at least one entry each".into()));
        }
        if let Some(locale) = self.site.locales.iter().find(|locale| Language::of_tag(locale).is_none()) {
            let known = Language::ALL.map(Language::tag).join(", ");
            return Err(ConfigError(format!("site.locales: {locale:?} is none of {known}")));
        }
        if Country::parse(&self.sellers.default_country).is_none() {
            return Err(ConfigError("sellers.default_country must be an ISO 3166-1 alpha-2 code".into()));
        }
        match self.site.currencies.iter().find(|code| Currency::from_code(code).is_none()) {
            Some(code) => Err(ConfigError(format!("site.currencies: {code:?} is not an ISO 4217 code"))),
            None => Ok(()),
        }
    }

    fn check_secrets(&self) -> Result<(), ConfigError> {
        match &self.secrets.master {
            Some(master) if master.reveal().len() < 32 => Err(ConfigError(
                "secrets.master needs 32 characters or more; make one with: openssl rand -base64 32".into(),
            )),
            Some(master) if master.bytes().is_none_or(|bytes| bytes.len() < 32) => Err(ConfigError(
                "secrets.master begins with base64: but 32 bytes or more in base64 do not follow; it takes what a master.key holds".into(),
            )),
            _ => Ok(()),
        }
    }

    fn check_database(&self) -> Result<(), ConfigError> {
        let url = self.database_url();
        let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|start| url.reveal().starts_with(start));
        if !known {
            return Err(ConfigError("database.url must begin with sqlite: or postgres://".into()));
        }
        let redis = self.redis.url.as_ref().map(|url| url.reveal());
        match redis {
            Some(url) if !url.starts_with("redis://") && !url.starts_with("rediss://") => {
                Err(ConfigError("redis.url must begin with redis:// or rediss://".into()))
            }
            Some(_) if self.is_embedded() => Err(ConfigError(
                "redis.url is set, but the embedded database serves one node only: set database.url to postgres://… as well".into(),
            )),
            _ => Ok(()),
        }
    }

    fn check_mail(&self) -> Result<(), ConfigError> {
        let (mail, smtp) = (&self.mail, &self.mail.smtp);
        if smtp.host.is_some() && mail.from.is_none() {
            return Err(ConfigError("mail.from is needed beside mail.smtp.host".into()));
        }
        if smtp.host.as_ref().is_some_and(|host| host.trim().is_empty() || host.contains([':', '/', '@', ' '])) {
            return Err(ConfigError("mail.smtp.host must be a name only: the port is mail.smtp.port".into()));
        }
        if smtp.user.is_some() != smtp.password.is_some() {
            return Err(ConfigError("mail.smtp.user and mail.smtp.password go together".into()));
        }
        Ok(())
    }

    fn check_stripe(&self) -> Result<(), ConfigError> {
        let stripe = &self.payments.stripe;
        within("payments.stripe.timeout_s", stripe.timeout_s, 1..=60)?;
        within("payments.stripe.webhook_tolerance_s", stripe.webhook_tolerance_s, 1..=86_400)?;
        let is_version = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_');
        if stripe.api_version.is_empty() || !stripe.api_version.chars().all(is_version) {
            return Err(ConfigError("payments.stripe.api_version must be one of Stripe's, such as 2024-06-20".into()));
        }
        let mut secrets = stripe.webhook_secret.iter().chain(&stripe.webhook_secrets);
        if secrets.any(|secret| !secret.reveal().starts_with("whsec_") || secret.reveal().len() < 16) {
            return Err(ConfigError(
                "payments.stripe.webhook_secret and webhook_secrets must be signing secrets of Stripe's, which begin with whsec_".into(),
            ));
        }
        self.check_stripe_keys()
    }

    /// Whether the keys are keys, and all of the same mode: test or live.
    fn check_stripe_keys(&self) -> Result<(), ConfigError> {
        let stripe = &self.payments.stripe;
        let secret = stripe.secret_key.as_ref().map(|key| mode_of(key.reveal(), &["sk_", "rk_"]));
        let publishable = stripe.publishable_key.as_deref().map(|key| mode_of(key, &["pk_"]));
        if secret == Some(None) {
            return Err(ConfigError("payments.stripe.secret_key must begin with sk_test_ or sk_live_".into()));
        }
        if publishable == Some(None) {
            return Err(ConfigError("payments.stripe.publishable_key must begin with pk_test_ or pk_live_".into()));
        }
        let (secret, publishable) = (secret.flatten(), publishable.flatten());
        if let (Some(secret), Some(publishable)) = (secret, publishable)
            && secret != publishable
        {
            return Err(ConfigError(format!(
                "payments.stripe.secret_key is a {secret} key and payments.stripe.publishable_key a {publishable} one: they must be of the same mode"
            )));
        }
        let Some(mode) = secret else { return Ok(()) };
        if stripe.payment_element && publishable.is_none() {
            return Err(ConfigError(
                "payments.stripe.publishable_key is needed beside payments.stripe.payment_element: browsers use it"
                    .into(),
            ));
        }
        if mode == "live" && self.public_url.is_none() {
            return Err(ConfigError(
                "public_url is needed beside a live payments.stripe.secret_key: customers come back there".into(),
            ));
        }
        match &stripe.base_url {
            Some(_) if mode == "live" => Err(ConfigError(
                "payments.stripe.base_url is set, which is not where real money moves: unset it or use a test key"
                    .into(),
            )),
            Some(url) if !url.is_https() && !is_here(url.host()) => {
                Err(ConfigError("payments.stripe.base_url must be https://, as the secret key goes there".into()))
            }
            _ => Ok(()),
        }
    }

    fn check_paypal(&self) -> Result<(), ConfigError> {
        let paypal = &self.payments.paypal;
        within("payments.paypal.timeout_s", paypal.timeout_s, 1..=60)?;
        if paypal.client_secret.is_some() && paypal.client_id.is_none() {
            return Err(ConfigError("payments.paypal.client_id is needed beside payments.paypal.client_secret".into()));
        }
        if paypal.live && paypal.client_secret.is_some() && self.public_url.is_none() {
            return Err(ConfigError(
                "public_url is needed beside payments.paypal.live: customers come back there".into(),
            ));
        }
        match &paypal.base_url {
            Some(_) if paypal.live => {
                Err(ConfigError("payments.paypal.base_url is set, which is not where real money moves: unset it or payments.paypal.live".into()))
            }
            Some(url) if !url.is_https() && !is_here(url.host()) => {
                Err(ConfigError("payments.paypal.base_url must be https://, as the client's secret goes there".into()))
            }
            _ => Ok(()),
        }
    }

    fn check_telemetry(&self) -> Result<(), ConfigError> {
        if self.telemetry.service_name.trim().is_empty() {
            return Err(ConfigError("telemetry.service_name must not be empty".into()));
        }
        self.telemetry.headers().map(|_| ())
    }

    fn check_s3(&self) -> Result<(), ConfigError> {
        let s3 = &self.media.s3;
        if s3.access_key_id.is_some() != s3.secret_access_key.is_some() {
            return Err(ConfigError("media.s3.access_key_id and media.s3.secret_access_key go together".into()));
        }
        Ok(())
    }
}

/// What a key of Stripe's says of its mode; `None` for what is no such key.
fn mode_of(key: &str, kinds: &[&str]) -> Option<&'static str> {
    let rest = kinds.iter().find_map(|kind| key.strip_prefix(kind))?;
    ["test", "live"].into_iter().find(|mode| {
        rest.strip_prefix(mode).and_then(|rest| rest.strip_prefix('_')).is_some_and(|rest| !rest.is_empty())
    })
}

/// Whether a host, perhaps with its port, is this machine.
fn is_here(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn within<T: PartialOrd + std::fmt::Display>(key: &str, value: T, range: RangeInclusive<T>) -> Result<(), ConfigError> {
    if range.contains(&value) {
        return Ok(());
    }
    Err(ConfigError(format!("{key} is {value}, but must be between {} and {}", range.start(), range.end())))
}

#[cfg(test)]
mod tests {
    use super::super::Secret;
    use super::*;

    fn refused(change: impl FnOnce(&mut Config)) -> String {
        let mut config = Config::default();
        change(&mut config);
        config.check().unwrap_err().to_string()
    }

    #[test]
    fn the_defaults_are_good() {
        assert_eq!(Config::default().check(), Ok(()));
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        assert!(refused(|c| c.holds.ttl_s = 0).starts_with("holds.ttl_s is 0"));
        assert!(refused(|c| c.server.ops_listen = Some(c.server.listen)).starts_with("server.ops_listen"));
        assert!(refused(|c| c.secrets.master = Some(Secret::new("short"))).starts_with("secrets.master"));
        assert!(
            refused(|c| c.secrets.master = Some(Secret::new(format!("base64:{}", "?".repeat(44))))).contains("base64")
        );
        assert!(refused(|c| c.site.currencies = vec!["EURO".into()]).contains("EURO"));
        assert!(refused(|c| c.site.locales = vec!["en".into(), "pl".into()]).contains("pl"));
        assert!(refused(|c| c.database.url = Some(Secret::new("mysql://x"))).starts_with("database.url"));
        assert!(refused(|c| c.redis.url = Some(Secret::new("redis://x"))).contains("one node"));
        assert!(refused(|c| c.mail.smtp.host = Some("mx.example".into())).starts_with("mail.from is needed"));
        assert!(refused(|c| c.mail.smtp.user = Some("u".into())).contains("go together"));
        assert!(
            refused(|c| {
                c.mail.from = "a@b.example".parse().ok();
                c.mail.smtp.host = Some("mx.example:25".into());
            })
            .contains("mail.smtp.port")
        );
        assert!(refused(|c| c.media.s3.access_key_id = Some(Secret::new("a"))).contains("go together"));
    }

    #[test]
    fn paypals_secret_goes_to_paypal_or_to_this_machine_only() {
        let base = |url: &str, live: bool| {
            let mut config = Config { public_url: "https://a.example".parse().ok(), ..Config::default() };
            config.payments.paypal.client_id = Some("i".into());
            config.payments.paypal.client_secret = Some(Secret::new("s"));
            config.payments.paypal.base_url = url.parse().ok();
            config.payments.paypal.live = live;
            config.check().map_err(|error| error.to_string())
        };
        assert_eq!(base("http://127.0.0.1:9000", false), Ok(()));
        assert_eq!(base("https://paypal.example", false), Ok(()));
        assert!(base("http://paypal.example", false).unwrap_err().contains("https://"));
        assert!(base("https://paypal.example", true).unwrap_err().contains("payments.paypal.live"));
        assert!(refused(|c| c.payments.paypal.client_secret = Some(Secret::new("s"))).contains("client_id"));
        let live = refused(|c| {
            c.payments.paypal.client_id = Some("i".into());
            c.payments.paypal.client_secret = Some(Secret::new("s"));
            c.payments.paypal.live = true;
        });
        assert!(live.starts_with("public_url is needed"), "{live}");
        assert!(refused(|c| c.payments.paypal.timeout_s = 0).starts_with("payments.paypal.timeout_s"));
    }

    #[test]
    fn stripes_keys_are_of_one_mode_and_go_to_stripe_only() {
        let keys = |secret: &str, publishable: Option<&str>, base_url: Option<&str>| {
            let mut config = Config { public_url: "https://a.example".parse().ok(), ..Config::default() };
            config.payments.stripe.secret_key = Some(Secret::new(secret));
            config.payments.stripe.publishable_key = publishable.map(str::to_owned);
            config.payments.stripe.base_url = base_url.and_then(|url| url.parse().ok());
            config.check().map_err(|error| error.to_string())
        };
        assert_eq!(keys("sk_test_1", Some("pk_test_1"), Some("http://127.0.0.1:9000")), Ok(()));
        assert_eq!(keys("rk_live_1", Some("pk_live_1"), None), Ok(()));
        for (secret, publishable) in [("sk_test_1", "pk_live_1"), ("sk_live_1", "pk_test_1")] {
            let told = keys(secret, Some(publishable), None).unwrap_err();
            assert!(told.contains("same mode") && !told.contains(secret), "{told}");
        }
        let wrong = keys("pk_test_hunter2", None, None).unwrap_err();
        assert!(wrong.starts_with("payments.stripe.secret_key") && !wrong.contains("hunter2"), "{wrong}");
        assert!(keys("sk_test_1", Some("sk_test_1"), None).unwrap_err().starts_with("payments.stripe.publishable_key"));
        assert!(keys("sk_live_1", None, Some("https://stripe.example")).unwrap_err().contains("base_url"));
        assert!(keys("sk_test_1", None, Some("http://stripe.example")).unwrap_err().contains("https://"));
        let homeless = refused(|c| c.payments.stripe.secret_key = Some(Secret::new("sk_live_1")));
        assert!(homeless.starts_with("public_url is needed"), "{homeless}");
        let element = refused(|c| {
            c.payments.stripe.secret_key = Some(Secret::new("sk_test_1"));
            c.payments.stripe.payment_element = true;
        });
        assert!(element.starts_with("payments.stripe.publishable_key is needed"), "{element}");
        let secret = refused(|c| c.payments.stripe.webhook_secrets = vec![Secret::new("hunter2")]);
        assert!(secret.contains("whsec_") && !secret.contains("hunter2"), "{secret}");
        assert!(refused(|c| c.payments.stripe.timeout_s = 0).starts_with("payments.stripe.timeout_s"));
        assert!(refused(|c| c.payments.stripe.api_version = "a b".into()).starts_with("payments.stripe.api_version"));
    }

    #[test]
    fn a_refusal_never_shows_a_secret() {
        let told = refused(|c| c.database.url = Some(Secret::new("mysql://user:hunter2@host")));
        assert!(!told.contains("hunter2"));
    }
}
