//! Cyanotypes: plants laid on paper that was brushed with iron salts and left in the sun.
//! Knows exposure: where the plant was thick the paper stays white, where it was not it turns Prussian blue.

mod meadow;
mod plants;

use image::RgbImage;
pub(crate) use plants::MOTIFS;

use super::Sheet;
use super::canvas::Canvas;
use super::colour::{Rgb, hex, lerp, ramp};
use super::field::{Grid, Tile, blur};
use super::noise::{Noise, smooth};
use super::raster::{Point, Raster};
use super::rng::Rng;
use super::shape::ribbon;
use super::surface::{Paper, paper};

/// Paper, then from the palest to the deepest blue: classic, tea-toned, cold, and bleached.
const PALETTES: [[u32; 6]; 4] = [
    [0xF3F0E6, 0xD5E3EA, 0x8DB8D6, 0x3A7AB5, 0x17498A, 0x0B2758],
    [0xF0E6D2, 0xD9D2BE, 0xA3ADA8, 0x5F7A86, 0x34505F, 0x1B2E3C],
    [0xF5F4F0, 0xDCE6EC, 0x9CC0D8, 0x4A86BE, 0x1E539B, 0x102F6E],
    [0xF4EFE3, 0xDDE7E4, 0xA2C9D0, 0x4E97B0, 0x1F6488, 0x0F3A5E],
];

/// Paints the sheet.
pub(crate) fn paint(sheet: &Sheet) -> RgbImage {
    let mut press = Press::new(sheet);
    plants::lay(&mut press, sheet.motif(MOTIFS));
    let mut canvas = develop(sheet, press);
    paper(&mut canvas, sheet.seed, sheet.scale, Paper { tooth: 1.2, cloud: 0.8, fibres: 0.2 });
    canvas.finish(sheet.seed)
}

/// The frame in which plants lie on the paper; `shade` is how much light they keep off, 0..1.
struct Press {
    shade: Vec<f32>,
    raster: Raster,
    rng: Rng,
    grain: Tile,
    w: f32,
    h: f32,
    s: f32,
    stride: usize,
}

impl Press {
    fn new(sheet: &Sheet) -> Self {
        Self {
            shade: vec![0.0; sheet.w * sheet.h],
            raster: Raster::new(sheet.w, sheet.h),
            rng: Rng::new(sheet.seed, 1),
            grain: Tile::fractal(sheet.seed, 2, 32, 4),
            w: sheet.wf(),
            h: sheet.hf(),
            s: sheet.scale,
            stride: sheet.w,
        }
    }

    /// Lays one piece of plant down; `thick` is the share of light it stops.
    fn lay(&mut self, outline: &[Point], thick: f32) {
        let (shade, grain, stride) = (&mut self.shade, &self.grain, self.stride);
        let off = self.rng.below(512);
        self.raster.fill(outline, |x, y, cover| {
            let slot = &mut shade[y * stride + x];
            let body = thick * (1.0 + 0.16 * grain.at(x + off, y)).min(1.0 / thick.max(0.01));
            *slot = 1.0 - (1.0 - *slot) * (1.0 - body * cover);
        });
    }

    /// Thins what lies there: a vein that lets light through, or the gap of a tear.
    fn thin(&mut self, outline: &[Point], amount: f32) {
        let (shade, stride) = (&mut self.shade, self.stride);
        self.raster.fill(outline, |x, y, cover| shade[y * stride + x] *= 1.0 - amount * cover);
    }

    /// A stem or hair along a path, `from` to `to` units wide.
    fn stem(&mut self, path: &[Point], from: f32, to: f32, thick: f32) {
        let (a, b) = ((from * self.s).max(0.8), (to * self.s).max(0.6));
        self.lay(&ribbon(path, |t| a + (b - a) * t), thick);
    }
}

