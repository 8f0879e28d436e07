//! Who takes the money, as configured: the providers, and those of them whose notices are believed.

use std::sync::Arc;
use std::time::Duration;

use impasto_domain::ports::hooks::HookReader;
use impasto_domain::ports::{Clock, PaymentProvider};
use impasto_integrations::paypal::{LIVE_URL, PaypalError, PaypalPayments, PaypalSettings, SANDBOX_URL};
use impasto_integrations::test_payments::TestPayments;

use crate::config::Config;

/// Those who take money.
#[derive(Default)]
pub(super) struct Takers {
    pub(super) providers: Vec<Arc<dyn PaymentProvider>>,
    pub(super) hooks: Vec<Arc<dyn HookReader>>,
}

/// The configured ones.
///
/// # Errors
/// [`PaypalError`].
pub(super) fn takers(config: &Config, is_demo: bool, clock: &Arc<dyn Clock>) -> Result<Takers, PaypalError> {
    let mut takers = Takers::default();
    if config.is_trial(is_demo) {
        takers.providers.push(Arc::new(TestPayments::new(Arc::clone(clock))));
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
    use crate::config::Secret;

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
}
