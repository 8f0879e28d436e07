//! Invoices and credit notes: from frozen data to a page a gallery is glad to send.
//!
//! Draws what Directive 2006/112/EC, Article 226, demands and nothing it forbids: under the margin scheme no tax is
//! shown. Knows no rates, no numbers and no storage.

mod draft;
mod foot;
mod head;
mod notes;
mod sums;
mod table;
mod words;

#[cfg(test)]
mod tests;

use chrono::Datelike;
use impasto_domain::document::{InvoiceData, InvoiceInconsistency};

use self::draft::Draft;
use crate::document::fonts::{Faces, faces};
use crate::document::pdf;

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvoiceError {
    /// The data must not be issued as it is.
    #[error(transparent)]
    Inconsistent(#[from] InvoiceInconsistency),
    /// A typeface of the build is damaged.
    #[error("a typeface cannot be read")]
    Typefaces,
    /// The file would not conform to PDF/A-3a and PDF/UA-1; a fault of the layout, not of the data.
    #[error("the document could not be written: {0}")]
    Writing(String),
}

/// Renders an invoice or a credit note as PDF/A-3a and PDF/UA-1. The same data gives the same bytes. Takes a few
/// milliseconds: not for a thread that serves sockets.
///
/// # Errors
/// [`InvoiceError::Inconsistent`] when the sums do not agree or a demanded field is missing.
pub fn render_invoice(data: &InvoiceData) -> Result<Vec<u8>, InvoiceError> {
    data.check()?;
    let faces = faces().ok_or(InvoiceError::Typefaces)?;
    let draft = set(data, faces);
    let number = |value: u32| u8::try_from(value).unwrap_or(1);
    let about = pdf::About {
        title: draft.title(),
        author: data.seller.legal_name.clone(),
        language: draft.language.tag(),
        dated: (
            u16::try_from(data.issued_on.year()).unwrap_or(0),
            number(data.issued_on.month()),
            number(data.issued_on.day()),
        ),
        identity: format!("{}/{}/{}", data.kind, data.series, data.number),
    };
    pdf::write(&draft.sheets, about, faces).map_err(InvoiceError::Writing)
}

/// Sets the whole document.
fn set<'a>(data: &'a InvoiceData, faces: &'static Faces) -> Draft<'a> {
    let mut draft = Draft::new(data, faces);
    let foot = foot::measure(&mut draft);
    head::draw(&mut draft);
    table::draw(&mut draft);
    sums::draw(&mut draft);
    notes::draw(&mut draft);
    foot::draw(&mut draft, &foot);
    draft
}
