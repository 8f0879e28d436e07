//! Every section and key there is, with its default.
//! Knows nothing of files, variables and flags.

use std::path::PathBuf;

use super::key::{Key, section};
use super::secret::Secret;
use super::value::{
    AccessLog, Collector, Listen, LogFormat, MailTls, Network, ProxyHeader, PublicUrl, Ratio, Sender, Switch,
};

section! {
    /// The whole configuration.
    Config at "" {
        /// Where the outside reaches the program, such as `https://gallery.example`: scheme, host and port. Unset, each request's own `Host` counts.
        public_url: Option<PublicUrl> = None,
        /// The data folder: the embedded database, media, the master secret.
        data: PathBuf = PathBuf::from("impasto-data"),
        /// Proxies whose word about the client's address is believed: addresses and networks.
        trusted_proxies: Vec<Network> = Vec::new(),
        /// The header in which those proxies name the client: `x-forwarded-for` or `forwarded`. Only this one is read.
        trusted_proxy_header: ProxyHeader = ProxyHeader::XForwardedFor,
        /// Whether a submitted work waits for a moderator: `on` or `off`. Unset: `on`, in the demo `off`.
        moderation: Option<Switch> = None,
    }
    sections {
        /// `[server]`
        server: Server,
        /// `[database]`
        database: Database,
        /// `[redis]`
        redis: Redis,
        /// `[demo]`
        demo: Demo,
        /// `[site]`
        site: Site,
        /// `[sellers]`
        sellers: Sellers,
        /// `[cors]`
        cors: Cors,
        /// `[media]`
        media: Media,
        /// `[payments]`
        payments: Payments,
        /// `[tracking]`
        tracking: Tracking,
        /// `[mail]`
        mail: Mail,
        /// `[secrets]`
        secrets: Secrets,
        /// `[identity]`
        identity: Identity,
        /// `[holds]`
        holds: Holds,
        /// `[limits]`
        limits: Limits,
        /// `[retention]`
        retention: Retention,
        /// `[webhooks]`
        webhooks: Webhooks,
        /// `[log]`
        log: Log,
        /// `[telemetry]`
        telemetry: Telemetry,
    }
}

section! {
    /// Where and how the program listens.
    Server at "server." {
        /// Address and port of storefront, API and sockets.
        listen: Listen = Listen(([127, 0, 0, 1], 8080).into()),
        /// Address and port for metrics and health; unset, metrics are not served.
        ops_listen: Option<Listen> = None,
        /// Worker threads; 0 is one for each core.
        workers: usize = 0,
        /// Seconds an idle connection is kept.
        keep_alive_s: u64 = 75,
        /// Seconds in which a node that was asked to stop still takes requests while `/readyz` says 503: for balancers that only look there.
        drain_s: u64 = 0,
        /// Seconds that requests under way get to end when the program stops.
        shutdown_s: u64 = 10,
        /// Seconds between two heartbeats of a socket; one that leaves two pings unanswered is closed. Lower where a proxy cuts quiet connections sooner.
        heartbeat_s: u64 = 25,
    }
}

section! {
    /// Where the truth is kept.
    Database at "database." {
        /// `sqlite:<file>` or `postgres://…`. Unset: `impasto.db` in the data folder.
        url: Option<Secret> = None,
        /// Connections for reading.
        readers: u32 = 8,
    }
}

section! {
    /// What connects several nodes.
    Redis at "redis." {
        /// `redis://…`, the same for all nodes: wakes them at once and counts who is here over all of them. Unset, nodes of one database look for each other's events every 250 ms, and each counts its own.
        url: Option<Secret> = None,
    }
}

section! {
    /// The demonstration gallery.
    Demo at "demo." {
        /// Whether the demo gallery hangs. Unset: in an empty database, and in one where it hangs already.
        enabled: Option<bool> = None,
        /// Let the demo, whose passwords everybody knows, listen beyond this machine.
        anywhere: bool = false,
    }
}

section! {
    /// What the house calls itself and deals in.
    Site at "site." {
        /// The gallery's name.
        name: String = "Impasto".to_owned(),
        /// Currencies that prices may have, ISO 4217; the first is the default.
        currencies: Vec<String> = ["EUR", "USD", "GBP", "CHF", "JPY"].map(String::from).to_vec(),
        /// Languages of pages and mails: `en`, `de`, `fr`; the first is spoken to those who ask for none of them.
        locales: Vec<String> = ["en", "de", "fr"].map(String::from).to_vec(),
    }
}

