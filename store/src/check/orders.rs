//! Invariants of orders, payments, documents and the books.

use super::Invariant;
use crate::sql::statements;

pub(super) static INVARIANTS: &[Invariant] = &[
    Invariant { holds: "a hold of an order belongs to a line of an open order", broken_by: &HOLD_OF_NO_ORDER },
    Invariant { holds: "a paid order has exactly one payment that bought it", broken_by: &PAID_BY_OTHER_THAN_ONE },
    Invariant { holds: "no order is sold twice in the books", broken_by: &SOLD_TWICE },
    Invariant { holds: "money without goods is on its way back", broken_by: &MONEY_WITHOUT_GOODS },
    Invariant { holds: "every part of a sale has its invoice", broken_by: &SALE_WITHOUT_INVOICE },
    Invariant { holds: "an open payment has somebody who drives it", broken_by: &PAYMENT_ADRIFT },
    Invariant { holds: "a document that is not rendered has a job for it", broken_by: &DOCUMENT_ADRIFT },
    Invariant { holds: "an order's sums are those of its parts", broken_by: &SUMS },
    Invariant { holds: "ledger postings sum to zero", broken_by: &UNBALANCED },
    Invariant { holds: "number series have no gaps", broken_by: &GAPS },
    Invariant { holds: "number series go on where their documents end", broken_by: &SERIES_ASTRAY },
];

