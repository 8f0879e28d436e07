//! Streets: rain on a window, light trails, fog under lamps, a wet crossing.
//! Knows lamps, lenses and wet asphalt.

use std::f32::consts::{FRAC_PI_2, TAU};

use super::super::colour::{Rgb, hex, lerp, scale};
use super::super::noise::smooth;
use super::super::raster::Point;
use super::super::shape::{bent, curve, disc, pebble, ribbon};
use super::Film;

/// Lamps out of focus behind a window in the rain.
pub(super) fn rain(f: &mut Film) {
    f.exposure = 1.15;
    f.bloom = 34.0;
    let street = f.h * f.rng.range(0.62, 0.72);
    backdrop(f, street);
    let count = 90 + f.rng.below(40);
    for i in 0..count {
        let deep = f.rng.unit();
        let at =
            [f.rng.range(-0.05, 1.05) * f.w, street - f.h * (0.04 + 0.60 * deep.powf(1.6)) + f.rng.jitter(0.05) * f.h];
        let r = f.rng.range(38.0, 100.0) * f.s * (1.12 - 0.4 * deep);
        let tone = f.lamp();
        let light = f.rng.range(0.05, 0.34) * if i % 7 == 0 { 2.2 } else { 1.0 };
        f.bokeh(at, r, scale(tone, light));
        // Its reflection on the wet road, long and faint.
        let below = street + (street - at[1]) * 0.55 + 0.05 * f.h;
        f.halo([at[0], below], r * 1.1, r * 3.6, scale(tone, light * 0.40));
    }
    // Cars: pairs of lamps low down, red going and white coming.
    for _ in 0..7 + f.rng.below(4) {
        let (x, y) = (f.rng.unit() * f.w, street + f.rng.range(0.0, 0.13) * f.h);
        let size = (46.0 + 330.0 * (y - street) / f.h) * f.s;
        let tone = if f.rng.chance(0.5) { hex(0xFF2A18) } else { hex(0xFFF2D6) };
        for k in [-1.0_f32, 1.0] {
            f.bokeh([x + k * size * 1.3, y], size, scale(tone, 0.62));
            f.halo([x + k * size * 1.2, y + size * 3.0], size * 1.2, size * 3.4, scale(tone, 0.26));
        }
    }
    drops(f);
}

fn backdrop(f: &mut Film, street: f32) {
    let (high, low, haze, h, s) = (f.high, f.low, f.haze, f.h, f.s);
    let noise = &f.noise;
    let soft = super::super::field::Grid::new(f.canvas.w, f.canvas.h, 12, |x, y| {
        noise.fbm(x / (700.0 * s), y / (500.0 * s), 2)
    });
    f.canvas.each(|x, y, _| {
        let fy = y as f32;
        let k = 0.75 + 0.8 * soft.at(x as f32, fy);
        let below = smooth(street - 0.05 * h, street + 0.09 * h, fy);
        let base = lerp(
            lerp(high, haze, fy / street),
            lerp(scale(low, 0.45), scale(high, 0.5), ((fy - street) / (h - street)).clamp(0.0, 1.0)),
            below,
        );
        scale(base, 0.55 * k.max(0.1))
    });
}

