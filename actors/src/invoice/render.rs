//! One document: found, or rendered, stored and told. Knows nothing of queues.

use std::sync::Arc;

use impasto_domain::certificate::Certification;
use impasto_domain::command::Command;
use impasto_domain::document::DocumentKind;
use impasto_domain::ids::{DocumentId, OrderId};
use impasto_domain::ports::blob::Blob;
use impasto_domain::ports::{Document, MediaArea, Paper, Urgency};
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
pub(crate) async fn find(node: &Node, document_id: DocumentId) -> Result<(Document, Option<Blob>), EngineError> {
    let found = node.read(node.ports.reads.paper_of(document_id)).await?;
    let document = found.ok_or_else(|| Refusal::not_found("document"))?;
    let bytes = match &document.content_hash {
        Some(hash) => node.read(node.ports.media.get(MediaArea::Private, &document_key(hash))).await?,
        None => None,
    };
    Ok((document, bytes))
}

/// Renders a document, stores its bytes under their hash, and tells the journal. Rendering again gives the same bytes.
///
/// # Errors
/// `NotFound` for a document that is not there; `Unavailable`.
pub(super) async fn render(node: &Node, document_id: DocumentId, urgency: Urgency) -> Result<Rendered, EngineError> {
    let (Document { order_id, paper, content_hash }, bytes) = find(node, document_id).await?;
    if let Some(bytes) = bytes {
        return Ok(Rendered::Before(bytes));
    }
    let certificates = match (&paper, content_hash) {
        (Paper::Invoice(data), None) if data.kind == DocumentKind::Invoice => certificates(node, order_id).await?,
        _ => None,
    };
    let bytes: Blob = Arc::from(node.read(node.ports.renderer.render(paper, urgency)).await?);
    let content_hash = hex(&Sha256::digest(&bytes));
    let key = document_key(&content_hash);
    node.read(node.ports.media.put(MediaArea::Private, &key, PDF, Arc::clone(&bytes))).await?;
    let rendered = Command::DocumentRendered { order_id, document_id, content_hash, certificates };
    match node.submit(rendered).await {
        Ok(_) => Ok(Rendered::Told(bytes)),
        Err(error) => {
            tracing::warn!(%error, document.id = %document_id, "a rendered document could not be told; its job stays");
            Ok(Rendered::Untold(bytes, error))
        }
    }
}

/// What the certificates of a sale say of its works: read now, a moment after the sale, and frozen with the invoice's hash.
async fn certificates(node: &Node, order_id: OrderId) -> Result<Option<Box<Certification>>, EngineError> {
    let works = node.read(node.ports.reads.works_of(order_id)).await?;
    let certification = |works| Box::new(Certification { seed: node.ports.seeds.seed(), works });
    Ok((!works.is_empty()).then(|| certification(works)))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
