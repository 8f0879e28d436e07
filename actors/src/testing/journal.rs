//! A journal and its reads in memory: one command at a time through the real `decide`, with jobs, leases and stored
//! answers. It can be slow, busy, away before or after it has decided, or hold requests back until they are let go.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use impasto_domain::cart::CartState;
use impasto_domain::certificate::WorkFacts;
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::decide::{Outcome, decide, reply};
use impasto_domain::edit::Edit;
use impasto_domain::edition::Stock;
use impasto_domain::event::{Committed, Event};
use impasto_domain::ids::{DocumentId, EditionId, LaneId, Mint, OrderId, PaymentId};
use impasto_domain::money::Money;
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;
use impasto_domain::ports::{Clock, Document, Journal, JournalError, Paper, PortFuture, ReadError, Reads};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::settings::HouseRules;
use impasto_domain::state::{Changes, State};
use tokio::sync::Notify;
use uuid::Uuid;

use super::audit::Audit;
use super::doubles::{TestClock, take_one};
use super::jobs::{JobRow, Jobs};
use super::{house, invariants};
use crate::engine::Engine;

/// What goes wrong with a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// The queue is full.
    Busy,
    /// The database is away before anything is done.
    Before,
    /// It is done, and the answer is lost.
    After,
    /// It is never answered, and nothing is done.
    Never,
}

/// The store of a test house.
pub(crate) struct MemoryJournal {
    clock: Arc<TestClock>,
    inner: Mutex<Inner>,
    observers: Mutex<Vec<Observer>>,
    let_go: Notify,
    pub(crate) cart_reads: AtomicU32,
    /// So many reads fail from now on.
    pub(crate) failing_reads: AtomicU32,
    /// How long the next submissions take, the last first; then each takes a moment.
    pub(crate) latencies: Mutex<Vec<Duration>>,
}

/// Somebody who is told of commits, and of the node each comes from.
type Observer = Box<dyn Fn(Option<u32>, &[Committed]) + Send + Sync>;

struct Inner {
    state: State,
    jobs: Jobs,
    audit: Audit,
    answers: HashMap<(Uuid, String, String), ([u8; 32], Reply)>,
    documents: HashMap<DocumentId, Document>,
    mint: Mint,
    seq: i64,
    submitted: Vec<&'static str>,
    by_kind: HashMap<&'static str, Vec<Mishap>>,
    by_number: HashMap<usize, Mishap>,
    held_back: HashSet<&'static str>,
    held_owners: HashSet<Owner>,
    forgetful: bool,
}

/// How long a commit takes.
const MOMENT: Duration = Duration::from_micros(200);

impl MemoryJournal {
    pub(crate) fn new(clock: Arc<TestClock>) -> Self {
        let mint = Mint::new(clock.now(), 7);
        let state = house::state();
        let inner = Inner {
            audit: Audit::new(&state),
            state,
            jobs: Jobs::default(),
            answers: HashMap::new(),
            documents: HashMap::new(),
            mint,
            seq: 0,
            submitted: Vec::new(),
            by_kind: HashMap::new(),
            by_number: HashMap::new(),
            held_back: HashSet::new(),
            held_owners: HashSet::new(),
            forgetful: false,
        };
        Self {
            clock,
            inner: Mutex::new(inner),
            observers: Mutex::default(),
            let_go: Notify::new(),
            cart_reads: AtomicU32::new(0),
            failing_reads: AtomicU32::new(0),
            latencies: Mutex::default(),
        }
    }

    /// From now on an engine is told of every commit.
    pub(crate) fn tell(&self, engine: &Engine) {
        let engine = engine.clone();
        self.tell_to(move |_, committed| engine.observe(committed));
    }

    /// From now on somebody is told of every commit, before it is answered.
    pub(crate) fn tell_to(&self, observer: impl Fn(Option<u32>, &[Committed]) + Send + Sync + 'static) {
        self.observers.lock().unwrap().push(Box::new(observer));
    }

    /// No engine is told of commits until somebody is.
    pub(crate) fn tell_nobody(&self) {
        self.observers.lock().unwrap().clear();
    }

