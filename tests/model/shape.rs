//! How large a world is, and how much may go wrong in it. Everything that could repeat for ever has a budget, so that
//! every path ends.

use crate::flaw::Flaw;

/// A world to be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Shape {
    pub(crate) buyers: u8,
    pub(crate) copies: u8,
    /// Whether a buyer may start a second attempt to pay after a failed one.
    pub(crate) pays_again: bool,
    /// Whether a buyer may call its order off.
    pub(crate) cancels: bool,
    /// How often the provider tells its word by itself.
    pub(crate) tellings: u8,
    pub(crate) budget: Budget,
    pub(crate) flaw: Option<Flaw>,
}

/// What may still go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Budget {
    /// Answers that are lost: a commit's, or the provider's.
    pub(crate) losses: u8,
    /// Falls of a node.
    pub(crate) crashes: u8,
    /// Workers that sleep past the end of their lease.
    pub(crate) sleeps: u8,
    /// Charges of what the provider had declined or cancelled.
    pub(crate) changes_of_mind: u8,
}
