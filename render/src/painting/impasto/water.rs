//! Water: the sea with its path of light, a harbour, a pond of lilies.
//! Knows that water shows what lies above it, broken and a little darker.

use std::f32::consts::{FRAC_PI_2, TAU};

use super::super::colour::{Rgb, hex, mix};
use super::super::noise::smooth;
use super::super::raster::Point;
use super::land::hills;
use super::{Scene, brush, lit, vary};

/// The open sea with the sun low over it.
pub(super) fn sea(scene: &mut Scene) {
    let horizon = scene.h * scene.rng.range(0.38, 0.48);
    scene.sky(horizon, scene.rng.range(0.05, 0.22), 0.3);
    let (mood, s, w, h) = (scene.mood, scene.s, scene.w, scene.h);
    let sun = [w * scene.rng.range(0.28, 0.72), horizon - h * scene.rng.range(0.08, 0.15)];
    scene.orb(sun, 62.0, mix(mood.glow, hex(0xFFFFFF), 0.25), 5);
    if scene.rng.chance(0.6) {
        hills(scene, horizon, 1, 0.05);
    }
    let body = mix(hex(0x1F6F8B), mood.high, 0.5);
    for pass in 0..3 {
        scene.scatter_deep(
            [-50.0 * s, horizon - 3.0 * s],
            [w + 50.0 * s, h + 30.0 * s],
            [[14.0, 46.0], [14.0, 42.0], [20.0, 52.0]][pass],
            |rng, noise, at| {
                let d = ((at[1] - horizon) / (h - horizon)).clamp(0.0, 1.05);
                let near = 0.16 + 0.84 * d;
                let swell = noise.fbm(at[0] / ((140.0 + 700.0 * d) * s), at[1] / ((26.0 + 120.0 * d) * s), 3);
                let spread = (60.0 + 330.0 * d) * s;
                let path = (-((at[0] - sun[0]) / spread).powi(2)).exp();
                let far = mix(mood.low, body, smooth(0.0, 0.22, d));
                let deep = mix(far, mood.shade, smooth(0.05, 1.0, d) * 0.45);
                let mut colour = mix(deep, mix(body, mood.low, 0.55), (0.35 + swell * 1.5).clamp(0.0, 1.0));
                if path * (0.75 + swell) > rng.range(0.25, 0.9) {
                    colour = mix(mood.glow, hex(0xFFFFFF), rng.unit() * 0.3);
                } else if pass == 2 {
                    if swell < 0.22 || rng.chance(0.3) {
                        return None;
                    }
                    colour = mix(mood.cloud, body, rng.unit() * 0.55);
                }
                let size = [(190.0 * near + 22.0) * rng.range(0.55, 1.2), 30.0 * near + 6.0];
                let tilt = swell * 0.5 * near + rng.jitter(0.05);
                Some(brush(rng, s, at, tilt, size, vary(rng, colour, 0.03, 0.14), 4.0 + 4.5 * d))
            },
        );
    }
    for _ in 0..2 + scene.rng.below(4) {
        let d = scene.rng.range(0.02, 0.28);
        let at = [w * scene.rng.range(0.08, 0.92), horizon + (h - horizon) * d];
        sail(scene, at, 60.0 + 300.0 * d);
    }
}

/// Houses and boats along a quay, and their likeness in the water.
pub(super) fn harbour(scene: &mut Scene) {
    let quay = scene.h * scene.rng.range(0.47, 0.54);
    scene.sky(quay, scene.rng.range(0.0, 0.15), 0.25);
    hills(scene, quay, 2, 0.20);
    let (mood, s, w, h) = (scene.mood, scene.s, scene.w, scene.h);
    let walls = [0xF1D9B0, 0xE8A87C, 0xD9695B, 0xF4E9D8, 0xE7C15A, 0x8FB4B8, 0xC98AA0].map(hex);
    let roofs = [0xB6523A, 0x9A4A3E, 0xC9703F].map(hex);
    let mut x = -20.0 * s;
    while x < w {
        let wide = scene.rng.range(0.055, 0.10) * w.max(h * 0.8);
        let tall = scene.rng.range(0.10, 0.22) * h;
        let (wall, roof) = (scene.rng.pick(&walls), scene.rng.pick(&roofs));
        house(scene, [x, quay], [wide, tall], wall, roof);
        x += wide * scene.rng.range(0.95, 1.04);
    }
    reflect(scene, quay, 0.62);
    for i in 0..4 + scene.rng.below(3) {
        let d = 0.10 + 0.15 * i as f32 + scene.rng.jitter(0.04);
        let at = [w * scene.rng.range(0.08, 0.92), quay + (h - quay) * d];
        boat(scene, at, 110.0 + 330.0 * d, mood.glow);
    }
}

