//! Files in a folder: what one node, or several nodes with a shared folder, keep their media in.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use impasto_domain::ports::{MediaArea, MediaError, MediaStore, PortFuture};
use tokio::fs;

use super::check_key;

/// A media store in a local folder: `public/` and `private/` below it.
///
/// A file is written beside its place, flushed to the disk and renamed into it, so that it is there wholly or not at
/// all, whatever happens to the machine.
#[derive(Debug, Clone)]
pub struct DiskMedia {
    root: PathBuf,
    public_prefix: String,
}

impl DiskMedia {
    /// A store below `root`, made if it is not there; public files are served below `public_prefix` (`/media/`).
    ///
    /// # Errors
    /// [`MediaError::Failed`] when the folder cannot be made.
    pub fn open(root: &Path, public_prefix: &str) -> Result<Self, MediaError> {
        for area in ["public", "private"] {
            std::fs::create_dir_all(root.join(area)).map_err(|error| failed(root, &error))?;
        }
        Ok(Self { root: root.to_owned(), public_prefix: public_prefix.to_owned() })
    }

    /// Where a file lies; for serving public files without reading them into memory.
    ///
    /// # Errors
    /// [`MediaError::BadKey`] for a key that is not one of ours.
    pub fn path(&self, area: MediaArea, key: &str) -> Result<PathBuf, MediaError> {
        check_key(key)?;
        let area = match area {
            MediaArea::Public => "public",
            MediaArea::Private => "private",
        };
        Ok(self.root.join(area).join(key))
    }
}

impl MediaStore for DiskMedia {
    fn put<'a>(
        &'a self,
        area: MediaArea,
        key: &'a str,
        _content_type: &'a str,
        bytes: Arc<[u8]>,
    ) -> PortFuture<'a, Result<(), MediaError>> {
        Box::pin(async move {
            let path = self.path(area, key)?;
            write_whole(path.clone(), bytes).await.map_err(|error| failed(&path, &error))
        })
    }

    fn get<'a>(&'a self, area: MediaArea, key: &'a str) -> PortFuture<'a, Result<Option<Arc<[u8]>>, MediaError>> {
        Box::pin(async move {
            let path = self.path(area, key)?;
            match fs::read(&path).await {
                Ok(bytes) => Ok(Some(bytes.into())),
                // A folder, or a path that goes through a file, holds no file either.
                Err(error) if is_no_file(&error) => Ok(None),
                Err(error) => Err(failed(&path, &error)),
            }
        })
    }

    fn delete<'a>(&'a self, area: MediaArea, key: &'a str) -> PortFuture<'a, Result<(), MediaError>> {
        Box::pin(async move {
            let path = self.path(area, key)?;
            match fs::remove_file(&path).await {
                Ok(()) => Ok(()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                Err(error) => Err(failed(&path, &error)),
            }
        })
    }

    fn public_url(&self, key: &str) -> String {
        format!("{}{key}", self.public_prefix)
    }
}

/// One hop to a thread that may wait, for all of it. (Tokio's own file keeps the last write's error to itself until the
/// next write: what a full disk has cut off would count as written.)
async fn write_whole(path: PathBuf, bytes: Arc<[u8]>) -> io::Result<()> {
    tokio::task::spawn_blocking(move || {
        let folder = path.parent().ok_or_else(|| io::Error::other("a media file needs a folder"))?;
        std::fs::create_dir_all(folder)?;
        // A name of its own for every writer: two that store the same key at once must not meet in one file.
        let scratch = folder.join(format!(".{}.part", uuid::Uuid::new_v4()));
        let written = write_beside(&scratch, &path, folder, &bytes);
        if written.is_err() {
            // Half a file may be left; the first error is the one to tell.
            let _ = std::fs::remove_file(&scratch);
        }
        written
    })
    .await
    .map_err(io::Error::other)?
}

fn write_beside(scratch: &Path, path: &Path, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = std::fs::File::create(scratch)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(scratch, path)?;
    std::fs::File::open(folder)?.sync_all()
}

fn is_no_file(error: &io::Error) -> bool {
    use io::ErrorKind as K;
    matches!(error.kind(), K::NotFound | K::IsADirectory | K::NotADirectory)
}

fn failed(path: &Path, error: &io::Error) -> MediaError {
    MediaError::Failed(format!("{}: {error}", path.display()))
}
