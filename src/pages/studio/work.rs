//! The desk of one work, and the form for a new one: made, changed, handed in, paused, resumed, archived.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::command::Command;
use impasto_domain::edit::{Edit, IMAGES_MAX, ImageRow};
use impasto_domain::ids::{ArtistId, ArtworkId};
use impasto_domain::read::ArtworkRecord;

use super::super::turn::see_other_with;
use super::super::views::copies::MapUse;
use super::super::views::form::{Choice, Errors, FieldError};
use super::super::views::studio::WorkForm;
use super::super::views::studio::works::{EditionDesk, NewWorkPage, PictureRow, WorkPage};
use super::super::visit::{Visit, page_with};
use super::super::{copies, mistakes, notices, works};
use super::books::tax_words;
use super::entered::{Entered, field_of, fresh_rows};
use super::{Artist, Room, fill, frame};
use crate::api::books::taxes_today;
use crate::api::studio::{move_artwork, own, seller_of, submit_artwork};
use crate::gateway::Upload;
use crate::gateway::file_form::FileForm;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::request_key::Key;
use crate::identity::Claims;
use crate::words::t;

/// The form for a new work.
pub(super) async fn fresh(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    let form = WorkForm { editions: fresh_rows(), ..WorkForm::default() };
    Ok(new_page(&visit, &artist.0, form, StatusCode::OK).await?)
}

/// The desk of a work.
pub(super) async fn show(visit: Visit, artist: Artist, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let record = own(&visit.app, user, id.0).await?;
    let form = Entered::of_record(&record).into_form(Errors::default());
    Ok(desk(&visit, user, &record, form, None, StatusCode::OK).await?)
}

/// Makes a work.
pub(super) async fn create(visit: Visit, artist: Artist, sent: FileForm) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let (entered, files) = Entered::of_form(sent);
    match try_create(&visit, user, &entered, files).await {
        Ok((id, notice)) => Ok(see_other_with(&address(id), notice)),
        Err(mistake) => {
            let Mistake { status, errors } = mistake?;
            Ok(new_page(&visit, user, entered.into_form(errors), status).await?)
        }
    }
}

/// Changes a work.
pub(super) async fn change(
    visit: Visit,
    artist: Artist,
    id: Path<ArtworkId>,
    sent: FileForm,
) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let record = own(&visit.app, user, id.0).await?;
    let (mut entered, _) = Entered::of_form(sent);
    entered.belongs_to(&record);
    match try_change(&visit, user, &record, &entered).await {
        Ok(notice) => Ok(see_other_with(&address(record.id), notice)),
        Err(mistake) => {
            let Mistake { status, errors } = mistake?;
            Ok(desk(&visit, user, &record, entered.into_form(errors), None, status).await?)
        }
    }
}

/// Hands a work in.
pub(super) async fn submit(visit: Visit, artist: Artist, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    match hand_in(&visit, &artist.0, id.0).await {
        Ok(notice) => Ok(see_other_with(&address(id.0), notice)),
        Err(problem) => {
            let named = |kind| (kind == ProblemType::InvalidFields).then_some("incomplete");
            notices::back(&address(id.0), problem, named)
        }
    }
}

/// Takes no new holds.
pub(super) async fn pause(visit: Visit, artist: Artist, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    moved(&visit, &artist.0, id.0, ArtworkMove::Pause, "paused").await
}

/// Takes holds again.
pub(super) async fn resume(visit: Visit, artist: Artist, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    moved(&visit, &artist.0, id.0, ArtworkMove::Resume, "resumed").await
}

/// Takes a work off the wall for good.
pub(super) async fn archive(visit: Visit, artist: Artist, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    moved(&visit, &artist.0, id.0, ArtworkMove::Archive, "archived").await
}

