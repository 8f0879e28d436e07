//! What is on the page, and that there always is one.

use chrono::NaiveDate;
use impasto_domain::certificate::{CertifiedPicture, WorkFacts};
use impasto_domain::edition::EditionKind;
use impasto_domain::ids::{DocumentId, EditionId, OrderLineId};

use super::*;

fn data() -> CertificateData {
    let id = |number: u32| format!("00000000-0000-7000-8000-{number:012}");
    CertificateData {
        id: id(1).parse::<DocumentId>().unwrap(),
        number: "IM-0000-0000-0001-1-1".into(),
        locale: "en".into(),
        order_line_id: id(2).parse::<OrderLineId>().unwrap(),
        copy_ordinal: Some(7),
        title: "Stille Wasser".into(),
        artist: "Zoë Łukasiewicz-Åström".into(),
        seller: "Galerie Nord".into(),
        sold_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        edition_label: Some("Etching on paper".into()),
        copy_label: Some("7/25".into()),
        quantity: 1,
        work: WorkFacts {
            edition_id: id(3).parse::<EditionId>().unwrap(),
            kind: EditionKind::Limited,
            born: Some(1974),
            year: Some(2024),
            date_text: None,
            medium: "Etching".into(),
            width_tenth_mm: 3_000,
            height_tenth_mm: 4_050,
            depth_tenth_mm: 0,
            signed: true,
            condition: Some("Excellent".into()),
            picture: Some(CertifiedPicture { key: "p.jpg".into(), width_px: 60, height_px: 40, alt: "Water".into() }),
        },
    }
}

fn proof() -> Proof {
    Proof {
        address: "https://art.example/certificates/00000000-0000-7000-8000-000000000001".into(),
        code_address: "https://art.example/certificates/00000000-0000-7000-8000-000000000001?s=AbCdEfGhIjKlMnOp".into(),
        signature_start: "AbCdEfGhIjKlMnOp".into(),
    }
}

fn jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    encoder.encode(&[120_u8; 60 * 40 * 3], 60, 40, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

fn items(data: &CertificateData) -> Vec<Item> {
    set(data, &proof(), Some(jpeg()), faces().unwrap()).unwrap().pages.into_iter().flatten().collect()
}

fn text(data: &CertificateData) -> String {
    let of_item = |item: &Item| match item {
        Item::Text { line, .. } => Some(line.runs.iter().map(|run| run.text.as_str()).collect::<String>()),
        _ => None,
    };
    items(data).iter().filter_map(of_item).map(|text| text + "\n").collect()
}

#[test]
fn a_certificate_says_what_was_sold_by_whom_and_where_it_is_verified() {
    let seen = text(&data());
    for due in [
        "Certificate of authenticity",
        "Stille Wasser",
        "Zoë Łukasiewicz-Åström, born\u{a0}1974",
        "2024",
        "Etching",
        "40.5 × 30\u{a0}cm (15.9 × 11.8\u{a0}in)",
        "Limited edition, Etching on paper",
        "7/25",
        "Signed by the artist",
        "Excellent",
        "Galerie Nord",
        "23\u{a0}November 2026",
        "IM-0000-0000-0001-1-1",
        "Owner",
        "AbCdEfGhIjKlMnOp",
    ] {
        assert!(seen.contains(due), "{due} is missing in\n{seen}");
    }
    assert!(seen.replace(" \n", "").replace('\n', "").contains(&proof().address), "{seen}");
}

#[test]
fn each_language_has_its_words() {
    let german = CertificateData { locale: "de-CH".into(), ..data() };
    let seen = text(&german);
    assert!(
        seen.contains("Echtheitszertifikat") && seen.contains("40,5 × 30\u{a0}cm") && !seen.contains("in)"),
        "{seen}"
    );
    let french = CertificateData { locale: "fr".into(), ..data() };
    assert!(text(&french).contains("Certificat d’authenticité"));
}

#[test]
fn what_is_not_known_is_left_out() {
    let mut bare = data();
    bare.work = WorkFacts { born: None, year: None, width_tenth_mm: 0, signed: false, condition: None, ..bare.work };
    bare.copy_label = None;
    let seen = text(&bare);
    for left_out in ["born", "Year", "Size", "Signed", "Condition", "Copy"] {
        assert!(!seen.contains(left_out), "{left_out} stands in\n{seen}");
    }
}

#[test]
fn the_code_leads_to_the_address_and_stands_apart() {
    let seen = items(&data());
    let codes: Vec<_> = seen
        .iter()
        .filter_map(|item| match item {
            Item::Squares { at, columns, dark, .. } => Some((*at, *columns, dark.clone())),
            _ => None,
        })
        .collect();
    let due = QrCode::with_error_correction_level(proof().code_address, EcLevel::M).unwrap();
    let due_cells: Vec<bool> = due.to_colors().into_iter().map(|cell| cell == Color::Dark).collect();
    let [(at, columns, dark)] = codes.as_slice() else { panic!("one code: {}", codes.len()) };
    assert_eq!((*columns, dark), (due.width(), &due_cells));
    // Four cells around it are free.
    let quiet_pt = at.width_pt / *columns as f32 * 4.0;
    for item in &seen {
        if let Item::Text { x_pt, baseline_pt, line, .. } = item
            && *baseline_pt > at.y_pt - quiet_pt
        {
            assert!(x_pt + line.width_pt <= at.x_pt - quiet_pt, "{line:?}");
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes_with_and_without_a_picture() {
    let render = |picture| render_certificate(&data(), &proof(), picture).unwrap();
    let with = render(Some(jpeg()));
    assert!(with.starts_with(b"%PDF-1.7"));
    assert_eq!(with, render(Some(jpeg())));
    assert_ne!(with, render(None));
}

#[test]
fn names_without_end_stay_on_their_page() {
    let mut long = data();
    let endless = "Komposition mit sehr vielen Wörtern ".repeat(40);
    long.title = endless.clone();
    long.artist = endless.clone();
    long.seller = endless.clone();
    long.edition_label = Some(endless.clone());
    long.work.medium = endless.clone();
    long.work.condition = Some(endless);
    let sheets = set(&long, &proof(), Some(jpeg()), faces().unwrap()).unwrap();
    assert_eq!(sheets.pages.len(), 1);
    for item in sheets.pages.iter().flatten() {
        if let Item::Text { x_pt, baseline_pt, line, .. } = item {
            assert!(*x_pt >= LEFT_PT && x_pt + line.width_pt <= RIGHT_PT + 0.1, "{line:?}");
            assert!(*baseline_pt < HEIGHT_PT - 40.0, "{line:?}");
        }
    }
    assert!(render_certificate(&long, &proof(), Some(jpeg())).is_ok());
}
