//! How the house presents itself, as last read: what every page and every registration asks for.
//! Knows no store; whoever reads the settings puts it here.

use std::sync::{Arc, PoisonError, RwLock};

use impasto_domain::settings::HouseProfile;

/// The profile of the house; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Profile(Arc<RwLock<Arc<HouseProfile>>>);

impl Profile {
    /// The profile as last read.
    #[must_use]
    pub fn get(&self) -> Arc<HouseProfile> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces it.
    pub fn put(&self, profile: HouseProfile) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(profile);
    }
}