/// Drops on the pane: each a lens that turns the street upside down, some run.
fn drops(f: &mut Film) {
    let before = f.canvas.clone();
    let (w, h) = (before.w, before.h);
    let mut seats: Vec<(Point, f32)> = Vec::new();
    for _ in 0..26 {
        let mut at = [f.rng.unit() * f.w, f.rng.range(-0.1, 0.6) * f.h];
        let r = f.rng.range(9.0, 19.0) * f.s;
        let run = f.rng.range(0.12, 0.5) * f.h;
        let (start, phase) = (at[1], f.rng.unit() * 9.0);
        while at[1] - start < run {
            at[1] += r * f.rng.range(0.9, 3.4);
            at[0] += f.noise.at(at[1] / (90.0 * f.s), phase) * r * 0.7;
            let t = (at[1] - start) / run;
            seats.push((at, r * (0.25 + 0.35 * t) * f.rng.range(0.5, 1.0)));
        }
        seats.push((at, r * 1.35));
    }
    for _ in 0..1500 {
        let at = [f.rng.unit() * f.w, f.rng.unit() * f.h];
        seats.push((at, f.s * (2.2 + 17.0 * f.rng.unit().powi(5))));
    }
    for (at, r) in seats {
        let r = r.max(1.2);
        let outline = pebble(&f.rng, at, r, 0.20);
        let canvas = &mut f.canvas;
        f.raster.fill(&outline, |x, y, cover| {
            let (dx, dy) = ((x as f32 - at[0]) / r, (y as f32 - at[1]) / r);
            let q = (dx * dx + dy * dy).min(1.0);
            // The drop is a tiny wide-angle lens: it sees a large part of the scene, inverted.
            let sx = (at[0] - dx * r * (5.0 + 9.0 * q)).clamp(0.0, w as f32 - 1.0) as usize;
            let sy = (at[1] - dy * r * (5.0 + 9.0 * q) - 0.05 * h as f32).clamp(0.0, h as f32 - 1.0) as usize;
            let seen = before.px[sy * w + sx];
            let rim = 1.0 - 0.75 * smooth(0.55, 1.0, q);
            let light = if dx * dx + (dy + 0.45) * (dy + 0.45) < 0.05 { 0.35 } else { 0.0 };
            let drop = [0, 1, 2].map(|k| seen[k] * 1.25 * rim + light * 0.5 * (0.3 + seen[k]));
            canvas.cover(x, y, drop, cover * 0.94);
        });
    }
}

/// A road bends away; the cars have gone and left their lamps behind.
pub(super) fn trails(f: &mut Film) {
    let horizon = f.h * f.rng.range(0.40, 0.48);
    f.sky(horizon, 0.4);
    f.exposure = 1.2;
    f.bloom = 20.0;
    let s = f.s;
    hills(f, horizon);
    let (w, h) = (f.w, f.h);
    let road = scale(f.haze, 0.45);
    f.block(&[[0.0, horizon], [w, horizon], [w, h], [0.0, h]], scale(f.high, 0.22));
    let bend = f.rng.range(0.20, 0.38) * if f.rng.chance(0.5) { 1.0 } else { -1.0 };
    let vanish = [w * (0.5 - bend * 0.55), horizon];
    // A point of the road: t 0 far to 1 near, v -1..1 across.
    let place = |t: f32, v: f32, lift: f32| {
        let depth = t * t;
        let swing = bend * w * (1.0 - (1.0 - t).powi(3)) * (1.0 - t) * 2.6;
        let half = w * (0.004 + 0.62 * depth);
        [
            vanish[0] + swing + (w * 0.5 - vanish[0]) * t + v * half,
            vanish[1] + (h * 1.04 - vanish[1]) * depth - lift * h * (0.004 + 0.30 * depth),
        ]
    };
    let side = |v: f32| (0..=60).map(|i| place(i as f32 / 60.0, v, 0.0)).collect::<Vec<Point>>();
    let outline: Vec<Point> = side(-1.0).into_iter().chain(side(1.0).into_iter().rev()).collect();
    f.block(&outline, road);
    for v in [-0.96_f32, 0.96] {
        let path: Vec<Point> = (0..=60).map(|i| place(i as f32 / 60.0, v, 0.0)).collect();
        f.block(&ribbon(&path, |t| (1.0 + 10.0 * t * t) * s), scale(f.cast, 0.20));
    }
    let lanes = 30 + f.rng.below(14);
    for i in 0..lanes {
        let right = i % 2 == 0;
        let lane = f.rng.pick(&[0.24_f32, 0.62]) + f.rng.jitter(0.09);
        let v = if right { lane } else { -lane };
        let (lift, shake) = (f.rng.range(0.04, 0.24), f.rng.range(0.0, 90.0));
        let (from, to) = if f.rng.chance(0.6) { (0.0, 1.0) } else { (f.rng.unit() * 0.4, f.rng.range(0.5, 1.0)) };
        let noise = &f.noise;
        let path: Vec<Point> = (0..=90)
            .map(|k| {
                let t = from + (to - from) * k as f32 / 90.0;
                place(t, v + 0.02 * noise.at(t * 7.0, shake), lift + 0.006 * noise.at(t * 30.0, shake))
            })
            .collect();
        let tone = if right {
            hex(f.rng.pick(&[0xFF2614, 0xFF3A1C, 0xFF5A26]))
        } else {
            hex(f.rng.pick(&[0xFFF0D2, 0xFFE0AE, 0xE6EEFF]))
        };
        let bright = f.rng.range(0.35, 1.6);
        f.glow(&ribbon(&path, |t| (0.7 + 5.6 * (from + (to - from) * t).powi(2)) * s), scale(tone, bright));
    }
    for i in 0..9 {
        let t = 0.10 + 0.90 * (i as f32 / 9.0).powf(1.3);
        for v in [-1.16_f32, 1.16] {
            let (foot, head) = (place(t, v, 0.0), place(t, v, 1.15));
            let wide = (0.8 + 9.0 * t * t) * s;
            f.block(&ribbon(&[foot, head], |_| wide * 0.5), scale(f.high, 0.12));
            let arm = place(t, v * 0.86, 1.18);
            f.block(&ribbon(&[head, arm], |_| wide * 0.36), scale(f.high, 0.12));
            f.glow(&disc(arm, (1.5 + 9.0 * t * t) * s), scale(hex(0xFFB55E), 6.0));
        }
    }
}

