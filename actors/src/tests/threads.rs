//! The same on real threads and real time: many buyers, few copies.

use std::time::Duration;

use impasto_domain::order::OrderPaymentStatus;
use impasto_domain::refusal::Refusal;

use crate::budget::ClientKey;
use crate::config::EngineConfig;
use crate::engine::{Engine, StartError};
use crate::error::EngineError;
use crate::testing::{LIMITED_25, Parts, World, edition, key, request, visitor};

async fn buyer(engine: Engine, number: u128) -> Result<OrderPaymentStatus, EngineError> {
    let owner = visitor(number);
    engine.cart(owner).add(edition(LIMITED_25), 1, ClientKey::EXEMPT, None).await?;
    let answer = engine.checkout(owner).place(request("tok_ok"), key(owner, "checkout")).await?;
    Ok(answer.order.head.payment_status)
}

#[actix::test]
async fn two_hundred_buyers_on_two_threads_buy_twenty_five_copies() {
    for lone_node in [true, false] {
        let world = World::on_real_time(EngineConfig { arbiters: 2, lone_node, ..EngineConfig::default() });
        let buyers: Vec<_> = (0..200).map(|number| actix::spawn(buyer(world.engine.clone(), number))).collect();
        let mut bought = 0;
        for buyer in buyers {
            match buyer.await.unwrap() {
                Ok(status) => {
                    assert_eq!(status, OrderPaymentStatus::Paid);
                    bought += 1;
                }
                Err(EngineError::Refused(Refusal::SoldOut { .. })) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(bought, 25);
        assert_eq!(world.stock(LIMITED_25).sold, 25);
        while world.engine.depths().sessions + world.engine.depths().checkouts > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        world.engine.shutdown().await;
        world.check();
    }
}

#[test]
fn what_a_handle_promises_may_be_awaited_on_any_thread() {
    fn movable<T: Send>(_: T) {}
    fn all(engine: &Engine) {
        let (owner, orders) = (visitor(1), engine.orders());
        movable(engine.cart(owner).get());
        movable(engine.cart(owner).add(edition(LIMITED_25), 1, ClientKey::EXEMPT, None));
        movable(engine.merge_cart(owner, owner, None));
        movable(engine.checkout(owner).place(request("tok_ok"), key(owner, "checkout")));
        movable(orders.cancel(None, impasto_domain::ids::OrderId(uuid::Uuid::nil()), None, None));
        movable(orders.document(impasto_domain::ids::DocumentId(uuid::Uuid::nil())));
        movable(engine.shutdown());
    }
    let _ = all;
}

#[test]
fn an_engine_needs_an_actix_system() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let started = runtime.block_on(async { Engine::start(EngineConfig::default(), Parts::new().ports()) });
    assert!(matches!(started, Err(StartError::NoSystem)));
}
