//! Orders to pack: the own seller's parts of paid orders, the parcels that leave, and their arrival.
//! What the buyer paid with is nobody's business here.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use impasto_actors::{Parcel, Sender};
use impasto_domain::ids::{OrderLineId, SellerId, SellerOrderId, ShipmentId};
use impasto_domain::order::Order;
use impasto_domain::shipment::Shipment;
use impasto_domain::tracking::Carrier;
use impasto_store::reads::SellerOrderRecord;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::shapes::{PageJson, ShipmentJson, StudioOrderJson};
use super::studio::seller_of;
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::{Limit, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::identity::{Allowed, Claims, permission};

/// The longest name of a carrier, in characters.
const CARRIER_CHARS: usize = 60;

/// The longest tracking number, in characters.
const NUMBER_CHARS: usize = 60;

/// What a number whose check digit is wrong is refused with.
const WRONG_DIGIT: &str = "is no number of this carrier: a digit is wrong or missing";

/// The most lines a parcel may name.
const LINES_MAX: usize = 100;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(list).service(show).service(ship).service(deliver);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(list, show, ship, deliver))]
pub struct Doc;

/// Which of the own seller's orders.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrdersWanted {
    /// Items a page.
    #[serde(default)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on: the last page's `next_cursor`.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Only those of which something has yet to leave, what is due first before the rest. Otherwise all, the newest first.
    #[serde(default)]
    pub to_pack: bool,
}

/// A parcel that leaves.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParcelInput {
    /// Who carries it; what the buyer collects becomes `pickup`, whatever is sent.
    #[schema(max_length = 60)]
    pub carrier: String,
    /// Its number there; what is brought by hand has none.
    #[serde(default)]
    #[schema(max_length = 60)]
    pub tracking_number: Option<String>,
    /// The lines in it, each whole.
    pub line_ids: Vec<Uuid>,
}

/// The own seller's parts of paid orders.
#[utoipa::path(get, path = "/api/v1/studio/orders", tag = "studio", params(OrdersWanted),
    responses((status = 200, body = PageJson<StudioOrderJson>)))]
#[get("/studio/orders")]
async fn list(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    wanted: Query<OrdersWanted>,
) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(&who)?;
    let Query(OrdersWanted { limit, cursor, to_pack }) = wanted;
    let page = if to_pack {
        app.store.seller_orders_to_pack(seller_id, cursor.as_deref(), limit.0).await?
    } else {
        app.store.seller_orders_of(seller_id, cursor.as_deref(), limit.0).await?
    };
    Ok(HttpResponse::Ok().json(PageJson::of(&page, StudioOrderJson::from)))
}

/// The own seller's part of one order.
#[utoipa::path(get, path = "/api/v1/studio/orders/{seller_order_id}", tag = "studio",
    params(("seller_order_id" = uuid::Uuid, Path)), responses((status = 200, body = StudioOrderJson), (status = 404)))]
#[get("/studio/orders/{seller_order_id}")]
async fn show(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<SellerOrderId>,
) -> Result<HttpResponse, Problem> {
    let record = own_part(&app, seller_of(&who)?, id.0).await?;
    Ok(HttpResponse::Ok().json(StudioOrderJson::from(&record)))
}

/// Hands lines of the own part over to a carrier. Only what is paid leaves, and each line once.
#[utoipa::path(post, path = "/api/v1/studio/orders/{seller_order_id}/shipments", tag = "studio",
    request_body = ParcelInput, params(("seller_order_id" = uuid::Uuid, Path)),
    responses((status = 201, body = ShipmentJson), (status = 404), (status = 422),
        (status = 409, description = "conflict for what has left already, invalid-transition for what is not paid")))]
#[post("/studio/orders/{seller_order_id}/shipments")]
async fn ship(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<SellerOrderId>,
    body: Body<ParcelInput>,
) -> Result<HttpResponse, Problem> {
    let shipment = ship_parcel(&app, &who, id.0, &body.value, body.key).await?;
    Ok(HttpResponse::Created().json(ShipmentJson::from(&shipment)))
}

