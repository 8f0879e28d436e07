//! The orders as they move: in lanes, by number, buyer and day; and the same as a table for spreadsheets.

use actix_web::{Error, HttpResponse};
use chrono::NaiveDate;
use impasto_domain::order::Order;
use impasto_store::reads::{LaneCounts, OrderLane};

use super::super::delivery;
use super::super::order::waits_to_leave;
use super::super::typed::Typed;
use super::super::views::console::jobs::Lane;
use super::super::views::console::orders::{OrderRow, OrdersPage};
use super::super::views::moment::Moment;
use super::super::views::text;
use super::super::visit::{Visit, page};
use super::super::{countries, mistakes};
use super::{OrderKeeper, Room, frame};
use crate::api::admin::{OrdersQuery, lane_name, lane_of, orders_page};
use crate::api::numbers::typed_amount;
use crate::export::{Lines, csv, line};
use crate::gateway::params::Limit;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::{current, t, within};

const ORDERS_A_PAGE: u32 = 24;
/// Orders read at once for the table.
const ORDERS_A_READ: u32 = 100;
/// The most orders of a lane that are counted.
const COUNTED_MAX: i64 = 1_000;
/// Where the room is.
const HERE: &str = "/console/orders";

/// What is asked for.
struct Asked {
    lane: Option<OrderLane>,
    words: String,
    from: String,
    until: String,
}

/// The page.
pub(super) async fn show(visit: Visit, _keeper: OrderKeeper) -> Result<HttpResponse, Error> {
    let typed = Typed::of_query(visit.request());
    let asked = Asked::of(&typed);
    let query = asked.query(typed.given("cursor"), ORDERS_A_PAGE);
    let (listed, wrong) = match orders_page(&visit.app, &query).await {
        Ok(listed) => (listed, String::new()),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let errors = mistakes::of(&problem, |pointer| Some((pointer.to_owned(), t(label(pointer)).into())));
            let told = errors.fields.first().map(|error| error.message.clone()).or(errors.summary);
            (impasto_domain::read::Page { items: Vec::new(), next_cursor: None, total: None }, told.unwrap_or_default())
        }
        Err(problem) => return Err(problem.into()),
    };
    let counts = visit.app.store.order_lanes(COUNTED_MAX + 1).await.map_err(Problem::from)?;
    let view = OrdersPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Orders).await?,
        lanes: lanes(&asked, &counts),
        lane: asked.lane.map(lane_name).unwrap_or_default().to_owned(),
        orders: listed.items.iter().map(|order| row(order, visit.now().date_naive())).collect(),
        next_url: listed.next_cursor.map(|cursor| asked.url(HERE, Some(&cursor))),
        csv_url: asked.url("/console/orders.csv", None),
        none: none(&asked),
        wrong,
        query: asked.words,
        from: asked.from,
        until: asked.until,
    };
    Ok(page(&view)?)
}

/// All orders that are asked for, as a table.
pub(super) async fn table(visit: Visit, _keeper: OrderKeeper) -> Result<HttpResponse, Error> {
    let asked = Asked::of(&Typed::of_query(visit.request()));
    let app = visit.app.clone();
    let query = asked.query(None, ORDERS_A_READ);
    // Pages after the first are read when the answer has long begun.
    let language = current();
    let read = move |cursor: Option<String>| {
        let (app, query) = (app.clone(), OrdersQuery { cursor, ..query.clone() });
        let reading: std::pin::Pin<Box<dyn Future<Output = Result<Lines, Problem>>>> = Box::pin(async move {
            let page = orders_page(&app, &query).await?;
            let text = within(language, || page.items.iter().map(cells).collect());
            Ok(Lines { text, next: page.next_cursor })
        });
        reading
    };
    let heading = [
        "number",
        "placed_at",
        "email",
        "status",
        "payment_status",
        "fulfilment_status",
        "currency",
        "items",
        "shipping",
        "tax_included",
        "total",
        "refunded",
        "name",
        "city",
        "country",
    ];
    Ok(csv("orders.csv", &heading, read).await?)
}

impl Asked {
    fn of(typed: &Typed) -> Self {
        let short = |name: &str| typed.get(name).chars().take(254).collect::<String>();
        Self { lane: lane_of(typed.get("lane")), words: short("q"), from: short("from"), until: short("until") }
    }

