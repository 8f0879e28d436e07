//! The works and charges, a row each, over as many pages as it takes.

use impasto_domain::document::{InvoiceLine, ShippingLine};
use impasto_domain::tax::TaxRegime;

use super::draft::{BODY, CONTENT_PT, DETAIL, Draft, LABEL, LEFT_PT, RIGHT_PT, has_taxable_amount};
use crate::document::fonts::Face;
use crate::document::format_rate;
use crate::document::shape::{Ink, Line, Style};
use crate::document::sheets::{ElementId, Meaning, ROOT, Role};

const TITLE: Style = Style::new(Face::Italic, 11.2, Ink::Black);
const GAP_PT: f32 = 15.0;
const PAD_PT: f32 = 9.0;
/// The works' column keeps at least this width; figures shrink before it does.
const WORK_MIN_PT: f32 = 165.0;
/// Says that there is nothing to say.
const NONE: &str = "–";

/// One row before it is set.
struct Row {
    description: Vec<(String, Style, f32)>,
    cells: Vec<Cell>,
}

/// A figure, and a smaller one below it.
struct Cell {
    main: String,
    below: Option<String>,
}

/// Where the columns of figures end, and how large they are set.
struct Grid {
    heads: Vec<&'static str>,
    right_edges_pt: Vec<f32>,
    work_pt: f32,
    figures: Style,
}

/// A description's lines with their style and the distance from the baseline above.
type Lines = Vec<(Line, Style, f32)>;

pub(super) fn draw(draft: &mut Draft<'_>) {
    let rows = rows_of(draft);
    let grid = grid_of(draft, &rows);
    let table = draft.sheets.element(ROOT, Role::Table);
    let head = draft.sheets.element(table, Role::TableHead);
    draft.make_room(110.0);
    draw_head(draft, &grid, Some(head));
    let body = draft.sheets.element(table, Role::TableBody);
    for row in rows {
        draw_row(draft, &grid, row, body);
    }
    draft.sheets.rule(LEFT_PT, draft.y_pt, CONTENT_PT, 0.6, Ink::Black);
}

fn rows_of(draft: &Draft<'_>) -> Vec<Row> {
    let works = draft.data.lines.iter().map(|line| work_row(draft, line));
    let charges = draft.data.shipping.iter().map(|line| charge_row(draft, line));
    works.chain(charges).collect()
}

fn work_row(draft: &Draft<'_>, line: &InvoiceLine) -> Row {
    let mut description = vec![(line.title.clone(), TITLE, 13.4)];
    if !line.artist.trim().is_empty() {
        description.push((line.artist.clone(), BODY, 13.4));
    }
    description.extend(line.edition_label.iter().map(|label| (label.clone(), DETAIL, 12.4)));
    if !line.copy_labels.is_empty() {
        let word = if line.copy_labels.len() == 1 { draft.words.copy } else { draft.words.copies };
        description.push((format!("{word}\u{a0}{}", line.copy_labels.join(", ")), DETAIL, 12.4));
    }
    let net_each = (line.quantity > 1 && line.tax_minor != 0).then(|| {
        // Article 226(8) asks for the unit price without tax; for one piece the next column is just that.
        let each = (line.net_minor + i64::from(line.quantity) / 2) / i64::from(line.quantity.max(1));
        format!("{} {}", draft.words.net_each, draft.amount(each))
    });
    let amounts = Amounts {
        rate_basis_points: line.rate_basis_points,
        regime: line.regime,
        net_minor: line.net_minor,
        gross_minor: line.gross_minor,
    };
    let unit = Cell { main: draft.amount(line.unit_price_gross_minor), below: net_each };
    row(draft, description, line.quantity, unit, &amounts)
}

fn charge_row(draft: &Draft<'_>, line: &ShippingLine) -> Row {
    let amounts = Amounts {
        rate_basis_points: line.rate_basis_points,
        regime: line.regime,
        net_minor: line.net_minor,
        gross_minor: line.gross_minor,
    };
    let unit = Cell { main: draft.amount(line.gross_minor), below: None };
    row(draft, vec![(line.label.clone(), BODY, 13.4)], 1, unit, &amounts)
}

struct Amounts {
    rate_basis_points: u32,
    regime: TaxRegime,
    net_minor: i64,
    gross_minor: i64,
}

fn row(
    draft: &Draft<'_>,
    mut description: Vec<(String, Style, f32)>,
    quantity: u32,
    unit: Cell,
    amounts: &Amounts,
) -> Row {
    let plain = |main: String| Cell { main, below: None };
    let mut cells = vec![plain(quantity.to_string()), unit];
    if draft.shows_net() {
        if has_taxable_amount(amounts.regime) {
            cells.push(plain(draft.amount(amounts.net_minor)));
            cells.push(plain(format_rate(amounts.rate_basis_points, draft.language)));
        } else {
            cells.push(plain(NONE.to_owned()));
            cells.push(plain(NONE.to_owned()));
            // Beside taxed lines it must be plain which ones are treated otherwise.
            let label = draft.words.of_regime(amounts.regime).map(|wording| wording.label.to_owned());
            description.extend(label.map(|label| (label, DETAIL, 12.4)));
        }
    }
    cells.push(plain(draft.amount(amounts.gross_minor)));
    Row { description, cells }
}

