//! The check finds each corruption that is planted, and nothing in a sound house.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::house::{House, visitor};
use impasto_domain::command::Command;
use impasto_domain::edition::EditionKind;
use impasto_domain::ports::hooks::DisputeNotice;
use impasto_domain::refund::{LineWanted, RefundOf, RefundWanted};
use impasto_domain::returns::{ReturnKind, ReturnLine, ReturnWanted};

/// A corruption of the sold or held copies of a house, and words of the invariant that it breaks.
const PLANTS: &[(&str, &str)] = &[
    (
        "UPDATE stock SET available = available - 1, held = held + 1 WHERE total IS NOT NULL",
        "the counters are those of the copies",
    ),
    ("UPDATE stock SET held = held + 1 WHERE total IS NULL", "what is counted as held is held"),
    ("UPDATE stock SET sold = sold + 1 WHERE total IS NULL", "what is counted as sold is on a line"),
    ("UPDATE copies SET state = 'held' WHERE ordinal = 5", "a held copy has its one hold"),
    ("UPDATE copies SET state = 'available' WHERE state = 'held'", "a hold's copy is held"),
    ("UPDATE copies SET order_line_id = id WHERE state = 'sold'", "a sold copy has its one order line"),
    ("UPDATE copies SET state = 'withdrawn', order_line_id = NULL WHERE state = 'sold'", "a sold line has its copies"),
    ("UPDATE artwork_heads SET editions_left = editions_left + 1", "a work knows how many of its editions"),
    ("DELETE FROM carts", "holds without an order belong to cart lines"),
    ("UPDATE holds SET line_id = id WHERE order_id IS NULL", "holds without an order belong to cart lines"),
    ("UPDATE holds SET line_id = id WHERE order_id IS NOT NULL", "a hold of an order belongs to a line"),
    ("UPDATE orders SET status = 'expired' WHERE payment_status = 'pending'", "a hold of an order belongs to a line"),
    ("UPDATE payments SET status = 'failed' WHERE status = 'succeeded'", "a paid order has exactly one payment"),
    (
        "UPDATE orders SET payment_status = 'pending' WHERE payment_status = 'paid'",
        "a paid order has exactly one payment",
    ),
    ("UPDATE payments SET unapplied = true WHERE status = 'succeeded'", "money without goods is on its way back"),
    ("UPDATE orders SET status = 'cancelled' WHERE payment_status = 'paid'", "money without goods is on its way back"),
    ("DELETE FROM documents", "every part of a sale has its invoice"),
    ("DELETE FROM jobs WHERE kind = 'drive_payment'", "an open payment has somebody who drives it"),
    ("DELETE FROM jobs WHERE kind = 'render_document'", "a document that is not rendered has a job"),
    ("DELETE FROM jobs WHERE kind = 'refund_payment'", "a refund that is not paid has a job"),
    ("UPDATE refunds SET amount_minor = amount_minor + 1000000", "no more is given back than was paid"),
    ("UPDATE returns SET seller_order_id = id", "a return is of one part of its order"),
    ("DELETE FROM return_lines", "a return is of one part of its order"),
    ("UPDATE return_lines SET quantity = 99", "a return is of one part of its order"),
    ("UPDATE returns SET status = 'refunded'", "a return that is refunded has its refund"),
    (
        "UPDATE orders SET status = 'completed' WHERE fulfilment_status <> 'unfulfilled'",
        "no order is completed with an open return",
    ),
    ("UPDATE order_lines SET restocked = 0", "what is counted as sold is on a line"),
    ("UPDATE orders SET total_minor = total_minor + 1", "an order's sums are those of its parts"),
    ("UPDATE order_lines SET unit_price_minor = unit_price_minor + 1", "an order's sums are those of its parts"),
    (
        "UPDATE order_lines SET resale_right_minor = unit_price_minor * quantity + 1",
        "an artist's resale right is a part of the price",
    ),
    (
        "UPDATE ledger_entries SET amount_minor = amount_minor + 1 WHERE account = 'commission'",
        "ledger postings sum to zero",
    ),
    ("UPDATE documents SET number = replace(number, '-000001', '-000007')", "number series have no gaps"),
    ("UPDATE number_series SET next = next + 1", "number series go on where their documents end"),
    ("DELETE FROM events WHERE seq = 4", "lanes have no gaps"),
    ("DELETE FROM events WHERE seq = 1", "lanes have no gaps"),
    ("DELETE FROM lanes", "every event belongs to a lane"),
    ("UPDATE orders SET version = version + 1", "an order's newest event tells its version"),
    ("UPDATE artwork_stats SET wishlisted = wishlisted + 1", "wishlists and reviews are counted"),
    (
        "INSERT INTO ledger_entries (posting_id, position, account, seller_id, amount_minor, currency, reason, order_id, at) \
         SELECT order_id, position, account, seller_id, amount_minor, currency, reason, order_id, at FROM ledger_entries \
         WHERE reason = 'sale'",
        "a payment that bought an order is one sale in the books",
    ),
    ("DELETE FROM ledger_entries", "a payment that bought an order is one sale in the books"),
    ("UPDATE ledger_entries SET amount_minor = amount_minor * 2", "the books know the money that the providers hold"),
    (
        "UPDATE ledger_entries SET amount_minor = amount_minor + 7 WHERE account = 'seller_payable'; \
         UPDATE ledger_entries SET amount_minor = amount_minor - 7 WHERE account = 'commission'",
        "the books owe each seller his part of a sale less commission",
    ),
    ("UPDATE ledger_entries SET currency = 'USD' WHERE reason = 'sale'", "an order's entries are in its currency"),
    ("UPDATE ledger_entries SET seller_id = NULL WHERE account = 'seller_vat'", "sellers' accounts name their seller"),
    (
        "UPDATE ledger_entries SET account = 'bank' WHERE account = 'commission'",
        "what came for an order belongs to somebody",
    ),
    (
        "UPDATE ledger_entries SET amount_minor = amount_minor + 7 WHERE account = 'seller_payable' AND reason = 'sale'; \
         UPDATE ledger_entries SET amount_minor = amount_minor - 7 WHERE account = 'seller_vat' AND reason = 'sale'",
        "the tax of a seller's sale is booked apart",
    ),
    ("UPDATE seller_orders SET commission_minor = commission_minor + 1", "the house's commission of a sale"),
    ("UPDATE order_lines SET commission_minor = commission_minor + 1", "a part's commission is that of its lines"),
    (
        "UPDATE ledger_entries SET amount_minor = amount_minor * 9 WHERE reason = 'dispute_lost'",
        "no more is taken back of a seller than he was owed",
    ),
    (
        "UPDATE ledger_entries SET amount_minor = amount_minor - 5 WHERE reason = 'dispute_lost' AND account = 'commission'; \
         UPDATE ledger_entries SET amount_minor = amount_minor + 5 WHERE reason = 'dispute_lost' AND account = 'disputed'",
        "of what was given back whole nobody keeps anything",
    ),
    ("UPDATE disputes SET amount_minor = amount_minor + 1 WHERE status = 'open'", "what is booked as disputed"),
    ("UPDATE disputes SET status = 'won' WHERE status = 'open'", "an order is disputed as long as"),
    ("UPDATE orders SET payment_status = 'paid' WHERE payment_status = 'disputed'", "an order is disputed as long as"),
    ("UPDATE disputes SET payment_id = id", "a dispute is about money that came"),
    (
        "UPDATE documents SET order_id = (SELECT o.id FROM orders o WHERE o.payment_status = 'pending')",
        "invoices and credit notes belong to orders that were paid",
    ),
    (
        "INSERT INTO shipments (id, order_id, seller_order_id, carrier, status, created_at, updated_at) \
         SELECT k.id, k.order_id, k.id, 'DHL', 'in_transit', k.placed_at, k.placed_at FROM seller_orders k; \
         UPDATE seller_orders SET pickup = '{\"address\": \"Hof 1\"}'",
        "what the buyer collects goes with no carrier",
    ),
    (
        "UPDATE orders SET payment_status = 'failed' WHERE payment_status = 'pending'",
        "an order that waits for money says how its latest payment stands",
    ),
];

