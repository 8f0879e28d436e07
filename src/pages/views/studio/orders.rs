//! The studio's orders: `GET /studio/orders` lists what is to pack, `/studio/orders/<id>` is one with its parcels,
//! `/studio/orders/<id>/slip` is the sheet that goes into the parcel. Forms post to `/studio/orders/<id>/shipments…`.
//! They know nothing of how an order was paid.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::form::Errors;
use super::super::moment::Moment;
use super::super::picture::Picture;
use super::StudioFrame;
use crate::words::t;

/// The list of orders.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_orders.html")]
pub struct OrdersPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// True for those to pack only.
    pub to_pack_only: bool,
    /// The orders.
    pub orders: Vec<PackRow>,
    /// The address of the next page.
    pub next_url: Option<String>,
}

/// An order in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackRow {
    /// The part's id.
    pub id: String,
    /// The order's number.
    pub number: String,
    /// When it was placed.
    pub placed: Moment,
    /// Where it goes: `Jo Weber, Berlin, Germany`.
    pub to: String,
    /// What: `Low Tide, No. 7 of 25`.
    pub works: Vec<String>,
    /// Its first picture.
    pub picture: Option<Picture>,
    /// The API's word for where the goods stand.
    pub status: String,
    /// The same in words.
    pub status_text: String,
    /// How it is to be sent.
    pub method: String,
    /// By when it is to leave; empty once it has.
    pub leaves: String,
    /// True when it should have left before today.
    pub is_late: bool,
}

impl PackRow {
    /// What stands above its number, as markup: `Order, <time …>23 November 2026, 14:32 UTC</time>`.
    #[must_use]
    pub fn over(&self) -> String {
        t("studio-order-over").with("at", &self.placed.text).around(time(&self.placed), "</time>").html()
    }
}

/// One order with its parcels.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_order.html")]
pub struct PackPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// The order.
    pub order: PackRow,
    /// Where it goes, line by line.
    pub address: Vec<String>,
    /// What the buyer chose: `Standard, €9.90`.
    pub delivery: String,
    /// What the works came to.
    pub sum: String,
    /// The artists' resale rights in it, which the seller owes.
    pub resale_right: Option<String>,
    /// The lines.
    pub lines: Vec<PackLine>,
    /// The parcels that have left.
    pub parcels: Vec<ParcelView>,
    /// True when something can leave now.
    pub can_ship: bool,
    /// Why nothing can; empty otherwise.
    pub blocked: String,
    /// True when the buyer collects it.
    pub is_collected: bool,
    /// The form of the next parcel.
    pub form: ParcelForm,
}

/// A line to be packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackLine {
    /// The line's id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Artist and edition.
    pub detail: String,
    /// The copies in words.
    pub copies: Vec<String>,
    /// How many.
    pub quantity: u32,
    /// The picture.
    pub picture: Option<Picture>,
    /// Size and weight: `H 40 × W 30 cm, 1.2 kg`; empty when the work is gone.
    pub measures: String,
    /// True when it is in no parcel yet.
    pub is_waiting: bool,
    /// True when its box is ticked.
    pub is_chosen: bool,
}

/// A parcel that has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParcelView {
    /// The parcel's id.
    pub id: String,
    /// `On its way with DHL`.
    pub text: String,
    /// The tracking number; may be empty.
    pub tracking_number: String,
    /// The carrier's page.
    pub tracking_url: Option<String>,
    /// What is in it.
    pub works: Vec<String>,
    /// When it was handed over.
    pub sent: Moment,
    /// True when its arrival can be noted.
    pub can_arrive: bool,
}

impl ParcelView {
    /// When it was handed over, as markup: `Handed over <time …>23 November 2026, 14:32 UTC</time>.`
    #[must_use]
    pub fn handed_over(&self) -> String {
        t("studio-order-handed-over").with("at", &self.sent.text).around(time(&self.sent), "</time>").html()
    }
}

/// The form of a parcel: fields `carrier`, `tracking_number`, and `line` for each line in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParcelForm {
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The carrier as typed.
    pub carrier: String,
    /// The number as typed.
    pub tracking_number: String,
    /// Carriers to choose from while typing.
    pub carriers: Vec<String>,
}

/// The sheet that goes into the parcel.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_slip.html")]
pub struct SlipPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it.
    pub frame: StudioFrame,
    /// The order.
    pub order: PackRow,
    /// Who sends, line by line.
    pub from: Vec<String>,
    /// Where buyers write.
    pub email: String,
    /// Where it goes, line by line.
    pub address: Vec<String>,
    /// The lines.
    pub lines: Vec<PackLine>,
    /// How it is sent.
    pub delivery: String,
}

/// The beginning of the markup of a moment.
fn time(at: &Moment) -> String {
    format!("<time datetime=\"{}\">", at.iso)
}
