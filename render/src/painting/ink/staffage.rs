//! Staffage: what gives a landscape its scale. Trees on a crest, birds, boats, reeds, a waterfall, a hut, sun and moon.
//! Knows each in a few strokes.

use super::super::colour::{Rgb, luminance};
use super::super::raster::Point;
use super::super::shape::{bent, curve, leaf, pebble, ribbon};
use super::Scroll;

/// A sun or moon: a ring of wash around bare paper, or a red disc.
pub(super) fn disc(p: &mut Scroll, u: f32, v: f32, radius: f32) {
    let at = p.at(u, v);
    let r = radius * p.w.min(p.h);
    if p.rng.chance(0.5) {
        let red: Rgb = [0.12, 1.25, 1.35];
        p.drop(at, r, red, 0.62, 0.15);
    } else {
        let tint = p.tint;
        p.drop(at, r * 2.6, tint, 0.10, -0.9);
        let paper = p.paper;
        let canvas = &mut p.canvas;
        p.raster.fill(&super::super::shape::disc(at, r), |x, y, cover| canvas.cover(x, y, paper, cover * 0.92));
    }
}

/// Small trees along a crest, as dabs over short trunks.
pub(super) fn crest_trees(p: &mut Scroll, ridge: &[f32], amount: f32, size: f32, count: usize) {
    let group = p.rng.range(0.0, 300.0);
    for i in 0..count * 3 {
        let x = p.rng.unit() * (p.w - 2.0);
        let y = ridge[x as usize];
        if y > p.h || p.noise.at(x / (210.0 * p.s) + group, 3.0) < 0.05 {
            continue;
        }
        let tall = size * p.rng.range(0.55, 1.25) * p.s;
        let foot = [x, y + 5.0 * p.s];
        let lean = p.rng.jitter(0.15);
        let top = [x + lean * tall, y - tall];
        let wide = (tall * 0.055).max(1.0);
        p.stroke(&ribbon(&[foot, top], |t| wide * (1.2 - t)), amount * 0.8);
        let boughs = 4 + i % 3;
        for k in 0..boughs {
            let t = 0.40 + 0.60 * k as f32 / boughs as f32;
            let reach = tall * 0.42 * (1.2 - t * 0.8) * p.rng.range(0.7, 1.2);
            let at = [x + lean * tall * t, y - tall * t];
            for side in [-1.0_f32, 1.0] {
                let end = [at[0] + side * reach, at[1] - reach * p.rng.range(-0.05, 0.22)];
                p.stroke(&leaf(at, end, reach * 0.34, 0.55, -0.08 * side), amount * p.rng.range(0.55, 1.0));
            }
        }
    }
}

pub(super) fn flock(p: &mut Scroll, u: f32, v: f32, count: usize) {
    let heart = p.at(u + p.rng.jitter(0.06), v);
    for i in 0..count {
        let k = i as f32 - count as f32 * 0.5;
        let at = [
            heart[0] + k * 44.0 * p.s + p.rng.jitter(26.0) * p.s,
            heart[1] - k.abs() * 17.0 * p.s + p.rng.jitter(16.0) * p.s,
        ];
        let size = p.rng.range(11.0, 19.0) * p.s;
        p.bird(at, size);
    }
}

/// Level strokes on still water.
pub(super) fn water(p: &mut Scroll, from: f32, to: f32, count: usize) {
    for _ in 0..count {
        let d = p.rng.unit();
        let y = from + (to - from) * d;
        let length = p.rng.range(60.0, 420.0) * (0.4 + d) * p.s;
        let x = p.rng.unit() * p.w - length * 0.3;
        let path = bent([x, y], [x + length, y + p.rng.jitter(3.0) * p.s], p.rng.jitter(0.01), 22);
        let (wide, tone) = (p.rng.range(3.0, 9.0) * (0.4 + d) * p.s, p.rng.range(0.07, 0.2));
        p.dry(&path, wide, tone, 0.55);
    }
}

