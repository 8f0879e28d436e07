//! Fields and trees: wheat under cypresses, poppies, lavender rows, poplars by a river.
//! Knows the plants' colours; their light comes from the mood.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use super::super::colour::{Rgb, hex, mix};
use super::super::noise::smooth;
use super::super::raster::Point;
use super::{Scene, brush, lit, vary};

/// A wheat field with a path and cypresses.
pub(super) fn wheat(scene: &mut Scene) {
    let horizon = scene.h * scene.rng.range(0.36, 0.46);
    scene.sky(horizon, scene.rng.range(-0.02, 0.16), 0.55);
    hills(scene, horizon, 2, 0.10);
    let (gold, straw, green) = (hex(0xE3A52F), hex(0xF6D77A), hex(0x7C8A3A));
    let path = scene.w * scene.rng.range(0.3, 0.7);
    let sway = scene.rng.jitter(0.12) * scene.w;
    let (mood, s, h) = (scene.mood, scene.s, scene.h);
    for pass in 0..3 {
        let from = [-30.0 * s, horizon - 6.0 * s];
        scene.scatter_deep(
            from,
            [scene.w + 30.0 * s, h + 40.0 * s],
            [[15.0, 54.0], [17.0, 48.0], [22.0, 52.0]][pass],
            |rng, noise, at| {
                let d = ((at[1] - horizon) / (h - horizon)).clamp(0.0, 1.15);
                let near = 0.22 + 0.78 * d;
                let centre = path + sway * (d * 3.1).sin();
                let off = ((at[0] - centre) / ((30.0 + 300.0 * d) * s)).abs();
                let wave = noise.fbm(at[0] / (420.0 * s), at[1] / (160.0 * s), 3);
                let light = (0.72 + wave * 0.9 + rng.jitter(0.18)).clamp(0.0, 1.0);
                if off < 0.5 {
                    let earth = mix(hex(0xB98A5A), hex(0x8A6A72), rng.unit() * 0.7);
                    let grass = mix(earth, green, smooth(0.25, 0.5, off) * 0.7);
                    let colour = lit(&mood, vary(rng, grass, 0.04, 0.2), light);
                    return Some(brush(
                        rng,
                        s,
                        at,
                        rng.jitter(0.2),
                        [90.0 * near + 20.0, 30.0 * near + 8.0],
                        colour,
                        4.0,
                    ));
                }
                if pass == 2 && rng.chance(0.45) {
                    return None;
                }
                let pick = mix(
                    gold,
                    if rng.chance(0.55) { straw } else { green },
                    rng.unit() * if d < 0.15 { 0.8 } else { 0.55 },
                );
                let colour = lit(&mood, vary(rng, pick, 0.04, 0.15), light);
                let lean = -FRAC_PI_2 + 0.5 * noise.at(at[0] / (300.0 * s), at[1] / (260.0 * s)) + rng.jitter(0.28);
                let size = [(118.0 * near + 16.0) * rng.range(0.7, 1.2), 21.0 * near + 6.0];
                Some(brush(rng, s, at, lean, size, colour, 4.0 + 4.0 * d))
            },
        );
    }
    let side = if path > scene.w * 0.5 { 0.24 } else { 0.76 };
    let count = 2 + scene.rng.below(3);
    for i in 0..count {
        let x = scene.w * (side + (i as f32 - count as f32 * 0.5) * 0.075 + scene.rng.jitter(0.02));
        let tall = scene.rng.range(0.30, 0.52) * scene.h.min(scene.w * 1.2);
        let foot = horizon + scene.h * scene.rng.range(0.03, 0.10);
        cypress(scene, [x, foot], tall);
        // Ears stand before its foot, or it would float.
        for _ in 0..64 {
            let at = [x + scene.rng.gauss() * tall * 0.06, foot + scene.rng.range(-24.0, 30.0) * s];
            let local = mix(gold, straw, scene.rng.unit());
            let c = lit(&mood, vary(&scene.rng, local, 0.04, 0.15), scene.rng.range(0.4, 1.0));
            scene.touch(at, -FRAC_PI_2 + scene.rng.jitter(0.3), [scene.rng.range(34.0, 58.0), 11.0], c, 5.0);
        }
    }
    crows(scene, horizon);
}

