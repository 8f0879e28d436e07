//! Webhooks, as whoever runs the house registers them.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::ids::{WebhookDeliveryId, WebhookEndpointId};
use impasto_domain::webhook::{WebhookEndpoint, WebhookKind};
use impasto_store::reads::WebhookDelivery;

use super::super::turn::{own_path, see_other_with};
use super::super::typed::Typed;
use super::super::views::console::webhooks::{
    DeliveryRow, EndpointForm, EndpointRow, EventBox, WebhookPage, WebhooksPage,
};
use super::super::views::form::Errors;
use super::super::views::moment::Moment;
use super::super::visit::{Visit, page_with};
use super::super::{mistakes, notices};
use super::{Keeper, Room, frame};
use crate::api::webhooks::{
    WebhookInput, WebhookPatch, drop_webhook, known, new_webhook, ping_webhook, put_webhook, replay_delivery,
    rotate_webhook,
};
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

const HERE: &str = "/console/webhooks";
const ENDPOINTS_A_PAGE: u32 = 50;
const DELIVERIES_A_PAGE: u32 = 50;

/// What a page of one endpoint shows beside what is stored.
#[derive(Default)]
struct Beside {
    /// A secret that was just made.
    secret: Option<String>,
    /// A form that was not right.
    form: Option<EndpointForm>,
}

/// The list, with a form for another.
pub(super) async fn show(visit: Visit, _keeper: Keeper) -> Result<HttpResponse, Error> {
    let form = EndpointForm { events: boxes(|_| false), is_enabled: true, ..EndpointForm::default() };
    Ok(list(&visit, form, StatusCode::OK).await?)
}

