//! What people do about their accounts by mail: prove an address, get a new password, take another address. Called by the
//! API and by the pages alike. Knows no words; the letters are written where the journal keeps what they tell of.
//!
//! Nobody learns here whether an account exists: what is asked for is answered alike, and only its mailbox tells more.

use actix_web::web::Data;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::edit::{Edit, NewToken, TokenPurpose};
use impasto_domain::identity::User;
use impasto_domain::ids::{SessionId, UserId};
use impasto_domain::mail::{Letter, LetterSecret};
use impasto_domain::refusal::Refusal;

use super::access::Claims;
use super::account::{check_strength, decode, hash, password_of};
use super::repeat::was_done;
use super::secrets::{HouseSecrets, Unsealable};
use crate::gateway::client::Client;
use crate::gateway::fields::{Fields, nfc};
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::shared::Shared;

/// How long a link to prove an address is good.
pub const PROOF_LASTS: Duration = Duration::hours(24);

/// How long a link to a new password is good.
pub const RESET_LASTS: Duration = Duration::hours(1);

/// What a letter's secret is sealed as.
const SEALED_AS: &[u8] = b"secret of a letter";

/// A fresh secret for somebody's mailbox; `None` where nobody is written to.
#[must_use]
pub fn token(shared: &Shared, user_id: UserId, email: &str, purpose: TokenPurpose) -> Option<NewToken> {
    if !sends_mails(shared) {
        return None;
    }
    let secret: [u8; 32] = rand::random();
    let lasts = if purpose == TokenPurpose::Reset { RESET_LASTS } else { PROOF_LASTS };
    let sealed = shared.secrets.seal(SEALED_AS, &secret);
    let secret_of_letter = LetterSecret { sealed, expires_at: shared.clock.now() + lasts };
    Some(NewToken { user_id, purpose, email: email.to_owned(), hash: hash(&secret), secret: secret_of_letter })
}

/// A letter's secret as it stands in its link.
///
/// # Errors
/// [`Unsealable`] when it was sealed with another master secret.
pub fn link_token(secrets: &HouseSecrets, secret: &LetterSecret) -> Result<String, Unsealable> {
    Ok(URL_SAFE_NO_PAD.encode(secrets.unseal(SEALED_AS, &secret.sealed)?))
}

/// Whether anybody is written to.
#[must_use]
pub fn sends_mails(shared: &Shared) -> bool {
    shared.config.mail.way(shared.is_demo).is_some()
}

/// Sends the mail to prove one's address once more.
///
/// # Errors
/// 409 where it is proven already or no mails are sent, 429, 503.
pub async fn ask_again(
    shared: &Shared,
    me: &Claims,
    client: &Client,
    key: Option<IdempotencyKey>,
) -> Result<(), Problem> {
    if was_done(shared, key.as_ref()).await? {
        return Ok(());
    }
    let user = own(shared, me.user_id).await?;
    if user.email_verified {
        return Err(Problem::new(ProblemType::Conflict).detail("The e-mail address is proven already."));
    }
    count(shared, client, "verify", &user.email).await?;
    let token = token(shared, user.id, &user.email, TokenPurpose::Verify).ok_or_else(no_mails)?;
    submit(shared, Edit::IssueToken(Box::new(token)), key).await
}

/// Takes the secret of a mail that proves an address, or brings another one.
///
/// # Errors
/// 410 for a secret that is not good any more, 409 `email-taken`, 503.
pub async fn verify_email(shared: &Shared, token: &str, key: Option<IdempotencyKey>) -> Result<(), Problem> {
    if was_done(shared, key.as_ref()).await? {
        return Ok(());
    }
    let secret = decode(token.trim()).ok_or_else(|| Problem::from(Refusal::Expired))?;
    submit(shared, Edit::VerifyEmail { hash: hash(&secret) }, key).await
}

/// Sends a link to a new password, if there is an account with the address. Answers the same in any case.
///
/// # Errors
/// 422 for what is no address, 429, 503.
pub async fn forgot_password(
    shared: &Data<Shared>,
    email: &str,
    client: &Client,
    key: Option<IdempotencyKey>,
) -> Result<(), Problem> {
    if was_done(shared, key.as_ref()).await? {
        return Ok(());
    }
    let mut fields = Fields::new();
    let email = fields.email("/email", email);
    fields.finish()?;
    count(shared, client, "reset", &email).await?;
    // Answered before it is looked for: how long an answer takes tells nothing either.
    let shared = shared.clone();
    actix_web::rt::spawn(async move {
        if let Err(problem) = send_reset(&shared, &email, key).await {
            tracing::warn!(%problem, "a link to a new password could not be sent");
        }
    });
    Ok(())
}

async fn send_reset(shared: &Shared, email: &str, key: Option<IdempotencyKey>) -> Result<(), Problem> {
    let account = shared.people.by_email(email).await?.filter(|account| !account.user.suspended);
    let token = account.and_then(|account| token(shared, account.user.id, &account.user.email, TokenPurpose::Reset));
    match token {
        Some(token) => submit(shared, Edit::IssueToken(Box::new(token)), key).await,
        // A key is kept in any case: what becomes of its second use tells nothing either.
        None if key.is_some() => submit(shared, Edit::KeepKey, key).await,
        None => Ok(()),
    }
}

