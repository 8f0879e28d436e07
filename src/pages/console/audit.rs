//! The audit log: who changed what, before and after in words.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::difference;
use impasto_domain::identity::User;
use impasto_domain::ids::{ArtworkId, UserId};
use impasto_domain::read::{ArtworkRecord, Page};
use impasto_store::reads::AuditRecord;

use super::super::mistakes;
use super::super::typed::Typed;
use super::super::views::console::audit::{AuditLine, AuditPage, ChangeLine};
use super::super::views::form::{Choice, Errors};
use super::super::views::moment::Moment;
use super::super::visit::{Visit, page_with};
use super::{AuditReader, Room, frame};
use crate::api::audit::{AuditQuery, as_file, learn, lines};
use crate::app::App;
use crate::gateway::params::Limit;
use crate::gateway::problem::{Problem, ProblemType};

const LINES_A_PAGE: u32 = 50;

/// What is done, by its stored name, and what it is called.
const ACTIONS: [(&str, &str); 24] = [
    ("artwork.submit", "Submitted"),
    ("artwork.approve", "Approved"),
    ("artwork.reject", "Sent back"),
    ("artwork.pause", "Paused"),
    ("artwork.resume", "Resumed"),
    ("artwork.archive", "Archived"),
    ("collection.put", "Changed a collection"),
    ("collection.remove", "Removed a collection"),
    ("edition.restock", "Put stock back"),
    ("edition.sold_elsewhere", "Sold elsewhere"),
    ("edition.withdraw", "Took stock out"),
    ("hold.release", "Released a hold"),
    ("order.cancel", "Cancelled an order"),
    ("order.refund", "Refunded"),
    ("order.ship", "Shipped"),
    ("order.deliver", "Delivered"),
    ("report.decide", "Decided a report"),
    ("search.reindex", "Made the search anew"),
    ("seller.member", "Changed a member"),
    ("seller.verify", "Verified a seller"),
    ("settings.put", "Changed settings"),
    ("user.roles", "Gave roles"),
    ("user.sign_out", "Signed out"),
    ("user.suspend", "Shut out or let in"),
];

/// The page.
pub(super) async fn show(visit: Visit, _reader: AuditReader) -> Result<HttpResponse, Error> {
    let typed = Typed::of_query(visit.request());
    let query = asked(&typed);
    let (found, errors, status) = match lines(&visit.app, &query).await {
        Ok(found) => (found, Errors::default(), StatusCode::OK),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => (
            Page { items: Vec::new(), next_cursor: None, total: None },
            mistakes::of(&problem, field),
            problem.status(),
        ),
        Err(problem) => return Err(problem.into()),
    };
    let view = AuditPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Audit).await?,
        errors,
        by: typed.get("by").to_owned(),
        subject: typed.get("subject").to_owned(),
        actions: actions(typed.get("action")),
        from: typed.get("from").to_owned(),
        until: typed.get("until").to_owned(),
        lines: shown(&visit.app, &found.items).await?,
        next_url: found.next_cursor.as_deref().map(|cursor| address("/console/audit", &typed, Some(cursor))),
        file_url: address("/console/audit.csv", &typed, None),
    };
    Ok(page_with(status, &view)?)
}

/// The same lines as a file.
pub(super) async fn file(visit: Visit, _reader: AuditReader) -> Result<HttpResponse, Error> {
    Ok(as_file(&visit.app, &asked(&Typed::of_query(visit.request()))).await?)
}

/// Lines in words.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn shown(app: &App, records: &[AuditRecord]) -> Result<Vec<AuditLine>, Problem> {
    let mut people: HashMap<UserId, User> = HashMap::new();
    learn(app, &mut people, records).await?;
    let of = |kind: &str| {
        let mut ids: Vec<uuid::Uuid> =
            records.iter().filter(|line| line.action.starts_with(kind)).map(|line| line.subject).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let subjects: Vec<UserId> = of("user.").into_iter().map(UserId).filter(|id| !people.contains_key(id)).collect();
    people.extend(app.store.users_by_ids(&subjects).await?);
    let works: Vec<ArtworkId> = of("artwork.").into_iter().map(ArtworkId).collect();
    let works = app.store.artworks_by_ids(&works).await?;
    Ok(records.iter().map(|record| line(app, record, &people, &works)).collect())
}

