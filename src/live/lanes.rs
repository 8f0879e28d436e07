//! Lanes that have ended leave the positions, so that those stay short beside nodes that come and go.

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::ports::ReadError;
use impasto_store::Store;
use impasto_store::reads::LaneHead;
use impasto_ws::{Cursors, Lane, LiveBus};

/// How long after its end a lane is still named: longer than anybody stays away who is then resumed without asking the
/// store, which knows when each lane began and ended.
const NAMED_FOR: TimeDelta = TimeDelta::hours(1);

/// Retires the lanes that have ended and were told here to their last event.
///
/// # Errors
/// [`ReadError`] when the database is away.
pub async fn retire_lanes(store: &Store, bus: &LiveBus, now: DateTime<Utc>) -> Result<(), ReadError> {
    // Read before the lanes: one that begins meanwhile is not among them.
    let cursors = bus.cursors();
    for lane in over(&store.lanes().await?, &cursors, now) {
        bus.retire(lane);
    }
    Ok(())
}

fn over(heads: &[LaneHead], cursors: &Cursors, now: DateTime<Utc>) -> Vec<Lane> {
    let is_over = |(lane, told): &(Lane, u64)| match heads.iter().find(|head| Lane::from(head.lane.0) == *lane) {
        // Forgotten with its last event.
        None => true,
        Some(head) => {
            let is_told = u64::try_from(head.seq).is_ok_and(|last| last <= *told);
            is_told && head.closed_at.is_some_and(|closed_at| closed_at + NAMED_FOR <= now)
        }
    };
    cursors.iter().filter(is_over).map(|(lane, _)| lane).collect()
}

#[cfg(test)]
mod tests {
    use impasto_domain::ids::LaneId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_what_ended_long_ago_and_was_told_is_retired() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let head = |number, closed_minutes_ago: Option<i64>| LaneHead {
            lane: LaneId(Uuid::from_u128(number)),
            seq: 10,
            forgotten_seq: 0,
            opened_at: now - TimeDelta::days(1),
            closed_at: closed_minutes_ago.map(|minutes| now - TimeDelta::minutes(minutes)),
        };
        let heads = [head(1, None), head(2, Some(61)), head(3, Some(59)), head(4, Some(61))];
        let lane = |number: u128| Lane::from(Uuid::from_u128(number));
        let cursors = [(1, 10), (2, 10), (3, 10), (4, 9), (5, 7)].into_iter().map(|(number, seq)| (lane(number), seq));
        assert_eq!(over(&heads, &cursors.collect(), now), [lane(2), lane(5)]);
    }
}
