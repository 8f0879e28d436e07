//! A whole test house: ports, an engine on the test's own thread and paused time, and the words tests use.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::{DateTime, Utc};
use impasto_domain::cart::CartState;
use impasto_domain::command::IdempotencyKey;
use impasto_domain::dispute::DisputeStatus;
use impasto_domain::edition::Stock;
use impasto_domain::order::{Order, OrderStatus};
use impasto_domain::owner::Owner;
use impasto_domain::payment::PaymentStatus;
use impasto_domain::ports::Clock;
use impasto_domain::settings::HouseRules;

use super::doubles::{LiveLog, MemoryMedia, MemoryPresence, TestClock, TestPost, TestRenderer, TestSeeds};
use super::house::{address, edition};
use super::journal::MemoryJournal;
use super::provider::ScriptedProvider;
use crate::budget::ClientKey;
use crate::config::EngineConfig;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::handles::{CartAnswer, CheckoutRequest, OrderAnswer};
use crate::ports::{MailPorts, Ports};

/// A house in memory with its engine.
pub(crate) struct World {
    pub(crate) engine: Engine,
    parts: Parts,
}

/// What an engine is given.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) journal: Arc<MemoryJournal>,
    pub(crate) provider: Arc<ScriptedProvider>,
    pub(crate) media: Arc<MemoryMedia>,
    pub(crate) renderer: Arc<TestRenderer>,
    pub(crate) post: Arc<TestPost>,
    /// Whether the house sends mails.
    pub(crate) sends_mails: bool,
    pub(crate) presence: Arc<MemoryPresence>,
    pub(crate) live: Arc<LiveLog>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) seeds: Arc<TestSeeds>,
}

impl std::ops::Deref for World {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl Parts {
    pub(crate) fn new() -> Self {
        let clock = Arc::new(TestClock::new());
        Self {
            journal: Arc::new(MemoryJournal::new(Arc::clone(&clock))),
            provider: Arc::new(ScriptedProvider::new(Arc::clone(&clock))),
            media: Arc::new(MemoryMedia::default()),
            renderer: Arc::new(TestRenderer::default()),
            post: Arc::new(TestPost::default()),
            sends_mails: false,
            presence: Arc::new(MemoryPresence::new()),
            live: Arc::new(LiveLog::default()),
            clock,
            seeds: Arc::new(TestSeeds::default()),
        }
    }

    /// Now, by the database's clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(crate) fn ports(&self) -> Ports {
        Ports {
            journal: self.journal.clone(),
            reads: self.journal.clone(),
            providers: vec![self.provider.clone()],
            media: self.media.clone(),
            renderer: self.renderer.clone(),
            mail: self.sends_mails.then(|| MailPorts { writer: self.post.clone(), mailer: self.post.clone() }),
            presence: self.presence.clone(),
            holds: None,
            clock: self.clock.clone(),
            live: self.live.clone(),
            seeds: self.seeds.clone(),
        }
    }
}

impl World {
    /// A house whose time stands still until everybody waits.
    pub(crate) fn start() -> Self {
        Self::with(|_| {})
    }

    /// A house with another configuration.
    pub(crate) fn with(change: impl FnOnce(&mut EngineConfig)) -> Self {
        tokio::time::pause();
        let mut config = EngineConfig { arbiters: 0, ..EngineConfig::default() };
        change(&mut config);
        Self::on_real_time(config)
    }

    /// A house that sends mails.
    pub(crate) fn that_writes(change: impl FnOnce(&mut EngineConfig)) -> Self {
        tokio::time::pause();
        let mut config = EngineConfig { arbiters: 0, ..EngineConfig::default() };
        change(&mut config);
        let parts = Parts { sends_mails: true, ..Parts::new() };
        parts.journal.furnish(|state| {
            let rules = HouseRules { mails: true, ..(*state.rules).clone() };
            state.rules = Arc::new(rules);
        });
        let engine = Engine::start(config, parts.ports()).unwrap();
        parts.journal.tell(&engine);
        Self { engine, parts }
    }

