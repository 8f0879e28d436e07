//! Closing a month: its invoices get their numbers, its figures are kept, and from then on nothing in it may change.

use chrono::{DateTime, Datelike, Utc};
use impasto_domain::audit::AuditAction;
use impasto_domain::ids::PostingId;
use impasto_domain::ledger::{AccountKind, LedgerEntry};
use impasto_domain::month::{Month, MonthClose, NewCommissionInvoice};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Edited, Editing, payouts};
use crate::journal::fault::Fault;
use crate::records::unknown;
use crate::sql::{Cell, Rows, execute, fetch_all, fetch_optional, json, statements};

/// What the series of the house's invoices is called.
const SERIES: &str = "commission_invoice";

statements! {
    LAST_CLOSED_MONTH = "SELECT c.month FROM month_closes c ORDER BY c.month DESC LIMIT 1";
    OPEN_MONTH_GATE = "INSERT INTO month_gates (month) VALUES ($1) ON CONFLICT (month) DO NOTHING";
    HOLD_MONTH_GATE = "SELECT g.month FROM month_gates g WHERE g.month = $1 {lock}";
    TOTALS_TO_CLOSE =
        "SELECT e.account, e.currency, \
         CAST(sum(CASE WHEN e.amount_minor > 0 THEN e.amount_minor ELSE 0 END) AS bigint) AS debit_minor, \
         CAST(sum(CASE WHEN e.amount_minor < 0 THEN -e.amount_minor ELSE 0 END) AS bigint) AS credit_minor, \
         count(*) AS entries FROM ledger_entries e WHERE e.at >= $1 AND e.at < $2 GROUP BY e.account, e.currency";
    INSERT_MONTH_CLOSE =
        "INSERT INTO month_closes (month, begins_at, ends_at, closed_at, closed_by, vat) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (month) DO NOTHING";
    INSERT_MONTH_TOTALS [month: Text, account: Text, currency: Text, debit: Int, credit: Int, entries: Int] =
        "WITH {rows} INSERT INTO month_totals (month, account, currency, debit_minor, credit_minor, entries) \
         SELECT v.month, v.account, v.currency, v.debit, v.credit, v.entries FROM v";
    BEGIN_HOUSE_SERIES =
        "INSERT INTO house_series (kind, year, next) VALUES ($1, $2, 1) ON CONFLICT (kind, year) DO NOTHING";
    NEXT_OF_HOUSE_SERIES = "SELECT s.next FROM house_series s WHERE s.kind = $1 AND s.year = $2 {lock}";
    RAISE_HOUSE_SERIES = "UPDATE house_series SET next = $3 WHERE kind = $1 AND year = $2";
    INSERT_HOUSE_DOCUMENTS [id: Uuid, kind: Text, year: Int, running: Int, number: Text, seller_id: Uuid, month: Text,
                            currency: Text, issued_at: Time, data: Json] =
        "WITH {rows} INSERT INTO house_documents (id, kind, year, running, number, seller_id, month, currency, issued_at, \
         data) SELECT v.id, v.kind, v.year, v.running, v.number, v.seller_id, v.month, v.currency, v.issued_at, v.data \
         FROM v";
}

/// Closes a month that is over.
pub(super) async fn close(editing: &mut Editing<'_, '_>, close: &MonthClose) -> Result<Edited, Fault> {
    if let Some(refusal) = refusal(editing, close).await? {
        return Ok(Edited::Refused(refusal));
    }
    let month = close.month.to_string();
    let (begins_at, ends_at) = (close.month.begins_at(), close.month.ends_at());
    let inserted = execute!(
        editing.db,
        INSERT_MONTH_CLOSE,
        month.as_str(),
        begins_at,
        ends_at,
        editing.now,
        close.by.0,
        Json(&close.vat)
    )?;
    if inserted == 0 {
        return Ok(Edited::Refused(is_closed()));
    }
    let mut totals = Rows::of(&INSERT_MONTH_TOTALS);
    for total in &close.totals {
        totals.push([
            month.as_str().into(),
            total.account.as_str().into(),
            total.currency.code().into(),
            total.debit_minor.into(),
            total.credit_minor.into(),
            total.entries.into(),
        ]);
    }
    totals.execute(editing.db).await?;
    let numbers = documents(editing, close, &month).await?;
    let after = serde_json::json!({"month": month, "invoices": numbers, "statements": close.statements.len()});
    editing.note(Some(close.by), AuditAction::MonthClose, Uuid::nil(), serde_json::Value::Null, after);
    Ok(Edited::Written(Reply::Done))
}

/// Why a month may not be closed; nothing is written yet.
async fn refusal(editing: &mut Editing<'_, '_>, close: &MonthClose) -> Result<Option<Refusal>, Fault> {
    if !close.month.is_over(editing.now) {
        return Ok(Some(Refusal::conflict("the month is not over")));
    }
    hold_gate(editing, close.month).await?;
    let last = last_closed(editing).await?;
    if last.is_some_and(|last| last >= close.month) {
        return Ok(Some(is_closed()));
    }
    // Whether anything was posted before the first month that is closed is looked for by whoever closes it: what is over
    // does not change.
    let is_next = last.is_none_or(|last| last.next() == close.month);
    if !is_next {
        return Ok(Some(Refusal::conflict("a month before it is open")));
    }
    let changed = || Refusal::conflict("the books of the month are not what was seen; look at it again");
    Ok((!is_as_seen(editing, close).await?).then(changed))
}

