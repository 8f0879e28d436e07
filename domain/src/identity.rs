//! People, their roles, and what each role may do.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ArtistId, SellerId, SessionId, UserId};

/// What somebody may do beyond browsing and buying. A handler names one in its signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Have an account page, addresses, a wishlist; write reviews.
    Account,
    /// Create and edit works of the own seller, see its sales.
    Studio,
    /// See and adjust stock, see and release holds.
    InventoryManage,
    /// See every order, refund.
    OrdersManage,
    /// Approve and reject works.
    Moderate,
    /// See and suspend people.
    UsersManage,
    /// Change the rules of the house.
    SettingsManage,
    /// Read the audit log.
    AuditRead,
    /// See who is connected.
    PresenceRead,
}

/// A named set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Buys.
    Customer,
    /// Sells.
    Artist,
    /// Runs the house.
    Admin,
    /// Staff who look after the catalogue.
    Moderator,
    /// Staff who pack and refund.
    Fulfilment,
}

impl Role {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Artist => "artist",
            Self::Admin => "admin",
            Self::Moderator => "moderator",
            Self::Fulfilment => "fulfilment",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Customer, Self::Artist, Self::Admin, Self::Moderator, Self::Fulfilment]
            .into_iter()
            .find(|role| role.as_str() == name)
    }

    /// What the role may do.
    #[must_use]
    pub fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::Customer => &[P::Account],
            Self::Artist => &[P::Account, P::Studio],
            Self::Moderator => &[P::Account, P::Moderate, P::InventoryManage],
            Self::Fulfilment => &[P::Account, P::OrdersManage, P::InventoryManage],
            Self::Admin => &[
                P::Account,
                P::Studio,
                P::InventoryManage,
                P::OrdersManage,
                P::Moderate,
                P::UsersManage,
                P::SettingsManage,
                P::AuditRead,
                P::PresenceRead,
            ],
        }
    }
}

/// Whether a set of roles includes a permission.
#[must_use]
pub fn allows(roles: &[Role], permission: Permission) -> bool {
    roles.iter().any(|role| role.permissions().contains(&permission))
}

/// A person as the API shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The person.
    pub id: UserId,
    /// As they wrote it.
    pub email: String,
    /// Whether they have shown that mails to it reach them.
    #[serde(default)]
    pub email_verified: bool,
    /// What others see.
    pub display_name: String,
    /// Their roles.
    pub roles: Vec<Role>,
    /// Their own artist profile.
    pub artist_id: Option<ArtistId>,
    /// The seller they are a member of.
    pub seller_id: Option<SellerId>,
    /// Language.
    pub locale: String,
    /// Shut out by an admin.
    pub suspended: bool,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// A sign-in on one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The session; also the family of its refresh tokens.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// The browser's own words, shortened.
    pub user_agent: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Last renewed.
    pub seen_at: DateTime<Utc>,
    /// Revoked, if so.
    pub revoked_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_admins_change_the_rules_of_the_house() {
        for role in [Role::Customer, Role::Artist, Role::Moderator, Role::Fulfilment] {
            assert!(!allows(&[role], Permission::SettingsManage));
        }
        assert!(allows(&[Role::Customer, Role::Admin], Permission::SettingsManage));
    }
}
