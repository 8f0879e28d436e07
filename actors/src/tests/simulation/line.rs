//! The line between one node and the world: all its ports, seen through its own weather and its own clock. Cut, it
//! carries nothing any more, so that a dead engine's actors, which nobody can stop from outside, change nothing.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::cart::CartState;
use impasto_domain::certificate::WorkFacts;
use impasto_domain::command::Submission;
use impasto_domain::edition::Stock;
use impasto_domain::event::Committed;
use impasto_domain::ids::{ArtworkId, DocumentId, EditionId, LineId, OrderId, PaymentId};
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;
use impasto_domain::payment::Payment;
use impasto_domain::ports::blob::Blob;
use impasto_domain::ports::{
    CancelAnswer, Clock, ConnectionSeen, Document, Journal, JournalError, MediaArea, MediaError, MediaStore, Paper,
    PaymentProvider, PortFuture, Presence, PresenceError, PresenceSummary, ProviderAnswer, ReadError, Reads,
    RefundAnswer, RenderFailure, Renderer, Urgency,
};
use impasto_domain::reply::Reply;
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use uuid::Uuid;

use super::dice::Dice;
use super::weather::Weather;
use crate::engine::Engine;
use crate::ports::{LiveNotices, Ports};
use crate::testing::{Mishap, Parts};

/// One node's way to everything else.
pub(super) struct Line {
    number: u32,
    parts: Parts,
    cut: AtomicBool,
    pub(super) weather: Mutex<Weather>,
    /// By how much this node's clock is ahead of the database's.
    pub(super) ahead_ms: AtomicI64,
    /// How much later than its own it hears of other nodes' commits.
    pub(super) deaf_ms: AtomicI64,
    /// Commits on their way: they arrive whether or not somebody still waits for them.
    under_way: Mutex<Vec<AbortHandle>>,
    heard: Mutex<VecDeque<Vec<Committed>>>,
    news: Notify,
}

impl Line {
    pub(super) fn new(number: u32, parts: &Parts, mut dice: Dice) -> Arc<Self> {
        let deaf_ms = dice.between(0, 250) as i64;
        Arc::new(Self {
            number,
            parts: parts.clone(),
            cut: AtomicBool::new(false),
            weather: Mutex::new(Weather::new(dice)),
            ahead_ms: AtomicI64::new(0),
            deaf_ms: AtomicI64::new(deaf_ms),
            under_way: Mutex::default(),
            heard: Mutex::default(),
            news: Notify::new(),
        })
    }

    pub(super) fn ports(self: &Arc<Self>) -> Ports {
        Ports {
            journal: self.clone(),
            reads: self.clone(),
            providers: vec![self.clone()],
            media: self.clone(),
            renderer: self.clone(),
            mail: None,
            presence: self.clone(),
            holds: None,
            clock: self.clone(),
            live: self.clone(),
            seeds: self.parts.seeds.clone(),
        }
    }

    /// An engine hears of its own commits before they are answered, and of others' a little later, in their order.
    pub(super) fn listen(self: &Arc<Self>, engine: &Engine) {
        let (line, own) = (Arc::clone(self), engine.clone());
        self.parts.journal.tell_to(move |from, committed| {
            if line.cut.load(Ordering::SeqCst) || committed.is_empty() {
                return;
            }
            if from == Some(line.number) {
                own.observe(committed);
            } else {
                line.heard.lock().unwrap().push_back(committed.to_vec());
                line.news.notify_one();
            }
        });
        let (line, engine) = (Arc::clone(self), engine.clone());
        actix::spawn(async move {
            while !line.cut.load(Ordering::SeqCst) {
                line.news.notified().await;
                let later = u64::try_from(line.deaf_ms.load(Ordering::SeqCst)).unwrap_or(0);
                tokio::time::sleep(Duration::from_millis(later)).await;
                let heard: Vec<_> = line.heard.lock().unwrap().drain(..).collect();
                heard.iter().for_each(|committed| engine.observe(committed));
            }
        });
    }

