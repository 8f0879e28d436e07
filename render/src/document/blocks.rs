//! Blocks that more than one document has on its pages: a label with its heading, and rows below each other.
//!
//! Knows no document and no words.

use super::shape::{Shaper, Style};
use super::sheets::{Meaning, ROOT, Role, Sheets};
use super::type_area::LABEL;
use super::wrap::{shortened, wrap};

/// A heading of the second level, set as a label.
pub(crate) fn label_heading(shaper: &mut Shaper, sheets: &mut Sheets, words: &str, (x_pt, baseline_pt): (f32, f32)) {
    let line = shaper.line(words, LABEL);
    sheets.labelled(ROOT, Role::Heading(2, words.to_owned()), x_pt, baseline_pt, line, LABEL.ink);
}

/// Rows below each other as one paragraph; gives the last baseline.
pub(crate) fn column(
    shaper: &mut Shaper,
    sheets: &mut Sheets,
    rows: &[String],
    style: Style,
    (x_pt, first_pt): (f32, f32),
    width_pt: f32,
    (leading_pt, lines_max): (f32, usize),
) -> f32 {
    let id = sheets.element(ROOT, Role::Paragraph);
    let mut lines = Vec::new();
    for row in rows {
        lines.extend(wrap(shaper, row, style, width_pt));
    }
    let mut baseline = first_pt;
    for line in shortened(shaper, lines, style, lines_max) {
        sheets.text(x_pt, baseline, line, style.ink, Meaning::Content(id));
        baseline += leading_pt;
    }
    baseline - leading_pt
}
