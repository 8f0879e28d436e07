//! Setting a sheet: parties, title, facts, the table over its pages, sums, notes and the number of each page.

use super::sheet::{Column, Sheet};
use crate::document::fonts::{Face, Faces};
use crate::document::shape::{Ink, Line, Shaper, Style};
use crate::document::sheets::{ElementId, HEIGHT_PT, Item, Meaning, ROOT, Role, Sheets};
use crate::document::type_area::{BODY, CONTENT_PT, DETAIL, LABEL, LEFT_PT, RIGHT_PT, TOP_PT};
use crate::document::wrap::wrap;

const TITLE: Style = Style::new(Face::Regular, 25.0, Ink::Black);
const NAME: Style = Style::new(Face::Regular, 15.0, Ink::Grey);
const CELL: Style = Style::new(Face::Regular, 8.8, Ink::Black);
const SMALL: Style = Style::new(Face::Regular, 7.8, Ink::Grey);
/// Where the type area ends; the number of the page stands below.
const BOTTOM_PT: f32 = HEIGHT_PT - 78.0;
const NUMBER_BASELINE_PT: f32 = HEIGHT_PT - 48.0;
/// Where the right-hand column of the head begins.
const ASIDE_PT: f32 = 320.0;
const LEADING_PT: f32 = 14.0;
const CELL_LEADING_PT: f32 = 11.6;
const CELL_PAD_PT: f32 = 4.0;
/// Between two columns.
const GUTTER_PT: f32 = 6.0;
/// A cell, an address or a note of more lines than this is cut, visibly.
const LINES_MAX: usize = 12;

struct Draft<'a> {
    sheet: &'a Sheet,
    shaper: Shaper,
    sheets: Sheets,
    y_pt: f32,
}

/// Sets a whole sheet.
pub(super) fn set(sheet: &Sheet, faces: &'static Faces) -> Sheets {
    let mut draft = Draft { sheet, shaper: Shaper::new(faces), sheets: Sheets::new(), y_pt: 0.0 };
    draft.head();
    draft.table();
    draft.sums();
    draft.notes();
    draft.numbers();
    draft.sheets
}

