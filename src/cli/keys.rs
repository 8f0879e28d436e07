//! `impasto keys rotate`.

use std::process::ExitCode;
use std::sync::Arc;

use super::args::KeysCommand;
use super::{CliError, failed, open};
use crate::config::Config;
use crate::identity::keyring::{ACTIVATION, Purpose};

/// Adds a key that signs from the moment every node has had time to learn it; what the old one signed stays good.
pub(super) async fn run(config: Arc<Config>, command: KeysCommand) -> Result<ExitCode, CliError> {
    let KeysCommand::Rotate { visitors } = command;
    let purpose = if visitors { Purpose::Visitor } else { Purpose::Access };
    let opened = open::database(&config).await?;
    let (program, lock) = opened.build(&config, false).await?;
    let shared = &program.shared;
    let rotated = shared.keys.rotate(purpose, &*shared.people, &*shared.journal, shared.clock.now()).await;
    program.stop().await;
    drop(lock);
    rotated.map_err(failed)?;
    let tokens = if visitors { "Visitor tokens" } else { "Access tokens" };
    say!("{tokens} get a new signing key in {} seconds, on every node; those signed until then stay good.", {
        ACTIVATION.num_seconds()
    });
    Ok(ExitCode::SUCCESS)
}
