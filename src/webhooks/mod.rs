//! Webhooks out: what happens in the house, told to programs of others.
//!
//! Committed events ring a bell; who listens to it reads what each endpoint has not been told, and has the journal promise it
//! and move the endpoint's cursor in one commit. Promises are jobs: whichever node takes one puts the words together,
//! signs and posts them. Where there is no endpoint, a commit costs one look at a number in memory.
//! Knows neither SQL nor HTTP; `docs/webhooks.md` is for those who listen.

mod bell;
mod feed;
mod secret;
mod send;
mod words;

pub use bell::Bell;
pub use feed::feed_on;
pub use secret::{fresh, seal};
pub use send::{Sending, send_on};