    /// The next submissions of a kind go wrong, in order.
    pub(crate) fn plan(&self, kind: &'static str, mishaps: &[Mishap]) {
        self.inner.lock().unwrap().by_kind.insert(kind, mishaps.iter().rev().copied().collect());
    }

    /// Nothing that was planned goes wrong any more.
    pub(crate) fn plan_none(&self) {
        let mut inner = self.inner.lock().unwrap();
        inner.by_kind.clear();
        inner.by_number.clear();
    }

    /// The submission of that number (0 is the first of all) goes wrong; edits are not counted.
    pub(crate) fn plan_nth(&self, number: usize, mishap: Mishap) {
        self.inner.lock().unwrap().by_number.insert(number, mishap);
    }

    /// Submissions of a kind wait until [`let_go`](Self::let_all_go).
    pub(crate) fn hold_back(&self, kind: &'static str) {
        self.inner.lock().unwrap().held_back.insert(kind);
    }

    /// Submissions of an owner wait until [`let_go`](Self::let_all_go).
    pub(crate) fn hold_back_owner(&self, owner: Owner) {
        self.inner.lock().unwrap().held_owners.insert(owner);
    }

    pub(crate) fn let_all_go(&self) {
        let mut inner = self.inner.lock().unwrap();
        inner.held_back.clear();
        inner.held_owners.clear();
        self.let_go.notify_waiters();
    }

    /// How often a kind was submitted.
    pub(crate) fn count(&self, kind: &str) -> usize {
        self.inner.lock().unwrap().submitted.iter().filter(|known| **known == kind).count()
    }

    /// How often anything but an edit was submitted.
    pub(crate) fn submissions(&self) -> usize {
        self.inner.lock().unwrap().submitted.len()
    }

    pub(crate) fn stock_of(&self, edition_id: EditionId) -> Stock {
        self.inner.lock().unwrap().state.editions[&edition_id].stock.clone()
    }

    pub(crate) fn cart_of(&self, owner: Owner) -> CartState {
        self.inner.lock().unwrap().state.cart_state(owner)
    }

    pub(crate) fn orders(&self) -> Vec<Order> {
        self.inner.lock().unwrap().state.orders.values().cloned().collect()
    }

    pub(crate) fn jobs(&self) -> Vec<JobRow> {
        self.inner.lock().unwrap().jobs.rows().to_vec()
    }

    pub(crate) fn open_jobs(&self, kind: &str) -> Vec<JobRow> {
        self.jobs().into_iter().filter(|row| !row.done && row.job.task.kind() == kind).collect()
    }