/// Registers an endpoint. The answer is its page, with the secret that is not shown again.
pub(super) async fn create(visit: Visit, keeper: Keeper, typed: Typed) -> Result<HttpResponse, Error> {
    let form = read(&typed);
    let input = WebhookInput {
        url: form.url.clone(),
        description: form.description.clone(),
        events: ticked(&form),
        enabled: Some(form.is_enabled),
    };
    match new_webhook(&visit.app, &visit.shared, keeper.0.user_id, &input, None).await {
        Ok((made, secret)) => Ok(single(&visit, &made, Beside { secret, form: None }, StatusCode::CREATED).await?),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let form = EndpointForm { errors: mistakes::of(&problem, field), ..form };
            Ok(list(&visit, form, StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

/// One endpoint.
pub(super) async fn one(visit: Visit, _keeper: Keeper, id: Path<WebhookEndpointId>) -> Result<HttpResponse, Error> {
    let endpoint = known(&visit.app, id.0).await?;
    Ok(single(&visit, &endpoint, Beside::default(), StatusCode::OK).await?)
}

/// Changes an endpoint.
pub(super) async fn change(
    visit: Visit,
    keeper: Keeper,
    id: Path<WebhookEndpointId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let endpoint = known(&visit.app, id.0).await?;
    let form = read(&typed);
    let patch = WebhookPatch {
        url: Some(form.url.clone()),
        description: Some(form.description.clone()),
        events: Some(ticked(&form)),
        enabled: Some(form.is_enabled),
    };
    let revision = typed.get("revision").parse().ok();
    let by = keeper.0.user_id;
    match put_webhook(&visit.app, &visit.shared, by, (id.0, revision), patch, None).await {
        Ok(_) => Ok(see_other_with(&address(id.0), "webhook-saved")),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let form = EndpointForm { errors: mistakes::of(&problem, field), ..form };
            let beside = Beside { secret: None, form: Some(form) };
            Ok(single(&visit, &endpoint, beside, StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        Err(problem) => notices::back(&address(id.0), problem, |kind| {
            (kind == ProblemType::PreconditionFailed).then_some("webhook-changed")
        }),
    }
}

/// Gives an endpoint another secret. The answer is its page, with the secret that is not shown again.
pub(super) async fn rotate(visit: Visit, keeper: Keeper, id: Path<WebhookEndpointId>) -> Result<HttpResponse, Error> {
    match rotate_webhook(&visit.app, &visit.shared, keeper.0.user_id, id.0, None).await {
        Ok((endpoint, secret)) => Ok(single(&visit, &endpoint, Beside { secret, form: None }, StatusCode::OK).await?),
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

/// Sends a trial.
pub(super) async fn test(visit: Visit, keeper: Keeper, id: Path<WebhookEndpointId>) -> Result<HttpResponse, Error> {
    match ping_webhook(&visit.app, keeper.0.user_id, id.0, None).await {
        Ok(_) => Ok(see_other_with(&address(id.0), "webhook-pinged")),
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

/// Takes an endpoint away.
pub(super) async fn remove(visit: Visit, keeper: Keeper, id: Path<WebhookEndpointId>) -> Result<HttpResponse, Error> {
    match drop_webhook(&visit.app, keeper.0.user_id, id.0, None).await {
        Ok(()) => Ok(see_other_with(HERE, "webhook-removed")),
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

/// Tells something once more.
pub(super) async fn replay(
    visit: Visit,
    keeper: Keeper,
    id: Path<WebhookDeliveryId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = own_path(typed.get("back"), HERE).to_owned();
    match replay_delivery(&visit.app, keeper.0.user_id, id.0, None).await {
        Ok(_) => Ok(see_other_with(&back, "webhook-replayed")),
        Err(problem) => notices::back(&back, problem, |_| None),
    }
}

async fn list(visit: &Visit, form: EndpointForm, status: StatusCode) -> Result<HttpResponse, Problem> {
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let listed = visit.app.store.webhooks(cursor.as_deref(), ENDPOINTS_A_PAGE).await?;
    let (waiting, dead) = visit.app.store.webhook_counts().await?;
    let row = |endpoint: &WebhookEndpoint| EndpointRow {
        id: endpoint.id.to_string(),
        url: endpoint.draft.url.clone(),
        description: endpoint.draft.description.clone(),
        events: endpoint.draft.kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", "),
        is_enabled: endpoint.draft.enabled,
    };
    let view = WebhooksPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Webhooks).await?,
        waiting: t("console-webhooks-waiting").with("count", waiting).into(),
        dead: t("console-webhooks-dead").with("count", dead).into(),
        endpoints: listed.items.iter().map(row).collect(),
        next_url: listed.next_cursor.map(|cursor| format!("{HERE}?cursor={cursor}")),
        form,
    };
    page_with(status, &view)
}

async fn single(
    visit: &Visit,
    endpoint: &WebhookEndpoint,
    beside: Beside,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let store = &visit.app.store;
    let listed = store.webhook_deliveries(endpoint.id, cursor.as_deref(), DELIVERIES_A_PAGE).await?;
    let stored = || EndpointForm {
        errors: Errors::default(),
        revision: endpoint.revision.to_string(),
        url: endpoint.draft.url.clone(),
        description: endpoint.draft.description.clone(),
        events: boxes(|kind| endpoint.draft.kinds.contains(&kind)),
        is_enabled: endpoint.draft.enabled,
    };
    let here = address(endpoint.id);
    let now = visit.now();
    let view = WebhookPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Webhooks).await?,
        id: endpoint.id.to_string(),
        url: endpoint.draft.url.clone(),
        secret: beside.secret,
        previous_until: endpoint.previous_until.filter(|until| *until > now).map(Moment::new),
        form: beside.form.unwrap_or_else(stored),
        deliveries: listed.items.iter().map(delivery_row).collect(),
        next_url: listed.next_cursor.map(|cursor| format!("{here}?cursor={cursor}")),
    };
    page_with(status, &view)
}

/// A delivery as the console shows it.
fn delivery_row(delivery: &WebhookDelivery) -> DeliveryRow {
    let answered = || delivery.last_status.map(|status| status.to_string());
    DeliveryRow {
        id: delivery.id.to_string(),
        kind: delivery.kind.clone(),
        state: t(&format!("console-webhooks-is-{}", delivery.state)).into(),
        at: Moment::new(delivery.created_at),
        next: delivery.next_attempt_at.map(Moment::new),
        attempts: delivery.attempts,
        answer: match delivery.last_error.as_deref() {
            Some(error) => mistakes::of_job(error),
            None => answered().unwrap_or_default(),
        },
    }
}

fn boxes(is_ticked: impl Fn(WebhookKind) -> bool) -> Vec<EventBox> {
    let one = |kind: &WebhookKind| EventBox {
        name: kind.as_str().to_owned(),
        label: label(kind.as_str()),
        is_ticked: is_ticked(*kind),
    };
    WebhookKind::ALL.iter().map(one).collect()
}

/// What an event is called.
fn label(name: &str) -> String {
    t(&format!("console-webhooks-event-{}", name.replace('.', "-"))).into()
}

/// What a form says.
fn read(typed: &Typed) -> EndpointForm {
    let ticked: Vec<&str> = typed.beginning_with("event.").map(|(name, _)| name).collect();
    EndpointForm {
        errors: Errors::default(),
        revision: typed.get("revision").to_owned(),
        url: typed.get("url").to_owned(),
        description: typed.get("description").to_owned(),
        events: boxes(|kind| ticked.contains(&kind.as_str())),
        is_enabled: typed.is_ticked("enabled"),
    }
}

fn ticked(form: &EndpointForm) -> Vec<String> {
    form.events.iter().filter(|event| event.is_ticked).map(|event| event.name.clone()).collect()
}

fn address(id: WebhookEndpointId) -> String {
    format!("{HERE}/{id}")
}

fn field(pointer: &str) -> Option<mistakes::Field> {
    let (field, id) = match pointer.trim_start_matches('/').split('/').next()? {
        "url" => ("url", "console-webhooks-field-url"),
        "description" => ("description", "console-webhooks-field-description"),
        "events" => ("events", "console-webhooks-field-events"),
        _ => return None,
    };
    Some((field.to_owned(), t(id).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn every_event_and_every_state_has_words_in_every_language() {
        for language in Language::ALL {
            within(language, || {
                for event in boxes(|_| false) {
                    assert!(!event.label.contains("console-"), "{} in {language:?}", event.name);
                }
                for state in ["waiting", "delivered", "dead"] {
                    let words: String = t(&format!("console-webhooks-is-{state}")).into();
                    assert!(!words.contains("console-"), "{state} in {language:?}");
                }
            });
        }
    }
}
