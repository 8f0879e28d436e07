//! The head of the first page. The address stands where the window of a DIN long envelope is (DIN 5008, form B: 45 mm
//! from the top edge of the sheet, 20 mm from the left), large enough to be read by a carrier's machine.

use super::draft::{BODY, CONTENT_PT, DETAIL, Draft, LEFT_PT, RIGHT_PT, SMALL};
use crate::document::blocks::{column, label_heading};
use crate::document::fonts::Face;
use crate::document::format_date;
use crate::document::shape::{Ink, Style};
use crate::document::sheets::{Meaning, ROOT, Role};

const NAME: Style = Style { small_caps: true, ..Style::new(Face::Regular, 17.0, Ink::Black) };
const TITLE: Style = Style::new(Face::Regular, 25.0, Ink::Black);
const ADDRESS: Style = Style::new(Face::Regular, 12.5, Ink::Black);
const RETURN_LINE: Style = Style::new(Face::Regular, 7.6, Ink::Grey);
/// Where the right-hand column begins.
const ASIDE_PT: f32 = 366.0;
/// How wide an address may be: the window's 85 mm, without its margins.
const WINDOW_PT: f32 = 232.0;
/// The upper edge of the address zone: 45 mm and a sender's line.
const WINDOW_TOP_PT: f32 = 139.0;
const NAME_LINES_MAX: usize = 3;
const SELLER_LINES_MAX: usize = 9;
const RECIPIENT_LINES_MAX: usize = 14;
const FACT_LINES_MAX: usize = 3;
const LEADING_PT: f32 = 16.0;

pub(super) fn draw(draft: &mut Draft<'_>) {
    // Read first, though it stands below the addresses.
    let title = draft.sheets.element(ROOT, Role::Heading(1, draft.title()));
    let seller_bottom = seller(draft);
    let top = WINDOW_TOP_PT.max(seller_bottom + 22.0);
    let bottom = recipient(draft, top).max(facts(draft, top));
    draft.y_pt = bottom + 46.0;
    let kind = draft.line(&format!("{} ", draft.words.packing_slip), TITLE);
    let number = Style { ink: Ink::Grey, size_pt: 15.0, ..TITLE };
    let beside = LEFT_PT + kind.width_pt + 2.0;
    let mut numbers = draft.wrap(&draft.data.order_number, number, RIGHT_PT - beside);
    draft.sheets.text(LEFT_PT, draft.y_pt, kind, TITLE.ink, Meaning::Content(title));
    if let [_] = numbers.as_slice() {
        if let Some(line) = numbers.pop() {
            draft.sheets.text(beside, draft.y_pt, line, number.ink, Meaning::Content(title));
        }
    } else {
        let lines = draft.wrap(&draft.data.order_number, number, CONTENT_PT);
        for line in draft.shortened(lines, number, FACT_LINES_MAX) {
            draft.y_pt += 20.0;
            draft.sheets.text(LEFT_PT, draft.y_pt, line, number.ink, Meaning::Content(title));
        }
    }
    draft.y_pt += 26.0;
}

/// Name at the left, address at the right. Gives the lower edge.
fn seller(draft: &mut Draft<'_>) -> f32 {
    let seller = &draft.data.seller;
    draft.sheets.rule(LEFT_PT, 50.0, 26.0, 1.6, Ink::Accent);
    let name = draft.sheets.element(ROOT, Role::Paragraph);
    let mut left = 74.0;
    let lines = draft.wrap(&seller.name, NAME, ASIDE_PT - LEFT_PT - 24.0);
    for line in draft.shortened(lines, NAME, NAME_LINES_MAX) {
        draft.sheets.text(LEFT_PT, left, line, NAME.ink, Meaning::Content(name));
        left += 20.0;
    }
    let mut rows = seller.address_lines.clone();
    rows.push(seller.email.clone());
    let (shaper, sheets) = (&mut draft.shaper, &mut draft.sheets);
    let right = column(shaper, sheets, &rows, SMALL, (ASIDE_PT, 57.0), RIGHT_PT - ASIDE_PT, (11.6, SELLER_LINES_MAX));
    (left - 20.0).max(right)
}

/// Where it goes, below the sender in one small line, as the window of an envelope shows it. Gives the last baseline.
fn recipient(draft: &mut Draft<'_>, top: f32) -> f32 {
    let seller = &draft.data.seller;
    let parts = std::iter::once(&seller.name).chain(&seller.address_lines);
    let sender = parts.map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let lines = draft.wrap(&sender, RETURN_LINE, WINDOW_PT);
    // For the eye of who finds the parcel: it is said above already.
    if let Some(line) = draft.shortened(lines, RETURN_LINE, 1).into_iter().next() {
        draft.sheets.text(LEFT_PT, top, line, RETURN_LINE.ink, Meaning::Repeated);
    }
    draft.sheets.rule(LEFT_PT, top + 4.0, WINDOW_PT, 0.4, Ink::Hairline);
    label_heading(&mut draft.shaper, &mut draft.sheets, draft.words.to, (LEFT_PT, top + 18.0));
    let rows = draft.data.recipient_lines.clone();
    let (shaper, sheets) = (&mut draft.shaper, &mut draft.sheets);
    column(shaper, sheets, &rows, ADDRESS, (LEFT_PT, top + 36.0), WINDOW_PT, (LEADING_PT, RECIPIENT_LINES_MAX))
}

/// Order, date, parcel and the way it goes, each with its label.
fn facts(draft: &mut Draft<'_>, top: f32) -> f32 {
    let (data, words) = (draft.data, draft.words);
    label_heading(&mut draft.shaper, &mut draft.sheets, words.details, (ASIDE_PT, top));
    let parcel = &data.parcel;
    let which = words.parcel_of.replace("{n}", &parcel.number.to_string()).replace("{m}", &parcel.of.to_string());
    let mut rows = vec![
        (words.order, data.order_number.clone()),
        (words.ordered_on, format_date(data.ordered_on, data.language)),
        (words.parcel, which),
        (words.delivery, data.delivery.clone()),
    ];
    rows.extend(parcel.carrier.iter().map(|carrier| (words.carrier, carrier.clone())));
    rows.extend(parcel.tracking_number.iter().map(|number| (words.tracking_number, number.clone())));
    let mut baseline = top + 18.0;
    let width = RIGHT_PT - ASIDE_PT;
    for (label, value) in rows.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
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
        for line in draft.shortened(values, BODY, FACT_LINES_MAX) {
            draft.sheets.text_right(RIGHT_PT, baseline, line, BODY.ink, Meaning::Content(row));
            baseline += 14.4;
        }
    }
    baseline - 14.4
}
