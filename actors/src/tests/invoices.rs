//! Documents: rendered after the sale, at once for who asks, and given up on only as a job.

use std::sync::atomic::Ordering;

use impasto_domain::ids::DocumentId;
use impasto_domain::refusal::Refusal;

use crate::error::EngineError;
use crate::testing::{LIMITED_25, Mishap, UNIQUE, World, pass, quiet, visitor};

fn ready(world: &World) -> bool {
    world.journal.orders().iter().flat_map(|order| &order.documents).all(|document| document.content_hash.is_some())
}

#[actix::test]
async fn an_invoice_is_ready_right_after_the_sale_under_the_hash_of_its_bytes() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| ready(&world)).await;
    let document = &world.order().documents[0];
    let key = crate::document_key(document.content_hash.as_ref().unwrap());
    assert_eq!(world.media.keys(), [key]);
    let bytes = world.engine.orders().document(document.id).await.unwrap();
    assert_eq!(*bytes, *format!("PDF {}", document.number).as_bytes());
    assert_eq!(world.renderer.renders.load(Ordering::SeqCst), 1);
    assert_eq!(answer.order.documents[0].id, document.id);
    quiet(|| world.journal.open_jobs("render_document").is_empty()).await;
}

#[actix::test]
async fn whoever_asks_early_joins_the_one_render() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    let id = answer.order.documents[0].id;
    let orders = world.engine.orders();
    let asks = futures_util::future::join_all((0..20).map(|_| orders.document(id))).await;
    for bytes in asks {
        assert!(bytes.unwrap().starts_with(b"PDF "));
    }
    quiet(|| world.journal.open_jobs("render_document").is_empty()).await;
    assert_eq!(world.renderer.renders.load(Ordering::SeqCst), 1);
}

#[actix::test]
async fn no_more_are_rendered_at_once_than_configured_and_all_are_rendered() {
    let world = World::start();
    for number in 0..25 {
        world.buy(visitor(number), LIMITED_25, "tok_ok").await.unwrap();
    }
    quiet(|| ready(&world)).await;
    assert_eq!(world.renderer.most_at_once.load(Ordering::SeqCst), 2);
    assert_eq!(world.renderer.renders.load(Ordering::SeqCst), 25);
    assert_eq!(world.engine.depths().renders, 0);
}

#[actix::test]
async fn a_render_that_fails_is_tried_again_and_becomes_a_dead_letter_in_the_end() {
    let world = World::with(|config| config.job_attempts_max = 3);
    world.renderer.fails.store(1_000, Ordering::SeqCst);
    world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| world.journal.open_jobs("render_document")[0].dead).await;
    let row = world.journal.open_jobs("render_document").remove(0);
    assert_eq!(row.job.attempts, 3);
    assert!(row.error.unwrap().contains("no font"));
    // It can still be asked for.
    world.renderer.fails.store(0, Ordering::SeqCst);
    let id = world.order().documents[0].id;
    world.engine.orders().document(id).await.unwrap();
    quiet(|| ready(&world)).await;
    assert!(world.journal.open_jobs("render_document").is_empty());
}

#[actix::test]
async fn a_renderer_that_falls_takes_no_other_document_along() {
    let world = World::start();
    world.renderer.falls.store(1, Ordering::SeqCst);
    for number in 0..6 {
        world.buy(visitor(number), LIMITED_25, "tok_ok").await.unwrap();
    }
    quiet(|| ready(&world)).await;
    assert_eq!(world.renderer.renders.load(Ordering::SeqCst), 7);
}

#[actix::test]
async fn a_disk_or_a_journal_that_is_away_only_delays_an_invoice() {
    let world = World::start();
    world.media.fails.store(2, Ordering::SeqCst);
    world.journal.plan("DocumentRendered", &[Mishap::Before, Mishap::After, Mishap::Busy]);
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| ready(&world)).await;
    quiet(|| world.journal.open_jobs("render_document").is_empty()).await;
    world.engine.orders().document(answer.order.documents[0].id).await.unwrap();
}

#[actix::test]
async fn bytes_that_are_gone_are_rendered_anew() {
    let world = World::start();
    let answer = world.buy(visitor(1), UNIQUE, "tok_ok").await.unwrap();
    quiet(|| ready(&world)).await;
    use impasto_domain::ports::{MediaArea, MediaStore};
    world.media.delete(MediaArea::Private, &world.media.keys()[0]).await.unwrap();
    world.engine.orders().document(answer.order.documents[0].id).await.unwrap();
    assert_eq!(world.renderer.renders.load(Ordering::SeqCst), 2);
}

#[actix::test]
async fn an_unknown_document_is_not_found_and_too_many_are_busy() {
    let world = World::with(|config| {
        config.renders_waiting_max = 2;
        config.renders_at_once = 1;
    });
    let orders = world.engine.orders();
    let unknown = orders.document(DocumentId(uuid::Uuid::from_u128(5))).await;
    assert!(matches!(unknown, Err(EngineError::Refused(Refusal::NotFound { .. }))));
    let mut ids = Vec::new();
    for number in 0..8 {
        let answer = world.buy(visitor(number), LIMITED_25, "tok_ok").await.unwrap();
        ids.push(answer.order.documents[0].id);
    }
    let asked = futures_util::future::join_all(ids.into_iter().map(|id| orders.document(id))).await;
    assert!(asked.iter().any(|answer| matches!(answer, Err(EngineError::Busy { .. }))));
    assert!(asked.iter().any(Result::is_ok));
    pass(60).await;
    assert!(ready(&world));
}
