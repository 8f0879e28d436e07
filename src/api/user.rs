//! A person on the wire.

use impasto_domain::identity::User;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::RoleName;

/// A person, as they see themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserJson {
    /// The person.
    pub id: Uuid,
    /// E-mail address.
    pub email: String,
    /// Whether they have shown that mails to it reach them.
    pub email_verified: bool,
    /// What others see.
    pub display_name: String,
    /// `customer`, `artist`, `admin`, `moderator`, `fulfilment`.
    #[schema(value_type = Vec<RoleName>)]
    pub roles: Vec<&'static str>,
    /// Their own artist profile.
    pub artist_id: Option<Uuid>,
    /// The seller they are a member of.
    pub seller_id: Option<Uuid>,
    /// Language.
    pub locale: String,
}

impl From<&User> for UserJson {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.0,
            email: user.email.clone(),
            email_verified: user.email_verified,
            display_name: user.display_name.clone(),
            roles: user.roles.iter().map(|role| role.as_str()).collect(),
            artist_id: user.artist_id.map(|id| id.0),
            seller_id: user.seller_id.map(|id| id.0),
            locale: user.locale.clone(),
        }
    }
}
