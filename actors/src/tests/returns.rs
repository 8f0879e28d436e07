//! Orders whose withdrawal period is over are closed by any node, and returns reach the provider.

use impasto_domain::ids::{ReturnId, UserId};
use impasto_domain::order::{Order, OrderStatus};
use impasto_domain::returns::{ReturnAnswer, ReturnKind, ReturnLine, ReturnStatus, ReturnWanted, period_ends};
use uuid::Uuid;

use crate::handles::{Parcel, Sender};
use crate::testing::{UNIQUE, World, pass, visitor};

const SENDER: Sender = Sender { seller_id: None, by: UserId(Uuid::from_u128(1)) };

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The only order, sent and arrived.
async fn delivered(world: &World) -> Order {
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    let order = world.order();
    let part = &order.seller_orders[0];
    let line_ids = part.lines.iter().map(|line| line.id).collect();
    let parcel = Parcel { carrier: "DHL".into(), tracking_number: None, line_ids };
    let orders = world.engine.orders();
    let sent = orders.ship(order.head.id, part.id, parcel, SENDER, None).await.unwrap();
    orders.deliver(order.head.id, sent.shipments[0].id, SENDER, None).await.unwrap()
}

fn withdrawal(order: &Order) -> ReturnWanted {
    let part = &order.seller_orders[0];
    ReturnWanted {
        id: ReturnId(Uuid::from_u128(7)),
        seller_order_id: part.id,
        kind: ReturnKind::Withdrawal,
        lines: vec![ReturnLine { line_id: part.lines[0].id, quantity: 1 }],
        name: "Jo Weber".into(),
        email: "jo@example.test".into(),
        statement: String::new(),
    }
}

#[actix::test]
async fn an_order_is_closed_once_its_period_is_over_whichever_node_looks() {
    let world = World::start();
    let _other = world.another_engine(|_| {});
    let order = delivered(&world).await;
    let arrived = order.head.delivered_at.unwrap();
    let left = period_ends(arrived, 14) - arrived;
    // Nobody sits through two weeks of sweeps: the clock is set forward, and then the engine's own time passes.
    world.clock.jump(left.num_milliseconds() - 10 * 60 * 1_000);
    pass(5 * 60).await;
    assert_eq!(world.order().head.status, OrderStatus::Open);
    pass(10 * 60).await;
    assert_eq!(world.order().head.status, OrderStatus::Completed);
    let closed = world.order().head.timeline.iter().filter(|entry| entry.kind == "completed").count();
    assert_eq!((closed, world.order().head.id), (1, order.head.id));
}

#[actix::test]
async fn an_open_return_keeps_an_order_open_and_its_money_goes_back() {
    let world = World::start();
    let order = delivered(&world).await;
    let orders = world.engine.orders();
    orders.announce_return(order.head.id, withdrawal(&order), None).await.unwrap();
    world.clock.jump(20 * DAY_MS);
    pass(5 * 60).await;
    assert_eq!(world.order().head.status, OrderStatus::Open);
    let refund = ReturnAnswer::Refund { amount_minor: None, restock: Vec::new() };
    let id = ReturnId(Uuid::from_u128(7));
    let answer = orders.answer_return(order.head.id, id, refund, SENDER, None).await.unwrap();
    assert_eq!(answer.order.returns[0].status, ReturnStatus::Refunded);
    pass(60).await;
    let payment = world.order().payments[0].clone();
    assert_eq!(payment.refunded_minor, payment.amount.amount_minor);
    pass(5 * 60).await;
    assert_eq!(world.order().head.status, OrderStatus::Completed);
}
