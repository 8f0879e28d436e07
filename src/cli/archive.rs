//! What a backup is: a folder with the files of a gallery, the hash of each, and a manifest that is written last.
//!
//! `SHA256SUMS` is in the form of `sha256sum`, so that a backup can be verified without this program.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::CliError;

/// The database's file in a backup.
pub(super) const DATABASE: &str = "impasto.db";
/// The master key's.
pub(super) const KEY: &str = "master.key";
/// The folder of the media.
pub(super) const MEDIA: &str = "media";

const SUMS: &str = "SHA256SUMS";
const MANIFEST: &str = "manifest.json";
const FORMAT: u32 = 1;

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    /// The version of the program that wrote it.
    program: String,
    taken_at: DateTime<Utc>,
    pub(super) files: u64,
    pub(super) bytes: u64,
    /// Hash of the list of hashes.
    sums: String,
}

/// A backup that is being written.
pub(super) struct Writer {
    root: PathBuf,
    sums: BufWriter<File>,
    files: u64,
    bytes: u64,
}

impl Writer {
    /// Begins one in a folder that is new or empty.
    pub(super) fn begin(root: &Path) -> Result<Self, CliError> {
        super::lock::make(root).map_err(|error| told(root, &error))?;
        let mut there = fs::read_dir(root).map_err(|error| told(root, &error))?;
        if there.next().is_some() {
            return Err(CliError(format!("--to {}: the folder is not empty", root.display())));
        }
        let path = root.join(SUMS);
        let sums = BufWriter::new(File::create(&path).map_err(|error| told(&path, &error))?);
        Ok(Self { root: root.to_owned(), sums, files: 0, bytes: 0 })
    }

    /// Where a file of the backup lies.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Copies a file into it. One that is gone meanwhile is left out.
    pub(super) fn add(&mut self, from: &Path, name: &str) -> Result<(), CliError> {
        let to = self.path(name);
        match copy(from, &to) {
            Ok(copied) => self.note(name, &copied),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !from.exists() => Ok(()),
            Err(error) => Err(told(from, &error)),
        }
    }

    /// Takes in a file that was written there already.
    pub(super) fn written(&mut self, name: &str) -> Result<(), CliError> {
        let path = self.path(name);
        let hashed = File::open(&path).and_then(|mut file| {
            file.sync_all()?;
            pour(&mut file, &mut io::sink())
        });
        self.note(name, &hashed.map_err(|error| told(&path, &error))?)
    }

    /// Ends it: only with its manifest it is one.
    pub(super) fn end(mut self, taken_at: DateTime<Utc>) -> Result<Manifest, CliError> {
        let path = self.root.join(SUMS);
        let flushed = self.sums.flush().and_then(|()| self.sums.get_ref().sync_all());
        let list = flushed.and_then(|()| pour(&mut File::open(&path)?, &mut io::sink()));
        let manifest = Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            taken_at,
            files: self.files,
            bytes: self.bytes,
            sums: list.map_err(|error| told(&path, &error))?.hash,
        };
        let path = self.root.join(MANIFEST);
        let written = serde_json::to_vec_pretty(&manifest).map_err(io::Error::other).and_then(|text| {
            let mut file = File::create(&path)?;
            file.write_all(&text)?;
            file.sync_all()?;
            File::open(&self.root)?.sync_all()
        });
        written.map_err(|error| told(&path, &error))?;
        Ok(manifest)
    }

    fn note(&mut self, name: &str, copied: &Poured) -> Result<(), CliError> {
        self.files += 1;
        self.bytes += copied.bytes;
        writeln!(self.sums, "{}  {name}", copied.hash).map_err(|error| told(&self.root.join(SUMS), &error))
    }
}

/// A backup that is being read.
pub(super) struct Reader {
    root: PathBuf,
    pub(super) manifest: Manifest,
}

impl Reader {
    /// Opens a whole one, whose list is the one its manifest was written for.
    pub(super) fn open(root: &Path) -> Result<Self, CliError> {
        let path = root.join(MANIFEST);
        let text = fs::read(&path)
            .map_err(|error| CliError(format!("--from {}: not a whole backup: {MANIFEST}: {error}", root.display())))?;
        let manifest: Manifest =
            serde_json::from_slice(&text).map_err(|error| CliError(format!("{}: {error}", path.display())))?;
        if manifest.format != FORMAT {
            let format = manifest.format;
            return Err(CliError(format!("{}: format {format} is not one of this program's", path.display())));
        }
        let path = root.join(SUMS);
        let list = File::open(&path).and_then(|mut file| pour(&mut file, &mut io::sink()));
        if list.map_err(|error| told(&path, &error))?.hash != manifest.sums {
            return Err(CliError(format!("{} is not the one of the manifest", path.display())));
        }
        Ok(Self { root: root.to_owned(), manifest })
    }

