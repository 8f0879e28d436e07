//! Everything at once, for hours and through restarts: browsing, holds, abandoned carts, purchases, declines, repeated questions, watching sockets.
//! It does not measure limits; it looks for lies while the server is killed and started again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::de::IgnoredAny;

use crate::api::BASE;
use crate::args::MixedArgs;
use crate::caller::{CallError, Caller};
use crate::failure::Failure;
use crate::http::{Client, Request};
use crate::live::{Watcher, watch};
use crate::person::{Person, Settled, WHOLE};
use crate::progress::Progress;
use crate::run::{Gate, Life, SharedTally, drive};
use crate::stage::Stage;
use crate::stock::{Pick, Pool};

const MOST_WATCHED_WORKS: usize = 20;

/// What a person does next, with its share in a hundred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Browse,
    HoldAndLeave,
    HoldAndRelease,
    Buy,
    BuyTwo,
    BuyAndAskAgain,
    Decline,
    DeclineAndPay,
}

const DEEDS: [(Deed, u32); 8] = [
    (Deed::Browse, 40),
    (Deed::HoldAndLeave, 5),
    (Deed::HoldAndRelease, 10),
    (Deed::Buy, 25),
    (Deed::BuyTwo, 5),
    (Deed::BuyAndAskAgain, 5),
    (Deed::Decline, 4),
    (Deed::DeclineAndPay, 6),
];

/// Runs it.
pub(crate) fn run(args: &MixedArgs) -> Result<bool, Failure> {
    let mut stage = Stage::enter(&args.server, "mixed", u64::from(args.buyers))?;
    let run = stage.open_history(&args.proof)?;
    let pool = Arc::new(stage.pool(&args.stock, &run)?);
    let works = Arc::new(pool.artworks(MOST_WATCHED_WORKS));
    let progress = Progress::new("deeds", args.end.orders, args.server.quiet);
    let settle = Duration::from_secs(args.proof.settle_s);
    let gate = Gate::open(args.end.seconds, args.end.orders, settle);
    let before = stage.look();
    let buyers = args.buyers as usize;
    let people = Arc::new(AtomicUsize::new(buyers));
    let life = {
        let (targets, gate, run, timeout, think) = (
            stage.targets.clone(),
            gate.clone(),
            run.clone(),
            args.server.timeout(),
            Duration::from_millis(args.think_ms),
        );
        move |number: usize, tally: SharedTally| -> Life {
            let client = Client::new(targets.clone(), number, timeout);
            let caller = Caller::patient(client, tally, gate.clone());
            if number < buyers {
                let shopper =
                    Shopper { person: Person::new(caller, run.clone()), pool: pool.clone(), gate: gate.clone(), think };
                let leaving = Leaving(people.clone());
                Box::pin(async move {
                    shopper.live(number).await;
                    drop(leaving);
                })
            } else {
                let watcher = Watcher {
                    targets: targets.clone(),
                    node: number,
                    works: works.clone(),
                    people: people.clone(),
                    gate: gate.clone(),
                    caller,
                    timeout,
                    settle,
                };
                Box::pin(watch(watcher))
            }
        }
    };
    let tally = drive(&gate, args.server.threads.into(), buyers + args.sockets as usize, &progress, life)?;
    let deeds = tally.stats.counted("deeds");
    stage.measured(&before, tally, "deeds", deeds, gate.elapsed());
    stage.prove(&run, &args.proof)?;
    if deeds == 0 {
        stage.report.notes.push("not one deed was done".to_owned());
        stage.report.passed = false;
    }
    stage.finish()
}

