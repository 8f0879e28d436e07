//! The review: one work at a time, with its look-alikes and whoever else has it in hand, and the forms that let it through or
//! send it back.

use actix_web::{Error, HttpResponse};
use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::edition::{Edition, Stock};
use impasto_domain::identity::Permission;
use impasto_domain::ids::{ArtworkId, UserId};
use impasto_domain::read::ArtworkRecord;

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::review::{Fact, LookAlike, ReviewPage, ReviewRow, ReviewWork};
use super::super::views::text;
use super::super::visit::{Visit, page};
use super::super::{notices, works};
use super::{Moderator, Room, frame};
use crate::api::review::claimed;
use crate::app::{App, Similar};
use crate::gateway::fields::Fields;
use crate::gateway::params::Path;
use crate::gateway::problem::Problem;
use crate::words::{Language, current, t};

/// Works that the room pages through; when they are done, the next ones are there.
const QUEUE: u32 = 100;
/// Works that the first page names.
const REVIEWS_SHOWN: usize = 24;
/// The longest reason for sending a work back, as the API takes it.
const REASON_CHARS: usize = 1_000;
/// Where the room is.
const HERE: &str = "/console/review";

/// What is wrong as a rule: `console-review-wrong-…`. The artist reads it in the language of whoever sends it back.
const REASONS: [&str; 6] = ["picture", "part", "words", "facts", "price", "rights"];

/// The page.
pub(super) async fn show(visit: Visit, moderator: Moderator) -> Result<HttpResponse, Error> {
    let typed = Typed::of_query(visit.request());
    let wanted: Option<ArtworkId> = typed.given("work").and_then(|id| id.parse().ok());
    let (queue, total) = visit.app.store.artworks_in_review(QUEUE).await.map_err(Problem::from)?;
    let place = wanted.and_then(|id| queue.iter().position(|known| *known == id)).unwrap_or(0);
    let at = |place: Option<usize>| place.and_then(|place| queue.get(place)).map(|id| format!("{HERE}?work={id}"));
    let work = match queue.get(place) {
        Some(id) => visit.app.store.artworks_by_ids(&[*id]).await.map_err(Problem::from)?.pop(),
        None => None,
    };
    let (mut alikes, mut others) = (Vec::new(), Vec::new());
    if let Some(record) = &work {
        App::hash_the_rest(&visit.app);
        let found = visit.app.look_alikes(record).await?;
        alikes = found.iter().map(|similar| alike(&visit, similar)).collect();
        let claims = claimed(&visit.app, &moderator.0, record.id).await?;
        others = claims.into_iter().map(|claim| claim.name).collect();
    }
    let view = ReviewPage {
        chrome: visit.chrome().await,
        frame: frame(&visit, Room::Review).await?,
        place: t("console-review-place").with("number", place + 1).with("total", total).into(),
        previous_url: at(place.checked_sub(1)),
        next_url: at(Some(place + 1)),
        next_id: queue.get(place + 1).or_else(|| queue.first().filter(|_| place > 0)).map(ToString::to_string),
        reasons: REASONS.iter().map(|reason| t(&format!("console-review-wrong-{reason}")).into()).collect(),
        alikes,
        others,
        work: work.map(|record| shown(&visit, &record)),
    };
    Ok(page(&view)?)
}

/// Lets a work through.
pub(super) async fn approve(
    visit: Visit,
    moderator: Moderator,
    id: Path<ArtworkId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let back = onward(&typed);
    moderate(&visit, moderator.0.user_id, (id.0, ArtworkMove::Approve), None, ("approved", &back)).await
}

/// Sends a work back.
pub(super) async fn reject(
    visit: Visit,
    moderator: Moderator,
    id: Path<ArtworkId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let said = [typed.get("why"), typed.get("reason")];
    let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
    let mut fields = Fields::new();
    let reason = fields.line("/reason", &said.join(" "), REASON_CHARS);
    if !fields.is_good() {
        return Ok(see_other_with(&format!("{HERE}?work={}", id.0), "reason-missing"));
    }
    let back = onward(&typed);
    moderate(&visit, moderator.0.user_id, (id.0, ArtworkMove::Reject), Some(reason), ("sent-back", &back)).await
}