/// Gives each column of figures the width of its widest, and the rest to the works.
fn grid_of(draft: &mut Draft<'_>, rows: &[Row]) -> Grid {
    let words = draft.words;
    let heads = if draft.shows_net() {
        vec![words.quantity, words.unit_price, words.net, words.vat, words.gross]
    } else {
        vec![words.quantity, words.unit_price, words.amount]
    };
    let mut figures = BODY;
    loop {
        let below = Style { size_pt: figures.size_pt - 1.5, ..DETAIL };
        let mut widths: Vec<f32> = heads.iter().map(|head| draft.shaper.width_pt(head, LABEL)).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(&row.cells) {
                *width = width.max(draft.shaper.width_pt(&cell.main, figures));
                if let Some(text) = &cell.below {
                    *width = width.max(draft.shaper.width_pt(text, below));
                }
            }
        }
        let work_pt = CONTENT_PT - widths.iter().map(|width| width + GAP_PT).sum::<f32>();
        if work_pt >= WORK_MIN_PT || figures.size_pt <= 6.5 {
            let mut right = RIGHT_PT;
            let mut right_edges_pt = Vec::with_capacity(widths.len());
            for width in widths.iter().rev() {
                right_edges_pt.push(right);
                right -= width + GAP_PT;
            }
            right_edges_pt.reverse();
            return Grid { heads, right_edges_pt, work_pt: work_pt.max(90.0), figures };
        }
        figures.size_pt -= 0.5;
    }
}

/// The head of the columns; as content the first time, repeated for the eye on following pages.
fn draw_head(draft: &mut Draft<'_>, grid: &Grid, content: Option<ElementId>) {
    let baseline = draft.y_pt + 7.0;
    let row = content.map(|head| draft.sheets.element(head, Role::Row));
    let meaning = |draft: &mut Draft<'_>| match row {
        Some(row) => Meaning::Content(draft.sheets.element(row, Role::ColumnHead)),
        None => Meaning::Repeated,
    };
    let work = draft.line(draft.words.work, LABEL);
    let own = meaning(draft);
    draft.sheets.text(LEFT_PT, baseline, work, LABEL.ink, own);
    for (head, right) in grid.heads.iter().zip(&grid.right_edges_pt) {
        let line = draft.line(head, LABEL);
        let own = meaning(draft);
        draft.sheets.text_right(*right, baseline, line, LABEL.ink, own);
    }
    draft.sheets.rule(LEFT_PT, baseline + 7.0, CONTENT_PT, 0.6, Ink::Black);
    draft.y_pt = baseline + 7.6;
}

fn draw_row(draft: &mut Draft<'_>, grid: &Grid, row: Row, body: ElementId) {
    let mut lines: Lines = Vec::new();
    for (text, style, leading) in beside_each_other(draft, row.description, grid.work_pt) {
        lines.extend(draft.wrap(&text, style, grid.work_pt).into_iter().map(|line| (line, style, leading)));
    }
    let figures_pt = if row.cells.iter().any(|cell| cell.below.is_some()) { 26.0 } else { 13.4 };
    let text_pt: f32 = lines.iter().map(|(_, _, leading)| leading).sum();
    let height_pt = text_pt.max(figures_pt) + 2.0 * PAD_PT;
    let page_pt = draft.bottom_pt - 130.0;
    if draft.y_pt + height_pt.min(page_pt) > draft.bottom_pt {
        draft.begin_page();
        draw_head(draft, grid, None);
    }
    let element = draft.sheets.element(body, Role::Row);
    let mut baseline = draft.y_pt + PAD_PT - 2.4;
    let first = baseline + 13.4;
    // The figures go first onto the page, as a description may run over its end; the tree keeps the order of reading.
    let description = draft.sheets.element(element, Role::RowHead);
    for (cell, right) in row.cells.iter().zip(&grid.right_edges_pt) {
        let id = draft.sheets.element(element, Role::Cell);
        let line = draft.line(&cell.main, grid.figures);
        draft.sheets.text_right(*right, first, line, grid.figures.ink, Meaning::Content(id));
        if let Some(text) = &cell.below {
            let style = Style { size_pt: grid.figures.size_pt - 1.5, ..DETAIL };
            let line = draft.line(text, style);
            draft.sheets.text_right(*right, first + 12.4, line, style.ink, Meaning::Content(id));
        }
    }
    for (line, style, leading) in lines {
        if baseline + leading + PAD_PT > draft.bottom_pt {
            draft.begin_page();
            draw_head(draft, grid, None);
            baseline = draft.y_pt + PAD_PT - 2.4;
        }
        baseline += leading;
        draft.sheets.text(LEFT_PT, baseline, line, style.ink, Meaning::Content(description));
    }
    draft.y_pt = (baseline + PAD_PT + 2.4).max(first - 13.4 + 2.4 + figures_pt + PAD_PT);
    draft.sheets.rule(LEFT_PT, draft.y_pt, CONTENT_PT, 0.4, Ink::Hairline);
}

/// Joins neighbouring details that fit on one line: edition and copy most often do.
fn beside_each_other(
    draft: &mut Draft<'_>,
    description: Vec<(String, Style, f32)>,
    width_pt: f32,
) -> Vec<(String, Style, f32)> {
    let mut joined: Vec<(String, Style, f32)> = Vec::with_capacity(description.len());
    for (text, style, leading) in description {
        if let Some((before, own, _)) = joined.last_mut()
            && *own == DETAIL
            && style == DETAIL
        {
            let both = format!("{before} · {text}");
            if draft.shaper.width_pt(&both, style) <= width_pt {
                *before = both;
                continue;
            }
        }
        joined.push((text, style, leading));
    }
    joined
}
