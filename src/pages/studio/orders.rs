//! Orders to pack, one order with its parcels, the sheet that goes into the parcel. How an order was paid is not told here.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::ids::{OrderLineId, SellerOrderId, ShipmentId};
use impasto_domain::money::Money;
use impasto_domain::order::{FulfilmentStatus, OrderLine, OrderPaymentStatus, OrderStatus};
use impasto_domain::shipment::{Shipment, ShipmentStatus};
use impasto_store::reads::SellerOrderRecord;
use uuid::Uuid;

use super::super::delivery;
use super::super::order::parcel_words;
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::moment::Moment;
use super::super::views::studio::orders::{OrdersPage, PackLine, PackPage, PackRow, ParcelForm, ParcelView, SlipPage};
use super::super::views::text;
use super::super::visit::{Visit, page, page_with};
use super::super::{countries, mistakes, notices, postal, works};
use super::{Artist, Room, frame};
use crate::api::shipments::{ParcelInput, deliver_parcel, own_part, ship_parcel};
use crate::api::studio::seller_of;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::Claims;
use crate::words::{decimal, t};

const ORDERS_A_PAGE: u32 = 24;

/// What the carrier's field offers; anything else may be typed.
const CARRIERS: [&str; 7] = ["DHL", "DPD", "UPS", "FedEx", "La Poste", "Royal Mail", "USPS"];

/// The messages of what it offers besides.
const OTHER_CARRIERS: [&str; 2] = ["studio-carrier-art", "studio-carrier-hand"];

/// The list.
pub(super) async fn show(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let seller_id = seller_of(user)?;
    let typed = Typed::of_query(visit.request());
    let (to_pack_only, cursor) = (typed.get("all") != "1", typed.given("cursor"));
    let store = &visit.app.store;
    let listed = if to_pack_only {
        store.seller_orders_to_pack(seller_id, cursor.as_deref(), ORDERS_A_PAGE).await
    } else {
        store.seller_orders_of(seller_id, cursor.as_deref(), ORDERS_A_PAGE).await
    };
    let listed = listed.map_err(Problem::from)?;
    let next_url = listed.next_cursor.map(|cursor| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !to_pack_only {
            query.append_pair("all", "1");
        }
        format!("/studio/orders?{}", query.append_pair("cursor", &cursor).finish())
    });
    let view = OrdersPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, user, Room::Orders).await?,
        to_pack_only,
        orders: listed.items.iter().map(|record| row(&visit, record)).collect(),
        next_url,
    };
    Ok(page(&view)?)
}

/// One order.
pub(super) async fn one(visit: Visit, artist: Artist, id: Path<SellerOrderId>) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let record = own_part(&visit.app, seller_of(user)?, id.0).await?;
    Ok(pack(&visit, user, &record, ParcelForm::default(), None, StatusCode::OK).await?)
}

/// The sheet that goes into the parcel.
pub(super) async fn slip(visit: Visit, artist: Artist, id: Path<SellerOrderId>) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let seller_id = seller_of(user)?;
    let record = own_part(&visit.app, seller_id, id.0).await?;
    let seller = crate::api::seller::stored(&visit.app, seller_id).await?;
    let view = SlipPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, user, Room::Orders).await?,
        order: row(&visit, &record),
        from: postal::lines(&seller.address),
        email: seller.email.clone(),
        address: postal::lines(&record.shipping_address),
        lines: record.part.lines.iter().map(|line| pack_line(&visit, &record, line, None)).collect(),
        delivery: delivery::method_name(&record.part.shipping_name),
    };
    Ok(page(&view)?)
}

