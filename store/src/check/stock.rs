//! Invariants of counters, copies and holds.

use super::Invariant;
use crate::sql::statements;

pub(super) static INVARIANTS: &[Invariant] = &[
    Invariant {
        holds: "an edition's total is what is available, held, sold and withdrawn, none of them negative",
        broken_by: &EQUATION,
    },
    Invariant { holds: "every edition has its counters", broken_by: &UNCOUNTED },
    Invariant { holds: "the counters are those of the copies", broken_by: &COPIES_COUNTED },
    Invariant { holds: "what is counted as held is held", broken_by: &HOLDS_COUNTED },
    Invariant { holds: "what is counted as sold is on a line of an order that was paid", broken_by: &SALES_COUNTED },
    Invariant { holds: "a held copy has its one hold", broken_by: &HELD_WITHOUT_HOLD },
    Invariant { holds: "a hold's copy is held", broken_by: &HOLD_WITHOUT_COPY },
    Invariant { holds: "a sold copy has its one order line", broken_by: &SOLD_WITHOUT_LINE },
    Invariant { holds: "a sold line has its copies", broken_by: &LINE_WITHOUT_COPIES },
    Invariant { holds: "a work knows how many of its editions have something left", broken_by: &EDITIONS_LEFT },
];

/// A line whose goods are with the customer: its order goes on, money bought it, and what of it went back to stock is
/// not counted.
macro_rules! sold_lines {
    () => {
        "(SELECT l.id, l.order_id, l.edition_id, l.quantity - l.restocked AS quantity FROM order_lines l \
         JOIN orders o ON o.id = l.order_id \
         WHERE o.status IN ('open', 'completed') AND EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id \
         AND p.status IN ('succeeded', 'refunded') AND NOT p.unapplied))"
    };
}

