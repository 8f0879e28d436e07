//! Checkout: a quote, and the purchase itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, post};
use chrono::{DateTime, Utc};
use impasto_actors::CheckoutRequest;
use impasto_domain::cart::{CartLine, CartState};
use impasto_domain::ids::SellerId;
use impasto_domain::money::{Currency, Money};
use impasto_domain::quote::{Quote, QuoteLine, QuoteSeal, price};
use impasto_domain::refusal::Refusal;
use impasto_domain::seller::Seller;
use impasto_domain::tax::Destination;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::address::AddressInput;
use super::shapes::{MoneyJson, OrderJson, PaymentJson, QuoteJson};
use crate::app::App;
use crate::catalogue::Entry;
use crate::gateway::fields::Fields;
use crate::gateway::json::{Body, KeyedBody};
use crate::gateway::origin;
use crate::gateway::problem::Problem;
use crate::gateway::shared::Shared;
use crate::identity::Caller;

/// The longest name of a shipping method: an id of forty characters, and `+insured` behind it.
const METHOD_CHARS: usize = 48;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(offer).service(place);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(offer, place))]
pub struct Doc;

/// Where the goods go.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    /// Where.
    pub shipping_address: AddressInput,
    /// The VAT id of a buyer who is a business: printed on the invoices. A business of another member state than the seller's
    /// accounts itself for the tax of what is sent there; the price stays the same.
    #[serde(default)]
    pub vat_id: Option<String>,
}

/// A purchase.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceRequest {
    /// Where the customer gets mail.
    pub email: String,
    /// Where it goes.
    pub shipping_address: AddressInput,
    /// Who is invoiced, if not the same.
    #[serde(default)]
    pub billing_address: Option<AddressInput>,
    /// The shipping method of each seller.
    #[serde(default)]
    pub shipping: Option<BTreeMap<Uuid, String>>,
    /// One shipping method for all sellers.
    #[serde(default)]
    pub shipping_method: Option<String>,
    /// How to pay.
    pub payment: PaymentRequest,
    /// The VAT id of a buyer who is a business: printed on the invoices. A business of another member state than the seller's
    /// accounts itself for the tax of what is sent there; the price stays the same.
    #[serde(default)]
    pub vat_id: Option<String>,
    /// The quote the customer saw: 410 `expired` past its time, 409 `total-changed` when its offer is not the present one.
    #[serde(default)]
    pub quote_id: Option<Uuid>,
    /// Refuse with `total-changed` when the total is another.
    #[serde(default)]
    pub expected_total: Option<MoneyJson>,
    /// Where the browser comes back to from the provider's pages, whether or not it was paid there: an address of this site, or
    /// of an origin that `cors.allowed_origins` names. Without it the order's own page.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub return_url: Option<String>,
}

/// How to pay.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentRequest {
    /// `test`, `stripe`, `paypal`.
    pub provider: String,
    /// The customer's token, as the provider's script made it. Of Stripe none, or `element` to enter a card on a page of this
    /// house rather than on Stripe's.
    #[serde(default)]
    pub token: Option<String>,
}

/// An order with the attempt to pay it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Placed {
    /// The order.
    pub order: OrderJson,
    /// The attempt.
    pub payment: Option<PaymentJson>,
}

/// Prices the cart at an address.
#[utoipa::path(post, path = "/api/v1/checkout/quote", tag = "checkout", request_body = QuoteRequest,
    responses((status = 200, body = QuoteJson), (status = 409, description = "cart-empty, cart-changed")))]
#[post("/checkout/quote")]
async fn offer(app: Data<App>, caller: Caller, body: Body<QuoteRequest>) -> Result<HttpResponse, Problem> {
    let mut fields = Fields::new();
    let address = fields.within("/shipping_address", |fields| body.value.shipping_address.check(fields));
    let vat_id = fields.vat_id("/vat_id", body.value.vat_id.as_deref());
    fields.finish()?;
    let address = address.ok_or_else(|| Problem::field("/shipping_address/country", "is not known"))?;
    let answer = app.engine.cart(caller.owner).get().await?;
    let to = Destination::of(address.country, vat_id.as_deref());
    Ok(HttpResponse::Ok().json(quote_cart(&app, &answer.state, to, answer.now)?))
}

