//! What the sockets ask of the program: who somebody is, what they may hear, what a topic looks like, what was missed.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use actix_web::web::Data;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use impasto_domain::identity::Permission;
use impasto_domain::ids::{ArtworkId, OrderId};
use impasto_domain::ports::ConnectionSeen;
use impasto_ws::{
    Arrival, Credentials, LiveBackend, Missed, Pass, Position, Presence, PresenceChange, Principal,
    Problem as WsProblem, Refusal, Snapshot, Topic,
};
use uuid::Uuid;

use super::snapshots;
use crate::app::App;
use crate::gateway::client::Client;
use crate::gateway::origin::{Handshake, of_handshake};
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::shared::Shared;
use crate::identity::{Identity, resolve};

/// The program as the live layer sees it.
pub struct Backend {
    app: Arc<OnceLock<Data<App>>>,
    shared: Data<Shared>,
}

impl Backend {
    /// A backend; the app is set once it is there.
    #[must_use]
    pub fn new(app: Arc<OnceLock<Data<App>>>, shared: Data<Shared>) -> Self {
        Self { app, shared }
    }

    fn app(&self) -> Result<&App, Refusal> {
        self.app.get().map(|app| &***app).ok_or_else(|| WsProblem::Unavailable.into())
    }

    async fn may(&self, principal: Option<&Principal>, topic: &Topic) -> Result<(), Refusal> {
        let app = self.app()?;
        let can = |permission: Permission| principal.is_some_and(|who| allows(who, permission));
        let allowed = match topic {
            Topic::Storefront => true,
            Topic::Artwork(id) => return self.artwork_visible(principal, ArtworkId(*id)).await,
            Topic::Cart(owner) => principal.is_some_and(|who| who.owner() == Some(*owner)),
            Topic::Order(id) => {
                let order = app.reads.order(OrderId(*id)).await.map_err(|_| WsProblem::Unavailable)?;
                let owned =
                    order.is_some_and(|order| principal.is_some_and(|who| who.owners.contains(&order.head.owner.id())));
                if !owned && !can(Permission::OrdersManage) {
                    return Err(WsProblem::NotFound.into());
                }
                true
            }
            Topic::SellerSales(id) => {
                let own = principal.is_some_and(|who| who.permissions.contains(&seller_mark(*id)));
                own || can(Permission::OrdersManage)
            }
            Topic::Inventory => can(Permission::InventoryManage),
            Topic::Orders => can(Permission::OrdersManage),
            Topic::Presence => can(Permission::PresenceRead),
        };
        match (allowed, principal) {
            (true, _) => Ok(()),
            (false, None) => Err(WsProblem::Unauthenticated.into()),
            (false, Some(_)) => Err(WsProblem::Forbidden.into()),
        }
    }

    async fn artwork_visible(&self, principal: Option<&Principal>, id: ArtworkId) -> Result<(), Refusal> {
        let app = self.app()?;
        if app.catalogue.by_id(id).is_some() {
            return Ok(());
        }
        let record = app.store.artwork(&id.to_string()).await.map_err(|_| WsProblem::Unavailable)?;
        let own = |seller: Uuid| principal.is_some_and(|who| who.permissions.contains(&seller_mark(seller)));
        let moderator = principal.is_some_and(|who| allows(who, Permission::Moderate));
        match record {
            // It hangs since a moment ago: who was told `published` finds it on every node.
            Some(record) if record.status.is_public() => {
                app.hang(record).await.map(drop).map_err(|problem| refusal(&problem))
            }
            Some(record) if own(record.seller.id.0) || moderator => Ok(()),
            _ => Err(WsProblem::NotFound.into()),
        }
    }
}

impl LiveBackend for Backend {
    fn now(&self) -> DateTime<Utc> {
        self.shared.clock.now()
    }

    fn new_connection_id(&self) -> Uuid {
        self.shared.mint().mint()
    }

    fn origin_allowed(&self, _origin: &str) -> bool {
        // `admit` has compared it with the Host header, which only it sees.
        true
    }

    fn cookies_count(&self, arrival: Arrival<'_>) -> bool {
        of_handshake(&self.shared, arrival.headers) == Handshake::Own
    }

