//! Committed events after a position, for those who come back.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use impasto_domain::event::{Committed, Event};
use impasto_domain::ids::{LaneId, OrderId, SellerId};
use impasto_domain::ports::ReadError;
use sqlx::types::Json;
use uuid::Uuid;

use super::lanes::{LaneHead, heads};
use crate::db::Db;
use crate::embedded::stored;
use crate::open::{Store, read_error};
use crate::sql::{Rows, fetch_all, fetch_optional, statements};

/// How far somebody has read a lane.
pub type LanePosition = (LaneId, i64);

/// Events of all kinds that are looked through at most for those of a feed.
const LOOKED_THROUGH_MAX: i64 = 20_000;

statements! {
    EVENTS_OF_LANES [lane: Uuid, seq: Int, most: Int] =
        "WITH {rows} SELECT e.lane, e.seq, e.at, e.data FROM v CROSS JOIN events e \
         WHERE e.lane = v.lane AND e.seq > v.seq ORDER BY e.lane, e.seq LIMIT (SELECT max(v.most) FROM v)";
    COUNT_AFTER [lane: Uuid, seq: Int, most: Int] =
        "WITH {rows} SELECT count(*) AS total FROM (SELECT 1 FROM v CROSS JOIN events e \
         WHERE e.lane = v.lane AND e.seq > v.seq LIMIT (SELECT max(v.most) FROM v)) counted";
    EVENTS_OF_KINDS [lane: Uuid, seq: Int, kind: Text, most: Int] =
        "WITH {rows} SELECT e.lane, e.seq, e.at, e.data FROM v CROSS JOIN events e \
         WHERE e.lane = v.lane AND e.seq > v.seq AND e.kind = v.kind \
         ORDER BY e.lane, e.seq LIMIT (SELECT max(v.most) FROM v)";
    EVENTS_OF_SELLER [lane: Uuid, seq: Int, seller: Uuid, most: Int] =
        "WITH {rows} SELECT e.lane, e.seq, e.at, e.data FROM v CROSS JOIN events e \
         WHERE e.seller_id = v.seller AND e.lane = v.lane AND e.seq > v.seq \
         ORDER BY e.lane, e.seq LIMIT (SELECT max(v.most) FROM v)";
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
        data: Json<Event>,
    }
}

impl From<EventRow> for Committed {
    fn from(row: EventRow) -> Self {
        Self { lane: row.lane.into(), seq: row.seq, at: row.at, event: row.data.0 }
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

    /// The events of a seller's feed after a vector of cursors, each lane in its order. `None` where a snapshot must
    /// do: see [`events_after`](Self::events_after).
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn seller_events(
        &self,
        seller_id: SellerId,
        after: &[LanePosition],
        most: u32,
    ) -> Result<Option<Vec<Committed>>, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let Some(from) = resumable(&mut db, after).await.map_err(read_error)? else { return Ok(None) };
        let mut wanted = Rows::of(&EVENTS_OF_SELLER);
        for (lane, seq) in from {
            wanted.push([lane.into(), seq.into(), seller_id.into(), (i64::from(most) + 1).into()]);
        }
        let rows: Vec<EventRow> = wanted.fetch(&mut db).await.map_err(read_error)?;
        Ok(at_most(rows, most))
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
        let rows = events_of_lanes(&mut db, &from, i64::from(most) + 1).await.map_err(read_error)?;
        Ok(at_most(rows, most))
    }

    /// As [`events_after`](Self::events_after), of some kinds of events only ([`Event::kind`]): the others do not
    /// count towards `most`, and at most 20 000 of them are looked through.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn events_of_kinds_after(
        &self,
        kinds: &[&str],
        after: &[LanePosition],
        most: u32,
    ) -> Result<Option<Vec<Committed>>, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let Some(from) = resumable(&mut db, after).await.map_err(read_error)? else { return Ok(None) };
        let mut counted = Rows::of(&COUNT_AFTER);
        let mut wanted = Rows::of(&EVENTS_OF_KINDS);
        for (lane, seq) in from {
            counted.push([lane.into(), seq.into(), (LOOKED_THROUGH_MAX + 1).into()]);
            for kind in kinds {
                wanted.push([lane.into(), seq.into(), (*kind).into(), (i64::from(most) + 1).into()]);
            }
        }
        let total: Vec<(i64,)> = counted.fetch(&mut db).await.map_err(read_error)?;
        if total.iter().any(|(total,)| *total > LOOKED_THROUGH_MAX) {
            return Ok(None);
        }
        let rows: Vec<EventRow> = wanted.fetch(&mut db).await.map_err(read_error)?;
        Ok(at_most(rows, most))
    }
}

/// Events of lanes after their cursors, each lane in its order.
pub(crate) async fn events_of_lanes(
    db: &mut Db<'_>,
    after: &[LanePosition],
    most: i64,
) -> Result<Vec<EventRow>, sqlx::Error> {
    let mut wanted = Rows::of(&EVENTS_OF_LANES);
    for (lane, seq) in after {
        wanted.push([(*lane).into(), (*seq).into(), most.into()]);
    }
    wanted.fetch(db).await
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

/// From where each lane must be read so that nothing is missed, or `None` if that cannot be told.
///
/// A lane that the vector does not name is either younger than it, or ended and was wholly read before. An open one is
/// younger; of an ended one that is only certain if it ended before the newest event that the vector has seen.
async fn resumable(db: &mut Db<'_>, after: &[LanePosition]) -> Result<Option<Vec<LanePosition>>, sqlx::Error> {
    if after.is_empty() {
        return Ok(None);
    }
    let known: HashMap<LaneId, LaneHead> = heads(db).await?.into_iter().map(|head| (head.lane, head)).collect();
    let mut times = Rows::of(&TIMES_OF);
    for (lane, seq) in after {
        let Some(head) = known.get(lane) else { return Ok(None) };
        if *seq < head.forgotten_seq || *seq > head.seq {
            return Ok(None);
        }
        times.push([(*lane).into(), (*seq).into()]);
    }
    let times: Vec<(DateTime<Utc>,)> = times.fetch(db).await?;
    let seen_at = times.into_iter().map(|(at,)| at).max();
    let mut from = after.to_vec();
    for head in known.values().filter(|head| after.iter().all(|(lane, _)| *lane != head.lane)) {
        match head.closed_at {
            None if head.forgotten_seq == 0 => from.push((head.lane, 0)),
            None => return Ok(None),
            Some(closed_at) if seen_at.is_some_and(|seen_at| closed_at < seen_at) => {}
            // It ended without ever saying anything.
            Some(_) if head.seq == 0 => {}
            Some(_) => return Ok(None),
        }
    }
    Ok(Some(from))
}
