//! Whether the database still has the schema that this node needs: a newer program may take away what it used.

use std::time::Duration;

use actix_web::web::Data;
use impasto_store::Store;

use crate::gateway::Shared;

/// The condition of the node's readiness.
pub const MIGRATED: &str = "migrated";

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Looks again and again until the node stops. A node whose schema is gone takes no more requests; it has to be replaced
/// by the newer program.
pub async fn watch(store: Store, shared: Data<Shared>) {
    let mut is_served = true;
    while !shared.ready.is_stopping() {
        actix_web::rt::time::sleep(LOOK_EVERY).await;
        // While the database is away nobody knows, and another condition says so.
        let Ok(is_now) = store.is_migrated().await else { continue };
        shared.ready.set(MIGRATED, is_now);
        if is_now != is_served {
            is_served = is_now;
            if is_now {
                tracing::info!("the database has this program's schema again");
            } else {
                tracing::error!("a newer program changed the schema: this node is not ready until it is updated");
            }
        }
    }
}
