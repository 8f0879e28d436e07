//! The progress bar: drawn on a terminal only, silent everywhere else.
//! It does not know what is measured, only the live counters.

use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::run::Gate;

const STEPS: u64 = 1000;

/// A bar of one run.
pub(crate) struct Progress {
    bar: ProgressBar,
    unit: &'static str,
    tickets: Option<u64>,
}

impl Progress {
    /// A bar that counts `unit`s; hidden when asked for or when standard error is no terminal.
    pub(crate) fn new(unit: &'static str, tickets: Option<u64>, quiet: bool) -> Self {
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(STEPS) };
        if let Ok(style) = ProgressStyle::with_template("{elapsed_precise} {wide_bar} {msg}") {
            bar.set_style(style);
        }
        Self { bar, unit, tickets }
    }

    /// No bar.
    #[cfg(test)]
    pub(crate) fn hidden() -> Self {
        Self::new("", None, true)
    }

    /// Draws the present state.
    pub(crate) fn show(&self, gate: &Gate) {
        if self.bar.is_hidden() {
            return;
        }
        let units = gate.live.units.load(Ordering::Relaxed);
        let errors = gate.live.errors.load(Ordering::Relaxed);
        let per_second = units as f64 / gate.elapsed().max(Duration::from_millis(1)).as_secs_f64();
        if let Some(share) = gate.share_done(self.tickets) {
            self.bar.set_position((share * STEPS as f64) as u64);
        }
        self.bar.set_message(format!("{units} {} ({per_second:.0}/s), {errors} errors", self.unit));
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