/// A meadow of poppies with a dark row of trees.
pub(super) fn poppies(scene: &mut Scene) {
    let horizon = scene.h * scene.rng.range(0.28, 0.38);
    scene.sky(horizon, scene.rng.range(0.02, 0.2), 0.25);
    hills(scene, horizon, 2, 0.07);
    let seat = scene.rng.range(0.5, 0.9);
    let width = scene.w;
    grove(scene, horizon + 8.0 * scene.s, 0.12 * scene.h, |u| smooth(0.42, 0.05, (u - seat).abs()) * 0.9 + 0.16);
    meadow(scene, horizon, hex(0x6F9A3C), hex(0xB7C65A));
    let reds = [0xD7261E, 0xE8452A, 0xC4161C, 0xF0643C, 0xB80F22].map(hex);
    let others = [hex(0xF7E9D0), hex(0x5C6FC2), hex(0xF3C33C)];
    let (h, s) = (scene.h, scene.s);
    let drift = scene.rng.range(0.0, 50.0);
    let mut row = 0.0;
    while row < 1.0 {
        let d: f32 = row;
        let y = horizon + (h * 1.02 - horizon) * d;
        let near = 0.10 + 0.90 * d;
        let count = (width / (76.0 * near * s + 4.0 * s)) as usize;
        for _ in 0..count {
            let x = scene.rng.unit() * width;
            let patch = scene.noise.fbm(x / (560.0 * s) + drift, d * 3.4, 2);
            if scene.rng.unit() > smooth(-0.35, 0.35, patch) * 0.9 {
                continue;
            }
            let at = [x, y + scene.rng.jitter(16.0) * near * s];
            let size = (74.0 * near + 3.0) * scene.rng.range(0.65, 1.25);
            let odd = scene.rng.chance(0.10);
            let base = if odd { scene.rng.pick(&others) } else { scene.rng.pick(&reds) };
            poppy(scene, at, if odd { size * 0.6 } else { size }, base);
        }
        row += 0.018 + 0.035 * row;
    }
}

/// Lavender rows that run to a farmhouse.
pub(super) fn lavender(scene: &mut Scene) {
    let horizon = scene.h * scene.rng.range(0.30, 0.38);
    scene.sky(horizon, scene.rng.range(0.0, 0.14), 0.35);
    hills(scene, horizon, 3, 0.13);
    let (mood, s, w, h) = (scene.mood, scene.s, scene.w, scene.h);
    let vanish = w * scene.rng.range(0.3, 0.7);
    let rows = scene.rng.range(9.0, 13.0);
    let blooms = [0x6D4BA8, 0x8C6BC8, 0x5540A0, 0xA98BDB, 0x4C3A8C].map(hex);
    let (earth, leaf) = (hex(0xC99A6B), hex(0x7E9460));
    for pass in 0..2 {
        scene.scatter_deep(
            [-40.0 * s, horizon - 3.0 * s],
            [w + 40.0 * s, h + 40.0 * s],
            [[11.0, 40.0], [12.0, 32.0]][pass],
            |rng, noise, at| {
                let d = ((at[1] - horizon) / (h - horizon)).clamp(0.004, 1.1);
                let near = 0.12 + 0.88 * d;
                let along = (at[0] - vanish) / (w * (0.14 + 1.35 * d));
                let phase = along * rows + 0.06 * noise.at(at[0] / (200.0 * s), at[1] / (200.0 * s));
                let inside = (phase - phase.floor() - 0.5).abs() * 2.0;
                let run = ((h - horizon) * (0.14 / 1.35 + d)).atan2(at[0] - vanish);
                if inside > 0.68 + 0.4 * smooth(0.30, 0.0, d) {
                    if pass == 1 && rng.chance(0.6) {
                        return None;
                    }
                    let base = mix(earth, leaf, rng.unit() * 0.7);
                    let colour = lit(&mood, vary(rng, base, 0.04, 0.15), 0.45 + rng.unit() * 0.5);
                    return Some(brush(rng, s, at, run, [110.0 * near + 12.0, 26.0 * near + 5.0], colour, 3.5));
                }
                // Each row is a round bolster: lit on its upper left, blue below.
                let side = (phase - phase.floor() - 0.5) * 2.0;
                let light = (0.62 - side * 0.75 + rng.jitter(0.2)).clamp(0.0, 1.0);
                let base = if rng.chance(0.12) { leaf } else { rng.pick(&blooms) };
                let colour = lit(&mood, vary(rng, base, 0.05, 0.16), light);
                let lean = -FRAC_PI_2 + side * 0.8 + rng.jitter(0.35);
                Some(brush(
                    rng,
                    s,
                    at,
                    lean,
                    [(62.0 * near + 9.0) * rng.range(0.7, 1.2), 19.0 * near + 5.0],
                    colour,
                    4.0 + 4.0 * d,
                ))
            },
        );
    }
    let seat = if vanish > w * 0.5 { 0.25 } else { 0.72 };
    let foot = [w * (seat + scene.rng.jitter(0.05)), horizon + 10.0 * s];
    farmhouse(scene, foot, 0.13 * h.min(w));
    for i in 0..4 {
        let x = foot[0] + (i as f32 - 1.3) * 0.055 * w + scene.rng.jitter(0.012) * w;
        let tall = scene.rng.range(0.10, 0.19) * h.min(w);
        cypress(scene, [x, horizon + 18.0 * s], tall);
    }
}

