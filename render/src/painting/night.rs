//! Photographs of the city after dark: long exposures, lamps, rain on glass, film grain.
//! Knows light as it adds up on film; what stands in it is up to the motif.

mod skyline;
mod street;

use image::RgbImage;

use super::Sheet;
use super::canvas::Canvas;
use super::colour::{Rgb, hex, lerp, luminance};
use super::field::{Tile, blur};
use super::noise::{Noise, smooth};
use super::raster::{Point, Raster};
use super::rng::Rng;
use super::shape::disc;

/// How many motifs there are; the last digit of a seed chooses.
pub(crate) const MOTIFS: usize = 8;

/// The hour: sky overhead, sky at the horizon, haze, and the film's cast on the lights.
const PALETTES: [[u32; 4]; 5] = [
    [0x0B1A38, 0x2F5D8C, 0x1C3A5E, 0xFFE9CF],
    [0x120F26, 0xB0553F, 0x4B2F45, 0xFFD9B0],
    [0x070C14, 0x16323B, 0x10262E, 0xFFF0DA],
    [0x121428, 0x4E5578, 0x2E3350, 0xFFE0E0],
    [0x0A0A0C, 0x2B2A2A, 0x1A1A1B, 0xFFF3E2],
];

/// Paints the sheet.
pub(crate) fn paint(sheet: &Sheet) -> RgbImage {
    let mut film = Film::new(sheet);
    match sheet.motif(MOTIFS) {
        0 => skyline::river(&mut film),
        1 => street::rain(&mut film),
        2 => skyline::facade(&mut film),
        3 => street::trails(&mut film),
        4 => street::fog(&mut film),
        5 => skyline::stars(&mut film),
        6 => skyline::pier(&mut film),
        _ => street::crossing(&mut film),
    }
    film.develop(sheet)
}

/// An exposure under way. Values are light: 1 is the white of the print, lamps are far brighter.
struct Film {
    canvas: Canvas,
    raster: Raster,
    rng: Rng,
    noise: Noise,
    high: Rgb,
    low: Rgb,
    haze: Rgb,
    cast: Rgb,
    w: f32,
    h: f32,
    s: f32,
    /// Exposure of the print.
    exposure: f32,
    /// How far lights bleed, in units.
    bloom: f32,
}

impl Film {
    fn new(sheet: &Sheet) -> Self {
        let [high, low, haze, cast] = PALETTES[sheet.palette(PALETTES.len())].map(hex);
        Self {
            canvas: Canvas::new(sheet.w, sheet.h, [0.0; 3]),
            raster: Raster::new(sheet.w, sheet.h),
            rng: Rng::new(sheet.seed, 1),
            noise: Noise::new(sheet.seed, 2),
            high,
            low,
            haze,
            cast,
            w: sheet.wf(),
            h: sheet.hf(),
            s: sheet.scale,
            exposure: 1.0,
            bloom: 26.0,
        }
    }

    /// A place from shares of width and height.
    fn at(&self, u: f32, v: f32) -> Point {
        [u * self.w, v * self.h]
    }

    /// Puts something solid in front: `colour` replaces what is there.
    fn block(&mut self, outline: &[Point], colour: Rgb) {
        let canvas = &mut self.canvas;
        self.raster.fill(outline, |x, y, cover| canvas.cover(x, y, colour, cover));
    }

    /// Adds light to what is there.
    fn glow(&mut self, outline: &[Point], light: Rgb) {
        let canvas = &mut self.canvas;
        self.raster.fill(outline, |x, y, cover| {
            let px = &mut canvas.px[y * canvas.w + x];
            *px = [px[0] + light[0] * cover, px[1] + light[1] * cover, px[2] + light[2] * cover];
        });
    }

    /// Adds an axis-parallel rectangle of light; the cheap way to a thousand windows.
    fn pane(&mut self, x: f32, y: f32, w: f32, h: f32, light: Rgb) {
        let x0 = x.max(0.0) as usize;
        let x1 = (x + w).clamp(0.0, self.w) as usize;
        let y0 = y.max(0.0) as usize;
        let y1 = (y + h).clamp(0.0, self.h) as usize;
        for row in y0..y1 {
            for px in &mut self.canvas.px[row * self.canvas.w + x0.min(x1)..row * self.canvas.w + x1] {
                *px = [px[0] + light[0], px[1] + light[1], px[2] + light[2]];
            }
        }
    }

