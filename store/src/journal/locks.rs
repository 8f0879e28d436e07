//! The locks of a batch that edits works, taken before its edits.
//!
//! An edit locks the head of its work; what else the batch decides locks stock first and heads after, as every lane
//! does. Taken in the order of arrival the two would deadlock with another lane that sells the work.

use std::collections::BTreeSet;

use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::ids::{ArtworkId, EditionId};
use uuid::Uuid;

use super::load::{EDITIONS_OF_ARTWORKS, LOCK_HEADS, LOCK_STOCK};
use super::needs::Needs;
use crate::db::Db;
use crate::dialect::Engine;
use crate::records::{HeadRow, StockRow};
use crate::sql::Rows;

/// Locks stock and works of all the commands, if some of them edit works. The embedded engine has locked everything.
pub(crate) async fn take(db: &mut Db<'_>, commands: &[&Command]) -> Result<(), sqlx::Error> {
    let edited: BTreeSet<ArtworkId> = commands.iter().filter_map(|command| edited_work(command)).collect();
    if edited.is_empty() || db.engine() == Engine::Sqlite {
        return Ok(());
    }
    let needs = Needs::of(commands.iter().copied());
    let of_works: Vec<(Uuid,)> = Rows::ids(&EDITIONS_OF_ARTWORKS, needs.artworks.iter().copied()).fetch(db).await?;
    let mut editions: BTreeSet<EditionId> = needs.editions.keys().copied().collect();
    editions.extend(of_works.into_iter().map(|(id,)| EditionId(id)));
    let stocks: Vec<StockRow> = Rows::ids(&LOCK_STOCK, editions).fetch(db).await?;
    let mut works = edited;
    works.extend(needs.artworks);
    works.extend(stocks.into_iter().map(|stock| ArtworkId(stock.artwork_id)));
    let _locked: Vec<HeadRow> = Rows::ids(&LOCK_HEADS, works).fetch(db).await?;
    Ok(())
}

/// The work whose head an edit locks.
fn edited_work(command: &Command) -> Option<ArtworkId> {
    let Command::Edit(edit) = command else { return None };
    match &**edit {
        Edit::EditArtwork { id, .. } => Some(*id),
        Edit::AddImage { artwork_id, .. }
        | Edit::EditImage { artwork_id, .. }
        | Edit::RemoveImage { artwork_id, .. } => Some(*artwork_id),
        _ => None,
    }
}
