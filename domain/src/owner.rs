//! Who holds, buys and looks: a signed-in user or a visitor.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{UserId, VisitorId};

/// The owner of a cart, of holds and of orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Owner {
    /// A registered person.
    User(UserId),
    /// Somebody with a signed visitor token.
    Visitor(VisitorId),
}

impl Owner {
    /// The id alone; unique over both kinds, since every id is minted once.
    #[must_use]
    pub fn id(self) -> Uuid {
        match self {
            Self::User(id) => id.0,
            Self::Visitor(id) => id.0,
        }
    }

    /// `user` or `visitor`, as stored in the column `owner_kind`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Visitor(_) => "visitor",
        }
    }

    /// The owner behind a stored kind and id; anything but `user` is a visitor.
    #[must_use]
    pub fn from_parts(kind: &str, id: Uuid) -> Self {
        if kind == "user" { Self::User(UserId(id)) } else { Self::Visitor(VisitorId(id)) }
    }
}
