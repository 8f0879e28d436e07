//! The rules of the house that its staff may change: `/admin/settings`.

use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderMap, IF_MATCH};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, put};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::refusal::Refusal;
use impasto_domain::settings::HouseRules;
use impasto_store::{SALES_PAUSED, SHIPPING, TAX};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::shapes::{ShippingTableJson, TaxTableJson};
use crate::app::App;
use crate::app::defaults::house_rules;
use crate::gateway::conditional;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show).service(change);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, change))]
pub struct Doc;

/// The rules of the house.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SettingsJson {
    /// While true no new hold is placed; what is held may still be bought.
    pub sales_paused: bool,
    /// Tax rates.
    pub tax: TaxTableJson,
    /// Shipping prices of sellers without a table of their own.
    pub shipping: ShippingTableJson,
}

impl From<&HouseRules> for SettingsJson {
    fn from(rules: &HouseRules) -> Self {
        Self {
            sales_paused: rules.sales_paused,
            tax: TaxTableJson::from(&rules.tax),
            shipping: ShippingTableJson::from(&rules.shipping),
        }
    }
}

/// What changes of the rules; what is left out stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsInput {
    /// Stop new holds, or take them again.
    pub sales_paused: Option<bool>,
    /// All tax rates anew.
    pub tax: Option<TaxTableJson>,
    /// The whole shipping table anew.
    pub shipping: Option<ShippingTableJson>,
}

impl SettingsInput {
    /// The settings by their names, as the store keeps them.
    ///
    /// # Errors
    /// 422 with every field that is not acceptable.
    fn check(&self) -> Result<Vec<(String, Value)>, Problem> {
        let mut fields = Fields::new();
        let tax = self.tax.as_ref();
        let tax = tax.map(|table| fields.within("/tax", |fields| table.check(fields)));
        let shipping = self.shipping.as_ref();
        let shipping = shipping.map(|table| fields.within("/shipping", |fields| table.check(fields)));
        fields.finish()?;
        let mut values = Vec::new();
        if let Some(paused) = self.sales_paused {
            values.push((SALES_PAUSED.to_owned(), Value::Bool(paused)));
        }
        if let Some(table) = tax {
            values.push((TAX.to_owned(), as_json(&table)?));
        }
        if let Some(table) = shipping {
            values.push((SHIPPING.to_owned(), as_json(&table)?));
        }
        Ok(values)
    }
}

/// The rules of the house as they are now, with the version of all settings as their entity tag.
#[utoipa::path(get, path = "/api/v1/admin/settings", tag = "admin",
    responses((status = 200, body = SettingsJson), (status = 304), (status = 401), (status = 403)))]
#[get("/admin/settings")]
async fn show(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    _who: Allowed<permission::SettingsManage>,
) -> Result<HttpResponse, Problem> {
    let (version, rules) = app.store.house_settings(&house_rules(&shared.config, shared.is_demo)).await?;
    Ok(conditional::answer(&request, &etag_of(version), KEPT, |answer| answer.json(SettingsJson::from(&rules))))
}

/// Changes the rules of the house, for every node and from the next decision on. With `If-Match` only the version that
/// was read.
#[utoipa::path(put, path = "/api/v1/admin/settings", tag = "admin", request_body = SettingsInput,
    params(("If-Match" = Option<String>, Header)),
    responses((status = 200, body = SettingsJson), (status = 401), (status = 403),
        (status = 412, description = "precondition-failed"), (status = 422)))]
#[put("/admin/settings")]
async fn change(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    who: Allowed<permission::SettingsManage>,
    body: Body<SettingsInput>,
) -> Result<HttpResponse, Problem> {
    let values = body.value.check()?;
    let version = wanted_version(request.headers())?;
    let edit = Edit::PutSettings { values, version, by: who.user_id };
    let idempotency = body.key.map(|key| key.of(who.owner()));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    let base = house_rules(&shared.config, shared.is_demo);
    // Other nodes hear of it by its event; who changed it reads it in the very next quote.
    app.house.reload(&app.store, &base).await?;
    let (version, rules) = app.store.house_settings(&base).await?;
    let answer = SettingsJson::from(&rules);
    Ok(HttpResponse::Ok().insert_header((ETAG, etag_of(version))).insert_header((CACHE_CONTROL, KEPT)).json(answer))
}

/// Kept by the caller alone, and asked for again each time.
const KEPT: &str = "private, no-cache";

fn etag_of(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version in `If-Match`; `None` where any will do.
fn wanted_version(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let tag = value.to_str().unwrap_or_default().trim();
    if tag == "*" {
        return Ok(None);
    }
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let version = tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|text| text.parse().ok());
    version.map(Some).ok_or_else(|| Refusal::PreconditionFailed.into())
}

fn as_json(table: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(table).map_err(|error| Problem::internal(&error))
}