statements! {
    EQUATION =
        "SELECT s.edition_id, 'total ' || coalesce(CAST(s.total AS text), 'open') || ' but available ' \
         || CAST(s.available AS text) || ', held ' || CAST(s.held AS text) || ', sold ' || CAST(s.sold AS text) \
         || ', withdrawn ' || CAST(s.withdrawn AS text) AS how FROM stock s \
         WHERE s.total <> s.available + s.held + s.sold + s.withdrawn \
         OR s.available < 0 OR s.held < 0 OR s.sold < 0 OR s.withdrawn < 0 ORDER BY s.edition_id";
    UNCOUNTED =
        "SELECT e.id, 'has no counters' AS how FROM editions e LEFT JOIN stock s ON s.edition_id = e.id \
         WHERE s.edition_id IS NULL OR (s.total IS NULL) <> (e.kind = 'open') OR s.artwork_id <> e.artwork_id \
         ORDER BY e.id";
    COPIES_COUNTED =
        "SELECT s.edition_id, 'counters ' || CAST(s.available AS text) || '/' || CAST(s.held AS text) || '/' \
         || CAST(s.sold AS text) || '/' || CAST(s.withdrawn AS text) || ' but copies ' \
         || CAST(coalesce(c.available, 0) AS text) || '/' || CAST(coalesce(c.held, 0) AS text) || '/' \
         || CAST(coalesce(c.sold, 0) AS text) || '/' || CAST(coalesce(c.withdrawn, 0) AS text) \
         || ' (available/held/sold/withdrawn)' AS how \
         FROM stock s LEFT JOIN (SELECT k.edition_id, \
         sum(CASE WHEN k.state = 'available' THEN 1 ELSE 0 END) AS available, \
         sum(CASE WHEN k.state = 'held' THEN 1 ELSE 0 END) AS held, \
         sum(CASE WHEN k.state = 'sold' THEN 1 ELSE 0 END) AS sold, \
         sum(CASE WHEN k.state = 'withdrawn' THEN 1 ELSE 0 END) AS withdrawn \
         FROM copies k GROUP BY k.edition_id) c ON c.edition_id = s.edition_id \
         WHERE s.total IS NOT NULL AND (s.available <> coalesce(c.available, 0) OR s.held <> coalesce(c.held, 0) \
         OR s.sold <> coalesce(c.sold, 0) OR s.withdrawn <> coalesce(c.withdrawn, 0)) ORDER BY s.edition_id";
    HOLDS_COUNTED =
        "SELECT s.edition_id, 'held ' || CAST(s.held AS text) || ' but holds of ' \
         || CAST(coalesce(h.quantity, 0) AS text) AS how FROM stock s \
         LEFT JOIN (SELECT k.edition_id, sum(k.quantity) AS quantity FROM holds k GROUP BY k.edition_id) h \
         ON h.edition_id = s.edition_id WHERE s.held <> coalesce(h.quantity, 0) ORDER BY s.edition_id";
    SALES_COUNTED = concat!(
        "SELECT s.edition_id, 'sold ' || CAST(s.sold AS text) || ' but lines of ' \
         || CAST(coalesce(l.quantity, 0) AS text) AS how FROM stock s \
         LEFT JOIN (SELECT k.edition_id, sum(k.quantity) AS quantity FROM ", sold_lines!(), " k \
         GROUP BY k.edition_id) l ON l.edition_id = s.edition_id \
         WHERE s.sold <> coalesce(l.quantity, 0) ORDER BY s.edition_id"
    );
    HELD_WITHOUT_HOLD =
        "SELECT c.id, 'copy ' || CAST(c.ordinal AS text) || ' is held by nobody' AS how FROM copies c \
         LEFT JOIN holds h ON h.edition_id = c.edition_id AND h.copy_ordinal = c.ordinal AND h.copy_id = c.id \
         WHERE c.state = 'held' AND h.id IS NULL ORDER BY c.edition_id, c.ordinal";
    HOLD_WITHOUT_COPY =
        "SELECT h.id, 'hold on copy ' || coalesce(CAST(h.copy_ordinal AS text), 'none') || ' that is ' \
         || coalesce(c.state, 'missing') AS how FROM holds h JOIN stock s ON s.edition_id = h.edition_id \
         LEFT JOIN copies c ON c.edition_id = h.edition_id AND c.ordinal = h.copy_ordinal AND c.id = h.copy_id \
         WHERE (s.total IS NOT NULL AND (c.state IS NULL OR c.state <> 'held')) \
         OR (s.total IS NULL AND h.copy_ordinal IS NOT NULL) ORDER BY h.id";
    SOLD_WITHOUT_LINE = concat!(
        "SELECT c.id, 'copy ' || CAST(c.ordinal AS text) || ' is sold on no line of a paid order' AS how \
         FROM copies c LEFT JOIN ", sold_lines!(), " l ON l.id = c.order_line_id AND l.edition_id = c.edition_id \
         WHERE c.state = 'sold' AND l.id IS NULL ORDER BY c.edition_id, c.ordinal"
    );
    LINE_WITHOUT_COPIES = concat!(
        "SELECT l.order_id, 'line of ' || CAST(l.quantity AS text) || ' with ' \
         || CAST(coalesce(c.copies, 0) AS text) || ' copies' AS how FROM ", sold_lines!(), " l \
         JOIN stock s ON s.edition_id = l.edition_id \
         LEFT JOIN (SELECT k.order_line_id, count(*) AS copies FROM copies k WHERE k.state = 'sold' \
         GROUP BY k.order_line_id) c ON c.order_line_id = l.id \
         WHERE s.total IS NOT NULL AND coalesce(c.copies, 0) <> l.quantity ORDER BY l.order_id"
    );
    EDITIONS_LEFT =
        "SELECT a.id, 'knows of ' || CAST(a.editions_left AS text) || ' but it are ' \
         || CAST(coalesce(e.live, 0) AS text) AS how FROM artwork_heads a \
         LEFT JOIN (SELECT s.artwork_id, sum(CASE WHEN s.total IS NULL OR s.available + s.held > 0 THEN 1 ELSE 0 END) \
         AS live FROM stock s GROUP BY s.artwork_id) e ON e.artwork_id = a.id \
         WHERE a.editions_left <> coalesce(e.live, 0) \
         OR (a.status = 'published' AND coalesce(e.live, 0) = 0) \
         OR (a.status = 'sold_out' AND coalesce(e.live, 0) > 0) ORDER BY a.id";
}
