//! Inventory: one actor an edition in use. It remembers the last stock, who holds, who lost a hold and who asked in
//! vain; it refuses what is hopeless or unfair, passes the rest on to the journal, and has holds expired on time. It
//! decides nothing about stock: the journal does.

mod actor;
mod memory;

pub(crate) use actor::{Bought, Due, InventoryActor, Lapsed, Pass};
pub(crate) use memory::Take;
