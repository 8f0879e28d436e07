//! A document while it is being set: where the next block goes, in which words and type.

use impasto_domain::document::{DocumentKind, InvoiceData};
use impasto_domain::money::Money;
use impasto_domain::tax::TaxRegime;

use super::words::Words;
use crate::document::fonts::{Face, Faces};
use crate::document::shape::{Ink, Line, Shaper, Style};
use crate::document::sheets::{Meaning, Sheets};
use crate::document::type_area::TOP_PT;
pub(super) use crate::document::type_area::{BODY, CONTENT_PT, DETAIL, LABEL, LEFT_PT, RIGHT_PT};
use crate::document::wrap::{shortened, wrap};
use crate::document::{Language, format_amount, format_money};

/// Where the right-hand column of the head begins.
pub(super) const ASIDE_PT: f32 = 366.0;

/// The head's and the foot's small print.
pub(super) const SMALL: Style = Style::new(Face::Regular, 8.6, Ink::Grey);

/// A document being set.
pub(super) struct Draft<'a> {
    pub(super) data: &'a InvoiceData,
    pub(super) words: &'static Words,
    pub(super) language: Language,
    pub(super) shaper: Shaper,
    pub(super) sheets: Sheets,
    /// Where the next block begins, in points from the top of the last page.
    pub(super) y_pt: f32,
    /// Where the type area ends.
    pub(super) bottom_pt: f32,
}

impl<'a> Draft<'a> {
    pub(super) fn new(data: &'a InvoiceData, faces: &'static Faces) -> Self {
        let language = Language::of_locale(&data.locale);
        Self {
            data,
            words: Words::of(language),
            language,
            shaper: Shaper::new(faces),
            sheets: Sheets::new(),
            y_pt: 0.0,
            bottom_pt: 0.0,
        }
    }

    pub(super) fn line(&mut self, text: &str, style: Style) -> Line {
        self.shaper.line(text, style)
    }

    pub(super) fn wrap(&mut self, text: &str, style: Style, width_pt: f32) -> Vec<Line> {
        wrap(&mut self.shaper, text, style, width_pt)
    }

    /// The first lines of a text; where lines are left out, the last one ends in an ellipsis.
    pub(super) fn wrap_to(&mut self, text: &str, style: Style, width_pt: f32, lines_max: usize) -> Vec<Line> {
        let lines = self.wrap(text, style, width_pt);
        self.shortened(lines, style, lines_max)
    }

    /// As many lines as there is room for; where some are left out, the last one ends in an ellipsis.
    pub(super) fn shortened(&mut self, lines: Vec<Line>, style: Style, lines_max: usize) -> Vec<Line> {
        shortened(&mut self.shaper, lines, style, lines_max)
    }

    /// Makes sure that a block of this height fits; begins a page if it does not. Whether it did.
    pub(super) fn make_room(&mut self, height_pt: f32) -> bool {
        if self.y_pt + height_pt <= self.bottom_pt {
            return false;
        }
        self.begin_page();
        true
    }

    /// Begins a page with its running head.
    pub(super) fn begin_page(&mut self) {
        self.sheets.begin_page();
        let seller = self.wrap(&self.data.seller.legal_name, SMALL, CONTENT_PT / 2.0).into_iter().next();
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

    /// `Invoice G-2026-000042`.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.heading(), self.data.number)
    }

    pub(super) const fn heading(&self) -> &'static str {
        match self.data.kind {
            DocumentKind::CreditNote => self.words.credit_note,
            _ => self.words.invoice,
        }
    }

    pub(super) fn is_credit(&self) -> bool {
        self.data.kind == DocumentKind::CreditNote
    }

    pub(super) fn amount(&self, minor: i64) -> String {
        format_amount(Money::new(minor, self.data.currency), self.language)
    }

    pub(super) fn money(&self, minor: i64) -> String {
        format_money(Money::new(minor, self.data.currency), self.language)
    }

    /// Whether any line has a taxable amount and a tax to show. Not so for a document that is all under the margin
    /// scheme or of an exempt small business: there the columns would say nothing, or what must not be said.
    pub(super) fn shows_net(&self) -> bool {
        self.data.vat_summary.iter().any(|row| has_taxable_amount(row.regime))
    }
}

/// Whether lines of this regime state a taxable amount (Article 226(8)).
pub(super) const fn has_taxable_amount(regime: TaxRegime) -> bool {
    !matches!(regime, TaxRegime::MarginArt | TaxRegime::ExemptSmallBusiness)
}
