//! `impasto move`.
//!
//! The order of things is what makes it safe to be stopped anywhere: the mark of an unfinished move before the first row,
//! rows with the note of how many there are, and the mark goes only when both sides were read and agree, the media too,
//! and every invariant holds.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use impasto_domain::ports::MediaStore;
use impasto_store::{Compared, Progress, Standing, Store, StoreConfig, Transfer};

use super::move_media::{self, Copied};
use super::{CliError, archive, check, failed, lock};
use crate::app::open_media;
use crate::config::Config;

/// Between two words about how far it is.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// Moves the gallery of the data folder into the server's database `to`, and its media into the bucket `media`.
pub(super) async fn run(config: Arc<Config>, to: String, media: Option<String>) -> Result<ExitCode, CliError> {
    let database = source(&config)?;
    refuse_address(&to)?;
    let plan = Plan::of(&config, media.as_deref())?;
    // Held to the end: nobody sells meanwhile what would not come along.
    let _lock = lock::take(&config)?;
    let bucket = plan.open(&config).await?;
    let target = StoreConfig { readers: config.database.readers, ..StoreConfig::new(to) };
    let target = Store::open(&target).await.map_err(failed)?;
    let mut transfer = Transfer::open(&database, &target).await.map_err(failed)?;
    say_standing(transfer.standing(), &database, &target);

    let mut voice = Voice::new();
    transfer.copy(&mut |progress| voice.rows("copied", &progress)).await.map_err(failed)?;
    let compared = match transfer.standing() {
        Standing::Finished { opened_since: true } => Vec::new(),
        _ => transfer.compare(&mut |progress| voice.rows("compared", &progress)).await.map_err(failed)?,
    };
    let files = move_media::list(&config.media_dir())?;
    let missing = match &plan {
        Plan::InBucket(_) => Vec::new(),
        Plan::Stay(_) | Plan::Copy(_) => move_media::missing(&files, &target.named_media().await.map_err(failed)?),
    };
    let found = files.len();
    let files = match &bucket {
        None => Vec::new(),
        Some(bucket) => move_media::copy(files, &**bucket, &mut |done, of| voice.files(done, of)).await?,
    };
    say_tables(&compared);
    say_files(&files);
    say_missing(&config.media_dir(), &missing);
    let is_sound = check::report(&target).await?;
    let agrees = compared.iter().all(Compared::agrees) && files.iter().all(Copied::agrees);
    if agrees && is_sound {
        transfer.finish().await.map_err(failed)?;
        say_next(&config, &database, &target, &plan, found);
    } else {
        say!("Not everything agrees: what differs or is wrong is said above.");
    }
    transfer.close().await.map_err(failed)?;
    target.close().await;
    Ok(if agrees && is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What becomes of the media.
enum Plan {
    /// They lie in a bucket already.
    InBucket(String),
    /// They stay in their folder.
    Stay(PathBuf),
    /// They are copied into a bucket.
    Copy(String),
}

impl Plan {
    fn of(config: &Config, media: Option<&str>) -> Result<Self, CliError> {
        let configured = config.media.s3.bucket.clone();
        let Some(media) = media else {
            return Ok(configured.map_or_else(|| Self::Stay(config.media_dir()), Self::InBucket));
        };
        let bucket = bucket_of(media)?;
        match configured {
            Some(other) if other != bucket => Err(CliError(format!(
                "--media {media}: the media lie in the bucket {other} already (media.s3.bucket); leave --media out"
            ))),
            _ => Ok(Self::Copy(bucket.to_owned())),
        }
    }

    /// The bucket, made sure that it answers, when one is to be filled.
    async fn open(&self, config: &Config) -> Result<Option<Arc<dyn MediaStore>>, CliError> {
        let Self::Copy(bucket) = self else { return Ok(None) };
        let mut with_bucket = config.clone();
        with_bucket.media.s3.bucket = Some(bucket.clone());
        let opened = open_media(&with_bucket).await;
        opened.map(Some).map_err(|error| CliError(format!("--media s3://{bucket}: {}", failed(error))))
    }
}

/// The file of the gallery that is moved.
fn source(config: &Config) -> Result<PathBuf, CliError> {
    let url = config.database_url();
    let Some(file) = lock::file_of(url.reveal()) else {
        return Err(CliError(
            "the gallery is in a server's database already: impasto move takes one from an embedded database (leave database.url out, or give --database-url sqlite:<file>)".to_owned(),
        ));
    };
    if !file.is_file() {
        return Err(CliError(format!("there is no gallery at {}: --data names its folder", file.display())));
    }
    Ok(file)
}

fn refuse_address(to: &str) -> Result<(), CliError> {
    if to.starts_with("sqlite:") {
        return Err(CliError(
            "--to names an embedded database: give postgres://…; from one folder into another a gallery goes with impasto backup and impasto restore".to_owned(),
        ));
    }
    // The address itself is not repeated: it may hold a password where nobody looks for one.
    if !to.starts_with("postgres://") && !to.starts_with("postgresql://") {
        return Err(CliError("--to must begin with postgres://".to_owned()));
    }
    Ok(())
}

/// The bucket that an address names.
fn bucket_of(media: &str) -> Result<&str, CliError> {
    let wrong = |why: &str| CliError(format!("--media {media:?}: {why}"));
    let rest = media.strip_prefix("s3://").ok_or_else(|| wrong("must be s3://<bucket>"))?;
    if rest.contains('?') || rest.contains('@') {
        return Err(wrong("keys, region and endpoint are set as media.s3.…, not in the address"));
    }
    let bucket = rest.strip_suffix('/').unwrap_or(rest);
    if bucket.contains('/') {
        return Err(wrong(
            "media need a bucket of their own, without a path: they lie below public/ and private/ in it",
        ));
    }
    let is_name = bucket.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    if bucket.is_empty() || !is_name { Err(wrong("must be s3://<bucket>")) } else { Ok(bucket) }
}

fn say_standing(standing: Standing, database: &Path, target: &Store) {
    let (from, to) = (database.display(), target.shown_url());
    match standing {
        Standing::New => note(&format!("moving {from} to {to}")),
        Standing::Unfinished => note(&format!("going on with the move of {from} to {to}")),
        Standing::Finished { opened_since: false } => {
            note(&format!("{from} has been moved to {to} already: it is verified again"));
        }
        Standing::Finished { opened_since: true } => note(&format!(
            "{from} has been moved to {to} already and was opened there since: its rows are not compared any more"
        )),
    }
}

fn say_tables(compared: &[Compared]) {
    if compared.is_empty() {
        return;
    }
    say!("{:<18} {:>10}  SHA-256 of the rows, the same on both sides", "table", "rows");
    for table in compared {
        if table.agrees() {
            say!("{:<18} {:>10}  {}", table.table, table.there.rows, table.there.hash);
        } else {
            let how = table.difference.as_deref().unwrap_or("their hashes differ");
            say!("DIFFERS {}: {} rows here, {} there; {how}", table.table, table.here.rows, table.there.rows);
        }
    }
    say!("{:<18} {:>10}", "all of them", compared.iter().map(|table| table.there.rows).sum::<u64>());
}

fn say_files(files: &[Copied]) {
    for area in files {
        let Copied { area: name, files, bytes, hash, copied, .. } = area;
        say!("media/{name}: {files} files, {bytes} bytes, {copied} of them copied now; SHA-256 of their hashes {hash}");
        for key in &area.differing {
            say!("DIFFERS media/{name}/{key}");
        }
    }
}

/// Files that were lost before: the move can neither bring nor do without them. A folder that is not the right one looks
/// the same, hence the word.
fn say_missing(folder: &Path, missing: &[String]) {
    if let Some(first) = missing.first() {
        let (number, folder) = (missing.len(), folder.display());
        say!("MISSING {number} files that the database names are not in {folder}, the first: {first}");
    }
}

/// What is left to do for who gave the command.
fn say_next(config: &Config, database: &Path, target: &Store, plan: &Plan, files: usize) {
    say!("The gallery is in {} now.", target.shown_url());
    let key = config.data.join(archive::KEY);
    if config.secrets.master.is_some() {
        say!("Master key: every node needs the same secrets.master as here.");
    } else if key.is_file() {
        let key = key.display();
        say!(
            "Master key: set IMPASTO_SECRETS__MASTER=\"base64:$(cat '{key}')\" for every node, or put a copy of {key} into each data folder; without it nobody stays signed in and no node starts."
        );
    } else {
        say!("Master key: there is none at {} and none is configured.", key.display());
    }
    match plan {
        Plan::InBucket(bucket) => {
            say!("Media: they stay in the bucket {bucket}; every node needs the same media.s3.… as here.")
        }
        Plan::Copy(bucket) => {
            say!(
                "Media: they are in the bucket {bucket}; set media.s3.bucket to it for every node, and media.s3.… as here."
            );
        }
        Plan::Stay(folder) => say!(
            "Media: {files} files stay in {}; set media.dir to that folder, which all nodes must share, or give the command again with --media s3://<bucket>.",
            folder.display()
        ),
    }
    say!(
        "{} is as it was, the way back. Do not open both: what one sells the other does not know of.",
        database.display()
    );
}

/// What is said while it works, on standard error, not too often.
struct Voice {
    silent_until: Instant,
}

impl Voice {
    fn new() -> Self {
        Self { silent_until: Instant::now() }
    }

    fn rows(&mut self, done: &str, progress: &Progress<'_>) {
        let Progress { table, rows, of } = *progress;
        self.say(&format!("{table}: {rows} of {of} rows {done}"));
    }

    fn files(&mut self, done: u64, of: u64) {
        self.say(&format!("media: {done} of {of} files"));
    }

    fn say(&mut self, line: &str) {
        let now = Instant::now();
        if now >= self.silent_until {
            note(line);
            self.silent_until = now + TELL_EVERY;
        }
    }
}

/// Writes a line to standard error. Who closed it does not want to know.
fn note(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;

    #[test]
    fn a_bucket_is_named_and_nothing_else() {
        assert_eq!(bucket_of("s3://works").unwrap(), "works");
        assert_eq!(bucket_of("s3://works/").unwrap(), "works");
        for (media, why) in [
            ("works", "s3://<bucket>"),
            ("s3://", "s3://<bucket>"),
            ("s3://wörks", "s3://<bucket>"),
            ("s3://works/deep", "without a path"),
            ("s3://works?region=x", "media.s3"),
            ("s3://key:secret@works", "media.s3"),
        ] {
            let told = bucket_of(media).unwrap_err().to_string();
            assert!(told.contains(why), "{told}");
        }
    }

    #[test]
    fn only_a_gallery_in_a_file_is_moved() {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config { data: folder.path().to_owned(), ..Config::default() };
        assert!(source(&config).unwrap_err().to_string().contains("there is no gallery"));
        std::fs::write(folder.path().join("impasto.db"), b"").unwrap();
        assert_eq!(source(&config).unwrap(), folder.path().join("impasto.db"));
        config.database.url = Some(Secret::new("postgres://anna:secret@db/x"));
        let told = source(&config).unwrap_err().to_string();
        assert!(told.contains("already") && !told.contains("secret@"), "{told}");
    }

    #[test]
    fn what_the_target_must_be_is_told_without_its_password() {
        refuse_address("postgres://anna@db/x").unwrap();
        for to in ["sqlite:x.db", "mysql://anna:hunter2@db/x", "hunter2"] {
            let told = refuse_address(to).unwrap_err().to_string();
            assert!(told.contains("postgres://") && !told.contains("hunter2"), "{told}");
        }
    }

    #[test]
    fn media_of_a_bucket_do_not_go_into_another() {
        let mut config = Config::default();
        config.media.s3.bucket = Some("old".to_owned());
        assert!(matches!(Plan::of(&config, None).unwrap(), Plan::InBucket(bucket) if bucket == "old"));
        assert!(matches!(Plan::of(&config, Some("s3://old")).unwrap(), Plan::Copy(bucket) if bucket == "old"));
        assert!(Plan::of(&config, Some("s3://new")).is_err());
    }
}
