//! A running program and those who use it.

mod answer;
#[path = "../../../integrations/tests/support/asked.rs"]
mod asked;
mod bucket;
mod collector;
mod engine;
mod hook;
mod nodes;
#[path = "../../../integrations/tests/support/paypal.rs"]
pub(crate) mod paypal;
mod people;
mod pixels;
mod program;
mod smtp;
mod socket;
#[path = "../../../integrations/tests/support/stripe.rs"]
pub(crate) mod stripe;

pub(crate) use answer::Answer;
pub(crate) use bucket::Bucket;
pub(crate) use collector::{Collector, attribute};
pub(crate) use engine::{Database, Engine, at_once, both};
pub(crate) use hook::Hook;
pub(crate) use nodes::{MASTER, own_master, redis, run};
pub(crate) use people::{Account, Guest, Listed, PASSWORD, edition, purchase, work, work_with};
pub(crate) use pixels::{bomb, mirrored, plain, png};
pub(crate) use program::{Program, impasto};
pub(crate) use smtp::{Smtp, Tls, link_in, token_in};
pub(crate) use socket::Socket;

use serde_json::Value;

/// A text that must be there.
#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// The items of a list.
#[track_caller]
pub(crate) fn items(list: &Value) -> &[Value] {
    list["items"].as_array().unwrap_or_else(|| panic!("{list} is no list"))
}
