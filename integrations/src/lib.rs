//! Adapters to the outside: the test payment provider, PayPal, Stripe, mails over SMTP, webhooks over HTTP, files on local disk and in S3.
//!
//! Each stands behind a port of `impasto-domain` and knows nothing of the engine or of its neighbours.

pub mod mail;
pub mod media;
pub mod paypal;
pub mod signed;
pub mod stripe;
pub mod test_payments;
pub mod test_transfers;
pub mod webhooks;
mod wire;
