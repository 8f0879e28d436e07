//! Towns: a hill town under stars, a white village with blue skirtings.
//! Knows walls, roofs and windows.

use std::f32::consts::{FRAC_PI_2, TAU};

use super::super::colour::{Rgb, hex, mix};
use super::super::noise::smooth;
use super::super::raster::Point;
use super::land::{cypress, hills};
use super::{Scene, brush, lit, vary};

/// A hill town at night.
pub(super) fn stars(scene: &mut Scene) {
    scene.mood = super::MOODS[4].mixed();
    let horizon = scene.h * scene.rng.range(0.62, 0.70);
    scene.sky(horizon, scene.rng.range(0.0, 0.12), 1.0);
    let (s, w, h, mood) = (scene.s, scene.w, scene.h, scene.mood);
    let moon = [w * scene.rng.pick(&[0.2, 0.8]), h * scene.rng.range(0.12, 0.2)];
    scene.orb(moon, 74.0, mood.glow, 5);
    let mut seats: Vec<Point> = vec![moon];
    for _ in 0..200 {
        if seats.len() > 11 {
            break;
        }
        let at = [w * scene.rng.range(0.04, 0.96), horizon * scene.rng.range(0.05, 0.72)];
        if seats.iter().all(|p| (p[0] - at[0]).hypot(p[1] - at[1]) > 250.0 * s) {
            seats.push(at);
            let size = scene.rng.range(13.0, 27.0);
            let colour = mix(mood.glow, hex(0xFFFFFF), scene.rng.unit() * 0.5);
            scene.orb(at, size, colour, 4);
        }
    }
    hills(scene, horizon, 2, 0.10);
    ground(scene, horizon, hex(0x27406B), hex(0x3A6A6F));
    let walls = [0x6C82B4, 0x7F8FBE, 0x5468A0, 0x93A0C8].map(hex);
    let roofs = [0x3A3157, 0x52406B, 0x2B2C52].map(hex);
    let peak = w * scene.rng.range(0.35, 0.65);
    let mut homes: Vec<(Point, [f32; 2])> = Vec::new();
    for i in 0..54 {
        let row = i as f32 / 54.0;
        let spread = w * (0.10 + 0.42 * row);
        let x = peak + scene.rng.jitter(spread);
        let y = horizon - h * 0.02 + h * (0.25 * row) + scene.rng.jitter(0.01) * h;
        let size = (84.0 + 80.0 * row) * scene.rng.range(0.8, 1.2) * s;
        homes.push(([x, y], [size, size * scene.rng.range(0.7, 0.95)]));
    }
    homes.sort_by(|a, b| a.0[1].total_cmp(&b.0[1]));
    tower(scene, [peak, horizon + 12.0 * s], 0.17 * h, walls[0], roofs[2]);
    for (corner, size) in homes {
        let (wall, roof) = (scene.rng.pick(&walls), scene.rng.pick(&roofs));
        cottage(scene, corner, size, wall, roof, 0.62);
    }
    let side = if peak > w * 0.5 { 0.12 } else { 0.88 };
    cypress(scene, [w * side, h * 1.02], h * 0.78);
    cypress(scene, [w * (side + 0.07 * if side < 0.5 { 1.0 } else { -1.0 }), h * 1.03], h * 0.5);
}

/// White houses with blue skirtings on a hill, above an olive grove in flower.
pub(super) fn village(scene: &mut Scene) {
    let horizon = scene.h * scene.rng.range(0.44, 0.50);
    scene.sky(horizon, scene.rng.range(0.0, 0.14), 0.4);
    hills(scene, horizon, 2, 0.06);
    let (w, h) = (scene.w, scene.h);
    ground(scene, horizon, hex(0xD2B06A), hex(0x8E9A58));
    let roofs = [0xC4623F, 0xB5533A, 0xD27A4C, 0xA84E3C].map(hex);
    let walls = [0xFBF5EA, 0xF6ECD8, 0xF3E4DF, 0xE9EEF0].map(hex);
    let trims = [0x2F66A8, 0xE0A93A, 0x2F66A8, 0x5B8FB0].map(hex);
    let (peak, unit) = (w * scene.rng.range(0.36, 0.64), h.min(w));
    let mut homes: Vec<(Point, [f32; 2])> = Vec::new();
    for i in 0..64 {
        // Crowded on the crest, looser towards the foot of the hill.
        let d = i as f32 / 64.0;
        let x = peak + scene.rng.gauss() * w * (0.05 + 0.21 * d);
        let crest = (-((x - peak) / (w * 0.30)).powi(2)).exp();
        let y = horizon + unit * (0.10 - 0.24 * crest * (1.0 - d) + 0.10 * d) + scene.rng.jitter(0.012) * unit;
        let size = unit * (0.050 + 0.030 * d) * scene.rng.range(0.75, 1.35);
        homes.push(([x, y], [size, size * scene.rng.range(0.62, 1.0)]));
    }
    homes.sort_by(|a, b| a.0[1].total_cmp(&b.0[1]));
    tower(scene, [peak + 0.02 * w, horizon - 0.10 * unit], 0.15 * unit, walls[0], roofs[1]);
    for (i, (foot, size)) in homes.into_iter().enumerate() {
        let (wall, roof) = (scene.rng.pick(&walls), scene.rng.pick(&roofs));
        cottage(scene, foot, size, wall, roof, 1.0);
        if scene.rng.chance(0.6) {
            skirting(scene, foot, size, trims[i % 4]);
        }
        if scene.rng.chance(0.30) {
            bush(scene, [foot[0] + size[0] * scene.rng.jitter(0.6), foot[1]], size[0] * 0.26);
        }
    }
    olives(scene, horizon + 0.16 * unit);
}