/// Poplars along a river in autumn.
pub(super) fn poplars(scene: &mut Scene) {
    let horizon = scene.h * scene.rng.range(0.56, 0.64);
    scene.sky(horizon, scene.rng.range(0.0, 0.12), 0.2);
    hills(scene, horizon, 2, 0.06);
    let (s, w, h) = (scene.s, scene.w, scene.h);
    let leaves: [Rgb; 6] = [0xE8A21D, 0xD9741E, 0xF2C94C, 0xB5551C, 0x9DA43B, 0xF5DE83].map(hex);
    let trees = 6 + scene.rng.below(4);
    let mut stems = Vec::new();
    for i in 0..trees {
        let u = (i as f32 + 0.5 + scene.rng.jitter(0.28)) / trees as f32;
        let sweep = 0.5 + 0.5 * (u * 2.6 + 0.4).sin();
        let foot = [u * w, horizon + (6.0 + 34.0 * sweep) * s];
        stems.push((
            foot,
            (0.34 + 0.24 * sweep + scene.rng.jitter(0.04)) * h.min(w * 1.3),
            scene.rng.below(leaves.len()),
        ));
    }
    bank(scene, horizon);
    for &(foot, tall, hue) in &stems {
        poplar(scene, foot, tall, [leaves[hue], leaves[(hue + 1) % 6], leaves[(hue + 4) % 6]]);
    }
    // The river takes its colours from what stands above it.
    let shore = horizon + 44.0 * s;
    let mood = scene.mood;
    for pass in 0..2 {
        let mut dabs = Vec::new();
        let step = [30.0, 26.0][pass] * s;
        let mut y = shore;
        while y < h + 20.0 * s {
            let d = (y - shore) / (h - shore);
            let mut x = -20.0 * s;
            while x < w + 20.0 * s {
                let mirror = [
                    x + scene.rng.jitter(20.0 + 50.0 * d) * s,
                    shore - (y - shore) * 1.25 - 6.0 * s + scene.rng.jitter(18.0) * s,
                ];
                let seen = scene.under([mirror[0], mirror[1].max(2.0)]);
                let deep = mix(seen, mood.shade, 0.16 + 0.16 * d + 0.12 * scene.rng.unit());
                let colour = vary(&scene.rng, deep, 0.03, 0.12);
                let at = [x + scene.rng.jitter(18.0) * s, y + scene.rng.jitter(8.0) * s];
                let size = [(70.0 + 90.0 * d) * scene.rng.range(0.6, 1.2), 13.0 + 15.0 * d];
                let lean = scene.rng.jitter(0.07);
                dabs.push(brush(&scene.rng, s, at, lean, size, colour, 3.6));
                x += step * (1.2 + d);
            }
            y += step * (0.42 + 0.45 * d);
        }
        for dab in &dabs {
            scene.oil.dab(dab);
        }
    }
    for _ in 0..70 {
        let d = scene.rng.unit();
        let at = [scene.rng.unit() * w, shore + (h - shore) * d];
        let colour = mix(mood.low, mood.cloud, scene.rng.unit());
        let size = [scene.rng.range(40.0, 110.0) * (0.4 + d), 7.0 + 7.0 * d];
        scene.touch(at, 0.0, size, colour, 6.0);
    }
}

