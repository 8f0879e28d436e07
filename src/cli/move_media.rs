//! Copying media from their folder into another store, file by file, each read back and compared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::StreamExt;
use impasto_actors::document_key;
use impasto_domain::ports::{MediaArea, MediaStore};
use impasto_integrations::media::check_key;
use impasto_store::reads::NamedMedia;
use sha2::{Digest, Sha256};

use super::archive::told;
use super::{CliError, failed};

/// Files on their way at once: enough that a bucket's answers are not waited for one by one, few enough that the largest
/// originals fit into the memory.
const AT_ONCE: usize = 4;

/// A file of the media folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MediaFile {
    area: MediaArea,
    key: String,
    path: PathBuf,
}

/// What became of the files of an area.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Copied {
    /// The folder of the area.
    pub(super) area: &'static str,
    pub(super) files: u64,
    pub(super) bytes: u64,
    /// Those that were not there already.
    pub(super) copied: u64,
    /// SHA-256 over a line for each file, by key: its hash as read back, and its key, as `sha256sum` writes them.
    pub(super) hash: String,
    /// Keys of files that were read back otherwise than they are here.
    pub(super) differing: Vec<String>,
}

impl Copied {
    /// Whether everything was read back as it is here.
    pub(super) fn agrees(&self) -> bool {
        self.differing.is_empty()
    }
}

/// Every file of a media folder by area and key. A folder that is not there has none.
pub(super) fn list(root: &Path) -> Result<Vec<MediaFile>, CliError> {
    let mut files = Vec::new();
    for area in [MediaArea::Private, MediaArea::Public] {
        walk(area, &root.join(folder_of(area)), "", &mut files)?;
    }
    files.sort_by(|a, b| (folder_of(a.area), &a.key).cmp(&(folder_of(b.area), &b.key)));
    Ok(files)
}

fn walk(area: MediaArea, folder: &Path, above: &str, files: &mut Vec<MediaFile>) -> Result<(), CliError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(told(folder, &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| told(folder, &error))?;
        let path = entry.path();
        // What has no key cannot be asked for either: files that were being written, and what others have left there.
        let key = path.file_name().and_then(|name| name.to_str()).map(|name| format!("{above}{name}"));
        let Some(key) = key.filter(|key| check_key(key).is_ok()) else { continue };
        if entry.file_type().map_err(|error| told(&path, &error))?.is_dir() {
            walk(area, &path, &format!("{key}/"), files)?;
        } else {
            files.push(MediaFile { area, key, path });
        }
    }
    Ok(())
}

/// What the database names and the folder has not.
pub(super) fn missing(files: &[MediaFile], named: &NamedMedia) -> Vec<String> {
    let there: BTreeSet<(&str, &str)> = files.iter().map(|file| (folder_of(file.area), file.key.as_str())).collect();
    let documents: Vec<String> = named.documents.iter().map(|hash| document_key(hash)).collect();
    let private = named.originals.iter().chain(&documents).map(|key| ("private", key.as_str()));
    let public = named.derivatives.iter().map(|key| ("public", key.as_str()));
    let gone: BTreeSet<(&str, &str)> = private.chain(public).filter(|named| !there.contains(named)).collect();
    gone.into_iter().map(|(area, key)| format!("{area}/{key}")).collect()
}

/// Copies what is not there yet, a few at a time, and reads each back. `heard` gets the number of files done, and of all.
pub(super) async fn copy(
    files: Vec<MediaFile>,
    to: &dyn MediaStore,
    heard: &mut dyn FnMut(u64, u64),
) -> Result<Vec<Copied>, CliError> {
    let of = files.len() as u64;
    let mut sums = [Sum::of("private"), Sum::of("public")];
    let mut under_way = futures_util::stream::iter(files.iter().map(|file| copy_one(file, to))).buffered(AT_ONCE);
    let mut done = 0;
    while let Some(one) = under_way.next().await {
        let one = one?;
        done += 1;
        heard(done, of);
        let [private, public] = &mut sums;
        match one.file.area {
            MediaArea::Private => private.add(&one),
            MediaArea::Public => public.add(&one),
        }
    }
    Ok(sums.into_iter().map(Sum::end).collect())
}

/// What became of a file.
struct One<'a> {
    file: &'a MediaFile,
    bytes: u64,
    was_there: bool,
    here: String,
    there: String,
}

async fn copy_one<'a>(file: &'a MediaFile, to: &dyn MediaStore) -> Result<One<'a>, CliError> {
    let read = tokio::fs::read(&file.path).await.map_err(|error| told(&file.path, &error))?;
    let bytes: Arc<[u8]> = read.into();
    let here = hash(&bytes);
    let get = || async { to.get(file.area, &file.key).await.map_err(failed) };
    let mut there = get().await?.map(|bytes| hash(&bytes));
    let was_there = there.as_ref() == Some(&here);
    let length = bytes.len() as u64;
    if !was_there {
        to.put(file.area, &file.key, content_type(&file.key), bytes).await.map_err(failed)?;
        there = get().await?.map(|bytes| hash(&bytes));
    }
    Ok(One { file, bytes: length, was_there, here, there: there.unwrap_or_default() })
}

