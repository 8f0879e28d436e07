//! Buyers buy as fast as they can: visitor, cart, checkout, paid; the whole path is measured and every order proven.
//! It does not repeat questions: an answer that did not come is counted and left to the proof.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::args::PurchaseArgs;
use crate::caller::{CallError, Caller};
use crate::failure::Failure;
use crate::http::Client;
use crate::person::{Person, Settled, WHOLE};
use crate::progress::Progress;
use crate::run::{Gate, SharedTally, drive};
use crate::stage::Stage;
use crate::stock::{Pick, Pool};

// After a request without an answer a buyer waits, so that a dead server is not asked in a busy loop.
const PAUSE_AFTER_ERROR: Duration = Duration::from_millis(100);

/// Runs it.
pub(crate) fn run(args: &PurchaseArgs) -> Result<bool, Failure> {
    let mut stage = Stage::enter(&args.server, "purchase", u64::from(args.buyers))?;
    let run = stage.open_history(&args.proof)?;
    let pool = Arc::new(stage.pool(&args.stock, &run)?);
    let progress = Progress::new("orders", args.end.orders, args.server.quiet);
    let gate = Gate::open(args.end.seconds, args.end.orders, Duration::ZERO);
    let before = stage.look();
    let life = {
        let (targets, gate, run, timeout, think) = (
            stage.targets.clone(),
            gate.clone(),
            run.clone(),
            args.server.timeout(),
            Duration::from_millis(args.think_ms),
        );
        move |number: usize, tally: SharedTally| -> crate::run::Life {
            let client = Client::new(targets.clone(), number, timeout);
            let person = Person::new(Caller::new(client, tally, gate.clone()), run.clone());
            Box::pin(buy_until_over(person, number, pool.clone(), gate.clone(), think))
        }
    };
    let tally = drive(&gate, args.server.threads.into(), args.buyers as usize, &progress, life)?;
    let paid = tally.stats.counted("paid");
    let used_up = tally.stats.counted("stock used up");
    stage.measured(&before, tally, "orders", paid, gate.elapsed());
    if used_up > 0 {
        stage.report.notes.push("the stock was used up before the end: use --make-stock or more --copies".to_owned());
    }
    stage.prove(&run, &args.proof)?;
    if paid == 0 {
        stage.report.notes.push("not one purchase was paid".to_owned());
        stage.report.passed = false;
    }
    stage.finish()
}

async fn buy_until_over(mut person: Person, number: usize, pool: Arc<Pool>, gate: Arc<Gate>, think: Duration) {
    let mut turn = number;
    while gate.next() {
        let Some(pick) = pool.choose(turn) else {
            person.caller().tally().borrow_mut().stats.count("stock used up", 1);
            gate.stop();
            return;
        };
        turn = turn.wrapping_add(1);
        let began = Instant::now();
        let bought = buy(&mut person, pick).await;
        settle(&mut person, pick, &gate, began, bought).await;
        if !think.is_zero() {
            tokio::time::sleep(think).await;
        }
    }
}

/// One whole purchase.
pub(super) async fn buy(person: &mut Person, pick: &Pick) -> Result<Settled, CallError> {
    let visitor = person.arrive().await?;
    let held = person.hold(visitor, pick, 1).await?;
    let ask = person.ask(&held);
    person.check_out(&ask, "tok_ok").await
}

async fn settle(person: &mut Person, pick: &Pick, gate: &Gate, began: Instant, bought: Result<Settled, CallError>) {
    let count = |person: &mut Person, name| person.caller().tally().borrow_mut().stats.count(name, 1);
    match bought {
        Ok(Settled::Paid(_)) => {
            person.caller().tally().borrow_mut().stats.record(WHOLE, began.elapsed());
            gate.live.units.fetch_add(1, Ordering::Relaxed);
            count(person, "paid");
        }
        // tok_ok answers paid in the same request, says the contract.
        Ok(Settled::Declined(answer) | Settled::Open(answer)) => {
            let detail = format!("order {} paid with tok_ok was not answered as paid", answer.number);
            person.caller().tally().borrow_mut().findings.add("not-paid-at-once", detail);
            count(person, "not paid");
        }
        Err(error) if error.is_problem("sold-out") => {
            pick.used_up();
            count(person, "sold out");
        }
        Err(error) => {
            count(person, "not bought");
            if matches!(error, CallError::Unanswered(_)) || error.is_status(429) {
                tokio::time::sleep(PAUSE_AFTER_ERROR).await;
            }
        }
    }
}
