//! Who takes the money, as configured: the providers, and those of them whose notices are believed.

use std::sync::Arc;
use std::time::Duration;

use impasto_domain::ports::hooks::HookReader;
use impasto_domain::ports::transfers::Transfers;
use impasto_domain::ports::{Clock, PaymentProvider};
use impasto_integrations::paypal::{LIVE_URL, PaypalPayments, PaypalSettings, SANDBOX_URL};
use impasto_integrations::stripe::{API_URL, StripePayments, StripeSettings};
use impasto_integrations::test_payments::TestPayments;
use impasto_integrations::test_transfers::TestTransfers;

use super::build::BuildError;
use crate::config::{Config, Secret};

/// Those who take money.
#[derive(Default)]
pub(super) struct Takers {
    pub(super) providers: Vec<Arc<dyn PaymentProvider>>,
    pub(super) hooks: Vec<Arc<dyn HookReader>>,
    /// Who sends money to sellers: a real provider before the test's.
    pub(super) transfers: Option<Arc<dyn Transfers>>,
}

/// The configured ones.
///
/// # Errors
/// When the way to one of them cannot be secured.
pub(super) fn takers(config: &Config, is_demo: bool, clock: &Arc<dyn Clock>) -> Result<Takers, BuildError> {
    let mut takers = Takers::default();
    if config.is_trial(is_demo) {
        takers.providers.push(Arc::new(TestPayments::new(Arc::clone(clock))));
        takers.transfers = Some(Arc::new(TestTransfers::default()));
    }
    if let Some(settings) = stripe(config) {
        let stripe = Arc::new(StripePayments::new(&settings, Arc::clone(clock))?);
        if !settings.webhook_secrets.is_empty() {
            takers.hooks.push(Arc::clone(&stripe) as Arc<dyn HookReader>);
        }
        takers.transfers = Some(Arc::clone(&stripe) as Arc<dyn Transfers>);
        takers.providers.push(stripe);
    }
    if let Some(settings) = paypal(config) {
        let paypal = Arc::new(PaypalPayments::new(&settings, Arc::clone(clock))?);
        if settings.webhook_id.is_some() {
            takers.hooks.push(Arc::clone(&paypal) as Arc<dyn HookReader>);
        }
        takers.providers.push(paypal);
    }
    Ok(takers)
}

fn stripe(config: &Config) -> Option<StripeSettings> {
    let stripe = &config.payments.stripe;
    let secret_key = stripe.secret_key.as_ref()?;
    let webhook_secrets = stripe.webhook_secret.iter().chain(&stripe.webhook_secrets);
    Some(StripeSettings {
        secret_key: secret_key.reveal().to_owned(),
        webhook_secrets: webhook_secrets.map(Secret::reveal).map(str::to_owned).collect(),
        webhook_tolerance: Duration::from_secs(stripe.webhook_tolerance_s),
        base_url: stripe.base_url.as_ref().map_or(API_URL, |url| url.origin()).to_owned(),
        timeout: Duration::from_secs(stripe.timeout_s),
        api_version: stripe.api_version.clone(),
        manual_capture: stripe.manual_capture,
        site_url: config.site_address(),
        site_name: config.site.name.clone(),
    })
}

fn paypal(config: &Config) -> Option<PaypalSettings> {
    let paypal = &config.payments.paypal;
    let (client_id, client_secret) = paypal.client_id.clone().zip(paypal.client_secret.as_ref())?;
    let usual = if paypal.live { LIVE_URL } else { SANDBOX_URL };
    Some(PaypalSettings {
        client_id,
        client_secret: client_secret.reveal().to_owned(),
        webhook_id: paypal.webhook_id.clone(),
        base_url: paypal.base_url.as_ref().map_or(usual, |url| url.origin()).to_owned(),
        timeout: Duration::from_secs(paypal.timeout_s),
        site_url: config.site_address(),
        site_name: config.site.name.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paypal_is_there_where_it_is_configured_and_test_and_live_are_told_apart() {
        let mut config = Config::default();
        assert!(paypal(&config).is_none());
        config.payments.paypal.client_id = Some("id".to_owned());
        assert!(paypal(&config).is_none(), "an id opens nothing");
        config.payments.paypal.client_secret = Some(Secret::new("hunter2"));
        let settings = paypal(&config).unwrap();
        assert_eq!(settings.base_url, SANDBOX_URL);
        assert!(!format!("{settings:?}").contains("hunter2"));
        config.payments.paypal.live = true;
        assert_eq!(paypal(&config).unwrap().base_url, LIVE_URL);
    }

    #[test]
    fn stripe_is_there_with_its_secret_key_and_believes_each_of_its_secrets() {
        let mut config = Config::default();
        assert!(stripe(&config).is_none());
        config.payments.stripe.secret_key = Some(Secret::new("sk_test_hunter2"));
        config.payments.stripe.webhook_secret = Some(Secret::new("whsec_hunter3"));
        config.payments.stripe.webhook_secrets = vec![Secret::new("whsec_hunter4")];
        let settings = stripe(&config).unwrap();
        assert_eq!((settings.base_url.as_str(), settings.api_version.as_str()), (API_URL, "2024-06-20"));
        assert_eq!(settings.webhook_secrets, ["whsec_hunter3", "whsec_hunter4"]);
        assert!(!format!("{settings:?}").contains("hunter"));
    }
}
