//! People, their sign-ins, addresses, wishlists; and the signing keys.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use impasto_domain::address::Address;
use impasto_domain::identity::{Session, User};
use impasto_domain::ids::{AddressId, ArtworkId, KeyId, SellerId, SessionId, UserId};
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use impasto_domain::seller::MemberRole;
use sqlx::types::Json;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::journal::edits::email_key;
use crate::open::{Store, read_error};
use crate::record::stored;
use crate::records::{UserRow, unknown};
use crate::sql::{Rows, fetch_all, fetch_optional, statements};

/// A person with what a sign-in is checked against.
#[derive(Clone)]
pub struct Account {
    /// The person.
    pub user: User,
    /// Argon2id in PHC form.
    pub password_hash: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("user", &self.user.id).finish_non_exhaustive()
    }
}

/// Somebody who belongs to a seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerMember {
    /// Who.
    pub user_id: UserId,
    /// As they wrote it.
    pub email: String,
    /// What others see.
    pub display_name: String,
    /// What they may do there.
    pub role: MemberRole,
}

/// A signing key as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// The `kid` of its tokens.
    pub id: KeyId,
    /// `jwt` or `visitor`.
    pub purpose: String,
    /// Private key, sealed with the master secret.
    pub sealed: Vec<u8>,
    /// Public key of a `jwt` key.
    pub public: Vec<u8>,
    /// When it was made, in the database's time.
    pub created_at: DateTime<Utc>,
}

macro_rules! user_columns {
    () => {
        "u.id, u.email, u.password_hash, u.display_name, u.roles, u.locale, u.suspended_at, \
         u.email_verified_at, u.created_at, \
         (SELECT a.id FROM artists a WHERE a.user_id = u.id) AS artist_id, \
         (SELECT m.seller_id FROM seller_members m WHERE m.user_id = u.id ORDER BY m.seller_id LIMIT 1) AS seller_id"
    };
}

pub(super) use user_columns;

/// People whose address or name matches a pattern, or who have the id.
macro_rules! found {
    () => {
        "(u.email_key LIKE $1 ESCAPE '!' OR u.name_key LIKE $1 ESCAPE '!' OR u.id = $2)"
    };
}

/// The most wishes that are read to mark works with.
const WISHED_MAX: i64 = 10_000;

/// A person's wishes for works that hang: others cannot be shown to them.
macro_rules! wished {
    () => {
        "FROM wishlists w JOIN artwork_heads a ON a.id = w.artwork_id \
         WHERE w.user_id = $1 AND a.status IN ('published', 'paused', 'sold_out')"
    };
}

