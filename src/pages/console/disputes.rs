//! What banks of customers took back, and until when the provider waits for the house's side of the story.

use actix_web::{Error, HttpResponse};
use impasto_domain::dispute::{Dispute, DisputeStatus};
use impasto_store::reads::DisputeRecord;

use super::super::typed::Typed;
use super::super::views::console::disputes::{DisputeRow, DisputesPage};
use super::super::views::console::jobs::Lane;
use super::super::views::moment::Moment;
use super::super::visit::{Visit, page};
use super::super::works;
use super::{OrderKeeper, Room, frame, order};
use crate::api::disputes::disputes;
use crate::words::t;

const HERE: &str = "/console/disputes";
const DISPUTES_A_PAGE: u32 = 50;

/// The lists of the room: those that are open, which is what is shown first, how others ended, and all.
const LANES: [&str; 4] = ["open", "won", "lost", "all"];

/// The page.
pub(super) async fn show(visit: Visit, _keeper: OrderKeeper) -> Result<HttpResponse, Error> {
    let typed = Typed::of_query(visit.request());
    let here = typed.given("status").unwrap_or_else(|| LANES[0].to_owned());
    let status = (here != "all").then_some(here.as_str());
    let listed = disputes(&visit.app, status, typed.given("cursor").as_deref(), DISPUTES_A_PAGE).await?;
    let next = |cursor: String| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!("{HERE}?{}", query.append_pair("status", &here).append_pair("cursor", &cursor).finish())
    };
    let lane = |key: &str| Lane {
        key: key.to_owned(),
        url: format!("{HERE}?status={key}"),
        label: t(&format!("console-disputes-lane-{key}")).into(),
        count: String::new(),
        is_here: key == here,
    };
    let view = DisputesPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Disputes).await?,
        lanes: LANES.into_iter().map(lane).collect(),
        disputes: listed.items.iter().map(row).collect(),
        next_url: listed.next_cursor.map(next),
    };
    Ok(page(&view)?)
}

fn row(record: &DisputeRecord) -> DisputeRow {
    let dispute = &record.dispute;
    DisputeRow {
        order: record.order_number.clone(),
        order_url: format!("/console/orders/{}", dispute.order_id),
        case: format!("{}, {}", order::provider(&record.provider), dispute.reference),
        reason: reason(dispute),
        status: spoken(dispute.status),
        amount: works::money(dispute.amount),
        evidence_due: evidence_due(dispute),
        at: Moment::new(dispute.created_at),
    }
}

/// Why, in the provider's words.
pub(super) fn reason(dispute: &Dispute) -> String {
    dispute.reason.replace('_', " ")
}

/// Until when the provider waits, while it does.
pub(super) fn evidence_due(dispute: &Dispute) -> Option<Moment> {
    dispute.evidence_due_at.filter(|_| dispute.status == DisputeStatus::Open).map(Moment::new)
}

/// Where a dispute stands, for people.
pub(super) fn spoken(status: DisputeStatus) -> String {
    t(&format!("console-disputes-is-{}", status.as_str())).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn every_status_has_words_in_every_language() {
        for language in Language::ALL {
            for status in DisputeStatus::ALL {
                let words = within(language, || spoken(status));
                assert!(!words.starts_with("console-"), "{language:?} {status:?}");
            }
        }
    }
}
