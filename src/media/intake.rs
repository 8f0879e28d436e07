//! Taking images in: derivatives made off the serving threads, one large image at a time, then stored.

use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use impasto_domain::edit::{ImageRow, ImageTiles, ImageVariant};
use impasto_domain::ids::ImageId;
use impasto_domain::ports::{MediaArea, MediaError, MediaStore};
use impasto_render::image::{
    Derivatives, DeriveOptions, ImageError, SourceFormat, TILE_PX, Tiles, content_hash, derive,
};
use tokio::sync::Semaphore;

use crate::gateway::Upload;

/// How many uploads may wait for their turn; one more is told to come back.
const WAITING_MAX: usize = 8;

/// How many tiles of an image are being stored at once.
const TILES_AT_ONCE: usize = 16;

/// The width that a photograph of damage is kept in, about.
const PHOTO_PX: u32 = 1_600;

/// Turns uploads into stored images.
pub struct Intake {
    media: Arc<dyn MediaStore>,
    options: DeriveOptions,
    turn: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

/// Why an image was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file is not an acceptable image.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// It could not be stored.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// Too many uploads wait.
    #[error("too many uploads are under way")]
    Busy,
    /// The work on it ended without a word.
    #[error("the image could not be worked on")]
    Lost,
}

impl Intake {
    /// An intake into a media store.
    #[must_use]
    pub fn new(media: Arc<dyn MediaStore>, options: DeriveOptions) -> Self {
        Self { media, options, turn: Arc::new(Semaphore::new(1)), places: Arc::new(Semaphore::new(WAITING_MAX)) }
    }

    /// Whether another upload would find a place now.
    #[must_use]
    pub fn has_place(&self) -> bool {
        self.places.available_permits() > 0
    }

    /// Derives and stores an uploaded file. Files are stored under hashes of their content, so storing one twice is
    /// harmless.
    ///
    /// # Errors
    /// [`IntakeError`]; what was stored by then is only space.
    pub async fn take_in(&self, id: ImageId, upload: Upload, alt: String) -> Result<ImageRow, IntakeError> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| IntakeError::Busy)?;
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|_| IntakeError::Lost)?;
        let options = self.options;
        let bytes = upload.bytes.clone();
        // All that bounds the memory goes along: a sender who hangs up does not end the work.
        let work = move || {
            let derived = derive(&upload.bytes, &options);
            drop(turn);
            derived.map(|derived| (derived, upload, place))
        };
        let (derived, _upload, _place) = tokio::task::spawn_blocking(work).await.map_err(|_| IntakeError::Lost)??;
        let extension = derived.source.map_or("bin", extension_of);
        let content_type = derived.source.map_or("application/octet-stream", |source| source.content_type());
        self.store(id, (&bytes, extension, content_type), derived, alt).await
    }

    /// Stores a photograph where only the program reads it: one derivative, without what a camera writes beside the picture.
    /// Each has a key of its own, so that taking it away touches no other.
    ///
    /// # Errors
    /// [`IntakeError`]; what was stored by then is only space.
    pub async fn take_private(&self, name: &str, upload: Upload) -> Result<(String, String), IntakeError> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| IntakeError::Busy)?;
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|_| IntakeError::Lost)?;
        let options = self.options;
        let work = move || {
            let derived = derive(&upload.bytes, &options);
            drop(turn);
            derived.map(|derived| (derived, upload, place))
        };
        let (derived, _upload, _place) = tokio::task::spawn_blocking(work).await.map_err(|_| IntakeError::Lost)??;
        let wanted = |width: u32| (width < PHOTO_PX, width.abs_diff(PHOTO_PX));
        let best = derived.variants.into_iter().min_by_key(|variant| wanted(variant.width)).ok_or(IntakeError::Lost)?;
        let key = key_of(&best.bytes, name, best.extension());
        self.media.put(MediaArea::Private, &key, best.content_type, best.bytes.as_slice().into()).await?;
        Ok((key, best.content_type.to_owned()))
    }

    /// Stores an original with derivatives that are made already.
    ///
    /// # Errors
    /// [`IntakeError::Media`].
    pub async fn store(
        &self,
        id: ImageId,
        (original, extension, content_type): (&[u8], &str, &str),
        derived: Derivatives,
        alt: String,
    ) -> Result<ImageRow, IntakeError> {
        let original_key = key_of(original, "original", extension);
        self.media.put(MediaArea::Private, &original_key, content_type, original.into()).await?;
        let mut variants = Vec::with_capacity(derived.variants.len());
        for variant in derived.variants {
            let key = key_of(&variant.bytes, &format!("w{}", variant.width), variant.extension());
            self.media.put(MediaArea::Public, &key, variant.content_type, variant.bytes.as_slice().into()).await?;
            variants.push(ImageVariant {
                key,
                width_px: variant.width,
                height_px: variant.height,
                content_type: variant.content_type.to_owned(),
            });
        }
        let tiles = match derived.tiles {
            Some(tiles) => Some(self.store_tiles(original, tiles).await?),
            None => None,
        };
        Ok(ImageRow {
            id,
            width_px: derived.width,
            height_px: derived.height,
            alt,
            blurhash: derived.blurhash,
            palette: derived.palette,
            original_key,
            variants,
            tiles,
            dhash: Some(derived.dhash),
        })
    }

    /// Stores the tiles of an original, a few at a time: there may be hundreds, and a store may be far away.
    async fn store_tiles(&self, original: &[u8], tiles: Tiles) -> Result<ImageTiles, IntakeError> {
        let row = ImageTiles { prefix: key_of(original, "tiles", ""), side_px: TILE_PX, levels: tiles.levels };
        stream::iter(tiles.files)
            .map(|tile| {
                let key = row.key(tile.level, tile.column, tile.row);
                async move { self.media.put(MediaArea::Public, &key, "image/jpeg", tile.bytes.as_slice().into()).await }
            })
            .buffer_unordered(TILES_AT_ONCE)
            .try_for_each(|()| async { Ok(()) })
            .await?;
        Ok(row)
    }
}

/// The ending of a file of that type.
fn extension_of(source: SourceFormat) -> &'static str {
    match source.content_type() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        _ => "tif",
    }
}

/// `ab/abcdef…-w640.webp`: spread over folders, named by content; without an ending, a folder.
fn key_of(bytes: &[u8], part: &str, extension: &str) -> String {
    let hash = content_hash(bytes);
    let folder = hash.get(..2).unwrap_or("00");
    let dot = if extension.is_empty() { "" } else { "." };
    format!("{folder}/{hash}-{part}{dot}{extension}")
}
