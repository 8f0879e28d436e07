//! Plants of the meadow: umbels, grasses, poppies, dandelions.
//! Knows how each grows; the press turns thickness into light.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use super::super::raster::Point;
use super::super::shape::{bent, curve, disc, ellipse, leaf, ribbon};
use super::Press;

pub(super) fn umbels(p: &mut Press) {
    let count = 3 + p.rng.below(2);
    let unit = p.w.min(p.h);
    for i in 0..count {
        let u = (i as f32 + 0.5) / count as f32 - 0.5;
        let foot = [p.w * (0.5 + 0.22 * u), p.h * 0.93];
        let tall = p.h * [0.60, 0.70, 0.50, 0.66][i % 4] * p.rng.range(0.92, 1.03);
        let head = [p.w * (0.5 + 0.74 * u) + p.rng.jitter(0.02) * p.w, p.h * 0.93 - tall];
        let path = bent(foot, head, 0.07 * u.signum(), 40);
        p.stem(&path, 9.0, 5.0, 0.96);
        let a = (head[1] - path[36][1]).atan2(head[0] - path[36][0]);
        let size = unit * p.rng.range(0.13, 0.18);
        umbel(p, head, a, size, true);
        for k in 0..3 {
            let at = path[10 + k * 8];
            let side = if (k + i) % 2 == 0 { 1.0 } else { -1.0 };
            let a = -FRAC_PI_2 + side * p.rng.range(0.5, 0.8);
            let reach = unit * p.rng.range(0.09, 0.16);
            let end = [at[0] + a.cos() * reach, at[1] + a.sin() * reach];
            if k == 2 {
                p.stem(&bent(at, end, 0.1 * side, 14), 5.0, 3.0, 0.95);
                umbel(p, end, a, size * 0.45, true);
            } else {
                feathery(p, at, end, side);
            }
        }
    }
}

/// Rays from one point, each carrying a small umbel of florets.
fn umbel(p: &mut Press, hub: Point, facing: f32, size: f32, nested: bool) {
    let rays = if nested { 17 } else { 11 };
    for i in 0..rays {
        let u = (i as f32 + 0.5) / rays as f32 * 2.0 - 1.0;
        let a = facing + u * 1.28 + p.rng.jitter(0.05);
        let reach = size * (0.80 + 0.24 * (1.0 - u * u)) * p.rng.range(0.86, 1.06);
        let end = [hub[0] + a.cos() * reach, hub[1] + a.sin() * reach];
        let path = bent(hub, end, 0.10 * u, 8);
        p.stem(&path, if nested { 3.4 } else { 2.0 }, 1.6, 0.92);
        if nested {
            umbel(p, end, facing + u * 0.9, size * 0.26, false);
        } else {
            for _ in 0..4 {
                let at = [end[0] + p.rng.jitter(0.16) * size, end[1] + p.rng.jitter(0.16) * size];
                let r = (size * p.rng.range(0.06, 0.11)).max(0.8);
                p.lay(&disc(at, r), 0.86);
            }
        }
    }
}

/// A finely divided leaf, as of carrot or fennel.
fn feathery(p: &mut Press, base: Point, tip: Point, side: f32) {
    let spine = bent(base, tip, 0.12 * side, 16);
    p.stem(&spine, 4.0, 1.6, 0.94);
    let reach = (tip[0] - base[0]).hypot(tip[1] - base[1]);
    let along = (tip[1] - base[1]).atan2(tip[0] - base[0]);
    for (i, &seat) in spine.iter().enumerate().take(16).skip(3) {
        let t = i as f32 / 16.0;
        for k in [-1.0_f32, 1.0] {
            let a = along + k * p.rng.range(0.6, 0.95);
            let r = reach * 0.42 * (1.0 - t);
            let end = [seat[0] + a.cos() * r, seat[1] + a.sin() * r];
            p.stem(&bent(seat, end, 0.1 * k, 8), 2.6, 1.2, 0.85);
            for j in 1..4 {
                let f = j as f32 / 4.0;
                let at = [seat[0] + (end[0] - seat[0]) * f, seat[1] + (end[1] - seat[1]) * f];
                for m in [-1.0_f32, 1.0] {
                    let b = a + m * 0.7;
                    let q = r * 0.34 * (1.1 - f);
                    p.stem(&[at, [at[0] + b.cos() * q, at[1] + b.sin() * q]], 2.0, 1.0, 0.8);
                }
            }
        }
    }
}

