//! A seller's shipping table: `GET /studio/shipping`, and for staff `/console/sellers/<id>/shipping`. The form posts there, a file
//! to `…/table`, and `…/house` takes the house's table again. The fields of a method are called `<id>.<field>`.

use askama::Template;

use super::super::chrome::Chrome;
use super::super::console::ConsoleFrame;
use super::super::console::settings_table::Rehearsal;
use super::super::form::{Choice, Errors};
use super::StudioFrame;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "studio_shipping.html")]
pub struct ShippingPage {
    /// The frame.
    pub chrome: Chrome,
    /// The studio around it; none at the console.
    pub studio: Option<StudioFrame>,
    /// The console around it, for staff.
    pub console: Option<ConsoleFrame>,
    /// Its address.
    pub here: String,
    /// The seller.
    pub seller_name: String,
    /// What is wrong with what was sent.
    pub errors: Errors,
    /// True for a table of the seller's own.
    pub is_own: bool,
    /// The form.
    pub form: ShippingForm,
    /// The names of a file's columns.
    pub columns: String,
    /// The most lines of a file.
    pub lines_max: usize,
    /// What the file that was sent would change.
    pub rehearsal: Option<Rehearsal>,
    /// The work whose price is asked for.
    pub sample: SampleForm,
}

/// The table, as it is or as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingForm {
    /// The entity tag of the table it was made from.
    pub seen: String,
    /// One price band a line.
    pub table: String,
    /// Cubic centimetres a kilogram.
    pub volumetric_divisor: String,
    /// Working days until things leave.
    pub handling_days: String,
    /// What each method charges beside.
    pub methods: Vec<MethodForm>,
    /// What can be collected.
    pub pickup: PickupForm,
}

/// What a method charges beside its bands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodForm {
    /// What the names of its fields begin with: `standard.`
    pub prefix: String,
    /// Its name.
    pub name: String,
    /// Working days until it leaves; empty for the table's.
    pub handling_days: String,
    /// Free from these values on.
    pub free_from: String,
    /// Not offered beyond these values.
    pub value_max: String,
    /// Percent of the value.
    pub insurance_percent: String,
    /// What the insurance costs at least.
    pub insurance_minimum: String,
    /// The name of the insured way, where it is a choice.
    pub insurance_name: String,
    /// Centimetres beyond which a crate is needed.
    pub crate_side: String,
    /// Kilograms beyond which a crate is needed.
    pub crate_weight: String,
    /// Values beyond which a crate is needed.
    pub crate_value: String,
    /// True when framed works need one.
    pub crate_framed: bool,
    /// What a crate costs.
    pub crate_prices: String,
    /// True when its fields are shown at once: something is wrong with one of them.
    pub is_open: bool,
}

/// What can be collected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PickupForm {
    /// What it is called.
    pub name: String,
    /// Where; empty when nothing can be collected.
    pub address: String,
    /// When.
    pub hours: String,
    /// What it costs.
    pub prices: String,
    /// True when buyers abroad may collect as well.
    pub everywhere: bool,
}

/// A work, where it goes, and what that costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SampleForm {
    /// Centimetres.
    pub width: String,
    /// Centimetres.
    pub height: String,
    /// Centimetres.
    pub depth: String,
    /// Kilograms.
    pub weight: String,
    /// The price, in the seller's currency.
    pub price: String,
    /// That currency.
    pub currency: String,
    /// True when it is framed.
    pub framed: bool,
    /// Where it goes.
    pub countries: Vec<Choice>,
    /// What it costs; `None` until it is asked for.
    pub offers: Option<Vec<SampleOffer>>,
}

/// A way to send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleOffer {
    /// Its name.
    pub name: String,
    /// What it costs.
    pub price: String,
    /// What of that is for a crate; empty for nothing.
    pub crate_price: String,
    /// What of that is for insurance; empty for nothing.
    pub insurance: String,
}
