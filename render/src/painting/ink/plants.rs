//! Bamboo, plum and pine, close enough to count the strokes.
//! Knows how each is built from a few presses of the brush.

use std::f32::consts::{FRAC_PI_2, TAU};

use super::super::colour::Rgb;
use super::super::raster::Point;
use super::super::shape::{bent, curve, disc, ribbon};
use super::{Scroll, lift};

/// Bamboo in mist: pale stems behind, dark ones in front.
pub(super) fn bamboo(p: &mut Scroll) {
    let lean = p.rng.jitter(0.10);
    for layer in 0..3 {
        let tone = [0.10, 0.26, 0.72][layer];
        let stems = [4, 2, 2][layer];
        for i in 0..stems {
            let u = (i as f32 + 0.5 + p.rng.jitter(0.35)) / stems as f32;
            let spread = if layer == 2 { 0.30 + 0.42 * u } else { 0.04 + 0.92 * u };
            let width = p.rng.range(22.0, 36.0) * [0.8, 0.9, 1.15][layer] * p.s;
            stem(p, p.w * spread, width, lean + p.rng.jitter(0.05), tone);
        }
        if layer < 2 {
            let (paper, w) = (p.paper, p.canvas.w);
            for (i, px) in p.canvas.px.iter_mut().enumerate() {
                let m = p.mist.at((i % w) as f32, (i / w) as f32);
                *px = lift(*px, paper, (0.34 + 0.5 * m).clamp(0.0, 0.75));
            }
        }
    }
    let bird = p.at(p.rng.range(0.2, 0.8), 0.2);
    p.bird(bird, 16.0 * p.s);
    p.stamp(p.at(p.rng.pick(&[0.10, 0.90]), 0.90), 64.0 * p.s);
}

fn stem(p: &mut Scroll, x: f32, width: f32, lean: f32, tone: f32) {
    let mut y = p.h * 1.02;
    let mut at = x;
    let mut left = p.rng.chance(0.5);
    let step = p.h * p.rng.range(0.105, 0.145);
    let mut joint = 0;
    while y > -step {
        let next = [at + lean * step, y - step * (1.0 + 0.06 * joint as f32)];
        let path = bent([at, y - 5.0 * p.s], [next[0], next[1] + 5.0 * p.s], p.rng.jitter(0.006), 26);
        // One press for each segment: two wet sides and a dry middle.
        p.dry(&path, width, tone * 0.80, 0.30);
        let edge = width * 0.42;
        for k in [-1.0_f32, 1.0] {
            let side: Vec<Point> = path.iter().map(|q| [q[0] + k * edge, q[1]]).collect();
            p.stroke(&ribbon(&side, |_| width * 0.13), tone * 0.45);
        }
        let ring = bent(
            [next[0] - width * 0.62, next[1] + 2.0 * p.s],
            [next[0] + width * 0.62, next[1] + 2.0 * p.s],
            0.12,
            10,
        );
        p.stroke(&ribbon(&ring, |t| width * 0.16 * (0.5 + (t - 0.5).abs())), (tone * 1.5).min(1.0));
        if joint > 1 || p.rng.chance(0.3) {
            let side = if left { -1.0 } else { 1.0 };
            twig(p, next, side, width, tone);
            left = !left;
        }
        at = next[0];
        y = next[1];
        joint += 1;
    }
}

fn twig(p: &mut Scroll, from: Point, side: f32, width: f32, tone: f32) {
    let reach = p.rng.range(150.0, 330.0) * p.s;
    let a = -FRAC_PI_2 + side * p.rng.range(0.55, 1.05);
    let end = [from[0] + a.cos() * reach, from[1] + a.sin() * reach];
    let path = bent(from, end, 0.10 * side, 18);
    p.stroke(&ribbon(&path, |t| width * 0.15 * (1.1 - t)), tone);
    let groups = 2 + p.rng.below(3);
    for g in 0..groups {
        let seat = path[(18.0 * (0.45 + 0.55 * (g as f32 + 1.0) / groups as f32)) as usize];
        let blades = 3 + p.rng.below(3);
        for b in 0..blades {
            let fan = (b as f32 - (blades - 1) as f32 * 0.5) * 0.42;
            let dir = FRAC_PI_2 - side * 0.55 + fan + p.rng.jitter(0.14);
            let length = p.rng.range(120.0, 230.0) * p.s;
            let tip = [seat[0] + dir.cos() * length, seat[1] + dir.sin() * length];
            let wide = length * p.rng.range(0.11, 0.155);
            let depth = tone * p.rng.range(0.75, 1.3);
            p.blade(seat, tip, wide, depth.min(1.1));
        }
    }
}

