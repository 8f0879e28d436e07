//! Screenprints of currents: bands that follow an invisible field and never touch.
//! Knows fields of direction and how to pack curves; nothing of landscape.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use image::RgbImage;

use super::Sheet;
use super::canvas::Canvas;
use super::colour::{Rgb, hex, lerp, palette, shift};
use super::field::Tile;
use super::noise::{Noise, smooth};
use super::raster::{Point, Raster};
use super::rng::Rng;
use super::shape::{band, ribbon};
use super::surface::{Paper, paper};

/// How many motifs there are; the last digit of a seed chooses.
pub(crate) const MOTIFS: usize = 8;

/// Paper first, then inks; an ink named twice is used twice as often.
const PALETTES: [&[u32]; 8] = [
    &[0xF3EBDD, 0x1F2F46, 0xD4543A, 0xE9B44C, 0x86A59C, 0xF2D8C2, 0xF2D8C2, 0x2E6F73, 0x1F2F46, 0xD4543A],
    &[0xEFE7DA, 0xE3D3B8, 0xE3D3B8, 0xC94F3D, 0x27363B, 0x3F7CAC, 0xF2A541, 0x95AFBA, 0x27363B],
    &[0x14202B, 0xF4EDE0, 0xE26D5A, 0xF2B880, 0x5F8FA3, 0x2F4858, 0xC9D6CF, 0xF4EDE0],
    &[0xF1EEE2, 0x2F4B3C, 0x6B8F71, 0xC2CFA6, 0xE3A857, 0xD9644A, 0xF5E0B8, 0x2F4B3C],
    &[0xF4F1EA, 0x1A1A1C, 0x3B3B40, 0x8A867E, 0xD3CBBB, 0xC8202E, 0x1A1A1C, 0xD3CBBB],
    &[0xF7E9E3, 0xE07A8B, 0x7C2E4D, 0xF4B9A7, 0x3D405B, 0x81B29A, 0xF2CC8F, 0xF4B9A7],
    &[0xE9EEF0, 0x0B3C5D, 0x328CC1, 0x9BC7DC, 0xE0B73A, 0xFBF8EE, 0x1D2731, 0x9BC7DC],
    &[0xEADBC8, 0x5E3023, 0x895737, 0xC08552, 0xDAB49D, 0x3A4F41, 0xF6EEE2, 0x3A4F41],
];

/// Paints the sheet.
pub(crate) fn paint(sheet: &Sheet) -> RgbImage {
    let inks = palette(PALETTES[sheet.palette(PALETTES.len())]);
    let (ground, inks) = (inks[0], inks[1..].to_vec());
    let mut print = Print::new(sheet, ground, inks);
    let motif = sheet.motif(MOTIFS);
    if motif == 4 {
        print.hair();
    } else {
        print.bands(motif);
    }
    let Print { mut canvas, .. } = print;
    paper(&mut canvas, sheet.seed, sheet.scale, Paper { tooth: 0.9, cloud: 0.5, fibres: 0.0 });
    canvas.finish(sheet.seed)
}

/// A print under way.
struct Print {
    canvas: Canvas,
    raster: Raster,
    taken: Taken,
    field: Field,
    inks: Vec<Rgb>,
    rng: Rng,
    roller: Tile,
    w: f32,
    h: f32,
    s: f32,
    margin: f32,
}

impl Print {
    fn new(sheet: &Sheet, ground: Rgb, inks: Vec<Rgb>) -> Self {
        let rng = Rng::new(sheet.seed, 1);
        let (w, h, s) = (sheet.wf(), sheet.hf(), sheet.scale);
        let margin = rng.pick(&[0.0_f32, 0.065, 0.065, 0.08]) * w.min(h);
        Self {
            canvas: Canvas::new(sheet.w, sheet.h, ground),
            raster: Raster::new(sheet.w, sheet.h),
            taken: Taken::new(w, h, 5.0 * s),
            field: Field::new(sheet, sheet.motif(MOTIFS)),
            inks,
            rng,
            roller: Tile::fractal(sheet.seed, 3, 32, 4),
            w,
            h,
            s,
            margin,
        }
    }

