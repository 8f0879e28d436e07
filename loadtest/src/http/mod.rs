//! A lean HTTP/1.1 client: one keep-alive connection, one request at a time, few allocations.
//! It does not know the API: it carries bytes and statuses. It exists because the generator shares two cores with the server it measures.

mod client;
mod target;
mod wire;

pub(crate) use client::{Client, ClientError, Request};
pub(crate) use target::Target;
