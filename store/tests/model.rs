//! The journal against a simple model: random bursts of commands, every answer and every counter foreseen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use std::collections::BTreeMap;

use chrono::DateTime;
use common::house::{self, House, Manual, visitor};
use futures_util::future::join_all;
use impasto_domain::cart::CartState;
use impasto_domain::command::{Command, StockChange, Submission};
use impasto_domain::edition::{EditionKind, Stock};
use impasto_domain::ids::{EditionId, PaymentId};
use impasto_domain::order::{Order, OrderStatus};
use impasto_domain::owner::Owner;
use impasto_domain::ports::{Journal, Reads};
use impasto_domain::reply::Reply;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const OWNERS: usize = 4;
/// Copies of the three editions; `None` is an open one.
const SIZES: [Option<i64>; 3] = [Some(1), Some(7), None];

#[derive(Debug, Clone, Copy)]
enum Deed {
    Hold {
        owner: usize,
        edition: usize,
        quantity: u32,
    },
    Set {
        owner: usize,
        edition: usize,
        quantity: u32,
    },
    Place {
        owner: usize,
    },
    Settle {
        order: usize,
    },
    Decline {
        order: usize,
        expire: bool,
    },
    Cancel {
        order: usize,
    },
    Withdraw {
        edition: usize,
        copies: u32,
    },
    Restock {
        edition: usize,
        copies: u32,
    },
    /// Ten minutes and more pass, and the sweeper comes.
    Lapse,
}

fn deed() -> impl Strategy<Value = Deed> {
    let (owner, edition, order) = (0..OWNERS, 0..SIZES.len(), 0..12_usize);
    prop_oneof![
        6 => (owner.clone(), edition.clone(), 1..4_u32).prop_map(|(owner, edition, quantity)| Deed::Hold { owner, edition, quantity }),
        2 => (owner.clone(), edition.clone(), 0..4_u32).prop_map(|(owner, edition, quantity)| Deed::Set { owner, edition, quantity }),
        4 => owner.prop_map(|owner| Deed::Place { owner }),
        4 => order.clone().prop_map(|order| Deed::Settle { order }),
        2 => (order.clone(), any::<bool>()).prop_map(|(order, expire)| Deed::Decline { order, expire }),
        1 => order.prop_map(|order| Deed::Cancel { order }),
        1 => (edition.clone(), 1..3_u32).prop_map(|(edition, copies)| Deed::Withdraw { edition, copies }),
        1 => (edition, 1..3_u32).prop_map(|(edition, copies)| Deed::Restock { edition, copies }),
        1 => Just(Deed::Lapse),
    ]
}

/// Counters of an edition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Shelf {
    counted: bool,
    available: i64,
    held: i64,
    sold: i64,
    withdrawn: i64,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    quantity: i64,
    held: i64,
    lost: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Unpaid,
    Declined,
    Paid,
    Expired,
    Cancelled,
    /// Money came and went back.
    GivenBack,
}

struct Sale {
    lines: BTreeMap<usize, i64>,
    standing: Standing,
    order: Order,
    payment: PaymentId,
}

#[derive(Default)]
struct Model {
    shelves: Vec<Shelf>,
    carts: BTreeMap<usize, BTreeMap<usize, Line>>,
    sales: Vec<Sale>,
}

impl Shelf {
    fn hold(&mut self, copies: i64) -> bool {
        if self.counted && self.available < copies {
            return false;
        }
        self.held += copies;
        if self.counted {
            self.available -= copies;
        }
        true
    }

    fn release(&mut self, copies: i64) {
        self.held -= copies;
        if self.counted {
            self.available += copies;
        }
    }

    fn matches(&self, stock: &Stock) -> bool {
        (self.available, self.held, self.sold, self.withdrawn)
            == (stock.available, stock.held, stock.sold, stock.withdrawn)
    }
}

impl Model {
    fn new() -> Self {
        let shelf =
            |size: &Option<i64>| Shelf { counted: size.is_some(), available: size.unwrap_or(0), ..Shelf::default() };
        Self { shelves: SIZES.iter().map(shelf).collect(), ..Self::default() }
    }

