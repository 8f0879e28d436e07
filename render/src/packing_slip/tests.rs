//! What is on the sheets, and that there always are sheets.

use proptest::prelude::*;

use super::draft::{LEFT_PT, RIGHT_PT};
use super::*;
use crate::document::sheets::{HEIGHT_PT, Item, Meaning};

fn line(title: &str) -> SlipLine {
    SlipLine {
        title: title.into(),
        artist: "Zoë Łukasiewicz-Åström".into(),
        edition_label: Some("Archival pigment print".into()),
        copy_labels: vec!["7/25".into(), "8/25".into()],
        quantity: 2,
        measures: Some(SlipMeasures {
            height_tenth_mm: 4_050,
            width_tenth_mm: 3_000,
            depth_tenth_mm: 0,
            weight_g: 1_250,
        }),
    }
}

fn slip(lines: Vec<SlipLine>) -> PackingSlip {
    PackingSlip {
        language: Language::English,
        order_number: "IM-7K2Q9F".into(),
        ordered_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        seller: SlipSeller {
            name: "Galerie Nord".into(),
            address_lines: vec!["Auguststraße 68".into(), "10117 Berlin".into(), "Germany".into()],
            email: "office@galerie-nord.example".into(),
        },
        recipient_lines: vec![
            "Jürgen Ångström-Øster".into(),
            "Rue de l’Œuvre 7".into(),
            "75003 Paris".into(),
            "France".into(),
        ],
        delivery: "Standard".into(),
        parcel: SlipParcel {
            number: 1,
            of: 2,
            carrier: Some("UPS".into()),
            tracking_number: Some("1Z999AA10123456784".into()),
        },
        lines,
    }
}

/// A line of text, its left end, its baseline, its width, its size, and whether it is content rather than a repetition.
type Placed = (String, f32, f32, f32, f32, bool);

fn placed(data: &PackingSlip) -> Vec<Vec<Placed>> {
    let draft = set(data, faces().unwrap());
    let of_item = |item: &Item| match item {
        Item::Text { x_pt, baseline_pt, line, meaning, .. } => {
            let text = line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
            let size = line.runs.first().map_or(0.0, |run| run.size_pt);
            Some((text, *x_pt, *baseline_pt, line.width_pt, size, matches!(meaning, Meaning::Content(_))))
        }
        Item::Rule { .. } | Item::Picture { .. } | Item::Squares { .. } => None,
    };
    draft.sheets.pages.iter().map(|page| page.iter().filter_map(of_item).collect()).collect()
}

fn text(data: &PackingSlip) -> String {
    placed(data).into_iter().flatten().map(|(text, ..)| text + "\n").collect()
}

/// Nothing leaves the type area, and nothing runs into its neighbour.
fn is_tidy(data: &PackingSlip) {
    for (number, page) in placed(data).iter().enumerate() {
        for (text, x, baseline, width, ..) in page {
            assert!(*x >= LEFT_PT - 0.1 && x + width <= RIGHT_PT + 0.1, "page {number}: {text} at {x}, {width} wide");
            assert!(*baseline > 40.0 && *baseline < HEIGHT_PT - 40.0, "page {number}: {text} at {baseline}");
            for (other, other_x, other_baseline, ..) in page {
                let same_row = (baseline - other_baseline).abs() < 4.0;
                assert!(!same_row || other_x <= x || x + width <= other_x + 0.1, "page {number}: {text} meets {other}");
            }
        }
    }
}

