//! Who sends a request, and the extractors by which a handler says whom it serves.
//! Knows nothing of how tokens are made or checked.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::{DateTime, Utc};
use impasto_domain::ids::VisitorId;
use impasto_domain::owner::Owner;

use super::access::Claims;
use super::permission::Needs;
use super::{cookies, order_key};
use crate::gateway::problem::{Problem, ProblemType};

/// Who sends a request. As an extractor it serves anybody, but refuses a token that is not valid (401) and a browser's
/// change from another site (403).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The signed-in person.
    pub user: Option<Arc<Claims>>,
    /// The visitor; beside a user it is who they were before they signed in.
    pub visitor: Option<VisitorId>,
    /// What said so.
    pub via: Via,
}

/// What a request carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// Nothing.
    Nothing,
    /// `Authorization: Bearer`.
    Bearer,
    /// `X-Visitor`.
    VisitorHeader,
    /// Cookies.
    Cookies,
}

impl Identity {
    /// Nobody in particular.
    pub const NOBODY: Self = Self { user: None, visitor: None, via: Via::Nothing };

    /// Who holds and buys: the user, else the visitor.
    #[must_use]
    pub fn owner(&self) -> Option<Owner> {
        let user = self.user.as_ref().map(|user| Owner::User(user.user_id));
        user.or(self.visitor.map(Owner::Visitor))
    }

    /// When the socket of this identity loses its private topics: the end of the access token. Visitors stay.
    #[must_use]
    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.user.as_ref().map(|user| user.expires_at())
    }

    /// `visitor`, `customer`, `artist`, `admin`, …: the weightiest role, for counts of who is connected.
    #[must_use]
    pub fn role(&self) -> &'static str {
        use impasto_domain::identity::Role;
        let Some(user) = &self.user else { return "visitor" };
        let by_weight = [Role::Admin, Role::Moderator, Role::Fulfilment, Role::Artist];
        let role = by_weight.into_iter().find(|role| user.roles.contains(role));
        role.unwrap_or(Role::Customer).as_str()
    }
}

/// What was found out about a request before its handler ran; left in its extensions by the gateway.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    /// Who it is.
    pub(crate) who: Result<Identity, Problem>,
    /// Why it could not be found out who is signed in (the database is away). Who serves anybody goes on without.
    pub(crate) trouble: Option<Problem>,
    /// The visitor beside a bearer token that is not valid.
    pub(crate) beside: Option<VisitorId>,
}

/// Who sends a request, for the calls by which a sign-in begins or ends: a bearer token that is not valid any more speaks
/// for nobody there, instead of standing in the way. A browser's change from another site is refused as everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer(pub Identity);

/// A user or a visitor: somebody who can hold and buy. Others are 401.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who holds and buys.
    pub owner: Owner,
    /// All that is known of them.
    pub identity: Identity,
}

/// Somebody who may look at orders: a user, a visitor, or who has the key to one from a mail. Others are 401.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// All that is known of them.
    pub identity: Identity,
    /// Keys to orders, from the address and from the cookie; none of them is checked.
    pub keys: Vec<String>,
}

/// A signed-in person. Visitors and others are 401.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Arc<Claims>);

/// A signed-in person with a permission: `Allowed<permission::Studio>`. Others are 401 when nobody is signed in, else
/// 403.
#[derive(Debug, Clone)]
pub struct Allowed<P> {
    user: Arc<Claims>,
    permission: PhantomData<P>,
}

impl Deref for SignedIn {
    type Target = Claims;

    fn deref(&self) -> &Claims {
        &self.0
    }
}

impl<P> Deref for Allowed<P> {
    type Target = Claims;

    fn deref(&self) -> &Claims {
        &self.user
    }
}

impl SignedIn {
    /// The person as an owner.
    #[must_use]
    pub fn owner(&self) -> Owner {
        Owner::User(self.0.user_id)
    }
}

impl<P> Allowed<P> {
    /// The person as an owner.
    #[must_use]
    pub fn owner(&self) -> Owner {
        Owner::User(self.user.user_id)
    }
}

impl FromRequest for Identity {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identity(request))
    }
}

impl FromRequest for Newcomer {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match identity(request) {
            Ok(identity) => Ok(Self(identity)),
            Err(problem) if problem.kind() == Some(ProblemType::Unauthenticated) => {
                let visitor = request.extensions().get::<Resolved>().and_then(|found| found.beside);
                let via = if visitor.is_some() { Via::VisitorHeader } else { Via::Nothing };
                Ok(Self(Identity { user: None, visitor, via }))
            }
            Err(problem) => Err(problem),
        })
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(certain(request).and_then(|identity| match identity.owner() {
            Some(owner) => Ok(Self { owner, identity }),
            None => Err(Problem::unauthenticated("This needs an access token, or a visitor token in X-Visitor.")),
        }))
    }
}

impl FromRequest for Viewer {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(certain(request).and_then(|identity| {
            let query = form_urlencoded::parse(request.query_string().as_bytes());
            let named = query.filter(|(name, _)| name == "key").map(|(_, key)| key.into_owned());
            let held = cookies::get(request.headers(), cookies::ORDER_KEYS).unwrap_or_default();
            let keys: Vec<String> = named.chain(order_key::split(held).map(str::to_owned)).collect();
            if identity.owner().is_none() && keys.is_empty() {
                let needs = "This needs an access token, a visitor token in X-Visitor, or the key of a mail.";
                return Err(Problem::unauthenticated(needs));
            }
            Ok(Self { identity, keys })
        }))
    }
}

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(signed_in(request).map(Self))
    }
}

impl<P: Needs> FromRequest for Allowed<P> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(signed_in(request).and_then(|user| {
            if user.may(P::PERMISSION) {
                Ok(Self { user, permission: PhantomData })
            } else {
                Err(Problem::forbidden("The account has no permission for this."))
            }
        }))
    }
}

/// Who sends a request, for code that is no extractor.
///
/// # Errors
/// 401 for a token that is not valid, 403 for a browser's change from another site.
pub fn identity(request: &HttpRequest) -> Result<Identity, Problem> {
    match request.extensions().get::<Resolved>() {
        Some(found) => found.who.clone(),
        None => Ok(Identity::NOBODY),
    }
}

/// As [`identity`], but 503 when it could not be found out who is signed in: nobody else may stand in for them.
fn certain(request: &HttpRequest) -> Result<Identity, Problem> {
    match request.extensions().get::<Resolved>().and_then(|found| found.trouble.clone()) {
        Some(trouble) => Err(trouble),
        None => identity(request),
    }
}

fn signed_in(request: &HttpRequest) -> Result<Arc<Claims>, Problem> {
    certain(request)?.user.ok_or_else(|| Problem::unauthenticated("This needs an access token."))
}
