//! Twins of the ports for tests: people and journal in memory, a clock that is moved by hand, a house around them.
//! Knows the edits of identity only; anything else submitted is an error of the test.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use impasto_domain::address::Address;
use impasto_domain::command::{Command, IdempotencyKey, Submission};
use impasto_domain::edit::Edit;
use impasto_domain::identity::{Role, Session, User};
use impasto_domain::ids::{AddressId, SessionId, UserId, VisitorId};
use impasto_domain::ports::{Clock, Journal, JournalError, PortFuture, ReadError};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use uuid::Uuid;

use super::keyring::KeyRing;
use super::people::{Account, People, SealedKey};
use super::secrets::HouseSecrets;
use crate::config::Config;
use crate::gateway::html::PlainPages;
use crate::gateway::problem::Problem;
use crate::gateway::shared::{CartMerger, KeyUse, Parts, Shared, UsedKeys};

/// A clock that stands still until it is moved.
pub(crate) struct ManualClock(Mutex<DateTime<Utc>>);

impl ManualClock {
    pub(crate) fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

struct Refresh {
    session: SessionId,
    expires_at: DateTime<Utc>,
    rotated_at: Option<DateTime<Utc>>,
}

#[derive(Default)]
struct Tables {
    accounts: Vec<Account>,
    sessions: Vec<Session>,
    refreshes: HashMap<Vec<u8>, Refresh>,
    keys: Vec<SealedKey>,
    addresses: Vec<(AddressId, UserId, Address)>,
    answers: HashMap<(Uuid, String, String), ([u8; 32], Reply)>,
    artists: u32,
}

/// People and journal in one; both can be taken away.
pub(crate) struct MemoryPeople {
    clock: Arc<ManualClock>,
    tables: Mutex<Tables>,
    pub(crate) is_away: std::sync::atomic::AtomicBool,
}

impl MemoryPeople {
    pub(crate) fn artists(&self) -> u32 {
        self.tables.lock().unwrap().artists
    }

    fn read<T>(&self, look: impl FnOnce(&Tables) -> T) -> PortFuture<'_, Result<T, ReadError>>
    where
        T: Send + 'static,
    {
        let away = self.is_away.load(std::sync::atomic::Ordering::SeqCst);
        let read = if away { Err(ReadError("away".into())) } else { Ok(look(&self.tables.lock().unwrap())) };
        Box::pin(async move { read })
    }

