//! Who looks at what: told by sockets, asked by pages and consoles. Knows no socket.

use std::sync::Arc;

use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::{ConnectionSeen, PresenceSummary};
use uuid::Uuid;

use crate::error::EngineError;
use crate::node::Node;
use crate::presence;

/// Presence of this node's connections, and counts over all nodes.
#[derive(Clone)]
pub struct PresenceHandle {
    pub(crate) node: Arc<Node>,
}

impl PresenceHandle {
    /// A connection is there, or looks at something else now. Never waits; repeating it renews its lease. Leases of
    /// connections that are there are renewed by the engine.
    pub fn seen(&self, connection: ConnectionSeen) {
        self.node.connections.seen(connection);
    }

    /// A connection has ended. Never waits.
    pub fn gone(&self, connection_id: Uuid) {
        self.node.connections.gone(connection_id);
    }

    /// How many people look at a work, over all nodes.
    ///
    /// # Errors
    /// `Unavailable` when the presence store is away.
    pub async fn viewers(&self, artwork_id: ArtworkId) -> Result<u32, EngineError> {
        presence::viewers(&self.node, artwork_id).await
    }

    /// Everybody by role and by what they look at.
    ///
    /// # Errors
    /// `Unavailable` when the presence store is away.
    pub async fn summary(&self) -> Result<PresenceSummary, EngineError> {
        presence::summary(&self.node).await
    }
}
