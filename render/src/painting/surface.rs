//! What pictures lie on and how light strikes it: paper, canvas weave, relief of thick paint.
//! Knows heights and textures; nothing of motifs.

use super::canvas::Canvas;
use super::field::{Grid, Tile};
use super::noise::{Noise, floor};
use super::raster::Raster;
use super::rng::Rng;
use super::shape::{bent, ribbon};

/// How strongly each trait of a sheet of paper shows; 0 leaves it out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paper {
    /// Fine tooth of the sheet.
    pub(crate) tooth: f32,
    /// Uneven pulp, centimetres across.
    pub(crate) cloud: f32,
    /// Long fibres a thousand to the sheet at 1.0.
    pub(crate) fibres: f32,
}

/// Gives a finished flat picture the texture of paper by darkening and lightening what is there.
/// `scale` is pixels per unit (a sheet's long side has 2400 units).
pub(crate) fn paper(canvas: &mut Canvas, seed: u64, scale: f32, paper: Paper) {
    let tooth = Tile::fractal(seed, 71, 128, 2);
    let fine = Tile::grain(seed, 72, 1);
    let noise = Noise::new(seed, 73);
    let unit = 1.0 / (260.0 * scale);
    let cloud = Grid::new(canvas.w, canvas.h, 12, |x, y| noise.fbm(x * unit, y * unit, 4));
    canvas.each(|x, y, px| {
        let texture = paper.tooth * (0.05 * tooth.at(x, y) + 0.02 * fine.at(x, y))
            + paper.cloud * 0.05 * cloud.at(x as f32, y as f32);
        let k = 1.0 + texture;
        [px[0] * k, px[1] * k, px[2] * k]
    });
    if paper.fibres > 0.0 {
        fibres(canvas, seed, scale, paper.fibres);
    }
}

fn fibres(canvas: &mut Canvas, seed: u64, scale: f32, amount: f32) {
    let rng = Rng::new(seed, 74);
    let (w, h) = (canvas.w, canvas.h);
    let mut raster = Raster::new(w, h);
    for _ in 0..(1000.0 * amount) as usize {
        let a = [rng.unit() * w as f32, rng.unit() * h as f32];
        let (sin, cos) = rng.range(0.0, std::f32::consts::TAU).sin_cos();
        let length = rng.range(20.0, 110.0) * scale;
        let path = bent(a, [a[0] + cos * length, a[1] + sin * length], rng.jitter(0.3), 8);
        let width = (rng.range(0.7, 1.5) * scale).max(0.5);
        let (tone, strength) = if rng.chance(0.6) { (1.08, 0.5) } else { (0.86, 0.5) };
        raster.fill(&ribbon(&path, |_| width), |x, y, cover| {
            let k = 1.0 + (tone - 1.0) * strength * cover;
            let px = &mut canvas.px[y * w + x];
            *px = [px[0] * k, px[1] * k, px[2] * k];
        });
    }
}

/// The height of plain-woven linen, about -1..1; `thread` is pixels per thread.
#[derive(Debug, Clone)]
pub(crate) struct Weave {
    warp: Vec<f32>,
    weft: Vec<f32>,
    slub: Tile,
    frequency: f32,
}

impl Weave {
    /// Linen for a sheet of `w` x `h` pixels.
    pub(crate) fn new(w: usize, h: usize, thread: f32, seed: u64) -> Self {
        let rng = Rng::new(seed, 75);
        // Threads of handmade linen are not equally thick: their phase drifts.
        let threads = |n: usize| {
            let mut drift = 0.0_f32;
            (0..n)
                .map(|i| {
                    drift = (drift + rng.jitter(0.05)).clamp(-1.5, 1.5);
                    i as f32 * std::f32::consts::PI / thread + drift
                })
                .collect::<Vec<f32>>()
        };
        Self { warp: threads(w), weft: threads(h), slub: Tile::fractal(seed, 76, 64, 2), frequency: 0.35 }
    }

    /// Height at a pixel.
    pub(crate) fn at(&self, x: usize, y: usize) -> f32 {
        let (u, v) = (wave(self.warp[x]), wave(self.weft[y]));
        let over = u * v;
        over * 0.7 + self.slub.at(x, y) * self.frequency + 0.15 * (u.abs() + v.abs()) - 0.15
    }
}

/// Lights a height field (in pixels of height) from the upper left: returns the factor on the colour and the share of highlight.
/// `gx`, `gy` are the slopes to the right and downwards.
pub(crate) fn relight(gx: f32, gy: f32, gloss: f32) -> (f32, f32) {
    // Light from (-0.55, -0.65, 0.53): a window to the left, above eye level.
    let inverse = 1.0 / (1.0 + gx * gx + gy * gy).sqrt();
    let flat = 0.53;
    let lambert = (gx * 0.55 + gy * 0.65 + flat).max(0.0) * inverse;
    let shade = 0.42 + 0.58 * lambert / flat;
    // Half vector between light and an eye straight ahead.
    let half = (gx * 0.315 + gy * 0.372 + 0.873) * inverse;
    let h2 = half.max(0.0) * half.max(0.0);
    let h8 = h2 * h2 * h2 * h2;
    let h32 = h8 * h8 * h8 * h8;
    (shade, gloss * h32)
}

/// A sine-like wave from parabolas: the loops over a sheet ask for it twice a pixel.
fn wave(phase: f32) -> f32 {
    let turns = phase * (1.0 / std::f32::consts::TAU);
    let t = (turns - floor(turns) as f32) * 2.0 - 1.0;
    4.0 * t * (1.0 - t.abs())
}
