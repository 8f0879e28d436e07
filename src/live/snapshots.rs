//! Topics as they stand, and what was missed on them.

use std::collections::BTreeMap;

use impasto_domain::event::Committed;
use impasto_domain::ids::{ArtworkId, LaneId, OrderId, SellerId};
use impasto_domain::owner::Owner;
use impasto_domain::read::ArtworkRecord;
use impasto_ws::{Cursors, LiveEvent, Missed, Position, Principal, Snapshot, Topic};
use serde_json::json;
use serde_json::value::RawValue;

use super::frames::{frames_of, raw};
use crate::api::shapes::{self, OrderJson, StockJson};
use crate::app::App;
use crate::gateway::problem::Problem;

/// The most events that are sent instead of a snapshot.
const MISSED_MAX: u32 = 1_000;

/// A topic as it stands. Positions are taken before the data are read, so that nothing falls between.
pub(super) async fn snapshot(app: &App, topic: &Topic, principal: Option<&Principal>) -> Result<Snapshot, Problem> {
    let cursors = Position::Cursors(app.bus.cursors());
    let feed = |data: Box<RawValue>| Snapshot { at: cursors.clone(), data };
    Ok(match topic {
        Topic::Artwork(id) => return artwork(app, ArtworkId(*id)).await,
        Topic::Cart(owner) => return cart(app, *owner, principal).await,
        Topic::Order(id) => return order(app, OrderId(*id)).await,
        Topic::Storefront => feed(raw(&json!({"works": app.catalogue.len()}))),
        Topic::SellerSales(id) => feed(raw(&app.sales_snapshot(SellerId(*id)).await?)),
        Topic::Inventory => feed(raw(&shapes::inventory_page(&app.store.inventory(None, 100).await?))),
        Topic::Orders => {
            let page = app.store.orders(None, None, None, None, 24).await?;
            let items: Vec<OrderJson> = page.items.iter().map(OrderJson::from).collect();
            feed(raw(&json!({"items": items, "total": page.total})))
        }
        Topic::Presence => {
            let summary = app.engine.presence().summary().await?;
            feed(raw(&json!({"by_role": summary.by_role, "by_artwork": summary.by_artwork})))
        }
    })
}

/// The events of a topic after a position; `None` where a snapshot must do.
pub(super) async fn since(app: &App, topic: &Topic, position: &Position) -> Result<Option<Missed>, Problem> {
    let committed = match (topic, position) {
        (Topic::Order(id), Position::Version(version)) => {
            let version = i64::try_from(*version).unwrap_or(i64::MAX);
            app.store.order_events(OrderId(*id), version, MISSED_MAX).await?
        }
        (Topic::SellerSales(id), Position::Cursors(cursors)) => {
            app.store.seller_events(SellerId(*id), &lanes(cursors), MISSED_MAX).await?
        }
        (Topic::Storefront, Position::Cursors(cursors)) => {
            app.store.events_of_kinds_after(&["artwork_status_changed"], &lanes(cursors), MISSED_MAX).await?
        }
        (Topic::Orders, Position::Cursors(cursors)) => {
            app.store.events_of_kinds_after(&["order_changed"], &lanes(cursors), MISSED_MAX).await?
        }
        (Topic::Inventory, Position::Cursors(cursors)) => {
            app.store.events_of_kinds_after(&["stock_changed"], &lanes(cursors), MISSED_MAX).await?
        }
        // Of these two nothing was missed if they stand where they stood, so that a long poll can wait for what comes;
        // else the snapshot is what was missed.
        (Topic::Artwork(id), Position::Version(at)) => unmoved(record(app, ArtworkId(*id)).await?.version, *at),
        (Topic::Cart(owner), Position::Version(at)) => {
            // Either kind of owner: the row is found by the id alone.
            let cart = app.reads.cart(Owner::from_parts("visitor", *owner)).await?;
            unmoved(cart.cart.version, *at)
        }
        _ => None,
    };
    let own = |frame: &LiveEvent| frame.topic == *topic && frame.at.is_some_and(|at| !position.includes(at));
    Ok(committed.map(|events| Missed { events: events.iter().flat_map(frames_of).filter(own).collect(), more: false }))
}

fn unmoved(version: i64, at: u64) -> Option<Vec<Committed>> {
    (u64::try_from(version) == Ok(at)).then(Vec::new)
}

async fn record(app: &App, id: ArtworkId) -> Result<ArtworkRecord, Problem> {
    match app.catalogue.by_id(id) {
        Some(entry) => Ok(entry.record.clone()),
        None => app.store.artwork(&id.to_string()).await?.ok_or_else(|| Problem::not_found("artwork")),
    }
}

async fn artwork(app: &App, id: ArtworkId) -> Result<Snapshot, Problem> {
    let record = record(app, id).await?;
    let viewers = app.engine.presence().viewers(id).await?;
    let editions: BTreeMap<String, StockJson> =
        record.editions.iter().map(|(edition, stock)| (edition.id.to_string(), StockJson::from(stock))).collect();
    let data = json!({"status": record.status.as_str(), "editions": editions, "viewers": viewers});
    Ok(Snapshot { at: version(record.version), data: raw(&data) })
}

async fn cart(app: &App, owner: uuid::Uuid, principal: Option<&Principal>) -> Result<Snapshot, Problem> {
    let kind = if principal.is_some_and(|who| who.user == Some(owner)) { "user" } else { "visitor" };
    let owner = Owner::from_parts(kind, owner);
    let answer = app.engine.cart(owner).get().await?;
    Ok(Snapshot { at: version(answer.state.cart.version), data: raw(&app.cart_json(&answer.state, answer.now)) })
}

async fn order(app: &App, id: OrderId) -> Result<Snapshot, Problem> {
    let order = app.reads.order(id).await?.ok_or_else(|| Problem::not_found("order"))?;
    Ok(Snapshot { at: version(order.head.version), data: raw(&OrderJson::from(&order)) })
}

fn version(version: i64) -> Position {
    Position::Version(u64::try_from(version).unwrap_or(0))
}

fn lanes(cursors: &Cursors) -> Vec<(LaneId, i64)> {
    cursors
        .iter()
        .map(|(lane, seq)| (LaneId(uuid::Uuid::from_u128(lane.as_u128())), i64::try_from(seq).unwrap_or(i64::MAX)))
        .collect()
}
