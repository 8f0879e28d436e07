//! Colour fields: soft-edged blocks of thin paint, laid over one another until they glow.
//! Knows stains and edges; there is no line and no subject.

use image::RgbImage;

use super::Sheet;
use super::canvas::Canvas;
use super::colour::{Rgb, hex, lerp, luminance, mix, palette, shift};
use super::field::{Grid, Tile};
use super::noise::{Noise, smooth};
use super::rng::Rng;
use super::surface::Weave;

/// How many arrangements there are; the last digit of a seed chooses.
pub(crate) const MOTIFS: usize = 7;

/// Ground first, then the blocks from the top.
const PALETTES: [[u32; 5]; 10] = [
    [0x7A1F1D, 0xC8371F, 0xE8762B, 0x3B0B10, 0xF0A04B],
    [0xD9A441, 0xF4CB45, 0xE2582E, 0xF7E3A1, 0xB5482A],
    [0x1B2342, 0x34509E, 0x0B1022, 0x7C8FC6, 0x22386F],
    [0x35171C, 0x6B1F2C, 0x120C10, 0x8C4038, 0x1E1216],
    [0xC3CDB9, 0x3F6B5C, 0xECE6D2, 0x274540, 0x8FA98F],
    [0xE0AE96, 0xF5E6D6, 0xBF524E, 0x8A3642, 0xF0C7A8],
    [0x2A2B30, 0x63676F, 0xC9C5BB, 0x101013, 0x8B8C90],
    [0x43264F, 0xC44F86, 0xF09A5B, 0x25142F, 0xE9BF8A],
    [0x1F4A4A, 0xE7C65A, 0x2F8279, 0x0F2B30, 0xD98F3F],
    [0xB98A5E, 0x2C5A8A, 0xF1E2C4, 0xC2512E, 0x1B3350],
];

/// A block of colour: a box with edges that are never straight.
struct Block {
    centre: [f32; 2],
    half: [f32; 2],
    feather: f32,
    colour: Rgb,
    deep: Rgb,
    under: Rgb,
    strength: f32,
    drift: usize,
}

/// Paints the sheet.
pub(crate) fn paint(sheet: &Sheet) -> RgbImage {
    let colours = palette(&PALETTES[sheet.palette(PALETTES.len())]);
    let rng = Rng::new(sheet.seed, 1);
    let (w, h, s) = (sheet.wf(), sheet.hf(), sheet.scale);
    let blocks = arrange(sheet.motif(MOTIFS), &rng, w, h, s, &colours);
    let noise = Noise::new(sheet.seed, 2);
    // Slow clouds of thin and thick paint, the wander of the edges, and the sweep of a wide brush.
    let clouds: Vec<Grid> = (0..3)
        .map(|i| {
            let (o, unit) = (i as f32 * 41.0, 1.0 / (620.0 * s));
            Grid::new(sheet.w, sheet.h, 8, |x, y| noise.fbm(x * unit + o, y * unit, 5))
        })
        .collect();
    let edges = Grid::new(sheet.w, sheet.h, 4, |x, y| {
        let (u, v) = (x / (210.0 * s), y / (210.0 * s));
        0.75 * noise.fbm(u + 70.0, v, 5)
            + 1.1 * noise.at(u * 0.22, v * 0.22 + 30.0)
            + 0.45 * noise.fbm(u * 5.0, v * 5.0 + 9.0, 3)
    });
    let sweep_x = Grid::new(sheet.w, sheet.h, 4, |x, y| noise.fbm(x / (520.0 * s), y / (26.0 * s) + 9.0, 3));
    let sweep_y = Grid::new(sheet.w, sheet.h, 4, |x, y| noise.fbm(x / (26.0 * s) + 9.0, y / (520.0 * s), 3));
    let fray = Tile::fractal(sheet.seed, 3, 64, 3);
    let weave = Weave::new(sheet.w, sheet.h, 3.2 * s.max(0.5), sheet.seed);
    let (ground, stain) = (colours[0], shift(colours[0], -0.06, 1.05, 0.12));
    let upright = sheet.motif(MOTIFS) == 4;
    let mut canvas = Canvas::from_fn(sheet.w, sheet.h, |x, y| {
        let (fx, fy) = (x as f32, y as f32);
        let cloud = [clouds[0].at(fx, fy), clouds[1].at(fx, fy), clouds[2].at(fx, fy)];
        let sweep = if upright { sweep_y.at(fx, fy) } else { 0.65 * sweep_x.at(fx, fy) + 0.35 * sweep_y.at(fx, fy) };
        let edge = edges.at(fx, fy);
        let thread = weave.at(x, y);
        let tooth = fray.at(x, y);
        let mut px = lerp(ground, stain, (0.5 + 0.9 * cloud[0] + 0.25 * sweep).clamp(0.0, 1.0));
        for block in &blocks {
            let dx = (fx - block.centre[0]).abs() - block.half[0];
            let dy = (fy - block.centre[1]).abs() - block.half[1];
            if dx.max(dy) > 5.0 * block.feather {
                continue;
            }
            // Distance to the box, its corners rounded by the feather.
            let (ox, oy) = ((dx + block.feather).max(0.0), (dy + block.feather).max(0.0));
            let far = (ox * ox + oy * oy).sqrt() - block.feather + dx.max(dy).min(-block.feather) + block.feather;
            let d = far + block.feather * (1.15 * edge + 0.22 * tooth + 0.10 * thread);
            // A wide, thin first coat that bleeds, then the body of the colour.
            let bleed = smooth(1.5, -1.4, d / block.feather);
            let body = smooth(0.45, -0.75, d / block.feather);
            let c = cloud[block.drift];
            let thin = (block.strength + 0.40 * c + 0.24 * sweep + 0.06 * thread).clamp(0.0, 1.0);
            // Paint pools towards one end of a block: it is never one colour.
            let pool = (0.5 + 1.1 * cloud[(block.drift + 1) % 3] + 0.30 * (fy - block.centre[1]) / block.half[1])
                .clamp(0.0, 1.0);
            px = lerp(px, block.under, bleed * (0.42 + 0.2 * c).clamp(0.0, 1.0));
            px = lerp(px, lerp(block.colour, block.deep, pool * 0.75), body * thin);
        }
        let k = 1.0 + 0.055 * thread + 0.02 * tooth;
        [px[0] * k, px[1] * k, px[2] * k]
    });
    glow(&mut canvas, s);
    canvas.finish(sheet.seed)
}

