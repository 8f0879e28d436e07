//! Curated collections, as staff make them.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse};
use impasto_domain::artwork::ArtworkStatus;
use impasto_domain::collection::Collection;
use impasto_domain::ids::{ArtworkId, CollectionId};
use impasto_domain::read::ArtworkRecord;
use uuid::Uuid;

use super::super::turn::see_other_with;
use super::super::typed::Typed;
use super::super::views::console::collections::{
    CollectedWork, CollectionForm, CollectionPage, CollectionRow, CollectionsPage,
};
use super::super::views::form::{Errors, FieldError};
use super::super::visit::{Visit, page_with};
use super::super::{mistakes, notices, works};
use super::{Moderator, Room, frame};
use crate::api::collections::{CollectionInput, drop_collection, new_collection, put_collection};
use crate::gateway::params::Path;
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::t;

const HERE: &str = "/console/collections";
const COLLECTIONS_A_PAGE: u32 = 50;

/// The list, with a form for another.
pub(super) async fn show(visit: Visit, _moderator: Moderator) -> Result<HttpResponse, Error> {
    Ok(list(&visit, CollectionForm::default(), StatusCode::OK).await?)
}

/// Makes a collection.
pub(super) async fn create(visit: Visit, moderator: Moderator, typed: Typed) -> Result<HttpResponse, Error> {
    let (input, form) = match read(&visit, &typed).await? {
        Ok(read) => read,
        Err(form) => return Ok(list(&visit, form, StatusCode::UNPROCESSABLE_ENTITY).await?),
    };
    match new_collection(&visit.app, &visit.shared, &moderator.0, &input, None).await {
        Ok(made) => Ok(see_other_with(&address(made.id), "collection-saved")),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let form = CollectionForm { errors: mistakes::of(&problem, field), ..form };
            Ok(list(&visit, form, StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

/// One collection.
pub(super) async fn one(visit: Visit, _moderator: Moderator, id: Path<CollectionId>) -> Result<HttpResponse, Error> {
    let known = known(&visit, id.0).await?;
    Ok(single(&visit, &known, None, StatusCode::OK).await?)
}

/// Changes a collection.
pub(super) async fn change(
    visit: Visit,
    moderator: Moderator,
    id: Path<CollectionId>,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    let known = known(&visit, id.0).await?;
    let (input, form) = match read(&visit, &typed).await? {
        Ok(read) => read,
        Err(form) => return Ok(single(&visit, &known, Some(form), StatusCode::UNPROCESSABLE_ENTITY).await?),
    };
    let revision = typed.get("revision").parse().ok();
    let done = put_collection(&visit.app, &visit.shared, &moderator.0, (id.0, revision), &input, None).await;
    match done {
        Ok(_) => Ok(see_other_with(&address(id.0), "collection-saved")),
        Err(problem) if problem.kind() == Some(ProblemType::InvalidFields) => {
            let form = CollectionForm { errors: mistakes::of(&problem, field), ..form };
            Ok(single(&visit, &known, Some(form), StatusCode::UNPROCESSABLE_ENTITY).await?)
        }
        Err(problem) => notices::back(&address(id.0), problem, |kind| {
            (kind == ProblemType::PreconditionFailed).then_some("collection-changed")
        }),
    }
}

/// Takes a collection away.
pub(super) async fn remove(visit: Visit, moderator: Moderator, id: Path<CollectionId>) -> Result<HttpResponse, Error> {
    match drop_collection(&visit.app, &visit.shared, &moderator.0, id.0, None).await {
        Ok(()) => Ok(see_other_with(HERE, "collection-removed")),
        Err(problem) => notices::back(HERE, problem, |_| None),
    }
}

async fn list(visit: &Visit, form: CollectionForm, status: StatusCode) -> Result<HttpResponse, Problem> {
    let cursor = Typed::of_query(visit.request()).given("cursor");
    let listed = visit.app.store.collections(false, cursor.as_deref(), COLLECTIONS_A_PAGE).await?;
    let row = |collection: &Collection| CollectionRow {
        id: collection.id.to_string(),
        title: collection.draft.title.clone(),
        works: t("count-works").with("count", collection.draft.works.len()).into(),
        is_published: collection.draft.published,
    };
    let view = CollectionsPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Collections).await?,
        collections: listed.items.iter().map(row).collect(),
        next_url: listed.next_cursor.map(|cursor| format!("{HERE}?cursor={cursor}")),
        form,
    };
    page_with(status, &view)
}

async fn single(
    visit: &Visit,
    known: &Collection,
    form: Option<CollectionForm>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let records = visit.app.store.artworks_by_ids(&known.draft.works).await?;
    let standing = |status: ArtworkStatus| t(&format!("console-collections-status-{}", status.as_str())).to_string();
    let work = |record: &ArtworkRecord| CollectedWork {
        url: works::url(record),
        title: record.text.title.clone(),
        detail: format!("{}, {}", record.artist.name, standing(record.status)),
        picture: works::first_picture(&visit.app.catalogue, record),
    };
    let stored = || CollectionForm {
        errors: Errors::default(),
        revision: known.revision.to_string(),
        title: known.draft.title.clone(),
        words: known.draft.words.clone(),
        works: records.iter().map(|record| record.slug.as_str()).collect::<Vec<_>>().join("\n"),
        is_published: known.draft.published,
    };
    let view = CollectionPage {
        chrome: visit.chrome().await,
        frame: frame(visit, Room::Collections).await?,
        id: known.id.to_string(),
        url: known.draft.published.then(|| format!("/collections/{}", known.slug)),
        form: form.unwrap_or_else(stored),
        works: records.iter().map(work).collect(),
    };
    page_with(status, &view)
}

/// What a form says, with the ids of its works; the form again when one of them is not known.
async fn read(
    visit: &Visit,
    typed: &Typed,
) -> Result<Result<(CollectionInput, CollectionForm), CollectionForm>, Problem> {
    let form = CollectionForm {
        errors: Errors::default(),
        revision: typed.get("revision").to_owned(),
        title: typed.get("title").to_owned(),
        words: typed.get("words").to_owned(),
        works: typed.get("works").to_owned(),
        is_published: typed.is_ticked("published"),
    };
    let mut ids = Vec::new();
    for (place, line) in form.works.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
        // The last part of an address, without what follows it.
        let name = line.rsplit('/').next().unwrap_or(line);
        let name = name.split(['?', '#']).next().unwrap_or(name);
        match id_of(visit, name).await? {
            Some(id) => ids.push(id.0),
            None => {
                let message = t("console-collections-unknown").with("line", place + 1).with("name", name).into();
                let fields = vec![FieldError { field: "works".to_owned(), message }];
                return Ok(Err(CollectionForm { errors: Errors { summary: None, fields }, ..form }));
            }
        }
    }
    let input = CollectionInput {
        title: form.title.clone(),
        words: form.words.clone(),
        artwork_ids: ids,
        published: form.is_published,
    };
    Ok(Ok((input, form)))
}

async fn id_of(visit: &Visit, name: &str) -> Result<Option<ArtworkId>, Problem> {
    if let Some(entry) = visit.app.catalogue.by_slug(name) {
        return Ok(Some(entry.record.id));
    }
    if name.len() > 200 && Uuid::parse_str(name).is_err() {
        return Ok(None);
    }
    Ok(visit.app.store.artwork(name).await?.map(|record| record.id))
}

async fn known(visit: &Visit, id: CollectionId) -> Result<Collection, Problem> {
    visit.app.store.collection(&id.to_string()).await?.ok_or_else(|| Problem::not_found("collection"))
}

fn address(id: CollectionId) -> String {
    format!("{HERE}/{id}")
}

fn field(pointer: &str) -> Option<mistakes::Field> {
    let (field, id) = match pointer.trim_start_matches('/').split('/').next()? {
        "title" => ("title", "console-collections-field-title"),
        "words" => ("words", "console-collections-field-words"),
        "artwork_ids" => ("works", "console-collections-field-work"),
        _ => return None,
    };
    Some((field.to_owned(), t(id).into()))
}