/// Whether the books still say what is to be kept of the month: what the bank's statement tells of it may have been entered
/// meanwhile.
async fn is_as_seen(editing: &mut Editing<'_, '_>, close: &MonthClose) -> Result<bool, Fault> {
    let (from, until) = (close.month.begins_at(), close.month.ends_at());
    let mut now = fetch_all!(editing.db, (String, String, i64, i64, i64), TOTALS_TO_CLOSE, from, until)?;
    now.sort();
    let mut seen: Vec<(String, String, i64, i64, i64)> = close
        .totals
        .iter()
        .map(|total| {
            let (account, code) = (total.account.as_str().to_owned(), total.currency.code().to_owned());
            (account, code, total.debit_minor, total.credit_minor, total.entries)
        })
        .collect();
    seen.sort();
    Ok(now == seen)
}

/// The last month that is closed.
pub(super) async fn last_closed(editing: &mut Editing<'_, '_>) -> Result<Option<Month>, Fault> {
    let Some((name,)) = fetch_optional!(editing.db, (String,), LAST_CLOSED_MONTH)? else { return Ok(None) };
    Ok(Some(Month::parse(&name).map_err(|_| unknown("month", &name))?))
}

/// Until the commit nobody else closes the month, or posts into it by its date.
pub(super) async fn hold_gate(editing: &mut Editing<'_, '_>, month: Month) -> Result<(), Fault> {
    let month = month.to_string();
    execute!(editing.db, OPEN_MONTH_GATE, month.as_str())?;
    fetch_optional!(editing.db, (String,), HOLD_MONTH_GATE, month.as_str())?;
    Ok(())
}

pub(super) fn is_closed() -> Refusal {
    Refusal::conflict("the month is closed")
}

/// Numbers the invoices, posts their tax, and keeps them with the statements. Answers the numbers.
async fn documents(editing: &mut Editing<'_, '_>, close: &MonthClose, month: &str) -> Result<Vec<String>, Fault> {
    let year = i64::from(editing.now.year());
    let mut next = if close.invoices.is_empty() { 1 } else { begin(editing, year).await? };
    let first = next;
    let (mut rows, mut numbers, mut entries) = (Rows::of(&INSERT_HOUSE_DOCUMENTS), Vec::new(), Vec::new());
    for invoice in &close.invoices {
        let number = format!("{}-{year}-{next:06}", close.series_prefix);
        let mut data = invoice.data.clone();
        data.number.clone_from(&number);
        data.issued_on = editing.now.date_naive();
        rows.push([
            invoice.id.0.into(),
            SERIES.into(),
            year.into(),
            next.into(),
            number.clone().into(),
            invoice.seller_id.into(),
            month.into(),
            invoice.data.currency.code().into(),
            editing.now.into(),
            json(&data)?,
        ]);
        entries.extend(tax_of(invoice, editing.mint.mint(), editing.now));
        numbers.push(number);
        next += 1;
    }
    for statement in &close.statements {
        rows.push([
            statement.id.0.into(),
            "statement".into(),
            year.into(),
            Cell::Null,
            Cell::Null,
            statement.seller_id.into(),
            month.into(),
            statement.data.currency.code().into(),
            editing.now.into(),
            json(&statement.data)?,
        ]);
    }
    rows.execute(editing.db).await?;
    if next > first {
        execute!(editing.db, RAISE_HOUSE_SERIES, SERIES, year, next)?;
    }
    payouts::post(editing, &entries).await?;
    Ok(numbers)
}

/// The next number of a year's series, which nobody else takes until the commit.
async fn begin(editing: &mut Editing<'_, '_>, year: i64) -> Result<i64, Fault> {
    execute!(editing.db, BEGIN_HOUSE_SERIES, SERIES, year)?;
    let next = fetch_optional!(editing.db, (i64,), NEXT_OF_HOUSE_SERIES, SERIES, year)?;
    Ok(next.map_or(1, |(next,)| next))
}

/// The posting that parts the house's tax from its commission; dated now, as every posting is.
fn tax_of(invoice: &NewCommissionInvoice, posting_id: PostingId, at: DateTime<Utc>) -> Vec<LedgerEntry> {
    let data = &invoice.data;
    let tax_minor = if data.is_credit { -data.tax_minor } else { data.tax_minor };
    let entry = |position, account, amount_minor| LedgerEntry {
        posting_id,
        position,
        account,
        seller_id: None,
        amount_minor,
        currency: data.currency,
        reason: "month_close".to_owned(),
        order_id: None,
        payout_id: None,
        at,
    };
    if tax_minor == 0 {
        return Vec::new();
    }
    vec![entry(0, AccountKind::Commission, tax_minor), entry(1, AccountKind::CommissionVat, -tax_minor)]
}
