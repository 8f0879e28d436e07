//! Persistence: one SQL text, two engines (SQLite embedded, PostgreSQL); the journal, read queries, jobs,
//! the tail of other nodes' events, and the check of every invariant.
//!
//! Knows nothing of HTTP, sockets or actors: what they need of it are the ports of `impasto-domain` and the typed
//! reads of [`Store`].

mod check;
mod db;
mod dialect;
mod embedded;
mod journal;
mod migrate;
mod open;
mod pipe;
pub mod reads;
mod record;
mod records;
mod said;
mod snapshot;
mod sql;
mod tail;
mod trace;
mod transfer;

pub use check::{Offence, Report, check};
pub use dialect::Engine;
pub use journal::{JournalConfig, JournalStats, LaneJournal, StartError};
pub use migrate::Schema;
pub use open::{OpenError, Store, StoreConfig};
pub use reads::ListError;
pub use tail::Tailer;
pub use transfer::{Compared, Progress, Standing, Sum, Transfer, TransferError};

#[cfg(test)]
mod plans;
#[cfg(test)]
mod prepared;
#[cfg(test)]
#[path = "../tests/common/database.rs"]
mod testing;
