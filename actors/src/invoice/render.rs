//! One document: found, or rendered, stored and told. Knows nothing of queues.

use std::sync::Arc;

use impasto_domain::command::Command;
use impasto_domain::ids::DocumentId;
use impasto_domain::ports::blob::Blob;
use impasto_domain::ports::{Invoice, MediaArea, Urgency};
use impasto_domain::refusal::Refusal;
use sha2::{Digest, Sha256};

use crate::error::EngineError;
use crate::node::Node;

const PDF: &str = "application/pdf";

/// The key of a rendered document in the private part of the media store.
#[must_use]
pub fn document_key(content_hash: &str) -> String {
    format!("documents/{content_hash}.pdf")
}

/// What a render came to.
pub(super) enum Rendered {
    /// It had been rendered before.
    Before(Blob),
    /// It was rendered, and the journal knows.
    Told(Blob),
    /// It was rendered and stored, but the journal could not be told: its job must be done again.
    Untold(Blob, EngineError),
}

impl Rendered {
    pub(super) fn bytes(&self) -> &Blob {
        match self {
            Self::Before(bytes) | Self::Told(bytes) | Self::Untold(bytes, _) => bytes,
        }
    }
}

/// Finds a document, and its bytes if it was rendered and they are still there.
///
/// # Errors
/// `NotFound` for a document that is not there; `Unavailable`.
pub(crate) async fn find(node: &Node, document_id: DocumentId) -> Result<(Invoice, Option<Blob>), EngineError> {
    let found = node.read(node.ports.reads.invoice(document_id)).await?;
    let invoice = found.ok_or_else(|| Refusal::not_found("document"))?;
    let bytes = match &invoice.content_hash {
        Some(hash) => node.read(node.ports.media.get(MediaArea::Private, &document_key(hash))).await?,
        None => None,
    };
    Ok((invoice, bytes))
}

/// Renders a document, stores its bytes under their hash, and tells the journal. Rendering again gives the same bytes.
///
/// # Errors
/// `NotFound` for a document that is not there; `Unavailable`.
pub(super) async fn render(node: &Node, document_id: DocumentId, urgency: Urgency) -> Result<Rendered, EngineError> {
    let (Invoice { order_id, data, .. }, bytes) = find(node, document_id).await?;
    if let Some(bytes) = bytes {
        return Ok(Rendered::Before(bytes));
    }
    let bytes: Blob = Arc::from(node.read(node.ports.renderer.invoice(data, urgency)).await?);
    let content_hash = hex(&Sha256::digest(&bytes));
    let key = document_key(&content_hash);
    node.read(node.ports.media.put(MediaArea::Private, &key, PDF, Arc::clone(&bytes))).await?;
    match node.submit(Command::DocumentRendered { order_id, document_id, content_hash }).await {
        Ok(_) => Ok(Rendered::Told(bytes)),
        Err(error) => {
            tracing::warn!(%error, document.id = %document_id, "a rendered document could not be told; its job stays");
            Ok(Rendered::Untold(bytes, error))
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
