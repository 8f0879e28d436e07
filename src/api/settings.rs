//! What its staff may change of the house: its rules and how it presents itself. `/admin/settings`, and what it was before.

use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderMap, IF_MATCH};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put};
use chrono::{DateTime, Utc};
use impasto_domain::command::{Command, Submission};
use impasto_domain::contrast::{DARK_PAPER, LIGHT_PAPER, READABLE_MIN, Rgb};
use impasto_domain::edit::Edit;
use impasto_domain::ids::UserId;
use impasto_domain::refusal::Refusal;
use impasto_domain::settings::{
    ACCENT, Accent, COMMISSION, HOLDS, HoldTimes, HouseProfile, HouseRules, LOGO, LegalPage, Logo, SALES_PAUSED,
    SHIPPING, SITE_NAME, TAX,
};
use impasto_store::reads::SettingChange;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::shapes::{PageJson, ShippingTableJson, TaxTableJson};
use crate::app::App;
use crate::app::defaults::house_rules;
use crate::gateway::Upload;
use crate::gateway::conditional;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::{Limit, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::{Key, RequestKey};
use crate::gateway::shared::Shared;
use crate::identity::{Allowed, Claims, permission};

/// The longest text of a legal page.
pub const LEGAL_CHARS: usize = 50_000;

/// Seconds that a hold may be set to.
const HOLD_S: std::ops::RangeInclusive<u32> = 60..=86_400;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(history).service(restore).service(put_logo).service(remove_logo).service(show).service(put_all);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, put_all, history, restore, put_logo, remove_logo))]
pub struct Doc;

/// What staff may change of the house. Null is as configured, or none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SettingsJson {
    /// While true no new hold is placed; what is held may still be bought.
    pub sales_paused: bool,
    /// Tax rates.
    pub tax: TaxTableJson,
    /// Shipping prices of sellers without a table of their own.
    pub shipping: ShippingTableJson,
    /// How long holds last.
    pub holds: Option<HoldTimesSetting>,
    /// The house's name.
    pub site_name: Option<String>,
    /// The colour that stands out.
    pub accent: Option<AccentJson>,
    /// The commission of sellers who register from now on, percent with at most two decimals.
    pub commission_percent: Option<f64>,
    /// The texts of the legal pages.
    pub legal: LegalJson,
}

/// How long holds last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldTimesSetting {
    /// Seconds a new hold lasts.
    #[schema(minimum = 60, maximum = 86_400)]
    pub ttl_s: u32,
    /// Seconds the one extension adds.
    #[schema(minimum = 60, maximum = 86_400)]
    pub extension_s: u32,
}

/// The colour that stands out, one for each theme: each can be read on its paper, a contrast of 4.5 to 1 or more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccentJson {
    /// `#rrggbb`, on light paper.
    pub light: String,
    /// `#rrggbb`, on dark paper.
    pub dark: String,
}

/// The texts of the legal pages: headings behind `#`, lists behind `-`, `**strong**`, `*emphasis*`, `[links](https://…)`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct LegalJson {
    /// Who runs the house.
    pub imprint: Option<String>,
    /// On what terms it sells.
    pub terms: Option<String>,
    /// What it knows of people.
    pub privacy: Option<String>,
    /// How things come back.
    pub returns: Option<String>,
}

/// Texts of the legal pages; what is left out stays, null takes a page away.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LegalInput {
    /// Who runs the house.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 50_000)]
    pub imprint: Option<Option<String>>,
    /// On what terms it sells.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 50_000)]
    pub terms: Option<Option<String>>,
    /// What it knows of people.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 50_000)]
    pub privacy: Option<Option<String>>,
    /// How things come back.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 50_000)]
    pub returns: Option<Option<String>>,
}

/// What changes; what is left out stays, null is as configured again.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SettingsInput {
    /// Stop new holds, or take them again.
    pub sales_paused: Option<bool>,
    /// All tax rates anew.
    pub tax: Option<TaxTableJson>,
    /// The whole shipping table anew.
    pub shipping: Option<ShippingTableJson>,
    /// How long holds last.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<HoldTimesSetting>)]
    pub holds: Option<Option<HoldTimesSetting>>,
    /// The house's name.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 60)]
    pub site_name: Option<Option<String>>,
    /// The colour that stands out.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<AccentJson>)]
    pub accent: Option<Option<AccentJson>>,
    /// The commission of sellers who register from now on, percent.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 100)]
    pub commission_percent: Option<Option<f64>>,
    /// Texts of the legal pages.
    pub legal: Option<LegalInput>,
}

/// A picture of the house.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes a multipart form")]
struct LogoForm {
    /// JPEG, PNG, WebP or TIFF.
    #[schema(format = Binary, value_type = String)]
    file: Vec<u8>,
}

