//! Merging carts at sign-in, through the engine.

use std::sync::{Arc, OnceLock};

use actix_web::web::Data;
use impasto_actors::EngineError;
use impasto_domain::ids::{UserId, VisitorId};
use impasto_domain::owner::Owner;
use impasto_domain::ports::PortFuture;
use impasto_domain::refusal::Refusal;

use super::App;
use crate::gateway::problem::Problem;
use crate::gateway::shared::CartMerger;

/// The engine's hand for identity. The app is set once it is there.
pub(super) struct Merger(pub Arc<OnceLock<Data<App>>>);

impl CartMerger for Merger {
    fn merge(&self, visitor: VisitorId, user: UserId) -> PortFuture<'_, Result<(), Problem>> {
        Box::pin(async move {
            let Some(app) = self.0.get() else { return Err(Problem::unavailable(1)) };
            match app.engine.merge_cart(Owner::Visitor(visitor), Owner::User(user), None).await {
                Ok(_) => Ok(()),
                // Two carts in different currencies stay apart; the sign-in goes on.
                Err(EngineError::Refused(Refusal::CurrencyMix)) => Ok(()),
                Err(error) => Err(error.into()),
            }
        })
    }
}