    fn line(&self, owner: usize, edition: usize) -> Option<Line> {
        self.carts.get(&owner).and_then(|cart| cart.get(&edition)).copied()
    }

    fn hold(&mut self, owner: usize, edition: usize, copies: i64) -> bool {
        let before = self.line(owner, edition).unwrap_or(Line { quantity: 0, held: 0, lost: false });
        let done = self.shelves[edition].hold(copies);
        if done {
            let held = before.held + copies;
            self.carts.entry(owner).or_default().insert(edition, Line { quantity: held, held, lost: false });
        }
        done
    }

    fn set(&mut self, owner: usize, edition: usize, quantity: i64) -> bool {
        let Some(line) = self.line(owner, edition) else { return false };
        if quantity > line.held {
            if !self.shelves[edition].hold(quantity - line.held) {
                return false;
            }
        } else {
            self.shelves[edition].release(line.held - quantity);
        }
        let cart = self.carts.entry(owner).or_default();
        if quantity == 0 {
            cart.remove(&edition);
        } else {
            cart.insert(edition, Line { quantity, held: quantity, lost: false });
        }
        true
    }

    fn may_place(&self, owner: usize) -> bool {
        let cart = self.carts.get(&owner);
        cart.is_some_and(|cart| !cart.is_empty() && cart.values().all(|line| !line.lost && line.held == line.quantity))
    }

    fn settle(&mut self, sale: usize) {
        let Sale { lines, standing, .. } = &mut self.sales[sale];
        match *standing {
            Standing::Unpaid | Standing::Declined => {
                for (edition, copies) in lines {
                    self.shelves[*edition].held -= *copies;
                    self.shelves[*edition].sold += *copies;
                }
                *standing = Standing::Paid;
            }
            Standing::Expired => {
                let there = lines.iter().all(|(edition, copies)| {
                    let shelf = self.shelves[*edition];
                    !shelf.counted || shelf.available >= *copies
                });
                if there {
                    for (edition, copies) in lines {
                        let shelf = &mut self.shelves[*edition];
                        shelf.sold += *copies;
                        if shelf.counted {
                            shelf.available -= *copies;
                        }
                    }
                    *standing = Standing::Paid;
                } else {
                    *standing = Standing::GivenBack;
                }
            }
            Standing::Cancelled => *standing = Standing::GivenBack,
            Standing::Paid | Standing::GivenBack => {}
        }
    }

    fn let_go(&mut self, sale: usize, standing: Standing) {
        for (edition, copies) in &self.sales[sale].lines {
            self.shelves[*edition].release(*copies);
        }
        self.sales[sale].standing = standing;
    }

    fn cancel(&mut self, sale: usize) -> bool {
        match self.sales[sale].standing {
            Standing::Unpaid | Standing::Declined => {
                self.let_go(sale, Standing::Cancelled);
                true
            }
            Standing::Paid => {
                for (edition, copies) in &self.sales[sale].lines {
                    let shelf = &mut self.shelves[*edition];
                    shelf.sold -= *copies;
                    if shelf.counted {
                        shelf.available += *copies;
                    }
                }
                // Its money is on its way back; nothing comes of it any more.
                self.sales[sale].standing = Standing::GivenBack;
                true
            }
            Standing::Expired | Standing::Cancelled | Standing::GivenBack => false,
        }
    }

    fn lapse(&mut self) {
        for cart in self.carts.values_mut() {
            for (edition, line) in cart.iter_mut().filter(|(_, line)| line.held > 0) {
                self.shelves[*edition].release(line.held);
                *line = Line { held: 0, lost: true, ..*line };
            }
        }
    }
}

/// One case: the house's works, its people and the model beside them.
struct Play<'h> {
    house: &'h House,
    clock: &'h Manual,
    editions: Vec<EditionId>,
    owners: Vec<Owner>,
    model: Model,
}

/// What a command was foreseen to do.
enum Foreseen {
    Done(bool),
    Placed(usize, bool),
}

