//! Identity: who somebody is, how they prove it, and what they may do.
//! Knows nothing of pages, carts or artworks; reads people through a port and writes through the journal.

pub mod access;
pub mod account;
mod artist;
pub mod certify;
pub mod cookies;
pub mod keyring;
pub mod mailed;
pub mod order_key;
pub mod password;
pub mod people;
pub mod permission;
pub mod repeat;
pub mod resolve;
pub mod revoked;
pub mod secrets;
pub mod throttle;
pub mod visitor;
pub mod weak;
mod who;

#[cfg(test)]
pub(crate) mod testing;

pub use access::Claims;
pub use artist::slug;
pub use people::People;
pub(crate) use who::Resolved;
pub use who::{Allowed, Caller, Identity, Newcomer, SignedIn, Via, Viewer, identity};
