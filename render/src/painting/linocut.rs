//! Linocuts of the sea: two colour blocks and a key block, cut with gouges and printed by hand.
//! Knows blocks, cuts and inks; what is cut is up to the motif.

mod coast;
mod landmarks;
mod sea;

pub(crate) use coast::MOTIFS;
use image::RgbImage;

use super::Sheet;
use super::canvas::Canvas;
use super::colour::{Rgb, hex, lerp};
use super::field::{Grid, Tile};
use super::noise::{Noise, smooth};
use super::raster::{Point, Raster};
use super::rng::Rng;
use super::shape::ribbon;
use super::surface::{Paper, paper};

/// Paper, light block at the top and at the bottom, middle block, key.
const PALETTES: [[u32; 5]; 7] = [
    [0xF2ECDD, 0xC9D6D2, 0x9CBCC0, 0x4C7A8C, 0x14222E],
    [0xF3EBDD, 0xF4CE7E, 0xE68A4E, 0xB5533C, 0x1C1A24],
    [0xEFEBE0, 0xD9DCCB, 0xAFC2B4, 0x6A8C83, 0x1A2A2A],
    [0xF4EFE4, 0xF1C9B4, 0xB9B6D0, 0x5F7FA3, 0x1B2440],
    [0xF1EBDC, 0xE6DFCE, 0xD3CBB8, 0x8F8A7C, 0x161515],
    [0xEDEBE2, 0xC6DEE6, 0x8FBFD6, 0x2C6E9B, 0x0E2236],
    [0xEFE9DC, 0x9FB3C8, 0x5F7C9E, 0x34537C, 0x0F1A33],
];

/// Paints the sheet.
pub(crate) fn paint(sheet: &Sheet) -> RgbImage {
    let mut print = Print::new(sheet);
    coast::cut(&mut print, sheet.motif(MOTIFS));
    let mut canvas = print.pull(sheet);
    paper(&mut canvas, sheet.seed, sheet.scale, Paper { tooth: 1.0, cloud: 0.6, fibres: 0.3 });
    canvas.finish(sheet.seed)
}

/// The three blocks of one print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Light,
    Middle,
    Key,
}

/// A print under way: each block holds how much of a pixel takes ink, 0..1.
struct Print {
    blocks: [Vec<f32>; 3],
    raster: Raster,
    rng: Rng,
    noise: Noise,
    stride: usize,
    /// The picture's edges inside the sheet: left, top, right, bottom.
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
    s: f32,
}

impl Print {
    fn new(sheet: &Sheet) -> Self {
        let (w, h) = (sheet.wf(), sheet.hf());
        let margin = 0.070 * w.min(h);
        let mut print = Self {
            blocks: [vec![0.0; sheet.w * sheet.h], vec![0.0; sheet.w * sheet.h], vec![0.0; sheet.w * sheet.h]],
            raster: Raster::new(sheet.w, sheet.h),
            rng: Rng::new(sheet.seed, 1),
            noise: Noise::new(sheet.seed, 2),
            stride: sheet.w,
            left: margin,
            top: margin,
            right: w - margin,
            bottom: h - margin * 1.18,
            s: sheet.scale,
        };
        let frame = print.frame(0.0);
        print.ink(Block::Light, &frame);
        print
    }

    fn width(&self) -> f32 {
        self.right - self.left
    }

    fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// A place inside the picture from shares of its width and height.
    fn at(&self, u: f32, v: f32) -> Point {
        [self.left + u * self.width(), self.top + v * self.height()]
    }

    /// The picture's rectangle, cut by hand and so not quite straight, from `v` (share of the height) down.
    fn frame(&self, v: f32) -> Vec<Point> {
        let y = self.top + v * self.height();
        let wobble = |t: f32, k: f32| self.noise.at(t * 9.0, k) * 2.4 * self.s;
        let steps = 40;
        let mut outline = Vec::new();
        for i in 0..=steps {
            let t = i as f32 / steps as f32;
            outline.push([self.left + t * self.width(), y + wobble(t, 1.0)]);
        }
        for i in 0..=steps {
            let t = i as f32 / steps as f32;
            outline.push([self.right + wobble(t, 2.0), y + t * (self.bottom - y)]);
        }
        for i in (0..=steps).rev() {
            let t = i as f32 / steps as f32;
            outline.push([self.left + t * self.width(), self.bottom + wobble(t, 3.0)]);
        }
        for i in (0..=steps).rev() {
            let t = i as f32 / steps as f32;
            outline.push([self.left + wobble(t, 4.0), y + t * (self.bottom - y)]);
        }
        outline
    }