pub(super) fn grasses(p: &mut Press) {
    let count = 24 + p.rng.below(10);
    for i in 0..count {
        let u = p.rng.gauss() * 0.33;
        let foot = [p.w * (0.5 + 0.10 * u), p.h * p.rng.range(0.91, 0.95)];
        let tall = p.h * p.rng.range(0.34, 0.80);
        let lean = (u * 0.75).clamp(-0.42, 0.42) + p.rng.jitter(0.06);
        let head = [foot[0] + lean.sin() * tall * 0.9, foot[1] - lean.cos() * tall];
        let bend = -0.12 * lean + p.rng.jitter(0.05);
        let path = bent(foot, head, bend, 40);
        match i % 4 {
            0 | 1 => p.stem(&path, 3.4, 2.0, 0.94),
            _ => {
                let wide = p.rng.range(8.0, 17.0) * p.s;
                p.lay(&ribbon(&path, |t| wide * (1.0 - t).powf(0.7) * (0.4 + 0.6 * (t * 6.0).min(1.0))), 0.72);
                continue;
            }
        }
        if i % 8 < 4 {
            panicle(p, &path);
        } else {
            spike(p, &path);
        }
    }
}

/// Oats: fine branchlets with a hanging seed each.
fn panicle(p: &mut Press, path: &[Point]) {
    for (i, &at) in path.iter().enumerate().skip(24) {
        let t = (i - 24) as f32 / 16.0;
        let side = if i % 2 == 0 { 1.0 } else { -1.0 };
        let reach = (80.0 - 55.0 * t) * p.s * p.rng.range(0.6, 1.2);
        let a = -FRAC_PI_2 + side * p.rng.range(0.5, 1.0);
        let end = [at[0] + a.cos() * reach, at[1] + a.sin() * reach * 0.5 + reach * 0.25];
        p.stem(&bent(at, end, 0.22 * side, 8), 1.8, 1.0, 0.85);
        let seed = [end[0] + p.rng.jitter(3.0) * p.s, end[1] + p.rng.range(20.0, 34.0) * p.s];
        p.lay(&leaf(end, seed, 10.0 * p.s, 0.45, 0.03 * side), 0.88);
        let awn = [seed[0] + side * 7.0 * p.s, seed[1] + 20.0 * p.s];
        p.stem(&[seed, awn], 1.2, 0.8, 0.7);
    }
}

/// Barley: grains in two rows and long awns.
fn spike(p: &mut Press, path: &[Point]) {
    for i in 29..path.len() {
        let (at, back) = (path[i], path[i - 1]);
        let along = (at[1] - back[1]).atan2(at[0] - back[0]);
        for side in [-1.0_f32, 1.0] {
            let a = along + side * 0.42;
            let end = [at[0] + a.cos() * 30.0 * p.s, at[1] + a.sin() * 30.0 * p.s];
            p.lay(&leaf(at, end, 10.5 * p.s, 0.4, 0.0), 0.92);
            let b = along + side * p.rng.range(0.12, 0.28);
            let awn = p.rng.range(85.0, 150.0) * p.s;
            p.stem(&[end, [end[0] + b.cos() * awn, end[1] + b.sin() * awn]], 1.5, 0.7, 0.75);
        }
    }
}

