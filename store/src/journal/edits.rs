//! Plain edits, carried out inside the batch before anything is decided.
//!
//! Each checks before it writes, so that a refusal leaves nothing behind and nothing raises. One file a family.

mod accounts;
mod addresses;
mod artworks;
mod bank_transfers;
mod books;
mod claims;
mod collections;
mod engagement;
mod hooks;
mod images;
mod jobs;
mod mails;
mod members;
mod months;
mod payouts;
mod people;
mod reports;
mod seller_shipping;
mod sellers;
mod sessions;
mod settings;
mod slugs;
mod upkeep;
mod webhooks;

pub(crate) use self::people::email_key;

use chrono::{DateTime, Utc};
use impasto_domain::audit::AuditAction;
use impasto_domain::edit::Edit;
use impasto_domain::event::Event;
use impasto_domain::ids::{ArtworkId, Mint, UserId};
use impasto_domain::job::Job;
use impasto_domain::mail::Letter;
use impasto_domain::refusal::Refusal;
use impasto_domain::reply::Reply;
use impasto_domain::settings::HouseRules;
use impasto_domain::state::AuditLine;
use uuid::Uuid;

use super::fault::Fault;
use crate::db::Db;

#[cfg(test)]
pub(crate) static ALL: &[&[&crate::sql::Sql]] = &[
    accounts::ALL,
    addresses::ALL,
    artworks::ALL,
    bank_transfers::ALL,
    books::ALL,
    collections::ALL,
    claims::ALL,
    engagement::ALL,
    hooks::ALL,
    images::ALL,
    jobs::ALL,
    mails::ALL,
    members::ALL,
    months::ALL,
    payouts::ALL,
    people::ALL,
    reports::ALL,
    seller_shipping::ALL,
    sellers::ALL,
    sessions::ALL,
    settings::ALL,
    slugs::ALL,
    upkeep::ALL,
    webhooks::ALL,
];

/// What became of an edit.
#[derive(Debug)]
pub(crate) enum Edited {
    /// Rows were written.
    Written(Reply),
    /// It was harmless: nothing had to be written.
    Unchanged(Reply),
    /// Refused; nothing was written.
    Refused(Refusal),
    /// Refused, and what was written to that end stays (a stolen refresh token ends its session).
    RefusedAndWritten(Refusal),
}

/// An edit that is written and has nothing to tell.
pub(crate) const DONE: Edited = Edited::Written(Reply::Done);

/// What edits work with: the batch's transaction, its time, and what they append to it.
pub(crate) struct Editing<'a, 'c> {
    pub(crate) db: &'a mut Db<'c>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) mint: &'a mut Mint,
    pub(crate) defaults: &'a HouseRules,
    pub(crate) events: Vec<Event>,
    pub(crate) audit: Vec<AuditLine>,
    pub(crate) jobs: Vec<Job>,
}

impl Editing<'_, '_> {
    fn note(
        &mut self,
        by: Option<UserId>,
        action: AuditAction,
        subject: Uuid,
        before: serde_json::Value,
        after: serde_json::Value,
    ) {
        self.audit.push(AuditLine { by, action, subject, before, after });
    }

    /// Writes a letter; answers whether the house sends any.
    fn write(&mut self, letter: Letter) -> bool {
        self.write_at(letter, self.now)
    }

    /// The same, to be sent at a later time.
    fn write_at(&mut self, letter: Letter, at: DateTime<Utc>) -> bool {
        if self.defaults.mails {
            self.jobs.push(letter.job(self.mint.mint(), self.mint.mint(), at));
        }
        self.defaults.mails
    }

    fn artwork_edited(&mut self, artwork_id: ArtworkId, artwork_version: i64) {
        self.events.push(Event::ArtworkEdited { artwork_id, artwork_version });
    }
}

/// Whether an edit changes no row that commands are decided on, so that these may be read before it is carried out.
pub(crate) fn is_apart_from_stock(edit: &Edit) -> bool {
    match edit {
        Edit::ClaimJobs { .. }
        | Edit::FinishJob { .. }
        | Edit::RetryJob { .. }
        | Edit::StartSession { .. }
        | Edit::RotateRefresh { .. }
        | Edit::RevokeSession { .. }
        | Edit::SendLetter { .. }
        | Edit::KeepKey
        | Edit::TellWishers { .. }
        | Edit::KeepMail(_)
        | Edit::KeepHook(_)
        | Edit::Audit { .. }
        | Edit::EndSessions { .. }
        | Edit::HashImages { .. }
        | Edit::Report { .. }
        | Edit::DecideReport { .. }
        | Edit::PutCollection { .. }
        | Edit::RemoveCollection { .. }
        | Edit::PutWebhook { .. }
        | Edit::RemoveWebhook { .. }
        | Edit::RotateWebhook { .. }
        | Edit::FeedWebhook { .. }
        | Edit::PingWebhook { .. }
        | Edit::ReplayDelivery { .. }
        | Edit::CloseDelivery { .. }
        | Edit::StartPayouts { .. }
        | Edit::MovePayouts { .. }
        | Edit::CloseTransfer { .. }
        | Edit::ReturnTransfer { .. }
        | Edit::CloseMonth(_)
        | Edit::EnterBankTransfer(_)
        | Edit::CloseLane { .. } => true,
        // Which of them could is not worth telling: they are rare among purchases.
        _ => false,
    }
}

