//! Taking the demo gallery down: its works are archived, its accounts shut. Orders placed in it stay.

use impasto_domain::artwork::ArtworkMove;
use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::ids::ArtworkId;
use impasto_domain::ports::{Journal, JournalError};
use impasto_domain::refusal::Refusal;

use super::catalogue;
use super::ids::id;
use super::people::{ACCOUNTS, user_id};

/// What was taken down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    /// Works archived now.
    pub works: usize,
    /// Works that stay because copies of them are held.
    pub held: usize,
    /// Accounts shut now or before.
    pub accounts: usize,
}

/// Archives the demo's works and shuts its accounts. Repeating it is harmless; works that are held can go later.
///
/// # Errors
/// [`JournalError`] when the journal is away.
pub async fn remove(journal: &dyn Journal) -> Result<Removed, JournalError> {
    let mut removed = Removed::default();
    let by = user_id(ACCOUNTS[0].email);
    for work in catalogue::catalogue().works {
        let artwork_id: ArtworkId = id("artwork", work.slug);
        let wanted = ArtworkMove::Archive;
        let command = Command::MoveArtwork { artwork_id, wanted, by, seller_id: None, reason: None };
        match journal.submit(command.into()).await {
            Ok(_) => removed.works += 1,
            Err(JournalError::Refused(Refusal::Conflict { .. })) => removed.held += 1,
            // Never hung, or archived before.
            Err(JournalError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    for collection in catalogue::catalogue().collections {
        let edit = Edit::RemoveCollection { id: id("collection", collection.slug), by };
        match journal.submit(Command::Edit(Box::new(edit)).into()).await {
            // Never made, or taken away before.
            Ok(_) | Err(JournalError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    for account in ACCOUNTS {
        let edit = Edit::SuspendUser { user_id: user_id(account.email), suspended: true, by: None, reason: None };
        match journal.submit(Command::Edit(Box::new(edit)).into()).await {
            Ok(_) => removed.accounts += 1,
            Err(JournalError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(removed)
}
