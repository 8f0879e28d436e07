//! Derives the variants of an image file and says what it cost.
//!
//!     cargo run --release -p impasto-render --example derive -- picture.jpg [runs] [threads] [fast] [--keep folder]

use std::time::Instant;

use impasto_render::image::{DeriveOptions, Effort, derive};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(path) = arguments.first() else {
        return Err("which file?".into());
    };
    let number =
        |index: usize, default: usize| arguments.get(index).and_then(|text| text.parse().ok()).unwrap_or(default);
    let effort = if arguments.iter().any(|text| text == "fast") { Effort::Fast } else { Effort::Best };
    let options = DeriveOptions { effort, threads: number(2, 1), ..DeriveOptions::default() };
    let bytes = std::fs::read(path)?;
    let mut times_ms = Vec::new();
    let mut made = derive(&bytes, &options)?;
    for _ in 0..number(1, 5) {
        let start = Instant::now();
        made = derive(&bytes, &options)?;
        times_ms.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times_ms.sort_by(f64::total_cmp);
    println!("{} × {}, {:?}, {} {}", made.width, made.height, made.profile, made.blurhash, made.palette.join(" "));
    for variant in &made.variants {
        println!(
            "  {:5} × {:5} {:10} {:8} bytes",
            variant.width,
            variant.height,
            variant.content_type,
            variant.bytes.len()
        );
    }
    println!("fastest {:.0} ms, median {:.0} ms of {}", times_ms[0], times_ms[times_ms.len() / 2], times_ms.len());
    if let Some(at) = arguments.iter().position(|text| text == "--keep") {
        let folder = arguments.get(at + 1).ok_or("keep where?")?;
        for variant in &made.variants {
            std::fs::write(format!("{folder}/{}.{}", variant.width, variant.extension()), &variant.bytes)?;
        }
    }
    Ok(())
}
