//! What goes wrong around the program, made to go wrong under load: nothing acknowledged is lost, nothing is sold twice,
//! nobody is told anything worse than "come again", and afterwards it runs as before.
//!
//! `IMPASTO_FAULTS_ROUNDS` (1) makes every fault happen so many times as often: scripts/faults sets it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests say by a panic what is wrong")]

mod cluster;
mod crowd;
mod database;
mod disk;
#[allow(dead_code, unused_imports, reason = "shared with the black-box suites, which use the rest of it")]
#[path = "../blackbox/harness/mod.rs"]
mod harness;
mod jobs;
mod nodes;
mod postgres;
mod provider;
mod proxy;
mod redis;

/// How often a fault happens.
fn rounds(few: usize) -> usize {
    let times = std::env::var("IMPASTO_FAULTS_ROUNDS").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    few * times
}
