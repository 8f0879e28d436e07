//! Refusals: the part of the program's closed list of problem types that the live layer hands out.
//! Knows nothing of how a refusal is written to a socket or an HTTP response.

use std::borrow::Cow;

/// A problem type of the public list (`/problems/…`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The request or frame could not be understood.
    Malformed,
    /// Nobody is signed in, or the token is no good any more.
    Unauthenticated,
    /// Not allowed for this principal.
    Forbidden,
    /// Absent, or not yours.
    NotFound,
    /// The path does not know the method.
    MethodNotAllowed,
    /// More than the limit.
    TooLarge,
    /// Too often.
    RateLimited,
    /// Not now: a queue is full, the store is away, or the node is going down.
    Unavailable,
}

impl Problem {
    /// The `type` of the problem, for example `/problems/forbidden`.
    pub fn path(self) -> &'static str {
        match self {
            Problem::Malformed => "/problems/malformed",
            Problem::Unauthenticated => "/problems/unauthenticated",
            Problem::Forbidden => "/problems/forbidden",
            Problem::NotFound => "/problems/not-found",
            Problem::MethodNotAllowed => "/problems/method-not-allowed",
            Problem::TooLarge => "/problems/too-large",
            Problem::RateLimited => "/problems/rate-limited",
            Problem::Unavailable => "/problems/unavailable",
        }
    }

    /// The short text that goes with it.
    pub fn title(self) -> &'static str {
        match self {
            Problem::Malformed => "Malformed request",
            Problem::Unauthenticated => "Not authenticated",
            Problem::Forbidden => "Not allowed",
            Problem::NotFound => "Not found",
            Problem::MethodNotAllowed => "Method not allowed",
            Problem::TooLarge => "Too large",
            Problem::RateLimited => "Too many requests",
            Problem::Unavailable => "Unavailable",
        }
    }

    /// The HTTP status it has where it becomes a response.
    pub fn status(self) -> u16 {
        match self {
            Problem::Malformed => 400,
            Problem::Unauthenticated => 401,
            Problem::Forbidden => 403,
            Problem::NotFound => 404,
            Problem::MethodNotAllowed => 405,
            Problem::TooLarge => 413,
            Problem::RateLimited => 429,
            Problem::Unavailable => 503,
        }
    }
}

/// A refusal with what may be said to a stranger about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", problem.path())]
pub struct Refusal {
    /// Its type.
    pub problem: Problem,
    /// One sentence for the client; empty for none.
    pub detail: Cow<'static, str>,
    /// When to try again, in seconds, where that makes sense.
    pub retry_after_s: Option<u32>,
}

impl Refusal {
    /// A refusal with one sentence for the client.
    pub fn new(problem: Problem, detail: impl Into<Cow<'static, str>>) -> Self {
        Refusal { problem, detail: detail.into(), retry_after_s: None }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Refusal::new(problem, "")
    }
}
