//! The media that rows name.

use impasto_domain::edit::{ImageTiles, ImageVariant};
use impasto_domain::ports::ReadError;
use sqlx::types::Json;

use crate::open::{Store, read_error};
use crate::sql::{fetch_all, statements};

/// What the media store must have for this database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedMedia {
    /// Keys of originals, which only the program reads.
    pub originals: Vec<String>,
    /// Keys of derivatives, which everybody reads.
    pub derivatives: Vec<String>,
    /// Hashes of documents.
    pub documents: Vec<String>,
}

/// The original, the derivatives, the tiles, and the size in pixels.
type ImageFiles = (String, Json<Vec<ImageVariant>>, Option<Json<ImageTiles>>, i64, i64);

statements! {
    IMAGES = "SELECT i.original_key, i.variants, i.tiles, i.width_px, i.height_px FROM images i WHERE i.removed_at IS NULL ORDER BY i.id";
    DOCUMENTS = "SELECT d.content_hash FROM documents d WHERE d.content_hash IS NOT NULL ORDER BY d.id";
}

impl Store {
    /// Every file that a row names, images that were taken off their works left out.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn named_media(&self) -> Result<NamedMedia, ReadError> {
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let images = fetch_all!(&mut db, ImageFiles, IMAGES).map_err(read_error)?;
        let documents = fetch_all!(&mut db, (String,), DOCUMENTS).map_err(read_error)?;
        let mut named = NamedMedia::default();
        for (original, Json(variants), tiles, width_px, height_px) in images {
            named.originals.push(original);
            named.derivatives.extend(variants.into_iter().map(|variant| variant.key));
            if let Some(Json(tiles)) = tiles {
                let [width_px, height_px] = [width_px, height_px].map(|side_px| u32::try_from(side_px).unwrap_or(0));
                named.derivatives.extend(tiles.keys(width_px, height_px));
            }
        }
        named.documents.extend(documents.into_iter().map(|(hash,)| hash));
        Ok(named)
    }
}
