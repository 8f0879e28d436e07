//! What is on the sheets, and that there always are sheets.

use chrono::{DateTime, NaiveDate};
use impasto_domain::address::Country;
use impasto_domain::money::Currency;
use impasto_domain::month::CommissionTax;

use super::*;
use crate::document::sheets::Item;
use crate::document::type_area::{LEFT_PT, RIGHT_PT};

fn party(name: &str) -> Party {
    Party {
        legal_name: name.into(),
        address_lines: vec!["Auguststraße 68".into(), "10117 Berlin".into()],
        country: Country::parse("DE").unwrap(),
        vat_id: Some("DE123456789".into()),
        tax_number: None,
        email: Some("office@galerie-nord.example".into()),
        small_print: Some("HRB 4711, Amtsgericht Bremen".into()),
    }
}

fn line(kind: StatementKind, reference: &str, amount_minor: i64) -> StatementLine {
    StatementLine {
        at: DateTime::from_timestamp(1_778_000_000, 0).unwrap(),
        kind,
        reference: reference.into(),
        gross_minor: amount_minor + 1_500,
        commission_minor: 1_500,
        resale_right_minor: 0,
        amount_minor,
    }
}

fn data(lines: Vec<StatementLine>) -> StatementData {
    let moved: i64 = lines.iter().map(|line| line.amount_minor).sum();
    StatementData {
        month: Month::parse("2026-05").unwrap(),
        issued_on: NaiveDate::from_ymd_opt(2026, 6, 2).unwrap(),
        locale: "en".into(),
        currency: Currency::EUR,
        house: party("Impasto House GmbH"),
        seller: party("Galerie Nord Łukasiewicz"),
        opening_minor: 1_000,
        lines,
        closing_minor: 1_000 + moved,
    }
}

fn invoice(tax: CommissionTax) -> CommissionInvoiceData {
    let tax_minor = if tax.rate_basis_points() == 0 { 0 } else { 1_900 };
    CommissionInvoiceData {
        is_credit: false,
        number: "HC-2026-000007".into(),
        month: Month::parse("2026-05").unwrap(),
        issued_on: NaiveDate::from_ymd_opt(2026, 6, 2).unwrap(),
        locale: "en".into(),
        currency: Currency::EUR,
        house: party("Impasto House GmbH"),
        seller: party("Galerie Nord"),
        tax,
        earned_minor: 12_900,
        returned_minor: 1_000,
        net_minor: 11_900 - tax_minor,
        tax_minor,
        gross_minor: 11_900,
        note: None,
    }
}

/// The text of a sheet; nothing of it leaves the type area.
fn text(sheet: &Sheet) -> String {
    let sheets = draw::set(sheet, faces().unwrap());
    let mut whole = String::new();
    for item in sheets.pages.iter().flatten() {
        if let Item::Text { x_pt, line, .. } = item {
            let words: String = line.runs.iter().map(|run| run.text.as_str()).collect();
            assert!(*x_pt >= LEFT_PT - 0.1 && x_pt + line.width_pt <= RIGHT_PT + 0.1, "{words} at {x_pt}");
            whole.push_str(&words);
            whole.push('\n');
        }
    }
    whole
}

#[test]
fn a_statement_leads_from_where_the_month_began_to_where_it_ended() {
    let lines = vec![line(StatementKind::Sale, "IM-7K2Q9F", 8_500), line(StatementKind::Payout, "PAYOUT 0A", -8_000)];
    let whole = text(&statement(&data(lines), Language::English));
    for due in ["May 2026", "Impasto House GmbH", "Galerie Nord", "IM-7K2Q9F", "PAYOUT 0A", "85.00", "€15.00", "€10.00"]
    {
        assert!(whole.contains(due), "{due} in {whole}");
    }
    let wrong = StatementData { closing_minor: 7, ..data(Vec::new()) };
    assert_eq!(render_statement(&wrong, Language::English), Err(StatementError::Inconsistent));
}

#[test]
fn an_invoice_says_its_rate_or_why_there_is_none() {
    let domestic =
        text(&commission::sheet(&invoice(CommissionTax::Domestic { rate_basis_points: 1_900 }), Language::English));
    for due in ["Invoice", "HC-2026-000007", "19%", "€100.00", "€19.00", "€119.00", "DE123456789"] {
        assert!(domestic.contains(due), "{due} in {domestic}");
    }
    let reverse = text(&commission::sheet(&invoice(CommissionTax::ReverseCharge), Language::English));
    assert!(reverse.contains("Reverse charge") && !reverse.contains("19%"));
    let outside = CommissionInvoiceData { note: Some("Not taxable here.".into()), ..invoice(CommissionTax::Outside) };
    assert!(text(&commission::sheet(&outside, Language::German)).contains("Not taxable here."));
    let credit = CommissionInvoiceData { is_credit: true, ..invoice(CommissionTax::Outside) };
    assert!(text(&commission::sheet(&credit, Language::English)).contains("Credit note"));
    let without_number = CommissionInvoiceData { number: String::new(), ..invoice(CommissionTax::Outside) };
    assert_eq!(render_commission_invoice(&without_number, Language::English), Err(StatementError::Inconsistent));
}

#[test]
fn the_same_data_give_the_same_bytes_in_every_language_over_many_pages() {
    let long = "Übergrößenträger der Œuvre ".repeat(8);
    let lines: Vec<StatementLine> =
        (0..120).map(|number| line(StatementKind::Sale, &format!("IM-{number} {long}"), 850)).collect();
    let data = data(lines);
    for language in [Language::English, Language::German, Language::French] {
        text(&statement(&data, language));
        let bytes = render_statement(&data, language).unwrap();
        assert_eq!(bytes, render_statement(&data, language).unwrap());
        let holds = |due: &str| bytes.windows(due.len()).any(|window| window == due.as_bytes());
        for due in ["<pdfaid:part>3</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", "/StructTreeRoot"] {
            assert!(holds(due), "{due}");
        }
    }
    assert!(render_statement(&self::data(Vec::new()), Language::German).is_ok(), "a month without anything is a sheet");
}
