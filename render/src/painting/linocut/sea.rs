//! Sky and water as a printmaker cuts them: rows of gouge marks that follow light and swell.
//! Knows marks; places and buildings are elsewhere.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use super::super::noise::smooth;
use super::super::raster::Point;
use super::super::shape::{bent, disc};
use super::{Block, Print};

/// A dark sky with rings of cuts around a moon or sun; returns nothing but marks on the blocks.
/// `radius` is that of the disc in shares of the picture's width, `wide` how far the light reaches.
pub(super) fn ringed_sky(p: &mut Print, heart: Point, radius: f32, horizon: f32, wide: f32) {
    let r0 = radius * p.width();
    let sky = [[p.left, p.top], [p.right, p.top], [p.right, horizon], [p.left, horizon]];
    p.ink(Block::Key, &sky);
    p.ink(Block::Middle, &sky);
    let far = p.width().hypot(p.height());
    let mut r = r0 * 1.18;
    let mut ring = 0;
    while r < far {
        let light = smooth(far * wide, r0, r);
        let width = 2.2 + 12.0 * light * light;
        let length = (60.0 + 80.0 * (1.0 - light)) * p.s;
        let mut a = p.rng.unit();
        let end = a + TAU;
        while a < end {
            let span = length / r * p.rng.range(0.6, 1.4);
            let gap = (10.0 + 40.0 * (1.0 - light)) * p.s / r * p.rng.range(0.4, 1.6);
            let (mid, wobble) = (a + span * 0.5, p.rng.jitter(0.006) * r);
            let y = heart[1] + mid.sin() * r;
            let x = heart[0] + mid.cos() * r;
            let inside = y < horizon - 6.0 * p.s && y > p.top - 10.0 && x > p.left - 40.0 && x < p.right + 40.0;
            if inside && p.rng.unit() < 0.35 + 0.75 * light {
                let path = arc_path(heart, r + wobble, a, a + span);
                cut_sky(p, &path, width, horizon);
                if light > 0.45 {
                    p.gouge(Block::Middle, &path, width * 0.9);
                }
            }
            a += span + gap;
        }
        r += (11.0 + 9.0 * (1.0 - light)) * p.s;
        ring += 1;
        if ring > 400 {
            break;
        }
    }
    for block in [Block::Key, Block::Middle, Block::Light] {
        p.cut(block, &disc(heart, r0));
    }
}

/// A light sky: the key block is mostly cut away, long level cuts remain as cloud shadows.
pub(super) fn banded_sky(p: &mut Print, horizon: f32) {
    let rows = ((horizon - p.top) / (17.0 * p.s)) as usize;
    let drift = p.rng.range(0.0, 60.0);
    for row in 0..rows {
        let y = p.top + (row as f32 + 0.5) * 17.0 * p.s;
        let mut x = p.left - 200.0 * p.s * p.rng.unit();
        while x < p.right {
            let cloud = p.noise.fbm(x / (820.0 * p.s) + drift, y / (150.0 * p.s), 3);
            let length = p.rng.range(70.0, 260.0) * p.s;
            if cloud > 0.02 {
                let thick = (16.0 * smooth(0.02, 0.4, cloud)).max(2.0);
                let path = bent([x, y], [x + length, y + p.rng.jitter(6.0) * p.s], p.rng.jitter(0.03), 8);
                let wide = thick * p.s;
                let outline = super::ribbon(&path, |t| wide * (t * PI).sin().powf(0.6));
                let block = if cloud > 0.30 { Block::Key } else { Block::Middle };
                p.ink(block, &outline);
            }
            x += length * p.rng.range(0.75, 1.2);
        }
    }
}

/// Rain: long slanting cuts through a dark sky.
pub(super) fn rain(p: &mut Print, horizon: f32) {
    let sky = [[p.left, p.top], [p.right, p.top], [p.right, horizon], [p.left, horizon]];
    p.ink(Block::Key, &sky);
    p.ink(Block::Middle, &sky);
    let lean = p.rng.range(0.25, 0.5) * if p.rng.chance(0.5) { 1.0 } else { -1.0 };
    let drift = p.rng.range(0.0, 60.0);
    for _ in 0..2600 {
        let at = [p.rng.range(p.left, p.right), p.rng.range(p.top, horizon)];
        let cloud = p.noise.fbm(at[0] / (640.0 * p.s) + drift, at[1] / (420.0 * p.s), 3);
        if p.rng.unit() > smooth(-0.35, 0.45, cloud) {
            continue;
        }
        let length = p.rng.range(60.0, 190.0) * p.s;
        let end = [at[0] - lean * length, (at[1] + length).min(horizon - 4.0 * p.s)];
        let width = 2.0 + 7.0 * smooth(-0.1, 0.5, cloud);
        let path = bent(at, end, p.rng.jitter(0.02), 5);
        cut_sky(p, &path, width, horizon);
        if cloud > 0.2 {
            p.gouge(Block::Middle, &path, width * 0.8);
        }
    }
}

/// The sea from `horizon` down in rows of swell that grow towards the viewer.
/// `steep` is the swell's height in shares of the row's depth; light comes from above `glint` (an x position).
pub(super) fn swell(p: &mut Print, horizon: f32, steep: f32, glint: f32) {
    let body = [[p.left, horizon], [p.right, horizon], [p.right, p.bottom], [p.left, p.bottom]];
    p.ink(Block::Middle, &body);
    p.ink(Block::Key, &body);
    let depth = p.bottom - horizon;
    let mut d = 0.012_f32;
    let mut row = 0;
    while d < 1.1 {
        wave(p, horizon + depth * d, d, steep, glint, row);
        d += 0.016 + 0.085 * d;
        row += 1;
    }
}

