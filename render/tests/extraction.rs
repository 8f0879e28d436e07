//! What poppler reads out of invoices and credit notes: every field that Directive 2006/112/EC, Article 226, asks for, whatever
//! the script, the currency and the number of pages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use impasto_domain::document::{InvoiceData, InvoiceLine, ShippingLine};
use impasto_domain::money::{Money, tax_included_minor};
use impasto_render::document::{Language, country_name, format_amount, format_date, format_money, format_rate};
use impasto_render::invoice::render_invoice;
use serde_json::{Value, json};

/// The invoice of the example, to be changed.
fn example() -> Value {
    serde_json::from_str(include_str!("../examples/invoice.json")).expect("JSON")
}

/// A line that is right in itself.
fn line(title: &str, artist: &str, quantity: u32, unit: i64, rate: u32) -> Value {
    let gross = unit * i64::from(quantity);
    let tax = tax_included_minor(gross, rate);
    let copies: Vec<String> = (1..=quantity).map(|copy| format!("{copy}/25")).collect();
    json!({
        "title": title, "artist": artist, "edition_label": "Etching on paper, 30 × 40 cm", "copy_labels": copies,
        "quantity": quantity, "unit_price_gross_minor": unit, "rate_basis_points": rate,
        "regime": if rate == 1_900 { "standard" } else { "reduced_art" },
        "net_minor": gross - tax, "tax_minor": tax, "gross_minor": gross,
    })
}

/// The data with sums that fit its lines.
fn summed(mut data: Value) -> InvoiceData {
    let lines: Vec<InvoiceLine> = serde_json::from_value(data["lines"].clone()).expect("lines");
    let shipping: Vec<ShippingLine> = serde_json::from_value(data["shipping"].clone()).expect("shipping");
    let (vat_summary, totals) = InvoiceData::sums_of(&lines, &shipping);
    data["vat_summary"] = json!(vat_summary);
    data["totals"] = json!(totals);
    serde_json::from_value(data).expect("an invoice")
}

/// What poppler reads, page by page, in the order in which it was written, with single spaces.
fn pages(data: &InvoiceData) -> Vec<String> {
    let file = render_invoice(data).expect("a document");
    let mut reader = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext, of the package poppler-utils");
    reader.stdin.take().expect("a pipe").write_all(&file).expect("it reads");
    let output = reader.wait_with_output().expect("it ends");
    assert!(output.status.success(), "pdftotext cannot read it: {}", output.status);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let mut pages: Vec<String> = text.split('\u{c}').map(plain).collect();
    assert_eq!(pages.pop().as_deref(), Some(""), "every page ends with a form feed");
    pages
}