/// A flat boat with a man at the stern oar.
pub(super) fn skiff(p: &mut Scroll, at: Point, size: f32) {
    let put = |x: f32, y: f32| [at[0] + x * size, at[1] + y * size];
    let hull = curve(&[put(-0.52, -0.085), put(-0.30, 0.035), put(0.10, 0.055), put(0.55, -0.07)], 10);
    let deck = curve(&[put(0.55, -0.07), put(0.1, -0.005), put(-0.52, -0.085)], 10);
    let outline: Vec<Point> = hull.into_iter().chain(deck).collect();
    p.stroke(&outline, 0.85);
    let hood = curve(&[put(-0.20, -0.02), put(-0.15, -0.17), put(0.05, -0.185), put(0.13, -0.01)], 8);
    p.stroke(&hood, 0.42);
    p.stroke(
        &ribbon(&curve(&[put(-0.20, -0.02), put(-0.15, -0.17), put(0.05, -0.185), put(0.13, -0.01)], 8), |_| {
            size * 0.012
        }),
        0.8,
    );
    let body = curve(&[put(0.27, -0.03), put(0.25, -0.16), put(0.31, -0.20), put(0.36, -0.03)], 8);
    p.stroke(&body, 0.9);
    p.stroke(&[put(0.22, -0.195), put(0.31, -0.255), put(0.39, -0.195)], 0.75);
    p.stroke(&ribbon(&[put(0.20, -0.20), put(0.62, 0.10)], |_| size * 0.011), 0.7);
    for i in 0..5 {
        let y = 0.06 + 0.022 * i as f32;
        let path = bent(put(-0.45 + 0.06 * i as f32, y), put(0.45 - 0.07 * i as f32, y), 0.0, 18);
        p.dry(&path, size * 0.022, 0.22, 0.6);
    }
}

/// The emptiest of some places in the lower half: where the paper is brightest over a boat's length.
pub(super) fn open_water(p: &Scroll, size: f32) -> Point {
    let mut best = (f32::MIN, p.at(0.5, 0.75));
    for _ in 0..24 {
        let at = p.at(p.rng.range(0.15, 0.85), p.rng.range(0.52, 0.86));
        let darkest = (0..25)
            .map(|i| {
                let x = at[0] + ((i % 5) as f32 - 2.0) * 0.3 * size;
                let y = at[1] + ((i / 5) as f32 - 3.0) * 0.12 * size;
                let (x, y) = (x.clamp(0.0, p.w - 1.0) as usize, y.clamp(0.0, p.h - 1.0) as usize);
                luminance(p.canvas.px[y * p.canvas.w + x])
            })
            .fold(f32::MAX, f32::min);
        if darkest > best.0 {
            best = (darkest, at);
        }
    }
    best.1
}

pub(super) fn reeds(p: &mut Scroll, foot: Point, side: f32) {
    for i in 0..22 {
        let x = foot[0] + p.rng.gauss() * 80.0 * p.s;
        let tall = p.rng.range(120.0, 430.0) * p.s;
        let lean = side * p.rng.range(0.0, 0.42) + p.rng.jitter(0.1);
        let tip = [x + lean * tall, foot[1] - tall];
        let tone = if i % 3 == 0 { 0.85 } else { 0.35 };
        let wide = p.rng.range(5.0, 11.0) * p.s;
        let bend = 0.10 * side;
        p.stroke(&ribbon(&bent([x, foot[1]], tip, bend, 16), |t| wide * (1.0 - t).max(0.08)), tone);
    }
}

pub(super) fn crest_trees_within(p: &mut Scroll, ridge: &[f32], centre: f32, half: f32, amount: f32, tall: f32) {
    for _ in 0..7 {
        let x = (centre + p.rng.jitter(0.7) * half).clamp(0.0, p.w - 1.0);
        let y = ridge[x as usize];
        if y > p.h {
            continue;
        }
        let size = (tall * p.rng.range(0.2, 0.5)).clamp(14.0 * p.s, 150.0 * p.s);
        let lean = p.rng.jitter(0.25);
        p.stroke(&ribbon(&[[x, y + 4.0], [x + lean * size, y - size]], |t| (size * 0.06) * (1.2 - t)), amount);
        for k in 0..4 {
            let at = [x + lean * size * (0.55 + 0.15 * k as f32), y - size * (0.55 + 0.15 * k as f32)];
            let reach = size * (0.45 - 0.07 * k as f32);
            p.stroke(
                &leaf([at[0] - reach, at[1]], [at[0] + reach, at[1]], reach * 0.4, 0.5, -0.1),
                amount * p.rng.range(0.6, 1.1),
            );
        }
    }
}

