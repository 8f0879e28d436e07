//! A purchase from hold to sale, and what the database says of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::house::{House, edition, place_order, settle, visitor};
use impasto_domain::certificate::Certification;
use impasto_domain::command::Command;
use impasto_domain::document::DocumentKind;
use impasto_domain::edition::{Edition, EditionKind};
use impasto_domain::event::Event;
use impasto_domain::order::{Order, OrderPaymentStatus, OrderStatus};
use impasto_domain::ports::{JournalError, Paper, Reads};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_store::reads::Feed;

on_both_engines! {
    async fn a_purchase_moves_a_copy_from_the_shelf_to_its_order(house: &House) {
        let edition = house.published(EditionKind::Limited, 25, 12_500).await;
        let owner = visitor();
        let cart = house.hold(owner, edition, 2).await.unwrap();
        assert_eq!(cart.holds.len(), 2);
        assert_eq!(cart.holds[0].copy.as_ref().unwrap().label.as_deref(), Some("1/25"));
        let stock = house.stock(edition).await;
        assert_eq!((stock.available, stock.held, stock.sold), (23, 2, 0));
        house.assert_sound().await;

        let (order, payment_id) = house.place(&cart).await.unwrap();
        house.assert_sound().await;
        let order = house.settle(&order, payment_id).await.unwrap();
        assert_eq!(order.head.payment_status, OrderPaymentStatus::Paid);
        assert_eq!(order.documents.len(), 1);
        assert!(order.documents[0].number.ends_with("-000001"));
        let stock = house.stock(edition).await;
        assert_eq!((stock.available, stock.held, stock.sold), (23, 0, 2));
        assert_eq!(house.order(order.head.id).await.as_ref(), Some(&order));
        assert_eq!(house.store.order_of_payment(payment_id).await.unwrap().as_ref(), Some(&order));
        let invoice = house.store.paper_of(order.documents[0].id).await.unwrap().unwrap();
        let Paper::Invoice(data) = &invoice.paper else { panic!("an invoice: {invoice:?}") };
        assert_eq!((invoice.order_id, &data.number), (order.head.id, &order.documents[0].number));
        assert_eq!(invoice.content_hash, None);
        assert!(house.store.cart(owner).await.unwrap().cart.lines.is_empty());
        house.assert_sound().await;
    }

    async fn certificates_come_with_the_hash_of_the_invoice(house: &House) {
        let edition = house.published(EditionKind::Limited, 25, 12_500).await;
        let order = house.buy(visitor(), edition, 2).await;
        let works = house.store.works_of(order.head.id).await.unwrap();
        assert_eq!(works.iter().map(|work| (work.edition_id, work.kind)).collect::<Vec<_>>(), [(edition, EditionKind::Limited)]);
        let rendered = Command::DocumentRendered {
            order_id: order.head.id,
            document_id: order.documents[0].id,
            content_hash: "abc".into(),
            certificates: Some(Box::new(Certification { seed: 7, works })),
        };
        house.submit(rendered.clone()).await.unwrap();
        house.submit(rendered).await.unwrap();
        let order = house.order(order.head.id).await.unwrap();
        let kinds: Vec<DocumentKind> = order.documents.iter().map(|row| row.kind).collect();
        assert_eq!(kinds, [DocumentKind::Invoice, DocumentKind::Certificate, DocumentKind::Certificate]);
        for (row, copy) in order.documents[1..].iter().zip(&order.lines().next().unwrap().copies) {
            let kept = house.store.paper_of(row.id).await.unwrap().unwrap();
            let Paper::Certificate(data) = &kept.paper else { panic!("a certificate: {kept:?}") };
            assert_eq!((data.id, data.copy_label.as_ref()), (row.id, copy.label.as_ref()));
            assert!(!data.is_revoked(&order));
        }
        house.assert_sound().await;
    }

    async fn events_are_numbered_from_one_without_gaps_and_published_as_stored(house: &House) {
        let edition = house.published(EditionKind::Unique, 1, 90_000).await;
        let order = house.buy(visitor(), edition, 1).await;
        let published = house.sink.0.lock().unwrap().clone();
        let numbers: Vec<i64> = published.iter().map(|event| event.seq).collect();
        assert_eq!(numbers, (1..=i64::try_from(published.len()).unwrap()).collect::<Vec<_>>());
        assert!(published.iter().any(|event| matches!(event.event, Event::SaleMade { .. })));
        let first = published[0].clone();
        let stored = house.store.events_after(&[(first.lane, first.seq)], 1_000).await.unwrap().unwrap();
        assert_eq!(stored, published[1..]);
        let of_order = house.store.order_events(order.head.id, 1, 100).await.unwrap().unwrap();
        assert!(!of_order.is_empty());
        assert!(of_order.iter().all(|event| event.event.order_id() == Some(order.head.id)));
        let feed = Feed::Seller(house.seller_id);
        let of_seller = house.store.missed(feed, &[(first.lane, first.seq)], 100).await.unwrap();
        assert!(of_seller.unwrap().events.iter().any(|event| matches!(event.event, Event::SaleMade { .. })));
    }

    async fn the_last_copy_is_sold_once(house: &House) {
        let edition = house.published(EditionKind::Unique, 1, 90_000).await;
        house.hold(visitor(), edition, 1).await.unwrap();
        let refused = house.hold(visitor(), edition, 1).await.unwrap_err();
        let JournalError::Refused(Refusal::SoldOut { available: 0, next_release_at: Some(_) }) = refused else {
            panic!("unexpected {refused:?}");
        };
        house.assert_sound().await;
    }

    async fn a_payment_keeps_where_its_customer_comes_back_to(house: &House) {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        let cart = house.hold(visitor(), edition, 1).await.unwrap();
        let Command::PlaceOrder(mut wanted) = place_order(&cart) else { panic!("another command") };
        wanted.return_url = Some("https://shop.example/done?cart=7".into());
        let (placed, payment_id) = common::house::order(house.submit(Command::PlaceOrder(wanted)).await).unwrap();
        let chosen = |order: &Order| order.payments[0].return_url.clone();
        let expected = Some("https://shop.example/done?cart=7".to_owned());
        assert_eq!(chosen(&placed), expected);
        assert_eq!(chosen(&house.order(placed.head.id).await.unwrap()), expected);
        // Also when its row is written again.
        house.settle(&placed, payment_id).await.unwrap();
        assert_eq!(chosen(&house.order(placed.head.id).await.unwrap()), expected);
        house.assert_sound().await;
    }

    async fn an_open_edition_is_sold_without_end(house: &House) {
        let edition = house.published(EditionKind::Open, 0, 4_000).await;
        let order = house.buy(visitor(), edition, 7).await;
        assert_eq!(order.lines().next().unwrap().quantity, 7);
        let stock = house.stock(edition).await;
        assert_eq!((stock.total, stock.held, stock.sold), (None, 0, 7));
        house.assert_sound().await;
    }

    async fn settling_twice_sells_once(house: &House) {
        let edition = house.published(EditionKind::Limited, 5, 5_000).await;
        let cart = house.hold(visitor(), edition, 1).await.unwrap();
        let (order, payment_id) = house.place(&cart).await.unwrap();
        let (first, second) =
            tokio::join!(house.submit(settle(&order, payment_id, false)), house.submit(settle(&order, payment_id, false)));
        first.unwrap();
        second.unwrap();
        assert_eq!(house.stock(edition).await.sold, 1);
        house.assert_sound().await;
    }

    async fn late_money_buys_no_more_than_one_customer_may_have(house: &House) {
        let limited = Edition { max_per_customer: Some(2), ..edition(EditionKind::Limited, 5, 5_000) };
        let edition_id = house.published_work(vec![limited]).await.1[0];
        let owner = visitor();
        let cart = house.hold(owner, edition_id, 1).await.unwrap();
        let (order, payment_id) = house.place(&cart).await.unwrap();
        let expire = Command::FailPayment {
            order_id: order.head.id,
            payment_id,
            decline_code: "expired".into(),
            expire: true,
            recheck_at: None,
            inbox: None,
            editions: vec![edition_id],
        };
        house.submit(expire).await.unwrap();
        house.buy(owner, edition_id, 2).await;
        let Reply::Order { order, .. } = house.submit(settle(&order, payment_id, true)).await.unwrap() else {
            panic!("a settlement answers with its order")
        };
        assert_eq!(order.head.status, OrderStatus::Expired);
        assert!(order.payments[0].unapplied);
        assert_eq!(house.stock(edition_id).await.sold, 2);
        house.assert_sound().await;
    }
}
