//! `impasto demo` and `impasto demo --remove`.

use std::process::ExitCode;
use std::sync::Arc;

use super::{CliError, content, failed, open};
use crate::app::Program;
use crate::config::DatabaseContent;
use crate::config::{Config, DemoRefusal};
use crate::demo::{self, Painter};

/// Hangs the demo gallery, or takes it down.
pub(super) async fn run(config: Arc<Config>, remove: bool) -> Result<ExitCode, CliError> {
    let opened = open::database(&config).await?;
    let content = content::of(&opened.store).await?;
    if !remove && content == DatabaseContent::Own {
        return Err(failed(DemoRefusal::OwnGallery));
    }
    let (program, lock) = opened.build(&config, true).await?;
    let done = if remove { take_down(&program).await } else { hang(&program).await };
    program.stop().await;
    drop(lock);
    done.map(|()| ExitCode::SUCCESS)
}

async fn hang(program: &Program) -> Result<(), CliError> {
    content::mark_demo(&*program.app.journal, true).await.map_err(failed)?;
    let password_hash = program.shared.passwords.hash(demo::PASSWORD).await.map_err(failed)?;
    let progress = |done: usize, total: usize| {
        if done == total || done.is_multiple_of(10) {
            say!("{done} of {total} works hang");
        }
    };
    demo::hang(&program.app, &password_hash, &painter(), &progress).await.map_err(failed)?;
    say!("The demo gallery hangs.");
    Ok(())
}

/// Paints with this very program: `impasto demo --paint <slug>`.
pub(super) fn painter() -> Painter {
    match std::env::current_exe() {
        Ok(program) => Painter::Beside { program, arguments: vec!["demo".into(), "--paint".into()] },
        Err(_) => Painter::Here,
    }
}

/// Writes a painted work to standard output.
pub(super) fn paint(slug: &str) -> Result<ExitCode, CliError> {
    demo::paint_to(slug, &mut std::io::stdout().lock()).map_err(failed)?;
    Ok(ExitCode::SUCCESS)
}

async fn take_down(program: &Program) -> Result<(), CliError> {
    let removed = demo::remove(&*program.app.journal).await.map_err(failed)?;
    say!("{} works are archived, {} accounts are shut.", removed.works, removed.accounts);
    if removed.held > 0 {
        say!("{} works are held by customers and stay for now: run this again later.", removed.held);
        return Ok(());
    }
    content::mark_demo(&*program.app.journal, false).await.map_err(failed)
}
