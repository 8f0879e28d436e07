//! The own seller: who sells in law, and where. What is written here stands on every invoice from then on.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, patch};
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::SellerId;
use impasto_domain::seller::Seller;
use impasto_domain::tax::TaxRegime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::address::AddressInput;
use super::shapes::AddressJson;
use super::studio::seller_of;
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::{Body, given};
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::identity::{Allowed, Claims, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show).service(change);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, change))]
pub struct Doc;

/// The legal party who sells.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = StudioSeller)]
pub struct SellerJson {
    /// The seller.
    pub id: Uuid,
    /// Its address on the storefront.
    pub slug: String,
    /// Its name on the storefront.
    pub name: String,
    /// Its name in law.
    pub legal_name: String,
    /// Where buyers write.
    pub email: String,
    /// Where it sits, and where parcels leave; empty lines until they are given.
    pub address: AddressJson,
    /// VAT id, with the country prefix.
    pub vat_id: Option<String>,
    /// National tax number, for those without a VAT id.
    pub tax_number: Option<String>,
    /// Whether an admin has verified it.
    pub verified: bool,
    /// Whether it sells as a trader; null until it has said so.
    pub trader: Option<bool>,
    /// The house's share of orders that are placed from now on, percent. Only staff change it.
    pub commission_percent: f64,
}

/// Changes of the own seller; what is left out stays. Documents that were issued before keep what they say.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SellerPatch {
    /// Its name in law.
    #[schema(max_length = 120)]
    pub legal_name: Option<String>,
    /// Where buyers write.
    pub email: Option<String>,
    /// Where it sits, whole.
    pub address: Option<AddressInput>,
    /// `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub vat_id: Option<Option<String>>,
    /// `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub tax_number: Option<Option<String>>,
    /// Whether it sells as a trader.
    pub trader: Option<bool>,
}

/// Who sells in law, and where.
#[utoipa::path(get, path = "/api/v1/studio/seller", tag = "studio", responses((status = 200, body = SellerJson)))]
#[get("/studio/seller")]
async fn show(app: Data<App>, who: Allowed<permission::Studio>) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(SellerJson::from(&stored(&app, seller_of(&who)?).await?)))
}

/// Changes the name in law, the address and the tax numbers of the own seller.
#[utoipa::path(patch, path = "/api/v1/studio/seller", tag = "studio", request_body = SellerPatch,
    responses((status = 200, body = SellerJson), (status = 422)))]
#[patch("/studio/seller")]
async fn change(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    body: Body<SellerPatch>,
) -> Result<HttpResponse, Problem> {
    let seller = change_seller(&app, &who, &body.value, body.key).await?;
    Ok(HttpResponse::Ok().json(SellerJson::from(&seller)))
}

/// Changes the own seller.
///
/// # Errors
/// 422 with what is not acceptable, 503 when the journal is full or away.
pub async fn change_seller(
    app: &App,
    user: &Claims,
    patch: &SellerPatch,
    key: Option<RequestKey>,
) -> Result<Seller, Problem> {
    let known = stored(app, seller_of(user)?).await?;
    let seller = patch.check(app, known)?;
    let id = seller.id;
    let edit = Edit::PutSeller(Box::new(seller));
    let idempotency = key.map(|key| key.of_id(user.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    // What is not the seller's own to say may have changed meanwhile.
    let seller = stored(app, id).await?;
    app.house.put(seller.clone());
    Ok(seller)
}

/// The seller as the store has it.
///
/// # Errors
/// 404, 503.
pub async fn stored(app: &App, id: SellerId) -> Result<Seller, Problem> {
    app.store.seller(id).await?.ok_or_else(|| Problem::not_found("seller"))
}

impl SellerPatch {
    fn check(&self, app: &App, mut seller: Seller) -> Result<Seller, Problem> {
        let mut fields = Fields::new();
        if let Some(name) = &self.legal_name {
            seller.legal_name = fields.line("/legal_name", name, 120);
        }
        if let Some(email) = &self.email {
            seller.email = fields.email("/email", email);
        }
        if let Some(address) = &self.address
            && let Some(address) = fields.within("/address", |fields| address.check(fields))
        {
            let today = app.clock.now().date_naive();
            let taxed = app.rules().tax.rate(address.country, TaxRegime::Standard, today).is_some();
            fields.check(taxed, "/address/country", "has no tax rate in this house's table");
            seller.address = address;
        }
        if let Some(id) = &self.vat_id {
            // What was taken before stays: a form sends all of its fields.
            if id.as_deref().map(str::trim) != seller.vat_id.as_deref() {
                seller.vat_id = fields.vat_id("/vat_id", id.as_deref());
            }
        }
        if let Some(number) = &self.tax_number {
            seller.tax_number = fields.optional_line("/tax_number", number.as_deref(), 40);
        }
        seller.trader = self.trader.or(seller.trader);
        fields.finish()?;
        Ok(seller)
    }
}

impl From<&Seller> for SellerJson {
    fn from(seller: &Seller) -> Self {
        Self {
            id: seller.id.0,
            slug: seller.slug.clone(),
            name: seller.name.clone(),
            legal_name: seller.legal_name.clone(),
            email: seller.email.clone(),
            address: AddressJson::from(&seller.address),
            vat_id: seller.vat_id.clone(),
            tax_number: seller.tax_number.clone(),
            verified: seller.verified,
            trader: seller.trader,
            commission_percent: f64::from(seller.commission_basis_points) / 100.0,
        }
    }
}
