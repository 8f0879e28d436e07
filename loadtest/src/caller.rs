//! One person's way to the API: typed calls with their latencies and answers counted, and patience when the server is away.
//! It does not know what the calls mean.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use crate::api::Problem;
use crate::http::{Client, ClientError, Request};
use crate::run::{Gate, SharedTally};

const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Why a call has no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// The server decided against it: nothing was done.
    #[error("{status} {problem} {detail}")]
    Refused {
        /// 4xx.
        status: u16,
        /// Problem type.
        problem: String,
        /// For people.
        detail: String,
    },
    /// No answer, or 5xx: whether it was done is unknown.
    #[error("unanswered: {0}")]
    Unanswered(String),
    /// An answer of success that is not what the contract says.
    #[error("the answer is not as the contract says: {0}")]
    Shape(String),
}

impl CallError {
    /// This refusal has the problem type `/problems/<name>`.
    pub(crate) fn is_problem(&self, name: &str) -> bool {
        matches!(self, Self::Refused { problem, .. } if problem.rsplit('/').next() == Some(name))
    }

    /// This refusal has that status.
    pub(crate) fn is_status(&self, wanted: u16) -> bool {
        matches!(self, Self::Refused { status, .. } if *status == wanted)
    }
}

/// The way to the API.
pub(crate) struct Caller {
    client: Client,
    tally: SharedTally,
    gate: Arc<Gate>,
    patient: bool,
}

impl Caller {
    /// A caller that asks once.
    pub(crate) fn new(client: Client, tally: SharedTally, gate: Arc<Gate>) -> Self {
        Self { client, tally, gate, patient: false }
    }

    /// A caller that asks again while the server is away, as long as its gate allows, turning to the next node each time.
    /// Only for calls that may be repeated: reads, and writes with an Idempotency-Key.
    pub(crate) fn patient(client: Client, tally: SharedTally, gate: Arc<Gate>) -> Self {
        Self { client, tally, gate, patient: true }
    }

    /// Asks again while the server is away.
    pub(crate) fn is_patient(&self) -> bool {
        self.patient
    }

    /// Where this caller counts.
    pub(crate) fn tally(&self) -> &SharedTally {
        &self.tally
    }

    /// The underlying connection, for loops that count for themselves.
    pub(crate) fn client(&mut self) -> &mut Client {
        &mut self.client
    }

    /// Sends a request and reads its JSON answer; an empty body reads as `null`.
    pub(crate) async fn call<T: DeserializeOwned>(
        &mut self,
        step: &'static str,
        request: &Request<'_>,
    ) -> Result<T, CallError> {
        let (first, mut pause) = (Instant::now(), FIRST_PAUSE);
        loop {
            let (error, retry_after) = match self.once(step, request).await {
                Err((error @ CallError::Unanswered(_), wait)) => (error, wait),
                Err((error, wait)) if error.is_status(429) => (error, wait),
                settled => return settled.map_err(|(error, _)| error),
            };
            if !self.patient {
                return Err(error);
            }
            if !self.gate.patient(first) {
                // Away for longer than anybody waits: nothing new needs to begin.
                self.gate.stop();
                return Err(error);
            }
            let jittered = pause.mul_f64(rand::random_range(0.5..1.5));
            tokio::time::sleep(retry_after.unwrap_or(jittered).min(LONGEST_PAUSE)).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn once<T: DeserializeOwned>(
        &mut self,
        step: &'static str,
        request: &Request<'_>,
    ) -> Result<T, (CallError, Option<Duration>)> {
        let began = Instant::now();
        let failed = match self.client.send(request).await {
            Ok(answer) => {
                let took = began.elapsed();
                self.gate.live.requests.fetch_add(1, Ordering::Relaxed);
                let mut tally = self.tally.borrow_mut();
                if (200..300).contains(&answer.status) {
                    tally.stats.record(step, took);
                    tally.stats.answered(step, answer.status, "");
                    let body = if answer.body.is_empty() { b"null" } else { answer.body };
                    return serde_json::from_slice(body).map_err(|error| {
                        let detail = format!("{} {}: {error}", request.method, request.path);
                        tally.findings.add("answer-not-as-contracted", detail.clone());
                        (CallError::Shape(detail), None)
                    });
                }
                // A 5xx of something in between may have any body; then only the status is known.
                let problem: Problem = serde_json::from_slice(answer.body).unwrap_or_default();
                tally.stats.record("refusal", took);
                tally.stats.answered(step, answer.status, &problem.kind);
                let wait = answer.retry_after_s.map(Duration::from_secs);
                if answer.status < 500 {
                    let Problem { kind, detail } = problem;
                    return Err((CallError::Refused { status: answer.status, problem: kind, detail }, wait));
                }
                self.gate.live.errors.fetch_add(1, Ordering::Relaxed);
                (CallError::Unanswered(format!("{} {} {}", answer.status, problem.kind, problem.detail)), wait)
            }
            Err(error) => {
                self.count_failure(step, &error);
                (CallError::Unanswered(error.to_string()), None)
            }
        };
        self.client.turn_to_next_node();
        Err(failed)
    }

    fn count_failure(&self, step: &'static str, error: &ClientError) {
        self.gate.live.errors.fetch_add(1, Ordering::Relaxed);
        self.tally.borrow_mut().stats.answered(step, 0, error.kind());
    }
}