/// A pond seen from above, without a horizon.
pub(super) fn lilies(scene: &mut Scene) {
    let (mood, s, w, h) = (scene.mood, scene.s, scene.w, scene.h);
    let water = [0x27527A, 0x2F7A80, 0x6C6FB0, 0x3F7F62, 0xA99BCB, 0x1E4258].map(hex);
    let offset = scene.rng.range(0.0, 90.0);
    for pass in 0..3 {
        scene.scatter_deep(
            [-40.0 * s, -40.0 * s],
            [w + 40.0 * s, h + 40.0 * s],
            [[30.0, 54.0], [24.0, 40.0], [32.0, 50.0]][pass],
            |rng, noise, at| {
                // Willows and sky hang into the water as soft columns; the wind breaks them into level strokes.
                let column = noise.fbm(at[0] / (520.0 * s) + offset, at[1] / (1300.0 * s), 2);
                let ripple = noise.fbm(at[0] / (700.0 * s), at[1] / (170.0 * s) + offset, 3);
                let tone = (0.5 + column * 1.3 + ripple * 0.6 + rng.jitter(0.14)).clamp(0.0, 0.999) * 5.0;
                let order = [5, 0, 3, 1, 2, 4];
                let (low, next) = (order[tone as usize], order[(tone as usize + 1).min(5)]);
                let body = mix(water[low], water[next], tone.fract());
                let mut colour = mix(body, mood.high, 0.22);
                if pass == 2 {
                    if tone < 3.0 || rng.chance(0.45) {
                        return None;
                    }
                    colour = mix(body, mix(mood.low, mood.cloud, 0.5), rng.range(0.25, 0.75));
                }
                let near = 0.55 + 0.65 * at[1] / h;
                let size = [rng.range(80.0, 185.0) * near, [40.0, 26.0, 17.0][pass] * near];
                let tilt = 0.35 * noise.at(at[0] / (420.0 * s), at[1] / (300.0 * s)) + rng.jitter(0.10);
                Some(brush(rng, s, at, tilt, size, lit(&mood, vary(rng, colour, 0.03, 0.16), 0.92), 4.5))
            },
        );
    }
    let rafts = 6 + scene.rng.below(3);
    for i in 0..rafts {
        let v = (i as f32 + 0.5 + scene.rng.jitter(0.25)) / rafts as f32;
        let centre = [w * scene.rng.range(0.02, 0.98), h * (0.04 + 0.94 * v)];
        raft(scene, centre, (0.40 + 0.75 * v) * 270.0);
    }
}

fn raft(scene: &mut Scene, centre: Point, size: f32) {
    let (mood, s) = (scene.mood, scene.s);
    let pads = [0x6FA35B, 0x8DBB6A, 0x4C8A6A, 0xA9C77C, 0x5B9487].map(hex);
    let blooms = [0xF3B5C6, 0xFBEFF0, 0xE27C9F, 0xF7E3B0].map(hex);
    let mut seats: Vec<Point> = (0..13 + scene.rng.below(9))
        .map(|_| [centre[0] + scene.rng.gauss() * size * 0.95 * s, centre[1] + scene.rng.gauss() * size * 0.30 * s])
        .collect();
    seats.sort_by(|a, b| a[1].total_cmp(&b[1]));
    for at in seats {
        let r = size * scene.rng.range(0.17, 0.30);
        let local = scene.rng.pick(&pads);
        // Shadow in the water, then the pad in turning strokes, then its lit rim.
        scene.touch([at[0], at[1] + r * 0.22 * s], 0.0, [r * 2.3, r * 0.6], mix(mood.shade, hex(0x17343C), 0.6), 3.0);
        for i in 0..11 {
            let a = i as f32 / 11.0 * TAU;
            let p = [at[0] + a.cos() * r * 0.55 * s, at[1] + a.sin() * r * 0.22 * s];
            let c = lit(&mood, vary(&scene.rng, local, 0.04, 0.15), 0.75 - 0.3 * a.sin());
            scene.touch(p, (a + FRAC_PI_2).sin().atan2((a + FRAC_PI_2).cos() * 2.6), [r * 0.95, r * 0.32], c, 6.0);
        }
        let rim = lit(&mood, mix(local, hex(0xF2F4C8), 0.45), 1.0);
        scene.touch([at[0] - r * 0.2 * s, at[1] - r * 0.27 * s], -0.08, [r * 0.9, r * 0.11], rim, 7.0);
        if scene.rng.chance(0.33) {
            let bloom = scene.rng.pick(&blooms);
            lily(scene, [at[0], at[1] - r * 0.25 * s], r * 0.95, bloom);
        }
    }
}