/// Hands a parcel over.
pub(super) async fn ship(
    visit: Visit,
    artist: Artist,
    id: Path<SellerOrderId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let back = format!("/studio/orders/{}", id.0);
    let named = typed.beginning_with("line").filter(|(rest, _)| rest.is_empty());
    let line_ids: Vec<Uuid> = named.filter_map(|(_, value)| value.parse().ok()).collect();
    let input = ParcelInput {
        carrier: typed.get("carrier").to_owned(),
        tracking_number: typed.given("tracking_number"),
        line_ids: line_ids.clone(),
    };
    match ship_parcel(&visit.app, user, id.0, &input, None).await {
        Ok(_) => Ok(see_other_with(&back, "shipped")),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let record = own_part(&visit.app, seller_of(user)?, id.0).await?;
            let form = ParcelForm {
                errors: mistakes::of(&problem, field_of),
                carrier: input.carrier,
                tracking_number: input.tracking_number.unwrap_or_default(),
                carriers: Vec::new(),
            };
            let chosen = line_ids.into_iter().map(OrderLineId).collect();
            Ok(pack(&visit, user, &record, form, Some(chosen), StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        Err(problem) => notices::back(&back, problem, |_| None),
    }
}

/// Notes that a parcel has arrived.
pub(super) async fn deliver(
    visit: Visit,
    artist: Artist,
    ids: Path<(SellerOrderId, ShipmentId)>,
) -> Result<HttpResponse, Error> {
    let Path((part_id, shipment_id)) = ids;
    let back = format!("/studio/orders/{part_id}");
    match deliver_parcel(&visit.app, &artist.0, part_id, shipment_id, None).await {
        Ok(_) => Ok(see_other_with(&back, "delivered")),
        Err(problem) => notices::back(&back, problem, |_| None),
    }
}

async fn pack(
    visit: &Visit,
    user: &Claims,
    record: &SellerOrderRecord,
    form: ParcelForm,
    chosen: Option<Vec<OrderLineId>>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let waits = record.part.lines.iter().any(|line| !has_left(record, line.id));
    let blocked = blocked(record);
    let price = match record.part.shipping_minor {
        0 => t("studio-order-free").into(),
        minor => works::money(Money::new(minor, record.currency)),
    };
    let last = record.shipments.last().map(|shipment| shipment.carrier.clone());
    let view = PackPage {
        chrome: visit.chrome().await,
        frame: frame(visit, user, Room::Orders).await?,
        order: row(visit, record),
        address: postal::lines(&record.shipping_address),
        delivery: format!("{}, {price}", delivery::method_name(&record.part.shipping_name)),
        sum: works::money(Money::new(record.part.totals.items_minor, record.currency)),
        resale_right: resale_right(record),
        lines: record.part.lines.iter().map(|line| pack_line(visit, record, line, chosen.as_deref())).collect(),
        parcels: record.shipments.iter().map(|shipment| parcel(record, shipment)).collect(),
        can_ship: waits && blocked.is_none(),
        is_collected: record.part.pickup.is_some(),
        blocked: blocked.filter(|_| waits).map(|id| t(id).into()).unwrap_or_default(),
        form: ParcelForm {
            carrier: if form.carrier.is_empty() { last.unwrap_or_default() } else { form.carrier },
            carriers: carriers(),
            ..form
        },
    };
    page_with(status, &view)
}

/// The artists' resale rights of a part; `None` without any.
fn resale_right(record: &SellerOrderRecord) -> Option<String> {
    let minor: i64 = record.part.lines.iter().map(|line| line.resale_right_minor).sum();
    (minor > 0).then(|| works::money(Money::new(minor, record.currency)))
}

fn carriers() -> Vec<String> {
    let others = OTHER_CARRIERS.iter().map(|id| t(id).to_string());
    CARRIERS.iter().map(|carrier| (*carrier).to_owned()).chain(others).collect()
}

/// The message of why nothing of an order may leave; `None` when it may.
fn blocked(record: &SellerOrderRecord) -> Option<&'static str> {
    use OrderPaymentStatus as P;
    match (record.status, record.payment_status) {
        (OrderStatus::Cancelled, _) => Some("studio-order-cancelled"),
        (OrderStatus::Expired, _) => Some("studio-order-expired"),
        (_, P::Refunded) => Some("studio-order-refunded"),
        (_, P::Disputed) => Some("studio-order-disputed"),
        (_, P::Paid | P::PartiallyRefunded) => None,
        _ => Some("studio-order-unpaid"),
    }
}

fn has_left(record: &SellerOrderRecord, line: OrderLineId) -> bool {
    record.shipments.iter().any(|shipment| shipment.lines.contains(&line))
}

fn row(visit: &Visit, record: &SellerOrderRecord) -> PackRow {
    let to = &record.shipping_address;
    let today = visit.now().date_naive();
    let waits = blocked(record).is_none() && record.part.lines.iter().any(|line| !has_left(record, line.id));
    let first = record.part.lines.first().and_then(|line| visit.app.catalogue.by_id(line.artwork_id));
    PackRow {
        id: record.part.id.to_string(),
        number: record.number.clone(),
        placed: Moment::new(record.placed_at),
        to: format!("{}, {}, {}", to.name, to.city, countries::name(to.country)),
        works: record.part.lines.iter().map(in_short).collect(),
        picture: first.and_then(|entry| works::first_picture(&visit.app.catalogue, &entry.record)),
        status: status_key(record).to_owned(),
        status_text: status_text(record),
        method: delivery::method_name(&record.part.shipping_name),
        leaves: if waits { delivery::leaves(&record.part, today) } else { String::new() },
        is_late: waits && record.part.is_due_before(today),
    }
}

/// `Low Tide, No. 7 of 25`.
fn in_short(line: &OrderLine) -> String {
    let labels: Vec<String> = line.copies.iter().filter_map(|copy| copy.label.as_deref().map(text::copy)).collect();
    match (labels.is_empty(), line.quantity) {
        (false, _) => format!("{}, {}", line.title, labels.join(", ")),
        (true, 1) => line.title.clone(),
        (true, many) => format!("{}, {}", line.title, t("count-copies").with("count", many)),
    }
}

fn status_key(record: &SellerOrderRecord) -> &'static str {
    if record.status == OrderStatus::Cancelled { "cancelled" } else { record.fulfilment_status.as_str() }
}

