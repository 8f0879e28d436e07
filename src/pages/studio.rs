//! The studio: `GET /studio` (with `?edit=<id>` the form holds that work), and the forms that make, change, submit, pause and resume works.
//! It decides nothing: works and images go the way the API's go.

mod entered;
mod fill;
mod seller;

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpResponse};
use impasto_domain::artwork::{ArtworkMove, ArtworkStatus};
use impasto_domain::command::Command;
use impasto_domain::edit::{Edit, ImageRow};
use impasto_domain::ids::ArtworkId;
use impasto_domain::read::ArtworkRecord;

use self::entered::{Entered, field_of};
use super::turn::{Member, see_other_with};
use super::typed::Typed;
use super::views::form::{Errors, FieldError};
use super::views::studio::{SellerForm, WorkForm};
use super::visit::{Visit, page_with};
use super::{mistakes, notices};
use crate::api::studio::{move_artwork, own, seller_of, submit_artwork};
use crate::gateway::Upload;
use crate::gateway::file_form::FileForm;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::gateway::request_key::Key;
use crate::identity::{Claims, permission};

/// Adds the routes.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .service(web::resource("/studio").route(web::get().to(show)))
        .service(web::resource("/studio/seller").route(web::post().to(seller::change)))
        .service(web::resource("/studio/artworks").route(web::post().to(create)))
        .service(web::resource("/studio/artworks/{id}").route(web::post().to(change)))
        .service(web::resource("/studio/artworks/{id}/submit").route(web::post().to(submit)))
        .service(web::resource("/studio/artworks/{id}/pause").route(web::post().to(pause)))
        .service(web::resource("/studio/artworks/{id}/resume").route(web::post().to(resume)));
}

type Artist = Member<permission::Studio>;

async fn show(visit: Visit, artist: Artist) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let query = Typed::of_query(visit.request());
    let form = match query.get("edit") {
        "" => WorkForm { editions: entered::fresh_rows(), ..WorkForm::default() },
        id => {
            let id: ArtworkId = id.parse().map_err(|_| Problem::not_found("artwork"))?;
            Entered::of_record(&own(&visit.app, user, id).await?).into_form(Errors::default())
        }
    };
    Ok(studio(&visit, user, form, None, query.given("cursor").as_deref(), StatusCode::OK).await?)
}

async fn create(visit: Visit, artist: Artist, sent: FileForm) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let (entered, file) = Entered::of_form(sent);
    match try_create(&visit, user, &entered, file).await {
        Ok(notice) => Ok(see_other_with("/studio", notice)),
        Err(mistake) => again(&visit, user, entered, mistake).await,
    }
}

async fn change(visit: Visit, artist: Artist, id: Path<ArtworkId>, sent: FileForm) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let record = own(&visit.app, user, id.0).await?;
    let (mut entered, file) = Entered::of_form(sent);
    entered.belongs_to(&record);
    match try_change(&visit, user, &record, &entered, file).await {
        Ok(notice) => Ok(see_other_with("/studio", notice)),
        Err(mistake) => again(&visit, user, entered, mistake).await,
    }
}

async fn submit(visit: Visit, artist: Artist, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    match hand_in(&visit, &artist.0, id.0).await {
        Ok(notice) => Ok(see_other_with("/studio", notice)),
        Err(problem) => {
            let named = |kind| (kind == ProblemType::InvalidFields).then_some("incomplete");
            notices::back("/studio", problem, named)
        }
    }
}

async fn pause(visit: Visit, artist: Artist, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    moved(&visit, &artist.0, id.0, ArtworkMove::Pause, "paused").await
}

async fn resume(visit: Visit, artist: Artist, id: Path<ArtworkId>) -> Result<HttpResponse, Error> {
    moved(&visit, &artist.0, id.0, ArtworkMove::Resume, "resumed").await
}

async fn moved(
    visit: &Visit,
    user: &Claims,
    id: ArtworkId,
    wanted: ArtworkMove,
    notice: &str,
) -> Result<HttpResponse, Error> {
    match move_artwork(&visit.app, user, id, wanted, Key(None)).await {
        Ok(_) => {
            visit.app.refresh(id).await?;
            Ok(see_other_with("/studio", notice))
        }
        Err(problem) => notices::back("/studio", problem, |_| None),
    }
}

