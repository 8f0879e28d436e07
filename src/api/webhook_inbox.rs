//! What providers tell by themselves: `POST /webhooks/{provider}`, believed after its signature was checked, kept in the inbox,
//! and answered with 200 only then. And the inbox as staff see it.

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, Utc};
use impasto_actors::{DisputeWord, ProviderEvent};
use impasto_domain::audit::AuditAction;
use impasto_domain::command::{Command, InboxKey};
use impasto_domain::edit::Edit;
use impasto_domain::hook::{HookOutcome, KeptHook};
use impasto_domain::ids::{HookId, OrderId, PaymentId, PayoutId, UserId};
use impasto_domain::money::Money;
use impasto_domain::payment::{Payment, PaymentStatus};
use impasto_domain::payout::Payout;
use impasto_domain::payout_account::PayoutWay;
use impasto_domain::ports::hooks::{Hook, HookReader, HookRefusal, HookWord};
use impasto_domain::refusal::Refusal;
use impasto_store::reads::HookRecord;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::PageJson;
use crate::app::App;
use crate::gateway::params::{Paging, Path, Query};
use crate::gateway::problem::Problem;
use crate::gateway::raw::Raw;
use crate::identity::{Allowed, permission};

/// How long a provider waits before it sends again what could not be checked.
const RETRY_AFTER_S: u32 = 10;

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.service(receive).service(list).service(redeliver);
}

/// The address that providers are given, beside the one below the API's.
pub fn short_route(service: &mut ServiceConfig) {
    service.service(receive);
}

/// The part of the API's description that this module is.
#[derive(utoipa::OpenApi)]
#[openapi(paths(receive, list, redeliver))]
pub struct Doc;

/// What a provider told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProviderNoticeJson {
    /// The row.
    pub id: Uuid,
    /// `stripe`, `paypal`.
    pub provider: String,
    /// The provider's name for it.
    pub event_id: String,
    /// What kind of notice, in the provider's words.
    pub kind: String,
    /// `done`; `unknown` for a kind that is not known here; `unmatched` for a payment or a sum that is not.
    #[schema(value_type = String)]
    pub outcome: &'static str,
    /// How often it was delivered.
    pub deliveries: i64,
    /// When it first came.
    pub received_at: DateTime<Utc>,
    /// When it last came.
    pub last_at: DateTime<Utc>,
}

/// A notice of a payment provider. Each has its effect once, in whatever order and however often it comes; also at
/// `/webhooks/{provider}`.
#[utoipa::path(post, path = "/api/v1/webhooks/{provider}", tag = "checkout", params(("provider" = String, Path)),
    responses((status = 200, description = "it is kept"), (status = 400), (status = 403, description = "the signature does not hold"),
        (status = 404, description = "no provider of this house that sends any"), (status = 503)))]
#[post("/webhooks/{provider}")]
async fn receive(
    app: Data<App>,
    request: HttpRequest,
    provider: Path<String>,
    body: Raw,
) -> Result<HttpResponse, Problem> {
    let reader = reader(&app, &provider.0).ok_or_else(|| Problem::not_found("provider"))?;
    let header = |(name, value): (&actix_web::http::header::HeaderName, &actix_web::http::header::HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    let headers: Vec<(String, String)> = request.headers().iter().filter_map(header).collect();
    reader.verify(&headers, &body.0).await.map_err(refused)?;
    let hook = reader.read(&body.0).map_err(refused)?;
    let hook = reader.complete(hook, &body.0).await.map_err(refused)?;
    take(&app, reader.name(), &hook, &body.0).await?;
    Ok(HttpResponse::Ok().finish())
}

/// What providers told, the newest first.
#[utoipa::path(get, path = "/api/v1/admin/webhook-inbox", tag = "admin", params(Paging),
    responses((status = 200, body = PageJson<ProviderNoticeJson>)))]
#[get("/admin/webhook-inbox")]
async fn list(
    app: Data<App>,
    _who: Allowed<permission::OrdersManage>,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let Query(paging) = paging;
    let page = app.store.hooks(paging.cursor.as_deref(), paging.limit.0).await?;
    Ok(HttpResponse::Ok().json(PageJson::of(&page, ProviderNoticeJson::from)))
}