/// One row: a crest line with foam, then cuts that run down its back.
fn wave(p: &mut Print, base: f32, d: f32, steep: f32, glint: f32, row: usize) {
    let s = p.s;
    let near = 0.10 + 0.90 * d;
    let length = (150.0 + 620.0 * near) * s;
    let tall = (4.0 + 120.0 * near * near.sqrt()) * steep * s;
    let phase = p.rng.unit() * TAU;
    let offset = row as f32 * 7.3;
    let crest = |p: &Print, x: f32| {
        let wander = p.noise.fbm(x / (length * 1.7) + offset, offset, 2) * 1.9;
        let t = (x / length * TAU + phase + wander).sin();
        // A trochoid's look: sharp crests, flat troughs.
        let peak = ((t + 1.0) * 0.5).powf(1.7);
        base - tall * peak * (0.6 + 0.6 * p.noise.at(x / (length * 2.3), offset + 5.0).abs())
    };
    let step = (5.0 + 14.0 * near) * s;
    let n = ((p.right - p.left) / step) as usize + 3;
    let line: Vec<Point> = (0..n)
        .map(|i| {
            let x = p.left - step + i as f32 * step;
            [x, crest(p, x)]
        })
        .collect();
    let mut body = line.clone();
    body.push([p.right + step, p.bottom + 4.0]);
    body.push([p.left - step, p.bottom + 4.0]);
    p.ink(Block::Key, &body);
    p.ink(Block::Middle, &body);
    // Foam along the crest, broken.
    let mut i = 0;
    while i + 4 < n {
        let run = 4 + p.rng.below(14);
        let end = (i + run).min(n - 1);
        let lit = smooth((260.0 + 700.0 * near) * s, 0.0, (line[i][0] - glint).abs());
        let high = (base - line[(i + end) / 2][1]) / tall.max(1.0);
        if p.rng.unit() < 0.45 + 0.5 * high + 0.4 * lit {
            let width = (2.2 + 13.0 * near) * (0.5 + 0.7 * high + 0.5 * lit);
            p.gouge(Block::Key, &line[i..=end], width);
            if high > 0.40 || lit > 0.5 {
                p.gouge(Block::Middle, &line[i..=end], width * 0.70);
            }
            if lit > 0.6 && p.rng.chance(0.7) || high > 0.8 {
                p.gouge(Block::Light, &line[i..=end], width * 0.45);
            }
        }
        i = end + p.rng.below(3);
    }
    // The back of the wave: cuts parallel to the crest, finer and rarer further down.
    let layers = 3 + (8.0 * near) as usize;
    for layer in 1..=layers {
        let down = layer as f32 / (layers + 1) as f32;
        let drop = (0.016 + 0.085 * d) * (p.bottom - base + 200.0 * s) * 0.75 * down;
        let mut i = p.rng.below(6);
        while i + 3 < n {
            let run = 3 + p.rng.below(8);
            let end = (i + run).min(n - 1);
            let lit = smooth((200.0 + 560.0 * near) * s, 0.0, (line[i][0] - glint).abs());
            if p.rng.unit() < 0.86 - 0.45 * down + 0.45 * lit {
                let path: Vec<Point> = line[i..=end]
                    .iter()
                    .map(|q| [q[0] + drop * 0.25, q[1] * (1.0 - 0.30 * down) + base * 0.30 * down + drop])
                    .collect();
                let width = (1.9 + 8.5 * near) * (1.0 - 0.55 * down) * (0.8 + 0.7 * lit);
                p.gouge(Block::Key, &path, width);
                if lit > 0.45 && p.rng.chance(0.6) {
                    p.gouge(Block::Middle, &path, width * 0.6);
                }
            }
            i = end + 1 + p.rng.below(5);
        }
    }
}

/// A flight of gulls: two cuts each.
pub(super) fn gulls(p: &mut Print, count: usize, above: f32, white: bool) {
    for _ in 0..count {
        let at = [
            p.rng.range(p.left + 0.08 * p.width(), p.right - 0.08 * p.width()),
            p.rng.range(p.top + 0.06 * p.height(), above),
        ];
        let size = p.rng.range(26.0, 78.0) * p.s;
        let tilt = p.rng.jitter(0.3);
        for side in [-1.0_f32, 1.0] {
            let (sin, cos) = (tilt - side * 0.32).sin_cos();
            let end = [at[0] + side * cos * size, at[1] + side * sin * size];
            let path = bent(at, end, -0.20 * side, 8);
            let wide = size * 0.14;
            let outline = super::ribbon(&path, |t| wide * (1.0 - t).powf(0.6).max(0.08));
            if white {
                for block in [Block::Key, Block::Middle, Block::Light] {
                    p.cut(block, &outline);
                }
            } else {
                p.ink(Block::Key, &outline);
            }
        }
    }
}

/// Cuts a mark in the sky and keeps it from running into the water.
fn cut_sky(p: &mut Print, path: &[Point], width: f32, horizon: f32) {
    let kept: Vec<Point> = path.iter().copied().filter(|q| q[1] < horizon - 3.0 * p.s).collect();
    if kept.len() > 1 {
        p.gouge(Block::Key, &kept, width);
    }
}

fn arc_path(heart: Point, r: f32, from: f32, to: f32) -> Vec<Point> {
    let steps = (((to - from) / FRAC_PI_2 * 24.0) as usize).clamp(4, 24);
    (0..=steps)
        .map(|i| {
            let (sin, cos) = (from + (to - from) * i as f32 / steps as f32).sin_cos();
            [heart[0] + cos * r, heart[1] + sin * r]
        })
        .collect()
}