#[test]
fn a_slip_says_who_sends_what_where() {
    let data = slip(vec![line("Stille")]);
    let seen = text(&data);
    for due in [
        "Packing slip ",
        "IM-7K2Q9F",
        "23\u{a0}November 2026",
        "Galerie Nord",
        "Auguststraße 68",
        "office@galerie-nord.example",
        "Jürgen Ångström-Øster",
        "Rue de l’Œuvre 7",
        "75003 Paris",
        "France",
        "1 of 2",
        "Standard",
        "UPS",
        "1Z999AA10123456784",
        "Stille",
        "Zoë Łukasiewicz-Åström, Archival pigment print",
        "Nos.\u{a0}7/25, 8/25",
        "40.5\u{a0}×\u{a0}30\u{a0}cm",
        "1.25\u{a0}kg",
        "2.5\u{a0}kg",
        "If it goes back",
        "Page 1 of 1",
    ] {
        assert!(seen.contains(due), "{due} is missing in\n{seen}");
    }
    assert!(!seen.contains('€'), "a slip tells no prices");
    is_tidy(&data);
}

#[test]
fn the_address_is_large_and_behind_the_window() {
    let data = slip(vec![line("Stille")]);
    let pages = placed(&data);
    let (_, x, baseline, width, size, content) =
        pages[0].iter().find(|item| item.0.starts_with("Jürgen")).cloned().unwrap();
    assert!(content && size >= 12.0);
    // DIN 5008, form B: 45 to 90 mm from the top, 20 to 105 mm from the left.
    let mm = 72.0 / 25.4;
    assert!((45.0 * mm..90.0 * mm).contains(&baseline), "{baseline}");
    assert!(x >= 20.0 * mm && x + width <= 105.0 * mm, "{x} {width}");
    let last = pages[0].iter().find(|item| item.0.trim() == "France").unwrap();
    assert!(last.2 < 90.0 * mm, "{}", last.2);
}

#[test]
fn every_language_has_its_words() {
    for (language, due) in [
        (Language::German, ["Lieferschein ", "Paket ", "1 von 2", "Gepackt", "Wenn etwas zurückgeht", "Seite 1 von 1"]),
        (Language::French, ["Bon de livraison ", "Colis ", "1 sur 2", "Emballé", "En cas de retour", "Page 1 sur 1"]),
    ] {
        let data = PackingSlip { language, ..slip(vec![line("Stille")]) };
        let seen = text(&data);
        for due in due {
            assert!(seen.contains(due), "{due} is missing in\n{seen}");
        }
        is_tidy(&data);
    }
}

#[test]
fn each_line_has_a_box_to_tick() {
    let boxes = |count: usize| {
        let data = slip((0..count).map(|n| line(&format!("Work {n}"))).collect());
        let draft = set(&data, faces().unwrap());
        let upright = |item: &&Item| matches!(item, Item::Rule { width_pt, weight_pt, .. } if weight_pt > width_pt);
        draft.sheets.pages.iter().flatten().filter(upright).count()
    };
    assert_eq!((boxes(1), boxes(7)), (2, 14));
}

#[test]
fn forty_lines_go_over_pages_with_their_head_and_their_number() {
    let data = slip((0..40).map(|n| line(&format!("Work <{n}>"))).collect());
    let pages = placed(&data);
    assert!(pages.len() >= 3);
    for (index, page) in pages.iter().enumerate() {
        let of = format!("Page {} of {}", index + 1, pages.len());
        assert_eq!(page.iter().filter(|item| item.0 == of).count(), 1, "page {index}");
        let works = page.iter().filter(|item| item.0.starts_with("Work <")).count();
        let heads = page.iter().filter(|item| item.0 == "Measures").count();
        assert_eq!(heads, usize::from(works > 0), "page {index}");
    }
    let all: Vec<_> = pages.iter().flatten().collect();
    for n in 0..40 {
        assert_eq!(all.iter().filter(|item| item.0.trim() == format!("Work <{n}>")).count(), 1);
    }
    // Read aloud, the head is said once.
    assert_eq!(all.iter().filter(|item| item.0 == "Measures" && item.5).count(), 1);
    is_tidy(&data);
    assert!(render_packing_slip(&data).is_ok());
}

