//! The demo gallery: what hangs in it, and how it is hung.

pub mod catalogue;
mod crowd;
mod hang;
mod ids;
mod own_post;
mod painter;
mod people;
mod remove;

pub use crowd::{BUYERS, COPIES, Crowds, NoCrowd, Rush, Stage, Verdict};
pub use hang::{HangError, hang};
pub use painter::{Painter, paint_to};
pub use people::{ACCOUNTS, Account, PASSWORD};
pub use remove::{Removed, remove};
