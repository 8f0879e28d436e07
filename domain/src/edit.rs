//! Plain edits: writes that decide nothing about stock or money, but travel in the journal's batches so that their
//! events are numbered with the rest.
//!
//! The store carries each out as a few statements and checks what it says here; ids, hashes and times of secrets
//! are made by the caller.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::audit::AuditAction;
use crate::bank_transfer::BankTransfer;
use crate::collection::CollectionDraft;
use crate::edition::Edition;
use crate::hook::KeptHook;
use crate::identity::Role;
use crate::ids::{
    AddressId, ArtistId, ArtworkId, CollectionId, EditionId, ImageId, JobId, KeyId, LaneId, OrderId, PayoutId,
    PayoutRunId, ReportId, ReviewId, SellerId, SessionId, UserId, WebhookDeliveryId, WebhookEndpointId,
};
use crate::job::LeaseTerm;
use crate::mail::{Letter, LetterSecret, Mail};
use crate::money::Money;
use crate::month::MonthClose;
use crate::owner::Owner;
use crate::payout::{PayoutMove, PlannedPayout, TransferOutcome};
use crate::payout_account::PayoutAccount;
use crate::report::{ReportReason, ReportStatus};
use crate::seller::{MemberRole, Seller};
use crate::shipping::ShippingTable;
use crate::stock_book::WorkBooks;
use crate::webhook::{DeliveryOutcome, NewDelivery, WebhookCursor, WebhookDraft};

/// The most images of a work.
pub const IMAGES_MAX: usize = 30;

/// The shipping table of a seller as somebody has read it: its own, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenShipping {
    /// Its own table.
    pub table: Option<Box<ShippingTable>>,
}