    fn admit(&self, arrival: Arrival<'_>) -> Result<Pass, Refusal> {
        if of_handshake(&self.shared, arrival.headers) == Handshake::Foreign {
            return Err(Refusal::new(WsProblem::Forbidden, "Sockets are for this site's own pages."));
        }
        let client = Client::of(&self.shared, arrival.peer, arrival.headers);
        self.shared.limits.count_address(&client).map_err(|problem| refusal(&problem))?;
        self.shared.sockets.take(&client).map(Pass::holding).map_err(|problem| refusal(&problem))
    }

    fn authenticate<'a>(&'a self, credentials: Credentials<'a>) -> BoxFuture<'a, Result<Principal, Refusal>> {
        async move {
            let identity = match credentials {
                Credentials::Token(token) => resolve::token(&self.shared, token).await,
                Credentials::Cookies(cookies) => resolve::socket_cookies(&self.shared, cookies).await,
            };
            principal(&identity.map_err(|problem| refusal(&problem))?)
        }
        .boxed()
    }

    fn authorise<'a>(
        &'a self,
        principal: Option<&'a Principal>,
        topic: &'a Topic,
    ) -> BoxFuture<'a, Result<(), Refusal>> {
        self.may(principal, topic).boxed()
    }

    fn snapshot<'a>(
        &'a self,
        topic: &'a Topic,
        principal: Option<&'a Principal>,
    ) -> BoxFuture<'a, Result<Snapshot, Refusal>> {
        async move { snapshots::snapshot(self.app()?, topic, principal).await.map_err(|problem| refusal(&problem)) }
            .boxed()
    }

    fn since<'a>(
        &'a self,
        topic: &'a Topic,
        position: &'a Position,
        principal: Option<&'a Principal>,
    ) -> BoxFuture<'a, Result<Option<Missed>, Refusal>> {
        async move { snapshots::since(self.app()?, topic, position, principal).await.map_err(|problem| refusal(&problem)) }
            .boxed()
    }

    fn presence(&self, presence: Presence) {
        let Some(app) = self.app.get() else { return };
        let handle = app.engine.presence();
        if presence.change == PresenceChange::Disconnected {
            return handle.gone(presence.connection);
        }
        handle.seen(ConnectionSeen {
            connection_id: presence.connection,
            owner_id: presence.owner,
            role: presence.role.into_owned(),
            viewing: presence.viewing.map(ArtworkId),
        });
    }
}

/// Who an identity is for the live layer.
///
/// # Errors
/// `unauthenticated` for nobody.
pub(super) fn principal(identity: &Identity) -> Result<Principal, Refusal> {
    if identity.owner().is_none() {
        return Err(WsProblem::Unauthenticated.into());
    }
    let user = identity.user.as_deref();
    let own = user.map(|user| user.user_id.0);
    let visitor = identity.visitor.map(|visitor| visitor.0);
    let roles = user.map(|user| user.roles.clone()).unwrap_or_default();
    let permissions = roles.iter().flat_map(|role| role.permissions()).map(|permission| Cow::from(mark(*permission)));
    let seller = user.and_then(|user| user.seller_id).map(|id| seller_mark(id.0));
    Ok(Principal {
        owners: own.into_iter().chain(visitor).collect(),
        user: own,
        session: user.map(|user| user.session_id.0),
        role: identity.role().into(),
        permissions: permissions.chain(seller).collect(),
        expires_at: identity.expires_at(),
    })
}

/// A problem of the gateway as the live layer says it.
pub(super) fn refusal(problem: &Problem) -> Refusal {
    let kind = match problem.kind() {
        Some(ProblemType::Malformed | ProblemType::InvalidFields) => WsProblem::Malformed,
        Some(ProblemType::Unauthenticated) => WsProblem::Unauthenticated,
        Some(ProblemType::Forbidden) => WsProblem::Forbidden,
        Some(ProblemType::NotFound) => WsProblem::NotFound,
        Some(ProblemType::RateLimited) => WsProblem::RateLimited,
        _ => WsProblem::Unavailable,
    };
    let refusal = Refusal::new(kind, problem.detail_text().unwrap_or_default().to_owned());
    Refusal { retry_after_s: problem.retry_after_s(), ..refusal }
}

fn allows(principal: &Principal, permission: Permission) -> bool {
    principal.permissions.iter().any(|known| *known == mark(permission))
}

/// A permission in the live layer's opaque words.
fn mark(permission: Permission) -> String {
    format!("{permission:?}")
}

/// Membership of a seller in the live layer's opaque words.
fn seller_mark(seller: Uuid) -> Cow<'static, str> {
    Cow::from(format!("seller:{seller}"))
}
