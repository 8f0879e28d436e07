//! Sellers and artist profiles.

use impasto_domain::audit::AuditAction;
use impasto_domain::edit::{ArtistProfile, NewArtist};
use impasto_domain::event::Event;
use impasto_domain::ids::{ArtistId, ArtworkId, SellerId, UserId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::seller::{COMMISSION_MAX, Seller};
use sqlx::types::Json;
use uuid::Uuid;

use super::slugs::{TAKEN_ARTIST_SLUGS, TAKEN_PREFIXES, TAKEN_SELLER_SLUGS, unique};
use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::sql::{execute, fetch_all, fetch_optional, statements};

statements! {
    SELLER_EXISTS = "SELECT s.slug, s.name FROM sellers s WHERE s.id = $1";
    INSERT_SELLER =
        "INSERT INTO sellers (id, slug, name, legal_name, address, vat_id, tax_number, email, currency, \
         commission_basis_points, series_prefix, verified, created_at, trader, shipping) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    UPDATE_SELLER =
        "UPDATE sellers SET slug = $2, name = $3, legal_name = $4, address = $5, vat_id = $6, tax_number = $7, \
         email = $8, currency = $9, series_prefix = $10, trader = $11 WHERE id = $1";
    VERIFY_SELLER = "UPDATE sellers SET verified = $2 WHERE id = $1 AND verified <> $2";
    COMMISSION = "SELECT s.commission_basis_points FROM sellers s WHERE s.id = $1 {lock}";
    SET_COMMISSION = "UPDATE sellers SET commission_basis_points = $2 WHERE id = $1";
    SELLER_NAME_TAKEN =
        "SELECT s.id FROM sellers s WHERE s.id <> $1 AND (s.slug = $2 OR s.series_prefix = $3)";
    RAISE_WORKS_OF_SELLER =
        "UPDATE artwork_heads SET version = version + 1 WHERE seller_id = $1 RETURNING id, version";
    ARTIST_NAME = "SELECT a.name FROM artists a WHERE a.id = $1 AND a.seller_id = $2";
    UPDATE_ARTIST = "UPDATE artists SET name = $2, bio = $3, country = $4, born = $5 WHERE id = $1";
    RENAME_ARTIST_OF_WORKS =
        "UPDATE artwork_heads SET version = version + 1, artist_name = $2 WHERE artist_id = $1 RETURNING id, version";
    ARTIST_EXISTS = "SELECT a.id FROM artists a WHERE a.id = $1";
    INSERT_ARTIST =
        "INSERT INTO artists (id, slug, seller_id, user_id, name, bio, country, born, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
}

/// A seller or artist without an own account.
pub(super) async fn add_artist(editing: &mut Editing<'_, '_>, artist: &NewArtist) -> Result<Edited, Fault> {
    if fetch_optional!(editing.db, (Uuid,), ARTIST_EXISTS, artist.id.0)?.is_some() {
        return Ok(Edited::Refused(Refusal::conflict("there is such an artist already")));
    }
    let slug = insert_artist(editing, artist, None).await?;
    Ok(Edited::Written(Reply::Slug(slug)))
}

/// Changes what is known of a profile. Its works are told when the name changes.
pub(super) async fn put_artist(
    editing: &mut Editing<'_, '_>,
    id: ArtistId,
    seller_id: SellerId,
    profile: &ArtistProfile,
) -> Result<Edited, Fault> {
    let Some((name,)) = fetch_optional!(editing.db, (String,), ARTIST_NAME, id.0, seller_id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("artist")));
    };
    execute!(
        editing.db,
        UPDATE_ARTIST,
        id.0,
        &profile.name,
        &profile.bio,
        profile.country.map(|country| country.to_string()),
        profile.born.map(i64::from)
    )?;
    if name != profile.name {
        for (id, version) in fetch_all!(editing.db, (Uuid, i64), RENAME_ARTIST_OF_WORKS, id.0, &profile.name)? {
            editing.artwork_edited(ArtworkId(id), version);
        }
    }
    Ok(DONE)
}

/// Writes the profile, and its seller unless that exists; answers the profile's slug.
pub(super) async fn insert_artist(
    editing: &mut Editing<'_, '_>,
    artist: &NewArtist,
    user_id: Option<UserId>,
) -> Result<String, Fault> {
    let seller = &artist.seller;
    if fetch_optional!(editing.db, (String, String), SELLER_EXISTS, seller.id.0)?.is_none() {
        insert_seller(editing, seller).await?;
    }
    let slug = unique(editing.db, &TAKEN_ARTIST_SLUGS, &artist.slug, "-", artist.id.0).await?;
    execute!(
        editing.db,
        INSERT_ARTIST,
        artist.id.0,
        &slug,
        seller.id.0,
        user_id.map(|id| id.0),
        &artist.name,
        &artist.bio,
        artist.country.map(|country| country.to_string()),
        artist.born.map(i64::from),
        editing.now
    )?;
    Ok(slug)
}

