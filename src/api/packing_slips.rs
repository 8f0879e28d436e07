//! The sheet that goes into a parcel, as PDF: for members of the seller who packs it and for staff who look after orders.
//! It tells no prices, and is made anew for who asks.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use impasto_domain::address::Address;
use impasto_domain::identity::Permission;
use impasto_domain::ids::{SellerOrderId, ShipmentId};
use impasto_domain::order::OrderLine;
use impasto_domain::seller::Seller;
use impasto_domain::shipment::Shipment;
use impasto_render::document::country_name;
use impasto_render::packing_slip::{PackingSlip, SlipLine, SlipMeasures, SlipParcel, SlipSeller};
use impasto_store::reads::SellerOrderRecord;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::seller::stored;
use crate::app::App;
use crate::app::defaults::method_name;
use crate::gateway::conditional;
use crate::gateway::params::{Path, Query};
use crate::gateway::problem::Problem;
use crate::identity::{Claims, SignedIn};
use crate::words::{self, Language};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(packing_slip);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(packing_slip))]
pub struct Doc;

/// Which parcel's slip.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SlipWanted {
    /// A parcel that has left. Without it: what has yet to leave, or everything once nothing has.
    #[serde(default)]
    pub shipment_id: Option<Uuid>,
    /// The language, as pages take it: `en`, `de` or `fr`. Unset, that of the caller.
    #[serde(default)]
    pub lang: Option<String>,
}

/// The packing slip of a part of an order, as PDF.
#[utoipa::path(get, path = "/api/v1/studio/orders/{seller_order_id}/packing-slip.pdf", tag = "studio",
    params(("seller_order_id" = uuid::Uuid, Path), SlipWanted),
    responses((status = 200, content_type = "application/pdf"), (status = 304), (status = 403), (status = 404)))]
#[get("/studio/orders/{seller_order_id}/packing-slip.pdf")]
async fn packing_slip(
    app: Data<App>,
    request: HttpRequest,
    user: SignedIn,
    id: Path<SellerOrderId>,
    wanted: Query<SlipWanted>,
) -> Result<HttpResponse, Problem> {
    let record = visible_part(&app, &user, id.0).await?;
    let seller = stored(&app, record.part.seller_id).await?;
    let Query(SlipWanted { shipment_id, lang }) = wanted;
    let shipment = match shipment_id {
        Some(wanted) => {
            let found = record.shipments.iter().position(|shipment| shipment.id == ShipmentId(wanted));
            Some(found.ok_or_else(|| Problem::not_found("shipment"))?)
        }
        None => None,
    };
    let language = lang.as_deref().and_then(Language::of_tag).unwrap_or_else(words::current);
    let slip = slip_of(&app, &record, &seller, shipment, language);
    let name: String =
        slip.order_number.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    let number = slip.parcel.number;
    let bytes = app.slips.render(slip).await?;
    let etag = conditional::tag_of(&bytes);
    Ok(conditional::answer(&request, &etag, "private, no-cache", |answer| {
        answer
            .insert_header((CONTENT_TYPE, "application/pdf"))
            .insert_header((CONTENT_DISPOSITION, format!("inline; filename=\"packing-slip-{name}-{number}.pdf\"")))
            .body(bytes)
    }))
}

/// A part that somebody may see the slip of: their own seller's, or any for staff who look after orders.
async fn visible_part(app: &App, user: &Claims, id: SellerOrderId) -> Result<SellerOrderRecord, Problem> {
    let is_staff = user.may(Permission::OrdersManage);
    if !is_staff && !user.may(Permission::Studio) {
        return Err(Problem::forbidden("The account has no permission for this."));
    }
    let missing = || Problem::not_found("order");
    let seller_id = app.store.seller_of_part(id).await?.ok_or_else(missing)?;
    if !is_staff && user.seller_id != Some(seller_id) {
        return Err(missing());
    }
    app.store.seller_order(seller_id, id).await?.ok_or_else(missing)
}

/// What the slip says; `shipment` is the place of a parcel that has left.
fn slip_of(
    app: &App,
    record: &SellerOrderRecord,
    seller: &Seller,
    shipment: Option<usize>,
    language: Language,
) -> PackingSlip {
    let (chosen, parcel) = chosen(record, shipment);
    let mut recipient_lines = vec![record.shipping_address.name.clone()];
    recipient_lines.extend(lines_of(&record.shipping_address, language));
    PackingSlip {
        language,
        order_number: record.number.clone(),
        ordered_on: record.placed_at.date_naive(),
        seller: SlipSeller {
            name: seller.name.clone(),
            address_lines: lines_of(&seller.address, language),
            email: seller.email.clone(),
        },
        recipient_lines,
        delivery: words::within(language, || method_name(&record.part.shipping_name)),
        parcel,
        lines: chosen.into_iter().map(|line| slip_line(app, line)).collect(),
    }
}

/// The lines of the slip, and which parcel it is of how many.
fn chosen(record: &SellerOrderRecord, shipment: Option<usize>) -> (Vec<&OrderLine>, SlipParcel) {
    let lines = &record.part.lines;
    let is_in = |parcel: &Shipment, line: &OrderLine| parcel.lines.contains(&line.id);
    let has_left = |line: &OrderLine| record.shipments.iter().any(|parcel| is_in(parcel, line));
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let sent = record.shipments.len();
    let waiting = lines.iter().any(|line| !has_left(line));
    let of = count(sent + usize::from(waiting)).max(1);
    // Once a single parcel holds everything, the slip without a parcel named is that parcel's.
    let place = shipment.or((!waiting && sent == 1).then_some(0));
    if let Some((place, parcel)) = place.and_then(|place| record.shipments.get(place).map(|parcel| (place, parcel))) {
        let lines = lines.iter().filter(|line| is_in(parcel, line)).collect();
        let which = SlipParcel {
            number: count(place + 1),
            of,
            carrier: Some(parcel.carrier.clone()),
            tracking_number: parcel.tracking_number.clone(),
        };
        return (lines, which);
    }
    let lines = lines.iter().filter(|line| !waiting || !has_left(line)).collect();
    (lines, SlipParcel { number: of, of, carrier: None, tracking_number: None })
}

/// An address below its name, the country by its name at the end; what is empty is left out.
fn lines_of(address: &Address, language: Language) -> Vec<String> {
    let mut lines = vec![address.line1.clone()];
    lines.extend(address.line2.clone());
    lines.push(format!("{} {}", address.postal_code, address.city).trim().to_owned());
    lines.extend(address.region.clone());
    lines.push(country_name(address.country.as_str(), language).to_owned());
    lines.retain(|line| !line.is_empty());
    lines
}

fn slip_line(app: &App, line: &OrderLine) -> SlipLine {
    let entry = app.catalogue.by_id(line.artwork_id);
    let known = entry.as_ref().map(|entry| &*entry.record);
    let edition = known.and_then(|work| work.editions.iter().find(|(edition, _)| edition.id == line.edition_id));
    SlipLine {
        title: line.title.clone(),
        artist: line.artist_name.clone(),
        edition_label: line.edition_label.clone(),
        copy_labels: line.copies.iter().filter_map(|copy| copy.label.clone()).collect(),
        quantity: line.quantity,
        measures: edition.map(|(edition, _)| SlipMeasures {
            height_tenth_mm: edition.height_tenth_mm,
            width_tenth_mm: edition.width_tenth_mm,
            depth_tenth_mm: edition.depth_tenth_mm,
            weight_g: edition.weight_g,
        }),
    }
}