/// An edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// A new account; refused with `EmailTaken`. For an artist also a profile and a seller of one.
    RegisterUser {
        /// The person.
        user: NewUser,
        /// Their artist profile and seller.
        artist: Option<Box<NewArtist>>,
    },
    /// A seller or artist without an own account (the demo's, later the console's).
    AddArtist(Box<NewArtist>),
    /// Replace what is known of a seller, but for whether it is verified, its commission and its shipping table.
    PutSeller(Box<Seller>),
    /// Say that a seller is verified, so that it may publish, or that it no longer is.
    VerifySeller {
        /// Which.
        seller_id: SellerId,
        /// Verified or not.
        verified: bool,
        /// By whom.
        by: UserId,
    },
    /// Give a seller another commission: of orders from then on, what was placed keeps its own. Refused with
    /// `PreconditionFailed` unless `seen` is the stored one (when given), with `Invalid` beyond the whole price.
    SetCommission {
        /// Which.
        seller_id: SellerId,
        /// The new one.
        basis_points: u32,
        /// The one that the caller has seen (`If-Match`).
        seen: Option<u32>,
        /// By whom.
        by: UserId,
    },
    /// Give a seller a shipping table of its own, or the house's again: of orders from then on, what was placed keeps its
    /// price. Refused with `PreconditionFailed` unless `seen` is the stored one (when given).
    SetShipping {
        /// Which.
        seller_id: SellerId,
        /// The new one; none for the house's.
        table: Option<Box<ShippingTable>>,
        /// The one that the caller has seen (`If-Match`).
        seen: Option<SeenShipping>,
        /// By whom.
        by: UserId,
    },
    /// Change what is known of an artist profile.
    PutArtist {
        /// The profile.
        id: ArtistId,
        /// Of which seller it must be.
        seller_id: SellerId,
        /// Its words.
        profile: ArtistProfile,
    },
    /// Note what a work was bought for, and that it is a resale, in place of what was noted. It is seen by the seller and by
    /// staff; orders from then on owe the artist's resale right by it.
    PutWorkBooks {
        /// The work.
        artwork_id: ArtworkId,
        /// Of which seller it must be.
        seller_id: SellerId,
        /// What is noted.
        books: Box<WorkBooks>,
    },
    /// Make a user member of a seller, or give a member another role. Who becomes one may sell from the next sign-in on.
    /// Refused with `Conflict` for somebody who belongs to another seller, and where no owner would be left.
    PutMember {
        /// Of which seller.
        seller_id: SellerId,
        /// Who.
        user_id: UserId,
        /// What they may do.
        role: MemberRole,
        /// By whom.
        by: UserId,
    },
    /// End a membership, and with it all sign-ins of the one who leaves. Refused with `Conflict` where no owner would be left.
    RemoveMember {
        /// Of which seller.
        seller_id: SellerId,
        /// Who.
        user_id: UserId,
        /// By whom.
        by: UserId,
    },
    /// Make a user member of a seller and owner of an artist profile.
    JoinSeller {
        /// Who.
        user_id: UserId,
        /// Member of.
        seller_id: SellerId,
        /// Profile of.
        artist_id: Option<ArtistId>,
    },
    /// Change name and language.
    EditUser {
        /// Who.
        user_id: UserId,
        /// New name.
        display_name: Option<String>,
        /// New language.
        locale: Option<String>,
    },
    /// A secret that goes to somebody by mail; the ones they had for the same purpose end.
    IssueToken(Box<NewToken>),
    /// Say that an address belongs to an account, and give the account that address if it was sent there for a change.
    /// Refused with `Expired` for a secret that is not known, was used, has ended or was for an address that the account no
    /// longer has; with `EmailTaken` when somebody else has the new address by now.
    VerifyEmail {
        /// Hash of the secret.
        hash: Vec<u8>,
    },
    /// Give an account another password by a secret from its mail, which also proves the address, and end all its
    /// sign-ins. Refused with `Expired` as above.
    ResetPassword {
        /// Hash of the secret.
        hash: Vec<u8>,
        /// Argon2id in PHC form.
        password_hash: String,
    },
    /// Give an account another password, and end all its other sign-ins.
    ChangePassword {
        /// Whose.
        user_id: UserId,
        /// Argon2id in PHC form.
        password_hash: String,
        /// The sign-in that goes on.
        keep: SessionId,
    },
    /// Write a letter that has no other cause.
    SendLetter {
        /// What it is about.
        letter: Letter,
    },
    /// Do nothing but keep the idempotency key that it comes with: of what is answered alike whether or not there was
    /// something to do, nobody may learn which by sending the key again.
    KeepKey,
    /// Move an order that was bought without an account to the account with its address. Refused with `NotFound` when that
    /// is not the account's address, with `Forbidden` until it is proven, with `Conflict` while the order waits for its
    /// money.
    ClaimOrder {
        /// Which.
        order_id: OrderId,
        /// By whom.
        user_id: UserId,
    },
    /// Keep a mail in the demonstration's mailbox; repeating it is harmless.
    KeepMail(Box<Mail>),
    /// Give roles. Who loses one is signed out everywhere. Refused with `Conflict` for somebody who would take the
    /// admin's role from themselves, with `Forbidden` by somebody who is no admin any more: so one always stays.
    SetRoles {
        /// Who.
        user_id: UserId,
        /// All of them.
        roles: Vec<Role>,
        /// By whom; `None` for the command line.
        by: Option<UserId>,
    },
    /// Shut a person out, which ends all their sessions, or let them in again. Repeating it is harmless. Refused with
    /// `Conflict` for oneself, with `Forbidden` by somebody who is shut out.
    SuspendUser {
        /// Who.
        user_id: UserId,
        /// Out or in.
        suspended: bool,
        /// By whom; `None` for the command line, which may shut out anybody.
        by: Option<UserId>,
        /// Why; goes into the audit log.
        reason: Option<String>,
    },
    /// A sign-in.
    StartSession {
        /// The session, also the family of its refresh tokens.
        session_id: SessionId,
        /// Whose.
        user_id: UserId,
        /// The browser's own words, shortened.
        user_agent: String,
        /// Hash of the first refresh token.
        refresh_hash: Vec<u8>,
        /// When that token ends.
        expires_at: DateTime<Utc>,
    },
    /// Exchange a refresh token for its successor. The same old token within `grace_s` gets the same successor
    /// (the caller derives it from the old one); later reuse revokes the session and is refused with `Expired`.
    RotateRefresh {
        /// Hash of the presented token.
        presented_hash: Vec<u8>,
        /// Hash of its successor.
        successor_hash: Vec<u8>,
        /// When the successor ends.
        expires_at: DateTime<Utc>,
        /// Seconds in which a repeat is harmless.
        grace_s: u32,
    },
    /// End a sign-in. With `user_id` only that user's own.
    RevokeSession {
        /// Which.
        session_id: SessionId,
        /// Whose it must be.
        user_id: Option<UserId>,
    },
    /// Add an address to a person's book; refused with `Conflict` when it is full. Answers with the entry's id.
    AddAddress {
        /// The entry.
        id: AddressId,
        /// Whose.
        user_id: UserId,
        /// Where.
        address: Address,
    },
    /// Change an address.
    EditAddress {
        /// The entry.
        id: AddressId,
        /// Whose.
        user_id: UserId,
        /// Where.
        address: Address,
    },
    /// Remove an address.
    RemoveAddress {
        /// The entry.
        id: AddressId,
        /// Whose.
        user_id: UserId,
    },
    /// A new work, as a draft, with its editions and all their copies.
    CreateArtwork {
        /// The work.
        id: ArtworkId,
        /// Whose.
        seller_id: SellerId,
        /// By whom; `None` is the seller's own (or only) artist.
        artist_id: Option<ArtistId>,
        /// A slug to start from; the store makes it unique.
        slug: String,
        /// Words.
        text: Box<ArtworkText>,
        /// What is sold.
        editions: Vec<Edition>,
        /// Its images in their order, already stored: with the work or not at all.
        #[serde(default)]
        images: Vec<ImageRow>,
    },
    /// Change a work. Refused with `PreconditionFailed` unless `revision` is the stored one (when given).
    /// Editions can be replaced in a draft; elsewhere only prices change, which touches no live hold.
    EditArtwork {
        /// The work.
        id: ArtworkId,
        /// Whose; `None` for an admin.
        seller_id: Option<SellerId>,
        /// The revision the caller has seen (`If-Match`).
        revision: Option<i64>,
        /// All words anew.
        text: Box<ArtworkText>,
        /// Replaces every edition; only in a draft.
        editions: Option<Vec<Edition>>,
        /// New prices.
        prices: Vec<(EditionId, Money)>,
    },
    /// An image with its derivatives, already stored; goes last.
    AddImage {
        /// Of which work.
        artwork_id: ArtworkId,
        /// Whose; `None` for an admin.
        seller_id: Option<SellerId>,
        /// The image.
        image: Box<ImageRow>,
    },
    /// Change the words or the place of an image.
    EditImage {
        /// Of which work.
        artwork_id: ArtworkId,
        /// Whose; `None` for an admin.
        seller_id: Option<SellerId>,
        /// The image.
        image_id: ImageId,
        /// New words for those who do not see it.
        alt: Option<String>,
        /// New place, 0-based.
        position: Option<u32>,
    },
    /// Take an image away; its files stay for orders and caches until retention removes them.
    RemoveImage {
        /// Of which work.
        artwork_id: ArtworkId,
        /// Whose; `None` for an admin.
        seller_id: Option<SellerId>,
        /// The image.
        image_id: ImageId,
    },
    /// Put a work on a wishlist or take it off; repeating it is harmless.
    Wish {
        /// Whose.
        user_id: UserId,
        /// What.
        artwork_id: ArtworkId,
        /// On or off.
        wished: bool,
    },
    /// Write to those who wish for a work that it can be had again; to each at most once in a while
    /// ([`crate::mail::WISH_TOLD_AGAIN_AFTER`]), so that repeating it is harmless.
    TellWishers {
        /// The work.
        artwork_id: ArtworkId,
    },
    /// A review by somebody who bought the work; refused with `Forbidden` for others, `Conflict` for a second one.
    /// Answers with the review's id.
    Review {
        /// The review.
        id: ReviewId,
        /// By whom.
        user_id: UserId,
        /// Of what.
        artwork_id: ArtworkId,
        /// 1 to 5.
        rating: u8,
        /// Words.
        text: String,
    },
    /// Put one setting (JSON text) under its name.
    PutSetting {
        /// Name (`shipping`, `tax`, `sales_paused`, …).
        key: String,
        /// JSON.
        value: serde_json::Value,
        /// By whom; `None` for the program itself.
        by: Option<UserId>,
    },
    /// Put several settings at once. Refused with `PreconditionFailed` unless `version` is the stored one (when given),
    /// with `Invalid` for a value that the engine could not read back.
    PutSettings {
        /// Names and JSON.
        values: Vec<(String, serde_json::Value)>,
        /// The version of all settings that the caller has seen (`If-Match`).
        version: Option<i64>,
        /// By whom.
        by: UserId,
    },
    /// A new signing key, sealed with the master secret.
    AddKey {
        /// Its id, the `kid` of its tokens.
        id: KeyId,
        /// `jwt`, `visitor` or `certificate`.
        purpose: String,
        /// Sealed private key.
        sealed: Vec<u8>,
        /// Public key, for `jwt` and `certificate`.
        public: Vec<u8>,
    },
    /// Take due jobs of some kinds for `lease`; the answer is their list.
    ClaimJobs {
        /// Kinds of tasks the caller can do.
        kinds: Vec<String>,
        /// At most so many.
        limit: u32,
        /// The lease they get.
        lease: LeaseTerm,
    },
    /// A job is done; nothing happens unless the lease still is the caller's.
    FinishJob {
        /// The job.
        id: JobId,
        /// The caller's lease.
        token: uuid::Uuid,
    },
    /// A job failed or must wait; nothing happens unless the lease still is the caller's.
    RetryJob {
        /// The job.
        id: JobId,
        /// The caller's lease.
        token: uuid::Uuid,
        /// Not before.
        run_at: DateTime<Utc>,
        /// What went wrong; `None` when it only waits.
        error: Option<String>,
        /// Give up: the job becomes a dead letter.
        dead: bool,
    },
    /// Have a job done now that was given up, or waits for its next try. Refused with `NotFound`, and with `Conflict` while
    /// somebody works on it or another job has promised the same.
    ReviveJob {
        /// The job.
        id: JobId,
        /// By whom.
        by: UserId,
    },
    /// Forget a job that was given up. Refused with `NotFound`, and with `Conflict` for one that is not given up or
    /// that must not be forgotten.
    DropJob {
        /// The job.
        id: JobId,
        /// By whom.
        by: UserId,
        /// Why, for the audit log.
        reason: String,
    },
    /// Register an endpoint, or change what is said of one. A new one hears of what happens from then on, and so does one that
    /// is enabled again. Refused with `Conflict` when there are too many, with `PreconditionFailed` unless `revision` is
    /// the stored one (when given).
    PutWebhook {
        /// The endpoint.
        id: WebhookEndpointId,
        /// What is said of it.
        draft: Box<WebhookDraft>,
        /// Its secret, sealed; of a new one.
        secret: Option<Vec<u8>>,
        /// The revision that the caller has seen.
        revision: Option<i64>,
        /// By whom.
        by: UserId,
    },
    /// Take an endpoint away, with everything that was to be told there.
    RemoveWebhook {
        /// The endpoint.
        id: WebhookEndpointId,
        /// By whom.
        by: UserId,
    },
    /// Give an endpoint another secret; the one before signs beside it for a while. Answers `rotation`.
    RotateWebhook {
        /// The endpoint.
        id: WebhookEndpointId,
        /// The new secret, sealed.
        secret: Vec<u8>,
        /// How long the one before still signs.
        grace_s: u32,
        /// Unique to this rotation.
        rotation: uuid::Uuid,
        /// By whom.
        by: UserId,
    },
    /// Promise an endpoint what happened since it was last told, and move its cursor. Refused with `PreconditionFailed` when
    /// another node was first, or the endpoint is not to be told anything any more.
    FeedWebhook {
        /// The endpoint.
        id: WebhookEndpointId,
        /// How often it was fed before.
        fed: i64,
        /// How far it has been told then.
        cursor: WebhookCursor,
        /// What it is to be told.
        deliveries: Vec<NewDelivery>,
    },
    /// Send a trial to an endpoint.
    PingWebhook {
        /// The endpoint.
        id: WebhookEndpointId,
        /// The trial.
        delivery: Box<NewDelivery>,
        /// By whom.
        by: UserId,
    },
    /// Tell an endpoint something once more, now. Refused with `Conflict` while it is being told.
    ReplayDelivery {
        /// The delivery.
        id: WebhookDeliveryId,
        /// By whom.
        by: UserId,
    },
    /// A delivery was tried; nothing happens unless the job's lease still is the caller's.
    CloseDelivery {
        /// The job.
        job_id: JobId,
        /// The caller's lease.
        token: uuid::Uuid,
        /// The delivery.
        delivery_id: WebhookDeliveryId,
        /// What was sent, where it was put together just now: every further try sends the same.
        body: Option<String>,
        /// What became of it.
        outcome: DeliveryOutcome,
    },
    /// Say where a seller's money goes; `None` takes the account away. Refused with `Forbidden` for who is not its owner.
    SetPayoutAccount {
        /// Whose.
        seller_id: SellerId,
        /// The account.
        account: Option<PayoutAccount>,
        /// By whom: one of its owners.
        by: UserId,
    },
    /// Start payouts: each order is checked against the books under a lock of its seller. Refused with `PreconditionFailed`
    /// when anything of it is not as it was seen, so that no order is paid twice; with `Conflict` for no payouts at all.
    /// Answers the run.
    StartPayouts {
        /// The run.
        id: PayoutRunId,
        /// What is paid.
        payouts: Vec<PlannedPayout>,
        /// By whom.
        by: UserId,
    },
    /// Say how far payouts are. Those that are there already are left as they are; refused with `InvalidTransition` where
    /// one cannot get there, with `Conflict` while a provider is asked for one.
    MovePayouts {
        /// Which.
        ids: Vec<PayoutId>,
        /// How far.
        to: PayoutMove,
        /// By whom.
        by: UserId,
    },
    /// A provider was asked for a payout; nothing happens unless the job's lease still is the caller's.
    CloseTransfer {
        /// The job.
        job_id: JobId,
        /// The caller's lease.
        token: uuid::Uuid,
        /// The payout.
        payout_id: PayoutId,
        /// What it said.
        outcome: TransferOutcome,
    },
    /// Money that was sent to a seller has come back: the payout has failed, and what it paid is payable again. Written with the
    /// notice that told it; a payout that has failed stays as it is.
    ReturnTransfer {
        /// The payout.
        payout_id: PayoutId,
        /// Why.
        code: String,
        /// The notice.
        notice: Box<KeptHook>,
    },
    /// Close a month: its invoices are numbered, posted and kept with its statements and its trial balance. Refused with
    /// `Conflict` for a month that is not over, is closed or has an open month before it, or whose books are not as they were seen.
    CloseMonth(Box<MonthClose>),
    /// Enter what a provider paid out to the house's bank. A repeat changes nothing; refused with `Conflict` for a month that
    /// is closed, and for a reference that is known otherwise. Answers the posting.
    EnterBankTransfer(Box<BankTransfer>),
    /// Note that a lane is closed for good (its node stopped or opened a new one).
    CloseLane {
        /// Which.
        lane: LaneId,
    },
    /// Forget what is older than its keeping time: events, idempotency answers, ended sessions, dead letters that
    /// nobody needs any more. Some thousand rows a call; the answer says whether there are more.
    Retain {
        /// Events older than this go.
        events_before: DateTime<Utc>,
        /// Idempotency answers older than this go.
        answers_before: DateTime<Utc>,
    },
    /// Have every node read all public works again and make its search index anew.
    Reindex {
        /// By whom; `None` for the command line.
        by: Option<UserId>,
    },
    /// End every sign-in of a person, at once.
    EndSessions {
        /// Whose.
        user_id: UserId,
        /// By whom.
        by: UserId,
    },
    /// Note perceptual hashes of images that were taken in without one.
    HashImages {
        /// Images with their hashes.
        hashes: Vec<(ImageId, u64)>,
    },
    /// Keep what a provider told, or count that it was told once more. A repeat is harmless.
    KeepHook(Box<KeptHook>),
    /// Report a work, once an owner; a repeat is harmless. Answers with the report's id.
    Report {
        /// The report.
        id: ReportId,
        /// What is reported.
        artwork_id: ArtworkId,
        /// By whom.
        owner: Owner,
        /// What is wrong.
        reason: ReportReason,
        /// In words.
        text: String,
    },
    /// Say what became of a report. Refused with `InvalidTransition` for one that is decided.
    DecideReport {
        /// Which.
        id: ReportId,
        /// `Resolved` or `Dismissed`.
        status: ReportStatus,
        /// Why, for other staff.
        note: Option<String>,
        /// By whom.
        by: UserId,
    },
    /// Make a collection, or replace what it says and holds. Refused with `PreconditionFailed` unless `revision` is the
    /// stored one (when given), with `Invalid` for works that do not exist. Answers with the slug.
    PutCollection {
        /// The collection.
        id: CollectionId,
        /// A slug to start from, for a new one; the store makes it unique.
        slug: String,
        /// What it says and holds.
        draft: Box<CollectionDraft>,
        /// The revision the caller has seen (`If-Match`); `None` takes any.
        revision: Option<i64>,
        /// Whether it is new: then no other may have the id.
        is_new: bool,
        /// By whom.
        by: UserId,
    },
    /// Take a collection away.
    RemoveCollection {
        /// Which.
        id: CollectionId,
        /// By whom.
        by: UserId,
    },
    /// A line of the audit log.
    Audit {
        /// Who.
        by: Option<UserId>,
        /// What.
        action: AuditAction,
        /// About what.
        subject: uuid::Uuid,
        /// Before.
        before: serde_json::Value,
        /// After.
        after: serde_json::Value,
    },
}