async fn moved(
    visit: &Visit,
    user: &Claims,
    id: ArtworkId,
    wanted: ArtworkMove,
    notice: &str,
) -> Result<HttpResponse, Error> {
    let named = |kind| (kind == ProblemType::Conflict && wanted == ArtworkMove::Archive).then_some("held-by-others");
    match move_artwork(&visit.app, user, id, wanted, Key(None)).await {
        Ok(_) => Ok(see_other_with(&address(id), notice)),
        Err(problem) => notices::back(&address(id), problem, named),
    }
}

/// The desk of a work, as an address.
pub(super) fn address(id: ArtworkId) -> String {
    format!("/studio/works/{id}")
}

/// Hands a work in; answers the notice for what became of it.
async fn hand_in(visit: &Visit, user: &Claims, id: ArtworkId) -> Result<&'static str, Problem> {
    match submit_artwork(&visit.app, user, id, Key(None)).await {
        Ok(ArtworkStatus::Published) => Ok("published"),
        Ok(_) => Ok("submitted"),
        // The seller waits to be verified: what was written is safe.
        Err(problem) if problem.kind() == Some(ProblemType::Conflict) => Ok("not-verified"),
        Err(problem) => Err(problem),
    }
}

/// Why a form is shown again.
struct Mistake {
    status: StatusCode,
    errors: Errors,
}

async fn try_create(
    visit: &Visit,
    user: &Claims,
    entered: &Entered,
    files: Vec<Upload>,
) -> Result<(ArtworkId, &'static str), Result<Mistake, Problem>> {
    let app = &visit.app;
    let seller_id = seller_of(user).map_err(Err)?;
    let currency = fill::currency(visit, seller_id);
    let (input, mut wrong) = entered.input(currency);
    if entered.wants_submission {
        wrong.extend(entered.missing(!files.is_empty()));
    }
    let id: ArtworkId = app.mint();
    let checked = input.check(app, id);
    if let Err(problem) = &checked {
        let told = mistakes::of(problem, |pointer| field_of(pointer, &entered.rows()));
        wrong.extend(told.fields.into_iter().filter(|error| !is_told(&wrong, &error.field)).collect::<Vec<_>>());
    }
    let (text, editions) = match checked {
        Ok(checked) if wrong.is_empty() => checked,
        _ => return Err(Ok(unprocessable(wrong))),
    };
    let images =
        take_in(visit, entered.alt.as_str(), files, &format!("{} by {}", text.title, user.display_name)).await?;
    let slug = crate::identity::slug(&text.title);
    let artist_id = input.artist_id.map(ArtistId);
    let edit = Edit::CreateArtwork { id, seller_id, artist_id, slug, text: Box::new(text), editions, images };
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await.map_err(|error| mistake(error.into()))?;
    if !entered.wants_submission {
        return Ok((id, "saved"));
    }
    // What was written is safe: if it cannot be handed in, its desk says why.
    let notice = match hand_in(visit, user, id).await {
        Ok(notice) => notice,
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => "incomplete",
        Err(problem) => return Err(Err(problem)),
    };
    Ok((id, notice))
}

async fn try_change(
    visit: &Visit,
    user: &Claims,
    record: &ArtworkRecord,
    entered: &Entered,
) -> Result<&'static str, Result<Mistake, Problem>> {
    let app = &visit.app;
    let currency = fill::currency(visit, record.seller.id);
    let (input, mut wrong) = entered.input(currency);
    if entered.wants_submission {
        wrong.extend(entered.missing(!record.images.is_empty()));
    }
    let (patch, mispriced) = entered.patch(input, record);
    wrong.extend(mispriced);
    let fields = |pointer: &str| field_of(pointer, &entered.rows()).map(|field| entered.renamed(field, pointer));
    let checked = patch.check(app, record);
    if let Err(problem) = &checked {
        let told = mistakes::of(problem, fields);
        wrong.extend(told.fields.into_iter().filter(|error| !is_told(&wrong, &error.field)).collect::<Vec<_>>());
    }
    let (text, editions, prices) = match checked {
        Ok(checked) if wrong.is_empty() => checked,
        _ => return Err(Ok(unprocessable(wrong))),
    };
    let edit = Edit::EditArtwork {
        id: record.id,
        seller_id: Some(record.seller.id),
        // The one that the form was filled from: what somebody else changed meanwhile is not written over.
        revision: Some(entered.revision.unwrap_or(record.revision)),
        text: Box::new(text),
        editions,
        prices,
    };
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await.map_err(|error| mistake(error.into()))?;
    app.refresh(record.id).await.map_err(Err)?;
    if !entered.wants_submission {
        return Ok("saved");
    }
    hand_in(visit, user, record.id).await.map_err(mistake)
}

