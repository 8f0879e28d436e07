//! A bunch of flowers in a vase, against a plain wall.
//! Knows petals; sunflowers, roses, daisies and irises are the same few strokes in other proportions.

use std::f32::consts::{FRAC_PI_2, TAU};

use super::super::colour::{Rgb, hex, mix, shift};
use super::super::noise::smooth;
use super::super::raster::Point;
use super::{Scene, brush, lit, vary};

/// Wall and table, vase, flowers: the tens of a palette for each.
const SCHEMES: [([u32; 3], [u32; 5]); 5] = [
    ([0x8FB7B5, 0xE2C48D, 0x2F5D8A], [0xF2B21B, 0xF7D154, 0xE07A1F, 0xFBEFD2, 0xC9451F]),
    ([0xE9B44C, 0xB8763E, 0x3B6A64], [0x5B4B9E, 0x8472C4, 0x3B3C8A, 0xC8B8EA, 0xF4E7C8]),
    ([0x5F7470, 0xB9A88A, 0xE9E0CC], [0xF4E8E0, 0xE8B7B0, 0xD98C93, 0xFAF4EA, 0xC56A73]),
    ([0xF0CBB4, 0xC97B63, 0x5E8C82], [0xD8403B, 0xF06A4F, 0xF8B195, 0xFCEBDD, 0xA8233C]),
    ([0x1D2A44, 0x4A3B46, 0x9C6B4A], [0xF4E3C1, 0xE9A13B, 0xD65A46, 0xF7F2E6, 0xA9C1E0]),
];

/// Paints the bouquet.
pub(super) fn bouquet(scene: &mut Scene) {
    let index = SCHEMES.iter().len().min(5);
    let pick = scene.rng.below(index);
    let ([wall, table, pot], blooms) = SCHEMES[pick];
    let (wall, table, pot) = (hex(wall), hex(table), hex(pot));
    let blooms = blooms.map(hex);
    let (s, w, h) = (scene.s, scene.w, scene.h);
    let edge = h * scene.rng.range(0.72, 0.78);
    backdrop(scene, wall, table, edge);
    let reach = h.min(w * 1.25);
    let mouth = [w * (0.5 + scene.rng.jitter(0.03)), h * 0.60];
    let foot = [mouth[0], edge + (h - edge) * 0.42];
    shadow(scene, foot, reach * 0.26, table);
    vase(scene, mouth, foot, reach * 0.105, pot);
    let heart = [mouth[0], mouth[1] - reach * 0.20];
    foliage(scene, heart, mouth, reach * 0.30);
    let count = 19 + scene.rng.below(6);
    let mut seats: Vec<(Point, f32)> = Vec::new();
    for _ in 0..400 {
        if seats.len() >= count {
            break;
        }
        let (a, r) = (scene.rng.unit() * TAU, scene.rng.unit().sqrt());
        let p = [heart[0] + a.cos() * r * reach * 0.30, heart[1] + a.sin() * r * reach * 0.265];
        let size = scene.rng.range(88.0, 150.0) * (1.08 - 0.34 * r) * reach / (1900.0 * s);
        let free = seats.iter().all(|(q, other)| (q[0] - p[0]).hypot(q[1] - p[1]) > (size + other) * 0.66 * s);
        if free {
            seats.push((p, size));
        }
    }
    // Outer flowers first, the nearest to the middle last and on top.
    seats.sort_by(|a, b| {
        let far = |p: &Point| (p[0] - heart[0]).hypot(p[1] - heart[1]);
        far(&b.0).total_cmp(&far(&a.0))
    });
    for (i, (at, size)) in seats.into_iter().enumerate() {
        let colour = blooms[i % 5];
        match (i + pick) % 4 {
            0 | 2 => sunflower(scene, at, size, colour),
            1 => rose(scene, at, size * 0.92, colour),
            _ => daisy(scene, at, size * 0.8, colour),
        }
    }
    sprays(scene, heart, reach * 0.36, blooms[3]);
    fallen(scene, foot, edge, blooms);
}

fn backdrop(scene: &mut Scene, wall: Rgb, table: Rgb, edge: f32) {
    let (mood, s, w, h) = (scene.mood, scene.s, scene.w, scene.h);
    for pass in 0..2 {
        scene.scatter([-40.0 * s, -40.0 * s], [w + 40.0 * s, h + 40.0 * s], [46.0, 40.0][pass], |rng, noise, at| {
            let ground = at[1] > edge + 6.0 * s * noise.at(at[0] / (120.0 * s), 1.0);
            let glow = 0.80 - 0.55 * (at[0] / w - 0.15).abs() - 0.15 * at[1] / h
                + 0.35 * noise.fbm(at[0] / (500.0 * s), at[1] / (500.0 * s), 2);
            let base = if ground { table } else { wall };
            let c = lit(&mood, vary(rng, base, 0.035, 0.22), glow + 0.25);
            let angle = if ground {
                rng.jitter(0.12)
            } else {
                0.9 + 1.6 * noise.at(at[0] / (520.0 * s), at[1] / (520.0 * s)) + rng.jitter(0.3)
            };
            Some(brush(rng, s, at, angle, [rng.range(90.0, 160.0), rng.range(30.0, 46.0)], c, 5.0))
        });
    }
}

