//! Withdrawals, damage and the closing of orders, and what both databases say of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use common::house::{House, Manual, mint, visitor};
use impasto_domain::command::Command;
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::{ReturnId, UserId};
use impasto_domain::order::{FulfilmentStatus, Order, OrderStatus};
use impasto_domain::ports::{JournalError, Reads};
use impasto_domain::refusal::Refusal;
use impasto_domain::returns::{
    ReturnAnswer, ReturnKind, ReturnLine, ReturnPhoto, ReturnStatus, ReturnWanted, period_ends,
};
use impasto_store::reads::ReturnsWanted;

const BY: UserId = UserId(uuid::Uuid::from_u128(1));

async fn shipped(house: &House, order: &Order) {
    let part = &order.seller_orders[0];
    let ship = Command::Ship {
        order_id: order.head.id,
        seller_order_id: part.id,
        seller_id: None,
        by: BY,
        carrier: "DHL".to_owned(),
        tracking_number: None,
        line_ids: part.lines.iter().map(|line| line.id).collect(),
    };
    house.submit(ship).await.unwrap();
}

async fn delivered(house: &House, order: &Order) {
    shipped(house, order).await;
    for parcel in house.order(order.head.id).await.unwrap().shipments {
        let deliver = Command::Deliver { order_id: order.head.id, shipment_id: parcel.id, seller_id: None, by: BY };
        house.submit(deliver).await.unwrap();
    }
}

fn withdrawal(order: &Order, quantity: u32) -> (ReturnId, Command) {
    let part = &order.seller_orders[0];
    let id = mint();
    let wanted = ReturnWanted {
        id,
        seller_order_id: part.id,
        kind: ReturnKind::Withdrawal,
        lines: vec![ReturnLine { line_id: part.lines[0].id, quantity }],
        name: "Zoë Weber".to_owned(),
        email: "zoe@example.test".to_owned(),
        statement: "I withdraw.".to_owned(),
    };
    let editions = vec![part.lines[0].edition_id];
    (id, Command::AnnounceReturn { order_id: order.head.id, wanted: Box::new(wanted), editions })
}

fn answered(order: &Order, return_id: ReturnId, answer: ReturnAnswer) -> Command {
    let editions = vec![order.seller_orders[0].lines[0].edition_id];
    Command::AnswerReturn { order_id: order.head.id, return_id, seller_id: None, by: BY, answer, editions }
}

on_both_engines! {
    async fn a_withdrawal_is_stored_received_and_paid_back(house: &House) {
        let edition = house.published(EditionKind::Limited, 25, 12_500).await;
        let sold = house.buy(visitor(), edition, 3).await;
        delivered(house, &sold).await;
        let (id, announce) = withdrawal(&sold, 2);
        house.submit(announce.clone()).await.unwrap();
        house.submit(announce).await.unwrap();
        let order = house.order(sold.head.id).await.unwrap();
        assert_eq!(order.returns.len(), 1);
        assert_eq!((order.returns[0].status, order.returns[0].lines[0].quantity), (ReturnStatus::Announced, 2));
        house.assert_sound().await;
        let open = house.store.returns(ReturnsWanted::Open, None, 10).await.unwrap().items;
        assert_eq!(open.iter().map(|record| record.back.id).collect::<Vec<_>>(), [id]);

        let line_id = sold.seller_orders[0].lines[0].id;
        house.submit(answered(&sold, id, ReturnAnswer::Received)).await.unwrap();
        let refund = ReturnAnswer::Refund { amount_minor: None, restock: vec![line_id] };
        house.submit(answered(&sold, id, refund)).await.unwrap();
        let order = house.order(sold.head.id).await.unwrap();
        let back = &order.returns[0];
        assert_eq!((back.status, back.refund_id), (ReturnStatus::Refunded, Some(order.refunds[0].id)));
        assert_eq!((order.refunds[0].amount.amount_minor, house.stock(edition).await.sold), (25_000, 1));
        assert!(house.store.returns(ReturnsWanted::Open, None, 10).await.unwrap().items.is_empty());
        let seller_id = order.seller_orders[0].seller_id;
        assert_eq!(house.store.returns(ReturnsWanted::Of(seller_id), None, 10).await.unwrap().items.len(), 1);
        assert_eq!(house.store.returns(ReturnsWanted::All, None, 10).await.unwrap().items.len(), 1);
        house.assert_sound().await;

        let (rest, announce) = withdrawal(&sold, 1);
        house.submit(announce).await.unwrap();
        let refund = ReturnAnswer::Refund { amount_minor: None, restock: Vec::new() };
        house.submit(answered(&sold, rest, refund)).await.unwrap();
        let order = house.order(sold.head.id).await.unwrap();
        assert_eq!((order.head.fulfilment_status, order.refundable_minor()), (FulfilmentStatus::Returned, 0));
        house.assert_sound().await;
    }

    async fn photographs_are_stored_with_their_return(house: &House) {
        let edition = house.published(EditionKind::Open, 0, 5_000).await;
        let sold = house.buy(visitor(), edition, 1).await;
        shipped(house, &sold).await;
        let (return_id, mut announce) = withdrawal(&sold, 1);
        if let Command::AnnounceReturn { wanted, .. } = &mut announce {
            wanted.kind = ReturnKind::Damage;
        }
        house.submit(announce).await.unwrap();
        let photo = ReturnPhoto { id: mint(), key: "aa/b-photo.webp".to_owned(), content_type: "image/webp".to_owned() };
        let order_id = sold.head.id;
        house.submit(Command::AddReturnPhoto { order_id, return_id, photo: photo.clone() }).await.unwrap();
        assert_eq!(house.order(order_id).await.unwrap().returns[0].photos, [photo]);
        let refuse = ReturnAnswer::Refuse { reason: "It was so".to_owned() };
        house.submit(answered(&sold, return_id, refuse)).await.unwrap();
        house.behind_its_back("UPDATE returns SET updated_at = created_at").await;
        assert!(house.store.photos_to_forget(10).await.unwrap().is_empty(), "it was answered today");
        house.submit(Command::ForgetReturnPhotos { order_id, return_id }).await.unwrap();
        assert!(house.order(order_id).await.unwrap().returns[0].photos.is_empty());
        house.assert_sound().await;
    }

    async fn the_same_id_in_two_orders_is_two_returns(house: &House) {
        let edition = house.published(EditionKind::Open, 0, 5_000).await;
        let (one, other) = (house.buy(visitor(), edition, 1).await, house.buy(visitor(), edition, 1).await);
        let (id, announce) = withdrawal(&one, 1);
        house.submit(announce).await.unwrap();
        let (_, mut announce) = withdrawal(&other, 1);
        if let Command::AnnounceReturn { wanted, .. } = &mut announce {
            wanted.id = id;
        }
        house.submit(announce).await.unwrap();
        for order in [one, other] {
            let order = house.order(order.head.id).await.unwrap();
            assert_eq!((order.returns[0].id, order.returns[0].status), (id, ReturnStatus::Refunded));
            assert_eq!(order.head.status, OrderStatus::Cancelled, "nothing of it had left");
        }
        house.assert_sound().await;
    }
}

