//! How a run is carried: when it ends, the threads that carry its people, and the figures they bring home.
//! It does not know what the people do.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tokio::task::LocalSet;

use crate::failure::Failure;
use crate::findings::Findings;
use crate::progress::Progress;
use crate::stats::Stats;

/// What one thread brings home.
#[derive(Default)]
pub(crate) struct Tally {
    /// Its figures.
    pub(crate) stats: Stats,
    /// The broken promises it saw in answers.
    pub(crate) findings: Findings,
}

/// A tally shared by the people of one thread.
pub(crate) type SharedTally = Rc<RefCell<Tally>>;

/// One simulated person's life.
pub(crate) type Life = Pin<Box<dyn Future<Output = ()>>>;

/// Figures shown while the run goes on.
#[derive(Default)]
pub(crate) struct Live {
    /// Requests answered.
    pub(crate) requests: AtomicU64,
    /// Units of the scenario done (orders, reads, deliveries).
    pub(crate) units: AtomicU64,
    /// Requests not answered, and answers that are the server's fault.
    pub(crate) errors: AtomicU64,
}

/// When a run ends.
pub(crate) struct Gate {
    started: Instant,
    ends: Option<Instant>,
    tickets: Option<AtomicU64>,
    settle: Duration,
    stopped: AtomicBool,
    over_at: OnceLock<Instant>,
    /// Figures shown while the run goes on.
    pub(crate) live: Live,
}

impl Gate {
    /// Opens now. `seconds` or `tickets` end it; both missing: only `stop` does. `settle` is how long open questions may be asked again after the end.
    pub(crate) fn open(seconds: Option<u64>, tickets: Option<u64>, settle: Duration) -> Arc<Self> {
        let started = Instant::now();
        Arc::new(Self {
            started,
            ends: seconds.map(|seconds| started + Duration::from_secs(seconds)),
            tickets: tickets.map(AtomicU64::new),
            settle,
            stopped: AtomicBool::new(false),
            over_at: OnceLock::new(),
            live: Live::default(),
        })
    }

    /// Takes one ticket: false when nothing new may begin.
    pub(crate) fn next(&self) -> bool {
        if self.over() {
            return false;
        }
        let Some(tickets) = &self.tickets else { return true };
        let took = tickets.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        if !took {
            self.stop();
        }
        took
    }

    /// Nothing new may begin.
    pub(crate) fn over(&self) -> bool {
        if self.stopped.load(Ordering::Relaxed) {
            return true;
        }
        let ended = self.ends.is_some_and(|ends| Instant::now() >= ends);
        if ended {
            self.stop();
        }
        ended
    }

