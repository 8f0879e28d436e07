//! Committed events after a position, for those who come back.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use impasto_domain::event::{Committed, Event};
use impasto_domain::ids::{LaneId, OrderId};
use impasto_domain::ports::ReadError;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use sqlx::types::Json;
use uuid::Uuid;

use super::lanes::{LaneHead, heads};
use crate::db::Db;
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::sql::{Rows, fetch_all, fetch_optional, statements};

/// How far somebody has read a lane.
pub type LanePosition = (LaneId, i64);

statements! {
    // One lane at a time with plain parameters: that is a range of the primary key, in its order, on both engines. Over
    // a set of lanes PostgreSQL's planner does not know the limit and reads the whole table.
    EVENTS_OF_LANE =
        "SELECT e.lane, e.seq, e.at, e.data FROM events e WHERE e.lane = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3";
    EVENTS_OF_ORDER =
        "SELECT e.lane, e.seq, e.at, e.data FROM events e WHERE e.order_id = $1 AND e.order_version > $2 \
         ORDER BY e.order_version, e.at, e.lane, e.seq LIMIT $3";
    ORDER_VERSION = "SELECT o.version FROM orders o WHERE o.id = $1";
    TIMES_OF [lane: Uuid, seq: Int] =
        "WITH {rows} SELECT e.at FROM v CROSS JOIN events e WHERE e.lane = v.lane AND e.seq = v.seq";
}

stored! {
    /// An event as it is stored.
    pub(crate) struct EventRow {
        lane: Uuid,
        seq: i64,
        at: DateTime<Utc>,
        data: Json<Known>,
    }
}

/// An event as far as this program knows it: a newer one may tell more.
#[derive(Debug)]
struct Known(Event);

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(data: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(data)?;
        Ok(Self(serde_json::from_str(raw.get()).unwrap_or_else(|error| {
            tracing::warn!(%error, "an event is not one this program knows: another node may be of a newer version");
            Event::Newer
        })))
    }
}

impl From<EventRow> for Committed {
    fn from(row: EventRow) -> Self {
        Self { lane: row.lane.into(), seq: row.seq, at: row.at, event: row.data.0.0 }
    }
}

impl Store {
    /// The events of an order after a version of it, in their order. `None` when some of them are kept no longer, are
    /// more than `most`, or the version is not one of this order: a snapshot must do.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn order_events(
        &self,
        order_id: OrderId,
        after_version: i64,
        most: u32,
    ) -> Result<Option<Vec<Committed>>, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let limit = i64::from(most) + 1;
        let rows = fetch_all!(&mut db, EventRow, EVENTS_OF_ORDER, order_id.0, after_version, limit);
        let events: Vec<Committed> = rows.map_err(read_error)?.into_iter().map(Committed::from).collect();
        if events.len() > usize::try_from(most).unwrap_or(usize::MAX) {
            return Ok(None);
        }
        let version = fetch_optional!(&mut db, (i64,), ORDER_VERSION, order_id.0).map_err(read_error)?;
        let newest = events.last().and_then(|last| version_of(&last.event)).unwrap_or(after_version);
        let oldest = events.first().and_then(|first| version_of(&first.event));
        let whole = oldest.is_none_or(|oldest| oldest == after_version + 1)
            && version.is_some_and(|(version,)| newest >= version && after_version <= version);
        Ok(whole.then_some(events))
    }

    /// The events of all lanes after a vector of cursors, each lane in its order. `None` where a snapshot must do:
    /// some are kept no longer, are more than `most`, or it cannot be told whether a lane that has ended was read.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn events_after(&self, after: &[LanePosition], most: u32) -> Result<Option<Vec<Committed>>, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let Some(from) = resumable(&mut db, after).await.map_err(read_error)? else { return Ok(None) };
        let mut events = Vec::new();
        for unread in &from {
            let limit = room(&events, most);
            events.extend(events_of_lane(&mut db, (unread.lane, unread.after), limit).await.map_err(read_error)?);
        }
        Ok(at_most(events, most))
    }
}

/// Events of a lane after a cursor, in their order.
pub(crate) async fn events_of_lane(
    db: &mut Db<'_>,
    (lane, after): LanePosition,
    most: i64,
) -> Result<Vec<EventRow>, sqlx::Error> {
    fetch_all!(db, EventRow, EVENTS_OF_LANE, lane.0, after, most)
}

/// One more than may still come, so that too many are known as such.
fn room(events: &[EventRow], most: u32) -> i64 {
    (i64::from(most) + 1 - i64::try_from(events.len()).unwrap_or(i64::MAX)).max(0)
}

fn at_most(rows: Vec<EventRow>, most: u32) -> Option<Vec<Committed>> {
    let fits = rows.len() <= usize::try_from(most).unwrap_or(usize::MAX);
    fits.then(|| rows.into_iter().map(Committed::from).collect())
}

fn version_of(event: &Event) -> Option<i64> {
    match event {
        Event::OrderChanged { version, .. } | Event::DocumentReady { version, .. } => Some(*version),
        _ => None,
    }
}

/// What somebody has not read of a lane.
struct Unread {
    lane: LaneId,
    /// Read up to here.
    after: i64,
    /// The lane's last event; after `after`.
    last: i64,
}

/// What must be read of each lane so that nothing is missed, or `None` if that cannot be told.
///
/// A lane that the vector does not name is either younger than it, or ended and was wholly read before. An open one is
/// younger; of an ended one that is only certain if it ended before the newest event that the vector has seen.
async fn resumable(db: &mut Db<'_>, after: &[LanePosition]) -> Result<Option<Vec<Unread>>, sqlx::Error> {
    if after.is_empty() {
        return Ok(None);
    }
    let known: HashMap<LaneId, LaneHead> = heads(db).await?.into_iter().map(|head| (head.lane, head)).collect();
    let mut times = Rows::of(&TIMES_OF);
    let mut unread = Vec::new();
    for (lane, seq) in after {
        let Some(head) = known.get(lane) else { return Ok(None) };
        if *seq < head.forgotten_seq || *seq > head.seq {
            return Ok(None);
        }
        times.push([(*lane).into(), (*seq).into()]);
        unread.push(Unread { lane: *lane, after: *seq, last: head.seq });
    }
    let times: Vec<(DateTime<Utc>,)> = times.fetch(db).await?;
    let seen_at = times.into_iter().map(|(at,)| at).max();
    for head in known.values().filter(|head| after.iter().all(|(lane, _)| *lane != head.lane)) {
        match head.closed_at {
            None if head.forgotten_seq == 0 => unread.push(Unread { lane: head.lane, after: 0, last: head.seq }),
            None => return Ok(None),
            Some(closed_at) if seen_at.is_some_and(|seen_at| closed_at < seen_at) => {}
            // It ended without ever saying anything.
            Some(_) if head.seq == 0 => {}
            Some(_) => return Ok(None),
        }
    }
    unread.retain(|unread| unread.after < unread.last);
    unread.sort_by_key(|unread| unread.lane);
    Ok(Some(unread))
}