/// Places the order and asks for the money. `tok_ok` answers paid.
#[utoipa::path(post, path = "/api/v1/checkout", tag = "checkout", request_body = PlaceRequest,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 201, body = Placed), (status = 409, description = "cart-empty, cart-changed, total-changed, customer-limit"),
        (status = 410, description = "expired: the quote has run out")))]
#[post("/checkout")]
async fn place(
    app: Data<App>,
    shared: Data<Shared>,
    caller: Caller,
    body: KeyedBody<PlaceRequest>,
) -> Result<HttpResponse, Problem> {
    let request = check(&app, &shared, &body.value, app.locale_of(&caller.identity))?;
    let answer = app.engine.checkout(caller.owner).place(request, body.key.of(caller.owner)).await?;
    Ok(HttpResponse::Created().json(placed(&answer)))
}

/// The shape of an order with the attempt to pay it.
#[must_use]
pub fn placed(answer: &impasto_actors::OrderAnswer) -> Placed {
    Placed { order: OrderJson::from(&*answer.order), payment: answer.payment().map(PaymentJson::from) }
}

/// Checks a purchase field by field.
///
/// # Errors
/// 422 with every field that is not acceptable.
pub fn check(app: &App, shared: &Shared, request: &PlaceRequest, locale: &str) -> Result<CheckoutRequest, Problem> {
    let mut fields = Fields::new();
    let email = fields.email("/email", &request.email);
    let shipping_address = fields.within("/shipping_address", |fields| request.shipping_address.check(fields));
    let billing = request.billing_address.as_ref();
    let billing_address = fields.within("/billing_address", |fields| billing.and_then(|address| address.check(fields)));
    let vat_id = fields.vat_id("/vat_id", request.vat_id.as_deref());
    let shipping = check_shipping(&mut fields, request);
    check_payment(app, &mut fields, "/payment", &request.payment);
    let expected_total = request.expected_total.as_ref().and_then(|total| {
        fields.check(total.amount >= 0, "/expected_total/amount", "must not be negative");
        let currency = Currency::from_code(&total.currency);
        fields.check(currency.is_some(), "/expected_total/currency", "must be an ISO 4217 currency code");
        Some(Money::new(total.amount, currency?))
    });
    let quote = request.quote_id.and_then(QuoteSeal::parse);
    fields.check(quote.is_some() || request.quote_id.is_none(), "/quote_id", "is not a quote of this house");
    let return_url = fields.optional_line("/return_url", request.return_url.as_deref(), 2_000);
    if let Some(address) = &return_url {
        let is_safe = origin::may_return_to(&shared.config, address);
        fields.check(is_safe, "/return_url", "must be an address of this site or of an allowed origin");
    }
    fields.finish()?;
    let shipping_address =
        shipping_address.ok_or_else(|| Problem::field("/shipping_address/country", "is not known"))?;
    Ok(CheckoutRequest {
        email,
        locale: locale.to_owned(),
        shipping_address,
        billing_address,
        vat_id,
        shipping,
        expected_total,
        quote,
        provider: request.payment.provider.clone(),
        token: request.payment.token.clone(),
        return_url,
    })
}

/// Checks how somebody wants to pay: a provider that is configured, and a token that it knows.
pub fn check_payment(app: &App, fields: &mut Fields, pointer: &str, payment: &PaymentRequest) {
    let known = app.providers.contains(&payment.provider.as_str());
    fields.check(known, format_args!("{pointer}/provider"), "is not a payment provider of this house");
    if known && payment.provider == "test" {
        let token = payment.token.as_deref().is_some_and(impasto_integrations::test_payments::TestPayments::knows);
        fields.check(token, format_args!("{pointer}/token"), "is not a test token");
    }
    if known && payment.provider == "stripe" {
        let is_way = match payment.token.as_deref() {
            None => true,
            Some(token) => token == impasto_integrations::stripe::ELEMENT && app.takes_cards_here,
        };
        fields.check(is_way, format_args!("{pointer}/token"), "is not a way to pay by Stripe in this house");
    }
    fields.optional_line(format_args!("{pointer}/token"), payment.token.as_deref(), 500);
}