    /// Packs the sheet with bands, the widest first.
    fn bands(&mut self, motif: usize) {
        let s = self.s;
        let plans: [&[(f32, usize, f32)]; 3] = [
            &[(150.0, 80, 1.0), (84.0, 450, 0.9), (40.0, 1500, 0.8), (17.0, 4200, 0.6), (8.0, 6000, 0.4)],
            &[(52.0, 800, 1.0), (34.0, 1800, 0.9), (19.0, 4000, 0.7), (9.0, 6000, 0.5)],
            &[(230.0, 40, 1.0), (120.0, 260, 1.0), (58.0, 900, 0.8), (24.0, 2600, 0.6), (11.0, 5000, 0.5)],
        ];
        let plan = match motif {
            3 | 7 => plans[1],
            0 | 6 => plans[2],
            _ => plans[0],
        };
        let gap = self.rng.range(5.0, 9.0) * s;
        let blocks = self.rng.range(0.10, 0.45);
        let drift = Noise::new(self.rng.next(), 9);
        let longest = self.rng.range(0.6, 1.1) * 2400.0 * s;
        for &(width, tries, long) in plan {
            for _ in 0..tries {
                let wide = width * self.rng.range(0.75, 1.2) * s;
                let seat = [
                    self.rng.range(self.margin, self.w - self.margin),
                    self.rng.range(self.margin, self.h - self.margin),
                ];
                let Some(path) = self.grow(seat, wide, gap, longest * long * self.rng.range(0.3, 1.0)) else {
                    continue;
                };
                if (path.len() as f32) * 4.0 * s < wide * 1.1 {
                    continue;
                }
                self.taken.mark(&path, wide * 0.5);
                // Neighbours share an ink more often than chance would have it.
                let near = drift.fbm(seat[0] / (620.0 * s), seat[1] / (620.0 * s), 2) + self.rng.jitter(0.42);
                let pick = ((near + 0.75) / 1.5).clamp(0.0, 0.999) * self.inks.len() as f32;
                let ink = self.inks[pick as usize];
                if width > 30.0 && self.rng.chance(blocks) {
                    self.beads(&path, wide, ink);
                } else {
                    self.print(&band(&path, wide), ink);
                }
            }
        }
    }

    /// Thousands of pen lines whose crowding models light on dunes.
    fn hair(&mut self) {
        let s = self.s;
        let light = Noise::new(self.rng.next(), 5);
        let dark_paper = self.canvas.px[0][0] < 0.2;
        let pens: Vec<Rgb> =
            self.inks.iter().copied().filter(|ink| (ink[0] + ink[1] + ink[2] < 0.9) != dark_paper).collect();
        let pens = if pens.is_empty() { self.inks.clone() } else { pens };
        let (margin, length) = (self.margin.max(0.05 * self.w), self.rng.range(240.0, 420.0) * s);
        for _ in 0..9500 {
            let seat = [self.rng.range(margin, self.w - margin), self.rng.range(margin, self.h - margin)];
            let tone = light.fbm(seat[0] / (760.0 * s), seat[1] / (760.0 * s), 3);
            if self.rng.unit() > smooth(-0.45, 0.5, tone) + 0.05 {
                continue;
            }
            let mut path = vec![seat];
            let mut p = seat;
            let steps = (length * self.rng.range(0.3, 1.0) / (9.0 * s)) as usize;
            for _ in 0..steps {
                let (sin, cos) = self.field.angle(p).sin_cos();
                p = [p[0] + cos * 9.0 * s, p[1] + sin * 9.0 * s];
                if p[0] < margin || p[1] < margin || p[0] > self.w - margin || p[1] > self.h - margin {
                    break;
                }
                path.push(p);
            }
            if path.len() < 4 {
                continue;
            }
            let pick = ((tone + 0.6) * 0.8 + self.rng.jitter(0.2)).clamp(0.0, 0.999) * pens.len() as f32;
            let ink = pens[pick as usize];
            let wide = (self.rng.range(2.0, 4.2) * s).max(0.6);
            let outline = ribbon(&path, |t| wide * (0.5 + 0.5 * smooth(0.0, 0.08, t)) * smooth(1.02, 0.7, t).max(0.25));
            let canvas = &mut self.canvas;
            self.raster.fill(&outline, |x, y, cover| canvas.cover(x, y, ink, cover * 0.86));
        }
    }