statements! {
    // Jobs are joined, not looked for row by row: no index holds the dead ones too, and a check comes when many wait.
    HOLD_OF_NO_ORDER =
        "SELECT h.id, 'hold for an order that is ' || coalesce(o.status, 'missing or has no such line') AS how \
         FROM holds h LEFT JOIN order_lines l ON l.order_id = h.order_id AND l.cart_line_id = h.line_id \
         AND l.edition_id = h.edition_id \
         LEFT JOIN orders o ON o.id = l.order_id AND o.owner_id = h.owner_id \
         WHERE h.order_id IS NOT NULL AND (o.status IS NULL OR o.status <> 'open') ORDER BY h.id";
    PAID_BY_OTHER_THAN_ONE =
        "SELECT o.id, 'order ' || o.number || ' is ' || o.payment_status || ' with ' \
         || CAST(coalesce(p.payments, 0) AS text) || ' payments that bought it' AS how FROM orders o \
         LEFT JOIN (SELECT k.order_id, count(*) AS payments FROM payments k \
         WHERE k.status IN ('succeeded', 'refunded') AND NOT k.unapplied GROUP BY k.order_id) p \
         ON p.order_id = o.id \
         WHERE (o.payment_status IN ('paid', 'partially_refunded', 'disputed') AND coalesce(p.payments, 0) <> 1) \
         OR coalesce(p.payments, 0) > 1 \
         OR (coalesce(p.payments, 0) = 1 AND o.payment_status IN ('pending', 'requires_action', 'failed')) \
         ORDER BY o.id";
    SOLD_TWICE =
        "SELECT s.order_id, CAST(s.sales AS text) || ' sales, ' || CAST(s.refunds AS text) || ' refunds of the sale' AS how \
         FROM (SELECT e.order_id, sum(CASE WHEN e.reason = 'sale' THEN 1 ELSE 0 END) AS sales, \
         sum(CASE WHEN e.reason = 'refund' THEN 1 ELSE 0 END) AS refunds FROM ledger_entries e \
         WHERE e.account = 'commission' OR (e.account = 'provider_clearing' AND e.reason = 'sale') \
         GROUP BY e.order_id) s WHERE s.sales > 2 ORDER BY s.order_id";
    /// Money that found no goods, or whose goods went back, has a refund job until it is refunded; a dead letter
    /// still counts: the operator sees it.
    MONEY_WITHOUT_GOODS =
        "SELECT p.order_id, 'payment of ' || CAST(p.amount_minor AS text) || ' ' || p.currency \
         || ' bought nothing and is not on its way back' AS how FROM payments p JOIN orders o ON o.id = p.order_id \
         LEFT JOIN (SELECT DISTINCT k.subject FROM jobs k WHERE k.kind = 'refund_payment') j ON j.subject = p.id \
         WHERE p.status = 'succeeded' AND (p.unapplied OR o.status IN ('cancelled', 'expired')) \
         AND j.subject IS NULL ORDER BY p.order_id, p.id";
    SALE_WITHOUT_INVOICE =
        "SELECT s.order_id, 'part ' || CAST(s.position AS text) || ' of a sale has no invoice' AS how \
         FROM seller_orders s JOIN payments p ON p.order_id = s.order_id \
         WHERE p.status IN ('succeeded', 'refunded') AND NOT p.unapplied \
         AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.order_id = s.order_id AND d.seller_id = s.seller_id \
         AND d.kind = 'invoice') ORDER BY s.order_id, s.position";
    PAYMENT_ADRIFT =
        "SELECT p.order_id, 'payment ' || p.status || ' without a job' AS how FROM payments p \
         LEFT JOIN (SELECT DISTINCT k.subject FROM jobs k WHERE k.kind = 'drive_payment') d ON d.subject = p.id \
         LEFT JOIN (SELECT DISTINCT k.subject FROM jobs k WHERE k.kind = 'expire_order') e ON e.subject = p.order_id \
         WHERE p.status IN ('pending', 'requires_action') AND d.subject IS NULL AND e.subject IS NULL \
         ORDER BY p.order_id, p.id";
    DOCUMENT_ADRIFT =
        "SELECT d.id, d.kind || ' ' || d.number || ' is not rendered and has no job' AS how FROM documents d \
         LEFT JOIN (SELECT DISTINCT k.subject FROM jobs k WHERE k.kind = 'render_document') j ON j.subject = d.id \
         WHERE d.content_hash IS NULL AND j.subject IS NULL ORDER BY d.id";
    SUMS =
        "SELECT o.id, 'order ' || o.number || ' of ' || CAST(o.total_minor AS text) || ' with parts of ' \
         || CAST(coalesce(p.total, 0) AS text) AS how FROM orders o \
         LEFT JOIN (SELECT k.order_id, sum(k.total_minor) AS total, sum(k.items_minor) AS items \
         FROM seller_orders k GROUP BY k.order_id) p ON p.order_id = o.id \
         LEFT JOIN (SELECT l.order_id, sum(l.quantity * l.unit_price_minor) AS items FROM order_lines l \
         GROUP BY l.order_id) l ON l.order_id = o.id \
         WHERE o.total_minor <> coalesce(p.total, 0) OR o.items_minor <> coalesce(p.items, 0) \
         OR o.items_minor <> coalesce(l.items, 0) ORDER BY o.id";
    UNBALANCED =
        "SELECT e.posting_id, 'sums to ' || CAST(sum(e.amount_minor) AS text) || ' ' || e.currency AS how \
         FROM ledger_entries e GROUP BY e.posting_id, e.currency HAVING sum(e.amount_minor) <> 0 \
         ORDER BY e.posting_id";
    /// A number ends in its running number; what stands before it is its series.
    GAPS =
        "SELECT n.seller_id, n.kind || ' ' || n.series || ': ' || CAST(count(*) AS text) || ' numbers from ' \
         || CAST(min(n.running) AS text) || ' to ' || CAST(max(n.running) AS text) AS how \
         FROM (SELECT d.seller_id, d.kind, rtrim(d.number, '0123456789') AS series, \
         CAST(substr(d.number, length(rtrim(d.number, '0123456789')) + 1) AS bigint) AS running FROM documents d) n \
         GROUP BY n.seller_id, n.kind, n.series \
         HAVING min(n.running) <> 1 OR max(n.running) <> count(*) OR count(DISTINCT n.running) <> count(*) \
         ORDER BY n.seller_id, n.kind, n.series";
    /// The four digits before the last dash are the year.
    SERIES_ASTRAY =
        "SELECT s.seller_id, s.kind || ' ' || CAST(s.year AS text) || ' goes on with ' || CAST(s.next AS text) \
         || ' after ' || CAST(coalesce(d.numbers, 0) AS text) || ' documents' AS how FROM number_series s \
         LEFT JOIN (SELECT n.seller_id, n.kind, CAST(substr(n.series, length(n.series) - 4, 4) AS bigint) AS year, \
         count(*) AS numbers FROM (SELECT k.seller_id, k.kind, rtrim(k.number, '0123456789') AS series \
         FROM documents k) n GROUP BY n.seller_id, n.kind, n.series) d \
         ON d.seller_id = s.seller_id AND d.kind = s.kind AND d.year = s.year \
         WHERE s.next <> coalesce(d.numbers, 0) + 1 ORDER BY s.seller_id, s.kind, s.year";
}
