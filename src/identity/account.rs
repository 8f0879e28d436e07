//! What people do about their accounts: register, sign in, renew, sign out. Called by the API and by the pages alike.
//! Knows nothing of request bodies or pages.

use actix_web::cookie::Cookie;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::edit::{Edit, NewUser, TokenPurpose};
use impasto_domain::identity::{Role, User};
use impasto_domain::ids::{SessionId, UserId, VisitorId};
use impasto_domain::ports::JournalError;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use sha2::{Digest, Sha256};

use super::access::Claims;
use super::{artist, cookies, mailed, visitor, weak};
use crate::gateway::client::Client;
use crate::gateway::fields::{Fields, nfc};
use crate::gateway::problem::{FieldError, Problem, ProblemType};
use crate::gateway::shared::Shared;
use crate::words;

/// The same old refresh token within this time gets the same successor: two tabs may renew at once.
pub const GRACE_S: u32 = 30;

/// Longest password, in characters: long enough for any phrase, short enough to hash.
pub const PASSWORD_MAX_CHARS: usize = 256;

/// What somebody gives to register.
#[derive(Clone)]
pub struct Registration {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// What others shall see.
    pub display_name: String,
    /// Whether they sell: gives an artist profile and a seller of one.
    pub is_artist: bool,
}

/// What somebody gives to sign in.
#[derive(Clone)]
pub struct Credentials {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// A sign-in that succeeded, or was renewed.
#[derive(Clone)]
pub struct SignIn {
    /// The person.
    pub user: User,
    /// The access token.
    pub access_token: String,
    /// What it says.
    pub claims: Claims,
    /// The refresh token.
    pub refresh_token: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").field("user", &self.user.id).finish_non_exhaustive()
    }
}

/// Makes an account, and moves the visitor's cart to it.
///
/// # Errors
/// 422 `invalid-fields` or `weak-password`, 409 `email-taken`, 503.
pub async fn register(
    shared: &Shared,
    wanted: &Registration,
    visitor: Option<VisitorId>,
    key: Option<IdempotencyKey>,
) -> Result<User, Problem> {
    let mut fields = Fields::new();
    let email = fields.email("/email", &wanted.email);
    let display_name = fields.line("/display_name", &wanted.display_name, 80);
    let password = password_of(&mut fields, "/password", &wanted.password);
    fields.finish()?;
    check_strength("/password", &password, &email, &display_name)?;
    let password_hash = shared.passwords.hash(&password).await?;
    let mut mint = shared.mint();
    let id: UserId = mint.mint();
    let proof = mailed::token(shared, id, &email, TokenPurpose::Verify).map(Box::new);
    let roles = if wanted.is_artist { vec![Role::Customer, Role::Artist] } else { vec![Role::Customer] };
    let artist = wanted.is_artist.then(|| Box::new(artist::new(shared, &mut mint, &display_name, &email)));
    let locale = words::current().tag().to_owned();
    let email_verified = false;
    let user = NewUser { id, email: email.clone(), password_hash, display_name, locale, roles, email_verified, proof };
    let command = Command::Edit(Box::new(Edit::RegisterUser { user, artist }));
    shared.journal.submit(Submission { command, idempotency: key }).await?;
    // By e-mail and not by id: a repeat with the same idempotency key made the account under the first one's id.
    let account = shared.people.by_email(&email).await?;
    let user = account.ok_or_else(|| Problem::unavailable(1))?.user;
    if let Some(visitor) = visitor {
        // The account stands; a cart that could not move now moves at the next sign-in.
        if let Err(problem) = shared.carts.merge(visitor, user.id).await {
            tracing::warn!(%problem, "a visitor's cart did not follow to a new account");
        }
    }
    Ok(user)
}