/// Carries out one edit.
pub(crate) async fn carry_out(editing: &mut Editing<'_, '_>, edit: &Edit) -> Result<Edited, Fault> {
    match edit {
        Edit::RegisterUser { user, artist } => people::register(editing, user, artist.as_deref()).await,
        Edit::EditUser { user_id, display_name, locale } => {
            people::edit(editing, *user_id, display_name.as_deref(), locale.as_deref()).await
        }
        Edit::IssueToken(token) => accounts::issue(editing, token).await,
        Edit::VerifyEmail { hash } => accounts::verify_email(editing, hash).await,
        Edit::ResetPassword { hash, password_hash } => accounts::reset_password(editing, hash, password_hash).await,
        Edit::ChangePassword { user_id, password_hash, keep } => {
            accounts::change_password(editing, *user_id, password_hash, *keep).await
        }
        Edit::SendLetter { letter } => Ok(mails::send(editing, letter)),
        Edit::KeepKey => Ok(Edited::Unchanged(Reply::Done)),
        Edit::ClaimOrder { order_id, user_id } => claims::claim(editing, *order_id, *user_id).await,
        Edit::KeepMail(mail) => mails::keep(editing, mail).await,
        Edit::KeepHook(hook) => hooks::keep(editing, hook).await,
        Edit::SetRoles { user_id, roles, by } => people::set_roles(editing, *user_id, roles, *by).await,
        Edit::SuspendUser { user_id, suspended, by, reason } => {
            people::suspend(editing, *user_id, *suspended, *by, reason.as_deref()).await
        }
        Edit::JoinSeller { user_id, seller_id, artist_id } => {
            people::join_seller(editing, *user_id, *seller_id, *artist_id).await
        }
        Edit::PutArtist { id, seller_id, profile } => sellers::put_artist(editing, *id, *seller_id, profile).await,
        Edit::PutMember { seller_id, user_id, role, by } => {
            members::put(editing, *seller_id, *user_id, *role, *by).await
        }
        Edit::RemoveMember { seller_id, user_id, by } => members::remove(editing, *seller_id, *user_id, *by).await,
        Edit::AddArtist(artist) => sellers::add_artist(editing, artist).await,
        Edit::PutSeller(seller) => sellers::put(editing, seller).await,
        Edit::VerifySeller { seller_id, verified, by } => sellers::verify(editing, *seller_id, *verified, *by).await,
        Edit::SetCommission { seller_id, basis_points, seen, by } => {
            sellers::set_commission(editing, *seller_id, *basis_points, *seen, *by).await
        }
        Edit::SetShipping { seller_id, table, seen, by } => {
            seller_shipping::set(editing, *seller_id, table.as_deref(), seen.as_ref(), *by).await
        }
        Edit::StartSession { session_id, user_id, user_agent, refresh_hash, expires_at } => {
            let new = sessions::NewSession {
                id: *session_id,
                user_id: *user_id,
                user_agent,
                refresh_hash,
                expires_at: *expires_at,
            };
            sessions::start(editing, new).await
        }
        Edit::RotateRefresh { presented_hash, successor_hash, expires_at, grace_s } => {
            sessions::rotate(editing, presented_hash, successor_hash, *expires_at, *grace_s).await
        }
        Edit::RevokeSession { session_id, user_id } => sessions::revoke(editing, *session_id, *user_id).await,
        Edit::AddAddress { id, user_id, address } => addresses::add(editing, *id, *user_id, address).await,
        Edit::EditAddress { id, user_id, address } => addresses::edit(editing, *id, *user_id, address).await,
        Edit::RemoveAddress { id, user_id } => addresses::remove(editing, *id, *user_id).await,
        Edit::CreateArtwork { id, seller_id, artist_id, slug, text, editions, images } => {
            let new = artworks::NewArtwork {
                id: *id,
                seller_id: *seller_id,
                artist_id: *artist_id,
                slug,
                text,
                editions,
                images,
            };
            artworks::create(editing, new).await
        }
        Edit::EditArtwork { id, seller_id, revision, text, editions, prices } => {
            let change = artworks::ArtworkChange { revision: *revision, text, editions: editions.as_deref(), prices };
            artworks::edit(editing, *id, *seller_id, change).await
        }
        Edit::PutWorkBooks { artwork_id, seller_id, books } => {
            books::put(editing, *artwork_id, *seller_id, books).await
        }
        Edit::AddImage { artwork_id, seller_id, image } => images::add(editing, *artwork_id, *seller_id, image).await,
        Edit::EditImage { artwork_id, seller_id, image_id, alt, position } => {
            images::edit(editing, (*artwork_id, *seller_id), *image_id, alt.as_deref(), *position).await
        }
        Edit::RemoveImage { artwork_id, seller_id, image_id } => {
            images::remove(editing, *artwork_id, *seller_id, *image_id).await
        }
        Edit::TellWishers { artwork_id } => engagement::tell_wishers(editing, *artwork_id).await,
        Edit::Wish { user_id, artwork_id, wished } => engagement::wish(editing, *user_id, *artwork_id, *wished).await,
        Edit::Review { id, user_id, artwork_id, rating, text } => {
            let review =
                engagement::NewReview { id: *id, user_id: *user_id, artwork_id: *artwork_id, rating: *rating, text };
            engagement::review(editing, review).await
        }
        Edit::PutSetting { key, value, by } => settings::put(editing, key, value, *by).await,
        Edit::PutSettings { values, version, by } => settings::put_all(editing, values, *version, *by).await,
        Edit::AddKey { id, purpose, sealed, public } => settings::add_key(editing, *id, purpose, sealed, public).await,
        Edit::Audit { by, action, subject, before, after } => {
            editing.note(*by, *action, *subject, before.clone(), after.clone());
            Ok(DONE)
        }
        Edit::EndSessions { user_id, by } => people::sign_out(editing, *user_id, *by).await,
        Edit::HashImages { hashes } => images::hash(editing, hashes).await,
        Edit::Report { id, artwork_id, owner, reason, text } => {
            let report = reports::NewReport { id: *id, artwork_id: *artwork_id, owner: *owner, reason: *reason, text };
            reports::add(editing, report).await
        }
        Edit::DecideReport { id, status, note, by } => {
            reports::decide(editing, *id, *status, note.as_deref(), *by).await
        }
        Edit::PutCollection { id, slug, draft, revision, is_new, by } => {
            let change = collections::Change { slug, draft, revision: *revision, is_new: *is_new };
            collections::put(editing, *id, change, *by).await
        }
        Edit::RemoveCollection { id, by } => collections::remove(editing, *id, *by).await,
        Edit::ClaimJobs { kinds, limit, lease } => jobs::claim(editing, kinds, *limit, *lease).await,
        Edit::FinishJob { id, token } => jobs::finish(editing, *id, *token).await,
        Edit::RetryJob { id, token, run_at, error, dead } => {
            jobs::retry(editing, (*id, *token), *run_at, error.as_deref(), *dead).await
        }
        Edit::ReviveJob { id, by } => jobs::revive(editing, *id, *by).await,
        Edit::DropJob { id, by, reason } => jobs::forget(editing, *id, *by, reason).await,
        Edit::PutWebhook { id, draft, secret, revision, by } => {
            webhooks::put(editing, *id, draft, (secret.as_deref(), *revision), *by).await
        }
        Edit::RemoveWebhook { id, by } => webhooks::remove(editing, *id, *by).await,
        Edit::RotateWebhook { id, secret, grace_s, rotation, by } => {
            webhooks::rotate(editing, *id, secret, (*grace_s, *rotation), *by).await
        }
        Edit::FeedWebhook { id, fed, cursor, deliveries } => {
            webhooks::feed(editing, *id, *fed, cursor, deliveries).await
        }
        Edit::PingWebhook { id, delivery, by } => webhooks::ping(editing, *id, delivery, *by).await,
        Edit::ReplayDelivery { id, by } => webhooks::replay(editing, *id, *by).await,
        Edit::CloseDelivery { job_id, token, delivery_id, body, outcome } => {
            webhooks::close(editing, (*job_id, *token), *delivery_id, body.as_deref(), outcome).await
        }
        Edit::SetPayoutAccount { seller_id, account, by } => {
            payouts::set_account(editing, *seller_id, account.as_ref(), *by).await
        }
        Edit::StartPayouts { id, payouts, by } => payouts::start(editing, *id, payouts, *by).await,
        Edit::MovePayouts { ids, to, by } => payouts::shift(editing, ids, to, *by).await,
        Edit::CloseTransfer { job_id, token, payout_id, outcome } => {
            payouts::close_transfer(editing, (*job_id, *token), *payout_id, outcome).await
        }
        Edit::ReturnTransfer { payout_id, code, notice } => {
            payouts::return_transfer(editing, *payout_id, code, notice).await
        }
        Edit::CloseMonth(close) => months::close(editing, close).await,
        Edit::EnterBankTransfer(transfer) => bank_transfers::enter(editing, transfer).await,
        Edit::Reindex { by } => Ok(upkeep::reindex(editing, *by)),
        Edit::CloseLane { lane } => upkeep::close_lane(editing, *lane).await,
        Edit::Retain { events_before, answers_before } => {
            upkeep::retain(editing, *events_before, *answers_before).await
        }
    }
}
