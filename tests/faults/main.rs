//! What goes wrong around the program, made to go wrong under load: nothing acknowledged is lost, nothing is sold twice,
//! nobody is told anything worse than "come again", and afterwards it runs as before.
//!
//! `IMPASTO_FAULTS_ROUNDS` (1) makes every fault happen so many times as often: scripts/faults sets it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests say by a panic what is wrong")]

mod crowd;
mod database;
#[allow(dead_code, unused_imports, reason = "shared with the black-box suites, which use the rest of it")]
#[path = "../blackbox/harness/mod.rs"]
mod harness;
mod nodes;
mod proxy;
mod redis;

use std::future::Future;

/// The same on all nodes: any node takes any node's tokens.
const MASTER: (&str, &str) = ("IMPASTO_SECRETS__MASTER", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(test);
}

/// How often a fault happens.
fn rounds(few: usize) -> usize {
    let times = std::env::var("IMPASTO_FAULTS_ROUNDS").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    few * times
}
