//! What all actors of one node share: configuration, ports, directories, budgets. Knows how to ask an actor and how to
//! call a port in bounded time, and nothing of what is asked.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use actix::{ArbiterHandle, Handler, Message};
use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::command::{Command, Submission};
use impasto_domain::ids::{Mint, OrderId};
use impasto_domain::job::LeaseTerm;
use impasto_domain::order::Order;
use impasto_domain::ports::PaymentProvider;
use impasto_domain::reply::Reply;
use tokio::time::{Instant, timeout};
use tokio_util::task::TaskTracker;
use tracing::{Instrument, Span};

use crate::budget::Budgets;
use crate::checkout::{CheckoutActor, CheckoutSupervisor, PoolGauge, RecentSagas};
use crate::config::EngineConfig;
use crate::directory::{Directory, Overflow, Tenant};
use crate::engine::Depths;
use crate::error::EngineError;
use crate::fault::Faults;
use crate::inventory::InventoryActor;
use crate::invoice::InvoiceSupervisor;
use crate::notification::NotificationSupervisor;
use crate::ports::Ports;
use crate::presence::{Connections, PresenceActor};
use crate::reply::{Outcome, ReplyTo};
use crate::session::SessionActor;
use crate::sweeper::Sweeper;

/// One node's engine.
pub(crate) struct Node {
    pub(crate) config: EngineConfig,
    pub(crate) ports: Ports,
    pub(crate) sessions: Directory<SessionActor>,
    pub(crate) inventories: Directory<InventoryActor>,
    pub(crate) checkouts: Directory<CheckoutActor>,
    pub(crate) checkout_supervisor: Directory<CheckoutSupervisor>,
    pub(crate) invoices: Directory<InvoiceSupervisor>,
    pub(crate) notifications: Directory<NotificationSupervisor>,
    pub(crate) presence: Directory<PresenceActor>,
    pub(crate) sweeper: Directory<Sweeper>,
    pub(crate) budgets: Budgets,
    pub(crate) sagas: RecentSagas,
    pub(crate) connections: Connections,
    pub(crate) gauges: Gauges,
    pub(crate) faults: Faults,
    providers: HashMap<&'static str, Arc<dyn PaymentProvider>>,
    arbiters: Arc<[ArbiterHandle]>,
    random: AtomicU64,
    closing: AtomicBool,
    /// What is read from ports right now.
    reads: TaskTracker,
}

/// Counts that no directory knows.
#[derive(Debug, Default)]
pub(crate) struct Gauges {
    pub(crate) money_jobs: Arc<PoolGauge>,
    pub(crate) drives: Arc<PoolGauge>,
    pub(crate) renders: AtomicUsize,
    pub(crate) mails: AtomicUsize,
    pub(crate) connections: AtomicUsize,
}

/// Messages that may wait for an actor there is one of.
const STANDING_MAILBOX: usize = 1_024;

/// How often it is seen to that the standing actors are alive.
const KEEP_EVERY: Duration = Duration::from_secs(1);

impl Node {
    pub(crate) fn new(config: EngineConfig, ports: Ports, arbiters: Vec<ArbiterHandle>) -> Self {
        let arbiters: Arc<[ArbiterHandle]> = arbiters.into();
        let own = || Arc::clone(&arbiters);
        let random = ports.seeds.seed();
        Self {
            sessions: Directory::new(own(), config.sessions_max, config.session_mailbox, Overflow::LetOldestGo),
            inventories: Directory::new(own(), config.inventories_max, config.inventory_mailbox, Overflow::LetOldestGo),
            checkouts: Directory::new(own(), config.checkouts_max, config.session_mailbox, Overflow::Refuse),
            checkout_supervisor: Directory::new(own(), 1, STANDING_MAILBOX, Overflow::Refuse),
            invoices: Directory::new(own(), 1, STANDING_MAILBOX, Overflow::Refuse),
            notifications: Directory::new(own(), 1, STANDING_MAILBOX, Overflow::Refuse),
            presence: Directory::new(own(), 1, STANDING_MAILBOX, Overflow::Refuse),
            sweeper: Directory::new(own(), 1, STANDING_MAILBOX, Overflow::Refuse),
            budgets: Budgets::new(config.client_works_max, config.client_copies_max, ports.holds.clone()),
            sagas: RecentSagas::default(),
            connections: Connections::default(),
            gauges: Gauges::default(),
            faults: Faults::default(),
            providers: ports.providers.iter().map(|provider| (provider.name(), Arc::clone(provider))).collect(),
            random: AtomicU64::new(random),
            closing: AtomicBool::new(false),
            reads: TaskTracker::new(),
            arbiters,
            config,
            ports,
        }
    }

