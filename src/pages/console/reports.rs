//! Reports: what people find wrong with works, and the forms that decide about it.

use std::collections::HashMap;

use actix_web::{Error, HttpResponse};
use impasto_domain::identity::User;
use impasto_domain::ids::{ReportId, UserId};
use impasto_domain::owner::Owner;
use impasto_domain::report::ReportStatus;
use impasto_store::reads::ReportRecord;

use super::super::notices;
use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::reports::{ReportRow, ReportsPage, StatusLink};
use super::super::views::moment::Moment;
use super::super::visit::{Visit, page};
use super::{Moderator, Room, frame};
use crate::api::reports::decide;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::words::t;

const REPORTS_A_PAGE: u32 = 24;
const HERE: &str = "/console/reports";

/// The page.
pub(super) async fn show(visit: Visit, _moderator: Moderator) -> Result<HttpResponse, Error> {
    let query = Typed::of_query(visit.request());
    let status = ReportStatus::parse(query.get("status")).unwrap_or(ReportStatus::Open);
    let cursor = query.given("cursor");
    let store = &visit.app.store;
    let listed = store.reports(status, cursor.as_deref(), REPORTS_A_PAGE).await.map_err(Problem::from)?;
    let mut ids: Vec<UserId> = listed
        .items
        .iter()
        .filter_map(|report| match report.owner {
            Owner::User(id) => Some(id),
            Owner::Visitor(_) => None,
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let people = store.users_by_ids(&ids).await.map_err(Problem::from)?;
    let link = |one: ReportStatus| StatusLink {
        url: format!("{HERE}?status={}", one.as_str()),
        label: t(&format!("console-reports-status-{}", one.as_str())).into(),
        is_here: one == status,
    };
    let next = |cursor: String| format!("{HERE}?status={}&cursor={cursor}", status.as_str());
    let view = ReportsPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Reports).await?,
        statuses: ReportStatus::ALL.into_iter().map(link).collect(),
        are_open: status == ReportStatus::Open,
        reports: listed.items.iter().map(|report| row(report, &people)).collect(),
        next_url: listed.next_cursor.map(next),
    };
    Ok(page(&view)?)
}

/// Decides about a report.
pub(super) async fn decided(
    visit: Visit,
    moderator: Moderator,
    id: Path<ReportId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let status = match typed.get("decision") {
        "resolve" => ReportStatus::Resolved,
        "dismiss" => ReportStatus::Dismissed,
        _ => return Ok(see_other_with(HERE, "not-acceptable")),
    };
    match decide(&visit.app, &moderator.0, id.0, status, typed.given("note").as_deref(), None).await {
        Ok(()) => Ok(see_other_with(HERE, "report-decided")),
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

fn row(report: &ReportRecord, people: &HashMap<UserId, User>) -> ReportRow {
    let by = match report.owner {
        Owner::User(id) => {
            people.get(&id).map_or_else(|| t("console-reports-somebody").into(), |user| user.display_name.clone())
        }
        Owner::Visitor(_) => t("console-reports-visitor").into(),
    };
    ReportRow {
        id: report.id.to_string(),
        title: report.title.clone(),
        url: format!("/artworks/{}", report.slug),
        reason: t(&format!("console-reports-reason-{}", report.reason.as_str())).into(),
        text: report.text.clone(),
        by,
        at: Moment::new(report.created_at),
        note: report.note.clone().unwrap_or_default(),
    }
}
