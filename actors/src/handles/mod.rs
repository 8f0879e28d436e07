//! Handles: what the rest of the program calls. One file a family of requests; each turns a call into a message with
//! an answer to wait for, and mailbox troubles into [`EngineError`](crate::EngineError).

mod cart;
mod checkout;
mod inventory;
mod orders;
mod presence;

pub use cart::{CartAnswer, CartHandle};
pub use checkout::{CheckoutHandle, CheckoutRequest, OrderAnswer};
pub use inventory::InventoryHandle;
pub use orders::{DisputeWord, OrdersHandle, Parcel, ProviderEvent, Sender, document_key};
pub use presence::PresenceHandle;
