//! A thousand invoices of several shapes: writes their data down, for others to render as well, and renders them.
//!
//!     cargo run --release -p impasto-render --example documents -- data 1000 invoices.jsonl
//!     cargo run --release -p impasto-render --example documents -- render invoices.jsonl <threads> [folder]
//!
//! `render` says how many seconds it took and, where a folder is named, writes the files there afterwards. `scripts/bench
//! documents` runs it against others.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use impasto_domain::document::{InvoiceData, InvoiceLine, ShippingLine};
use impasto_domain::money::tax_included_minor;
use impasto_render::invoice::{InvoiceError, render_invoice};
use serde_json::{Value, json};

/// Who buys: a name, a street, a town and a country.
const BUYERS: [[&str; 4]; 5] = [
    ["Zoë Łukasiewicz-Åström", "Rue de l’Œuvre 7, 3e étage", "75003 Paris", "FR"],
    ["Ελένη Παπαδοπούλου", "Οδός Αγίων Ασωμάτων 45", "105 53 Αθήνα", "GR"],
    ["Jo Weber", "Lange Straße 4", "10115 Berlin", "DE"],
    ["Ольга Щербакова", "вулиця Ярославів Вал 13/2", "01054 Київ", "UA"],
    ["Jiří Dvořák", "Příčná ulice 12", "591 01 Žďár nad Sázavou", "CZ"],
];

/// Who made the works.
const ARTISTS: [&str; 4] = ["Helene Brandt", "Inês Moreau", "Işıl Güneş Çağlayan", "Νίκος Καββαδίας"];

/// Files by their place among all.
type Files = Vec<(usize, Vec<u8>)>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["data", count, target] => write_data(count.parse()?, target),
        ["render", source, threads] => render(source, threads.parse()?, None),
        ["render", source, threads, folder] => render(source, threads.parse()?, Some(Path::new(folder))),
        _ => Err("data <count> <file>, or render <file> <threads> [folder]".into()),
    }
}

/// Writes the data of so many invoices, a line each.
fn write_data(count: usize, target: &str) -> Result<(), Box<dyn Error>> {
    let example: Value = serde_json::from_str(include_str!("invoice.json"))?;
    let mut file = std::io::BufWriter::new(std::fs::File::create(target)?);
    for place in 0..count {
        writeln!(file, "{}", serde_json::to_string(&invoice(&example, place)?)?)?;
    }
    file.flush()?;
    Ok(())
}

/// Of ten invoices five have one line, four have five, and one has forty.
fn invoice(example: &Value, place: usize) -> Result<InvoiceData, Box<dyn Error>> {
    let mut data = example.clone();
    let [name, street, town, country] = BUYERS[place % BUYERS.len()];
    data["number"] = json!(format!("GN-2026-{:06}", place + 1));
    data["buyer"]["name"] = json!(name);
    data["buyer"]["address_lines"] = json!([street, town]);
    data["buyer"]["country"] = json!(country);
    let lines = match place % 10 {
        0..5 => 1,
        5..9 => 5,
        _ => 40,
    };
    data["lines"] = (0..lines).map(|line| work(place + line)).collect();
    let lines: Vec<InvoiceLine> = serde_json::from_value(data["lines"].clone())?;
    let shipping: Vec<ShippingLine> = serde_json::from_value(data["shipping"].clone())?;
    let (vat_summary, totals) = InvoiceData::sums_of(&lines, &shipping);
    data["vat_summary"] = json!(vat_summary);
    data["totals"] = json!(totals);
    Ok(serde_json::from_value(data)?)
}

fn work(place: usize) -> Value {
    let quantity = 1 + place % 3;
    let (unit, rate, regime) =
        if place.is_multiple_of(4) { (6_500, 1_900, "standard") } else { (48_000, 700, "reduced_art") };
    let gross = unit * i64::try_from(quantity).unwrap_or(1);
    let tax = tax_included_minor(gross, rate);
    let copies: Vec<String> = (1..=quantity).map(|copy| format!("{copy}/25")).collect();
    json!({
        "title": format!("Nocturne in Umber and Two Greys, Sheet {}", place + 1),
        "artist": ARTISTS[place % ARTISTS.len()],
        "edition_label": "Archival pigment print, 30 × 40 cm, edition of 25",
        "copy_labels": copies, "quantity": quantity, "unit_price_gross_minor": unit, "rate_basis_points": rate,
        "regime": regime, "net_minor": gross - tax, "tax_minor": tax, "gross_minor": gross,
    })
}

/// Renders all of a file and says how long it took, without reading and writing.
fn render(source: &str, threads: usize, folder: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(source)?;
    let all: Vec<InvoiceData> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    // Typefaces are read at the first document of a process, here as in a shop that runs for weeks.
    if let Some(first) = all.first() {
        render_invoice(first)?;
    }
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    let files = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(|| work_off(&all, &next))).collect();
        let mut files: Files = Vec::with_capacity(all.len());
        for worker in workers {
            files.extend(worker.join().map_err(|_| "a thread panicked")??);
        }
        Ok::<_, Box<dyn Error>>(files)
    })?;
    println!("{:.4}", start.elapsed().as_secs_f64());
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder)?;
        for (place, bytes) in files {
            std::fs::write(folder.join(format!("{place:05}.pdf")), bytes)?;
        }
    }
    Ok(())
}

/// Renders one after the other of what is left.
fn work_off(all: &[InvoiceData], next: &AtomicUsize) -> Result<Files, InvoiceError> {
    let mut files = Vec::new();
    loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let Some(data) = all.get(place) else { return Ok(files) };
        files.push((place, render_invoice(data)?));
    }
}