/// Hands a work in; answers the notice for what became of it.
async fn hand_in(visit: &Visit, user: &Claims, id: ArtworkId) -> Result<&'static str, Problem> {
    match submit_artwork(&visit.app, user, id, Key(None)).await {
        Ok(status) => {
            visit.app.refresh(id).await?;
            Ok(if status == ArtworkStatus::Published { "published" } else { "submitted" })
        }
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

/// The form again, with what is wrong; a mistake that belongs to no form is the page of its status.
async fn again(
    visit: &Visit,
    user: &Claims,
    entered: Entered,
    mistake: Result<Mistake, Problem>,
) -> Result<HttpResponse, Error> {
    let Mistake { status, errors } = mistake?;
    Ok(studio(visit, user, entered.into_form(errors), None, None, status).await?)
}

async fn try_create(
    visit: &Visit,
    user: &Claims,
    entered: &Entered,
    file: Option<Upload>,
) -> Result<&'static str, Result<Mistake, Problem>> {
    let app = &visit.app;
    let seller_id = seller_of(user).map_err(Err)?;
    let currency = fill::currency(visit, seller_id);
    let (input, mut wrong) = entered.input(currency);
    if entered.wants_submission {
        wrong.extend(entered.missing(file.is_some()));
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
    let image = take_in(visit, entered, file, &format!("{} by {}", text.title, user.display_name)).await?;
    let slug = crate::identity::slug(&text.title);
    let edit = Edit::CreateArtwork { id, seller_id, artist_id: None, slug, text: Box::new(text), editions };
    app.journal.submit(Command::Edit(Box::new(edit)).into()).await.map_err(|error| mistake(error.into()))?;
    if let Some(image) = image {
        hang(visit, id, seller_id, image).await?;
    }
    if !entered.wants_submission {
        return Ok("saved");
    }
    hand_in(visit, user, id).await.map_err(mistake)
}

async fn try_change(
    visit: &Visit,
    user: &Claims,
    record: &ArtworkRecord,
    entered: &Entered,
    file: Option<Upload>,
) -> Result<&'static str, Result<Mistake, Problem>> {
    let app = &visit.app;
    let currency = fill::currency(visit, record.seller.id);
    let (input, mut wrong) = entered.input(currency);
    if entered.wants_submission {
        wrong.extend(entered.missing(file.is_some() || !record.images.is_empty()));
    }
    let checked = entered.patch(input).check(app, record);
    if let Err(problem) = &checked {
        let told = mistakes::of(problem, |pointer| field_of(pointer, &entered.rows()));
        wrong.extend(told.fields.into_iter().filter(|error| !is_told(&wrong, &error.field)).collect::<Vec<_>>());
    }
    let (text, editions, prices) = match checked {
        Ok(checked) if wrong.is_empty() => checked,
        _ => return Err(Ok(unprocessable(wrong))),
    };
    let image = take_in(visit, entered, file, &format!("{} by {}", text.title, record.artist.name)).await?;
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
    if let Some(image) = image {
        hang(visit, record.id, record.seller.id, image).await?;
    }
    app.refresh(record.id).await.map_err(Err)?;
    if !entered.wants_submission {
        return Ok("saved");
    }
    hand_in(visit, user, record.id).await.map_err(mistake)
}

/// Derives and stores the picture before anything is written of the work, so that a refused one leaves nothing behind.
async fn take_in(
    visit: &Visit,
    entered: &Entered,
    file: Option<Upload>,
    named: &str,
) -> Result<Option<ImageRow>, Result<Mistake, Problem>> {
    let Some(upload) = file else { return Ok(None) };
    let alt = if entered.alt.is_empty() { named.to_owned() } else { entered.alt.chars().take(500).collect() };
    let image = visit.app.studio_media.take_in(visit.app.mint(), upload, alt).await;
    image.map(Some).map_err(|error| mistake(error.into()))
}

async fn hang(
    visit: &Visit,
    artwork_id: ArtworkId,
    seller_id: impasto_domain::ids::SellerId,
    image: ImageRow,
) -> Result<(), Result<Mistake, Problem>> {
    let edit = Edit::AddImage { artwork_id, seller_id: Some(seller_id), image: Box::new(image) };
    let written = visit.app.journal.submit(Command::Edit(Box::new(edit)).into()).await;
    written.map(|_| ()).map_err(|error| mistake(error.into()))
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
            let message = problem.detail_text().unwrap_or_else(|| problem.title()).to_owned();
            Errors { summary: None, fields: vec![FieldError { field: "image".to_owned(), message }] }
        }
        Some(T::PreconditionFailed) => mistakes::summary(
            "The work was changed somewhere else since this form was opened. Open it again, so that nothing is written over.",
        ),
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

async fn studio(
    visit: &Visit,
    user: &Claims,
    form: WorkForm,
    seller: Option<SellerForm>,
    cursor: Option<&str>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let view = fill::fill(visit, user, form, seller, cursor).await?;
    page_with(status, &view)
}

#[cfg(test)]
mod tests {
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
}
