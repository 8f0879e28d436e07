//! The rows of lanes: opening, closing, saying that one lives.
//!
//! Knows nothing of batches.

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::ids::LaneId;
use uuid::Uuid;

use crate::db::Db;
use crate::dialect::Engine;
use crate::sql::{execute, fetch_optional, statements};

statements! {
    NOW = "SELECT {clock} AS now";
    OPEN_LANE =
        "INSERT INTO lanes (id, node, opened_at, seen_at, batch_id, forgotten_seq) VALUES ($1, $2, $3, $3, $4, 0)";
    /// An embedded database has one process: whatever else is open was left open by a crash.
    CLOSE_ALL = "UPDATE lanes SET closed_at = $1 WHERE closed_at IS NULL";
    /// For the same reason whatever was leased is nobody's now: it is due at once, not when the lease runs out.
    RELEASE_ALL =
        "UPDATE jobs SET lease_token = NULL, lease_until = NULL, run_at = $1 WHERE lease_until IS NOT NULL AND NOT dead";
    /// Without waiting for one that hangs in a transaction: its own end, or the next look, will do.
    CLOSE_SILENT =
        "UPDATE lanes SET closed_at = $1 WHERE id IN (SELECT l.id FROM lanes l WHERE l.closed_at IS NULL \
         AND l.seen_at < $2 AND l.id <> $3 ORDER BY l.id {lock_skip})";
    CLOSE_OWN = "UPDATE lanes SET closed_at = {clock} WHERE id = $1 AND closed_at IS NULL";
    BEAT = "UPDATE lanes SET seen_at = {clock} WHERE id = $1 AND closed_at IS NULL";
}

/// The database's time.
pub(crate) async fn database_now(db: &mut Db<'_>) -> Result<DateTime<Utc>, sqlx::Error> {
    let row = fetch_optional!(db, (DateTime<Utc>,), NOW)?;
    row.map(|(now,)| now).ok_or(sqlx::Error::RowNotFound)
}

/// Writes the row of a new lane and closes those that are certainly over, `former` of the same journal among them.
pub(crate) async fn open(
    db: &mut Db<'_>,
    lane: LaneId,
    node: &str,
    now: DateTime<Utc>,
    dead_after_s: u32,
    former: Option<LaneId>,
) -> Result<(), sqlx::Error> {
    db.begin().await?;
    match db.engine() {
        Engine::Sqlite => {
            execute!(db, CLOSE_ALL, now)?;
            execute!(db, RELEASE_ALL, now)?;
        }
        Engine::Postgres => {
            if let Some(former) = former {
                close(db, former).await?;
            }
            close_silent(db, lane, now, dead_after_s).await?;
        }
    }
    execute!(db, OPEN_LANE, lane.0, node, now, Uuid::nil())?;
    db.commit().await
}

/// Says that a lane lives, and closes those that have not for long. Answers whether this one is still open.
pub(crate) async fn beat(db: &mut Db<'_>, lane: LaneId, dead_after_s: u32) -> Result<bool, sqlx::Error> {
    let open = execute!(db, BEAT, lane.0)? == 1;
    if db.engine() == Engine::Postgres {
        let now = database_now(db).await?;
        close_silent(db, lane, now, dead_after_s).await?;
    }
    Ok(open)
}

/// Closes a lane that ends in good order.
pub(crate) async fn close(db: &mut Db<'_>, lane: LaneId) -> Result<(), sqlx::Error> {
    execute!(db, CLOSE_OWN, lane.0).map(drop)
}

async fn close_silent(db: &mut Db<'_>, lane: LaneId, now: DateTime<Utc>, dead_after_s: u32) -> Result<(), sqlx::Error> {
    let silent_since = now - TimeDelta::seconds(i64::from(dead_after_s));
    execute!(db, CLOSE_SILENT, now, silent_since, lane.0).map(drop)
}