    /// Leaves a shape standing on a block; what leaves the picture is cut off.
    fn ink(&mut self, block: Block, outline: &[Point]) {
        let (left, top, right, bottom) = (self.left, self.top, self.right, self.bottom);
        let clipped: Vec<Point> = outline.iter().map(|p| [p[0].clamp(left, right), p[1].clamp(top, bottom)]).collect();
        let (buffer, stride) = (&mut self.blocks[block as usize], self.stride);
        self.raster.fill(&clipped, |x, y, cover| {
            let slot = &mut buffer[y * stride + x];
            *slot = *slot + (1.0 - *slot) * cover;
        });
    }

    /// Cuts a shape away from a block.
    fn cut(&mut self, block: Block, outline: &[Point]) {
        let (buffer, stride) = (&mut self.blocks[block as usize], self.stride);
        self.raster.fill(outline, |x, y, cover| buffer[y * stride + x] *= 1.0 - cover);
    }

    /// One push of a V-gouge along a path: pointed where it enters, blunt and a little ragged where it breaks out.
    fn gouge(&mut self, block: Block, path: &[Point], width: f32) {
        let wide = (width * self.s).max(0.8);
        let sharp = self.rng.range(0.35, 0.6);
        let outline = ribbon(path, |t| {
            let rise = (t / sharp).min(1.0);
            let fall = ((1.0 - t) / 0.22).min(1.0);
            (wide * rise.sqrt() * (0.25 + 0.75 * fall)).max(0.3)
        });
        self.cut(block, &outline);
    }

    /// Inks the blocks one after the other and pulls the print.
    fn pull(self, sheet: &Sheet) -> Canvas {
        let inks = PALETTES[sheet.palette(PALETTES.len())].map(hex);
        let (seed, s) = (sheet.seed, self.s);
        let salt = Tile::fractal(seed, 5, 64, 3);
        let fine = Tile::grain(seed, 6, 1);
        let noise = Noise::new(seed, 7);
        let press = Grid::new(sheet.w, sheet.h, 8, |x, y| noise.fbm(x / (460.0 * s), y / (460.0 * s), 3));
        // The blocks never sit exactly on each other.
        let slips: [(isize, isize); 3] = [0, 1, 2].map(|i| {
            let k = if i == 2 { 0.0 } else { 3.2 * s };
            (self.rng.jitter(k) as isize, self.rng.jitter(k) as isize)
        });
        let (top, tall) = (self.top, self.height());
        Canvas::from_fn(sheet.w, sheet.h, |x, y| {
            let pressure = press.at(x as f32, y as f32);
            let (grain, dust) = (salt.at(x, y), fine.at(x, y));
            let down = ((y as f32 - top) / tall).clamp(0.0, 1.0);
            let mut px = inks[0];
            for (i, block) in self.blocks.iter().enumerate() {
                let bx = (x as isize + slips[i].0).clamp(0, sheet.w as isize - 1) as usize;
                let by = (y as isize + slips[i].1).clamp(0, sheet.h as isize - 1) as usize;
                let cover = block[by * sheet.w + bx];
                if cover <= 0.0 {
                    continue;
                }
                let ink: Rgb = match i {
                    0 => lerp(inks[1], inks[2], smooth(0.05, 0.75, down)),
                    1 => inks[3],
                    _ => inks[4],
                };
                // Hand-rolled ink leaves pinholes where the pressure was low.
                let hole = smooth(0.62, 1.05, grain + 0.10 * dust - 0.35 * pressure) * 0.65;
                let tack = 1.0 + 0.05 * pressure + 0.035 * grain;
                px = lerp(px, [ink[0] * tack, ink[1] * tack, ink[2] * tack], cover * (1.0 - hole) * 0.97);
            }
            px
        })
    }
}