fn shadow(scene: &mut Scene, foot: Point, reach: f32, table: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    for _ in 0..46 {
        let (u, v) = (scene.rng.unit(), scene.rng.jitter(1.0));
        let at = [foot[0] + u * reach * 1.25, foot[1] + v * reach * 0.10 * (1.0 - 0.4 * u) + u * reach * 0.08];
        let c = vary(&scene.rng, mix(lit(&mood, table, 0.0), mood.shade, 0.45), 0.02, 0.15);
        scene.touch(at, 0.06, [reach / s * 0.30, 22.0], c, 4.0);
    }
}

fn vase(scene: &mut Scene, mouth: Point, foot: Point, radius: f32, pot: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    let tall = foot[1] - mouth[1];
    let rows = (tall / (9.0 * s)).max(8.0) as usize;
    let belly = scene.rng.range(0.50, 0.70);
    let stripe = scene.rng.range(0.28, 0.4);
    for pass in 0..2 {
        for row in 0..=rows {
            let t = row as f32 / rows as f32;
            let swell = 0.62 + 0.62 * (-((t - belly) / 0.30).powi(2)).exp() - 0.22 * smooth(0.75, 1.0, t);
            let half = radius * swell;
            let cols = 9;
            for col in 0..cols {
                let u = (col as f32 + 0.5 + scene.rng.jitter(0.25)) / cols as f32 * 2.0 - 1.0;
                let light = (0.78 - 0.75 * (u + 0.35).powi(2) - 0.25 * u).clamp(0.0, 1.0);
                let band = ((t - stripe).abs() < 0.055) as u32 as f32;
                let base = mix(pot, shift(pot, 0.16, 0.6, 0.6), band * 0.8);
                let mut c = lit(&mood, vary(&scene.rng, base, 0.02, 0.1), light);
                if pass == 1 && (u + 0.42).abs() < 0.10 && t > 0.2 && t < 0.75 {
                    c = mix(c, hex(0xFFFFFF), 0.55);
                }
                if pass == 1 && scene.rng.chance(0.4) {
                    continue;
                }
                let at = [mouth[0] + u * half, mouth[1] + t * tall];
                scene.touch(
                    at,
                    u * 0.22 * (t - 0.5) + FRAC_PI_2 * pass as f32 * 0.9,
                    [radius / s * 0.36, 19.0],
                    c,
                    5.5,
                );
            }
        }
    }
    let rim = lit(&mood, shift(pot, 0.10, 0.8, 0.0), 0.95);
    scene.touch([mouth[0], mouth[1] + 2.0 * s], 0.0, [radius / s * 1.45, 20.0], rim, 7.0);
}

fn foliage(scene: &mut Scene, heart: Point, mouth: Point, reach: f32) {
    let (mood, s) = (scene.mood, scene.s);
    let greens = [0x2F5D3A, 0x4F7F45, 0x7C9A4E, 0x23473C, 0x8FA86B].map(hex);
    for i in 0..400 {
        let a = scene.rng.unit() * TAU;
        let r = scene.rng.unit().sqrt() * reach * 1.12;
        let at = [heart[0] + a.cos() * r, heart[1] + a.sin() * r * 0.86 + reach * 0.08];
        let away = (at[1] - mouth[1]).atan2(at[0] - mouth[0]);
        let light =
            (0.5 - 0.5 * a.cos() * r / reach + scene.rng.jitter(0.3)).clamp(0.0, 1.0) * if i < 220 { 0.5 } else { 1.0 };
        let base = scene.rng.pick(&greens);
        let c = lit(&mood, vary(&scene.rng, base, 0.04, 0.15), light);
        let angle = away + scene.rng.jitter(0.7);
        let size = [scene.rng.range(80.0, 150.0), scene.rng.range(28.0, 46.0)];
        scene.touch(at, angle, [size[0] * reach / (560.0 * s), size[1] * reach / (560.0 * s)], c, 6.0);
    }
}