/// Sets a new password by the secret of a mail. All sign-ins end.
///
/// # Errors
/// 410 for a secret that is not good any more, 422 `invalid-fields` or `weak-password`, 503.
pub async fn reset_password(
    shared: &Shared,
    token: &str,
    password: &str,
    key: Option<IdempotencyKey>,
) -> Result<(), Problem> {
    if was_done(shared, key.as_ref()).await? {
        return Ok(());
    }
    let mut fields = Fields::new();
    let password = password_of(&mut fields, "/password", password);
    fields.finish()?;
    // Whose it will be is known only to who has the secret: name and address cannot be held against it.
    check_strength("/password", &password, "", "")?;
    let secret = decode(token.trim()).ok_or_else(|| Problem::from(Refusal::Expired))?;
    let password_hash = shared.passwords.hash(&password).await?;
    submit(shared, Edit::ResetPassword { hash: hash(&secret), password_hash }, key).await
}

/// Sets a new password with the present one. All other sign-ins end.
///
/// # Errors
/// 422 for a present one that is wrong and a new one that is weak, 429, 503.
pub async fn change_password(
    shared: &Shared,
    me: &Claims,
    current: &str,
    new: &str,
    client: &Client,
    key: Option<IdempotencyKey>,
) -> Result<(), Problem> {
    if was_done(shared, key.as_ref()).await? {
        return Ok(());
    }
    let mut fields = Fields::new();
    let password = password_of(&mut fields, "/new", new);
    fields.finish()?;
    let user = prove_oneself(shared, me.user_id, current, "/current", client).await?;
    check_strength("/new", &password, &user.email, &user.display_name)?;
    let password_hash = shared.passwords.hash(&password).await?;
    let keep: SessionId = me.session_id;
    submit(shared, Edit::ChangePassword { user_id: user.id, password_hash, keep }, key).await
}

/// Sends a link to an address that one wants to have instead. One that belongs to another account is told so by a mail of
/// its own; who asks is answered the same.
///
/// # Errors
/// 422 for what is no address and for a wrong password, 409 where no mails are sent, 429, 503.
pub async fn change_email(
    shared: &Shared,
    me: &Claims,
    email: &str,
    password: &str,
    client: &Client,
    key: Option<IdempotencyKey>,
) -> Result<(), Problem> {
    if was_done(shared, key.as_ref()).await? {
        return Ok(());
    }
    let mut fields = Fields::new();
    let email = fields.email("/email", email);
    fields.finish()?;
    let user = prove_oneself(shared, me.user_id, password, "/password", client).await?;
    count(shared, client, "email", &user.email).await?;
    let token = token(shared, user.id, &email, TokenPurpose::Email).ok_or_else(no_mails)?;
    let edit = match shared.people.by_email(&email).await? {
        Some(other) if other.user.id != user.id => {
            Edit::SendLetter { letter: Letter::EmailInUse { user_id: other.user.id } }
        }
        _ => Edit::IssueToken(Box::new(token)),
    };
    submit(shared, edit, key).await
}

/// Counts something that sends a mail, as failed sign-ins are counted: nobody fills a stranger's mailbox.
///
/// # Errors
/// 429 with the seconds to wait.
pub async fn count(shared: &Shared, client: &Client, what: &str, account: &str) -> Result<(), Problem> {
    if client.is_exempt {
        return Ok(());
    }
    let now = || shared.clock.now();
    let attempt = shared.throttle.begin(&format!("{what} {account}"), client.limit_key(), now).await;
    let attempt = attempt
        .map_err(|problem| problem.detail("There were too many mails of this kind. Wait a minute and try again."))?;
    attempt.failed(now());
    Ok(())
}

/// The signed-in person, once they have shown that they know their password.
async fn prove_oneself(
    shared: &Shared,
    id: UserId,
    password: &str,
    pointer: &str,
    client: &Client,
) -> Result<User, Problem> {
    let user = own(shared, id).await?;
    let now = || shared.clock.now();
    let attempt = match client.is_exempt {
        true => None,
        false => Some(shared.throttle.begin(&user.email, client.limit_key(), now).await?),
    };
    let account = shared.people.by_email(&user.email).await?;
    let stored = account.as_ref().map(|account| account.password_hash.as_str());
    if shared.passwords.verify(&nfc(password), stored).await? {
        if let Some(attempt) = attempt {
            attempt.succeeded();
        }
        return Ok(user);
    }
    if let Some(attempt) = attempt {
        attempt.failed(now());
    }
    Err(Problem::field(pointer, "is not the account\u{2019}s password"))
}

async fn own(shared: &Shared, id: UserId) -> Result<User, Problem> {
    shared.people.by_id(id).await?.ok_or_else(|| Problem::not_found("account"))
}

async fn submit(shared: &Shared, edit: Edit, idempotency: Option<IdempotencyKey>) -> Result<(), Problem> {
    shared.journal.submit(Submission { command: Command::Edit(Box::new(edit)), idempotency }).await?;
    Ok(())
}

fn no_mails() -> Problem {
    Problem::new(ProblemType::Conflict).detail("This gallery sends no mails, so an address cannot be proven here.")
}
