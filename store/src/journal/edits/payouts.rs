//! Paying sellers: where their money goes, runs of payouts, and how far each is.

use chrono::{DateTime, Utc};
use impasto_domain::audit::AuditAction;
use impasto_domain::event::Event;
use impasto_domain::hook::KeptHook;
use impasto_domain::ids::{JobId, OrderId, PayoutId, PayoutRunId, PostingId, SellerId, UserId};
use impasto_domain::job::{Job, Task};
use impasto_domain::ledger::{AccountKind, LedgerEntry};
use impasto_domain::money::Money;
use impasto_domain::payout::{
    self, FAILURE_CHARS, OwedOrder, Payout, PayoutMove, PayoutState, PlannedPayout, RUN_PAYOUTS_MAX, TransferOutcome,
};
use impasto_domain::payout_account::{PayoutAccount, PayoutWay};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::seller::MemberRole;
use serde_json::json;
use uuid::Uuid;

use super::{DONE, Edited, Editing, hooks, jobs};
use crate::journal::fault::Fault;
use crate::record::stored;
use crate::records::{account_of, currency, unknown};
use crate::sql::{Rows, execute, fetch_all, fetch_optional, statements};

statements! {
    /// Runs that pay the same seller come one after the other.
    LOCK_PAYEE = "SELECT s.payout_account FROM sellers s WHERE s.id = $1 {lock}";
    ROLE_OF_PAYEE = "SELECT m.role FROM seller_members m WHERE m.seller_id = $1 AND m.user_id = $2";
    SET_PAYOUT_ACCOUNT = "UPDATE sellers SET payout_account = $2 WHERE id = $1";
    /// What orders owe a seller now, by the books.
    OWED_NOW [seller_id: Uuid, order_id: Uuid, currency: Text] =
        "WITH {rows} SELECT o.id AS order_id, o.number, o.placed_at, o.status, o.payment_status, o.fulfilment_status, \
         coalesce((SELECT CAST(-sum(e.amount_minor) AS bigint) FROM ledger_entries e WHERE e.seller_id = v.seller_id \
         AND e.order_id = o.id AND e.account = 'seller_payable' AND e.currency = v.currency), 0) AS payable, \
         coalesce((SELECT CAST(-sum(e.amount_minor) AS bigint) FROM ledger_entries e WHERE e.seller_id = v.seller_id \
         AND e.order_id = o.id AND e.account = 'seller_vat' AND e.currency = v.currency), 0) AS vat \
         FROM v CROSS JOIN orders o WHERE o.id = v.order_id";
    INSERT_PAYOUT_RUN = "INSERT INTO payout_runs (id, by, created_at) VALUES ($1, $2, $3)";
    INSERT_PAYOUTS [id: Uuid, run_id: Uuid, seller_id: Uuid, currency: Text, amount: Int, way: Text, account: Text, at: Time] =
        "WITH {rows} INSERT INTO payouts (id, run_id, seller_id, currency, amount_minor, way, account, state, created_at) \
         SELECT v.id, v.run_id, v.seller_id, v.currency, v.amount, v.way, v.account, 'pending', v.at FROM v";
    INSERT_PAYOUT_ORDERS [payout_id: Uuid, order_id: Uuid, payable: Int, vat: Int] =
        "WITH {rows} INSERT INTO payout_orders (payout_id, order_id, payable_minor, vat_minor) \
         SELECT v.payout_id, v.order_id, v.payable, v.vat FROM v";
    INSERT_PAYOUT_ENTRIES [posting_id: Uuid, position: Int, account: Text, seller_id: Uuid, amount: Int, currency: Text,
                           reason: Text, order_id: Uuid, payout_id: Uuid, at: Time] =
        "WITH {rows} INSERT INTO ledger_entries (posting_id, position, account, seller_id, amount_minor, currency, \
         reason, order_id, payout_id, at) \
         SELECT v.posting_id, v.position, v.account, v.seller_id, v.amount, v.currency, v.reason, v.order_id, v.payout_id, \
         v.at FROM v";
    PAYOUT_TO_MOVE =
        "SELECT p.id, p.run_id, p.seller_id, p.currency, p.amount_minor, p.way, p.account, p.state, p.reference, \
         p.failure, p.created_at, p.sent_at, p.settled_at FROM payouts p WHERE p.id = $1 {lock}";
    ENTRIES_OF_PAYOUT =
        "SELECT e.account, e.seller_id, e.amount_minor, e.order_id FROM ledger_entries e WHERE e.payout_id = $1 \
         ORDER BY e.at, e.posting_id, e.position";
    MOVE_PAYOUT =
        "UPDATE payouts SET state = $2, reference = coalesce($3, reference), failure = $4, \
         sent_at = coalesce(sent_at, $5), settled_at = $6 WHERE id = $1";
}