/// The house's picture of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LogoJson {
    /// Its address.
    pub url: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

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

fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl SettingsJson {
    fn of(rules: &HouseRules, stored: &[(String, Value)]) -> Self {
        let (profile, _) = HouseProfile::read(stored);
        let holds = stored.iter().find(|(key, _)| key == HOLDS);
        let holds: Option<HoldTimes> =
            holds.and_then(|(_, value)| serde_json::from_value(value.clone()).ok()).flatten();
        let legal = |page: LegalPage| profile.legal.get(&page).cloned();
        Self {
            sales_paused: rules.sales_paused,
            tax: TaxTableJson::from(&rules.tax),
            shipping: ShippingTableJson::from(&rules.shipping),
            holds: holds.map(|times| HoldTimesSetting { ttl_s: times.ttl_s, extension_s: times.extension_s }),
            site_name: profile.site_name.clone(),
            accent: profile
                .accent
                .as_ref()
                .map(|accent| AccentJson { light: accent.light.clone(), dark: accent.dark.clone() }),
            commission_percent: profile.commission_basis_points.map(|points| f64::from(points) / 100.0),
            legal: LegalJson {
                imprint: legal(LegalPage::Imprint),
                terms: legal(LegalPage::Terms),
                privacy: legal(LegalPage::Privacy),
                returns: legal(LegalPage::Returns),
            },
        }
    }
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

impl SettingsInput {
    /// The settings by their names, as the store keeps them.
    ///
    /// # Errors
    /// 422 with every field that is not acceptable.
    fn check(&self) -> Result<Vec<(String, Value)>, Problem> {
        let mut fields = Fields::new();
        let mut values: Vec<(&str, Value)> = Vec::new();
        let tax = self.tax.as_ref().map(|table| fields.within("/tax", |fields| table.check(fields)));
        let shipping = self.shipping.as_ref();
        let shipping = shipping.map(|table| fields.within("/shipping", |fields| table.check(fields)));
        if let Some(paused) = self.sales_paused {
            values.push((SALES_PAUSED, Value::Bool(paused)));
        }
        if let Some(table) = tax {
            values.push((TAX, as_json(&table)?));
        }
        if let Some(table) = shipping {
            values.push((SHIPPING, as_json(&table)?));
        }
        if let Some(holds) = &self.holds {
            let times = holds.map(|times| {
                fields.range("/holds/ttl_s", times.ttl_s, HOLD_S);
                fields.range("/holds/extension_s", times.extension_s, HOLD_S);
                HoldTimes { ttl_s: times.ttl_s, extension_s: times.extension_s }
            });
            values.push((HOLDS, as_json(&times)?));
        }
        if let Some(name) = &self.site_name {
            let name = name.as_ref().map(|name| fields.line("/site_name", name, 60));
            values.push((SITE_NAME, as_json(&name)?));
        }
        if let Some(accent) = &self.accent {
            let accent = accent.as_ref().map(|accent| check_accent(&mut fields, accent));
            values.push((ACCENT, as_json(&accent)?));
        }
        if let Some(percent) = &self.commission_percent {
            let points = percent.map(|percent| basis_points(&mut fields, percent));
            values.push((COMMISSION, as_json(&points)?));
        }
        if let Some(legal) = &self.legal {
            let texts = [&legal.imprint, &legal.terms, &legal.privacy, &legal.returns];
            for (page, text) in LegalPage::ALL.into_iter().zip(texts) {
                let Some(text) = text else { continue };
                let pointer = format!("/legal/{}", page.as_str());
                let text = text.as_ref().map(|text| fields.prose(&pointer, text, LEGAL_CHARS));
                values.push((page.key(), as_json(&text.filter(|text| !text.is_empty()))?));
            }
        }
        fields.finish()?;
        Ok(values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }
}

/// Both colours can be read on their paper, which is told in words otherwise.
fn check_accent(fields: &mut Fields, accent: &AccentJson) -> Accent {
    for (name, colour, paper) in [("light", &accent.light, LIGHT_PAPER), ("dark", &accent.dark, DARK_PAPER)] {
        let pointer = format!("/accent/{name}");
        let (Some(colour), Some(paper)) = (Rgb::parse(colour), Rgb::parse(paper)) else {
            fields.add(pointer, "must be a colour as #rrggbb");
            continue;
        };
        let contrast = colour.contrast(paper);
        let wish = if name == "light" { "a darker one" } else { "a lighter one" };
        let message = format!(
            "cannot be read on the {name} paper: its contrast is {contrast:.1} to 1, and text needs {READABLE_MIN} to 1; take {wish}"
        );
        fields.check(contrast >= READABLE_MIN, pointer, message);
    }
    Accent { light: accent.light.to_lowercase(), dark: accent.dark.to_lowercase() }
}

fn basis_points(fields: &mut Fields, percent: f64) -> u32 {
    let points = percent * 100.0;
    let whole = (points - points.round()).abs() < 1e-6;
    let good = (0.0..=100.0).contains(&percent) && whole;
    fields.check(good, "/commission_percent", "must be between 0 and 100, with at most two decimals");
    // Checked just now: what is refused is never used.
    if good { points.round() as u32 } else { 0 }
}

/// What staff may change of the house, as it is now, with the version of all settings as its entity tag.
#[utoipa::path(get, path = "/api/v1/admin/settings", tag = "admin",
    responses((status = 200, body = SettingsJson), (status = 304), (status = 401), (status = 403)))]
