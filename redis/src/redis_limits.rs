//! Limits over all nodes: what a client address holds, and how often its sign-ins failed.
//!
//! Counting and setting aside are one step in Redis (`holds.lua`, `sign_ins.lua`), in the server's time. What became of
//! it is told without waiting. With Redis gone each node counts for itself; nothing here outlives its deadline, so a
//! lost word is made good by time.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use impasto_domain::owner::Owner;
use impasto_domain::ports::PortFuture;
use impasto_domain::ports::limits::{
    Claim, HoldNews, LimitsError, SharedHolds, SharedSignIns, SignInAttempt, SignInEnd, Verdict,
};
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Pipeline, Script};
use tokio::sync::mpsc;

/// Somebody waits for the answer: a customer for a hold, or to be let in.
const ANSWER_MAX: Duration = Duration::from_millis(250);

/// For how long nobody is made to wait again for a Redis that did not answer.
const REST: Duration = Duration::from_secs(1);

/// Words that may wait; past it they are dropped.
const NOTES_MAX: usize = 8_192;

/// Words sent together.
const NOTES_AT_ONCE: usize = 128;

/// The limits of one house, for all its nodes.
pub struct RedisLimits {
    connection: ConnectionManager,
    scripts: Scripts,
    /// What every key begins with; of one slot in a cluster, for they change together.
    name: String,
    notes: mpsc::Sender<Note>,
    rests_until: Mutex<Option<Instant>>,
}

#[derive(Clone)]
struct Scripts {
    holds: Script,
    sign_ins: Script,
}

/// A call of one of the scripts.
struct Note {
    is_of_holds: bool,
    keys: Vec<String>,
    args: Vec<String>,
}

impl std::fmt::Debug for RedisLimits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedisLimits").field("name", &self.name).finish_non_exhaustive()
    }
}

impl RedisLimits {
    /// Limits of the house of that name. Connects when it is asked for the first time, and again whenever the
    /// connection is lost. To be called inside a tokio runtime.
    ///
    /// # Errors
    /// The client's error when the address is not one of Redis.
    pub fn start(url: &str, house: &str) -> Result<Self, redis::RedisError> {
        let client = redis::Client::open(url)?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_connection_timeout(Some(ANSWER_MAX))
            .set_response_timeout(Some(ANSWER_MAX));
        let connection = ConnectionManager::new_lazy_with_config(client, config)?;
        let scripts = Scripts {
            holds: Script::new(include_str!("holds.lua")),
            sign_ins: Script::new(include_str!("sign_ins.lua")),
        };
        let (notes, queue) = mpsc::channel(NOTES_MAX);
        tokio::spawn(send(connection.clone(), scripts.clone(), queue));
        Ok(Self { connection, scripts, name: format!("{{{house}:limits}}"), notes, rests_until: Mutex::default() })
    }

    async fn ask(&self, call: Note) -> Result<Verdict, LimitsError> {
        if self.rests() {
            return Err(LimitsError("Redis did not answer a moment ago".to_owned()));
        }
        let mut connection = self.connection.clone();
        let script = if call.is_of_holds { &self.scripts.holds } else { &self.scripts.sign_ins };
        let mut invocation = script.prepare_invoke();
        invocation.key(&call.keys).arg(&call.args);
        let answer: Result<i64, redis::RedisError> = invocation.invoke_async(&mut connection).await;
        match answer {
            Ok(wait_ms) => Ok(u64::try_from(wait_ms)
                .map_or(Verdict::Within, |wait_ms| Verdict::Reached(Duration::from_millis(wait_ms)))),
            Err(error) => {
                self.rest();
                Err(LimitsError(error.to_string()))
            }
        }
    }

    fn tell(&self, note: Note) {
        // A full queue means that Redis is away or far behind: what is lost ends with its deadline.
        let _ = self.notes.try_send(note);
    }

