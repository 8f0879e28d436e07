//! Disputes and fees, and what both databases say of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::house::{House, mint, visitor};
use impasto_domain::command::{Command, InboxKey, Submission};
use impasto_domain::dispute::DisputeStatus;
use impasto_domain::edition::EditionKind;
use impasto_domain::hook::{HookOutcome, KeptHook};
use impasto_domain::ids::UserId;
use impasto_domain::money::{Currency, Money};
use impasto_domain::order::{Order, OrderPaymentStatus};
use impasto_domain::ports::hooks::DisputeNotice;
use impasto_domain::refund::{RefundOf, RefundWanted};
use impasto_domain::reply::Reply;

fn inbox(event_id: &str) -> Option<InboxKey> {
    let notice = KeptHook {
        id: mint(),
        provider: "test".to_owned(),
        event_id: event_id.to_owned(),
        kind: "dispute".to_owned(),
        outcome: HookOutcome::Done,
        body: None,
    };
    let notice = Some(Box::new(notice));
    Some(InboxKey { provider: "test".to_owned(), event_id: event_id.to_owned(), notice })
}

fn open(order: &Order, amount_minor: i64, event_id: &str) -> Command {
    Command::OpenDispute {
        order_id: order.head.id,
        payment_id: order.payments[0].id,
        dispute: DisputeNotice {
            reference: "case_1".to_owned(),
            reason: "fraudulent".to_owned(),
            amount: Money::new(amount_minor, Currency::EUR),
            fee: Some(Money::new(1_500, Currency::EUR)),
            evidence_due_at: None,
        },
        inbox: inbox(event_id),
    }
}

fn close(order: &Order, won: bool, event_id: &str) -> Command {
    Command::CloseDispute {
        order_id: order.head.id,
        payment_id: order.payments[0].id,
        reference: "case_1".to_owned(),
        won,
        inbox: inbox(event_id),
    }
}

async fn told(house: &House, command: Command) -> Order {
    let Reply::Order { order, .. } = house.submit(command).await.unwrap() else { panic!("an order") };
    house.assert_sound().await;
    assert_eq!(house.order(order.head.id).await.as_ref(), Some(&*order), "read as it was decided");
    *order
}

on_both_engines! {
    async fn a_dispute_is_stored_with_its_notice_and_undone_when_it_is_won(house: &House) {
        let edition = house.published(EditionKind::Limited, 25, 12_500).await;
        let sold = house.buy(visitor(), edition, 2).await;
        let order = told(house, open(&sold, 5_000, "evt_1")).await;
        assert_eq!(order.head.payment_status, OrderPaymentStatus::Disputed);
        let order = told(house, open(&sold, 5_000, "evt_1")).await;
        assert_eq!(order.disputes.len(), 1, "the same notice again");
        let kept = house.store.hooks(None, 10).await.unwrap().items;
        assert_eq!((kept.len(), kept[0].outcome, kept[0].deliveries), (1, HookOutcome::Done, 2));
        let order = told(house, close(&sold, true, "evt_2")).await;
        assert_eq!((order.disputes[0].status, order.head.payment_status), (DisputeStatus::Won, OrderPaymentStatus::Paid));
    }

    async fn a_lost_dispute_is_stored_as_money_given_back(house: &House) {
        let edition = house.published(EditionKind::Limited, 25, 12_500).await;
        let sold = house.buy(visitor(), edition, 2).await;
        let total_minor = sold.head.totals.total_minor;
        // Its end comes first.
        told(house, close(&sold, false, "evt_2")).await;
        let order = told(house, open(&sold, total_minor, "evt_1")).await;
        assert_eq!(order.head.payment_status, OrderPaymentStatus::Refunded);
        assert_eq!((order.disputes[0].status, order.disputes[0].taken_back_minor), (DisputeStatus::Lost, total_minor));
        assert_eq!(order.refunds.len(), 1);
        assert_eq!(house.stock(edition).await.sold, 2, "the copies stay with the customer");
    }

    async fn a_sale_that_an_older_program_booked_is_given_back_to_the_minor_unit(house: &House) {
        let edition = house.published(EditionKind::Limited, 25, 12_345).await;
        let sold = house.buy(visitor(), edition, 3).await;
        // It had the tax among the seller's earnings, and the commission on the part only.
        let as_before = "UPDATE ledger_entries SET amount_minor = amount_minor + (SELECT v.amount_minor \
            FROM ledger_entries v WHERE v.posting_id = ledger_entries.posting_id AND v.account = 'seller_vat') \
            WHERE account = 'seller_payable'; \
            DELETE FROM ledger_entries WHERE account = 'seller_vat'; UPDATE order_lines SET commission_minor = 0";
        house.behind_its_back(as_before).await;
        house.assert_sound().await;
        for amount_minor in [3_333, sold.head.totals.total_minor - 3_333] {
            let of = RefundOf::Amount(Money::new(amount_minor, Currency::EUR));
            let wanted = RefundWanted { of, restock: false, reason: "Torn corner".to_owned() };
            let by = UserId(uuid::Uuid::from_u128(1));
            let order_id = sold.head.id;
            let refund = Command::RefundOrder { order_id, wanted, by, editions: vec![edition] };
            house.submit(refund).await.unwrap();
            let order = house.order(order_id).await.unwrap();
            let given = order.refunds.last().unwrap();
            let (payment_id, amount_minor) = (given.payment_id, given.amount.amount_minor);
            let refund_id = Some(given.id);
            house.submit(Command::RefundPaid { order_id, payment_id, amount_minor, refund_id }).await.unwrap();
            house.assert_sound().await;
        }
        assert_eq!(house.order(sold.head.id).await.unwrap().head.payment_status, OrderPaymentStatus::Refunded);
    }

    async fn notices_of_one_batch_count_as_often_as_they_came(house: &House) {
        let edition = house.published(EditionKind::Limited, 25, 12_500).await;
        let sold = house.buy(visitor(), edition, 1).await;
        let each = || house.submit(Submission::from(open(&sold, 1_000, "evt_1")));
        let (one, two, three) = tokio::join!(each(), each(), each());
        assert!(one.is_ok() && two.is_ok() && three.is_ok());
        let kept = house.store.hooks(None, 10).await.unwrap().items;
        assert_eq!((kept.len(), kept[0].deliveries), (1, 3));
        assert_eq!(house.order(sold.head.id).await.unwrap().disputes.len(), 1);
        house.assert_sound().await;
    }
}
