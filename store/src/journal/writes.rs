//! The statements of a batch that write: gathered first, then run in one go.

use futures_util::try_join;

use super::fault::Fault;
use crate::db::Db;
use crate::pipe;
use crate::sql::{Rows, reads_only};

/// Statements that write, in the order in which they are run: none needs to know how another went.
#[derive(Default)]
pub(crate) struct Writes<'a> {
    each: Vec<Write<'a>>,
}

struct Write<'a> {
    rows: Rows<'a>,
    /// What is said to have changed under the batch when another number of rows is affected than was given.
    exactly: Option<&'static str>,
}

impl<'a> Writes<'a> {
    /// Adds a statement that must affect as many rows as it is given.
    pub(crate) fn exactly(&mut self, rows: Rows<'a>, what: &'static str) {
        self.add(rows, Some(what));
    }

    /// Adds a statement that may affect fewer.
    pub(crate) fn loosely(&mut self, rows: Rows<'a>) {
        self.add(rows, None);
    }

    fn add(&mut self, rows: Rows<'a>, exactly: Option<&'static str>) {
        if !rows.is_empty() {
            self.each.push(Write { rows, exactly });
        }
    }

    /// Runs them all; answers the rows affected.
    ///
    /// # Errors
    /// [`Fault::Stale`] when a row was not as it was loaded; otherwise what the engine says of the first that failed.
    pub(crate) async fn run(self, db: &mut Db<'_>) -> Result<u64, Fault> {
        let mut affected = Vec::with_capacity(self.each.len());
        match db {
            Db::Embedded { conn, statements } => {
                for Write { rows, .. } in &self.each {
                    *statements += 1;
                    affected.push(rows.execute_embedded(conn)?);
                }
            }
            Db::Pipe { conn, statements } => {
                *statements += self.each.len() as u64;
                conn.prepare(self.each.iter().filter_map(|write| write.rows.text_for_pipe())).await?;
                let known = &**conn;
                let writes = pipe::in_order(self.each.iter().map(|write| write.rows.execute_piped(known)));
                // The next lane gathers and opens its batch while this one commits; at rows of both it waits.
                (affected, ()) = try_join!(writes, known.pass_turn())?;
                conn.turn_is_passed();
            }
            Db::Sqlite { .. } | Db::Postgres { .. } => return Err(reads_only().into()),
        }
        for (Write { rows, exactly }, affected) in self.each.iter().zip(&affected) {
            match exactly {
                Some(what) if *affected != rows.len() as u64 => return Err(Fault::Stale(what)),
                _ => {}
            }
        }
        Ok(affected.iter().sum())
    }
}
