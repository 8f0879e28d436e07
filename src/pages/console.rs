//! The console: `GET /console`, stock and orders as staff see them, and the form that adjusts an edition's stock.
//! It decides nothing; orders show to those only who look after them.

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::identity::Permission;
use impasto_domain::ids::EditionId;
use impasto_domain::order::Order;
use impasto_domain::read::ArtworkRecord;
use impasto_store::reads::InventoryRecord;

use super::turn::{Member, see_other_with};
use super::typed::Typed;
use super::views::console::{ConsoleOrder, ConsolePage, InventoryRow};
use super::views::moment::Moment;
use super::views::text;
use super::visit::{Visit, page};
use super::{notices, works};
use crate::api::admin::check_adjustment;
use crate::catalogue::{Found, Query};
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::identity::permission;

const EDITIONS_A_PAGE: u32 = 50;
const ORDERS_A_PAGE: u32 = 24;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/console").route(web::get().to(show)))
        .service(web::resource("/console/editions/{id}/adjust").route(web::post().to(adjust)));
}

type Staff = Member<permission::InventoryManage>;

async fn show(visit: Visit, _staff: Staff) -> Result<HttpResponse, Error> {
    let query = Typed::of_query(visit.request());
    let words = query.get("q").chars().take(200).collect::<String>();
    let (cursor, orders_cursor) = (query.given("cursor"), query.given("orders"));
    let (inventory, next) = if words.is_empty() {
        let listed = visit.app.store.inventory(cursor.as_deref(), EDITIONS_A_PAGE).await.map_err(Problem::from)?;
        (listed.items.iter().map(stored).collect(), listed.next_cursor)
    } else {
        searched(&visit, &words, cursor)
    };
    let (orders, orders_next) = if visit.may(Permission::OrdersManage) {
        let listed = visit
            .app
            .store
            .orders(None, None, None, orders_cursor.as_deref(), ORDERS_A_PAGE)
            .await
            .map_err(Problem::from)?;
        (listed.items.iter().map(order).collect(), listed.next_cursor)
    } else {
        (Vec::new(), None)
    };
    let address = |name: &str, cursor: &str| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !words.is_empty() {
            query.append_pair("q", &words);
        }
        format!("/console?{}", query.append_pair(name, cursor).finish())
    };
    let view = ConsolePage {
        chrome: visit.chrome().await,
        inventory,
        inventory_next_url: next.map(|cursor| address("cursor", &cursor)),
        orders,
        orders_next_url: orders_next.map(|cursor| address("orders", &cursor)),
        sales_paused: visit.app.rules().sales_paused,
        query: words,
    };
    Ok(page(&view)?)
}

async fn adjust(visit: Visit, staff: Staff, id: Path<EditionId>, typed: Typed) -> Result<HttpResponse, Error> {
    let user = &staff.0;
    let Ok(delta) = typed.get("delta").parse::<i64>() else { return Ok(see_other_with("/console", "not-acceptable")) };
    let reason = typed.get("reason");
    let change = match check_adjustment(delta, reason) {
        Ok(change) => change,
        Err(problem) => return notices::back("/console", problem, |_| None),
    };
    match visit.app.engine.inventory().adjust(id.0, change, user.user_id, None, None).await {
        Ok(_) => {
            visit.app.note_reason(user.user_id, "edition.adjust", id.0.0, delta, reason).await?;
            Ok(see_other_with("/console", "adjusted"))
        }
        Err(error) => notices::back("/console", error.into(), |_| None),
    }
}

/// Rows of the works on the storefront that match the words, from memory.
fn searched(visit: &Visit, words: &str, cursor: Option<String>) -> (Vec<InventoryRow>, Option<String>) {
    let found = visit.app.catalogue.search(&Query {
        text: Some(words.to_owned()),
        after: cursor.filter(|cursor| Found::is_cursor(cursor)),
        limit: EDITIONS_A_PAGE as usize,
        ..Query::default()
    });
    let rows = |record: &ArtworkRecord| {
        let row = |(edition, stock): &(Edition, Stock)| {
            row(&record.text.title, &record.slug, &record.artist.name, edition, stock)
        };
        record.editions.iter().map(row).collect::<Vec<_>>()
    };
    (found.items.iter().flat_map(|entry| rows(&entry.record)).collect(), found.next_cursor)
}

fn stored(record: &InventoryRecord) -> InventoryRow {
    row(&record.title, &record.slug, &record.artist, &record.edition, &record.stock)
}

fn row(title: &str, slug: &str, artist: &str, edition: &Edition, stock: &Stock) -> InventoryRow {
    let kind = works::edition_kind(edition);
    let name = works::edition_name(edition);
    InventoryRow {
        title: title.to_owned(),
        url: format!("/artworks/{slug}"),
        artist_name: artist.to_owned(),
        edition: if kind.is_empty() || kind == name { name } else { format!("{name}, {}", kind.to_lowercase()) },
        price: works::money(edition.price),
        stock: works::stock(edition, stock),
    }
}

fn order(order: &Order) -> ConsoleOrder {
    let head = &order.head;
    ConsoleOrder {
        id: head.id.to_string(),
        number: head.number.clone(),
        placed: Moment::new(head.placed_at),
        email: head.email.clone(),
        status: head.status.as_str().to_owned(),
        payment_status: head.payment_status.as_str().to_owned(),
        fulfilment_status: head.fulfilment_status.as_str().to_owned(),
        total: text::money(head.totals.total_minor, head.currency),
    }
}