#[get("/admin/settings")]
async fn show(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    _who: Allowed<permission::SettingsManage>,
) -> Result<HttpResponse, Problem> {
    let (version, settings) = read(&app, &shared).await?;
    Ok(conditional::answer(&request, &etag_of(version), KEPT, |answer| answer.json(settings)))
}

/// Changes the house, for every node and from the next decision on. With `If-Match` only the version that was read.
#[utoipa::path(put, path = "/api/v1/admin/settings", tag = "admin", request_body = SettingsInput,
    params(("If-Match" = Option<String>, Header)),
    responses((status = 200, body = SettingsJson), (status = 401), (status = 403),
        (status = 412, description = "precondition-failed"), (status = 422)))]
#[put("/admin/settings")]
async fn put_all(
    app: Data<App>,
    shared: Data<Shared>,
    request: HttpRequest,
    who: Allowed<permission::SettingsManage>,
    body: Body<SettingsInput>,
) -> Result<HttpResponse, Problem> {
    let version = wanted_version(request.headers())?;
    put_settings(&app, &shared, &who, &body.value, version, body.key).await?;
    answer(&app, &shared).await
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

/// Gives the house a picture of itself, which stands in the head of every page.
#[utoipa::path(put, path = "/api/v1/admin/settings/logo", tag = "admin",
    request_body(content = LogoForm, content_type = "multipart/form-data"),
    responses((status = 200, body = LogoJson), (status = 401), (status = 403), (status = 413), (status = 415),
        (status = 422)))]
#[put("/admin/settings/logo")]
async fn put_logo(
    app: Data<App>,
    shared: Data<Shared>,
    who: Allowed<permission::SettingsManage>,
    upload: Upload,
) -> Result<HttpResponse, Problem> {
    let logo = take_logo(&app, &shared, &who, upload, None).await?;
    let url = app.catalogue.public_url(&logo.key);
    Ok(HttpResponse::Ok().json(LogoJson { url, width: logo.width_px, height: logo.height_px }))
}

/// Takes the house's picture away: its name stands in its place.
#[utoipa::path(delete, path = "/api/v1/admin/settings/logo", tag = "admin",
    responses((status = 204), (status = 401), (status = 403)))]
