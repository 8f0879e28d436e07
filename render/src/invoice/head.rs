//! The head of the first page: who sells, who buys, what document this is.

use super::draft::{ASIDE_PT, BODY, CONTENT_PT, DETAIL, Draft, LEFT_PT, RIGHT_PT, SMALL};
use crate::document::blocks::{column, label_heading};
use crate::document::country_name;
use crate::document::fonts::Face;
use crate::document::format_date;
use crate::document::shape::{Ink, Style};
use crate::document::sheets::{ElementId, Meaning, ROOT, Role};

const NAME: Style = Style { small_caps: true, ..Style::new(Face::Regular, 17.0, Ink::Black) };
const TITLE: Style = Style::new(Face::Regular, 25.0, Ink::Black);
/// How many lines the blocks of the head may take, so that the table begins on the first page whatever the names.
const NAME_LINES_MAX: usize = 4;
const SELLER_LINES_MAX: usize = 12;
const BUYER_LINES_MAX: usize = 18;
const LINES_MAX: usize = 3;
const BLOCKS_TOP_PT: f32 = 166.0;

pub(super) fn draw(draft: &mut Draft<'_>) {
    // Read first, though it stands below the addresses.
    let title = draft.sheets.element(ROOT, Role::Heading(1, draft.title()));
    let seller_bottom = seller(draft);
    let top = (seller_bottom + 34.0).max(BLOCKS_TOP_PT);
    let bottom = buyer(draft, top).max(details(draft, top));
    draft.y_pt = bottom + 44.0;
    heading(draft, title);
}

/// Name at the left, address and numbers at the right. Gives the lower edge.
fn seller(draft: &mut Draft<'_>) -> f32 {
    let seller = &draft.data.seller;
    draft.sheets.rule(LEFT_PT, 56.0, 26.0, 1.6, Ink::Accent);
    let name = draft.sheets.element(ROOT, Role::Paragraph);
    let mut left = 80.0;
    for line in draft.wrap_to(&seller.legal_name, NAME, ASIDE_PT - LEFT_PT - 24.0, NAME_LINES_MAX) {
        draft.sheets.text(LEFT_PT, left, line, NAME.ink, Meaning::Content(name));
        left += 20.0;
    }
    let mut rows: Vec<String> = seller.address_lines.clone();
    rows.push(country_name(seller.country.as_str(), draft.language).to_owned());
    rows.extend(seller.email.clone());
    rows.extend(seller.vat_id.as_ref().map(|id| format!("{} {id}", draft.words.vat_id)));
    rows.extend(seller.tax_number.as_ref().map(|number| format!("{} {number}", draft.words.tax_number)));
    let (shaper, sheets) = (&mut draft.shaper, &mut draft.sheets);
    let right = column(shaper, sheets, &rows, SMALL, (ASIDE_PT, 63.0), RIGHT_PT - ASIDE_PT, (11.6, SELLER_LINES_MAX));
    (left - 20.0).max(right)
}

fn buyer(draft: &mut Draft<'_>, top: f32) -> f32 {
    let buyer = &draft.data.buyer;
    let label = if draft.is_credit() { draft.words.credited_to } else { draft.words.billed_to };
    label_heading(&mut draft.shaper, &mut draft.sheets, label, (LEFT_PT, top));
    let width = ASIDE_PT - LEFT_PT - 40.0;
    let mut rows = vec![buyer.name.clone()];
    rows.extend(buyer.address_lines.iter().cloned());
    rows.push(country_name(buyer.country.as_str(), draft.language).to_owned());
    let address = Style { size_pt: 11.0, ..BODY };
    let (shaper, sheets) = (&mut draft.shaper, &mut draft.sheets);
    let bottom = column(shaper, sheets, &rows, address, (LEFT_PT, top + 18.0), width, (14.4, BUYER_LINES_MAX));
    let mut rows: Vec<String> = Vec::new();
    rows.extend(buyer.vat_id.as_ref().map(|id| format!("{} {id}", draft.words.vat_id)));
    rows.extend(buyer.email.clone());
    if rows.is_empty() {
        bottom
    } else {
        let (shaper, sheets) = (&mut draft.shaper, &mut draft.sheets);
        column(shaper, sheets, &rows, DETAIL, (LEFT_PT, bottom + 17.0), width, (12.6, LINES_MAX + 1))
    }
}