/// Ranges of hills, each nearer one lower and warmer; `rise` is the farthest crest's height as a share of the sheet.
pub(super) fn hills(scene: &mut Scene, horizon: f32, ranges: usize, rise: f32) {
    let (mood, s, w, h) = (scene.mood, scene.s, scene.w, scene.h);
    let field = hex(0x7D9150);
    for range in 0..ranges {
        let k = range as f32 / ranges as f32;
        let offset = scene.rng.range(0.0, 200.0);
        let lift = rise * (1.0 - 0.55 * k);
        let crest = |noise: &super::Noise, x: f32| {
            horizon - h * lift * (0.55 + 0.75 * noise.fbm(x / (w * 0.42) + offset, 3.0 + k, 3))
        };
        let top = horizon - h * rise * 1.4;
        let local = mix(mood.far, field, 0.15 + 0.5 * k);
        scene.scatter([-30.0 * s, top], [w + 30.0 * s, horizon + 16.0 * s], 24.0, |rng, noise, at| {
            let edge = crest(noise, at[0]);
            if at[1] < edge {
                return None;
            }
            let slope = (crest(noise, at[0] + 12.0 * s) - crest(noise, at[0] - 12.0 * s)) / (24.0 * s);
            let light =
                (0.55 - slope * 0.9 + 0.5 * noise.at(at[0] / (150.0 * s), at[1] / (90.0 * s)) + rng.jitter(0.15))
                    .clamp(0.0, 1.0);
            let haze = mix(lit(&mood, local, light), mood.low, 0.34 * (1.0 - k));
            let size = [rng.range(55.0, 105.0), rng.range(17.0, 27.0)];
            Some(brush(rng, s, at, slope.atan() * 0.8 + rng.jitter(0.12), size, vary(rng, haze, 0.025, 0.12), 4.0))
        });
    }
}

/// A flame of a tree.
pub(super) fn cypress(scene: &mut Scene, foot: Point, tall: f32) {
    let (mood, s) = (scene.mood, scene.s);
    let wide = tall * scene.rng.range(0.10, 0.135);
    let greens = [0x1F4A35, 0x2F6B3F, 0x15352F, 0x4F7F3C].map(hex);
    let count = (tall / s * 0.9) as usize;
    let lean = scene.rng.jitter(0.05);
    let fine = (tall / (500.0 * s)).clamp(0.35, 1.1);
    for i in 0..count {
        let t = i as f32 / count as f32;
        let girth = wide * (t * PI).sin().max(0.0).powf(0.55) * (1.0 - 0.55 * t) * 1.3;
        let side = scene.rng.jitter(1.0);
        let at = [foot[0] + side * girth + lean * tall * t, foot[1] - t * tall];
        let light = (0.35 - side * 0.55 + scene.rng.jitter(0.2)).clamp(0.0, 1.0);
        let local = scene.rng.pick(&greens);
        let colour = lit(&mood, vary(&scene.rng, local, 0.03, 0.15), light);
        let angle = -FRAC_PI_2 + side * 0.35 + 0.35 * (t * 14.0 + side * 2.0).sin() + lean;
        let size = [scene.rng.range(60.0, 105.0) * fine, scene.rng.range(16.0, 24.0) * fine];
        scene.touch(at, angle, size, colour, 7.5 * fine);
    }
}

