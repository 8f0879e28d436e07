//! A run: one seed, so many steps, and the end, when everything must come to rest.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::time::Duration;

use impasto_domain::artwork::ArtworkMove;
use impasto_domain::command::StockChange;
use impasto_domain::order::OrderPaymentStatus;
use tokio::time::Instant;

use super::bank::Bank;
use super::books::{Books, email};
use super::buyers::Buyers;
use super::crowd::Crowd;
use super::deed::Deed;
use super::dice::Dice;
use super::nodes::Nodes;
use super::panics::Watch;
use super::requests::{Call, Heard, Requests};
use super::trace::Trace;
use super::{checkers, faults, staff};
use crate::budget::ClientKey;
use crate::handles::CheckoutRequest;
use crate::testing::{LIMITED_25, MemoryJournal, OPEN, Parts, edition, ensure, key, request, visitor};

/// What is to be run.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) seed: u64,
    pub(super) steps: usize,
    /// Breaks the house before anything begins, to see it found.
    pub(super) flaw: Option<fn(&MemoryJournal)>,
}

/// What did not hold.
#[derive(Debug)]
pub(super) struct Failure {
    plan: (u64, usize),
    complaint: String,
    trace: Trace,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ((seed, steps), at) = (self.plan, self.trace.step);
        writeln!(f, "the simulation failed with seed {seed} at step {at} of {steps}:\n{}", self.complaint)?;
        writeln!(f, "What led to it:\n{}", self.trace.last())?;
        write!(f, "IMPASTO_SIMULATION_SEED={seed} IMPASTO_SIMULATION_STEPS={steps} runs just this again.")
    }
}

/// Runs a plan in a time of its own.
///
/// # Errors
/// What did not hold.
pub(super) fn run(plan: Plan) -> Result<Trace, Box<Failure>> {
    let trace = Rc::new(RefCell::new(Trace::default()));
    let watch = Watch::begin();
    // The clock stands still from the first moment on: where a timer falls in a millisecond must not depend on when it
    // was stopped.
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let life = || {
        let life = async { House::open(plan, &trace, &watch).live().await };
        actix::System::with_tokio_rt(runtime).block_on(life)
    };
    let complaint = match catch_unwind(AssertUnwindSafe(life)) {
        Ok(Ok(())) => None,
        Ok(Err(complaint)) => Some(complaint),
        Err(_) => Some(watch.verdict().err().unwrap_or_else(|| "a checker fell".to_owned())),
    };
    let trace = trace.borrow().clone();
    match complaint {
        None => Ok(trace),
        Some(complaint) => Err(Box::new(Failure { plan: (plan.seed, plan.steps), complaint, trace })),
    }
}

/// What happens in a step.
#[derive(Clone, Copy)]
enum Act {
    Buy,
    Crush,
    HandOver,
    Staff,
    Authorise,
    Decide,
    SendAgain,
    Crowd,
    Fault,
    Kill,
    Stop,
    Start,
    HangUp,
}

const ACTS: [(u64, Act); 13] = [
    (100, Act::Buy),
    (12, Act::Crush),
    (6, Act::HandOver),
    (16, Act::Staff),
    (6, Act::Authorise),
    (6, Act::Decide),
    (5, Act::SendAgain),
    (8, Act::Crowd),
    (24, Act::Fault),
    (3, Act::Kill),
    (1, Act::Stop),
    (10, Act::Start),
    (4, Act::HangUp),
];

/// A house with everybody in it.
struct House<'r> {
    plan: Plan,
    trace: &'r RefCell<Trace>,
    watch: &'r Watch,
    dice: Dice,
    parts: Parts,
    nodes: Nodes,
    requests: Requests,
    books: Books,
    buyers: Buyers,
    bank: Bank,
    crowd: Crowd,
    /// What is asked for in the next step.
    soon: Vec<Call>,
}

