//! That sums agree, and that what does not agree is noticed.

use super::*;
use crate::money::tax_included_minor;
use proptest::prelude::*;

fn country() -> Country {
    Country::parse("DE").unwrap()
}

fn line(quantity: u32, unit: i64, rate: u32, regime: TaxRegime) -> InvoiceLine {
    let gross = unit * i64::from(quantity);
    let rate = if regime.shows_tax() { rate } else { 0 };
    let tax = tax_included_minor(gross, rate);
    InvoiceLine {
        title: "Untitled".into(),
        artist: "A".into(),
        edition_label: None,
        copy_labels: Vec::new(),
        quantity,
        unit_price_gross_minor: unit,
        rate_basis_points: rate,
        regime,
        net_minor: gross - tax,
        tax_minor: tax,
        gross_minor: gross,
    }
}

fn invoice(lines: Vec<InvoiceLine>, shipping: Vec<ShippingLine>) -> InvoiceData {
    let (vat_summary, totals) = InvoiceData::sums_of(&lines, &shipping);
    InvoiceData {
        kind: DocumentKind::Invoice,
        number: "G-2026-000001".into(),
        series: "G-2026".into(),
        issued_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        supplied_on: None,
        corrects: None,
        order_number: "1001".into(),
        locale: "en".into(),
        currency: Currency::EUR,
        seller: SellerIdentity {
            legal_name: "Gallery".into(),
            address_lines: vec!["Street 1".into()],
            country: country(),
            vat_id: Some("DE123456789".into()),
            tax_number: None,
            email: None,
            small_print: None,
        },
        issued_by: None,
        self_billed: false,
        buyer: BuyerIdentity {
            name: "Buyer".into(),
            address_lines: vec!["Street 2".into()],
            country: country(),
            vat_id: Some("DE987654321".into()),
            email: None,
        },
        lines,
        shipping,
        vat_summary,
        totals,
        payment: None,
        notes: Vec::new(),
    }
}

fn any_regime() -> impl Strategy<Value = (TaxRegime, u32)> {
    prop_oneof![
        Just((TaxRegime::Standard, 1_900)),
        Just((TaxRegime::Standard, 2_100)),
        Just((TaxRegime::ReducedArt, 550)),
        Just((TaxRegime::ReducedArt, 700)),
        Just((TaxRegime::MarginArt, 0)),
        Just((TaxRegime::ExemptSmallBusiness, 0)),
        Just((TaxRegime::ReverseCharge, 0)),
        Just((TaxRegime::Export, 0)),
    ]
}

fn any_lines() -> impl Strategy<Value = Vec<InvoiceLine>> {
    prop::collection::vec(
        (1_u32..20, 0_i64..50_000_000, any_regime()).prop_map(|(n, unit, (regime, rate))| line(n, unit, rate, regime)),
        1..30,
    )
}

proptest! {
    #[test]
    fn lines_with_their_own_sums_are_consistent(lines in any_lines()) {
        prop_assert_eq!(invoice(lines, Vec::new()).check(), Ok(()));
    }

    #[test]
    fn any_amount_that_is_off_is_noticed(lines in any_lines(), field in 0_usize..7, pick in any::<prop::sample::Index>(), by in prop_oneof![-5_000_i64..0, 1_i64..5_000]) {
        let mut data = invoice(lines, Vec::new());
        let line = pick.index(data.lines.len());
        let row = pick.index(data.vat_summary.len());
        let amount = match field {
            0 => &mut data.lines[line].net_minor,
            1 => &mut data.lines[line].tax_minor,
            2 => &mut data.lines[line].gross_minor,
            3 => &mut data.vat_summary[row].base_minor,
            4 => &mut data.vat_summary[row].tax_minor,
            5 => &mut data.totals.net_minor,
            _ => &mut data.totals.gross_minor,
        };
        *amount += by;
        prop_assert!(data.check().is_err());
    }

    #[test]
    fn the_stored_json_reads_back_the_same(lines in any_lines()) {
        let data = invoice(lines, Vec::new());
        let text = serde_json::to_string(&data).unwrap();
        prop_assert_eq!(serde_json::from_str::<InvoiceData>(&text).unwrap(), data);
    }
}

#[test]
fn a_wrong_rate_is_noticed_even_when_the_sums_agree() {
    let mut wrong = line(1, 11_900, 1_900, TaxRegime::Standard);
    wrong.rate_basis_points = 700;
    let data = invoice(vec![wrong], Vec::new());
    assert!(matches!(data.check(), Err(InvoiceInconsistency::Rate { rate_basis_points: 700, .. })));
}

#[test]
fn the_margin_scheme_shows_no_tax() {
    let mut shown = line(1, 11_900, 0, TaxRegime::MarginArt);
    shown.tax_minor = 100;
    shown.net_minor = 11_800;
    let data = invoice(vec![shown], Vec::new());
    assert_eq!(data.check(), Err(InvoiceInconsistency::TaxShown { line: 1, regime: TaxRegime::MarginArt }));
}

#[test]
fn a_credit_note_names_the_invoice_it_amends() {
    let mut data = invoice(vec![line(1, 100, 0, TaxRegime::Export)], Vec::new());
    data.kind = DocumentKind::CreditNote;
    assert_eq!(data.check(), Err(InvoiceInconsistency::Missing("the invoice a credit note amends")));
    data.corrects = Some(CorrectedInvoice { number: "G-2026-000001".into(), issued_on: data.issued_on });
    assert_eq!(data.check(), Ok(()));
}

#[test]
fn reverse_charge_needs_the_buyers_number() {
    let mut data = invoice(vec![line(1, 100, 0, TaxRegime::ReverseCharge)], Vec::new());
    data.buyer.vat_id = None;
    assert!(matches!(data.check(), Err(InvoiceInconsistency::Missing(_))));
}

#[test]
fn an_invoice_says_where_the_seller_sits() {
    let mut data = invoice(vec![line(1, 100, 1_900, TaxRegime::Standard)], Vec::new());
    data.seller.address_lines.clear();
    assert_eq!(data.check(), Err(InvoiceInconsistency::Missing("the seller's address")));
}

#[test]
fn copies_are_as_many_as_pieces() {
    let mut two = line(2, 100, 1_900, TaxRegime::Standard);
    two.copy_labels = vec!["7/25".into()];
    let data = invoice(vec![two], Vec::new());
    assert_eq!(data.check(), Err(InvoiceInconsistency::Quantity { line: 1, quantity: 2, copies: 1 }));
}

#[test]
fn kinds_keep_their_names() {
    for kind in DocumentKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{kind}\""));
    }
    assert_eq!("receipt".parse::<DocumentKind>(), Err(UnknownDocumentKind("receipt".into())));
}

#[test]
fn shipping_counts_in_the_summary_and_the_totals() {
    let shipping = ShippingLine {
        label: "Courier".into(),
        rate_basis_points: 1_900,
        regime: TaxRegime::Standard,
        net_minor: 1_000,
        tax_minor: 190,
        gross_minor: 1_190,
    };
    let data = invoice(vec![line(1, 11_900, 1_900, TaxRegime::Standard)], vec![shipping]);
    assert_eq!(data.totals, InvoiceTotals { net_minor: 11_000, tax_minor: 2_090, gross_minor: 13_090 });
    assert_eq!(data.vat_summary.len(), 1);
    assert_eq!(data.check(), Ok(()));
}
