//! `impasto backup`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use impasto_domain::ports::Clock;

use super::archive::{self, Writer, told};
use super::{CliError, failed};
use crate::app::{SystemClock, open_existing_store};
use crate::config::Config;

/// Copies an embedded gallery into a new folder, beside a running server.
pub(super) async fn run(config: Arc<Config>, to: PathBuf) -> Result<ExitCode, CliError> {
    if !config.is_embedded() {
        return Err(CliError(
            "the database is a server's: back it up with pg_dump, and its media beside it (docs/backup.md)".to_owned(),
        ));
    }
    let store = open_existing_store(&config).await.map_err(failed)?;
    let taken_at = SystemClock.now();
    let mut writer = Writer::begin(&to)?;
    // First the database: the files it names were stored before it named them.
    store.copy_to(&writer.path(archive::DATABASE)).await.map_err(failed)?;
    store.close().await;
    writer.written(archive::DATABASE)?;
    let is_on_disk = config.media.s3.bucket.is_none();
    if is_on_disk {
        for area in ["public", "private"] {
            let name = format!("{}/{area}", archive::MEDIA);
            add_folder(&mut writer, &config.media_dir().join(area), &name)?;
        }
    }
    let has_key = config.secrets.master.is_none();
    if has_key {
        writer.add(&config.data.join(archive::KEY), archive::KEY)?;
    }
    let manifest = writer.end(taken_at)?;
    say!("{} files, {} bytes, in {}", manifest.files, manifest.bytes, to.display());
    if !is_on_disk {
        say!("The media stay in their bucket: they are not in it.");
    }
    if has_key {
        say!("It holds the master key and people's data: keep it as safe as the gallery itself.");
    }
    Ok(ExitCode::SUCCESS)
}

fn add_folder(writer: &mut Writer, folder: &Path, name: &str) -> Result<(), CliError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(told(folder, &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| told(folder, &error))?;
        let path = entry.path();
        // Every name of ours is plain text; one with a dot before it is a file that is being written.
        let Some(file) = path.file_name().and_then(|file| file.to_str()).filter(|file| !file.starts_with('.')) else {
            continue;
        };
        let name = format!("{name}/{file}");
        if entry.file_type().map_err(|error| told(&path, &error))?.is_dir() {
            add_folder(writer, &path, &name)?;
        } else {
            writer.add(&path, &name)?;
        }
    }
    Ok(())
}
