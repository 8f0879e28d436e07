//! Building the program: adapters are made and joined to their ports, in the order they need each other.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_web::web::Data;
use impasto_actors::{Engine, EngineConfig, MailPorts, Ports};
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::ids::ArtworkId;
use impasto_domain::money::Currency;
use impasto_domain::ports::limits::{SharedHolds, SharedSignIns};
use impasto_domain::ports::{Bus, Claims, Clock, EventSink, Journal, Mailer, MediaStore, Presence, Reads};
use impasto_domain::reply::Reply;
use impasto_domain::settings::HouseRules;
use impasto_integrations::mail::{Security, SmtpMailer, SmtpSettings};
use impasto_integrations::media::{DiskMedia, S3Media, S3Settings};
use impasto_integrations::webhooks::{HttpWebhooks, WebhookTlsError};
use impasto_redis::{LocalBus, LocalClaims, LocalPresence, RedisBus, RedisClaims, RedisLimits, RedisPresence};
use impasto_render::image::{DeriveOptions, Effort, ImageLimits};
use impasto_store::{JournalConfig, LaneJournal, Store, StoreConfig, Tailer};
use impasto_ws::{Cursors, Lane, LiveBackend, LiveBus, LiveConfig};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::App;
use super::clock::{RandomSeeds, SystemClock};
use super::defaults::house_rules;
use super::figures::Figures;
use super::house::House;
use super::keys::StoredKeys;
use super::likeness::Likeness;
use super::merge::Merger;
use super::payday::Payday;
use super::people::StoredPeople;
use super::pulse::{BEATS_A_LOOK, Beat, EVERY, Pulse};
use super::render::{PooledRenderer, Proofs};
use super::slips::Slips;
use super::takers::{Takers, takers};
use crate::catalogue::Catalogue;
use crate::config::{Config, MailTls, MailWay, Secret};
use crate::demo::Crowds;
use crate::gateway::profile::Profile;
use crate::gateway::shared::{Parts, Shared, SharedError};
use crate::identity::secrets::HouseSecrets;
use crate::live::{Backend, CartFrames, Notices, Reload, Sink, retire_lanes};
use crate::mail::{LetterWriter, Mailbox};
use crate::media::Intake;
use crate::pages::HouseErrorPages;
use crate::payouts;
use crate::webhooks::{Bell, Sending, feed_on, send_on};

/// Somebody stays present for so many heartbeats after a last sign of life.
const LEASE_HEARTBEATS: u32 = 3;

/// Somebody has a thing in hand for so long after they were last heard of: three times what a page waits between its words.
const CLAIM_LEASE: Duration = Duration::from_secs(45);

/// Everything that runs, joined.
pub struct Program {
    /// What handlers reach.
    pub app: Data<App>,
    /// What the gateway reaches.
    pub shared: Data<Shared>,
    /// What sockets ask.
    pub backend: Arc<dyn LiveBackend>,
    /// The sockets.
    pub bus: LiveBus,
    /// What operators ask for.
    pub figures: Data<Figures>,
    journal: LaneJournal,
    tailer: Tailer,
}