/// Takes a notice once more that has had no effect: its payment, or its kind, may be known by now.
#[utoipa::path(post, path = "/api/v1/admin/webhook-inbox/{id}/redeliver", tag = "admin", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ProviderNoticeJson), (status = 404), (status = 409, description = "conflict: its provider is not configured")))]
#[post("/admin/webhook-inbox/{id}/redeliver")]
async fn redeliver(
    app: Data<App>,
    who: Allowed<permission::OrdersManage>,
    id: Path<HookId>,
) -> Result<HttpResponse, Problem> {
    redeliver_hook(&app, who.user_id, id.0).await?;
    let kept = app.store.hook(id.0).await?.ok_or_else(|| Problem::not_found("webhook"))?;
    Ok(HttpResponse::Ok().json(ProviderNoticeJson::from(&kept)))
}

/// Takes a notice once more. One that has had its effect stays as it is.
///
/// # Errors
/// 404; 409 where its provider is not configured any more; 503.
pub async fn redeliver_hook(app: &App, by: UserId, id: HookId) -> Result<(), Problem> {
    let kept = app.store.hook(id).await?.ok_or_else(|| Problem::not_found("webhook"))?;
    let Some(body) = kept.body.as_deref().filter(|_| kept.outcome != HookOutcome::Done) else { return Ok(()) };
    let reader = reader(app, &kept.provider).ok_or_else(|| Refusal::conflict("its provider is not configured"))?;
    let hook = reader.read(body.as_bytes()).map_err(refused)?;
    let hook = reader.complete(hook, body.as_bytes()).await.map_err(refused)?;
    let outcome = take(app, reader.name(), &hook, body.as_bytes()).await?;
    let told = |outcome: HookOutcome| serde_json::json!({"outcome": outcome.as_str()});
    let edit = Edit::Audit {
        by: Some(by),
        action: AuditAction::WebhookRedeliver,
        subject: id.0,
        before: told(kept.outcome),
        after: told(outcome),
    };
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
    Ok(())
}

fn reader<'a>(app: &'a App, provider: &str) -> Option<&'a dyn HookReader> {
    app.hooks.iter().find(|hook| hook.name() == provider).map(|hook| &**hook)
}

/// Has a notice do what it means, and keeps it. An effect is made in the same transaction as the row that says that the
/// notice had it, so that nothing is lost or done twice when the program falls in between.
async fn take(app: &App, provider: &'static str, hook: &Hook, body: &[u8]) -> Result<HookOutcome, Problem> {
    let kept = KeptHook {
        id: app.mint(),
        provider: provider.to_owned(),
        event_id: hook.event_id.clone(),
        kind: hook.kind.clone(),
        outcome: HookOutcome::Done,
        body: None,
    };
    let effect = effect(app, provider, hook, &kept).await?;
    let outcome = match effect {
        Effect::Kept => HookOutcome::Done,
        Effect::None(outcome) => outcome,
    };
    let is_over = outcome == HookOutcome::Done;
    if let Effect::None(outcome) = effect {
        let body = (!is_over).then(|| String::from_utf8_lossy(body).into_owned());
        let kept = KeptHook { outcome, body, ..kept };
        app.journal.submit(Command::Edit(Box::new(Edit::KeepHook(Box::new(kept)))).into()).await?;
    }
    metrics::counter!("impasto_webhooks_total", "provider" => provider, "outcome" => outcome.as_str()).increment(1);
    if !is_over {
        tracing::warn!(
            provider,
            event_id = hook.event_id,
            kind = hook.kind,
            outcome = outcome.as_str(),
            "a provider's notice had no effect"
        );
    }
    Ok(outcome)
}

/// What a notice did.
enum Effect {
    /// What it means, and the row that says so, in one transaction.
    Kept,
    /// Nothing that was written with it.
    None(HookOutcome),
}