    /// From now on nothing comes through. Of the commits on their way some arrive, if `some_arrive`.
    pub(super) fn cut(&self, mut some_arrive: Option<Dice>) {
        self.cut.store(true, Ordering::SeqCst);
        self.news.notify_one();
        for commit in self.under_way.lock().unwrap().drain(..) {
            if !some_arrive.as_mut().is_some_and(|dice| dice.percent(50)) {
                commit.abort();
            }
        }
    }

    /// What a call answers, unless the line is cut before.
    async fn pass<T>(&self, call: impl Future<Output = T>) -> T {
        if self.cut.load(Ordering::SeqCst) {
            return std::future::pending().await;
        }
        let answer = call.await;
        if self.cut.load(Ordering::SeqCst) {
            return std::future::pending().await;
        }
        answer
    }

    /// A read tells how things were when it was made, however long its answer takes.
    async fn read<T>(&self, read: impl Future<Output = Result<T, ReadError>>) -> Result<T, ReadError> {
        let (time, works) = self.weather.lock().unwrap().read();
        self.pass(async {
            let found = read.await;
            tokio::time::sleep(time).await;
            if works { found } else { Err(ReadError("planned".into())) }
        })
        .await
    }

    /// Sends a commit on its way.
    async fn send(&self, time: Duration, submission: Submission) -> Result<Reply, JournalError> {
        let (journal, number) = (self.parts.journal.clone(), self.number);
        let commit = tokio::spawn(async move {
            tokio::time::sleep(time).await;
            journal.submit_from(Some(number), submission).await
        });
        {
            let mut under_way = self.under_way.lock().unwrap();
            under_way.retain(|commit| !commit.is_finished());
            under_way.push(commit.abort_handle());
        }
        commit.await.unwrap_or_else(|lost| Err(JournalError::Unavailable(lost.to_string())))
    }
}

impl Journal for Line {
    fn submit(&self, submission: Submission) -> PortFuture<'_, Result<Reply, JournalError>> {
        let (time, mishap) = self.weather.lock().unwrap().commit();
        let commit = async move {
            match mishap {
                None => self.send(time, submission).await,
                Some(Mishap::After) => {
                    self.send(time, submission).await?;
                    Err(JournalError::Unavailable("planned: after".into()))
                }
                Some(wrong) => {
                    tokio::time::sleep(time).await;
                    match wrong {
                        Mishap::Busy => Err(JournalError::Busy),
                        Mishap::Never => std::future::pending().await,
                        _ => Err(JournalError::Unavailable("planned: before".into())),
                    }
                }
            }
        };
        Box::pin(self.pass(commit))
    }
}

impl Reads for Line {
    fn cart(&self, owner: Owner) -> PortFuture<'_, Result<CartState, ReadError>> {
        Box::pin(self.read(self.parts.journal.cart(owner)))
    }

    fn stock(&self, edition_id: EditionId) -> PortFuture<'_, Result<Option<Stock>, ReadError>> {
        Box::pin(self.read(self.parts.journal.stock(edition_id)))
    }

    fn order(&self, order_id: OrderId) -> PortFuture<'_, Result<Option<Order>, ReadError>> {
        Box::pin(self.read(self.parts.journal.order(order_id)))
    }

    fn order_of_payment(&self, payment_id: PaymentId) -> PortFuture<'_, Result<Option<Order>, ReadError>> {
        Box::pin(self.read(self.parts.journal.order_of_payment(payment_id)))
    }

    fn due_editions(&self, limit: u32) -> PortFuture<'_, Result<Vec<EditionId>, ReadError>> {
        Box::pin(self.read(self.parts.journal.due_editions(limit)))
    }

    fn orders_to_complete(&self, limit: u32) -> PortFuture<'_, Result<Vec<OrderId>, ReadError>> {
        Box::pin(self.read(self.parts.journal.orders_to_complete(limit)))
    }

    fn photos_to_forget(
        &self,
        limit: u32,
    ) -> PortFuture<'_, Result<Vec<(OrderId, impasto_domain::ids::ReturnId)>, ReadError>> {
        Box::pin(self.read(self.parts.journal.photos_to_forget(limit)))
    }

    fn paper_of(&self, id: DocumentId) -> PortFuture<'_, Result<Option<Document>, ReadError>> {
        Box::pin(self.read(self.parts.journal.paper_of(id)))
    }

    fn works_of(&self, order_id: OrderId) -> PortFuture<'_, Result<Vec<WorkFacts>, ReadError>> {
        Box::pin(self.read(self.parts.journal.works_of(order_id)))
    }
}

