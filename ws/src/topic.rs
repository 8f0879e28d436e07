//! Topics: what a client can listen to, and what kind of promise each one makes.
//! Knows nothing of who may listen; that is the backend's word.

use std::fmt;

use uuid::Uuid;

/// Something a client can subscribe to. Its text form is the one of the public protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// `artwork:<uuid>`: stock, price, status and viewers of one artwork.
    Artwork(Uuid),
    /// `storefront`: works published and sold out.
    Storefront,
    /// `cart`: the cart of one owner (a user's or a visitor's id). The client always says just `cart`.
    Cart(Uuid),
    /// `order:<uuid>`: the life of one order.
    Order(Uuid),
    /// `seller:<uuid>:sales`: sales, holds, wishes and reviews of one seller.
    SellerSales(Uuid),
    /// `inventory`: the stock of every edition.
    Inventory,
    /// `orders`: every order.
    Orders,
    /// `presence`: who is connected.
    Presence,
}

/// What may happen to a topic's events on the way to a slow client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TopicKind {
    /// Newest wins: for a slow client only the newest event per conflation key is kept.
    State,
    /// Nothing is left out: a client that cannot keep up is told to resume.
    Log,
}

/// How a topic's events are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// By the version of the row behind the topic.
    Versions,
    /// By the lanes of the journal.
    Lanes,
}

/// Why a topic's text could not be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TopicError {
    /// The text names no topic.
    #[error("there is no such topic")]
    Unknown,
    /// `cart` was asked for by somebody who is neither a user nor a visitor.
    #[error("this topic belongs to an owner, and the socket has none")]
    NeedsOwner,
}

impl Topic {
    /// Reads a topic as the client wrote it. `owner` is whose cart `cart` means.
    pub fn parse(text: &str, owner: Option<Uuid>) -> Result<Topic, TopicError> {
        match text {
            "storefront" => return Ok(Topic::Storefront),
            "inventory" => return Ok(Topic::Inventory),
            "orders" => return Ok(Topic::Orders),
            "presence" => return Ok(Topic::Presence),
            "cart" => return owner.map(Topic::Cart).ok_or(TopicError::NeedsOwner),
            _ => {}
        }
        if let Some(id) = text.strip_prefix("artwork:") {
            return Ok(Topic::Artwork(hyphenated(id)?));
        }
        if let Some(id) = text.strip_prefix("order:") {
            return Ok(Topic::Order(hyphenated(id)?));
        }
        if let Some(id) = text.strip_prefix("seller:").and_then(|rest| rest.strip_suffix(":sales")) {
            return Ok(Topic::SellerSales(hyphenated(id)?));
        }
        Err(TopicError::Unknown)
    }

    /// Whether anybody may listen without saying who they are.
    pub fn is_public(&self) -> bool {
        matches!(self, Topic::Artwork(_) | Topic::Storefront)
    }

    /// What may happen to this topic's events on the way to a slow client.
    pub fn kind(&self) -> TopicKind {
        match self {
            Topic::Artwork(_) | Topic::Cart(_) | Topic::Inventory | Topic::Presence => TopicKind::State,
            Topic::Storefront | Topic::Order(_) | Topic::SellerSales(_) | Topic::Orders => TopicKind::Log,
        }
    }

    /// How this topic's events are numbered, and so which kind of position it has.
    pub fn numbering(&self) -> Numbering {
        match self {
            Topic::Artwork(_) | Topic::Cart(_) | Topic::Order(_) | Topic::Presence => Numbering::Versions,
            Topic::Storefront | Topic::SellerSales(_) | Topic::Inventory | Topic::Orders => Numbering::Lanes,
        }
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Topic::Artwork(id) => write!(f, "artwork:{id}"),
            Topic::Storefront => f.write_str("storefront"),
            Topic::Cart(_) => f.write_str("cart"),
            Topic::Order(id) => write!(f, "order:{id}"),
            Topic::SellerSales(id) => write!(f, "seller:{id}:sales"),
            Topic::Inventory => f.write_str("inventory"),
            Topic::Orders => f.write_str("orders"),
            Topic::Presence => f.write_str("presence"),
        }
    }
}

/// Only the usual 36-character form: one topic has one spelling (but for letter case).
fn hyphenated(text: &str) -> Result<Uuid, TopicError> {
    if text.len() != 36 {
        return Err(TopicError::Unknown);
    }
    Uuid::try_parse(text).map_err(|_| TopicError::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0190f5a8-7b2e-7c11-8a3e-0123456789ab";

    fn reads_back(text: &str) {
        let owner = Uuid::from_u128(7);
        assert_eq!(Topic::parse(text, Some(owner)).unwrap().to_string(), text);
    }

    #[test]
    fn every_topic_reads_back_as_it_was_written() {
        for text in ["storefront", "inventory", "orders", "presence", "cart"] {
            reads_back(text);
        }
        reads_back(&format!("artwork:{ID}"));
        reads_back(&format!("order:{ID}"));
        reads_back(&format!("seller:{ID}:sales"));
    }

    #[test]
    fn a_cart_is_its_owners_and_nobody_has_none() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(Topic::parse("cart", Some(one)), Ok(Topic::Cart(one)));
        assert_ne!(Topic::parse("cart", Some(one)), Topic::parse("cart", Some(two)));
        assert_eq!(Topic::parse("cart", None), Err(TopicError::NeedsOwner));
    }

    #[test]
    fn what_names_no_topic_is_refused() {
        for text in [
            "",
            "artwork",
            "artwork:",
            "artwork:7",
            "seller:x:sales",
            "Cart",
            "cart ",
            "order:0190f5a87b2e7c118a3e0123456789ab",
        ] {
            assert_eq!(Topic::parse(text, Some(Uuid::nil())), Err(TopicError::Unknown), "{text}");
        }
        assert!(Topic::parse(&format!("seller:{ID}"), None).is_err());
        assert!(Topic::parse(&format!("artwork:urn:uuid:{ID}"), None).is_err());
    }
}