/// A new account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUser {
    /// The person.
    pub id: UserId,
    /// As they wrote it; the store compares it lower-cased.
    pub email: String,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// What others see.
    pub display_name: String,
    /// Language.
    pub locale: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Whether the address is known to be theirs.
    #[serde(default)]
    pub email_verified: bool,
    /// The secret by which they prove it.
    #[serde(default)]
    pub proof: Option<Box<NewToken>>,
}

/// A secret that goes to somebody by mail.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    /// Whose.
    pub user_id: UserId,
    /// What it is good for.
    pub purpose: TokenPurpose,
    /// The address it goes to.
    pub email: String,
    /// Hash of the secret.
    pub hash: Vec<u8>,
    /// The secret for the mail, and when it ends.
    pub secret: LetterSecret,
}

/// What a mailed secret is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenPurpose {
    /// Proving the address of an account.
    Verify,
    /// Another password.
    Reset,
    /// Another address.
    Email,
}

impl TokenPurpose {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
            Self::Email => "email",
        }
    }
}

impl NewToken {
    /// The letter that takes it there.
    #[must_use]
    pub fn letter(&self) -> Letter {
        let (user_id, secret) = (self.user_id, self.secret.clone());
        match self.purpose {
            TokenPurpose::Verify => Letter::VerifyEmail { user_id, secret },
            TokenPurpose::Reset => Letter::ResetPassword { user_id, secret },
            TokenPurpose::Email => Letter::ConfirmEmail { user_id, email: self.email.clone(), secret },
        }
    }
}

