//! What is on the pages, and that there always are pages.

use chrono::{NaiveDate, TimeZone, Utc};
use impasto_domain::address::Country;
use impasto_domain::document::*;
use impasto_domain::money::{Currency, tax_included_minor};
use impasto_domain::tax::TaxRegime;
use proptest::prelude::*;

use super::draft::{LEFT_PT, RIGHT_PT};
use super::*;
use crate::document::sheets::{HEIGHT_PT, Item, Meaning};

fn line(title: &str, quantity: u32, unit: i64, rate: u32, regime: TaxRegime) -> InvoiceLine {
    let gross = unit * i64::from(quantity);
    let tax = tax_included_minor(gross, rate);
    InvoiceLine {
        title: title.into(),
        artist: "Zoë Łukasiewicz-Åström".into(),
        edition_label: Some("Archival pigment print, 30 × 40 cm, edition of 25".into()),
        copy_labels: (1..=quantity).map(|copy| format!("{copy}/25")).collect(),
        quantity,
        unit_price_gross_minor: unit,
        rate_basis_points: rate,
        regime,
        net_minor: gross - tax,
        tax_minor: tax,
        gross_minor: gross,
    }
}

fn invoice(lines: Vec<InvoiceLine>) -> InvoiceData {
    let (vat_summary, totals) = InvoiceData::sums_of(&lines, &[]);
    InvoiceData {
        kind: DocumentKind::Invoice,
        number: "GN-2026-000042".into(),
        series: "GN-2026".into(),
        issued_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        supplied_on: NaiveDate::from_ymd_opt(2026, 11, 21),
        corrects: None,
        order_number: "100417".into(),
        locale: "en".into(),
        currency: Currency::EUR,
        seller: SellerIdentity {
            legal_name: "Galerie Nord GmbH".into(),
            address_lines: vec!["Auguststraße 68".into(), "10117 Berlin".into()],
            country: Country::parse("DE").unwrap(),
            vat_id: Some("DE123456789".into()),
            tax_number: Some("37/123/45678".into()),
            email: Some("office@galerie-nord.example".into()),
            small_print: Some("Managing director: Ada Nord. HRB 12345, Amtsgericht Charlottenburg.".into()),
        },
        issued_by: None,
        self_billed: false,
        buyer: BuyerIdentity {
            name: "Jürgen Ångström-Øster".into(),
            address_lines: vec!["Rue de l’Œuvre 7".into(), "75003 Paris".into()],
            country: Country::parse("FR").unwrap(),
            vat_id: Some("FR12345678901".into()),
            email: Some("j@example.com".into()),
        },
        lines,
        shipping: Vec::new(),
        vat_summary,
        totals,
        payment: Some(PaymentNote {
            provider_label: "Visa ending 4242".into(),
            paid_at: Utc.with_ymd_and_hms(2026, 11, 21, 10, 0, 0).unwrap(),
        }),
        notes: vec!["Thank you.".into()],
    }
}

/// A line of text, its left end, its baseline, its width, and whether it is content rather than a repetition.
type Placed = (String, f32, f32, f32, bool);

/// Every line of text with its place, page by page.
fn placed(data: &InvoiceData) -> Vec<Vec<Placed>> {
    let draft = set(data, faces().unwrap());
    let of_item = |item: &Item| match item {
        Item::Text { x_pt, baseline_pt, line, meaning, .. } => {
            let text = line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
            Some((text, *x_pt, *baseline_pt, line.width_pt, matches!(meaning, Meaning::Content(_))))
        }
        Item::Rule { .. } | Item::Picture { .. } | Item::Squares { .. } => None,
    };
    draft.sheets.pages.iter().map(|page| page.iter().filter_map(of_item).collect()).collect()
}

fn text(data: &InvoiceData) -> String {
    placed(data).into_iter().flatten().map(|(text, ..)| text + "\n").collect()
}

