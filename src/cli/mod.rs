//! The command line: what the program can be told to do, and one clear line when it cannot.
//! Knows which module does it; does nothing itself.

/// Writes a line to standard output. Who closed it does not want to read on; that is no failure.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

mod admin;
mod archive;
mod args;
mod backup;
mod certificate;
mod check;
mod content;
mod demo;
mod keys;
mod listen;
mod lock;
mod log;
mod migrate;
mod move_house;
mod move_media;
mod open;
mod reindex;
mod restore;
mod serve;

use std::future::Future;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

pub use args::{Cli, Command};

use crate::app::node_name;
use crate::telemetry::Exporter;

/// Why a command was not carried out; one line for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CliError(String);

/// Runs the program as its arguments and environment tell it.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "impasto: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode, CliError> {
    if matches!(cli.command, Some(Command::Openapi)) {
        let document = crate::api::openapi::document().to_pretty_json().map_err(failed)?;
        say!("{document}");
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(Command::Certificate { command }) = &cli.command {
        return certificate::run(command);
    }
    if let Some(Command::Demo { paint: Some(slug), .. }) = &cli.command {
        return demo::paint(slug);
    }
    let config = Arc::new(cli.sources().load().map_err(failed)?);
    let command = cli.command.unwrap_or_default();
    // What is over in a moment has nothing to tell a collector.
    let exporter = match &command {
        Command::Serve(_) => Exporter::start(&config.telemetry, node_name()).map_err(failed)?,
        _ => None,
    };
    let _log = log::start(&config.log, exporter.as_ref())?;
    match command {
        Command::Serve(_) => in_system(serve::run(config, exporter)),
        Command::Migrate => in_system(migrate::run(config)),
        Command::Admin { command } => in_system(admin::run(config, command)),
        Command::Keys { command } => in_system(keys::run(config, command)),
        Command::Demo { remove, .. } => in_system(demo::run(config, remove)),
        Command::Reindex => in_system(reindex::run(config)),
        Command::Check => in_system(check::run(config)),
        Command::Backup { to } => in_system(backup::run(config, to)),
        Command::Restore { from } => in_system(restore::run(config, from)),
        Command::Move { to, media } => in_system(move_house::run(config, to, media)),
        Command::Openapi | Command::Certificate { .. } => Ok(ExitCode::SUCCESS),
    }
}

fn in_system(work: impl Future<Output = Result<ExitCode, CliError>>) -> Result<ExitCode, CliError> {
    actix_web::rt::System::new().block_on(work)
}

/// Any error as the one line it is; causes that it does not tell itself are told behind it.
fn failed(error: impl std::error::Error) -> CliError {
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let told = cause.to_string();
        if !line.contains(&told) {
            line.push_str(": ");
            line.push_str(&told);
        }
        next = cause.source();
    }
    CliError(line.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the outer part\nof it")]
    struct Outer(#[source] std::io::Error);

    #[test]
    fn an_error_is_one_line_with_its_causes() {
        let error = failed(Outer(std::io::Error::other("the inner part")));
        assert_eq!(error.to_string(), "the outer part of it: the inner part");
    }
}