fn hills(f: &mut Film, horizon: f32) {
    let s = f.s;
    for layer in 0..2 {
        let offset = f.rng.range(0.0, 60.0);
        let k = layer as f32;
        let mut outline: Vec<Point> = (0..=120)
            .map(|i| {
                let x = i as f32 / 120.0 * f.w;
                [
                    x,
                    horizon
                        - f.h
                            * (0.035
                                + 0.09 * (1.0 - 0.6 * k) * (0.5 + f.noise.fbm(x / (700.0 * s) + offset, offset, 4))),
                ]
            })
            .collect();
        outline.push([f.w, horizon + 4.0]);
        outline.push([0.0, horizon + 4.0]);
        f.block(&outline, lerp(scale(f.low, 0.5), scale(f.high, 0.3), 0.35 + 0.5 * k));
    }
    for _ in 0..90 {
        let at = [f.rng.unit() * f.w, horizon - f.h * f.rng.unit().powi(2) * 0.06];
        let tone = f.lamp();
        f.glow(&disc(at, f.rng.range(1.0, 2.4) * s), scale(tone, f.rng.range(0.5, 2.5)));
    }
}

/// Fog in an avenue; lamps, bare trees, somebody walking home.
pub(super) fn fog(f: &mut Film) {
    f.exposure = 1.15;
    f.bloom = 60.0;
    let (w, h, s) = (f.w, f.h, f.s);
    let ground = h * f.rng.range(0.70, 0.76);
    let (low, high, haze) = (f.low, f.high, f.haze);
    let warm = lerp(low, hex(0xC98A4A), 0.35);
    let vanish = [w * f.rng.range(0.40, 0.60), ground - h * 0.05];
    let noise = &f.noise;
    let drift = super::super::field::Grid::new(f.canvas.w, f.canvas.h, 10, |x, y| {
        noise.fbm(x / (900.0 * s), y / (380.0 * s), 4)
    });
    f.canvas.each(|x, y, _| {
        let (fx, fy) = (x as f32, y as f32);
        let far = (fx - vanish[0]).hypot((fy - vanish[1]) * 1.1) / (w.max(h) * 0.55);
        let base = lerp(scale(warm, 0.95), lerp(haze, high, smooth(0.6, 1.3, far)), smooth(0.0, 0.95, far));
        let k = 0.75 + 0.45 * drift.at(fx, fy);
        let wet = 1.0 - 0.42 * smooth(ground - 0.02 * h, ground + 0.05 * h, fy) * (1.0 - 0.3 * smooth(ground, h, fy));
        scale(base, k * wet * 0.85)
    });
    let depth = 8;
    for i in 0..depth {
        // From the far end forwards, so that near things hide far ones.
        let t = ((i as f32 + 0.6) / depth as f32).powf(1.7);
        let veil = (1.0 - t).powf(0.8);
        for side in [-1.0_f32, 1.0] {
            let foot =
                [vanish[0] + side * w * (0.035 + 0.62 * t), vanish[1] + (h * 1.0 - vanish[1]) * (0.06 + 0.86 * t)];
            let tone = lerp(scale(high, 0.10), scale(warm, 0.75), veil * 0.92);
            if i % 2 == 0 {
                lamp_post(f, foot, h * (0.06 + 0.52 * t), side, tone, t);
            } else {
                let size = h * (0.08 + 0.86 * t);
                tree(f, foot, -FRAC_PI_2 + f.rng.jitter(0.06), size * 0.30, size * 0.030, tone, 0);
            }
        }
    }
    walker(f, [vanish[0] + w * f.rng.jitter(0.07), ground + h * 0.055], h * 0.105, lerp(scale(high, 0.12), warm, 0.16));
    f.canvas.each(|x, y, px| {
        let m = (0.5 + drift.at(x as f32, y as f32)).clamp(0.0, 1.0) * 0.10;
        lerp(px, warm, m)
    });
}

