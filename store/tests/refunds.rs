//! Refunds, and what both databases say of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::house::{House, mint, visitor};
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::{JobId, UserId};
use impasto_domain::job::{LeaseTerm, Task};
use impasto_domain::order::{Order, OrderPaymentStatus};
use impasto_domain::ports::{JournalError, Paper, Reads};
use impasto_domain::refund::{LineWanted, RefundOf, RefundStatus, RefundWanted};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_store::reads::{JobState, OrderFilter, OrderLane};

const BY: UserId = UserId(uuid::Uuid::from_u128(1));

/// One copy of the first line, back to stock.
fn one_of(order: &Order) -> Command {
    let line = order.lines().next().unwrap();
    let lines = vec![LineWanted { line_id: line.id, quantity: 1, copies: vec![line.copies[0].id] }];
    let of = RefundOf::Lines { lines, shipping: false };
    let wanted = RefundWanted { of, restock: true, reason: "Torn corner".to_owned() };
    Command::RefundOrder { order_id: order.head.id, wanted, by: BY, editions: vec![line.edition_id] }
}

on_both_engines! {
    async fn a_refund_is_stored_with_its_copies_notes_and_job(house: &House) {
        let edition = house.published(EditionKind::Limited, 25, 12_500).await;
        let sold = house.buy(visitor(), edition, 3).await;
        let Reply::Order { order, .. } = house.submit(one_of(&sold)).await.unwrap() else { panic!("an order") };
        house.assert_sound().await;
        assert_eq!(house.order(order.head.id).await.as_ref(), Some(&*order), "read as it was decided");
        let refund = order.refunds[0].clone();
        assert_eq!((refund.status, refund.amount.amount_minor), (RefundStatus::Pending, 12_500));
        let line = order.lines().next().unwrap();
        assert_eq!((line.restocked, line.copies.len(), &line.copies[..]), (1, 2, &sold.lines().next().unwrap().copies[1..]));
        let stock = house.stock(edition).await;
        assert_eq!((stock.available, stock.sold), (23, 2));
        let note = order.documents.last().unwrap();
        let Paper::Invoice(data) = house.store.paper_of(note.id).await.unwrap().unwrap().paper else {
            panic!("a credit note")
        };
        assert_eq!(data.check(), Ok(()));
        assert_eq!(data.totals.gross_minor, 12_500);
        // The copy that came back is the first to be sold again.
        let again = house.buy(visitor(), edition, 1).await;
        assert_eq!(again.lines().next().unwrap().copies[0].ordinal, sold.lines().next().unwrap().copies[0].ordinal);

        let open = house.store.jobs(JobState::Open, None, 10).await.unwrap().items;
        let job = open.iter().find(|job| job.kind == "refund_payment").unwrap();
        assert_eq!((job.subject, job.order_id), (refund.id.0, Some(order.head.id)));
        let about = house.store.jobs_about(&[refund.id.0, order.head.id.0]).await.unwrap();
        assert_eq!(about.iter().map(|job| job.id).collect::<Vec<_>>(), [job.id]);

        let (payment_id, amount_minor) = (refund.payment_id, refund.amount.amount_minor);
        let paid = Command::RefundPaid { order_id: order.head.id, payment_id, amount_minor, refund_id: Some(refund.id) };
        house.submit(paid.clone()).await.unwrap();
        house.submit(paid).await.unwrap();
        let order = house.order(order.head.id).await.unwrap();
        assert_eq!(order.head.payment_status, OrderPaymentStatus::PartiallyRefunded);
        assert_eq!((order.refunds[0].status, order.payments[0].refunded_minor), (RefundStatus::Refunded, 12_500));
        let filter = OrderFilter { lane: Some(OrderLane::Refunded), ..OrderFilter::default() };
        assert_eq!(house.store.orders(&filter, None, 10).await.unwrap().items, [order]);
        house.assert_sound().await;
    }

    async fn two_refunds_of_one_payment_each_have_their_job(house: &House) {
        let edition = house.published(EditionKind::Limited, 25, 12_500).await;
        let sold = house.buy(visitor(), edition, 3).await;
        house.submit(one_of(&sold)).await.unwrap();
        let order = house.order(sold.head.id).await.unwrap();
        house.submit(one_of(&order)).await.unwrap();
        let open = house.store.jobs(JobState::Open, None, 10).await.unwrap().items;
        assert_eq!(open.iter().filter(|job| job.kind == "refund_payment").count(), 2);
        house.assert_sound().await;
        let cancel = Command::CancelOrder { owner: None, order_id: sold.head.id, staff: None, editions: vec![edition] };
        house.submit(cancel).await.unwrap();
        assert_eq!(house.stock(edition).await.sold, 0);
        house.assert_sound().await;
    }

    async fn jobs_are_revived_and_forgotten_by_hand(house: &House) {
        let edition = house.published(EditionKind::Unique, 1, 5_000).await;
        let sold = house.buy(visitor(), edition, 1).await;
        let lease = LeaseTerm { token: mint(), lasts_ms: 60_000 };
        let claim = Edit::ClaimJobs { kinds: vec!["render_document".to_owned()], limit: 1, lease };
        let Reply::Jobs(jobs) = house.edit(claim).await.unwrap() else { panic!("jobs") };
        let id = jobs[0].id;
        let refused = |reply: Result<Reply, JournalError>| match reply {
            Err(JournalError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        let drop = |id: JobId| Edit::DropJob { id, by: BY, reason: "Tidy".to_owned() };
        let revive = |id: JobId| Edit::ReviveJob { id, by: BY };
        assert!(matches!(refused(house.edit(revive(id)).await), Refusal::Conflict { .. }), "somebody works on it");
        assert!(matches!(refused(house.edit(drop(id)).await), Refusal::Conflict { .. }), "it is not given up");
        assert_eq!(refused(house.edit(revive(mint())).await), Refusal::not_found("job"));
        let give_up = Edit::RetryJob {
            id,
            token: lease.token,
            run_at: sold.head.placed_at,
            error: Some("the disk was full".to_owned()),
            dead: true,
        };
        house.edit(give_up).await.unwrap();
        let dead = house.store.jobs(JobState::Dead, None, 10).await.unwrap().items;
        assert_eq!((dead[0].id, dead[0].last_error.as_deref()), (id, Some("the disk was full")));
        assert!(matches!(refused(house.edit(drop(id)).await), Refusal::Conflict { .. }), "a document waits for it");
        house.edit(revive(id)).await.unwrap();
        assert!(house.store.jobs(JobState::Dead, None, 10).await.unwrap().items.is_empty());
        let failing = house.store.jobs(JobState::Failing, None, 10).await.unwrap().items;
        assert_eq!((failing[0].id, failing[0].attempts), (id, 0));
        assert!(Task::KEPT.contains(&failing[0].kind.as_str()));
        let placed_at = sold.head.placed_at;
        let needs = house.store.needs(placed_at, placed_at + chrono::TimeDelta::days(9), 100).await.unwrap();
        assert_eq!((needs.overdue, needs.stuck, needs.dead), (1, 0, 0));
        house.assert_sound().await;
    }
}
