//! What buyers withdrew from or found damaged of the own seller, and the forms that answer.

use actix_web::{Error, HttpResponse};
use impasto_domain::ids::{ReturnId, SellerOrderId};
use impasto_store::reads::{ReturnRecord, ReturnsWanted};

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::returns::StudioReturnsPage;
use super::super::visit::{Visit, page};
use super::super::{notices, returns};
use super::{Artist, Room, frame};
use crate::api::returns::answer_as_seller;
use crate::api::shipments::own_part;
use crate::api::studio::seller_of;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;

const RETURNS_A_PAGE: u32 = 24;
const HERE: &str = "/studio/returns";

/// The page.
pub(super) async fn show(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let wanted = ReturnsWanted::Of(seller_of(user)?);
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let listed = visit.app.store.returns(wanted, cursor.as_deref(), RETURNS_A_PAGE).await.map_err(Problem::from)?;
    let card = |record: &ReturnRecord| {
        let (part, id) = (record.back.seller_order_id, record.back.id);
        let action = format!("/studio/orders/{part}/returns/{id}");
        returns::card(&visit, &record.order, &record.back, format!("/studio/orders/{part}"), action)
    };
    let view = StudioReturnsPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, user, Room::Returns).await?,
        returns: listed.items.iter().map(card).collect(),
        next_url: listed.next_cursor.map(|cursor| format!("{HERE}?cursor={cursor}")),
    };
    Ok(page(&view)?)
}

/// Answers one.
pub(super) async fn answer(
    visit: Visit,
    artist: Artist,
    ids: Path<(SellerOrderId, ReturnId)>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let Path((part_id, return_id)) = ids;
    let record = own_part(&visit.app, seller_of(user)?, part_id).await?;
    let input = match returns::answer_of(record.currency, &typed) {
        Ok(input) => input,
        Err(problem) => return notices::back(HERE, problem, |_| None),
    };
    match answer_as_seller(&visit.app, user, part_id, return_id, &input, None).await {
        Ok(_) => Ok(see_other_with(HERE, "return-answered")),
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}
