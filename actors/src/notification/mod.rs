//! Mails: written and sent as jobs, after what they tell of is committed. Knows no words and no transport.

mod post;
mod supervisor;

use std::sync::Arc;

pub(crate) use supervisor::NotificationSupervisor;

use crate::node::Node;

/// There may be mails to send.
pub(crate) fn poke(node: &Arc<Node>) {
    if node.ports.mail.is_some() {
        node.notifications.nudge((), supervisor::Poke, supervisor::PokeNote::take);
    }
}