impl Play<'_> {
    async fn cart(&self, owner: usize) -> CartState {
        self.house.store.cart(self.owners[owner]).await.unwrap()
    }

    /// Plays a burst: all its commands are queued before the first is answered. Each owner and each order acts at
    /// most once in it, since what they ask next depends on the answer.
    async fn burst(&mut self, deeds: &[Deed]) {
        let mut acted = std::collections::BTreeSet::new();
        let mut queued: Vec<(Submission, Foreseen)> = Vec::new();
        let known = self.model.sales.len();
        for deed in deeds {
            let actor = match *deed {
                Deed::Hold { owner, .. } | Deed::Set { owner, .. } | Deed::Place { owner } => (0, owner),
                Deed::Settle { order } | Deed::Decline { order, .. } | Deed::Cancel { order } => (1, order),
                Deed::Withdraw { edition, .. } | Deed::Restock { edition, .. } => (2, edition),
                Deed::Lapse => continue,
            };
            if actor.0 == 1 && actor.1 >= known || !acted.insert(actor) {
                continue;
            }
            if let Some((command, foreseen)) = self.foresee(*deed).await {
                queued.push((command.into(), foreseen));
            }
        }
        let (submissions, foreseen): (Vec<_>, Vec<_>) = queued.into_iter().unzip();
        let answers = join_all(submissions.into_iter().map(|submission| self.house.journal.submit(submission))).await;
        for (answer, foreseen) in answers.into_iter().zip(foreseen) {
            match foreseen {
                Foreseen::Done(done) => assert_eq!(answer.is_ok(), done, "{answer:?}"),
                Foreseen::Placed(owner, done) => {
                    assert_eq!(answer.is_ok(), done, "{answer:?}");
                    if let Ok(Reply::Order { order, payment_id: Some(payment), .. }) = answer {
                        let lines = self.model.carts.remove(&owner).unwrap_or_default();
                        let lines = lines.into_iter().map(|(edition, line)| (edition, line.held)).collect();
                        self.model.sales.push(Sale { lines, standing: Standing::Unpaid, order: *order, payment });
                    }
                }
            }
        }
        if deeds.iter().any(|deed| matches!(deed, Deed::Lapse)) {
            self.clock.advance(601);
            let sweeps = self
                .editions
                .iter()
                .map(|edition| self.house.journal.submit(Command::ExpireHolds { edition_id: *edition }.into()));
            for answer in join_all(sweeps).await {
                answer.unwrap();
            }
            self.model.lapse();
        }
        self.compare().await;
    }

    async fn foresee(&mut self, deed: Deed) -> Option<(Command, Foreseen)> {
        let by = self.house.admin;
        let adjust = |edition_id, change| Command::Adjust { edition_id, change, by, seller_id: None, reason: None };
        Some(match deed {
            Deed::Hold { owner, edition, quantity } => {
                let command =
                    Command::PlaceHold { owner: self.owners[owner], edition_id: self.editions[edition], quantity };
                (command, Foreseen::Done(self.model.hold(owner, edition, i64::from(quantity))))
            }
            Deed::Set { owner, edition, quantity } => {
                let edition_id = self.editions[edition];
                let line_id = self.cart(owner).await.cart.line_of(edition_id)?.id;
                let (owner_id, picked) = (self.owners[owner], Vec::new());
                let command = Command::SetQuantity { owner: owner_id, line_id, edition_id, quantity, picked };
                (command, Foreseen::Done(self.model.set(owner, edition, i64::from(quantity))))
            }
            Deed::Place { owner } => {
                let command = house::place_order(&self.cart(owner).await);
                (command, Foreseen::Placed(owner, self.model.may_place(owner)))
            }
            Deed::Settle { order } => {
                let sale = &self.model.sales[order];
                let command = house::settle(&sale.order, sale.payment, true);
                self.model.settle(order);
                (command, Foreseen::Done(true))
            }
            Deed::Decline { order, expire } => {
                let sale = &self.model.sales[order];
                let command = Command::FailPayment {
                    recheck_at: None,
                    order_id: sale.order.head.id,
                    payment_id: sale.payment,
                    decline_code: "card_declined".into(),
                    expire,
                    inbox: None,
                    editions: sale.order.lines().map(|line| line.edition_id).collect(),
                };
                match (sale.standing, expire) {
                    (Standing::Unpaid | Standing::Declined, true) => self.model.let_go(order, Standing::Expired),
                    (Standing::Unpaid, false) => self.model.sales[order].standing = Standing::Declined,
                    _ => {}
                }
                (command, Foreseen::Done(true))
            }
            Deed::Cancel { order } => {
                let sale = &self.model.sales[order];
                let command = Command::CancelOrder {
                    owner: Some(sale.order.head.owner),
                    order_id: sale.order.head.id,
                    staff: None,
                    editions: sale.order.lines().map(|line| line.edition_id).collect(),
                };
                (command, Foreseen::Done(self.model.cancel(order)))
            }
            Deed::Withdraw { edition, copies } => {
                let shelf = &mut self.model.shelves[edition];
                let done = shelf.counted && shelf.available >= i64::from(copies);
                if done {
                    shelf.available -= i64::from(copies);
                    shelf.withdrawn += i64::from(copies);
                }
                (adjust(self.editions[edition], StockChange::Withdraw(copies)), Foreseen::Done(done))
            }
            Deed::Restock { edition, copies } => {
                let shelf = &mut self.model.shelves[edition];
                let done = shelf.counted && shelf.withdrawn >= i64::from(copies);
                if done {
                    shelf.available += i64::from(copies);
                    shelf.withdrawn -= i64::from(copies);
                }
                (adjust(self.editions[edition], StockChange::Restock(copies)), Foreseen::Done(done))
            }
            Deed::Lapse => return None,
        })
    }

    async fn compare(&self) {
        for (edition, shelf) in self.editions.iter().zip(&self.model.shelves) {
            let stock = self.house.stock(*edition).await;
            assert!(shelf.matches(&stock), "foreseen {shelf:?}, found {stock:?}");
        }
        for sale in &self.model.sales {
            let order = self.house.order(sale.order.head.id).await.unwrap();
            let wanted = match sale.standing {
                Standing::Unpaid | Standing::Declined | Standing::Paid => OrderStatus::Open,
                Standing::Expired => OrderStatus::Expired,
                Standing::Cancelled => OrderStatus::Cancelled,
                // Cancelled when paid, or late money that found nothing.
                Standing::GivenBack => continue,
            };
            assert_eq!(order.head.status, wanted);
        }
    }
}

