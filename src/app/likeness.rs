//! Look-alikes of a work: pictures of other works that are nearly the same.
//!
//! Pictures that were taken in before they got a hash get theirs here: those of the work at once, all others in the
//! background, while the first search already goes over what has one.

use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::web::Data;
use impasto_domain::command::Command;
use impasto_domain::edit::{Edit, ImageVariant};
use impasto_domain::ids::ImageId;
use impasto_domain::likeness::LookAlike;
use impasto_domain::ports::MediaArea;
use impasto_domain::read::ArtworkRecord;
use impasto_render::image::{ImageLimits, dhash_of_file};
use uuid::Uuid;

use super::App;
use crate::gateway::problem::Problem;

/// The most look-alikes that are told.
const MOST: usize = 6;

/// Pictures that are hashed between two commits.
const AT_ONCE: u32 = 50;

/// Whether pictures are being hashed on this node.
#[derive(Debug, Default)]
pub struct Likeness(AtomicBool);

/// A look-alike with the work it is of.
#[derive(Debug, Clone)]
pub struct Similar {
    /// What is alike.
    pub like: LookAlike,
    /// The other work.
    pub record: ArtworkRecord,
}

impl App {
    /// Works with a picture that looks like one of this work's, the nearest first.
    ///
    /// # Errors
    /// 503 when the database is away.
    pub async fn look_alikes(&self, record: &ArtworkRecord) -> Result<Vec<Similar>, Problem> {
        let mut hashes: Vec<u64> = record.images.iter().filter_map(|image| image.dhash).collect();
        let missing = record.images.iter().filter(|image| image.dhash.is_none());
        let mut made = Vec::new();
        for image in missing {
            made.extend(self.hash(image.id, &image.variants).await);
        }
        hashes.extend(made.iter().map(|(_, dhash)| *dhash));
        self.note_hashes(made).await?;
        let found = self.store.look_alikes(record.id, hashes, MOST).await?;
        let ids: Vec<_> = found.iter().map(|like| like.artwork_id).collect();
        let records = self.store.artworks_by_ids(&ids).await?;
        let with = |like: LookAlike| {
            let record = records.iter().find(|record| record.id == like.artwork_id)?;
            Some(Similar { like, record: record.clone() })
        };
        Ok(found.into_iter().filter_map(with).collect())
    }

    /// Hashes every picture that has no hash, unless this node is at it already.
    pub fn hash_the_rest(app: &Data<Self>) {
        if app.likeness.0.swap(true, Ordering::AcqRel) {
            return;
        }
        let app = app.clone();
        actix_web::rt::spawn(async move {
            if let Err(problem) = app.hash_all().await {
                tracing::warn!(%problem, "not every picture has a hash yet");
            }
            app.likeness.0.store(false, Ordering::Release);
        });
    }

    async fn hash_all(&self) -> Result<(), Problem> {
        let mut after = ImageId(Uuid::nil());
        loop {
            let images = self.store.unhashed_images(after, AT_ONCE).await?;
            let Some(last) = images.last().map(|image| image.id) else { return Ok(()) };
            let mut made = Vec::with_capacity(images.len());
            for image in images {
                made.extend(self.hash(image.id, &image.variants).await);
            }
            self.note_hashes(made).await?;
            after = last;
        }
    }

    /// The hash of a picture, from its smallest file; `None` when that cannot be read.
    async fn hash(&self, id: ImageId, variants: &[ImageVariant]) -> Option<(ImageId, u64)> {
        let smallest = variants.iter().min_by_key(|variant| variant.width_px)?;
        let bytes = match self.media.get(MediaArea::Public, &smallest.key).await {
            Ok(bytes) => bytes?,
            Err(error) => {
                tracing::warn!(%error, image.id = %id, "a picture could not be read for its hash");
                return None;
            }
        };
        let hashed = tokio::task::spawn_blocking(move || dhash_of_file(&bytes, &ImageLimits::default())).await;
        match hashed {
            Ok(Ok(dhash)) => Some((id, dhash)),
            Ok(Err(error)) => {
                tracing::warn!(%error, image.id = %id, "a picture has no hash");
                None
            }
            Err(_) => None,
        }
    }

    async fn note_hashes(&self, hashes: Vec<(ImageId, u64)>) -> Result<(), Problem> {
        if hashes.is_empty() {
            return Ok(());
        }
        self.journal.submit(Command::Edit(Box::new(Edit::HashImages { hashes })).into()).await?;
        Ok(())
    }
}
