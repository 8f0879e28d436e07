//! `impasto check`.

use std::process::ExitCode;
use std::sync::Arc;

use impasto_store::{Schema, Store};

use super::{CliError, failed, open};
use crate::app::open_existing_store;
use crate::config::Config;

/// Checks every invariant in one snapshot, beside whatever else runs; fails when a row offends.
pub(super) async fn run(config: Arc<Config>) -> Result<ExitCode, CliError> {
    let store = open_existing_store(&config).await.map_err(failed)?;
    open::refuse_unfinished(&store).await?;
    let why = match store.schema().await.map_err(failed)? {
        Schema::Served => None,
        Schema::Behind => Some("it does not have this program's schema: run impasto migrate first".to_owned()),
        Schema::OutOfReach(why) => Some(why),
    };
    if let Some(why) = why {
        return Err(CliError(format!("{}: {why}", store.shown_url())));
    }
    let is_sound = report(&store).await?;
    store.close().await;
    Ok(if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Checks, and says what was verified and what offends; whether nothing does.
pub(super) async fn report(store: &Store) -> Result<bool, CliError> {
    let report = impasto_store::check(store).await.map_err(failed)?;
    for line in &report.verified {
        say!("{line}");
    }
    for line in &report.offences {
        say!("WRONG {line}");
    }
    Ok(report.is_clean())
}
