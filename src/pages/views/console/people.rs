//! People: `GET /console/people`, somebody at `/console/people/{id}` with the forms `…/roles` (fields `role`), `…/suspend` (with
//! `suspended` and `reason`) and `…/sign-out`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::moment::Moment;
use super::ConsoleFrame;
use super::audit::{AuditLine, time};
use crate::words::t;

/// Everybody with an account.
#[derive(Clone, Debug, Template)]
#[template(path = "console_people.html")]
pub struct PeoplePage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// What is looked for; field `q`.
    pub query: String,
    /// How many there are.
    pub total: Option<String>,
    /// The people, the newest first.
    pub people: Vec<PersonRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
}

/// Somebody.
#[derive(Clone, Debug, Template)]
#[template(path = "console_person.html")]
pub struct PersonPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// Who.
    pub person: PersonRow,
    /// The seller they belong to.
    pub seller: Option<SellerLink>,
    /// True for the one who looks.
    pub is_self: bool,
    /// The roles that can be given.
    pub roles: Vec<RoleChoice>,
    /// On how many devices they are signed in.
    pub sign_ins: usize,
    /// True when they are signed in anywhere.
    pub is_signed_in: bool,
    /// What was last changed of them, the newest first.
    pub changes: Vec<AuditLine>,
}

/// A seller, by its name, with its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SellerLink {
    /// The name on the storefront.
    pub name: String,
    /// The page in the console.
    pub url: String,
}

/// Somebody in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// The account's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their roles in words.
    pub roles: String,
    /// True while they are shut out.
    pub is_suspended: bool,
    /// Since when they have the account.
    pub since: Moment,
    /// When they were last there, as far as it is known.
    pub seen: Option<Moment>,
}

impl PersonRow {
    /// Since when they have the account, as markup.
    #[must_use]
    pub fn since_said(&self) -> String {
        t("console-people-person-since").around(time(&self.since.iso, &self.since.day), "").html()
    }

    /// When they were last there, as markup.
    #[must_use]
    pub fn seen_said(&self) -> String {
        match &self.seen {
            Some(seen) => t("console-people-person-seen").around(time(&seen.iso, &seen.text), "").html(),
            None => t("console-people-person-unseen").html(),
        }
    }
}

/// A role that can be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleChoice {
    /// The API's word.
    pub value: String,
    /// Its name.
    pub label: String,
    /// What it is for.
    pub more: String,
    /// True when the person has it.
    pub is_held: bool,
}
