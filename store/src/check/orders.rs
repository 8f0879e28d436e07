//! Invariants of orders, payments and documents.

use super::Invariant;
use crate::sql::statements;

pub(super) static INVARIANTS: &[Invariant] = &[
    Invariant { holds: "a hold of an order belongs to a line of an open order", broken_by: &HOLD_OF_NO_ORDER },
    Invariant { holds: "a paid order has exactly one payment that bought it", broken_by: &PAID_BY_OTHER_THAN_ONE },
    Invariant {
        holds: "an order that waits for money says how its latest payment stands",
        broken_by: &PAYMENT_STATUS_ASTRAY,
    },
    Invariant { holds: "a payment that bought an order is one sale in the books", broken_by: &SALES_BOOKED },
    Invariant { holds: "money without goods is on its way back", broken_by: &MONEY_WITHOUT_GOODS },
    Invariant { holds: "no more is given back than was paid", broken_by: &REFUNDED_ASTRAY },
    Invariant { holds: "a refund that is not paid has a job for it", broken_by: &REFUND_ADRIFT },
    Invariant { holds: "a return is of one part of its order, and of lines of it", broken_by: &RETURN_ASTRAY },
    Invariant { holds: "a return that is refunded has its refund", broken_by: &RETURN_UNPAID },
    Invariant { holds: "no order is completed with an open return", broken_by: &COMPLETED_TOO_EARLY },
    Invariant { holds: "every part of a sale has its invoice", broken_by: &SALE_WITHOUT_INVOICE },
    Invariant { holds: "invoices and credit notes belong to orders that were paid", broken_by: &INVOICE_WITHOUT_SALE },
    Invariant { holds: "an open payment has somebody who drives it", broken_by: &PAYMENT_ADRIFT },
    Invariant { holds: "a document that is not rendered has a job for it", broken_by: &DOCUMENT_ADRIFT },
    Invariant { holds: "an order's sums are those of its parts", broken_by: &SUMS },
    Invariant { holds: "an artist's resale right is a part of the price", broken_by: &RESALE_RIGHT_ASTRAY },
    Invariant { holds: "what the buyer collects goes with no carrier", broken_by: &COLLECTED_BY_CARRIER },
    Invariant { holds: "number series have no gaps", broken_by: &GAPS },
    Invariant { holds: "number series go on where their documents end", broken_by: &SERIES_ASTRAY },
];

/// Orders that money bought, with the number of payments that did.
macro_rules! bought {
    () => {
        "(SELECT b.order_id, count(*) AS payments FROM payments b WHERE b.status IN ('succeeded', 'refunded') \
         AND NOT b.unapplied GROUP BY b.order_id)"
    };
}

/// The numbers that were given, taken apart. Certificates are filed under their order's number, in no series.
macro_rules! numbers {
    () => {
        "(SELECT k.seller_id, k.kind, CAST(substr(k.series, length(k.series) - 4, 4) AS bigint) AS year, \
         CAST(substr(k.number, length(k.series) + 1) AS bigint) AS running FROM (SELECT d.seller_id, d.kind, d.number, \
         rtrim(d.number, '0123456789') AS series FROM documents d WHERE d.kind IN ('invoice', 'credit_note')) k)"
    };
}

