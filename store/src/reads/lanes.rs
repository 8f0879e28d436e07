//! Lanes and how far each has come.

use chrono::{DateTime, Utc};
use impasto_domain::ids::LaneId;
use impasto_domain::ports::ReadError;
use uuid::Uuid;

use crate::db::Db;
use crate::open::{Store, read_error};
use crate::sql::{fetch_all, statements};

/// A lane and its last event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneHead {
    /// The lane.
    pub lane: LaneId,
    /// The number of its last event; 0 before the first.
    pub seq: i64,
    /// Events up to here were forgotten.
    pub forgotten_seq: i64,
    /// When it was opened, by the database's clock.
    pub opened_at: DateTime<Utc>,
    /// When it was closed for good, if so.
    pub closed_at: Option<DateTime<Utc>>,
}

statements! {
    LANE_HEADS =
        "SELECT l.id, coalesce((SELECT max(e.seq) FROM events e WHERE e.lane = l.id), l.forgotten_seq) AS seq, \
         l.forgotten_seq, l.opened_at, l.closed_at FROM lanes l ORDER BY l.id";
}

impl Store {
    /// Every lane that is known, with the number of its last committed event.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn lanes(&self) -> Result<Vec<LaneHead>, ReadError> {
        let mut reader = self.reader().await?;
        heads(&mut reader.db()).await.map_err(read_error)
    }
}

/// Every lane with its last event.
pub(crate) async fn heads(db: &mut Db<'_>) -> Result<Vec<LaneHead>, sqlx::Error> {
    let rows = fetch_all!(db, (Uuid, i64, i64, DateTime<Utc>, Option<DateTime<Utc>>), LANE_HEADS)?;
    let head = |(lane, seq, forgotten_seq, opened_at, closed_at)| LaneHead {
        lane: LaneId(lane),
        seq,
        forgotten_seq,
        opened_at,
        closed_at,
    };
    Ok(rows.into_iter().map(head).collect())
}
