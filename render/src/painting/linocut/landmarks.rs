//! What stands at and in the sea: lighthouse, cliffs, stacks, boats, cottages, pines, a whale's tail.
//! Knows silhouettes and how a gouge models them; where they stand is up to the motif.

use std::f32::consts::{PI, TAU};

use super::super::noise::smooth;
use super::super::raster::Point;
use super::super::shape::{bar, bent, curve, disc, ribbon};
use super::{Block, Print};

/// Rays from a lamp, wide ones left and right, fine ones all round.
pub(super) fn beams(p: &mut Print, lamp: Point, horizon: f32) {
    let far = p.width().hypot(p.height());
    for (turn, spread) in [(0.10_f32, 0.115_f32), (3.04, 0.115)] {
        for block in [Block::Key, Block::Middle] {
            let (a, b) = (turn - spread, turn + spread);
            let beam = [
                lamp,
                [lamp[0] + a.cos() * far, lamp[1] + a.sin() * far],
                [lamp[0] + b.cos() * far, lamp[1] + b.sin() * far],
            ];
            p.cut(block, &beam);
        }
        // What the light passes is not empty: rain of short marks left standing.
        for _ in 0..150 {
            let (a, r) = (turn + p.rng.jitter(spread * 0.95), far * p.rng.unit().sqrt());
            let at = [lamp[0] + a.cos() * r, lamp[1] + a.sin() * r];
            if at[1] > horizon || r < 60.0 * p.s {
                continue;
            }
            let end = [at[0] + a.cos() * 80.0 * p.s, at[1] + a.sin() * 80.0 * p.s];
            let wide = (2.0 + 5.0 * r / far) * p.s;
            p.ink(Block::Middle, &ribbon(&[at, end], |t| wide * (t * PI).sin()));
        }
    }
    for i in 0..150 {
        let a = i as f32 / 150.0 * TAU + p.rng.jitter(0.012);
        let mut r = p.rng.range(34.0, 60.0) * p.s;
        while r < far * 0.9 {
            let length = p.rng.range(50.0, 150.0) * p.s;
            let light = smooth(far * 0.55, 0.0, r);
            let (from, to) = (
                [lamp[0] + a.cos() * r, lamp[1] + a.sin() * r],
                [lamp[0] + a.cos() * (r + length), lamp[1] + a.sin() * (r + length)],
            );
            if p.rng.unit() < 0.12 + 0.8 * light && to[1] < horizon && to[1] > p.top {
                p.gouge(Block::Key, &[from, to], 2.0 + 6.0 * light);
                if light > 0.6 {
                    p.gouge(Block::Middle, &[from, to], 4.5 * light);
                }
            }
            r += length * p.rng.range(1.2, 1.9);
        }
    }
}

