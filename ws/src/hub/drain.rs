//! The end of a node: its sockets are closed in batches, so that their clients do not all come to the next at once.
//! Knows nothing of the server's own shutdown.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::{
    frame::close_code,
    hub::{Hub, conn::ConnId},
};

/// Sockets closed in one batch whatever their share.
const BATCH_MIN: usize = 100;
/// Pause between two batches.
const PAUSE: Duration = Duration::from_millis(100);

impl Hub {
    /// Closes every socket with 1012 and waits until they are gone; drops those that stay too long.
    pub(crate) async fn drain(&self) {
        let start = Instant::now();
        let config = self.config();
        let sockets: Vec<ConnId> = self.with(|state| state.conns.iter().map(|(id, _)| id).collect());
        let batches = (config.drain_over.as_millis() / PAUSE.as_millis()).max(1) as usize;
        let size = sockets.len().div_ceil(batches).max(BATCH_MIN);
        for (index, batch) in sockets.chunks(size).enumerate() {
            if index > 0 {
                sleep(PAUSE).await;
            }
            self.with(|state| {
                for id in batch {
                    state.send_away(*id);
                }
            });
        }
        while self.occupancy() > 0 && start.elapsed() < config.drain_limit {
            sleep(PAUSE).await;
            // Handshakes that were under way come in late.
            self.with(|state| {
                let late: Vec<ConnId> = state.conns.iter().map(|(id, _)| id).collect();
                late.into_iter().for_each(|id| state.send_away(id));
            });
        }
        self.with(|state| {
            let left: Vec<ConnId> = state.conns.iter().map(|(id, _)| id).collect();
            for id in left {
                state.remove(id.index, true);
            }
        });
    }
}

impl super::State {
    fn send_away(&mut self, id: ConnId) {
        match self.conns.get(id).map(|conn| conn.is_poll) {
            None => {}
            // Its request is answered with what there is.
            Some(true) => self.remove(id.index, false),
            Some(false) => self.close(id.index, close_code::RESTART, "restart"),
        }
    }
}