    /// Sends a message and waits for its answer. A request that an actor lost is tried once more, unless it was begun
    /// and is not `repeatable`.
    ///
    /// # Errors
    /// Whatever the actor answers; `Busy` when the mailbox is full or the node is stopping; `Unavailable` when the
    /// request was lost and its outcome is unknown.
    pub(crate) async fn ask<A, M, T>(
        self: &Arc<Self>,
        directory: &Directory<A>,
        key: A::Key,
        repeatable: bool,
        make: impl Fn(ReplyTo<T>) -> M,
    ) -> Result<T, EngineError>
    where
        A: Tenant + Handler<M>,
        M: Message<Result = ()> + Send + 'static,
    {
        if self.is_closing() { Err(EngineError::BUSY) } else { self.ask_inside(directory, key, repeatable, make).await }
    }

    /// As [`ask`](Self::ask), for requests that were let in before: they go on while the node is stopping.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub(crate) async fn ask_inside<A, M, T>(
        self: &Arc<Self>,
        directory: &Directory<A>,
        key: A::Key,
        repeatable: bool,
        make: impl Fn(ReplyTo<T>) -> M,
    ) -> Result<T, EngineError>
    where
        A: Tenant + Handler<M>,
        M: Message<Result = ()> + Send + 'static,
    {
        let mut in_doubt = false;
        for _ in 0..2 {
            let (reply, waiting) = ReplyTo::pair();
            let result = match directory.send(self, key, make(reply)) {
                Err(undelivered) => Err(undelivered.error),
                Ok(()) => match waiting.await {
                    Ok(Outcome::Answered(result)) => result,
                    Ok(Outcome::Lost { begun: true }) if !repeatable => return Err(cut_off()),
                    lost => {
                        tracing::warn!("a request was lost with its actor; trying again");
                        in_doubt |= matches!(lost, Ok(Outcome::Lost { begun: true }));
                        continue;
                    }
                },
            };
            return match result {
                // It says that nothing was changed, but knows nothing of the first try.
                Err(EngineError::Busy { .. } | EngineError::Refused(_)) if in_doubt => Err(cut_off()),
                result => result,
            };
        }
        Err(EngineError::Unavailable("the request was lost twice".to_owned()))
    }

    /// Carries work out on an engine thread: it goes on to its end even when the caller goes away.
    ///
    /// # Errors
    /// Whatever the work answers; `Unavailable` when it fell.
    pub(crate) async fn carry_out<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, EngineError>> + Send + 'static,
    ) -> Result<T, EngineError> {
        let (reply, waiting) = ReplyTo::pair();
        if let Some(arbiter) = self.arbiters.first() {
            arbiter.spawn(async move { reply.answer(work.await) }.instrument(Span::current()));
        }
        match waiting.await {
            Ok(Outcome::Answered(result)) => result,
            _ => Err(cut_off()),
        }
    }

    /// Submits a command to the journal, in bounded time.
    ///
    /// # Errors
    /// As the journal answers; `Unavailable` when it is late: the outcome is unknown then.
    pub(crate) async fn submit(&self, submission: impl Into<Submission>) -> Result<Reply, EngineError> {
        match timeout(self.config.port_timeout, self.ports.journal.submit(submission.into())).await {
            Ok(result) => result.map_err(EngineError::from),
            Err(_) => Err(EngineError::late("the journal")),
        }
    }

    /// Submits a plain edit.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub(crate) async fn edit(&self, edit: impasto_domain::edit::Edit) -> Result<Reply, EngineError> {
        self.submit(Command::Edit(Box::new(edit))).await
    }

    /// Awaits a read in bounded time.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) async fn read<T, E: Into<EngineError>>(
        &self,
        read: impl Future<Output = Result<T, E>>,
    ) -> Result<T, EngineError> {
        let _under_way = self.reads.token();
        if self.reads.is_closed() {
            return Err(EngineError::BUSY);
        }
        match timeout(self.config.port_timeout, read).await {
            Ok(result) => result.map_err(Into::into),
            Err(_) => Err(EngineError::late("the store")),
        }
    }

    /// A whole order.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) async fn order(&self, order_id: OrderId) -> Result<Option<Order>, EngineError> {
        self.read(self.ports.reads.order(order_id)).await
    }

    pub(crate) fn provider(&self, name: &str) -> Option<&Arc<dyn PaymentProvider>> {
        self.providers.get(name)
    }

    /// The wall clock, for what is dated by it.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.ports.clock.now()
    }

    /// Until when a customer who starts to wait now waits for the provider's word.
    pub(crate) fn provider_deadline(&self) -> Instant {
        Instant::now() + self.config.provider_timeout
    }

    /// 64 random bits: SplitMix64 (Steele, Lea, Flood, 2014) from the start's seed.
    pub(crate) fn random(&self) -> u64 {
        const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
        let state = self.random.fetch_add(GOLDEN, Ordering::Relaxed).wrapping_add(GOLDEN);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A fresh lease, from when the journal gives it.
    pub(crate) fn lease(&self) -> LeaseTerm {
        let lasts_ms = u32::try_from(self.config.lease.as_millis()).unwrap_or(u32::MAX);
        LeaseTerm { token: Mint::new(self.now(), self.random()).mint(), lasts_ms }
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    /// As if its power had gone: what stands is not replaced any more, and falls when it next wakes up.
    #[cfg(test)]
    pub(crate) fn die(&self) {
        self.closing.store(true, Ordering::Release);
        self.faults.plan_everywhere();
    }

    /// A reply of a kind that does not fit its command: a fault of the journal, told but not trusted.
    pub(crate) fn odd_reply(to: &str, reply: &Reply) -> EngineError {
        tracing::error!(?reply, "the journal answered oddly to: {to}");
        EngineError::Unavailable(format!("the journal answered oddly to: {to}"))
    }

    /// Starts the actors that nobody asks for, and sees to it that they are replaced when they fall.
    pub(crate) fn keep_standing_actors(self: &Arc<Self>) {
        let weak = Arc::downgrade(self);
        let Some(arbiter) = self.arbiters.first() else { return };
        arbiter.spawn(async move {
            while let Some(node) = weak.upgrade() {
                if node.is_closing() {
                    return;
                }
                node.checkout_supervisor.ensure(&node, ());
                node.invoices.ensure(&node, ());
                if node.ports.mail.is_some() {
                    node.notifications.ensure(&node, ());
                }
                node.presence.ensure(&node, ());
                node.sweeper.ensure(&node, ());
                drop(node);
                tokio::time::sleep(KEEP_EVERY).await;
            }
        });
    }

    /// Takes no more requests, and waits until those under way are done, up to the configured time.
    pub(crate) async fn close(&self) {
        self.closing.store(true, Ordering::Release);
        let until = Instant::now() + self.config.drain;
        let busy = || self.sessions.depth().1 + self.inventories.depth().1 + self.checkouts.depth().0 > 0;
        while busy() && Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if busy() {
            tracing::warn!(
                checkouts = self.checkouts.depth().0,
                "stopping with work under way; its jobs go on elsewhere"
            );
        }
        // A connection can be given back to its pool only while its thread has a runtime.
        self.reads.close();
        if timeout(self.config.port_timeout, self.reads.wait()).await.is_err() {
            tracing::warn!(reads = self.reads.len(), "stopping with reads under way");
        }
    }

    pub(crate) fn depths(&self) -> Depths {
        let (sessions, sessions_waiting) = self.sessions.depth();
        let (inventories, inventories_waiting) = self.inventories.depth();
        let (checkouts, checkouts_waiting) = self.checkouts.depth();
        Depths {
            sessions,
            inventories,
            checkouts,
            waiting: sessions_waiting + inventories_waiting + checkouts_waiting + self.invoices.depth().1,
            money_jobs: self.gauges.money_jobs.taken() + self.gauges.drives.taken(),
            renders: self.gauges.renders.load(Ordering::Relaxed),
            mails: self.gauges.mails.load(Ordering::Relaxed),
            connections: self.gauges.connections.load(Ordering::Relaxed),
            budgeted_works: self.budgets.works(),
        }
    }
}

/// A request was lost after the store may have been reached.
fn cut_off() -> EngineError {
    EngineError::Unavailable("the request was cut off; its outcome is unknown".to_owned())
}

/// A span of time for a calendar; spans too long for it are cut to about 300 000 years.
pub(crate) fn span(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

/// The span from one time to another; nothing when it is past.
pub(crate) fn until(from: DateTime<Utc>, to: DateTime<Utc>) -> Duration {
    (to - from).to_std().unwrap_or(Duration::ZERO)
}
