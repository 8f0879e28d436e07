//! What a hub tells the metrics page. Names start with `impasto_live_`; each has the label `hub`.
//! Knows nothing of how the page is served.

use std::sync::atomic::Ordering;

use crate::hub::state::State;

impl State {
    /// Publishes what the hub counts.
    pub(crate) fn report(&self, hub: &str) {
        let label = || hub.to_owned();
        let counters = &self.shared.counters;
        for (name, counter) in [
            ("impasto_live_deliveries_total", &counters.deliveries),
            ("impasto_live_dropped_batches_total", &counters.dropped_batches),
            ("impasto_live_conflated_total", &counters.conflated),
            ("impasto_live_lagged_total", &counters.lagged),
            ("impasto_live_snapshots_total", &counters.snapshots),
            ("impasto_live_resumed_total", &counters.resumed),
            ("impasto_live_refused_handshakes_total", &counters.refused),
        ] {
            metrics::counter!(name, "hub" => label()).absolute(counter.load(Ordering::Relaxed));
        }
        let polls = counters.polls.load(Ordering::Relaxed);
        metrics::gauge!("impasto_live_polls", "hub" => label()).set(polls as f64);
        metrics::gauge!("impasto_live_topics", "hub" => label()).set(self.topics.len() as f64);
        metrics::gauge!("impasto_live_sockets_behind", "hub" => label()).set(self.behind.len() as f64);
        let rare = counters.by_label();
        for (role, count) in rare.sockets {
            metrics::gauge!("impasto_live_sockets", "hub" => label(), "role" => role.into_owned()).set(count as f64);
        }
        for (code, count) in rare.closed {
            let code = code.to_string();
            metrics::counter!("impasto_live_closed_total", "hub" => label(), "code" => code).absolute(count);
        }
    }
}