impl std::fmt::Debug for NewToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewToken")
            .field("user_id", &self.user_id)
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What an artist profile says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArtistProfile {
    /// The name on the works.
    pub name: String,
    /// A few words.
    pub bio: String,
    /// Country code.
    pub country: Option<crate::address::Country>,
    /// Year of birth.
    pub born: Option<i32>,
}

/// A new artist profile, with the seller it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewArtist {
    /// The profile.
    pub id: ArtistId,
    /// A slug to start from; the store makes it unique.
    pub slug: String,
    /// The name on the works.
    pub name: String,
    /// A few words.
    pub bio: String,
    /// Country code.
    pub country: Option<crate::address::Country>,
    /// Year of birth.
    pub born: Option<i32>,
    /// The seller; made if it does not exist.
    pub seller: Seller,
}

/// The words of a work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArtworkText {
    /// Title.
    pub title: String,
    /// What it is, in the artist's words.
    pub description: String,
    /// Year of making.
    pub year: Option<i32>,
    /// "around 1987".
    pub date_text: Option<String>,
    /// "Oil on linen".
    pub medium: String,
    /// Free text.
    pub styles: Vec<String>,
    /// Free text.
    pub subjects: Vec<String>,
    /// Former owners, exhibitions; oldest first.
    pub provenance: Vec<String>,
    /// Signed by the artist.
    pub signed: bool,
    /// "Excellent".
    pub condition: Option<String>,
    /// Sold in a frame.
    pub framed: bool,
}

