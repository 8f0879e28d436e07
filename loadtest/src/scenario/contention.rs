//! All buyers want the same edition at the same moment: exactly what there is must be sold, everybody else told so.
//! It does not repeat questions.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Barrier;

use crate::args::ContentionArgs;
use crate::caller::{CallError, Caller};
use crate::clock;
use crate::failure::Failure;
use crate::http::Client;
use crate::make_stock::{self, Wanted};
use crate::person::{Person, Run, Settled, WHOLE};
use crate::progress::Progress;
use crate::run::{Gate, Life, SharedTally, block_on, drive};
use crate::scenario::purchase::buy;
use crate::stage::Stage;
use crate::stock::{Pick, find_edition};

/// Step name: from the release of all buyers to this one's last answer.
const SINCE_RELEASE: &str = "since release";

/// Runs it.
pub(crate) fn run(args: &ContentionArgs) -> Result<bool, Failure> {
    let mut stage = Stage::enter(&args.server, "contention", u64::from(args.buyers))?;
    let run = stage.open_history(&args.proof)?;
    let pick = Arc::new(wanted_edition(&stage, args, &run)?);
    let stock = pick
        .available
        .ok_or_else(|| Failure::Setup(format!("edition {} is open: there is nothing to contend for", pick.edition)))?;
    let progress = Progress::new("orders", None, args.server.quiet);
    let gate = Gate::open(None, None, Duration::ZERO);
    let before = stage.look();
    // Buyers connect first and are released together; the run lasts from the first release to the last answer.
    let barrier = Arc::new(Barrier::new(args.buyers as usize));
    let span = Arc::new(Span::default());
    let life = {
        let (targets, gate, run, span, timeout) =
            (stage.targets.clone(), gate.clone(), run.clone(), span.clone(), args.server.timeout());
        move |number: usize, tally: SharedTally| -> Life {
            let client = Client::new(targets.clone(), number, timeout);
            let person = Person::new(Caller::new(client, tally, gate.clone()), run.clone());
            Box::pin(contend(person, pick.clone(), barrier.clone(), span.clone(), gate.clone()))
        }
    };
    let tally = drive(&gate, args.server.threads.into(), args.buyers as usize, &progress, life)?;
    let paid = tally.stats.counted("paid");
    let other = tally.stats.counted("other");
    stage.measured(&before, tally, "orders", paid, span.length());
    stage.report.counts.insert("copies".to_owned(), u64::try_from(stock).unwrap_or(0));
    stage.prove(&run, &args.proof)?;
    let expected = u64::try_from(stock.min(i64::from(args.buyers))).unwrap_or(0);
    if paid != expected {
        let mut wrong = crate::findings::Findings::default();
        let detail = format!(
            "{} buyers wanted {stock} copies: {expected} must be paid, {paid} are ({other} buyers got neither a copy nor a clear no)",
            args.buyers
        );
        wrong.add("not-exactly-sold", detail);
        stage.report.find(wrong);
    }
    stage.finish()
}

fn wanted_edition(stage: &Stage, args: &ContentionArgs, run: &Run) -> Result<Pick, Failure> {
    block_on(async {
        let mut caller = stage.setup_caller();
        if let Some(edition) = args.edition {
            return find_edition(&mut caller, edition).await;
        }
        let made = Wanted { limited: 1, copies: args.size, open: false };
        let picks = make_stock::make(&mut caller, &args.artist, made, Some(&run.history)).await?;
        picks.into_iter().next().ok_or_else(|| Failure::Setup("the work made for this run has no edition".to_owned()))
    })?
}

async fn contend(mut person: Person, pick: Arc<Pick>, barrier: Arc<Barrier>, span: Arc<Span>, gate: Arc<Gate>) {
    // A failed connection shows again in the first request, where it is counted.
    let _ = person.caller().client().connect().await;
    barrier.wait().await;
    span.begin();
    let began = Instant::now();
    let bought = buy(&mut person, &pick).await;
    let took = began.elapsed();
    span.end();
    let mut tally = person.caller().tally().borrow_mut();
    tally.stats.record(SINCE_RELEASE, took);
    let name = match bought {
        Ok(Settled::Paid(_)) => {
            gate.live.units.fetch_add(1, Ordering::Relaxed);
            tally.stats.record(WHOLE, took);
            "paid"
        }
        Ok(Settled::Declined(_) | Settled::Open(_)) => "placed, not paid",
        Err(error) if error.is_problem("sold-out") => "sold out",
        Err(error) if error.is_problem("hold-limit") => "hold limit",
        Err(CallError::Refused { .. } | CallError::Unanswered(_) | CallError::Shape(_)) => "other",
    };
    tally.stats.count(name, 1);
}

/// From the first begin to the last end, by the generator's clock.
struct Span {
    first_us: AtomicI64,
    last_us: AtomicI64,
}

impl Default for Span {
    fn default() -> Self {
        Self { first_us: AtomicI64::new(i64::MAX), last_us: AtomicI64::new(i64::MIN) }
    }
}

impl Span {
    fn begin(&self) {
        self.first_us.fetch_min(clock::now_us(), Ordering::Relaxed);
    }

    fn end(&self) {
        self.last_us.fetch_max(clock::now_us(), Ordering::Relaxed);
    }

    fn length(&self) -> Duration {
        let micros = self.last_us.load(Ordering::Relaxed).saturating_sub(self.first_us.load(Ordering::Relaxed));
        Duration::from_micros(u64::try_from(micros).unwrap_or(0))
    }
}
