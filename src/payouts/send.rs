//! The jobs that have a provider send sellers their money: asked under the payout's id until there is an answer.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;
use chrono::TimeDelta;
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::ids::{JobId, PayoutId};
use impasto_domain::job::{Job, LeaseTerm, Task};
use impasto_domain::payout::{PayoutState, TransferOutcome};
use impasto_domain::ports::JournalError;
use impasto_domain::ports::transfers::{TransferAnswer, TransferOrder, Transfers};
use impasto_domain::reply::Reply;
use metrics::counter;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::app::App;

/// Transfers on their way at once: sellers wait days for their money, and providers count calls.
const AT_ONCE: usize = 4;

/// How often due jobs are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// How long a job belongs to the one who took it.
const LEASE_MS: u32 = 120_000;

/// How long after an answer that nobody got the provider is asked again, at first and at most.
const ASK_AGAIN_S: (i64, i64) = (2, 3_600);

/// Sends what was promised for as long as the program runs.
pub async fn send_on(app: Data<App>, transfers: Arc<dyn Transfers>) {
    let mut under_way: JoinSet<()> = JoinSet::new();
    loop {
        tokio::select! {
            () = app.payouts.rung() => {}
            Some(_) = under_way.join_next() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        let room = AT_ONCE.saturating_sub(under_way.len());
        if room == 0 {
            continue;
        }
        match claim(&app, room).await {
            Ok(jobs) => {
                for job in jobs {
                    under_way.spawn(send(app.clone(), Arc::clone(&transfers), job));
                }
            }
            Err(error) => tracing::warn!(%error, "payouts could not be looked for"),
        }
    }
}

async fn claim(app: &App, room: usize) -> Result<Vec<Job>, JournalError> {
    let lease = LeaseTerm { token: app.mint(), lasts_ms: LEASE_MS };
    let limit = u32::try_from(room).unwrap_or(1);
    let edit = Edit::ClaimJobs { kinds: vec!["send_payout".to_owned()], limit, lease };
    match app.journal.submit(Command::Edit(Box::new(edit)).into()).await? {
        Reply::Jobs(jobs) => Ok(jobs),
        _ => Ok(Vec::new()),
    }
}

/// Sends one. What cannot be read or noted comes back when the job's lease has ended.
async fn send(app: Data<App>, transfers: Arc<dyn Transfers>, job: Job) {
    let (Task::SendPayout { payout_id }, Some(lease)) = (job.task, job.lease) else { return };
    if let Err(error) = try_to(&app, &*transfers, (job.id, lease.token), (payout_id, job.attempts)).await {
        tracing::warn!(%error, job.id = %job.id, "a payout could not be sent or noted; it comes back after its lease");
    }
}

/// Why nothing was sent, or nothing noted.
#[derive(Debug, thiserror::Error)]
enum Cut {
    #[error(transparent)]
    Read(#[from] impasto_domain::ports::ReadError),
    #[error(transparent)]
    Journal(#[from] JournalError),
}

async fn try_to(
    app: &App,
    transfers: &dyn Transfers,
    (job_id, token): (JobId, Uuid),
    (payout_id, attempts): (PayoutId, u32),
) -> Result<(), Cut> {
    let payout = app.store.payout(payout_id).await?.filter(|payout| payout.state == PayoutState::Pending);
    let Some(payout) = payout else {
        let edit = Edit::FinishJob { id: job_id, token };
        app.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
        return Ok(());
    };
    let order = TransferOrder {
        payout_id,
        account: payout.account.as_str().to_owned(),
        amount: payout.amount,
        statement: payout.statement(),
    };
    let (word, outcome) = match transfers.send(&order).await {
        TransferAnswer::Sent { reference } => ("sent", TransferOutcome::Sent { reference }),
        TransferAnswer::Refused { code } => ("refused", TransferOutcome::Refused { code }),
        TransferAnswer::Unknown { reason } => {
            let (first, most) = ASK_AGAIN_S;
            let wait = first.saturating_mul(1_i64 << attempts.min(16)).min(most);
            let run_at = app.clock.now() + TimeDelta::seconds(wait);
            ("unknown", TransferOutcome::Unknown { error: reason, run_at })
        }
    };
    if let TransferOutcome::Refused { code } = &outcome {
        tracing::warn!(payout.id = %payout_id, code, "a payout is refused");
    }
    let edit = Edit::CloseTransfer { job_id, token, payout_id, outcome };
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
    counter!("impasto_payout_transfers_total", "provider" => transfers.name(), "outcome" => word).increment(1);
    Ok(())
}
