//! Strokes and washes of one brush.
//! Knows hairs, wetness and edges; nothing of what is depicted.

use super::super::noise::smooth;
use super::super::raster::Point;
use super::super::shape::{bar, leaf, ribbon};
use super::{Scroll, stain};

impl Scroll {
    /// A wet stroke that keeps its outline; `amount` is the ink in it (0.2 pale, 1 black).
    pub(super) fn stroke(&mut self, outline: &[Point], amount: f32) {
        let absorb = self.ink;
        self.dye(outline, absorb, amount);
    }

    fn dye(&mut self, outline: &[Point], absorb: [f32; 3], amount: f32) {
        let (canvas, wet, grain) = (&mut self.canvas, &self.wet, &self.grain);
        self.raster.fill(outline, |x, y, cover| {
            let body = amount * (1.0 + 0.35 * wet.at(x as f32, y as f32) + 0.12 * grain.at(x, y));
            let px = &mut canvas.px[y * canvas.w + x];
            *px = stain(*px, absorb, body.max(0.0) * cover);
        });
    }

    /// A stroke of a half-dry brush: a bundle of hairs that each run out and catch again.
    pub(super) fn dry(&mut self, path: &[Point], width: f32, amount: f32, dryness: f32) {
        if path.len() < 3 {
            return;
        }
        let hairs = ((width / (2.6 * self.s)) as usize).clamp(3, 60);
        let absorb = self.ink;
        let last = path.len() - 1;
        let offset = self.rng.range(0.0, 500.0);
        for hair in 0..hairs {
            let v = (hair as f32 + 0.5) / hairs as f32 * 2.0 - 1.0;
            let thick = width / hairs as f32 * self.rng.range(0.9, 1.9);
            let tone = amount * self.rng.range(0.75, 1.15) * (1.05 - 0.25 * v * v);
            let mut run: Vec<Point> = Vec::new();
            for i in 0..=last {
                let t = i as f32 / last as f32;
                let (a, b) = (path[i.saturating_sub(1)], path[(i + 1).min(last)]);
                let length = (b[0] - a[0]).hypot(b[1] - a[1]).max(1e-3);
                let taper = (t * 9.0).min(1.0).sqrt() * ((1.0 - t) * 5.0).clamp(0.25, 1.0);
                let reach = v * width * 0.5 * taper;
                let at = [path[i][0] - (b[1] - a[1]) / length * reach, path[i][1] + (b[0] - a[0]) / length * reach];
                let wetness =
                    self.noise.at(hair as f32 * 0.61 + offset, t * 5.0 + offset) - dryness * (0.25 + t) + 0.55;
                if wetness > 0.0 {
                    run.push(at);
                }
                if (wetness <= 0.0 || i == last) && !run.is_empty() {
                    if run.len() > 1 {
                        let outline = ribbon(&run, |u| thick * (u * (1.0 - u) * 4.0).sqrt().max(0.3));
                        self.dye(&outline, absorb, tone);
                    }
                    run.clear();
                }
            }
        }
    }

    /// A soft drop of wash: dense in the middle or at the drying edge, ragged outside.
    pub(super) fn drop(&mut self, centre: Point, radius: f32, absorb: [f32; 3], amount: f32, rim: f32) {
        let reach = radius * 1.5;
        let (w, h) = (self.canvas.w, self.canvas.h);
        let x0 = (centre[0] - reach).max(0.0) as usize;
        let x1 = (centre[0] + reach).clamp(0.0, w as f32) as usize;
        let y0 = (centre[1] - reach).max(0.0) as usize;
        let y1 = (centre[1] + reach).clamp(0.0, h as f32) as usize;
        for y in y0..y1 {
            for x in x0..x1 {
                let (dx, dy) = (x as f32 - centre[0], y as f32 - centre[1]);
                let far = (dx * dx + dy * dy).sqrt() / radius;
                if far > 1.45 {
                    continue;
                }
                let edge = far + 0.22 * self.wet.at(x as f32, y as f32) + 0.03 * self.grain.at(x, y);
                let body = smooth(1.03, 0.90, edge) * (1.0 - rim + rim * smooth(0.45, 0.98, edge));
                let px = &mut self.canvas.px[y * w + x];
                *px = stain(*px, absorb, amount * body);
            }
        }
    }

    /// A leaf in one press of the brush.
    pub(super) fn blade(&mut self, base: Point, tip: Point, width: f32, amount: f32) {
        let bend = self.rng.jitter(0.07);
        self.stroke(&leaf(base, tip, width, 0.36, bend), amount);
    }

    /// The painter's seal: a red square with a few strokes left white.
    pub(super) fn stamp(&mut self, at: Point, size: f32) {
        let (seal, paper) = (self.seal, self.paper);
        let outline = bar(at, size, size * 1.04, self.rng.jitter(0.03));
        let (canvas, grain) = (&mut self.canvas, &self.grain);
        self.raster.fill(&outline, |x, y, cover| {
            let worn = smooth(0.45, 0.9, grain.at(x, y)) * 0.8;
            canvas.cover(x, y, seal, cover * 0.92 * (1.0 - worn));
        });
        let bars: [(f32, f32, f32, f32); 9] = [
            (-0.22, -0.25, 0.36, 0.0),
            (-0.22, 0.0, 0.36, 0.0),
            (-0.22, 0.28, 0.36, 0.0),
            (-0.22, 0.02, 0.56, 1.571),
            (0.20, -0.28, 0.30, 0.0),
            (0.08, -0.05, 0.36, 1.571),
            (0.32, -0.05, 0.36, 1.571),
            (0.20, 0.12, 0.30, 0.0),
            (0.20, 0.30, 0.34, 0.25),
        ];
        for (u, v, length, turn) in bars {
            let mark = bar([at[0] + u * size, at[1] + v * size], length * size, size * 0.065, turn);
            let canvas = &mut self.canvas;
            self.raster.fill(&mark, |x, y, cover| canvas.cover(x, y, paper, cover * 0.9));
        }
    }

    /// Two short wings.
    pub(super) fn bird(&mut self, at: Point, size: f32) {
        let lift = self.rng.range(0.2, 0.5);
        for side in [-1.0_f32, 1.0] {
            let mid = [at[0] + side * size * 0.45, at[1] - size * lift * 0.7];
            let end = [at[0] + side * size, at[1] - size * lift * 0.35];
            let wide = size * 0.13;
            let outline = ribbon(&super::super::shape::curve(&[at, mid, end], 6), |t| wide * (1.0 - 0.85 * t));
            self.stroke(&outline, 0.8);
        }
    }
}
