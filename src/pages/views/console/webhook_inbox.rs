//! What payment providers told: `GET /console/webhook-inbox`. Forms post to `/console/webhook-inbox/<id>/redeliver`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::moment::Moment;
use super::ConsoleFrame;
use super::jobs::Lane;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_webhook_inbox.html")]
pub struct WebhookInboxPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The lists of the room.
    pub lanes: Vec<Lane>,
    /// The notices.
    pub hooks: Vec<NoticeRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// The row's id.
    pub id: String,
    /// What kind of notice, in the provider's words.
    pub kind: String,
    /// `PayPal`.
    pub provider: String,
    /// The provider's name for it.
    pub event_id: String,
    /// `Done`, `Nothing that is known here`.
    pub outcome: String,
    /// When it first came.
    pub at: Moment,
    /// How often it was delivered.
    pub deliveries: i64,
    /// True when it may be taken once more.
    pub can_redeliver: bool,
}