    /// Follows the field both ways from `seat` until something is in the way.
    fn grow(&self, seat: Point, wide: f32, gap: f32, longest: f32) -> Option<Vec<Point>> {
        let reach = wide * 0.5 + gap;
        if !self.free(seat, reach) {
            return None;
        }
        let step = 4.0 * self.s;
        let mut halves = [Vec::new(), Vec::new()];
        for (way, half) in halves.iter_mut().enumerate() {
            let mut p = seat;
            let turn = if way == 0 { 0.0 } else { PI };
            while (half.len() as f32) * step < longest * 0.5 {
                let (sin, cos) = (self.field.angle(p) + turn).sin_cos();
                p = [p[0] + cos * step, p[1] + sin * step];
                if !self.free(p, reach) {
                    break;
                }
                half.push(p);
            }
        }
        let [ahead, behind] = halves;
        let mut path: Vec<Point> = behind.into_iter().rev().collect();
        path.push(seat);
        path.extend(ahead);
        (path.len() > 5).then_some(path)
    }

    fn free(&self, p: Point, reach: f32) -> bool {
        let inset = self.margin;
        let spill = if inset == 0.0 { -0.5 * reach } else { inset + reach };
        p[0] > spill && p[1] > spill && p[0] < self.w - spill && p[1] < self.h - spill && self.taken.free(p, reach)
    }

    /// A band cut into blocks of alternating inks.
    fn beads(&mut self, path: &[Point], wide: f32, ink: Rgb) {
        let other = self.rng.pick(&self.inks);
        let long = (wide * self.rng.range(0.35, 1.6) / (4.0 * self.s)).max(3.0) as usize;
        let hairline = self.rng.chance(0.5);
        for (i, piece) in path.chunks(long).enumerate() {
            let colour = match i % 3 {
                0 => ink,
                1 => other,
                _ => shift(ink, 0.05, 0.9, 0.08),
            };
            let cut = if hairline && piece.len() > 3 { &piece[..piece.len() - 1] } else { piece };
            if cut.len() > 1 {
                self.print(&band(cut, wide), colour);
            }
        }
    }

    /// Prints one flat shape: the ink is a little uneven and leaves pinholes, as from a worn squeegee.
    fn print(&mut self, outline: &[Point], ink: Rgb) {
        let (canvas, roller) = (&mut self.canvas, &self.roller);
        let tone = 1.0 + self.rng.jitter(0.05);
        let (ox, oy) = (self.rng.below(512), self.rng.below(512));
        self.raster.fill(outline, |x, y, cover| {
            let grain = roller.at(x + ox, y + oy);
            let k = tone * (1.0 + 0.05 * grain);
            let hole = 1.0 - 0.75 * smooth(0.95, 1.25, grain);
            let colour = [ink[0] * k, ink[1] * k, ink[2] * k];
            canvas.cover(x, y, lerp(colour, hex(0xFFFFFF), 0.006), cover * hole);
        });
    }
}

/// Which way a curve runs at a point.
struct Field {
    noise: Noise,
    kind: usize,
    centre: Point,
    other: Point,
    base: f32,
    turn: f32,
    unit: f32,
}

