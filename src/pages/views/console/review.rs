//! The review: `GET /console/review?work=<id>`, one work at a time. It is let through or sent back by forms that post to
//! `/console/artworks/{id}/approve` and `/reject` (with `why` from a list, `reason` in free words or both); `next` names the work
//! to go on to.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::picture::Picture;
use super::ConsoleFrame;
use crate::words::t;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_review.html")]
pub struct ReviewPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// The work; `None` when nothing waits.
    pub work: Option<ReviewWork>,
    /// `2 of 5`.
    pub place: String,
    /// The address of the work before.
    pub previous_url: Option<String>,
    /// The address of the work after.
    pub next_url: Option<String>,
    /// The work to go on to after a decision.
    pub next_id: Option<String>,
    /// What is wrong as a rule.
    pub reasons: Vec<String>,
    /// Works with a picture that looks like one of this.
    pub alikes: Vec<LookAlike>,
    /// The names of others who have the work in hand.
    pub others: Vec<String>,
}

impl ReviewPage {
    /// That others look at the work, too; empty when nobody does.
    #[must_use]
    pub fn others_said(&self) -> String {
        if self.others.is_empty() {
            return String::new();
        }
        t("console-review-others").with("names", self.others.join(", ")).with("count", self.others.len()).into()
    }
}

/// The work that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewWork {
    /// The artwork's id.
    pub id: String,
    /// Its preview.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The artist's name.
    pub artist_name: String,
    /// The seller's name.
    pub seller_name: String,
    /// True when the house has verified the seller.
    pub is_verified: bool,
    /// Why it was sent back before.
    pub rejection: Option<String>,
    /// What is said of it.
    pub facts: Vec<Fact>,
    /// Its description.
    pub description: Vec<String>,
    /// Its pictures.
    pub pictures: Vec<Picture>,
}

impl ReviewWork {
    /// Who sells it, and whether the house knows them.
    #[must_use]
    pub fn sold_by(&self) -> String {
        let id = if self.is_verified { "console-review-sold-by" } else { "console-review-sold-by-unverified" };
        t(id).with("seller", &self.seller_name).into()
    }
}

/// Something that is said of a work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What.
    pub label: String,
    /// In words.
    pub value: String,
}

/// A work that looks like the one in review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// Its page or preview.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Artist and status.
    pub detail: String,
    /// How alike it is, in words.
    pub likeness: String,
    /// The picture that looks alike.
    pub picture: Option<Picture>,
}

/// A work that waits for a moderator, in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// The artwork's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Artist, medium, year.
    pub detail: String,
    /// Its first picture.
    pub picture: Option<Picture>,
}
