//! Making and changing works and their editions.

use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::edit::{ArtworkText, IMAGES_MAX, ImageRow};
use impasto_domain::edition::{CopyState, Edition, Stock};
use impasto_domain::event::Event;
use impasto_domain::ids::{ArtistId, ArtworkId, CopyId, EditionId, SellerId};
use impasto_domain::money::Money;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use sqlx::types::Json;
use uuid::Uuid;

use super::slugs::{TAKEN_ARTWORK_SLUGS, unique};
use super::{DONE, Edited, Editing, images};
use crate::journal::fault::Fault;
use crate::record::stored;
use crate::sql::{Rows, execute, fetch_optional, statements};

/// A work about to be made.
pub(super) struct NewArtwork<'e> {
    pub(super) id: ArtworkId,
    pub(super) seller_id: SellerId,
    pub(super) artist_id: Option<ArtistId>,
    pub(super) slug: &'e str,
    pub(super) text: &'e ArtworkText,
    pub(super) editions: &'e [Edition],
    pub(super) images: &'e [ImageRow],
}

/// What is to change of a work.
pub(super) struct ArtworkChange<'e> {
    pub(super) revision: Option<i64>,
    pub(super) text: &'e ArtworkText,
    pub(super) editions: Option<&'e [Edition]>,
    pub(super) prices: &'e [(EditionId, Money)],
}

stored! {
    /// What edits of a work look at first.
    pub(super) struct Standing {
        pub(super) seller_id: Uuid,
        pub(super) status: String,
        pub(super) revision: i64,
    }
}

statements! {
    SELLER_OF_ARTIST = "SELECT a.id, a.name FROM artists a WHERE a.id = $1 AND a.seller_id = $2";
    /// The seller's own artist, or else its first.
    FIRST_ARTIST =
        "SELECT a.id, a.name FROM artists a WHERE a.seller_id = $1 \
         ORDER BY CASE WHEN a.user_id IS NULL THEN 1 ELSE 0 END, a.created_at, a.id LIMIT 1";
    INSERT_HEAD =
        "INSERT INTO artwork_heads (id, seller_id, artist_id, title, slug, artist_name, status, editions_left, \
         version, medium, framed) VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, 1, $8, $9)";
    INSERT_ARTWORK =
        "INSERT INTO artworks (id, description, year, date_text, medium, styles, subjects, provenance, signed, \
         condition, framed, revision, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $12)";
    INSERT_STATS =
        "INSERT INTO artwork_stats (artwork_id, wishlisted, reviews, rating_sum) VALUES ($1, 0, 0, 0)";
    STANDING =
        "SELECT h.seller_id, h.status, a.revision FROM artwork_heads h JOIN artworks a ON a.id = h.id \
         WHERE h.id = $1 {lock}";
    UPDATE_ARTWORK =
        "UPDATE artworks SET description = $2, year = $3, date_text = $4, medium = $5, styles = $6, subjects = $7, \
         provenance = $8, signed = $9, condition = $10, framed = $11, revision = revision + 1, updated_at = $12 \
         WHERE id = $1";
    RAISE_REVISION = "UPDATE artworks SET revision = revision + 1, updated_at = $2 WHERE id = $1";
    /// Beside the words, where carts are priced.
    FRAME_HEAD = "UPDATE artwork_heads SET framed = $2 WHERE id = $1 AND framed <> $2";
    RAISE_HEAD =
        "UPDATE artwork_heads SET version = version + 1, title = coalesce($2, title), \
         editions_left = coalesce($3, editions_left) WHERE id = $1 RETURNING version";
    /// The head has the medium as well: orders are taxed by it.
    SET_MEDIUM = "UPDATE artwork_heads SET medium = $2 WHERE id = $1";
    DELETE_COPIES = "DELETE FROM copies WHERE edition_id IN (SELECT e.id FROM editions e WHERE e.artwork_id = $1)";
    DELETE_STOCK = "DELETE FROM stock WHERE edition_id IN (SELECT e.id FROM editions e WHERE e.artwork_id = $1)";
    DELETE_EDITIONS = "DELETE FROM editions WHERE artwork_id = $1";
    INSERT_EDITIONS [id: Uuid, artwork_id: Uuid, position: Int, kind: Text, label: Text, size: Int, proofs: Int,
                     width: Int, height: Int, depth: Int, weight: Int, price: Int, currency: Text, regime: Text,
                     customer_max: Int, available_from: Time, made_to_order: Bool] =
        "WITH {rows} INSERT INTO editions (id, artwork_id, position, kind, label, size, artist_proofs, \
         width_tenth_mm, height_tenth_mm, depth_tenth_mm, weight_g, price_minor, currency, tax_regime, \
         max_per_customer, available_from, made_to_order) \
         SELECT v.id, v.artwork_id, v.position, v.kind, v.label, v.size, v.proofs, v.width, v.height, v.depth, \
         v.weight, v.price, v.currency, v.regime, v.customer_max, v.available_from, \
         v.made_to_order FROM v";
    INSERT_STOCK [edition_id: Uuid, artwork_id: Uuid, total: Int, available: Int, version: Int] =
        "WITH {rows} INSERT INTO stock (edition_id, artwork_id, total, available, held, sold, withdrawn, version) \
         SELECT v.edition_id, v.artwork_id, v.total, v.available, 0, 0, 0, v.version FROM v";
    INSERT_COPIES [edition_id: Uuid, ordinal: Int, id: Uuid, label: Text, state: Text] =
        "WITH {rows} INSERT INTO copies (edition_id, ordinal, id, label, state) \
         SELECT v.edition_id, v.ordinal, v.id, v.label, v.state FROM v";
    UPDATE_PRICE =
        "UPDATE editions SET price_minor = $3, currency = $4 WHERE id = $1 AND artwork_id = $2 \
         AND (price_minor <> $3 OR currency <> $4)";
    EDITION_OF = "SELECT e.id FROM editions e WHERE e.id = $1 AND e.artwork_id = $2";
}

