//! A packing slip while it is being set: where the next block goes, in which words and type.

use super::PackingSlip;
use super::words::Words;
use crate::document::fonts::{Face, Faces};
use crate::document::shape::{Ink, Line, Shaper, Style};
use crate::document::sheets::{HEIGHT_PT, Meaning, Sheets};
use crate::document::type_area::TOP_PT;
pub(super) use crate::document::type_area::{BODY, CONTENT_PT, DETAIL, LABEL, LEFT_PT, RIGHT_PT};
use crate::document::wrap::{shortened, wrap};

/// Where the type area ends; the number of the page stands below.
pub(super) const BOTTOM_PT: f32 = HEIGHT_PT - 74.0;

/// Small print.
pub(super) const SMALL: Style = Style::new(Face::Regular, 8.6, Ink::Grey);

/// A packing slip being set.
pub(super) struct Draft<'a> {
    pub(super) data: &'a PackingSlip,
    pub(super) words: &'static Words,
    pub(super) shaper: Shaper,
    pub(super) sheets: Sheets,
    /// Where the next block begins, in points from the top of the last page.
    pub(super) y_pt: f32,
}

impl<'a> Draft<'a> {
    pub(super) fn new(data: &'a PackingSlip, faces: &'static Faces) -> Self {
        Self { data, words: Words::of(data.language), shaper: Shaper::new(faces), sheets: Sheets::new(), y_pt: 0.0 }
    }

    /// `Packing slip IM-7K2Q9F`.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.words.packing_slip, self.data.order_number)
    }

    pub(super) fn line(&mut self, text: &str, style: Style) -> Line {
        self.shaper.line(text, style)
    }

    pub(super) fn wrap(&mut self, text: &str, style: Style, width_pt: f32) -> Vec<Line> {
        wrap(&mut self.shaper, text, style, width_pt)
    }

    /// As many lines as there is room for; where some are left out, the last one ends in an ellipsis.
    pub(super) fn shortened(&mut self, lines: Vec<Line>, style: Style, lines_max: usize) -> Vec<Line> {
        shortened(&mut self.shaper, lines, style, lines_max)
    }

    /// Makes sure that a block of this height fits; begins a page if it does not.
    pub(super) fn make_room(&mut self, height_pt: f32) {
        if self.y_pt + height_pt > BOTTOM_PT {
            self.begin_page();
        }
    }

    /// Begins a page with its running head.
    pub(super) fn begin_page(&mut self) {
        self.sheets.begin_page();
        let seller = self.wrap(&self.data.seller.name, SMALL, CONTENT_PT / 2.0).into_iter().next();
        let title = self.title();
        let title = self.wrap(&title, SMALL, CONTENT_PT / 2.0 - 20.0).into_iter().next();
        if let Some(line) = seller {
            self.sheets.text(LEFT_PT, 58.0, line, SMALL.ink, Meaning::Repeated);
        }
        if let Some(line) = title {
            self.sheets.text_right(RIGHT_PT, 58.0, line, SMALL.ink, Meaning::Repeated);
        }
        self.sheets.rule(LEFT_PT, 66.0, CONTENT_PT, 0.4, Ink::Hairline);
        self.y_pt = TOP_PT;
    }
}
