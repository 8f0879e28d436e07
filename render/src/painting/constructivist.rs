//! Lithographs of circles, bars and wedges in balance, printed from a few flat inks.
//! Knows geometry and overprinting; where two inks overlap, both are seen.

mod compose;

pub(crate) use compose::MOTIFS;
use image::RgbImage;

use super::Sheet;
use super::canvas::Canvas;
use super::colour::{Rgb, lerp, multiply, palette};
use super::field::Tile;
use super::noise::smooth;
use super::raster::{Point, Raster};
use super::rng::Rng;
use super::surface::{Paper, paper};

/// Paper, key (darkest), and four inks.
const PALETTES: [[u32; 6]; 6] = [
    [0xEFE4CE, 0x1B1A18, 0xC9341F, 0xE3A72B, 0x1F4E8C, 0xA79E8E],
    [0xEDE6D8, 0x20232B, 0xE0562F, 0x2F7F7A, 0xF0BC4A, 0xB8B2A5],
    [0xF1E7D6, 0x23201F, 0xB3272D, 0x5F7F95, 0xD9B382, 0x8C8579],
    [0xE9E2D0, 0x1A2A3A, 0xD98E2B, 0x7A2E2E, 0x4F8A83, 0xC7BBA3],
    [0xF3EADB, 0x2B1E2F, 0xD6403A, 0x30508F, 0xEDB7A0, 0xE2C04E],
    [0xE6DFD0, 0x191919, 0x9C948A, 0xC8371F, 0xD9CFBC, 0x4A4A4C],
];

/// Paints the sheet.
pub(crate) fn paint(sheet: &Sheet) -> RgbImage {
    let mut press = Press::new(sheet);
    compose::compose(&mut press, sheet.motif(MOTIFS));
    let Press { mut canvas, .. } = press;
    paper(&mut canvas, sheet.seed, sheet.scale, Paper { tooth: 1.3, cloud: 1.6, fibres: 0.25 });
    canvas.finish(sheet.seed)
}

/// The press: a sheet of paper and the inks for it.
struct Press {
    canvas: Canvas,
    raster: Raster,
    rng: Rng,
    grain: Tile,
    stone: Tile,
    inks: Vec<Rgb>,
    w: f32,
    h: f32,
    s: f32,
}

impl Press {
    fn new(sheet: &Sheet) -> Self {
        let inks = palette(&PALETTES[sheet.palette(PALETTES.len())]);
        Self {
            canvas: Canvas::new(sheet.w, sheet.h, inks[0]),
            raster: Raster::new(sheet.w, sheet.h),
            rng: Rng::new(sheet.seed, 1),
            grain: Tile::fractal(sheet.seed, 2, 64, 3),
            stone: Tile::grain(sheet.seed, 3, 1),
            inks,
            w: sheet.wf(),
            h: sheet.hf(),
            s: sheet.scale,
        }
    }

    /// Prints one opaque shape; 0 is the paper, 1 the key, 2 to 5 the inks.
    fn solid(&mut self, outline: &[Point], ink: usize) {
        self.print(&[outline], ink, 0.04, None);
    }

    /// Prints one shape in transparent ink.
    fn glaze(&mut self, outline: &[Point], ink: usize) {
        self.print(&[outline], ink, 0.92, None);
    }

    /// Prints a shape with holes.
    fn pierced(&mut self, outlines: &[&[Point]], ink: usize) {
        self.print(outlines, ink, 0.04, None);
    }

    /// Prints a shape as crayon on stone, fading from full at `from` to bare paper at `to`.
    fn shaded(&mut self, outline: &[Point], ink: usize, from: Point, to: Point) {
        self.print(&[outline], ink, 0.10, Some((from, to)));
    }

    fn print(&mut self, outlines: &[&[Point]], ink: usize, clear: f32, fade: Option<(Point, Point)>) {
        let colour = self.inks[ink];
        // Each pull of the press sits a hair beside the last one.
        let (ox, oy) = (self.rng.below(512), self.rng.below(512));
        let (grain, stone, canvas, s) = (&self.grain, &self.stone, &mut self.canvas, self.s);
        for outline in outlines {
            self.raster.add(outline);
        }
        let axis = fade.map(|(from, to)| {
            let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
            (from, [dx, dy], 1.0 / (dx * dx + dy * dy).max(1e-3))
        });
        let coarse = s.max(0.4);
        self.raster.flush(|x, y, cover| {
            let g = grain.at(x + ox, y + oy);
            let speck = stone.at((x as f32 / coarse) as usize + ox, (y as f32 / coarse) as usize + oy);
            let body = match axis {
                None => 1.0 - 0.10 * smooth(0.55, 1.1, g) - 0.55 * smooth(2.2, 3.4, speck),
                Some((from, d, inverse)) => {
                    let t = ((x as f32 - from[0]) * d[0] + (y as f32 - from[1]) * d[1]) * inverse;
                    // Crayon catches the grain of the stone: tone is a matter of how many specks take ink.
                    smooth(t * 4.4 - 2.6, t * 4.4 - 1.4, 0.75 * speck + 0.9 * g + 0.6)
                }
            };
            let px = &mut canvas.px[y * canvas.w + x];
            let k = 1.0 + 0.035 * g;
            let inked = lerp([colour[0] * k, colour[1] * k, colour[2] * k], multiply(colour, *px), clear);
            *px = lerp(*px, inked, cover * body);
        });
    }
}