/// Makes a draft with its editions, all their copies and its images; answers its slug.
pub(super) async fn create(editing: &mut Editing<'_, '_>, new: NewArtwork<'_>) -> Result<Edited, Fault> {
    let artist = match new.artist_id {
        Some(id) => fetch_optional!(editing.db, (Uuid, String), SELLER_OF_ARTIST, id.0, new.seller_id.0)?,
        None => fetch_optional!(editing.db, (Uuid, String), FIRST_ARTIST, new.seller_id.0)?,
    };
    let Some((artist_id, artist_name)) = artist else {
        return Ok(Edited::Refused(Refusal::invalid("/artist_id", "is not an artist of this seller")));
    };
    if new.images.len() > IMAGES_MAX {
        return Ok(Edited::Refused(Refusal::conflict(format!("a work has at most {IMAGES_MAX} images"))));
    }
    let slug = unique(editing.db, &TAKEN_ARTWORK_SLUGS, new.slug, "-", new.id.0).await?;
    execute!(
        editing.db,
        INSERT_HEAD,
        new.id.0,
        new.seller_id.0,
        artist_id,
        &new.text.title,
        &slug,
        artist_name,
        left(new.editions),
        &new.text.medium,
        new.text.framed
    )?;
    let text = new.text;
    execute!(
        editing.db,
        INSERT_ARTWORK,
        new.id.0,
        &text.description,
        text.year.map(i64::from),
        text.date_text.as_deref(),
        &text.medium,
        Json(&text.styles),
        Json(&text.subjects),
        Json(&text.provenance),
        text.signed,
        text.condition.as_deref(),
        text.framed,
        editing.now
    )?;
    execute!(editing.db, INSERT_STATS, new.id.0)?;
    insert_editions(editing, new.id, new.editions).await?;
    for (position, image) in (0_i64..).zip(new.images) {
        images::insert(editing, new.id, position, image).await?;
    }
    editing.artwork_edited(new.id, 1);
    Ok(Edited::Written(Reply::Slug(slug)))
}

/// Changes words, and in a draft the editions; prices at any time. Live holds keep the price they froze.
pub(super) async fn edit(
    editing: &mut Editing<'_, '_>,
    id: ArtworkId,
    seller_id: Option<SellerId>,
    change: ArtworkChange<'_>,
) -> Result<Edited, Fault> {
    let standing = match standing(editing, id, seller_id).await? {
        Ok(standing) => standing,
        Err(refusal) => return Ok(Edited::Refused(refusal)),
    };
    if change.revision.is_some_and(|revision| revision != standing.revision) {
        return Ok(Edited::Refused(Refusal::PreconditionFailed));
    }
    let status = ArtworkStatus::parse(&standing.status);
    if change.editions.is_some() && !status.is_some_and(ArtworkStatus::is_unsubmitted) {
        return Ok(Edited::Refused(Refusal::conflict("editions can only be replaced before the work is submitted")));
    }
    for (edition, _) in change.prices {
        if fetch_optional!(editing.db, (Uuid,), EDITION_OF, edition.0, id.0)?.is_none() {
            return Ok(Edited::Refused(Refusal::not_found("edition")));
        }
    }
    let text = change.text;
    execute!(
        editing.db,
        UPDATE_ARTWORK,
        id.0,
        &text.description,
        text.year.map(i64::from),
        text.date_text.as_deref(),
        &text.medium,
        Json(&text.styles),
        Json(&text.subjects),
        Json(&text.provenance),
        text.signed,
        text.condition.as_deref(),
        text.framed,
        editing.now
    )?;
    execute!(editing.db, SET_MEDIUM, id.0, &text.medium)?;
    if let Some(editions) = change.editions {
        execute!(editing.db, DELETE_COPIES, id.0)?;
        execute!(editing.db, DELETE_STOCK, id.0)?;
        execute!(editing.db, DELETE_EDITIONS, id.0)?;
        insert_editions(editing, id, editions).await?;
    }
    let mut repriced = Vec::new();
    for (edition, price) in change.prices {
        let affected = execute!(editing.db, UPDATE_PRICE, edition.0, id.0, price.amount_minor, price.currency.code())?;
        if affected == 1 {
            repriced.push((*edition, *price));
        }
    }
    execute!(editing.db, FRAME_HEAD, id.0, text.framed)?;
    let title = Some(text.title.as_str());
    let version = raise_head(editing, id, title, change.editions.map(left)).await?;
    editing.artwork_edited(id, version);
    let told = repriced.into_iter().map(|(edition_id, price)| Event::PriceChanged {
        artwork_id: id,
        edition_id,
        price,
        artwork_version: version,
    });
    editing.events.extend(told);
    Ok(DONE)
}