stored! {
    struct OwedRow {
        order_id: Uuid,
        number: String,
        placed_at: DateTime<Utc>,
        status: String,
        payment_status: String,
        fulfilment_status: String,
        payable: i64,
        vat: i64,
    }
}

stored! {
    struct PayoutRow {
        id: Uuid,
        run_id: Uuid,
        seller_id: Uuid,
        currency: String,
        amount_minor: i64,
        way: String,
        account: String,
        state: String,
        reference: Option<String>,
        failure: Option<String>,
        created_at: DateTime<Utc>,
        sent_at: Option<DateTime<Utc>>,
        settled_at: Option<DateTime<Utc>>,
    }
}

stored! {
    struct PostedRow {
        account: String,
        seller_id: Option<Uuid>,
        amount_minor: i64,
        order_id: Option<Uuid>,
    }
}

impl TryFrom<OwedRow> for OwedOrder {
    type Error = sqlx::Error;

    fn try_from(row: OwedRow) -> Result<Self, sqlx::Error> {
        use impasto_domain::order::{FulfilmentStatus, OrderPaymentStatus, OrderStatus};
        let strange = |name: &str| unknown("status", name);
        Ok(Self {
            order_id: OrderId(row.order_id),
            number: row.number,
            placed_at: row.placed_at,
            payable_minor: row.payable,
            vat_minor: row.vat,
            status: OrderStatus::parse(&row.status).ok_or_else(|| strange(&row.status))?,
            payment_status: OrderPaymentStatus::parse(&row.payment_status)
                .ok_or_else(|| strange(&row.payment_status))?,
            fulfilment_status: FulfilmentStatus::parse(&row.fulfilment_status)
                .ok_or_else(|| strange(&row.fulfilment_status))?,
            delivered_at: None,
        })
    }
}

impl TryFrom<PayoutRow> for Payout {
    type Error = sqlx::Error;

    fn try_from(row: PayoutRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: PayoutId(row.id),
            run_id: PayoutRunId(row.run_id),
            seller_id: SellerId(row.seller_id),
            seller_name: String::new(),
            amount: Money::new(row.amount_minor, currency(&row.currency)?),
            way: PayoutWay::parse(&row.way).ok_or_else(|| unknown("way", &row.way))?,
            account: account_of(&row.account)?,
            state: PayoutState::parse(&row.state).ok_or_else(|| unknown("state", &row.state))?,
            reference: row.reference,
            failure: row.failure,
            created_at: row.created_at,
            sent_at: row.sent_at,
            settled_at: row.settled_at,
        })
    }
}

/// Says where a seller's money goes.
pub(super) async fn set_account(
    editing: &mut Editing<'_, '_>,
    seller_id: SellerId,
    account: Option<&PayoutAccount>,
    by: UserId,
) -> Result<Edited, Fault> {
    let Some((known,)) = fetch_optional!(editing.db, (Option<String>,), LOCK_PAYEE, seller_id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("seller")));
    };
    let role = fetch_optional!(editing.db, (String,), ROLE_OF_PAYEE, seller_id.0, by.0)?;
    if role.is_none_or(|(role,)| role != MemberRole::Owner.as_str()) {
        let reason = "only an owner of the seller says where its money goes".to_owned();
        return Ok(Edited::Refused(Refusal::Forbidden { reason }));
    }
    let known = known.map(|account| account_of(&account)).transpose()?;
    if known.as_ref() == account {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    execute!(editing.db, SET_PAYOUT_ACCOUNT, seller_id.0, account.map(PayoutAccount::as_str))?;
    let told = |account: Option<&PayoutAccount>| json!({"account": account.map(PayoutAccount::masked)});
    editing.note(Some(by), AuditAction::SellerPayoutAccount, seller_id.0, told(known.as_ref()), told(account));
    // Whoever keeps the sellers reads them with the house.
    editing.events.push(Event::SettingsChanged);
    Ok(DONE)
}