    /// Each file of the backup with its hash.
    pub(super) fn files(&self) -> Result<impl Iterator<Item = Result<(String, String), CliError>> + use<>, CliError> {
        let path = self.root.join(SUMS);
        let file = File::open(&path).map_err(|error| told(&path, &error))?;
        Ok(BufReader::new(file).lines().map(move |line| {
            let line = line.map_err(|error| told(&path, &error))?;
            let (hash, name) = line.split_once("  ").unwrap_or_default();
            // Names come from outside: none may lead out of the folder it is put into.
            let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
            if hash.len() != 64 || name.is_empty() || !inside {
                return Err(CliError(format!("{}: {line:?} is not a line of a list of hashes", path.display())));
            }
            Ok((hash.to_owned(), name.to_owned()))
        }))
    }

    /// Copies a file out of it, and refuses one that is not what it was.
    pub(super) fn take(&self, name: &str, hash: &str, to: &Path) -> Result<u64, CliError> {
        let from = self.root.join(name);
        let copied = copy(&from, to).map_err(|error| told(&from, &error))?;
        if copied.hash == hash {
            return Ok(copied.bytes);
        }
        // What is wrong must not lie about as if it were right.
        let _ = fs::remove_file(to);
        Err(CliError(format!("{} is damaged: its hash is not the one in {SUMS}", from.display())))
    }
}

struct Poured {
    bytes: u64,
    /// SHA-256, hexadecimal.
    hash: String,
}

/// Copies a file and brings it to the disk; folders are made.
fn copy(from: &Path, to: &Path) -> io::Result<Poured> {
    let mut source = File::open(from)?;
    if let Some(folder) = to.parent() {
        super::lock::make(folder)?;
    }
    let mut target = private(to)?;
    let poured = pour(&mut source, &mut target)?;
    target.sync_all()?;
    Ok(poured)
}

/// A file for its owner alone.
fn private(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

fn pour(from: &mut impl Read, to: &mut impl Write) -> io::Result<Poured> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    let mut bytes = 0;
    loop {
        let read = from.read(&mut buffer)?;
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { break };
        hasher.update(piece);
        to.write_all(piece)?;
        bytes += read as u64;
    }
    let hash = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Poured { bytes, hash })
}

/// An error of the disk, with its file.
pub(super) fn told(path: &Path, error: &io::Error) -> CliError {
    CliError(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backup(root: &Path) {
        let file = root.join("original");
        fs::write(&file, b"words").unwrap();
        let mut writer = Writer::begin(&root.join("backup")).unwrap();
        writer.add(&file, "media/public/a").unwrap();
        writer.add(&root.join("gone"), "media/public/b").unwrap();
        let manifest = writer.end(DateTime::UNIX_EPOCH).unwrap();
        assert_eq!((manifest.files, manifest.bytes), (1, 5));
    }

    #[test]
    fn what_goes_in_comes_out_with_its_hash() {
        let dir = tempfile::tempdir().unwrap();
        backup(dir.path());
        let reader = Reader::open(&dir.path().join("backup")).unwrap();
        let files: Vec<_> = reader.files().unwrap().map(Result::unwrap).collect();
        let [(hash, name)] = files.as_slice() else { panic!("{files:?}") };
        assert_eq!(name, "media/public/a");
        assert_eq!(reader.take(name, hash, &dir.path().join("out")).unwrap(), 5);
        assert_eq!(fs::read(dir.path().join("out")).unwrap(), b"words");
    }

    #[test]
    fn a_damaged_file_is_refused_and_not_left_behind() {
        let dir = tempfile::tempdir().unwrap();
        backup(dir.path());
        let root = dir.path().join("backup");
        fs::write(root.join("media/public/a"), b"other").unwrap();
        let reader = Reader::open(&root).unwrap();
        let (hash, name) = reader.files().unwrap().next().unwrap().unwrap();
        let refused = reader.take(&name, &hash, &dir.path().join("out")).unwrap_err();
        assert!(refused.to_string().contains("damaged"), "{refused}");
        assert!(!dir.path().join("out").exists());
    }

    #[test]
    fn half_a_backup_is_none_and_neither_is_one_with_another_list() {
        let dir = tempfile::tempdir().unwrap();
        backup(dir.path());
        let root = dir.path().join("backup");
        let list = fs::read_to_string(root.join(SUMS)).unwrap();
        fs::write(root.join(SUMS), format!("{list}{list}")).unwrap();
        assert!(Reader::open(&root).is_err());
        fs::write(root.join(SUMS), list).unwrap();
        fs::remove_file(root.join(MANIFEST)).unwrap();
        assert!(Reader::open(&root).is_err());
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let hash = "0".repeat(64);
        for name in ["../x", "/etc/passwd", "media/../../x", ""] {
            fs::write(dir.path().join(SUMS), format!("{hash}  {name}\n")).unwrap();
            let manifest = Manifest {
                format: FORMAT,
                program: String::new(),
                taken_at: DateTime::UNIX_EPOCH,
                files: 1,
                bytes: 0,
                sums: String::new(),
            };
            let reader = Reader { root: dir.path().to_owned(), manifest };
            assert!(reader.files().unwrap().all(|line| line.is_err()), "{name}");
        }
    }

    #[test]
    fn a_folder_with_something_in_it_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("mine"), b"").unwrap();
        assert!(Writer::begin(dir.path()).is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
