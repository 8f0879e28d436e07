//! Finding anything from anywhere in the console: `/admin/find`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::identity::Permission;
use impasto_domain::ids::{ArtworkId, UserId};
use impasto_domain::read::ArtworkRecord;
use impasto_store::reads::{FoundOrder, FoundWork};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::catalogue;
use crate::gateway::fields::Fields;
use crate::gateway::params::Query;
use crate::gateway::problem::Problem;
use crate::identity::{Allowed, Claims, permission};
use crate::words::{self, t};

/// The most finds of a group.
const MOST: usize = 6;

/// A room of the console or something that can be done: its address, the message of its name, and what opens it. Further words
/// for it are in `console-find-words-…`, so that it is found by what else people call it.
const PLACES: [(&str, &str, Permission); 16] = [
    ("/console", "console-room-needs", Permission::InventoryManage),
    ("/console/orders", "console-room-orders", Permission::OrdersManage),
    ("/console/returns", "console-room-returns", Permission::OrdersManage),
    ("/console/inventory", "console-room-inventory", Permission::InventoryManage),
    ("/console/review", "console-room-review", Permission::Moderate),
    ("/console/reports", "console-room-reports", Permission::Moderate),
    ("/console/collections", "console-room-collections", Permission::Moderate),
    ("/console/people", "console-room-people", Permission::UsersManage),
    ("/console/audit", "console-room-audit", Permission::AuditRead),
    ("/console/presence", "console-room-presence", Permission::PresenceRead),
    ("/console/health", "console-room-health", Permission::SettingsManage),
    ("/console/webhooks", "console-room-webhooks", Permission::SettingsManage),
    ("/console/payouts", "console-room-payouts", Permission::SettingsManage),
    ("/console/months", "console-room-months", Permission::SettingsManage),
    ("/console/settings", "console-room-settings", Permission::SettingsManage),
    ("/console", "console-find-pause", Permission::SettingsManage),
];

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(find);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(find))]
pub struct Doc;

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct FindQuery {
    /// An order's number, an e-mail address, the beginning of a name or a title, an id. Empty answers the rooms.
    pub q: Option<String>,
}

/// What was found, in groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindsJson {
    /// Groups with something in them, in a fixed order.
    pub groups: Vec<FindGroupJson>,
}

/// Finds of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindGroupJson {
    /// `rooms`, `orders`, `works`, `people` or `sellers`.
    pub kind: &'static str,
    /// What the kind is called.
    pub label: String,
    /// At most six.
    pub items: Vec<FindJson>,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindJson {
    /// What it is called.
    pub label: String,
    /// What tells it from others of the name.
    pub detail: String,
    /// Its page.
    pub url: String,
}

/// Orders, works, editions, people, sellers and rooms of the console by their beginnings: what the caller may see, a few of
/// each kind.
#[utoipa::path(get, path = "/api/v1/admin/find", tag = "admin", params(FindQuery),
    responses((status = 200, body = FindsJson), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/find")]
async fn find(
    app: Data<App>,
    who: Allowed<permission::InventoryManage>,
    query: Query<FindQuery>,
) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new();
    let words = fields.optional_line("/q", query.0.q.as_deref(), 254).unwrap_or_default();
    fields.finish()?;
    Ok(HttpResponse::Ok().json(FindsJson { groups: found(&app, &who, &words).await? }))
}

/// What somebody may see of what begins with some words.
///
/// # Errors
/// 503 when the database is away.
pub async fn found(app: &App, who: &Claims, words: &str) -> Result<Vec<FindGroupJson>, Problem> {
    let words = words.trim();
    let mut groups = vec![group("rooms", places(who, words))];
    // Signs alone are the beginning of nothing.
    if words.chars().any(char::is_alphanumeric) {
        if who.may(Permission::OrdersManage) {
            groups.push(group("orders", orders(app, words).await?));
        }
        groups.push(group("works", works(app, words).await?));
        if who.may(Permission::UsersManage) {
            groups.push(group("people", people(app, words).await?));
        }
        groups.push(group("sellers", sellers(app, who.may(Permission::UsersManage), words)));
    }
    groups.retain(|group| !group.items.is_empty());
    Ok(groups)
}

fn group(kind: &'static str, mut items: Vec<FindJson>) -> FindGroupJson {
    items.truncate(if kind == "rooms" { PLACES.len() } else { MOST });
    FindGroupJson { kind, label: t(&format!("console-find-kind-{kind}")).into(), items }
}

