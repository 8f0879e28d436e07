//! The live layer's place in the program: committed events become frames, topics get their snapshots.

mod backend;
mod carts;
mod describe;
mod frames;
mod lanes;
mod notices;
mod poll;
mod sink;
mod snapshots;

pub use backend::Backend;
pub use carts::CartFrames;
pub use describe::asyncapi;
pub use frames::frames_of;
pub use lanes::retire_lanes;
pub use notices::Notices;
pub use poll::{Doc, HubHandle, LiveQuery, routes};
pub use sink::{Reload, Sink};
