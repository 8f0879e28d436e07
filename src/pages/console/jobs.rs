//! Jobs that were given up, that fail and are tried again, that wait; and the forms that try and forget them.

use actix_web::{Error, HttpResponse};
use impasto_domain::ids::JobId;
use impasto_domain::job::Task;
use impasto_store::reads::{JobRecord, JobState};

use super::super::mistakes;
use super::super::notices;
use super::super::turn::{own_path, see_other_with};
use super::super::typed::Typed;
use super::super::views::console::jobs::{JobRow, JobsPage, Lane};
use super::super::views::moment::Moment;
use super::super::visit::{Visit, page};
use super::{OrderKeeper, Room, frame};
use crate::api::jobs::{drop_job, retry_job, state_of};
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::words::t;

const JOBS_A_PAGE: u32 = 50;
/// Where the room is.
const HERE: &str = "/console/jobs";

/// What providers told, in the same room.
pub(super) const INBOX: &str = "/console/webhook-inbox";

/// The lists of the room.
const LANES: [&str; 3] = ["dead", "failing", "open"];

/// The page.
pub(super) async fn show(visit: Visit, _keeper: OrderKeeper) -> Result<HttpResponse, Error> {
    let typed = Typed::of_query(visit.request());
    let state = typed.given("state");
    let wanted = state_of(state.as_deref())?;
    let here = match wanted {
        JobState::Dead => LANES[0],
        JobState::Failing => LANES[1],
        JobState::Open => LANES[2],
    };
    let listed = visit.app.store.jobs(wanted, typed.given("cursor").as_deref(), JOBS_A_PAGE).await;
    let listed = listed.map_err(Problem::from)?;
    let next = |cursor: String| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!("{HERE}?{}", query.append_pair("state", here).append_pair("cursor", &cursor).finish())
    };
    let view = JobsPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Jobs).await?,
        lanes: lanes(here),
        none: t(&format!("console-jobs-none-{here}")).into(),
        jobs: listed.items.iter().map(|job| row(&visit, job)).collect(),
        next_url: listed.next_cursor.map(next),
    };
    Ok(page(&view)?)
}

/// The lists of the room, one of which is shown.
pub(super) fn lanes(here: &str) -> Vec<Lane> {
    let lane = |key: &str, url: String| Lane {
        key: key.to_owned(),
        url,
        label: t(&format!("console-jobs-lane-{key}")).into(),
        count: String::new(),
        is_here: key == here,
    };
    let jobs = LANES.into_iter().map(|key| lane(key, format!("{HERE}?state={key}")));
    jobs.chain([lane("webhooks", INBOX.to_owned())]).collect()
}

/// Has a job done now.
pub(super) async fn retry(
    visit: Visit,
    keeper: OrderKeeper,
    id: Path<JobId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = own_path(typed.get("back"), HERE).to_owned();
    match retry_job(&visit.app, keeper.0.user_id, id.0, None).await {
        Ok(()) => Ok(see_other_with(&back, "job-retried")),
        Err(problem) => notices::back(&back, problem, |_| None),
    }
}

/// Forgets a job that was given up.
pub(super) async fn forget(
    visit: Visit,
    keeper: OrderKeeper,
    id: Path<JobId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    match drop_job(&visit.app, keeper.0.user_id, id.0, typed.get("reason"), None).await {
        Ok(()) => Ok(see_other_with(HERE, "job-dropped")),
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

/// A job as the console shows it.
pub(super) fn row(visit: &Visit, job: &JobRecord) -> JobRow {
    let now = visit.now();
    let leased = job.leased_until.is_some_and(|until| until > now);
    let state = match (job.is_dead, leased, job.run_at <= now) {
        (true, ..) => "console-jobs-is-dead",
        (_, true, _) => "console-jobs-is-leased",
        (_, _, true) => "console-jobs-is-due",
        _ => "console-jobs-is-waiting",
    };
    JobRow {
        id: job.id.to_string(),
        what: what(&job.kind),
        kind: job.kind.clone(),
        order_url: job.order_id.map(|id| format!("/console/orders/{id}")),
        state: t(state).into(),
        at: Moment::new(if job.is_dead { job.created_at } else { job.run_at }),
        attempts: job.attempts,
        last_error: job.last_error.as_deref().map(mistakes::of_job).unwrap_or_default(),
        can_retry: !leased,
        can_drop: job.is_dead && !Task::KEPT.contains(&job.kind.as_str()),
    }
}

/// What a kind of job does; of one that this program does not know, its name.
fn what(kind: &str) -> String {
    match kind {
        "drive_payment" | "expire_order" | "refund_payment" | "render_document" | "send_mail" | "deliver_webhook"
        | "send_payout" => t(&format!("console-jobs-does-{kind}")).into(),
        other => {
            let words = other.replace('_', " ");
            let mut letters = words.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn a_job_is_told_by_what_it_does_and_an_unknown_one_by_its_name() {
        assert_eq!(what("render_document"), "Make a document");
        assert_eq!(what("weigh_parcel"), "Weigh parcel");
        assert_eq!(within(Language::French, || what("render_document")), "Créer un document");
    }
}