/// Starts payouts, if everything is as it was seen.
pub(super) async fn start(
    editing: &mut Editing<'_, '_>,
    id: PayoutRunId,
    payouts: &[PlannedPayout],
    by: UserId,
) -> Result<Edited, Fault> {
    if payouts.is_empty() || payouts.len() > RUN_PAYOUTS_MAX {
        return Ok(Edited::Refused(Refusal::conflict("there is nothing to pay out")));
    }
    // In one order everywhere, so that two runs wait for each other and never both.
    let mut payees: Vec<SellerId> = payouts.iter().map(|payout| payout.seller_id).collect();
    payees.sort();
    payees.dedup();
    for seller_id in payees {
        let Some((account,)) = fetch_optional!(editing.db, (Option<String>,), LOCK_PAYEE, seller_id.0)? else {
            return Ok(Edited::Refused(Refusal::not_found("seller")));
        };
        let account = account.map(|account| account_of(&account)).transpose()?;
        let of_seller = payouts.iter().filter(|payout| payout.seller_id == seller_id);
        for payout in of_seller {
            if account.as_ref() != Some(&payout.account) || !is_as_seen(editing, payout).await? {
                return Ok(Edited::Refused(Refusal::PreconditionFailed));
            }
        }
    }
    write(editing, id, payouts, by).await?;
    Ok(Edited::Written(Reply::Id(id.0)))
}

/// Whether every order of a payout still owes what it was seen to owe, and may be paid.
async fn is_as_seen(editing: &mut Editing<'_, '_>, payout: &PlannedPayout) -> Result<bool, Fault> {
    let mut wanted = Rows::of(&OWED_NOW);
    for order in &payout.orders {
        wanted.push([payout.seller_id.into(), order.order_id.0.into(), payout.currency.code().into()]);
    }
    let rows: Vec<OwedRow> = wanted.fetch(editing.db).await?;
    let owed = rows.into_iter().map(OwedOrder::try_from).collect::<Result<Vec<_>, _>>()?;
    let same = |planned: &payout::PayoutOrder| {
        owed.iter().any(|now| {
            now.order_id == planned.order_id
                && (now.payable_minor, now.vat_minor) == (planned.payable_minor, planned.vat_minor)
                && now.held_back(0).is_none()
        })
    };
    let mut ids: Vec<OrderId> = payout.orders.iter().map(|order| order.order_id).collect();
    ids.sort();
    ids.dedup();
    Ok(ids.len() == payout.orders.len() && payout.amount_minor() > 0 && payout.orders.iter().all(same))
}

async fn write(
    editing: &mut Editing<'_, '_>,
    id: PayoutRunId,
    payouts: &[PlannedPayout],
    by: UserId,
) -> Result<(), Fault> {
    execute!(editing.db, INSERT_PAYOUT_RUN, id.0, by.0, editing.now)?;
    let (mut heads, mut orders) = (Rows::of(&INSERT_PAYOUTS), Rows::of(&INSERT_PAYOUT_ORDERS));
    let mut entries: Vec<LedgerEntry> = Vec::new();
    for payout in payouts {
        let way = payout.account.way();
        heads.push([
            payout.id.0.into(),
            id.0.into(),
            payout.seller_id.into(),
            payout.currency.code().into(),
            payout.amount_minor().into(),
            way.as_str().into(),
            payout.account.as_str().into(),
            editing.now.into(),
        ]);
        for order in &payout.orders {
            orders.push([
                payout.id.0.into(),
                order.order_id.0.into(),
                order.payable_minor.into(),
                order.vat_minor.into(),
            ]);
        }
        entries.extend(payout::started(payout, editing.mint.mint(), editing.now));
        if way == PayoutWay::Transfer {
            let (job_id, task) = (editing.mint.mint(), Task::SendPayout { payout_id: payout.id });
            editing.jobs.push(Job { id: job_id, task, run_at: editing.now, attempts: 0, lease: None });
        }
    }
    heads.execute(editing.db).await?;
    orders.execute(editing.db).await?;
    post(editing, &entries).await?;
    let told: Vec<serde_json::Value> = payouts
        .iter()
        .map(|payout| {
            json!({"id": payout.id, "seller_id": payout.seller_id, "currency": payout.currency.code(),
                "amount_minor": payout.amount_minor(), "orders": payout.orders.len()})
        })
        .collect();
    editing.note(Some(by), AuditAction::PayoutRun, id.0, serde_json::Value::Null, json!({"payouts": told}));
    Ok(())
}

