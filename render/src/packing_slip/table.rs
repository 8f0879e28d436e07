//! What is in the parcel, a row each with a box to tick, over as many pages as it takes.

use impasto_domain::language::Language;

use super::draft::{BODY, BOTTOM_PT, CONTENT_PT, DETAIL, Draft, LABEL, LEFT_PT, RIGHT_PT};
use super::{SlipLine, SlipMeasures};
use crate::document::fonts::Face;
use crate::document::shape::{Ink, Line, Style};
use crate::document::sheets::{ElementId, Meaning, ROOT, Role};

const TITLE: Style = Style::new(Face::Italic, 11.2, Ink::Black);
const PAD_PT: f32 = 9.0;
/// Where the column of works begins, right of the quantity.
const WORK_PT: f32 = LEFT_PT + 40.0;
/// Where the column of measures begins.
const MEASURES_PT: f32 = 352.0;
const WORK_WIDTH_PT: f32 = MEASURES_PT - WORK_PT - 14.0;
const MEASURES_WIDTH_PT: f32 = BOX_HEAD_PT - MEASURES_PT - 10.0;
/// Where the column of boxes begins.
const BOX_HEAD_PT: f32 = RIGHT_PT - 62.0;
/// The side of a box.
const BOX_PT: f32 = 11.0;
const BOX_WEIGHT_PT: f32 = 0.8;
/// What stands in the quantity's column at most.
const QUANTITY_WIDTH_PT: f32 = 32.0;

type Lines = Vec<(Line, Style, f32)>;

pub(super) fn draw(draft: &mut Draft<'_>) {
    let data = draft.data;
    let table = draft.sheets.element(ROOT, Role::Table);
    let head = draft.sheets.element(table, Role::TableHead);
    draft.make_room(110.0);
    draw_head(draft, Some(head));
    let body = draft.sheets.element(table, Role::TableBody);
    for line in &data.lines {
        draw_row(draft, line, body);
    }
    draft.sheets.rule(LEFT_PT, draft.y_pt, CONTENT_PT, 0.6, Ink::Black);
    sums(draft);
}

/// The head of the columns; as content the first time, repeated for the eye on following pages.
fn draw_head(draft: &mut Draft<'_>, content: Option<ElementId>) {
    let baseline = draft.y_pt + 7.0;
    let row = content.map(|head| draft.sheets.element(head, Role::Row));
    let words = draft.words;
    let heads =
        [(words.pieces, LEFT_PT), (words.work, WORK_PT), (words.measures, MEASURES_PT), (words.packed, BOX_HEAD_PT)];
    for (head, x_pt) in heads {
        let meaning = match row {
            Some(row) => Meaning::Content(draft.sheets.element(row, Role::ColumnHead)),
            None => Meaning::Repeated,
        };
        let line = draft.line(head, LABEL);
        if x_pt >= BOX_HEAD_PT {
            draft.sheets.text_right(RIGHT_PT, baseline, line, LABEL.ink, meaning);
        } else {
            draft.sheets.text(x_pt, baseline, line, LABEL.ink, meaning);
        }
    }
    draft.sheets.rule(LEFT_PT, baseline + 7.0, CONTENT_PT, 0.6, Ink::Black);
    draft.y_pt = baseline + 7.6;
}

fn draw_row(draft: &mut Draft<'_>, line: &SlipLine, body: ElementId) {
    let mut description: Lines = Vec::new();
    for (text, style, leading) in description_of(draft, line) {
        description.extend(draft.wrap(&text, style, WORK_WIDTH_PT).into_iter().map(|line| (line, style, leading)));
    }
    let language = draft.data.language;
    let mut measures: Vec<Line> = Vec::new();
    for text in line.measures.iter().flat_map(|measures| [size_of(measures, language), weight_of(measures, language)]) {
        measures.extend(draft.wrap(&text, DETAIL, MEASURES_WIDTH_PT));
    }
    let description_pt: f32 = description.iter().map(|(_, _, leading)| leading).sum();
    let measures_pt = measures.len() as f32 * 12.4;
    let height_pt = description_pt.max(measures_pt).max(13.4) + 2.0 * PAD_PT;
    // What is higher than half a page runs over its end; everything else stays whole.
    if draft.y_pt + height_pt.min(BOTTOM_PT / 2.0) > BOTTOM_PT {
        draft.begin_page();
        draw_head(draft, None);
    }
    let row = draft.sheets.element(body, Role::Row);
    let mut baseline = draft.y_pt + PAD_PT - 2.4;
    let first = baseline + 13.4;
    let quantity = draft.sheets.element(row, Role::Cell);
    let head = draft.sheets.element(row, Role::RowHead);
    let cell = draft.sheets.element(row, Role::Cell);
    let count = draft.wrap(&line.quantity.to_string(), BODY, QUANTITY_WIDTH_PT);
    if let Some(count) = count.into_iter().next() {
        draft.sheets.text(LEFT_PT, first, count, BODY.ink, Meaning::Content(quantity));
    }
    let mut beside = first;
    for line in measures {
        draft.sheets.text(MEASURES_PT, beside, line, DETAIL.ink, Meaning::Content(cell));
        beside += 12.4;
    }
    tick_box(draft, first);
    for (line, style, leading) in description {
        if baseline + leading + PAD_PT > BOTTOM_PT {
            draft.begin_page();
            draw_head(draft, None);
            baseline = draft.y_pt + PAD_PT - 2.4;
            beside = 0.0;
        }
        baseline += leading;
        draft.sheets.text(WORK_PT, baseline, line, style.ink, Meaning::Content(head));
    }
    draft.y_pt = baseline.max(beside - 12.4).max(draft.y_pt + 13.4) + PAD_PT + 2.4;
    draft.sheets.rule(LEFT_PT, draft.y_pt, CONTENT_PT, 0.4, Ink::Hairline);
}

