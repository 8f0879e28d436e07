//! `impasto restore`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::archive::{self, Reader, told};
use super::{CliError, check, failed, lock};
use crate::app::open_existing_store;
use crate::config::Config;

/// Puts a backup into a data folder without a database, and checks it. The database comes last and under another name
/// first, so that half a restored gallery is none and the command can be given again.
pub(super) async fn run(config: Arc<Config>, from: PathBuf) -> Result<ExitCode, CliError> {
    let url = config.database_url();
    let Some(database) = lock::file_of(url.reveal()) else {
        return Err(CliError("a backup is restored into an embedded database: give sqlite:<file>, or none".to_owned()));
    };
    let reader = Reader::open(&from)?;
    let _lock = lock::take(&config)?;
    if database.exists() {
        return Err(CliError(format!(
            "the database {} is there already: restore into another data folder (--data)",
            database.display()
        )));
    }
    let part = PathBuf::from(format!("{}.part", database.display()));
    let mut taken = 0;
    for file in reader.files()? {
        let (hash, name) = file?;
        let Some(to) = place(&config, &part, &name) else { continue };
        taken += reader.take(&name, &hash, &to)?;
    }
    if taken != reader.manifest.bytes {
        let listed = reader.manifest.bytes;
        return Err(CliError(format!("{}: {taken} bytes were there, {listed} are expected", from.display())));
    }
    std::fs::rename(&part, &database).map_err(|error| told(&database, &error))?;
    let store = open_existing_store(&config).await.map_err(failed)?;
    store.migrate().await.map_err(failed)?;
    let is_sound = check::report(&store).await?;
    store.close().await;
    say!("{} files, {taken} bytes, from {}", reader.manifest.files, from.display());
    Ok(if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where a file of a backup goes.
fn place(config: &Config, database: &Path, name: &str) -> Option<PathBuf> {
    match name {
        archive::DATABASE => Some(database.to_owned()),
        archive::KEY => Some(config.data.join(archive::KEY)),
        name => {
            let media = name.strip_prefix(archive::MEDIA)?.strip_prefix('/')?;
            Some(config.media_dir().join(media))
        }
    }
}