/// A row of round trees; `height(u)` is 0..1 at the share `u` of the width.
fn grove(scene: &mut Scene, foot: f32, tall: f32, height: impl Fn(f32) -> f32) {
    let (mood, s, w) = (scene.mood, scene.s, scene.w);
    let greens = [0x3B6B3A, 0x5D8A3F, 0x2A5140, 0x86A24A].map(hex);
    scene.scatter([-20.0 * s, foot - tall * 1.5], [w + 20.0 * s, foot + 10.0 * s], 17.0, |rng, noise, at| {
        let bump = 0.75 + 0.6 * noise.fbm(at[0] / (130.0 * s), 4.0, 3);
        let top = foot - tall * height(at[0] / w) * bump;
        if at[1] < top {
            return None;
        }
        let t = (foot - at[1]) / (foot - top).max(1.0);
        let clump = noise.fbm(at[0] / (60.0 * s), at[1] / (60.0 * s), 2);
        let light = (0.15 + 0.7 * t + clump * 0.8 + rng.jitter(0.12)).clamp(0.0, 1.0);
        let base = rng.pick(&greens);
        let colour = lit(&mood, vary(rng, base, 0.03, 0.12), light);
        let size = [rng.range(28.0, 52.0), rng.range(14.0, 22.0)];
        Some(brush(rng, s, at, -0.7 + clump * 2.5 + rng.jitter(0.5), size, colour, 5.5))
    });
}

/// Grass from the horizon to the lower edge.
fn meadow(scene: &mut Scene, horizon: f32, dark: Rgb, light_green: Rgb) {
    let (mood, s, w, h) = (scene.mood, scene.s, scene.w, scene.h);
    for pass in 0..2 {
        scene.scatter_deep(
            [-30.0 * s, horizon - 4.0 * s],
            [w + 30.0 * s, h + 50.0 * s],
            [[15.0, 44.0], [15.0, 36.0]][pass],
            |rng, noise, at| {
                let d = ((at[1] - horizon) / (h - horizon)).clamp(0.0, 1.1);
                let near = 0.2 + 0.8 * d;
                let wave = noise.fbm(at[0] / (500.0 * s), at[1] / (140.0 * s), 3);
                let local = mix(dark, light_green, (0.45 + wave + rng.jitter(0.25)).clamp(0.0, 1.0));
                let light = (0.85 - 0.45 * d + wave * 0.6 + rng.jitter(0.15)).clamp(0.0, 1.0);
                let flat = smooth(0.25, 0.0, d);
                let lean = (-FRAC_PI_2 + rng.jitter(0.5)) * (1.0 - flat);
                let size = [(100.0 * near + 18.0) * rng.range(0.7, 1.2), 19.0 * near + 6.0];
                Some(brush(rng, s, at, lean, size, lit(&mood, vary(rng, local, 0.035, 0.15), light), 3.5 + 3.0 * d))
            },
        );
    }
}

fn poppy(scene: &mut Scene, at: Point, size: f32, colour: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    if size < 12.0 {
        let c = lit(&mood, vary(&scene.rng, colour, 0.03, 0.1), 0.85);
        let lean = scene.rng.jitter(0.4);
        scene.touch(at, lean, [size * 1.8, size * 0.9], c, 6.0);
        return;
    }
    let petals = if size > 30.0 { 5 } else { 3 };
    let turn = scene.rng.jitter(0.6);
    for i in 0..petals {
        let a = turn + i as f32 / petals as f32 * TAU;
        let light = 0.62 - 0.42 * a.sin() + scene.rng.jitter(0.12);
        let c = lit(&mood, vary(&scene.rng, colour, 0.03, 0.08), light);
        let p = [at[0] + a.cos() * size * 0.30 * s, at[1] + a.sin() * size * 0.22 * s];
        scene.touch(p, a + 1.2, [size * 0.85, size * 0.55], c, 9.0);
    }
    if size > 24.0 && scene.rng.chance(0.6) {
        scene.touch([at[0], at[1] - size * 0.03 * s], 0.3, [size * 0.30, size * 0.20], hex(0x1E1420), 7.0);
    }
}

fn poplar(scene: &mut Scene, foot: Point, tall: f32, hues: [Rgb; 3]) {
    let (mood, s) = (scene.mood, scene.s);
    let trunk = hex(0x6B4A3E);
    for i in 0..14 {
        let t = i as f32 / 14.0;
        let c = lit(&mood, vary(&scene.rng, trunk, 0.04, 0.2), 0.5);
        scene.touch([foot[0] + scene.rng.jitter(2.0) * s, foot[1] - t * tall * 0.8], -FRAC_PI_2, [70.0, 13.0], c, 5.0);
    }
    let wide = tall * scene.rng.range(0.10, 0.15);
    for i in 0..(tall / s * 1.15) as usize {
        let t = scene.rng.unit();
        let girth = wide * (0.25 + 1.3 * t * (1.0 - t * t) * 1.6);
        let side = scene.rng.gauss() * 0.5;
        let at = [foot[0] + side * girth, foot[1] - tall * (0.10 + 0.92 * t)];
        let light = (0.55 - side * 0.6 + scene.rng.jitter(0.25)).clamp(0.0, 1.0);
        let local = hues[i % 3];
        let c = lit(&mood, vary(&scene.rng, local, 0.04, 0.12), light);
        let angle = -FRAC_PI_2 + side * 0.7 + scene.rng.jitter(0.5);
        let size = [scene.rng.range(26.0, 48.0), scene.rng.range(14.0, 22.0)];
        scene.touch(at, angle, size, c, 7.0);
    }
}