    /// A lamp out of focus: a disc with a brighter rim, cut by the lens barrel towards the corners.
    fn bokeh(&mut self, at: Point, radius: f32, light: Rgb) {
        let long = self.w.max(self.h);
        let (ox, oy) = ((self.w * 0.5 - at[0]) / long * 0.85, (self.h * 0.5 - at[1]) / long * 0.85);
        let outline = disc(at, radius);
        let canvas = &mut self.canvas;
        let inverse = 1.0 / radius.max(0.5);
        self.raster.fill(&outline, |x, y, cover| {
            let (dx, dy) = ((x as f32 + 0.5 - at[0]) * inverse, (y as f32 + 0.5 - at[1]) * inverse);
            let (ex, ey) = (dx - ox, dy - oy);
            let barrel = smooth(1.16, 1.08, (ex * ex + ey * ey).sqrt());
            let k = cover * barrel * (0.72 + 0.55 * smooth(0.80, 0.97, (dx * dx + dy * dy).sqrt()));
            let px = &mut canvas.px[y * canvas.w + x];
            *px = [px[0] + light[0] * k, px[1] + light[1] * k, px[2] + light[2] * k];
        });
    }

    /// A soft pool of light without an edge.
    fn halo(&mut self, at: Point, rx: f32, ry: f32, light: Rgb) {
        let x0 = (at[0] - rx).max(0.0) as usize;
        let x1 = (at[0] + rx).clamp(0.0, self.w) as usize;
        let y0 = (at[1] - ry).max(0.0) as usize;
        let y1 = (at[1] + ry).clamp(0.0, self.h) as usize;
        for y in y0..y1 {
            let v = (y as f32 + 0.5 - at[1]) / ry;
            for x in x0..x1 {
                let u = (x as f32 + 0.5 - at[0]) / rx;
                let q = 1.0 - u * u - v * v;
                if q > 0.0 {
                    let k = q * q * q;
                    let px = &mut self.canvas.px[y * self.canvas.w + x];
                    *px = [px[0] + light[0] * k, px[1] + light[1] * k, px[2] + light[2] * k];
                }
            }
        }
    }

    /// A lamp's colour: sodium, tungsten, mercury, neon.
    fn lamp(&self) -> Rgb {
        let kinds = [0xFFB35C, 0xFFC98A, 0xFF8E3C, 0xFFE6C4, 0xCFE4FF, 0xFFB35C, 0xFF5A3C, 0x7FE0C8].map(hex);
        let c = self.rng.pick(&kinds);
        [c[0] * self.cast[0], c[1] * self.cast[1], c[2] * self.cast[2]]
    }

    /// The colour of a lamp indoors.
    fn indoors(&self) -> Rgb {
        let kinds = [0xFFB35C, 0xFFC98A, 0xFFD9A0, 0xFFE6C4, 0xFF9A4A, 0xE6EEFF, 0xFFC27A].map(hex);
        let c = self.rng.pick(&kinds);
        [c[0] * self.cast[0], c[1] * self.cast[1], c[2] * self.cast[2]]
    }

    /// A sky from overhead down to `horizon`, with the town's glow on its underside and some cloud.
    fn sky(&mut self, horizon: f32, cloud: f32) {
        let (high, low, s) = (self.high, self.low, self.s);
        let noise = &self.noise;
        let grid = super::field::Grid::new(self.canvas.w, self.canvas.h, 8, |x, y| {
            noise.fbm(x / (1100.0 * s), y / (300.0 * s), 4)
        });
        self.canvas.each(|x, y, _| {
            let t = (y as f32 / horizon).clamp(0.0, 1.0);
            let base = lerp(high, low, t * t * (0.55 + 0.45 * t));
            let k = 1.0 + cloud * grid.at(x as f32, y as f32) * (0.4 + t);
            [base[0] * k, base[1] * k, base[2] * k]
        });
    }

