//! The end of the slip: what to do when something is wrong or goes back; and the number of each page.

use super::draft::{BODY, CONTENT_PT, Draft, LABEL, LEFT_PT, RIGHT_PT};
use crate::document::fonts::Face;
use crate::document::shape::{Ink, Style};
use crate::document::sheets::{HEIGHT_PT, Item, Meaning, ROOT, Role};

const NUMBER: Style = Style::new(Face::Regular, 7.8, Ink::Grey);
const NUMBER_BASELINE_PT: f32 = HEIGHT_PT - 48.0;
const LEADING_PT: f32 = 14.4;
/// Addresses of mail may be long; a note of more lines than this is cut, visibly.
const NOTE_LINES_MAX: usize = 10;

pub(super) fn draw(draft: &mut Draft<'_>) {
    let words = draft.words;
    let email = draft.data.seller.email.clone();
    note(draft, words.on_arrival, &words.on_arrival_note.replace("{email}", &email));
    note(draft, words.returns, &words.returns_note.replace("{email}", &email));
    numbers(draft);
}

/// A paragraph under its heading, whole on one page.
fn note(draft: &mut Draft<'_>, label: &'static str, text: &str) {
    let lines = draft.wrap(text, BODY, CONTENT_PT);
    let lines = draft.shortened(lines, BODY, NOTE_LINES_MAX);
    draft.make_room(46.0 + lines.len() as f32 * LEADING_PT);
    draft.y_pt += 28.0;
    let heading = draft.line(label, LABEL);
    draft.sheets.labelled(ROOT, Role::Heading(2, label.to_owned()), LEFT_PT, draft.y_pt, heading, LABEL.ink);
    draft.y_pt += 4.0;
    let paragraph = draft.sheets.element(ROOT, Role::Paragraph);
    for line in lines {
        draft.y_pt += LEADING_PT;
        draft.sheets.text(LEFT_PT, draft.y_pt, line, BODY.ink, Meaning::Content(paragraph));
    }
}

/// The number of each page, once it is known how many there are.
fn numbers(draft: &mut Draft<'_>) {
    let pages = draft.sheets.pages.len();
    for index in 0..pages {
        let text = draft.words.page_of.replace("{n}", &(index + 1).to_string()).replace("{m}", &pages.to_string());
        let line = draft.line(&text, NUMBER);
        let x_pt = RIGHT_PT - line.width_pt;
        let Some(page) = draft.sheets.pages.get_mut(index) else {
            continue;
        };
        page.push(Item::Text {
            x_pt,
            baseline_pt: NUMBER_BASELINE_PT,
            line,
            ink: NUMBER.ink,
            meaning: Meaning::Repeated,
        });
    }
}
