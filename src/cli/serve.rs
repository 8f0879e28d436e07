//! `impasto serve`.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;

use super::{CliError, content, failed, listen, open};
use crate::app::{App, schema, serve};
use crate::config::{Config, DatabaseContent};
use crate::demo;
use crate::gateway::Shared;
use crate::telemetry::Exporter;

/// After how long hanging the demo is tried again.
const HANG_AGAIN: Duration = Duration::from_secs(2);

/// The least time that the last spans get: stopping may have used up all there was.
const LAST_SPANS: Duration = Duration::from_secs(1);

/// Opens the database, joins the program, hangs the demo if it is wanted, and serves until a signal.
pub(super) async fn run(config: Arc<Config>, exporter: Option<Exporter>) -> Result<ExitCode, CliError> {
    listen::try_addresses(&config)?;
    if config.demo.enabled == Some(true) {
        // Known without looking: an address the demo may not have, a live key beside it.
        config.decide_demo(DatabaseContent::Demo).map_err(failed)?;
    }
    let opened = open::database(&config).await?;
    let content = content::of(&opened.store).await?;
    let is_demo = config.decide_demo(content).map_err(failed)?;
    let (program, lock) = opened.build(&config, is_demo).await?;
    program.shared.ready.set(schema::MIGRATED, true);
    actix_web::rt::spawn(schema::watch(program.app.store.clone(), program.shared.clone()));
    if is_demo {
        content::mark_demo(&*program.app.journal, true).await.map_err(failed)?;
        program.shared.ready.set("demo", false);
        actix_web::rt::spawn(hang(program.app.clone(), program.shared.clone()));
    }
    greet(&config, is_demo);
    let served = serve(program, &config).await;
    drop(lock);
    let stopping_since = served.map_err(failed)?;
    if let Some(exporter) = exporter {
        let most = Duration::from_secs(config.server.shutdown_s);
        stop(exporter, most.saturating_sub(stopping_since.elapsed()).max(LAST_SPANS)).await;
    }
    Ok(ExitCode::SUCCESS)
}

/// Has the last spans sent, on a thread that may wait for it.
async fn stop(exporter: Exporter, at_most: Duration) {
    if let Err(error) = actix_web::rt::task::spawn_blocking(move || exporter.stop(at_most)).await {
        tracing::warn!(%error, "the exporter did not stop");
    }
}

/// Hangs what does not hang yet; until then the node is not ready.
async fn hang(app: Data<App>, shared: Data<Shared>) {
    let password_hash = match shared.passwords.hash(demo::PASSWORD).await {
        Ok(hash) => hash,
        Err(problem) => {
            tracing::error!(%problem, "the demo gallery could not be hung");
            return;
        }
    };
    let progress = |done: usize, total: usize| {
        if done == total || done.is_multiple_of(10) {
            tracing::info!(done, total, "hanging the demo gallery");
        }
    };
    // Nodes that start together hang the same works: whoever comes second somewhere goes on with what is left.
    while let Err(error) = demo::hang(&app, &password_hash, &super::demo::painter(), &progress).await {
        tracing::warn!(%error, "the demo gallery could not be hung yet");
        actix_web::rt::time::sleep(HANG_AGAIN).await;
        // It is being stopped.
        if shared.ready.is_stopping() {
            return;
        }
    }
    shared.ready.set("demo", true);
    tracing::info!("the demo gallery hangs");
}

fn greet(config: &Config, is_demo: bool) {
    let address = config
        .public_url
        .as_ref()
        .map_or_else(|| format!("http://{}", config.server.listen), |url| url.origin().to_owned());
    say!("Impasto serves {address}");
    if let Some(ops) = &config.server.ops_listen {
        say!("Metrics and health: http://{ops}");
    }
    if !is_demo {
        return;
    }
    say!("This is the demo gallery: nothing is charged, and requests from this machine are not limited.");
    say!("Accounts, all with the password {}:", demo::PASSWORD);
    for account in demo::ACCOUNTS {
        say!("  {:<9} {}", account.role.as_str(), account.email);
    }
}
