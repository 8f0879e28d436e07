//! Configuration: defaults, then `impasto.toml`, then `IMPASTO_<SECTION>__<KEY>`, then flags.
//! Knows what may be set and what a good value is; knows nothing of what is built from it.

mod check;
mod demo;
mod headers;
mod key;
mod load;
mod secret;
mod sections;
mod table;
mod value;

pub use check::ConfigError;
pub use demo::{DatabaseContent, DemoRefusal};
pub use key::{Key, Kind};
pub use load::{Flags, Sources};
pub use secret::Secret;
pub use sections::{
    Config, Cors, Database, Demo, Holds, Identity, Limits, Log, Mail, MailWay, Media, Payments, Paypal, Redis,
    Retention, S3, Secrets, Sellers, Server, Site, Smtp, Stripe, Telemetry, Webhooks,
};
pub use table::markdown;
pub use value::{
    AccessLog, Collector, Listen, LogFormat, MailTls, Network, ProxyHeader, PublicUrl, Ratio, Sender, Switch,
};