pub(super) fn tower(p: &mut Print, foot: Point, lamp: Point) {
    let tall = foot[1] - lamp[1];
    let wide = tall * 0.17;
    let outline = [
        [foot[0] - wide * 0.5, foot[1]],
        [foot[0] - wide * 0.32, lamp[1] + tall * 0.10],
        [foot[0] + wide * 0.32, lamp[1] + tall * 0.10],
        [foot[0] + wide * 0.5, foot[1]],
    ];
    for block in [Block::Key, Block::Middle, Block::Light] {
        p.cut(block, &outline);
    }
    for i in 0..3 {
        let (a, b) = (0.16 + 0.28 * i as f32, 0.30 + 0.28 * i as f32);
        let half = |t: f32| wide * (0.32 + 0.18 * t);
        let (ya, yb) = (lamp[1] + tall * a, lamp[1] + tall * b);
        p.ink(
            Block::Middle,
            &[[foot[0] - half(a), ya], [foot[0] + half(a), ya], [foot[0] + half(b), yb], [foot[0] - half(b), yb]],
        );
        p.ink(
            Block::Key,
            &[
                [foot[0] + half(a) * 0.2, ya],
                [foot[0] + half(a), ya],
                [foot[0] + half(b), yb],
                [foot[0] + half(b) * 0.25, yb],
            ],
        );
    }
    for i in 0..26 {
        let t = 0.12 + 0.86 * i as f32 / 26.0;
        let half = wide * (0.32 + 0.18 * t);
        let y = lamp[1] + tall * t;
        let length = half * p.rng.range(0.3, 0.7);
        p.ink(Block::Key, &bar([foot[0] + half - length * 0.5, y], length, 2.6 * p.s, 0.0));
    }
    let cabin = wide * 0.46;
    p.ink(Block::Key, &bar([lamp[0], lamp[1] + tall * 0.092], cabin * 1.9, 9.0 * p.s, 0.0));
    p.ink(Block::Key, &bar([lamp[0], lamp[1] + tall * 0.03], cabin, tall * 0.10, 0.0));
    for block in [Block::Key, Block::Middle, Block::Light] {
        p.cut(block, &disc([lamp[0], lamp[1] + tall * 0.025], cabin * 0.40));
    }
    let roof = lamp[1] - tall * 0.02;
    p.ink(
        Block::Key,
        &[[lamp[0] - cabin * 0.62, roof], [lamp[0], roof - tall * 0.075], [lamp[0] + cabin * 0.62, roof]],
    );
    p.ink(Block::Key, &bar([lamp[0], roof - tall * 0.09], 4.0 * p.s, tall * 0.06, 0.0));
    for t in [0.44, 0.70] {
        p.ink(Block::Key, &bar([foot[0] - wide * 0.06, lamp[1] + tall * t], wide * 0.12, tall * 0.045, 0.0));
    }
}

pub(super) fn headland(p: &mut Print, foot: Point, reach: f32, left: bool) {
    let half = reach * p.width();
    let outer = if left { p.left - 20.0 } else { p.right + 20.0 };
    let sign = if left { 1.0 } else { -1.0 };
    let mut outline = vec![[outer, foot[1] - 0.015 * p.height()]];
    for i in 0..=30 {
        let t = i as f32 / 30.0;
        let x = foot[0] - sign * half * 0.3 + sign * half * 1.1 * t;
        let drop = smooth(0.35, 1.0, t).powf(1.4) * 0.15 * p.height();
        outline.push([x, foot[1] + drop + p.noise.fbm(t * 7.0, 2.0, 3) * 0.018 * p.height()]);
    }
    outline.push([foot[0] + sign * half * 0.5, foot[1] + 0.24 * p.height()]);
    outline.push([outer, foot[1] + 0.30 * p.height()]);
    land(p, &outline, [foot[0], foot[1] + 0.18 * p.height()], half, 0.20 * p.height());
    cottage(p, [foot[0] - sign * half * 0.30, foot[1] + 0.004 * p.height()], 0.11 * p.width());
}

/// Cuts a light line around a shape: the printmaker's way to lift dark from dark.
fn halo(p: &mut Print, outline: &[Point], width: f32) {
    let Some(&first) = outline.first() else { return };
    let closed: Vec<Point> = outline.iter().copied().chain([first]).collect();
    let wide = width * 2.0 * p.s;
    for piece in closed.chunks(24) {
        let line = ribbon(piece, |_| wide);
        p.cut(Block::Key, &line);
        p.cut(Block::Middle, &line);
    }
}

