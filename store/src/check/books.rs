//! Invariants of the books: what came is somebody's, each account is what its orders make it, and disputes stand where
//! their money does.
//!
//! Whatever the life of an order posts is held against the order; what payouts and months post is not looked at here.

use super::Invariant;
use crate::sql::statements;

pub(super) static INVARIANTS: &[Invariant] = &[
    Invariant { holds: "ledger postings sum to zero", broken_by: &UNBALANCED },
    Invariant { holds: "an order's entries are in its currency", broken_by: &OTHER_CURRENCY },
    Invariant { holds: "sellers' accounts name their seller and the house's name none", broken_by: &WHOSE_ACCOUNT },
    Invariant { holds: "the books know the money that the providers hold", broken_by: &CLEARING },
    Invariant { holds: "what came for an order belongs to somebody, to the minor unit", broken_by: &MONEY_IN },
    Invariant { holds: "the books owe each seller his part of a sale less commission", broken_by: &SELLERS_OWED },
    Invariant { holds: "the tax of a seller's sale is booked apart from his earnings", broken_by: &TAX_BOOKED },
    Invariant { holds: "the house's commission of a sale is what was frozen", broken_by: &COMMISSION_BOOKED },
    Invariant { holds: "a part's commission is that of its lines", broken_by: &COMMISSION_OF_LINES },
    Invariant { holds: "no more is taken back of a seller than he was owed", broken_by: &TAKEN_BACK_TWICE },
    Invariant { holds: "of what was given back whole nobody keeps anything", broken_by: &KEPT_OF_REFUNDED },
    Invariant { holds: "what is booked as disputed is in dispute", broken_by: &DISPUTED_MONEY },
    Invariant { holds: "an order is disputed as long as a dispute about its sale is open", broken_by: &DISPUTE_STATUS },
    Invariant { holds: "a dispute is about money that came", broken_by: &DISPUTE_OF_NOTHING },
];

/// What the life of an order posts: `ledger::reason::OF_ORDERS`.
macro_rules! of_orders {
    () => {
        "e.reason IN ('sale', 'refund', 'late_money', 'fee', 'dispute_opened', 'dispute_won', 'dispute_lost')"
    };
}

/// What attempts brought and keep, and what banks took beyond what counts as given back, by order.
macro_rules! kept {
    () => {
        "LEFT JOIN (SELECT k.order_id, sum(k.amount_minor - k.refunded_minor) AS amount FROM payments k \
         WHERE k.status IN ('succeeded', 'refunded') GROUP BY k.order_id) p ON p.order_id = o.id \
         LEFT JOIN (SELECT d.order_id, sum(d.amount_minor - d.taken_back_minor) AS amount FROM disputes d \
         WHERE d.status = 'lost' GROUP BY d.order_id) b ON b.order_id = o.id "
    };
}

