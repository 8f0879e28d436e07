//! Reading from the server while proving: patient with a server that is away, and clear about what it means when it stays away.
//! It does not judge what it reads.

use serde::de::DeserializeOwned;

use super::Asking;
use crate::api::{Page, encode};
use crate::caller::{CallError, Caller};
use crate::failure::Failure;
use crate::http::{Client, Request};
use crate::run::{Gate, SharedTally};

// A list longer than this is not read to its end: 20 million orders.
const MOST_PAGES: usize = 200_000;

/// What a read gave.
pub(crate) enum Found<T> {
    /// It is there.
    Here(T),
    /// 404.
    Absent,
    /// Refused otherwise, or not as the contract says.
    Wrong(String),
}

/// A patient connection.
pub(crate) struct Reader {
    caller: Caller,
}

impl Reader {
    /// A connection of its own.
    pub(crate) fn new(asking: &Asking) -> Self {
        let gate = Gate::open(None, None, asking.settle);
        let client = Client::new(asking.targets.clone(), 0, asking.timeout);
        Self { caller: Caller::patient(client, SharedTally::default(), gate) }
    }

    /// Reads one thing. A server that stays away is a failure of the proof, not a finding.
    pub(crate) async fn get<T: DeserializeOwned>(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<Found<T>, Failure> {
        self.found(path, Request::get(path, headers)).await
    }

    /// Posts JSON, for signing in.
    pub(crate) async fn post<T: DeserializeOwned>(&mut self, path: &str, body: &str) -> Result<Found<T>, Failure> {
        self.found(path, Request::json("POST", path, &[], body.as_bytes())).await
    }

    /// Reads a list page by page; `each` gets every item. `path` has a query already.
    pub(crate) async fn list<T: DeserializeOwned>(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        mut each: impl FnMut(T),
    ) -> Result<Found<()>, Failure> {
        let mut cursor: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let at =
                cursor.as_ref().map_or_else(|| path.to_owned(), |cursor| format!("{path}&cursor={}", encode(cursor)));
            let page: Page<T> = match self.get(&at, headers).await? {
                Found::Here(page) => page,
                Found::Absent => return Ok(Found::Absent),
                Found::Wrong(reason) => return Ok(Found::Wrong(reason)),
            };
            page.items.into_iter().for_each(&mut each);
            match page.next_cursor {
                None => return Ok(Found::Here(())),
                Some(next) if cursor.as_ref() == Some(&next) => {
                    return Ok(Found::Wrong(format!("{path}: the cursor does not move on")));
                }
                Some(next) => cursor = Some(next),
            }
        }
        Ok(Found::Wrong(format!("{path}: more than {MOST_PAGES} pages")))
    }

    async fn found<T: DeserializeOwned>(&mut self, path: &str, request: Request<'_>) -> Result<Found<T>, Failure> {
        match self.caller.call("proof", &request).await {
            Ok(read) => Ok(Found::Here(read)),
            Err(error) if error.is_status(404) => Ok(Found::Absent),
            Err(CallError::Unanswered(reason)) => {
                Err(Failure::Setup(format!("the run could not be proven: GET {path}: {reason}")))
            }
            Err(error) => Ok(Found::Wrong(format!("{path}: {error}"))),
        }
    }
}
