//! A document's bytes are stored; with those of an invoice the certificates of its sale come into being.

use chrono::{DateTime, Utc};

use super::draft::Draft;
use super::payment::find_order;
use super::{Answer, Outcome};
use crate::certificate::{CertificateData, Certification, WorkFacts};
use crate::document::DocumentKind;
use crate::edition::CopyRef;
use crate::event::Event;
use crate::ids::{DocumentId, Mint, OrderId};
use crate::job::DocumentRow;
use crate::order::{Order, OrderLine, SellerOrder};
use crate::refusal::Refusal;
use crate::state::{NewDocument, State};

/// Notes the hash of a document's bytes and tells the order's log. Repeating it is harmless.
pub(super) fn rendered(
    state: &State,
    order_id: OrderId,
    document_id: DocumentId,
    content_hash: &str,
    certificates: Option<&Certification>,
    now: DateTime<Utc>,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let row = order.documents.iter().find(|row| row.id == document_id).ok_or_else(|| Refusal::not_found("document"))?;
    let mut draft = Draft::new(state);
    draft.changes.jobs_done.push(("render_document", document_id.0));
    if row.content_hash.is_none() {
        if let Some(certificates) = certificates.filter(|_| row.kind == DocumentKind::Invoice) {
            certify(&mut draft, order, row, certificates, now)?;
        }
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

/// Freezes a certificate for each copy that an invoice is about, and one for each of its lines of an open edition. What
/// was given back before is not certified any more. They are rendered when somebody asks for them.
fn certify(
    draft: &mut Draft<'_>,
    order: &Order,
    invoice: &DocumentRow,
    certification: &Certification,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    if !order.head.is_kept() {
        return Ok(());
    }
    let mut mint = Mint::new(now, certification.seed);
    let Some(part) = order.seller_orders.iter().find(|part| part.seller_id == invoice.seller_id) else {
        return Ok(());
    };
    for (running, (line, copy)) in (1_u32..).zip(certified(part)) {
        let Some(work) = certification.works.iter().find(|work| work.edition_id == line.edition_id) else { continue };
        let id = mint.mint();
        let number = format!("{}-{}-{running}", order.head.number, part.position + 1);
        let data = data_of(order, part, line, copy, (id, number.clone()), invoice.issued_at, work);
        let data = serde_json::to_value(data).map_err(|error| Refusal::conflict(error.to_string()))?;
        let row = DocumentRow {
            id,
            kind: DocumentKind::Certificate,
            number,
            seller_id: part.seller_id,
            order_id: order.head.id,
            issued_at: now,
            content_hash: None,
        };
        draft.changes.new_documents.push(NewDocument { row, data });
    }
    Ok(())
}

/// What of a seller's part has a certificate of its own.
fn certified(part: &SellerOrder) -> impl Iterator<Item = (&OrderLine, Option<&CopyRef>)> {
    part.lines.iter().flat_map(|line| {
        let is_open = line.copies.is_empty() && line.restocked < line.quantity;
        let copies = line.copies.iter().map(Some).chain(is_open.then_some(None));
        copies.map(move |copy| (line, copy))
    })
}

fn data_of(
    order: &Order,
    part: &SellerOrder,
    line: &OrderLine,
    copy: Option<&CopyRef>,
    (id, number): (DocumentId, String),
    sold_at: DateTime<Utc>,
    work: &WorkFacts,
) -> CertificateData {
    CertificateData {
        id,
        number,
        locale: order.head.locale.clone(),
        order_line_id: line.id,
        copy_ordinal: copy.map(|copy| copy.ordinal),
        title: line.title.clone(),
        artist: line.artist_name.clone(),
        seller: part.seller_name.clone(),
        sold_on: sold_at.date_naive(),
        edition_label: line.edition_label.clone(),
        copy_label: copy.and_then(|copy| copy.label.clone()),
        quantity: if copy.is_some() { 1 } else { line.quantity - line.restocked },
        work: work.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{House, edition_id, visitor};
    use super::*;
    use crate::command::Command;
    use crate::edition::EditionKind;
    use crate::ids::EditionId;

    fn facts(edition_id: EditionId, kind: EditionKind) -> WorkFacts {
        WorkFacts {
            edition_id,
            kind,
            born: Some(1974),
            year: Some(2024),
            date_text: None,
            medium: "Etching".into(),
            width_tenth_mm: 3_000,
            height_tenth_mm: 4_000,
            depth_tenth_mm: 0,
            signed: true,
            condition: None,
            picture: None,
        }
    }

    fn render(order: &Order, invoice: &DocumentRow) -> Command {
        Command::DocumentRendered {
            order_id: order.head.id,
            document_id: invoice.id,
            content_hash: "abc".into(),
            certificates: Some(Box::new(Certification {
                seed: 5,
                works: vec![facts(edition_id(1), EditionKind::Limited), facts(edition_id(3), EditionKind::Open)],
            })),
        }
    }

    #[test]
    fn each_copy_gets_one_certificate_and_an_open_edition_one_for_the_line() {
        let mut house = House::new();
        house.hold(visitor(1), 1, 2).unwrap();
        house.hold(visitor(1), 3, 4).unwrap();
        let (order_id, payment_id) = house.place(visitor(1)).unwrap();
        let order = house.settle(order_id, payment_id).unwrap();
        assert_eq!(order.documents.len(), 1, "a sale itself makes none");
        let command = render(&order, &order.documents[0]);
        house.submit(&command).unwrap();
        let order = house.order(order_id);
        let certificates: Vec<&DocumentRow> =
            order.documents.iter().filter(|row| row.kind == DocumentKind::Certificate).collect();
        assert_eq!(certificates.len(), 3);
        let numbers: Vec<&str> = certificates.iter().map(|row| row.number.as_str()).collect();
        let due: Vec<String> = (1..=3).map(|running| format!("{}-1-{running}", order.head.number)).collect();
        assert_eq!(numbers, due);
        house.submit(&command).unwrap();
        assert_eq!(house.order(order_id).documents.len(), 4, "repeating it is harmless");
    }

    #[test]
    fn a_copy_that_went_back_revokes_its_certificate_and_no_other() {
        let mut house = House::new();
        house.hold(visitor(1), 1, 2).unwrap();
        let (order_id, payment_id) = house.place(visitor(1)).unwrap();
        let mut order = house.settle(order_id, payment_id).unwrap();
        let of = |order: &Order, place: usize| {
            let part = &order.seller_orders[0];
            let line = &part.lines[0];
            let id = (DocumentId(uuid::Uuid::from_u128(1)), "N-1".to_owned());
            let work = facts(line.edition_id, EditionKind::Limited);
            data_of(order, part, line, line.copies.get(place), id, order.head.placed_at, &work)
        };
        let (first, second) = (of(&order, 0), of(&order, 1));
        assert!(!first.is_revoked(&order) && !second.is_revoked(&order));
        let line = &mut order.seller_orders[0].lines[0];
        line.copies.remove(1);
        line.restocked = 1;
        assert!(!first.is_revoked(&order));
        assert!(second.is_revoked(&order));
        order.head.payment_status = crate::order::OrderPaymentStatus::Refunded;
        assert!(first.is_revoked(&order), "a sale that was undone leaves none");
    }
}
