//! Ranges of mountains, mist and sky as washes.
//! Knows a ridge as one height for each column; near ones hide far ones, mist hides the feet of both.

use super::super::noise::smooth;
use super::{Grid, Scroll, lift, stain};

/// How one range of mountains is laid down.
pub(super) struct Wash {
    /// Ink at the crest.
    pub(super) ink: f32,
    /// How far below the crest the wash has faded, in units.
    pub(super) fade: f32,
    /// How strongly the rock's own drawing shows.
    pub(super) rock: f32,
    /// Share of the second wash.
    pub(super) tint: f32,
}

/// The line of a group of steep summits: `[x, height, half width, steepness]` each, in pixels.
pub(super) fn karst(p: &Scroll, base: f32, summits: &[[f32; 4]], layer: usize) -> Vec<f32> {
    let offset = layer as f32 * 23.0 + 5.0;
    let s = p.s;
    (0..p.canvas.w)
        .map(|x| {
            let x = x as f32;
            let mut top = 0.0_f32;
            for &[at, tall, half, steep] in summits {
                let u = ((x - at) / half).abs();
                let rough = 1.0 + 0.20 * p.noise.fbm(x / (90.0 * s) + offset, at * 0.01, 3);
                top = top.max(tall * (-u.powf(steep)).exp() * rough);
            }
            let small =
                p.noise.fbm(x / (170.0 * s), offset, 5) * 34.0 * s + p.noise.fbm(x / (26.0 * s), offset, 3) * 7.0 * s;
            base - top - small * (0.35 + 0.65 * smooth(0.0, 80.0 * s, top))
        })
        .collect()
}

/// The line of old, rounded hills.
pub(super) fn rolling(p: &Scroll, base: f32, tall: f32, fine: f32, layer: usize) -> Vec<f32> {
    let offset = layer as f32 * 31.0 + 2.0;
    let unit = fine / (p.w.max(p.h) * 0.36);
    (0..p.canvas.w)
        .map(|x| {
            let u = x as f32 * unit;
            let big = p.noise.fbm(u + offset, offset, 3) * 0.5 + 0.42;
            let crag = p.noise.ridged(u * 2.2 + offset, offset + 4.0, 4) - 0.5;
            base - tall * (big + 0.34 * crag).max(0.02)
        })
        .collect()
}

/// Lays one range: a contour that breaks, a wash that fades downwards, the drawing of the rock, and mist behind which
/// everything farther away disappears.
pub(super) fn range(p: &mut Scroll, ridge: &[f32], wash: &Wash, hides: bool) {
    let (w, h, s) = (p.canvas.w, p.canvas.h, p.s);
    let reach = wash.fade * s * 3.2;
    // Only the box that the range reaches is looked at: an island is a small part of its sheet.
    let seen = |y: &f32| *y < h as f32;
    let (Some(left), Some(right)) = (ridge.iter().position(seen), ridge.iter().rposition(seen)) else { return };
    let span = &ridge[left..=right];
    let top = span.iter().copied().fold(f32::MAX, f32::min).max(0.0) as usize;
    let lowest = span.iter().copied().filter(seen).fold(0.0, f32::max);
    let bottom = ((lowest + reach + 1.0) as usize).min(h);
    if top >= bottom {
        return;
    }
    let (x0, y0) = (left as f32, top as f32);
    let (ink, tint, paper) = (p.ink, p.tint, p.paper);
    let offset = p.rng.range(0.0, 400.0);
    // Texture strokes hang down the rock: noise stretched along the fall line.
    let rock = Grid::new(right - left + 1, bottom - top, 5, |x, y| {
        let (x, y) = (x + x0, y + y0);
        let lean = p.noise.at(x / (260.0 * s) + offset, y / (300.0 * s)) * 26.0;
        p.noise.fbm((x / s + lean) / 34.0 + offset, y / (150.0 * s), 4)
    });
    let broken: Vec<f32> =
        (0..w).map(|x| smooth(-0.35, 0.25, p.noise.fbm(x as f32 / (70.0 * s) + offset, 7.0, 3))).collect();
    let inverse_fade = 1.0 / (wash.fade * s);
    for y in top..bottom {
        let fy = y as f32;
        for (x, crest) in (left..).zip(span) {
            let d = fy - crest;
            if d < -3.0 * s || d > reach {
                continue;
            }
            let fx = x as f32;
            let wet = p.wet.at(fx, fy);
            let grain = p.grain.at(x, y);
            let edge = smooth(-1.6 * s, 2.2 * s, d + grain * 2.6 * s);
            if edge <= 0.0 {
                continue;
            }
            let mist = p.mist.at(fx, fy);
            let t = d * inverse_fade * (1.0 + 0.8 * mist);
            let fade = 1.0 / (1.0 + t * (0.9 + t * (1.4 + t * t)));
            let stone = rock.at(fx - x0, fy - y0);
            let drawn = smooth(0.06, 0.42, stone) * wash.rock * fade * smooth(2.5, 0.0, t);
            let contour = smooth(13.0 * s, 0.0, d) * broken[x];
            let amount = wash.ink
                * (fade * (0.62 + 0.30 * wet + 0.10 * grain) + 0.42 * drawn + 0.40 * contour * (0.4 + 0.6 * wash.rock));
            let px = &mut p.canvas.px[y * w + x];
            if hides {
                *px = lift(*px, paper, edge * smooth(reach, reach * 0.55, d));
            }
            let dyed = stain(*px, ink, amount.max(0.0) * edge);
            *px = stain(dyed, tint, wash.tint * fade * edge * (0.5 + 0.35 * wet));
        }
    }
}

