//! What somebody missed of a feed, a page at a time: nothing is left out, however much it is.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use impasto_domain::event::Committed;
use impasto_domain::ids::{LaneId, SellerId};
use impasto_domain::ports::ReadError;

use super::events::{EventRow, LanePosition, TIMES_OF};
use super::lanes::{LaneHead, heads};
use crate::db::Db;
use crate::open::{Store, read_error};
use crate::sql::{Rows, fetch_all, statements};

/// Events of all kinds that are looked through at most for one page of a kind.
const LOOKED_THROUGH_MAX: i64 = 20_000;

// One lane at a time with plain parameters: that is a range of an index, in its order, on both engines.
statements! {
    MISSED_OF_KIND =
        "SELECT e.lane, e.seq, e.at, e.data FROM events e WHERE e.lane = $1 AND e.seq > $2 AND e.seq <= $3 \
         AND e.kind = $4 ORDER BY e.seq LIMIT $5";
    /// Without an end: with one SQLite takes the lane's key for the better index.
    MISSED_OF_SELLER =
        "SELECT e.lane, e.seq, e.at, e.data FROM events e WHERE e.seller_id = $1 AND e.lane = $2 AND e.seq > $3 \
         ORDER BY e.seq LIMIT $4";
}

/// A feed that is positioned by a vector of cursors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// A seller's feed.
    Seller(SellerId),
    /// Every event of a kind ([`Event::kind`](impasto_domain::event::Event::kind)).
    Kind(&'static str),
}

/// A page of what was missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The feed's events, each lane in its order, lanes in the order they were opened.
    pub events: Vec<Committed>,
    /// Where the page begins: the vector it was asked with, and with it the beginnings of lanes that are younger.
    pub from: Vec<LanePosition>,
    /// Where a reader of the page stands: that vector, moved over everything that was looked through.
    pub to: Vec<LanePosition>,
    /// Whether there may be more after that.
    pub more: bool,
}

/// What somebody has not read of a lane.
#[derive(Debug, Clone, Copy)]
struct Unread {
    lane: LaneId,
    /// Read up to here.
    after: i64,
    /// The lane's last event; past `after`.
    last: i64,
}

impl Store {
    /// The first events of a feed after a vector of cursors, at most so many. `None` where a snapshot must do: some are
    /// kept no longer, or it cannot be told whether a lane that has ended was read.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn missed(&self, feed: Feed, after: &[LanePosition], most: u32) -> Result<Option<Missed>, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let Some(unread) = unread(&mut db, after).await.map_err(read_error)? else { return Ok(None) };
        let mut page = Missed::from(after, &unread);
        let mut room = usize::try_from(most).unwrap_or(usize::MAX);
        let mut looks = LOOKED_THROUGH_MAX;
        for lane in unread {
            let end = match feed {
                Feed::Seller(_) => lane.last,
                Feed::Kind(_) => lane.last.min(lane.after + looks),
            };
            let limit = i64::try_from(room).unwrap_or(i64::MAX).saturating_add(1);
            let rows = rows_of(&mut db, feed, lane, end, limit).await.map_err(read_error)?;
            let mut events: Vec<Committed> = rows.into_iter().map(Committed::from).collect();
            events.retain(|event| event.seq <= end);
            let full = events.len() > room;
            events.truncate(room);
            let to = if full { events.last().map_or(lane.after, |last| last.seq) } else { end };
            page.moves(lane.lane, to);
            room -= events.len();
            looks -= end - lane.after;
            page.events.extend(events);
            if to < lane.last {
                page.more = true;
                break;
            }
        }
        Ok(Some(page))
    }
}

impl Missed {
    fn from(after: &[LanePosition], unread: &[Unread]) -> Self {
        // A lane that is named from its beginning is never taken for one that had ended before.
        let younger = unread.iter().map(|lane| (lane.lane, lane.after)).filter(|(lane, _)| !names(after, *lane));
        let from: Vec<LanePosition> = after.iter().copied().chain(younger).collect();
        Self { events: Vec::new(), to: from.clone(), from, more: false }
    }

    fn moves(&mut self, lane: LaneId, to: i64) {
        for known in self.to.iter_mut().filter(|known| known.0 == lane) {
            known.1 = to;
        }
    }
}

fn names(vector: &[LanePosition], lane: LaneId) -> bool {
    vector.iter().any(|(known, _)| *known == lane)
}

async fn rows_of(db: &mut Db<'_>, feed: Feed, of: Unread, end: i64, limit: i64) -> Result<Vec<EventRow>, sqlx::Error> {
    let (lane, after) = (of.lane.0, of.after);
    match feed {
        Feed::Seller(seller) => fetch_all!(db, EventRow, MISSED_OF_SELLER, seller.0, lane, after, limit),
        Feed::Kind(kind) => fetch_all!(db, EventRow, MISSED_OF_KIND, lane, after, end, kind, limit),
    }
}

/// What must be read of each lane so that nothing is missed, oldest lane first, or `None` if that cannot be told.
///
/// A vector names every lane that was open and heard of when it was given out. So a lane that it does not name is
/// younger than it (open, or opened after the newest that the vector knows of), or had ended and was wholly read (ended
/// before that). Of one that was open just then it cannot be told.
async fn unread(db: &mut Db<'_>, after: &[LanePosition]) -> Result<Option<Vec<Unread>>, sqlx::Error> {
    if after.is_empty() {
        return Ok(None);
    }
    let known: HashMap<LaneId, LaneHead> = heads(db).await?.into_iter().map(|head| (head.lane, head)).collect();
    let mut times = Rows::of(&TIMES_OF);
    let mut seen_at = DateTime::<Utc>::MIN_UTC;
    let mut unread = Vec::new();
    for (lane, seq) in after {
        let Some(head) = known.get(lane) else { return Ok(None) };
        if *seq < head.forgotten_seq || *seq > head.seq {
            return Ok(None);
        }
        // Whoever names a lane has heard of its beginning, if of no event.
        seen_at = seen_at.max(head.opened_at);
        times.push([(*lane).into(), (*seq).into()]);
        unread.push(Unread { lane: *lane, after: *seq, last: head.seq });
    }
    let times: Vec<(DateTime<Utc>,)> = times.fetch(db).await?;
    let seen_at = times.into_iter().map(|(at,)| at).fold(seen_at, DateTime::max);
    for head in known.values().filter(|head| !names(after, head.lane)) {
        // An embedded database closes the lane before in the moment in which it opens the next.
        let ended_before = head.closed_at.is_some_and(|closed_at| closed_at <= seen_at);
        if ended_before || (head.closed_at.is_some() && head.seq == 0) {
            continue;
        }
        let younger = head.closed_at.is_none() || head.opened_at > seen_at;
        if !younger || head.forgotten_seq > 0 {
            return Ok(None);
        }
        unread.push(Unread { lane: head.lane, after: 0, last: head.seq });
    }
    unread.retain(|lane| lane.after < lane.last);
    unread.sort_by_key(|lane| lane.lane);
    Ok(Some(unread))
}