/// Prices a cart at an address.
///
/// # Errors
/// `cart-empty`, `cart-changed` with the lines that are not held, 422 where a seller does not ship.
pub fn quote_cart(app: &App, cart: &CartState, to: Destination, now: DateTime<Utc>) -> Result<QuoteJson, Problem> {
    let currency = cart.cart.currency().ok_or(Refusal::CartEmpty)?;
    let lines = CartPrices::of(app, cart)?;
    let quote = lines.price(app, to, now, &|_| None)?;
    let expires_at = cart.holds.iter().map(|hold| hold.expires_at).min().unwrap_or(now);
    let seal = QuoteSeal::of(cart.cart.owner, &lines.quote_lines()?, to.country, &quote, expires_at);
    Ok(QuoteJson::of(seal.id(), &quote, currency, expires_at, now))
}

/// What a cart costs when it goes to a country; `choose` names the wanted shipping method of a seller, if any.
///
/// # Errors
/// `cart-empty`, `cart-changed` with the lines that are not held, 422 where a seller does not ship or has no such method.
pub fn price_cart(
    app: &App,
    cart: &CartState,
    to: impl Into<Destination>,
    now: DateTime<Utc>,
    choose: &dyn Fn(SellerId) -> Option<String>,
) -> Result<Quote, Problem> {
    CartPrices::of(app, cart)?.price(app, to.into(), now, choose)
}

/// The lines of a cart whose copies are all held, each with its work and its seller.
struct CartPrices<'c>(Vec<(&'c CartLine, Arc<Entry>, Arc<Seller>)>);

impl<'c> CartPrices<'c> {
    fn of(app: &App, cart: &'c CartState) -> Result<Self, Problem> {
        if cart.cart.lines.is_empty() {
            return Err(Refusal::CartEmpty.into());
        }
        let lapsed =
            cart.cart.lines.iter().filter(|line| line.lost.is_some() || cart.held_quantity(line.id) != line.quantity);
        let lapsed: Vec<_> = lapsed.map(|line| line.id).collect();
        if !lapsed.is_empty() {
            return Err(Refusal::CartChanged { lines: lapsed }.into());
        }
        let sellers = app.sellers();
        let lines = cart.cart.lines.iter().map(|line| {
            let work = app.catalogue.by_edition(line.edition_id).ok_or_else(|| Problem::not_found("edition"))?;
            let seller = sellers.get(&work.record.seller.id).ok_or_else(|| Problem::not_found("seller"))?;
            Ok((line, work, Arc::clone(seller)))
        });
        lines.collect::<Result<_, Problem>>().map(Self)
    }

    fn quote_lines(&self) -> Result<Vec<QuoteLine<'_>>, Problem> {
        self.0
            .iter()
            .map(|(line, work, seller)| {
                let edition = work.record.editions.iter().find(|(edition, _)| edition.id == line.edition_id);
                let (edition, _) = edition.ok_or_else(|| Problem::not_found("edition"))?;
                let unit_price_minor = line.unit_price.amount_minor;
                let (medium, framed) = (Some(work.record.text.medium.as_str()), work.record.text.framed);
                Ok(QuoteLine { edition, seller, medium, framed, quantity: line.quantity, unit_price_minor })
            })
            .collect()
    }

    fn price(
        &self,
        app: &App,
        to: Destination,
        now: DateTime<Utc>,
        choose: &dyn Fn(SellerId) -> Option<String>,
    ) -> Result<Quote, Problem> {
        price(&self.quote_lines()?, to, now.date_naive(), &app.rules(), choose)
            .map_err(|error| Problem::field(error.pointer(), error.to_string()))
    }
}

fn check_shipping(fields: &mut Fields, request: &PlaceRequest) -> Vec<(Option<SellerId>, String)> {
    let chosen = request.shipping.iter().flatten();
    let mut shipping: Vec<(Option<SellerId>, String)> = chosen
        .map(|(seller, method)| {
            (Some(SellerId(*seller)), fields.line(format_args!("/shipping/{seller}"), method, METHOD_CHARS))
        })
        .collect();
    if let Some(method) = &request.shipping_method {
        shipping.push((None, fields.line("/shipping_method", method, METHOD_CHARS)));
    }
    shipping
}