pub(super) fn waterfall(p: &mut Scroll, x: f32, top: f32, foot: f32, wide: f32) {
    let paper = p.paper;
    let outline: Vec<Point> = [
        [x - wide * 0.34, top - wide * 0.4],
        [x + wide * 0.34, top - wide * 0.4],
        [x + wide * 0.62, foot],
        [x - wide * 0.62, foot],
    ]
    .to_vec();
    let canvas = &mut p.canvas;
    p.raster.fill(&outline, |px, py, cover| canvas.cover(px, py, paper, cover * 0.96));
    for _ in 0..26 {
        let u = p.rng.jitter(0.5);
        let from = top + (foot - top) * p.rng.unit() * 0.6;
        let length = (foot - from) * p.rng.range(0.3, 0.9);
        let path = bent([x + u * wide * 0.75, from], [x + u * wide * 1.05, from + length], p.rng.jitter(0.01), 20);
        let width = p.rng.range(3.0, 8.0) * p.s;
        p.dry(&path, width, 0.20, 0.7);
    }
}

pub(super) fn boulders(p: &mut Scroll, fall: f32) {
    for i in 0..7 {
        let at = [fall + (i as f32 - 3.0) * 0.15 * p.w + p.rng.jitter(0.04) * p.w, p.h * p.rng.range(0.985, 1.03)];
        let r = p.rng.range(80.0, 190.0) * p.s;
        let outline = pebble(&p.rng, at, r, 0.35);
        let (paper, canvas) = (p.paper, &mut p.canvas);
        p.raster.fill(&outline, |x, y, cover| canvas.cover(x, y, paper, cover * 0.9));
        p.stroke(&outline, 0.16);
        let rim: Vec<Point> = outline.iter().take(outline.len() * 3 / 4).copied().collect();
        p.dry(&rim, 17.0 * p.s, 0.8, 0.35);
        for k in 0..4 {
            let path = bent(
                [at[0] - r * 0.5, at[1] - r * (0.3 - 0.2 * k as f32)],
                [at[0] + r * 0.4, at[1] + r * (0.1 + 0.15 * k as f32)],
                0.15,
                14,
            );
            p.dry(&path, 20.0 * p.s, 0.3, 0.75);
        }
    }
}

pub(super) fn hut(p: &mut Scroll, at: Point, size: f32) {
    let put = |x: f32, y: f32| [at[0] + x * size, at[1] + y * size];
    let paper = p.paper;
    let roof = curve(&[put(-0.62, -0.26), put(-0.30, -0.50), put(0.32, -0.50), put(0.64, -0.24)], 8);
    let canvas = &mut p.canvas;
    p.raster.fill(&roof, |x, y, cover| canvas.cover(x, y, paper, cover * 0.95));
    let line = (size * 0.022).max(1.0);
    p.stroke(&[put(-0.42, -0.26), put(0.44, -0.25), put(0.42, 0.0), put(-0.40, 0.0)], 0.30);
    p.stroke(&ribbon(&roof, |_| line), 0.75);
    p.stroke(&ribbon(&[put(-0.64, -0.25), put(0.66, -0.23)], |_| line * 1.3), 0.85);
    for x in [-0.40, -0.12, 0.14, 0.42] {
        p.stroke(&ribbon(&[put(x, -0.25), put(x, 0.0)], |_| line), 0.75);
    }
    p.stroke(&[put(-0.10, -0.2), put(0.12, -0.2), put(0.12, 0.0), put(-0.10, 0.0)], 0.5);
}
