//! Thick oil paintings from the south: fields, water, flowers, towns, each laid down dab by dab.
//! Knows light and weather as moods; the brush itself lies in `oil`.

mod flowers;
mod land;
mod mood;
mod town;
mod water;

use std::f32::consts::FRAC_PI_2;

use image::RgbImage;

use super::Sheet;
use super::canvas::Canvas;
use super::colour::{Rgb, lerp, mix, shift};
use super::noise::Noise;
use super::oil::{Dab, Oil};
use super::raster::Point;
use super::rng::Rng;
use mood::{MOODS, Mood};

/// How many motifs there are; the last digit of a seed chooses.
pub(crate) const MOTIFS: usize = 10;

/// Paints the sheet.
pub(crate) fn paint(sheet: &Sheet) -> RgbImage {
    let mood = MOODS[sheet.palette(MOODS.len())].mixed();
    let mut scene = Scene::new(sheet, mood);
    match sheet.motif(MOTIFS) {
        0 => land::wheat(&mut scene),
        1 => land::poppies(&mut scene),
        2 => water::sea(&mut scene),
        3 => water::harbour(&mut scene),
        4 => flowers::bouquet(&mut scene),
        5 => land::lavender(&mut scene),
        6 => water::lilies(&mut scene),
        7 => town::stars(&mut scene),
        8 => land::poplars(&mut scene),
        _ => town::village(&mut scene),
    }
    scene.oil.finish(sheet.seed, 3.4 * sheet.scale.max(0.5), 0.10)
}

/// A painting under way.
struct Scene {
    oil: Oil,
    rng: Rng,
    noise: Noise,
    mood: Mood<Rgb>,
    w: f32,
    h: f32,
    s: f32,
}

impl Scene {
    fn new(sheet: &Sheet, mood: Mood<Rgb>) -> Self {
        let noise = Noise::new(sheet.seed, 1);
        let ground = mix(mood.ground, mood.glow, 0.25);
        let canvas = Canvas::new(sheet.w, sheet.h, ground);
        Self {
            oil: Oil::new(canvas, sheet.seed),
            rng: Rng::new(sheet.seed, 2),
            noise,
            mood,
            w: sheet.wf(),
            h: sheet.hf(),
            s: sheet.scale,
        }
    }

    /// Covers the box between two corners with dabs on a jittered grid in no particular order.
    fn scatter(&mut self, from: Point, to: Point, spacing: f32, f: impl FnMut(&Rng, &Noise, Point) -> Option<Dab>) {
        self.scatter_deep(from, to, [spacing, spacing], f);
    }

    /// As [`Scene::scatter`], with a grid that opens from the first spacing at the top to the second at the bottom:
    /// what is far away is painted with small dabs and needs more of them.
    fn scatter_deep(
        &mut self,
        from: Point,
        to: Point,
        spacing: [f32; 2],
        mut f: impl FnMut(&Rng, &Noise, Point) -> Option<Dab>,
    ) {
        let mut dabs = Vec::new();
        let mut y = from[1];
        while y < to[1] {
            let down = (y - from[1]) / (to[1] - from[1]);
            let step = ((spacing[0] + (spacing[1] - spacing[0]) * down) * self.s).max(1.5);
            let mut x = from[0];
            while x < to[0] {
                let at = [x + (0.5 + self.rng.jitter(0.6)) * step, y + (0.5 + self.rng.jitter(0.6)) * step];
                dabs.extend(f(&self.rng, &self.noise, at));
                x += step;
            }
            y += step;
        }
        for i in (1..dabs.len()).rev() {
            dabs.swap(i, self.rng.below(i + 1));
        }
        for dab in &dabs {
            self.oil.dab(dab);
        }
    }

    /// One dab; `size` is length and width in units, `load` its thickness.
    fn touch(&mut self, at: Point, angle: f32, size: [f32; 2], colour: Rgb, load: f32) {
        let dab = brush(&self.rng, self.s, at, angle, size, colour, load);
        self.oil.dab(&dab);
    }

