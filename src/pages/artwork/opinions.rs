//! Reviews of a work on its page, and the form of those who bought it: `POST /artworks/{id}/reviews`.
//! It does not know how a review is checked: the store does.

use actix_web::{Error, HttpResponse};
use impasto_domain::ids::ArtworkId;
use impasto_domain::read::ArtworkRecord;

use super::super::notices;
use super::super::turn::{Member, see_other_with};
use super::super::typed::Typed;
use super::super::views::artwork::{ReviewView, ReviewsView};
use super::super::views::moment::Moment;
use super::super::views::text;
use super::super::visit::Visit;
use super::super::works;
use crate::gateway::fields::Fields;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::permission;

/// The most reviews that are shown on the page; the API has all.
const SHOWN: u32 = 10;

/// The longest review, characters.
const TEXT_CHARS: usize = 5_000;

/// The reviews of a work, and whether the visitor may write one.
pub(super) async fn reviews(visit: &Visit, record: &ArtworkRecord) -> Result<ReviewsView, Problem> {
    let items =
        if record.reviews > 0 { visit.app.store.reviews_of(record.id, None, SHOWN).await?.items } else { Vec::new() };
    let may_write = match &visit.who.user {
        Some(user) => visit.app.store.may_review(user.user_id, record.id).await?,
        None => false,
    };
    let count = u64::try_from(record.reviews).unwrap_or(0);
    Ok(ReviewsView {
        summary: works::rating(record),
        items: items
            .iter()
            .map(|review| ReviewView {
                author: review.author.clone(),
                rating: review.rating,
                paragraphs: text::paragraphs(&review.text),
                at: Moment::new(review.at),
            })
            .collect(),
        more: count.saturating_sub(items.len() as u64),
        action: may_write.then(|| format!("/artworks/{}/reviews", record.id)),
    })
}

/// Writes a review.
pub(super) async fn write(
    visit: Visit,
    who: Member<permission::Account>,
    id: Path<ArtworkId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let work = visit.app.catalogue.by_id(id.0);
    let back = work.map_or_else(|| "/".to_owned(), |entry| format!("{}#reviews", works::url(&entry.record)));
    let mut fields = Fields::new();
    let rating = typed.get("rating").parse::<u8>().unwrap_or(0);
    fields.range("/rating", rating, 1..=5);
    let text = fields.prose("/text", typed.get("text"), TEXT_CHARS);
    if !fields.is_good() {
        return Ok(see_other_with(&back, "not-acceptable"));
    }
    match visit.app.review(who.0.user_id, id.0, rating, text, None).await {
        Ok(_) => Ok(see_other_with(&back, "reviewed")),
        Err(problem) => notices::back(&back, problem, |kind| match kind {
            ProblemType::Conflict => Some("reviewed-before"),
            ProblemType::Forbidden => Some("not-bought"),
            _ => None,
        }),
    }
}
