//! Payouts and closed months, and what both databases say of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use std::sync::Arc;

use chrono::TimeDelta;
use common::house::{House, Manual, mint, visitor};
use impasto_domain::bank_transfer::BankTransfer;
use impasto_domain::edit::Edit;
use impasto_domain::edition::EditionKind;
use impasto_domain::hook::{HookOutcome, KeptHook};
use impasto_domain::ids::{OrderId, PayoutId, PayoutRunId, UserId};
use impasto_domain::job::{LeaseTerm, Task};
use impasto_domain::ledger::AccountKind;
use impasto_domain::money::{Currency, Money};
use impasto_domain::month::{Month, MonthClose};
use impasto_domain::payout::{PayoutMove, PayoutState, PlannedPayout, TransferOutcome, plan};
use impasto_domain::ports::{Clock, Journal, JournalError};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;

const BY: UserId = UserId(uuid::Uuid::from_u128(1));

/// Orders that are completed, of a seller with an account.
async fn completed(house: &House, account: &str, orders: usize) -> Vec<OrderId> {
    let edition = house.published(EditionKind::Limited, 25, 12_500).await;
    let mut sold = Vec::new();
    for _ in 0..orders {
        sold.push(house.buy(visitor(), edition, 1).await.head.id);
    }
    let set = format!(
        "UPDATE orders SET status = 'completed' WHERE payment_status = 'paid'; UPDATE sellers SET payout_account = '{account}'"
    );
    house.behind_its_back(&set).await;
    sold
}

async fn planned(house: &House) -> Option<PlannedPayout> {
    let rules = house.store.payout_rules(true).await.unwrap();
    let balances = house.store.seller_balances(None).await.unwrap();
    balances.iter().find_map(|balance| plan(balance, &rules, mint()).ok())
}

async fn start(house: &House, payout: &PlannedPayout) -> Result<Reply, JournalError> {
    let id: PayoutRunId = mint();
    house.edit(Edit::StartPayouts { id, payouts: vec![payout.clone()], by: BY }).await
}

async fn shift(house: &House, id: PayoutId, to: PayoutMove) -> Result<Reply, JournalError> {
    house.edit(Edit::MovePayouts { ids: vec![id], to, by: BY }).await
}

