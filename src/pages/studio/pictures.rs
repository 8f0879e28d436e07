//! The pictures of a work, by forms: added, described, ordered, taken away. Scripts do the same through the API.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::ids::{ArtworkId, ImageId, SellerId};

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::form::Errors;
use super::super::visit::Visit;
use super::super::{mistakes, notices};
use super::Artist;
use super::entered::Entered;
use super::work::{address, desk, take_in_all};
use crate::api::studio::own;
use crate::gateway::Upload;
use crate::gateway::fields::Fields;
use crate::gateway::file_form::FileForm;
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

/// Adds pictures.
pub(super) async fn add(
    visit: Visit,
    artist: Artist,
    id: Path<ArtworkId>,
    sent: FileForm,
) -> Result<HttpResponse, Error> {
    let user = &artist.0;
    let record = own(&visit.app, user, id.0).await?;
    let files: Vec<Upload> = sent.files.into_iter().map(|(_, file)| file).collect();
    let named = format!("{} by {}", record.text.title, record.artist.name);
    let added = if files.is_empty() {
        Err(Problem::field("/image", t("studio-wrong-no-picture")))
    } else {
        hang(&visit, id.0, record.seller.id, files, &named).await
    };
    let Err(problem) = added else {
        return Ok(see_other_with(&format!("{}#picture-desk", address(id.0)), "pictures-added"));
    };
    use ProblemType as T;
    let message = match problem.kind() {
        Some(T::UnsupportedMediaType | T::TooLarge | T::Conflict | T::Unavailable) => mistakes::told(&problem),
        Some(T::InvalidFields) => mistakes::of(&problem, |_| None).summary.unwrap_or_default(),
        _ => return Err(problem.into()),
    };
    // Some may have been hung before the one that was refused: the desk shows what is there.
    let record = own(&visit.app, user, id.0).await?;
    let form = Entered::of_record(&record).into_form(Errors::default());
    let status = StatusCode::from_u16(problem.status().as_u16()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Ok(desk(&visit, user, &record, form, Some(message), status).await?)
}

/// Describes, moves or takes away a picture.
pub(super) async fn change(
    visit: Visit,
    artist: Artist,
    ids: Path<(ArtworkId, ImageId)>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let Path((artwork_id, image_id)) = ids;
    let record = own(&visit.app, &artist.0, artwork_id).await?;
    let seller_id = Some(record.seller.id);
    let back = format!("{}#picture-desk", address(artwork_id));
    let Some(place) = record.images.iter().position(|image| image.id == image_id) else {
        return Ok(see_other_with(&back, "gone"));
    };
    let mut fields = Fields::new();
    let alt = fields.optional_line("/alt", Some(typed.get("alt")), 500).unwrap_or_default();
    if !fields.is_good() {
        return Ok(see_other_with(&back, "not-acceptable"));
    }
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    let moved =
        |position: u32| Edit::EditImage { artwork_id, seller_id, image_id, alt: None, position: Some(position) };
    let (edit, notice) = match typed.get("action") {
        "up" => (moved(place.saturating_sub(1)), "picture-moved"),
        "down" => (moved(place.saturating_add(1)), "picture-moved"),
        "remove" => (Edit::RemoveImage { artwork_id, seller_id, image_id }, "picture-removed"),
        _ => (Edit::EditImage { artwork_id, seller_id, image_id, alt: Some(alt), position: None }, "saved"),
    };
    match visit.app.journal.submit(Command::Edit(Box::new(edit)).into()).await {
        Ok(_) => {
            visit.app.refresh(artwork_id).await?;
            Ok(see_other_with(&back, notice))
        }
        Err(error) => {
            let named = |kind| (kind == ProblemType::Conflict).then_some("last-picture");
            notices::back(&back, error.into(), named)
        }
    }
}

async fn hang(
    visit: &Visit,
    artwork_id: ArtworkId,
    seller_id: SellerId,
    files: Vec<Upload>,
    named: &str,
) -> Result<(), Problem> {
    let images = take_in_all(visit, "", files, named).await?;
    let mut hung = Ok(());
    for image in images {
        let edit = Edit::AddImage { artwork_id, seller_id: Some(seller_id), image: Box::new(image) };
        if let Err(error) = visit.app.journal.submit(Command::Edit(Box::new(edit)).into()).await {
            hung = Err(error.into());
            break;
        }
    }
    visit.app.refresh(artwork_id).await?;
    hung
}