    /// What is typed is an address where it has an at-sign, else a number.
    fn query(&self, cursor: Option<String>, limit: u32) -> OrdersQuery {
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let is_email = self.words.contains('@');
        OrdersQuery {
            lane: self.lane.map(lane_name).map(str::to_owned),
            number: given(&self.words).filter(|_| !is_email),
            email: given(&self.words).filter(|_| is_email),
            from: given(&self.from),
            until: given(&self.until),
            limit: Limit(limit),
            cursor,
            ..OrdersQuery::default()
        }
    }

    fn is_narrowed(&self) -> bool {
        [&self.words, &self.from, &self.until].into_iter().any(|text| !text.is_empty())
    }

    fn url(&self, path: &str, cursor: Option<&str>) -> String {
        let lane = self.lane.map(lane_name).unwrap_or_default();
        let pairs = [
            ("lane", lane),
            ("q", &self.words),
            ("from", &self.from),
            ("until", &self.until),
            ("cursor", cursor.unwrap_or_default()),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

fn lanes(asked: &Asked, counts: &LaneCounts) -> Vec<Lane> {
    let all = Lane {
        key: "all".to_owned(),
        url: HERE.to_owned(),
        label: t("console-orders-lane-all").into(),
        count: String::new(),
        is_here: asked.lane.is_none(),
    };
    let lane = |lane: OrderLane| Lane {
        key: lane_name(lane).to_owned(),
        url: format!("{HERE}?lane={}", lane_name(lane)),
        label: t(&format!("console-orders-lane-{}", lane_name(lane))).into(),
        count: match counts.of(lane) {
            many if many > COUNTED_MAX => format!("{COUNTED_MAX}+"),
            count => count.to_string(),
        },
        is_here: asked.lane == Some(lane),
    };
    std::iter::once(all).chain(OrderLane::ALL.into_iter().map(lane)).collect()
}

/// What an empty list says.
fn none(asked: &Asked) -> String {
    let list = if asked.is_narrowed() { "like-that" } else { asked.lane.map_or("all", lane_name) };
    t(&format!("console-orders-none-{list}")).into()
}

/// The message with what a wrong field of the search is called.
fn label(pointer: &str) -> &'static str {
    match pointer {
        "/from" => "console-orders-first-day",
        "/until" => "console-orders-last-day",
        _ => "console-orders-search",
    }
}

fn row(order: &Order, today: NaiveDate) -> OrderRow {
    let head = &order.head;
    let waiting = order.seller_orders.iter().filter(|part| waits_to_leave(order, part));
    let next = waiting.min_by_key(|part| part.ship_by.unwrap_or(NaiveDate::MAX));
    OrderRow {
        id: head.id.to_string(),
        number: head.number.clone(),
        placed: Moment::new(head.placed_at),
        leaves: next.map(|part| delivery::leaves(part, today)).unwrap_or_default(),
        is_late: next.is_some_and(|part| part.is_due_before(today)),
        email: head.email.clone(),
        status: head.status.as_str().to_owned(),
        payment_status: head.payment_status.as_str().to_owned(),
        fulfilment_status: head.fulfilment_status.as_str().to_owned(),
        total: text::money(head.totals.total_minor, head.currency),
    }
}

/// An order as a line of the table.
fn cells(order: &Order) -> String {
    let head = &order.head;
    let amount = |minor| typed_amount(minor, head.currency);
    let refunded: i64 = order.payments.iter().map(|payment| payment.refunded_minor).sum();
    let cells = [
        head.number.clone(),
        Moment::new(head.placed_at).iso,
        head.email.clone(),
        head.status.as_str().to_owned(),
        head.payment_status.as_str().to_owned(),
        head.fulfilment_status.as_str().to_owned(),
        head.currency.code().to_owned(),
        amount(head.totals.items_minor),
        amount(head.totals.shipping_minor),
        amount(head.totals.tax_included_minor),
        amount(head.totals.total_minor),
        amount(refunded),
        head.shipping_address.name.clone(),
        head.shipping_address.city.clone(),
        countries::name(head.shipping_address.country).to_owned(),
    ];
    line(cells.iter().map(String::as_str))
}
