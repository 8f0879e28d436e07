//! Who keeps what until when, and the form that lets it go.

use actix_web::{Error, HttpResponse};
use impasto_domain::ids::{EditionId, HoldId};
use impasto_store::reads::HoldRecord;

use super::super::notices;
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::holds::{HoldRow, HoldsPage};
use super::super::views::moment::{Deadline, Moment};
use super::super::views::text;
use super::super::visit::{Visit, page};
use super::{Room, Staff, frame, order};
use crate::api::admin::release_hold;
use crate::api::refunds::REASON_CHARS;
use crate::gateway::fields::Fields;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

const HOLDS_A_PAGE: u32 = 50;
/// Where the room is.
const HERE: &str = "/console/holds";

/// The page.
pub(super) async fn show(visit: Visit, _staff: Staff) -> Result<HttpResponse, Error> {
    let typed = Typed::of_query(visit.request());
    let (wanted, cursor) = (typed.given("edition"), typed.given("cursor"));
    let edition: Option<EditionId> = wanted.as_deref().and_then(|id| id.parse().ok());
    let store = &visit.app.store;
    let listed = match edition {
        Some(edition) => store.holds_of_edition(edition, cursor.as_deref(), HOLDS_A_PAGE).await,
        None => store.holds(cursor.as_deref(), HOLDS_A_PAGE).await,
    };
    let listed = listed.map_err(Problem::from)?;
    let next = |cursor: String| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(edition) = edition {
            query.append_pair("edition", &edition.to_string());
        }
        format!("{HERE}?{}", query.append_pair("cursor", &cursor).finish())
    };
    let first = listed.items.first().map(|hold| format!("{}, {}", hold.title, edition_words(hold)));
    let view = HoldsPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Holds).await?,
        edition: edition.map(|_| first.unwrap_or_else(|| t("console-holds-this-edition").into())),
        is_unknown: wanted.is_some() && edition.is_none(),
        holds: listed.items.iter().map(row).collect(),
        next_url: listed.next_cursor.map(next),
    };
    Ok(page(&view)?)
}

/// Lets a hold go.
pub(super) async fn release(visit: Visit, staff: Staff, id: Path<HoldId>, typed: Typed) -> Result<HttpResponse, Error> {
    let mut fields = Fields::new();
    let reason = fields.line("/reason", typed.get("reason"), REASON_CHARS);
    if !fields.is_good() {
        return Ok(see_other_with(HERE, "not-acceptable"));
    }
    match release_hold(&visit.app, staff.0.user_id, id.0, Some(reason), None).await {
        Ok(_) => Ok(see_other_with(HERE, "hold-released")),
        Err(problem) => notices::back(HERE, problem, |kind| (kind == ProblemType::Conflict).then_some("hold-pays")),
    }
}

fn row(record: &HoldRecord) -> HoldRow {
    let hold = &record.hold;
    let label = hold.copy.as_ref().and_then(|copy| copy.label.as_deref().map(text::copy));
    let copies = || match hold.copy {
        Some(_) => t("console-original").to_string(),
        None => t("count-copies").with("count", hold.quantity).to_string(),
    };
    HoldRow {
        id: hold.id.to_string(),
        owner: order::buyer(hold.owner),
        title: record.title.clone(),
        url: format!("/artworks/{}", record.slug),
        edition: edition_words(record),
        edition_url: format!("{HERE}?edition={}", hold.edition_id),
        copies: label.unwrap_or_else(copies),
        placed: Moment::new(hold.placed_at),
        until: Deadline::new(hold.expires_at),
        order: hold.order_id.map(|id| {
            (
                record.order_number.clone().unwrap_or_else(|| t("console-holds-its-order").into()),
                format!("/console/orders/{id}"),
            )
        }),
    }
}

fn edition_words(record: &HoldRecord) -> String {
    record.edition_label.clone().unwrap_or_else(|| t("console-holds-edition").into())
}