fn lamp_post(f: &mut Film, foot: Point, tall: f32, side: f32, tone: Rgb, t: f32) {
    let s = f.s;
    let wide = tall * 0.014 + 0.8;
    let head = [foot[0], foot[1] - tall];
    f.block(&ribbon(&[foot, head], |u| wide * (1.5 - 0.7 * u)), tone);
    let arm = [head[0] - side * tall * 0.13, head[1] - tall * 0.02];
    f.block(&ribbon(&bent(head, arm, 0.18 * side, 8), |_| wide * 0.8), tone);
    let light = hex(0xFFC683);
    f.glow(&disc(arm, tall * 0.022 + 1.2 * s), scale(light, 5.0 + 4.0 * t));
    // What fog makes visible around a lamp, and what wet ground returns.
    f.halo(arm, tall * 0.20, tall * 0.20, scale(light, 0.42));
    f.halo([arm[0], arm[1] + tall * 0.12], tall * 0.52, tall * 0.52, scale(light, 0.20));
    f.halo([arm[0], foot[1] + tall * 0.03], tall * 0.50, tall * 0.13, scale(light, 0.10));
    f.halo([arm[0], foot[1] + tall * 0.16], tall * 0.10, tall * 0.34, scale(light, 0.07));
}

/// A bare tree, forking.
fn tree(f: &mut Film, foot: Point, a: f32, reach: f32, wide: f32, tone: Rgb, depth: usize) {
    let tip = [foot[0] + a.cos() * reach, foot[1] + a.sin() * reach];
    let path = bent(foot, tip, f.rng.jitter(0.09), 7);
    f.block(&ribbon(&path, |t| (wide * (1.0 - 0.34 * t)).max(0.7)), tone);
    if depth >= 7 || reach < 9.0 * f.s {
        return;
    }
    let forks = if depth == 0 { 3 } else { 2 };
    for i in 0..forks {
        let spread = (i as f32 - (forks - 1) as f32 * 0.5) * f.rng.range(0.55, 0.95);
        // Branches reach up again.
        let b = a + spread + (-FRAC_PI_2 - a) * 0.12 + f.rng.jitter(0.12);
        tree(f, tip, b, reach * f.rng.range(0.64, 0.84), wide * 0.64, tone, depth + 1);
    }
}

