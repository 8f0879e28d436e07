//! Renders frozen invoice data and says how long it takes.
//!
//!     cargo run --release -p impasto-render --example invoice -- render/examples/invoice.json invoice.pdf [runs]

use std::time::Instant;

use impasto_domain::document::InvoiceData;
use impasto_render::invoice::render_invoice;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [source, target, runs @ ..] = arguments.as_slice() else {
        return Err("which file, and where to?".into());
    };
    let data: InvoiceData = serde_json::from_str(&std::fs::read_to_string(source)?)?;
    let start = Instant::now();
    let bytes = render_invoice(&data)?;
    let first_ms = start.elapsed().as_secs_f64() * 1000.0;
    std::fs::write(target, &bytes)?;
    let runs: usize = runs.first().and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut times_ms = vec![first_ms];
    for _ in 0..runs {
        let start = Instant::now();
        render_invoice(&data)?;
        times_ms.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times_ms.sort_by(f64::total_cmp);
    println!(
        "{} bytes, first {first_ms:.1} ms, median {:.2} ms of {}",
        bytes.len(),
        times_ms[times_ms.len() / 2],
        times_ms.len()
    );
    Ok(())
}