async fn play(house: &House, clock: &Manual, bursts: &[Vec<Deed>]) {
    let mut editions = Vec::new();
    for size in SIZES {
        let (kind, size) = match size {
            Some(1) => (EditionKind::Unique, 1),
            Some(size) => (EditionKind::Limited, u32::try_from(size).unwrap()),
            None => (EditionKind::Open, 0),
        };
        editions.push(house.published(kind, size, 5_000).await);
    }
    let owners = (0..OWNERS).map(|_| visitor()).collect();
    let mut play = Play { house, clock, editions, owners, model: Model::new() };
    for burst in bursts {
        play.burst(burst).await;
    }
    house.assert_sound().await;
}

fn cases(number: u32, run: impl Fn(Vec<Vec<Deed>>)) {
    let mut runner = TestRunner::new(Config { cases: number, failure_persistence: None, ..Config::default() });
    let bursts = prop::collection::vec(prop::collection::vec(deed(), 1..7), 1..14);
    runner
        .run(&bursts, |bursts| {
            run(bursts);
            Ok(())
        })
        .unwrap();
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn random_commands_do_on_sqlite_what_the_model_foresees() {
    let runtime = runtime();
    let clock = Manual::at(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
    let (dir, house) = runtime.block_on(house::sqlite_with(Some(clock.clone())));
    cases(40, |bursts| runtime.block_on(play(&house, &clock, &bursts)));
    runtime.block_on(house.end());
    drop(dir);
}

#[test]
fn random_commands_do_on_postgresql_what_the_model_foresees() {
    let runtime = runtime();
    let clock = Manual::at(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
    let Some((database, house)) = runtime.block_on(house::postgres_with(Some(clock.clone()))) else { return };
    cases(25, |bursts| runtime.block_on(play(&house, &clock, &bursts)));
    runtime.block_on(async {
        house.end().await;
        database.drop().await;
    });
}