fn lily(scene: &mut Scene, at: Point, size: f32, colour: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    for ring in 0..2 {
        let reach = [0.52, 0.26][ring];
        let petals = [8, 5][ring];
        for i in 0..petals {
            let a = -std::f32::consts::PI * (1.0 - (i as f32 + 0.5) / petals as f32);
            let p = [at[0] + a.cos() * size * reach * s, at[1] + a.sin() * size * reach * 0.75 * s];
            let light = 0.75 - 0.35 * a.cos() + 0.2 * ring as f32;
            let c = lit(&mood, vary(&scene.rng, colour, 0.02, 0.08), light);
            scene.touch(p, a, [size * 0.75, size * 0.28], c, 9.0);
        }
    }
    scene.touch([at[0], at[1] - size * 0.1 * s], 0.2, [size * 0.3, size * 0.2], hex(0xF2B93B), 9.0);
}

/// Lays the mirror image of what stands above `shore` into the water below it, in level strokes.
fn reflect(scene: &mut Scene, shore: f32, dim: f32) {
    let (mood, s, w, h) = (scene.mood, scene.s, scene.w, scene.h);
    let tint = mix(hex(0x2B6A7C), mood.shade, 0.45);
    for pass in 0..3 {
        let mut y = shore + 4.0 * s;
        while y < h + 20.0 * s {
            let d = (y - shore) / (h - shore);
            let step = (10.0 + 15.0 * d) * s;
            let stride = (44.0 + 60.0 * d) * s;
            let mut x = -stride * scene.rng.unit();
            while x < w + stride {
                let wander = (16.0 + 70.0 * d) * s;
                let from = [x + scene.rng.jitter(wander), shore - (y - shore) * 0.92 + scene.rng.jitter(wander * 0.5)];
                let seen = scene.under([from[0].clamp(0.0, w - 1.0), from[1].clamp(0.0, shore - 2.0)]);
                let mut colour = mix(seen, tint, 1.0 - dim + 0.25 * d * scene.rng.unit());
                if pass == 2 {
                    colour = mix(colour, mood.low, 0.55 * scene.rng.unit());
                }
                let colour = vary(&scene.rng, colour, 0.03, 0.12);
                let size = [(78.0 + 90.0 * d) * scene.rng.range(0.6, 1.25), 13.0 + 14.0 * d];
                let at = [x, y + scene.rng.jitter(step)];
                let tilt = scene.rng.jitter(0.05);
                scene.touch(at, tilt, size, colour, 4.0);
                x += stride * if pass == 2 { 3.0 } else { 1.0 };
            }
            y += step;
        }
    }
}

fn house(scene: &mut Scene, corner: Point, size: [f32; 2], wall: Rgb, roof: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    let [wide, tall] = size;
    let sunny = scene.rng.range(0.6, 1.0);
    let (from, to) = ([corner[0], corner[1] - tall], [corner[0] + wide, corner[1]]);
    scene.scatter(from, to, 17.0, |rng, _, at| {
        let side = smooth(0.62, 0.85, (at[0] - corner[0]) / wide) * 0.5;
        let c = lit(&mood, vary(rng, wall, 0.025, 0.1), sunny - side + rng.jitter(0.08));
        let at = [at[0].clamp(from[0] + 12.0 * s, (to[0] - 10.0 * s).max(from[0] + 12.0 * s)), at[1]];
        Some(brush(rng, s, at, FRAC_PI_2 + rng.jitter(0.12), [46.0, 22.0], c, 4.5))
    });
    for row in 0..3 {
        let y = corner[1] - tall - row as f32 * 11.0 * s;
        for col in 0..4 {
            let x = corner[0] + wide * (0.5 + (col as f32 - 1.5) * (0.29 - 0.04 * row as f32));
            let c = lit(&mood, vary(&scene.rng, roof, 0.03, 0.12), 0.85);
            scene.touch([x, y], 0.04, [wide / s * 0.34, 18.0], c, 6.0);
        }
    }
    let (cols, floors) = (((wide / s) / 52.0).max(1.0) as usize, ((tall / s) / 74.0).max(1.0) as usize);
    let night = mood.light[0] < 0.6;
    for floor in 0..floors {
        for col in 0..cols {
            let at = [
                corner[0] + wide * (col as f32 + 0.5) / cols as f32,
                corner[1] - tall + (44.0 + 72.0 * floor as f32) * s,
            ];
            let glass = if night && scene.rng.chance(0.6) { hex(0xFFC85A) } else { lit(&mood, hex(0x34425C), 0.4) };
            scene.touch(at, FRAC_PI_2, [36.0, 15.0], glass, 4.0);
            if scene.rng.chance(0.6) {
                let shutter = lit(&mood, scene.rng.pick(&[hex(0x4F7F6A), hex(0x5B7FA8), hex(0xB0543C)]), 0.8);
                for k in [-1.0, 1.0] {
                    scene.touch([at[0] + k * 13.0 * s, at[1]], FRAC_PI_2, [36.0, 9.0], shutter, 5.0);
                }
            }
        }
    }
}

