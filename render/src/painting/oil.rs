//! Thick oil paint: bristled dabs that leave colour and height, and the light that falls on them.
//! Knows the brush; what it paints is up to the motif.

use image::RgbImage;

use super::canvas::Canvas;
use super::colour::{Rgb, lerp};
use super::noise::{Noise, smooth};
use super::raster::Point;
use super::rng::Rng;
use super::surface::{Weave, relight};

const TIP_LENGTH: usize = 256;
const TIP_WIDTH: usize = 64;
const TIPS: usize = 6;
/// Bits behind the point when a row walks through a brush's print.
const FRACTION: i32 = 20;
const ONE: f32 = (1 << FRACTION) as f32;

/// One touch of the brush.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dab {
    /// Middle of the touch, in pixels.
    pub(crate) at: Point,
    /// Direction of travel in radians.
    pub(crate) angle: f32,
    /// Length in pixels.
    pub(crate) length: f32,
    /// Width in pixels.
    pub(crate) width: f32,
    /// How far the middle swings out sideways, in pixels.
    pub(crate) bend: f32,
    /// Colour on the brush.
    pub(crate) colour: Rgb,
    /// Second colour on the same brush, seen as streaks.
    pub(crate) streak: Rgb,
    /// Thickness of the paint, in pixels of height.
    pub(crate) load: f32,
}

/// What one texel of a brush's print holds, each 0..255.
#[derive(Debug, Clone, Copy, Default)]
struct Texel {
    cover: u8,
    height: u8,
    streak: u8,
}

/// A canvas under way: colour, height of paint, and the brushes.
#[derive(Debug)]
pub(crate) struct Oil {
    /// The colours, in linear light.
    pub(crate) canvas: Canvas,
    height: Vec<f32>,
    tips: Vec<Vec<Texel>>,
    rng: Rng,
}

impl Oil {
    /// A primed canvas whose ground is already laid in.
    pub(crate) fn new(canvas: Canvas, seed: u64) -> Self {
        let tips = (0..TIPS).map(|i| tip(seed, i as u64)).collect();
        let height = vec![0.0; canvas.px.len()];
        Self { canvas, height, tips, rng: Rng::new(seed, 0x0117) }
    }

    /// Sets one dab on what is there: it covers, picks up a little of the wet paint below, and leaves its ridges.
    pub(crate) fn dab(&mut self, dab: &Dab) {
        let (half_l, half_w) = (dab.length * 0.5, dab.width * 0.5);
        if half_l < 0.5 || half_w < 0.5 || !(dab.at[0] + dab.at[1] + dab.angle + dab.bend).is_finite() {
            return;
        }
        let (w, h) = (self.canvas.w, self.canvas.h);
        let tip = &self.tips[self.rng.below(TIPS)];
        let flip = if self.rng.chance(0.5) { -1.0 } else { 1.0 };
        let (colour, streak) = self.wet(dab);
        let (sin, cos) = dab.angle.sin_cos();
        let reach_v = half_w + dab.bend.abs();
        let reach_y = sin.abs() * half_l + cos.abs() * reach_v + 1.0;
        let top = (dab.at[1] - reach_y).max(0.0) as usize;
        let bottom = (dab.at[1] + reach_y + 1.0).clamp(0.0, h as f32) as usize;
        let (to_u, to_v) = (TIP_LENGTH as f32 / dab.length, flip * TIP_WIDTH as f32 / dab.width);
        let curl = dab.bend / (half_l * half_l);
        let load = dab.load * (1.0 / 255.0);
        for y in top..bottom {
            let dy = y as f32 + 0.5 - dab.at[1];
            let (low, high) = crossing(sin, cos, dy, half_l, reach_v);
            let left = (low + dab.at[0]).max(0.0) as usize;
            let right = (high + dab.at[0] + 1.0).clamp(0.0, w as f32) as usize;
            if left >= right {
                continue;
            }
            // Along a row u is a line and v a parabola in x: walked by differences, in 20-bit fractions of a texel.
            let dx = left as f32 + 0.5 - dab.at[0];
            let t = dx * cos + dy * sin;
            let v = dy * cos - dx * sin - dab.bend + curl * t * t;
            let fixed = |value: f32| (value * ONE) as i32;
            let (mut u, du) = (fixed((t + half_l) * to_u), fixed(cos * to_u));
            let mut v = fixed(v * to_v + TIP_WIDTH as f32 * 0.5);
            let mut dv = fixed((curl * (2.0 * t + cos) * cos - sin) * to_v);
            let ddv = fixed(2.0 * curl * cos * cos * to_v);
            let run = y * w + left..y * w + right;
            for (px, ground) in self.canvas.px[run.clone()].iter_mut().zip(&mut self.height[run]) {
                let (column, row) = ((u >> FRACTION) as usize, (v >> FRACTION) as usize);
                u = u.wrapping_add(du);
                v = v.wrapping_add(dv);
                dv = dv.wrapping_add(ddv);
                if column >= TIP_LENGTH || row >= TIP_WIDTH {
                    continue;
                }
                let texel = tip[row * TIP_LENGTH + column];
                if texel.cover == 0 {
                    continue;
                }
                let cover = f32::from(texel.cover) * (1.0 / 255.0);
                let paint = lerp(colour, streak, f32::from(texel.streak) * (1.0 / 255.0));
                *px = lerp(*px, paint, cover);
                let target = *ground * 0.45 + load * f32::from(texel.height);
                *ground += (target - *ground) * cover;
            }
        }
    }

