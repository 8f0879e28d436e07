//! Ferns, ginkgo, seaweed and branches, and the table of all plants.
//! Knows how each grows; the press turns thickness into light.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use super::super::raster::Point;
use super::super::shape::{bent, curve, disc, ellipse, leaf, ribbon};
use super::Press;
use super::meadow::{dandelions, grasses, poppies, umbels};

/// How many plants there are; the last digit of a seed chooses.
pub(crate) const MOTIFS: usize = 8;

/// Lays the plant of that number.
pub(super) fn lay(press: &mut Press, motif: usize) {
    match motif {
        0 => ferns(press),
        1 => ginkgo(press),
        2 => umbels(press),
        3 => grasses(press),
        4 => poppies(press),
        5 => seaweed(press),
        6 => branch(press),
        _ => dandelions(press),
    }
}

fn ferns(p: &mut Press) {
    let count = 1 + p.rng.below(3);
    let tall = p.h * 0.80;
    for i in 0..count {
        let spread = i as f32 - (count - 1) as f32 * 0.5;
        let foot = [p.w * (0.5 + 0.10 * spread), p.h * (0.91 - 0.02 * spread.abs())];
        let lean = spread * 0.42 + p.rng.jitter(0.10);
        let reach = tall * (1.0 - 0.22 * spread.abs()) * p.rng.range(0.92, 1.0);
        let tip = [foot[0] + lean.sin() * reach, foot[1] - lean.cos() * reach];
        let wide = reach * p.rng.range(0.30, 0.37) / (count as f32).sqrt() * 1.2;
        frond(p, foot, tip, wide, spread * 0.06 + p.rng.jitter(0.05));
    }
}

/// One frond: a rachis, leaflets on both sides, each of them toothed again.
fn frond(p: &mut Press, foot: Point, tip: Point, wide: f32, bend: f32) {
    let spine = bent(foot, tip, bend, 90);
    p.stem(&spine, 13.0, 2.0, 0.97);
    let pairs = 27;
    for i in 4..pairs {
        let t = i as f32 / pairs as f32;
        let at = spine[(t * 90.0) as usize];
        let next = spine[((t * 90.0) as usize + 1).min(90)];
        let along = (next[1] - at[1]).atan2(next[0] - at[0]);
        let reach = wide * ((t * 4.2).min(1.0).powf(0.6) * (1.0 - t).powf(0.80) * 1.12).min(1.0);
        for side in [-1.0_f32, 1.0] {
            let open = 1.12 - 0.42 * t + p.rng.jitter(0.05);
            let a = along + side * open;
            let end = [at[0] + a.cos() * reach, at[1] + a.sin() * reach];
            pinna(p, at, end, side, reach);
        }
    }
}

fn pinna(p: &mut Press, base: Point, tip: Point, side: f32, reach: f32) {
    let spine = bent(base, tip, -0.10 * side, 18);
    p.stem(&spine, 4.4, 1.4, 0.95);
    let lobes = ((reach / (15.0 * p.s)) as usize).clamp(4, 17);
    for i in 0..lobes {
        let t = (i as f32 + 0.6) / lobes as f32;
        let at = spine[(t * 18.0) as usize];
        let along = (tip[1] - base[1]).atan2(tip[0] - base[0]);
        let size = reach.max(60.0 * p.s) * 0.135 * (1.0 - t * 0.72) * (0.55 + 1.5 * t).min(1.0);
        for k in [-1.0_f32, 1.0] {
            let a = along + k * 1.05;
            let end = [at[0] + a.cos() * size, at[1] + a.sin() * size];
            p.lay(&leaf(at, end, size * 0.50, 0.45, 0.06 * k), 0.66);
        }
    }
}

