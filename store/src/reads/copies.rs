//! What became of each copy of an edition, for the edition map.

use impasto_domain::edition::CopyState;
use impasto_domain::ids::{ArtworkId, EditionId};
use impasto_domain::ports::ReadError;
use impasto_domain::read::{CopyMap, CopyRun};
use uuid::Uuid;

use crate::open::{Store, read_error};
use crate::records::{small, unknown};
use crate::sql::{fetch_all, fetch_optional, statements};

statements! {
    /// One statement, so that the version and the states are of the same moment.
    COPY_STATES =
        "SELECT s.version, c.ordinal, c.state FROM stock s LEFT JOIN copies c ON c.edition_id = s.edition_id \
         WHERE s.edition_id = $1 ORDER BY c.ordinal";
    WORK_OF_EDITION = "SELECT e.artwork_id FROM editions e WHERE e.id = $1";
}

type Row = (i64, Option<i64>, Option<String>);

impl Store {
    /// The states of an edition's copies as runs, with the version of its stock; `None` for an unknown edition. An
    /// edition without copies (an open one) has no runs.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn copies(&self, edition_id: EditionId) -> Result<Option<CopyMap>, ReadError> {
        let mut reader = self.reader().await?;
        let rows = fetch_all!(&mut reader.db(), Row, COPY_STATES, edition_id.0).map_err(read_error)?;
        map(rows).map_err(read_error)
    }

    /// The work that an edition is of.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn artwork_of_edition(&self, edition_id: EditionId) -> Result<Option<ArtworkId>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(&mut reader.db(), (Uuid,), WORK_OF_EDITION, edition_id.0).map_err(read_error)?;
        Ok(row.map(|(id,)| ArtworkId(id)))
    }
}

fn map(rows: Vec<Row>) -> Result<Option<CopyMap>, sqlx::Error> {
    let Some(version) = rows.first().map(|(version, ..)| *version) else { return Ok(None) };
    let mut runs: Vec<CopyRun> = Vec::new();
    for (_, ordinal, state) in rows {
        let (Some(ordinal), Some(state)) = (ordinal, state) else { continue };
        let ordinal = small("ordinal", ordinal)?;
        let state = CopyState::parse(&state).ok_or_else(|| unknown("copy state", &state))?;
        match runs.last_mut() {
            Some(run) if run.state == state && run.from + run.count == ordinal => run.count += 1,
            _ => runs.push(CopyRun { from: ordinal, count: 1, state }),
        }
    }
    Ok(Some(CopyMap { version, runs }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ordinal: i64, state: &str) -> Row {
        (4, Some(ordinal), Some(state.to_owned()))
    }

    #[test]
    fn neighbours_of_one_state_are_one_run() {
        let rows = vec![row(1, "available"), row(2, "available"), row(3, "held"), row(5, "held"), row(6, "available")];
        let run = |from, count, state| CopyRun { from, count, state };
        let runs = vec![
            run(1, 2, CopyState::Available),
            run(3, 1, CopyState::Held),
            run(5, 1, CopyState::Held),
            run(6, 1, CopyState::Available),
        ];
        assert_eq!(map(rows).unwrap(), Some(CopyMap { version: 4, runs }));
        assert_eq!(map(vec![(2, None, None)]).unwrap(), Some(CopyMap { version: 2, runs: Vec::new() }));
        assert_eq!(map(Vec::new()).unwrap(), None);
        assert!(map(vec![row(1, "lost")]).is_err());
    }
}