section! {
    /// What sellers start with who register themselves.
    Sellers at "sellers." {
        /// Whether they may publish without an admin's look at them. Unset: in the demo only.
        verified_at_once: Option<bool> = None,
        /// The country of those who have not given theirs, ISO 3166-1.
        default_country: String = "DE".to_owned(),
        /// The house's share of a sale, in hundredths of a percent.
        commission_basis_points: u32 = 1_500,
        /// Days after which a paid order that has no day by which it leaves, and has not left whole, needs somebody of the house.
        ship_within_days: u32 = 5,
    }
}

section! {
    /// Which other sites may call the API from a browser.
    Cors at "cors." {
        /// Origins, each exactly as browsers send it, such as `https://shop.example`; also for sockets.
        allowed_origins: Vec<PublicUrl> = Vec::new(),
    }
}

section! {
    /// Where images and documents lie.
    Media at "media." {
        /// The local media folder; several nodes may share it. Unset: `media` in the data folder.
        dir: Option<PathBuf> = None,
        /// The largest image file that is taken, in bytes.
        max_bytes: usize = 60_000_000,
        /// The most pixels an image may have.
        max_pixels: u64 = 120_000_000,
    }
    sections {
        /// `[media.s3]`
        s3: S3,
    }
}

section! {
    /// An S3 bucket instead of the local folder.
    S3 at "media.s3." {
        /// The bucket; set, it takes the place of the local folder.
        bucket: Option<String> = None,
        /// Its region.
        region: String = "us-east-1".to_owned(),
        /// The service's address, when it is not Amazon's.
        endpoint: Option<String> = None,
        /// Put the bucket into the path instead of the host name, as most other services need it.
        force_path_style: bool = false,
        /// Access key id.
        access_key_id: Option<Secret> = None,
        /// Secret access key.
        secret_access_key: Option<Secret> = None,
        /// Where browsers fetch public files: the bucket's own address or a content delivery network's.
        public_url: Option<PublicUrl> = None,
    }
}

section! {
    /// Who takes the money.
    Payments at "payments." {
        /// The test provider, which settles by itself. Unset: on in the demo, else off.
        test: Option<bool> = None,
    }
    sections {
        /// `[payments.stripe]`
        stripe: Stripe,
        /// `[payments.paypal]`
        paypal: Paypal,
    }
}

section! {
    /// Stripe.
    Stripe at "payments.stripe." {
        /// The secret key, `sk_live_…` or `sk_test_…`.
        secret_key: Option<Secret> = None,
        /// The publishable key, for browsers.
        publishable_key: Option<String> = None,
        /// The secret that webhooks are signed with, `whsec_…`. Without one none is believed.
        webhook_secret: Option<Secret> = None,
        /// Further ones: any of them opens, so that a new secret can be added before the old one goes, and several endpoints may lead here.
        webhook_secrets: Vec<Secret> = Vec::new(),
        /// Seconds that a webhook's signature may be old.
        webhook_tolerance_s: u64 = 300,
        /// Offer the Payment Element as well: cards are entered on a page of this house, in a frame of Stripe's. Needs the publishable key.
        payment_element: bool = false,
        /// Ask the bank first and take the money only while the order is open: nothing has to go back then, but only cards and wallets can be used.
        manual_capture: bool = false,
        /// Where Stripe's calls are answered, when it is not `https://api.stripe.com`: a stand-in for tests.
        base_url: Option<PublicUrl> = None,
        /// Seconds one exchange with Stripe may take; then nothing is known and it is asked again.
        timeout_s: u64 = 8,
        /// The version of Stripe's wire format that calls ask for. The program was written for the default.
        api_version: String = "2024-06-20".to_owned(),
    }
}

section! {
    /// PayPal.
    Paypal at "payments.paypal." {
        /// The client id; browsers see it too.
        client_id: Option<String> = None,
        /// The client secret.
        client_secret: Option<Secret> = None,
        /// The id of the webhook, which its signatures name.
        webhook_id: Option<String> = None,
        /// Real money instead of PayPal's sandbox.
        live: bool = false,
        /// Where PayPal's calls are answered, when it is neither the sandbox nor the live address: a stand-in for tests.
        base_url: Option<PublicUrl> = None,
        /// Seconds one exchange with PayPal may take; then nothing is known and it is asked again.
        timeout_s: u64 = 8,
    }
}

section! {
    /// What carriers, or a service that speaks for them, tell of parcels.
    Tracking at "tracking." {
        /// The secrets that its messages to `/api/v1/webhooks/tracking` are signed with, each of 32 characters or more; any of them opens, so that a new one can be added before the old one goes. Empty, no messages are taken.
        webhook_secrets: Vec<Secret> = Vec::new(),
    }
}