    /// A house whose time is the world's.
    pub(crate) fn on_real_time(config: EngineConfig) -> Self {
        let parts = Parts::new();
        let engine = Engine::start(config, parts.ports()).unwrap();
        parts.journal.tell(&engine);
        Self { engine, parts }
    }

    /// Another node on the same store.
    pub(crate) fn another_engine(&self, change: impl FnOnce(&mut EngineConfig)) -> Engine {
        let mut config = EngineConfig { arbiters: 0, lone_node: false, ..EngineConfig::default() };
        change(&mut config);
        let engine = Engine::start(config, self.parts.ports()).unwrap();
        self.journal.tell(&engine);
        engine
    }

    pub(crate) async fn add(&self, owner: Owner, number: u128) -> Result<CartAnswer, EngineError> {
        self.engine.cart(owner).add(edition(number), 1, ClientKey::EXEMPT, None).await
    }

    /// Adds a work and checks out with a token, under a key of the owner's own.
    pub(crate) async fn buy(&self, owner: Owner, number: u128, token: &str) -> Result<OrderAnswer, EngineError> {
        self.add(owner, number).await?;
        self.checkout(owner, token).await
    }

    pub(crate) async fn checkout(&self, owner: Owner, token: &str) -> Result<OrderAnswer, EngineError> {
        self.engine.checkout(owner).place(request(token), key(owner, "checkout")).await
    }

    pub(crate) fn stock(&self, number: u128) -> Stock {
        self.journal.stock_of(edition(number))
    }

    pub(crate) fn cart(&self, owner: Owner) -> CartState {
        self.journal.cart_of(owner)
    }

    /// The only order there is.
    pub(crate) fn order(&self) -> Order {
        let mut orders = self.journal.orders();
        assert_eq!(orders.len(), 1, "there is not exactly one order");
        orders.remove(0)
    }

    pub(crate) fn cart_reads(&self) -> u32 {
        self.journal.cart_reads.load(Ordering::SeqCst)
    }

    /// Every invariant, and that the provider keeps exactly the money of the sales that stand.
    pub(crate) fn check(&self) {
        self.journal.check();
        for order in self.journal.orders() {
            for payment in &order.payments {
                let sale = payment.status == PaymentStatus::Succeeded
                    && !payment.unapplied
                    && order.head.status != OrderStatus::Cancelled;
                // A bank that took the money back asked nobody here for it.
                let lost = order.disputes.iter().any(|dispute| dispute.status == DisputeStatus::Lost);
                assert_eq!(self.provider.keeps(payment.id), sale || lost, "money and goods disagree: {payment:?}");
            }
        }
    }
}

/// Runs one of several houses of a test: each has a time of its own.
pub(crate) fn in_a_house_of_its_own(work: impl Future<Output = ()>) {
    actix::System::new().block_on(work);
}

/// A checkout that pays with a token.
pub(crate) fn request(token: &str) -> CheckoutRequest {
    CheckoutRequest {
        email: "zoe@example.test".into(),
        locale: "en".into(),
        shipping_address: address(),
        billing_address: None,
        vat_id: None,
        shipping: vec![(None, "standard".into())],
        expected_total: None,
        quote: None,
        provider: "test".into(),
        token: Some(token.into()),
        return_url: None,
    }
}

/// A key of an owner.
pub(crate) fn key(owner: Owner, name: &str) -> IdempotencyKey {
    IdempotencyKey { owner_id: owner.id(), route: "test".into(), key: name.into(), body_hash: [1; 32] }
}

/// Lets virtual time pass.
pub(crate) async fn pass(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

/// Waits in virtual time until something holds, looking often at first; a day of it is for ever.
pub(crate) async fn quiet(holds: impl Fn() -> bool) {
    for look in 0..86_400 {
        if holds() {
            return;
        }
        let pause = if look < 100 { Duration::from_millis(10) } else { Duration::from_secs(1) };
        tokio::time::sleep(pause).await;
    }
    panic!("what was waited for never came");
}