/// Brings the latent image out: coated area, exposure, wash.
fn develop(sheet: &Sheet, press: Press) -> Canvas {
    let colours = PALETTES[sheet.palette(PALETTES.len())].map(hex);
    let tones: Vec<(f32, Rgb)> = [0.0, 0.10, 0.34, 0.60, 0.82, 1.0].into_iter().zip(colours).collect();
    let table: Vec<Rgb> = (0..=1024).map(|i| ramp(&tones, i as f32 / 1024.0)).collect();
    let Press { shade, rng, s, w, h, .. } = press;
    // Leaves that do not quite touch the paper throw a soft edge.
    let mut soft = shade.clone();
    blur(&mut soft, sheet.w, sheet.h, (5.0 * s) as usize, 2);
    let noise = Noise::new(sheet.seed, 3);
    let lift =
        Grid::new(sheet.w, sheet.h, 8, |x, y| smooth(-0.15, 0.35, noise.fbm(x / (520.0 * s), y / (520.0 * s), 3)));
    let wash = Grid::new(sheet.w, sheet.h, 8, |x, y| noise.fbm(x / (700.0 * s) + 40.0, y / (700.0 * s), 4));
    let lean = rng.jitter(0.12);
    let streak = Grid::new(sheet.w, sheet.h, 3, |x, y| {
        let (u, v) = (x + y * lean, y - x * lean);
        noise.fbm(u / (24.0 * s) + 80.0, v / (900.0 * s), 3)
    });
    let coat = Coat::new(&rng, sheet, w, h, s);
    let grit = Tile::grain(sheet.seed, 4, 1);
    Canvas::from_fn(sheet.w, sheet.h, |x, y| {
        let (fx, fy) = (x as f32, y as f32);
        let i = y * sheet.w + x;
        let stroke = streak.at(fx, fy);
        let covered = coat.at(fx, fy, stroke);
        if covered <= 0.0 {
            return colours[0];
        }
        let near = lift.at(fx, fy);
        let kept = shade[i] + (soft[i] - shade[i]) * (0.35 + 0.55 * near);
        let light = 0.93 + 0.10 * wash.at(fx, fy) + 0.055 * stroke + 0.012 * grit.at(x, y);
        let exposed = (light * (1.0 - kept) + 0.02).clamp(0.0, 1.0);
        let tone = table[(exposed * 1024.0) as usize];
        lerp(colours[0], tone, covered)
    })
}

/// The brushed edge of the emulsion: strokes that start and stop where the hand did.
struct Coat {
    tops: Vec<f32>,
    bottoms: Vec<f32>,
    left: f32,
    right: f32,
    s: f32,
    edge: Noise,
}

impl Coat {
    fn new(rng: &Rng, sheet: &Sheet, w: f32, h: f32, s: f32) -> Self {
        let margin = 0.062 * w.min(h);
        let edge = Noise::new(sheet.seed, 5);
        let strokes = 9 + rng.below(5);
        let ends = |rng: &Rng| -> Vec<f32> { (0..=strokes).map(|_| rng.gauss() * 13.0 * s).collect() };
        let (high, low) = (ends(rng), ends(rng));
        let at = |list: &[f32], x: usize, base: f32, sign: f32| {
            let t = x as f32 / w * strokes as f32;
            let hair = edge.fbm(x as f32 / (46.0 * s), 3.0 + sign, 3) * 26.0 * s
                + edge.fbm(x as f32 / (9.0 * s), 8.0 + sign, 3) * 15.0 * s;
            base + list[(t as usize).min(strokes)] + hair
        };
        Self {
            tops: (0..sheet.w).map(|x| at(&high, x, margin, 0.0)).collect(),
            bottoms: (0..sheet.w).map(|x| at(&low, x, h - margin, 1.0)).collect(),
            left: margin,
            right: w - margin,
            s,
            edge,
        }
    }

    fn at(&self, x: f32, y: f32, streak: f32) -> f32 {
        let soft = 5.0 * self.s;
        let top = y - self.tops[(x as usize).min(self.tops.len() - 1)];
        let low = self.bottoms[(x as usize).min(self.bottoms.len() - 1)] - y;
        let inside_y = top.min(low);
        if inside_y < -soft || x < self.left - 60.0 * self.s || x > self.right + 60.0 * self.s {
            return 0.0;
        }
        let side = (x - self.left).min(self.right - x);
        let inside = if side < 60.0 * self.s {
            side + self.edge.fbm(y / (120.0 * self.s), x / (60.0 * self.s), 3) * 26.0 * self.s
        } else {
            side
        };
        // Near the end of a stroke the brush ran dry.
        let dry = smooth(-0.5, 0.1, streak + inside_y / (70.0 * self.s));
        smooth(-soft, soft, inside.min(inside_y)) * dry
    }
}