/// Nothing leaves the type area, and nothing runs into its neighbour.
fn is_tidy(data: &InvoiceData) {
    for (number, page) in placed(data).iter().enumerate() {
        for (text, x, baseline, width, _) in page {
            assert!(*x >= LEFT_PT - 0.1 && x + width <= RIGHT_PT + 0.1, "page {number}: {text} at {x}, {width} wide");
            assert!(*baseline > 40.0 && *baseline < HEIGHT_PT - 40.0, "page {number}: {text} at {baseline}");
            for (other, other_x, other_baseline, _, _) in page {
                let same_row = (baseline - other_baseline).abs() < 4.0;
                assert!(!same_row || other_x <= x || x + width <= other_x + 0.1, "page {number}: {text} meets {other}");
            }
        }
    }
}

#[test]
fn an_invoice_shows_what_article_226_demands() {
    let seen = text(&invoice(vec![
        line("Stille", 1, 125_000, 700, TaxRegime::ReducedArt),
        line("Nachtstück", 2, 9_900, 1_900, TaxRegime::Standard),
    ]));
    for due in [
        "Invoice ",
        "GN-2026-000042",
        "23\u{a0}November 2026",
        "21\u{a0}November 2026",
        "DE123456789",
        "FR12345678901",
        "Galerie Nord GmbH",
        "Auguststraße 68",
        "Germany",
        "Jürgen Ångström-Øster",
        "75003 Paris",
        "France",
        "Stille",
        "Zoë Łukasiewicz-Åström",
        "No.\u{a0}1/25",
        "Nos.\u{a0}1/25, 2/25",
        "1,250.00",
        "1,168.22",
        "7%",
        "19%",
        "net 83.20",
        "166.39",
        "31.61",
        "€1,448.00",
        "Visa ending 4242",
        "Page 1 of 1",
    ] {
        assert!(seen.contains(due), "{due} is missing in\n{seen}");
    }
    is_tidy(&invoice(vec![line("Stille", 1, 125_000, 700, TaxRegime::ReducedArt)]));
}

#[test]
fn the_margin_scheme_shows_no_tax_and_says_why() {
    let seen = text(&invoice(vec![line("Stille", 1, 125_000, 0, TaxRegime::MarginArt)]));
    assert!(seen.contains("Margin scheme – Works of art"));
    assert!(!seen.contains('%') && !seen.contains("Net") && !seen.contains("Unit prices include"), "{seen}");
    let german =
        InvoiceData { locale: "de-DE".into(), ..invoice(vec![line("Stille", 1, 125_000, 0, TaxRegime::MarginArt)]) };
    assert!(text(&german).contains("Kunstgegenstände/Sonderregelung"));
    let french = InvoiceData { locale: "fr".into(), ..german };
    assert!(text(&french).contains("Régime particulier – Objets d’art"));
}

#[test]
fn what_the_customer_issues_says_so_in_every_language() {
    let own = invoice(vec![line("Stille", 1, 125_000, 700, TaxRegime::ReducedArt)]);
    assert!(!text(&own).contains("Self-billing"));
    for (locale, due) in [("en", "Self-billing"), ("de", "Gutschrift"), ("fr", "Autofacturation")] {
        let data = InvoiceData { locale: locale.into(), self_billed: true, ..own.clone() };
        assert!(text(&data).contains(due), "{locale}");
    }
}

#[test]
fn beside_taxed_works_a_margin_work_states_neither_net_nor_tax() {
    let data = invoice(vec![
        line("Taxed", 1, 11_900, 1_900, TaxRegime::Standard),
        line("Marginal", 1, 50_000, 0, TaxRegime::MarginArt),
    ]);
    let seen = text(&data);
    assert!(seen.contains("Margin scheme\n") || seen.contains("Margin scheme \n"), "{seen}");
    assert!(!seen.contains("Total net"), "{seen}");
    assert_eq!(seen.lines().filter(|line| line.trim() == "–").count(), 4, "{seen}");
    is_tidy(&data);
}

