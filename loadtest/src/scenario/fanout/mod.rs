//! Many sockets watch one work while its stock changes: how long from the commit to the last subscriber, how many deliveries a second, and whether anyone missed anything.
//! It does not test resuming; `mixed` does.

mod counts;
mod driver;
mod listeners;

use std::sync::Arc;
use std::time::Duration;

use crate::args::FanoutArgs;
use crate::failure::Failure;
use crate::machine::open_files_limit;
use crate::make_stock::{self, Wanted};
use crate::progress::Progress;
use crate::run::{Gate, Life, SharedTally, Tally, block_on, drive};
use crate::stage::Stage;
use crate::stock::{Pick, find_edition, read_artwork};
use counts::Counts;

/// Step name: from the event's time of commit to the moment when each socket had read it, one value per delivery.
const TO_EACH: &str = "commit to each";
/// Step name: the same to the last socket, one value per change.
const TO_LAST: &str = "commit to last";
/// Step name: from the change's request to the last socket (one change at a time only).
const REQUEST_TO_LAST: &str = "request to last";

const MADE_COPIES: u32 = 10_000;
// Connections of the drivers, files and the runtime's own.
const OTHER_FILES: u64 = 400;

/// Runs it.
pub(crate) fn run(args: &FanoutArgs) -> Result<bool, Failure> {
    enough_files(args.sockets)?;
    let mut stage = Stage::enter(&args.server, "fanout", u64::from(args.sockets))?;
    let (pick, version) = block_on(watched_edition(&stage, args))??;
    let counts = Arc::new(Counts::new(pick.edition, version, args.sockets, args.changes));
    let progress = Progress::new("deliveries", None, args.server.quiet);
    let gate = Gate::open(None, None, Duration::ZERO);
    let before = stage.look();
    let threads = usize::from(args.server.threads);
    let life = {
        let (targets, watched, gate, counts, args) =
            (stage.targets.clone(), stage.watched(), gate.clone(), counts.clone(), args.clone());
        move |thread: usize, tally: SharedTally| -> Life {
            let (targets, gate, counts) = (targets.clone(), gate.clone(), counts.clone());
            if thread < threads {
                let sockets = (thread..args.sockets as usize).step_by(threads).count();
                let job = listeners::Job { targets, gate, counts, artwork: pick.artwork, args: args.clone(), sockets };
                Box::pin(listeners::listen(job, tally))
            } else {
                let job = driver::Job { targets, gate, counts, watched, artwork: pick.artwork, args: args.clone() };
                Box::pin(driver::change(job, tally))
            }
        }
    };
    // One thread more: the buyer who makes the changes must not wait behind the readers.
    let mut tally = drive(&gate, threads + 1, threads + 1, &progress, life)?;
    judge(&mut tally, &counts);
    let deliveries = tally.stats.counted("deliveries");
    let resting = counts.resting.get().copied().unwrap_or(before);
    let took = counts.changing().unwrap_or_else(|| gate.elapsed());
    stage.measured(&resting, tally, "deliveries", deliveries, took);
    if let (Some(before), Some(resting)) = (before.server_rss_kib(), resting.server_rss_kib()) {
        let bytes = resting.saturating_sub(before) * 1024 / u64::from(args.sockets);
        stage.report.counts.insert("server bytes per idle socket".to_owned(), bytes);
    }
    stage.finish()
}

/// Latencies to the last subscriber, and what nobody may miss.
fn judge(tally: &mut Tally, counts: &Counts) {
    for micros in counts.commit_to_last_us() {
        tally.stats.record(TO_LAST, Duration::from_micros(micros));
    }
    tally.stats.count("versions known by all", counts.versions_complete());
    let refused = u64::from(counts.failed());
    if refused > 0 {
        tally.findings.add("socket-lost", format!("{refused} sockets were refused, closed or broken"));
    }
}

async fn watched_edition(stage: &Stage, args: &FanoutArgs) -> Result<(Pick, i64), Failure> {
    let mut caller = stage.setup_caller();
    let pick = match args.edition {
        Some(edition) => find_edition(&mut caller, edition).await?,
        None => {
            let made = Wanted { limited: 1, copies: MADE_COPIES, open: false };
            let picks = make_stock::make(&mut caller, &args.artist, made, None).await?;
            picks
                .into_iter()
                .next()
                .ok_or_else(|| Failure::Setup("the work made for this run has no edition".to_owned()))?
        }
    };
    let work = read_artwork(&mut caller, pick.artwork).await?;
    let stock = work.editions.into_iter().find(|edition| edition.id == pick.edition).and_then(|edition| edition.stock);
    let stock = stock.ok_or_else(|| Failure::Setup(format!("edition {} shows no stock", pick.edition)))?;
    Ok((pick, stock.version))
}

fn enough_files(sockets: u32) -> Result<(), Failure> {
    let needed = u64::from(sockets) + OTHER_FILES;
    match open_files_limit() {
        Some(limit) if limit < needed => Err(Failure::Usage(format!(
            "--sockets {sockets} needs {needed} open files and this shell allows {limit}: raise it with ulimit -n"
        ))),
        _ => Ok(()),
    }
}