    /// Turns light into a print: bloom and halation, film curve, vignette, grain.
    fn develop(mut self, sheet: &Sheet) -> RgbImage {
        let (w, h, s) = (self.canvas.w, self.canvas.h, self.s);
        soften(&mut self.canvas);
        bleed(&mut self.canvas, (self.bloom * s).max(1.0), self.exposure);
        let grain = Tile::grain(sheet.seed, 4, 1);
        let fine = Tile::grain(sheet.seed, 5, 0);
        let (exposure, cast) = (self.exposure, self.cast);
        let tint = luminance(cast).max(0.2);
        self.canvas.each(|x, y, px| {
            let (u, v) = (x as f32 / w as f32 - 0.5, y as f32 / h as f32 - 0.5);
            let falloff = 1.0 - 0.55 * (u * u + v * v);
            let k = exposure * falloff;
            let tone = px.map(|c| curve(c * k));
            let g = 0.6 * grain.at(x, y) + 0.5 * fine.at(x, y);
            // Grain is strongest in the middle tones and never quite the same in the three layers.
            let l = luminance(tone).clamp(0.0, 1.0);
            let amount = (0.0035 + 0.055 * l.sqrt() * (1.0 - l) + 0.01 * l) * g / tint.max(0.8);
            let shadow = [0.0030, 0.0034, 0.0050];
            [0, 1, 2].map(|i| (tone[i] + amount * [1.0, 0.94, 1.06][i] * (0.25 + tone[i].sqrt()) + shadow[i]).max(0.0))
        });
        self.canvas.finish(sheet.seed)
    }
}

/// Filmic curve (after K. Narkowicz's fit of ACES): toe, straight line, shoulder.
fn curve(x: f32) -> f32 {
    let x = x.max(0.0);
    (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)
}

/// The lens: no edge on film is as hard as one that was drawn. A tent of three pixels, first along rows, then columns.
fn soften(canvas: &mut Canvas) {
    let w = canvas.w;
    let tent = |a: Rgb, b: Rgb, c: Rgb| [0, 1, 2].map(|k| 0.25 * (a[k] + c[k]) + 0.5 * b[k]);
    for row in canvas.px.chunks_exact_mut(w) {
        let mut before = row[0];
        for x in 0..w {
            let (here, after) = (row[x], row[(x + 1).min(w - 1)]);
            row[x] = tent(before, here, after);
            before = here;
        }
    }
    let mut before = canvas.px[..w].to_vec();
    for y in 0..canvas.h {
        let (rows, below) = canvas.px.split_at_mut((y + 1) * w);
        let row = &mut rows[y * w..];
        for (x, (slot, above)) in row.iter_mut().zip(&mut before).enumerate() {
            let (here, after) = (*slot, below.get(x).copied().unwrap_or(*slot));
            *slot = tent(*above, here, after);
            *above = here;
        }
    }
}

/// Lets bright light spread: a narrow and a wide veil, and a red one from the back of the film.
fn bleed(canvas: &mut Canvas, radius: f32, exposure: f32) {
    let step = ((radius / 5.0) as usize).clamp(2, 8);
    let (w, h) = (canvas.w.div_ceil(step), canvas.h.div_ceil(step));
    let mut planes = [vec![0.0; w * h], vec![0.0; w * h], vec![0.0; w * h]];
    for y in 0..canvas.h {
        let row = (y / step) * w;
        for x in 0..canvas.w {
            let px = canvas.px[y * canvas.w + x];
            let i = row + x / step;
            for (plane, &c) in planes.iter_mut().zip(&px) {
                plane[i] += (c * exposure - 0.55).max(0.0);
            }
        }
    }
    let share = 1.0 / (step * step) as f32 / exposure;
    let mut veil = vec![[0.0_f32; 3]; w * h];
    for (k, plane) in planes.iter_mut().enumerate() {
        blur(plane, w, h, (radius * 0.8 / step as f32).max(1.0) as usize, 3);
        for (slot, v) in veil.iter_mut().zip(plane.iter()) {
            slot[k] = 0.55 * share * v;
        }
        blur(plane, w, h, (radius * 3.6 / step as f32).max(2.0) as usize, 3);
        let halation = [0.40, 0.26, 0.21][k] * share;
        for (slot, v) in veil.iter_mut().zip(plane.iter()) {
            slot[k] += halation * v;
        }
    }
    let unit = 1.0 / step as f32;
    canvas.each(|x, y, px| {
        let gx = ((x as f32 + 0.5) * unit - 0.5).clamp(0.0, (w - 1) as f32);
        let gy = ((y as f32 + 0.5) * unit - 0.5).clamp(0.0, (h - 1) as f32);
        let (cx, cy) = (gx as usize, gy as usize);
        let (nx, ny) = ((cx + 1).min(w - 1), (cy + 1).min(h - 1));
        let (dx, dy) = (gx - cx as f32, gy - cy as f32);
        let top = lerp(veil[cy * w + cx], veil[cy * w + nx], dx);
        let low = lerp(veil[ny * w + cx], veil[ny * w + nx], dx);
        let light = lerp(top, low, dy);
        [px[0] + light[0], px[1] + light[1], px[2] + light[2]]
    });
}
