//! One mail: written, handed over, and its job closed. Knows nothing of queues.

use std::sync::Arc;
use std::time::Duration;

use impasto_domain::edit::Edit;
use impasto_domain::ids::MailId;
use impasto_domain::job::Job;
use impasto_domain::mail::Letter;
use impasto_domain::ports::{MailError, WriteFailure};

use crate::backoff;
use crate::node::{Node, span};
use crate::ports::MailPorts;

/// The shortest and the longest pause between two tries: a server that is away for half a day costs no mail.
const RETRY_BASE: Duration = Duration::from_secs(5);
const RETRY_LONGEST: Duration = Duration::from_secs(3_600);

/// What became of a mail.
pub(super) enum Posted {
    /// It was taken, or there was nothing to say any more.
    Done,
    /// Not now.
    Failed(String),
    /// Never.
    Refused(String),
}

/// Writes a mail and hands it over.
pub(super) async fn post(node: &Node, ports: &MailPorts, mail_id: MailId, letter: &Letter) -> Posted {
    // A mail that is still being handed over when its job's lease ends would be taken up by somebody else.
    let patience = node.config.lease / 3;
    let mail = match tokio::time::timeout(patience, ports.writer.write(mail_id, letter)).await {
        Ok(Ok(Some(mail))) => mail,
        Ok(Ok(None)) => return Posted::Done,
        Ok(Err(WriteFailure::Away(error))) => return Posted::Failed(error.to_string()),
        Ok(Err(error @ WriteFailure::Impossible(_))) => return Posted::Refused(error.to_string()),
        Err(_) => return Posted::Failed("its words did not come in time".to_owned()),
    };
    match tokio::time::timeout(patience, ports.mailer.send(&mail)).await {
        Ok(Ok(())) => Posted::Done,
        Ok(Err(error @ MailError::Failed(_))) => Posted::Failed(error.to_string()),
        Ok(Err(error @ MailError::Refused(_))) => Posted::Refused(error.to_string()),
        Err(_) => Posted::Failed("the mail server did not answer in time".to_owned()),
    }
}

/// Tells the journal what became of a mail. When it cannot be told, the job comes back after its lease, and the mail goes
/// out once more under the same `Message-ID`.
pub(super) async fn close(node: &Arc<Node>, job: &Job, posted: Posted) {
    let Some(lease) = job.lease else { return };
    let edit = match posted {
        Posted::Done => Edit::FinishJob { id: job.id, token: lease.token },
        Posted::Refused(reason) => {
            tracing::error!(%reason, job.id = %job.id, "a mail is given up");
            retry(node, job, lease.token, reason, true)
        }
        Posted::Failed(reason) => {
            let dead = job.attempts >= node.config.mail_attempts_max;
            tracing::warn!(%reason, job.id = %job.id, job.attempts, dead, "a mail could not be sent");
            retry(node, job, lease.token, reason, dead)
        }
    };
    if let Err(error) = node.edit(edit).await {
        tracing::warn!(%error, job.id = %job.id, "a mail's job could not be closed; it comes back after its lease");
    }
}

fn retry(node: &Node, job: &Job, token: uuid::Uuid, reason: String, dead: bool) -> Edit {
    let pause = backoff::delay(RETRY_BASE, RETRY_LONGEST, job.attempts, node.random());
    Edit::RetryJob { id: job.id, token, run_at: node.now() + span(pause), error: Some(reason), dead }
}
