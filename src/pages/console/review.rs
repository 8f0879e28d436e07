//! The works that wait for a moderator, and the forms that let them through or send them back.

use actix_web::{Error, HttpResponse};
use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::identity::Permission;
use impasto_domain::ids::{ArtworkId, UserId};
use impasto_domain::read::ArtworkRecord;

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::review::{ReviewPage, ReviewRow};
use super::super::visit::{Visit, page};
use super::super::{notices, works};
use super::{Moderator, Room, frame};
use crate::gateway::fields::Fields;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;

const REVIEWS_SHOWN: u32 = 24;
/// The longest reason for sending a work back, as the API takes it.
const REASON_CHARS: usize = 1_000;
/// Where the room is.
const HERE: &str = "/console/review";

/// The page.
pub(super) async fn show(visit: Visit, _moderator: Moderator) -> Result<HttpResponse, Error> {
    let view = ReviewPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Review).await?,
        reviews: waiting(&visit).await?,
    };
    Ok(page(&view)?)
}

/// Lets a work through.
pub(super) async fn approve(visit: Visit, moderator: Moderator, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    moderate(&visit, moderator.0.user_id, id.0, ArtworkMove::Approve, None, "approved").await
}

/// Sends a work back.
pub(super) async fn reject(
    visit: Visit,
    moderator: Moderator,
    id: Path<ArtworkId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let mut fields = Fields::new();
    let reason = fields.line("/reason", typed.get("reason"), REASON_CHARS);
    if !fields.is_good() {
        return Ok(see_other_with(HERE, "not-acceptable"));
    }
    moderate(&visit, moderator.0.user_id, id.0, ArtworkMove::Reject, Some(reason), "sent-back").await
}

/// Works that wait for a moderator, the oldest first; none for who is none.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn waiting(visit: &Visit) -> Result<Vec<ReviewRow>, Problem> {
    if !visit.may(Permission::Moderate) {
        return Ok(Vec::new());
    }
    let waiting = visit.app.store.artworks_of_status(ArtworkStatus::InReview, None, REVIEWS_SHOWN).await?;
    let row = |record: &ArtworkRecord| {
        let parts = [record.artist.name.clone(), record.text.medium.clone(), works::year(record)];
        let known: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        ReviewRow {
            id: record.id.to_string(),
            url: works::url(record),
            title: record.text.title.clone(),
            detail: known.join(", "),
            picture: works::first_picture(&visit.app.catalogue, record),
        }
    };
    Ok(waiting.items.iter().map(row).collect())
}

async fn moderate(
    visit: &Visit,
    by: UserId,
    id: ArtworkId,
    wanted: ArtworkMove,
    reason: Option<String>,
    notice: &str,
) -> Result<HttpResponse, Error> {
    match visit.app.engine.inventory().move_artwork(id, wanted, by, None, reason, None).await {
        Ok(_) => {
            visit.app.refresh(id).await?;
            Ok(see_other_with(HERE, notice))
        }
        Err(error) => notices::back(HERE, error.into(), |_| None),
    }
}