/// A password as it is hashed; one that is too long to be is noted.
pub(super) fn password_of(fields: &mut Fields, pointer: &str, typed: &str) -> String {
    let password = nfc(typed);
    let fits = password.chars().count() <= PASSWORD_MAX_CHARS;
    fields.check(fits, pointer, format!("must have at most {PASSWORD_MAX_CHARS} characters"));
    password
}

/// Refuses a password that is easy to guess.
pub(super) fn check_strength(pointer: &str, password: &str, email: &str, display_name: &str) -> Result<(), Problem> {
    let Some(reason) = weak::reason(password, email, display_name) else { return Ok(()) };
    let error = FieldError { pointer: pointer.into(), message: reason.into() };
    Err(Problem::new(ProblemType::WeakPassword).detail(reason).errors(vec![error]))
}

/// Checks a password, moves the visitor's cart and begins a sign-in.
///
/// # Errors
/// 401 for a wrong e-mail address or password (the same answer after the same time), 403 for a suspended account, 429
/// after too many failures, 503.
pub async fn sign_in(
    shared: &Shared,
    given: &Credentials,
    visitor: Option<VisitorId>,
    client: &Client,
    user_agent: &str,
) -> Result<SignIn, Problem> {
    let email = nfc(given.email.trim());
    let now = || shared.clock.now();
    let attempt = match client.is_exempt {
        true => None,
        false => Some(shared.throttle.begin(&email, client.limit_key(), now).await?),
    };
    let account = shared.people.by_email(&email).await?;
    let stored = account.as_ref().map(|account| account.password_hash.as_str());
    let fits = shared.passwords.verify(&nfc(&given.password), stored).await?;
    let user = match account.filter(|_| fits) {
        Some(account) => account.user,
        None => {
            if let Some(attempt) = attempt {
                attempt.failed(now());
            }
            return Err(Problem::unauthenticated("The e-mail address or the password is wrong."));
        }
    };
    if let Some(attempt) = attempt {
        attempt.succeeded();
    }
    if user.suspended {
        return Err(Problem::forbidden("The account is suspended."));
    }
    if let Some(visitor) = visitor {
        match shared.carts.merge(visitor, user.id).await {
            Ok(()) => {}
            // The cart could not be moved now, but can be: signing in again does both.
            Err(problem) if problem.kind() == Some(ProblemType::Unavailable) => return Err(problem),
            Err(problem) => tracing::warn!(%problem, "a visitor's cart did not follow to its user"),
        }
    }
    begin(shared, user, user_agent).await
}

/// Begins a sign-in of somebody whose password has been checked (or who has just registered).
///
/// # Errors
/// 503.
pub async fn begin(shared: &Shared, user: User, user_agent: &str) -> Result<SignIn, Problem> {
    let now = shared.clock.now();
    let session_id: SessionId = shared.mint().mint();
    let refresh: [u8; 32] = rand::random();
    let edit = Edit::StartSession {
        session_id,
        user_id: user.id,
        user_agent: shortened(user_agent),
        refresh_hash: hash(&refresh),
        expires_at: now + refresh_ttl(shared),
    };
    shared.journal.submit(Command::Edit(Box::new(edit)).into()).await?;
    signed(shared, user, session_id, &refresh, now).await
}

/// Exchanges a refresh token for its successor and a new access token.
///
/// # Errors
/// 401 for a token that is not valid, was used before or belongs to an ended sign-in; 503.
pub async fn refresh(shared: &Shared, token: &str) -> Result<SignIn, Problem> {
    let invalid = || Problem::unauthenticated("The refresh token is not valid. Please sign in again.");
    let now = shared.clock.now();
    let presented = decode(token).ok_or_else(invalid)?;
    let successor = shared.secrets.successor(&presented);
    let edit = Edit::RotateRefresh {
        presented_hash: hash(&presented),
        successor_hash: hash(&successor),
        expires_at: now + refresh_ttl(shared),
        grace_s: GRACE_S,
    };
    let reply = match shared.journal.submit(Command::Edit(Box::new(edit)).into()).await {
        Ok(reply) => reply,
        Err(JournalError::Refused(Refusal::Expired | Refusal::NotFound { .. })) => return Err(invalid()),
        Err(error) => return Err(error.into()),
    };
    let Reply::Rotated { session_id, user_id } = reply else {
        tracing::error!(?reply, "a refresh token was exchanged for something else");
        return Err(Problem::unavailable(1));
    };
    let user = shared.people.by_id(user_id).await?.filter(|user| !user.suspended).ok_or_else(invalid)?;
    signed(shared, user, session_id, &successor, now).await
}

