//! The orders of a customer: `GET /account`. Visitors who bought without an account see theirs here, too. The other rooms
//! of an account are beside it.
//! It does not know the orders' contents beyond a line.

mod addresses;
mod profile;
mod reviews;
mod sessions;

use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::order::Order;
use impasto_domain::owner::Owner;

use super::order::in_short;
use super::turn::Known;
use super::typed::Typed;
use super::views::account::{AccountPage, AccountRoom, OrderRow};
use super::views::moment::Moment;
use super::views::text;
use super::visit::{Visit, page};
use super::works;
use crate::gateway::problem::Problem;
use crate::words::t;

/// Orders a page.
const ORDERS_A_PAGE: u32 = 24;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/account").route(web::get().to(show)))
        .configure(profile::routes)
        .configure(addresses::routes)
        .configure(sessions::routes)
        .configure(reviews::routes);
}

/// The way through the rooms, for who has an account; `here` is the room's own address.
fn rooms(visit: &Visit, here: &str) -> Vec<AccountRoom> {
    if visit.who.user.is_none() {
        return Vec::new();
    }
    let room =
        |url: &str, label: &str| AccountRoom { url: url.to_owned(), label: t(label).into(), is_here: url == here };
    vec![
        room("/account", "account-orders"),
        room("/account/profile", "account-profile"),
        room("/account/addresses", "account-addresses"),
        room("/account/sessions", "account-sessions"),
        room("/account/reviews", "account-reviews"),
        room("/wishlist", "frame-wish-list"),
    ]
}

async fn show(visit: Visit, known: Known) -> Result<HttpResponse, Error> {
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let listed =
        visit.app.store.orders_of(known.0.owner, cursor.as_deref(), ORDERS_A_PAGE).await.map_err(Problem::from)?;
    let mut orders = listed.items;
    // What this browser bought before it signed in belongs on the first page as well.
    if let (None, Owner::User(_), Some(visitor)) = (&cursor, known.0.owner, visit.who.visitor) {
        let earlier =
            visit.app.store.orders_of(Owner::Visitor(visitor), None, ORDERS_A_PAGE).await.map_err(Problem::from)?;
        orders.extend(earlier.items);
        orders.sort_by_key(|order| std::cmp::Reverse(order.head.placed_at));
    }
    let (name, email) = match &visit.who.user {
        Some(user) => {
            let account = visit.shared.people.by_id(user.user_id).await.map_err(Problem::from)?;
            (user.display_name.clone(), account.map(|account| account.email).unwrap_or_default())
        }
        None => (t("frame-orders").into(), String::new()),
    };
    let view = AccountPage {
        rooms: rooms(&visit, "/account"),
        chrome: visit.chrome().await,
        name,
        email,
        orders: orders.iter().map(|order| row(&visit, order)).collect(),
        next_url: listed.next_cursor.map(|cursor| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("cursor", &cursor).finish();
            format!("/account?{query}")
        }),
    };
    Ok(page(&view)?)
}

fn row(visit: &Visit, order: &Order) -> OrderRow {
    let titles: Vec<&str> = order.lines().map(|line| line.title.as_str()).collect();
    let first = order.lines().next().and_then(|line| visit.app.catalogue.by_id(line.artwork_id));
    OrderRow {
        id: order.head.id.to_string(),
        number: order.head.number.clone(),
        placed: Moment::new(order.head.placed_at),
        works: titles.join(", "),
        status: in_short(order).to_owned(),
        total: text::money(order.head.totals.total_minor, order.head.currency),
        picture: first.and_then(|entry| works::first_picture(&visit.app.catalogue, &entry.record)),
    }
}