impl Draft<'_> {
    fn lines(&mut self, text: &str, style: Style, width_pt: f32) -> Vec<Line> {
        let mut lines = wrap(&mut self.shaper, text, style, width_pt);
        if lines.len() > LINES_MAX {
            lines.truncate(LINES_MAX - 1);
            lines.push(self.shaper.line("…", style));
        }
        lines
    }

    fn make_room(&mut self, height_pt: f32) {
        if self.y_pt + height_pt > BOTTOM_PT {
            self.begin_page();
        }
    }

    /// Begins a page with its running head.
    fn begin_page(&mut self) {
        self.sheets.begin_page();
        let (author, title) = (self.sheet.author.clone(), format!("{} {}", self.sheet.title, self.sheet.name));
        let author = self.lines(&author, SMALL, CONTENT_PT / 2.0 - 20.0).into_iter().next();
        let title = self.lines(&title, SMALL, CONTENT_PT / 2.0 - 20.0).into_iter().next();
        if let Some(line) = author {
            self.sheets.text(LEFT_PT, 58.0, line, SMALL.ink, Meaning::Repeated);
        }
        if let Some(line) = title {
            self.sheets.text_right(RIGHT_PT, 58.0, line, SMALL.ink, Meaning::Repeated);
        }
        self.sheets.rule(LEFT_PT, 66.0, CONTENT_PT, 0.4, Ink::Hairline);
        self.y_pt = TOP_PT;
    }

    /// Who writes to whom, what it is, and the facts of it.
    fn head(&mut self) {
        let sheet = self.sheet;
        // Read first, though it stands below the addresses.
        let whole = format!("{} {}", sheet.title, sheet.name);
        let title = self.sheets.element(ROOT, Role::Heading(1, whole));
        self.sheets.rule(LEFT_PT, 50.0, 26.0, 1.6, Ink::Accent);
        let left = self.block((sheet.parties.1, &sheet.recipient), (LEFT_PT, 74.0), ASIDE_PT - LEFT_PT - 24.0);
        let right = self.block((sheet.parties.0, &sheet.sender), (ASIDE_PT, 74.0), RIGHT_PT - ASIDE_PT);
        self.y_pt = left.max(right) + 46.0;
        for line in self.lines(&sheet.title, TITLE, CONTENT_PT) {
            self.sheets.text(LEFT_PT, self.y_pt, line, TITLE.ink, Meaning::Content(title));
            self.y_pt += 24.0;
        }
        for line in self.lines(&sheet.name, NAME, CONTENT_PT) {
            self.sheets.text(LEFT_PT, self.y_pt, line, NAME.ink, Meaning::Content(title));
            self.y_pt += 20.0;
        }
        self.y_pt += 4.0;
        for (label, value) in &sheet.facts {
            let row = self.sheets.element(ROOT, Role::Paragraph);
            let label = self.shaper.line(&format!("{label} "), DETAIL);
            let beside = LEFT_PT + label.width_pt;
            self.sheets.text(LEFT_PT, self.y_pt, label, DETAIL.ink, Meaning::Content(row));
            for line in self.lines(value, BODY, RIGHT_PT - beside) {
                self.sheets.text(beside, self.y_pt, line, BODY.ink, Meaning::Content(row));
                self.y_pt += LEADING_PT;
            }
        }
        self.y_pt += 14.0;
    }

    /// A party under its label. Gives the last baseline.
    fn block(&mut self, (label, rows): (&'static str, &[String]), (x_pt, first_pt): (f32, f32), width_pt: f32) -> f32 {
        let line = self.shaper.line(label, LABEL);
        self.sheets.labelled(ROOT, Role::Heading(2, label.to_owned()), x_pt, first_pt, line, LABEL.ink);
        let id = self.sheets.element(ROOT, Role::Paragraph);
        let mut lines = Vec::new();
        for row in rows {
            lines.extend(self.lines(row, BODY, width_pt));
        }
        lines.truncate(LINES_MAX);
        let mut baseline = first_pt + 4.0;
        for line in lines {
            baseline += LEADING_PT;
            self.sheets.text(x_pt, baseline, line, BODY.ink, Meaning::Content(id));
        }
        baseline
    }

    fn table(&mut self) {
        let sheet = self.sheet;
        if sheet.rows.is_empty() {
            let id = self.sheets.element(ROOT, Role::Paragraph);
            for line in self.lines(&sheet.nothing, BODY, CONTENT_PT) {
                self.y_pt += LEADING_PT;
                self.sheets.text(LEFT_PT, self.y_pt, line, BODY.ink, Meaning::Content(id));
            }
            self.y_pt += 14.0;
            return;
        }
        let table = self.sheets.element(ROOT, Role::Table);
        let head = self.sheets.element(table, Role::TableHead);
        self.make_room(80.0);
        self.table_head(Some(head));
        let body = self.sheets.element(table, Role::TableBody);
        for row in &sheet.rows {
            self.row(row, body);
        }
        self.sheets.rule(LEFT_PT, self.y_pt, CONTENT_PT, 0.6, Ink::Black);
    }

    /// The head of the columns; as content the first time, repeated for the eye on following pages.
    fn table_head(&mut self, content: Option<ElementId>) {
        let row = content.map(|head| self.sheets.element(head, Role::Row));
        let mut cells = Vec::new();
        for column in &self.sheet.columns {
            cells.push(self.lines(column.label, LABEL, column.width_pt - GUTTER_PT));
        }
        let height = cells.iter().map(Vec::len).max().unwrap_or(1) as f32 * CELL_LEADING_PT;
        let mut x_pt = LEFT_PT;
        for (column, lines) in self.sheet.columns.iter().zip(cells) {
            let meaning = match row {
                Some(row) => Meaning::Content(self.sheets.element(row, Role::ColumnHead)),
                None => Meaning::Repeated,
            };
            self.cell(column, x_pt, (self.y_pt, CELL_LEADING_PT), lines, (LABEL.ink, meaning));
            x_pt += column.width_pt;
        }
        self.y_pt += height + 5.0;
        self.sheets.rule(LEFT_PT, self.y_pt, CONTENT_PT, 0.6, Ink::Black);
    }

    fn row(&mut self, cells: &[String], body: ElementId) {
        let columns = &self.sheet.columns;
        let mut set = Vec::new();
        for (column, cell) in columns.iter().zip(cells) {
            set.push(self.lines(cell, CELL, column.width_pt - GUTTER_PT));
        }
        let lines = set.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let height = lines as f32 * CELL_LEADING_PT + 2.0 * CELL_PAD_PT;
        if self.y_pt + height > BOTTOM_PT {
            self.begin_page();
            self.table_head(None);
        }
        let row = self.sheets.element(body, Role::Row);
        let mut x_pt = LEFT_PT;
        for (place, (column, lines)) in columns.iter().zip(set).enumerate() {
            let role = if place == 0 { Role::RowHead } else { Role::Cell };
            let id = self.sheets.element(row, role);
            self.cell(
                column,
                x_pt,
                (self.y_pt + CELL_PAD_PT, CELL_LEADING_PT),
                lines,
                (CELL.ink, Meaning::Content(id)),
            );
            x_pt += column.width_pt;
        }
        self.y_pt += height;
        self.sheets.rule(LEFT_PT, self.y_pt, CONTENT_PT, 0.4, Ink::Hairline);
    }

    fn cell(
        &mut self,
        column: &Column,
        x_pt: f32,
        (top_pt, leading_pt): (f32, f32),
        lines: Vec<Line>,
        (ink, meaning): (Ink, Meaning),
    ) {
        let mut baseline = top_pt - 2.4;
        for line in lines {
            baseline += leading_pt;
            if column.is_right {
                self.sheets.text_right(x_pt + column.width_pt, baseline, line, ink, meaning);
            } else {
                self.sheets.text(x_pt, baseline, line, ink, meaning);
            }
        }
    }

    fn sums(&mut self) {
        let sheet = self.sheet;
        self.make_room(20.0 + sheet.sums.len() as f32 * LEADING_PT);
        self.y_pt += 8.0;
        for sum in &sheet.sums {
            let row = self.sheets.element(ROOT, Role::Paragraph);
            let style = if sum.is_strong { Style { size_pt: 12.0, ..BODY } } else { BODY };
            if sum.is_strong {
                self.y_pt += 6.0;
                self.sheets.rule(ASIDE_PT, self.y_pt, RIGHT_PT - ASIDE_PT, 0.6, Ink::Black);
                self.y_pt += 4.0;
            }
            let value = self.shaper.line(&sum.value, style);
            let room = (RIGHT_PT - LEFT_PT - value.width_pt - 12.0).max(60.0);
            self.y_pt += LEADING_PT;
            let labels = self.lines(&format!("{} ", sum.label), DETAIL, room);
            let first = self.y_pt;
            for (place, label) in labels.into_iter().enumerate() {
                if place > 0 {
                    self.y_pt += LEADING_PT;
                }
                let x_pt = ASIDE_PT.min(RIGHT_PT - value.width_pt - 12.0 - label.width_pt).max(LEFT_PT);
                self.sheets.text(x_pt, self.y_pt, label, DETAIL.ink, Meaning::Content(row));
            }
            self.sheets.text_right(RIGHT_PT, first, value, style.ink, Meaning::Content(row));
        }
    }

    /// What must be said, and the house's small print.
    fn notes(&mut self) {
        let sheet = self.sheet;
        let notes = sheet.notes.iter().map(|note| (note, BODY)).chain(sheet.foot.iter().map(|foot| (foot, SMALL)));
        for (note, style) in notes {
            let lines = self.lines(note, style, CONTENT_PT);
            self.make_room(20.0 + lines.len() as f32 * LEADING_PT);
            self.y_pt += 14.0;
            let id = self.sheets.element(ROOT, Role::Paragraph);
            for line in lines {
                self.y_pt += LEADING_PT;
                self.sheets.text(LEFT_PT, self.y_pt, line, style.ink, Meaning::Content(id));
            }
        }
    }

    /// The number of each page, once it is known how many there are.
    fn numbers(&mut self) {
        let pages = self.sheets.pages.len();
        for index in 0..pages {
            let text = self.sheet.page_of.replace("{n}", &(index + 1).to_string()).replace("{m}", &pages.to_string());
            let line = self.shaper.line(&text, SMALL);
            let x_pt = RIGHT_PT - line.width_pt;
            if let Some(page) = self.sheets.pages.get_mut(index) {
                page.push(Item::Text {
                    x_pt,
                    baseline_pt: NUMBER_BASELINE_PT,
                    line,
                    ink: SMALL.ink,
                    meaning: Meaning::Repeated,
                });
            }
        }
    }
}
