//! One process for one embedded database: a lock beside its file, held while somebody may write.
//! Knows nothing of the database itself.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::CliError;
use crate::config::Config;

/// The lock; released when it is dropped or when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct DataLock(#[expect(dead_code, reason = "held for its lock")] Option<File>);

/// Makes the data folder and takes the lock of the embedded database. Other databases look after themselves.
pub(super) fn take(config: &Config) -> Result<DataLock, CliError> {
    let data = &config.data;
    make(data).map_err(|error| CliError(format!("the data folder {} cannot be made: {error}", data.display())))?;
    match file_of(config.database_url().reveal()) {
        Some(database) => lock(&database).map(|file| DataLock(Some(file))),
        None => Ok(DataLock(None)),
    }
}

/// Makes the folder for its owner alone: what lies in it (hashes of passwords, invoices) is nobody else's.
pub(super) fn make(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn lock(database: &Path) -> Result<File, CliError> {
    let path = PathBuf::from(format!("{}.lock", database.display()));
    let unusable = |error: &dyn std::fmt::Display| CliError(format!("{} cannot be locked: {error}", path.display()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| unusable(&error))?;
    }
    let mut options = OpenOptions::new();
    let mut file =
        options.read(true).write(true).create(true).truncate(false).open(&path).map_err(|error| unusable(&error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Who holds it is for people; not knowing does not change that somebody does.
            let _ = file.read_to_string(&mut holder);
            let holder = if holder.trim().is_empty() { String::new() } else { format!(" (process {})", holder.trim()) };
            let database = database.display();
            return Err(CliError(format!(
                "the database {database} is in use by another process{holder}: stop it first"
            )));
        }
        Err(TryLockError::Error(error)) => return Err(unusable(&error)),
    }
    let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
    written.map_err(|error| unusable(&error))?;
    Ok(file)
}

/// The file of an embedded database; `None` for a server's, or for one in memory.
pub(super) fn file_of(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path).split('?').next().unwrap_or_default();
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_process_is_told_who_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data: folder.path().join("data"), ..Config::default() };
        let held = take(&config).unwrap();
        let refused = take(&config).unwrap_err().to_string();
        assert!(refused.contains("in use by another process"), "{refused}");
        assert!(refused.contains(&std::process::id().to_string()), "{refused}");
        drop(held);
        take(&config).unwrap();
    }

    #[test]
    fn only_embedded_databases_have_a_file() {
        assert_eq!(file_of("sqlite:a/b.db"), Some("a/b.db".into()));
        assert_eq!(file_of("sqlite:///a/b.db?mode=rwc"), Some("/a/b.db".into()));
        assert_eq!(file_of("sqlite::memory:"), None);
        assert_eq!(file_of("postgres://x/y"), None);
    }
}
