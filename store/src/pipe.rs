//! The lane's own connection to PostgreSQL, on which statements follow each other without waiting for answers.
//!
//! sqlx sends a statement and waits for its answer: a batch of the journal was some thirty round trips, on two busy
//! cores each a wait for the processor, over a network each a wait for the wire. Here a batch is four or
//! five (docs/decisions/0063-the-lanes-statements-follow-each-other.md). Knows nothing of tables.

mod address;
mod error;
mod parameter;
mod tls;

use std::collections::HashMap;
use std::pin::Pin;

use futures_util::future::{MaybeDone, maybe_done};
use sqlx::postgres::PgConnectOptions;
use tokio::task::JoinHandle;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Socket, Statement};

use self::error::told;
use crate::dialect::{BEGIN_IN_TURN, PASS_TURN, ROLLBACK_AND_PASS_TURN};
use crate::record::{Record, Stored};
use crate::sql::Cell;

/// A connection that writes.
pub(crate) struct Pipe {
    client: Client,
    /// Statements the server knows, by the address of their text, which lives as long as the program.
    prepared: HashMap<usize, Statement>,
    /// Whether this lane has its turn, which others wait for.
    has_turn: bool,
    carrier: Carrier,
}

/// The task that carries the messages. Without it the connection is closed, so that a server does not go on with what
/// nobody waits for.
struct Carrier(JoinHandle<()>);

impl Drop for Carrier {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl std::fmt::Debug for Pipe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pipe").finish_non_exhaustive()
    }
}

impl Pipe {
    /// Connects as the options say; `settings` are run once.
    ///
    /// # Errors
    /// What the server says, or why it is not reached.
    pub(crate) async fn open(options: &PgConnectOptions, settings: &str) -> Result<Self, sqlx::Error> {
        let address = address::of(options)?;
        let pipe = match tls::connector(&address)? {
            Some(tls) => Self::connect(&address.config, tls).await?,
            None => Self::connect(&address.config, NoTls).await?,
        };
        pipe.control(settings).await?;
        Ok(pipe)
    }

    async fn connect<T>(config: &Config, tls: T) -> Result<Self, sqlx::Error>
    where
        T: MakeTlsConnect<Socket>,
        T::Stream: Send + 'static,
        T::TlsConnect: Send,
        <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
    {
        let (client, connection) = config.connect(tls).await.map_err(told)?;
        let carrier = tokio::spawn(async move {
            // Whoever waits for an answer is told as well.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "the connection of a lane has ended");
            }
        });
        Ok(Self { client, prepared: HashMap::new(), has_turn: false, carrier: Carrier(carrier) })
    }

    /// Runs a text without parameters and without an answer.
    pub(crate) async fn control(&self, text: &str) -> Result<(), sqlx::Error> {
        self.client.batch_execute(text).await.map_err(told)
    }

    /// Opens a transaction when no other lane has its turn.
    pub(crate) async fn begin_in_turn(&mut self) -> Result<(), sqlx::Error> {
        // Perhaps held as soon as it is asked for: an answer may get lost.
        self.has_turn = true;
        self.control(BEGIN_IN_TURN).await
    }

    /// Lets the next lane have its turn, if this one has it. The message leaves when this is polled for the first time.
    pub(crate) async fn pass_turn(&self) -> Result<(), sqlx::Error> {
        if self.has_turn { self.control(PASS_TURN).await } else { Ok(()) }
    }

    /// Notes that the turn was passed.
    pub(crate) fn turn_is_passed(&mut self) {
        self.has_turn = false;
    }

    /// Throws the transaction away, and with it the turn.
    pub(crate) async fn rollback(&mut self) -> Result<(), sqlx::Error> {
        if !self.has_turn {
            return self.control("ROLLBACK").await;
        }
        self.control(ROLLBACK_AND_PASS_TURN).await?;
        self.turn_is_passed();
        Ok(())
    }

    /// Makes statements known to the server that are not yet.
    pub(crate) async fn prepare(&mut self, texts: impl IntoIterator<Item = &'static str>) -> Result<(), sqlx::Error> {
        for text in texts {
            if !self.prepared.contains_key(&key(text)) {
                let statement = self.client.prepare(text).await.map_err(told)?;
                self.prepared.insert(key(text), statement);
            }
        }
        Ok(())
    }

    /// Runs a prepared statement. The message leaves when this is polled for the first time.
    pub(crate) async fn execute(
        &self,
        text: &'static str,
        parameters: &[impl ToSql + Sync],
    ) -> Result<u64, sqlx::Error> {
        self.client.execute_raw(self.statement(text)?, parameters).await.map_err(told)
    }

    /// Runs a prepared statement and reads what it answers. The message leaves when this is polled for the first time.
    pub(crate) async fn fetch<T: Stored>(
        &self,
        text: &'static str,
        parameters: &[impl ToSql + Sync],
    ) -> Result<Vec<T>, sqlx::Error> {
        let parameters: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|each| each as _).collect();
        let rows = self.client.query(self.statement(text)?, &parameters).await.map_err(told)?;
        rows.iter().map(|row| T::decode(&Record::server(row))).collect()
    }

    /// Prepares a statement and runs it.
    pub(crate) async fn execute_now(&mut self, text: &'static str, cells: &[Cell<'_>]) -> Result<u64, sqlx::Error> {
        self.prepare([text]).await?;
        self.execute(text, cells).await
    }

    /// Prepares a statement, runs it and reads what it answers.
    pub(crate) async fn fetch_now<T: Stored>(
        &mut self,
        text: &'static str,
        cells: &[Cell<'_>],
    ) -> Result<Vec<T>, sqlx::Error> {
        self.prepare([text]).await?;
        self.fetch(text, cells).await
    }

    /// Ends the connection in good order.
    pub(crate) async fn close(self) -> Result<(), sqlx::Error> {
        let Self { client, mut carrier, .. } = self;
        drop(client);
        match (&mut carrier.0).await {
            Ok(()) => Ok(()),
            Err(error) => Err(sqlx::Error::Io(std::io::Error::other(error))),
        }
    }

    fn statement(&self, text: &'static str) -> Result<&Statement, sqlx::Error> {
        let unknown = || sqlx::Error::Protocol(format!("a statement is run before it is prepared: {text}"));
        self.prepared.get(&key(text)).ok_or_else(unknown)
    }
}

/// Texts are made once and kept, so that the address tells them apart.
fn key(text: &'static str) -> usize {
    text.as_ptr().addr()
}

/// Sends what all of them have to send, in their order, and then waits for the answers. Of several errors the first
/// counts: those after it say no more than that the transaction has failed.
pub(crate) async fn in_order<T>(
    each: impl IntoIterator<Item = impl Future<Output = Result<T, sqlx::Error>>>,
) -> Result<Vec<T>, sqlx::Error> {
    let mut under_way: Vec<Pin<Box<MaybeDone<_>>>> =
        each.into_iter().map(|statement| Box::pin(maybe_done(statement))).collect();
    for statement in &mut under_way {
        // Done or not: each has left now.
        let _sent = futures_util::poll!(statement.as_mut());
    }
    let mut answers = Vec::with_capacity(under_way.len());
    for mut statement in under_way {
        statement.as_mut().await;
        answers.extend(statement.as_mut().take_output().transpose()?);
    }
    Ok(answers)
}

#[cfg(test)]
mod tests;
