//! The cart. `GET /cart`; its forms post to `/cart/items/{line}/quantity`, `/extend`, `/rehold` and `/remove`, to `/cart/extend`, to
//! `/cart/rehold` and to `/cart/continue`.
//! It does not count down: it names deadlines, and the page's scripts do the counting.

use askama::Template;

use super::chrome::Chrome;
use super::moment::Deadline;
use super::picture::Picture;

/// The cart page.
#[derive(Clone, Debug, Template)]
#[template(path = "cart.html")]
pub struct CartPage {
    /// The frame.
    pub chrome: Chrome,
    /// The cart's version; the page is drawn anew when a higher one is heard of.
    pub version: String,
    /// The lines in the order they were added.
    pub lines: Vec<CartLineView>,
    /// The totals, the last one strong.
    pub totals: Vec<TotalRow>,
    /// True when every line is held, so that the checkout may begin.
    pub can_check_out: bool,
    /// Why it may not; shown in place of the button.
    pub blocked: Option<String>,
    /// `Hold all 3 again`, when several lines have run out that may still be had.
    pub lapsed: Option<String>,
    /// `Continue with the other 2`: leaves what has run out behind and goes to the checkout, while something else is held.
    pub onward: Option<String>,
    /// The hold that ends first and can be extended.
    pub keeper: Option<KeeperView>,
}

/// The hold that ends first of those that can be extended: near its end the page's scripts offer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeeperView {
    /// When it ends.
    pub until: Deadline,
    /// The page to come back to.
    pub back: &'static str,
}

/// One line of the cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartLineView {
    /// The line's id.
    pub id: String,
    /// The artwork's page.
    pub url: String,
    /// The artwork's title.
    pub title: String,
    /// The artist's name; may be empty.
    pub artist_name: String,
    /// Edition and size, e.g. `Giclée print, H 40 × W 30 cm`; may be empty.
    pub detail: String,
    /// The work's first picture.
    pub picture: Option<Picture>,
    /// How many.
    pub quantity: u32,
    /// How many it may be; 1 hides the quantity form.
    pub max_quantity: u32,
    /// The price of one.
    pub unit_price: String,
    /// The price of all.
    pub line_price: String,
    /// The copies in words, [`super::text::copy`]; empty for works without numbers.
    pub copies: Vec<String>,
    /// How it stands.
    pub status: LineStatus,
    /// When the earliest of its copies goes back; only while held.
    pub held_until: Option<Deadline>,
    /// True when the hold may still be extended.
    pub extendable: bool,
    /// `No. 7 of 25 has gone to another collector. …`, when other copies are held than were picked.
    pub missed_note: Option<String>,
    /// `Now €90; it was €80 when you reserved it`, when the price changed.
    pub price_note: Option<String>,
}

/// How a line of the cart stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStatus {
    /// Held for the owner.
    Held,
    /// The hold ran out; copies may still be free.
    Lapsed,
    /// The hold ran out, and nothing is free.
    SoldOut,
    /// The hold ran out, and the price has changed since.
    PriceChanged,
}

/// A row of totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalRow {
    /// `Works`, `Delivery`, `VAT included`, `Total`.
    pub label: String,
    /// The amount, or `at checkout`.
    pub value: String,
    /// True for the sum of the others.
    pub strong: bool,
}

impl LineStatus {
    /// The class suffix in the style sheet: `held`, `lapsed`, `sold_out` or `price_changed`, which are also the API's words.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Lapsed => "lapsed",
            Self::SoldOut => "sold_out",
            Self::PriceChanged => "price_changed",
        }
    }
}

impl CartLineView {
    /// True while it is held.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.status == LineStatus::Held
    }

    /// True when holding it again may work.
    #[must_use]
    pub fn can_rehold(&self) -> bool {
        matches!(self.status, LineStatus::Lapsed | LineStatus::PriceChanged)
    }

    /// True when nothing is free any more.
    #[must_use]
    pub fn is_sold_out(&self) -> bool {
        self.status == LineStatus::SoldOut
    }
}
