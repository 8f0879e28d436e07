//! Sign-ins and the rotation of their refresh tokens.

use chrono::{DateTime, TimeDelta, Utc};
use impasto_domain::event::Event;
use impasto_domain::ids::{SessionId, UserId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use uuid::Uuid;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::record::stored;
use crate::sql::{execute, fetch_optional, statements};

/// A sign-in.
pub(super) struct NewSession<'e> {
    pub(super) id: SessionId,
    pub(super) user_id: UserId,
    pub(super) user_agent: &'e str,
    pub(super) refresh_hash: &'e [u8],
    pub(super) expires_at: DateTime<Utc>,
}

stored! {
    /// A presented token with its session and person.
    struct Presented {
        session_id: Uuid,
        user_id: Uuid,
        expires_at: DateTime<Utc>,
        used_at: Option<DateTime<Utc>>,
        successor_hash: Option<Vec<u8>>,
        revoked_at: Option<DateTime<Utc>>,
        suspended_at: Option<DateTime<Utc>>,
    }
}

statements! {
    MAY_SIGN_IN = "SELECT u.id, u.suspended_at FROM users u WHERE u.id = $1";
    INSERT_SESSION =
        "INSERT INTO sessions (id, user_id, user_agent, created_at, seen_at, expires_at) \
         VALUES ($1, $2, $3, $4, $4, $5)";
    INSERT_TOKEN =
        "INSERT INTO refresh_tokens (hash, session_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    PRESENTED =
        "SELECT t.session_id, s.user_id, t.expires_at, t.used_at, t.successor_hash, s.revoked_at, u.suspended_at \
         FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id \
         WHERE t.hash = $1 {lock}";
    USE_TOKEN = "UPDATE refresh_tokens SET used_at = $2, successor_hash = $3 WHERE hash = $1";
    RENEW_SESSION = "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE id = $1";
    SESSION_OF = "SELECT s.user_id, s.revoked_at FROM sessions s WHERE s.id = $1 {lock}";
    REVOKE_SESSION = "UPDATE sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
}

/// Notes a sign-in with its first refresh token.
pub(super) async fn start(editing: &mut Editing<'_, '_>, new: NewSession<'_>) -> Result<Edited, Fault> {
    match fetch_optional!(editing.db, (Uuid, Option<DateTime<Utc>>), MAY_SIGN_IN, new.user_id.0)? {
        None => return Ok(Edited::Refused(Refusal::not_found("user"))),
        Some((_, Some(_))) => {
            return Ok(Edited::Refused(Refusal::Forbidden { reason: "the account is suspended".to_owned() }));
        }
        Some((_, None)) => {}
    }
    execute!(editing.db, INSERT_SESSION, new.id.0, new.user_id.0, new.user_agent, editing.now, new.expires_at)?;
    execute!(editing.db, INSERT_TOKEN, new.refresh_hash, new.id.0, editing.now, new.expires_at)?;
    Ok(DONE)
}

/// Exchanges a token for its successor. The same old token within the grace gets the same successor; later reuse
/// means that it was stolen, and ends the session.
pub(super) async fn rotate(
    editing: &mut Editing<'_, '_>,
    presented_hash: &[u8],
    successor_hash: &[u8],
    expires_at: DateTime<Utc>,
    grace_s: u32,
) -> Result<Edited, Fault> {
    let Some(presented) = fetch_optional!(editing.db, Presented, PRESENTED, presented_hash)? else {
        return Ok(Edited::Refused(Refusal::Expired));
    };
    let over = presented.revoked_at.is_some() || presented.suspended_at.is_some();
    if over || presented.expires_at <= editing.now {
        return Ok(Edited::Refused(Refusal::Expired));
    }
    let (session_id, user_id) = (SessionId(presented.session_id), UserId(presented.user_id));
    let reply = Reply::Rotated { session_id, user_id };
    if let Some(used_at) = presented.used_at {
        let in_grace = editing.now - used_at <= TimeDelta::seconds(i64::from(grace_s));
        if in_grace && presented.successor_hash.as_deref() == Some(successor_hash) {
            return Ok(Edited::Unchanged(reply));
        }
        end(editing, session_id, user_id).await?;
        return Ok(Edited::RefusedAndWritten(Refusal::Expired));
    }
    execute!(editing.db, USE_TOKEN, presented_hash, editing.now, successor_hash)?;
    execute!(editing.db, INSERT_TOKEN, successor_hash, session_id.0, editing.now, expires_at)?;
    execute!(editing.db, RENEW_SESSION, session_id.0, editing.now, expires_at)?;
    Ok(Edited::Written(reply))
}

/// Ends a sign-in; of a given person only their own.
pub(super) async fn revoke(
    editing: &mut Editing<'_, '_>,
    session_id: SessionId,
    only_of: Option<UserId>,
) -> Result<Edited, Fault> {
    let found = fetch_optional!(editing.db, (Uuid, Option<DateTime<Utc>>), SESSION_OF, session_id.0)?;
    let Some((user_id, revoked_at)) = found else {
        return Ok(Edited::Refused(Refusal::not_found("session")));
    };
    if only_of.is_some_and(|only| only.0 != user_id) {
        return Ok(Edited::Refused(Refusal::not_found("session")));
    }
    if revoked_at.is_some() {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    end(editing, session_id, UserId(user_id)).await?;
    Ok(DONE)
}

async fn end(editing: &mut Editing<'_, '_>, session_id: SessionId, user_id: UserId) -> Result<(), Fault> {
    if execute!(editing.db, REVOKE_SESSION, session_id.0, editing.now)? == 1 {
        editing.events.push(Event::SessionRevoked { session_id, user_id });
    }
    Ok(())
}