/// Works that wait for a moderator, the oldest first; none for who is none.
///
/// # Errors
/// 503 when the database is away.
pub(super) async fn waiting(visit: &Visit) -> Result<Vec<ReviewRow>, Problem> {
    if !visit.may(Permission::Moderate) {
        return Ok(Vec::new());
    }
    let (mut queue, _) = visit.app.store.artworks_in_review(QUEUE).await?;
    queue.truncate(REVIEWS_SHOWN);
    let waiting = visit.app.store.artworks_by_ids(&queue).await?;
    let row = |record: &ArtworkRecord| ReviewRow {
        id: record.id.to_string(),
        title: record.text.title.clone(),
        detail: joined([record.artist.name.clone(), record.text.medium.clone(), works::year(record)], ", "),
        picture: works::first_picture(&visit.app.catalogue, record),
    };
    Ok(waiting.iter().map(row).collect())
}

/// The work that comes after the one that is decided on, as its form names it.
fn onward(typed: &Typed) -> String {
    match typed.get("next").parse::<ArtworkId>() {
        Ok(next) => format!("{HERE}?work={next}"),
        Err(_) => HERE.to_owned(),
    }
}

async fn moderate(
    visit: &Visit,
    by: UserId,
    (id, wanted): (ArtworkId, ArtworkMove),
    reason: Option<String>,
    (notice, back): (&str, &str),
) -> Result<HttpResponse, Error> {
    match visit.app.engine.inventory().move_artwork(id, wanted, by, None, reason, None).await {
        Ok(_) => {
            visit.app.refresh(id).await?;
            Ok(see_other_with(back, notice))
        }
        Err(error) => notices::back(HERE, error.into(), |_| None),
    }
}

fn shown(visit: &Visit, record: &ArtworkRecord) -> ReviewWork {
    let words = &record.text;
    let yes = |holds: bool| t(if holds { "console-review-yes" } else { "console-review-no" }).to_string();
    let mut facts = vec![
        ("medium", words.medium.clone()),
        ("year", works::year(record)),
        ("styles", words.styles.join(", ")),
        ("subjects", words.subjects.join(", ")),
        ("condition", words.condition.clone().unwrap_or_default()),
        ("signed", yes(words.signed)),
        ("framed", yes(words.framed)),
        ("provenance", words.provenance.join("; ")),
    ];
    facts.extend(record.editions.iter().map(|edition| ("edition", edition_words(edition))));
    facts.retain(|(_, value)| !value.is_empty());
    let seller = visit.app.sellers().get(&record.seller.id).map(|seller| seller.verified);
    ReviewWork {
        id: record.id.to_string(),
        url: works::url(record),
        title: words.title.clone(),
        artist_name: record.artist.name.clone(),
        seller_name: record.seller.name.clone(),
        is_verified: seller.unwrap_or(false),
        rejection: record.rejection.clone(),
        facts: facts
            .into_iter()
            .map(|(name, value)| Fact { label: t(&format!("console-review-fact-{name}")).into(), value })
            .collect(),
        description: text::paragraphs(&words.description),
        pictures: record
            .images
            .iter()
            .filter_map(|image| works::picture(&visit.app.catalogue, record, image))
            .collect(),
    }
}

fn edition_words((edition, _): &(Edition, Stock)) -> String {
    let kind = works::edition_kind(edition);
    let parts = [
        works::edition_name(edition),
        // A German noun keeps its capital.
        if current() == Language::German { kind } else { kind.to_lowercase() },
        works::edition_size(edition),
        works::money(edition.price),
    ];
    joined(parts, ", ")
}

fn alike(visit: &Visit, similar: &Similar) -> LookAlike {
    let record = &similar.record;
    let image = record.images.iter().find(|image| image.id == similar.like.image_id);
    LookAlike {
        url: works::url(record),
        title: record.text.title.clone(),
        detail: joined([record.artist.name.clone(), status_words(record.status)], ", "),
        likeness: match similar.like.distance {
            0 => t("console-review-like-same").into(),
            1..=4 => t("console-review-like-nearly").into(),
            _ => t("console-review-like-alike").into(),
        },
        picture: image.and_then(|image| works::picture(&visit.app.catalogue, record, image)),
    }
}

fn status_words(status: ArtworkStatus) -> String {
    t(&format!("console-review-status-{}", status.as_str())).into()
}

fn joined<const N: usize>(parts: [String; N], by: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(by)
}
