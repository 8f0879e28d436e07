//! Invoices: rendering documents, as jobs after a sale and at once for who asks. Knows no layout.

mod render;
mod supervisor;

use std::sync::Arc;

pub use render::document_key;
pub(crate) use render::find;
pub(crate) use supervisor::{InvoiceSupervisor, Render};

use crate::node::Node;

/// There may be documents to render.
pub(crate) fn poke(node: &Arc<Node>) {
    node.invoices.nudge((), supervisor::Poke, supervisor::PokeNote::take);
}
