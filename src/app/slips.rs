//! Packing slips, statements and what else is rendered for who asks, where that blocks nobody.

use std::sync::Arc;

use impasto_render::packing_slip::{PackingSlip, render_packing_slip};
use tokio::sync::Semaphore;

use crate::gateway::problem::Problem;

/// How many are rendered at once: a slip takes a few milliseconds, and those who wait are people at a packing table.
const AT_ONCE: usize = 2;

/// How many may be rendered or wait for it.
const WAITING_MAX: usize = 64;

/// The rendering of packing slips, bounded.
#[derive(Clone)]
pub struct Slips {
    turn: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Default for Slips {
    fn default() -> Self {
        Self { turn: Arc::new(Semaphore::new(AT_ONCE)), places: Arc::new(Semaphore::new(WAITING_MAX)) }
    }
}

impl Slips {
    /// The bytes of a slip.
    ///
    /// # Errors
    /// 503 when too many wait, 500 for one that cannot be written.
    pub async fn render(&self, slip: PackingSlip) -> Result<Vec<u8>, Problem> {
        self.work(move || render_packing_slip(&slip)).await?.map_err(|error| Problem::internal(&error))
    }

    /// What comes of a few milliseconds of work that must not block a thread that serves others.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Problem::unavailable(1))?;
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|_| Problem::unavailable(1))?;
        // What bounds the work goes along: a caller who hangs up does not end it.
        let bounded = move || {
            let done = work();
            drop((turn, place));
            done
        };
        tokio::task::spawn_blocking(bounded).await.map_err(|error| Problem::internal(&error))
    }
}