/// Derives and stores pictures before anything is written of the work, so that a refused one leaves nothing behind. The
/// words are the first one's.
pub(super) async fn take_in_all(
    visit: &Visit,
    alt: &str,
    files: Vec<Upload>,
    named: &str,
) -> Result<Vec<ImageRow>, Problem> {
    let mut images = Vec::with_capacity(files.len());
    for (place, upload) in files.into_iter().enumerate() {
        let told: String = alt.chars().take(500).collect();
        let alt = if place == 0 && !told.is_empty() { told } else { named.to_owned() };
        images.push(visit.app.studio_media.take_in(visit.app.mint(), upload, alt).await?);
    }
    Ok(images)
}

async fn take_in(
    visit: &Visit,
    alt: &str,
    files: Vec<Upload>,
    named: &str,
) -> Result<Vec<ImageRow>, Result<Mistake, Problem>> {
    take_in_all(visit, alt, files, named).await.map_err(mistake)
}

fn unprocessable(fields: Vec<FieldError>) -> Mistake {
    Mistake { status: StatusCode::UNPROCESSABLE_ENTITY, errors: Errors { summary: None, fields } }
}

/// A problem as what the form shows; those of no form stay problems.
fn mistake(problem: Problem) -> Result<Mistake, Problem> {
    use ProblemType as T;
    let status = problem.status();
    let errors = match problem.kind() {
        Some(T::UnsupportedMediaType | T::TooLarge) => {
            let message = mistakes::told(&problem);
            Errors { summary: None, fields: vec![FieldError { field: "image".to_owned(), message }] }
        }
        Some(T::PreconditionFailed) => mistakes::summary(t("studio-wrong-revision")),
        Some(T::InvalidFields | T::Conflict | T::InvalidTransition | T::Unavailable) => {
            mistakes::of(&problem, |pointer| field_of(pointer, &[]))
        }
        _ => return Err(problem),
    };
    Ok(Mistake { status, errors })
}

fn is_told(wrong: &[FieldError], field: &str) -> bool {
    wrong.iter().any(|error| error.field == field)
}

async fn new_page(visit: &Visit, user: &Claims, form: WorkForm, status: StatusCode) -> Result<HttpResponse, Problem> {
    let seller_id = seller_of(user)?;
    let artists = artists(visit, user, &form).await?;
    let view = NewWorkPage {
        chrome: visit.chrome().await,
        frame: frame(visit, user, Room::Works).await?,
        form: WorkForm { artists, ..completed(visit, seller_id, form) },
    };
    page_with(status, &view)
}

/// The seller's artists to choose from; the one that was chosen, else the caller's own, comes chosen.
async fn artists(visit: &Visit, user: &Claims, form: &WorkForm) -> Result<Vec<Choice>, Problem> {
    let known = visit.app.store.artists_of_seller(seller_of(user)?).await?;
    let chosen = form.artists.iter().find(|choice| choice.selected).map(|choice| choice.value.clone());
    let own = user.artist_id.map(|id| id.to_string());
    let wanted = chosen.or(own).unwrap_or_default();
    let choice = |id: String, name: String| Choice { selected: id == wanted, value: id, label: name };
    Ok(known.into_iter().map(|artist| choice(artist.name.id.to_string(), artist.name.name)).collect())
}

