//! The console: a few rooms with one navigation. `GET /console` is what needs somebody, `/console/orders` the orders as they
//! move and each of them whole, `/console/disputes` what banks took back, `/console/books` what each account comes to, `/console/inventory` the stock, `/console/holds` who keeps what, `/console/jobs` what must
//! happen and does not, `/console/review` the works that wait for a moderator, `/console/people` who has an account,
//! `/console/audit` who changed what, `/console/settings` what the house is like, `/console/mail` what it writes to people, `/console/webhooks` which programs of others hear what happens,
//! `/console/payouts` what sellers are owed and paid, `/console/months` what the books say of a month, and its close.
//! It decides nothing; each room is open to those only whose role looks after it, and the navigation leads nowhere else.

mod art_tables;
mod audit;
mod books;
mod collections;
mod disputes;
mod find;
mod health;
mod holds;
mod inventory;
mod jobs;
mod mail;
pub(super) mod months;
mod needs;
mod order;
mod orders;
pub(super) mod payouts;
mod people;
mod presence;
mod refund;
mod reports;
mod resale_rights;
mod returns;
mod review;
mod sales;
mod seller;
mod seller_shipping;
pub(super) mod settings;
mod settings_table;
mod stock_import;
pub(super) mod tables;
mod webhook_inbox;
mod webhooks;

use actix_web::web::{self, ServiceConfig};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use impasto_domain::identity::Permission;
use impasto_store::reads::Needs;