/// Tells the watchers when the last person has gone, however he went.
struct Leaving(Arc<AtomicUsize>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Shopper {
    person: Person,
    pool: Arc<Pool>,
    gate: Arc<Gate>,
    think: Duration,
}

impl Shopper {
    async fn live(mut self, number: usize) {
        let mut turn = number;
        let pool = self.pool.clone();
        while self.gate.next() {
            turn = turn.wrapping_add(1);
            let deed = pick_deed(rand::random_range(0..100));
            // When everything is sold out, people still browse.
            let pick = pool.choose(turn);
            let done = match (deed, pick) {
                (Deed::Browse, _) | (_, None) => self.browse(pick).await.map(|()| "browsed"),
                (deed, Some(pick)) => self.shop(deed, pick).await,
            };
            self.count(done, pick);
            if !self.think.is_zero() {
                tokio::time::sleep(self.think).await;
            }
        }
    }

    async fn browse(&mut self, pick: Option<&Pick>) -> Result<(), CallError> {
        let list = format!("{BASE}/artworks?limit=12");
        let _: IgnoredAny = self.person.caller().call("list", &Request::get(&list, &[])).await?;
        if let Some(pick) = pick {
            let detail = format!("{BASE}/artworks/{}", pick.artwork);
            let _: IgnoredAny = self.person.caller().call("detail", &Request::get(&detail, &[])).await?;
        }
        Ok(())
    }

    async fn shop(&mut self, deed: Deed, pick: &Pick) -> Result<&'static str, CallError> {
        let began = Instant::now();
        let quantity = if deed == Deed::BuyTwo { 2 } else { 1 };
        let visitor = self.person.arrive().await?;
        let held = self.person.hold(visitor, pick, quantity).await?;
        match deed {
            Deed::Browse | Deed::HoldAndLeave => return Ok("left with a hold"),
            Deed::HoldAndRelease => return self.person.release(&held).await.map(|()| "released"),
            _ => {}
        }
        let ask = self.person.ask(&held);
        let token = if matches!(deed, Deed::Decline | Deed::DeclineAndPay) { "tok_declined" } else { "tok_ok" };
        let first = self.person.check_out(&ask, token).await?;
        let settled = match (deed, first) {
            (Deed::BuyAndAskAgain, _) => self.person.check_out(&ask, token).await?,
            (Deed::DeclineAndPay, Settled::Declined(declined)) => {
                self.person.pay_again(&ask, &declined, "tok_ok").await?
            }
            (_, first) => first,
        };
        Ok(match (token, settled) {
            (_, Settled::Paid(_)) if token == "tok_ok" || deed == Deed::DeclineAndPay => {
                if token == "tok_ok" {
                    self.person.caller().tally().borrow_mut().stats.record(WHOLE, began.elapsed());
                }
                "paid"
            }
            (_, Settled::Paid(answer)) => {
                let detail = format!("order {} was paid with tok_declined", answer.number);
                self.person.caller().tally().borrow_mut().findings.add("paid-though-declined", detail);
                "paid though declined"
            }
            (_, Settled::Declined(_)) => "declined",
            (_, Settled::Open(_)) => "payment under way",
        })
    }

    fn count(&mut self, done: Result<&'static str, CallError>, pick: Option<&Pick>) {
        let mut tally = self.person.caller().tally().borrow_mut();
        let name = match done {
            Ok(name) => {
                tally.stats.count("deeds", 1);
                self.gate.live.units.fetch_add(1, Ordering::Relaxed);
                name
            }
            Err(error) if error.is_problem("sold-out") => {
                if let Some(pick) = pick {
                    pick.used_up();
                }
                "sold out"
            }
            Err(CallError::Refused { .. }) => "refused",
            Err(CallError::Unanswered(_)) => "unanswered to the end",
            Err(CallError::Shape(_)) => "answered wrongly",
        };
        tally.stats.count(name, 1);
    }
}

/// The deed at `dice` (0 to 99).
fn pick_deed(mut dice: u32) -> Deed {
    for (deed, share) in DEEDS {
        if dice < share {
            return deed;
        }
        dice -= share;
    }
    Deed::Browse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_make_a_hundred_and_every_deed_happens() {
        assert_eq!(DEEDS.iter().map(|(_, share)| share).sum::<u32>(), 100);
        for (deed, share) in DEEDS {
            assert_eq!((0..100).filter(|dice| pick_deed(*dice) == deed).count(), share as usize);
        }
    }
}
