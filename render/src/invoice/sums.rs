//! What it comes to: tax per rate, totals, and how it was paid.

use chrono::Datelike;
use impasto_domain::document::VatSummaryRow;

use super::draft::{BODY, DETAIL, Draft, LABEL, LEFT_PT, RIGHT_PT, has_taxable_amount};
use crate::document::fonts::Face;
use crate::document::shape::{Ink, Style};
use crate::document::sheets::{Meaning, ROOT, Role};
use crate::document::{format_date, format_rate};

const TOTAL: Style = Style::new(Face::Semibold, 13.0, Ink::Black);
const LEADING_PT: f32 = 16.0;
/// Width of the totals.
const TOTALS_PT: f32 = 205.0;

pub(super) fn draw(draft: &mut Draft<'_>) {
    let summary = summary_of(draft);
    let partial = partial_sums(draft);
    let summary_pt = if summary.is_empty() { 0.0 } else { 44.0 + summary.len() as f32 * 14.0 };
    let totals_pt = 58.0 + partial.len() as f32 * LEADING_PT;
    let payment_pt = if draft.data.payment.is_some() { 30.0 } else { 0.0 };
    // Never torn apart: whoever reads the total sees what it is made of.
    draft.make_room(summary_pt.max(totals_pt) + payment_pt);
    let top = draft.y_pt + 8.0;
    let left = if summary.is_empty() { top } else { draw_summary(draft, &summary, top) };
    let right = draw_totals(draft, &partial, top);
    draft.y_pt = left.max(right);
    payment(draft);
}

/// Rows for the summary; none where one rate covers all, as the totals then say the same.
fn summary_of(draft: &Draft<'_>) -> Vec<[String; 4]> {
    let rows = &draft.data.vat_summary;
    if rows.len() < 2 || !draft.shows_net() {
        return Vec::new();
    }
    rows.iter().map(|row| summary_row(draft, row)).collect()
}

fn summary_row(draft: &Draft<'_>, row: &VatSummaryRow) -> [String; 4] {
    let gross = draft.amount(row.base_minor.saturating_add(row.tax_minor));
    let label = rate_or_label(draft, row);
    if has_taxable_amount(row.regime) {
        [label, draft.amount(row.base_minor), draft.amount(row.tax_minor), gross]
    } else {
        [label, "–".to_owned(), "–".to_owned(), gross]
    }
}

fn rate_or_label(draft: &Draft<'_>, row: &VatSummaryRow) -> String {
    match draft.words.of_regime(row.regime) {
        Some(wording) => wording.label.to_owned(),
        None => format_rate(row.rate_basis_points, draft.language),
    }
}

/// The sums above the total.
fn partial_sums(draft: &Draft<'_>) -> Vec<(String, String)> {
    let (data, words) = (draft.data, draft.words);
    let mut rows = Vec::new();
    if !draft.shows_net() {
        return rows;
    }
    // With works under the margin scheme among them there is no net of the whole.
    if data.vat_summary.iter().all(|row| has_taxable_amount(row.regime)) {
        rows.push((words.total_net.to_owned(), draft.amount(data.totals.net_minor)));
    }
    for row in data.vat_summary.iter().filter(|row| has_taxable_amount(row.regime)) {
        let label = match words.of_regime(row.regime) {
            Some(wording) => format!("{} ({})", words.vat, wording.label),
            None => format!("{} {}", words.vat, format_rate(row.rate_basis_points, draft.language)),
        };
        rows.push((label, draft.amount(row.tax_minor)));
    }
    rows
}