#[test]
fn the_other_regimes_carry_their_wordings() {
    for (regime, due) in [
        (TaxRegime::ReverseCharge, "Reverse charge: the customer is liable"),
        (TaxRegime::ExemptSmallBusiness, "Exempt from VAT: small enterprise"),
        (TaxRegime::Export, "Exempt from VAT: export of goods"),
    ] {
        let data = invoice(vec![line("Stille", 1, 125_000, 0, regime)]);
        assert!(text(&data).contains(due), "{}", text(&data));
        is_tidy(&data);
    }
}

#[test]
fn a_credit_note_is_headed_as_one_and_names_its_invoice() {
    let mut data = invoice(vec![line("Stille", 1, 125_000, 700, TaxRegime::ReducedArt)]);
    data.kind = DocumentKind::CreditNote;
    data.corrects = Some(CorrectedInvoice { number: "GN-2026-000007".into(), issued_on: data.issued_on });
    let seen = text(&data);
    for due in ["Credit note ", "For invoice GN-2026-000007 of 23\u{a0}November 2026", "Total credited", "Refunded to"]
    {
        assert!(seen.contains(due), "{due} is missing in\n{seen}");
    }
    assert!(!seen.contains("Invoice "));
    assert!(render_invoice(&data).unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn a_hundred_lines_go_over_pages_with_their_head_and_their_number() {
    let lines: Vec<_> =
        (0..100).map(|n| line(&format!("Work <{n}>"), 1, 10_000 + n, 700, TaxRegime::ReducedArt)).collect();
    let data = invoice(lines);
    let pages = placed(&data);
    assert!(pages.len() > 5);
    for (index, page) in pages.iter().enumerate() {
        let of = format!("Page {} of {}", index + 1, pages.len());
        assert_eq!(page.iter().filter(|item| item.0 == of).count(), 1, "page {index}");
        let works = page.iter().filter(|item| item.0.starts_with("Work <")).count();
        let heads = page.iter().filter(|item| item.0 == "Unit price").count();
        assert_eq!(heads, usize::from(works > 0), "page {index}");
    }
    let all: Vec<_> = pages.iter().flatten().collect();
    for n in 0..100 {
        assert_eq!(all.iter().filter(|item| item.0.trim() == format!("Work <{n}>")).count(), 1);
    }
    // Read aloud, the head is said once.
    assert_eq!(all.iter().filter(|item| item.0 == "Unit price" && item.4).count(), 1);
    is_tidy(&data);
    assert!(render_invoice(&data).is_ok());
}

#[test]
fn a_title_longer_than_a_page_goes_on_over_the_next() {
    let mut data = invoice(vec![line("Stille", 1, 125_000, 700, TaxRegime::ReducedArt)]);
    data.lines[0].title = "Composition with very many words ".repeat(200);
    data.notes = vec!["A remark that does not end. ".repeat(300)];
    assert!(placed(&data).len() >= 3);
    is_tidy(&data);
    assert!(render_invoice(&data).is_ok());
}

#[test]
fn names_without_end_are_shortened_visibly() {
    let mut data = invoice(vec![line("Stille", 1, 125_000, 700, TaxRegime::ReducedArt)]);
    let endless = "Fondation pour l’Art Contemporain ".repeat(60);
    data.seller.legal_name = endless.clone();
    data.seller.address_lines = vec![endless.clone(); 3];
    data.seller.small_print = Some(endless.clone());
    data.buyer.name = endless.clone();
    data.buyer.address_lines = vec![endless.clone(); 3];
    data.buyer.email = Some("a".repeat(400));
    data.number = "N".repeat(400);
    data.order_number = endless.clone();
    data.payment = data.payment.map(|payment| PaymentNote { provider_label: endless.clone(), ..payment });
    is_tidy(&data);
    assert!(text(&data).lines().filter(|line| line.ends_with('…')).count() >= 6);
    assert!(text(&data).contains("€1,250.00"));
    assert!(render_invoice(&data).is_ok());
}

#[test]
fn large_sums_and_currencies_without_minor_units_fit() {
    for (currency, due) in [
        (Currency::JPY, "JPY\u{a0}999,999,999,998"),
        (Currency::EUR, "€9,999,999,999.98"),
        (Currency::KWD, "KWD\u{a0}999,999,999.998"),
    ] {
        let mut data = invoice(vec![
            line("Dear", 1, 499_999_999_999, 700, TaxRegime::ReducedArt),
            line("Dearer", 1, 499_999_999_999, 1_900, TaxRegime::Standard),
        ]);
        data.currency = currency;
        assert!(text(&data).contains(due), "{}", text(&data));
        is_tidy(&data);
    }
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let data = invoice(vec![line("Stille", 1, 125_000, 700, TaxRegime::ReducedArt)]);
    assert_eq!(render_invoice(&data).unwrap(), render_invoice(&data).unwrap());
    let other = InvoiceData { number: "GN-2026-000043".into(), ..data.clone() };
    assert_ne!(render_invoice(&data).unwrap(), render_invoice(&other).unwrap());
}

#[test]
fn the_file_says_that_it_is_archival_accessible_and_in_which_language() {
    let data =
        InvoiceData { locale: "de".into(), ..invoice(vec![line("Stille", 1, 125_000, 700, TaxRegime::ReducedArt)]) };
    let bytes = render_invoice(&data).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    for due in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "/Lang(de)",
        "/StructTreeRoot",
    ] {
        assert!(holds(due), "{due}");
    }
    // Subset: four whole faces would be more than a megabyte.
    assert!(bytes.len() < 80_000, "{}", bytes.len());
}

#[test]
fn inconsistent_data_gives_no_document() {
    let mut data = invoice(vec![line("Stille", 1, 125_000, 700, TaxRegime::ReducedArt)]);
    data.totals.gross_minor += 1;
    assert_eq!(render_invoice(&data), Err(InvoiceError::Inconsistent(InvoiceInconsistency::Totals)));
}

#[test]
fn every_script_on_earth_gives_a_document() {
    let mut data = invoice(vec![line("Stille", 1, 125_000, 700, TaxRegime::ReducedArt)]);
    data.buyer.name = "村上隆 محمد علي יוסף สมชาย 👩🏽‍🎨 Ελένη Ольга".into();
    data.lines[0].title = "\u{0}\u{e000}\u{ffff}\u{202e}\u{fe0f}\u{1f3fd}a\u{300}\u{301}\u{0bcd}\u{e0001}".into();
    data.number = "№ 7/\u{200d}".into();
    data.seller.legal_name = "\u{200b}漢".into();
    is_tidy(&data);
    assert!(render_invoice(&data).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_gives_a_tidy_document(
        texts in prop::collection::vec("\\PC{0,60}|[\\x00-\\x{ffff}]{0,40}|[a-z]{0,120}|.{0,30}", 12),
        quantity in 1_u32..40,
        unit in 0_i64..10_000_000_000,
        locale in prop_oneof![Just("en"), Just("de"), Just("fr")],
    ) {
        let mut data = invoice(vec![line("Stille", quantity, unit, 700, TaxRegime::ReducedArt)]);
        data.locale = locale.into();
        let [a, b, c, d, e, f, g, h, i, j, k, l] = <[String; 12]>::try_from(texts).unwrap();
        // Names and numbers must not be blank; anything else may.
        data.number = format!("N{a}");
        data.buyer.name = format!("B{b}");
        data.seller.legal_name = format!("S{c}");
        data.lines[0].title = d;
        data.lines[0].artist = e;
        data.lines[0].edition_label = Some(f);
        data.buyer.address_lines = vec![g.clone(), h.clone()];
        data.seller.address_lines = vec![h, g];
        data.order_number = i;
        data.seller.small_print = Some(j);
        data.seller.email = Some(k.clone());
        data.notes = vec![l, k];
        is_tidy(&data);
        prop_assert!(render_invoice(&data).is_ok());
    }
}
