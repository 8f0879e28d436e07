//! The foot of every page: the seller's legal identity and the number of the page.

use super::draft::{CONTENT_PT, Draft, LEFT_PT, RIGHT_PT};
use crate::document::country_name;
use crate::document::fonts::Face;
use crate::document::shape::{Ink, Line, Style};
use crate::document::sheets::{HEIGHT_PT, Item, Meaning, ROOT, Role};

const STYLE: Style = Style::new(Face::Regular, 7.8, Ink::Grey);
const LEADING_PT: f32 = 10.0;
const LAST_BASELINE_PT: f32 = HEIGHT_PT - 44.0;
/// More would eat the page.
const LINES_MAX: usize = 8;
const SEPARATOR: &str = " · ";

/// The lines of the foot; sets where the type area ends.
pub(super) fn measure(draft: &mut Draft<'_>) -> Vec<Line> {
    let seller = &draft.data.seller;
    let mut parts = vec![seller.legal_name.clone()];
    parts.extend(seller.address_lines.iter().cloned());
    parts.push(country_name(seller.country.as_str(), draft.language).to_owned());
    let mut numbers: Vec<String> = Vec::new();
    numbers.extend(seller.vat_id.as_ref().map(|id| format!("{} {id}", draft.words.vat_id)));
    numbers.extend(seller.tax_number.as_ref().map(|number| format!("{} {number}", draft.words.tax_number)));
    numbers.extend(seller.email.clone());
    let mut lines = Vec::new();
    for text in [parts.join(SEPARATOR), numbers.join(SEPARATOR), seller.small_print.clone().unwrap_or_default()] {
        lines.extend(draft.wrap(&text, STYLE, CONTENT_PT - 80.0));
    }
    let lines = draft.shortened(lines, STYLE, LINES_MAX);
    draft.bottom_pt = top_of(lines.len()) - 22.0;
    lines
}

/// Draws the foot on every page, once their number is known.
pub(super) fn draw(draft: &mut Draft<'_>, lines: &[Line]) {
    let pages = draft.sheets.pages.len();
    let top = top_of(lines.len());
    // Read once, at the end; on the other pages it is there for the eye.
    let identity = draft.sheets.element(ROOT, Role::Paragraph);
    for index in 0..pages {
        let number = draft.words.page_of.replace("{n}", &(index + 1).to_string()).replace("{m}", &pages.to_string());
        let number = draft.line(&number, STYLE);
        let meaning = if index + 1 == pages { Meaning::Content(identity) } else { Meaning::Repeated };
        let Some(page) = draft.sheets.pages.get_mut(index) else {
            continue;
        };
        page.push(Item::Rule {
            x_pt: LEFT_PT,
            y_pt: top - 14.0,
            width_pt: CONTENT_PT,
            weight_pt: 0.4,
            ink: Ink::Hairline,
        });
        for (row, line) in lines.iter().enumerate() {
            let baseline_pt = top + row as f32 * LEADING_PT;
            page.push(Item::Text { x_pt: LEFT_PT, baseline_pt, line: line.clone(), ink: STYLE.ink, meaning });
        }
        let x_pt = RIGHT_PT - number.width_pt;
        page.push(Item::Text { x_pt, baseline_pt: top, line: number, ink: STYLE.ink, meaning: Meaning::Repeated });
    }
}

/// The first baseline of a foot of so many lines.
fn top_of(lines: usize) -> f32 {
    LAST_BASELINE_PT - lines.saturating_sub(1) as f32 * LEADING_PT
}