/// A house with something free, held, in payment and sold, counted and open.
async fn busy(house: &House) {
    let counted = house.published(EditionKind::Limited, 12, 5_000).await;
    let open = house.published(EditionKind::Open, 0, 5_000).await;
    house.buy(visitor(), counted, 2).await;
    let sold = house.buy(visitor(), open, 2).await;
    let line_id = sold.lines().next().unwrap().id;
    let lines = vec![LineWanted { line_id, quantity: 1, copies: Vec::new() }];
    let of = RefundOf::Lines { lines, shipping: false };
    let wanted = RefundWanted { of, restock: true, reason: "Torn corner".to_owned() };
    let by = impasto_domain::ids::UserId(uuid::Uuid::from_u128(1));
    let refund = Command::RefundOrder { order_id: sold.head.id, wanted, by, editions: vec![open] };
    house.submit(refund).await.unwrap();
    for (reference, is_closed) in [("case_1", false), ("case_2", true)] {
        let order = house.buy(visitor(), open, 1).await;
        let (order_id, payment_id) = (order.head.id, order.payments[0].id);
        let dispute = DisputeNotice {
            reference: reference.to_owned(),
            reason: "fraudulent".to_owned(),
            amount: order.payments[0].amount,
            fee: None,
            evidence_due_at: None,
        };
        house.submit(Command::OpenDispute { order_id, payment_id, dispute, inbox: None }).await.unwrap();
        if is_closed {
            let reference = reference.to_owned();
            let lost = Command::CloseDispute { order_id, payment_id, reference, won: false, inbox: None };
            house.submit(lost).await.unwrap();
        }
    }
    house.hold(visitor(), counted, 1).await.unwrap();
    let cart = house.hold(visitor(), counted, 1).await.unwrap();
    house.place(&cart).await.unwrap();
    let damaged = house.buy(visitor(), open, 1).await;
    let part = &damaged.seller_orders[0];
    let line_id = part.lines[0].id;
    let ship = Command::Ship {
        order_id: damaged.head.id,
        seller_order_id: part.id,
        seller_id: None,
        by,
        carrier: "DHL".to_owned(),
        tracking_number: None,
        line_ids: vec![line_id],
    };
    house.submit(ship).await.unwrap();
    let wanted = ReturnWanted {
        id: common::house::mint(),
        seller_order_id: part.id,
        kind: ReturnKind::Damage,
        lines: vec![ReturnLine { line_id, quantity: 1 }],
        name: "Jo Weber".to_owned(),
        email: "jo@example.test".to_owned(),
        statement: "The glass is broken".to_owned(),
    };
    let (order_id, wanted) = (damaged.head.id, Box::new(wanted));
    house.submit(Command::AnnounceReturn { order_id, wanted, editions: vec![open] }).await.unwrap();
}