statements! {
    USER_BY_EMAIL = concat!("SELECT ", user_columns!(), " FROM users u WHERE u.email_key = $1");
    USER_BY_ID = concat!("SELECT ", user_columns!(), " FROM users u WHERE u.id = $1");
    USERS_BY_IDS [id: Uuid] =
        concat!("WITH {rows} SELECT ", user_columns!(), " FROM v CROSS JOIN users u WHERE u.id = v.id");
    USERS = concat!(
        "SELECT ", user_columns!(), " FROM users u WHERE ", found!(), " AND (u.created_at, u.id) < ($3, $4) \
         ORDER BY u.created_at DESC, u.id DESC LIMIT $5"
    );
    COUNT_USERS = concat!("SELECT count(*) AS total FROM users u WHERE ", found!());
    /// Who belongs to a seller, the owners first.
    MEMBERS =
        "SELECT u.id, u.email, u.display_name, m.role FROM seller_members m JOIN users u ON u.id = m.user_id \
         WHERE m.seller_id = $1 ORDER BY CASE WHEN m.role = 'owner' THEN 0 ELSE 1 END, u.display_name, u.id";
    MEMBER_ROLE = "SELECT m.role FROM seller_members m WHERE m.seller_id = $1 AND m.user_id = $2";
    SESSIONS =
        "SELECT s.id, s.user_id, s.user_agent, s.created_at, s.seen_at, s.revoked_at FROM sessions s \
         WHERE s.user_id = $1 AND s.revoked_at IS NULL AND s.expires_at > coalesce($2, {clock}) \
         ORDER BY s.seen_at DESC, s.id";
    /// When each of them was last there: sign-ins are kept for as long as they last.
    LAST_SEEN [id: Uuid] =
        "WITH {rows} SELECT s.user_id, max(s.seen_at) AS seen_at FROM v CROSS JOIN sessions s WHERE s.user_id = v.id \
         GROUP BY s.user_id";
    REVOKED_SINCE = "SELECT s.id FROM sessions s WHERE s.revoked_at IS NOT NULL AND s.revoked_at >= $1";
    SIGNING_KEYS = "SELECT k.id, k.purpose, k.sealed, k.public, k.created_at FROM signing_keys k \
         ORDER BY k.created_at, k.id";
    ADDRESSES = "SELECT a.id, a.address FROM addresses a WHERE a.user_id = $1 ORDER BY a.created_at, a.id";
    WISHLIST = concat!(
        "SELECT w.artwork_id, w.at ", wished!(), " AND (w.at, w.artwork_id) < ($2, $3) \
         ORDER BY w.at DESC, w.artwork_id DESC LIMIT $4"
    );
    WISHED = "SELECT w.artwork_id FROM wishlists w WHERE w.user_id = $1 LIMIT $2";
    COUNT_WISHES = concat!("SELECT count(*) AS total ", wished!());
}

stored! {
    struct SessionRow {
        id: Uuid,
        user_id: Uuid,
        user_agent: String,
        created_at: DateTime<Utc>,
        seen_at: DateTime<Utc>,
        revoked_at: Option<DateTime<Utc>>,
    }
}

stored! {
    struct KeyRow {
        id: Uuid,
        purpose: String,
        sealed: Vec<u8>,
        public: Vec<u8>,
        created_at: DateTime<Utc>,
    }
}

/// The pattern of texts that contain these words.
fn pattern(words: &str) -> String {
    contains(&words.trim().to_lowercase())
}

/// The pattern of texts that contain exactly this one.
pub(super) fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

