//! Moving a whole gallery from an embedded database to a server's: every table and column there is, with the same bytes
//! of meaning, resumed where it was left, and compared row by row at the end.
//!
//! The one thing besides migrations that writes without the journal: nobody serves either side meanwhile. The source is
//! only read, in one transaction, so that what is moved is one state. Knows no table by name but the lanes', from which
//! it tells one state of a gallery from another: every batch of the journal leaves its id there.

mod binary;
mod compare;
mod schema;
mod source;
mod target;
mod value;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::compare::{Compared, Sum};

use self::compare::compare;
use self::schema::Table;
use self::source::Source;
use self::target::Target;
use crate::open::{OpenError, Pool, Store, plain, read_error};
use impasto_domain::ports::ReadError;

/// The most rows that are committed together.
const ROWS_MAX: u64 = 10_000;

/// The most bytes that are committed together, give or take a row: enough that a commit costs little beside them.
const BYTES_MAX: usize = 1 << 20;

/// A move under way: both sides open, the source in one transaction, the target kept from other moves.
#[derive(Debug)]
pub struct Transfer {
    source: Source,
    target: Target,
    store: Store,
    tables: Vec<Arc<Table>>,
    standing: Standing,
    rows_max: u64,
}

/// What the target held when it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing: it begins.
    New,
    /// A part of this very state of the gallery: it goes on.
    Unfinished,
    /// All of it.
    Finished {
        /// The gallery has been opened there since, and has a life of its own: rows are not compared any more.
        opened_since: bool,
    },
}

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The table.
    pub table: &'a str,
    /// Rows done.
    pub rows: u64,
    /// Rows there are.
    pub of: u64,
}