/// Notes that a parcel of the own seller has arrived. Repeating it is harmless.
#[utoipa::path(post, path = "/api/v1/studio/orders/{seller_order_id}/shipments/{shipment_id}/delivered", tag = "studio",
    params(("seller_order_id" = uuid::Uuid, Path), ("shipment_id" = uuid::Uuid, Path)),
    responses((status = 200, body = ShipmentJson), (status = 404), (status = 409)))]
#[post("/studio/orders/{seller_order_id}/shipments/{shipment_id}/delivered")]
async fn deliver(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    ids: Path<(SellerOrderId, ShipmentId)>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    let Path((part_id, shipment_id)) = ids;
    let shipment = deliver_parcel(&app, &who, part_id, shipment_id, key.0).await?;
    Ok(HttpResponse::Ok().json(ShipmentJson::from(&shipment)))
}

/// A part of an order of that seller.
///
/// # Errors
/// 404 for parts of others, 503 when the database is away.
pub async fn own_part(app: &App, seller_id: SellerId, id: SellerOrderId) -> Result<SellerOrderRecord, Problem> {
    app.store.seller_order(seller_id, id).await?.ok_or_else(|| Problem::not_found("order"))
}

/// Hands lines of a part of the own seller over to a carrier.
///
/// # Errors
/// 404 for parts of others, 422 with what is not acceptable, 409 for what has left already or is not paid.
pub async fn ship_parcel(
    app: &App,
    user: &Claims,
    id: SellerOrderId,
    input: &ParcelInput,
    key: Option<RequestKey>,
) -> Result<Shipment, Problem> {
    let seller_id = seller_of(user)?;
    let record = own_part(app, seller_id, id).await?;
    let parcel = input.check()?;
    let first = parcel.line_ids.first().copied();
    let sender = Sender { seller_id: Some(seller_id), by: user.user_id };
    let key = key.map(|key| key.of_id(user.user_id.0));
    let order = app.engine.orders().ship(record.order_id, id, parcel, sender, key).await?;
    found(&order, |shipment| first.is_some_and(|line| shipment.lines.contains(&line)))
}

/// Notes that a parcel of the own seller has arrived.
///
/// # Errors
/// 404 for parcels of others, 409 for one that has come back.
pub async fn deliver_parcel(
    app: &App,
    user: &Claims,
    part_id: SellerOrderId,
    shipment_id: ShipmentId,
    key: Option<RequestKey>,
) -> Result<Shipment, Problem> {
    let seller_id = seller_of(user)?;
    let record = own_part(app, seller_id, part_id).await?;
    if !record.shipments.iter().any(|shipment| shipment.id == shipment_id) {
        return Err(Problem::not_found("shipment"));
    }
    let sender = Sender { seller_id: Some(seller_id), by: user.user_id };
    let key = key.map(|key| key.of_id(user.user_id.0));
    let order = app.engine.orders().deliver(record.order_id, shipment_id, sender, key).await?;
    found(&order, |shipment| shipment.id == shipment_id)
}

impl ParcelInput {
    fn check(&self) -> Result<Parcel, Problem> {
        let mut fields = Fields::new();
        let carrier = fields.line("/carrier", &self.carrier, CARRIER_CHARS);
        let tracking_number = fields.optional_line("/tracking_number", self.tracking_number.as_deref(), NUMBER_CHARS);
        let fits = |number: &String| Carrier::of_name(&carrier).is_none_or(|known| known.may_be(number));
        fields.check(tracking_number.as_ref().is_none_or(fits), "/tracking_number", WRONG_DIGIT);
        fields.check(!self.line_ids.is_empty(), "/line_ids", "must name what is in the parcel");
        let few = self.line_ids.len() <= LINES_MAX;
        fields.check(few, "/line_ids", format!("must have at most {LINES_MAX} entries"));
        fields.finish()?;
        let line_ids = self.line_ids.iter().map(|id| OrderLineId(*id)).collect();
        Ok(Parcel { carrier, tracking_number, line_ids })
    }
}

fn found(order: &Order, is_it: impl Fn(&Shipment) -> bool) -> Result<Shipment, Problem> {
    order.shipments.iter().find(|shipment| is_it(shipment)).cloned().ok_or_else(|| Problem::not_found("shipment"))
}