section! {
    /// How people are written to. Without a server nobody is, except that the demo keeps its mails at `/demo/mail`.
    Mail at "mail." {
        /// Who mails come from, such as `Gallery Example <hello@gallery.example>`; needed beside a server.
        from: Option<Sender> = None,
    }
    sections {
        /// `[mail.smtp]`
        smtp: Smtp,
    }
}

section! {
    /// The server that takes the mails.
    Smtp at "mail.smtp." {
        /// Its name; set, mails are sent.
        host: Option<String> = None,
        /// Its port. Unset: 587 with `starttls`, 465 with `implicit`, 25 with `none`.
        port: Option<u16> = None,
        /// How the connection is secured: `starttls` (a server that does not offer it is refused), `implicit`, or `none` for a server on this machine.
        tls: MailTls = MailTls::Starttls,
        /// The user to sign in as; unset, without signing in.
        user: Option<String> = None,
        /// That user's password.
        password: Option<Secret> = None,
        /// A file with certificates (PEM) to trust besides the public ones: for a server with one of its own.
        ca_file: Option<PathBuf> = None,
    }
}

section! {
    /// What everything else is sealed with.
    Secrets at "secrets." {
        /// The master secret, 32 characters or more; every node of a database needs the same. `base64:` before what a `master.key` holds is that very key. Unset: `master.key` in the data folder, made at the first start.
        master: Option<Secret> = None,
    }
}

section! {
    /// Tokens and passwords.
    Identity at "identity." {
        /// Seconds an access token lasts.
        access_ttl_s: u32 = 900,
        /// Days a sign-in lasts without being used.
        refresh_days: u32 = 30,
        /// Days a visitor is remembered.
        visitor_days: u32 = 400,
        /// Days after which access tokens are signed with a new key.
        key_days: u32 = 90,
        /// Memory of one password hash (argon2id), in KiB.
        argon2_memory_kib: u32 = 19_456,
        /// Passes of one password hash.
        argon2_passes: u32 = 2,
        /// Password hashes computed at the same time; 0 is half the cores.
        password_threads: usize = 0,
        /// Password hashes that may wait; more are answered with 503.
        password_queue: usize = 64,
    }
}

section! {
    /// How long copies are kept for somebody.
    Holds at "holds." {
        /// Seconds a hold lasts.
        ttl_s: u32 = 600,
        /// Seconds the one extension adds.
        extension_s: u32 = 300,
        /// Seconds that starting a payment leaves at least, once an order.
        payment_extension_s: u32 = 900,
    }
}

section! {
    /// What one owner or client may do. Loopback addresses are exempt in the demo.
    Limits at "limits." {
        /// Requests a second of one client address (of one /64 for IPv6); 0 is unlimited.
        address_per_second: u32 = 200,
        /// Requests of one client address at once.
        address_burst: u32 = 2_000,
        /// Requests a second of one owner; 0 is unlimited.
        owner_per_second: u32 = 50,
        /// Requests of one owner at once.
        owner_burst: u32 = 300,
        /// Failed sign-ins a minute of one account from one client address; 0 is unlimited.
        sign_in_failures: u32 = 5,
        /// Failed sign-ins a minute of one client address over all accounts; 0 is unlimited.
        sign_in_failures_per_address: u32 = 100,
        /// Works one visitor may hold at once; 0 is unlimited.
        holds_per_visitor: u32 = 5,
        /// Works one client address may hold at once over all its visitors; 0 is unlimited, and from 1000 on copies are not
        /// counted either.
        holds_per_address: u32 = 20,
        /// Copies of one edition that one client address may hold at once, and never more than half of them; 0 is unlimited.
        copies_per_address: u32 = 10,
        /// Copies that one line of a cart may ask for.
        copies_per_line: u32 = 1_000,
        /// The largest JSON or form body, in bytes.
        json_bytes: usize = 262_144,
        /// Memory for uploads under way, in bytes; more are answered with 503.
        upload_memory_bytes: usize = 268_435_456,
        /// Sockets at once; 0 is unlimited.
        sockets: usize = 50_000,
        /// Sockets of one client address at once; 0 is unlimited.
        sockets_per_address: usize = 200,
    }
}

section! {
    /// How long the past is kept.
    Retention at "retention." {
        /// Days that events are kept.
        events_days: u32 = 30,
        /// Hours that the answers to idempotency keys are kept.
        idempotency_hours: u32 = 24,
    }
}