    /// Decides at once, as another node would, with nothing going wrong.
    pub(crate) fn elsewhere(&self, command: Command) -> Result<Reply, Refusal> {
        match self.carry_out(None, command.into()) {
            Ok(reply) => Ok(reply),
            Err(JournalError::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{other}"),
        }
    }

    /// Every invariant of the house.
    pub(crate) fn check(&self) {
        self.verdict().unwrap();
    }

    /// What is wrong in the house, if anything is.
    ///
    /// # Errors
    /// What does not hold.
    pub(crate) fn verdict(&self) -> Result<(), String> {
        let inner = self.inner.lock().unwrap();
        invariants::check(&inner.state, &inner.jobs, &inner.audit)
    }

    /// Looks at what is stored.
    pub(crate) fn peek<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.inner.lock().unwrap().state)
    }

    /// Changes what is stored, before anybody has seen it.
    pub(crate) fn furnish(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.inner.lock().unwrap().state);
    }

    /// Looks at all that has been.
    pub(crate) fn audit<T>(&self, look: impl FnOnce(&Audit) -> T) -> T {
        look(&self.inner.lock().unwrap().audit)
    }

    /// Whether a request with this key was carried out.
    pub(crate) fn knows(&self, key: &IdempotencyKey) -> bool {
        self.inner.lock().unwrap().stored(key).is_some()
    }

    /// From now on every key is forgotten as soon as its request is answered: a fault to be found.
    pub(crate) fn forget_keys(&self) {
        self.inner.lock().unwrap().forgetful = true;
    }

    /// Submits a command of a node that has a number.
    pub(crate) fn submit_from(
        &self,
        from: Option<u32>,
        submission: Submission,
    ) -> PortFuture<'_, Result<Reply, JournalError>> {
        Box::pin(async move {
            let mishap = self.mishap(&submission.command);
            let latency = self.latencies.lock().unwrap().pop().unwrap_or(MOMENT);
            tokio::time::sleep(latency).await;
            loop {
                let released = self.let_go.notified();
                if !self.is_held_back(&submission.command) {
                    break;
                }
                released.await;
            }
            match mishap {
                None => self.carry_out(from, submission),
                Some(Mishap::Busy) => Err(JournalError::Busy),
                Some(Mishap::Before) => Err(JournalError::Unavailable("planned: before".into())),
                Some(Mishap::Never) => std::future::pending().await,
                Some(Mishap::After) => {
                    self.carry_out(from, submission)?;
                    Err(JournalError::Unavailable("planned: after".into()))
                }
            }
        })
    }

    fn mishap(&self, command: &Command) -> Option<Mishap> {
        let mut inner = self.inner.lock().unwrap();
        if matches!(command, Command::Edit(_)) {
            return inner.by_kind.get_mut("Edit").and_then(Vec::pop);
        }
        let kind = kind_of(command);
        let number = inner.submitted.len();
        inner.submitted.push(kind);
        let planned = inner.by_number.remove(&number);
        planned.or_else(|| inner.by_kind.get_mut(kind).and_then(Vec::pop))
    }

    fn is_held_back(&self, command: &Command) -> bool {
        let inner = self.inner.lock().unwrap();
        inner.held_back.contains(kind_of(command)) || command.owners().iter().any(|o| inner.held_owners.contains(o))
    }

    fn carry_out(&self, from: Option<u32>, submission: Submission) -> Result<Reply, JournalError> {
        let now = self.clock.now();
        let mut inner = self.inner.lock().unwrap();
        if let Some(stored) = submission.idempotency.as_ref().and_then(|key| inner.stored(key)) {
            return Ok(stored?);
        }
        let answer = match &submission.command {
            Command::Edit(edit) => inner.edit(edit, now),
            command => inner.decide(command, now)?,
        };
        let events = std::mem::take(&mut inner.state.appended.events);
        let committed: Vec<Committed> = events
            .into_iter()
            .map(|event| {
                inner.seq += 1;
                Committed { lane: LaneId(Uuid::from_u128(1)), seq: inner.seq, at: now, event }
            })
            .collect();
        if let Some(key) = submission.idempotency.filter(|_| !inner.forgetful) {
            let place = (key.owner_id, key.route, key.key);
            inner.answers.insert(place, (key.body_hash, answer.clone()));
        }
        drop(inner);
        for tell in self.observers.lock().unwrap().iter() {
            tell(from, &committed);
        }
        Ok(answer)
    }

    fn read<T>(&self, read: impl FnOnce(&Inner) -> T) -> Result<T, ReadError> {
        if take_one(&self.failing_reads) {
            return Err(ReadError("planned".into()));
        }
        Ok(read(&self.inner.lock().unwrap()))
    }
}

impl Inner {
    /// The kept answer of an earlier request; one about an order tells the order as it is by now, as the store's does.
    fn stored(&self, key: &IdempotencyKey) -> Option<Result<Reply, Refusal>> {
        let (hash, reply) = self.answers.get(&(key.owner_id, key.route.clone(), key.key.clone()))?;
        if *hash != key.body_hash {
            return Some(Err(Refusal::IdempotencyMismatch));
        }
        let mut reply = reply.clone().as_repeated();
        if let Reply::Order { order, .. } = &mut reply {
            **order = self.state.orders[&order.head.id].clone();
        }
        Some(Ok(reply))
    }