impl<'r> House<'r> {
    fn open(plan: Plan, trace: &'r RefCell<Trace>, watch: &'r Watch) -> Self {
        let mut dice = Dice::new(plan.seed);
        let parts = Parts::new();
        parts.journal.furnish(|state| {
            let print = state.editions.get_mut(&edition(LIMITED_25)).unwrap();
            print.edition.max_per_customer = dice.percent(50).then_some(6);
        });
        if let Some(flaw) = plan.flaw {
            flaw(&parts.journal);
        }
        Self {
            plan,
            trace,
            watch,
            nodes: Nodes::new(&parts, dice.other()),
            dice,
            requests: Requests::new(&parts),
            books: Books::default(),
            buyers: Buyers::new(&parts),
            bank: Bank::new(&parts),
            crowd: Crowd::default(),
            soon: Vec::new(),
            parts,
        }
    }

    async fn live(mut self) -> Result<(), String> {
        for step in 1..=self.plan.steps {
            self.trace.borrow_mut().step = step;
            self.act()?;
            self.wait().await;
            self.look()?;
        }
        self.end().await?;
        self.parts.journal.tell_nobody();
        Ok(())
    }

    fn note(&self, line: impl std::fmt::Display) {
        let passed = self.parts.clock.passed().as_millis();
        self.trace.borrow_mut().note(format_args!("{passed:>9} ms  {line}"));
    }

    fn act(&mut self) -> Result<(), String> {
        if !self.soon.is_empty() {
            std::mem::take(&mut self.soon).into_iter().for_each(|call| self.make(call));
            return Ok(());
        }
        let dice = &mut self.dice;
        match dice.weigh(&ACTS) {
            Act::Buy => {
                if let Some(call) = self.buyers.next(dice) {
                    self.make(call);
                }
            }
            // The same at once from several tabs, on whatever nodes.
            Act::Crush => {
                let call =
                    self.buyers.next(dice).filter(|call| call.key.is_some() || matches!(call.deed, Deed::Look { .. }));
                let times = dice.between(2, 5);
                if let Some(call) = call {
                    (0..times).for_each(|_| self.make(call.clone()));
                }
            }
            Act::HandOver => {
                if let Some((dropped, wanted)) = self.buyers.hand_over(dice) {
                    self.make(dropped);
                    self.soon = wanted;
                }
            }
            Act::Staff => {
                if let Some(call) = staff::next(dice, &self.parts, &mut self.buyers) {
                    self.make(call);
                }
            }
            Act::Authorise => {
                let deed = self.bank.authorise(dice);
                self.make_deed(deed);
            }
            Act::Decide => {
                let deed = self.bank.decide(dice);
                self.make_deed(deed);
            }
            Act::SendAgain => {
                let deed = self.bank.send_again(dice);
                self.make_deed(deed);
            }
            Act::Crowd => {
                let told = self.crowd.moves(dice, &self.nodes);
                told.into_iter().for_each(|told| self.note(told));
            }
            Act::Fault => {
                let told = faults::next(dice, &self.parts, &self.nodes);
                told.into_iter().for_each(|told| self.note(told));
            }
            Act::Kill if !self.nodes.live.is_empty() => {
                let place = dice.below(self.nodes.live.len());
                let number = self.nodes.kill(place);
                self.note(format_args!("node {number} is killed"));
                self.lose(number)?;
            }
            Act::Stop if !self.nodes.live.is_empty() => {
                let place = dice.below(self.nodes.live.len());
                let number = self.nodes.stop(place);
                self.note(format_args!("node {number} is to stop"));
            }
            Act::Start => {
                let started = self.nodes.start();
                started.into_iter().for_each(|number| self.note(format_args!("node {number} starts")));
            }
            Act::HangUp => {
                let whose = self.requests.any_step(dice);
                let gone = self.requests.hang_up(|step, _| Some(step) == whose);
                gone.iter().try_for_each(|heard| self.hear(heard))?;
            }
            Act::Kill | Act::Stop => {}
        }
        Ok(())
    }

