//! The load generator and history checker: drives a running Impasto over HTTP and sockets and proves that nothing was lost or sold twice.
//! It does not know the server's insides: the contract is all it has.

mod api;
mod args;
mod caller;
mod claims;
mod clock;
mod failure;
mod findings;
mod history;
mod holds;
mod http;
mod live;
mod machine;
mod make_stock;
mod person;
mod png;
mod progress;
mod report;
mod run;
mod scenario;
mod stage;
mod stats;
mod stock;
mod table;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, VerifyArgs};
use failure::Failure;
use stage::Stage;
use verify::Asking;

fn main() -> ExitCode {
    match command(Cli::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("impasto-loadtest: {failure}");
            ExitCode::from(2)
        }
    }
}

fn command(command: Command) -> Result<bool, Failure> {
    match command {
        Command::Purchase(args) => scenario::purchase::run(&args),
        Command::Contention(args) => scenario::contention::run(&args),
        Command::Catalogue(args) => scenario::catalogue::run(&args),
        Command::Fanout(args) => scenario::fanout::run(&args),
        Command::Mixed(args) => scenario::mixed::run(&args),
        Command::Verify(args) => prove(&args),
        Command::Table(args) => {
            print!("{}", table::table(&args.reports)?);
            Ok(true)
        }
    }
}

fn prove(args: &VerifyArgs) -> Result<bool, Failure> {
    let mut stage = Stage::enter(&args.server, "verify", 0)?;
    let asking = Asking::alone(stage.targets.clone(), args);
    let proof = run::block_on(verify::prove(&args.history, &asking))??;
    stage.report.prove(proof);
    stage.finish()
}