/// A dark mass with short cuts that fall along its slopes, denser where light strikes.
pub(super) fn land(p: &mut Print, outline: &[Point], base: Point, half: f32, tall: f32) {
    halo(p, outline, 9.0);
    p.ink(Block::Middle, outline);
    p.ink(Block::Key, outline);
    let inside = |q: Point| {
        let mut odd = false;
        let mut from = outline[outline.len() - 1];
        for &to in outline {
            if (from[1] > q[1]) != (to[1] > q[1])
                && q[0] < from[0] + (q[1] - from[1]) / (to[1] - from[1]) * (to[0] - from[0])
            {
                odd = !odd;
            }
            from = to;
        }
        odd
    };
    let marks = (half * tall / (130.0 * p.s * p.s)) as usize;
    for _ in 0..marks.min(4200) {
        let at = [base[0] + p.rng.jitter(1.1) * half, base[1] - tall * p.rng.range(-0.5, 1.1)];
        if !inside(at) {
            continue;
        }
        let facet = p.noise.fbm(at[0] / (150.0 * p.s), at[1] / (110.0 * p.s), 2);
        if facet < -0.05 && p.rng.chance(0.75) {
            continue;
        }
        let lean = 0.5 + facet * 2.0 + p.rng.jitter(0.15);
        let length = p.rng.range(22.0, 62.0) * p.s;
        let end = [at[0] + lean.cos() * length, at[1] + lean.sin() * length];
        if !inside(end) {
            continue;
        }
        let path = bent(at, end, p.rng.jitter(0.08), 5);
        let width = p.rng.range(3.0, 7.0) * (0.7 + facet.max(0.0) * 1.6);
        p.gouge(Block::Key, &path, width);
        if facet > 0.30 && p.rng.chance(0.5) {
            p.gouge(Block::Middle, &path, width * 0.6);
        }
    }
}

pub(super) fn cliff(p: &mut Print, left: bool, reach: f32, high: f32, low: f32, layer: usize) {
    let sign = if left { 1.0 } else { -1.0 };
    let outer = if left { p.left - 10.0 } else { p.right + 10.0 };
    let edge = outer + sign * reach * p.width() * (0.55 + 0.3 * layer as f32 * 0.33);
    let (top, foot) = (p.at(0.0, high)[1], p.at(0.0, low)[1]);
    let offset = layer as f32 * 11.0;
    let mut outline = vec![[outer, top - 0.02 * p.height()]];
    for i in 0..=24 {
        let t = i as f32 / 24.0;
        let x = outer + (edge - outer) * t;
        outline.push([x, top + 0.035 * p.height() * t + p.noise.fbm(t * 5.0 + offset, 1.0, 3) * 0.02 * p.height()]);
    }
    for i in 1..=30 {
        let t = i as f32 / 30.0;
        let bulge = sign * (0.10 * t * t + 0.03 * p.noise.fbm(t * 8.0 + offset, 5.0, 3)) * p.width();
        outline.push([edge + bulge, top + 0.035 * p.height() + (foot - top) * t]);
    }
    outline.push([outer, foot + 0.02 * p.height()]);
    halo(p, &outline, 7.0);
    p.ink(Block::Middle, &outline);
    p.ink(Block::Key, &outline);
    // Strata: long cuts that follow the bedding, and the lit face towards the sea.
    let rows = ((foot - top) / (15.0 * p.s)) as usize;
    for row in 1..rows {
        let t = row as f32 / rows as f32;
        let y = top + 0.04 * p.height() + (foot - top) * t * 0.96;
        let bulge = sign * 0.10 * t * t * p.width();
        let mut u = p.rng.unit() * 0.1;
        while u < 1.0 {
            let length = p.rng.range(0.05, 0.22) * (1.0 - 0.03 * layer as f32);
            let lit = smooth(0.25, 1.0, u);
            if p.rng.unit() < 0.50 + 0.45 * lit {
                let x0 = outer + (edge + bulge - outer) * u;
                let x1 = outer + (edge + bulge - outer) * (u + length).min(0.985);
                let path = bent(
                    [x0, y + p.rng.jitter(4.0) * p.s],
                    [x1, y + sign * 3.0 * p.s + p.rng.jitter(8.0) * p.s],
                    p.rng.jitter(0.05),
                    6,
                );
                let width = p.rng.range(3.5, 6.5) + 6.5 * lit;
                p.gouge(Block::Key, &path, width);
                if lit > 0.35 && p.rng.chance(0.65) {
                    p.gouge(Block::Middle, &path, width * 0.75);
                }
            }
            u += length + p.rng.range(0.01, 0.06);
        }
    }
    surf(p, edge + sign * 0.10 * p.width(), foot, outer);
}

