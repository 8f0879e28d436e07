//! Presence, shared limits and the bus between nodes on Redis, and the in-process twins for one node.
//!
//! Makes live delivery fast across nodes; never right: with Redis gone, nodes find each other's events by cursor.

mod bus;
mod claims;
mod local_presence;
#[cfg(test)]
mod presence_contract;
mod redis_limits;
#[cfg(test)]
mod redis_limits_tests;
mod redis_presence;

pub use bus::{LocalBus, RedisBus};
pub use claims::{LocalClaims, RedisClaims};
pub use local_presence::LocalPresence;
pub use redis_limits::RedisLimits;
pub use redis_presence::RedisPresence;
