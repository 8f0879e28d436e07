//! What a seller notes of a work for its tax, and what follows from it: `GET` and `PUT /studio/artworks/{artwork_id}/books`.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get, put};
use chrono::NaiveDate;
use impasto_domain::address::Country;
use impasto_domain::command::{Command, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::ids::ArtworkId;
use impasto_domain::money::{AMOUNT_MINOR_MAX, Currency, Money};
use impasto_domain::read::ArtworkRecord;
use impasto_domain::resale_right::{Resale, ResaleRight};
use impasto_domain::stock_book::{Purchase, WorkBooks};
use impasto_domain::tax::TaxReason;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::MoneyJson;
use super::studio::own;
use crate::app::App;
use crate::gateway::fields::Fields;
use crate::gateway::json::Body;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::gateway::request_key::RequestKey;
use crate::identity::{Allowed, Claims, permission};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(show).service(put_books);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show, put_books))]
pub struct Doc;

/// What is noted of a work, whole: what is left out is not noted.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WorkBooksInput {
    /// What one copy was bought for; needed for the margin scheme.
    pub purchase: Option<PurchaseJson>,
    /// That it is resold; left out for what its artist sells first.
    pub resale: Option<ResaleJson>,
}

/// What one copy of a work was bought for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurchaseJson {
    /// The price.
    pub price: MoneyJson,
    /// The day.
    pub on: NaiveDate,
    /// Of whom, as the stock book names them.
    #[serde(default)]
    #[schema(max_length = 120)]
    pub of: Option<String>,
}

/// That a work is resold, and what its artist's resale right depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResaleJson {
    /// The artist's nationality, ISO 3166-1 alpha-2.
    pub nationality: String,
    /// The year of the artist's death; null for the living.
    #[serde(default)]
    pub died: Option<i32>,
    /// The day the seller bought it of the artist; null where it was bought of somebody else.
    #[serde(default)]
    pub bought_of_artist_on: Option<NaiveDate>,
}

/// What is noted of a work, and what follows from it today for each edition.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = WorkBooks)]
pub struct WorkBooksJson {
    /// What one copy was bought for.
    pub purchase: Option<PurchaseJson>,
    /// That it is resold.
    pub resale: Option<ResaleJson>,
    /// Each edition.
    pub editions: Vec<EditionTaxJson>,
}

/// How an edition is taxed when it is sold to a consumer at home.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = EditionTax)]
pub struct EditionTaxJson {
    /// The edition.
    pub edition_id: Uuid,
    /// `standard`, `reduced_art`, `margin_art` or `exempt_small_business`.
    pub regime: String,
    /// Why: `chosen`, `edition_too_large` or `no_reduced_rate`.
    pub reason: String,
    /// Percent; 0 where none is shown.
    pub rate: f64,
    /// The most copies of a work of art of its medium, where there is a limit.
    pub copies_max: Option<u32>,
    /// The artist's resale right of one copy at its price; null for what is no resale.
    pub resale_right: Option<ResaleRightJson>,
}

/// The artist's resale right at a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ResaleRight)]
pub struct ResaleRightJson {
    /// `due`, or why none is: `no_rule`, `other_nationality`, `ended`, `bought_of_artist`, `below_threshold`; with
    /// `other_currency` the work cannot be sold at this price.
    pub outcome: String,
    /// What the seller owes of the price.
    pub amount: MoneyJson,
}

/// What an edition's tax is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditionTax {
    /// Which.
    pub edition_id: impasto_domain::ids::EditionId,
    /// Its regime, rate and reason when it is sold at home; `None` where the house knows no rate.
    pub tax: Option<impasto_domain::tax::LineTax>,
    /// The most copies of a work of art of its medium.
    pub copies_max: Option<u32>,
    /// The artist's resale right of one copy.
    pub right: Option<ResaleRight>,
    /// The price's currency.
    pub currency: Currency,
}

/// What is noted of a work for its tax, and how each edition is taxed at home today.
#[utoipa::path(get, path = "/api/v1/studio/artworks/{artwork_id}/books", tag = "studio",
    params(("artwork_id" = Uuid, Path)), responses((status = 200, body = WorkBooksJson), (status = 404)))]
#[get("/studio/artworks/{artwork_id}/books")]
async fn show(app: Data<App>, who: Allowed<permission::Studio>, id: Path<ArtworkId>) -> Result<HttpResponse, Problem> {
    let (record, books) = books_of(&app, &who, id.0).await?;
    Ok(HttpResponse::Ok().json(WorkBooksJson::of(&app, &record, &books)))
}

/// Notes what a work was bought for and that it is resold, in place of what was noted. Orders from then on owe the artist's
/// resale right by it; those that were placed keep theirs.
#[utoipa::path(put, path = "/api/v1/studio/artworks/{artwork_id}/books", tag = "studio", request_body = WorkBooksInput,
    params(("artwork_id" = Uuid, Path)),
    responses((status = 200, body = WorkBooksJson), (status = 404), (status = 409), (status = 422)))]
#[put("/studio/artworks/{artwork_id}/books")]
async fn put_books(
    app: Data<App>,
    who: Allowed<permission::Studio>,
    id: Path<ArtworkId>,
    body: Body<WorkBooksInput>,
) -> Result<HttpResponse, Problem> {
    let (record, books) = note_books(&app, &who, id.0, &body.value, body.key).await?;
    Ok(HttpResponse::Ok().json(WorkBooksJson::of(&app, &record, &books)))
}

