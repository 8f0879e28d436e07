//! The lane's connection: kept usable, its lane open, its turn taken.
//!
//! Knows when to connect anew; nothing of batches.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

use impasto_domain::ids::{LaneId, Mint};

use super::super::batch;
use super::super::fault::{Fault, Remedy};
use super::super::growth::Growth;
use super::super::{lanes, rules, turn};
use super::Lane;
use crate::dialect::Engine;
use crate::open::plain;

/// How long a server may take until there is a connection with an open lane.
const READY_MAX: Duration = Duration::from_secs(8);

impl Lane {
    /// Waits for the turn of this lane, if that pays, while more commands gather. Without it the batch runs all the same.
    pub(super) async fn take_turn(&mut self, waiting: usize) {
        if !turn::pays(self.last_commands, waiting, self.shared.others.load(Ordering::Relaxed)) {
            return;
        }
        if let Err(fault) = self.begin_in_turn().await {
            tracing::debug!(%fault, "a lane did not get its turn");
            // A connection that is silent would not answer a rollback either: the fault says what to do with it.
            self.mend(fault.remedy()).await;
        }
    }

    async fn begin_in_turn(&mut self) -> Result<(), Fault> {
        self.ready_in_time().await?;
        let engine = self.store.engine();
        let conn = self.conn.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let mut db = conn.db();
        within(READY_MAX, engine, async { db.begin_in_turn().await.map_err(Fault::from) }).await?;
        self.begun = true;
        self.shared.counters.turn();
        Ok(())
    }

    pub(super) async fn ready_in_time(&mut self) -> Result<LaneId, Fault> {
        let engine = self.store.engine();
        within(READY_MAX, engine, self.ready()).await
    }

    /// A connection and an open lane, with every older doubt settled.
    async fn ready(&mut self) -> Result<LaneId, Fault> {
        let conn = match self.conn.take() {
            Some(conn) => conn,
            None => {
                self.begun = false;
                self.growth = Growth::default();
                self.store.writer().await?
            }
        };
        let plans_are_old = self.growth.makes_plans_old();
        let conn = self.conn.insert(conn);
        if plans_are_old {
            conn.db().forget_plans().await?;
        }
        if let Some(doubt) = &self.doubt {
            let happened = batch::is_last(&mut conn.db(), doubt.lane, doubt.batch).await?;
            if let (Some(doubt), true) = (self.doubt.take(), happened) {
                self.finish(doubt.decided, Duration::ZERO);
            }
        }
        if let Some(id) = self.id {
            return Ok(id);
        }
        let conn = self.conn.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let mut db = conn.db();
        let now = match self.store.clock() {
            Some(now) => now,
            None => lanes::database_now(&mut db).await?,
        };
        let id: LaneId = Mint::new(now, rand::random()).mint();
        // Known as its own before others can see it: the tail of this node must never take it for another's.
        let former = {
            let mut own = self.shared.lanes.write().unwrap_or_else(PoisonError::into_inner);
            let former = own.last().copied();
            own.push(id);
            former
        };
        let opened = lanes::open(&mut db, id, &self.config.node, now, self.config.dead_after_s, former).await;
        if let Err(error) = opened {
            self.shared.lanes.write().unwrap_or_else(PoisonError::into_inner).pop();
            return Err(error.into());
        }
        self.id = Some(id);
        self.next_seq = 1;
        Ok(id)
    }

    /// Makes the connection usable for another run, or throws it away.
    pub(super) async fn mend(&mut self, remedy: Remedy) {
        self.begun = false;
        if remedy == Remedy::NewLane {
            self.id = None;
        }
        let Some(mut conn) = self.conn.take() else { return };
        let usable = match remedy {
            Remedy::Reconnect | Remedy::NewLane => false,
            Remedy::Again | Remedy::Blocked | Remedy::OneByOne => conn.db().rollback().await.is_ok(),
        };
        if usable {
            self.conn = Some(conn);
        }
    }

    pub(super) async fn refresh_rules(&mut self) -> Result<(), Fault> {
        self.ready_in_time().await?;
        let conn = self.conn.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let rules = rules::read(&mut conn.db(), &self.config.defaults).await?;
        self.keep_rules(rules);
        Ok(())
    }

    /// Says that the lane lives, and closes those that have not said so for long.
    pub(super) async fn beat(&mut self) {
        match self.say_that_it_lives().await {
            Ok(true) => {}
            Ok(false) => self.id = None,
            Err(fault) => {
                tracing::warn!(%fault, "the lane could not say that it lives");
                self.conn = None;
            }
        }
    }

    async fn say_that_it_lives(&mut self) -> Result<bool, Fault> {
        let id = self.ready_in_time().await?;
        let engine = self.store.engine();
        let conn = self.conn.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let mut db = conn.db();
        let beat = async { lanes::beat(&mut db, id, self.config.dead_after_s).await.map_err(Fault::from) };
        within(READY_MAX, engine, beat).await
    }

    pub(super) async fn end(&mut self) {
        if let Err(fault) = self.ready_in_time().await {
            tracing::warn!(%fault, "the lane could not be closed; others will close it");
            return;
        }
        let (Some(mut conn), Some(id)) = (self.conn.take(), self.id) else { return };
        let mut db = conn.db();
        let close = async { lanes::close(&mut db, id).await.map_err(Fault::from) };
        if let Err(fault) = within(READY_MAX, self.store.engine(), close).await {
            tracing::warn!(%fault, "the lane could not be closed; others will close it");
            return;
        }
        if let Err(error) = conn.close().await {
            tracing::debug!(error = plain(&error), "the lane's connection did not end in good order");
        }
    }
}

/// Waits no longer for a server than `most`; the embedded engine answers as soon as its disk does.
pub(super) async fn within<T>(
    most: Duration,
    engine: Engine,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    match engine {
        Engine::Sqlite => work.await,
        Engine::Postgres => tokio::time::timeout(most, work).await.unwrap_or_else(|_| {
            let silent = std::io::Error::new(std::io::ErrorKind::TimedOut, "the database does not answer");
            Err(Fault::Db(sqlx::Error::Io(silent)))
        }),
    }
}
