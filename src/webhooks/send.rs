//! From promises to messages: jobs are taken, put into words, signed, posted, and what became of them is noted.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;
use chrono::{DateTime, Utc};
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::ids::{JobId, WebhookDeliveryId};
use impasto_domain::job::{Job, LeaseTerm, Task};
use impasto_domain::ports::JournalError;
use impasto_domain::ports::webhooks::{WebhookMessage, WebhookSender};
use impasto_domain::reply::Reply;
use impasto_domain::webhook::{DeliveryOutcome, PING, next_try};
use impasto_store::reads::{WebhookDelivery, WebhookTarget};
use metrics::counter;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::Bell;
use super::secret::{signature, unseal};
use super::words::{Speechless, body};
use crate::app::App;
use crate::identity::secrets::HouseSecrets;

/// Messages on their way at once.
const AT_ONCE: usize = 16;

/// How often due jobs are looked for, where there are endpoints.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long a job belongs to the one who took it: three times what a message may take.
const LEASE_MS: u32 = 30_000;

/// What sending needs beside the app.
pub struct Sending {
    /// Posts.
    pub sender: Arc<dyn WebhookSender>,
    /// Opens the secrets of endpoints.
    pub secrets: HouseSecrets,
    /// After how long a message is tried again that failed the first time.
    pub retry_first: Duration,
    /// How long it is tried.
    pub patience: Duration,
}

