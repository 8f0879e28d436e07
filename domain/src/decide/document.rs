//! A document's bytes are stored.

use super::draft::Draft;
use super::payment::find_order;
use super::{Answer, Outcome};
use crate::event::Event;
use crate::ids::{DocumentId, OrderId};
use crate::refusal::Refusal;
use crate::state::State;

/// Notes the hash of a document's bytes and tells the order's log. Repeating it is harmless.
pub(super) fn rendered(
    state: &State,
    order_id: OrderId,
    document_id: DocumentId,
    content_hash: &str,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let row = order.documents.iter().find(|row| row.id == document_id).ok_or_else(|| Refusal::not_found("document"))?;
    let mut draft = Draft::new(state);
    draft.changes.jobs_done.push(("render_document", document_id.0));
    if row.content_hash.is_none() {
        let version = draft.head(order).version;
        draft.changes.documents_rendered.push((order_id, document_id, content_hash.to_owned()));
        draft.changes.events.push(Event::DocumentReady {
            order_id,
            version,
            document_id,
            kind: row.kind,
            number: row.number.clone(),
        });
    }
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, None) })
}