/// Olive trees in rows that grow towards the viewer, flowers in the grass between.
fn olives(scene: &mut Scene, from: f32) {
    let (mood, s, w, h) = (scene.mood, scene.s, scene.w, scene.h);
    let (leaves, flowers) = (
        [0x7F9070, 0x9DAE86, 0x5F7560, 0xB9C3A0, 0x4A5F52].map(hex),
        [0xE9C23F, 0xF4EFE2, 0xB85C9A, 0xD94F3A].map(hex),
    );
    for row in 0..5 {
        let d = row as f32 / 4.0;
        let y = from + (h * 1.03 - from) * (0.08 + 0.92 * d.powf(1.2));
        let size = (58.0 + 205.0 * d) * s;
        for _ in 0..(26.0 + 30.0 * d) as usize {
            let p = [scene.rng.unit() * w, y - size * 0.7 * scene.rng.unit()];
            let c = lit(&mood, scene.rng.pick(&flowers), 0.9);
            scene.touch(p, scene.rng.jitter(0.6), [13.0 + 20.0 * d, 8.0 + 11.0 * d], c, 7.0);
        }
        let gap = size * 2.5;
        let mut x = gap * scene.rng.unit() - gap * 0.4;
        while x < w + size {
            let foot = [x, y + scene.rng.jitter(0.2) * size];
            let (k, lean) = (size / s, scene.rng.jitter(0.35));
            scene.touch(
                [foot[0] + size * 0.35, foot[1]],
                0.08,
                [k * 1.5, k * 0.20],
                mix(lit(&mood, hex(0x7A7A48), 0.0), mood.shade, 0.5),
                3.0,
            );
            for i in 0..4 {
                let c = lit(&mood, hex(0x6B5648), 0.75 - 0.2 * i as f32);
                let at = [foot[0] + (i as f32 - 1.5) * 0.04 * size, foot[1] - size * 0.34];
                scene.touch(at, -FRAC_PI_2 + lean + (i as f32 - 1.5) * 0.16, [k * 0.8, k * 0.09], c, 6.0);
            }
            let crown = [foot[0] + lean * size * 0.5, foot[1] - size * 0.95];
            for i in 0..64 {
                let (a, r) = (scene.rng.unit() * TAU, scene.rng.unit().sqrt());
                let at = [crown[0] + a.cos() * r * size * 0.72, crown[1] + a.sin() * r * size * 0.46];
                let light = (0.55 - 0.42 * r * (a.cos() + a.sin()) + scene.rng.jitter(0.2)).clamp(0.0, 1.0);
                let c =
                    lit(&mood, vary(&scene.rng, scene.rng.pick(&leaves), 0.04, 0.15), if i < 16 { 0.1 } else { light });
                scene.touch(at, a + scene.rng.jitter(1.2), [k * 0.30, k * 0.11], c, 7.0);
            }
            x += gap * scene.rng.range(0.75, 1.35);
        }
    }
}

fn ground(scene: &mut Scene, horizon: f32, dry: Rgb, green: Rgb) {
    let (mood, s, w, h) = (scene.mood, scene.s, scene.w, scene.h);
    scene.scatter([-30.0 * s, horizon - 4.0 * s], [w + 30.0 * s, h + 30.0 * s], 30.0, |rng, noise, at| {
        let d = ((at[1] - horizon) / (h - horizon)).clamp(0.0, 1.0);
        let patch = noise.fbm(at[0] / (380.0 * s), at[1] / (120.0 * s), 3);
        let base = mix(dry, green, (0.5 + patch * 1.6).clamp(0.0, 1.0));
        let c = lit(&mood, vary(rng, base, 0.035, 0.15), 0.6 + patch + rng.jitter(0.15));
        Some(brush(rng, s, at, rng.jitter(0.18), [60.0 + 70.0 * d, 18.0 + 16.0 * d], c, 4.5))
    });
}