/// A sum that is being made.
struct Sum {
    hasher: Sha256,
    so_far: Copied,
}

impl Sum {
    fn of(area: &'static str) -> Self {
        let so_far = Copied { area, files: 0, bytes: 0, copied: 0, hash: String::new(), differing: Vec::new() };
        Self { hasher: Sha256::new(), so_far }
    }

    fn add(&mut self, one: &One<'_>) {
        self.so_far.files += 1;
        self.so_far.bytes += one.bytes;
        self.so_far.copied += u64::from(!one.was_there);
        self.hasher.update(format!("{}  {}\n", one.there, one.file.key));
        if one.here != one.there {
            self.so_far.differing.push(one.file.key.clone());
        }
    }

    fn end(self) -> Copied {
        Copied { hash: hex(&self.hasher.finalize()), ..self.so_far }
    }
}

fn folder_of(area: MediaArea) -> &'static str {
    match area {
        MediaArea::Private => "private",
        MediaArea::Public => "public",
    }
}

/// The type under which the program has stored a file of this ending.
fn content_type(key: &str) -> &'static str {
    match key.rsplit('.').next() {
        Some("jpg") => "image/jpeg",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("tif") => "image/tiff",
        Some("pdf") => "application/pdf",
        _ => "application/octet-stream",
    }
}

fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use impasto_integrations::media::DiskMedia;

    use super::*;

    fn write(root: &Path, name: &str, bytes: &[u8]) {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    #[tokio::test]
    async fn every_file_arrives_once_in_its_area_and_is_read_back() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for (name, bytes) in [
            ("public/ab/one-w640.webp", b"one" as &[u8]),
            ("public/cd/two-w640.webp", b"two"),
            ("private/ab/one-original.jpg", b"whole"),
            ("private/documents/three.pdf", b"three"),
            ("public/ab/.half.part", b"ha"),
            ("public/Thumbs.db", b"not ours"),
        ] {
            write(from.path(), name, bytes);
        }
        let store = DiskMedia::open(to.path(), "/media/").unwrap();
        // Of an earlier try: one is there, another is not what it should be.
        write(to.path(), "public/ab/one-w640.webp", b"one");
        write(to.path(), "private/documents/three.pdf", b"thr");
        let mut heard = Vec::new();
        let files = list(from.path()).unwrap();
        assert_eq!(files.len(), 4);
        let copied = copy(files, &store, &mut |done, of| heard.push((done, of))).await.unwrap();
        assert_eq!(heard, [(1, 4), (2, 4), (3, 4), (4, 4)]);
        let told: Vec<_> = copied.iter().map(|area| (area.area, area.files, area.bytes, area.copied)).collect();
        assert_eq!(told, [("private", 2, 10, 2), ("public", 2, 6, 1)]);
        assert!(copied.iter().all(Copied::agrees));
        for (area, key, bytes) in [
            (MediaArea::Public, "ab/one-w640.webp", b"one" as &[u8]),
            (MediaArea::Private, "ab/one-original.jpg", b"whole"),
            (MediaArea::Private, "documents/three.pdf", b"three"),
        ] {
            assert_eq!(store.get(area, key).await.unwrap().as_deref(), Some(bytes), "{key}");
        }
        assert_eq!(store.get(MediaArea::Public, "ab/one-original.jpg").await, Ok(None), "areas are kept apart");
        // Given again nothing is left to do, and the sums are the same.
        let again = copy(list(from.path()).unwrap(), &store, &mut |_, _| {}).await.unwrap();
        assert!(again.iter().all(|area| area.copied == 0));
        let hashes = |sums: &[Copied]| sums.iter().map(|area| area.hash.clone()).collect::<Vec<_>>();
        assert_eq!(hashes(&again), hashes(&copied));
    }

    #[test]
    fn what_rows_name_and_nobody_has_is_named() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "private/documents/aa.pdf", b"");
        write(folder.path(), "public/ab/one-w640.webp", b"");
        let named = NamedMedia {
            originals: vec!["ab/one-original.jpg".to_owned()],
            derivatives: vec!["ab/one-w640.webp".to_owned(), "ab/one-w1280.webp".to_owned()],
            documents: vec!["aa".to_owned(), "bb".to_owned()],
        };
        let gone = missing(&list(folder.path()).unwrap(), &named);
        assert_eq!(gone, ["private/ab/one-original.jpg", "private/documents/bb.pdf", "public/ab/one-w1280.webp"]);
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_files() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(list(&folder.path().join("none")).unwrap(), []);
    }
}
