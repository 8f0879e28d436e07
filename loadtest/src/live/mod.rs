//! The live layer seen from outside: a raw WebSocket, the protocol's frames, and watchers that hold the server to its promises.
//! It does not make changes; others do.

mod frames;
mod socket;
mod watcher;

pub(crate) use frames::{Frame, Subscribed, auth, read_frame, subscribe};
pub(crate) use socket::{Message, Socket, SocketError};
pub(crate) use watcher::{Watcher, watch};
