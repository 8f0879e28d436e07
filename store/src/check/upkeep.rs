//! Invariants of lanes, events and jobs.

use super::Invariant;
use crate::sql::statements;

pub(super) static INVARIANTS: &[Invariant] = &[
    Invariant { holds: "lanes have no gaps", broken_by: &LANE_GAPS },
    Invariant { holds: "every event belongs to a lane", broken_by: &EVENTS_OF_NO_LANE },
    Invariant { holds: "an order's newest event tells its version", broken_by: &ORDER_UNTOLD },
    Invariant { holds: "wishlists and reviews are counted", broken_by: &STATS },
];

statements! {
    LANE_GAPS =
        "SELECT l.id, CAST(e.events AS text) || ' events from ' || CAST(e.first AS text) || ' to ' \
         || CAST(e.last AS text) || ', forgotten up to ' || CAST(l.forgotten_seq AS text) AS how \
         FROM lanes l JOIN (SELECT k.lane, count(*) AS events, min(k.seq) AS first, max(k.seq) AS last \
         FROM events k GROUP BY k.lane) e ON e.lane = l.id \
         WHERE e.events <> e.last - e.first + 1 OR e.first <> l.forgotten_seq + 1 ORDER BY l.id";
    EVENTS_OF_NO_LANE =
        "SELECT DISTINCT e.lane, 'has events and is unknown' AS how FROM events e \
         LEFT JOIN lanes l ON l.id = e.lane WHERE l.id IS NULL ORDER BY e.lane";
    /// Of orders younger than whatever was forgotten: lanes are forgotten one by one, so that of an older order the
    /// newest event may be gone before the others.
    ORDER_UNTOLD =
        "SELECT o.id, 'order ' || o.number || ' has version ' || CAST(o.version AS text) || ', told up to ' \
         || CAST(e.told AS text) AS how FROM (SELECT k.order_id, max(k.order_version) AS told \
         FROM events k WHERE k.order_id IS NOT NULL GROUP BY k.order_id) e \
         CROSS JOIN (SELECT max(coalesce((SELECT n.at FROM events n WHERE n.lane = l.id \
         AND n.seq = l.forgotten_seq + 1), l.closed_at, l.seen_at)) AS at FROM lanes l WHERE l.forgotten_seq > 0) f \
         JOIN orders o ON o.id = e.order_id \
         WHERE e.told <> o.version AND (f.at IS NULL OR o.placed_at > f.at) ORDER BY o.id";
    STATS =
        "SELECT s.artwork_id, 'counts ' || CAST(s.wishlisted AS text) || ' wishes and ' || CAST(s.reviews AS text) \
         || ' reviews, there are ' || CAST(coalesce(w.wishes, 0) AS text) || ' and ' \
         || CAST(coalesce(r.reviews, 0) AS text) AS how FROM artwork_stats s \
         LEFT JOIN (SELECT k.artwork_id, count(*) AS wishes FROM wishlists k GROUP BY k.artwork_id) w \
         ON w.artwork_id = s.artwork_id \
         LEFT JOIN (SELECT k.artwork_id, count(*) AS reviews, sum(k.rating) AS ratings FROM reviews k \
         GROUP BY k.artwork_id) r ON r.artwork_id = s.artwork_id \
         WHERE s.wishlisted <> coalesce(w.wishes, 0) OR s.reviews <> coalesce(r.reviews, 0) \
         OR s.rating_sum <> coalesce(r.ratings, 0) ORDER BY s.artwork_id";
}