/// An empty box at the right edge, of four bars.
fn tick_box(draft: &mut Draft<'_>, baseline_pt: f32) {
    let (left, top) = (RIGHT_PT - BOX_PT, baseline_pt - BOX_PT + 1.6);
    let sides = [
        (left, top, BOX_PT, BOX_WEIGHT_PT),
        (left, top + BOX_PT - BOX_WEIGHT_PT, BOX_PT, BOX_WEIGHT_PT),
        (left, top, BOX_WEIGHT_PT, BOX_PT),
        (left + BOX_PT - BOX_WEIGHT_PT, top, BOX_WEIGHT_PT, BOX_PT),
    ];
    for (x_pt, y_pt, width_pt, height_pt) in sides {
        draft.sheets.rule(x_pt, y_pt, width_pt, height_pt, Ink::Black);
    }
}

/// How many pieces there are and what they weigh together.
fn sums(draft: &mut Draft<'_>) {
    let lines = &draft.data.lines;
    let pieces: u64 = lines.iter().map(|line| u64::from(line.quantity)).sum();
    let weight_g: Option<u64> = lines
        .iter()
        .map(|line| line.measures.map(|measures| u64::from(measures.weight_g) * u64::from(line.quantity)))
        .sum();
    let mut text = format!("{} {pieces}", draft.words.pieces_in_all);
    if let Some(weight_g) = weight_g.filter(|weight_g| *weight_g > 0) {
        text = format!("{text} · {} {}", draft.words.works_weigh, kilograms(weight_g, draft.data.language));
    }
    let lines = draft.wrap(&text, DETAIL, CONTENT_PT);
    draft.make_room(20.0 + lines.len() as f32 * 12.4);
    let paragraph = draft.sheets.element(ROOT, Role::Paragraph);
    draft.y_pt += 6.0;
    for line in lines {
        draft.y_pt += 12.4;
        draft.sheets.text(LEFT_PT, draft.y_pt, line, DETAIL.ink, Meaning::Content(paragraph));
    }
}

fn description_of(draft: &Draft<'_>, line: &SlipLine) -> Vec<(String, Style, f32)> {
    let mut description = vec![(line.title.clone(), TITLE, 13.4)];
    let detail: Vec<&str> = [line.artist.as_str(), line.edition_label.as_deref().unwrap_or_default()]
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .collect();
    if !detail.is_empty() {
        description.push((detail.join(", "), DETAIL, 12.4));
    }
    if !line.copy_labels.is_empty() {
        let word = if line.copy_labels.len() == 1 { draft.words.copy } else { draft.words.copies };
        description.push((format!("{word}\u{a0}{}", line.copy_labels.join(", ")), BODY, 13.4));
    }
    description
}

/// `40 × 30 × 2.5 cm`: height, width and depth, as the trade names them.
fn size_of(measures: &SlipMeasures, language: Language) -> String {
    let SlipMeasures { height_tenth_mm, width_tenth_mm, depth_tenth_mm, .. } = *measures;
    let sides: Vec<String> = [height_tenth_mm, width_tenth_mm, depth_tenth_mm]
        .into_iter()
        .filter(|side| *side > 0)
        .map(|side| decimal(u64::from(side), 2, language))
        .collect();
    if sides.is_empty() { String::new() } else { format!("{}\u{a0}cm", sides.join("\u{a0}×\u{a0}")) }
}

fn weight_of(measures: &SlipMeasures, language: Language) -> String {
    if measures.weight_g == 0 { String::new() } else { kilograms(u64::from(measures.weight_g), language) }
}

fn kilograms(weight_g: u64, language: Language) -> String {
    format!("{}\u{a0}kg", decimal(weight_g, 3, language))
}

/// A number of so many decimals, without noughts at its end.
fn decimal(value: u64, decimals: u32, language: Language) -> String {
    let unit = 10_u64.pow(decimals);
    let (whole, rest) = (value / unit, value % unit);
    let fraction = format!("{rest:0>width$}", width = decimals as usize);
    let fraction = fraction.trim_end_matches('0');
    let point = if language == Language::English { '.' } else { ',' };
    if fraction.is_empty() { whole.to_string() } else { format!("{whole}{point}{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_follow_the_language() {
        let measures =
            SlipMeasures { height_tenth_mm: 4_050, width_tenth_mm: 3_000, depth_tenth_mm: 25, weight_g: 1_250 };
        assert_eq!(size_of(&measures, Language::English), "40.5\u{a0}×\u{a0}30\u{a0}×\u{a0}0.25\u{a0}cm");
        assert_eq!(weight_of(&measures, Language::German), "1,25\u{a0}kg");
        let flat = SlipMeasures { depth_tenth_mm: 0, weight_g: 0, ..measures };
        assert_eq!(size_of(&flat, Language::French), "40,5\u{a0}×\u{a0}30\u{a0}cm");
        assert_eq!(weight_of(&flat, Language::French), "");
    }
}
