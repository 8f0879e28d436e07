//! The studio: what its pages share (the frame, the forms), and its first page: `GET /studio` with today's sales as they come.
//! The others: works, orders, what was sold elsewhere. It does not know what a status allows: flags say it.

use askama::Template;

use super::chrome::Chrome;
use super::form::{AddressFields, Choice, Errors};
use super::moment::Moment;
use crate::words::t;

pub mod books;
pub mod import;
pub mod orders;
pub mod payouts;
pub mod shipping;
pub mod sold;
pub mod works;

/// What every page of the studio shows around its own content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudioFrame {
    /// The seller's id; its topic is `seller:<id>:sales`.
    pub seller_id: String,
    /// The seller's name.
    pub seller_name: String,
    /// The rooms of the studio.
    pub rooms: Vec<RoomLink>,
}

/// A room of the studio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomLink {
    /// Its page.
    pub url: String,
    /// Its name.
    pub label: String,
    /// What waits there, if anything does.
    pub count: Option<u64>,
    /// True for the room this page is in.
    pub is_here: bool,
}

/// Today.
#[derive(Clone, Debug, Template)]
#[template(path = "studio.html")]
pub struct TodayPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// What a new seller does first; `None` once all of it is done.
    pub checklist: Option<Checklist>,
    /// Today's figures.
    pub figures: Vec<Figure>,
    /// Today against the same day of last week.
    pub chart: Chart,
    /// The latest sales and other news, the latest first; the feed grows above them.
    pub sales: Vec<SaleRow>,
}

/// What a new seller does first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// The steps in their order.
    pub steps: Vec<ChecklistStep>,
    /// How many are done.
    pub done: usize,
    /// What an admin has yet to do; empty once the seller is verified.
    pub waiting: String,
}

/// A step of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecklistStep {
    /// What.
    pub label: String,
    /// Why, or what is missing.
    pub detail: String,
    /// Where it is done.
    pub url: String,
    /// True once it is done.
    pub is_done: bool,
}

/// What was taken by the hour, today and on the same day of last week: two lines that rise, and the table they are drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The points of today's line, in the drawing's own units.
    pub today: String,
    /// The points of last week's line.
    pub before: String,
    /// Where today's line ends.
    pub end: Option<(String, String)>,
    /// The height of the drawing's top, in words: `€1,250`.
    pub top: String,
    /// The chart in one sentence.
    pub summary: String,
    /// Four-hour steps: the hour, taken by then last week, taken by then today (empty for hours to come).
    pub rows: Vec<ChartRow>,
}

/// A row of the table behind the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartRow {
    /// `By 08:00`.
    pub label: String,
    /// Taken by then on the same day of last week.
    pub before: String,
    /// Taken by then today; empty for hours to come.
    pub today: String,
}

/// The form of the seller: fields `legal_name`, `seller_email`, `vat_id`, `tax_number`, `trader`, and the address as `seller_line1`,
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
    /// `yes` or `no`: whether the seller sells as a trader; empty until it is said.
    pub trader: String,
    /// True once an admin has verified the seller.
    pub is_verified: bool,
    /// Where the seller sits.
    pub address: AddressFields,
    /// The countries to choose from.
    pub countries: Vec<Choice>,
    /// True while there is no address to print on invoices.
    pub is_missing: bool,
}

/// Who sells: `GET /studio/seller`.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_seller.html")]
pub struct SellerPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// The form.
    pub seller: SellerForm,
    /// The artists whose works are sold.
    pub artists: Vec<ArtistRow>,
    /// The form for another artist.
    pub artist: ArtistForm,
    /// Who belongs to the seller.
    pub members: Vec<MemberRow>,
    /// The form for another member; `None` for those who may not say who is one.
    pub member: Option<MemberForm>,
}

/// An artist whose works are sold: fields `name`, `bio`, `country`, `born`; posts to `/studio/artists/<id>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArtistRow {
    /// The artist's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The page in the gallery; `None` while nothing of theirs hangs.
    pub url: Option<String>,
    /// `3 works in the gallery`.
    pub works: String,
    /// The form with what is known.
    pub form: ArtistForm,
}

/// The form of an artist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArtistForm {
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The name.
    pub name: String,
    /// A few words.
    pub bio: String,
    /// The year of birth; may be empty.
    pub born: String,
    /// The countries to choose from, the first of them none.
    pub countries: Vec<Choice>,
}

/// Somebody who belongs to the seller; forms post to `/studio/members/<id>` with `action` `owner`, `member` or `remove`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// The person's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// True for owners.
    pub is_owner: bool,
    /// True for the one who reads this.
    pub is_self: bool,
}

/// The form for another member: fields `email` and `role`; posts to `/studio/members`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberForm {
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The address as typed.
    pub email: String,
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
    /// The prices of a work whose editions can no longer change otherwise: fields `price.<edition id>`.
    pub prices: Vec<PriceRow>,
    /// The seller's artists, where there are several.
    pub artists: Vec<Choice>,
}

/// The price of an edition that hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRow {
    /// The field's name: `price.<edition id>`.
    pub name: String,
    /// `Price of Original, H 40 × W 30 cm, in EUR`.
    pub label: String,
    /// The price as typed.
    pub price: String,
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
    /// Whether each copy is made to its buyer's order.
    pub made_to_order: bool,
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
        t("studio-edition-price").with("currency", currency).into()
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
            |value: &str, label: &str, selected| Choice { value: value.to_owned(), label: t(label).into(), selected };
        Self {
            index,
            kinds: vec![
                choice("unique", "studio-edition-kind-unique", index == 0),
                choice("limited", "studio-edition-kind-limited", index != 0),
                choice("open", "studio-edition-kind-open", false),
            ],
            tax_regimes: vec![
                choice("standard", "studio-tax-standard", true),
                choice("reduced_art", "studio-tax-reduced_art", false),
                choice("margin_art", "studio-tax-margin_art", false),
                choice("exempt_small_business", "studio-tax-exempt_small_business", false),
            ],
            ..Self::default()
        }
    }
}