fn walker(f: &mut Film, foot: Point, tall: f32, tone: Rgb) {
    let put = |x: f32, y: f32| [foot[0] + x * tall, foot[1] - y * tall];
    f.block(&disc(put(0.0, 0.93), tall * 0.055), tone);
    f.block(&[put(-0.11, 0.86), put(0.11, 0.86), put(0.14, 0.36), put(-0.14, 0.36)], tone);
    f.block(&ribbon(&[put(-0.05, 0.40), put(-0.10, 0.0)], |_| tall * 0.075), tone);
    f.block(&ribbon(&[put(0.05, 0.40), put(0.11, 0.02)], |_| tall * 0.075), tone);
    let canopy = curve(&[put(-0.34, 1.06), put(-0.20, 1.22), put(0.04, 1.28), put(0.26, 1.20), put(0.38, 1.04)], 8);
    f.block(&canopy, tone);
    f.block(&ribbon(&[put(0.03, 1.24), put(0.08, 0.66)], |_| tall * 0.018), tone);
    let shadow = [put(-0.10, 0.0), put(0.12, 0.0), put(0.20, -0.55), put(-0.16, -0.55)];
    f.block(&shadow, scale(tone, 1.6));
}

/// A wet crossing from above: stripes, umbrellas, reflected signs.
pub(super) fn crossing(f: &mut Film) {
    f.exposure = 1.8;
    f.bloom = 30.0;
    let (s, w, h) = (f.s, f.w, f.h);
    let (haze, low, high) = (f.haze, f.low, f.high);
    let noise = &f.noise;
    let wet = super::super::field::Grid::new(f.canvas.w, f.canvas.h, 5, |x, y| {
        noise.fbm(x / (420.0 * s), y / (150.0 * s), 5)
    });
    let tile = super::super::field::Tile::fractal(f.rng.next(), 3, 128, 2);
    let (near, far) = (lerp(f.lamp(), f.low, 0.5), lerp(hex(0x5F93B5), f.low, 0.4));
    let sweep = f.rng.range(-0.6, 0.6);
    // Puddles hold the signs of the street as loose colour; dry asphalt holds next to nothing.
    f.canvas.each(|x, y, _| {
        let (fx, fy) = (x as f32, y as f32);
        let (u, v) = (fx / w - 0.5, fy / h - 0.5);
        let puddle = wet.at(fx, fy);
        let gloss = smooth(-0.22, 0.34, puddle);
        let side = smooth(-0.35, 0.35, u + sweep * v + 0.25 * puddle);
        let sign = lerp(scale(near, 0.30), scale(far, 0.26), side);
        let lit = (1.0 - 0.9 * (u * u + v * v)) * (0.55 - 0.3 * v);
        let dry = lerp(scale(haze, 0.34), scale(high, 0.30), fy / h);
        let px = lerp(
            dry,
            [dry[0] * 0.5 + sign[0] * lit, dry[1] * 0.5 + sign[1] * lit, dry[2] * 0.5 + sign[2] * lit],
            0.20 + 0.30 * gloss,
        );
        let grit = 1.0 + 0.5 * tile.at(x, y) * (1.0 - 0.8 * gloss);
        [px[0] * grit, px[1] * grit, px[2] * grit]
    });
    let slant = f.rng.range(-0.16, 0.16);
    let stripes = 8;
    let (top, foot) = (h * 0.30, h * 0.80);
    for i in 0..stripes {
        let u = (i as f32 + 0.25) / stripes as f32;
        let (x, wide) = (w * (u * 1.16 - 0.08), w * 0.072);
        let lean = slant * (foot - top);
        let outline = [[x, top], [x + wide, top], [x + wide * 1.12 + lean, foot], [x - wide * 0.12 + lean, foot]];
        let paint = lerp([0.26, 0.25, 0.24], low, 0.35);
        let canvas = &mut f.canvas;
        f.raster.fill(&outline, |x, y, cover| {
            let worn = smooth(0.55, 0.1, tile.at(x, y) + 0.5 * wet.at(x as f32, y as f32));
            let px = &mut canvas.px[y * canvas.w + x];
            let k = cover * worn * 0.62;
            *px = [0, 1, 2].map(|c| px[c] * (1.0 + 0.5 * k) + paint[c] * k * 0.95);
        });
    }
    let people = 9 + f.rng.below(7);
    let mut seats: Vec<(Point, f32)> = Vec::new();
    for _ in 0..240 {
        if seats.len() >= people {
            break;
        }
        let at = [w * f.rng.range(0.04, 0.96), h * f.rng.range(0.14, 0.92)];
        let r = w.max(h) * f.rng.range(0.036, 0.050);
        if seats.iter().all(|(q, o)| (q[0] - at[0]).hypot(q[1] - at[1]) > (r + o) * 1.15) {
            seats.push((at, r));
        }
    }
    seats.sort_by(|a, b| a.0[1].total_cmp(&b.0[1]));
    let red = f.rng.below(seats.len());
    for (i, (at, r)) in seats.into_iter().enumerate() {
        umbrella(f, at, r, i == red);
    }
    streaks(f);
}