/// White water where rock meets sea.
fn surf(p: &mut Print, from: f32, y: f32, to: f32) {
    for _ in 0..46 {
        let x = p.rng.range(from.min(to), from.max(to));
        let at = [x, y + p.rng.gauss() * 7.0 * p.s];
        let length = p.rng.range(24.0, 90.0) * p.s;
        let path = bent(at, [at[0] + length, at[1] + p.rng.jitter(6.0) * p.s], p.rng.jitter(0.12), 6);
        let width = p.rng.range(4.0, 9.0);
        for block in [Block::Key, Block::Middle] {
            p.gouge(block, &path, width);
        }
    }
}

pub(super) fn stack(p: &mut Print, top: Point, foot: Point, wide: f32) {
    let offset = p.rng.range(0.0, 90.0);
    let side = |t: f32, k: f32| wide * (0.30 + 0.26 * t + 0.14 * p.noise.fbm(t * 5.0 + offset, k, 3));
    let mut outline: Vec<Point> = Vec::new();
    for i in 0..=24 {
        let t = i as f32 / 24.0;
        outline.push([top[0] - side(t, 1.0), top[1] + (foot[1] - top[1]) * t]);
    }
    for i in (0..=24).rev() {
        let t = i as f32 / 24.0;
        outline.push([top[0] + side(t, 7.0), top[1] + (foot[1] - top[1]) * t]);
    }
    land(p, &outline, [top[0], foot[1]], wide, foot[1] - top[1]);
    surf(p, top[0] - wide * 0.9, foot[1], top[0] + wide * 0.9);
}

/// A small cutter under sail; `size` is the length of its hull.
pub(super) fn boat(p: &mut Print, at: Point, size: f32, lean: f32) {
    let (sin, cos) = lean.sin_cos();
    let put = |x: f32, y: f32| [at[0] + (x * cos - y * sin) * size, at[1] + (x * sin + y * cos) * size];
    let hull = curve(&[put(-0.5, -0.12), put(-0.40, 0.06), put(0.05, 0.13), put(0.42, 0.05), put(0.54, -0.17)], 8);
    let sheer = curve(&[put(0.54, -0.17), put(0.1, -0.06), put(-0.5, -0.12)], 8);
    let outline: Vec<Point> = hull.into_iter().chain(sheer).collect();
    // A white halo first: the cutter's trick to lift a dark shape off a dark sea.
    let main = [put(0.02, -0.12), put(0.04, -1.05), put(-0.48, -0.20)];
    let jib = [put(0.09, -0.96), put(0.58, -0.22), put(0.11, -0.17)];
    for sail in [&main, &jib] {
        for block in [Block::Key, Block::Middle, Block::Light] {
            p.cut(block, sail);
        }
    }
    p.ink(Block::Key, &outline);
    let rim = curve(&[put(-0.47, -0.09), put(0.05, -0.02), put(0.50, -0.13)], 8);
    for block in [Block::Key, Block::Middle, Block::Light] {
        p.gouge(block, &rim, size / p.s * 0.022 + 2.0);
    }
    let mast = (size * 0.016).max(1.0);
    p.ink(Block::Key, &ribbon(&[put(0.05, -0.06), put(0.06, -1.10)], |_| mast));
    p.ink(Block::Key, &ribbon(&[put(0.58, -0.20), put(0.07, -1.0)], |_| mast * 0.45));
    for i in 0..6 {
        let t = 0.22 + 0.13 * i as f32;
        let seam = [put(0.02, -1.05 + 0.9 * t), put(0.02 - 0.48 * t, -1.02 + 0.86 * t)];
        p.ink(Block::Middle, &ribbon(&seam, |_| mast * 0.6));
    }
    for i in 0..9 {
        let x = -0.5 + 0.12 * i as f32;
        let foam = bent(put(x, 0.10), put(x + 0.16, 0.14), 0.1, 5);
        p.gouge(Block::Key, &foam, size / p.s * 0.02 + 1.5);
    }
}

