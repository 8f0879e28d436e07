//! The engine: session, inventory, checkout, invoice, notification and presence actors with their supervisors.
//!
//! It knows nothing of SQL, HTTP, Redis, providers or templates: it reaches them through ports ([`Ports`]). It decides
//! nothing about stock or money either: the journal decides, actors gather, keep order, remember, time out and repeat.
//! Outside code never sees an actor's address; [`Engine`] hands out typed asynchronous handles.

mod backoff;
mod budget;
mod checkout;
mod config;
mod directory;
mod engine;
mod error;
mod fault;
mod handles;
mod inventory;
mod invoice;
mod node;
mod notification;
mod ports;
mod presence;
mod reply;
mod session;
mod sweeper;
mod trace;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use budget::ClientKey;
pub use config::EngineConfig;
pub use engine::{Depths, Engine, StartError};
pub use error::EngineError;
pub use handles::{
    CartAnswer, CartHandle, CheckoutHandle, CheckoutRequest, DisputeWord, InventoryHandle, OrderAnswer, OrdersHandle,
    Parcel, PresenceHandle, ProviderEvent, Sender, document_key,
};
pub use ports::{LiveNotices, MailPorts, Ports, Seeds};
