//! The whole of it, from outside.

mod facets;
mod property;
mod ranking;