fn ginkgo(p: &mut Press) {
    let unit = p.w.min(p.h);
    let from = [p.w * p.rng.range(0.20, 0.32), p.h * 0.93];
    let to = [p.w * p.rng.range(0.60, 0.74), p.h * 0.19];
    let twig = curve(&[from, [p.w * 0.40, p.h * 0.62], [p.w * 0.52, p.h * 0.36], to], 24);
    p.stem(&twig, 17.0, 6.0, 0.98);
    let seats = 11 + p.rng.below(4);
    for i in 0..seats {
        let t = 0.10 + 0.88 * i as f32 / (seats - 1) as f32;
        let at = twig[((twig.len() - 1) as f32 * t) as usize];
        let side = if i % 2 == 0 { -1.0 } else { 1.0 };
        let a = -FRAC_PI_2 + side * p.rng.range(0.55, 1.35) + if i == seats - 1 { -side * 0.7 } else { 0.0 };
        let stalk = unit * p.rng.range(0.08, 0.15);
        let hub = [at[0] + a.cos() * stalk, at[1] + a.sin() * stalk];
        let path = bent(at, hub, 0.12 * side, 12);
        p.stem(&path, 5.5, 4.0, 0.97);
        let size = unit * p.rng.range(0.10, 0.165);
        fan(p, hub, a + p.rng.jitter(0.3), size);
    }
    for _ in 0..3 {
        let at = [p.w * p.rng.range(0.15, 0.85), p.h * p.rng.range(0.72, 0.88)];
        let (turn, size) = (p.rng.unit() * TAU, unit * p.rng.range(0.08, 0.11));
        fan(p, at, turn, size);
    }
}

/// One ginkgo leaf: a fan with a notch, ribbed from its stalk.
fn fan(p: &mut Press, hub: Point, facing: f32, size: f32) {
    let (phase, notch) = (p.rng.unit() * TAU, p.rng.range(0.12, 0.42));
    let half = p.rng.range(1.05, 1.35);
    let rim = |u: f32| {
        let wave = 1.0 + 0.035 * (u * 9.0 + phase).sin() + 0.025 * (u * 23.0 + phase * 2.0).sin();
        let cut = notch * (-(u / 0.07).powi(2)).exp();
        let shoulder = (1.0 - (u.abs() / half).powi(5)).max(0.0).sqrt();
        size * wave * (1.0 - cut) * (0.10 + 0.90 * shoulder)
    };
    let mut outline = vec![hub];
    for i in 0..=80 {
        let u = (i as f32 / 40.0 - 1.0) * half;
        let (sin, cos) = (facing + u).sin_cos();
        outline.push([hub[0] + cos * rim(u), hub[1] + sin * rim(u)]);
    }
    p.lay(&outline, 0.72);
    for i in 0..34 {
        let u = (i as f32 / 16.5 - 1.0) * half * 0.96;
        let (sin, cos) = (facing + u).sin_cos();
        let r = rim(u) * 0.97;
        let path = [hub, [hub[0] + cos * r, hub[1] + sin * r]];
        if i % 2 == 0 {
            p.stem(&path, 2.4, 1.0, 0.5);
        } else {
            let width = (1.8 * p.s).max(0.7);
            p.thin(&ribbon(&path, |_| width), 0.20);
        }
    }
}

fn seaweed(p: &mut Press) {
    let holdfast = [p.w * p.rng.range(0.42, 0.58), p.h * 0.90];
    p.lay(&ellipse(holdfast, 34.0 * p.s, 15.0 * p.s, 0.0), 0.95);
    let trunks = 5 + p.rng.below(3);
    for i in 0..trunks {
        let u = (i as f32 + 0.5) / trunks as f32 * 2.0 - 1.0;
        let a = -FRAC_PI_2 + u * 0.72 + p.rng.jitter(0.06);
        let reach = p.h.min(p.w * 1.5) * p.rng.range(0.25, 0.33);
        thallus(p, holdfast, a, reach, 17.0, 0);
    }
}