on_both_engines! {
    async fn an_order_is_paid_once_and_again_after_its_payout_failed(house: &House) {
        let orders = completed(house, "DE89370400440532013000", 2).await;
        let payout = planned(house).await.unwrap();
        assert_eq!(payout.orders.len(), orders.len());
        let amount = payout.amount_minor();
        start(house, &payout).await.unwrap();
        house.assert_sound().await;
        // What was seen is not so any more.
        let again = PlannedPayout { id: mint(), ..payout.clone() };
        assert_eq!(start(house, &again).await, Err(JournalError::Refused(Refusal::PreconditionFailed)));
        assert!(planned(house).await.is_none(), "nothing is owed");
        let stored = house.store.payout(payout.id).await.unwrap().unwrap();
        assert_eq!((stored.state, stored.amount.amount_minor), (PayoutState::Pending, amount));
        assert_eq!(house.store.orders_of_payout(payout.id).await.unwrap().len(), 2);

        shift(house, payout.id, PayoutMove::HandOver).await.unwrap();
        shift(house, payout.id, PayoutMove::Fail { reason: "Account closed".to_owned() }).await.unwrap();
        house.assert_sound().await;
        let refused = shift(house, payout.id, PayoutMove::Pay).await;
        assert!(matches!(refused, Err(JournalError::Refused(Refusal::InvalidTransition { .. }))), "{refused:?}");
        let second = planned(house).await.unwrap();
        assert_eq!(second.amount_minor(), amount, "it is payable again");
        start(house, &second).await.unwrap();
        shift(house, second.id, PayoutMove::Pay).await.unwrap();
        // To say it twice does no harm.
        shift(house, second.id, PayoutMove::Pay).await.unwrap();
        house.assert_sound().await;
        // What was paid may still come back from the bank.
        shift(house, second.id, PayoutMove::Fail { reason: "Returned".to_owned() }).await.unwrap();
        house.assert_sound().await;
        assert_eq!(planned(house).await.unwrap().amount_minor(), amount);
    }

    async fn two_nodes_that_pay_at_once_pay_once(house: &House) {
        completed(house, "DE89370400440532013000", 3).await;
        let payout = planned(house).await.unwrap();
        let (other, _) = house.other_node().await;
        let edit = |payout: PlannedPayout| Edit::StartPayouts { id: mint(), payouts: vec![payout], by: BY };
        let second = PlannedPayout { id: mint(), ..payout.clone() };
        let command = impasto_domain::command::Command::Edit(Box::new(edit(second)));
        let (first, second) = tokio::join!(house.edit(edit(payout)), other.submit(command.into()));
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
        house.assert_sound().await;
        other.close().await.unwrap();
    }

    async fn what_is_not_completed_is_not_paid(house: &House) {
        completed(house, "DE89370400440532013000", 1).await;
        let payout = planned(house).await.unwrap();
        house.behind_its_back("UPDATE orders SET status = 'open'").await;
        assert!(planned(house).await.is_none());
        assert_eq!(start(house, &payout).await, Err(JournalError::Refused(Refusal::PreconditionFailed)));
    }

    async fn a_provider_is_asked_until_it_answers(house: &House) {
        completed(house, "acct_1", 1).await;
        let payout = planned(house).await.unwrap();
        start(house, &payout).await.unwrap();
        house.assert_sound().await;
        let by_hand = shift(house, payout.id, PayoutMove::Pay).await;
        assert!(matches!(by_hand, Err(JournalError::Refused(Refusal::Conflict { .. }))), "{by_hand:?}");
        for outcome in [
            TransferOutcome::Unknown {
                error: "lost".to_owned(),
                run_at: chrono::DateTime::from_timestamp(1_000_000_000, 0).unwrap(),
            },
            TransferOutcome::Sent { reference: "tr_1".to_owned() },
        ] {
            let token = mint();
            let lease = LeaseTerm { token, lasts_ms: 60_000 };
            let claim = Edit::ClaimJobs { kinds: vec!["send_payout".to_owned()], limit: 1, lease };
            let Reply::Jobs(jobs) = house.edit(claim).await.unwrap() else { panic!("jobs") };
            assert_eq!(jobs[0].task, Task::SendPayout { payout_id: payout.id });
            let close = Edit::CloseTransfer { job_id: jobs[0].id, token, payout_id: payout.id, outcome };
            house.edit(close).await.unwrap();
            house.assert_sound().await;
        }
        let stored = house.store.payout(payout.id).await.unwrap().unwrap();
        assert_eq!((stored.state, stored.reference.as_deref()), (PayoutState::Paid, Some("tr_1")));
    }

    async fn what_a_provider_sends_back_is_payable_again_once(house: &House) {
        completed(house, "acct_1", 1).await;
        // The notice comes after the answer, or before it.
        for is_early in [false, true] {
            let payout = planned(house).await.unwrap();
            start(house, &payout).await.unwrap();
            let token = mint();
            let lease = LeaseTerm { token, lasts_ms: 60_000 };
            let claim = Edit::ClaimJobs { kinds: vec!["send_payout".to_owned()], limit: 1, lease };
            let Reply::Jobs(jobs) = house.edit(claim).await.unwrap() else { panic!("jobs") };
            let outcome = TransferOutcome::Sent { reference: "tr_1".to_owned() };
            let close = Edit::CloseTransfer { job_id: jobs[0].id, token, payout_id: payout.id, outcome };
            if !is_early {
                house.edit(close.clone()).await.unwrap();
            }
            for _ in 0..3 {
                let notice = KeptHook {
                    id: mint(),
                    provider: "stripe".to_owned(),
                    event_id: format!("evt_{is_early}"),
                    kind: "transfer.reversed".to_owned(),
                    outcome: HookOutcome::Done,
                    body: None,
                };
                let (payout_id, code) = (payout.id, "transfer_reversed".to_owned());
                house.edit(Edit::ReturnTransfer { payout_id, code, notice: Box::new(notice) }).await.unwrap();
                house.assert_sound().await;
            }
            if is_early {
                house.edit(close).await.unwrap();
                house.assert_sound().await;
            }
            let stored = house.store.payout(payout.id).await.unwrap().unwrap();
            assert_eq!((stored.state, stored.failure.as_deref()), (PayoutState::Failed, Some("transfer_reversed")));
            assert_eq!(planned(house).await.unwrap().amount_minor(), payout.amount_minor(), "once");
            let inbox = house.store.hooks(None, 10).await.unwrap();
            let kept = inbox.items.iter().find(|kept| kept.event_id == format!("evt_{is_early}")).unwrap();
            assert_eq!((kept.deliveries, kept.outcome), (3, HookOutcome::Done));
        }
    }

    async fn only_an_owner_says_where_the_money_goes(house: &House) {
        let account = impasto_domain::payout_account::PayoutAccount::parse("DE89370400440532013000").ok();
        let edit = Edit::SetPayoutAccount { seller_id: house.seller_id, account, by: mint() };
        let refused = house.edit(edit).await;
        assert!(matches!(refused, Err(JournalError::Refused(Refusal::Forbidden { .. }))), "{refused:?}");
    }
}