    fn rests(&self) -> bool {
        self.rests_until.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|until| Instant::now() < until)
    }

    fn rest(&self) {
        let mut rests_until = self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        *rests_until = Some(Instant::now() + REST);
    }

    fn of_holds(&self, asked: &str, owner: Owner, more: impl IntoIterator<Item = String>) -> Note {
        let args = [asked.to_owned(), owner.id().to_string()].into_iter().chain(more).collect();
        Note { is_of_holds: true, keys: vec![self.name.clone()], args }
    }

    fn of_sign_ins(&self, said: &str, attempt: &SignInAttempt) -> Note {
        let most = |limit: Option<u32>| limit.map_or_else(|| "-1".to_owned(), |limit| limit.to_string());
        Note {
            is_of_holds: false,
            keys: vec![
                format!("{}:pair:{:016x}", self.name, attempt.pair),
                format!("{}:address:{:016x}", self.name, attempt.address),
            ],
            args: vec![
                said.to_owned(),
                attempt.id.to_string(),
                millis(attempt.window),
                most(attempt.pair_max),
                most(attempt.address_max),
            ],
        }
    }
}

impl SharedHolds for RedisLimits {
    fn reserve(&self, claim: Claim) -> PortFuture<'_, Result<Verdict, LimitsError>> {
        let more = [
            format!("{:016x}", claim.client),
            claim.edition_id.to_string(),
            claim.copies.to_string(),
            claim.works_max.to_string(),
            claim.copies_max.map_or_else(|| "-1".to_owned(), |most| most.to_string()),
            millis(claim.for_at_most),
        ];
        let call = self.of_holds("reserve", claim.owner, more);
        Box::pin(self.ask(call))
    }

    fn note(&self, news: HoldNews) {
        self.tell(match news {
            HoldNews::GivenBack { owner, edition_id, copies } => {
                self.of_holds("give_back", owner, [edition_id.to_string(), copies.to_string()])
            }
            HoldNews::InCart { owner, held } => {
                let held = held.into_iter();
                self.of_holds(
                    "in_cart",
                    owner,
                    held.flat_map(|(edition_id, copies, left)| {
                        [edition_id.to_string(), copies.to_string(), millis(left)]
                    }),
                )
            }
            HoldNews::Ordered { owner, order_id, holds_for } => {
                self.of_holds("ordered", owner, [order_id.to_string(), millis(holds_for)])
            }
            HoldNews::OrderOver { owner, order_id } => self.of_holds("order_over", owner, [order_id.to_string()]),
            HoldNews::Merged { visitor, user } => self.of_holds("merge", visitor, [user.id().to_string()]),
        });
    }
}

impl SharedSignIns for RedisLimits {
    fn begin<'a>(&'a self, attempt: &'a SignInAttempt) -> PortFuture<'a, Result<Verdict, LimitsError>> {
        Box::pin(self.ask(self.of_sign_ins("begin", attempt)))
    }

    fn note(&self, attempt: &SignInAttempt, ended: SignInEnd) {
        let said = match ended {
            SignInEnd::Succeeded => "succeeded",
            SignInEnd::Failed => "failed",
            SignInEnd::Unknown => "unknown",
        };
        self.tell(self.of_sign_ins(said, attempt));
    }
}

/// Sends what is to be told, as it comes, many words at once when many wait.
async fn send(mut connection: ConnectionManager, scripts: Scripts, mut queue: mpsc::Receiver<Note>) {
    let mut notes = Vec::new();
    while queue.recv_many(&mut notes, NOTES_AT_ONCE).await > 0 {
        let mut pipeline = redis::pipe();
        for note in notes.drain(..) {
            let script = if note.is_of_holds { &scripts.holds } else { &scripts.sign_ins };
            let mut invocation = script.prepare_invoke();
            invocation.key(note.keys).arg(note.args);
            pipeline.invoke_script(&invocation).ignore();
        }
        if let Err(error) = tell(&mut connection, &scripts, &pipeline).await {
            tracing::debug!(%error, "what became of holds and sign-ins could not be told to the other nodes");
        }
    }
}

async fn tell(
    connection: &mut ConnectionManager,
    scripts: &Scripts,
    pipeline: &Pipeline,
) -> Result<(), redis::RedisError> {
    match pipeline.query_async(connection).await {
        // A Redis that was restarted knows no scripts: each of these may be said twice.
        Err(error) if error.kind() == redis::ErrorKind::Server(redis::ServerErrorKind::NoScript) => {
            scripts.holds.load_async(connection).await?;
            scripts.sign_ins.load_async(connection).await?;
            pipeline.query_async(connection).await
        }
        outcome => outcome,
    }
}

fn millis(span: Duration) -> String {
    span.as_millis().to_string()
}