fn status_text(record: &SellerOrderRecord) -> String {
    let id = match (record.status, record.fulfilment_status) {
        (OrderStatus::Cancelled, _) => "studio-pack-called-off",
        (_, FulfilmentStatus::Unfulfilled) if blocked(record).is_none() => "studio-pack-to-pack",
        (_, FulfilmentStatus::Unfulfilled) => "studio-pack-on-hold",
        (_, FulfilmentStatus::PartiallyShipped) => "studio-pack-partly-sent",
        (_, FulfilmentStatus::Shipped) if record.part.pickup.is_some() => "studio-pack-ready",
        (_, FulfilmentStatus::Delivered) if record.part.pickup.is_some() => "studio-pack-collected",
        (_, FulfilmentStatus::Shipped) => "studio-pack-sent",
        (_, FulfilmentStatus::Delivered) => "studio-pack-arrived",
        (_, FulfilmentStatus::Returned) => "studio-pack-came-back",
    };
    t(id).into()
}

/// A line; without a choice everything that has not left is chosen.
fn pack_line(visit: &Visit, record: &SellerOrderRecord, line: &OrderLine, chosen: Option<&[OrderLineId]>) -> PackLine {
    let entry = visit.app.catalogue.by_id(line.artwork_id);
    let work = entry.as_ref().map(|entry| &*entry.record);
    let edition = work.and_then(|work| work.editions.iter().find(|(edition, _)| edition.id == line.edition_id));
    let label = line.edition_label.clone().or_else(|| edition.map(|(edition, _)| works::edition_name(edition)));
    let measures = edition.map(|(edition, _)| {
        let kilograms = (f64::from(edition.weight_g) / 1_000.0).to_string().replace('.', &decimal().to_string());
        format!("{}, {kilograms} kg", works::edition_size(edition))
    });
    let detail: Vec<String> =
        std::iter::once(line.artist_name.clone()).chain(label).filter(|word| !word.is_empty()).collect();
    PackLine {
        id: line.id.to_string(),
        title: line.title.clone(),
        detail: detail.join(", "),
        copies: line.copies.iter().filter_map(|copy| copy.label.as_deref().map(text::copy)).collect(),
        quantity: line.quantity,
        picture: work.and_then(|work| works::first_picture(&visit.app.catalogue, work)),
        measures: measures.unwrap_or_default(),
        is_waiting: !has_left(record, line.id),
        is_chosen: chosen.is_none_or(|chosen| chosen.contains(&line.id)),
    }
}

fn parcel(record: &SellerOrderRecord, shipment: &Shipment) -> ParcelView {
    let lines = record.part.lines.iter().filter(|line| shipment.lines.contains(&line.id));
    ParcelView {
        id: shipment.id.to_string(),
        text: parcel_words(shipment),
        tracking_number: shipment.tracking_number.clone().unwrap_or_default(),
        tracking_url: shipment.tracking_url(),
        works: lines.map(in_short).collect(),
        sent: Moment::new(shipment.created_at),
        can_arrive: shipment.status != ShipmentStatus::Delivered
            && shipment.status.may_become(ShipmentStatus::Delivered),
    }
}

/// The form's field behind a JSON pointer of the API.
fn field_of(pointer: &str) -> Option<mistakes::Field> {
    let (field, label) = match pointer {
        "/carrier" => ("carrier", "studio-the-carrier"),
        "/tracking_number" => ("tracking_number", "studio-the-tracking"),
        _ => return None,
    };
    Some((field.to_owned(), t(label).into()))
}
