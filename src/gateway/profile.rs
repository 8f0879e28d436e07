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

    /// The gallery's name: as staff have set it, else as configured.
    #[must_use]
    pub fn site_name(&self, configured: &str) -> String {
        self.get().site_name.clone().unwrap_or_else(|| configured.to_owned())
    }

    /// Replaces it.
    pub fn put(&self, profile: HouseProfile) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(profile);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_that_staff_gave_counts_before_the_configured_one() {
        let profile = Profile::default();
        assert_eq!(profile.site_name("Impasto"), "Impasto");
        profile.put(HouseProfile { site_name: Some("Aldenkamp".to_owned()), ..HouseProfile::default() });
        assert_eq!(profile.site_name("Impasto"), "Aldenkamp");
    }
}