/// A plum branch in flower, perhaps before the moon.
pub(super) fn plum(p: &mut Scroll) {
    let side = p.rng.pick(&[-1.0_f32, 1.0]);
    let moon = p.at(0.5 + 0.18 * side, p.rng.range(0.22, 0.32));
    let r = p.w.min(p.h) * p.rng.range(0.17, 0.23);
    let tint = p.tint;
    p.drop(moon, r * 1.75, tint, 0.16, -0.6);
    let (paper, canvas) = (p.paper, &mut p.canvas);
    p.raster.fill(&disc(moon, r), |x, y, cover| canvas.cover(x, y, paper, cover * 0.85));
    let u = |v: f32| 0.5 + (v - 0.5) * side;
    let knots: Vec<Point> = [(-0.08, 0.96), (0.16, 0.80), (0.24, 0.60), (0.46, 0.50), (0.55, 0.32), (0.80, 0.20)]
        .iter()
        .map(|&(x, y)| p.at(u(x + p.rng.jitter(0.03)), y + p.rng.jitter(0.02)))
        .collect();
    let trunk = curve(&knots, 26);
    limb(p, &trunk, 92.0, 0.82, 0.16);
    let mut twigs: Vec<Vec<Point>> = Vec::new();
    for i in 0..17 {
        let k = (trunk.len() as f32 * (0.16 + 0.83 * i as f32 / 17.0)) as usize;
        let at = trunk[k.min(trunk.len() - 1)];
        let a = -FRAC_PI_2 + side * p.rng.range(-0.9, 1.2) + if i % 3 == 2 { side * 1.7 } else { 0.0 };
        let reach = p.rng.range(190.0, 520.0) * p.s * (1.1 - 0.025 * i as f32);
        let end = [at[0] + a.cos() * reach, at[1] + a.sin() * reach];
        let mid =
            [(at[0] + end[0]) * 0.5 + p.rng.jitter(0.09) * reach, (at[1] + end[1]) * 0.5 + p.rng.jitter(0.09) * reach];
        let path = curve(&[at, mid, end], 14);
        limb(p, &path, 19.0, 0.72, 0.35);
        twigs.push(path);
    }
    for path in &twigs {
        let count = 5 + p.rng.below(6);
        for _ in 0..count {
            let at = path[path.len() / 3 + p.rng.below(path.len() * 2 / 3)];
            let off = [at[0] + p.rng.jitter(24.0) * p.s, at[1] + p.rng.jitter(24.0) * p.s];
            if p.rng.chance(0.32) {
                bud(p, off);
            } else {
                blossom(p, off, p.rng.range(30.0, 54.0) * p.s);
            }
        }
    }
    for _ in 0..9 {
        let at = p.at(p.rng.range(0.1, 0.9), p.rng.range(0.55, 0.95));
        let red: Rgb = [0.10, 1.0, 0.85];
        p.drop(at, p.rng.range(7.0, 13.0) * p.s, red, 0.42, 0.3);
    }
    p.stamp(p.at(u(0.88), 0.90), 66.0 * p.s);
}

/// A gnarled limb: a dry stroke, dark knots on its lower side.
fn limb(p: &mut Scroll, path: &[Point], width: f32, tone: f32, end: f32) {
    let wide = width * p.s;
    let last = path.len() - 1;
    // Pushed on in jerks: each piece thinner than the one before, a knot where the brush stopped.
    let pieces = 5;
    for piece in 0..pieces {
        let (from, to) = (piece * last / pieces, ((piece + 1) * last / pieces + 3).min(last));
        if to > from + 2 {
            let t = (piece as f32 + 0.5) / pieces as f32;
            let girth = wide * (1.0 - (1.0 - end) * t) * p.rng.range(0.88, 1.14);
            p.dry(&path[from..=to], girth, tone * 0.62, 0.34);
        }
    }
    for pass in 0..2 {
        let side = if pass == 0 { 0.36 } else { -0.40 };
        let rim: Vec<Point> = path
            .iter()
            .enumerate()
            .map(|(i, q)| {
                let t = i as f32 / last as f32;
                let wobble = p.noise.at(t * 11.0 + width, pass as f32 * 9.0) * 0.22;
                [q[0], q[1] + wide * (side + wobble) * (1.0 - (1.0 - end) * t)]
            })
            .collect();
        p.dry(&rim, wide * 0.20, tone * if pass == 0 { 1.1 } else { 0.6 }, 0.45);
    }
    for _ in 0..(width / 7.0) as usize {
        let at = path[p.rng.below(last)];
        p.drop(
            [at[0] + p.rng.jitter(0.4) * wide, at[1] + p.rng.jitter(0.4) * wide],
            wide * p.rng.range(0.08, 0.2),
            p.ink,
            tone,
            0.2,
        );
    }
}

