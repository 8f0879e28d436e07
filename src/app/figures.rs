//! What a node looks up when its figures are asked for: how much is alive, waits and lags. What happens is counted where
//! it happens.
//!
//! Every name is described in docs/operations.md.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use impasto_actors::{Depths, Engine};
use impasto_domain::ids::LaneId;
use impasto_domain::job::Task;
use impasto_domain::ports::ReadError;
use impasto_store::reads::LanePosition;
use impasto_store::{JournalStats, LaneJournal, Store};
use metrics::{counter, gauge};
use tokio::time::timeout;

/// How long the database may take: whoever asks for figures does not wait for ever.
const PATIENCE: Duration = Duration::from_secs(2);

/// What seldom happens, named from the start: a rate is only seen between two samples.
const SELDOM: [&str; 5] = [
    "impasto_journal_busy_total",
    "impasto_mailbox_full_total",
    "impasto_directory_full_total",
    "impasto_actor_replaced_total",
    "impasto_nudges_dropped_total",
];

/// Where the figures come from.
pub struct Figures {
    pub(super) engine: Engine,
    pub(super) store: Store,
    pub(super) journal: LaneJournal,
    /// How far the lanes of other nodes have been told here.
    pub(super) told: Box<dyn Fn() -> Vec<LanePosition> + Send + Sync>,
}

impl Figures {
    /// Names what may not happen for long.
    pub fn name_the_seldom() {
        for name in SELDOM {
            counter!(name).increment(0);
        }
    }

    /// Looks everything up. With the database away its figures stay as they were, and `impasto_database_up` is 0.
    pub async fn look_up(&self, now: DateTime<Utc>) {
        of_actors(&self.engine.depths());
        of_journal(&self.journal.stats(), self.journal.backlog());
        let up = match timeout(PATIENCE, self.of_database(now)).await {
            Ok(Ok(())) => 1.0,
            Ok(Err(error)) => {
                tracing::debug!(%error, "figures of the database are not to be had");
                0.0
            }
            Err(_) => 0.0,
        };
        gauge!("impasto_database_up").set(up);
    }

    /// What a beat of the node's pulse shows of its own memory: messages that wait, connections, and what the journal did.
    pub(super) fn at_hand(&self) -> (Depths, JournalStats) {
        (self.engine.depths(), self.journal.stats())
    }

    /// What a beat asks the database for: live holds, open jobs, events not told here yet. `None` while it is away.
    pub(super) async fn asked_for(&self) -> Option<(i64, i64, i64)> {
        let asked = async {
            let jobs = self.store.job_backlog().await?;
            let (holds, _) = self.store.live_holds_and_dead_jobs().await?;
            let open = jobs.iter().map(|job| job.open).sum();
            Ok::<_, ReadError>((holds, open, self.lag().await?))
        };
        timeout(PATIENCE, asked).await.ok()?.ok()
    }

    async fn of_database(&self, now: DateTime<Utc>) -> Result<(), ReadError> {
        let jobs = self.store.job_backlog().await?;
        let (holds, dead) = self.store.live_holds_and_dead_jobs().await?;
        let lag = self.lag().await?;
        for kind in Task::KINDS {
            let job = jobs.iter().find(|job| job.kind == kind);
            let overdue = job.map_or(0.0, |job| (now - job.oldest_due).as_seconds_f64().max(0.0));
            gauge!("impasto_jobs_open", "kind" => kind).set(job.map_or(0, |job| job.open) as f64);
            gauge!("impasto_job_overdue_seconds", "kind" => kind).set(overdue);
        }
        gauge!("impasto_holds_live").set(holds as f64);
        gauge!("impasto_jobs_dead").set(dead as f64);
        gauge!("impasto_lane_lag_events").set(lag as f64);
        Ok(())
    }

    /// Events that other nodes have committed and this one has not told yet.
    async fn lag(&self) -> Result<i64, ReadError> {
        let own: HashSet<LaneId> = self.journal.lanes().into_iter().collect();
        let told: std::collections::HashMap<LaneId, i64> = (self.told)().into_iter().collect();
        let heads = self.store.lanes().await?;
        let others = heads.iter().filter(|head| head.closed_at.is_none() && !own.contains(&head.lane));
        // A lane nobody has told anything of yet has been opened just now.
        Ok(others.map(|head| told.get(&head.lane).map_or(0, |seq| (head.seq - seq).max(0))).sum())
    }
}

fn of_actors(depths: &Depths) {
    gauge!("impasto_actors", "kind" => "session").set(depths.sessions as f64);
    gauge!("impasto_actors", "kind" => "inventory").set(depths.inventories as f64);
    gauge!("impasto_actors", "kind" => "checkout").set(depths.checkouts as f64);
    gauge!("impasto_actor_requests_waiting").set(depths.waiting as f64);
    gauge!("impasto_payments_driven").set(depths.money_jobs as f64);
    gauge!("impasto_renders_waiting").set(depths.renders as f64);
    gauge!("impasto_mails_sending").set(depths.mails as f64);
    gauge!("impasto_presence_connections").set(depths.connections as f64);
}

fn of_journal(stats: &JournalStats, backlog: usize) {
    gauge!("impasto_journal_backlog").set(backlog as f64);
    counter!("impasto_journal_batches_total").absolute(stats.batches);
    counter!("impasto_journal_commits_total").absolute(stats.commits);
    counter!("impasto_journal_commands_total").absolute(stats.commands);
    counter!("impasto_journal_statements_total").absolute(stats.statements);
    counter!("impasto_journal_rows_total").absolute(stats.rows);
    counter!("impasto_journal_replays_total").absolute(stats.replays);
    counter!("impasto_journal_turns_total").absolute(stats.turns);
}