/// A text with single spaces, of whatever kind they were.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An amount without any space: poppler gives none for the narrow one between French thousands, which is less than it takes for
/// the end of a word when it reads in the order of writing.
fn tight(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Every field of Article 226 that the data has, as a reader of its language finds it: words, and amounts.
fn required(data: &InvoiceData) -> (Vec<String>, Vec<String>) {
    let language = Language::of_locale(&data.locale);
    let amount = |minor: i64| format_amount(Money::new(minor, data.currency), language);
    let mut amounts = Vec::new();
    let mut due = vec![
        // (1) to (5): when, which, who sells and who buys.
        format_date(data.issued_on, language),
        data.number.clone(),
        data.seller.legal_name.clone(),
        country_name(data.seller.country.as_str(), language).to_owned(),
        data.buyer.name.clone(),
        country_name(data.buyer.country.as_str(), language).to_owned(),
    ];
    due.extend(data.seller.address_lines.iter().chain(&data.buyer.address_lines).cloned());
    due.extend(data.seller.vat_id.iter().chain(&data.buyer.vat_id).cloned());
    // (7): when it was supplied.
    due.extend(data.supplied_on.map(|date| format_date(date, language)));
    // (6), (8), (9): what and how much of it, at which price and rate.
    for line in &data.lines {
        due.extend([line.title.clone(), line.artist.clone(), line.copy_labels.join(", ")]);
        amounts.extend([line.unit_price_gross_minor, line.net_minor, line.gross_minor].map(amount));
        if line.quantity > 1 {
            amounts.push(amount((line.net_minor + i64::from(line.quantity) / 2) / i64::from(line.quantity)));
        }
        due.push(format_rate(line.rate_basis_points, language));
    }
    for charge in &data.shipping {
        due.push(charge.label.clone());
        amounts.extend([charge.net_minor, charge.gross_minor].map(amount));
    }
    // (8), (10): taxable amount and tax of each rate.
    for row in &data.vat_summary {
        due.push(format_rate(row.rate_basis_points, language));
        amounts.extend([row.base_minor, row.tax_minor].map(amount));
    }
    amounts.push(amount(data.totals.net_minor));
    amounts.push(format_money(Money::new(data.totals.gross_minor, data.currency), language));
    (due, amounts)
}

/// Asserts that everything required is found, and gives the pages.
fn found(data: &InvoiceData) -> Vec<String> {
    let pages = pages(data);
    let text = pages.join(" ");
    let (due, amounts) = required(data);
    for due in due.iter().map(|due| plain(due)) {
        assert!(text.contains(&due), "{due:?} is not found in\n{text}");
    }
    let figures = tight(&text);
    for due in amounts {
        assert!(figures.contains(&tight(&due)), "{due:?} is not found in\n{text}");
    }
    pages
}

#[test]
fn every_required_field_is_found_in_every_language_and_currency() {
    for locale in ["en", "de", "fr"] {
        for currency in ["EUR", "GBP", "CZK", "PLN"] {
            let mut data = example();
            data["locale"] = json!(locale);
            data["currency"] = json!(currency);
            data["buyer"]["vat_id"] = json!("FR12345678901");
            data["lines"] = json!([
                line("Stille Wasser", "Helene Brandt", 1, 840_000, 700),
                line("Atlas", "A. Novák", 3, 6_500, 1_900)
            ]);
            let pages = found(&summed(data));
            assert_eq!(pages.len(), 1);
            let sign =
                [("EUR", "€"), ("GBP", "£"), ("CZK", "Kč"), ("PLN", "zł")].iter().find(|(code, _)| *code == currency);
            assert!(pages[0].contains(sign.expect("a sign").1), "{currency} in {locale}: {}", pages[0]);
        }
    }
}

#[test]
fn names_of_any_european_script_are_read_as_they_were_written() {
    for (name, street, city, country) in [
        ("Ελένη Παπαδοπούλου", "Οδός Αγίων Ασωμάτων 45", "105 53 Αθήνα", "GR"),
        ("Ольга Щербакова-Їжакевич", "вулиця Ярославів Вал 13/2", "01054 Київ", "UA"),
        ("Jiří Dvořák & Zdeňka Šťastná", "Příčná ulice 12", "591 01 Žďár nad Sázavou", "CZ"),
        ("Işıl Güneş Çağlayan", "İstiklâl Caddesi No. 154, Şişli", "34430 İstanbul", "TR"),
        ("Łucja Wójcik-Żółkiewska", "ulica Świętokrzyska 30", "00-116 Warszawa", "PL"),
    ] {
        let mut data = example();
        for party in ["buyer", "seller"] {
            data[party]["address_lines"] = json!([street, city]);
            data[party]["country"] = json!(country);
        }
        data["buyer"]["name"] = json!(name);
        data["seller"]["legal_name"] = json!(name);
        data["lines"] = json!([line(name, name, 2, 125_000, 700)]);
        found(&summed(data));
    }
}

#[test]
fn a_long_address_is_read_whole() {
    let mut data = example();
    data["buyer"]["name"] =
        json!("Stiftung zur Förderung der zeitgenössischen Druckgrafik und der Buchkunst in Mitteleuropa");
    data["buyer"]["address_lines"] = json!([
        "Zweiter Hinterhof, Aufgang links, viertes Obergeschoss, bei Łukasiewicz-Åström klingeln",
        "Straße der Vereinigten Großherzoglich Mecklenburgischen Kunstsammlungen 1234 a bis 1238 c",
        "17235 Neustrelitz-Großherzogliche Residenzstadt",
        "Mecklenburgische Seenplatte, Mecklenburg-Vorpommern",
    ]);
    data["seller"]["address_lines"] = json!([
        "Haus der Kunst am Alten Güterbahnhof, Halle 7, Tor 12, Laderampe Nord",
        "Auguststraße 68",
        "10117 Berlin"
    ]);
    found(&summed(data));
}

#[test]
fn forty_lines_go_over_pages_with_their_head_their_number_and_the_sums_at_the_end() {
    let mut data = example();
    data["lines"] = (1..=40)
        .map(|n| line(&format!("Blatt <{n}> der Folge"), "Helene Brandt", 1 + n % 3, 9_900 + i64::from(n), 700))
        .collect();
    let data = summed(data);
    let pages = found(&data);
    assert!(pages.len() >= 3, "{} pages", pages.len());
    let total = plain(&format_money(Money::new(data.totals.gross_minor, data.currency), Language::English));
    for (index, page) in pages.iter().enumerate() {
        let of = format!("Page {} of {}", index + 1, pages.len());
        assert_eq!(page.matches(&of).count(), 1, "{of} in\n{page}");
        assert_eq!(
            page.contains("Unit price"),
            page.contains("Blatt <") || page.contains("Insured art courier"),
            "the head stands over lines and nowhere else:\n{page}"
        );
        assert!(page.contains(&data.number) && page.contains(&data.seller.legal_name), "{page}");
        assert_eq!(page.contains(&total), index + 1 == pages.len(), "the sum stands at the end:\n{page}");
    }
    let text = pages.join(" ");
    for n in 1..=40 {
        assert_eq!(text.matches(&format!("Blatt <{n}> der Folge")).count(), 1, "line {n}");
    }
}

#[test]
fn a_credit_note_names_the_invoice_that_it_corrects() {
    for (locale, language) in [("en", Language::English), ("de", Language::German), ("fr", Language::French)] {
        let mut data = example();
        data["kind"] = json!("credit_note");
        data["number"] = json!("GN-C2026-000003");
        data["locale"] = json!(locale);
        data["corrects"] = json!({"number": "GN-2026-000042", "issued_on": "2026-10-02"});
        let data = summed(data);
        let text = found(&data).join(" ");
        let corrected = data.corrects.as_ref().expect("an invoice");
        let date = plain(&format_date(corrected.issued_on, language));
        let at = text.find(&corrected.number).unwrap_or_else(|| panic!("the invoice is not named in\n{text}"));
        let rest = &text[at..];
        assert!(
            rest.chars().take(60).collect::<String>().contains(&date),
            "{date} does not follow the number in\n{rest}"
        );
    }
}

#[test]
fn rendered_again_it_is_the_same_file() {
    let mut long = example();
    long["lines"] = (1..=40).map(|n| line(&format!("Blatt {n}"), "Ελένη Παπαδοπούλου", 1, 9_900, 700)).collect();
    for data in [summed(example()), summed(long)] {
        let first = render_invoice(&data).expect("a document");
        assert!(first == render_invoice(&data).expect("a document"), "two files of the same data");
        // Also by another thread, with nothing measured before.
        let other = data.clone();
        let third = std::thread::spawn(move || render_invoice(&other)).join().expect("no panic").expect("a document");
        assert!(first == third, "two files of two threads");
    }
}