/// Says how far payouts are.
pub(super) async fn shift(
    editing: &mut Editing<'_, '_>,
    ids: &[PayoutId],
    to: &PayoutMove,
    by: UserId,
) -> Result<Edited, Fault> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    let mut payouts = Vec::new();
    for id in ids {
        let Some(row) = fetch_optional!(editing.db, PayoutRow, PAYOUT_TO_MOVE, id.0)? else {
            return Ok(Edited::Refused(Refusal::not_found("payout")));
        };
        let payout = Payout::try_from(row)?;
        if payout.state == to.target() {
            continue;
        }
        if !payout.state.may_become(to.target()) {
            let (from, to) = (payout.state.as_str().to_owned(), to.target().as_str().to_owned());
            return Ok(Edited::Refused(Refusal::InvalidTransition { from, to }));
        }
        if payout.way == PayoutWay::Transfer && payout.state == PayoutState::Pending {
            return Ok(Edited::Refused(Refusal::conflict("the provider is asked for it; its job says how that ends")));
        }
        payouts.push(payout);
    }
    if payouts.is_empty() {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    for payout in &payouts {
        let action = match to {
            PayoutMove::HandOver => AuditAction::PayoutSent,
            PayoutMove::Pay => AuditAction::PayoutPaid,
            PayoutMove::Fail { .. } => AuditAction::PayoutFail,
        };
        let reason = if let PayoutMove::Fail { reason } = to { Some(reason.as_str()) } else { None };
        let before = json!({"state": payout.state.as_str()});
        let after = json!({"state": to.target().as_str(), "reason": reason});
        bring(editing, payout, to.target(), (None, reason)).await?;
        editing.note(Some(by), action, payout.id.0, before, after);
    }
    Ok(DONE)
}

/// Notes what a provider said of a payout, and closes its job; nothing happens unless the lease still is the caller's.
pub(super) async fn close_transfer(
    editing: &mut Editing<'_, '_>,
    (job_id, token): (JobId, Uuid),
    id: PayoutId,
    outcome: &TransferOutcome,
) -> Result<Edited, Fault> {
    let closed = match outcome {
        TransferOutcome::Unknown { error, run_at } => {
            return jobs::retry(editing, (job_id, token), *run_at, Some(error.as_str()), false).await;
        }
        TransferOutcome::Sent { .. } | TransferOutcome::Refused { .. } => jobs::finish(editing, job_id, token).await?,
    };
    if matches!(closed, Edited::Unchanged(_)) {
        return Ok(closed);
    }
    let Some(row) = fetch_optional!(editing.db, PayoutRow, PAYOUT_TO_MOVE, id.0)? else { return Ok(DONE) };
    let payout = Payout::try_from(row)?;
    if payout.state != PayoutState::Pending {
        return Ok(DONE);
    }
    let (target, reference, failure, action) = match outcome {
        TransferOutcome::Sent { reference } => {
            (PayoutState::Paid, Some(reference.as_str()), None, AuditAction::PayoutPaid)
        }
        TransferOutcome::Refused { code } => (PayoutState::Failed, None, Some(code.as_str()), AuditAction::PayoutFail),
        TransferOutcome::Unknown { .. } => return Ok(DONE),
    };
    bring(editing, &payout, target, (reference, failure)).await?;
    let after = json!({"state": target.as_str(), "reference": reference, "reason": failure});
    editing.note(None, action, id.0, json!({"state": payout.state.as_str()}), after);
    Ok(DONE)
}

