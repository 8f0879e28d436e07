//! Stock by a seller's hand: sold elsewhere, and back for sale.

use actix_web::{Error, HttpResponse};
use impasto_domain::command::StockChange;
use impasto_domain::edition::COPIES_MAX;
use impasto_domain::ids::EditionId;

use super::super::notices;
use super::super::turn::{own_path, see_other_with};
use super::super::typed::Typed;
use super::super::visit::Visit;
use super::Artist;
use crate::api::studio::seller_of;
use crate::gateway::params::Path;

/// Notes copies sold outside the house.
pub(super) async fn sold_elsewhere(
    visit: Visit,
    artist: Artist,
    id: Path<EditionId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    change(&visit, &artist, id.0, &typed, StockChange::SoldElsewhere, "sold-elsewhere").await
}

/// Puts withdrawn copies back.
pub(super) async fn restock(
    visit: Visit,
    artist: Artist,
    id: Path<EditionId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    change(&visit, &artist, id.0, &typed, StockChange::Restock, "restocked").await
}

async fn change(
    visit: &Visit,
    artist: &Artist,
    id: EditionId,
    typed: &Typed,
    to_change: fn(u32) -> StockChange,
    notice: &str,
) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let back = own_path(typed.get("back"), "/studio/works");
    let copies = typed.get("copies").parse::<u32>().ok().filter(|copies| (1..=COPIES_MAX).contains(copies));
    let Some(copies) = copies else { return Ok(see_other_with(back, "not-acceptable")) };
    let seller_id = Some(seller_of(user)?);
    match visit.app.engine.inventory().adjust(id, to_change(copies), user.user_id, seller_id, None, None).await {
        Ok(_) if notice == "sold-elsewhere" && back == "/studio/sold" => {
            // The telephone's page says it large, with the way back.
            Ok(super::super::turn::see_other(&format!("/studio/sold?done={id}&copies={copies}")))
        }
        Ok(_) => Ok(see_other_with(back, notice)),
        Err(error) => notices::back(back, error.into(), |_| None),
    }
}
