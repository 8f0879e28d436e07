//! Who a socket speaks for: signing in, signing in again, running out, being revoked.
//! Knows nothing of tokens; the backend reads them.

use std::rc::Rc;

use futures_util::future::join_all;
use uuid::Uuid;

use crate::{
    backend::{Credentials, PresenceChange, Principal},
    hub::{Hub, conn::ConnId, state::State},
    problem::{Problem, Refusal},
    protocol::{self, RequestId},
    topic::Topic,
};

/// How long a revocation is remembered, in milliseconds: longer than any authentication takes.
const REVOKED_KEPT_MS: u64 = 60_000;

impl Hub {
    /// Handles an `auth` frame.
    pub(crate) async fn authenticate(&self, id: ConnId, request: RequestId, token: &str) {
        let refused = |refusal: &Refusal| {
            self.with(|state| state.reply(id.index, protocol::error(&request, None, refusal)));
        };
        match self.sign_in(id, Credentials::Token(token)).await {
            Err(refusal) => return refused(&refusal),
            Ok(principal) => {
                let taken = self.with(|state| {
                    if !state.conns.holds(id) {
                        return true;
                    }
                    state.identify(id, principal, Some(&request))
                });
                if !taken {
                    return refused(&Problem::Unauthenticated.into());
                }
            }
        }
        self.check_topics_again(id).await;
    }

    /// Takes who the handshake's cookies speak for, if anybody. Stale cookies make nobody: pages renew them.
    pub(crate) async fn authenticate_by_cookies(&self, id: ConnId, cookies: &str) {
        match self.sign_in(id, Credentials::Cookies(cookies)).await {
            Ok(principal) => {
                self.with(|state| {
                    if state.conns.holds(id) {
                        state.identify(id, principal, None);
                    }
                });
            }
            Err(refusal) => tracing::debug!(%refusal, "a socket's cookies speak for nobody"),
        }
    }

    /// Handles a `view` frame.
    pub(crate) async fn view(&self, id: ConnId, request: RequestId, artwork: Uuid) {
        let principal = self.with(|state| state.conns.get(id).map(|conn| conn.principal.clone()));
        let Some(principal) = principal else { return };
        let topic = Topic::Artwork(artwork);
        let granted = self.ask(self.backend().authorise(principal.as_deref(), &topic)).await;
        self.with(|state| {
            if !state.conns.get(id).is_some_and(|conn| conn.lives()) {
                return;
            }
            match granted {
                Ok(()) => state.show(id.index, Some(artwork)),
                Err(refusal) => state.reply(id.index, protocol::error(&request, None, &refusal)),
            }
        });
    }

    async fn sign_in(&self, id: ConnId, credentials: Credentials<'_>) -> Result<Principal, Refusal> {
        let principal = self.ask(self.backend().authenticate(credentials)).await?;
        if principal.expires_at.is_some_and(|at| at <= self.backend().now()) {
            return Err(Refusal::new(Problem::Unauthenticated, "the token has ended"));
        }
        tracing::trace!(?id, role = %principal.role, "a socket signed in");
        Ok(principal)
    }

    /// The same person may hold other rights now.
    async fn check_topics_again(&self, id: ConnId) {
        let private = self.with(|state| {
            let conn = state.conns.get(id)?;
            let topics = conn.subs.iter().filter_map(|sub| Some(state.topics.at(sub.topic)?.topic));
            Some((conn.principal.clone()?, topics.filter(|topic| !topic.is_public()).collect::<Vec<_>>()))
        });
        let Some((principal, topics)) = private else { return };
        let asked = topics.iter().map(|topic| self.ask(self.backend().authorise(Some(&principal), topic)));
        let answers = join_all(asked).await;
        self.with(|state| {
            for (topic, answer) in topics.iter().zip(answers) {
                // Not knowing is no reason to take away what was granted before.
                if let Err(refusal) = answer
                    && refusal.problem != Problem::Unavailable
                {
                    state.lose(id, topic, refusal.problem);
                }
            }
        });
    }
}

impl State {
    /// Makes the socket speak for `principal`, unless it was revoked meanwhile. Somebody else than before loses the
    /// former one's private topics.
    pub(crate) fn identify(&mut self, id: ConnId, principal: Principal, answer_to: Option<&RequestId>) -> bool {
        let revoked = |one: Option<Uuid>| one.is_some_and(|one| self.revoked.iter().any(|(_, other)| *other == one));
        if revoked(principal.session) || revoked(principal.user) {
            return false;
        }
        let expires_at = principal.expires_at;
        let is_same = self
            .conns
            .get(id)
            .and_then(|conn| conn.principal.as_ref())
            .is_none_or(|former| former.is_same_as(&principal));
        self.change_principal(id, Some(Rc::new(principal)));
        self.watch_token(id);
        if let Some(request) = answer_to {
            self.reply(id.index, protocol::authed(request, expires_at));
        }
        if !is_same {
            self.lose_private(id);
        }
        true
    }

    /// The socket speaks for nobody any more: private topics go, the rest stays.
    pub(crate) fn disown(&mut self, id: ConnId) {
        self.lose_private(id);
        self.change_principal(id, None);
    }

    /// Disowns every socket of a session or user.
    pub(crate) fn revoke(&mut self, session_or_user: Uuid) {
        let now_ms = self.now_ms;
        self.revoked.retain(|(at_ms, _)| at_ms + REVOKED_KEPT_MS > now_ms);
        self.revoked.push_back((now_ms, session_or_user));
        let theirs: Vec<ConnId> = self
            .conns
            .iter()
            .filter(|(_, conn)| {
                conn.principal.as_ref().is_some_and(|principal| {
                    principal.session == Some(session_or_user) || principal.user == Some(session_or_user)
                })
            })
            .map(|(id, _)| id)
            .collect();
        for id in theirs {
            self.disown(id);
        }
    }

    fn lose_private(&mut self, id: ConnId) {
        let subs = self.conns.get(id).map(|conn| conn.subs.as_slice()).unwrap_or_default();
        let topics: Vec<Topic> = subs.iter().filter_map(|sub| Some(self.topics.at(sub.topic)?.topic)).collect();
        for topic in topics.iter().filter(|topic| !topic.is_public()) {
            self.lose(id, topic, Problem::Unauthenticated);
        }
    }

    fn lose(&mut self, id: ConnId, topic: &Topic, problem: Problem) {
        if self.conns.holds(id)
            && let Some(index) = self.topic_index.get(topic).copied()
            && self.detach(id.index, index)
        {
            self.reply(id.index, protocol::unsubscribed(topic, problem));
        }
    }

    fn change_principal(&mut self, id: ConnId, principal: Option<Rc<Principal>>) {
        let Some(conn) = self.conns.get_mut(id) else { return };
        let former = conn.role();
        let changed = match (&conn.principal, &principal) {
            (Some(former), Some(next)) => !former.is_same_as(next) || former.role != next.role,
            (former, next) => former.is_some() != next.is_some(),
        };
        conn.principal = principal;
        conn.warned = false;
        if conn.is_poll {
            return;
        }
        let role = conn.role();
        self.shared.counters.socket_removed(&former);
        self.shared.counters.socket_added(role);
        if changed {
            self.announce(id.index, PresenceChange::Identified);
        }
    }
}