pub(super) fn cottage(p: &mut Print, foot: Point, size: f32) {
    let tall = size * 0.42;
    let wall = [
        [foot[0] - size * 0.5, foot[1]],
        [foot[0] - size * 0.5, foot[1] - tall],
        [foot[0] + size * 0.5, foot[1] - tall],
        [foot[0] + size * 0.5, foot[1]],
    ];
    for block in [Block::Key, Block::Middle, Block::Light] {
        p.cut(block, &wall);
    }
    let roof = [
        [foot[0] - size * 0.58, foot[1] - tall],
        [foot[0] - size * 0.44, foot[1] - tall * 1.75],
        [foot[0] + size * 0.44, foot[1] - tall * 1.75],
        [foot[0] + size * 0.58, foot[1] - tall],
    ];
    p.ink(Block::Middle, &roof);
    p.ink(Block::Key, &bar([foot[0], foot[1] - tall * 1.0], size * 1.16, 3.5 * p.s, 0.0));
    for i in 0..3 {
        p.ink(
            Block::Key,
            &bar([foot[0] + size * (-0.3 + 0.3 * i as f32), foot[1] - tall * 0.5], size * 0.09, tall * 0.36, 0.0),
        );
    }
    p.ink(Block::Key, &bar([foot[0] + size * 0.34, foot[1] - tall * 1.9], size * 0.09, tall * 0.5, 0.0));
}

pub(super) fn pine(p: &mut Print, foot: Point, tall: f32) {
    let lean = p.rng.jitter(0.10);
    let top = [foot[0] + lean * tall, foot[1] - tall];
    let trunk = bent(foot, top, p.rng.jitter(0.08), 12);
    let wide = tall * 0.05;
    p.ink(Block::Key, &ribbon(&trunk, |t| wide * (1.0 - 0.7 * t)));
    for i in 0..9 {
        let t = 0.34 + 0.66 * i as f32 / 9.0;
        let at = trunk[(t * 12.0) as usize];
        for side in [-1.0_f32, 1.0] {
            let reach = tall * 0.27 * (1.15 - t * 0.85) * p.rng.range(0.6, 1.15);
            let end = [at[0] + side * reach, at[1] - reach * 0.12];
            let bough = bent(at, end, -0.12 * side, 8);
            let thick = tall * 0.075;
            p.ink(Block::Key, &ribbon(&bough, |u| thick * (u * 3.0).min(1.0) * (1.15 - u).max(0.1)));
            p.gouge(
                Block::Key,
                &bent(
                    [at[0] + side * reach * 0.3, at[1] - thick * 0.25],
                    [end[0] - side * reach * 0.1, end[1] - thick * 0.2],
                    -0.1 * side,
                    6,
                ),
                3.0,
            );
        }
    }
}