    fn decide(&mut self, command: &Command, now: DateTime<Utc>) -> Result<Reply, Refusal> {
        let Outcome { changes, answer } = decide(&self.state, command, now, &mut self.mint)?;
        let before: HashMap<EditionId, Stock> =
            changes.stocks.iter().map(|s| (s.edition_id, self.state.editions[&s.edition_id].stock.clone())).collect();
        let touched = changes.clone();
        self.audit.before(&self.state, command, &touched, now);
        self.state.apply(changes);
        self.audit.after(&self.state, &touched);
        self.jobs.keep(&touched);
        for document in &touched.new_documents {
            if let Ok(paper) = Paper::of(document.row.kind, document.data.clone()) {
                let kept = Document { order_id: document.row.order_id, paper, content_hash: None };
                self.documents.insert(document.row.id, kept);
            }
        }
        if let Command::DocumentRendered { document_id, content_hash, .. } = command
            && let Some(document) = self.documents.get_mut(document_id)
        {
            document.content_hash = Some(content_hash.clone());
        }
        self.tell_of(&touched, &before);
        Ok(reply(&self.state, answer, now))
    }

    /// The events of stock and carts, as the journal makes them once a batch.
    fn tell_of(&mut self, changes: &Changes, before: &HashMap<EditionId, Stock>) {
        for stock in &changes.stocks {
            let stock = self.state.stock_told(stock.edition_id).unwrap();
            let head = &self.state.artworks[&stock.artwork_id];
            let event = Event::StockChanged {
                seller_id: head.seller_id,
                artwork_version: head.version,
                held_delta: stock.held - before[&stock.edition_id].held,
                newly_held: (stock.held - before[&stock.edition_id].held).max(0),
                sold_delta: stock.sold - before[&stock.edition_id].sold,
                stock,
            };
            self.state.appended.events.push(event);
        }
        for cart in &changes.carts {
            let lapsed = changes.lapsed.iter().filter(|(owner, _)| *owner == cart.owner).map(|(_, line)| *line);
            let event = Event::CartChanged { owner: cart.owner, version: cart.version, lapsed: lapsed.collect() };
            self.state.appended.events.push(event);
        }
    }

    fn edit(&mut self, edit: &Edit, now: DateTime<Utc>) -> Reply {
        if let Some(reply) = self.jobs.edit(edit, now) {
            return reply;
        }
        match edit {
            Edit::EditArtwork { prices, .. } => self.reprice(prices),
            Edit::PutSetting { key, value, .. } if key == "sales_paused" => {
                let sales_paused = value.as_bool().unwrap();
                self.state.rules = Arc::new(HouseRules { sales_paused, ..(*self.state.rules).clone() });
            }
            other => panic!("nobody here makes such an edit: {other:?}"),
        }
        Reply::Done
    }

    /// New prices touch no live hold.
    fn reprice(&mut self, prices: &[(EditionId, Money)]) {
        for (id, price) in prices {
            let entry = self.state.editions.get_mut(id).unwrap();
            entry.edition.price = *price;
            self.state.artworks.get_mut(&entry.edition.artwork_id).unwrap().version += 1;
        }
    }
}

fn kind_of(command: &Command) -> &'static str {
    match command {
        Command::PlaceHold { .. } => "PlaceHold",
        Command::PickCopies { .. } => "PickCopies",
        Command::SetQuantity { .. } => "SetQuantity",
        Command::Rehold { .. } => "Rehold",
        Command::ExtendHold { .. } => "ExtendHold",
        Command::ReleaseHold { .. } => "ReleaseHold",
        Command::ExpireHolds { .. } => "ExpireHolds",
        Command::MergeCart { .. } => "MergeCart",
        Command::PlaceOrder(_) => "PlaceOrder",
        Command::StartPayment { .. } => "StartPayment",
        Command::HoldPayment { .. } => "HoldPayment",
        Command::SettlePayment { .. } => "SettlePayment",
        Command::FailPayment { .. } => "FailPayment",
        Command::OpenDispute { .. } => "OpenDispute",
        Command::CloseDispute { .. } => "CloseDispute",
        Command::CancelOrder { .. } => "CancelOrder",
        Command::RefundPaid { .. } => "RefundPaid",
        Command::RefundOrder { .. } => "RefundOrder",
        Command::Ship { .. } => "Ship",
        Command::Deliver { .. } => "Deliver",
        Command::TrackParcel { .. } => "TrackParcel",
        Command::CompleteOrder { .. } => "CompleteOrder",
        Command::AnnounceReturn { .. } => "AnnounceReturn",
        Command::AnswerReturn { .. } => "AnswerReturn",
        Command::AddReturnPhoto { .. } => "AddReturnPhoto",
        Command::ForgetReturnPhotos { .. } => "ForgetReturnPhotos",
        Command::Adjust { .. } => "Adjust",
        Command::MoveArtwork { .. } => "MoveArtwork",
        Command::DocumentRendered { .. } => "DocumentRendered",
        Command::Edit(_) => "Edit",
    }
}

