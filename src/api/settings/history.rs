//! What the settings were: `GET /admin/settings/history`, and back with `POST …/{seq}/restore`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, Utc};
use impasto_domain::settings::{ART, COMMISSION_RULES, HouseRules, SALES_PAUSED, SHIPPING, TAX};
use impasto_store::reads::SettingChange;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::shape::SettingsJson;
use super::version::wanted_version;
use super::whole::answer;
use super::write::{as_json, submit};
use crate::api::shapes::PageJson;
use crate::app::App;
use crate::app::defaults::house_rules;
use crate::gateway::params::{Limit, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, Claims, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(history).service(restore);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(history, restore))]
pub struct Doc;

/// Which changes.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Of one setting only: `tax`, `shipping`, `legal_terms`, …
    pub key: Option<String>,
    /// Changes a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// A change of one setting.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SettingChangeJson {
    /// Its number; changes of all settings are counted together.
    pub seq: i64,
    /// Which setting.
    pub key: String,
    /// What it was; null as configured.
    pub before: Value,
    /// What it became.
    pub after: Value,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; null for the program itself.
    pub by: Option<Uuid>,
}

impl From<&SettingChange> for SettingChangeJson {
    fn from(change: &SettingChange) -> Self {
        Self {
            seq: change.seq,
            key: change.key.clone(),
            before: change.before.clone().unwrap_or_default(),
            after: change.after.clone(),
            at: change.at,
            by: change.by.map(|id| id.0),
        }
    }
}

/// What the settings were: every change, the newest first.
#[utoipa::path(get, path = "/api/v1/admin/settings/history", tag = "admin", params(HistoryQuery),
    responses((status = 200, body = PageJson<SettingChangeJson>), (status = 401), (status = 403), (status = 422)))]
#[get("/admin/settings/history")]
async fn history(
    app: Data<App>,
    _who: Allowed<permission::SettingsManage>,
    query: Query<HistoryQuery>,
) -> Result<HttpResponse, Problem> {
    let Query(query) = query;
    let page = app.store.settings_history(query.key.as_deref(), query.cursor.as_deref(), query.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, SettingChangeJson::from)))
}

/// Brings back what a setting was before a change; that is a change as well.
#[utoipa::path(post, path = "/api/v1/admin/settings/history/{seq}/restore", tag = "admin",
    params(("seq" = i64, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = SettingsJson), (status = 401), (status = 403), (status = 404),
        (status = 412, description = "precondition-failed")))]
#[post("/admin/settings/history/{seq}/restore")]
async fn restore(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    who: Allowed<permission::SettingsManage>,
    seq: Path<i64>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    let version = wanted_version(request.headers())?;
    bring_back(&app, &shared, &who, seq.0, version, key.0).await?;
    answer(&app, &shared).await
}

/// Brings back what a setting was before a change.
///
/// # Errors
/// 404 for a change that never was, 412, 503.
pub async fn bring_back(
    app: &App,
    shared: &Shared,
    by: &Claims,
    seq: i64,
    version: Option<i64>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    let change = app.store.setting_change(seq).await?.ok_or_else(|| Problem::not_found("change"))?;
    let value = match change.before {
        Some(value) => value,
        None => configured(&house_rules(&shared.config, shared.is_demo), &change.key)?,
    };
    submit(app, shared, by, vec![(change.key, value)], version, key).await
}

/// What a setting is that nobody has put.
fn configured(rules: &HouseRules, key: &str) -> Result<Value, Problem> {
    match key {
        TAX => as_json(&rules.tax),
        ART => as_json(&rules.art),
        SHIPPING => as_json(&rules.shipping),
        COMMISSION_RULES => as_json(&rules.commission),
        SALES_PAUSED => as_json(&rules.sales_paused),
        _ => Ok(Value::Null),
    }
}
