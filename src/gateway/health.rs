//! Whether this node may be sent requests.
//! Knows names of conditions, not how they come about.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

/// The condition that requests are served: named once they are, and false from when the node is asked to stop.
pub const SERVING: &str = "serving";

/// The node is ready when every condition that was named holds.
#[derive(Default)]
pub struct Readiness(RwLock<BTreeMap<&'static str, bool>>);

impl Readiness {
    /// Says whether a condition (`migrated`, `demo`, `serving`) holds; naming it makes it one that counts.
    pub fn set(&self, condition: &'static str, holds: bool) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(condition, holds);
    }

    /// Whether the node served and is about to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(SERVING) == Some(&false)
    }

    /// Whether all of them hold.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).values().all(|holds| *holds)
    }

    /// All of them, by name.
    #[must_use]
    pub fn conditions(&self) -> BTreeMap<&'static str, bool> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_condition_that_does_not_hold_is_enough() {
        let ready = Readiness::default();
        ready.set("migrated", true);
        ready.set("demo", false);
        assert!(!ready.is_ready());
        ready.set("demo", true);
        assert!(ready.is_ready());
    }
}
