//! Pictures by their perceptual hashes.

use impasto_domain::edit::ImageVariant;
use impasto_domain::ids::{ArtworkId, ImageId};
use impasto_domain::likeness::{HashedImage, LookAlike, Search};
use impasto_domain::ports::ReadError;
use sqlx::types::Json;
use uuid::Uuid;

use crate::open::{Store, read_error};
use crate::sql::{fetch_all, statements};

/// Pictures read at once while all pass by.
const AT_ONCE: i64 = 5_000;

/// A picture without a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnhashedImage {
    /// The picture.
    pub id: ImageId,
    /// Its derivatives.
    pub variants: Vec<ImageVariant>,
}

statements! {
    HASHED_IMAGES =
        "SELECT i.dhash, i.id, i.artwork_id FROM images i WHERE i.dhash IS NOT NULL AND i.removed_at IS NULL \
         AND (i.dhash, i.id) > ($1, $2) ORDER BY i.dhash, i.id LIMIT $3";
    UNHASHED_IMAGES =
        "SELECT i.id, i.variants FROM images i WHERE i.dhash IS NULL AND i.removed_at IS NULL AND i.id > $1 \
         ORDER BY i.id LIMIT $2";
}

impl Store {
    /// Pictures of other works that look like one of a work's own, the nearest first, at most `most` works. Every hash
    /// passes by, along its index: for a moderator who looks at one work, not for visitors.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn look_alikes(
        &self,
        artwork_id: ArtworkId,
        hashes: Vec<u64>,
        most: usize,
    ) -> Result<Vec<LookAlike>, ReadError> {
        let mut search = Search::new(artwork_id, hashes);
        if search.is_idle() {
            return Ok(Vec::new());
        }
        let mut after = (i64::MIN, Uuid::nil());
        let mut reader = self.reader().await?;
        loop {
            let rows = fetch_all!(&mut reader.db(), (i64, Uuid, Uuid), HASHED_IMAGES, after.0, after.1, AT_ONCE);
            let rows = rows.map_err(read_error)?;
            let Some(last) = rows.last().map(|(dhash, id, _)| (*dhash, *id)) else { break };
            for (dhash, image_id, artwork_id) in rows {
                search.look_at(HashedImage {
                    image_id: ImageId(image_id),
                    artwork_id: ArtworkId(artwork_id),
                    dhash: dhash.cast_unsigned(),
                });
            }
            after = last;
        }
        Ok(search.finish(most))
    }

    /// Pictures that have no hash yet, in the order of their ids.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn unhashed_images(&self, after: ImageId, limit: u32) -> Result<Vec<UnhashedImage>, ReadError> {
        let mut reader = self.reader().await?;
        let rows =
            fetch_all!(&mut reader.db(), (Uuid, Json<Vec<ImageVariant>>), UNHASHED_IMAGES, after.0, i64::from(limit));
        let rows = rows.map_err(read_error)?;
        Ok(rows.into_iter().map(|(id, variants)| UnhashedImage { id: ImageId(id), variants: variants.0 }).collect())
    }
}