/// Darkens towards the edges as a turned canvas does, and lifts the middle a little.
fn glow(canvas: &mut Canvas, s: f32) {
    let (w, h) = (canvas.w as f32, canvas.h as f32);
    let rim = 26.0 * s;
    canvas.each(|x, y, px| {
        let (x, y) = (x as f32, y as f32);
        let near = x.min(w - x).min(y).min(h - y);
        let (u, v) = (x / w - 0.5, y / h - 0.46);
        let k = (0.90 + 0.10 * smooth(0.0, rim, near)) * (1.05 - 0.22 * (u * u + v * v));
        [px[0] * k, px[1] * k, px[2] * k]
    });
}

fn arrange(motif: usize, rng: &Rng, w: f32, h: f32, s: f32, colours: &[Rgb]) -> Vec<Block> {
    let shares: &[f32] = match motif {
        0 => &[0.30, 0.42, 0.20],
        1 => &[0.56, 0.33],
        2 => &[0.20, 0.09, 0.40, 0.17],
        3 => &[0.86],
        4 => &[0.34, 0.22, 0.32],
        5 => &[0.88],
        _ => &[0.13, 0.52, 0.24],
    };
    let upright = motif == 4;
    let (long, short) = if upright { (w, h) } else { (h, w) };
    let gap = rng.range(0.022, 0.038) * long;
    let shares: Vec<f32> = shares.iter().map(|v| v * rng.range(0.88, 1.12)).collect();
    let total: f32 = shares.iter().sum();
    let room = long * 0.90 - gap * (shares.len() - 1) as f32;
    let inset = rng.range(0.055, 0.085) * short;
    let flip = rng.chance(0.35);
    let mut blocks = Vec::new();
    let mut from = long * 0.05;
    for (i, share) in shares.iter().enumerate() {
        let reach = room * share / total;
        let pick = if flip { shares.len() - i } else { i + 1 };
        let middle = from + reach * 0.5;
        let across = short * 0.5 - inset * rng.range(0.85, 1.2);
        let colour = colours[pick.min(4)];
        blocks.push(Block {
            centre: if upright { [middle, h * 0.5] } else { [w * 0.5 + rng.jitter(0.006) * w, middle] },
            half: if upright { [reach * 0.5, across] } else { [across, reach * 0.5] },
            feather: rng.range(22.0, 56.0) * s,
            colour,
            deep: shift(colour, rng.range(-0.075, -0.035), 1.12, rng.jitter(0.22)),
            under: mix(colour, shift(colours[(pick + 1) % 5], 0.04, 1.0, 0.0), 0.35),
            strength: rng.range(0.70, 0.90),
            drift: i % 3,
        });
        from += reach + gap;
    }
    match motif {
        // One field, a narrow light across it.
        3 => {
            let y = h * rng.pick(&[0.30, 0.38, 0.66, 0.72]);
            let beam = if luminance(colours[1]) > 0.35 { colours[3] } else { mix(colours[4], hex(0xFFF6E0), 0.3) };
            for (reach, feather, strength) in [(0.030, 46.0, 0.35), (0.011, 13.0, 0.86)] {
                blocks.push(Block {
                    centre: [w * 0.5, y],
                    half: [w * 0.40, h * reach],
                    feather: feather * s,
                    colour: beam,
                    deep: beam,
                    under: mix(beam, colours[1], 0.5),
                    strength,
                    drift: 1,
                });
            }
        }
        // A dark doorway in the field, and one in it again.
        5 => {
            for (i, reach) in [0.66, 0.30].into_iter().enumerate() {
                blocks.push(Block {
                    centre: [w * 0.5 + rng.jitter(0.01) * w, h * (0.5 + 0.02 * i as f32)],
                    half: [w * 0.5 * reach, h * 0.5 * (reach + 0.06)],
                    feather: rng.range(18.0, 34.0) * s,
                    colour: colours[if i == 0 { 3 } else { 2 }],
                    deep: shift(colours[if i == 0 { 3 } else { 2 }], -0.05, 1.1, 0.15),
                    under: mix(colours[1], colours[3], 0.5),
                    strength: 0.84,
                    drift: i + 1,
                });
            }
        }
        _ => {}
    }
    blocks
}