fn completed(visit: &Visit, seller_id: impasto_domain::ids::SellerId, form: WorkForm) -> WorkForm {
    WorkForm {
        currency: fill::currency(visit, seller_id).code().to_owned(),
        submit_label: fill::submit_label(visit),
        max_file_bytes: visit.app.upload_bytes_max as u64,
        ..form
    }
}

/// The desk of a work, with the form as it was typed.
pub(super) async fn desk(
    visit: &Visit,
    user: &Claims,
    record: &ArtworkRecord,
    form: WorkForm,
    picture_error: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let is_archived = record.status == ArtworkStatus::Archived;
    let mut desks = desks(record);
    let taxes = taxes_today(&visit.app, record, None);
    for (desk, (edition, _)) in desks.iter_mut().zip(&record.editions) {
        let copies = visit.app.edition_copies(record, edition.id, None).await?;
        let told = taxes.iter().find(|told| told.edition_id == edition.id);
        desk.tax = told.map(tax_words).unwrap_or_default();
        desk.map = copies.map(|copies| copies::map(&copies, &desk.label, MapUse::Look));
    }
    let view = WorkPage {
        chrome: visit.chrome().await,
        frame: frame(visit, user, Room::Works).await?,
        work: fill::work(visit, record).await,
        url: works::url(record),
        is_public: record.status.is_public(),
        standing: standing(record, !fill::missing(record).is_empty()),
        pictures: pictures(visit, record),
        pictures_max: IMAGES_MAX,
        picture_error,
        form: completed(visit, record.seller.id, form),
        desks,
        can_archive: !is_archived,
        is_archived,
    };
    page_with(status, &view)
}

fn standing(record: &ArtworkRecord, lacks: bool) -> String {
    match record.status {
        ArtworkStatus::Draft if !lacks => t("studio-standing-ready").into(),
        status => t(&format!("studio-standing-{}", status.as_str())).into(),
    }
}

fn pictures(visit: &Visit, record: &ArtworkRecord) -> Vec<PictureRow> {
    let last = record.images.len();
    let row = |(place, image): (usize, &ImageRow)| {
        Some(PictureRow {
            id: image.id.to_string(),
            picture: works::picture(&visit.app.catalogue, record, image)?,
            alt: works::own_alt(record, image).to_owned(),
            place: place + 1,
            is_first: place == 0,
            is_last: place + 1 == last,
        })
    };
    record.images.iter().enumerate().filter_map(row).collect()
}

/// What can be done about stock: once a work was handed in, and of editions that are counted.
fn desks(record: &ArtworkRecord) -> Vec<EditionDesk> {
    if record.status.is_unsubmitted() {
        return Vec::new();
    }
    let desk = |(edition, counters): &(impasto_domain::edition::Edition, impasto_domain::edition::Stock)| {
        let stock = works::stock(edition, counters);
        EditionDesk {
            id: edition.id.to_string(),
            label: fill::edition_label(edition),
            price: works::money(edition.price),
            tax: String::new(),
            free: stock.available,
            withdrawn: if counters.is_counted() { stock.withdrawn() } else { 0 },
            stock,
            map: None,
        }
    };
    record.editions.iter().map(desk).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::record;
    use super::*;
    use impasto_domain::refusal::Refusal;

    #[test]
    fn what_is_wrong_with_a_picture_stands_beside_the_picture() {
        let problem = Problem::new(ProblemType::UnsupportedMediaType).detail("This is not a picture that is taken.");
        let told = mistake(problem).unwrap();
        assert_eq!(told.status, 415);
        assert_eq!(told.errors.of("image"), Some("This is not a picture that is taken."));
        assert!(mistake(Problem::from(Refusal::PreconditionFailed)).unwrap().errors.summary.is_some());
        assert!(mistake(Problem::new(ProblemType::Forbidden)).is_err());
    }

    #[test]
    fn stock_has_a_desk_once_a_work_was_handed_in() {
        let mut record = record("Tide");
        assert_eq!((desks(&record).len(), desks(&record)[0].free), (1, 1));
        record.status = ArtworkStatus::Draft;
        assert!(desks(&record).is_empty());
    }
}
