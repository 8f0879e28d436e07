//! The rules of the house and its sellers, as last read from the store.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use impasto_domain::ids::SellerId;
use impasto_domain::ports::ReadError;
use impasto_domain::seller::Seller;
use impasto_domain::settings::HouseRules;
use impasto_store::Store;

type Sellers = Arc<HashMap<SellerId, Arc<Seller>>>;

/// What quotes are made from. Decisions use what the journal reads with the batch; this is for showing.
#[derive(Clone)]
pub struct House(Arc<RwLock<(Arc<HouseRules>, Sellers)>>);

impl House {
    /// The house as given, until it is read again.
    #[must_use]
    pub fn new(rules: Arc<HouseRules>) -> Self {
        Self(Arc::new(RwLock::new((rules, Sellers::default()))))
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> Arc<HouseRules> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).0)
    }

    /// The sellers.
    #[must_use]
    pub fn sellers(&self) -> Sellers {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).1)
    }

    /// Reads rules and sellers again.
    ///
    /// # Errors
    /// [`ReadError`]; what was known stays.
    pub async fn reload(&self, store: &Store, base: &HouseRules) -> Result<(), ReadError> {
        let rules = store.house_rules(base).await?;
        let sellers = store.sellers().await?.into_iter().map(|seller| (seller.id, Arc::new(seller))).collect();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = (Arc::new(rules), Arc::new(sellers));
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
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut sellers = (*known.1).clone();
        sellers.insert(seller.id, Arc::new(seller));
        known.1 = Arc::new(sellers);
    }
}