#[test]
fn the_alphabets_of_europe_are_written_out() {
    let mut data = slip(vec![line("Příliš žluťoučký kůň")]);
    data.recipient_lines = vec![
        "Ελένη Παπαδοπούλου".into(),
        "вулиця Хрещатик 22".into(),
        "İstiklâl Caddesi, Şişli, Beyoğlu".into(),
        "Náměstí Míru, 120 00 Praha".into(),
    ];
    let seen = text(&data);
    for due in data.recipient_lines.iter().chain([&data.lines[0].title]) {
        assert!(seen.contains(due.as_str()), "{due} is missing in\n{seen}");
    }
    assert!(!seen.contains('\u{fffd}'), "{seen}");
    is_tidy(&data);
    assert!(render_packing_slip(&data).is_ok());
}

#[test]
fn names_and_addresses_without_end_are_shortened_visibly() {
    let endless = "Fondation pour l’Art Contemporain ".repeat(60);
    let mut data = slip(vec![line("Stille")]);
    data.seller.name = endless.clone();
    data.seller.address_lines = vec![endless.clone(); 3];
    data.seller.email = "a".repeat(400);
    data.recipient_lines = vec![endless.clone(); 5];
    data.order_number = "N".repeat(400);
    data.delivery = endless.clone();
    data.parcel.tracking_number = Some("9".repeat(400));
    is_tidy(&data);
    assert!(text(&data).lines().filter(|line| line.ends_with('…')).count() >= 6);
    assert!(render_packing_slip(&data).is_ok());
}

#[test]
fn a_title_longer_than_a_page_goes_on_over_the_next() {
    let data = slip(vec![line(&"Composition with very many words ".repeat(200))]);
    assert!(placed(&data).len() >= 3);
    is_tidy(&data);
    assert!(render_packing_slip(&data).is_ok());
}

#[test]
fn a_slip_without_lines_and_measures_is_still_a_sheet() {
    let empty = slip(Vec::new());
    is_tidy(&empty);
    assert!(render_packing_slip(&empty).is_ok());
    let gone = slip(vec![SlipLine { measures: None, copy_labels: Vec::new(), ..line("Gone") }]);
    assert!(!text(&gone).contains("kg"), "what is not known of one line is not summed");
    is_tidy(&gone);
}

#[test]
fn the_same_data_gives_the_same_bytes_and_says_that_they_are_accessible() {
    let data = PackingSlip { language: Language::German, ..slip(vec![line("Stille")]) };
    let bytes = render_packing_slip(&data).unwrap();
    assert_eq!(bytes, render_packing_slip(&data).unwrap());
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    for due in ["<pdfaid:part>3</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", "/Lang(de)", "/StructTreeRoot"] {
        assert!(holds(due), "{due}");
    }
    let other = PackingSlip { order_number: "IM-2".into(), ..data };
    assert_ne!(bytes, render_packing_slip(&other).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_text_gives_a_tidy_sheet(
        texts in prop::collection::vec("\\PC{0,60}|[\\x00-\\x{ffff}]{0,40}|[a-z]{0,120}|.{0,30}", 10),
        quantity in 0_u32..20_000,
        weight_g in 0_u32..2_000_000_000,
        side in 0_u32..100_000_000,
    ) {
        let mut data = slip(vec![line("Stille"), line("Nacht")]);
        let [a, b, c, d, e, f, g, h, i, j] = <[String; 10]>::try_from(texts).unwrap();
        data.order_number = format!("N{a}");
        data.seller.name = format!("S{b}");
        data.seller.address_lines = vec![c.clone(), d.clone()];
        data.recipient_lines = vec![d, c];
        data.seller.email = e;
        data.delivery = f;
        data.parcel.carrier = Some(g);
        data.lines[0].title = h;
        data.lines[0].artist = i;
        data.lines[0].edition_label = Some(j);
        data.lines[1].quantity = quantity;
        data.lines[1].measures = Some(SlipMeasures {
            height_tenth_mm: side, width_tenth_mm: side, depth_tenth_mm: 1, weight_g,
        });
        is_tidy(&data);
        prop_assert!(render_packing_slip(&data).is_ok());
    }
}
