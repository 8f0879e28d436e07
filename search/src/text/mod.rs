//! The words of works, in a tantivy index in memory: written by one thread, read through snapshots that never change.

mod fields;
mod find;
mod snapshot;
mod vocabulary;
mod writer;

pub(crate) use find::{Found, Scores};
use vocabulary::warm_up;
pub(crate) use writer::{Change, Writer};