/// The work, if it is that seller's and not gone for good.
pub(super) async fn standing(
    editing: &mut Editing<'_, '_>,
    id: ArtworkId,
    seller_id: Option<SellerId>,
) -> Result<Result<Standing, Refusal>, Fault> {
    let found = fetch_optional!(editing.db, Standing, STANDING, id.0)?;
    let Some(standing) = found.filter(|found| seller_id.is_none_or(|seller| seller.0 == found.seller_id)) else {
        return Ok(Err(Refusal::not_found("artwork")));
    };
    if standing.status == ArtworkStatus::Archived.as_str() {
        return Ok(Err(Refusal::conflict("the work is archived")));
    }
    Ok(Ok(standing))
}

/// Raises revision and version after an edit of images, and tells it.
pub(super) async fn touch(editing: &mut Editing<'_, '_>, id: ArtworkId) -> Result<(), Fault> {
    execute!(editing.db, RAISE_REVISION, id.0, editing.now)?;
    let version = raise_head(editing, id, None, None).await?;
    editing.artwork_edited(id, version);
    Ok(())
}

async fn raise_head(
    editing: &mut Editing<'_, '_>,
    id: ArtworkId,
    title: Option<&str>,
    editions_left: Option<i64>,
) -> Result<i64, Fault> {
    let raised = fetch_optional!(editing.db, (i64,), RAISE_HEAD, id.0, title, editions_left)?;
    raised.map(|(version,)| version).ok_or(Fault::Stale("works"))
}

async fn insert_editions(
    editing: &mut Editing<'_, '_>,
    artwork_id: ArtworkId,
    editions: &[Edition],
) -> Result<(), Fault> {
    let mut rows = Rows::of(&INSERT_EDITIONS);
    let mut stock = Rows::of(&INSERT_STOCK);
    let mut copies = Rows::of(&INSERT_COPIES);
    for (position, edition) in (0_i64..).zip(editions) {
        rows.push([
            edition.id.into(),
            artwork_id.into(),
            position.into(),
            edition.kind.as_str().into(),
            edition.label.as_deref().into(),
            edition.size.into(),
            edition.artist_proofs.into(),
            edition.width_tenth_mm.into(),
            edition.height_tenth_mm.into(),
            edition.depth_tenth_mm.into(),
            edition.weight_g.into(),
            edition.price.amount_minor.into(),
            edition.price.currency.code().into(),
            edition.tax_regime.as_str().into(),
            edition.max_per_customer.into(),
            edition.available_from.into(),
            edition.made_to_order.into(),
        ]);
        let counters = Stock::new(edition);
        stock.push([
            edition.id.into(),
            artwork_id.into(),
            counters.total.into(),
            counters.available.into(),
            counters.version.into(),
        ]);
        for ordinal in 1..=edition.total().unwrap_or(0) {
            copies.push([
                edition.id.into(),
                ordinal.into(),
                editing.mint.mint::<CopyId>().into(),
                edition.copy_label(ordinal).into(),
                CopyState::Available.as_str().into(),
            ]);
        }
    }
    rows.execute(editing.db).await?;
    stock.execute(editing.db).await?;
    copies.execute(editing.db).await?;
    Ok(())
}

/// Every new edition has something left.
fn left(editions: &[Edition]) -> i64 {
    i64::try_from(editions.len()).unwrap_or(i64::MAX)
}