async fn finds(house: &House, plant: &str, words: &str) {
    house.behind_its_back(plant).await;
    let report = impasto_store::check(&house.store).await.unwrap();
    let found = report.offences.iter().any(|offence| offence.invariant.contains(words));
    assert!(found, "{plant}: {:#?}", report.offences);
    assert!(!report.is_clean());
    assert!(report.offences.iter().all(|offence| !offence.to_string().contains('\n')));
}

#[tokio::test]
async fn every_planted_corruption_is_found_on_sqlite() {
    let (dir, house) = common::house::sqlite().await;
    busy(&house).await;
    house.assert_sound().await;
    house.end().await;
    let sound = dir.path().join("house.db");
    for (number, (plant, words)) in PLANTS.iter().enumerate() {
        let copy = dir.path().join(format!("copy{number}.db"));
        std::fs::copy(&sound, &copy).unwrap();
        let url = format!("sqlite:{}", copy.display());
        let store = impasto_store::Store::open(&impasto_store::StoreConfig::new(&url)).await.unwrap();
        let planted = House { url, store, ..house.clone_handles() };
        finds(&planted, plant, words).await;
        planted.store.close().await;
    }
}

#[tokio::test]
async fn every_planted_corruption_is_found_on_postgresql() {
    let Some((database, house)) = common::house::postgres().await else { return };
    busy(&house).await;
    house.assert_sound().await;
    house.end().await;
    for (plant, words) in PLANTS {
        let copy = database.copied().await;
        let url = copy.url();
        let store = impasto_store::Store::open(&impasto_store::StoreConfig::new(&url)).await.unwrap();
        let planted = House { url, store, ..house.clone_handles() };
        finds(&planted, plant, words).await;
        planted.store.close().await;
        copy.drop().await;
    }
    database.drop().await;
}

/// The equation is a constraint of the table: only a database without it can break it.
#[tokio::test]
async fn a_broken_equation_is_refused_by_the_table_and_found_by_the_check() {
    let Some((database, house)) = common::house::postgres().await else { return };
    busy(&house).await;
    let lift = "ALTER TABLE stock DROP CONSTRAINT stock_equation; ALTER TABLE stock DROP CONSTRAINT stock_positive";
    house.behind_its_back(lift).await;
    finds(&house, "UPDATE stock SET available = -1 WHERE total IS NOT NULL", "an edition's total").await;
    house.end().await;
    database.drop().await;
}
