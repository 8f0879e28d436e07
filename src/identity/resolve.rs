//! From what a request carries to who sends it: bearer token, visitor header, cookies, in this order.
//! Knows nothing of handlers; renews a browser's sign-in through `account`.

use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap};
use chrono::{DateTime, Duration, Utc};
use impasto_domain::ids::VisitorId;

use super::access::{Claims, TokenError};
use super::who::{Identity, Resolved, Via};
use super::{account, cookies, visitor};
use crate::gateway::origin::{self, Provenance};
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::shared::Shared;

/// A visitor's cookie is written anew when it is older than this, so that who comes back is remembered on.
const VISITOR_RENEWAL: Duration = Duration::days(30);

/// Who sends a request, and the cookies that its answer must set.
pub(crate) struct Found {
    pub(crate) resolved: Resolved,
    pub(crate) cookies: Vec<Cookie<'static>>,
}

impl Found {
    fn plain(who: Result<Identity, Problem>) -> Self {
        Self { resolved: Resolved { who, trouble: None, beside: None }, cookies: Vec::new() }
    }
}

/// Finds out who sends an HTTP request.
pub(crate) async fn request(shared: &Shared, method: &Method, headers: &HeaderMap) -> Found {
    let now = shared.clock.now();
    if let Some(token) = bearer(headers) {
        // The visitor beside a user is only somebody to merge; one that is not valid is nobody.
        let visitor = visitor_header(headers).and_then(|token| visitor_of(shared, token, now).ok()).map(|(id, _)| id);
        let who = user(shared, token, now).await;
        let who = who.map(|user| Identity { user: Some(user), visitor, via: Via::Bearer });
        return Found { resolved: Resolved { who, trouble: None, beside: visitor }, cookies: Vec::new() };
    }
    if let Some(token) = visitor_header(headers) {
        let who = visitor_known(shared, token, now).await.map(|(visitor, _)| Identity {
            user: None,
            visitor: Some(visitor),
            via: Via::VisitorHeader,
        });
        return Found::plain(who);
    }
    if headers.contains_key(header::COOKIE) {
        return by_cookies(shared, method, headers, now).await;
    }
    match origin::provenance(shared, headers) {
        // A form from another site must not even act for nobody (it could sign the browser in as somebody else).
        Provenance::Foreign if !method.is_safe() && is_form(headers) => Found::plain(Err(origin::refusal())),
        _ => Found::plain(Ok(Identity::NOBODY)),
    }
}

/// Who a token is for, whichever kind it is: what a socket sends to authenticate.
///
/// # Errors
/// 401 when it is not valid, 503 when that cannot be found out.
pub async fn token(shared: &Shared, token: &str) -> Result<Identity, Problem> {
    let now = shared.clock.now();
    if visitor::is_visitor_token(token) {
        let (visitor, _) = visitor_known(shared, token, now).await?;
        return Ok(Identity { user: None, visitor: Some(visitor), via: Via::VisitorHeader });
    }
    let user = user(shared, token, now).await?;
    Ok(Identity { user: Some(user), visitor: None, via: Via::Bearer })
}

/// Who the cookies of a socket's handshake speak for; its origin was checked before.
///
/// # Errors
/// 401 when none of them is good.
pub async fn socket_cookies(shared: &Shared, sent: &str) -> Result<Identity, Problem> {
    let mut headers = HeaderMap::new();
    let value = header::HeaderValue::from_str(sent).map_err(|_| Problem::malformed("The cookies cannot be read."))?;
    headers.insert(header::COOKIE, value);
    let now = shared.clock.now();
    let user = match cookies::get(&headers, cookies::ACCESS) {
        Some(token) => user(shared, token, now).await.ok(),
        None => None,
    };
    let visitor = cookies::get(&headers, cookies::VISITOR).and_then(|token| visitor_of(shared, token, now).ok());
    if user.is_none() && visitor.is_none() {
        return Err(Problem::unauthenticated("The cookies speak for nobody."));
    }
    Ok(Identity { user, visitor: visitor.map(|(id, _)| id), via: Via::Cookies })
}

