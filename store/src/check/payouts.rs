//! Invariants of payouts and of months that are closed.

use super::Invariant;
use crate::sql::statements;

pub(super) static INVARIANTS: &[Invariant] = &[
    Invariant { holds: "a payout is what its orders and the books say of it", broken_by: &PAYOUT_ASTRAY },
    Invariant { holds: "what is posted of payouts belongs to one", broken_by: &ENTRIES_OF_NO_PAYOUT },
    Invariant { holds: "no order is paid out beyond its earnings", broken_by: &PAID_BEYOND_EARNINGS },
    Invariant { holds: "a payout that a provider sends has a job for it", broken_by: &PAYOUT_ADRIFT },
    Invariant { holds: "closed months are as they were closed", broken_by: &MONTH_GREW },
    Invariant { holds: "closed months have everything they had", broken_by: &MONTH_SHRANK },
    Invariant { holds: "what providers paid to the bank is booked once", broken_by: &TRANSFER_ASTRAY },
    Invariant { holds: "what is booked as paid to the bank was entered", broken_by: &ENTRIES_OF_NO_TRANSFER },
    Invariant { holds: "the house's invoices have no gaps", broken_by: &HOUSE_GAPS },
    Invariant { holds: "the house's series go on where their invoices end", broken_by: &HOUSE_SERIES_ASTRAY },
];

/// What the entries of closed months come to. Months are closed one after the other, so that an entry before the end of the
/// last belongs to the latest that had begun; what was posted before the first belongs to none.
macro_rules! booked {
    () => {
        "(SELECT m.begins_at, m.account, m.currency, \
         sum(CASE WHEN m.amount_minor > 0 THEN m.amount_minor ELSE 0 END) AS debit, \
         sum(CASE WHEN m.amount_minor < 0 THEN -m.amount_minor ELSE 0 END) AS credit, count(*) AS entries \
         FROM (SELECT e.account, e.currency, e.amount_minor, \
         (SELECT max(k.begins_at) FROM month_closes k WHERE k.begins_at <= e.at) AS begins_at FROM ledger_entries e \
         WHERE e.at < (SELECT max(k.ends_at) FROM month_closes k)) m GROUP BY m.begins_at, m.account, m.currency)"
    };
}

