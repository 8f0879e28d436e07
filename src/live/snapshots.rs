//! Topics as they stand, and what was missed on them.

use std::collections::BTreeMap;
use std::sync::Arc;

use impasto_domain::event::Committed;
use impasto_domain::ids::{ArtworkId, LaneId, OrderId, SellerId};
use impasto_domain::owner::Owner;
use impasto_domain::read::ArtworkRecord;
use impasto_store::reads::{Feed, InventoryFilter, OrderFilter};
use impasto_ws::{Cursors, Lane, LiveEvent, Missed, Position, Principal, Snapshot, Topic};
use serde_json::json;
use serde_json::value::RawValue;

use super::frames::{frames_of, raw};
use super::notices::presence_data;
use crate::api::shapes::{self, OrderJson, StockJson};
use crate::app::App;
use crate::gateway::problem::Problem;

/// The most events of one page of what was missed.
const MISSED_MAX: u32 = 1_000;

/// Pages without an event of the topic that are looked through for one question.
const EMPTY_PAGES_MAX: usize = 10;

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
        Topic::Inventory => {
            feed(raw(&shapes::inventory_page(&app.store.inventory(&InventoryFilter::default(), None, 100).await?)))
        }
        Topic::Orders => {
            let page = app.store.orders(&OrderFilter::default(), None, 24).await?;
            let items: Vec<OrderJson> = page.items.iter().map(OrderJson::from).collect();
            feed(raw(&json!({"items": items, "total": page.total})))
        }
        Topic::Presence => {
            let summary = app.engine.presence().summary().await?;
            feed(raw(&presence_data(&summary)))
        }
    })
}

/// The events of a topic after a position, a page of them at a time; `None` where a snapshot must do.
pub(super) async fn since(
    app: &App,
    topic: &Topic,
    position: &Position,
    principal: Option<&Principal>,
) -> Result<Option<Missed>, Problem> {
    match (topic, position) {
        (Topic::Order(id), Position::Version(version)) => {
            let version = i64::try_from(*version).unwrap_or(i64::MAX);
            let events = app.store.order_events(OrderId(*id), version, MISSED_MAX).await?;
            Ok(events.map(|events| missed(topic, position, &events)))
        }
        (Topic::SellerSales(id), Position::Cursors(cursors)) => {
            fed(app, topic, position, cursors, Feed::Seller(SellerId(*id))).await
        }
        (Topic::Storefront, Position::Cursors(cursors)) => {
            fed(app, topic, position, cursors, Feed::Kind("artwork_status_changed")).await
        }
        (Topic::Orders, Position::Cursors(cursors)) => {
            fed(app, topic, position, cursors, Feed::Kind("order_changed")).await
        }
        (Topic::Inventory, Position::Cursors(cursors)) => {
            fed(app, topic, position, cursors, Feed::Kind("stock_changed")).await
        }
        // Of these two nothing was missed if they stand where they stood, so that a long poll can wait for what comes;
        // else the snapshot is what was missed.
        (Topic::Artwork(id), Position::Version(at)) => {
            Ok(unmoved(record(app, ArtworkId(*id)).await?.version, *at).map(|()| missed(topic, position, &[])))
        }
        (Topic::Cart(owner), Position::Version(at)) => {
            // Asked of its session, which from now on sees to it that its listeners are warned of deadlines.
            let answer = app.engine.cart(owner_of(*owner, principal)).get().await?;
            Ok(unmoved(answer.state.cart.version, *at).map(|()| missed(topic, position, &[])))
        }
        _ => Ok(None),
    }
}

/// A page of a feed. Pages without an event are passed over, up to a limit: then the reader goes on from there.
async fn fed(
    app: &App,
    topic: &Topic,
    position: &Position,
    cursors: &Cursors,
    feed: Feed,
) -> Result<Option<Missed>, Problem> {
    let mut after = lanes(cursors);
    let mut pages = 0;
    loop {
        let Some(page) = app.store.missed(feed, &after, MISSED_MAX).await? else { return Ok(None) };
        let found = missed(topic, position, &page.events);
        pages += 1;
        if found.events.is_empty() && page.more && pages < EMPTY_PAGES_MAX {
            after = page.to;
            continue;
        }
        let (from, to) = (Some(position_of(&page.from)), Some(position_of(&page.to)));
        return Ok(Some(Missed { more: page.more, from, to, ..found }));
    }
}

/// The frames of a topic among those of committed events.
fn missed(topic: &Topic, position: &Position, events: &[Committed]) -> Missed {
    let own = |frame: &LiveEvent| frame.topic == *topic && frame.at.is_some_and(|at| !position.includes(at));
    Missed { events: events.iter().flat_map(frames_of).filter(own).collect(), more: false, from: None, to: None }
}

fn unmoved(version: i64, at: u64) -> Option<()> {
    (u64::try_from(version) == Ok(at)).then_some(())
}

async fn record(app: &App, id: ArtworkId) -> Result<Arc<ArtworkRecord>, Problem> {
    match app.catalogue.by_id(id) {
        Some(entry) => Ok(Arc::clone(&entry.record)),
        None => {
            let record = app.store.artwork(&id.to_string()).await?;
            record.map(Arc::new).ok_or_else(|| Problem::not_found("artwork"))
        }
    }
}

async fn artwork(app: &App, id: ArtworkId) -> Result<Snapshot, Problem> {
    let record = record(app, id).await?;
    // Presence is worth less than the work: without it nobody seems to look.
    let viewers = app.engine.presence().viewers(id).await.unwrap_or(0);
    let editions: BTreeMap<String, StockJson> =
        record.editions.iter().map(|(edition, stock)| (edition.id.to_string(), StockJson::from(stock))).collect();
    let data = json!({"status": record.status.as_str(), "editions": editions, "viewers": viewers});
    Ok(Snapshot { at: version(record.version), data: raw(&data) })
}

async fn cart(app: &App, owner: uuid::Uuid, principal: Option<&Principal>) -> Result<Snapshot, Problem> {
    let answer = app.engine.cart(owner_of(owner, principal)).get().await?;
    Ok(Snapshot { at: version(answer.state.cart.version), data: raw(&app.cart_json(&answer.state, answer.now)) })
}

/// Whose cart a topic means: who listens to a cart is its owner.
fn owner_of(id: uuid::Uuid, principal: Option<&Principal>) -> Owner {
    let kind = if principal.is_some_and(|who| who.user == Some(id)) { "user" } else { "visitor" };
    Owner::from_parts(kind, id)
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

fn position_of(lanes: &[(LaneId, i64)]) -> Position {
    let cursor = |(lane, seq): &(LaneId, i64)| (Lane::from(lane.0), u64::try_from(*seq).unwrap_or(0));
    Position::Cursors(lanes.iter().map(cursor).collect())
}
