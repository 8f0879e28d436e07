//! What payment providers told, and the form that takes it once more.

use actix_web::{Error, HttpResponse};
use impasto_domain::hook::HookOutcome;
use impasto_domain::ids::HookId;
use impasto_store::reads::HookRecord;

use super::super::notices;
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::webhook_inbox::{NoticeRow, WebhookInboxPage};
use super::super::views::moment::Moment;
use super::super::visit::{Visit, page};
use super::{OrderKeeper, Room, frame, jobs};
use crate::api::webhook_inbox::redeliver_hook;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

const HOOKS_A_PAGE: u32 = 50;

/// The page.
pub(super) async fn show(visit: Visit, _keeper: OrderKeeper) -> Result<HttpResponse, Error> {
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let listed = visit.app.store.hooks(cursor.as_deref(), HOOKS_A_PAGE).await.map_err(Problem::from)?;
    let next = |cursor: String| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!("{}?{}", jobs::INBOX, query.append_pair("cursor", &cursor).finish())
    };
    let view = WebhookInboxPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Jobs).await?,
        lanes: jobs::lanes("webhooks"),
        hooks: listed.items.iter().map(row).collect(),
        next_url: listed.next_cursor.map(next),
    };
    Ok(page(&view)?)
}

/// Takes a notice once more.
pub(super) async fn redeliver(visit: Visit, keeper: OrderKeeper, id: Path<HookId>) -> Result<HttpResponse, Error> {
    match redeliver_hook(&visit.app, keeper.0.user_id, id.0).await {
        Ok(()) => Ok(see_other_with(jobs::INBOX, "redelivered")),
        Err(problem) => {
            notices::back(jobs::INBOX, problem, |kind| (kind == ProblemType::Conflict).then_some("refused"))
        }
    }
}

fn row(hook: &HookRecord) -> NoticeRow {
    NoticeRow {
        id: hook.id.to_string(),
        kind: hook.kind.clone(),
        provider: provider(&hook.provider),
        event_id: hook.event_id.clone(),
        outcome: outcome(hook.outcome),
        at: Moment::new(hook.received_at),
        deliveries: hook.deliveries,
        can_redeliver: hook.body.is_some(),
    }
}

fn provider(name: &str) -> String {
    match name {
        "paypal" => "PayPal".to_owned(),
        "stripe" => "Stripe".to_owned(),
        other => other.to_owned(),
    }
}

fn outcome(outcome: HookOutcome) -> String {
    t(&format!("console-inbox-{}", outcome.as_str())).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn every_outcome_has_words_in_every_language() {
        for language in Language::ALL {
            for known in HookOutcome::ALL {
                let words = within(language, || outcome(known));
                assert!(!words.starts_with("console-"), "{language:?} {known:?}");
            }
        }
        assert_eq!((provider("paypal").as_str(), provider("acme").as_str()), ("PayPal", "acme"));
    }
}