pub(super) fn poppies(p: &mut Press) {
    let count = 5 + p.rng.below(2);
    let unit = p.w.min(p.h);
    for i in 0..count {
        let u = (i as f32 + 0.5) / count as f32 - 0.5;
        let foot = [p.w * (0.5 + 0.30 * u), p.h * 0.94];
        let tall = p.h * [0.55, 0.72, 0.42, 0.66, 0.50, 0.74][i % 6] * p.rng.range(0.92, 1.02);
        let head = [p.w * (0.5 + 0.70 * u) + p.rng.jitter(0.02) * p.w, foot[1] - tall];
        let knots =
            [foot, [foot[0] + (head[0] - foot[0]) * 0.2 + p.rng.jitter(0.03) * p.w, foot[1] - tall * 0.5], head];
        let path = curve(&knots, 20);
        p.stem(&path, 7.0, 4.0, 0.96);
        for k in 0..90 {
            let at = path[k * (path.len() - 1) / 90];
            let a = if k % 2 == 0 { 0.2 } else { PI - 0.2 } + p.rng.jitter(0.4);
            let hair = p.rng.range(7.0, 15.0) * p.s;
            p.stem(&[at, [at[0] + a.cos() * hair, at[1] - a.sin().abs() * hair * 0.3]], 1.1, 0.8, 0.6);
        }
        let size = unit * p.rng.range(0.095, 0.145);
        match i % 3 {
            0 => capsule(p, head, size * 0.42),
            1 => bloom(p, head, size),
            _ => bloom(p, head, size * 0.82),
        }
        let at = path[8 + p.rng.below(8)];
        let side = if i % 2 == 0 { 1.0 } else { -1.0 };
        let end = [at[0] + side * unit * p.rng.range(0.08, 0.15), at[1] - unit * p.rng.range(0.04, 0.12)];
        toothed(p, at, end, side);
    }
}

/// Four thin petals, creased, over a ring of stamens.
fn bloom(p: &mut Press, at: Point, size: f32) {
    let turn = p.rng.jitter(0.5);
    for k in 0..4 {
        let a = turn + k as f32 * FRAC_PI_2;
        let phase = p.rng.unit() * TAU;
        let mut outline = vec![at];
        for i in 0..=40 {
            let u = (i as f32 / 20.0 - 1.0) * 1.02;
            let frill = 1.0 + 0.05 * (u * 7.0 + phase).sin() + 0.03 * (u * 19.0 + phase).sin();
            let r = size * frill * (1.0 - 0.28 * u * u);
            let (sin, cos) = (a + u).sin_cos();
            outline.push([at[0] + cos * r, at[1] + sin * r * 0.86]);
        }
        p.lay(&outline, 0.46);
        for i in 0..22 {
            let u = (i as f32 / 10.5 - 1.0) * 0.95;
            let (sin, cos) = (a + u).sin_cos();
            let r = size * p.rng.range(0.6, 0.93);
            let from = [at[0] + cos * size * 0.2, at[1] + sin * size * 0.17];
            p.stem(&[from, [at[0] + cos * r, at[1] + sin * r * 0.86]], 1.8, 0.8, 0.22);
        }
    }
    for i in 0..46 {
        let (sin, cos) = (i as f32 / 46.0 * TAU).sin_cos();
        let r = size * p.rng.range(0.20, 0.36);
        let end = [at[0] + cos * r, at[1] + sin * r * 0.86];
        p.stem(&[at, end], 1.2, 1.0, 0.6);
        p.lay(&disc(end, (3.6 * p.s).max(0.8)), 0.85);
    }
    p.lay(&disc(at, size * 0.15), 0.95);
}

fn capsule(p: &mut Press, at: Point, size: f32) {
    p.lay(&ellipse([at[0], at[1] - size * 0.5], size * 0.62, size * 0.78, 0.0), 0.95);
    p.lay(&ellipse([at[0], at[1] - size * 1.26], size * 0.66, size * 0.16, 0.0), 0.97);
    for i in 0..7 {
        let u = i as f32 / 3.0 - 1.0;
        let width = (2.0 * p.s).max(0.7);
        let path = bent([at[0] + u * size * 0.25, at[1]], [at[0] + u * size * 0.5, at[1] - size * 1.1], -0.10 * u, 8);
        p.thin(&ribbon(&path, |_| width), 0.3);
    }
}

fn toothed(p: &mut Press, base: Point, tip: Point, side: f32) {
    let spine = bent(base, tip, 0.15 * side, 20);
    p.stem(&spine, 4.5, 1.5, 0.95);
    let reach = (tip[0] - base[0]).hypot(tip[1] - base[1]);
    for i in 3..19 {
        let t = i as f32 / 20.0;
        let along = (spine[i + 1][1] - spine[i][1]).atan2(spine[i + 1][0] - spine[i][0]);
        for k in [-1.0_f32, 1.0] {
            let a = along + k * 0.75;
            let r = reach * 0.30 * (t * 3.2).min(1.0) * (1.05 - t);
            let end = [spine[i][0] + a.cos() * r, spine[i][1] + a.sin() * r];
            p.lay(&leaf(spine[i], end, r * 0.42, 0.35, 0.05 * k), 0.62);
        }
    }
}

