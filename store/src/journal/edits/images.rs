//! Images of works: adding, ordering, taking away.

use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::edit::{IMAGES_MAX, ImageRow};
use impasto_domain::ids::{ArtworkId, ImageId, SellerId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use sqlx::types::Json;
use uuid::Uuid;

use super::{DONE, Edited, Editing, artworks};
use crate::journal::fault::Fault;
use crate::sql::{Rows, execute, fetch_all, statements};

statements! {
    IMAGES_IN_ORDER =
        "SELECT i.id FROM images i WHERE i.artwork_id = $1 AND i.removed_at IS NULL ORDER BY i.position, i.id";
    INSERT_IMAGE =
        "INSERT INTO images (id, artwork_id, position, width_px, height_px, alt, blurhash, palette, original_key, \
         variants, tiles, created_at, dhash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    UPDATE_ALT = "UPDATE images SET alt = $2 WHERE id = $1";
    REMOVE_IMAGE = "UPDATE images SET removed_at = $2 WHERE id = $1";
    HASH_IMAGES [id: Uuid, dhash: Int] =
        "WITH {rows} UPDATE images SET dhash = v.dhash FROM v WHERE images.id = v.id AND images.dhash IS NULL";
    PLACE_IMAGES [id: Uuid, position: Int] =
        "WITH {rows} UPDATE images SET position = v.position FROM v WHERE images.id = v.id";
}

/// Adds an image; it goes last.
pub(super) async fn add(
    editing: &mut Editing<'_, '_>,
    artwork_id: ArtworkId,
    seller_id: Option<SellerId>,
    image: &ImageRow,
) -> Result<Edited, Fault> {
    if let Err(refusal) = artworks::standing(editing, artwork_id, seller_id).await? {
        return Ok(Edited::Refused(refusal));
    }
    let known = in_order(editing, artwork_id).await?;
    if known.len() >= IMAGES_MAX {
        return Ok(Edited::Refused(Refusal::conflict(format!("a work has at most {IMAGES_MAX} images"))));
    }
    insert(editing, artwork_id, i64::try_from(known.len()).unwrap_or(i64::MAX), image).await?;
    artworks::touch(editing, artwork_id).await?;
    Ok(Edited::Written(Reply::Id(image.id.0)))
}

/// Writes an image at a place that is free.
pub(super) async fn insert(
    editing: &mut Editing<'_, '_>,
    artwork_id: ArtworkId,
    position: i64,
    image: &ImageRow,
) -> Result<(), Fault> {
    execute!(
        editing.db,
        INSERT_IMAGE,
        image.id.0,
        artwork_id.0,
        position,
        i64::from(image.width_px),
        i64::from(image.height_px),
        &image.alt,
        &image.blurhash,
        Json(&image.palette),
        &image.original_key,
        Json(&image.variants),
        image.tiles.as_ref().map(Json),
        editing.now,
        image.dhash.map(u64::cast_signed)
    )?;
    Ok(())
}

/// Notes hashes of images that have none.
pub(super) async fn hash(editing: &mut Editing<'_, '_>, hashes: &[(ImageId, u64)]) -> Result<Edited, Fault> {
    let mut rows = Rows::of(&HASH_IMAGES);
    let by_id: std::collections::BTreeMap<Uuid, u64> = hashes.iter().map(|(id, dhash)| (id.0, *dhash)).collect();
    for (id, dhash) in by_id {
        rows.push([id.into(), dhash.cast_signed().into()]);
    }
    let affected = rows.execute(editing.db).await?;
    Ok(if affected == 0 { Edited::Unchanged(Reply::Done) } else { DONE })
}

/// Changes the words or the place of an image; a place past the end is the end.
pub(super) async fn edit(
    editing: &mut Editing<'_, '_>,
    (artwork_id, seller_id): (ArtworkId, Option<SellerId>),
    image_id: ImageId,
    alt: Option<&str>,
    position: Option<u32>,
) -> Result<Edited, Fault> {
    if let Err(refusal) = artworks::standing(editing, artwork_id, seller_id).await? {
        return Ok(Edited::Refused(refusal));
    }
    let mut known = in_order(editing, artwork_id).await?;
    let Some(place) = known.iter().position(|id| *id == image_id.0) else {
        return Ok(Edited::Refused(Refusal::not_found("image")));
    };
    if let Some(alt) = alt {
        execute!(editing.db, UPDATE_ALT, image_id.0, alt)?;
    }
    if let Some(position) = position {
        let id = known.remove(place);
        let wanted = usize::try_from(position).unwrap_or(usize::MAX).min(known.len());
        known.insert(wanted, id);
        place_all(editing, &known).await?;
    }
    artworks::touch(editing, artwork_id).await?;
    Ok(DONE)
}

/// Takes an image off a work; its row and files stay until retention removes them.
pub(super) async fn remove(
    editing: &mut Editing<'_, '_>,
    artwork_id: ArtworkId,
    seller_id: Option<SellerId>,
    image_id: ImageId,
) -> Result<Edited, Fault> {
    let standing = match artworks::standing(editing, artwork_id, seller_id).await? {
        Ok(standing) => standing,
        Err(refusal) => return Ok(Edited::Refused(refusal)),
    };
    let mut known = in_order(editing, artwork_id).await?;
    let Some(place) = known.iter().position(|id| *id == image_id.0) else {
        return Ok(Edited::Refused(Refusal::not_found("image")));
    };
    if known.len() == 1 && !ArtworkStatus::parse(&standing.status).is_some_and(ArtworkStatus::is_unsubmitted) {
        return Ok(Edited::Refused(Refusal::conflict("a work that is shown or in review keeps an image")));
    }
    known.remove(place);
    execute!(editing.db, REMOVE_IMAGE, image_id.0, editing.now)?;
    place_all(editing, &known).await?;
    artworks::touch(editing, artwork_id).await?;
    Ok(DONE)
}

async fn in_order(editing: &mut Editing<'_, '_>, artwork_id: ArtworkId) -> Result<Vec<Uuid>, Fault> {
    let ids = fetch_all!(editing.db, (Uuid,), IMAGES_IN_ORDER, artwork_id.0)?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

async fn place_all(editing: &mut Editing<'_, '_>, ids: &[Uuid]) -> Result<(), Fault> {
    let mut rows = Rows::of(&PLACE_IMAGES);
    for (position, id) in (0_i64..).zip(ids) {
        rows.push([(*id).into(), position.into()]);
    }
    rows.execute(editing.db).await?;
    Ok(())
}