#[delete("/admin/settings/logo")]
async fn remove_logo(
    app: Data<App>,
    shared: Data<Shared>,
    who: Allowed<permission::SettingsManage>,
    key: Key,
) -> Result<HttpResponse, Problem> {
    drop_logo(&app, &shared, &who, None, key.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What staff may change, and the number of its last change.
///
/// # Errors
/// 503 when the database is away.
pub async fn read(app: &App, shared: &Shared) -> Result<(i64, SettingsJson), Problem> {
    let (version, rules) = app.store.house_settings(&house_rules(&shared.config, shared.is_demo)).await?;
    let stored = app.store.settings().await?;
    Ok((version, SettingsJson::of(&rules, &stored)))
}

/// Changes what staff may change.
///
/// # Errors
/// 412 for another version than the stored one, 422 with what is not acceptable, 503.
pub async fn put_settings(
    app: &App,
    shared: &Shared,
    by: &Claims,
    input: &SettingsInput,
    version: Option<i64>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    submit(app, shared, by, input.check()?, version, key).await
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

/// Stores a picture and makes it the house's.
///
/// # Errors
/// 413, 415, 422 for what is no acceptable image, 412 for another version than the stored one, 503.
pub async fn take_logo(
    app: &App,
    shared: &Shared,
    by: &Claims,
    upload: Upload,
    version: Option<i64>,
) -> Result<Logo, Problem> {
    let image = app.studio_media.take_in(app.mint(), upload, String::new()).await?;
    // The narrowest that is sharp on a fine display, else the widest there is.
    let wanted = image.variants.iter().filter(|variant| variant.content_type == "image/webp");
    let wanted = wanted.min_by_key(|variant| (variant.width_px < LOGO_PX, variant.width_px));
    let variant = wanted.ok_or_else(|| Problem::field("/file", "has no picture in it"))?;
    let logo = Logo { key: variant.key.clone(), width_px: variant.width_px, height_px: variant.height_px };
    submit(app, shared, by, vec![(LOGO.to_owned(), as_json(&logo)?)], version, None).await?;
    Ok(logo)
}

/// Takes the house's picture away.
///
/// # Errors
/// 412 for another version than the stored one, 503.
pub async fn drop_logo(
    app: &App,
    shared: &Shared,
    by: &Claims,
    version: Option<i64>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    submit(app, shared, by, vec![(LOGO.to_owned(), Value::Null)], version, key).await
}

/// Pixels that a logo has across, at least, if its file has them.
const LOGO_PX: u32 = 320;

/// What a setting is that nobody has put.
fn configured(rules: &HouseRules, key: &str) -> Result<Value, Problem> {
    match key {
        TAX => as_json(&rules.tax),
        SHIPPING => as_json(&rules.shipping),
        SALES_PAUSED => as_json(&rules.sales_paused),
        _ => Ok(Value::Null),
    }
}

async fn submit(
    app: &App,
    shared: &Shared,
    by: &Claims,
    values: Vec<(String, Value)>,
    version: Option<i64>,
    key: Option<RequestKey>,
) -> Result<(), Problem> {
    let by: UserId = by.user_id;
    let edit = Edit::PutSettings { values, version, by };
    let idempotency = key.map(|key| key.of_id(by.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    // Other nodes hear of it by its event; who changed it sees it on the very next page.
    app.house.reload(&app.store, &house_rules(&shared.config, shared.is_demo)).await?;
    Ok(())
}

async fn answer(app: &App, shared: &Shared) -> Result<HttpResponse, Problem> {
    let (version, settings) = read(app, shared).await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, etag_of(version))).insert_header((CACHE_CONTROL, KEPT)).json(settings))
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

fn as_json(value: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(|error| Problem::internal(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(input: SettingsInput) -> Vec<(String, String)> {
        let problem = input.check().unwrap_err();
        problem.field_errors().iter().map(|error| (error.pointer.clone(), error.message.clone())).collect()
    }

    #[test]
    fn an_accent_that_cannot_be_read_is_refused_in_words() {
        let accent = |light: &str, dark: &str| SettingsInput {
            accent: Some(Some(AccentJson { light: light.to_owned(), dark: dark.to_owned() })),
            ..SettingsInput::default()
        };
        assert!(accent("#2456A6", "#9ec1ff").check().is_ok());
        let told = errors(accent("#9ec1ff", "#2456a6"));
        assert_eq!((told[0].0.as_str(), told[1].0.as_str()), ("/accent/light", "/accent/dark"));
        assert!(told[0].1.contains("take a darker one") && told[1].1.contains("take a lighter one"), "{told:?}");
        assert!(errors(accent("blue", "#9ec1ff"))[0].1.contains("#rrggbb"));
    }

    #[test]
    fn the_papers_are_those_of_the_pages() {
        let css = include_str!("../../web/static/css/base.css");
        let papers: Vec<&str> = css.split("--paper: ").skip(1).filter_map(|rest| rest.split(';').next()).collect();
        assert_eq!(papers.get(..2), Some(&[LIGHT_PAPER, DARK_PAPER][..]), "the third is what printers use");
    }

    #[test]
    fn what_is_left_out_stays_and_null_is_as_configured() {
        let input: SettingsInput = serde_json::from_value(serde_json::json!({
            "site_name": null, "commission_percent": 12.5, "legal": {"terms": "  We sell. ", "returns": ""},
        }))
        .unwrap();
        let values = input.check().unwrap();
        let named = |key: &str| values.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
        assert_eq!(named(SITE_NAME), Some(Value::Null));
        assert_eq!(named(COMMISSION), Some(1_250.into()));
        assert_eq!(named("legal_terms"), Some("We sell.".into()));
        assert_eq!(named("legal_returns"), Some(Value::Null));
        assert_eq!((named("legal_imprint"), named(TAX), values.len()), (None, None, 4));
    }

    #[test]
    fn numbers_out_of_bounds_are_named() {
        let input: SettingsInput = serde_json::from_value(serde_json::json!({
            "commission_percent": 12.345, "holds": {"ttl_s": 5, "extension_s": 90_000},
        }))
        .unwrap();
        let pointers: Vec<String> = errors(input).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/holds/ttl_s", "/holds/extension_s", "/commission_percent"]);
    }
}