fn draw_summary(draft: &mut Draft<'_>, rows: &[[String; 4]], top: f32) -> f32 {
    let words = draft.words;
    let figures = Style { size_pt: 9.5, ..BODY };
    let heads = [words.rate, words.net, words.vat, words.gross];
    let mut widths = heads.map(|head| draft.shaper.width_pt(head, LABEL));
    for row in rows {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = width.max(draft.shaper.width_pt(text, figures));
        }
    }
    let room = RIGHT_PT - TOTALS_PT - 26.0 - LEFT_PT;
    let own: f32 = widths.iter().sum();
    let gap = ((room - own) / 3.0).clamp(4.0, 18.0);
    // Ten-figure sums at several rates: shrink rather than run into the totals.
    let scale = (room / (own + 3.0 * gap)).min(1.0);
    let figures = Style { size_pt: figures.size_pt * scale, ..figures };
    let label = Style { size_pt: LABEL.size_pt * scale, ..LABEL };

    let mut baseline = top + 15.0;
    let title = draft.line(words.vat_summary, LABEL);
    draft.sheets.labelled(ROOT, Role::Heading(2, words.vat_summary.to_owned()), LEFT_PT, baseline, title, LABEL.ink);
    let table = draft.sheets.element(ROOT, Role::Table);
    let head = draft.sheets.element(table, Role::TableHead);
    let body = draft.sheets.element(table, Role::TableBody);
    let set = |draft: &mut Draft<'_>, parent, role: [Role; 4], texts: [&str; 4], style: Style, baseline: f32| {
        let row = draft.sheets.element(parent, Role::Row);
        let mut right = LEFT_PT;
        for (index, ((text, role), width)) in texts.into_iter().zip(role).zip(widths).enumerate() {
            right += width * scale + if index == 0 { 0.0 } else { gap * scale };
            let id = draft.sheets.element(row, role);
            let line = draft.line(text, style);
            if index == 0 {
                draft.sheets.text(LEFT_PT, baseline, line, style.ink, Meaning::Content(id));
            } else {
                draft.sheets.text_right(right, baseline, line, style.ink, Meaning::Content(id));
            }
        }
    };
    baseline += 16.0;
    set(draft, head, [const { Role::ColumnHead }; 4], heads, label, baseline);
    for row in rows {
        baseline += 14.0;
        let [rate, net, tax, gross] = row;
        let roles = [Role::RowHead, Role::Cell, Role::Cell, Role::Cell];
        set(draft, body, roles, [rate, net, tax, gross], figures, baseline);
    }
    baseline
}

fn draw_totals(draft: &mut Draft<'_>, partial: &[(String, String)], top: f32) -> f32 {
    let left = RIGHT_PT - TOTALS_PT;
    let table = draft.sheets.element(ROOT, Role::Table);
    let mut baseline = top;
    for (label, amount) in partial {
        baseline += LEADING_PT;
        let row = draft.sheets.element(table, Role::Row);
        let label = draft.line(label, Style { ink: Ink::Grey, ..BODY });
        draft.sheets.labelled(row, Role::RowHead, left, baseline, label, Ink::Grey);
        let amount = draft.line(amount, BODY);
        let id = draft.sheets.element(row, Role::Cell);
        draft.sheets.text_right(RIGHT_PT, baseline, amount, BODY.ink, Meaning::Content(id));
    }
    if !partial.is_empty() {
        baseline += 8.0;
        draft.sheets.rule(left, baseline, TOTALS_PT, 0.4, Ink::Hairline);
    }
    baseline += 20.0;
    let words = if draft.is_credit() { draft.words.total_credited } else { draft.words.total };
    let row = draft.sheets.element(table, Role::Row);
    let label = draft.line(words, TOTAL);
    draft.sheets.labelled(row, Role::RowHead, left, baseline, label, TOTAL.ink);
    let amount = draft.line(&draft.money(draft.data.totals.gross_minor), TOTAL);
    let id = draft.sheets.element(row, Role::Cell);
    draft.sheets.text_right(RIGHT_PT, baseline, amount, TOTAL.ink, Meaning::Content(id));
    draft.sheets.rule(left, baseline + 9.0, TOTALS_PT, 1.2, Ink::Black);
    baseline + 9.0
}

fn payment(draft: &mut Draft<'_>) {
    let Some(payment) = &draft.data.payment else {
        return;
    };
    let words = draft.words;
    let verb = if draft.is_credit() { words.refunded_with } else { words.paid_with };
    let date = payment.paid_at.date_naive();
    // A time outside the calendar of the document's century is no date to print.
    let when = if (1..=9999).contains(&date.year()) {
        format!(" {} {}", words.paid_on, format_date(date, draft.language))
    } else {
        String::new()
    };
    let text = format!("{verb} {}{when}.", words.paid_through(&payment.provider_label));
    let id = draft.sheets.element(ROOT, Role::Paragraph);
    let left = RIGHT_PT - TOTALS_PT;
    draft.y_pt += 5.0;
    for line in draft.wrap(&text, DETAIL, TOTALS_PT) {
        draft.make_room(13.0);
        draft.y_pt += 13.0;
        draft.sheets.text(left, draft.y_pt, line, DETAIL.ink, Meaning::Content(id));
    }
}
