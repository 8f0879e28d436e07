//! Snapshots of topics, asked for together and answered once.
//! Knows nothing of who gets them.

use std::rc::Rc;

use tokio::sync::oneshot;

use crate::{
    backend::{Principal, Snapshot},
    hub::Hub,
    problem::{Problem, Refusal},
    stats::count,
    topic::Topic,
};

/// Those who wait for a topic's next snapshot. A question under way may be older than what they have seen, so they
/// wait for the next one, together.
#[derive(Default)]
pub(crate) struct SnapshotQueue {
    waiting: Vec<oneshot::Sender<Result<Rc<Snapshot>, Refusal>>>,
}

impl Hub {
    /// A snapshot at least as new as this call. The caller holds a pin on the topic.
    pub(crate) async fn snapshot(
        &self,
        index: u32,
        topic: Topic,
        principal: Option<Rc<Principal>>,
    ) -> Result<Rc<Snapshot>, Refusal> {
        let (answer, wait) = oneshot::channel();
        self.with(|state| {
            let Some(topic_state) = state.topics.at_mut(index) else { return };
            let idle = topic_state.snapshots.is_none();
            topic_state.snapshots.get_or_insert_default().waiting.push(answer);
            if idle {
                // Its own pin: those who wait may leave before the answer.
                topic_state.pins += 1;
                state.effects.snapshots.push((index, topic, principal));
            }
        });
        wait.await.unwrap_or_else(|_| Err(Problem::Unavailable.into()))
    }

    /// Answers those who wait until nobody does.
    pub(crate) async fn serve_snapshots(self, index: u32, topic: Topic, principal: Option<Rc<Principal>>) {
        loop {
            let waiting = self.with(|state| {
                let topic_state = state.topics.at_mut(index)?;
                let queue = topic_state.snapshots.as_mut()?;
                if queue.waiting.is_empty() {
                    topic_state.snapshots = None;
                    state.unpin(index);
                    return None;
                }
                count(&state.shared.counters.snapshots, 1);
                Some(std::mem::take(&mut queue.waiting))
            });
            let Some(waiting) = waiting else { return };
            let answer = self.ask(self.backend().snapshot(&topic, principal.as_deref())).await.map(Rc::new);
            for waiter in waiting {
                // One who left does not need it.
                let _ = waiter.send(answer.clone());
            }
        }
    }
}