/// Ends a sign-in; its access tokens are refused at once.
///
/// # Errors
/// 503.
pub async fn sign_out(shared: &Shared, session_id: SessionId, user_id: UserId) -> Result<(), Problem> {
    let edit = Edit::RevokeSession { session_id, user_id: Some(user_id) };
    match shared.journal.submit(Command::Edit(Box::new(edit)).into()).await {
        // Ended already is ended.
        Ok(_) | Err(JournalError::Refused(Refusal::NotFound { .. })) => {}
        Err(error) => return Err(error.into()),
    }
    shared.revoked.add(session_id, shared.clock.now());
    Ok(())
}

/// A new visitor with their token.
///
/// # Errors
/// 503 when this node has no key to sign with.
pub fn new_visitor(shared: &Shared) -> Result<(VisitorId, String), Problem> {
    let visitor_id: VisitorId = shared.mint().mint();
    let token = visitor::sign(&shared.keys.known(), visitor_id, shared.clock.now());
    Ok((visitor_id, token.ok_or_else(|| Problem::unavailable(1))?))
}

/// The cookies of a sign-in.
#[must_use]
pub fn session_cookies(shared: &Shared, signed: &SignIn) -> Vec<Cookie<'static>> {
    let secure = shared.is_secure();
    let access_s = i64::from(shared.config.identity.access_ttl_s);
    vec![
        cookies::make(cookies::ACCESS, signed.access_token.clone(), access_s, secure),
        cookies::make(cookies::REFRESH, signed.refresh_token.clone(), refresh_ttl(shared).num_seconds(), secure),
    ]
}

/// The cookies that end a sign-in in the browser.
#[must_use]
pub fn sign_out_cookies(shared: &Shared) -> Vec<Cookie<'static>> {
    let secure = shared.is_secure();
    vec![cookies::removal(cookies::ACCESS, secure), cookies::removal(cookies::REFRESH, secure)]
}

/// The cookie of a visitor, written anew. `None` when this node has no key to sign with.
#[must_use]
pub fn visitor_cookie(shared: &Shared, id: VisitorId) -> Option<Cookie<'static>> {
    let token = visitor::sign(&shared.keys.known(), id, shared.clock.now())?;
    let ttl = Duration::days(i64::from(shared.config.identity.visitor_days));
    Some(cookies::make(cookies::VISITOR, token, ttl.num_seconds(), shared.is_secure()))
}

async fn signed(
    shared: &Shared,
    user: User,
    session_id: SessionId,
    refresh: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<SignIn, Problem> {
    if let Err(error) = shared.keys.refresh(&*shared.people).await {
        // The known keys still sign; a reader that has newer ones knows these as well.
        tracing::warn!(%error, "the signing keys could not be read again");
    }
    let (access_token, claims) = shared.access.sign(&user, session_id, now).ok_or_else(|| Problem::unavailable(1))?;
    Ok(SignIn { user, access_token, claims, refresh_token: URL_SAFE_NO_PAD.encode(refresh) })
}

fn refresh_ttl(shared: &Shared) -> Duration {
    Duration::days(i64::from(shared.config.identity.refresh_days))
}

pub(super) fn decode(token: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()
}

pub(super) fn hash(token: &[u8; 32]) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// A browser's own words, without control characters, at most 200 characters.
fn shortened(user_agent: &str) -> String {
    user_agent.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests;
