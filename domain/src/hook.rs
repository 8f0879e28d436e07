//! What providers told by themselves, as it is kept: one row a notice, however often it is sent.

use serde::{Deserialize, Serialize};

use crate::ids::HookId;

/// What became of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HookOutcome {
    /// It has had its effect, or needed none any more.
    Done,
    /// Its kind is not known here.
    Unknown,
    /// It is about a payment that is not known here, or about another sum than was asked for.
    Unmatched,
}

impl HookOutcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Done, Self::Unknown, Self::Unmatched];

    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Unknown => "unknown",
            Self::Unmatched => "unmatched",
        }
    }

    /// The outcome of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == name)
    }
}

/// A notice about to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptHook {
    /// The row, if there is none of this provider and event yet.
    pub id: HookId,
    /// `stripe`, `paypal`.
    pub provider: String,
    /// The provider's name for it.
    pub event_id: String,
    /// What kind of notice, in the provider's words.
    pub kind: String,
    /// What became of it.
    pub outcome: HookOutcome,
    /// The notice itself, while it may be delivered again: what has had its effect is not kept, as it names people.
    pub body: Option<String>,
}