section! {
    /// How endpoints of others are told what happens.
    Webhooks at "webhooks." {
        /// Let endpoints lie on this machine or in a private network; else their addresses are refused when something is to be sent there.
        allow_private: bool = false,
        /// Milliseconds after which a delivery is tried again that failed the first time; each further pause is twice as long, up to six hours.
        retry_first_ms: u64 = 10_000,
        /// Hours after which a delivery that nobody took is given up.
        give_up_hours: u32 = 72,
    }
}

section! {
    /// What is logged.
    Log at "log." {
        /// `text` or `json`.
        format: LogFormat = LogFormat::Text,
        /// What is logged: a level, or directives such as `info,impasto=debug`.
        level: String = "info".to_owned(),
        /// Which requests get a line: `all`, `errors` or `off`.
        access: AccessLog = AccessLog::All,
    }
}

section! {
    /// Where traces of requests go.
    Telemetry at "telemetry." {
        /// A collector of OpenTelemetry that takes OTLP over HTTP, such as `http://127.0.0.1:4318`; spans go to `/v1/traces` below it. Unset, `OTEL_EXPORTER_OTLP_ENDPOINT`; without that too no traces are made.
        otlp_endpoint: Option<Collector> = None,
        /// Headers for the collector, such as `authorization=Bearer%20…`: pairs separated by commas, values percent-encoded where need be. Unset, `OTEL_EXPORTER_OTLP_HEADERS`.
        otlp_headers: Option<Secret> = None,
        /// What the program is called there. Unset, `OTEL_SERVICE_NAME`.
        service_name: String = "impasto".to_owned(),
        /// The share of requests that are traced, 0 to 1. Where a trusted proxy sends a `traceparent`, its word counts instead.
        sample_ratio: Ratio = Ratio::ALL,
    }
}

impl Limits {
    /// Works one visitor may hold at once; `None` is unlimited.
    #[must_use]
    pub fn visitor_works_max(&self) -> Option<u32> {
        (self.holds_per_visitor > 0).then_some(self.holds_per_visitor)
    }

    /// Works one client address may hold at once; `None` is unlimited.
    #[must_use]
    pub fn client_works_max(&self) -> Option<u32> {
        (self.holds_per_address > 0).then_some(self.holds_per_address)
    }

    /// Copies of one edition that one client address may hold at once; `None` is unlimited, as where an address may hold
    /// so many works that it has no budget to speak of.
    #[must_use]
    pub fn client_copies_max(&self) -> Option<u32> {
        let budgeted = (1..1_000).contains(&self.holds_per_address);
        (budgeted && self.copies_per_address > 0).then_some(self.copies_per_address)
    }
}

/// Which way mails go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailWay {
    /// To the configured server.
    Smtp,
    /// Into the demonstration's own mailbox.
    Mailbox,
}

impl Mail {
    /// Which way mails go; `None` where nobody is written to.
    #[must_use]
    pub fn way(&self, is_demo: bool) -> Option<MailWay> {
        match self.smtp.host {
            Some(_) => Some(MailWay::Smtp),
            None => is_demo.then_some(MailWay::Mailbox),
        }
    }
}

impl Config {
    /// Where links in mails lead: the configured address, or the one that is listened on.
    #[must_use]
    pub fn site_address(&self) -> String {
        match &self.public_url {
            Some(url) => url.origin().to_owned(),
            None => format!("http://{}", self.server.listen.0),
        }
    }

    /// Every key there is, in the order of the documentation.
    #[must_use]
    pub fn keys() -> Vec<Key> {
        let mut keys = Vec::new();
        Self::list_keys(&mut keys);
        keys
    }

    /// The address of the database: the configured one, or the embedded one in the data folder.
    #[must_use]
    pub fn database_url(&self) -> Secret {
        self.database.url.clone().unwrap_or_else(|| {
            let file = self.data.join("impasto.db");
            Secret::new(format!("sqlite:{}", file.display()))
        })
    }

    /// Whether nothing that is sold is real: the test provider takes the money.
    #[must_use]
    pub fn is_trial(&self, is_demo: bool) -> bool {
        self.payments.test.unwrap_or(is_demo)
    }

    /// Whether the database is the embedded one.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.database_url().reveal().starts_with("sqlite:")
    }

    /// The local media folder.
    #[must_use]
    pub fn media_dir(&self) -> PathBuf {
        self.media.dir.clone().unwrap_or_else(|| self.data.join("media"))
    }
}