    fn make_deed(&mut self, deed: Option<Deed>) {
        if let Some(deed) = deed {
            self.make(Call { deed, key: None });
        }
    }

    /// Makes a request of any node.
    fn make(&mut self, call: Call) {
        if !self.books.may_be_asked(&call) {
            return;
        }
        if let Some(node) = self.nodes.any(&mut self.dice) {
            let key = call.key.as_ref().map(|key| key.key.as_str()).unwrap_or("no key");
            self.note(format_args!("{} ({key}) on node {}", call.deed, node.number));
            let repeats = self.books.asked(&call);
            let step = self.trace.borrow().step;
            self.requests.make(step, node, call, repeats);
        }
    }

    /// A node is gone: who waited for it learns nothing.
    fn lose(&mut self, number: u32) -> Result<(), String> {
        self.crowd.lost(number);
        let gone = self.requests.hang_up(|_, node| node == number);
        gone.iter().try_for_each(|heard| self.hear(heard))
    }

    /// Mostly moments pass between two steps, sometimes minutes, seldom more than an hour.
    async fn wait(&mut self) {
        const SPANS_MS: [(u64, (u64, u64)); 7] = [
            (300, (0, 0)),
            (250, (1, 30)),
            (200, (30, 1_000)),
            (150, (1_000, 10_000)),
            (80, (10_000, 90_000)),
            (18, (90_000, 900_000)),
            (2, (900_000, 5_400_000)),
        ];
        let (first, last) = self.dice.weigh(&SPANS_MS);
        let span = self.dice.span_ms(first, last);
        if span.is_zero() {
            tokio::task::yield_now().await;
        } else {
            tokio::time::sleep(span).await;
        }
    }

    /// Hears what there is to hear and checks what must hold.
    fn look(&mut self) -> Result<(), String> {
        for heard in self.requests.heard() {
            self.hear(&heard)?;
        }
        for notice in self.parts.live.drain() {
            self.note(format_args!("  noticed: {notice}"));
        }
        while let Some(number) = self.nodes.stopped() {
            self.note(format_args!("node {number} has stopped"));
            self.lose(number)?;
        }
        self.watch.verdict()?;
        self.requests.verdict()?;
        checkers::always(&self.parts)
    }

    fn hear(&mut self, heard: &Heard) -> Result<(), String> {
        let answer = match &heard.answer {
            Some(Ok(said)) => said.to_string(),
            Some(Err(error)) => format!("{error:?}"),
            None => "nobody waits any more".to_owned(),
        };
        self.note(format_args!("  to {} of step {}: {answer}", heard.call.deed, heard.step));
        if let (Deed::Tell { inbox, .. }, Some(Ok(_))) = (&heard.call.deed, &heard.answer) {
            self.bank.taken(inbox);
        }
        self.books.judge(heard, &self.parts.journal)
    }

    /// Nothing goes wrong any more: everything comes to rest, and then works as on the first day.
    async fn end(&mut self) -> Result<(), String> {
        self.note("nothing goes wrong any more");
        // Sometimes one node is left to finish what all have begun, with whoever of its actors has fallen before.
        if self.dice.percent(50) {
            while self.nodes.live.len() > 1 {
                let number = self.nodes.kill(1);
                self.lose(number)?;
            }
            if self.nodes.live.is_empty() {
                self.nodes.start();
            }
        } else {
            while self.nodes.start().is_some() {}
        }
        faults::end(&self.parts, &self.nodes);
        self.answered().await?;
        self.bank.close_all(&mut self.dice);
        while let Some(letter) = self.bank.untaken().into_iter().next() {
            self.make_deed(Some(letter));
            self.answered().await?;
        }
        self.pass_until(2 * DAY, "the house never came to rest", |house| checkers::unfinished(&house.parts)).await?;
        // Actors are let go, and budgets forget.
        self.pass(Duration::from_secs(1_800)).await?;
        checkers::at_rest(&self.parts, &self.nodes)?;
        self.bank.check_cases()?;
        self.check_crowd().await?;
        self.render_the_rest().await?;
        self.check_speed().await?;
        self.look()
    }