/// Number, dates and order, each with its label.
fn details(draft: &mut Draft<'_>, top: f32) -> f32 {
    let (data, words, language) = (draft.data, draft.words, draft.language);
    label_heading(&mut draft.shaper, &mut draft.sheets, words.details, (ASIDE_PT, top));
    let mut rows = vec![(words.number, data.number.clone()), (words.issued_on, format_date(data.issued_on, language))];
    rows.extend(data.supplied_on.map(|date| (words.supplied_on, format_date(date, language))));
    if !data.order_number.trim().is_empty() {
        rows.push((words.order, data.order_number.clone()));
    }
    let mut baseline = top + 18.0;
    let width = RIGHT_PT - ASIDE_PT;
    for (label, value) in rows {
        let row = draft.sheets.element(ROOT, Role::Paragraph);
        let label = draft.line(&format!("{label} "), DETAIL);
        let room = width - label.width_pt;
        draft.sheets.text(ASIDE_PT, baseline, label, DETAIL.ink, Meaning::Content(row));
        let mut values = draft.wrap(&value, BODY, room);
        if values.len() > 1 {
            // Too long to stand beside its label.
            baseline += 14.4;
            values = draft.wrap(&value, BODY, width);
        }
        for line in draft.shortened(values, BODY, LINES_MAX) {
            draft.sheets.text_right(RIGHT_PT, baseline, line, BODY.ink, Meaning::Content(row));
            baseline += 14.4;
        }
    }
    baseline - 14.4
}

/// The title, and under it what it corrects and in which currency it is.
fn heading(draft: &mut Draft<'_>, element: ElementId) {
    let (data, words) = (draft.data, draft.words);
    let kind = draft.line(&format!("{} ", draft.heading()), TITLE);
    let number = Style { ink: Ink::Grey, ..TITLE };
    let beside = LEFT_PT + kind.width_pt + 2.0;
    let mut numbers = draft.wrap(&data.number, number, RIGHT_PT - beside);
    draft.sheets.text(LEFT_PT, draft.y_pt, kind, TITLE.ink, Meaning::Content(element));
    if let [_] = numbers.as_slice() {
        if let Some(line) = numbers.pop() {
            draft.sheets.text(beside, draft.y_pt, line, number.ink, Meaning::Content(element));
        }
    } else {
        let number = Style { size_pt: 15.0, ..number };
        for line in draft.wrap_to(&data.number, number, CONTENT_PT, LINES_MAX) {
            draft.y_pt += 20.0;
            draft.sheets.text(LEFT_PT, draft.y_pt, line, number.ink, Meaning::Content(element));
        }
    }
    if let Some(corrected) = &data.corrects {
        let date = format_date(corrected.issued_on, draft.language);
        let text = format!("{} {} {} {date}", words.credits, corrected.number, words.of_date);
        draft.y_pt += 4.0;
        paragraph(draft, &text, Style { size_pt: 11.0, ..BODY }, 15.0);
    }
    let mut text = format!("{} {}.", words.amounts_in, data.currency.code());
    if data.vat_summary.iter().any(|row| row.regime.shows_tax()) {
        text = format!("{text} {}", words.prices_include_vat);
    }
    draft.y_pt += 4.0;
    paragraph(draft, &text, DETAIL, 13.0);
    draft.y_pt += 30.0;
}

/// A paragraph below the last line.
fn paragraph(draft: &mut Draft<'_>, text: &str, style: Style, leading_pt: f32) {
    let id = draft.sheets.element(ROOT, Role::Paragraph);
    for line in draft.wrap_to(text, style, CONTENT_PT, LINES_MAX) {
        draft.y_pt += leading_pt;
        draft.sheets.text(LEFT_PT, draft.y_pt, line, style.ink, Meaning::Content(id));
    }
}
