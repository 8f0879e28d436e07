//! The work: its status and the table of moves between statuses.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ArtistId, ArtworkId, SellerId};
use crate::resale_right::Resale;

/// Where a work stands between the studio and the storefront.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtworkStatus {
    /// Only its seller and admins see it.
    Draft,
    /// Waits for a moderator.
    InReview,
    /// Sent back with a reason; may be edited and submitted again.
    Rejected,
    /// On the storefront.
    Published,
    /// Visible, but takes no new holds; holds that live keep their deadline and may still be bought.
    Paused,
    /// Every copy of every edition is sold or withdrawn. Entered and left by the stock, never by hand.
    SoldOut,
    /// Gone for good. Refused while copies are held.
    Archived,
}

/// What somebody wants to do with a work's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtworkMove {
    /// Hand it in; publishes at once where moderation is off.
    Submit,
    /// A moderator lets it through.
    Approve,
    /// A moderator sends it back.
    Reject,
    /// Take no new holds.
    Pause,
    /// Take holds again.
    Resume,
    /// Take it off the storefront for good.
    Archive,
}

impl ArtworkStatus {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Rejected => "rejected",
            Self::Published => "published",
            Self::Paused => "paused",
            Self::SoldOut => "sold_out",
            Self::Archived => "archived",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Draft, Self::InReview, Self::Rejected, Self::Published, Self::Paused, Self::SoldOut, Self::Archived]
            .into_iter()
            .find(|status| status.as_str() == name)
    }

    /// Whether everybody may see the work.
    #[must_use]
    pub fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Paused | Self::SoldOut)
    }

    /// Whether the work is still being made: nobody else has seen it, or it was sent back.
    #[must_use]
    pub fn is_unsubmitted(self) -> bool {
        matches!(self, Self::Draft | Self::Rejected)
    }

    /// The status after a move, or `None` when the table has no such move. `moderated` tells whether a submission
    /// waits for a moderator.
    #[must_use]
    pub fn after(self, wanted: ArtworkMove, moderated: bool) -> Option<Self> {
        match (self, wanted) {
            (Self::Draft | Self::Rejected, ArtworkMove::Submit) => {
                Some(if moderated { Self::InReview } else { Self::Published })
            }
            (Self::InReview, ArtworkMove::Approve) => Some(Self::Published),
            (Self::InReview, ArtworkMove::Reject) => Some(Self::Rejected),
            (Self::Published, ArtworkMove::Pause) => Some(Self::Paused),
            (Self::Paused, ArtworkMove::Resume) => Some(Self::Published),
            (Self::Archived, _) => None,
            (_, ArtworkMove::Archive) => Some(Self::Archived),
            _ => None,
        }
    }
}

/// The part of a work that the journal locks and raises: who sells it, its status, and the version of its topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArtworkHead {
    /// The work.
    pub id: ArtworkId,
    /// Its seller.
    pub seller_id: SellerId,
    /// Its artist.
    pub artist_id: ArtistId,
    /// Its title, as it goes onto order lines.
    pub title: String,
    /// Its address on the storefront.
    pub slug: String,
    /// The artist's name, as it goes onto order lines.
    pub artist_name: String,
    /// Its medium, which its tax may depend on; `None` where an older program has written it.
    #[serde(default)]
    pub medium: Option<String>,
    /// That it is resold, and what that decides on.
    #[serde(default)]
    pub resale: Option<Resale>,
    /// Its status.
    pub status: ArtworkStatus,
    /// Editions that still have something to sell: open ones, and those with available or held copies. At zero the
    /// work is sold out.
    pub editions_left: i64,
    /// Raised by one with every stock, price or status change of the work or its editions; the position of the
    /// topic `artwork:<id>`.
    pub version: i64,
    /// When it first was published.
    pub published_at: Option<DateTime<Utc>>,
    /// Whether it comes framed.
    #[serde(default)]
    pub framed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archived_work_never_comes_back() {
        for wanted in [ArtworkMove::Submit, ArtworkMove::Approve, ArtworkMove::Resume, ArtworkMove::Archive] {
            assert_eq!(ArtworkStatus::Archived.after(wanted, false), None);
        }
    }

    #[test]
    fn a_submission_waits_only_where_moderation_is_on() {
        assert_eq!(ArtworkStatus::Draft.after(ArtworkMove::Submit, true), Some(ArtworkStatus::InReview));
        assert_eq!(ArtworkStatus::Draft.after(ArtworkMove::Submit, false), Some(ArtworkStatus::Published));
    }

    #[test]
    fn names_round_trip() {
        for status in ["draft", "in_review", "rejected", "published", "paused", "sold_out", "archived"] {
            assert_eq!(ArtworkStatus::parse(status).map(ArtworkStatus::as_str), Some(status));
        }
    }
}
