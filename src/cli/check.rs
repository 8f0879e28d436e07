//! `impasto check`.

use std::process::ExitCode;
use std::sync::Arc;

use super::{CliError, failed};
use crate::app::open_existing_store;
use crate::config::Config;

/// Checks every invariant in one snapshot, beside whatever else runs; fails when a row offends.
pub(super) async fn run(config: Arc<Config>) -> Result<ExitCode, CliError> {
    let store = open_existing_store(&config).await.map_err(failed)?;
    if !store.is_migrated().await.map_err(failed)? {
        return Err(CliError(format!(
            "{} does not have this program's schema: run impasto migrate first",
            store.shown_url()
        )));
    }
    let report = impasto_store::check(&store).await.map_err(failed)?;
    store.close().await;
    for line in &report.verified {
        say!("{line}");
    }
    for line in &report.offences {
        say!("WRONG {line}");
    }
    Ok(if report.offences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