impl PaymentProvider for Line {
    fn name(&self) -> &'static str {
        self.parts.provider.name()
    }

    fn drive<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, ProviderAnswer> {
        Box::pin(self.pass(self.parts.provider.drive(payment)))
    }

    fn cancel<'a>(&'a self, payment: &'a Payment) -> PortFuture<'a, CancelAnswer> {
        Box::pin(self.pass(self.parts.provider.cancel(payment)))
    }

    fn refund<'a>(&'a self, payment: &'a Payment, amount_minor: i64, key: Uuid) -> PortFuture<'a, RefundAnswer> {
        Box::pin(self.pass(self.parts.provider.refund(payment, amount_minor, key)))
    }
}

impl MediaStore for Line {
    fn put<'a>(
        &'a self,
        area: MediaArea,
        key: &'a str,
        content_type: &'a str,
        bytes: Blob,
    ) -> PortFuture<'a, Result<(), MediaError>> {
        Box::pin(self.pass(self.parts.media.put(area, key, content_type, bytes)))
    }

    fn get<'a>(&'a self, area: MediaArea, key: &'a str) -> PortFuture<'a, Result<Option<Blob>, MediaError>> {
        Box::pin(self.pass(self.parts.media.get(area, key)))
    }

    fn delete<'a>(&'a self, area: MediaArea, key: &'a str) -> PortFuture<'a, Result<(), MediaError>> {
        Box::pin(self.pass(self.parts.media.delete(area, key)))
    }

    fn public_url(&self, key: &str) -> String {
        self.parts.media.public_url(key)
    }
}

impl Renderer for Line {
    fn render<'a>(&'a self, paper: Paper, urgency: Urgency) -> PortFuture<'a, Result<Vec<u8>, RenderFailure>> {
        Box::pin(self.pass(self.parts.renderer.render(paper, urgency)))
    }
}

impl Presence for Line {
    fn seen(&self, connection: ConnectionSeen) -> PortFuture<'_, Result<(), PresenceError>> {
        Box::pin(self.pass(self.parts.presence.seen(connection)))
    }

    fn gone(&self, connection_id: Uuid) -> PortFuture<'_, Result<(), PresenceError>> {
        Box::pin(self.pass(self.parts.presence.gone(connection_id)))
    }

    fn viewers(&self, artwork_id: ArtworkId) -> PortFuture<'_, Result<u32, PresenceError>> {
        Box::pin(self.pass(self.parts.presence.viewers(artwork_id)))
    }

    fn summary(&self) -> PortFuture<'_, Result<PresenceSummary, PresenceError>> {
        Box::pin(self.pass(self.parts.presence.summary()))
    }
}

impl Clock for Line {
    fn now(&self) -> DateTime<Utc> {
        self.parts.clock.now() + TimeDelta::milliseconds(self.ahead_ms.load(Ordering::SeqCst))
    }
}

impl LiveNotices for Line {
    fn lapsing(&self, owner: Owner, line_id: LineId, held_until: DateTime<Utc>) {
        if !self.cut.load(Ordering::SeqCst) {
            self.parts.live.lapsing(owner, line_id, held_until);
        }
    }

    fn viewers(&self, artwork_id: ArtworkId, count: u32) {
        if !self.cut.load(Ordering::SeqCst) {
            self.parts.live.viewers(artwork_id, count);
        }
    }

    fn presence_is_heard(&self) -> bool {
        self.parts.live.presence_is_heard()
    }

    fn presence(&self, summary: &PresenceSummary) {
        if !self.cut.load(Ordering::SeqCst) {
            self.parts.live.presence(summary);
        }
    }
}
