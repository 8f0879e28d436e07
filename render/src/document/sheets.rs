//! Pages before they are written: what stands where, and what it means.
//!
//! Holds placed lines and rules page by page, and beside them the tree of headings, paragraphs and tables that a
//! screen reader follows. Knows no document and no PDF.

use super::shape::{Ink, Line};

/// A4 in points.
pub(crate) const WIDTH_PT: f32 = 595.276;
/// A4 in points.
pub(crate) const HEIGHT_PT: f32 = 841.89;

/// All pages of a document.
#[derive(Debug)]
pub(crate) struct Sheets {
    pub(crate) pages: Vec<Vec<Item>>,
    pub(crate) elements: Vec<Element>,
}

/// Something on a page.
#[derive(Debug)]
pub(crate) enum Item {
    /// A line of text, its left end and baseline in points from the top left corner.
    Text { x_pt: f32, baseline_pt: f32, line: Line, ink: Ink, meaning: Meaning },
    /// A horizontal bar; ornament only.
    Rule { x_pt: f32, y_pt: f32, width_pt: f32, weight_pt: f32, ink: Ink },
    /// A JPEG, as it is.
    Picture { at: Frame, jpeg: Vec<u8>, meaning: Meaning },
    /// Black squares of a grid, row by row, as wide as they are high.
    Squares { at: Frame, columns: usize, dark: Vec<bool>, meaning: Meaning },
}

/// A rectangle in points from the top left corner of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) x_pt: f32,
    pub(crate) y_pt: f32,
    pub(crate) width_pt: f32,
    pub(crate) height_pt: f32,
}

/// What an item is to somebody who cannot see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Content of an element.
    Content(ElementId),
    /// Said before, or only for the eye: page numbers, repeated heads.
    Repeated,
}

/// A node of the tree.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) role: Role,
    pub(crate) children: Vec<ElementId>,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Role {
    Root,
    /// A heading with its level (1 or 2) and its words, which also go to the outline.
    Heading(u16, String),
    Paragraph,
    /// Something to look at, with its words for those who do not see it, and where it is on the first page.
    Figure(String, Frame),
    Table,
    TableHead,
    TableBody,
    Row,
    /// A head cell of a column.
    ColumnHead,
    /// A head cell of a row.
    RowHead,
    Cell,
}

/// The place of an element in [`Sheets::elements`].
pub(crate) type ElementId = usize;

/// The root of the tree.
pub(crate) const ROOT: ElementId = 0;

impl Sheets {
    pub(crate) fn new() -> Self {
        Self { pages: vec![Vec::new()], elements: vec![Element { role: Role::Root, children: Vec::new() }] }
    }

    /// Adds an element as the last child of another.
    pub(crate) fn element(&mut self, parent: ElementId, role: Role) -> ElementId {
        let id = self.elements.len();
        self.elements.push(Element { role, children: Vec::new() });
        if let Some(parent) = self.elements.get_mut(parent) {
            parent.children.push(id);
        }
        id
    }

    /// Adds an element with one line of text on the last page.
    pub(crate) fn labelled(
        &mut self,
        parent: ElementId,
        role: Role,
        x_pt: f32,
        baseline_pt: f32,
        line: Line,
        ink: Ink,
    ) {
        let id = self.element(parent, role);
        self.text(x_pt, baseline_pt, line, ink, Meaning::Content(id));
    }

    /// Puts a line on the last page.
    pub(crate) fn text(&mut self, x_pt: f32, baseline_pt: f32, line: Line, ink: Ink, meaning: Meaning) {
        self.put(Item::Text { x_pt, baseline_pt, line, ink, meaning });
    }

    /// Puts a line on the last page so that it ends at `right_pt`.
    pub(crate) fn text_right(&mut self, right_pt: f32, baseline_pt: f32, line: Line, ink: Ink, meaning: Meaning) {
        let x_pt = right_pt - line.width_pt;
        self.text(x_pt, baseline_pt, line, ink, meaning);
    }

    /// Puts a bar on the last page.
    pub(crate) fn rule(&mut self, x_pt: f32, y_pt: f32, width_pt: f32, weight_pt: f32, ink: Ink) {
        self.put(Item::Rule { x_pt, y_pt, width_pt, weight_pt, ink });
    }

    /// Begins a page.
    pub(crate) fn begin_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// Puts something to look at on the last page.
    pub(crate) fn put(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.push(item);
        }
    }
}
