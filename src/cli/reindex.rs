//! `impasto reindex`.

use std::process::ExitCode;
use std::sync::Arc;

use impasto_domain::command::Command;
use impasto_domain::edit::Edit;

use super::{CliError, failed, open};
use crate::config::Config;

/// Makes the search index once here, which shows that it can be made, and has every running node make its own anew.
/// An embedded database has no other node; while it serves, the house is asked through its API instead.
pub(super) async fn run(config: Arc<Config>) -> Result<ExitCode, CliError> {
    let opened = open::database(&config).await.map_err(|error| {
        if config.is_embedded() && error.to_string().contains("in use by another process") {
            return CliError(format!("{error}, or ask it to: POST /api/v1/admin/reindex"));
        }
        error
    })?;
    let (program, lock) = opened.build(&config, false).await?;
    let works = program.app.catalogue.len();
    let asked = program.shared.journal.submit(Command::Edit(Box::new(Edit::Reindex { by: None })).into()).await;
    program.stop().await;
    drop(lock);
    asked.map_err(failed)?;
    say!("{works} works are found by their words; nodes that run make their index anew now.");
    Ok(ExitCode::SUCCESS)
}