statements! {
    PAYOUT_ASTRAY =
        "SELECT p.id, p.state || ' payout of ' || CAST(p.amount_minor AS text) || ' ' || p.currency || ' with orders of ' \
         || CAST(coalesce(r.ordered, 0) AS text) || ', ' || CAST(coalesce(l.taken, 0) AS text) || ' taken of the seller and ' \
         || CAST(coalesce(-l.transit, 0) AS text) || ' on its way' AS how FROM payouts p \
         LEFT JOIN (SELECT k.payout_id, sum(k.payable_minor + k.vat_minor) AS ordered FROM payout_orders k \
         GROUP BY k.payout_id) r ON r.payout_id = p.id \
         LEFT JOIN (SELECT e.payout_id, \
         sum(CASE WHEN e.account IN ('seller_payable', 'seller_vat') THEN e.amount_minor ELSE 0 END) AS taken, \
         sum(CASE WHEN e.account = 'payouts_in_transit' THEN e.amount_minor ELSE 0 END) AS transit \
         FROM ledger_entries e WHERE e.payout_id IS NOT NULL GROUP BY e.payout_id) l ON l.payout_id = p.id \
         WHERE coalesce(r.ordered, 0) <> p.amount_minor \
         OR coalesce(l.taken, 0) <> CASE WHEN p.state = 'failed' THEN 0 ELSE p.amount_minor END \
         OR coalesce(l.transit, 0) <> CASE WHEN p.state IN ('pending', 'sent') THEN -p.amount_minor ELSE 0 END \
         ORDER BY p.id";
    ENTRIES_OF_NO_PAYOUT =
        "SELECT e.posting_id, e.reason || ' of ' || CAST(e.amount_minor AS text) || ' ' || e.currency \
         || ' for a payout that is not there' AS how FROM ledger_entries e LEFT JOIN payouts p ON p.id = e.payout_id \
         WHERE (e.payout_id IS NOT NULL OR e.reason IN ('payout', 'payout_paid', 'payout_failed')) AND p.id IS NULL \
         ORDER BY e.posting_id, e.position";
    PAID_BEYOND_EARNINGS =
        "SELECT e.order_id, 'paid out ' \
         || CAST(sum(CASE WHEN e.payout_id IS NOT NULL THEN e.amount_minor ELSE 0 END) AS text) || ' of ' \
         || CAST(sum(CASE WHEN e.reason = 'sale' THEN -e.amount_minor ELSE 0 END) AS text) || ' ' || e.currency AS how \
         FROM ledger_entries e WHERE e.account IN ('seller_payable', 'seller_vat') AND e.order_id IS NOT NULL \
         GROUP BY e.order_id, e.seller_id, e.currency \
         HAVING sum(CASE WHEN e.payout_id IS NOT NULL THEN e.amount_minor ELSE 0 END) \
         > sum(CASE WHEN e.reason = 'sale' THEN -e.amount_minor ELSE 0 END) ORDER BY e.order_id";
    PAYOUT_ADRIFT =
        "SELECT p.id, 'pending payout of ' || CAST(p.amount_minor AS text) || ' ' || p.currency || ' without a job' AS how \
         FROM payouts p LEFT JOIN (SELECT DISTINCT k.subject FROM jobs k WHERE k.kind = 'send_payout') j \
         ON j.subject = p.id WHERE p.way = 'transfer' AND p.state = 'pending' AND j.subject IS NULL ORDER BY p.id";
    MONTH_GREW = concat!(
        "SELECT CAST(NULL AS uuid) AS id, coalesce(c.month, 'before every closed month') || ': ' || b.account || ' ' \
         || b.currency || ' has debits of ' || CAST(b.debit AS text) || ' and credits of ' || CAST(b.credit AS text) \
         || ' in ' || CAST(b.entries AS text) || ' entries' AS how FROM ", booked!(), " b \
         LEFT JOIN month_closes c ON c.begins_at = b.begins_at \
         LEFT JOIN month_totals t ON t.month = c.month AND t.account = b.account AND t.currency = b.currency \
         WHERE t.month IS NULL OR t.debit_minor <> b.debit OR t.credit_minor <> b.credit OR t.entries <> b.entries \
         ORDER BY b.begins_at, b.account, b.currency"
    );
    MONTH_SHRANK = concat!(
        "SELECT CAST(NULL AS uuid) AS id, t.month || ': ' || t.account || ' ' || t.currency \
         || ' had entries and has none' AS how FROM month_totals t JOIN month_closes c ON c.month = t.month \
         LEFT JOIN ", booked!(), " b ON b.begins_at = c.begins_at AND b.account = t.account AND b.currency = t.currency \
         WHERE b.account IS NULL ORDER BY t.month, t.account, t.currency"
    );
    TRANSFER_ASTRAY =
        "SELECT t.id, t.provider || ' ' || t.reference || ' of ' || CAST(t.amount_minor AS text) || ' ' || t.currency \
         || ' has ' || CAST(coalesce(l.came, 0) AS text) || ' in the bank and ' || CAST(coalesce(l.held, 0) AS text) \
         || ' at the provider' AS how FROM bank_transfers t \
         LEFT JOIN (SELECT e.posting_id, e.currency, \
         sum(CASE WHEN e.account = 'bank' THEN e.amount_minor ELSE 0 END) AS came, \
         sum(CASE WHEN e.account = 'provider_clearing' THEN e.amount_minor ELSE 0 END) AS held \
         FROM ledger_entries e WHERE e.reason = 'bank_transfer' GROUP BY e.posting_id, e.currency) l \
         ON l.posting_id = t.id AND l.currency = t.currency \
         WHERE coalesce(l.came, 0) <> t.amount_minor OR coalesce(l.held, 0) <> -t.amount_minor ORDER BY t.id";
    ENTRIES_OF_NO_TRANSFER =
        "SELECT e.posting_id, CAST(e.amount_minor AS text) || ' ' || e.currency || ' on ' || e.account \
         || ' that nobody entered' AS how FROM ledger_entries e LEFT JOIN bank_transfers t ON t.id = e.posting_id \
         WHERE e.reason = 'bank_transfer' AND t.id IS NULL ORDER BY e.posting_id, e.position";
    HOUSE_GAPS =
        "SELECT CAST(NULL AS uuid) AS id, d.kind || ' ' || CAST(d.year AS text) || ': ' || CAST(count(*) AS text) \
         || ' numbers from ' || CAST(min(d.running) AS text) || ' to ' || CAST(max(d.running) AS text) AS how \
         FROM house_documents d WHERE d.running IS NOT NULL GROUP BY d.kind, d.year \
         HAVING min(d.running) <> 1 OR max(d.running) <> count(*) ORDER BY d.kind, d.year";
    HOUSE_SERIES_ASTRAY =
        "SELECT CAST(NULL AS uuid) AS id, s.kind || ' ' || CAST(s.year AS text) || ' goes on with ' || CAST(s.next AS text) \
         || ' after ' || CAST(coalesce(d.numbers, 0) AS text) || ' invoices' AS how FROM house_series s \
         LEFT JOIN (SELECT k.kind, k.year, count(*) AS numbers FROM house_documents k WHERE k.running IS NOT NULL \
         GROUP BY k.kind, k.year) d ON d.kind = s.kind AND d.year = s.year \
         WHERE s.next <> coalesce(d.numbers, 0) + 1 ORDER BY s.kind, s.year";
}
