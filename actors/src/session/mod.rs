//! Sessions: one actor a user or visitor, which knows the cart as last seen and its deadlines, and keeps the owner's
//! requests in order. It decides nothing; the journal does.
//!
//! Requests are answered with an `AtomicResponse`: no other message of the same owner gets in while one is under way,
//! so the cart in memory is that of the last answer. Owners do not block each other, since each has an actor.

mod actor;
mod deed;
mod known;
mod pay;

pub(crate) use actor::{CartCall, PayCall, SessionActor};
pub(crate) use deed::Deed;
pub(crate) use pay::PayDeed;
