//! The orders as they move, the latest first.

use actix_web::{Error, HttpResponse};
use impasto_domain::order::Order;

use super::super::typed::Typed;
use super::super::views::console::orders::{OrderRow, OrdersPage};
use super::super::views::moment::Moment;
use super::super::views::text;
use super::super::visit::{Visit, page};
use super::{OrderKeeper, Room, frame};
use crate::gateway::problem::Problem;

const ORDERS_A_PAGE: u32 = 24;

/// The page.
pub(super) async fn show(visit: Visit, _keeper: OrderKeeper) -> Result<HttpResponse, Error> {
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let store = &visit.app.store;
    let listed = store.orders(None, None, None, cursor.as_deref(), ORDERS_A_PAGE).await.map_err(Problem::from)?;
    let address = |cursor: String| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!("/console/orders?{}", query.append_pair("cursor", &cursor).finish())
    };
    let view = OrdersPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Orders).await?,
        orders: listed.items.iter().map(row).collect(),
        next_url: listed.next_cursor.map(address),
    };
    Ok(page(&view)?)
}

fn row(order: &Order) -> OrderRow {
    let head = &order.head;
    OrderRow {
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
