//! What buyers withdrew from or found damaged: what waits first, and the forms that answer.

use actix_web::{Error, HttpResponse};
use impasto_domain::ids::{OrderId, ReturnId};
use impasto_store::reads::{ReturnRecord, ReturnsWanted};

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::reports::StatusLink;
use super::super::views::returns::ConsoleReturnsPage;
use super::super::visit::{Visit, page};
use super::super::{notices, returns};
use super::{OrderKeeper, Room, frame};
use crate::api::returns::answer_as_staff;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::words::t;

const RETURNS_A_PAGE: u32 = 24;
const HERE: &str = "/console/returns";

/// The page.
pub(super) async fn show(visit: Visit, _keeper: OrderKeeper) -> Result<HttpResponse, Error> {
    let query = Typed::of_query(visit.request());
    let all = query.get("all") == "1";
    let wanted = if all { ReturnsWanted::All } else { ReturnsWanted::Open };
    let listed = visit.app.store.returns(wanted, query.given("cursor").as_deref(), RETURNS_A_PAGE).await;
    let listed = listed.map_err(Problem::from)?;
    let link = |label: &str, url: &str, is_here| StatusLink { url: url.to_owned(), label: t(label).into(), is_here };
    let card = |record: &ReturnRecord| {
        let (order_id, id) = (record.order.head.id, record.back.id);
        let action = format!("/console/orders/{order_id}/returns/{id}");
        returns::card(&visit, &record.order, &record.back, format!("/console/orders/{order_id}"), action)
    };
    let view = ConsoleReturnsPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Returns).await?,
        statuses: vec![link("returns-open", HERE, !all), link("returns-all", &format!("{HERE}?all=1"), all)],
        returns: listed.items.iter().map(card).collect(),
        next_url: listed.next_cursor.map(|cursor| format!("{HERE}?all={}&cursor={cursor}", u8::from(all))),
    };
    Ok(page(&view)?)
}

/// Answers one.
pub(super) async fn answer(
    visit: Visit,
    keeper: OrderKeeper,
    ids: Path<(OrderId, ReturnId)>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let Path((order_id, return_id)) = ids;
    let order = super::order::stored(&visit, order_id).await?;
    let input = match returns::answer_of(order.head.currency, &typed) {
        Ok(input) => input,
        Err(problem) => return notices::back(HERE, problem, |_| None),
    };
    match answer_as_staff(&visit.app, &keeper.0, order_id, return_id, &input, None).await {
        Ok(_) => Ok(see_other_with(HERE, "return-answered")),
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}