use super::turn::Member;
use super::views::console::ConsoleFrame;
use super::views::studio::RoomLink;
use super::visit::Visit;
use crate::gateway::problem::Problem;
use crate::identity::permission;
use crate::words::t;

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
        .service(web::resource("/console/disputes").route(web::get().to(disputes::show)))
        .service(web::resource("/console/books").route(web::get().to(books::show)))
        .service(web::resource("/console/books.csv").route(web::get().to(books::file)))
        .service(web::resource("/console/holds").route(web::get().to(holds::show)))
        .service(web::resource("/console/holds/{id}/release").route(web::post().to(holds::release)))
        .service(web::resource("/console/sellers/{id}/verify").route(web::post().to(needs::verify)))
        .service(web::resource("/console/jobs").route(web::get().to(jobs::show)))
        .service(web::resource("/console/jobs/{id}/retry").route(web::post().to(jobs::retry)))
        .service(web::resource("/console/jobs/{id}/drop").route(web::post().to(jobs::forget)))
        .service(web::resource("/console/webhook-inbox").route(web::get().to(webhook_inbox::show)))
        .service(web::resource("/console/webhook-inbox/{id}/redeliver").route(web::post().to(webhook_inbox::redeliver)))
        .service(web::resource("/console/inventory").route(web::get().to(inventory::show)))
        .service(web::resource("/console/inventory.csv").route(web::get().to(inventory::table)))
        .service(
            web::resource("/console/inventory/import")
                .route(web::get().to(stock_import::show))
                .route(web::post().to(stock_import::send)),
        )
        .service(web::resource("/console/editions/{id}/adjust").route(web::post().to(inventory::adjust)))
        .service(web::resource("/console/review").route(web::get().to(review::show)))
        .service(web::resource("/console/artworks/{id}/approve").route(web::post().to(review::approve)))
        .service(web::resource("/console/artworks/{id}/reject").route(web::post().to(review::reject)))
        .service(web::resource("/console/people").route(web::get().to(people::show)))
        .service(web::resource("/console/people/{id}").route(web::get().to(people::one)))
        .service(web::resource("/console/people/{id}/roles").route(web::post().to(people::roles)))
        .service(web::resource("/console/people/{id}/suspend").route(web::post().to(people::suspend)))
        .service(web::resource("/console/people/{id}/sign-out").route(web::post().to(people::sign_out)))
        .service(web::resource("/console/sellers/{id}").route(web::get().to(seller::show)))
        .service(
            web::resource("/console/sellers/{id}/shipping")
                .route(web::get().to(seller_shipping::show))
                .route(web::post().to(seller_shipping::change)),
        )
        .service(web::resource("/console/sellers/{id}/shipping.csv").route(web::get().to(seller_shipping::file)))
        .service(web::resource("/console/sellers/{id}/shipping/table").route(web::post().to(seller_shipping::send)))
        .service(web::resource("/console/sellers/{id}/shipping/house").route(web::post().to(seller_shipping::house)))
        .service(web::resource("/console/sellers/{id}/commission").route(web::post().to(seller::commission)))
        .service(web::resource("/console/audit").route(web::get().to(audit::show)))
        .service(web::resource("/console/audit.csv").route(web::get().to(audit::file)))
        .service(web::resource("/console/reports").route(web::get().to(reports::show)))
        .service(web::resource("/console/reports/{id}").route(web::post().to(reports::decided)))
        .service(
            web::resource("/console/collections")
                .route(web::get().to(collections::show))
                .route(web::post().to(collections::create)),
        )
        .service(
            web::resource("/console/collections/{id}")
                .route(web::get().to(collections::one))
                .route(web::post().to(collections::change)),
        )
        .service(web::resource("/console/collections/{id}/remove").route(web::post().to(collections::remove)))
        .service(web::resource("/console/presence").route(web::get().to(presence::show)))
        .service(web::resource("/console/health").route(web::get().to(health::show)))
        .service(web::resource("/console/find").route(web::get().to(find::show)))
        .service(web::resource("/console/settings").route(web::get().to(settings::show)))
        .service(web::resource("/console/settings/logo").route(web::post().to(settings::logo)))
        .service(web::resource("/console/settings/history/{seq}/restore").route(web::post().to(settings::restore)))
        .service(web::resource("/console/resale-rights.csv").route(web::get().to(resale_rights::file)))
        .service(web::resource("/console/settings/{table}.csv").route(web::get().to(settings_table::file)))
        .service(
            web::resource("/console/settings/{table}/table")
                .route(web::get().to(settings_table::show))
                .route(web::post().to(settings_table::send)),
        )
        .service(web::resource("/console/settings/{part}").route(web::post().to(settings::change)))
        .service(web::resource("/console/mail").route(web::get().to(mail::list)))
        .service(web::resource("/console/mail/{kind}").route(web::get().to(mail::show)))
        .service(web::resource("/console/mail/{kind}/html").route(web::get().to(mail::html)))
        .service(
            web::resource("/console/webhooks")
                .route(web::get().to(webhooks::show))
                .route(web::post().to(webhooks::create)),
        )
        .service(
            web::resource("/console/webhooks/{id}")
                .route(web::get().to(webhooks::one))
                .route(web::post().to(webhooks::change)),
        )
        .service(web::resource("/console/webhooks/{id}/rotate").route(web::post().to(webhooks::rotate)))
        .service(web::resource("/console/webhooks/{id}/test").route(web::post().to(webhooks::test)))
        .service(web::resource("/console/webhooks/{id}/remove").route(web::post().to(webhooks::remove)))
        .service(web::resource("/console/webhook-deliveries/{id}/replay").route(web::post().to(webhooks::replay)))
        .service(web::resource("/console/returns").route(web::get().to(returns::show)))
        .service(web::resource("/console/orders/{id}/returns/{return_id}").route(web::post().to(returns::answer)))
        .service(web::resource("/console/payouts").route(web::get().to(payouts::show)))
        .service(web::resource("/console/payouts/runs").route(web::post().to(payouts::begin)))
        .service(web::resource("/console/payouts/minimum").route(web::post().to(payouts::minimum)))
        .service(web::resource("/console/payouts/runs/{id}").route(web::get().to(payouts::run)))
        .service(web::resource("/console/payouts/runs/{id}/bank.csv").route(web::get().to(payouts::file)))
        .service(web::resource("/console/payouts/runs/{id}/sent").route(web::post().to(payouts::sent)))
        .service(web::resource("/console/payouts/runs/{id}/paid").route(web::post().to(payouts::paid)))
        .service(web::resource("/console/payouts/{id}/paid").route(web::post().to(payouts::one_paid)))
        .service(web::resource("/console/payouts/{id}/failed").route(web::post().to(payouts::one_failed)))
        .service(
            web::resource("/console/months").route(web::get().to(months::show)).route(web::post().to(months::identify)),
        )
        .service(web::resource("/console/months/{month}").route(web::get().to(months::one)))
        .service(web::resource("/console/months/{month}/close").route(web::post().to(months::close)))
        .service(web::resource("/console/months/{month}/reconcile").route(web::post().to(months::reconcile)))
        .service(web::resource("/console/months/{month}/bank-transfers").route(web::post().to(months::transfer)))
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
/// Who sees who is connected.
type PresenceReader = Member<permission::PresenceRead>;
/// Who reads what others changed.
type AuditReader = Member<permission::AuditRead>;
/// Who changes the rules of the house.
type Keeper = Member<permission::SettingsManage>;

/// The rooms of the console, in the order of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Needs,
    Orders,
    Books,
    Disputes,
    Returns,
    Inventory,
    Holds,
    Jobs,
    Review,
    Reports,
    Collections,
    People,
    Presence,
    Audit,
    Health,
    Payouts,
    Months,
    Mail,
    Webhooks,
    Settings,
    Find,
}