/// An image of a work with its derivatives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageRow {
    /// The image.
    pub id: ImageId,
    /// Pixels, after the turn.
    pub width_px: u32,
    /// Pixels, after the turn.
    pub height_px: u32,
    /// Words for those who do not see it.
    pub alt: String,
    /// A blur to show while it loads.
    pub blurhash: String,
    /// `#rrggbb`, largest area first.
    pub palette: Vec<String>,
    /// Key of the original in the private part of the media store.
    pub original_key: String,
    /// The derivatives.
    pub variants: Vec<ImageVariant>,
    /// A perceptual hash, by which look-alikes are found; `None` for images that were taken in before there was one.
    #[serde(default)]
    pub dhash: Option<u64>,
    /// Tiles of what is larger than the widest derivative.
    #[serde(default)]
    pub tiles: Option<ImageTiles>,
}

/// The tiles of a large image (deep zoom).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageTiles {
    /// Where they lie in the public part of the media store.
    pub prefix: String,
    /// Side of a tile in pixels; those at the right and lower edge are what is left.
    pub side_px: u32,
    /// Levels: level 0 is as large as the image, each further one half as large as the one before, rounded up.
    pub levels: u32,
}

impl ImageTiles {
    /// The key of a tile: `<prefix>/<level>/<column>-<row>.jpg`.
    #[must_use]
    pub fn key(&self, level: u32, column: u32, row: u32) -> String {
        format!("{}/{level}/{column}-{row}.jpg", self.prefix)
    }

    /// The keys of all tiles of an image of that size, level by level, row by row.
    pub fn keys(&self, width_px: u32, height_px: u32) -> impl Iterator<Item = String> + '_ {
        let count = move |side_px: u32, level: u32| {
            let halved = (0..level).fold(side_px, |side_px, _| side_px.div_ceil(2));
            halved.div_ceil(self.side_px.max(1))
        };
        (0..self.levels).flat_map(move |level| {
            (0..count(height_px, level))
                .flat_map(move |row| (0..count(width_px, level)).map(move |column| self.key(level, column, row)))
        })
    }
}

/// A derivative of an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageVariant {
    /// Key in the public part of the media store (content hash and ending).
    pub key: String,
    /// Pixels.
    pub width_px: u32,
    /// Pixels.
    pub height_px: u32,
    /// `image/webp` or `image/jpeg`.
    pub content_type: String,
}
