//! The audit log: who changed what, before and after in words.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::audit::AuditAction;
use impasto_domain::difference;
use impasto_domain::identity::{Role, User};
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
use crate::words::t;

const LINES_A_PAGE: u32 = 50;

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
        by: by.unwrap_or_else(|| t("console-audit-program").into()),
        by_url: record.by.map(|id| format!("/console/people/{id}")),
        what: named(&record.action),
        about,
        url,
        changes: difference.changes.into_iter().map(|change| change_line(&record.action, change)).collect(),
        more: difference.more,
    }
}

/// One thing that differs. Roles stand there as a whole, without a name of their own, and are told in words.
fn change_line(action: &str, change: difference::Change) -> ChangeLine {
    let difference::Change { path, before, after } = change;
    if action == AuditAction::UserRoles.as_str() {
        let path = if path.is_empty() { t("console-people-roles").into() } else { path };
        return ChangeLine { path, before: before.map(|names| roles(&names)), after: after.map(|names| roles(&names)) };
    }
    let path = match path.as_str() {
        "" => t("console-audit-value").into(),
        "commission_percent" => t("console-settings-key-commission").into(),
        _ => path,
    };
    ChangeLine { path, before, after }
}

/// Names of roles, in words.
fn roles(names: &str) -> String {
    let named = |name: &str| match Role::parse(name) {
        Some(role) => t(&format!("console-people-role-{}", role.as_str())).to_string(),
        None => name.to_owned(),
    };
    names.split(", ").map(named).collect::<Vec<_>>().join(", ")
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
            Some(seller) => (seller.name.clone(), Some(format!("/console/sellers/{subject}"))),
            None => (subject.to_string(), None),
        },
        "order" => (subject.to_string(), Some(format!("/console/orders/{subject}"))),
        // What is told again is a delivery, which has no page of its own.
        "webhook" if record.action != AuditAction::WebhookReplay.as_str() => {
            (subject.to_string(), Some(format!("/console/webhooks/{subject}")))
        }
        _ if subject.is_nil() => (String::new(), None),
        _ => (subject.to_string(), None),
    }
}

/// What is done, in words; a name that is not known stays as it is.
fn named(action: &str) -> String {
    match AuditAction::parse(action) {
        Some(action) => words_of(action),
        None => action.to_owned(),
    }
}

fn words_of(action: AuditAction) -> String {
    t(&format!("console-audit-did-{}", action.as_str().replace('.', "-"))).into()
}

fn actions(chosen: &str) -> Vec<Choice> {
    let choice = |value: &str, label: String| Choice { value: value.to_owned(), label, selected: value == chosen };
    let mut choices = vec![choice("", t("console-audit-anything").into())];
    choices.extend(AuditAction::ALL.iter().map(|action| choice(action.as_str(), words_of(*action))));
    if !chosen.is_empty() && choices.iter().all(|choice| !choice.selected) {
        choices.push(choice(chosen, chosen.to_owned()));
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
    let (field, id) = match pointer {
        "/by" => ("by", "console-audit-field-by"),
        "/subject" => ("subject", "console-audit-field-subject"),
        "/from" => ("from", "console-audit-field-from"),
        "/until" => ("until", "console-audit-field-until"),
        "/action" => ("action", "console-audit-field-action"),
        _ => return None,
    };
    Some((field.to_owned(), t(id).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};

    #[test]
    fn every_action_has_words_in_every_language_and_an_unknown_one_keeps_its_name() {
        for language in Language::ALL {
            let mut seen = std::collections::HashSet::new();
            for action in AuditAction::ALL {
                let words = within(language, || named(action.as_str()));
                assert!(!words.contains("console-") && words != action.as_str(), "{action:?} in {language:?}: {words}");
                assert!(seen.insert(words), "{action:?} in {language:?} is called like another");
            }
        }
        assert_eq!(named("edition.sold_elsewhere"), "Sold elsewhere");
        assert_eq!(named("order.shipped"), "Shipped");
        assert_eq!(named("moon.howl"), "moon.howl");
    }

    #[test]
    fn a_change_of_roles_is_told_in_words() {
        let told =
            |action: &str, before: serde_json::Value, after: serde_json::Value| -> Vec<(String, String, String)> {
                let changes = difference::between(&before, &after).changes.into_iter();
                let lines = changes.map(|change| change_line(action, change));
                lines.map(|line| (line.path, line.before.unwrap_or_default(), line.after.unwrap_or_default())).collect()
            };
        let line = |path: &str, before: &str, after: &str| vec![(path.to_owned(), before.to_owned(), after.to_owned())];
        let roles = || (serde_json::json!(["customer"]), serde_json::json!(["customer", "moderator"]));
        let (before, after) = roles();
        let said = told("user.roles", before, after);
        assert_eq!(said, line("Roles", "customer", "customer, moderator"));
        let (before, after) = roles();
        let said = within(Language::French, || told("user.roles", before, after));
        assert!(said[0].2.contains("modéra") && !said[0].0.is_empty(), "{said:?}");
        let said = told("search.reindex", serde_json::json!(1), serde_json::json!(2));
        assert_eq!(said, line("All of it", "1", "2"));
    }
}
