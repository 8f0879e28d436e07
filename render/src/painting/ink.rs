//! Ink landscapes: washes, dry brush and empty paper.
//! Knows water, ink and paper; what is painted with them is up to the motif.

mod brush;
mod mountains;
mod plants;
mod ridges;
mod staffage;

use image::RgbImage;

use super::Sheet;
use super::canvas::Canvas;
use super::colour::{Rgb, hex, lerp};
use super::field::{Grid, Tile};
use super::noise::Noise;
use super::raster::{Point, Raster};
use super::rng::Rng;
use super::surface::{Paper, paper};

/// How many motifs there are; the last digit of a seed chooses.
pub(crate) const MOTIFS: usize = 8;

/// Paper, colour of thin ink, colour of the second wash, seal.
const PALETTES: [[u32; 4]; 5] = [
    [0xF1EADA, 0x3A4147, 0x7D9A94, 0xB5322A],
    [0xEDE3CC, 0x40382F, 0xB98A55, 0xA8281F],
    [0xF0EEE6, 0x2C3A52, 0x6E8FB5, 0xC03A2B],
    [0xF3EBDD, 0x45383E, 0xC98F86, 0xB0302C],
    [0xE9E4D6, 0x34403A, 0x8FA27A, 0xB5322A],
];

/// Paints the sheet.
pub(crate) fn paint(sheet: &Sheet) -> RgbImage {
    let mut scroll = Scroll::new(sheet);
    match sheet.motif(MOTIFS) {
        0 => mountains::peaks(&mut scroll),
        1 => mountains::lake(&mut scroll),
        2 => mountains::gorge(&mut scroll),
        3 => plants::bamboo(&mut scroll),
        4 => plants::plum(&mut scroll),
        5 => mountains::pines(&mut scroll),
        6 => mountains::islands(&mut scroll),
        _ => mountains::snow(&mut scroll),
    }
    let Scroll { mut canvas, .. } = scroll;
    paper(&mut canvas, sheet.seed, sheet.scale, Paper { tooth: 1.1, cloud: 1.0, fibres: 1.3 });
    canvas.finish(sheet.seed)
}

/// A sheet of rice paper under way.
struct Scroll {
    canvas: Canvas,
    raster: Raster,
    rng: Rng,
    noise: Noise,
    /// Slow unevenness of wet paper.
    wet: Grid,
    /// Mist: where it is high, washes fade sooner.
    mist: Grid,
    grain: Tile,
    /// How much of each channel one unit of ink takes away.
    ink: Rgb,
    /// The same for the second wash.
    tint: Rgb,
    paper: Rgb,
    seal: Rgb,
    w: f32,
    h: f32,
    s: f32,
}

impl Scroll {
    fn new(sheet: &Sheet) -> Self {
        let [ground, ink, tint, seal] = PALETTES[sheet.palette(PALETTES.len())].map(hex);
        let noise = Noise::new(sheet.seed, 1);
        let s = sheet.scale;
        let wet = Grid::new(sheet.w, sheet.h, 6, |x, y| noise.fbm(x / (190.0 * s), y / (190.0 * s), 4));
        let mist = Grid::new(sheet.w, sheet.h, 8, |x, y| noise.fbm(x / (1100.0 * s) + 60.0, y / (340.0 * s), 3));
        // Absorption of a unit of ink: what turns paper into the ink's own colour.
        let absorb = |c: Rgb| [0, 1, 2].map(|k| (ground[k] / c[k].max(0.004)).ln());
        Self {
            canvas: Canvas::new(sheet.w, sheet.h, ground),
            raster: Raster::new(sheet.w, sheet.h),
            rng: Rng::new(sheet.seed, 2),
            noise,
            wet,
            mist,
            grain: Tile::fractal(sheet.seed, 3, 64, 3),
            ink: absorb(ink),
            tint: absorb(tint),
            paper: ground,
            seal,
            w: sheet.wf(),
            h: sheet.hf(),
            s,
        }
    }

    /// A place from shares of width and height.
    fn at(&self, u: f32, v: f32) -> Point {
        [u * self.w, v * self.h]
    }
}

/// Lets `amount` of a wash with these absorptions sink into a colour.
fn stain(px: Rgb, absorb: Rgb, amount: f32) -> Rgb {
    [0, 1, 2].map(|k| {
        // exp(-d) to within half a percent for the densities in use.
        let d = absorb[k] * amount;
        let q = 1.0 + d * (0.25 + d * (0.031_25 + d * 0.002_604));
        let q2 = q * q;
        px[k] / (q2 * q2)
    })
}

/// Washes a colour back towards bare paper.
fn lift(px: Rgb, paper: Rgb, amount: f32) -> Rgb {
    lerp(px, paper, amount)
}
