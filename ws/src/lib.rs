//! The live layer: what happens reaches every open page within milliseconds, over WebSocket or its long-poll twin.
//! Knows nothing of SQL, the engine's actors, the gateway or pages; it asks one port ([`LiveBackend`]).
//!
//! How the parts fit:
//! - [`LiveBus`] is the program's handle: it frames committed events once and gives them to every [`Hub`];
//! - each worker thread has one [`Hub`], which owns that thread's sockets: no lock on the way out;
//! - [`accept`] is the upgrade service that turns requests into sockets, [`poll()`] serves those without one;
//! - [`Topic`], [`Position`] and [`LiveEvent`] are the words both sides share; [`asyncapi()`] describes them to clients.
//!
//! ```no_run
//! # use std::sync::Arc;
//! # use actix_http::{HttpService, Request, Response};
//! # use actix_service::{fn_service, ServiceFactoryExt as _};
//! # use impasto_ws::{Hub, LiveBackend, LiveBus, LiveConfig, MemoryBackend};
//! # fn main() -> std::io::Result<()> {
//! let bus = LiveBus::new(LiveConfig::default());
//! let backend: Arc<dyn LiveBackend> = Arc::new(MemoryBackend::default());
//! let server = actix_server::Server::build().bind("http", "127.0.0.1:0", move || {
//!     let hub = Hub::here(&bus, &backend);
//!     HttpService::build()
//!         .upgrade(fn_service(move |(request, framed)| impasto_ws::accept(request, framed, hub.clone())))
//!         .finish(|_: Request| async { Ok::<_, std::convert::Infallible>(Response::ok()) })
//!         .tcp()
//! })?;
//! # Ok(())
//! # }
//! ```

mod asyncapi;
mod backend;
mod bus;
mod config;
mod event;
mod frame;
mod handshake;
mod hub;
mod longpoll;
mod memory;
mod position;
mod problem;
mod protocol;
mod socket;
mod stats;
mod topic;
mod transport;

pub use self::{
    asyncapi::asyncapi,
    backend::{Arrival, Credentials, LiveBackend, Missed, Pass, Presence, PresenceChange, Principal, Snapshot},
    bus::LiveBus,
    config::LiveConfig,
    event::LiveEvent,
    frame::close_code,
    handshake::{SOCKET_PATH, accept},
    hub::Hub,
    longpoll::{PollRequest, poll},
    memory::MemoryBackend,
    position::{Cursors, Increment, Lane, Position, PositionError},
    problem::{Problem, Refusal},
    stats::LiveStats,
    topic::{Numbering, Topic, TopicError, TopicKind},
};