async fn by_cookies(shared: &Shared, method: &Method, headers: &HeaderMap, now: DateTime<Utc>) -> Found {
    let access = cookies::get(headers, cookies::ACCESS);
    let refresh = cookies::get(headers, cookies::REFRESH);
    let visitor = cookies::get(headers, cookies::VISITOR);
    let provenance = origin::provenance(shared, headers);
    let counts = access.is_some() || refresh.is_some() || visitor.is_some();
    if !method.is_safe()
        && (counts && provenance != Provenance::Own || provenance == Provenance::Foreign && is_form(headers))
    {
        return Found::plain(Err(origin::refusal()));
    }
    let mut identity = Identity::NOBODY;
    let mut trouble = None;
    let mut set = Vec::new();
    if let Some(token) = access {
        match user(shared, token, now).await {
            Ok(user) => identity.user = Some(user),
            Err(problem) if problem.kind() == Some(ProblemType::Unauthenticated) => {
                set.push(cookies::removal(cookies::ACCESS, shared.is_secure()));
            }
            Err(problem) => trouble = Some(problem),
        }
    }
    if let (None, None, Some(token)) = (&identity.user, &trouble, refresh) {
        match account::refresh(shared, token).await {
            Ok(signed) => {
                set = account::session_cookies(shared, &signed);
                identity.user = Some(Arc::new(signed.claims));
            }
            Err(problem) if problem.kind() == Some(ProblemType::Unauthenticated) => {
                set = account::sign_out_cookies(shared);
            }
            // The cookies stay: whether they are good cannot be found out now.
            Err(problem) => trouble = Some(problem),
        }
    }
    if let Some(token) = visitor {
        match visitor_of(shared, token, now) {
            Ok((id, issued_at)) => {
                identity.visitor = Some(id);
                if now - issued_at > VISITOR_RENEWAL {
                    set.extend(account::visitor_cookie(shared, id));
                }
            }
            Err(TokenError::UnknownKey) => {}
            Err(_) => set.push(cookies::removal(cookies::VISITOR, shared.is_secure())),
        }
    }
    if identity.user.is_some() || identity.visitor.is_some() {
        identity.via = Via::Cookies;
    }
    Found { resolved: Resolved { who: Ok(identity), trouble, beside: None }, cookies: set }
}

async fn user(shared: &Shared, token: &str, now: DateTime<Utc>) -> Result<Arc<Claims>, Problem> {
    let mut verified = shared.access.verify(token, now);
    if verified == Err(TokenError::UnknownKey) {
        shared.look_for_keys(now).await?;
        verified = shared.access.verify(token, now);
    }
    let claims = verified.map_err(refused)?;
    if shared.revoked.contains(claims.session_id) { Err(refused(TokenError::Revoked)) } else { Ok(claims) }
}

fn visitor_of(shared: &Shared, token: &str, now: DateTime<Utc>) -> Result<(VisitorId, DateTime<Utc>), TokenError> {
    let ttl = Duration::days(i64::from(shared.config.identity.visitor_days));
    visitor::verify(&shared.keys.known(), token, now, ttl).map(|claims| (claims.visitor_id, claims.issued_at))
}

async fn visitor_known(
    shared: &Shared,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(VisitorId, DateTime<Utc>), Problem> {
    let mut verified = visitor_of(shared, token, now);
    if verified == Err(TokenError::UnknownKey) {
        shared.look_for_keys(now).await?;
        verified = visitor_of(shared, token, now);
    }
    verified.map_err(refused)
}

fn refused(error: TokenError) -> Problem {
    Problem::unauthenticated(match error {
        TokenError::Invalid | TokenError::UnknownKey => "The token is not valid.",
        TokenError::Expired => "The token has expired.",
        TokenError::Revoked => "The sign-in of this token has ended.",
    })
}

/// The token of `Authorization: Bearer`. Other schemes (a proxy's own `Basic`) say nothing about who it is here.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn visitor_header(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-visitor")?.to_str().ok().map(str::trim)
}

/// Content types that a form on any page can send without being asked.
fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(essence.as_str(), "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain")
}
