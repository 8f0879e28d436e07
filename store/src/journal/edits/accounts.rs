//! What is done about an account with a secret from its mail, and its password.

use chrono::{DateTime, Utc};
use impasto_domain::edit::{NewToken, TokenPurpose};
use impasto_domain::event::Event;
use impasto_domain::ids::{SessionId, UserId};
use impasto_domain::mail::Letter;
use impasto_domain::refusal::Refusal;
use uuid::Uuid;

use super::people::{email_key, end_sessions};
use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::record::stored;
use crate::sql::{execute, fetch_all, fetch_optional, statements};

stored! {
    /// A presented secret with the person whose it is.
    struct Presented {
        user_id: Uuid,
        purpose: String,
        email: String,
        expires_at: DateTime<Utc>,
        email_now: String,
        suspended_at: Option<DateTime<Utc>>,
    }
}

statements! {
    USER_EXISTS = "SELECT u.id FROM users u WHERE u.id = $1 {lock}";
    INSERT_ACCOUNT_TOKEN =
        "INSERT INTO account_tokens (hash, user_id, purpose, email, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    ACCOUNT_TOKEN =
        "SELECT t.user_id, t.purpose, t.email, t.expires_at, u.email AS email_now, u.suspended_at \
         FROM account_tokens t JOIN users u ON u.id = t.user_id WHERE t.hash = $1 {lock}";
    END_TOKENS_OF_PURPOSE = "DELETE FROM account_tokens WHERE user_id = $1 AND purpose = $2";
    END_TOKENS = "DELETE FROM account_tokens WHERE user_id = $1";
    VERIFY_EMAIL =
        "UPDATE users SET email_verified_at = coalesce(email_verified_at, $2), updated_at = $2 WHERE id = $1";
    SET_PASSWORD = "UPDATE users SET password_hash = $2, updated_at = $3 WHERE id = $1";
    SET_EMAIL =
        "UPDATE users SET email = $2, email_key = $3, email_verified_at = $4, updated_at = $4 WHERE id = $1";
    OWNER_OF_EMAIL = "SELECT u.id FROM users u WHERE u.email_key = $1";
    END_OTHER_SESSIONS =
        "UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND id <> $3 AND revoked_at IS NULL RETURNING id";
}

/// Keeps a secret's hash and writes the letter with the secret. The ones before it end.
pub(super) async fn issue(editing: &mut Editing<'_, '_>, token: &NewToken) -> Result<Edited, Fault> {
    if fetch_optional!(editing.db, (Uuid,), USER_EXISTS, token.user_id.0)?.is_none() {
        return Ok(Edited::Refused(Refusal::not_found("user")));
    }
    keep(editing, token).await?;
    Ok(DONE)
}

/// The same for a person that the caller knows to be there.
pub(super) async fn keep(editing: &mut Editing<'_, '_>, token: &NewToken) -> Result<(), Fault> {
    let purpose = token.purpose.as_str();
    execute!(editing.db, END_TOKENS_OF_PURPOSE, token.user_id.0, purpose)?;
    execute!(
        editing.db,
        INSERT_ACCOUNT_TOKEN,
        &token.hash[..],
        token.user_id.0,
        purpose,
        &token.email,
        editing.now,
        token.secret.expires_at
    )?;
    editing.write(token.letter());
    Ok(())
}

/// The address belongs to its account; one that was wanted instead of another becomes it.
pub(super) async fn verify_email(editing: &mut Editing<'_, '_>, hash: &[u8]) -> Result<Edited, Fault> {
    let Some(presented) = presented(editing, hash).await? else {
        return Ok(Edited::Refused(Refusal::Expired));
    };
    let user_id = UserId(presented.user_id);
    let is_own = email_key(&presented.email) == email_key(&presented.email_now);
    if presented.purpose == TokenPurpose::Email.as_str() {
        return change_email(editing, user_id, presented).await;
    }
    if presented.purpose != TokenPurpose::Verify.as_str() || !is_own {
        return Ok(Edited::Refused(Refusal::Expired));
    }
    execute!(editing.db, END_TOKENS_OF_PURPOSE, user_id.0, TokenPurpose::Verify.as_str())?;
    execute!(editing.db, VERIFY_EMAIL, user_id.0, editing.now)?;
    Ok(DONE)
}

/// Another address. What was sent to the old one is good for nothing any more.
async fn change_email(editing: &mut Editing<'_, '_>, user_id: UserId, wanted: Presented) -> Result<Edited, Fault> {
    let key = email_key(&wanted.email);
    let owner = fetch_optional!(editing.db, (Uuid,), OWNER_OF_EMAIL, &key)?;
    if owner.is_some_and(|(owner,)| owner != user_id.0) {
        return Ok(Edited::Refused(Refusal::EmailTaken));
    }
    execute!(editing.db, END_TOKENS, user_id.0)?;
    execute!(editing.db, SET_EMAIL, user_id.0, &wanted.email, &key, editing.now)?;
    if key != email_key(&wanted.email_now) {
        editing.write(Letter::EmailChanged { user_id, email: wanted.email_now });
    }
    Ok(DONE)
}

/// Another password for who has forgotten it; whoever was signed in is no longer.
pub(super) async fn reset_password(
    editing: &mut Editing<'_, '_>,
    hash: &[u8],
    password_hash: &str,
) -> Result<Edited, Fault> {
    let Some(presented) = presented(editing, hash).await? else {
        return Ok(Edited::Refused(Refusal::Expired));
    };
    let is_for_it = presented.purpose == TokenPurpose::Reset.as_str();
    let is_own = email_key(&presented.email) == email_key(&presented.email_now);
    if !is_for_it || !is_own || presented.suspended_at.is_some() {
        return Ok(Edited::Refused(Refusal::Expired));
    }
    let user_id = UserId(presented.user_id);
    execute!(editing.db, END_TOKENS_OF_PURPOSE, user_id.0, TokenPurpose::Reset.as_str())?;
    execute!(editing.db, SET_PASSWORD, user_id.0, password_hash, editing.now)?;
    execute!(editing.db, VERIFY_EMAIL, user_id.0, editing.now)?;
    end_sessions(editing, user_id).await?;
    editing.write(Letter::PasswordChanged { user_id });
    Ok(DONE)
}

/// Another password; every sign-in but the one it was changed from ends.
pub(super) async fn change_password(
    editing: &mut Editing<'_, '_>,
    user_id: UserId,
    password_hash: &str,
    kept: SessionId,
) -> Result<Edited, Fault> {
    if execute!(editing.db, SET_PASSWORD, user_id.0, password_hash, editing.now)? == 0 {
        return Ok(Edited::Refused(Refusal::not_found("user")));
    }
    execute!(editing.db, END_TOKENS_OF_PURPOSE, user_id.0, TokenPurpose::Reset.as_str())?;
    let ended = fetch_all!(editing.db, (Uuid,), END_OTHER_SESSIONS, user_id.0, editing.now, kept.0)?;
    let revoked = ended.into_iter().map(|(id,)| Event::SessionRevoked { session_id: SessionId(id), user_id });
    editing.events.extend(revoked);
    editing.write(Letter::PasswordChanged { user_id });
    Ok(DONE)
}

/// A secret that is still good.
async fn presented(editing: &mut Editing<'_, '_>, hash: &[u8]) -> Result<Option<Presented>, Fault> {
    let found = fetch_optional!(editing.db, Presented, ACCOUNT_TOKEN, hash)?;
    Ok(found.filter(|presented| presented.expires_at > editing.now))
}