fn sunflower(scene: &mut Scene, at: Point, size: f32, colour: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    let squash = scene.rng.range(0.78, 1.0);
    let turn = scene.rng.unit() * TAU;
    for ring in 0..2 {
        let petals = 15 - ring * 2;
        let reach = [0.72, 0.52][ring];
        for i in 0..petals {
            let a = turn + (i as f32 + 0.5 * ring as f32 + scene.rng.jitter(0.2)) / petals as f32 * TAU;
            let p = [at[0] + a.cos() * size * reach * s, at[1] + a.sin() * size * reach * squash * s];
            let light = 0.60 - 0.30 * (a.cos() + a.sin()) * 0.7 + 0.15 * ring as f32;
            let c = lit(&mood, vary(&scene.rng, colour, 0.035, 0.12), light);
            scene.touch(p, a, [size * 0.74, size * 0.23], c, 9.0);
        }
    }
    let core = hex(0x5A3420);
    for i in 0..16 {
        let a = i as f32 * 2.4;
        let r = (i as f32 / 16.0).sqrt() * size * 0.30;
        let p = [at[0] + a.cos() * r * s, at[1] + a.sin() * r * squash * s];
        let c = lit(&mood, vary(&scene.rng, core, 0.06, 0.3), 0.6 - 0.3 * (a.cos() + a.sin()));
        scene.touch(p, a + FRAC_PI_2, [size * 0.26, size * 0.15], c, 9.0);
    }
}

fn rose(scene: &mut Scene, at: Point, size: f32, colour: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    for ring in 0..4 {
        let r = size * (0.66 - 0.17 * ring as f32);
        let petals = 8 - ring;
        let base = shift(colour, -0.09 * (ring as f32 - 0.8), 1.0 + 0.08 * ring as f32, 0.0);
        for i in 0..petals {
            let a = ring as f32 * 0.9 + (i as f32 + scene.rng.jitter(0.25)) / petals as f32 * TAU;
            let p = [at[0] + a.cos() * r * s, at[1] + a.sin() * r * 0.88 * s];
            let light = 0.66 - 0.26 * (a.cos() + a.sin());
            let c = lit(&mood, vary(&scene.rng, base, 0.025, 0.08), light);
            scene.touch(p, a + FRAC_PI_2 + scene.rng.jitter(0.2), [r * 1.15, size * 0.33], c, 9.0);
        }
    }
    let deep = lit(&mood, shift(colour, -0.2, 1.15, 0.0), 0.3);
    scene.touch(at, 0.6, [size * 0.34, size * 0.2], deep, 8.0);
}

fn daisy(scene: &mut Scene, at: Point, size: f32, colour: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    let petals = 11;
    let turn = scene.rng.unit();
    for i in 0..petals {
        let a = turn + i as f32 / petals as f32 * TAU;
        let p = [at[0] + a.cos() * size * 0.55 * s, at[1] + a.sin() * size * 0.48 * s];
        let light = 0.70 - 0.25 * (a.cos() + a.sin());
        let c = lit(&mood, vary(&scene.rng, colour, 0.02, 0.08), light);
        scene.touch(p, a, [size * 0.72, size * 0.25], c, 9.0);
    }
    let heart = if colour[0] > 0.7 && colour[2] < 0.2 { hex(0x6B3A1E) } else { hex(0xE9A92B) };
    for i in 0..4 {
        let a = i as f32 * 1.7;
        let p = [at[0] + a.cos() * size * 0.08 * s, at[1] + a.sin() * size * 0.08 * s];
        scene.touch(p, a, [size * 0.30, size * 0.20], lit(&mood, heart, 0.8 - 0.15 * i as f32), 10.0);
    }
}

fn sprays(scene: &mut Scene, heart: Point, reach: f32, colour: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    for _ in 0..7 {
        let a = -FRAC_PI_2 + scene.rng.jitter(1.5);
        let stem = lit(&mood, hex(0x5F7F4A), 0.6);
        for i in 0..9 {
            let r = reach * (0.62 + 0.05 * i as f32);
            let at = [
                heart[0] + a.cos() * r + scene.rng.jitter(9.0) * s,
                heart[1] + a.sin() * r + scene.rng.jitter(9.0) * s,
            ];
            scene.touch(at, a, [38.0, 7.0], stem, 4.0);
            let c = lit(&mood, vary(&scene.rng, colour, 0.03, 0.15), 0.9);
            let turn = scene.rng.unit() * TAU;
            scene.touch(
                [at[0] + scene.rng.jitter(13.0) * s, at[1] + scene.rng.jitter(13.0) * s],
                turn,
                [26.0, 15.0],
                c,
                8.0,
            );
        }
    }
}

fn fallen(scene: &mut Scene, foot: Point, edge: f32, blooms: [Rgb; 5]) {
    let (mood, s, h) = (scene.mood, scene.s, scene.h);
    for i in 0..6 {
        let at = [foot[0] + scene.rng.jitter(0.36) * scene.w, edge + (h - edge) * scene.rng.range(0.35, 0.85)];
        let turn = scene.rng.jitter(0.5);
        scene.touch([at[0] + 6.0 * s, at[1] + 7.0 * s], turn, [54.0, 16.0], mix(mood.shade, hex(0x3A2A2A), 0.5), 3.0);
        let c = lit(&mood, blooms[i % 5], 0.9);
        scene.touch(at, turn, [52.0, 22.0], c, 8.0);
    }
}
