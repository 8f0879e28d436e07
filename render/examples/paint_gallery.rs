//! Paints every motif of every style into a folder and says how long each took.
//! Usage: `cargo run --release -p impasto-render --example paint_gallery -- FOLDER [LONG_SIDE_PX]` (default 2400).

use std::path::PathBuf;
use std::time::{Duration, Instant};

use impasto_render::painting::{PaintSpec, Style, paint};

/// Shapes in turn: width and height as shares of the long side.
const SHAPES: [(f32, f32); 5] = [(0.75, 1.0), (1.0, 0.75), (2.0 / 3.0, 1.0), (1.0, 0.7), (1.0, 1.0)];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("usage: paint_gallery FOLDER [LONG_SIDE_PX]")?);
    let long: f32 = arguments.next().map_or(Ok(2400.0), |text| text.parse())?;
    std::fs::create_dir_all(&folder)?;
    let mut total = Duration::ZERO;
    let mut works = 0;
    for style in Style::ALL {
        for motif in 0..style.motifs() as u64 {
            let (w, h) = SHAPES[(works % SHAPES.len() as u64) as usize];
            // The last digit is the motif, the one before it the palette.
            let seed = 1000 + (motif % 10) * 10 + motif;
            let spec =
                PaintSpec { style, seed, width_px: (long * w).round() as u32, height_px: (long * h).round() as u32 };
            let start = Instant::now();
            let picture = paint(&spec);
            let taken = start.elapsed();
            println!("{:>5} ms  {}-{seed}  {} x {}", taken.as_millis(), style.name(), spec.width_px, spec.height_px);
            picture.save(folder.join(format!("{}-{seed}.jpg", style.name())))?;
            total += taken;
            works += 1;
        }
    }
    println!(
        "{works} works, {} ms of painting, {} ms a work",
        total.as_millis(),
        total.as_millis() / u128::from(works)
    );
    Ok(())
}