/// A house front and its gable roof; `foot` is the middle of its lower edge.
fn cottage(scene: &mut Scene, foot: Point, size: [f32; 2], wall: Rgb, roof: Rgb, day: f32) {
    let (mood, s) = (scene.mood, scene.s);
    let [wide, tall] = size;
    let fine = (wide / (150.0 * s)).clamp(0.45, 1.5);
    let step = 17.0 * fine * s;
    let (cols, rows) = ((wide / step).max(2.0) as usize, (tall / step).max(2.0) as usize);
    for row in 0..rows {
        for col in 0..cols {
            let u = (col as f32 + 0.5) / cols as f32;
            let at = [foot[0] + (u - 0.5) * wide * 0.9, foot[1] - tall * (row as f32 + 0.4) / rows as f32];
            let shade = smooth(0.60, 0.72, u);
            let jitter = scene.rng.jitter(0.06);
            let c = lit(&mood, vary(&scene.rng, wall, 0.02, 0.12), day * (1.0 - 0.62 * shade) + jitter);
            let lean = FRAC_PI_2 + scene.rng.jitter(0.14);
            scene.touch(at, lean, [40.0 * fine, 21.0 * fine], c, 5.5);
        }
    }
    let layers = 4;
    for layer in 0..layers {
        let t = layer as f32 / layers as f32;
        let reach = wide * (1.10 - 0.34 * t);
        for col in 0..5 {
            let u = (col as f32 + 0.5) / 5.0;
            let c = lit(&mood, vary(&scene.rng, roof, 0.035, 0.12), (day * 0.95 - 0.35 * u).max(0.1));
            let at = [foot[0] + (u - 0.5) * reach, foot[1] - tall * (1.0 + 0.10 * layer as f32)];
            scene.touch(at, 0.05 - 0.1 * u, [reach / s * 0.29, tall / s * 0.19], c, 6.5);
        }
    }
    let windows = ((wide / s) / 70.0).clamp(1.0, 3.0) as usize;
    for i in 0..windows {
        let u = (i as f32 + 0.6) / (windows as f32 + 0.6) - 0.5;
        let at = [foot[0] + u * wide * 0.8, foot[1] - tall * 0.60];
        let glow = day < 0.8 && scene.rng.chance(0.8);
        let c = if glow { mix(hex(0xFFC24A), hex(0xFFE9A8), scene.rng.unit()) } else { lit(&mood, hex(0x3A4766), 0.5) };
        scene.touch(at, FRAC_PI_2, [tall / s * 0.34, wide / s * 0.085 + 4.0], c, 5.0);
    }
    if scene.rng.chance(0.5) {
        let c = lit(&mood, scene.rng.pick(&[hex(0x2F66A8), hex(0x3F6B4F), hex(0x7A4630)]), 0.6 * day + 0.2);
        scene.touch(
            [foot[0] + wide * 0.12, foot[1] - tall * 0.24],
            FRAC_PI_2,
            [tall / s * 0.48, wide / s * 0.13],
            c,
            5.0,
        );
    }
}

fn skirting(scene: &mut Scene, foot: Point, size: [f32; 2], trim: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    for i in 0..4 {
        let u = (i as f32 + 0.5) / 4.0 - 0.5;
        let c = lit(&mood, vary(&scene.rng, trim, 0.03, 0.1), if u > 0.15 { 0.3 } else { 0.85 });
        scene.touch(
            [foot[0] + u * size[0] * 0.92, foot[1] - 4.0 * s],
            0.0,
            [size[0] / s * 0.30, size[1] / s * 0.11],
            c,
            6.0,
        );
    }
}

fn tower(scene: &mut Scene, foot: Point, tall: f32, wall: Rgb, roof: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    let wide = tall * 0.24;
    for row in 0..16 {
        for col in 0..3 {
            let u = (col as f32 - 1.0) * 0.34;
            let c = lit(&mood, vary(&scene.rng, wall, 0.02, 0.1), if u > 0.1 { 0.3 } else { 0.9 });
            scene.touch(
                [foot[0] + u * wide, foot[1] - tall * row as f32 / 16.0],
                FRAC_PI_2,
                [tall / s * 0.12, wide / s * 0.40],
                c,
                5.0,
            );
        }
    }
    for row in 0..7 {
        let t = row as f32 / 7.0;
        let c = lit(&mood, vary(&scene.rng, roof, 0.03, 0.1), 0.8);
        scene.touch(
            [foot[0], foot[1] - tall * (1.0 + 0.32 * t)],
            0.0,
            [wide / s * 1.25 * (1.0 - t) + 6.0, tall / s * 0.055],
            c,
            6.0,
        );
    }
    scene.touch(
        [foot[0] - wide * 0.05, foot[1] - tall * 0.80],
        FRAC_PI_2,
        [tall / s * 0.13, wide / s * 0.24],
        lit(&mood, hex(0x2E3350), 0.4),
        5.0,
    );
}

fn bush(scene: &mut Scene, at: Point, size: f32) {
    let (mood, s) = (scene.mood, scene.s);
    let hues = [hex(0x4F7A42), hex(0x7C9A4E), hex(0xC2417E), hex(0xD9649A)];
    for i in 0..26 {
        let (a, r) = (scene.rng.unit() * TAU, scene.rng.unit().sqrt() * size);
        let p = [at[0] + a.cos() * r, at[1] - size * 0.6 + a.sin() * r * 0.9];
        let hue = hues[if i < 13 { i % 2 } else { scene.rng.below(4) }];
        let c = lit(&mood, vary(&scene.rng, hue, 0.04, 0.12), 0.55 - 0.4 * a.cos());
        let turn = scene.rng.unit() * 3.0;
        scene.touch(p, turn, [size / s * 0.42, size / s * 0.22], c, 7.0);
    }
}