fn places(who: &Claims, words: &str) -> Vec<FindJson> {
    let wanted = words.to_lowercase();
    let is_meant = |label: &str, more: &str| {
        let label = label.to_lowercase();
        label.starts_with(&wanted) || label.split(' ').chain(more.split(' ')).any(|word| word.starts_with(&wanted))
    };
    let open = PLACES.iter().filter(|(.., needs)| who.may(*needs));
    let named = open.map(|(url, id, _)| (url, String::from(t(id)), further(id)));
    let meant = named.filter(|(_, label, more)| is_meant(label, more));
    meant.map(|(url, label, _)| FindJson { label, detail: String::new(), url: (*url).to_owned() }).collect()
}

/// Further words for a room, in the language that is spoken.
fn further(id: &str) -> String {
    let name = id.rsplit('-').next().unwrap_or_default();
    t(&format!("console-find-words-{name}")).into()
}

async fn orders(app: &App, words: &str) -> Result<Vec<FindJson>, Problem> {
    let found = app.store.find_orders(words, MOST as u32).await?;
    let item = |order: FoundOrder| FindJson {
        label: order.number,
        detail: format!(
            "{}, {}, {}",
            order.email,
            t(&format!("console-order-status-{}", order.payment_status.as_str())),
            words::day(order.placed_at)
        ),
        url: format!("/console/orders/{}", order.id),
    };
    Ok(found.into_iter().map(item).collect())
}

/// Works on the storefront by their words, and those of any status by the beginning of their address; one by its id or the
/// id of an edition.
async fn works(app: &App, words: &str) -> Result<Vec<FindJson>, Problem> {
    if let Ok(id) = Uuid::parse_str(words) {
        if let Some(record) = app.store.artworks_by_ids(&[ArtworkId(id)]).await?.pop() {
            return Ok(vec![shown(&record)]);
        }
        let found = app.store.find_works("", Some(id), 1).await?;
        return Ok(found.into_iter().map(hidden).collect());
    }
    let query = catalogue::Query { text: Some(words.to_owned()), limit: MOST, ..catalogue::Query::default() };
    let hanging = app.catalogue.search(&query);
    let mut items: Vec<FindJson> = hanging.items.iter().map(|entry| shown(&entry.record)).collect();
    let begun = app.store.find_works(&crate::identity::slug(words), None, MOST as u32).await?;
    for one in begun.into_iter().map(hidden) {
        if items.iter().all(|known| known.url != one.url) {
            items.push(one);
        }
    }
    Ok(items)
}

/// A work's status as the studio says it.
fn status(status: ArtworkStatus) -> String {
    t(&format!("studio-status-{}", status.as_str())).to_string().to_lowercase()
}

fn shown(record: &ArtworkRecord) -> FindJson {
    FindJson {
        label: record.text.title.clone(),
        detail: format!("{}, {}", record.artist.name, status(record.status)),
        url: format!("/artworks/{}", record.slug),
    }
}

fn hidden(work: FoundWork) -> FindJson {
    FindJson {
        label: work.title,
        detail: format!("{}, {}", work.artist, status(work.status)),
        url: format!("/artworks/{}", work.slug),
    }
}

async fn people(app: &App, words: &str) -> Result<Vec<FindJson>, Problem> {
    let found = match Uuid::parse_str(words) {
        Ok(id) => app.store.user(UserId(id)).await?.into_iter().collect(),
        Err(_) => app.store.find_people(words, MOST as u32).await?,
    };
    let item = |user: impasto_domain::identity::User| FindJson {
        label: user.display_name,
        detail: user.email,
        url: format!("/console/people/{}", user.id),
    };
    Ok(found.into_iter().map(item).collect())
}

/// Sellers: their page in the console for those who look after them, else their works.
fn sellers(app: &App, looks_after: bool, words: &str) -> Vec<FindJson> {
    let wanted = words.to_lowercase();
    let sellers = app.sellers();
    let mut found: Vec<_> = sellers
        .values()
        .filter(|seller| {
            seller.name.to_lowercase().contains(&wanted) || seller.email.to_lowercase().starts_with(&wanted)
        })
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
    let item = |seller: &&std::sync::Arc<impasto_domain::seller::Seller>| FindJson {
        label: seller.name.clone(),
        detail: if seller.verified {
            seller.email.clone()
        } else {
            t("console-find-unverified").with("email", &seller.email).into()
        },
        url: if looks_after { format!("/console/sellers/{}", seller.id) } else { format!("/?seller={}", seller.slug) },
    };
    found.iter().take(MOST).map(item).collect()
}