/// The close of a month as whoever closes it puts it together, without invoices.
async fn close_of(house: &House, month: Month) -> Edit {
    let books = house.store.month_books(month).await.unwrap();
    Edit::CloseMonth(Box::new(MonthClose {
        month,
        totals: books.totals,
        vat: books.vat,
        series_prefix: "HC".to_owned(),
        invoices: Vec::new(),
        statements: Vec::new(),
        by: BY,
    }))
}

/// What came to the bank on the first day of a month.
fn transfer(reference: &str, minor: i64, month: Month) -> BankTransfer {
    BankTransfer {
        posting_id: mint(),
        provider: "stripe".to_owned(),
        reference: reference.to_owned(),
        amount: Money::new(minor, Currency::EUR),
        on: month.first_day(),
        by: BY,
    }
}

async fn enter(house: &House, transfer: &BankTransfer) -> Result<Reply, JournalError> {
    house.edit(Edit::EnterBankTransfer(Box::new(transfer.clone()))).await
}

/// A reference counts once, in an open month only, and who closes the month has seen it.
async fn transfers(house: &House, clock: &Manual) {
    let first = Month::of(clock.now());
    completed(house, "DE89370400440532013000", 1).await;
    let came = transfer("po_1", 10_000, first);
    assert_eq!(enter(house, &came).await, Ok(Reply::Id(came.posting_id.0)));
    let again = BankTransfer { posting_id: mint(), ..came.clone() };
    assert_eq!(enter(house, &again).await, Ok(Reply::Id(came.posting_id.0)), "once");
    for other in [transfer("po_1", 10_001, first), transfer("po_1", 10_000, first.next())] {
        let refused = enter(house, &other).await;
        assert!(matches!(refused, Err(JournalError::Refused(Refusal::Conflict { .. }))), "{refused:?}");
    }
    house.assert_sound().await;
    let listed = house.store.bank_transfers_of(first).await.unwrap();
    assert_eq!(listed.iter().map(|one| (one.id, one.amount)).collect::<Vec<_>>(), [(came.posting_id, came.amount)]);
    assert!(house.store.bank_transfers_of(first.next()).await.unwrap().is_empty());

    clock.advance((first.ends_at() + TimeDelta::hours(2) - clock.now()).num_seconds());
    let stale = close_of(house, first).await;
    let back = transfer("po_2", -500, first);
    enter(house, &back).await.unwrap();
    let refused = house.edit(stale).await;
    assert!(matches!(refused, Err(JournalError::Refused(Refusal::Conflict { .. }))), "not as seen: {refused:?}");
    house.edit(close_of(house, first).await).await.unwrap();
    house.assert_sound().await;
    let closed = house.store.closed_month(first).await.unwrap().unwrap();
    let bank = closed.totals.iter().find(|total| total.account == AccountKind::Bank).unwrap();
    assert_eq!((bank.debit_minor, bank.credit_minor), (10_000, 500));
    let late = enter(house, &transfer("po_3", 1, first)).await;
    assert!(matches!(late, Err(JournalError::Refused(Refusal::Conflict { .. }))), "{late:?}");
    assert_eq!(enter(house, &back).await, Ok(Reply::Id(back.posting_id.0)), "a repeat is answered as the first was");
    enter(house, &transfer("po_3", 1, first.next())).await.unwrap();
    house.assert_sound().await;
    for (plant, words) in [
        (
            "UPDATE bank_transfers SET amount_minor = 7 WHERE reference = 'po_1'",
            "what providers paid to the bank is booked once",
        ),
        ("DELETE FROM bank_transfers WHERE reference = 'po_2'", "what is booked as paid to the bank was entered"),
    ] {
        house.behind_its_back(plant).await;
        let report = impasto_store::check(&house.store).await.unwrap();
        assert!(report.offences.iter().any(|one| one.invariant == words), "{words}: {:#?}", report.offences);
    }
}