impl Room {
    const ALL: &[Self] = &[
        Self::Needs,
        Self::Orders,
        Self::Disputes,
        Self::Books,
        Self::Returns,
        Self::Inventory,
        Self::Holds,
        Self::Jobs,
        Self::Review,
        Self::Reports,
        Self::Collections,
        Self::People,
        Self::Presence,
        Self::Audit,
        Self::Health,
        Self::Payouts,
        Self::Months,
        Self::Mail,
        Self::Webhooks,
        Self::Settings,
    ];

    /// Its page, the message with its name, and what opens it.
    fn entry(self) -> (&'static str, &'static str, Permission) {
        match self {
            Self::Needs => ("/console", "console-room-needs", Permission::InventoryManage),
            Self::Orders => ("/console/orders", "console-room-orders", Permission::OrdersManage),
            Self::Disputes => ("/console/disputes", "console-room-disputes", Permission::OrdersManage),
            Self::Books => ("/console/books", "console-room-books", Permission::SettingsManage),
            Self::Returns => ("/console/returns", "console-room-returns", Permission::OrdersManage),
            Self::Inventory => ("/console/inventory", "console-room-inventory", Permission::InventoryManage),
            Self::Holds => ("/console/holds", "console-room-holds", Permission::InventoryManage),
            Self::Jobs => ("/console/jobs", "console-room-jobs", Permission::OrdersManage),
            Self::Review => ("/console/review", "console-room-review", Permission::Moderate),
            Self::Reports => ("/console/reports", "console-room-reports", Permission::Moderate),
            Self::Collections => ("/console/collections", "console-room-collections", Permission::Moderate),
            Self::Presence => ("/console/presence", "console-room-presence", Permission::PresenceRead),
            Self::Health => ("/console/health", "console-room-health", Permission::SettingsManage),
            Self::Find => ("/console/find", "console-room-find", Permission::InventoryManage),
            Self::People => ("/console/people", "console-room-people", Permission::UsersManage),
            Self::Audit => ("/console/audit", "console-room-audit", Permission::AuditRead),
            Self::Settings => ("/console/settings", "console-room-settings", Permission::SettingsManage),
            Self::Webhooks => ("/console/webhooks", "console-room-webhooks", Permission::SettingsManage),
            Self::Payouts => ("/console/payouts", "console-room-payouts", Permission::SettingsManage),
            Self::Months => ("/console/months", "console-room-months", Permission::SettingsManage),
            Self::Mail => ("/console/mail", "console-room-mail", Permission::SettingsManage),
        }
    }
}

impl Room {
    /// How much waits there for the one who looks.
    fn waiting(self, visit: &Visit, needs: &Needs, (reports, disputes): (i64, i64)) -> i64 {
        let may = |permission, count: i64| if visit.may(permission) { count } else { 0 };
        match self {
            Self::Needs => {
                may(Permission::OrdersManage, needs.overdue + needs.stuck + needs.dead + disputes)
                    + may(Permission::UsersManage, needs.sellers)
                    + may(Permission::Moderate, needs.reviews + reports)
            }
            Self::Disputes => disputes,
            Self::Jobs => needs.dead,
            Self::Review => needs.reviews,
            Self::Reports => reports,
            _ => 0,
        }
    }
}

/// What a page about a seller shows around its own content.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn people_frame(visit: &Visit) -> Result<ConsoleFrame, Problem> {
    frame(visit, Room::People).await
}

/// The most that is counted of anything that needs somebody.
const COUNTED_MAX: i64 = 100;

/// When today began: what should have left before it is late.
fn day_of(visit: &Visit) -> DateTime<Utc> {
    visit.now().date_naive().and_time(NaiveTime::MIN).and_utc()
}

/// Orders placed before then should have left, where no day was set by which they leave.
fn ship_before(visit: &Visit) -> DateTime<Utc> {
    visit.now() - TimeDelta::days(i64::from(visit.shared.config.sellers.ship_within_days))
}

/// What a page of the console shows around its own content.
///
/// # Errors
/// 503 when the database is away.
async fn frame(visit: &Visit, here: Room) -> Result<ConsoleFrame, Problem> {
    let needs = visit.app.store.needs(ship_before(visit), day_of(visit), COUNTED_MAX).await?;
    let open = Room::ALL.iter().filter(|room| visit.may(room.entry().2));
    let reports = if visit.may(Permission::Moderate) { visit.app.store.open_reports().await? } else { 0 };
    let disputes = if visit.may(Permission::OrdersManage) { visit.app.store.open_disputes().await? } else { 0 };
    let rooms = open.map(|room| {
        let (url, name, _) = room.entry();
        let count = u64::try_from(room.waiting(visit, &needs, (reports, disputes))).ok().filter(|count| *count > 0);
        RoomLink { url: url.to_owned(), label: t(name).into(), count, is_here: *room == here }
    });
    Ok(ConsoleFrame { rooms: rooms.collect() })
}