    /// The picture under a window's light; `thread` is the canvas's pixels per thread, `gloss` the varnish (0..1).
    pub(crate) fn finish(mut self, seed: u64, thread: f32, gloss: f32) -> RgbImage {
        let (w, h) = (self.canvas.w, self.canvas.h);
        let weave = Weave::new(w, h, thread, seed);
        // Where paint is thin the canvas shows through.
        for (y, row) in self.height.chunks_exact_mut(w).enumerate() {
            for (x, height) in row.iter_mut().enumerate() {
                *height += weave.at(x, y) * 0.22 / (1.0 + *height * 0.8);
            }
        }
        let height = &self.height;
        self.canvas.each(|x, y, px| {
            let i = y * w + x;
            let right = height[if x + 1 < w { i + 1 } else { i }];
            let below = height[if y + 1 < h { i + w } else { i }];
            let left = height[if x > 0 { i - 1 } else { i }];
            let above = height[if y > 0 { i - w } else { i }];
            let (shade, light) = relight((right - left) * 0.5, (below - above) * 0.5, gloss);
            [px[0] * shade + light, px[1] * shade + light * 0.98, px[2] * shade + light * 0.94]
        });
        self.canvas.finish(seed)
    }

    /// The brush's colours after they picked up some of what lies under its first touch.
    fn wet(&self, dab: &Dab) -> (Rgb, Rgb) {
        let (sin, cos) = dab.angle.sin_cos();
        let x = (dab.at[0] - cos * dab.length * 0.4).clamp(0.0, self.canvas.w as f32 - 1.0) as usize;
        let y = (dab.at[1] - sin * dab.length * 0.4).clamp(0.0, self.canvas.h as f32 - 1.0) as usize;
        let below = self.canvas.px[y * self.canvas.w + x];
        (lerp(dab.colour, below, 0.07), lerp(dab.streak, below, 0.22))
    }
}

/// Where a row `dy` below the middle of a dab crosses its turned box: the range of x, relative to the middle.
/// Inside holds |x cos + dy sin| < half_l and |dy cos - x sin| < half_v.
fn crossing(sin: f32, cos: f32, dy: f32, half_l: f32, half_v: f32) -> (f32, f32) {
    let (mut low, mut high) = (-1e9_f32, 1e9_f32);
    for (k, off, reach) in [(cos, dy * sin, half_l), (-sin, dy * cos, half_v)] {
        if k.abs() > 1e-4 {
            let (a, b) = ((-reach - off) / k, (reach - off) / k);
            low = low.max(a.min(b));
            high = high.min(a.max(b));
        } else if off.abs() > reach {
            high = low - 1.0;
        }
    }
    (low, high)
}

/// The print of one loaded flat brush, from its first touch (left) to where the paint runs out (right).
fn tip(seed: u64, number: u64) -> Vec<Texel> {
    let noise = Noise::new(seed, 0x71B + number);
    let along = |k: f32| -> Vec<f32> {
        (0..TIP_LENGTH).map(|col| 0.90 + 0.09 * noise.at(col as f32 / TIP_LENGTH as f32 * 4.0, k)).collect()
    };
    let rims = [along(60.0), along(70.0)];
    let mut texels = Vec::with_capacity(TIP_LENGTH * TIP_WIDTH);
    for row in 0..TIP_WIDTH {
        let across = (row as f32 + 0.5) / TIP_WIDTH as f32;
        let v = (across * 2.0 - 1.0).abs();
        let start = 0.09 * v.powi(3) + 0.025 * noise.at(across * 7.0, 3.5).abs();
        let end = 0.90 - 0.10 * v * v + 0.13 * noise.at(across * 13.0, 8.5);
        let rim = &rims[usize::from(across >= 0.5)];
        for (col, &edge) in rim.iter().enumerate() {
            let t = (col as f32 + 0.5) / TIP_LENGTH as f32;
            let bristle = noise.at(across * 15.0 + 0.25 * noise.at(t * 2.0, across * 3.0), t * 1.4 + 20.0);
            let hair = noise.at(across * 30.0, t * 2.6 + 40.0);
            let dry = smooth(-0.95 + 0.75 * t * t, -0.55 + 0.75 * t * t, bristle + 0.3 * hair);
            let cover = smooth(edge, edge - 0.1, v) * smooth(start, start + 0.03, t) * smooth(end, end - 0.06, t) * dry;
            let ridge = 0.30 * smooth(0.55, 0.82, v);
            let heap = 0.35 * smooth(end - 0.16, end - 0.05, t) + 0.15 * smooth(start + 0.1, start + 0.02, t);
            let height = 0.36 + 0.27 * bristle + 0.09 * hair + ridge + heap;
            let streak = 0.42 + 0.75 * noise.at(across * 8.0 + 90.0, t * 0.9) + 0.15 * hair;
            let byte = |v: f32| (v.clamp(0.0, 1.0) * 255.0) as u8;
            texels.push(Texel { cover: byte(cover), height: byte(height), streak: byte(streak) });
        }
    }
    texels
}
