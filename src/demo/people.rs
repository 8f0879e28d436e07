//! The demo's accounts. Their password is public, which is why the demo listens on this machine only.

use impasto_domain::command::Command;
use impasto_domain::edit::{Edit, NewUser};
use impasto_domain::identity::Role;
use impasto_domain::ids::{ArtistId, SellerId, UserId};
use impasto_domain::ports::{Journal, JournalError};
use impasto_domain::refusal::Refusal;

use super::catalogue::Catalogue;
use super::ids::id;

/// The password of every demo account.
pub const PASSWORD: &str = "impasto-demo";

/// An account to look around with.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    /// Its e-mail address; a reserved domain that receives nothing.
    pub email: &'static str,
    /// The name others see.
    pub display_name: &'static str,
    /// What it may do.
    pub role: Role,
}

/// The accounts of the demo.
pub const ACCOUNTS: [Account; 3] = [
    Account { email: "admin@demo.impasto.test", display_name: "Ada Admin", role: Role::Admin },
    Account { email: "artist@demo.impasto.test", display_name: "Demo Artist", role: Role::Artist },
    Account { email: "customer@demo.impasto.test", display_name: "Carla Customer", role: Role::Customer },
];

/// The id of a demo account.
pub(super) fn user_id(email: &str) -> UserId {
    id("user", email)
}

/// Makes the accounts that are not there, and their memberships.
///
/// # Errors
/// [`JournalError`] when the journal is away.
pub(super) async fn admit(
    journal: &dyn Journal,
    catalogue: &Catalogue,
    password_hash: &str,
) -> Result<(), JournalError> {
    for account in ACCOUNTS {
        let profile = catalogue.artists.iter().find(|artist| artist.account_email == Some(account.email));
        let user = NewUser {
            id: user_id(account.email),
            email: account.email.to_owned(),
            password_hash: password_hash.to_owned(),
            display_name: profile.map_or(account.display_name, |artist| artist.name).to_owned(),
            locale: "en".to_owned(),
            roles: vec![account.role],
            email_verified: true,
            proof: None,
        };
        match journal.submit(Command::Edit(Box::new(Edit::RegisterUser { user, artist: None })).into()).await {
            Ok(_) | Err(JournalError::Refused(Refusal::EmailTaken)) => {}
            Err(error) => return Err(error),
        }
        let seller = catalogue.sellers.iter().find(|seller| seller.account_email == Some(account.email));
        if let Some(seller) = seller {
            let seller_id: SellerId = id("seller", seller.slug);
            let artist_id: Option<ArtistId> = profile.map(|artist| id("artist", artist.slug));
            let user_id = user_id(account.email);
            let join = Edit::JoinSeller { user_id, seller_id, artist_id };
            journal.submit(Command::Edit(Box::new(join)).into()).await?;
        }
    }
    Ok(())
}