/// Sends what was promised for as long as the program runs.
pub async fn send_on(app: Data<App>, bell: Arc<Bell>, sending: Arc<Sending>) {
    let mut under_way: JoinSet<()> = JoinSet::new();
    loop {
        tokio::select! {
            () = bell.work() => {}
            // Who is done makes room for another.
            Some(_) = under_way.join_next() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        let room = AT_ONCE.saturating_sub(under_way.len());
        if room == 0 || !bell.has_endpoints() {
            continue;
        }
        match claim(&app, room).await {
            Ok(jobs) => {
                for job in jobs {
                    under_way.spawn(deliver(app.clone(), Arc::clone(&sending), job));
                }
            }
            Err(error) => tracing::warn!(%error, "webhooks could not be looked for"),
        }
    }
}

async fn claim(app: &App, room: usize) -> Result<Vec<Job>, JournalError> {
    let lease = LeaseTerm { token: app.mint(), lasts_ms: LEASE_MS };
    let limit = u32::try_from(room).unwrap_or(1);
    let edit = Edit::ClaimJobs { kinds: vec!["deliver_webhook".to_owned()], limit, lease };
    match app.journal.submit(Command::Edit(Box::new(edit)).into()).await? {
        Reply::Jobs(jobs) => Ok(jobs),
        _ => Ok(Vec::new()),
    }
}

/// Makes one delivery. What cannot be read or noted comes back when the job's lease has ended.
async fn deliver(app: Data<App>, sending: Arc<Sending>, job: Job) {
    let (Task::DeliverWebhook { delivery_id }, Some(lease)) = (job.task, job.lease) else { return };
    if let Err(error) = try_to(&app, &sending, (job.id, lease.token), delivery_id).await {
        tracing::warn!(%error, job.id = %job.id, "a webhook could not be tried or noted; it comes back after its lease");
    }
}

/// Why nothing was tried, or nothing noted.
#[derive(Debug, thiserror::Error)]
enum Cut {
    #[error(transparent)]
    Read(#[from] impasto_domain::ports::ReadError),
    #[error(transparent)]
    Journal(#[from] JournalError),
}

async fn try_to(
    app: &App,
    sending: &Sending,
    (job_id, token): (JobId, Uuid),
    delivery_id: WebhookDeliveryId,
) -> Result<(), Cut> {
    let delivery = app.store.webhook_delivery(delivery_id).await?;
    let target = match &delivery {
        Some(delivery) => app.store.webhook_target(delivery.endpoint_id).await?,
        None => None,
    };
    let (Some(delivery), Some(target)) = (delivery, target) else {
        // It was taken away meanwhile.
        submit(app, Edit::FinishJob { id: job_id, token }).await?;
        return Ok(());
    };
    let (fresh_body, tried) = match &delivery.body {
        Some(body) => (None, attempt(sending, &target, &delivery, body, app.clock.now()).await),
        None => match body(app, &delivery).await {
            Ok(body) => {
                let tried = attempt(sending, &target, &delivery, &body, app.clock.now()).await;
                (Some(body), tried)
            }
            Err(Speechless::Away(error)) => return Err(error.into()),
            Err(error @ Speechless::Never(_)) => (None, Tried::never(error.to_string())),
        },
    };
    let outcome = outcome_of(sending, &delivery, tried, app.clock.now(), rand::random());
    let word = match &outcome {
        DeliveryOutcome::Delivered { .. } => "delivered",
        DeliveryOutcome::Failed { dead: true, .. } => "dead",
        DeliveryOutcome::Failed { .. } => "failed",
    };
    if let DeliveryOutcome::Failed { error, dead: true, .. } = &outcome {
        tracing::warn!(%error, webhook.endpoint = %delivery.endpoint_id, webhook.event = %delivery.event_id, "a webhook is given up");
    }
    submit(app, Edit::CloseDelivery { job_id, token, delivery_id, body: fresh_body, outcome }).await?;
    counter!("impasto_webhook_deliveries_total", "outcome" => word).increment(1);
    Ok(())
}

async fn submit(app: &App, edit: Edit) -> Result<Reply, JournalError> {
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await
}

/// What a try came to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tried {
    /// What the other side answered, if it did.
    status: Option<u16>,
    /// What went wrong, if anything did.
    error: Option<String>,
    /// Whether trying again is of no use.
    is_final: bool,
}

impl Tried {
    fn never(error: String) -> Self {
        Self { status: None, error: Some(error), is_final: true }
    }
}

/// Signs and posts.
async fn attempt(
    sending: &Sending,
    target: &WebhookTarget,
    delivery: &WebhookDelivery,
    body: &str,
    now: DateTime<Utc>,
) -> Tried {
    // A trial is made by hand, perhaps before anything else is to be heard.
    if !target.enabled && delivery.kind != PING {
        return Tried::never("the endpoint is not enabled".to_owned());
    }
    let Ok(secret) = unseal(&sending.secrets, delivery.endpoint_id, &target.secret) else {
        return Tried::never("its secret cannot be opened with this master secret; give it another".to_owned());
    };
    let mut secrets = vec![secret];
    if let Some(previous) = &target.previous_secret
        && target.previous_until.is_some_and(|until| until > now)
        && let Ok(previous) = unseal(&sending.secrets, delivery.endpoint_id, previous)
    {
        secrets.push(previous);
    }
    let message = WebhookMessage {
        url: target.url.clone(),
        headers: vec![
            ("impasto-signature", signature(&secrets, now.timestamp(), body)),
            ("impasto-event", delivery.kind.clone()),
            ("impasto-delivery", delivery.id.to_string()),
        ],
        body: body.to_owned(),
    };
    match sending.sender.post(&message).await {
        Ok(status @ 200..=299) => Tried { status: Some(status), error: None, is_final: false },
        Ok(status) => {
            Tried { status: Some(status), error: Some(format!("the endpoint answered {status}")), is_final: false }
        }
        // A name may lead elsewhere later.
        Err(error) => Tried { status: None, error: Some(error.to_string()), is_final: false },
    }
}

fn outcome_of(
    sending: &Sending,
    delivery: &WebhookDelivery,
    tried: Tried,
    now: DateTime<Utc>,
    random: u64,
) -> DeliveryOutcome {
    let Some(error) = tried.error else {
        return DeliveryOutcome::Delivered { status: tried.status.unwrap_or(200) };
    };
    let times = (sending.retry_first, sending.patience);
    let next = next_try(delivery.promised_at, now, delivery.attempts.saturating_add(1), times, random);
    let next = next.filter(|_| !tried.is_final);
    DeliveryOutcome::Failed { status: tried.status, error, run_at: next.unwrap_or(now), dead: next.is_none() }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use impasto_domain::ids::WebhookEndpointId;
    use impasto_domain::ports::webhooks::WebhookError;
    use impasto_integrations::webhooks::MemoryWebhooks;

    use super::super::secret::seal;
    use super::*;

    const NOW: i64 = 1_700_000_000;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(NOW + seconds, 0).unwrap()
    }

    fn delivery(kind: &str) -> WebhookDelivery {
        WebhookDelivery {
            id: WebhookDeliveryId(Uuid::from_u128(1)),
            endpoint_id: WebhookEndpointId(Uuid::from_u128(2)),
            event_id: "a.1.order.paid".to_owned(),
            kind: kind.to_owned(),
            subject: Uuid::from_u128(3),
            happened_at: at(0),
            body: None,
            state: "waiting".to_owned(),
            attempts: 0,
            promised_at: at(0),
            next_attempt_at: None,
            last_status: None,
            last_error: None,
            delivered_at: None,
            created_at: at(0),
        }
    }

    fn sending(sender: Arc<MemoryWebhooks>) -> Sending {
        Sending {
            sender,
            secrets: HouseSecrets::from_master(b"one"),
            retry_first: Duration::from_secs(10),
            patience: Duration::from_secs(3 * 86_400),
        }
    }

    fn target(sending: &Sending, enabled: bool) -> WebhookTarget {
        let sealed = |secret: &str| seal(&sending.secrets, WebhookEndpointId(Uuid::from_u128(2)), secret);
        WebhookTarget {
            url: "https://hooks.example/in".to_owned(),
            enabled,
            secret: sealed("whsec_now"),
            previous_secret: Some(sealed("whsec_before")),
            previous_until: Some(at(60)),
        }
    }

    #[tokio::test]
    async fn a_message_is_signed_with_both_secrets_until_the_older_one_ends() {
        let twin = Arc::new(MemoryWebhooks::default());
        let sending = sending(Arc::clone(&twin));
        let target = target(&sending, true);
        for now in [at(59), at(60)] {
            let tried = attempt(&sending, &target, &delivery("order.paid"), "{}", now).await;
            assert_eq!(tried, Tried { status: Some(200), error: None, is_final: false });
        }
        let posted = twin.posted();
        let signed = |place: usize| posted[place].headers[0].1.matches(",v1=").count();
        assert_eq!((signed(0), signed(1)), (2, 1));
        assert_eq!(posted[0].headers[1], ("impasto-event", "order.paid".to_owned()));
        assert!(posted[0].headers[0].1.starts_with(&format!("t={},v1=", NOW + 59)));
    }

    #[tokio::test]
    async fn what_fails_is_tried_again_and_what_has_failed_for_days_is_given_up() {
        let answers = vec![Ok(500), Err(WebhookError::Late), Ok(302), Ok(204)];
        let sending = sending(Arc::new(MemoryWebhooks::answering(answers)));
        let target = target(&sending, true);
        let delivery = delivery("order.paid");
        for (status, words) in [(Some(500), "answered 500"), (None, "in time"), (Some(302), "answered 302")] {
            let tried = attempt(&sending, &target, &delivery, "{}", at(0)).await;
            let DeliveryOutcome::Failed { status: told, error, run_at, dead } =
                outcome_of(&sending, &delivery, tried, at(0), 0)
            else {
                panic!("it was not delivered")
            };
            assert_eq!((told, dead, run_at), (status, false, at(0) + TimeDelta::seconds(5)));
            assert!(error.contains(words), "{error}");
        }
        let tried = attempt(&sending, &target, &delivery, "{}", at(0)).await;
        assert_eq!(outcome_of(&sending, &delivery, tried, at(0), 0), DeliveryOutcome::Delivered { status: 204 });
        let late = Tried { status: Some(500), error: Some("the endpoint answered 500".to_owned()), is_final: false };
        let outcome = outcome_of(&sending, &delivery, late, at(3 * 86_400), 0);
        assert!(matches!(outcome, DeliveryOutcome::Failed { dead: true, .. }), "{outcome:?}");
    }

    #[tokio::test]
    async fn an_endpoint_that_is_not_enabled_hears_trials_only() {
        let twin = Arc::new(MemoryWebhooks::default());
        let sending = sending(Arc::clone(&twin));
        let target = target(&sending, false);
        let tried = attempt(&sending, &target, &delivery("order.paid"), "{}", at(0)).await;
        assert!(tried.is_final && twin.posted().is_empty());
        attempt(&sending, &target, &delivery(PING), "{}", at(0)).await;
        assert_eq!(twin.posted().len(), 1);
    }
}