    fn carry_out(&self, edit: Edit, key: Option<IdempotencyKey>) -> Result<Reply, JournalError> {
        let now = self.clock.now();
        let mut tables = self.tables.lock().unwrap();
        let place = key.as_ref().map(|key| (key.owner_id, key.route.clone(), key.key.clone()));
        if let Some((hash, reply)) = place.as_ref().and_then(|place| tables.answers.get(place)) {
            let same = key.as_ref().is_some_and(|key| key.body_hash == *hash);
            return if same { Ok(reply.clone()) } else { Err(Refusal::IdempotencyMismatch.into()) };
        }
        let reply = tables.edit(edit, now)?;
        if let (Some(place), Some(key)) = (place, key) {
            tables.answers.insert(place, (key.body_hash, reply.clone()));
        }
        Ok(reply)
    }
}

impl Tables {
    fn edit(&mut self, edit: Edit, now: DateTime<Utc>) -> Result<Reply, Refusal> {
        match edit {
            Edit::RegisterUser { user, artist } => {
                let taken = |account: &Account| account.user.email.to_lowercase() == user.email.to_lowercase();
                if self.accounts.iter().any(taken) {
                    return Err(Refusal::EmailTaken);
                }
                self.artists += u32::from(artist.is_some());
                let known = User {
                    id: user.id,
                    email: user.email,
                    email_verified: user.email_verified,
                    display_name: user.display_name,
                    roles: user.roles,
                    artist_id: artist.as_ref().map(|artist| artist.id),
                    seller_id: artist.as_ref().map(|artist| artist.seller.id),
                    locale: user.locale,
                    suspended: false,
                    created_at: now,
                };
                self.accounts.push(Account { user: known, password_hash: user.password_hash });
            }
            Edit::EditUser { user_id, display_name, locale } => {
                let account = self.accounts.iter_mut().find(|account| account.user.id == user_id);
                let user = &mut account.ok_or(Refusal::not_found("user"))?.user;
                user.display_name = display_name.unwrap_or(user.display_name.clone());
                user.locale = locale.unwrap_or(user.locale.clone());
            }
            Edit::SetRoles { user_id, roles, .. } => {
                let account = self.accounts.iter_mut().find(|account| account.user.id == user_id);
                account.ok_or(Refusal::not_found("user"))?.user.roles = roles;
            }
            Edit::SuspendUser { user_id, suspended, .. } => {
                let account = self.accounts.iter_mut().find(|account| account.user.id == user_id);
                account.ok_or(Refusal::not_found("user"))?.user.suspended = suspended;
            }
            Edit::StartSession { session_id, user_id, user_agent, refresh_hash, expires_at } => {
                let session =
                    Session { id: session_id, user_id, user_agent, created_at: now, seen_at: now, revoked_at: None };
                self.sessions.push(session);
                self.refreshes.insert(refresh_hash, Refresh { session: session_id, expires_at, rotated_at: None });
            }
            Edit::RotateRefresh { presented_hash, successor_hash, expires_at, grace_s } => {
                return self.rotate(&presented_hash, successor_hash, expires_at, grace_s, now);
            }
            Edit::RevokeSession { session_id, user_id } => {
                let of = |s: &&mut Session| s.id == session_id && user_id.is_none_or(|id| s.user_id == id);
                let session = self.sessions.iter_mut().find(of).ok_or(Refusal::not_found("session"))?;
                session.revoked_at = Some(now);
            }
            Edit::AddAddress { id, user_id, address } => {
                self.addresses.push((id, user_id, address));
                return Ok(Reply::Id(id.0));
            }
            Edit::EditAddress { id, user_id, address } => {
                let of = |row: &&mut (AddressId, UserId, Address)| row.0 == id && row.1 == user_id;
                self.addresses.iter_mut().find(of).ok_or(Refusal::not_found("address"))?.2 = address;
            }
            Edit::RemoveAddress { id, user_id } => {
                let before = self.addresses.len();
                self.addresses.retain(|row| row.0 != id || row.1 != user_id);
                if self.addresses.len() == before {
                    return Err(Refusal::not_found("address"));
                }
            }
            Edit::KeepKey => {}
            Edit::AddKey { id, purpose, sealed, public } => self.keys.push(SealedKey { id, purpose, sealed, public }),
            other => panic!("no edit of identity: {other:?}"),
        }
        Ok(Reply::Done)
    }

    fn rotate(
        &mut self,
        presented: &[u8],
        successor: Vec<u8>,
        expires_at: DateTime<Utc>,
        grace_s: u32,
        now: DateTime<Utc>,
    ) -> Result<Reply, Refusal> {
        let refresh = self.refreshes.get_mut(presented).ok_or(Refusal::Expired)?;
        let session = self.sessions.iter_mut().find(|session| session.id == refresh.session).unwrap();
        if session.revoked_at.is_some() || refresh.expires_at <= now {
            return Err(Refusal::Expired);
        }
        match refresh.rotated_at {
            Some(at) if now - at > Duration::seconds(i64::from(grace_s)) => {
                session.revoked_at = Some(now);
                return Err(Refusal::Expired);
            }
            Some(_) => {}
            None => refresh.rotated_at = Some(now),
        }
        session.seen_at = now;
        let (session_id, user_id) = (session.id, session.user_id);
        self.refreshes.entry(successor).or_insert(Refresh { session: session_id, expires_at, rotated_at: None });
        Ok(Reply::Rotated { session_id, user_id })
    }
}

impl Journal for MemoryPeople {
    fn submit(&self, submission: Submission) -> PortFuture<'_, Result<Reply, JournalError>> {
        Box::pin(async move {
            if self.is_away.load(std::sync::atomic::Ordering::SeqCst) {
                return Err(JournalError::Unavailable("away".into()));
            }
            match submission.command {
                Command::Edit(edit) => self.carry_out(*edit, submission.idempotency),
                other => panic!("no edit: {other:?}"),
            }
        })
    }
}

impl People for MemoryPeople {
    fn by_email<'a>(&'a self, email: &'a str) -> PortFuture<'a, Result<Option<Account>, ReadError>> {
        let email = email.to_lowercase();
        self.read(|tables| tables.accounts.iter().find(|a| a.user.email.to_lowercase() == email).cloned())
    }

