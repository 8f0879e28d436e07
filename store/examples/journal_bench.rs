//! What the journal does a second, by engine and by how many ask at once.
//!
//! `cargo run --release -p impasto-store --example journal_bench -- [sqlite|postgres] [seconds] [concurrency,…] [mails] [lean]`: with
//! `mails` each purchase writes its letters, with `lean` without the indexes that serve the desk alone.
//! Three loads: holds on one open edition; holds and their release on one edition of 10 000 copies; whole purchases
//! (hold, order, settlement) over 64 editions. Prints commands and purchases a second, the mean batch, statements a
//! batch, rows a purchase, and the CPU time of this process for each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement may panic")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use common::house::{self, House};
use impasto_domain::command::Command;
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::EditionId;
use impasto_domain::owner::Owner;
use impasto_store::JournalStats;

const WITHOUT_DESK: &str = "DROP INDEX orders_to_do; DROP INDEX orders_by_email;";

#[derive(Clone, Copy)]
enum Load {
    OpenHolds,
    CountedHolds,
    Purchases,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let engine = arguments.next().unwrap_or_else(|| "sqlite".to_owned());
    let seconds: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(5);
    let concurrency = arguments.next().unwrap_or_else(|| "1,8,64,256".to_owned());
    let concurrency: Vec<usize> = concurrency.split(',').filter_map(|text| text.parse().ok()).collect();
    let further: Vec<String> = arguments.collect();
    let has = |word: &str| further.iter().any(|further| further == word);
    let rules = if has("mails") { house::rules_with_mails() } else { house::rules() };
    println!(
        "{:>9} {:>10} {:>5} {:>11} {:>11} {:>7} {:>11} {:>9} {:>9}",
        "engine", "load", "at", "commands/s", "purchases/s", "batch", "statements", "rows/buy", "cpu us"
    );
    for clients in concurrency {
        if engine == "postgres" {
            let (database, house) = house::postgres_by(rules.clone()).await.expect("PostgreSQL");
            if has("lean") {
                house.behind_its_back(WITHOUT_DESK).await;
            }
            let house = measure(&engine, house, clients, seconds).await;
            house.end().await;
            database.drop().await;
        } else {
            let (database, house) = house::sqlite_by(rules.clone()).await;
            if has("lean") {
                house.behind_its_back(WITHOUT_DESK).await;
            }
            let house = measure(&engine, house, clients, seconds).await;
            house.end().await;
            drop(database);
        }
    }
}

async fn measure(engine: &str, house: House, clients: usize, seconds: u64) -> Arc<House> {
    let house = Arc::new(house);
    for load in [Load::OpenHolds, Load::CountedHolds, Load::Purchases] {
        let editions = editions_for(&house, load).await;
        let (name, bought) = match load {
            Load::OpenHolds => ("open", 0),
            Load::CountedHolds => ("counted", 0),
            Load::Purchases => ("purchase", 1),
        };
        let stop = Arc::new(AtomicBool::new(false));
        let done = Arc::new(AtomicU64::new(0));
        let (before, cpu_before, begun) = (house.journal.stats(), cpu(), Instant::now());
        let tasks: Vec<_> = (0..clients)
            .map(|client| {
                let (house, editions) = (Arc::clone(&house), editions.clone());
                let (stop, done) = (Arc::clone(&stop), Arc::clone(&done));
                tokio::spawn(async move {
                    let mut turn = client;
                    while !stop.load(Ordering::Relaxed) {
                        let edition = editions[turn % editions.len()];
                        turn += 7;
                        once(&house, load, edition).await;
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        stop.store(true, Ordering::Relaxed);
        for task in tasks {
            task.await.expect("a client");
        }
        let took = begun.elapsed().as_secs_f64();
        let cpu_us = (cpu() - cpu_before) * 1e6;
        let done = done.load(Ordering::Relaxed) as f64;
        let stats = since(before, house.journal.stats());
        let commits = stats.commits.max(1) as f64;
        println!(
            "{engine:>9} {name:>10} {clients:>5} {:>11.0} {:>11.0} {:>7.1} {:>11.1} {:>9.1} {:>9.0}",
            stats.commands as f64 / took,
            done * f64::from(bought) / took,
            stats.commands as f64 / commits,
            stats.statements as f64 / commits,
            stats.rows as f64 / done,
            cpu_us / done,
        );
    }
    house.assert_sound().await;
    house
}

async fn editions_for(house: &House, load: Load) -> Vec<EditionId> {
    match load {
        Load::OpenHolds => vec![house.published(EditionKind::Open, 0, 4_000).await],
        Load::CountedHolds => vec![house.published(EditionKind::Limited, 10_000, 4_000).await],
        Load::Purchases => {
            let mut editions = Vec::new();
            for _ in 0..64 {
                editions.push(house.published(EditionKind::Limited, 2_000, 4_000).await);
            }
            editions
        }
    }
}

async fn once(house: &House, load: Load, edition: EditionId) {
    let owner = Owner::Visitor(house::mint_now());
    let cart = house.hold(owner, edition, 1).await.expect("a hold");
    match load {
        Load::OpenHolds => {}
        Load::CountedHolds => {
            let line_id = cart.cart.lines[0].id;
            let release = Command::SetQuantity { owner, line_id, edition_id: edition, quantity: 0, picked: vec![] };
            house.submit(release).await.expect("a release");
        }
        Load::Purchases => {
            let (order, payment) = house.place(&cart).await.expect("an order");
            house.settle(&order, payment).await.expect("a sale");
        }
    }
}

fn since(before: JournalStats, now: JournalStats) -> JournalStats {
    JournalStats {
        batches: now.batches - before.batches,
        commits: now.commits - before.commits,
        commands: now.commands - before.commands,
        statements: now.statements - before.statements,
        rows: now.rows - before.rows,
        replays: now.replays - before.replays,
        turns: now.turns - before.turns,
    }
}

/// Seconds of CPU this process has used, as the kernel counts them in hundredths.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
