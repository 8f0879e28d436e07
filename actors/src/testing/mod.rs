//! Test twins: ports in memory that behave as their contracts say and fail when they are told to, and a small house
//! that runs on them. The journal decides with the real `decide`.

mod audit;
mod doubles;
mod house;
mod invariants;
mod jobs;
mod journal;
mod provider;
mod world;

pub(crate) use audit::Audit;
pub(crate) use house::{LIMITED_25, OPEN, UNIQUE, edition, offer, visitor};
pub(crate) use invariants::ensure;
pub(crate) use journal::{MemoryJournal, Mishap};
pub(crate) use provider::fee_of;
pub(crate) use world::{Parts, World, in_a_house_of_its_own, key, pass, quiet, request};
