//! The studio: a few rooms with one navigation. `GET /studio` is today, `/studio/works` the works and the desk of each,
//! `/studio/orders` what is to pack, `/studio/sold` what was sold elsewhere, `/studio/import` works from a table,
//! `/studio/shipping` what sending them costs, `/studio/seller` who sells.
//! It decides nothing: works, images and parcels go the way the API's go.

mod books;
mod chart;
mod checklist;
mod entered;
mod fill;
mod import;
mod orders;
mod payouts;
mod people;
mod pictures;
mod returns;
mod seller;
pub(super) mod shipping;
mod sold;
mod stock;
mod today;
mod work;
mod works;

use actix_web::web::{self, ServiceConfig};

use super::turn::Member;
use super::views::studio::{RoomLink, StudioFrame};
use super::visit::Visit;
use crate::api::studio::seller_of;
use crate::gateway::problem::Problem;
use crate::identity::{Claims, permission};
use crate::words::t;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/studio").route(web::get().to(today::show)))
        .service(web::resource("/studio/works").route(web::get().to(works::show)))
        .service(web::resource("/studio/works/new").route(web::get().to(work::fresh)))
        .service(web::resource("/studio/works/{id}").route(web::get().to(work::show)))
        .service(
            web::resource("/studio/works/{id}/books")
                .route(web::get().to(books::show))
                .route(web::post().to(books::change)),
        )
        .service(web::resource("/studio/stock-book.csv").route(web::get().to(books::stock_book)))
        .service(web::resource("/studio/artworks").route(web::post().to(work::create)))
        .service(web::resource("/studio/artworks/{id}").route(web::post().to(work::change)))
        .service(web::resource("/studio/artworks/{id}/submit").route(web::post().to(work::submit)))
        .service(web::resource("/studio/artworks/{id}/pause").route(web::post().to(work::pause)))
        .service(web::resource("/studio/artworks/{id}/resume").route(web::post().to(work::resume)))
        .service(web::resource("/studio/artworks/{id}/archive").route(web::post().to(work::archive)))
        .service(web::resource("/studio/artworks/{id}/images").route(web::post().to(pictures::add)))
        .service(web::resource("/studio/artworks/{id}/images/{image_id}").route(web::post().to(pictures::change)))
        .service(web::resource("/studio/editions/{id}/restock").route(web::post().to(stock::restock)))
        .service(web::resource("/studio/editions/{id}/sold-elsewhere").route(web::post().to(stock::sold_elsewhere)))
        .service(web::resource("/studio/sold").route(web::get().to(sold::show)))
        .service(web::resource("/studio/sold/{id}").route(web::get().to(sold::one)))
        .service(web::resource("/studio/orders").route(web::get().to(orders::show)))
        .service(web::resource("/studio/orders/{id}").route(web::get().to(orders::one)))
        .service(web::resource("/studio/orders/{id}/slip").route(web::get().to(orders::slip)))
        .service(web::resource("/studio/orders/{id}/shipments").route(web::post().to(orders::ship)))
        .service(
            web::resource("/studio/orders/{id}/shipments/{shipment_id}/delivered")
                .route(web::post().to(orders::deliver)),
        )
        .service(web::resource("/studio/returns").route(web::get().to(returns::show)))
        .service(web::resource("/studio/orders/{id}/returns/{return_id}").route(web::post().to(returns::answer)))
        .service(web::resource("/studio/import").route(web::get().to(import::show)).route(web::post().to(import::send)))
        .service(web::resource("/studio/import/sample.csv").route(web::get().to(import::sample)))
        .service(web::resource("/studio/payouts").route(web::get().to(payouts::show)))
        .service(web::resource("/studio/payouts/account").route(web::post().to(payouts::account)))
        .service(web::resource("/studio/artists").route(web::post().to(people::add_artist)))
        .service(web::resource("/studio/artists/{id}").route(web::post().to(people::change_artist)))
        .service(web::resource("/studio/members").route(web::post().to(people::add_member)))
        .service(web::resource("/studio/members/{id}").route(web::post().to(people::change_member)))
        .service(
            web::resource("/studio/shipping")
                .route(web::get().to(shipping::show))
                .route(web::post().to(shipping::change)),
        )
        .service(web::resource("/studio/shipping.csv").route(web::get().to(shipping::file)))
        .service(web::resource("/studio/shipping/table").route(web::post().to(shipping::send)))
        .service(web::resource("/studio/shipping/house").route(web::post().to(shipping::house)))
        .service(
            web::resource("/studio/seller").route(web::get().to(seller::show)).route(web::post().to(seller::change)),
        );
}

type Artist = Member<permission::Studio>;

/// The rooms of the studio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Today,
    Works,
    Orders,
    Returns,
    Sold,
    Payouts,
    Import,
    Shipping,
    Seller,
}

impl Room {
    const ALL: [Self; 9] = [
        Self::Today,
        Self::Works,
        Self::Orders,
        Self::Returns,
        Self::Sold,
        Self::Payouts,
        Self::Import,
        Self::Shipping,
        Self::Seller,
    ];

    /// Its address, and the message of its name.
    fn link(self) -> (&'static str, &'static str) {
        match self {
            Self::Today => ("/studio", "studio-room-today"),
            Self::Works => ("/studio/works", "studio-room-works"),
            Self::Orders => ("/studio/orders", "studio-room-orders"),
            Self::Returns => ("/studio/returns", "studio-room-returns"),
            Self::Sold => ("/studio/sold", "studio-room-sold"),
            Self::Payouts => ("/studio/payouts", "studio-room-payouts"),
            Self::Import => ("/studio/import", "studio-room-import"),
            Self::Shipping => ("/studio/shipping", "studio-room-shipping"),
            Self::Seller => ("/studio/seller", "studio-room-seller"),
        }
    }
}

/// What a page of the studio shows around its own content.
///
/// # Errors
/// 403 for staff without a seller, 503 when the database is away.
async fn frame(visit: &Visit, user: &Claims, here: Room) -> Result<StudioFrame, Problem> {
    let seller_id = seller_of(user)?;
    let waiting = visit.app.store.seller_orders_waiting(seller_id).await?;
    let rooms = Room::ALL.into_iter().map(|room| {
        let (url, label) = room.link();
        RoomLink {
            url: url.to_owned(),
            label: t(label).into(),
            count: (room == Room::Orders && waiting > 0).then(|| u64::try_from(waiting).unwrap_or(0)),
            is_here: room == here,
        }
    });
    Ok(StudioFrame {
        seller_id: seller_id.to_string(),
        seller_name: super::works::seller_name(&visit.app, seller_id).unwrap_or_else(|| user.display_name.clone()),
        rooms: rooms.collect(),
    })
}
