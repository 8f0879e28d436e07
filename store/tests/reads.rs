//! Lists go on from a key; pages neither repeat nor leave out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::house::{House, mint, visitor};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::command::Command;
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::OrderId;
use impasto_domain::order::{OrderPaymentStatus, OrderStatus};
use impasto_domain::ports::Reads;
use impasto_store::reads::{InventoryFilter, OrderFilter, OrderLane, StockState};
use impasto_store::{ListError, Store, StoreConfig};

on_both_engines! {
    async fn a_read_that_is_dropped_half_way_leaves_no_old_state_behind(house: &House) {
        let edition = house.published(EditionKind::Limited, 60, 5_000).await;
        let order = house.buy(visitor(), edition, 1).await;
        // One reader: whatever a dropped read left open is what the next one gets.
        let config = StoreConfig { readers: 1, ..StoreConfig::new(&house.url) };
        let store = Store::open(&config).await.unwrap();
        for steps in 0..40 {
            let mut read = Box::pin(store.order(order.head.id));
            for _ in 0..steps {
                if futures_util::poll!(&mut read).is_ready() {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_micros(50)).await;
            }
            drop(read);
            let owner = visitor();
            let held = house.hold(owner, edition, 1).await.unwrap();
            assert_eq!(store.cart(owner).await.unwrap(), held, "dropped after {steps} steps");
            let line_id = held.cart.lines[0].id;
            let release = Command::SetQuantity { owner, line_id, edition_id: edition, quantity: 0, picked: vec![] };
            house.submit(release).await.unwrap();
        }
        assert_eq!(store.order(order.head.id).await.unwrap(), Some(order));
        store.close().await;
    }

    async fn an_owners_orders_come_in_pages_newest_first(house: &House) {
        let edition = house.published(EditionKind::Limited, 30, 5_000).await;
        let owner = visitor();
        let mut bought = Vec::new();
        for _ in 0..7 {
            bought.push(house.buy(owner, edition, 1).await.head.id);
        }
        house.buy(visitor(), edition, 1).await;
        bought.reverse();
        let mut seen: Vec<OrderId> = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = house.store.orders_of(owner, cursor.as_deref(), 3).await.unwrap();
            assert_eq!(page.total, Some(7));
            seen.extend(page.items.iter().map(|order| order.head.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        // Orders of one millisecond are told apart by their ids alone.
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 7);
        assert_eq!(seen.iter().collect::<std::collections::BTreeSet<_>>(), bought.iter().collect());
    }

    async fn everybodys_orders_are_found_by_status(house: &House) {
        let edition = house.published(EditionKind::Limited, 30, 5_000).await;
        let paid = house.buy(visitor(), edition, 1).await;
        let cart = house.hold(visitor(), edition, 1).await.unwrap();
        let (pending, _) = house.place(&cart).await.unwrap();
        let of = |payment| {
            let filter = OrderFilter {
                status: Some(OrderStatus::Open),
                payment_status: Some(payment),
                ..OrderFilter::default()
            };
            let store = &house.store;
            async move { store.orders(&filter, None, 10).await }
        };
        let found = of(OrderPaymentStatus::Paid).await.unwrap();
        assert_eq!((found.items[0].head.id, found.items.len()), (paid.head.id, 1));
        let found = of(OrderPaymentStatus::Pending).await.unwrap();
        assert_eq!((found.items[0].head.id, found.items.len()), (pending.head.id, 1));
        assert_eq!(house.store.orders(&OrderFilter::default(), None, 10).await.unwrap().items.len(), 2);
        let ids = |page: impasto_domain::read::Page<impasto_domain::order::Order>| {
            page.items.iter().map(|order| order.head.id).collect::<Vec<_>>()
        };
        for (lane, wanted) in [
            (OrderLane::ToPay, vec![pending.head.id]),
            (OrderLane::ToShip, vec![paid.head.id]),
            (OrderLane::Shipped, vec![]),
            (OrderLane::Ended, vec![]),
            (OrderLane::Refunded, vec![]),
        ] {
            let filter = OrderFilter { lane: Some(lane), ..OrderFilter::default() };
            assert_eq!(ids(house.store.orders(&filter, None, 10).await.unwrap()), wanted, "{lane:?}");
            let counts = house.store.order_lanes(100).await.unwrap();
            assert_eq!(counts.of(lane), wanted.len() as i64, "{lane:?}");
        }
        let all = OrderFilter::default();
        let placed = paid.head.placed_at;
        let (later, sooner) = (Some(placed + chrono::TimeDelta::days(1)), Some(placed - chrono::TimeDelta::days(1)));
        for (filter, found) in [
            (OrderFilter { email: Some(paid.head.email.to_lowercase()), ..all.clone() }, 2),
            (OrderFilter { email: Some("nobody@example.test".to_owned()), ..all.clone() }, 0),
            (OrderFilter { from: later, ..all.clone() }, 0),
            (OrderFilter { until: sooner, ..all.clone() }, 0),
            (OrderFilter { from: sooner, until: later, lane: Some(OrderLane::ToShip), ..all.clone() }, 1),
        ] {
            assert_eq!(house.store.orders(&filter, None, 10).await.unwrap().items.len(), found, "{filter:?}");
        }
        let by = paid.seller_orders[0].ship_by.unwrap();
        assert_eq!(by, impasto_domain::shipping::after_working_days(placed.date_naive(), 3), "the house's table");
        let midnight = by.and_time(chrono::NaiveTime::MIN).and_utc();
        let overdue = |today| house.store.orders_overdue(placed, today, 10);
        assert_eq!(overdue(midnight).await.unwrap().len(), 0);
        let late = overdue(midnight + chrono::TimeDelta::days(1)).await.unwrap();
        assert_eq!((late.len(), late[0].head.id), (1, paid.head.id));
        assert_eq!(house.store.order_of_number(&paid.head.number).await.unwrap(), Some(paid.head.id));
        assert_eq!(house.store.order_of_document(paid.documents[0].id).await.unwrap(), Some(paid.head.id));
        assert_eq!(house.store.document(paid.documents[0].id).await.unwrap().as_ref(), Some(&paid.documents[0]));
        let payment = &paid.payments[0];
        let reference = payment.provider_ref.clone().unwrap();
        let found = house.store.payment_of_reference("test", &reference).await.unwrap();
        assert_eq!(found, Some((paid.head.id, payment.id)));
    }

    async fn a_foreign_cursor_is_refused(house: &House) {
        assert_eq!(house.store.orders_of(visitor(), Some("nonsense"), 3).await.unwrap_err(), ListError::BadCursor);
        assert_eq!(house.store.artists(Some("%"), 3).await.unwrap_err(), ListError::BadCursor);
        assert_eq!(house.store.inventory(&InventoryFilter::default(), Some(""), 3).await.unwrap_err(), ListError::BadCursor);
    }

    async fn a_seller_sees_its_sales_and_its_parts_of_paid_orders(house: &House) {
        let edition = house.published(EditionKind::Limited, 30, 5_000).await;
        let order = house.buy(visitor(), edition, 2).await;
        let cart = house.hold(visitor(), edition, 3).await.unwrap();
        house.place(&cart).await.unwrap();
        let sales = house.store.sales_of(house.seller_id, None, 10).await.unwrap();
        assert_eq!((sales.items.len(), sales.items[0].quantity, sales.items[0].copies.len()), (1, 2, 2));
        assert_eq!((sales.items[0].amount.amount_minor, sales.items[0].order_number.clone()), (10_000, order.head.number.clone()));
        let parts = house.store.seller_orders_of(house.seller_id, None, 10).await.unwrap();
        assert_eq!((parts.items.len(), parts.items[0].part.clone()), (1, order.seller_orders[0].clone()));
        let today = house.store.seller_since(house.seller_id, order.head.placed_at).await.unwrap();
        assert_eq!((today.sales, today.copies, today.amount.amount_minor, today.held), (1, 2, 10_000, 3));
        assert!(house.store.sales_of(mint(), None, 10).await.unwrap().items.is_empty());
    }

    async fn the_console_sees_every_edition_and_every_hold(house: &House) {
        let mut editions = Vec::new();
        for _ in 0..5 {
            editions.push(house.published(EditionKind::Unique, 1, 5_000).await);
        }
        let cart = house.hold(visitor(), editions[2], 1).await.unwrap();
        let mut seen = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = house.store.inventory(&InventoryFilter::default(), cursor.as_deref(), 2).await.unwrap();
            assert_eq!(page.total, Some(5));
            seen.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let mut ids: Vec<_> = seen.iter().map(|record| record.edition.id).collect();
        ids.sort_unstable();
        editions.sort_unstable();
        assert_eq!(ids, editions);
        let held = seen.iter().find(|record| record.stock.held == 1).unwrap();
        assert_eq!(held.stock.next_release_at, Some(cart.holds[0].expires_at));
        let filtered = |filter: InventoryFilter| async move {
            let page = house.store.inventory(&filter, None, 10).await.unwrap();
            assert_eq!(page.total, i64::try_from(page.items.len()).ok(), "{filter:?}");
            page.items.len()
        };
        let any = InventoryFilter::default();
        for (filter, found) in [
            (InventoryFilter { kind: Some(EditionKind::Unique), ..any.clone() }, 5),
            (InventoryFilter { kind: Some(EditionKind::Open), ..any.clone() }, 0),
            (InventoryFilter { state: Some(StockState::Free), ..any.clone() }, 4),
            (InventoryFilter { state: Some(StockState::Held), ..any.clone() }, 1),
            (InventoryFilter { state: Some(StockState::SoldOut), ..any.clone() }, 0),
            (InventoryFilter { state: Some(StockState::Withdrawn), ..any.clone() }, 0),
            (InventoryFilter { words: seen[0].title.to_uppercase(), ..any.clone() }, 5),
            (InventoryFilter { words: "%".to_owned(), ..any.clone() }, 0),
            (InventoryFilter { seller: "nobody of that name".to_owned(), ..any.clone() }, 0),
            (InventoryFilter { seller: seen[0].seller.to_uppercase(), ..any.clone() }, 5),
        ] {
            let told = format!("{filter:?}");
            assert_eq!(filtered(filter).await, found, "{told}");
        }
        let of_edition = house.store.holds_of_edition(cart.holds[0].edition_id, None, 10).await.unwrap();
        assert_eq!((of_edition.items.len(), of_edition.items[0].hold.id), (1, cart.holds[0].id));
        let other = editions.iter().find(|id| **id != cart.holds[0].edition_id).unwrap();
        assert!(house.store.holds_of_edition(*other, None, 10).await.unwrap().items.is_empty());
        let holds = house.store.holds(None, 10).await.unwrap();
        assert_eq!((holds.items[0].hold.clone(), holds.total), (cart.holds[0].clone(), Some(1)));
        let edition = house.store.edition_of_hold(cart.holds[0].id).await.unwrap();
        assert_eq!(edition, Some(cart.holds[0].edition_id));
    }

    async fn the_catalogue_has_every_public_work_and_its_artist(house: &House) {
        let (id, _) = house.published_work(vec![common::house::edition(EditionKind::Unique, 1, 5_000)]).await;
        house.edit(house.new_artwork(mint(), "Still a draft", Vec::new())).await.unwrap();
        let works = house.store.public_artworks().await.unwrap();
        assert_eq!((works.len(), works[0].id, works[0].status), (1, id, ArtworkStatus::Published));
        assert_eq!(house.store.artworks_by_ids(&[mint(), id]).await.unwrap(), works);
        assert_eq!(house.store.artworks_updated_since(works[0].updated_at).await.unwrap().len(), 2);
        let mine = house.store.artworks_of_seller(house.seller_id, None, 1).await.unwrap();
        assert_eq!((mine.items.len(), mine.total, mine.next_cursor.is_some()), (1, Some(2), true));
        let artists = house.store.artists(None, 10).await.unwrap();
        assert_eq!((artists.items.len(), artists.total, artists.items[0].works), (1, Some(1), 1));
        let artist = house.store.artist(&artists.items[0].name.slug).await.unwrap();
        assert_eq!(artist.as_ref(), Some(&artists.items[0]));
        assert_eq!(house.store.artist(&house.artist_id.to_string()).await.unwrap(), artist);
        assert!(house.store.artist("nobody").await.unwrap().is_none());
    }

    async fn due_editions_are_those_whose_holds_ran_out(house: &House) {
        let edition = house.published(EditionKind::Unique, 1, 5_000).await;
        let other = house.published(EditionKind::Unique, 1, 5_000).await;
        house.hold(visitor(), edition, 1).await.unwrap();
        house.hold(visitor(), other, 1).await.unwrap();
        assert!(house.store.due_editions(10).await.unwrap().is_empty());
        house.behind_its_back("UPDATE holds SET expires_at = placed_at").await;
        let mut due = house.store.due_editions(10).await.unwrap();
        due.sort_unstable();
        let mut wanted = vec![edition, other];
        wanted.sort_unstable();
        assert_eq!(due, wanted);
        assert_eq!(house.store.due_editions(1).await.unwrap().len(), 1);
    }
}