    /// The sky from the top down to `horizon` (pixels): turning strokes, and clouds where the noise says so.
    fn sky(&mut self, horizon: f32, cloudiness: f32, swirl: f32) {
        let (mood, w, s) = (self.mood, self.w, self.s);
        let offset = self.rng.range(0.0, 100.0);
        for pass in 0..2 {
            let (spacing, length, width) = [(50.0, 190.0, 54.0), (42.0, 145.0, 36.0)][pass];
            self.scatter([-40.0 * s, -40.0 * s], [w + 40.0 * s, horizon + 14.0 * s], spacing, |rng, noise, at| {
                let (u, v) = (at[0] / (900.0 * s), at[1] / (520.0 * s));
                let cloud = noise.fbm(u + offset, v * 1.7, 3) + cloudiness + rng.jitter(0.06);
                let down = (at[1] / horizon + rng.jitter(0.07)).clamp(0.0, 1.0);
                let base = mix(mood.high, mood.low, down.powf(1.3));
                let colour = if cloud > 0.12 {
                    let lit = noise.fbm(u + offset, v * 1.7 - 0.16, 3) - noise.fbm(u + offset, v * 1.7 + 0.10, 3);
                    let body = mix(mood.cloud, mood.cloud_shade, (0.45 + lit * 1.6).clamp(0.0, 1.0));
                    mix(base, body, ((cloud - 0.12) * 4.5).min(0.95))
                } else {
                    base
                };
                let turn = swirl * 2.4 * noise.at(u * 1.3 + offset, v * 1.1 + 9.0) + rng.jitter(0.16);
                let size = [length * rng.range(0.6, 1.25), width * rng.range(0.7, 1.3)];
                let load = if cloud > 0.12 { 7.0 } else { 4.5 };
                Some(brush(rng, s, at, turn, size, vary(rng, colour, 0.028, 0.16), load))
            });
        }
    }

    /// A sun, moon or star with a halo that loses itself in the sky.
    fn orb(&mut self, at: Point, radius: f32, colour: Rgb, rings: usize) {
        let s = self.s;
        for ring in (0..rings).rev() {
            let r = radius * (0.95 + ring as f32 * 0.55);
            let count = (r / (7.0 + 0.12 * radius)).max(6.0) as usize;
            let fade = (0.42 + 0.58 * ring as f32 / rings as f32).min(0.94);
            let turn = self.rng.unit();
            for i in 0..count {
                let angle = (i as f32 + turn + self.rng.jitter(0.4)) / count as f32 * std::f32::consts::TAU;
                let reach = r * self.rng.range(0.9, 1.1) * s;
                let p = [at[0] + angle.cos() * reach, at[1] + angle.sin() * reach];
                let c = mix(colour, self.under(p), fade);
                let c = vary(&self.rng, c, 0.018, 0.12);
                let size = [(radius * 0.75 + 16.0) * self.rng.range(0.7, 1.3), radius * 0.34 + 7.0];
                self.touch(p, angle + FRAC_PI_2 + self.rng.jitter(0.15), size, c, 6.0);
            }
        }
        for ring in 0..3 {
            let r = radius * [0.72, 0.42, 0.12][ring];
            let count = [13, 8, 3][ring];
            for i in 0..count {
                let a = (i as f32 + self.rng.jitter(0.2)) / count as f32 * std::f32::consts::TAU;
                let c = mix(vary(&self.rng, colour, 0.02, 0.06), [1.0, 0.98, 0.92], 0.18 * ring as f32);
                self.touch(
                    [at[0] + a.cos() * r * s, at[1] + a.sin() * r * s],
                    a + FRAC_PI_2,
                    [radius * 0.60, radius * 0.40],
                    c,
                    9.0,
                );
            }
        }
    }

    /// What colour lies at a place now.
    fn under(&self, at: Point) -> Rgb {
        let canvas = &self.oil.canvas;
        let x = at[0].clamp(0.0, canvas.w as f32 - 1.0) as usize;
        let y = at[1].clamp(0.0, canvas.h as f32 - 1.0) as usize;
        canvas.px[y * canvas.w + x]
    }
}

/// A dab of the usual irregularity; `size` is length and width in units.
fn brush(rng: &Rng, s: f32, at: Point, angle: f32, size: [f32; 2], colour: Rgb, load: f32) -> Dab {
    let streak = shift(colour, rng.jitter(0.075), 1.0 + rng.jitter(0.25), rng.jitter(0.22));
    Dab {
        at,
        angle,
        length: size[0] * s,
        width: size[1] * s,
        bend: rng.jitter(0.10) * size[0] * s,
        colour,
        streak,
        load: load * s.clamp(0.4, 1.6),
    }
}

/// A colour as a second squeeze of the tube and another stir would have it.
fn vary(rng: &Rng, colour: Rgb, light: f32, turn: f32) -> Rgb {
    shift(colour, rng.jitter(light), 1.0 + rng.jitter(0.14), rng.jitter(turn))
}

/// A local colour in the mood's light (`amount` 1) or its shadow (0).
fn lit(mood: &Mood<Rgb>, local: Rgb, amount: f32) -> Rgb {
    let dark = mix(shift(local, -0.16, 0.9, 0.0), mood.shade, 0.38);
    let tinted = [local[0] * mood.light[0], local[1] * mood.light[1], local[2] * mood.light[2]];
    mix(dark, lerp(local, tinted, 0.85), amount.clamp(0.0, 1.0))
}
