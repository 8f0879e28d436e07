//! Reports of works: made once an owner, decided once.

use impasto_domain::audit::AuditAction;
use impasto_domain::ids::{ArtworkId, ReportId, UserId};
use impasto_domain::owner::Owner;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::report::{ReportReason, ReportStatus};
use uuid::Uuid;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::sql::{execute, fetch_optional, statements};

/// A report as it comes in.
pub(super) struct NewReport<'a> {
    pub(super) id: ReportId,
    pub(super) artwork_id: ArtworkId,
    pub(super) owner: Owner,
    pub(super) reason: ReportReason,
    pub(super) text: &'a str,
}

statements! {
    /// What everybody can see, everybody can report.
    SHOWN_WORK =
        "SELECT a.id FROM artwork_heads a WHERE a.id = $1 AND a.status IN ('published', 'paused', 'sold_out')";
    OWN_REPORT = "SELECT r.id FROM reports r WHERE r.artwork_id = $1 AND r.owner_id = $2";
    INSERT_REPORT =
        "INSERT INTO reports (id, artwork_id, owner_kind, owner_id, reason, text, status, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 'open', $7)";
    REPORT_STATUS = "SELECT r.status FROM reports r WHERE r.id = $1 {lock}";
    DECIDE_REPORT = "UPDATE reports SET status = $2, note = $3, decided_at = $4, decided_by = $5 WHERE id = $1";
}

/// Reports a work. Who has done so already is told the same again: nobody is told what others reported.
pub(super) async fn add(editing: &mut Editing<'_, '_>, new: NewReport<'_>) -> Result<Edited, Fault> {
    if fetch_optional!(editing.db, (Uuid,), SHOWN_WORK, new.artwork_id.0)?.is_none() {
        return Ok(Edited::Refused(Refusal::not_found("artwork")));
    }
    if let Some((known,)) = fetch_optional!(editing.db, (Uuid,), OWN_REPORT, new.artwork_id.0, new.owner.id())? {
        return Ok(Edited::Unchanged(Reply::Id(known)));
    }
    execute!(
        editing.db,
        INSERT_REPORT,
        new.id.0,
        new.artwork_id.0,
        new.owner.kind(),
        new.owner.id(),
        new.reason.as_str(),
        new.text,
        editing.now
    )?;
    Ok(Edited::Written(Reply::Id(new.id.0)))
}

/// Says what became of a report.
pub(super) async fn decide(
    editing: &mut Editing<'_, '_>,
    id: ReportId,
    status: ReportStatus,
    note: Option<&str>,
    by: UserId,
) -> Result<Edited, Fault> {
    let Some((before,)) = fetch_optional!(editing.db, (String,), REPORT_STATUS, id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("report")));
    };
    if before != ReportStatus::Open.as_str() || status == ReportStatus::Open {
        return Ok(Edited::Refused(Refusal::InvalidTransition { from: before, to: status.as_str().to_owned() }));
    }
    execute!(editing.db, DECIDE_REPORT, id.0, status.as_str(), note, editing.now, by.0)?;
    let after = serde_json::json!({"status": status, "note": note});
    editing.note(Some(by), AuditAction::ReportDecide, id.0, serde_json::json!({"status": before}), after);
    Ok(DONE)
}