/// A work of the own seller with what is noted of it.
///
/// # Errors
/// 404 for works of others, 503.
pub async fn books_of(app: &App, user: &Claims, id: ArtworkId) -> Result<(ArtworkRecord, WorkBooks), Problem> {
    let record = own(app, user, id).await?;
    let books = app.store.work_books(id).await?.ok_or_else(|| Problem::not_found("artwork"))?;
    Ok((record, books))
}

/// Notes it.
///
/// # Errors
/// 404 for works of others, 409 for an archived one, 422 with what is not acceptable, 503.
pub async fn note_books(
    app: &App,
    user: &Claims,
    id: ArtworkId,
    input: &WorkBooksInput,
    key: Option<RequestKey>,
) -> Result<(ArtworkRecord, WorkBooks), Problem> {
    let record = own(app, user, id).await?;
    let books = input.check(app.clock.now().date_naive())?;
    let edit = Edit::PutWorkBooks { artwork_id: id, seller_id: record.seller.id, books: Box::new(books.clone()) };
    let idempotency = key.map(|key| key.of_id(user.user_id.0));
    app.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    Ok((record, books))
}

/// How each edition of a work is taxed today when it is sold to a consumer at home, with the artist's right.
#[must_use]
pub fn taxes_today(app: &App, record: &ArtworkRecord, resale: Option<&Resale>) -> Vec<EditionTax> {
    let (rules, today) = (app.rules(), app.clock.now().date_naive());
    let Some(home) = app.sellers().get(&record.seller.id).map(|seller| seller.country()) else { return Vec::new() };
    let medium = record.text.medium.as_str();
    let of_edition = |edition: &impasto_domain::edition::Edition| {
        let price = edition.price;
        let regime = rules.art.regime(edition, Some(medium), home, today);
        let tax = rules.tax.decide(price.amount_minor, regime, home, home.into(), today);
        let net = Money::new(tax.map_or(price.amount_minor, |tax| tax.base_minor), price.currency);
        EditionTax {
            edition_id: edition.id,
            tax,
            copies_max: rules.art.limit(medium, home, today).map(|limit| limit.copies_max),
            right: resale.map(|resale| rules.art.resale_right(resale, home, net, today)),
            currency: price.currency,
        }
    };
    record.editions.iter().map(|(edition, _)| of_edition(edition)).collect()
}

impl WorkBooksInput {
    fn check(&self, today: NaiveDate) -> Result<WorkBooks, Problem> {
        let mut fields = Fields::new();
        let purchase = self.purchase.as_ref();
        let purchase = purchase.and_then(|sent| fields.within("/purchase", |fields| sent.check(fields, today)));
        let resale = self.resale.as_ref();
        let resale = resale.and_then(|sent| fields.within("/resale", |fields| sent.check(fields, today)));
        fields.finish()?;
        Ok(WorkBooks { purchase, resale })
    }
}

impl PurchaseJson {
    fn check(&self, fields: &mut Fields, today: NaiveDate) -> Option<Purchase> {
        fields.range("/price/amount", self.price.amount, 0..=AMOUNT_MINOR_MAX);
        let currency = Currency::from_code(&self.price.currency);
        fields.check(currency.is_some(), "/price/currency", "must be an ISO 4217 currency code");
        fields.check(self.on <= today, "/on", "must not be in the future");
        let of = fields.optional_line("/of", self.of.as_deref(), 120);
        Some(Purchase { price: Money::new(self.price.amount, currency?), on: self.on, of })
    }
}

impl ResaleJson {
    fn check(&self, fields: &mut Fields, today: NaiveDate) -> Option<Resale> {
        use chrono::Datelike;
        let nationality = Country::parse(self.nationality.trim());
        fields.check(nationality.is_some(), "/nationality", "must be an ISO 3166-1 alpha-2 country code");
        if let Some(died) = self.died {
            fields.range("/died", died, 1_000..=today.year());
        }
        let bought = self.bought_of_artist_on;
        fields.check(bought.is_none_or(|day| day <= today), "/bought_of_artist_on", "must not be in the future");
        Some(Resale { nationality: nationality?, died: self.died, bought_of_artist_on: bought })
    }
}

impl From<&WorkBooks> for WorkBooksInput {
    fn from(books: &WorkBooks) -> Self {
        let purchase = books.purchase.as_ref().map(|purchase| PurchaseJson {
            price: purchase.price.into(),
            on: purchase.on,
            of: purchase.of.clone(),
        });
        let resale = books.resale.map(|resale| ResaleJson {
            nationality: resale.nationality.to_string(),
            died: resale.died,
            bought_of_artist_on: resale.bought_of_artist_on,
        });
        Self { purchase, resale }
    }
}

impl WorkBooksJson {
    fn of(app: &App, record: &ArtworkRecord, books: &WorkBooks) -> Self {
        let WorkBooksInput { purchase, resale } = WorkBooksInput::from(books);
        let editions = taxes_today(app, record, books.resale.as_ref());
        Self { purchase, resale, editions: editions.iter().map(EditionTaxJson::from).collect() }
    }
}

impl From<&EditionTax> for EditionTaxJson {
    fn from(told: &EditionTax) -> Self {
        Self {
            edition_id: told.edition_id.0,
            regime: told.tax.map(|tax| tax.regime.as_str()).unwrap_or_default().to_owned(),
            reason: told.tax.map_or(TaxReason::Chosen, |tax| tax.reason).as_str().to_owned(),
            rate: told.tax.map_or(0.0, |tax| f64::from(tax.rate_basis_points) / 100.0),
            copies_max: told.copies_max,
            resale_right: told.right.map(|right| ResaleRightJson {
                outcome: right.as_str().to_owned(),
                amount: MoneyJson::of(right.due_minor(), told.currency),
            }),
        }
    }
}