/// A range under snow: bare paper below the line, ink only in the furrows.
pub(super) fn snow_range(p: &mut Scroll, ridge: &[f32], amount: f32) {
    let (w, h, s) = (p.canvas.w, p.canvas.h, p.s);
    let top = ridge.iter().copied().fold(f32::MAX, f32::min).max(0.0) as usize;
    let (ink, paper) = (p.ink, p.paper);
    let offset = p.rng.range(0.0, 400.0);
    let rock = Grid::new(w, h, 4, |x, y| {
        let lean =
            (y - ridge[(x.max(0.0) as usize).min(w - 1)]) * 0.35 * p.noise.at(x / (300.0 * s) + offset, 2.0).signum();
        p.noise.fbm((x + lean) / (105.0 * s) + offset, y / (210.0 * s), 5)
    });
    for y in top..h {
        let fy = y as f32;
        for (x, crest) in ridge.iter().enumerate() {
            let d = fy - crest;
            if d < -3.0 * s {
                continue;
            }
            let grain = p.grain.at(x, y);
            let edge = smooth(-1.6 * s, 2.0 * s, d + grain * 2.5 * s);
            let deep = d / (420.0 * s);
            let furrow = smooth(0.06, 0.46, rock.at(x as f32, fy) + 0.10 * grain) * smooth(1.3, 0.1, deep);
            let shade = smooth(1.4, 0.0, deep) * 0.10;
            let px = &mut p.canvas.px[y * w + x];
            *px = stain(lift(*px, paper, edge), ink, edge * amount * (furrow * 1.1 + shade));
        }
    }
}

/// A grey sky, darker above, that leaves the mountains white.
pub(super) fn sky_wash(p: &mut Scroll, amount: f32) {
    let (w, h) = (p.canvas.w, p.canvas.h);
    let (ink, tint) = (p.ink, p.tint);
    for y in 0..h {
        let down = y as f32 / h as f32;
        for x in 0..w {
            let cloud = p.mist.at(x as f32, y as f32) + 0.5 * p.wet.at(x as f32, y as f32);
            let body = amount * (0.9 - 0.75 * down + 0.55 * cloud).max(0.0);
            let px = &mut p.canvas.px[y * w + x];
            *px = stain(stain(*px, ink, body * 0.7), tint, body * 0.7);
        }
    }
}

pub(super) fn mist_bank(p: &mut Scroll, y: f32, half: f32, amount: f32) {
    let (w, paper) = (p.canvas.w, p.paper);
    let from = (y - half).max(0.0) as usize;
    let to = (y + half).clamp(0.0, p.h) as usize;
    for row in from..to {
        let k = 1.0 - ((row as f32 - y) / half).abs();
        for x in 0..w {
            let m = amount
                * smooth(0.0, 0.35, k)
                * smooth(0.0, 0.8, k + 0.5 * p.mist.at(x as f32, row as f32) + 0.25 * p.wet.at(x as f32, row as f32));
            let px = &mut p.canvas.px[row * w + x];
            *px = lift(*px, paper, m);
        }
    }
}