    /// Ends the run now.
    pub(crate) fn stop(&self) {
        self.over_at.get_or_init(Instant::now);
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// A question asked since `since` without an answer may be asked again.
    pub(crate) fn patient(&self, since: Instant) -> bool {
        match (self.over(), self.ends) {
            (true, _) => self.over_at.get().is_some_and(|over| over.elapsed() < self.settle),
            (false, Some(_)) => true,
            (false, None) => since.elapsed() < self.settle,
        }
    }

    /// Time since it opened.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// How far the run is, 0 to 1, if that is known.
    pub(crate) fn share_done(&self, tickets_at_start: Option<u64>) -> Option<f64> {
        if let (Some(tickets), Some(all)) = (&self.tickets, tickets_at_start) {
            return Some(1.0 - tickets.load(Ordering::Relaxed) as f64 / all.max(1) as f64);
        }
        let whole = self.ends?.duration_since(self.started);
        Some((self.elapsed().as_secs_f64() / whole.as_secs_f64()).min(1.0))
    }
}

/// Lets `people` lives run on `threads` threads of their own and waits for all of them. Ctrl-C ends the run early, in good order.
pub(crate) fn drive(
    gate: &Arc<Gate>,
    threads: usize,
    people: usize,
    progress: &Progress,
    life: impl Fn(usize, SharedTally) -> Life + Send + Sync + 'static,
) -> Result<Tally, Failure> {
    let threads = threads.clamp(1, people.max(1));
    let life = Arc::new(life);
    let (done, ended) = tokio::sync::mpsc::channel(threads);
    let mut handles = Vec::with_capacity(threads);
    for thread in 0..threads {
        let (life, done, gate) = (life.clone(), done.clone(), gate.clone());
        let handle = std::thread::Builder::new()
            .name(format!("people-{thread}"))
            .spawn(move || {
                let tally = live_on_one_thread(thread, threads, people, &*life);
                if tally.is_err() {
                    gate.stop();
                }
                // The receiver lives until every thread has told; there is room for each.
                let _ = done.try_send(());
                tally
            })
            .map_err(|error| Failure::Generator(error.to_string()))?;
        handles.push(handle);
    }
    drop(done);
    watch(gate, ended, progress)?;
    let mut sum = Tally::default();
    for handle in handles {
        let tally = handle.join().map_err(|_| Failure::Generator("a thread broke".to_owned()))??;
        sum.stats.add(&tally.stats);
        sum.findings.append(tally.findings);
    }
    Ok(sum)
}

/// Runs one future on a small runtime of its own: for what happens before and after a run. Ctrl-C breaks it off.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    LocalSet::new().block_on(&runtime()?, async {
        tokio::select! {
            result = future => Ok(result),
            _ = tokio::signal::ctrl_c() => Err(Failure::Setup("interrupted".to_owned())),
        }
    })
}

fn live_on_one_thread(
    thread: usize,
    threads: usize,
    people: usize,
    life: &(impl Fn(usize, SharedTally) -> Life + ?Sized),
) -> Result<Tally, Failure> {
    let runtime = runtime()?;
    let tally = SharedTally::default();
    let ended = LocalSet::new().block_on(&runtime, async {
        let lives: Vec<_> = (thread..people)
            .step_by(threads)
            .map(|person| tokio::task::spawn_local(life(person, tally.clone())))
            .collect();
        for life in lives {
            life.await.map_err(|error| Failure::Generator(error.to_string()))?;
        }
        Ok(())
    });
    ended.map(|()| tally.take())
}

fn watch(gate: &Arc<Gate>, mut ended: tokio::sync::mpsc::Receiver<()>, progress: &Progress) -> Result<(), Failure> {
    runtime()?.block_on(async {
        loop {
            tokio::select! {
                told = ended.recv() => if told.is_none() { break },
                signal = tokio::signal::ctrl_c() => match signal {
                    Ok(()) => gate.stop(),
                    Err(error) => return Err(Failure::Generator(error.to_string())),
                },
                () = tokio::time::sleep(Duration::from_millis(200)) => progress.show(gate),
            }
        }
        progress.finish();
        Ok(())
    })
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Generator(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ticket_is_used_once_and_all_figures_come_home() {
        let gate = Gate::open(None, Some(1000), Duration::from_secs(1));
        let inside = gate.clone();
        let tally = drive(&gate, 3, 7, &Progress::hidden(), move |_, tally| {
            let gate = inside.clone();
            Box::pin(async move {
                while gate.next() {
                    tally.borrow_mut().stats.count("done", 1);
                    tokio::task::yield_now().await;
                }
            })
        })
        .unwrap();
        assert_eq!(tally.stats.counted("done"), 1000);
        assert!(gate.over());
    }

    #[test]
    fn a_life_that_breaks_fails_the_run() {
        let gate = Gate::open(Some(600), None, Duration::from_secs(1));
        let broken = drive(&gate, 2, 2, &Progress::hidden(), |person, _| {
            Box::pin(async move { assert_ne!(person, 1, "this one breaks") })
        });
        assert!(matches!(broken, Err(Failure::Generator(_))));
    }

    #[test]
    fn after_the_end_patience_is_bounded() {
        let gate = Gate::open(Some(600), None, Duration::ZERO);
        assert!(gate.patient(Instant::now()));
        gate.stop();
        assert!(!gate.patient(Instant::now()));
    }
}