impl Journal for MemoryJournal {
    fn submit(&self, submission: Submission) -> PortFuture<'_, Result<Reply, JournalError>> {
        self.submit_from(None, submission)
    }
}

impl Reads for MemoryJournal {
    fn cart(&self, owner: Owner) -> PortFuture<'_, Result<CartState, ReadError>> {
        Box::pin(async move {
            self.cart_reads.fetch_add(1, Ordering::SeqCst);
            self.read(|inner| inner.state.cart_state(owner))
        })
    }

    fn stock(&self, edition_id: EditionId) -> PortFuture<'_, Result<Option<Stock>, ReadError>> {
        Box::pin(async move { self.read(|inner| inner.state.stock_told(edition_id)) })
    }

    fn order(&self, order_id: OrderId) -> PortFuture<'_, Result<Option<Order>, ReadError>> {
        Box::pin(async move { self.read(|inner| inner.state.orders.get(&order_id).cloned()) })
    }

    fn order_of_payment(&self, payment_id: PaymentId) -> PortFuture<'_, Result<Option<Order>, ReadError>> {
        Box::pin(async move {
            let has = |order: &&Order| order.payments.iter().any(|payment| payment.id == payment_id);
            self.read(|inner| inner.state.orders.values().find(has).cloned())
        })
    }

    fn due_editions(&self, limit: u32) -> PortFuture<'_, Result<Vec<EditionId>, ReadError>> {
        Box::pin(async move {
            let now = self.clock.now();
            self.read(|inner| {
                let due = inner.state.holds.values().filter(|hold| hold.expires_at <= now).map(|hold| hold.edition_id);
                let distinct: BTreeSet<EditionId> = due.collect();
                distinct.into_iter().take(limit as usize).collect()
            })
        })
    }

    fn orders_to_complete(&self, limit: u32) -> PortFuture<'_, Result<Vec<OrderId>, ReadError>> {
        Box::pin(async move {
            let now = self.clock.now();
            self.read(|inner| {
                let days = inner.state.rules.withdrawal_days;
                let due = inner.state.orders.values().filter(|order| order.may_complete(days, now));
                due.map(|order| order.head.id).take(limit as usize).collect()
            })
        })
    }

    fn photos_to_forget(
        &self,
        limit: u32,
    ) -> PortFuture<'_, Result<Vec<(OrderId, impasto_domain::ids::ReturnId)>, ReadError>> {
        Box::pin(async move {
            self.read(|inner| {
                let all = inner.state.orders.values().flat_map(|order| order.returns.iter());
                let kept = all.filter(|back| !back.photos.is_empty() && !back.status.is_open());
                kept.map(|back| (back.order_id, back.id)).take(limit as usize).collect()
            })
        })
    }

    fn paper_of(&self, id: DocumentId) -> PortFuture<'_, Result<Option<Document>, ReadError>> {
        Box::pin(async move { self.read(|inner| inner.documents.get(&id).cloned()) })
    }

    /// It keeps editions and no words of works: nothing is certified here.
    fn works_of(&self, _: OrderId) -> PortFuture<'_, Result<Vec<WorkFacts>, ReadError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}