    /// Waits for every request that is under way.
    async fn answered(&mut self) -> Result<(), String> {
        let under_way = |house: &Self| {
            let waiting = house.requests.under_way();
            (waiting > 0).then(|| format!("{waiting} requests wait"))
        };
        self.pass_until(Duration::from_secs(900), "somebody was never answered", under_way).await
    }

    async fn pass(&mut self, span: Duration) -> Result<(), String> {
        tokio::time::sleep(span).await;
        self.look()
    }

    async fn pass_until(
        &mut self,
        most: Duration,
        otherwise: &str,
        waits_for: impl Fn(&Self) -> Option<String>,
    ) -> Result<(), String> {
        let began = Instant::now();
        while let Some(left) = waits_for(self) {
            ensure!(began.elapsed() < most, "{otherwise}: {left}");
            // Seldom after a while, as back-offs do.
            let pause = (began.elapsed() / 8).clamp(Duration::from_secs(1), Duration::from_secs(600));
            self.pass(pause).await?;
        }
        Ok(())
    }

    async fn check_crowd(&mut self) -> Result<(), String> {
        let there = self.crowd.summary();
        for node in &self.nodes.live {
            let told = node.engine.presence().summary().await.map_err(|error| error.to_string())?;
            ensure!(told == there, "{there:?} are there, and node {} tells of {told:?}", node.number);
        }
        Ok(())
    }

    /// Documents whose jobs were given up are still there for who asks.
    async fn render_the_rest(&mut self) -> Result<(), String> {
        let missing = |house: &Self| {
            house.parts.journal.peek(|state| {
                let documents = state.orders.values().flat_map(|order| &order.documents);
                let missing = documents.filter(|document| document.content_hash.is_none());
                missing.map(|row| Deed::Document { id: row.id, number: row.number.clone() }).collect::<Vec<_>>()
            })
        };
        for deed in missing(self) {
            self.make_deed(Some(deed));
            self.answered().await?;
        }
        let left = missing(self).len();
        ensure!(left == 0, "{left} documents cannot be rendered");
        Ok(())
    }

    /// On each node somebody buys, pays and has the invoice within a second.
    async fn check_speed(&mut self) -> Result<(), String> {
        self.make_deed(Some(staff::pause_sales(false)));
        self.make_deed(Some(Deed::Move { artwork_id: staff::work(OPEN), wanted: ArtworkMove::Resume }));
        self.make_deed(Some(Deed::Adjust { edition_id: edition(LIMITED_25), change: StockChange::Restock(1) }));
        self.answered().await?;
        for node in &self.nodes.live {
            let (owner, began) = (visitor(5_000 + u128::from(node.number)), Instant::now());
            let words = |error: crate::error::EngineError| format!("nothing can be bought: {error}");
            node.engine.cart(owner).add(edition(OPEN), 1, ClientKey::EXEMPT, None).await.map_err(words)?;
            let checkout = node.engine.checkout(owner);
            let asked = CheckoutRequest { email: email(&format!("last-{}", node.number)), ..request("tok_ok") };
            let answer = checkout.place(asked, key(owner, "last")).await.map_err(words)?;
            let status = answer.order.head.payment_status;
            ensure!(status == OrderPaymentStatus::Paid, "the last order is {status:?}");
            let id = answer.order.documents.first().map(|document| document.id).ok_or("it has no invoice")?;
            node.engine.orders().document(id).await.map_err(words)?;
            let took = began.elapsed();
            ensure!(took < Duration::from_secs(1), "node {} needs {took:?} for a purchase", node.number);
        }
        Ok(())
    }
}

const DAY: Duration = Duration::from_secs(86_400);
