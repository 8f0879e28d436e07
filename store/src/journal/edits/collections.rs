//! Curated collections: made, changed, taken away.

use impasto_domain::audit::AuditAction;
use impasto_domain::collection::CollectionDraft;
use impasto_domain::event::Event;
use impasto_domain::ids::{CollectionId, UserId};
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

use super::{DONE, Edited, Editing, slugs};
use crate::journal::fault::Fault;
use crate::record::stored;
use crate::sql::{Rows, execute, fetch_optional, statements};

/// What becomes of a collection.
pub(super) struct Change<'a> {
    pub(super) slug: &'a str,
    pub(super) draft: &'a CollectionDraft,
    pub(super) revision: Option<i64>,
    pub(super) is_new: bool,
}

statements! {
    TAKEN_COLLECTION_SLUGS [name: Text] =
        "WITH {rows} SELECT c.slug FROM v CROSS JOIN collections c WHERE c.slug = v.name";
    KNOWN_WORKS [id: Uuid] = "WITH {rows} SELECT a.id FROM v CROSS JOIN artwork_heads a WHERE a.id = v.id";
    STORED_COLLECTION =
        "SELECT c.slug, c.title, c.words, c.works, c.published, c.revision FROM collections c WHERE c.id = $1 {lock}";
    INSERT_COLLECTION =
        "INSERT INTO collections (id, slug, title, words, works, published, revision, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)";
    UPDATE_COLLECTION =
        "UPDATE collections SET title = $2, words = $3, works = $4, published = $5, revision = revision + 1, \
         updated_at = $6 WHERE id = $1";
    DELETE_COLLECTION = "DELETE FROM collections WHERE id = $1";
}

stored! {
    struct Known {
        slug: String,
        title: String,
        words: String,
        works: Json<Vec<Uuid>>,
        published: bool,
        revision: i64,
    }
}

/// Makes a collection, or replaces what it says and holds.
pub(super) async fn put(
    editing: &mut Editing<'_, '_>,
    id: CollectionId,
    change: Change<'_>,
    by: UserId,
) -> Result<Edited, Fault> {
    let draft = change.draft;
    let works: Vec<Uuid> = draft.works.iter().map(|id| id.0).collect();
    if let Some(place) = unknown_work(editing, &works).await? {
        return Ok(Edited::Refused(Refusal::invalid(&format!("/works/{place}"), "is no work of this house")));
    }
    let after = json!({
        "title": draft.title, "words": draft.words, "works": draft.works, "published": draft.published,
    });
    let known = fetch_optional!(editing.db, Known, STORED_COLLECTION, id.0)?;
    let Some(known) = known else {
        if !change.is_new {
            return Ok(Edited::Refused(Refusal::not_found("collection")));
        }
        let slug = slugs::unique(editing.db, &TAKEN_COLLECTION_SLUGS, change.slug, "-", id.0).await?;
        execute!(
            editing.db,
            INSERT_COLLECTION,
            id.0,
            &slug,
            &draft.title,
            &draft.words,
            Json(&works),
            draft.published,
            editing.now
        )?;
        editing.note(Some(by), AuditAction::CollectionPut, id.0, serde_json::Value::Null, after);
        editing.events.push(Event::SettingsChanged);
        return Ok(Edited::Written(Reply::Slug(slug)));
    };
    if change.is_new {
        return Ok(Edited::Refused(Refusal::conflict("there is such a collection already")));
    }
    if change.revision.is_some_and(|revision| revision != known.revision) {
        return Ok(Edited::Refused(Refusal::PreconditionFailed));
    }
    let before = json!({
        "title": known.title, "words": known.words, "works": known.works.0, "published": known.published,
    });
    if before == after {
        return Ok(Edited::Unchanged(Reply::Slug(known.slug)));
    }
    execute!(
        editing.db,
        UPDATE_COLLECTION,
        id.0,
        &draft.title,
        &draft.words,
        Json(&works),
        draft.published,
        editing.now
    )?;
    editing.note(Some(by), AuditAction::CollectionPut, id.0, before, after);
    editing.events.push(Event::SettingsChanged);
    Ok(Edited::Written(Reply::Slug(known.slug)))
}

/// Takes a collection away; its works stay as they are.
pub(super) async fn remove(editing: &mut Editing<'_, '_>, id: CollectionId, by: UserId) -> Result<Edited, Fault> {
    let Some(known) = fetch_optional!(editing.db, Known, STORED_COLLECTION, id.0)? else {
        return Ok(Edited::Refused(Refusal::not_found("collection")));
    };
    execute!(editing.db, DELETE_COLLECTION, id.0)?;
    let before = json!({
        "title": known.title, "words": known.words, "works": known.works.0, "published": known.published,
    });
    editing.note(Some(by), AuditAction::CollectionRemove, id.0, before, serde_json::Value::Null);
    editing.events.push(Event::SettingsChanged);
    Ok(DONE)
}

/// The place of the first work that does not exist.
async fn unknown_work(editing: &mut Editing<'_, '_>, works: &[Uuid]) -> Result<Option<usize>, Fault> {
    let found: Vec<(Uuid,)> = Rows::ids(&KNOWN_WORKS, works.iter().copied()).fetch(editing.db).await?;
    Ok(works.iter().position(|id| !found.iter().any(|(known,)| known == id)))
}