fn line(app: &App, record: &AuditRecord, people: &HashMap<UserId, User>, works: &[ArtworkRecord]) -> AuditLine {
    let difference = difference::between(&record.before, &record.after);
    let (about, url) = about(app, record, people, works);
    let by = record.by.map(|id| people.get(&id).map_or_else(|| id.to_string(), |user| user.display_name.clone()));
    AuditLine {
        at: Moment::new(record.at),
        by: by.unwrap_or_else(|| "the program".to_owned()),
        by_url: record.by.map(|id| format!("/console/people/{id}")),
        what: named(&record.action),
        about,
        url,
        changes: difference
            .changes
            .into_iter()
            .map(|change| ChangeLine { path: change.path, before: change.before, after: change.after })
            .collect(),
        more: difference.more,
    }
}

/// What a line is about, in words, and where that is.
fn about(
    app: &App,
    record: &AuditRecord,
    people: &HashMap<UserId, User>,
    works: &[ArtworkRecord],
) -> (String, Option<String>) {
    let subject = record.subject;
    let kind = record.action.split('.').next().unwrap_or_default();
    match kind {
        "user" => {
            let name =
                people.get(&UserId(subject)).map_or_else(|| subject.to_string(), |user| user.display_name.clone());
            (name, Some(format!("/console/people/{subject}")))
        }
        "artwork" => match works.iter().find(|work| work.id.0 == subject) {
            Some(work) => (work.text.title.clone(), Some(format!("/artworks/{}", work.slug))),
            None => (subject.to_string(), None),
        },
        "edition" => match app.catalogue.by_edition(impasto_domain::ids::EditionId(subject)) {
            Some(entry) => (entry.record.text.title.clone(), Some(format!("/artworks/{}", entry.record.slug))),
            None => (subject.to_string(), None),
        },
        "seller" => match app.sellers().get(&impasto_domain::ids::SellerId(subject)) {
            Some(seller) => (seller.name.clone(), None),
            None => (subject.to_string(), None),
        },
        "order" => (subject.to_string(), Some(format!("/console/orders/{subject}"))),
        _ if subject.is_nil() => (String::new(), None),
        _ => (subject.to_string(), None),
    }
}

/// What is done, in words; a name that is not known stays as it is.
fn named(action: &str) -> String {
    ACTIONS.iter().find(|(name, _)| *name == action).map_or_else(|| action.to_owned(), |(_, words)| (*words).to_owned())
}

fn actions(chosen: &str) -> Vec<Choice> {
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        selected: value == chosen,
    };
    let mut choices = vec![choice("", "Anything")];
    choices.extend(ACTIONS.iter().map(|(value, label)| choice(value, label)));
    if !chosen.is_empty() && choices.iter().all(|choice| !choice.selected) {
        choices.push(choice(chosen, chosen));
    }
    choices
}

fn asked(typed: &Typed) -> AuditQuery {
    AuditQuery {
        by: typed.given("by"),
        subject: typed.given("subject"),
        action: typed.given("action"),
        from: typed.given("from"),
        until: typed.given("until"),
        limit: Limit(LINES_A_PAGE),
        cursor: typed.given("cursor"),
    }
}

fn address(path: &str, typed: &Typed, cursor: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in ["by", "subject", "action", "from", "until"] {
        if let Some(value) = typed.given(name) {
            query.append_pair(name, &value);
        }
    }
    if let Some(cursor) = cursor {
        query.append_pair("cursor", cursor);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn field(pointer: &str) -> Option<mistakes::Field> {
    let (field, label) = match pointer {
        "/by" => ("by", "Who"),
        "/subject" => ("subject", "What it is about"),
        "/from" => ("from", "The first day"),
        "/until" => ("until", "The last day"),
        "/action" => ("action", "What was done"),
        _ => return None,
    };
    Some((field.to_owned(), label.to_owned()))
}
