//! Two databases read side by side, each row as both keep it.

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::Receiver;

use super::TransferError;
use super::binary::{Chunk, Row, Rows};
use super::schema::Table;
use super::source::key_of;
use super::target::Target;
use super::value::{canonical, hex};

/// Between two words about how far it is.
const TELL_EVERY: u64 = 10_000;

/// What a table is on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The table.
    pub table: String,
    /// In the source.
    pub here: Sum,
    /// In the target.
    pub there: Sum,
    /// The first row that is not the same, and how; none when all are.
    pub difference: Option<String>,
}

/// Rows, and the hash of them all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub rows: u64,
    /// SHA-256, hexadecimal, over the rows in the order of their keys: of each the bytes of its values, each after its
    /// length, in PostgreSQL's binary form; jsonb with sorted keys and without spaces.
    pub hash: String,
}

impl Compared {
    /// Whether both sides have the same rows.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.difference.is_none() && self.here == self.there
    }
}

/// Reads a table on both sides to its end.
pub(super) async fn compare(
    table: &Table,
    here: Receiver<Result<Chunk, TransferError>>,
    target: &mut Target,
    told: &mut dyn FnMut(u64),
) -> Result<Compared, TransferError> {
    let mut here = Here { chunks: here, rows: Rows::of(Chunk::default()) };
    let mut there = There { pieces: target.rows(table).await?, rows: Rows::sent() };
    let (mut sum_here, mut sum_there) = (Running::default(), Running::default());
    let mut difference = None;
    loop {
        let (ours, theirs) = (here.next().await?, there.next().await?);
        if ours.is_none() && theirs.is_none() {
            break;
        }
        let (ours, theirs) = (ours.map(|row| in_form(table, row)), theirs.map(|row| in_form(table, row)));
        sum_here.add(ours.as_ref());
        sum_there.add(theirs.as_ref());
        if difference.is_none() && ours != theirs {
            difference = Some(told_of(table, ours.as_ref(), theirs.as_ref()));
        }
        if sum_here.rows.is_multiple_of(TELL_EVERY) {
            told(sum_here.rows);
        }
    }
    Ok(Compared { table: table.name.clone(), here: sum_here.end(), there: sum_there.end(), difference })
}

/// The rows of the source.
struct Here {
    chunks: Receiver<Result<Chunk, TransferError>>,
    rows: Rows,
}

impl Here {
    async fn next(&mut self) -> Result<Option<Row>, TransferError> {
        loop {
            if let Some(row) = self.rows.next_row() {
                return Ok(Some(row));
            }
            match self.chunks.recv().await {
                Some(chunk) => self.rows = Rows::of(chunk?),
                None => return Ok(None),
            }
        }
    }
}

/// The rows of the target.
struct There<'a> {
    pieces: BoxStream<'a, Result<Vec<u8>, TransferError>>,
    rows: Rows,
}

impl There<'_> {
    async fn next(&mut self) -> Result<Option<Row>, TransferError> {
        loop {
            if let Some(row) = self.rows.next_row() {
                return Ok(Some(row));
            }
            match self.pieces.next().await {
                Some(piece) => self.rows.push(&piece?),
                None => return Ok(None),
            }
        }
    }
}

/// A row in the form in which both sides are compared.
fn in_form(table: &Table, row: Row) -> Row {
    let columns = table.columns.iter().zip(row);
    columns.map(|(column, value)| value.map(|bytes| canonical(column.kind, bytes))).collect()
}

/// How two rows at the same place differ.
fn told_of(table: &Table, here: Option<&Row>, there: Option<&Row>) -> String {
    match (here, there) {
        (Some(here), Some(there)) if key_of(table, here) == key_of(table, there) => {
            let differing = table.columns.iter().zip(here.iter().zip(there)).filter(|(_, (here, there))| here != there);
            let names: Vec<&str> = differing.map(|(column, _)| column.name.as_str()).collect();
            format!("the row {} differs in {}", key_of(table, here), names.join(", "))
        }
        (Some(here), Some(there)) => {
            format!("where one has the row {} the other has {}", key_of(table, here), key_of(table, there))
        }
        (Some(here), None) => format!("the row {} is not there", key_of(table, here)),
        (None, Some(there)) => format!("the row {} is only there", key_of(table, there)),
        (None, None) => String::new(),
    }
}

/// A sum that is being made.
#[derive(Default)]
struct Running {
    rows: u64,
    hasher: Sha256,
}

impl Running {
    fn add(&mut self, row: Option<&Row>) {
        let Some(row) = row else { return };
        self.rows += 1;
        for value in row {
            // A null is told from no bytes, and two values from one.
            let length = value.as_ref().map_or(u64::MAX, |value| value.len() as u64);
            self.hasher.update(length.to_be_bytes());
            self.hasher.update(value.as_deref().unwrap_or_default());
        }
    }

    fn end(self) -> Sum {
        Sum { rows: self.rows, hash: hex(&self.hasher.finalize()) }
    }
}