fn bank(scene: &mut Scene, horizon: f32) {
    let (mood, s, w) = (scene.mood, scene.s, scene.w);
    let grass = [0x8C9A3F, 0xC2A545, 0x5E7A3C].map(hex);
    scene.scatter([-20.0 * s, horizon - 4.0 * s], [w + 20.0 * s, horizon + 50.0 * s], 20.0, |rng, noise, at| {
        let light = (0.6 + 0.7 * noise.at(at[0] / (140.0 * s), at[1] / (60.0 * s))).clamp(0.0, 1.0);
        let base = rng.pick(&grass);
        let colour = lit(&mood, vary(rng, base, 0.04, 0.15), light);
        Some(brush(rng, s, at, rng.jitter(0.3), [70.0, 18.0], colour, 4.5))
    });
}

/// A low house with a tiled roof; `size` is its length in pixels.
pub(super) fn farmhouse(scene: &mut Scene, foot: Point, size: f32) {
    let (mood, s) = (scene.mood, scene.s);
    let (wall, roof, door) = (hex(0xF3E6CF), hex(0xC8583A), hex(0x4B5E8C));
    let (length, tall) = (size, size * 0.34);
    let unit = |v: f32| v / s;
    for row in 0..5 {
        let y = foot[1] - tall * (row as f32 + 0.5) / 5.0;
        for col in 0..6 {
            let u = (col as f32 + 0.5) / 6.0;
            let c = lit(&mood, vary(&scene.rng, wall, 0.02, 0.1), if u > 0.72 { 0.25 } else { 0.95 });
            scene.touch([foot[0] + (u - 0.5) * length, y], 0.0, [unit(length) / 4.6, unit(tall) / 4.0], c, 5.0);
        }
    }
    for row in 0..4 {
        let t = row as f32 / 4.0;
        let reach = length * (1.12 - 0.30 * t);
        for col in 0..7 {
            let u = (col as f32 + 0.5) / 7.0;
            let c = lit(&mood, vary(&scene.rng, roof, 0.03, 0.12), if u > 0.74 { 0.35 } else { 0.9 - 0.2 * t });
            let at = [foot[0] + (u - 0.5) * reach, foot[1] - tall * (1.05 + 0.42 * t)];
            scene.touch(at, 0.05, [unit(reach) / 5.4, unit(tall) / 5.0], c, 6.0);
        }
    }
    for u in [-0.3, -0.05, 0.17] {
        let c = lit(&mood, door, 0.4);
        scene.touch(
            [foot[0] + u * length, foot[1] - tall * 0.38],
            FRAC_PI_2,
            [unit(tall) * 0.5, unit(length) * 0.06],
            c,
            4.0,
        );
    }
}

fn crows(scene: &mut Scene, horizon: f32) {
    if scene.rng.chance(0.4) {
        return;
    }
    let dark = hex(0x1A1B26);
    for _ in 0..scene.rng.below(9) + 5 {
        let at = [scene.rng.unit() * scene.w, scene.rng.range(0.25, 0.95) * horizon];
        let size = 16.0 + 22.0 * (1.0 - at[1] / horizon);
        for side in [-1.0_f32, 1.0] {
            let lift = scene.rng.range(0.25, 0.6);
            let p = [at[0] + side * size * 0.42 * scene.s, at[1] - size * 0.12 * scene.s];
            scene.touch(
                p,
                if side > 0.0 { -lift } else { std::f32::consts::PI + lift },
                [size, size * 0.32],
                dark,
                6.0,
            );
        }
    }
}
