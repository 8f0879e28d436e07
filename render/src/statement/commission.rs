//! The invoice for a month's commission, or the credit note for what went back of it.

use impasto_domain::language::Language;
use impasto_domain::money::Money;
use impasto_domain::month::{CommissionInvoiceData, CommissionTax};

use super::sheet::{Column, Sheet, Sum};
use super::words::Words;
use super::{party_lines, period};
use crate::document::{format_amount, format_date, format_money, format_rate};

/// The sheet, with every field of Article 226: date, number, both parties with their VAT ids, what was supplied and when, the
/// taxable amount, rate and tax, or why there is none.
pub(super) fn sheet(data: &CommissionInvoiceData, language: Language) -> Sheet {
    let words = Words::of(language);
    let money = |minor: i64| format_money(Money::new(minor, data.currency), language);
    let amount = |minor: i64| format_amount(Money::new(minor, data.currency), language);
    let rate = format_rate(data.tax.rate_basis_points(), language);
    // On a credit note what was given back counts up, and what was earned takes off it.
    let sign = if data.is_credit { -1 } else { 1 };
    let period = period(data.month, language);
    let mut rows = Vec::new();
    if data.earned_minor != 0 {
        rows.push(vec![format!("{} {period}", words.commission_on_sales), amount(sign * data.earned_minor)]);
    }
    if data.returned_minor != 0 {
        rows.push(vec![format!("{} {period}", words.commission_returned), amount(-sign * data.returned_minor)]);
    }
    let mut sums = vec![Sum::plain(words.net, money(data.net_minor))];
    if let CommissionTax::Domestic { .. } = data.tax {
        sums.push(Sum::plain(format!("{} {rate}", words.vat), money(data.tax_minor)));
    }
    sums.push(Sum::strong(words.total, money(data.gross_minor)));
    let settled = if data.is_credit { words.credited_note } else { words.settled_note };
    let mut notes = Vec::new();
    if data.tax == CommissionTax::ReverseCharge {
        notes.push(words.reverse_charge.to_owned());
    }
    notes.extend(data.note.clone());
    notes.push(settled.to_owned());
    let kind = if data.is_credit { words.credit_note } else { words.invoice };
    Sheet {
        language,
        title: kind.to_owned(),
        name: data.number.clone(),
        author: data.house.legal_name.clone(),
        identity: format!("commission/{}/{}", data.house.legal_name, data.number),
        issued_on: data.issued_on,
        sender: party_lines(&data.house, language, words),
        recipient: party_lines(&data.seller, language, words),
        facts: vec![
            (words.number, data.number.clone()),
            (words.issued_on, format_date(data.issued_on, language)),
            (words.supplied, period),
        ],
        columns: vec![Column::left(words.service, 351.0), Column::right(words.gross, 120.0)],
        rows,
        nothing: words.nothing.to_owned(),
        sums,
        notes,
        foot: data.house.small_print.clone(),
        page_of: words.page_of,
        parties: (words.from, words.to),
    }
}