async fn is_closed_after_its_period(house: &House, clock: &Manual, now: DateTime<Utc>) {
    let edition = house.published(EditionKind::Open, 0, 5_000).await;
    let (kept, returned) = (house.buy(visitor(), edition, 1).await, house.buy(visitor(), edition, 1).await);
    delivered(house, &kept).await;
    delivered(house, &returned).await;
    assert_eq!(house.order(kept.head.id).await.unwrap().head.delivered_at, Some(now));
    assert!(house.store.orders_to_complete(10).await.unwrap().is_empty());
    let early = house.submit(Command::CompleteOrder { order_id: kept.head.id }).await.unwrap_err();
    assert!(matches!(early, JournalError::Refused(Refusal::Conflict { .. })), "{early:?}");
    let (id, announce) = withdrawal(&returned, 1);
    house.submit(announce).await.unwrap();

    clock.advance((period_ends(now, 14) - now).num_seconds() - 1);
    assert!(house.store.orders_to_complete(10).await.unwrap().is_empty());
    clock.advance(1);
    assert_eq!(house.store.orders_to_complete(10).await.unwrap(), [kept.head.id], "the other one has an open return");
    house.submit(Command::CompleteOrder { order_id: kept.head.id }).await.unwrap();
    assert_eq!(house.order(kept.head.id).await.unwrap().head.status, OrderStatus::Completed);
    let refuse = ReturnAnswer::Refuse { reason: "It never came".to_owned() };
    house.submit(answered(&returned, id, refuse)).await.unwrap();
    assert_eq!(house.store.orders_to_complete(10).await.unwrap(), [returned.head.id]);

    assert!(house.store.photos_to_forget(10).await.unwrap().is_empty());

    // One that a program of an older version noted as arrived is found too.
    house.behind_its_back("UPDATE orders SET delivered_at = NULL WHERE status = 'open'").await;
    assert_eq!(house.store.orders_to_complete(10).await.unwrap(), [returned.head.id]);
    house.submit(Command::CompleteOrder { order_id: returned.head.id }).await.unwrap();
    assert!(house.store.orders_to_complete(10).await.unwrap().is_empty());
    house.assert_sound().await;
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap()
}

#[tokio::test]
async fn an_order_is_closed_after_its_period_on_sqlite() {
    let clock = Manual::at(noon());
    let (_dir, house) = common::house::sqlite_with(Some(Arc::clone(&clock) as _)).await;
    is_closed_after_its_period(&house, &clock, noon()).await;
    house.end().await;
}

#[tokio::test]
async fn an_order_is_closed_after_its_period_on_postgresql() {
    let clock = Manual::at(noon());
    let Some((database, house)) = common::house::postgres_with(Some(Arc::clone(&clock) as _)).await else { return };
    is_closed_after_its_period(&house, &clock, noon()).await;
    house.end().await;
    database.drop().await;
}
