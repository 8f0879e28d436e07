//! What a seller notes of a work for its tax.

use impasto_domain::ids::{ArtworkId, SellerId};
use impasto_domain::stock_book::WorkBooks;
use sqlx::types::Json;

use super::artworks::{standing, touch};
use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::sql::{execute, statements};

statements! {
    SET_RESALE = "UPDATE artwork_heads SET resale = $2 WHERE id = $1";
    DROP_PURCHASE = "DELETE FROM artwork_purchases WHERE artwork_id = $1";
    INSERT_PURCHASE =
        "INSERT INTO artwork_purchases (artwork_id, seller_id, price_minor, currency, bought_on, bought_of) \
         VALUES ($1, $2, $3, $4, $5, $6)";
}

/// Notes it in place of what was noted.
pub(super) async fn put(
    editing: &mut Editing<'_, '_>,
    id: ArtworkId,
    seller_id: SellerId,
    books: &WorkBooks,
) -> Result<Edited, Fault> {
    if let Err(refusal) = standing(editing, id, Some(seller_id)).await? {
        return Ok(Edited::Refused(refusal));
    }
    execute!(editing.db, SET_RESALE, id.0, books.resale.map(Json))?;
    execute!(editing.db, DROP_PURCHASE, id.0)?;
    if let Some(purchase) = &books.purchase {
        execute!(
            editing.db,
            INSERT_PURCHASE,
            id.0,
            seller_id.0,
            purchase.price.amount_minor,
            purchase.price.currency.code(),
            purchase.on.to_string(),
            purchase.of.as_deref()
        )?;
    }
    touch(editing, id).await?;
    Ok(DONE)
}
