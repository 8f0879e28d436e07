//! From committed events to promises: what each endpoint has not been told becomes deliveries, in the commit that moves its
//! cursor. Every node does so; whoever is first is the only one.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::event::Committed;
use impasto_domain::ports::{JournalError, ReadError};
use impasto_domain::refusal::Refusal;
use impasto_domain::webhook::{NewDelivery, OrderBefore, WebhookKind, kinds_of};
use impasto_store::reads::WebhookFeed;

use super::Bell;
use crate::app::App;

/// Rings that come within this time are one look: sales come in batches.
const GATHER: Duration = Duration::from_millis(100);

/// How often a look is taken in any case, where there are endpoints.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// How soon a look that failed is taken again.
const AGAIN: Duration = Duration::from_secs(1);

/// Events of a lane that are read at once.
const AT_ONCE: u32 = 200;

/// Why a look failed; it is taken again.
#[derive(Debug, thiserror::Error)]
enum NotFed {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Journal(JournalError),
}

/// Feeds endpoints for as long as the program runs. The first look is taken at once: what was committed before a crash may
/// not have been promised.
pub async fn feed_on(app: Data<App>, bell: Arc<Bell>) {
    bell.ring();
    loop {
        let look = if bell.has_endpoints() { LOOK_EVERY } else { Duration::MAX };
        // No ring within this time, where there is somebody to tell: a look all the same.
        let _rung = tokio::time::timeout(look, bell.news()).await;
        tokio::time::sleep(GATHER).await;
        if let Err(error) = feed_all(&app, &bell).await {
            tracing::warn!(%error, "endpoints could not be told what happened; it is tried again");
            tokio::time::sleep(AGAIN).await;
            bell.ring();
        }
    }
}

async fn feed_all(app: &App, bell: &Bell) -> Result<(), NotFed> {
    let feeds = app.store.webhook_feeds().await?;
    bell.note(&feeds);
    for feed in feeds.into_iter().filter(|feed| feed.enabled) {
        feed_one(app, bell, feed).await?;
    }
    Ok(())
}

async fn feed_one(app: &App, bell: &Bell, feed: WebhookFeed) -> Result<(), NotFed> {
    let WebhookFeed { id, kinds, mut fed, mut told, .. } = feed;
    loop {
        let untold = app.store.untold(&told, AT_ONCE).await?;
        if untold.events.is_empty() {
            return Ok(());
        }
        let deliveries: Vec<NewDelivery> = untold
            .events
            .iter()
            .flat_map(|(committed, before)| promises(committed, *before, &kinds, || app.mint()))
            .collect();
        let is_any = !deliveries.is_empty();
        told = untold.told;
        let edit = Edit::FeedWebhook { id, fed, cursor: told.clone(), deliveries };
        match app.journal.submit(Command::Edit(Box::new(edit)).into()).await {
            Ok(_) => {}
            // Another node was first, and goes on.
            Err(JournalError::Refused(Refusal::PreconditionFailed)) => return Ok(()),
            Err(error) => return Err(NotFed::Journal(error)),
        }
        if is_any {
            bell.ring_for_work();
        }
        fed += 1;
        if !untold.more {
            return Ok(());
        }
    }
}

/// What an endpoint that wants to hear of some kinds is told of an event.
fn promises(
    committed: &Committed,
    before: Option<OrderBefore>,
    wanted: &[WebhookKind],
    mint: impl Fn() -> impasto_domain::ids::WebhookDeliveryId,
) -> Vec<NewDelivery> {
    let told = kinds_of(&committed.event, before).into_iter().filter(|(kind, _)| wanted.contains(kind));
    let delivery = |(kind, subject): (WebhookKind, uuid::Uuid)| NewDelivery {
        id: mint(),
        // The same for every endpoint, however often it is worked out.
        event_id: format!("{}.{}.{}", committed.lane.0.simple(), committed.seq, kind.as_str()),
        kind: kind.as_str().to_owned(),
        subject,
        at: committed.at,
    };
    told.map(delivery).collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use impasto_domain::event::Event;
    use impasto_domain::ids::{LaneId, SellerId, WebhookDeliveryId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_endpoint_is_told_what_it_wants_under_an_id_that_stays() {
        let event = Event::SellerVerified { seller_id: SellerId(Uuid::from_u128(5)) };
        let committed = Committed { lane: LaneId(Uuid::from_u128(1)), seq: 7, at: DateTime::UNIX_EPOCH, event };
        let mint = || WebhookDeliveryId(Uuid::from_u128(9));
        assert!(promises(&committed, None, &[WebhookKind::OrderPaid], mint).is_empty());
        let told = promises(&committed, None, &[WebhookKind::OrderPaid, WebhookKind::SellerVerified], mint);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].event_id, "00000000000000000000000000000001.7.seller.verified");
        assert_eq!((told[0].kind.as_str(), told[0].subject), ("seller.verified", Uuid::from_u128(5)));
    }
}
