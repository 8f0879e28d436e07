//! What all documents have in common on the sheet: where their text stands, and in which styles.

use super::fonts::Face;
use super::shape::{Ink, Style};

/// Left edge of the type area.
pub(crate) const LEFT_PT: f32 = 62.0;
/// Right edge of the type area.
pub(crate) const RIGHT_PT: f32 = 533.276;
/// Width of the type area.
pub(crate) const CONTENT_PT: f32 = RIGHT_PT - LEFT_PT;
/// Where blocks begin on a following page.
pub(crate) const TOP_PT: f32 = 92.0;

/// Running text.
pub(crate) const BODY: Style = Style::new(Face::Regular, 10.5, Ink::Black);
/// Second to the running text.
pub(crate) const DETAIL: Style = Style::new(Face::Regular, 9.5, Ink::Grey);
/// Labels in small capitals.
pub(crate) const LABEL: Style = Style { small_caps: true, ..Style::new(Face::Regular, 9.2, Ink::Grey) };