/// An admin has looked at a seller, or takes the word back. Repeating it is harmless.
pub(super) async fn verify(
    editing: &mut Editing<'_, '_>,
    id: SellerId,
    verified: bool,
    by: UserId,
) -> Result<Edited, Fault> {
    if fetch_optional!(editing.db, (String, String), SELLER_EXISTS, id.0)?.is_none() {
        return Ok(Edited::Refused(Refusal::not_found("seller")));
    }
    if execute!(editing.db, VERIFY_SELLER, id.0, verified)? == 0 {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    let (before, after) = (serde_json::json!({"verified": !verified}), serde_json::json!({"verified": verified}));
    editing.note(Some(by), AuditAction::SellerVerify, id.0, before, after);
    // Whoever keeps the sellers reads them with the house.
    editing.events.push(Event::SettingsChanged);
    if verified {
        editing.events.push(Event::SellerVerified { seller_id: id });
    }
    Ok(DONE)
}

/// Gives a seller another commission. What was sold before has its own.
pub(super) async fn set_commission(
    editing: &mut Editing<'_, '_>,
    id: SellerId,
    basis_points: u32,
    seen: Option<u32>,
    by: UserId,
) -> Result<Edited, Fault> {
    if basis_points > COMMISSION_MAX {
        let refusal = Refusal::invalid("/commission_percent", "must be between 0 and 100, with at most two decimals");
        return Ok(Edited::Refused(refusal));
    }
    let Some((before,)) = fetch_optional!(editing.db, (i64,), COMMISSION, id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("seller")));
    };
    if seen.is_some_and(|seen| i64::from(seen) != before) {
        return Ok(Edited::Refused(Refusal::PreconditionFailed));
    }
    if before == i64::from(basis_points) {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    execute!(editing.db, SET_COMMISSION, id.0, i64::from(basis_points))?;
    let told = |points: i64| serde_json::json!({"commission_percent": percent(points)});
    editing.note(Some(by), AuditAction::SellerCommission, id.0, told(before), told(i64::from(basis_points)));
    editing.events.push(Event::SettingsChanged);
    Ok(DONE)
}

/// `15`, `12.5`.
fn percent(basis_points: i64) -> serde_json::Value {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    if rest == 0 { whole.into() } else { (basis_points as f64 / 100.0).into() }
}

/// Replaces what is known of a seller, but for whether it is verified and for its commission, which are the house's to say, and
/// for its shipping table: who changes an address must not bring back what was read before. Its works are told when its name or address on the storefront changes.
pub(super) async fn put(editing: &mut Editing<'_, '_>, seller: &Seller) -> Result<Edited, Fault> {
    let Some((slug, name)) = fetch_optional!(editing.db, (String, String), SELLER_EXISTS, seller.id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("seller")));
    };
    let taken =
        fetch_optional!(editing.db, (Uuid,), SELLER_NAME_TAKEN, seller.id.0, &seller.slug, &seller.series_prefix)?;
    if taken.is_some() {
        return Ok(Edited::Refused(Refusal::conflict("another seller has this slug or this prefix of numbers")));
    }
    execute!(
        editing.db,
        UPDATE_SELLER,
        seller.id.0,
        &seller.slug,
        &seller.name,
        &seller.legal_name,
        Json(&seller.address),
        seller.vat_id.as_deref(),
        seller.tax_number.as_deref(),
        &seller.email,
        seller.currency.code(),
        &seller.series_prefix,
        seller.trader
    )?;
    if (&slug, &name) != (&seller.slug, &seller.name) {
        for (id, version) in fetch_all!(editing.db, (Uuid, i64), RAISE_WORKS_OF_SELLER, seller.id.0)? {
            editing.artwork_edited(ArtworkId(id), version);
        }
    }
    Ok(DONE)
}

async fn insert_seller(editing: &mut Editing<'_, '_>, seller: &Seller) -> Result<(), Fault> {
    let slug = unique(editing.db, &TAKEN_SELLER_SLUGS, &seller.slug, "-", seller.id.0).await?;
    let prefix = unique(editing.db, &TAKEN_PREFIXES, &seller.series_prefix, "", seller.id.0).await?;
    execute!(
        editing.db,
        INSERT_SELLER,
        seller.id.0,
        slug,
        &seller.name,
        &seller.legal_name,
        Json(&seller.address),
        seller.vat_id.as_deref(),
        seller.tax_number.as_deref(),
        &seller.email,
        seller.currency.code(),
        i64::from(seller.commission_basis_points),
        prefix,
        seller.verified,
        editing.now,
        seller.trader,
        seller.shipping.as_ref().map(Json)
    )?;
    Ok(())
}