pub(super) fn fluke(p: &mut Print, foot: Point, size: f32) {
    let stock = curve(
        &[
            [foot[0] - size * 0.16, foot[1] + size * 0.06],
            [foot[0] - size * 0.07, foot[1] - size * 0.24],
            [foot[0] - size * 0.035, foot[1] - size * 0.50],
        ],
        10,
    );
    let back = curve(
        &[
            [foot[0] + size * 0.035, foot[1] - size * 0.50],
            [foot[0] + size * 0.08, foot[1] - size * 0.24],
            [foot[0] + size * 0.19, foot[1] + size * 0.06],
        ],
        10,
    );
    let body: Vec<Point> = stock.into_iter().chain(back).collect();
    let heart = [foot[0], foot[1] - size * 0.50];
    let half = |side: f32| {
        let edge = curve(
            &[
                [heart[0] - side * size * 0.05, heart[1] + size * 0.04],
                [heart[0] + side * size * 0.20, heart[1] - size * 0.02],
                [heart[0] + side * size * 0.46, heart[1] - size * 0.20],
                [heart[0] + side * size * 0.60, heart[1] - size * 0.30],
            ],
            10,
        );
        let upper = curve(
            &[
                [heart[0] + side * size * 0.60, heart[1] - size * 0.30],
                [heart[0] + side * size * 0.34, heart[1] - size * 0.31],
                [heart[0] + side * size * 0.12, heart[1] - size * 0.20],
                [heart[0], heart[1] - size * 0.11],
            ],
            10,
        );
        edge.into_iter().chain(upper).collect::<Vec<Point>>()
    };
    let shapes = [body, half(1.0), half(-1.0)];
    for outline in &shapes {
        halo(p, outline, 10.0);
    }
    for outline in shapes {
        p.ink(Block::Middle, &outline);
        p.ink(Block::Key, &outline);
    }
    for side in [-1.0_f32, 1.0] {
        for i in 0..13 {
            let t = i as f32 / 13.0;
            let from = [heart[0] + side * size * (0.04 + 0.40 * t), heart[1] + size * (0.0 - 0.16 * t)];
            let to = [heart[0] + side * size * (0.09 + 0.44 * t), heart[1] - size * (0.09 + 0.185 * t)];
            p.gouge(Block::Key, &bent(from, to, -0.12 * side, 6), 9.5 - 4.0 * t);
        }
        for i in 0..9 {
            let t = i as f32 / 9.0;
            let x = foot[0] + side * size * (0.05 + 0.075 * t * t);
            let y = foot[1] - size * (0.46 - 0.46 * t);
            p.gouge(
                Block::Key,
                &bent([x - side * size * 0.012, y], [x + side * size * 0.012, y + size * 0.07], 0.1, 5),
                5.0,
            );
        }
    }
    // Water runs off and rings spread where it went down.
    for i in 0..70 {
        let side = if i % 2 == 0 { 1.0 } else { -1.0 };
        let x = heart[0] + side * size * p.rng.range(0.1, 0.56);
        let y = heart[1] - size * 0.16 + size * p.rng.unit() * 0.3;
        let end = [x + p.rng.jitter(6.0) * p.s, y + p.rng.range(30.0, 120.0) * p.s];
        p.gouge(Block::Key, &[[x, y + 0.06 * size], end], p.rng.range(2.5, 5.5));
        p.gouge(Block::Middle, &[[x, y + 0.06 * size], end], p.rng.range(1.5, 3.5));
    }
    for ring in 0..6 {
        let r = size * (0.20 + 0.085 * ring as f32);
        for _ in 0..9 {
            let a = p.rng.range(0.05, 3.09);
            let span = p.rng.range(0.14, 0.4);
            let path: Vec<Point> = (0..=8)
                .map(|i| {
                    let (sin, cos) = (a + span * i as f32 / 8.0).sin_cos();
                    [foot[0] + cos * r * 1.25, foot[1] + sin * r * 0.30]
                })
                .collect();
            p.gouge(Block::Key, &path, 8.0 - ring as f32);
            if ring < 3 {
                p.gouge(Block::Middle, &path, 5.0 - ring as f32);
            }
        }
    }
}

pub(super) fn stars(p: &mut Print, lamp: Point) {
    for _ in 0..60 {
        let at = p.at(p.rng.range(0.03, 0.97), p.rng.range(0.02, 0.42));
        if (at[0] - lamp[0]).hypot(at[1] - lamp[1]) < 0.2 * p.width() {
            continue;
        }
        let r = p.rng.range(2.4, 5.0) * p.s;
        for block in [Block::Key, Block::Middle] {
            p.cut(block, &disc(at, r));
        }
    }
}
