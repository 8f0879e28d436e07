//! The live layer from outside: a real server on a free port, real clients over TCP.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

mod handshake;
mod longpoll;
mod races;
mod shutdown;
mod slow;
mod socket;
mod support;
