//! The console: `GET /console`, stock, orders and works in review as staff see them, and the forms that adjust stock, let works
//! through or send them back, and pause sales.
//! It decides nothing; orders show to those only who look after them.

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::identity::Permission;
use impasto_domain::ids::{ArtworkId, EditionId, UserId};
use impasto_domain::order::Order;
use impasto_domain::read::ArtworkRecord;
use impasto_store::reads::InventoryRecord;

use super::turn::{Member, see_other_with};
use super::typed::Typed;
use super::views::console::{ConsoleOrder, ConsolePage, InventoryRow, ReviewRow};
use super::views::moment::Moment;
use super::views::text;
use super::visit::{Visit, page};
use super::{notices, works};
use crate::api::admin::{check_adjustment, switch_sales};
use crate::catalogue::{Found, Query};
use crate::gateway::fields::Fields;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::identity::permission;

const EDITIONS_A_PAGE: u32 = 50;
const ORDERS_A_PAGE: u32 = 24;
const REVIEWS_SHOWN: u32 = 24;
/// The longest reason for sending a work back, as the API takes it.
const REASON_CHARS: usize = 1_000;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/console").route(web::get().to(show)))
        .service(web::resource("/console/editions/{id}/adjust").route(web::post().to(adjust)))
        .service(web::resource("/console/artworks/{id}/approve").route(web::post().to(approve)))
        .service(web::resource("/console/artworks/{id}/reject").route(web::post().to(reject)))
        .service(web::resource("/console/sales").route(web::post().to(switch)));
}

type Staff = Member<permission::InventoryManage>;
type Moderator = Member<permission::Moderate>;
type Keeper = Member<permission::SettingsManage>;

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
        // As it is written, not as this node last read it: the form that has just changed it leads here.
        sales_paused: visit
            .app
            .store
            .setting("sales_paused")
            .await
            .map_err(Problem::from)?
            .is_some_and(|paused| paused == true),
        can_switch_sales: visit.may(Permission::SettingsManage),
        reviews: reviews(&visit).await?,
        query: words,
    };
    Ok(page(&view)?)
}

async fn adjust(visit: Visit, staff: Staff, id: Path<EditionId>, typed: Typed) -> Result<HttpResponse, Error> {
    let user = &staff.0;
    let Ok(delta) = typed.get("delta").parse::<i64>() else { return Ok(see_other_with("/console", "not-acceptable")) };
    let reason = typed.get("reason");
    let (change, reason) = match check_adjustment(delta, reason) {
        Ok(checked) => checked,
        Err(problem) => return notices::back("/console", problem, |_| None),
    };
    match visit.app.engine.inventory().adjust(id.0, change, user.user_id, None, Some(reason), None).await {
        Ok(_) => Ok(see_other_with("/console", "adjusted")),
        Err(error) => notices::back("/console", error.into(), |_| None),
    }
}

async fn approve(visit: Visit, moderator: Moderator, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    moderate(&visit, moderator.0.user_id, id.0, ArtworkMove::Approve, None, "approved").await
}

async fn reject(visit: Visit, moderator: Moderator, id: Path<ArtworkId>, typed: Typed) -> Result<HttpResponse, Error> {
    let mut fields = Fields::new();
    let reason = fields.line("/reason", typed.get("reason"), REASON_CHARS);
    if !fields.is_good() {
        return Ok(see_other_with("/console", "not-acceptable"));
    }
    moderate(&visit, moderator.0.user_id, id.0, ArtworkMove::Reject, Some(reason), "sent-back").await
}

async fn moderate(
    visit: &Visit,
    by: UserId,
    id: ArtworkId,
    wanted: ArtworkMove,
    reason: Option<String>,
    notice: &str,
) -> Result<HttpResponse, Error> {
    match visit.app.engine.inventory().move_artwork(id, wanted, by, None, reason, None).await {
        Ok(_) => {
            visit.app.refresh(id).await?;
            Ok(see_other_with("/console", notice))
        }
        Err(error) => notices::back("/console", error.into(), |_| None),
    }
}

async fn switch(visit: Visit, keeper: Keeper, typed: Typed) -> Result<HttpResponse, Error> {
    let paused = typed.get("paused") == "true";
    switch_sales(&visit.app, keeper.0.user_id, paused, None).await?;
    Ok(see_other_with("/console", if paused { "sales-stopped" } else { "sales-resumed" }))
}

/// Works that wait for a moderator; none for who is none.
async fn reviews(visit: &Visit) -> Result<Vec<ReviewRow>, Problem> {
    if !visit.may(Permission::Moderate) {
        return Ok(Vec::new());
    }
    let waiting = visit.app.store.artworks_of_status(ArtworkStatus::InReview, None, REVIEWS_SHOWN).await?;
    let row = |record: &ArtworkRecord| {
        let parts = [record.artist.name.clone(), record.text.medium.clone(), works::year(record)];
        let known: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        ReviewRow {
            id: record.id.to_string(),
            url: works::url(record),
            title: record.text.title.clone(),
            detail: known.join(", "),
            picture: works::first_picture(&visit.app.catalogue, record),
        }
    };
    Ok(waiting.items.iter().map(row).collect())
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