async fn effect(app: &App, provider: &str, hook: &Hook, kept: &KeptHook) -> Result<Effect, Problem> {
    let payment_id = match &hook.word {
        HookWord::Succeeded { payment_id, .. }
        | HookWord::Failed { payment_id, .. }
        | HookWord::Ask { payment_id }
        | HookWord::Disputed { payment_id, .. }
        | HookWord::DisputeClosed { payment_id, .. } => *payment_id,
        HookWord::TransferReturned { payout_id, reference, amount, code } => {
            return returned(app, (*payout_id, *amount), reference, code, kept).await;
        }
        HookWord::Nothing => return Ok(Effect::None(HookOutcome::Unknown)),
    };
    let unmatched = Ok(Effect::None(HookOutcome::Unmatched));
    let Some((order_id, payment)) = attempt(app, provider, payment_id).await? else { return unmatched };
    if let HookWord::Succeeded { amount: Some(amount), .. } = &hook.word
        && *amount != payment.amount
    {
        tracing::error!(payment.id = %payment_id, ?amount, "a provider tells of another sum than was asked for");
        return unmatched;
    }
    let orders = app.engine.orders();
    let event = match hook.word.clone() {
        HookWord::Succeeded { provider_ref, fee, .. } => ProviderEvent::Succeeded { provider_ref, fee },
        HookWord::Failed { code, .. } => ProviderEvent::Failed { code },
        HookWord::Disputed { dispute, .. } => {
            let is_sum = dispute.amount.currency == payment.amount.currency && dispute.amount.amount_minor > 0;
            if !is_sum || !has_come(app, provider, order_id, &payment).await? {
                return unmatched;
            }
            ProviderEvent::Dispute(DisputeWord::Opened(dispute))
        }
        HookWord::DisputeClosed { reference, won, .. } => {
            if !has_come(app, provider, order_id, &payment).await? {
                return unmatched;
            }
            ProviderEvent::Dispute(DisputeWord::Closed { reference, won })
        }
        // What comes of it the provider says, and the payment's own job goes on where it says nothing.
        HookWord::Ask { .. } | HookWord::TransferReturned { .. } | HookWord::Nothing => {
            orders.confirm(None, order_id, payment_id).await?;
            return Ok(Effect::None(HookOutcome::Done));
        }
    };
    let notice = Some(Box::new(kept.clone()));
    let inbox = InboxKey { provider: provider.to_owned(), event_id: hook.event_id.clone(), notice };
    orders.provider_event(payment_id, inbox, event).await?;
    Ok(Effect::Kept)
}

/// Money that was sent to a seller has come back: its payout has failed.
async fn returned(
    app: &App,
    (payout_id, amount): (PayoutId, Money),
    reference: &str,
    code: &str,
    kept: &KeptHook,
) -> Result<Effect, Problem> {
    let is_it = |payout: &Payout| {
        let known = payout.reference.as_deref();
        payout.way == PayoutWay::Transfer && payout.amount == amount && known.is_none_or(|known| known == reference)
    };
    if !app.store.payout(payout_id).await?.is_some_and(|payout| is_it(&payout)) {
        return Ok(Effect::None(HookOutcome::Unmatched));
    }
    tracing::warn!(payout.id = %payout_id, reference, code, "money that was sent to a seller has come back");
    let edit = Edit::ReturnTransfer { payout_id, code: code.to_owned(), notice: Box::new(kept.clone()) };
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
    Ok(Effect::Kept)
}

/// An attempt of a provider, and its order.
async fn attempt(app: &App, provider: &str, id: PaymentId) -> Result<Option<(OrderId, Payment)>, Problem> {
    let Some(order) = app.reads.order_of_payment(id).await? else { return Ok(None) };
    let payment = order.payments.iter().find(|payment| payment.id == id && payment.provider == provider);
    Ok(payment.map(|payment| (order.head.id, payment.clone())))
}

/// Whether the money of an attempt is there, or was. Who disputes it has paid: where that is not known yet, the provider is
/// asked first.
async fn has_come(app: &App, provider: &str, order_id: OrderId, payment: &Payment) -> Result<bool, Problem> {
    let came = |payment: &Payment| matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Refunded);
    if came(payment) {
        return Ok(true);
    }
    app.engine.orders().confirm(None, order_id, payment.id).await?;
    Ok(attempt(app, provider, payment.id).await?.is_some_and(|(_, payment)| came(&payment)))
}

fn refused(refusal: HookRefusal) -> Problem {
    match refusal {
        HookRefusal::BadSignature => Problem::forbidden("The signature does not hold."),
        HookRefusal::Malformed(reason) => Problem::malformed(format!("The notice cannot be understood: {reason}.")),
        HookRefusal::Away(reason) => {
            tracing::warn!(reason, "a provider could not be asked about its notice");
            Problem::unavailable(RETRY_AFTER_S)
        }
    }
}

impl From<&HookRecord> for ProviderNoticeJson {
    fn from(hook: &HookRecord) -> Self {
        Self {
            id: hook.id.0,
            provider: hook.provider.clone(),
            event_id: hook.event_id.clone(),
            kind: hook.kind.clone(),
            outcome: hook.outcome.as_str(),
            deliveries: hook.deliveries,
            received_at: hook.received_at,
            last_at: hook.last_at,
        }
    }
}
