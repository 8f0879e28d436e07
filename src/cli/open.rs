//! Opening what every command that touches the data needs: the lock, the database at this program's schema, the
//! secrets.

use std::sync::Arc;

use impasto_store::Store;

use super::lock::{self, DataLock};
use super::{CliError, failed};
use crate::app::{Program, open_store};
use crate::config::Config;
use crate::identity::secrets::HouseSecrets;

/// The database, locked and migrated.
pub(super) struct Opened {
    /// For reads.
    pub(super) store: Store,
    lock: DataLock,
}

/// Takes the lock and brings the database to this program's schema.
pub(super) async fn database(config: &Config) -> Result<Opened, CliError> {
    let lock = lock::take(config)?;
    let store = open_store(config).await.map_err(failed)?;
    refuse_unfinished(&store).await?;
    store.migrate().await.map_err(failed)?;
    Ok(Opened { store, lock })
}

/// Refuses a database that a part of a gallery is in.
pub(super) async fn refuse_unfinished(store: &Store) -> Result<(), CliError> {
    if store.is_unfinished_move().await.map_err(failed)? {
        return Err(CliError(format!(
            "{} holds an unfinished move: give impasto move again until it ends (docs/moving.md)",
            store.shown_url()
        )));
    }
    Ok(())
}

impl Opened {
    /// Builds the program on it; the lock goes on being held by what is returned beside it.
    pub(super) async fn build(self, config: &Arc<Config>, is_demo: bool) -> Result<(Program, DataLock), CliError> {
        self.store.close().await;
        let secrets = HouseSecrets::open(config.secrets.master.as_ref(), &config.data).map_err(failed)?;
        let program = Program::build(Arc::clone(config), is_demo, secrets).await.map_err(failed)?;
        Ok((program, self.lock))
    }
}