impl Store {
    /// The account of an e-mail address, compared without case.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, ReadError> {
        let key = email_key(email);
        if key.contains('\0') {
            return Ok(None);
        }
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), UserRow, USER_BY_EMAIL, &key).map_err(read_error)?;
        Ok(row.map(|mut row| Account { password_hash: std::mem::take(&mut row.password_hash), user: row.into() }))
    }

    /// A person.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn user(&self, id: UserId) -> Result<Option<User>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), UserRow, USER_BY_ID, id.0).map_err(read_error)?;
        Ok(row.map(User::from))
    }

    /// Who belongs to a seller, the owners first.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn members_of_seller(&self, seller_id: SellerId) -> Result<Vec<SellerMember>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (Uuid, String, String, String), MEMBERS, seller_id.0);
        let member = |(id, email, display_name, role): (Uuid, String, String, String)| {
            let role = MemberRole::parse(&role).ok_or_else(|| read_error(unknown("member role", &role)))?;
            Ok(SellerMember { user_id: UserId(id), email, display_name, role })
        };
        rows.map_err(read_error)?.into_iter().map(member).collect()
    }

    /// What somebody may do at a seller; `None` for those who do not belong to it.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn member_role(&self, seller_id: SellerId, user_id: UserId) -> Result<Option<MemberRole>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (String,), MEMBER_ROLE, seller_id.0, user_id.0);
        let row = row.map_err(read_error)?;
        row.map(|(role,)| MemberRole::parse(&role).ok_or_else(|| read_error(unknown("member role", &role)))).transpose()
    }

    /// Everybody, newest first; with words only those whose e-mail address or name contains them, without regard to
    /// case, or whose id they are.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn users(&self, words: Option<&str>, cursor: Option<&str>, limit: u32) -> Result<Page<User>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let (pattern, id) = (pattern(words.unwrap_or_default()), words.and_then(|words| Uuid::parse_str(words).ok()));
        let id = id.unwrap_or(Uuid::nil());
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_USERS, &pattern, id)?.map(|(total,)| total);
        let rows = fetch_all!(&mut db, UserRow, USERS, &pattern, id, from.at, from.id, probe(limit))?;
        page(rows, limit, total, |row| Key { at: row.created_at, id: row.id }.encode(), |row| Ok(User::from(row)))
    }

    /// When people were last there, as far as their sign-ins are still kept.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn last_seen(&self, ids: &[UserId]) -> Result<HashMap<UserId, DateTime<Utc>>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = Rows::ids(&LAST_SEEN, ids.iter().map(|id| id.0)).fetch(&mut reader.db()).await;
        let rows: Vec<(Uuid, DateTime<Utc>)> = rows.map_err(read_error)?;
        Ok(rows.into_iter().map(|(id, at)| (UserId(id), at)).collect())
    }

    /// People by their ids; those that do not exist are left out.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn users_by_ids(&self, ids: &[UserId]) -> Result<HashMap<UserId, User>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = Rows::ids(&USERS_BY_IDS, ids.iter().map(|id| id.0)).fetch(&mut reader.db()).await;
        let rows: Vec<UserRow> = rows.map_err(read_error)?;
        Ok(rows.into_iter().map(User::from).map(|user| (user.id, user)).collect())
    }

    /// A person's sign-ins that are still good, the last used first.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn sessions(&self, user_id: UserId) -> Result<Vec<Session>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), SessionRow, SESSIONS, user_id.0, self.clock()).map_err(read_error)?;
        let session = |row: SessionRow| Session {
            id: row.id.into(),
            user_id: row.user_id.into(),
            user_agent: row.user_agent,
            created_at: row.created_at,
            seen_at: row.seen_at,
            revoked_at: row.revoked_at,
        };
        Ok(rows.into_iter().map(session).collect())
    }

    /// Sign-ins that were ended at or after a time, by sign-out, theft or suspension.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn sessions_revoked_since(&self, since: DateTime<Utc>) -> Result<Vec<SessionId>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (Uuid,), REVOKED_SINCE, since).map_err(read_error)?;
        Ok(rows.into_iter().map(|(id,)| SessionId(id)).collect())
    }

    /// Every signing key, oldest first.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn signing_keys(&self) -> Result<Vec<SigningKey>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), KeyRow, SIGNING_KEYS).map_err(read_error)?;
        let key = |row: KeyRow| SigningKey {
            id: row.id.into(),
            purpose: row.purpose,
            sealed: row.sealed,
            public: row.public,
            created_at: row.created_at,
        };
        Ok(rows.into_iter().map(key).collect())
    }

    /// A person's address book, in the order it was written.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn addresses(&self, user_id: UserId) -> Result<Vec<(AddressId, Address)>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (Uuid, Json<Address>), ADDRESSES, user_id.0).map_err(read_error)?;
        Ok(rows.into_iter().map(|(id, address)| (AddressId(id), address.0)).collect())
    }

    /// The works on a person's wishlist, whatever became of them, in no order; of a very long one not all.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn wished(&self, user_id: UserId) -> Result<HashSet<ArtworkId>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), (Uuid,), WISHED, user_id.0, WISHED_MAX).map_err(read_error)?;
        Ok(rows.into_iter().map(|(id,)| ArtworkId(id)).collect())
    }

    /// The works on a person's wishlist that hang, the newest wish first; the total counts these.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn wishlist(
        &self,
        user_id: UserId,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<ArtworkId>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let total = fetch_optional!(&mut db, (i64,), COUNT_WISHES, user_id.0)?.map(|(total,)| total);
        let rows = fetch_all!(&mut db, (Uuid, DateTime<Utc>), WISHLIST, user_id.0, from.at, from.id, probe(limit))?;
        page(rows, limit, total, |row| Key { at: row.1, id: row.0 }.encode(), |(id, _)| Ok(ArtworkId(id)))
    }
}
