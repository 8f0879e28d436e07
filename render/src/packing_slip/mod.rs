//! Packing slips: the sheet that lies in a parcel, or behind the window of the envelope on it.
//!
//! Says who sends, where it goes and what is in it, with a box to tick for each line. It tells no prices: a parcel may be
//! a present. Knows no storage, no catalogue and no clock.

mod draft;
mod foot;
mod head;
mod table;
mod words;

#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};
use impasto_domain::language::Language;

use self::draft::Draft;
use crate::document::fonts::{Faces, faces};
use crate::document::pdf;

/// What a packing slip says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackingSlip {
    /// The language of its words.
    pub language: Language,
    /// The order's number.
    pub order_number: String,
    /// When the order was placed.
    pub ordered_on: NaiveDate,
    /// Who sends.
    pub seller: SlipSeller,
    /// Where it goes: name first, country last.
    pub recipient_lines: Vec<String>,
    /// How it is sent; may be empty.
    pub delivery: String,
    /// Which parcel of the order it is.
    pub parcel: SlipParcel,
    /// What is in it.
    pub lines: Vec<SlipLine>,
}

/// Who sends a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipSeller {
    /// The name on the storefront.
    pub name: String,
    /// Its address without the name, country last.
    pub address_lines: Vec<String>,
    /// Where buyers write.
    pub email: String,
}

/// Which parcel a slip is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SlipParcel {
    /// Its number among the seller's parcels of the order, 1-based.
    pub number: u32,
    /// How many there are, as far as is known.
    pub of: u32,
    /// Who carries it, once it has left.
    pub carrier: Option<String>,
    /// Its number there.
    pub tracking_number: Option<String>,
}

/// A line to pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipLine {
    /// The work's title.
    pub title: String,
    /// The artist's name.
    pub artist: String,
    /// The edition's label.
    pub edition_label: Option<String>,
    /// The copies' labels: `7/25`.
    pub copy_labels: Vec<String>,
    /// How many.
    pub quantity: u32,
    /// What one measures and weighs; `None` when the work is gone.
    pub measures: Option<SlipMeasures>,
}

/// What one copy measures and weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlipMeasures {
    /// Height in tenths of a millimetre.
    pub height_tenth_mm: u32,
    /// Width in tenths of a millimetre.
    pub width_tenth_mm: u32,
    /// Depth in tenths of a millimetre; 0 for what is flat.
    pub depth_tenth_mm: u32,
    /// Weight in grams.
    pub weight_g: u32,
}

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackingSlipError {
    /// A typeface of the build is damaged.
    #[error("a typeface cannot be read")]
    Typefaces,
    /// The file would not conform to PDF/A-3a and PDF/UA-1; a fault of the layout, not of the data.
    #[error("the packing slip could not be written: {0}")]
    Writing(String),
}

/// Renders a packing slip as PDF/A-3a and PDF/UA-1. The same data gives the same bytes. Takes a few milliseconds: not for
/// a thread that serves sockets.
///
/// # Errors
/// [`PackingSlipError`] when the file cannot be written, whatever the data.
pub fn render_packing_slip(data: &PackingSlip) -> Result<Vec<u8>, PackingSlipError> {
    let faces = faces().ok_or(PackingSlipError::Typefaces)?;
    let draft = set(data, faces);
    let number = |value: u32| u8::try_from(value).unwrap_or(1);
    let about = pdf::About {
        title: draft.title(),
        author: data.seller.name.clone(),
        language: data.language.tag(),
        dated: (
            u16::try_from(data.ordered_on.year()).unwrap_or(0),
            number(data.ordered_on.month()),
            number(data.ordered_on.day()),
        ),
        identity: format!("packing-slip/{}/{}/{}", data.seller.name, data.order_number, data.parcel.number),
    };
    pdf::write(&draft.sheets, about, faces).map_err(PackingSlipError::Writing)
}

/// Sets the whole sheet.
fn set<'a>(data: &'a PackingSlip, faces: &'static Faces) -> Draft<'a> {
    let mut draft = Draft::new(data, faces);
    head::draw(&mut draft);
    table::draw(&mut draft);
    foot::draw(&mut draft);
    draft
}