statements! {
    RESALE_RIGHT_ASTRAY =
        "SELECT l.id, 'a right of ' || CAST(l.resale_right_minor AS text) || ' on a price of ' \
         || CAST(l.unit_price_minor * l.quantity AS text) AS how FROM order_lines l \
         WHERE l.resale_right_minor > 0 AND l.resale_right_minor > l.unit_price_minor * l.quantity ORDER BY l.id";
    // Jobs are joined, not looked for row by row: no index holds the dead ones too, and a check comes when many wait.
    HOLD_OF_NO_ORDER =
        "SELECT h.id, 'hold for an order that is ' || coalesce(o.status, 'missing or has no such line') AS how \
         FROM holds h LEFT JOIN order_lines l ON l.order_id = h.order_id AND l.cart_line_id = h.line_id \
         AND l.edition_id = h.edition_id \
         LEFT JOIN orders o ON o.id = l.order_id AND o.owner_id = h.owner_id \
         WHERE h.order_id IS NOT NULL AND (o.status IS NULL OR o.status <> 'open') ORDER BY h.id";
    PAID_BY_OTHER_THAN_ONE = concat!(
        "SELECT o.id, 'order ' || o.number || ' is ' || o.payment_status || ' with ' \
         || CAST(coalesce(p.payments, 0) AS text) || ' payments that bought it' AS how FROM orders o \
         LEFT JOIN ", bought!(), " p ON p.order_id = o.id \
         WHERE (o.payment_status IN ('paid', 'partially_refunded', 'disputed') AND coalesce(p.payments, 0) <> 1) \
         OR coalesce(p.payments, 0) > 1 \
         OR (coalesce(p.payments, 0) = 1 AND o.payment_status IN ('pending', 'requires_action', 'failed')) \
         ORDER BY o.id"
    );
    PAYMENT_STATUS_ASTRAY =
        "SELECT o.id, 'order ' || o.number || ' is ' || o.payment_status || ', its latest payment ' || p.status AS how \
         FROM orders o JOIN (SELECT k.order_id, max(k.position) AS position FROM payments k GROUP BY k.order_id) l \
         ON l.order_id = o.id JOIN payments p ON p.order_id = l.order_id AND p.position = l.position \
         WHERE o.status = 'open' AND o.payment_status IN ('pending', 'requires_action', 'failed') \
         AND p.status IN ('pending', 'requires_action', 'failed') AND p.status <> o.payment_status ORDER BY o.id";
    /// What costs nothing leaves no entries.
    SALES_BOOKED = concat!(
        "SELECT o.id, 'order ' || o.number || ' has ' || CAST(coalesce(s.sales, 0) AS text) || ' sales for ' \
         || CAST(coalesce(p.payments, 0) AS text) || ' payments that bought it' AS how FROM orders o \
         LEFT JOIN (SELECT e.order_id, count(DISTINCT e.posting_id) AS sales FROM ledger_entries e \
         WHERE e.reason = 'sale' GROUP BY e.order_id) s ON s.order_id = o.id \
         LEFT JOIN ", bought!(), " p ON p.order_id = o.id \
         WHERE coalesce(s.sales, 0) <> coalesce(p.payments, 0) AND o.total_minor <> 0 ORDER BY o.id"
    );
    /// Money that found no goods, or whose goods went back, has a refund job until it is refunded; a dead letter
    /// still counts: the operator sees it.
    MONEY_WITHOUT_GOODS =
        "SELECT p.order_id, 'payment of ' || CAST(p.amount_minor AS text) || ' ' || p.currency \
         || ' bought nothing and is not on its way back' AS how FROM payments p JOIN orders o ON o.id = p.order_id \
         LEFT JOIN (SELECT DISTINCT k.subject FROM jobs k WHERE k.kind = 'refund_payment') j ON j.subject = p.id \
         LEFT JOIN (SELECT DISTINCT r.payment_id FROM refunds r WHERE r.status = 'pending') w ON w.payment_id = p.id \
         WHERE p.status = 'succeeded' AND (p.unapplied OR o.status IN ('cancelled', 'expired')) \
         AND j.subject IS NULL AND w.payment_id IS NULL ORDER BY p.order_id, p.id";
    REFUNDED_ASTRAY =
        "SELECT r.order_id, 'refunds of ' || CAST(r.promised AS text) || ', ' || CAST(r.done AS text) \
         || ' of it done, for a payment of ' || CAST(coalesce(p.amount_minor, 0) AS text) || ' with ' \
         || CAST(coalesce(p.refunded_minor, 0) AS text) || ' given back' AS how \
         FROM (SELECT k.order_id, k.payment_id, sum(k.amount_minor) AS promised, \
         sum(CASE WHEN k.status = 'refunded' THEN k.amount_minor ELSE 0 END) AS done FROM refunds k \
         GROUP BY k.order_id, k.payment_id) r LEFT JOIN payments p ON p.id = r.payment_id AND p.order_id = r.order_id \
         WHERE p.id IS NULL OR r.promised > p.amount_minor OR r.done <> p.refunded_minor ORDER BY r.order_id";
    REFUND_ADRIFT =
        "SELECT r.order_id, 'refund of ' || CAST(r.amount_minor AS text) || ' ' || r.currency || ' without a job' AS how \
         FROM refunds r LEFT JOIN (SELECT DISTINCT k.subject FROM jobs k WHERE k.kind = 'refund_payment') j \
         ON j.subject = r.id WHERE r.status = 'pending' AND j.subject IS NULL ORDER BY r.order_id, r.id";
    RETURN_ASTRAY =
        "SELECT r.order_id, 'return ' || r.kind || ' of ' || CAST(count(k.position) AS text) || ' lines, ' \
         || CAST(count(l.id) AS text) || ' of them of its part and not more than it has' AS how FROM returns r \
         LEFT JOIN seller_orders p ON p.id = r.seller_order_id AND p.order_id = r.order_id AND p.seller_id = r.seller_id \
         LEFT JOIN return_lines k ON k.order_id = r.order_id AND k.return_id = r.id \
         LEFT JOIN order_lines l ON l.order_id = p.order_id AND l.seller_position = p.position \
         AND l.id = k.order_line_id AND l.quantity >= k.quantity \
         GROUP BY r.order_id, r.id, r.kind HAVING count(k.position) = 0 OR count(k.position) <> count(l.id) \
         ORDER BY r.order_id, r.id";
    RETURN_UNPAID =
        "SELECT r.order_id, 'return ' || r.kind || ' is ' || r.status || ' and its refund ' \
         || coalesce(f.status, 'is missing') AS how FROM returns r \
         LEFT JOIN refunds f ON f.id = r.refund_id AND f.order_id = r.order_id \
         WHERE (r.status = 'refunded') <> (f.id IS NOT NULL) ORDER BY r.order_id, r.id";
    COMPLETED_TOO_EARLY =
        "SELECT o.id, 'order ' || o.number || ' is completed with a return that is ' || r.status AS how FROM returns r \
         JOIN orders o ON o.id = r.order_id WHERE r.status IN ('announced', 'received') AND o.status = 'completed' \
         ORDER BY o.id, r.id";
    SALE_WITHOUT_INVOICE =
        "SELECT s.order_id, 'part ' || CAST(s.position AS text) || ' of a sale has no invoice' AS how \
         FROM seller_orders s JOIN payments p ON p.order_id = s.order_id \
         WHERE p.status IN ('succeeded', 'refunded') AND NOT p.unapplied \
         AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.order_id = s.order_id AND d.seller_id = s.seller_id \
         AND d.kind = 'invoice') ORDER BY s.order_id, s.position";
    INVOICE_WITHOUT_SALE = concat!(
        "SELECT d.id, d.kind || ' ' || d.number || ' belongs to an order that nobody paid' AS how FROM documents d \
         LEFT JOIN ", bought!(), " p ON p.order_id = d.order_id \
         WHERE d.kind IN ('invoice', 'credit_note', 'certificate') AND p.order_id IS NULL ORDER BY d.id"
    );
    PAYMENT_ADRIFT =
        "SELECT p.order_id, 'payment ' || p.status || ' without a job' AS how FROM payments p \
         LEFT JOIN (SELECT DISTINCT k.subject FROM jobs k WHERE k.kind = 'drive_payment') d ON d.subject = p.id \
         LEFT JOIN (SELECT DISTINCT k.subject FROM jobs k WHERE k.kind = 'expire_order') e ON e.subject = p.order_id \
         WHERE p.status IN ('pending', 'requires_action') AND d.subject IS NULL AND e.subject IS NULL \
         ORDER BY p.order_id, p.id";
    /// Certificates are rendered when somebody asks for them.
    DOCUMENT_ADRIFT =
        "SELECT d.id, d.kind || ' ' || d.number || ' is not rendered and has no job' AS how FROM documents d \
         LEFT JOIN (SELECT DISTINCT k.subject FROM jobs k WHERE k.kind = 'render_document') j ON j.subject = d.id \
         WHERE d.content_hash IS NULL AND j.subject IS NULL AND d.kind <> 'certificate' ORDER BY d.id";
    COLLECTED_BY_CARRIER =
        "SELECT s.id, 'parcel with ' || s.carrier || ' of what is collected' AS how FROM shipments s \
         JOIN seller_orders k ON k.order_id = s.order_id AND k.id = s.seller_order_id \
         WHERE k.pickup IS NOT NULL AND s.carrier <> 'pickup' ORDER BY s.id";
    SUMS =
        "SELECT o.id, 'order ' || o.number || ' of ' || CAST(o.total_minor AS text) || ' with parts of ' \
         || CAST(coalesce(p.total, 0) AS text) AS how FROM orders o \
         LEFT JOIN (SELECT k.order_id, sum(k.total_minor) AS total, sum(k.items_minor) AS items \
         FROM seller_orders k GROUP BY k.order_id) p ON p.order_id = o.id \
         LEFT JOIN (SELECT l.order_id, sum(l.quantity * l.unit_price_minor) AS items FROM order_lines l \
         GROUP BY l.order_id) l ON l.order_id = o.id \
         WHERE o.total_minor <> coalesce(p.total, 0) OR o.items_minor <> coalesce(p.items, 0) \
         OR o.items_minor <> coalesce(l.items, 0) ORDER BY o.id";
    /// A number ends in its running number; the four digits before the dash are the year. A series is a seller's, of a
    /// kind and a year: what is printed before may change within it.
    GAPS = concat!(
        "SELECT n.seller_id, n.kind || ' ' || CAST(n.year AS text) || ': ' || CAST(count(*) AS text) \
         || ' numbers from ' || CAST(min(n.running) AS text) || ' to ' || CAST(max(n.running) AS text) AS how \
         FROM ", numbers!(), " n GROUP BY n.seller_id, n.kind, n.year \
         HAVING min(n.running) <> 1 OR max(n.running) <> count(*) OR count(DISTINCT n.running) <> count(*) \
         ORDER BY n.seller_id, n.kind, n.year"
    );
    SERIES_ASTRAY = concat!(
        "SELECT s.seller_id, s.kind || ' ' || CAST(s.year AS text) || ' goes on with ' || CAST(s.next AS text) \
         || ' after ' || CAST(coalesce(d.numbers, 0) AS text) || ' documents' AS how FROM number_series s \
         LEFT JOIN (SELECT n.seller_id, n.kind, n.year, count(*) AS numbers FROM ", numbers!(), " n \
         GROUP BY n.seller_id, n.kind, n.year) d \
         ON d.seller_id = s.seller_id AND d.kind = s.kind AND d.year = s.year \
         WHERE s.next <> coalesce(d.numbers, 0) + 1 ORDER BY s.seller_id, s.kind, s.year"
    );
}