impl Field {
    fn new(sheet: &Sheet, kind: usize) -> Self {
        let rng = Rng::new(sheet.seed, 2);
        let (w, h) = (sheet.wf(), sheet.hf());
        let side = if rng.chance(0.5) { 0.3 } else { 0.7 };
        Self {
            noise: Noise::new(sheet.seed, 4),
            kind,
            centre: [w * (side + rng.jitter(0.08)), h * rng.range(0.28, 0.6)],
            other: [w * (1.0 - side + rng.jitter(0.08)), h * rng.range(0.5, 0.8)],
            base: rng.range(-0.5, 0.5) + if rng.chance(0.5) { FRAC_PI_2 } else { 0.0 },
            turn: rng.range(0.7, 1.25),
            unit: 1.0 / (rng.range(900.0, 1500.0) * sheet.scale),
        }
    }

    fn angle(&self, p: Point) -> f32 {
        let noise = self.noise.at(p[0] * self.unit, p[1] * self.unit);
        let around = |c: Point| (p[1] - c[1]).atan2(p[0] - c[0]);
        match self.kind {
            1 => 0.12 + noise * 0.75 * self.turn,
            2 => around(self.centre) + FRAC_PI_2 + 0.35 + noise * 0.6,
            3 => -FRAC_PI_2 + noise * 0.55 * self.turn,
            5 => ((self.base + noise * 2.2 * self.turn) / (PI / 4.0)).round() * (PI / 4.0) + 0.2,
            6 => around(self.centre) - around(self.other) + self.base + noise * 0.4,
            7 => self.base + 0.9 * (p[1] * self.unit * TAU * 0.8 + noise * 1.6).sin(),
            _ => self.base + noise * 2.3 * self.turn,
        }
    }
}

/// Where ink lies already, in cells of a few pixels.
struct Taken {
    cols: usize,
    rows: usize,
    inverse: f32,
    cells: Vec<bool>,
}

impl Taken {
    fn new(w: f32, h: f32, cell: f32) -> Self {
        let cell = cell.max(1.0);
        let (cols, rows) = ((w / cell) as usize + 1, (h / cell) as usize + 1);
        Self { cols, rows, inverse: 1.0 / cell, cells: vec![false; cols * rows] }
    }

    /// Whether a disc is clear; its rim and half way are probed, which is enough for curves laid side by side.
    fn free(&self, p: Point, reach: f32) -> bool {
        let probes = ((reach * self.inverse) as usize * 3).clamp(8, 40);
        self.clear(p)
            && (0..probes).all(|i| {
                let (sin, cos) = (i as f32 / probes as f32 * TAU).sin_cos();
                self.clear([p[0] + cos * reach, p[1] + sin * reach])
                    && (i % 2 == 0 || self.clear([p[0] + cos * reach * 0.5, p[1] + sin * reach * 0.5]))
            })
    }

    fn clear(&self, p: Point) -> bool {
        let (x, y) = ((p[0] * self.inverse) as isize, (p[1] * self.inverse) as isize);
        if p[0] < 0.0 || p[1] < 0.0 || x >= self.cols as isize || y >= self.rows as isize {
            return true;
        }
        !self.cells[y as usize * self.cols + x as usize]
    }

    fn mark(&mut self, path: &[Point], reach: f32) {
        let r = (reach * self.inverse).max(0.5);
        for p in path {
            let (cx, cy) = (p[0] * self.inverse, p[1] * self.inverse);
            let rows = (cy - r).max(0.0) as usize..((cy + r + 1.0).max(0.0) as usize).min(self.rows);
            for y in rows {
                let dy = y as f32 + 0.5 - cy;
                let half = (r * r - dy * dy).max(0.0).sqrt();
                let (left, right) = ((cx - half).max(0.0) as usize, (cx + half + 1.0).max(0.0) as usize);
                for x in left..right.min(self.cols) {
                    self.cells[y * self.cols + x] = true;
                }
            }
        }
    }
}
