//! Typed identifiers, and the mint that makes them.
//!
//! Every id is a UUID of version 7. Ids are never used for order (clocks of nodes differ); they only say who is who.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A registered person.
    UserId,
    /// Somebody who browses without an account.
    VisitorId,
    /// A sign-in on one device; carries the family of its refresh tokens.
    SessionId,
    /// The legal party who sells.
    SellerId,
    /// The creator shown on a work.
    ArtistId,
    /// The work.
    ArtworkId,
    /// One image of a work.
    ImageId,
    /// One thing to buy of a work.
    EditionId,
    /// One numbered piece of an edition.
    CopyId,
    /// Copies kept for an owner until a deadline.
    HoldId,
    /// A line of a cart.
    LineId,
    /// An order.
    OrderId,
    /// The part of an order that one seller fulfils.
    SellerOrderId,
    /// A line of a seller order.
    OrderLineId,
    /// One attempt to pay an order.
    PaymentId,
    /// What a provider told by itself.
    HookId,
    /// Money that goes back for an order.
    RefundId,
    /// Money that a customer's bank takes back.
    DisputeId,
    /// Money that goes to a seller.
    PayoutId,
    /// A parcel.
    ShipmentId,
    /// What a buyer gives back, or finds damaged.
    ReturnId,
    /// A photograph of damage.
    PhotoId,
    /// An invoice, credit note, certificate or packing slip.
    DocumentId,
    /// Something that must happen after a commit.
    JobId,
    /// A mail.
    MailId,
    /// One event source: the journal of one node between two starts.
    LaneId,
    /// One commit of a lane.
    BatchId,
    /// An entry of a person's address book.
    AddressId,
    /// A review of a work.
    ReviewId,
    /// A signing key.
    KeyId,
    /// A group of ledger entries that sum to zero.
    PostingId,
    /// A frozen quote.
    QuoteId,
    /// A line of the audit log.
    AuditId,
    /// What somebody finds wrong with a work.
    ReportId,
    /// Works that staff hang together.
    CollectionId,
    /// A program of others that hears what happens.
    WebhookEndpointId,
    /// Something that an endpoint is told.
    WebhookDeliveryId,
    /// Payouts that were started together.
    PayoutRunId,
    /// A statement of a seller, or what the house invoices it.
    HouseDocumentId,
}

/// Makes UUIDs of version 7 from a given time and seed, so that a decision replayed with the same inputs makes the
/// same ids. The caller (the journal) supplies a fresh random seed for each batch.
#[derive(Debug, Clone)]
pub struct Mint {
    now_ms: u64,
    state: u64,
}

impl Mint {
    /// A mint for ids at `now`; `seed` must differ between any two mints that are alive in the world.
    #[must_use]
    pub fn new(now: DateTime<Utc>, seed: u64) -> Self {
        Self { now_ms: u64::try_from(now.timestamp_millis()).unwrap_or(0), state: seed }
    }

    /// The next id.
    pub fn mint<T: From<Uuid>>(&mut self) -> T {
        let (high, low) = (self.random(), self.random());
        let mut bytes = [0_u8; 16];
        bytes[..6].copy_from_slice(&self.now_ms.to_be_bytes()[2..]);
        bytes[6..8].copy_from_slice(&high.to_be_bytes()[..2]);
        bytes[8..].copy_from_slice(&low.to_be_bytes());
        // RFC 9562, section 5.7: version 7 and the variant bits.
        bytes[6] = (bytes[6] & 0x0f) | 0x70;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        T::from(Uuid::from_bytes(bytes))
    }

    /// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mint_makes_distinct_version_7_ids_and_repeats_them_from_its_seed() {
        let now = DateTime::from_timestamp_millis(1_700_000_000_123).unwrap();
        let mut first = Mint::new(now, 42);
        let ids: Vec<Uuid> = (0..10_000).map(|_| first.mint()).collect();
        let distinct: std::collections::HashSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
        let mut again = Mint::new(now, 42);
        assert_eq!(again.mint::<Uuid>(), ids[0]);
    }
}