/// Why a gallery is not moved; one line for people.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// The source is not to be read.
    #[error("the database {path} cannot be read: {reason}")]
    Source {
        /// Its file.
        path: PathBuf,
        /// What the engine says.
        reason: String,
    },
    /// The source is of another version of the program.
    #[error("the database {0} does not have this program's schema: run impasto migrate on it first")]
    SourceSchema(PathBuf),
    /// The target is not a server's database.
    #[error("{0} is not a server's database: a gallery is moved to postgres://…")]
    NoServer(String),
    /// The target does not do what it is told.
    #[error("the database {url} failed: {reason}")]
    Target {
        /// Its address, without its password.
        url: String,
        /// What the engine says.
        reason: String,
    },
    /// The target cannot be brought to this program's schema.
    #[error(transparent)]
    Migration(#[from] OpenError),
    /// The target holds something that a move would have to mix with.
    #[error("the database {url} is not empty ({what}): give an empty one")]
    NotEmpty {
        /// Its address, without its password.
        url: String,
        /// What was found.
        what: String,
    },
    /// The target holds a part of something else.
    #[error(
        "the database {0} holds an unfinished move of another gallery, or of this one before it was opened again: give an empty database"
    )]
    OtherMove(String),
    /// Another process moves into the target.
    #[error("the database {0} is being moved into by another process: wait for its end")]
    Busy(String),
    /// The two schemas are not the same.
    #[error("the two databases do not have the same schema: {0}")]
    Schema(String),
    /// A value has no place in the target.
    #[error("{table}.{column} of the row {key} cannot be moved: {reason}")]
    Value {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The row's key.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Transfer {
    /// Opens the embedded database at `source` for reading, and looks at what the server's database `target` holds.
    /// Nothing is written yet.
    ///
    /// # Errors
    /// [`TransferError`]: a source or a target that cannot be used, and a target that holds anything but nothing, or a
    /// move of this very state.
    pub async fn open(source: &Path, target: &Store) -> Result<Self, TransferError> {
        let Pool::Postgres { writer, .. } = &target.inner.pool else {
            return Err(TransferError::NoServer(target.shown_url().to_owned()));
        };
        let source = Source::open(source).await?;
        let mut server = Target::open(writer, target.shown_url()).await?;
        let standing = standing(&source, &mut server).await?;
        let store = target.clone();
        Ok(Self { source, target: server, store, tables: Vec::new(), standing, rows_max: ROWS_MAX })
    }

    /// What the target held when it was looked at.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// Copies what is not there yet. `told` hears of each commit. What was committed stays, however this ends: given
    /// again it goes on from there.
    ///
    /// # Errors
    /// [`TransferError`].
    pub async fn copy(&mut self, told: &mut dyn FnMut(Progress<'_>)) -> Result<(), TransferError> {
        match self.standing {
            // Marked before there is anything to open: whoever serves it now is told.
            Standing::New => {
                self.target.begin(&self.source.state().await?, &self.source.table_names().await?).await?;
            }
            Standing::Unfinished => {}
            Standing::Finished { .. } => return self.read_schema().await,
        }
        self.store.migrate().await?;
        self.read_schema().await?;
        for table in self.tables.clone() {
            self.copy_table(&table, told).await?;
        }
        self.target.analyze(&self.tables).await
    }

    async fn copy_table(
        &mut self,
        table: &Arc<Table>,
        told: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), TransferError> {
        let of = self.source.count(&table.name).await?;
        let mut rows = self.target.copied(&table.name).await?;
        let mut chunks = self.source.rows(table, rows, self.rows_max, BYTES_MAX);
        while let Some(chunk) = chunks.recv().await {
            let chunk = chunk?;
            self.target.copy(table, &chunk).await?;
            rows += chunk.rows;
            told(Progress { table: &table.name, rows, of });
        }
        Ok(())
    }

    /// Reads every row of both sides in the order of its key and compares them. `told` hears of every ten thousand rows.
    ///
    /// # Errors
    /// [`TransferError`] when a side cannot be read; a difference is no error.
    pub async fn compare(&mut self, told: &mut dyn FnMut(Progress<'_>)) -> Result<Vec<Compared>, TransferError> {
        let mut compared = Vec::with_capacity(self.tables.len());
        let mut by_name = self.tables.clone();
        by_name.sort_by(|a, b| a.name.cmp(&b.name));
        for table in &by_name {
            let of = self.source.count(&table.name).await?;
            let here = self.source.rows(table, 0, ROWS_MAX, BYTES_MAX);
            let mut tell = |rows| told(Progress { table: &table.name, rows, of });
            compared.push(compare(table, here, &mut self.target, &mut tell).await?);
        }
        Ok(compared)
    }

    /// Takes the mark of an unfinished move away: the database may be served from now on.
    ///
    /// # Errors
    /// [`TransferError::Target`].
    pub async fn finish(&mut self) -> Result<(), TransferError> {
        self.target.finish().await
    }

    /// Ends the connections in good order.
    ///
    /// # Errors
    /// [`TransferError::Target`]; nothing depends on it any more.
    pub async fn close(self) -> Result<(), TransferError> {
        self.target.close().await
    }

    /// What both sides have, in an order in which rows can be written: after those they refer to.
    async fn read_schema(&mut self) -> Result<(), TransferError> {
        let tables = schema::join(self.source.shapes().await?, &self.target.columns().await?)?;
        self.tables = schema::in_order(tables)?.into_iter().map(Arc::new).collect();
        Ok(())
    }
}

/// What the target is to a move of this source.
async fn standing(source: &Source, target: &mut Target) -> Result<Standing, TransferError> {
    let state = source.state().await?;
    match target.unfinished().await? {
        Some(its) if its == state => return Ok(Standing::Unfinished),
        Some(_) => return Err(target.other_move()),
        None => {}
    }
    let ours = source.table_names().await?;
    if let Some(foreign) = target.table_besides(&ours).await? {
        return Err(target.not_empty(format!("it has a table {foreign}")));
    }
    let Some(filled) = target.filled(&ours).await? else { return Ok(Standing::New) };
    let lanes = source.lanes().await?;
    let there = target.lanes().await?;
    if !lanes.is_empty() && lanes.is_subset(&there) {
        return Ok(Standing::Finished { opened_since: there.len() > lanes.len() });
    }
    Err(target.not_empty(format!("{filled} has rows")))
}

impl Store {
    /// Whether a gallery is being moved into this database, and not all of it has arrived.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn is_unfinished_move(&self) -> Result<bool, ReadError> {
        let Pool::Postgres { readers, .. } = &self.inner.pool else { return Ok(false) };
        target::is_marked(readers).await.map_err(read_error)
    }
}

/// What a server said, in one line.
fn said(url: &str, error: &sqlx::Error) -> TransferError {
    TransferError::Target { url: url.to_owned(), reason: plain(error) }
}

#[cfg(test)]
mod tests;
