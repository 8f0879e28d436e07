//! The studio: an artist's works, sales as they come, and the form for a new work. `GET /studio`; the forms post to `/studio/artworks`
//! and `/studio/artworks/{id}` (multipart), to `/studio/seller`, and to `/studio/artworks/{id}/submit`, `/pause`, `/resume`.
//! It does not know what a status allows: the flags of each work say it.

use askama::Template;

use super::chrome::Chrome;
use super::form::{AddressFields, Choice, Errors};
use super::moment::Moment;
use super::picture::Picture;
use super::stock::StockView;

/// The studio page.
#[derive(Clone, Debug, Template)]
#[template(path = "studio.html")]
pub struct StudioPage {
    /// The frame.
    pub chrome: Chrome,
    /// The seller's id; its topic is `seller:<id>:sales`.
    pub seller_id: String,
    /// The seller's name.
    pub seller_name: String,
    /// Today's figures.
    pub figures: Vec<Figure>,
    /// The latest sales and other news, the latest first; the feed grows above them.
    pub sales: Vec<SaleRow>,
    /// The works, the last changed first.
    pub works: Vec<StudioWork>,
    /// The address of the next page of works.
    pub next_url: Option<String>,
    /// The form for a new work.
    pub form: WorkForm,
    /// The form of the seller.
    pub seller: SellerForm,
}

/// The form of the seller: fields `legal_name`, `email`, `vat_id`, `tax_number`, and the address as `seller_line1`,
/// `seller_city`, …; posts to `/studio/seller`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SellerForm {
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The name in law.
    pub legal_name: String,
    /// Where buyers write.
    pub email: String,
    /// VAT number; may be empty.
    pub vat_id: String,
    /// National tax number; may be empty.
    pub tax_number: String,
    /// Where the seller sits.
    pub address: AddressFields,
    /// The countries to choose from.
    pub countries: Vec<Choice>,
    /// True while there is no address to print on invoices.
    pub is_missing: bool,
}

/// A figure of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The key under which the topic's snapshot carries it, e.g. `sales_count`.
    pub key: String,
    /// `Sold today`.
    pub label: String,
    /// The value as text.
    pub value: String,
}

/// An entry of the sales feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleRow {
    /// When.
    pub at: Moment,
    /// What: `Sold: Low Tide, No. 7 of 25`.
    pub text: String,
    /// The amount; may be empty.
    pub amount: String,
}

/// A work in the studio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudioWork {
    /// The artwork's id.
    pub id: String,
    /// Its page; `None` while it has none that others can see.
    pub url: Option<String>,
    /// Its title.
    pub title: String,
    /// Medium and year; may be empty.
    pub detail: String,
    /// Its first picture.
    pub picture: Option<Picture>,
    /// The API's word: `draft`, `in_review`, `rejected`, `published`, `paused`, `sold_out`, `archived`.
    pub status: String,
    /// The status in words.
    pub status_text: String,
    /// Why it was rejected, or what is missing before it can be submitted.
    pub note: Option<String>,
    /// The editions.
    pub editions: Vec<StudioEdition>,
    /// True when it may be submitted.
    pub can_submit: bool,
    /// True when it may be paused.
    pub can_pause: bool,
    /// True when it may be resumed.
    pub can_resume: bool,
    /// Where its form is; `None` when it can no longer change.
    pub edit_url: Option<String>,
}

/// An edition in the studio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudioEdition {
    /// `Original, H 40 × W 30 cm`.
    pub label: String,
    /// The price.
    pub price: String,
    /// The stock.
    pub stock: StockView,
}

/// The form for a work: fields `title`, `medium`, `year`, `description`, `styles`, `subjects` (comma-separated), `provenance` (one station
/// a line), `image` (file), `alt`, `editions.<n>.<field>` with n from 0, and the button `action` with `draft` or `submit`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkForm {
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The title as typed.
    pub title: String,
    /// The medium as typed.
    pub medium: String,
    /// The year as typed.
    pub year: String,
    /// The description as typed.
    pub description: String,
    /// The styles as typed.
    pub styles: String,
    /// The subjects as typed.
    pub subjects: String,
    /// The provenance as typed.
    pub provenance: String,
    /// The picture's description as typed.
    pub alt: String,
    /// True when ticked.
    pub signed: bool,
    /// The edition rows; at least one, but none where editions can no longer change. A row with neither price nor width counts as left empty.
    pub editions: Vec<EditionRow>,
    /// The currency code of all prices.
    pub currency: String,
    /// `Submit for review`, or `Publish` where moderation is off.
    pub submit_label: String,
    /// The largest file taken, in bytes.
    pub max_file_bytes: u64,
    /// The work that the form changes; empty for a new one.
    pub artwork_id: String,
    /// The version of the work that the form was filled from; empty for a new one.
    pub revision: String,
    /// True where the work is past being handed in.
    pub can_only_save: bool,
}

/// One row of the editions of a new work, as typed. Lengths in centimetres, weight in kilograms, price in whole units with a decimal point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionRow {
    /// The row's number in field names, from 0.
    pub index: usize,
    /// The kinds: `unique`, `limited`, `open`.
    pub kinds: Vec<Choice>,
    /// The label, e.g. `Giclée print`.
    pub label: String,
    /// How many numbered copies, for a limited edition.
    pub size: String,
    /// How many artist's proofs, for a limited edition.
    pub artist_proofs: String,
    /// Width.
    pub width_cm: String,
    /// Height.
    pub height_cm: String,
    /// Depth.
    pub depth_cm: String,
    /// Weight.
    pub weight_kg: String,
    /// Price.
    pub price: String,
    /// The tax regimes.
    pub tax_regimes: Vec<Choice>,
}

impl WorkForm {
    /// The largest file taken, in whole megabytes.
    #[must_use]
    pub const fn max_file_mb(&self) -> u64 {
        self.max_file_bytes / 1_000_000
    }
}

impl EditionRow {
    /// The name of one of the row's fields: `editions.0.price`.
    #[must_use]
    pub fn name(&self, field: &str) -> String {
        format!("editions.{}.{field}", self.index)
    }

    /// `Price in EUR`.
    #[must_use]
    pub fn price_label(&self, currency: &str) -> String {
        format!("Price in {currency}")
    }

    /// What is wrong with one of the row's fields.
    #[must_use]
    pub fn error_in<'a>(&self, errors: &'a Errors, field: &str) -> Option<&'a str> {
        errors.of(&self.name(field))
    }

    /// An empty row. The regimes are the API's words with what they mean.
    #[must_use]
    pub fn empty(index: usize) -> Self {
        let choice =
            |value: &str, label: &str, selected| Choice { value: value.to_owned(), label: label.to_owned(), selected };
        Self {
            index,
            kinds: vec![
                choice("unique", "Unique", index == 0),
                choice("limited", "Limited edition", index != 0),
                choice("open", "Open edition", false),
            ],
            tax_regimes: vec![
                choice("standard", "Standard rate", true),
                choice("reduced_art", "Reduced rate for art", false),
                choice("margin_art", "Margin scheme", false),
                choice("exempt_small_business", "Small business, exempt", false),
            ],
            ..Self::default()
        }
    }
}