    fn by_id(&self, id: UserId) -> PortFuture<'_, Result<Option<User>, ReadError>> {
        self.read(|tables| tables.accounts.iter().find(|a| a.user.id == id).map(|a| a.user.clone()))
    }

    fn sessions(&self, user_id: UserId) -> PortFuture<'_, Result<Vec<Session>, ReadError>> {
        self.read(|tables| {
            let of = |session: &&Session| session.user_id == user_id && session.revoked_at.is_none();
            tables.sessions.iter().rev().filter(of).cloned().collect()
        })
    }

    fn revoked_since(&self, since: DateTime<Utc>) -> PortFuture<'_, Result<Vec<SessionId>, ReadError>> {
        self.read(|tables| {
            let of = |session: &&Session| session.revoked_at.is_some_and(|at| at >= since);
            tables.sessions.iter().filter(of).map(|session| session.id).collect()
        })
    }

    fn keys(&self) -> PortFuture<'_, Result<Vec<SealedKey>, ReadError>> {
        self.read(|tables| tables.keys.clone())
    }

    fn addresses(&self, user_id: UserId) -> PortFuture<'_, Result<Vec<(AddressId, Address)>, ReadError>> {
        self.read(|tables| {
            let of = tables.addresses.iter().filter(|row| row.1 == user_id);
            of.map(|(id, _, address)| (*id, address.clone())).collect()
        })
    }
}

impl UsedKeys for MemoryPeople {
    fn use_of<'a>(&'a self, key: &'a IdempotencyKey) -> PortFuture<'a, Result<KeyUse, ReadError>> {
        let place = (key.owner_id, key.route.clone(), key.key.clone());
        let hash = key.body_hash;
        self.read(move |tables| KeyUse::of(tables.answers.get(&place).map(|(known, _)| *known == hash)))
    }
}

/// Notes whose carts were merged into whose.
#[derive(Default)]
pub(crate) struct MergedCarts(pub(crate) Mutex<Vec<(VisitorId, UserId)>>);

impl CartMerger for MergedCarts {
    fn merge(&self, visitor: VisitorId, user: UserId) -> PortFuture<'_, Result<(), Problem>> {
        self.0.lock().unwrap().push((visitor, user));
        Box::pin(async { Ok(()) })
    }
}

/// A house in memory.
pub(crate) struct House {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) people: Arc<MemoryPeople>,
    pub(crate) carts: Arc<MergedCarts>,
    pub(crate) secrets: HouseSecrets,
}

impl House {
    pub(crate) fn new() -> Self {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let clock = Arc::new(ManualClock(Mutex::new(start)));
        let people = Arc::new(MemoryPeople {
            clock: Arc::clone(&clock),
            tables: Mutex::default(),
            is_away: std::sync::atomic::AtomicBool::new(false),
        });
        let master: [u8; 32] = rand::random();
        Self { clock, people, carts: Arc::default(), secrets: HouseSecrets::from_master(&master) }
    }

    pub(crate) async fn ring(&self) -> KeyRing {
        KeyRing::open(self.secrets.clone(), &*self.people, &*self.people, self.clock.now()).await.unwrap()
    }

    /// What requests reach, with cheap password hashes.
    pub(crate) async fn shared(&self, change: impl FnOnce(&mut Config)) -> Shared {
        let mut config = Config::default();
        config.identity.argon2_memory_kib = 1_024;
        config.identity.argon2_passes = 1;
        config.log.access = crate::config::AccessLog::Off;
        change(&mut config);
        config.check().unwrap();
        let parts = Parts {
            sign_ins: None,
            config: Arc::new(config),
            is_demo: false,
            clock: self.clock.clone(),
            journal: self.people.clone(),
            people: self.people.clone(),
            used_keys: self.people.clone(),
            carts: self.carts.clone(),
            secrets: self.secrets.clone(),
            pages: Arc::new(PlainPages),
            profile: crate::gateway::profile::Profile::default(),
        };
        Shared::open(parts).await.unwrap()
    }
}

/// A customer.
pub(crate) fn user(n: u128) -> User {
    User {
        id: UserId(Uuid::from_u128(n)),
        email: format!("{n}@example.test"),
        email_verified: false,
        display_name: format!("Person {n}"),
        roles: vec![Role::Customer],
        artist_id: None,
        seller_id: None,
        locale: "en".into(),
        suspended: false,
        created_at: DateTime::UNIX_EPOCH,
    }
}
