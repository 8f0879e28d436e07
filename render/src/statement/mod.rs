//! What the house sends its sellers: a month's statement of account, and the invoice for its commission.
//!
//! Both are one kind of sheet: who writes to whom, facts, a table that runs over as many pages as it takes, sums, and what
//! must be said. Pure: the same frozen data in the same language give the same bytes. Knows no storage, no rates and no clock.

mod commission;
mod draw;
mod sheet;
mod words;

#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};
use impasto_domain::language::Language;
use impasto_domain::money::Money;
use impasto_domain::month::{CommissionInvoiceData, Month, Party};
use impasto_domain::statement::{StatementData, StatementKind, StatementLine};

use self::sheet::{Column, Sheet, Sum};
use self::words::Words;
use crate::document::fonts::faces;
use crate::document::{country_name, format_amount, format_date, format_money, pdf};

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// The data must not be issued as they are.
    #[error("the sums of the document do not agree")]
    Inconsistent,
    /// A typeface of the build is damaged.
    #[error("a typeface cannot be read")]
    Typefaces,
    /// The file would not conform to PDF/A-3a and PDF/UA-1; a fault of the layout, not of the data.
    #[error("the document could not be written: {0}")]
    Writing(String),
}

/// Renders a statement as PDF/A-3a and PDF/UA-1. Takes a few milliseconds: not for a thread that serves sockets.
///
/// # Errors
/// [`StatementError::Inconsistent`] when what happened does not lead from the opening to the closing balance.
pub fn render_statement(data: &StatementData, language: Language) -> Result<Vec<u8>, StatementError> {
    if !data.adds_up() {
        return Err(StatementError::Inconsistent);
    }
    write(&statement(data, language))
}

/// Renders the invoice for a month's commission as PDF/A-3a and PDF/UA-1. Takes a few milliseconds: not for a thread that
/// serves sockets.
///
/// # Errors
/// [`StatementError::Inconsistent`] when net and tax are not the gross amount, or it has no number.
pub fn render_commission_invoice(data: &CommissionInvoiceData, language: Language) -> Result<Vec<u8>, StatementError> {
    if data.net_minor + data.tax_minor != data.gross_minor || data.number.is_empty() {
        return Err(StatementError::Inconsistent);
    }
    write(&commission::sheet(data, language))
}

fn write(sheet: &Sheet) -> Result<Vec<u8>, StatementError> {
    let faces = faces().ok_or(StatementError::Typefaces)?;
    let sheets = draw::set(sheet, faces);
    let number = |value: u32| u8::try_from(value).unwrap_or(1);
    let about = pdf::About {
        title: format!("{} {}", sheet.title, sheet.name),
        author: sheet.author.clone(),
        language: sheet.language.tag(),
        dated: (
            u16::try_from(sheet.issued_on.year()).unwrap_or(0),
            number(sheet.issued_on.month()),
            number(sheet.issued_on.day()),
        ),
        identity: sheet.identity.clone(),
    };
    pdf::write(&sheets, about, faces).map_err(StatementError::Writing)
}

/// A statement as a sheet.
fn statement(data: &StatementData, language: Language) -> Sheet {
    let words = Words::of(language);
    let money = |minor: i64| format_money(Money::new(minor, data.currency), language);
    let sums = data.sums();
    let mut totals = vec![
        Sum::plain(words.opening, money(data.opening_minor)),
        Sum::plain(words.gross_of_month, money(sums.gross_minor)),
        Sum::plain(words.commission, money(-sums.commission_minor)),
    ];
    if sums.resale_right_minor != 0 {
        totals.push(Sum::plain(words.resale_right, money(-sums.resale_right_minor)));
    }
    totals.push(Sum::plain(words.paid_out, money(-sums.paid_out_minor)));
    totals.push(Sum::strong(words.closing, money(data.closing_minor)));
    Sheet {
        language,
        title: words.statement.to_owned(),
        name: month_name(data.month, language),
        author: data.house.legal_name.clone(),
        identity: format!("statement/{}/{}/{}", data.seller.legal_name, data.month, data.currency.code()),
        issued_on: data.issued_on,
        sender: party_lines(&data.house, language, words),
        recipient: party_lines(&data.seller, language, words),
        facts: vec![
            (words.period, period(data.month, language)),
            (words.issued_on, format_date(data.issued_on, language)),
            (words.currency, data.currency.code().to_owned()),
        ],
        columns: vec![
            Column::left(words.date, 66.0),
            Column::left(words.posting, 117.0),
            Column::right(words.gross, 72.0),
            Column::right(words.commission, 72.0),
            Column::right(words.resale_right, 72.0),
            Column::right(words.balance, 72.0),
        ],
        rows: data.lines.iter().map(|line| row(line, data, language, words)).collect(),
        nothing: words.nothing.to_owned(),
        sums: totals,
        notes: vec![words.statement_note.to_owned()],
        foot: data.house.small_print.clone(),
        page_of: words.page_of,
        parties: (words.from, words.to),
    }
}

fn row(line: &StatementLine, data: &StatementData, language: Language, words: &Words) -> Vec<String> {
    let amount = |minor: i64| match minor {
        0 => String::new(),
        minor => format_amount(Money::new(minor, data.currency), language),
    };
    let kind = match line.kind {
        StatementKind::Sale => words.sale,
        StatementKind::Refund => words.refund,
        StatementKind::Dispute => words.dispute,
        StatementKind::Payout => words.payout,
        StatementKind::PayoutFailed => words.payout_failed,
        StatementKind::Other => words.other,
    };
    vec![
        numeric_date(line.at.date_naive(), language),
        format!("{kind} {}", line.reference).trim().to_owned(),
        amount(line.gross_minor),
        amount(-line.commission_minor),
        amount(-line.resale_right_minor),
        format_amount(Money::new(line.amount_minor, data.currency), language),
    ]
}

/// `2026-05-31`, `31.05.2026`, `31/05/2026`: narrow, for a column.
fn numeric_date(date: NaiveDate, language: Language) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    match language {
        Language::English => format!("{year}-{month:02}-{day:02}"),
        Language::German => format!("{day:02}.{month:02}.{year}"),
        Language::French => format!("{day:02}/{month:02}/{year}"),
    }
}

/// `May 2026`: what stands after the day of a date.
fn month_name(month: Month, language: Language) -> String {
    let date = format_date(month.last_day(), language);
    date.split_once(char::is_whitespace).map_or_else(|| month.to_string(), |(_, rest)| rest.to_owned())
}

/// From the first to the last day.
fn period(month: Month, language: Language) -> String {
    format!("{} – {}", numeric_date(month.first_day(), language), numeric_date(month.last_day(), language))
}

/// A party, a line each, with its tax numbers.
fn party_lines(party: &Party, language: Language, words: &Words) -> Vec<String> {
    let mut lines = vec![party.legal_name.clone()];
    lines.extend(party.address_lines.iter().cloned());
    lines.push(country_name(party.country.as_str(), language).to_owned());
    lines.extend(party.vat_id.iter().map(|id| format!("{} {id}", words.vat_id)));
    lines.extend(party.tax_number.iter().map(|number| format!("{} {number}", words.tax_number)));
    lines.extend(party.email.iter().cloned());
    lines.retain(|line| !line.trim().is_empty());
    lines
}
