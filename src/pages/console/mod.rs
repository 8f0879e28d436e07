//! The console: a few rooms with one navigation. `GET /console` is what needs somebody, `/console/orders` the orders as they
//! move and each of them whole, `/console/inventory` the stock, `/console/holds` who keeps what, `/console/jobs` what must
//! happen and does not, `/console/review` the works that wait for a moderator.
//! It decides nothing; each room is open to those only whose role looks after it, and the navigation leads nowhere else.

mod holds;
mod inventory;
mod jobs;
mod needs;
mod order;
mod orders;
mod refund;
mod review;
mod sales;

use actix_web::web::{self, ServiceConfig};
use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::identity::Permission;
use impasto_store::reads::Needs;

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
        .service(web::resource("/console/orders.csv").route(web::get().to(orders::table)))
        .service(web::resource("/console/orders/{id}").route(web::get().to(order::show)))
        .service(web::resource("/console/orders/{id}/ask").route(web::post().to(order::ask)))
        .service(web::resource("/console/orders/{id}/cancel").route(web::post().to(order::cancel)))
        .service(web::resource("/console/orders/{id}/refund").route(web::post().to(refund::refund)))
        .service(web::resource("/console/orders/{id}/refund/preview").route(web::post().to(refund::preview)))
        .service(web::resource("/console/holds").route(web::get().to(holds::show)))
        .service(web::resource("/console/holds/{id}/release").route(web::post().to(holds::release)))
        .service(web::resource("/console/sellers/{id}/verify").route(web::post().to(needs::verify)))
        .service(web::resource("/console/jobs").route(web::get().to(jobs::show)))
        .service(web::resource("/console/jobs/{id}/retry").route(web::post().to(jobs::retry)))
        .service(web::resource("/console/jobs/{id}/drop").route(web::post().to(jobs::forget)))
        .service(web::resource("/console/inventory").route(web::get().to(inventory::show)))
        .service(web::resource("/console/inventory.csv").route(web::get().to(inventory::table)))
        .service(web::resource("/console/editions/{id}/adjust").route(web::post().to(inventory::adjust)))
        .service(web::resource("/console/review").route(web::get().to(review::show)))
        .service(web::resource("/console/artworks/{id}/approve").route(web::post().to(review::approve)))
        .service(web::resource("/console/artworks/{id}/reject").route(web::post().to(review::reject)))
        .service(web::resource("/console/sales").route(web::post().to(sales::switch)));
}

/// Anybody of the house: each of its roles sees the stock.
type Staff = Member<permission::InventoryManage>;
/// Who looks after orders.
type OrderKeeper = Member<permission::OrdersManage>;
/// Who looks after people and sellers.
type PeopleKeeper = Member<permission::UsersManage>;
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
    Holds,
    Jobs,
    Review,
}

impl Room {
    const ALL: &[Self] = &[Self::Needs, Self::Orders, Self::Inventory, Self::Holds, Self::Jobs, Self::Review];

    /// Its page, its name, and what opens it.
    fn entry(self) -> (&'static str, &'static str, Permission) {
        match self {
            Self::Needs => ("/console", "Needs you", Permission::InventoryManage),
            Self::Orders => ("/console/orders", "Orders", Permission::OrdersManage),
            Self::Inventory => ("/console/inventory", "Inventory", Permission::InventoryManage),
            Self::Holds => ("/console/holds", "Holds", Permission::InventoryManage),
            Self::Jobs => ("/console/jobs", "Jobs", Permission::OrdersManage),
            Self::Review => ("/console/review", "Review", Permission::Moderate),
        }
    }
}

impl Room {
    /// How much waits there for the one who looks.
    fn waiting(self, visit: &Visit, needs: &Needs) -> i64 {
        let may = |permission, count: i64| if visit.may(permission) { count } else { 0 };
        match self {
            Self::Needs => {
                may(Permission::OrdersManage, needs.overdue + needs.stuck + needs.dead)
                    + may(Permission::UsersManage, needs.sellers)
                    + may(Permission::Moderate, needs.reviews)
            }
            Self::Jobs => needs.dead,
            Self::Review => needs.reviews,
            _ => 0,
        }
    }
}

/// The most that is counted of anything that needs somebody.
const COUNTED_MAX: i64 = 100;

/// Orders placed before then should have left.
fn ship_before(visit: &Visit) -> DateTime<Utc> {
    visit.now() - TimeDelta::days(i64::from(visit.shared.config.sellers.ship_within_days))
}

/// What a page of the console shows around its own content.
///
/// # Errors
/// 503 when the database is away.
async fn frame(visit: &Visit, here: Room) -> Result<ConsoleFrame, Problem> {
    let needs = visit.app.store.needs(ship_before(visit), COUNTED_MAX).await?;
    let open = Room::ALL.iter().filter(|room| visit.may(room.entry().2));
    let rooms = open.map(|room| {
        let (url, label, _) = room.entry();
        let count = u64::try_from(room.waiting(visit, &needs)).ok().filter(|count| *count > 0);
        RoomLink { url: url.to_owned(), label: label.to_owned(), count, is_here: *room == here }
    });
    Ok(ConsoleFrame { rooms: rooms.collect() })
}