#[tokio::test]
async fn what_came_to_the_bank_counts_once_on_sqlite() {
    let clock = Manual::at(chrono::DateTime::from_timestamp(1_778_000_000, 0).unwrap());
    let (_dir, house) = common::house::sqlite_with(Some(Arc::clone(&clock) as Arc<dyn Clock>)).await;
    transfers(&house, &clock).await;
    house.end().await;
}

#[tokio::test]
async fn what_came_to_the_bank_counts_once_on_postgresql() {
    let clock = Manual::at(chrono::DateTime::from_timestamp(1_778_000_000, 0).unwrap());
    let shared = Some(Arc::clone(&clock) as Arc<dyn Clock>);
    let Some((database, house)) = common::house::postgres_with(shared).await else { return };
    transfers(&house, &clock).await;
    house.end().await;
    database.drop().await;
}

async fn months(house: &House, clock: &Manual) {
    let first = Month::of(clock.now());
    completed(house, "DE89370400440532013000", 1).await;
    let early = house.edit(close_of(house, first).await).await;
    assert!(matches!(early, Err(JournalError::Refused(Refusal::Conflict { .. }))), "{early:?}");
    clock.advance((first.ends_at() + TimeDelta::hours(2) - clock.now()).num_seconds());
    let close = close_of(house, first).await;
    house.edit(close.clone()).await.unwrap();
    house.assert_sound().await;
    let again = house.edit(close).await;
    assert!(matches!(again, Err(JournalError::Refused(Refusal::Conflict { .. }))), "{again:?}");
    let closed = house.store.closed_month(first).await.unwrap().unwrap();
    assert!(!closed.totals.is_empty() && !closed.vat.is_empty());
    let debits: i64 = closed.totals.iter().map(|total| total.debit_minor).sum();
    let credits: i64 = closed.totals.iter().map(|total| total.credit_minor).sum();
    assert_eq!(debits, credits);
    // What is posted now belongs to the next month, and a month is not skipped.
    let payout = planned(house).await.unwrap();
    start(house, &payout).await.unwrap();
    house.assert_sound().await;
    let skipped = house.edit(close_of(house, first.next().next()).await).await;
    assert!(matches!(skipped, Err(JournalError::Refused(Refusal::Conflict { .. }))), "{skipped:?}");
    // Each thing that the check promises is found.
    for (plant, words) in [
        (
            "UPDATE ledger_entries SET amount_minor = amount_minor * 2 WHERE reason = 'sale'",
            "closed months are as they were closed",
        ),
        ("UPDATE payouts SET amount_minor = amount_minor + 1", "a payout is what its orders and the books say of it"),
        (
            "UPDATE ledger_entries SET payout_id = posting_id WHERE reason = 'payout'",
            "what is posted of payouts belongs to one",
        ),
        (
            "UPDATE ledger_entries SET amount_minor = amount_minor * 9 WHERE reason = 'payout'",
            "no order is paid out beyond its earnings",
        ),
        ("DELETE FROM ledger_entries WHERE reason = 'sale'", "closed months have everything they had"),
        (
            "INSERT INTO house_series (kind, year, next) VALUES ('commission_invoice', 2020, 3)",
            "the house's series go on where their invoices end",
        ),
    ] {
        house.behind_its_back(plant).await;
        let report = impasto_store::check(&house.store).await.unwrap();
        assert!(report.offences.iter().any(|one| one.invariant == words), "{words}: {:#?}", report.offences);
    }
}

#[tokio::test]
async fn a_closed_month_stays_as_it_was_closed_on_sqlite() {
    let clock = Manual::at(chrono::DateTime::from_timestamp(1_778_000_000, 0).unwrap());
    let (_dir, house) = common::house::sqlite_with(Some(Arc::clone(&clock) as Arc<dyn Clock>)).await;
    months(&house, &clock).await;
    house.end().await;
}

#[tokio::test]
async fn a_closed_month_stays_as_it_was_closed_on_postgresql() {
    let clock = Manual::at(chrono::DateTime::from_timestamp(1_778_000_000, 0).unwrap());
    let shared = Some(Arc::clone(&clock) as Arc<dyn Clock>);
    let Some((database, house)) = common::house::postgres_with(shared).await else { return };
    months(&house, &clock).await;
    house.end().await;
    database.drop().await;
}