/// Why the program could not be built; each is one clear line.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The database.
    #[error(transparent)]
    Store(#[from] impasto_store::OpenError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] impasto_store::StartError),
    /// A read at start.
    #[error(transparent)]
    Read(#[from] impasto_domain::ports::ReadError),
    /// Keys and passwords.
    #[error(transparent)]
    Shared(#[from] SharedError),
    /// A thread.
    #[error("a thread cannot be started: {0}")]
    Thread(std::io::Error),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] impasto_actors::StartError),
    /// The media store.
    #[error(transparent)]
    Media(#[from] impasto_domain::ports::MediaError),
    /// The mail server's settings.
    #[error(transparent)]
    Mail(#[from] impasto_integrations::mail::SmtpSettingsError),
    /// PayPal.
    #[error(transparent)]
    Paypal(#[from] impasto_integrations::paypal::PaypalError),
    /// Stripe.
    #[error(transparent)]
    Stripe(#[from] impasto_integrations::stripe::StripeError),
    /// The way to endpoints of others.
    #[error(transparent)]
    Webhooks(#[from] WebhookTlsError),
    /// Redis' address.
    #[error("redis.url: {0}")]
    Redis(String),
    /// The S3 settings.
    #[error("media.s3.{0} is needed beside media.s3.bucket")]
    S3(&'static str),
}

impl Program {
    /// Builds the program on a migrated database. To be called inside an actix system.
    ///
    /// # Errors
    /// [`BuildError`].
    pub async fn build(config: Arc<Config>, is_demo: bool, secrets: HouseSecrets) -> Result<Self, BuildError> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let store = open_store(&config).await?;
        let media = open_media(&config).await?;
        let public = Arc::clone(&media);
        let catalogue = Arc::new(Catalogue::new(move |key| public.public_url(key)));
        let base = house_rules(&config, is_demo);
        let profile = Profile::default();
        let house = House::new(Arc::new(base.clone()), profile.clone());

        let live =
            LiveConfig { sockets_max: per_worker(&config), heartbeat: heartbeat(&config), ..LiveConfig::default() };
        let bus = LiveBus::new(live);
        let (carts, cart_queue) = CartFrames::new(bus.clone());
        let (reload, reload_queue) = unbounded_channel();
        let (freed, freed_queue) = unbounded_channel();
        let pulse = Arc::new(Pulse::default());
        let happened = Arc::clone(&pulse.happened);
        let bell = Arc::new(Bell::default());
        let (works, rings) = (Arc::clone(&catalogue), Arc::clone(&bell));
        let sink = Arc::new(Sink::new(works, bus.clone(), carts, reload, freed, happened, rings));
        let wires = wire_bus(&config)?;
        let journal_config = JournalConfig::new(node_name(), base.clone());
        let events: Arc<dyn EventSink> = sink.clone();
        let journal =
            LaneJournal::start(store.clone(), journal_config, Arc::clone(&events), Arc::clone(&wires)).await?;
        let tailer = Tailer::start(store.clone(), journal.clone(), events, wires).await?;
        // Positions name every open lane from the first one given out: who comes back is told what is younger.
        bus.advance(&open_lanes(&journal, &tailer));
        // Read only now: what other nodes change meanwhile is told by the tail and read again.
        for record in store.public_artworks().await? {
            catalogue.put(record);
        }
        // Who is told that the node is ready finds every work by its words.
        catalogue.settled().await;
        house.reload(&store, &base).await?;

        let writes: Arc<dyn Journal> = Arc::new(journal.clone());
        if config.mail.way(is_demo).is_some() {
            tokio::spawn(tell_wishers_on(Arc::clone(&writes), freed_queue));
        }
        let mail = wire_mail(&config, is_demo, &store, &secrets, &clock, &profile, &writes)?;
        let [a, b, c, d, e, f, g, h, ..] = secrets.fingerprint(&[b"presence"]);
        let house_name = format!("{:016x}", u64::from_be_bytes([a, b, c, d, e, f, g, h]));
        let limits = wire_limits(&config, &house_name)?;
        let late_app: Arc<OnceLock<Data<App>>> = Arc::default();
        let sending = Arc::new(Sending {
            sender: Arc::new(HttpWebhooks::new(config.webhooks.allow_private)?),
            secrets: secrets.clone(),
            retry_first: Duration::from_millis(config.webhooks.retry_first_ms),
            patience: Duration::from_secs(u64::from(config.webhooks.give_up_hours) * 3_600),
        });
        let shared = Data::new(
            Shared::open(Parts {
                sign_ins: limits.clone().map(|limits| limits as Arc<dyn SharedSignIns>),
                config: Arc::clone(&config),
                is_demo,
                clock: Arc::clone(&clock),
                journal: Arc::clone(&writes),
                people: Arc::new(StoredPeople(store.clone())),
                used_keys: Arc::new(StoredKeys(store.clone())),
                carts: Arc::new(Merger(Arc::clone(&late_app))),
                secrets,
                pages: Arc::new(HouseErrorPages::new(&config, is_demo)),
                profile,
            })
            .await?,
        );
        sink.attach_shared(shared.clone());

        let presence = wire_presence(&config, &house_name)?;
        let claims = wire_claims(&config, &house_name)?;
        let Takers { providers, hooks, transfers } = takers(&config, is_demo, &clock)?;
        let reads: Arc<dyn Reads> = Arc::new(store.clone());
        let proofs =
            Proofs { keys: Arc::clone(&shared.keys), media: Arc::clone(&media), site_address: config.site_address() };
        let engine = Engine::start(
            engine_config(&config),
            Ports {
                journal: Arc::clone(&writes),
                reads: Arc::clone(&reads),
                providers: providers.clone(),
                media: Arc::clone(&media),
                renderer: Arc::new(PooledRenderer::start(Some(proofs)).map_err(BuildError::Thread)?),
                mail,
                presence,
                holds: limits.map(|limits| limits as Arc<dyn SharedHolds>),
                clock: Arc::clone(&clock),
                live: Arc::new(Notices::new(bus.clone(), Arc::clone(&clock))),
                seeds: Arc::new(RandomSeeds),
            },
        )?;
        sink.attach_engine(engine.clone());

        let limits = ImageLimits {
            bytes_max: config.media.max_bytes,
            pixels_max: config.media.max_pixels,
            ..ImageLimits::default()
        };
        let app = Data::new(App {
            engine,
            catalogue,
            store,
            journal: writes,
            reads,
            studio_media: Intake::new(Arc::clone(&media), DeriveOptions { limits, effort: Effort::Best, threads: 2 }),
            media,
            bus: bus.clone(),
            clock,
            currencies: config.site.currencies.iter().filter_map(|code| Currency::from_code(code)).collect(),
            providers: providers.iter().map(|provider| provider.name()).collect(),
            takes_cards_here: config.payments.stripe.payment_element && config.payments.stripe.secret_key.is_some(),
            hooks,
            upload_bytes_max: config.media.max_bytes,
            house,
            claims,
            likeness: Likeness::default(),
            pulse: Arc::clone(&pulse),
            crowds: Crowds::default(),
            slips: Slips::default(),
            webhooks: Arc::clone(&bell),
            transfers: transfers.clone(),
            payouts: Payday::default(),
        });
        // The cell was made above and nobody else sets it.
        let _ = late_app.set(app.clone());
        tokio::spawn(CartFrames::run(bus.clone(), cart_queue, Arc::clone(&late_app)));
        tokio::spawn(reload_on(app.clone(), base, reload_queue));
        tokio::spawn(maintain(shared.clone(), app.clone()));
        tokio::spawn(feed_on(app.clone(), Arc::clone(&bell)));
        tokio::spawn(send_on(app.clone(), bell, sending));
        if let Some(transfers) = transfers {
            tokio::spawn(payouts::send_on(app.clone(), transfers));
        }
        let backend: Arc<dyn LiveBackend> = Arc::new(Backend::new(late_app, shared.clone()));
        let figures = Data::new(Figures {
            engine: app.engine.clone(),
            store: app.store.clone(),
            journal: journal.clone(),
            told: Box::new(tailer.watch()),
        });
        tokio::spawn(beat_on(app.clone(), shared.clone(), figures.clone()));
        Ok(Self { app, shared, backend, bus, figures, journal, tailer })
    }

    /// Stops in order: open checkouts first, then the journal, then the database.
    pub async fn stop(self) {
        self.app.engine.shutdown().await;
        self.tailer.close().await;
        if let Err(error) = self.journal.close().await {
            tracing::error!(%error, "the journal did not close cleanly");
        }
        self.app.store.close().await;
    }

    /// What the journal has done so far.
    #[must_use]
    pub fn journal(&self) -> &LaneJournal {
        &self.journal
    }
}

/// Opens the configured database.
///
/// # Errors
/// [`impasto_store::OpenError`], one clear line.
pub async fn open_store(config: &Config) -> Result<Store, impasto_store::OpenError> {
    let url = config.database_url();
    Store::open(&StoreConfig { readers: config.database.readers, ..StoreConfig::new(url.reveal()) }).await
}

/// Opens the configured database for looking only: one that is missing is not made.
///
/// # Errors
/// [`OpenError`](impasto_store::OpenError), one line that says what to change.
pub async fn open_existing_store(config: &Config) -> Result<Store, impasto_store::OpenError> {
    let url = config.database_url();
    let create = false;
    Store::open(&StoreConfig { readers: config.database.readers, create, ..StoreConfig::new(url.reveal()) }).await
}

/// Opens the configured media store.
///
/// # Errors
/// [`BuildError::Media`] when the folder or the bucket cannot be used, [`BuildError::S3`] for incomplete settings.
pub async fn open_media(config: &Config) -> Result<Arc<dyn MediaStore>, BuildError> {
    let s3 = &config.media.s3;
    let Some(bucket) = &s3.bucket else {
        return Ok(Arc::new(DiskMedia::open(&config.media_dir(), "/media/")?));
    };
    let reveal =
        |secret: &Option<Secret>, key| secret.as_ref().map(|s| s.reveal().to_owned()).ok_or(BuildError::S3(key));
    let media = S3Media::new(&S3Settings {
        bucket: bucket.clone(),
        region: s3.region.clone(),
        endpoint: s3.endpoint.clone(),
        force_path_style: s3.force_path_style,
        access_key_id: reveal(&s3.access_key_id, "access_key_id")?,
        secret_access_key: reveal(&s3.secret_access_key, "secret_access_key")?,
        public_base_url: s3.public_url.as_ref().map(ToString::to_string),
    });
    media.check().await?;
    Ok(Arc::new(media))
}

fn wire_bus(config: &Config) -> Result<Arc<dyn Bus>, BuildError> {
    Ok(match &config.redis.url {
        Some(url) => Arc::new(RedisBus::start(url.reveal()).map_err(|error| BuildError::Redis(error.to_string()))?),
        None => Arc::new(LocalBus),
    })
}

/// `house` tells houses apart that share a Redis; all nodes of one have the same.
fn wire_presence(config: &Config, house: &str) -> Result<Arc<dyn Presence>, BuildError> {
    let lease = heartbeat(config) * LEASE_HEARTBEATS;
    Ok(match &config.redis.url {
        Some(url) => {
            let started = RedisPresence::start(url.reveal(), &format!("impasto:{house}"), lease);
            Arc::new(started.map_err(|error| BuildError::Redis(error.to_string()))?)
        }
        None => Arc::new(LocalPresence::new(lease)),
    })
}

/// As presence.
fn wire_claims(config: &Config, house: &str) -> Result<Arc<dyn Claims>, BuildError> {
    Ok(match &config.redis.url {
        Some(url) => {
            let started = RedisClaims::start(url.reveal(), &format!("impasto:{house}"), CLAIM_LEASE);
            Arc::new(started.map_err(|error| BuildError::Redis(error.to_string()))?)
        }
        None => Arc::new(LocalClaims::new(CLAIM_LEASE)),
    })
}

/// Who writes and sends mails, where any are sent.
fn wire_mail(
    config: &Config,
    is_demo: bool,
    store: &Store,
    secrets: &HouseSecrets,
    clock: &Arc<dyn Clock>,
    profile: &Profile,
    journal: &Arc<dyn Journal>,
) -> Result<Option<MailPorts>, BuildError> {
    let Some(way) = config.mail.way(is_demo) else { return Ok(None) };
    let mailer: Arc<dyn Mailer> = match way {
        MailWay::Mailbox => Arc::new(Mailbox(Arc::clone(journal))),
        MailWay::Smtp => Arc::new(SmtpMailer::new(&smtp_settings(config))?),
    };
    let writer = LetterWriter {
        store: store.clone(),
        secrets: secrets.clone(),
        clock: Arc::clone(clock),
        profile: profile.clone(),
        site_name: config.site.name.clone(),
        site_url: config.site_address(),
    };
    Ok(Some(MailPorts { writer: Arc::new(writer), mailer }))
}

fn smtp_settings(config: &Config) -> SmtpSettings {
    let (mail, smtp) = (&config.mail, &config.mail.smtp);
    let user = smtp.user.clone().zip(smtp.password.as_ref().map(|password| password.reveal().to_owned()));
    SmtpSettings {
        host: smtp.host.clone().unwrap_or_default(),
        port: smtp.port,
        security: match smtp.tls {
            MailTls::Starttls => Security::Starttls,
            MailTls::Implicit => Security::Implicit,
            MailTls::None => Security::None,
        },
        credentials: user,
        ca_file: smtp.ca_file.clone(),
        from_name: mail.from.as_ref().and_then(|from| from.name().map(str::to_owned)),
        from_address: mail.from.as_ref().map(|from| from.address().to_owned()).unwrap_or_default(),
        connections: u32::try_from(EngineConfig::default().mails_at_once).unwrap_or(1),
    }
}

/// Limits over all nodes, where there may be several.
fn wire_limits(config: &Config, house: &str) -> Result<Option<Arc<RedisLimits>>, BuildError> {
    let Some(url) = &config.redis.url else { return Ok(None) };
    let started = RedisLimits::start(url.reveal(), &format!("impasto:{house}"));
    started.map(|limits| Some(Arc::new(limits))).map_err(|error| BuildError::Redis(error.to_string()))
}

fn heartbeat(config: &Config) -> Duration {
    Duration::from_secs(config.server.heartbeat_s)
}

/// How far each open lane has been told on this node: the own ones from their beginning, those of other nodes to where
/// the tail begins.
fn open_lanes(journal: &LaneJournal, tailer: &Tailer) -> Cursors {
    let own = journal.lanes().into_iter().map(|lane| (lane, 0));
    own.chain(tailer.cursors()).map(|(lane, seq)| (Lane::from(lane.0), u64::try_from(seq).unwrap_or(0))).collect()
}

fn engine_config(config: &Config) -> EngineConfig {
    EngineConfig {
        lone_node: config.is_embedded(),
        client_works_max: config.limits.client_works_max(),
        client_copies_max: config.limits.client_copies_max(),
        payment_hold: Duration::from_secs(u64::from(config.holds.payment_extension_s)),
        presence_heartbeat: heartbeat(config),
        ..EngineConfig::default()
    }
}

/// The share of each worker thread; 0 in the configuration is unlimited.
fn per_worker(config: &Config) -> usize {
    match config.limits.sockets {
        0 => usize::MAX,
        sockets => sockets.div_ceil(super::server::workers(config)),
    }
}

/// What people call this node: the machine's name and the process, for the list of lanes and for a collector.
#[must_use]
pub fn node_name() -> String {
    let host = std::env::var("HOSTNAME").unwrap_or_else(|_| "node".to_owned());
    format!("{host}-{}", std::process::id())
}

/// Reads again what events say has changed.
async fn reload_on(app: Data<App>, base: HouseRules, mut queue: UnboundedReceiver<Reload>) {
    while let Some(reload) = queue.recv().await {
        let outcome = match reload {
            Reload::Artwork(id) => app.read_again(id).await.map_err(|problem| problem.to_string()),
            Reload::Works => app.reindex().await.map_err(|problem| problem.to_string()),
            Reload::House => app.house.reload(&app.store, &base).await.map_err(|error| error.to_string()),
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, ?reload, "what changed could not be read again");
        }
    }
}

/// Has those written to who wish for a work that came free. Each node hears of it and asks for it; the first one's letters
/// are the only ones.
async fn tell_wishers_on(journal: Arc<dyn Journal>, mut queue: UnboundedReceiver<ArtworkId>) {
    while let Some(artwork_id) = queue.recv().await {
        let told = journal.submit(Command::Edit(Box::new(Edit::TellWishers { artwork_id })).into()).await;
        if let Err(error) = told {
            tracing::warn!(%error, %artwork_id, "those who wish for a work could not be written to");
        }
    }
}

/// Keeps the node's pulse.
async fn beat_on(app: Data<App>, shared: Data<Shared>, figures: Data<Figures>) {
    let mut every = tokio::time::interval(EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // The first comes at once, before anything has happened.
    every.tick().await;
    let (mut requests, mut before) = (shared.under_way.begun(), figures.at_hand().1);
    let mut asked_for = (0, 0, 0);
    for beats in 0_u64.. {
        every.tick().await;
        let (depths, stats) = figures.at_hand();
        if beats.is_multiple_of(BEATS_A_LOOK)
            && let Some(fresh) = figures.asked_for().await
        {
            asked_for = fresh;
        }
        let begun = shared.under_way.begun();
        let a_second = |count: u64| count as f64 / EVERY.as_secs_f64();
        let (batches, commands) =
            (stats.batches.saturating_sub(before.batches), stats.commands.saturating_sub(before.commands));
        app.pulse.beat(Beat {
            at: app.clock.now(),
            requests: a_second(begun.saturating_sub(requests)),
            orders: a_second(app.pulse.happened.take_orders()),
            waiting: depths.waiting as f64,
            batch: if batches == 0 { 0.0 } else { commands as f64 / batches as f64 },
            lag: asked_for.2 as f64,
            sockets: depths.connections as f64,
            holds: asked_for.0 as f64,
            jobs: asked_for.1 as f64,
        });
        (requests, before) = (begun, stats);
    }
}

/// Between two looks for what is past its keeping time, minutes.
const FORGET_EVERY: u64 = 10;

/// Between two steps of forgetting, so that the journal has time for others.
const FORGET_PAUSE: Duration = Duration::from_millis(100);

/// What is due every minute, and every ten minutes.
async fn maintain(shared: Data<Shared>, app: Data<App>) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    for minutes in 0_u64.. {
        minute.tick().await;
        if let Err(error) = shared.maintain().await {
            tracing::warn!(%error, "keys and limits could not be maintained");
        }
        if let Err(error) = retire_lanes(&app.store, &app.bus, app.clock.now()).await {
            tracing::warn!(%error, "lanes that have ended could not be looked for");
        }
        // Not at once: a command that is over in a moment has nothing to tidy up.
        if minutes % FORGET_EVERY == 1 {
            forget_old(&shared).await;
        }
    }
}

/// Forgets what is older than its keeping time, step by step until nothing of it is left.
async fn forget_old(shared: &Shared) {
    let keep = &shared.config.retention;
    loop {
        let now = shared.clock.now();
        let edit = Edit::Retain {
            events_before: now - chrono::TimeDelta::days(i64::from(keep.events_days)),
            answers_before: now - chrono::TimeDelta::hours(i64::from(keep.idempotency_hours)),
        };
        match shared.journal.submit(Command::Edit(Box::new(edit)).into()).await {
            Ok(Reply::Retained { more: true }) => tokio::time::sleep(FORGET_PAUSE).await,
            Ok(_) => return,
            Err(error) => {
                tracing::warn!(%error, "what is past its keeping time could not be forgotten");
                return;
            }
        }
    }
}
