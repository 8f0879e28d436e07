//! The console: a few rooms with one navigation. `GET /console` is what needs somebody, `/console/orders` the orders as they
//! move, `/console/inventory` the stock, `/console/review` the works that wait for a moderator,
//! `/console/mail` what the house writes to people.
//! It decides nothing; each room is open to those only whose role looks after it, and the navigation leads nowhere else.

mod inventory;
mod mail;
mod needs;
mod orders;
mod review;
mod sales;

use actix_web::web::{self, ServiceConfig};
use impasto_domain::identity::Permission;

use super::turn::Member;
use super::views::console::ConsoleFrame;
use super::views::studio::RoomLink;
use super::visit::Visit;
use crate::gateway::problem::Problem;
use crate::identity::permission;

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/console").route(web::get().to(needs::show)))
        .service(web::resource("/console/orders").route(web::get().to(orders::show)))
        .service(web::resource("/console/inventory").route(web::get().to(inventory::show)))
        .service(web::resource("/console/editions/{id}/adjust").route(web::post().to(inventory::adjust)))
        .service(web::resource("/console/review").route(web::get().to(review::show)))
        .service(web::resource("/console/artworks/{id}/approve").route(web::post().to(review::approve)))
        .service(web::resource("/console/artworks/{id}/reject").route(web::post().to(review::reject)))
        .service(web::resource("/console/mail").route(web::get().to(mail::list)))
        .service(web::resource("/console/mail/{kind}").route(web::get().to(mail::show)))
        .service(web::resource("/console/mail/{kind}/html").route(web::get().to(mail::html)))
        .service(web::resource("/console/sales").route(web::post().to(sales::switch)));
}

/// Anybody of the house: each of its roles sees the stock.
type Staff = Member<permission::InventoryManage>;
/// Who looks after orders.
type OrderKeeper = Member<permission::OrdersManage>;
/// Who looks after the catalogue.
type Moderator = Member<permission::Moderate>;
/// Who changes the rules of the house.
type Keeper = Member<permission::SettingsManage>;

/// The rooms of the console, in the order of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Needs,
    Orders,
    Inventory,
    Review,
    Mail,
}

impl Room {
    const ALL: &[Self] = &[Self::Needs, Self::Orders, Self::Inventory, Self::Review, Self::Mail];

    /// Its page, its name, and what opens it.
    fn entry(self) -> (&'static str, &'static str, Permission) {
        match self {
            Self::Needs => ("/console", "Needs you", Permission::InventoryManage),
            Self::Orders => ("/console/orders", "Orders", Permission::OrdersManage),
            Self::Inventory => ("/console/inventory", "Inventory", Permission::InventoryManage),
            Self::Review => ("/console/review", "Review", Permission::Moderate),
            Self::Mail => ("/console/mail", "Mails", Permission::SettingsManage),
        }
    }
}

/// What a page of the console shows around its own content.
///
/// # Errors
/// 503 when the database is away.
async fn frame(visit: &Visit, here: Room) -> Result<ConsoleFrame, Problem> {
    let open = Room::ALL.iter().filter(|room| visit.may(room.entry().2));
    let rooms = open.map(|room| {
        let (url, label, _) = room.entry();
        RoomLink { url: url.to_owned(), label: label.to_owned(), count: None, is_here: *room == here }
    });
    Ok(ConsoleFrame { rooms: rooms.collect() })
}
