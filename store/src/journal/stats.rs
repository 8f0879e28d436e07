//! What a lane has done, counted.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Figures of a journal since its start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JournalStats {
    /// Batches that were decided, committed or not.
    pub batches: u64,
    /// Batches that were committed.
    pub commits: u64,
    /// Commands and edits in them.
    pub commands: u64,
    /// SQL statements in them, without `BEGIN` and `COMMIT`.
    pub statements: u64,
    /// Rows written in them.
    pub rows: u64,
    /// Runs that were thrown away and done again.
    pub replays: u64,
    /// Batches gathered while the lane waited for its turn among those of other nodes.
    pub turns: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    batches: AtomicU64,
    commits: AtomicU64,
    commands: AtomicU64,
    statements: AtomicU64,
    rows: AtomicU64,
    replays: AtomicU64,
    turns: AtomicU64,
}

impl Counters {
    pub(crate) fn batch(&self, commands: usize, statements: u64, rows: u64, committed: bool, took: Duration) {
        let commands = commands as u64;
        self.batches.fetch_add(1, Ordering::Relaxed);
        self.commits.fetch_add(u64::from(committed), Ordering::Relaxed);
        self.commands.fetch_add(commands, Ordering::Relaxed);
        self.statements.fetch_add(statements, Ordering::Relaxed);
        self.rows.fetch_add(rows, Ordering::Relaxed);
        metrics::histogram!("impasto_journal_batch_commands").record(commands as f64);
        metrics::histogram!("impasto_journal_batch_seconds").record(took.as_secs_f64());
    }

    pub(crate) fn replay(&self) {
        self.replays.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn turn(&self) {
        self.turns.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> JournalStats {
        JournalStats {
            batches: self.batches.load(Ordering::Relaxed),
            commits: self.commits.load(Ordering::Relaxed),
            commands: self.commands.load(Ordering::Relaxed),
            statements: self.statements.load(Ordering::Relaxed),
            rows: self.rows.load(Ordering::Relaxed),
            replays: self.replays.load(Ordering::Relaxed),
            turns: self.turns.load(Ordering::Relaxed),
        }
    }
}