/// Notes that money which was sent came back, and keeps the notice that told it. Where the answer to the sending is still
/// waited for, its job finds the payout decided and ends.
pub(super) async fn return_transfer(
    editing: &mut Editing<'_, '_>,
    id: PayoutId,
    code: &str,
    notice: &KeptHook,
) -> Result<Edited, Fault> {
    let Some(row) = fetch_optional!(editing.db, PayoutRow, PAYOUT_TO_MOVE, id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("payout")));
    };
    let payout = Payout::try_from(row)?;
    if payout.way == PayoutWay::Transfer && payout.state.may_become(PayoutState::Failed) {
        bring(editing, &payout, PayoutState::Failed, (None, Some(code))).await?;
        let after = json!({"state": PayoutState::Failed.as_str(), "reason": code});
        editing.note(None, AuditAction::PayoutFail, id.0, json!({"state": payout.state.as_str()}), after);
    }
    hooks::keep(editing, notice).await
}

/// Brings a payout to a state, with what that posts.
async fn bring(
    editing: &mut Editing<'_, '_>,
    payout: &Payout,
    target: PayoutState,
    (reference, failure): (Option<&str>, Option<&str>),
) -> Result<(), Fault> {
    let posting_id: PostingId = editing.mint.mint();
    let entries = match target {
        PayoutState::Pending | PayoutState::Sent => Vec::new(),
        PayoutState::Paid => payout::arrived(payout, posting_id, editing.now),
        PayoutState::Failed => payout::failed(&posted(editing, payout).await?, posting_id, editing.now),
    };
    post(editing, &entries).await?;
    let failure: Option<String> = failure.map(|reason| reason.chars().take(FAILURE_CHARS).collect());
    let sent_at: Option<DateTime<Utc>> = (target != PayoutState::Failed).then_some(editing.now);
    let settled_at: Option<DateTime<Utc>> = (target != PayoutState::Sent).then_some(editing.now);
    execute!(
        editing.db,
        MOVE_PAYOUT,
        payout.id.0,
        target.as_str(),
        reference,
        failure.as_deref(),
        sent_at,
        settled_at
    )?;
    Ok(())
}

/// Everything that was posted for a payout.
async fn posted(editing: &mut Editing<'_, '_>, payout: &Payout) -> Result<Vec<LedgerEntry>, Fault> {
    let rows = fetch_all!(editing.db, PostedRow, ENTRIES_OF_PAYOUT, payout.id.0)?;
    let now = editing.now;
    let entries = rows.into_iter().map(|row| {
        Ok::<_, sqlx::Error>(LedgerEntry {
            posting_id: PostingId(payout.id.0),
            position: 0,
            account: AccountKind::parse(&row.account).ok_or_else(|| unknown("account", &row.account))?,
            seller_id: row.seller_id.map(SellerId),
            amount_minor: row.amount_minor,
            currency: payout.amount.currency,
            reason: String::new(),
            order_id: row.order_id.map(OrderId),
            payout_id: Some(payout.id),
            at: now,
        })
    });
    Ok(entries.collect::<Result<Vec<_>, _>>()?)
}

/// Writes entries that no order's life posts.
pub(super) async fn post(editing: &mut Editing<'_, '_>, entries: &[LedgerEntry]) -> Result<(), Fault> {
    let mut rows = Rows::of(&INSERT_PAYOUT_ENTRIES);
    for entry in entries {
        rows.push([
            entry.posting_id.into(),
            entry.position.into(),
            entry.account.as_str().into(),
            entry.seller_id.into(),
            entry.amount_minor.into(),
            entry.currency.code().into(),
            entry.reason.as_str().into(),
            entry.order_id.map(|id| id.0).into(),
            entry.payout_id.map(|id| id.0).into(),
            entry.at.into(),
        ]);
    }
    rows.execute(editing.db).await?;
    Ok(())
}
