//! Rows of people.

use chrono::{DateTime, Utc};
use impasto_domain::identity::{Role, User};
use sqlx::types::Json;
use uuid::Uuid;

use crate::record::stored;

stored! {
    #[derive(Debug)]
    pub(crate) struct UserRow {
        pub(crate) id: Uuid,
        pub(crate) email: String,
        pub(crate) password_hash: String,
        pub(crate) display_name: String,
        pub(crate) roles: Json<Vec<Role>>,
        pub(crate) artist_id: Option<Uuid>,
        pub(crate) seller_id: Option<Uuid>,
        pub(crate) locale: String,
        pub(crate) suspended_at: Option<DateTime<Utc>>,
        pub(crate) email_verified_at: Option<DateTime<Utc>>,
        pub(crate) created_at: DateTime<Utc>,
    }
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id.into(),
            email: row.email,
            email_verified: row.email_verified_at.is_some(),
            display_name: row.display_name,
            roles: row.roles.0,
            artist_id: row.artist_id.map(Into::into),
            seller_id: row.seller_id.map(Into::into),
            locale: row.locale,
            suspended: row.suspended_at.is_some(),
            created_at: row.created_at,
        }
    }
}