statements! {
    UNBALANCED =
        "SELECT e.posting_id, 'sums to ' || CAST(sum(e.amount_minor) AS text) || ' ' || e.currency AS how \
         FROM ledger_entries e GROUP BY e.posting_id, e.currency HAVING sum(e.amount_minor) <> 0 \
         ORDER BY e.posting_id";
    /// A provider's fee may be in another.
    OTHER_CURRENCY = concat!(
        "SELECT e.order_id, e.reason || ' in ' || e.currency || ' of an order in ' || o.currency AS how \
         FROM ledger_entries e JOIN orders o ON o.id = e.order_id WHERE ", of_orders!(),
        " AND e.reason <> 'fee' AND e.currency <> o.currency ORDER BY e.order_id, e.posting_id, e.position"
    );
    WHOSE_ACCOUNT =
        "SELECT e.posting_id, e.account || CASE WHEN e.seller_id IS NULL THEN ' of no seller' ELSE ' of a seller' END \
         AS how FROM ledger_entries e \
         WHERE (e.seller_id IS NOT NULL) <> (e.account IN ('seller_payable', 'seller_vat', 'resale_right', \
         'payouts_in_transit')) ORDER BY e.posting_id, e.position";
    /// What they keep for themselves, and what banks have taken back while it is disputed, came to them as well.
    CLEARING = concat!(
        "SELECT o.id, 'order ' || o.number || ' is booked with ' || CAST(coalesce(l.amount, 0) AS text) \
         || ', its payments hold ' || CAST(coalesce(p.amount, 0) - coalesce(b.amount, 0) AS text) AS how FROM orders o \
         LEFT JOIN (SELECT e.order_id, sum(e.amount_minor) AS amount FROM ledger_entries e \
         WHERE e.account IN ('provider_clearing', 'provider_fees', 'disputed') AND ", of_orders!(),
        " GROUP BY e.order_id) l ON l.order_id = o.id ", kept!(),
        "WHERE coalesce(l.amount, 0) <> coalesce(p.amount, 0) - coalesce(b.amount, 0) ORDER BY o.id"
    );
    MONEY_IN = concat!(
        "SELECT o.id, 'order ' || o.number || ' owes and earned ' || CAST(coalesce(l.amount, 0) AS text) \
         || ' of ' || CAST(coalesce(p.amount, 0) - coalesce(b.amount, 0) AS text) AS how FROM orders o \
         LEFT JOIN (SELECT e.order_id, -sum(e.amount_minor) AS amount FROM ledger_entries e \
         WHERE e.account IN ('seller_payable', 'seller_vat', 'resale_right', 'commission', 'commission_vat', \
         'customer_refundable') AND ", of_orders!(),
        " GROUP BY e.order_id) l ON l.order_id = o.id ", kept!(),
        "WHERE coalesce(l.amount, 0) <> coalesce(p.amount, 0) - coalesce(b.amount, 0) ORDER BY o.id"
    );
    /// Whatever it is booked as: older programs had the tax among his earnings.
    SELLERS_OWED =
        "SELECT s.order_id, 'the sale owes seller ' || CAST(coalesce(l.owed, 0) AS text) || ' instead of ' \
         || CAST(s.earned AS text) AS how FROM (SELECT k.order_id, k.seller_id, \
         sum(k.total_minor - k.commission_minor) AS earned FROM seller_orders k GROUP BY k.order_id, k.seller_id) s \
         JOIN (SELECT b.order_id, count(*) AS payments FROM payments b WHERE b.status IN ('succeeded', 'refunded') \
         AND NOT b.unapplied GROUP BY b.order_id) p ON p.order_id = s.order_id \
         LEFT JOIN (SELECT e.order_id, e.seller_id, -sum(e.amount_minor) AS owed FROM ledger_entries e \
         WHERE e.account IN ('seller_payable', 'seller_vat', 'resale_right') AND e.reason = 'sale' \
         GROUP BY e.order_id, e.seller_id) l ON l.order_id = s.order_id AND l.seller_id = s.seller_id \
         WHERE s.earned <> coalesce(l.owed, 0) ORDER BY s.order_id, s.seller_id";
    TAX_BOOKED =
        "SELECT l.order_id, 'the sale has ' || CAST(l.tax AS text) || ' of tax in the books and ' \
         || CAST(coalesce(s.tax, 0) AS text) || ' in the order' AS how \
         FROM (SELECT e.order_id, e.seller_id, -sum(e.amount_minor) AS tax FROM ledger_entries e \
         WHERE e.account = 'seller_vat' AND e.reason = 'sale' GROUP BY e.order_id, e.seller_id) l \
         LEFT JOIN (SELECT k.order_id, k.seller_id, sum(k.tax_included_minor) AS tax FROM seller_orders k \
         GROUP BY k.order_id, k.seller_id) s ON s.order_id = l.order_id AND s.seller_id = l.seller_id \
         WHERE l.tax <> coalesce(s.tax, 0) ORDER BY l.order_id, l.seller_id";
    COMMISSION_BOOKED =
        "SELECT s.order_id, 'the sale has ' || CAST(coalesce(l.amount, 0) AS text) || ' of commission in the books and ' \
         || CAST(s.amount AS text) || ' in the order' AS how \
         FROM (SELECT k.order_id, sum(k.commission_minor) AS amount FROM seller_orders k GROUP BY k.order_id) s \
         JOIN (SELECT b.order_id, count(*) AS payments FROM payments b WHERE b.status IN ('succeeded', 'refunded') \
         AND NOT b.unapplied GROUP BY b.order_id) p ON p.order_id = s.order_id \
         LEFT JOIN (SELECT e.order_id, -sum(e.amount_minor) AS amount FROM ledger_entries e \
         WHERE e.account = 'commission' AND e.reason = 'sale' GROUP BY e.order_id) l ON l.order_id = s.order_id \
         WHERE s.amount <> coalesce(l.amount, 0) ORDER BY s.order_id";
    /// Older programs knew only the part's.
    COMMISSION_OF_LINES =
        "SELECT s.order_id, 'part ' || CAST(s.position AS text) || ' has a commission of ' \
         || CAST(s.commission_minor AS text) || ', its lines of ' || CAST(l.amount AS text) AS how \
         FROM (SELECT k.order_id, k.seller_position, sum(k.commission_minor) AS amount FROM order_lines k \
         GROUP BY k.order_id, k.seller_position) l \
         JOIN seller_orders s ON s.order_id = l.order_id AND s.position = l.seller_position \
         WHERE l.amount <> 0 AND l.amount <> s.commission_minor ORDER BY s.order_id, s.position";
    TAKEN_BACK_TWICE = concat!(
        "SELECT e.order_id, CAST(sum(e.amount_minor) AS text) || ' more was taken back of a seller than he was owed' \
         AS how FROM ledger_entries e \
         WHERE e.account IN ('seller_payable', 'seller_vat', 'resale_right') AND ", of_orders!(),
        " GROUP BY e.order_id, e.seller_id HAVING sum(e.amount_minor) > 0 ORDER BY e.order_id"
    );
    KEPT_OF_REFUNDED = concat!(
        "SELECT l.order_id, CAST(-l.amount AS text) || ' is kept of a sale that was given back' AS how \
         FROM (SELECT e.order_id, e.seller_id, sum(e.amount_minor) AS amount FROM ledger_entries e \
         WHERE e.account IN ('seller_payable', 'seller_vat', 'resale_right', 'commission') AND ", of_orders!(),
        " GROUP BY e.order_id, e.seller_id HAVING sum(e.amount_minor) <> 0) l \
         JOIN (SELECT b.order_id, count(*) AS payments FROM payments b WHERE b.status = 'refunded' \
         AND NOT b.unapplied GROUP BY b.order_id) p ON p.order_id = l.order_id ORDER BY l.order_id"
    );
    DISPUTED_MONEY =
        "SELECT o.id, 'order ' || o.number || ' has ' || CAST(coalesce(l.amount, 0) AS text) \
         || ' in the books as disputed, its disputes are about ' || CAST(coalesce(d.amount, 0) AS text) AS how \
         FROM orders o LEFT JOIN (SELECT e.order_id, sum(e.amount_minor) AS amount FROM ledger_entries e \
         WHERE e.account = 'disputed' GROUP BY e.order_id) l ON l.order_id = o.id \
         LEFT JOIN (SELECT k.order_id, sum(k.amount_minor) AS amount FROM disputes k WHERE k.status = 'open' \
         GROUP BY k.order_id) d ON d.order_id = o.id \
         WHERE coalesce(l.amount, 0) <> coalesce(d.amount, 0) ORDER BY o.id";
    /// One that was given back whole before stays so.
    DISPUTE_STATUS =
        "SELECT o.id, 'order ' || o.number || ' is ' || o.payment_status || ' with ' \
         || CAST(coalesce(d.cases, 0) AS text) || ' open disputes' AS how FROM orders o \
         LEFT JOIN (SELECT k.order_id, count(*) AS cases FROM disputes k JOIN payments p ON p.id = k.payment_id \
         WHERE k.status = 'open' AND NOT p.unapplied GROUP BY k.order_id) d ON d.order_id = o.id \
         WHERE (o.payment_status = 'disputed' AND coalesce(d.cases, 0) = 0) \
         OR (o.payment_status NOT IN ('disputed', 'refunded') AND coalesce(d.cases, 0) > 0) ORDER BY o.id";
    DISPUTE_OF_NOTHING =
        "SELECT d.order_id, 'dispute ' || d.reference || ' is about a payment that is ' || coalesce(p.status, 'missing') \
         AS how FROM disputes d LEFT JOIN payments p ON p.id = d.payment_id AND p.order_id = d.order_id \
         WHERE coalesce(p.status, '') NOT IN ('succeeded', 'refunded') ORDER BY d.order_id, d.id";
}