/// A forked ribbon that forks again, with air bladders at the joints.
fn thallus(p: &mut Press, base: Point, a: f32, reach: f32, wide: f32, depth: usize) {
    let tip = [base[0] + a.cos() * reach, base[1] + a.sin() * reach];
    let swing = p.rng.jitter(0.16);
    let path = bent(base, tip, swing, 16);
    let (w, s) = (wide, p.s);
    let phase = p.rng.unit() * TAU;
    p.lay(&ribbon(&path, |t| (w * s * (0.85 + 0.22 * (t * 9.0 + phase).sin())).max(0.8)), 0.70);
    p.stem(&path, w * 0.22, w * 0.16, 0.6);
    if depth >= 5 || reach < 26.0 * s {
        p.lay(
            &leaf(tip, [tip[0] + a.cos() * w * 2.4 * s, tip[1] + a.sin() * w * 2.4 * s], w * 1.15 * s, 0.5, 0.0),
            0.80,
        );
        return;
    }
    if depth > 1 && p.rng.chance(0.4) {
        p.lay(&ellipse(path[11], w * 0.72 * s, w * 0.95 * s, a), 0.90);
    }
    let open = p.rng.range(0.26, 0.46);
    for side in [-1.0_f32, 1.0] {
        let next = reach * p.rng.range(0.62, 0.80);
        thallus(p, tip, a + side * open + p.rng.jitter(0.10), next, wide * 0.80, depth + 1);
    }
}

fn branch(p: &mut Press) {
    let unit = p.w.min(p.h);
    let from = [p.w * p.rng.range(0.12, 0.2), p.h * p.rng.range(0.82, 0.9)];
    let to = [p.w * p.rng.range(0.78, 0.86), p.h * p.rng.range(0.10, 0.18)];
    let path = bent(from, to, p.rng.range(0.06, 0.14), 90);
    p.stem(&path, 11.0, 3.0, 0.97);
    let round = p.rng.range(0.42, 0.85);
    let pairs = 13;
    for i in 0..pairs {
        let t = 0.06 + 0.92 * i as f32 / pairs as f32;
        let k = (t * 90.0) as usize;
        let at = path[k];
        let along = (path[(k + 1).min(90)][1] - at[1]).atan2(path[(k + 1).min(90)][0] - at[0]);
        let size = unit * (0.19 - 0.10 * t) * p.rng.range(0.88, 1.1);
        for side in [-1.0_f32, 1.0] {
            let a = along + side * p.rng.range(0.75, 1.15);
            let stalk = [at[0] + a.cos() * size * 0.14, at[1] + a.sin() * size * 0.14];
            p.stem(&[at, stalk], 4.0, 3.4, 0.95);
            let end = [stalk[0] + a.cos() * size, stalk[1] + a.sin() * size];
            veined(p, stalk, end, size * round, 0.05 * side);
        }
    }
    let last = path[90];
    let a = (last[1] - path[86][1]).atan2(last[0] - path[86][0]);
    let end = [last[0] + a.cos() * unit * 0.09, last[1] + a.sin() * unit * 0.09];
    veined(p, last, end, unit * 0.09 * round, 0.0);
    for _ in 0..9 {
        let at = path[20 + p.rng.below(60)];
        let a = p.rng.unit() * TAU;
        let hub = [at[0] + a.cos() * unit * 0.06, at[1] + a.sin() * unit * 0.06];
        p.stem(&bent(at, hub, 0.15, 8), 2.4, 2.0, 0.9);
        p.lay(&disc(hub, unit * p.rng.range(0.008, 0.013)), 0.95);
    }
}

/// A plain leaf with midrib and side veins.
fn veined(p: &mut Press, base: Point, tip: Point, wide: f32, bend: f32) {
    p.lay(&leaf(base, tip, wide, 0.42, bend), 0.66);
    let spine = bent(base, tip, bend, 14);
    p.stem(&spine, 3.6, 1.2, 0.65);
    let along = (tip[1] - base[1]).atan2(tip[0] - base[0]);
    for (i, &seat) in spine.iter().enumerate().take(12).skip(2) {
        let t = i as f32 / 14.0;
        let r = wide * 0.52 * (t * PI).sin();
        for side in [-1.0_f32, 1.0] {
            let a = along + side * 0.85;
            let end = [seat[0] + a.cos() * r, seat[1] + a.sin() * r];
            p.stem(&bent(seat, end, -0.1 * side, 6), 1.6, 0.9, 0.34);
        }
    }
}
