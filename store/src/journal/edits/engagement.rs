//! Wishlists and reviews.

use impasto_domain::event::Event;
use impasto_domain::ids::{ArtworkId, ReviewId, SellerId, UserId};
use impasto_domain::mail::{FREE_AFTER, Letter, WISH_TOLD_AGAIN_AFTER, WISHERS_TOLD};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use uuid::Uuid;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::sql::{execute, fetch_all, fetch_optional, statements};

/// A review about to be written.
pub(super) struct NewReview<'e> {
    pub(super) id: ReviewId,
    pub(super) user_id: UserId,
    pub(super) artwork_id: ArtworkId,
    pub(super) rating: u8,
    pub(super) text: &'e str,
}

statements! {
    PUBLIC_SELLER =
        "SELECT a.seller_id FROM artwork_heads a WHERE a.id = $1 AND a.status IN ('published', 'paused', 'sold_out')";
    /// Whatever became of the work, it can be taken off a wishlist.
    ANY_SELLER = "SELECT a.seller_id FROM artwork_heads a WHERE a.id = $1";
    INSERT_WISH =
        "INSERT INTO wishlists (user_id, artwork_id, at) VALUES ($1, $2, $3) \
         ON CONFLICT (user_id, artwork_id) DO NOTHING";
    DELETE_WISH = "DELETE FROM wishlists WHERE user_id = $1 AND artwork_id = $2";
    COUNT_WISH =
        "UPDATE artwork_stats SET wishlisted = wishlisted + $2 WHERE artwork_id = $1 RETURNING wishlisted";
    WISHERS =
        "SELECT w.user_id FROM wishlists w WHERE w.artwork_id = $1 AND coalesce(w.told_at, $2) <= $2 ORDER BY w.at, w.user_id LIMIT $3";
    NOTE_TOLD = "UPDATE wishlists SET told_at = $3 WHERE user_id = $1 AND artwork_id = $2";
    HAS_BOUGHT =
        "SELECT o.id FROM orders o JOIN order_lines l ON l.order_id = o.id \
         WHERE o.owner_id = $1 AND l.artwork_id = $2 AND o.status IN ('open', 'completed') \
         AND o.payment_status IN ('paid', 'partially_refunded') LIMIT 1";
    HAS_REVIEWED = "SELECT r.id FROM reviews r WHERE r.artwork_id = $1 AND r.user_id = $2";
    INSERT_REVIEW =
        "INSERT INTO reviews (id, artwork_id, user_id, rating, text, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    COUNT_REVIEW =
        "UPDATE artwork_stats SET reviews = reviews + 1, rating_sum = rating_sum + $2 WHERE artwork_id = $1";
}

/// Puts a work on a wishlist or takes it off.
pub(super) async fn wish(
    editing: &mut Editing<'_, '_>,
    user_id: UserId,
    artwork_id: ArtworkId,
    wished: bool,
) -> Result<Edited, Fault> {
    let seller = if wished {
        fetch_optional!(editing.db, (Uuid,), PUBLIC_SELLER, artwork_id.0)?
    } else {
        fetch_optional!(editing.db, (Uuid,), ANY_SELLER, artwork_id.0)?
    };
    let Some((seller_id,)) = seller else {
        return Ok(Edited::Refused(Refusal::not_found("artwork")));
    };
    let affected = if wished {
        execute!(editing.db, INSERT_WISH, user_id.0, artwork_id.0, editing.now)?
    } else {
        execute!(editing.db, DELETE_WISH, user_id.0, artwork_id.0)?
    };
    if affected == 0 {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    let step: i64 = if wished { 1 } else { -1 };
    if let Some((wishlisted,)) = fetch_optional!(editing.db, (i64,), COUNT_WISH, artwork_id.0, step)? {
        let seller_id = SellerId(seller_id);
        editing.events.push(Event::WishlistChanged { artwork_id, seller_id, wishlisted });
    }
    Ok(DONE)
}

/// Writes to those who wish for a work that it can be had again.
pub(super) async fn tell_wishers(editing: &mut Editing<'_, '_>, artwork_id: ArtworkId) -> Result<Edited, Fault> {
    let since = editing.now - WISH_TOLD_AGAIN_AFTER;
    let wishers = if editing.defaults.mails {
        fetch_all!(editing.db, (Uuid,), WISHERS, artwork_id.0, since, i64::from(WISHERS_TOLD))?
    } else {
        Vec::new()
    };
    if wishers.is_empty() {
        return Ok(Edited::Unchanged(Reply::Done));
    }
    for (user_id,) in wishers {
        execute!(editing.db, NOTE_TOLD, user_id, artwork_id.0, editing.now)?;
        editing.write_at(Letter::WishFree { user_id: UserId(user_id), artwork_id }, editing.now + FREE_AFTER);
    }
    Ok(DONE)
}

/// A review by somebody who bought the work.
pub(super) async fn review(editing: &mut Editing<'_, '_>, new: NewReview<'_>) -> Result<Edited, Fault> {
    if !(1..=5).contains(&new.rating) {
        return Ok(Edited::Refused(Refusal::invalid("/rating", "must be from 1 to 5")));
    }
    let Some((seller_id,)) = fetch_optional!(editing.db, (Uuid,), PUBLIC_SELLER, new.artwork_id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("artwork")));
    };
    if fetch_optional!(editing.db, (Uuid,), HAS_BOUGHT, new.user_id.0, new.artwork_id.0)?.is_none() {
        let reason = "only those who bought the work may review it".to_owned();
        return Ok(Edited::Refused(Refusal::Forbidden { reason }));
    }
    if fetch_optional!(editing.db, (Uuid,), HAS_REVIEWED, new.artwork_id.0, new.user_id.0)?.is_some() {
        return Ok(Edited::Refused(Refusal::conflict("there is a review of yours already")));
    }
    let rating = i64::from(new.rating);
    execute!(editing.db, INSERT_REVIEW, new.id.0, new.artwork_id.0, new.user_id.0, rating, new.text, editing.now)?;
    execute!(editing.db, COUNT_REVIEW, new.artwork_id.0, rating)?;
    let seller_id = SellerId(seller_id);
    editing.events.push(Event::ReviewPosted { artwork_id: new.artwork_id, seller_id, rating: new.rating });
    Ok(Edited::Written(Reply::Id(new.id.0)))
}