fn umbrella(f: &mut Film, at: Point, r: f32, red: bool) {
    let shadow = super::super::shape::ellipse([at[0] + r * 0.25, at[1] + r * 0.75], r * 0.85, r * 0.55, 0.3);
    let canvas = &mut f.canvas;
    f.raster.fill(&shadow, |x, y, cover| {
        let px = &mut canvas.px[y * canvas.w + x];
        *px = scale(*px, 1.0 - 0.62 * cover);
    });
    // Legs in stride, blurred by the exposure.
    let dark = scale(f.high, 0.10);
    let way = f.rng.jitter(0.5);
    for k in [-1.0_f32, 1.0] {
        let leg =
            ribbon(&[[at[0] + k * r * 0.12, at[1] + r * 0.3], [at[0] + k * r * (0.24 + way), at[1] + r * 1.05]], |t| {
                r * 0.19 * (1.1 - 0.5 * t)
            });
        f.block(&leg, dark);
    }
    let turn = f.rng.unit() * TAU;
    let ribs = 8;
    let cloth = if red {
        hex(0xD4202A)
    } else {
        f.rng.pick(&[hex(0x16181D), hex(0x1D2430), hex(0x2A2622), hex(0x11141A), hex(0x39404A)])
    };
    let level = if red { 0.75 } else { 0.55 };
    for i in 0..ribs {
        let (a, b) = (turn + TAU * i as f32 / ribs as f32, turn + TAU * (i + 1) as f32 / ribs as f32);
        let mid = (a + b) * 0.5;
        let rim = |q: f32, k: f32| [at[0] + q.cos() * r * k, at[1] + q.sin() * r * k * 0.90];
        // Each panel tilts its own way and takes its own share of the signs' light.
        let light = level * (0.62 - 0.42 * mid.sin() - 0.15 * mid.cos());
        let panel = [
            [at[0], at[1] - r * 0.06],
            rim(a, 1.0),
            rim(a + (mid - a) * 0.6, 0.955),
            rim(mid, 0.94),
            rim(b - (b - mid) * 0.6, 0.955),
            rim(b, 1.0),
        ];
        f.block(&panel, scale(cloth, light.max(0.08)));
        let sheen = [rim(a + 0.10, 0.90), rim(mid, 0.86), rim(mid, 0.70), rim(a + 0.12, 0.62)];
        if mid.sin() < 0.1 {
            f.glow(&sheen, scale(f.low, 0.16));
        }
        f.glow(&ribbon(&[[at[0], at[1] - r * 0.06], rim(a, 0.99)], |_| (r * 0.018).max(0.8)), scale(f.cast, 0.05));
    }
    f.block(&disc([at[0], at[1] - r * 0.06], r * 0.04), scale(f.cast, 0.25));
}

/// Rain as the shutter caught it.
fn streaks(f: &mut Film) {
    let lean = f.rng.range(-0.10, 0.10);
    for _ in 0..520 {
        let at = [f.rng.unit() * f.w, f.rng.unit() * f.h];
        let length = f.rng.range(24.0, 90.0) * f.s;
        let wide = f.rng.range(0.8, 1.9) * f.s.max(0.5);
        let light = f.rng.range(0.02, 0.075);
        f.glow(&ribbon(&[at, [at[0] + lean * length, at[1] + length]], |_| wide), scale(f.cast, light));
    }
}
