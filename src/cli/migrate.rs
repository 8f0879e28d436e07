//! `impasto migrate`.

use std::process::ExitCode;
use std::sync::Arc;

use super::{CliError, open};
use crate::config::Config;

/// Brings the database to this program's schema.
pub(super) async fn run(config: Arc<Config>) -> Result<ExitCode, CliError> {
    let opened = open::database(&config).await?;
    say!("{} has this program's schema.", opened.store.shown_url());
    opened.store.close().await;
    Ok(ExitCode::SUCCESS)
}