fn boat(scene: &mut Scene, at: Point, size: f32, glow: Rgb) {
    let (mood, s) = (scene.mood, scene.s);
    let hulls = [0x2D5F8C, 0xB8382E, 0xE9E2CF, 0x2F6B52, 0x2A2B3A, 0xE0A336].map(hex);
    let hull = scene.rng.pick(&hulls);
    for i in 0..5 {
        let c = mix(lit(&mood, hull, 0.1), mood.shade, 0.4);
        let y = at[1] + (8.0 + i as f32 * size * 0.045) * s;
        let x = at[0] + scene.rng.jitter(size * 0.08) * s;
        scene.touch([x, y], 0.0, [size * (0.9 - 0.12 * i as f32), size * 0.06], c, 3.5);
    }
    let mast = size * scene.rng.range(0.75, 1.05);
    let lean = scene.rng.jitter(0.05);
    let wood = lit(&mood, hex(0x5A3E2E), 0.6);
    scene.touch([at[0], at[1] - mast * 0.5 * s], -FRAC_PI_2 + lean, [mast, size * 0.022 + 4.0], wood, 6.0);
    scene.touch([at[0] + mast * 0.16 * s, at[1] - mast * 0.42 * s], -1.0, [mast * 0.75, 4.0], wood, 4.0);
    for row in 0..3 {
        let k = row as f32;
        let c = lit(&mood, vary(&scene.rng, hull, 0.03, 0.08), 0.95 - 0.3 * k);
        let y = at[1] - size * (0.085 - 0.055 * k) * s;
        scene.touch([at[0], y], 0.0, [size * (1.06 - 0.11 * k), size * 0.085], c, 7.0);
    }
    scene.touch(
        [at[0] - size * 0.5 * s, at[1] - size * 0.12 * s],
        -0.35,
        [size * 0.22, size * 0.06],
        lit(&mood, hull, 1.0),
        7.0,
    );
    let rail = mix(hex(0xF4EBDA), glow, 0.3);
    scene.touch([at[0], at[1] - size * 0.13 * s], 0.02, [size * 0.98, size * 0.028], lit(&mood, rail, 1.0), 7.0);
    if scene.rng.chance(0.55) {
        let cabin = lit(&mood, hex(0xF0E3CB), 0.9);
        scene.touch([at[0] + size * 0.18 * s, at[1] - size * 0.19 * s], 0.0, [size * 0.26, size * 0.13], cabin, 6.0);
        scene.touch(
            [at[0] + size * 0.18 * s, at[1] - size * 0.26 * s],
            0.0,
            [size * 0.32, size * 0.04],
            lit(&mood, hex(0xB8382E), 0.9),
            6.0,
        );
    }
}

fn sail(scene: &mut Scene, at: Point, size: f32) {
    let (mood, s) = (scene.mood, scene.s);
    let cloth = scene.rng.pick(&[hex(0xF8F1E2), hex(0xE9B872), hex(0xC8553D)]);
    scene.touch(
        [at[0], at[1] + size * 0.16 * s],
        0.0,
        [size * 0.5, size * 0.10],
        mix(lit(&mood, cloth, 0.4), mood.shade, 0.4),
        3.0,
    );
    for i in 0..4 {
        let k = i as f32 / 3.0;
        let c = lit(&mood, vary(&scene.rng, cloth, 0.02, 0.08), 0.95 - 0.3 * k);
        let p = [at[0] + (k - 0.3) * size * 0.26 * s, at[1] - size * (0.42 - 0.14 * k) * s];
        scene.touch(p, -1.42 + 0.1 * k, [size * (0.80 - 0.26 * k), size * 0.15], c, 6.0);
    }
    scene.touch([at[0], at[1]], 0.0, [size * 0.55, size * 0.10], lit(&mood, hex(0x3A2A2A), 0.5), 6.0);
}