/// A dandelion leaf: a rib with teeth that point back to the root.
fn lion(p: &mut Press, base: Point, tip: Point, side: f32) {
    let spine = bent(base, tip, 0.13 * side, 22);
    p.stem(&spine, 5.0, 1.5, 0.9);
    let reach = (tip[0] - base[0]).hypot(tip[1] - base[1]);
    for k in [-1.0_f32, 1.0] {
        let mut outline: Vec<Point> = spine[2..].to_vec();
        for i in (2..22).rev() {
            let along = (spine[i + 1][1] - spine[i][1]).atan2(spine[i + 1][0] - spine[i][0]);
            let t = i as f32 / 22.0;
            let r = reach * 0.105 * (t * 1.7).min(1.0) * if i % 3 == 0 { 1.0 } else { 0.28 } * p.rng.range(0.75, 1.2);
            let a = along + k * 1.85;
            outline.push([spine[i][0] + a.cos() * r, spine[i][1] + a.sin() * r]);
        }
        p.lay(&outline, 0.60);
    }
}

pub(super) fn dandelions(p: &mut Press) {
    let count = 3 + p.rng.below(2);
    let unit = p.w.min(p.h);
    for i in 0..count {
        let u = (i as f32 + 0.5) / count as f32 - 0.5;
        let foot = [p.w * (0.5 + 0.24 * u), p.h * 0.94];
        let head = [p.w * (0.5 + 0.78 * u), p.h * [0.30, 0.46, 0.24, 0.52][i % 4] + p.rng.jitter(0.02) * p.h];
        let path = bent(foot, head, 0.08 * u.signum() + p.rng.jitter(0.03), 30);
        p.stem(&path, 8.0, 6.0, 0.92);
        let r = unit * p.rng.range(0.13, 0.175);
        clock(p, head, r, if i == 1 { 0.62 } else { 1.0 });
    }
    for _ in 0..14 {
        let at = [p.w * p.rng.range(0.12, 0.88), p.h * p.rng.range(0.08, 0.7)];
        let a = -FRAC_PI_2 + p.rng.jitter(0.9);
        parachute(p, at, a, unit * p.rng.range(0.030, 0.050));
    }
    for k in [-1.0_f32, 1.0, -0.5, 0.6] {
        let foot = [p.w * 0.5, p.h * 0.94];
        let end = [p.w * (0.5 + 0.32 * k), p.h * (0.70 + 0.10 * k.abs())];
        lion(p, foot, end, -k.signum());
    }
}

fn clock(p: &mut Press, at: Point, r: f32, full: f32) {
    for i in 0..(120.0 * full) as usize {
        let a = i as f32 * 2.399_963;
        let reach = r * (0.35 + 0.65 * ((i as f32 + 0.5) / 120.0).sqrt());
        let foot = [at[0] + a.cos() * r * 0.10, at[1] + a.sin() * r * 0.10];
        let end = [at[0] + a.cos() * reach, at[1] + a.sin() * reach];
        p.stem(&[foot, end], 1.5, 1.1, 0.6);
        for k in 0..11 {
            let b = a + (k as f32 - 5.0) * 0.24;
            let hair = r * 0.20;
            p.stem(&[end, [end[0] + b.cos() * hair, end[1] + b.sin() * hair]], 1.1, 0.7, 0.42);
        }
    }
    p.lay(&disc(at, r * 0.12), 0.95);
}

fn parachute(p: &mut Press, at: Point, a: f32, size: f32) {
    let hub = [at[0] + a.cos() * size, at[1] + a.sin() * size];
    p.stem(&bent(at, hub, 0.06, 6), 1.6, 1.2, 0.85);
    p.lay(&leaf(at, [at[0] - a.cos() * size * 0.32, at[1] - a.sin() * size * 0.32], size * 0.10, 0.5, 0.0), 0.92);
    for k in 0..15 {
        let b = a + (k as f32 - 7.0) * 0.16;
        let hair = size * 0.75;
        p.stem(
            &bent(hub, [hub[0] + b.cos() * hair, hub[1] + b.sin() * hair], 0.03 * (k as f32 - 7.0), 5),
            1.2,
            0.7,
            0.6,
        );
    }
}