fn blossom(p: &mut Scroll, at: Point, size: f32) {
    let red: Rgb = [0.08, 0.92, 0.72];
    let turn = p.rng.unit() * TAU;
    let squash = p.rng.range(0.65, 1.0);
    let tone = p.rng.range(0.28, 0.75);
    for i in 0..5 {
        let a = turn + i as f32 / 5.0 * TAU;
        let petal = [at[0] + a.cos() * size * 0.55, at[1] + a.sin() * size * 0.55 * squash];
        p.drop(petal, size * 0.46, red, tone, 0.45);
    }
    for i in 0..9 {
        let a = turn + i as f32 / 9.0 * TAU;
        let r = size * p.rng.range(0.35, 0.62);
        let end = [at[0] + a.cos() * r, at[1] + a.sin() * r * squash];
        let line = (1.7 * p.s).max(0.7);
        p.stroke(&ribbon(&[at, end], |_| line), 0.6);
        p.stroke(&disc(end, (3.0 * p.s).max(0.8)), 0.8);
    }
}

fn bud(p: &mut Scroll, at: Point) {
    let red: Rgb = [0.08, 1.1, 0.9];
    let r = p.rng.range(10.0, 16.0) * p.s;
    p.drop(at, r, red, 0.75, 0.2);
    p.stroke(&disc([at[0] - r * 0.4, at[1] + r * 0.8], r * 0.3), 0.8);
}

/// An old pine: a leaning trunk, level boughs, needles in fans.
pub(super) fn pine(p: &mut Scroll, foot: Point, tall: f32, side: f32) {
    let top = [foot[0] + side * tall * p.rng.range(0.20, 0.40), foot[1] - tall];
    let mid = [foot[0] + side * tall * 0.02, foot[1] - tall * 0.45];
    let trunk = curve(&[foot, mid, [(mid[0] + top[0]) * 0.5, foot[1] - tall * 0.72], top], 16);
    let width = tall / p.s * 0.075;
    limb(p, &trunk, width, 0.85, 0.35);
    for i in 0..8 {
        let t = 0.34 + 0.66 * i as f32 / 8.0;
        let at = trunk[((trunk.len() - 1) as f32 * t) as usize];
        let way = if i % 2 == 0 { side } else { -side };
        let reach = tall * (0.50 - 0.30 * t) * p.rng.range(0.75, 1.15) * if way == side { 1.15 } else { 0.8 };
        let end = [at[0] + way * reach, at[1] - reach * p.rng.range(-0.10, 0.16)];
        let bough = bent(at, end, -0.10 * way, 18);
        p.dry(&bough, width * 0.30 * p.s, 0.8, 0.3);
        let fans = 4 + (reach / (70.0 * p.s)) as usize;
        for f in 0..fans {
            let seat = bough[(18.0 * (0.25 + 0.75 * f as f32 / fans as f32)) as usize];
            needles(p, [seat[0] + p.rng.jitter(12.0) * p.s, seat[1] - 6.0 * p.s], tall * p.rng.range(0.055, 0.085));
        }
    }
    for _ in 0..3 {
        needles(p, [top[0] + p.rng.jitter(0.05) * tall, top[1] + p.rng.jitter(0.03) * tall], tall * 0.08);
    }
}

fn needles(p: &mut Scroll, at: Point, size: f32) {
    let (tint, ink) = (p.tint, p.ink);
    p.drop([at[0], at[1] - size * 0.3], size * 0.75, tint, 0.30, 0.1);
    p.drop([at[0], at[1] - size * 0.3], size * 0.62, ink, 0.12, 0.1);
    let line = (size * 0.045).max(0.8);
    for i in 0..17 {
        let a = -FRAC_PI_2 + (i as f32 / 8.0 - 1.0) * 1.35 + p.rng.jitter(0.06);
        let r = size * p.rng.range(0.8, 1.1);
        let end = [at[0] + a.cos() * r, at[1] + a.sin() * r * 0.85];
        p.stroke(&ribbon(&[at, end], |t| line * (1.1 - 0.7 * t)), 0.75);
    }
}
