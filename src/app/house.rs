//! The rules of the house, its sellers, its profile and its collections, as last read from the store.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use impasto_domain::collection::Collection;
use impasto_domain::ids::SellerId;
use impasto_domain::ports::ReadError;
use impasto_domain::seller::Seller;
use impasto_domain::settings::{HouseProfile, HouseRules};
use impasto_store::ListError;
use impasto_store::Store;

use crate::gateway::profile::Profile;

type Sellers = Arc<HashMap<SellerId, Arc<Seller>>>;

/// The most collections that the front page and the sitemap show; older ones are reached by their address.
pub const COLLECTIONS_SHOWN: u32 = 60;

/// What quotes are made from. Decisions use what the journal reads with the batch; this is for showing.
#[derive(Clone)]
pub struct House {
    known: Arc<RwLock<Known>>,
    profile: Profile,
}

struct Known {
    rules: Arc<HouseRules>,
    sellers: Sellers,
    collections: Arc<Vec<Collection>>,
}

impl House {
    /// The house as given, until it is read again. `profile` is where others ask for the profile.
    #[must_use]
    pub fn new(rules: Arc<HouseRules>, profile: Profile) -> Self {
        let known = Known { rules, sellers: Sellers::default(), collections: Arc::default() };
        Self { known: Arc::new(RwLock::new(known)), profile }
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> Arc<HouseRules> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner).rules)
    }

    /// The sellers.
    #[must_use]
    pub fn sellers(&self) -> Sellers {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner).sellers)
    }

    /// The collections that everybody sees, the newest first.
    #[must_use]
    pub fn collections(&self) -> Arc<Vec<Collection>> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner).collections)
    }

    /// How the house presents itself.
    #[must_use]
    pub fn profile(&self) -> Arc<HouseProfile> {
        self.profile.get()
    }

    /// Reads rules, sellers, profile and collections again.
    ///
    /// # Errors
    /// [`ReadError`]; what was known stays.
    pub async fn reload(&self, store: &Store, base: &HouseRules) -> Result<(), ReadError> {
        let rules = store.house_rules(base).await?;
        let sellers = store.sellers().await?.into_iter().map(|seller| (seller.id, Arc::new(seller))).collect();
        let (profile, strange) = HouseProfile::read(&store.settings().await?);
        if !strange.is_empty() {
            tracing::warn!(settings = strange.join(", "), "settings that cannot be read are left out");
        }
        let collections = match store.collections(true, None, COLLECTIONS_SHOWN).await {
            Ok(page) => page.items,
            Err(ListError::Away(error)) => return Err(error),
            // There is no cursor.
            Err(ListError::BadCursor) => Vec::new(),
        };
        self.profile.put(profile);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) =
            Known { rules: Arc::new(rules), sellers: Arc::new(sellers), collections: Arc::new(collections) };
        Ok(())
    }

    /// Reads a seller that is not known yet: who has just registered sells works before the house is read again.
    ///
    /// # Errors
    /// [`ReadError`]; what was known stays.
    pub async fn learn(&self, store: &Store, id: SellerId) -> Result<(), ReadError> {
        if self.sellers().contains_key(&id) {
            return Ok(());
        }
        let Some(seller) = store.seller(id).await? else { return Ok(()) };
        self.put(seller);
        Ok(())
    }

    /// Knows a seller as it has just been written.
    pub fn put(&self, seller: Seller) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let mut sellers = (*known.sellers).clone();
        sellers.insert(seller.id, Arc::new(seller));
        known.sellers = Arc::new(sellers);
    }
}
