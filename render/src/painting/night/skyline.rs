//! Towns from outside: a skyline over a river, a lit facade, star trails over a valley, a pier.
//! Knows buildings as boxes with windows, and water as a mirror that shivers.

use std::f32::consts::TAU;

use super::super::colour::{Rgb, hex, lerp, scale};
use super::super::noise::smooth;
use super::super::raster::Point;
use super::super::shape::{bar, disc, ribbon};
use super::Film;

/// A skyline across a river.
pub(super) fn river(f: &mut Film) {
    let shore = f.h * f.rng.range(0.56, 0.64);
    f.sky(shore, 0.35);
    f.exposure = 1.25;
    let heart = f.w * f.rng.range(0.3, 0.7);
    for layer in 0..4 {
        let near = layer as f32 / 3.0;
        town(f, shore, heart, near);
    }
    quay(f, shore);
    mirror(f, shore);
}

/// One depth of the town: near buildings are darker and their windows larger.
fn town(f: &mut Film, shore: f32, heart: f32, near: f32) {
    let unit = f.w.max(f.h) / 2400.0;
    let mut x = -60.0 * unit;
    let wall = lerp(scale(f.haze, 1.1), scale(f.high, 0.35), near);
    while x < f.w {
        let wide = f.rng.range(46.0, 120.0) * unit * (0.75 + 0.5 * near);
        let middle = (-((x - heart) / (f.w * 0.24)).powi(2)).exp();
        let tall = f.h * (0.05 + (0.34 * middle + 0.09) * f.rng.unit().powf(1.6)) * (1.15 - 0.55 * near);
        let top = shore - tall;
        let tint = scale(wall, f.rng.range(0.75, 1.15));
        f.block(&[[x, top], [x + wide, top], [x + wide, shore], [x, shore]], tint);
        match f.rng.below(5) {
            0 => f.block(&bar([x + wide * 0.5, top - tall * 0.08], wide * 0.05, tall * 0.17, 0.0), tint),
            1 => f.block(&[[x + wide * 0.2, top], [x + wide * 0.5, top - wide * 0.5], [x + wide * 0.8, top]], tint),
            2 => f.block(&bar([x + wide * 0.5, top - wide * 0.14], wide * 0.55, wide * 0.3, 0.0), tint),
            _ => {}
        }
        if tall > f.h * 0.25 && f.rng.chance(0.7) {
            f.glow(&disc([x + wide * 0.5, top - tall * 0.165], 3.4 * unit), [7.0, 0.7, 0.5]);
        }
        windows(f, [x, top], [wide, tall], near, unit);
        x += wide * f.rng.range(0.86, 1.25);
    }
}

fn windows(f: &mut Film, corner: Point, size: [f32; 2], near: f32, unit: f32) {
    let pitch = (8.5 + 6.5 * near) * unit;
    let (cols, rows) = ((size[0] / pitch) as usize, (size[1] / (pitch * 1.25)) as usize);
    if cols < 2 || rows < 2 {
        return;
    }
    let (base, busy) = (f.lamp(), f.rng.range(0.08, 0.55) * (1.0 - 0.35 * near));
    let office = f.rng.chance(0.3);
    let (step_x, step_y) = (size[0] / (cols as f32 + 0.4), size[1] / (rows as f32 + 0.6));
    for row in 0..rows {
        let floor = if office { f.rng.chance(busy * 1.3) } else { true };
        for col in 0..cols {
            let lit = if office { floor && f.rng.chance(0.85) } else { f.rng.chance(busy) };
            if !lit {
                continue;
            }
            let tone = lerp(base, f.lamp(), f.rng.unit() * 0.45);
            let light = scale(tone, f.rng.range(0.25, 1.25) * (0.55 + 0.6 * near));
            let x = corner[0] + (col as f32 + 0.45) * step_x;
            let y = corner[1] + (row as f32 + 0.55) * step_y;
            f.pane(x, y, step_x * 0.52, step_y * if office { 0.42 } else { 0.56 }, light);
        }
    }
}

/// Lamps along the bank.
fn quay(f: &mut Film, shore: f32) {
    let unit = f.w.max(f.h) / 2400.0;
    f.block(&[[0.0, shore - 9.0 * unit], [f.w, shore - 9.0 * unit], [f.w, shore], [0.0, shore]], scale(f.high, 0.25));
    let gap = f.rng.range(52.0, 84.0) * unit;
    let tone = f.lamp();
    let mut x = gap * f.rng.unit();
    while x < f.w {
        let at = [x + f.rng.jitter(6.0) * unit, shore - f.rng.range(17.0, 22.0) * unit];
        f.glow(&disc(at, f.rng.range(2.6, 4.2) * unit), scale(tone, f.rng.range(5.0, 11.0)));
        if f.rng.chance(0.15) {
            let c = f.lamp();
            f.glow(&disc([at[0] + gap * 0.4, shore - 12.0 * unit], 2.6 * unit), scale(c, 6.0));
        }
        x += gap * f.rng.range(0.8, 1.2);
    }
}

/// Everything above the line again below it, stretched and broken as a long exposure smooths it.
fn mirror(f: &mut Film, shore: f32) {
    let (w, h) = (f.canvas.w, f.canvas.h);
    let line = (shore as usize).clamp(1, h);
    let depth = (h - line).max(1) as f32;
    let s = f.s;
    // Columns are averaged over a length that grows with distance: running sums make that cheap.
    let mut sums = vec![[0.0_f32; 3]; (line + 1) * w];
    for y in 0..line {
        for x in 0..w {
            let (px, above) = (f.canvas.px[y * w + x], sums[y * w + x]);
            sums[(y + 1) * w + x] = [above[0] + px[0], above[1] + px[1], above[2] + px[2]];
        }
    }
    let deep = scale(f.high, 0.35);
    let ripple = {
        let noise = &f.noise;
        super::super::field::Grid::new(w, h, 4, |x, y| {
            let d = ((y - shore) / depth).clamp(0.0, 1.0);
            noise.fbm(x / ((60.0 + 240.0 * d) * s), y / ((5.0 + 24.0 * d) * s), 3)
        })
    };
    for y in line..h {
        let d = (y - line) as f32 / depth;
        let reach = 4.0 * s + 150.0 * s * d.sqrt();
        for x in 0..w {
            let shiver = ripple.at(x as f32, y as f32);
            let from =
                (shore - (y as f32 - shore) * 0.96 + shiver * (14.0 + 110.0 * d) * s).clamp(0.0, line as f32 - 1.0);
            let (a, b) = ((from - reach).max(0.0) as usize, ((from + reach) as usize + 1).min(line));
            let sx = (x as f32 + shiver * (2.0 + 12.0 * d) * s).clamp(0.0, w as f32 - 1.0) as usize;
            let (top, low) = (sums[a * w + sx], sums[b * w + sx]);
            let inverse = 1.0 / (b - a).max(1) as f32;
            let k = (0.80 - 0.30 * d) * (1.0 + 0.5 * shiver);
            let seen = [0, 1, 2].map(|i| (low[i] - top[i]) * inverse * k + deep[i] * 0.25);
            f.canvas.px[y * w + x] = seen;
        }
    }
}

/// A block of flats, square on: every window is a life.
pub(super) fn facade(f: &mut Film) {
    f.exposure = 1.35;
    f.bloom = 20.0;
    let wall = lerp(scale(f.haze, 0.8), [0.042, 0.030, 0.024], 0.72);
    let (noise, s) = (&f.noise, f.s);
    let soot = super::super::field::Grid::new(f.canvas.w, f.canvas.h, 6, |x, y| {
        noise.fbm(x / (300.0 * s), y / (700.0 * s), 4)
    });
    let h = f.h;
    let course = 21.0 * s;
    let brick = super::super::field::Tile::fractal(f.rng.next(), 7, 64, 2);
    f.canvas.each(|x, y, _| {
        let row = (y as f32 / course) as usize;
        let along = (x as f32 + (row % 2) as f32 * course * 1.5) / (course * 3.0);
        // Mortar is paler, each brick has its own tone.
        let joint = (y as f32 / course).fract() < 0.10 || along.fract() < 0.035;
        let tone = brick.at((along as usize * 37) ^ (row * 91), row * 53 + along as usize * 29);
        let k = 0.8 + 0.5 * soot.at(x as f32, y as f32) + 0.7 * (y as f32 / h) * (y as f32 / h) + 0.22 * tone;
        scale(wall, k * if joint { 1.25 } else { 1.0 })
    });
    let cols = 5 + f.rng.below(3);
    let pitch_x = f.w / (cols as f32 + 0.2);
    let rows = (f.h / (pitch_x * f.rng.range(1.10, 1.3))).round().max(2.0) as usize;
    let pitch_y = f.h / (rows as f32 + 0.1);
    let busy = f.rng.range(0.30, 0.5);
    for row in 0..rows {
        let y = (row as f32 + 0.16) * pitch_y;
        f.block(
            &[
                [0.0, y + pitch_y * 0.80],
                [f.w, y + pitch_y * 0.80],
                [f.w, y + pitch_y * 0.83],
                [0.0, y + pitch_y * 0.83],
            ],
            scale(wall, 1.7),
        );
        f.block(
            &[
                [0.0, y + pitch_y * 0.83],
                [f.w, y + pitch_y * 0.83],
                [f.w, y + pitch_y * 0.86],
                [0.0, y + pitch_y * 0.86],
            ],
            scale(wall, 0.4),
        );
        for col in 0..cols {
            let x = (col as f32 + 0.26) * pitch_x;
            let lit = f.rng.chance(busy);
            window(f, [x, y], [pitch_x * 0.66, pitch_y * 0.66], lit, wall);
        }
    }
}

fn window(f: &mut Film, at: Point, size: [f32; 2], lit: bool, wall: Rgb) {
    let [w, h] = size;
    let frame = [
        [at[0] - w * 0.05, at[1] - h * 0.04],
        [at[0] + w * 1.05, at[1] - h * 0.04],
        [at[0] + w * 1.05, at[1] + h * 1.05],
        [at[0] - w * 0.05, at[1] + h * 1.05],
    ];
    f.block(&frame, scale(wall, 1.9));
    let inside = [[at[0], at[1]], [at[0] + w, at[1]], [at[0] + w, at[1] + h], [at[0], at[1] + h]];
    if !lit {
        let dark = scale(f.haze, 0.30);
        f.block(&inside, dark);
        // The street's light lies on dark glass, a little differently on each; some have their curtains drawn.
        if f.rng.chance(0.45) {
            let (a, b) = (f.rng.range(0.2, 0.9), f.rng.range(0.2, 0.9));
            let glare =
                [[at[0], at[1] + h * a], [at[0] + w, at[1] + h * b], [at[0] + w, at[1] + h], [at[0], at[1] + h]];
            f.glow(&glare, scale(f.low, f.rng.range(0.02, 0.08)));
        } else if f.rng.chance(0.5) {
            let drop = f.rng.range(0.3, 1.0);
            let cloth = [[at[0], at[1]], [at[0] + w, at[1]], [at[0] + w, at[1] + h * drop], [at[0], at[1] + h * drop]];
            f.block(&cloth, scale(wall, f.rng.range(0.7, 1.5)));
        }
    } else {
        room(f, at, size);
    }
    let bar_colour = scale(wall, 1.6);
    f.block(&bar([at[0] + w * 0.5, at[1] + h * 0.5], w * 0.035, h, 0.0), bar_colour);
    if f.rng.chance(0.7) {
        f.block(&bar([at[0] + w * 0.5, at[1] + h * 0.30], w, h * 0.022, 0.0), bar_colour);
    }
    let sill = [
        [at[0] - w * 0.09, at[1] + h * 1.04],
        [at[0] + w * 1.09, at[1] + h * 1.04],
        [at[0] + w * 1.09, at[1] + h * 1.10],
        [at[0] - w * 0.09, at[1] + h * 1.10],
    ];
    f.block(&sill, scale(wall, 2.6));
}

/// A lit room behind glass: wall, lamp, curtain, sometimes somebody.
fn room(f: &mut Film, at: Point, size: [f32; 2]) {
    let [w, h] = size;
    let tone = f.indoors();
    let level = f.rng.range(0.35, 1.1);
    let inside = [[at[0], at[1]], [at[0] + w, at[1]], [at[0] + w, at[1] + h], [at[0], at[1] + h]];
    let source = [at[0] + w * f.rng.range(0.2, 0.8), at[1] + h * f.rng.range(0.15, 0.5)];
    let canvas = &mut f.canvas;
    let reach = w * 0.75;
    f.raster.fill(&inside, |x, y, cover| {
        let r = (x as f32 - source[0]).hypot(y as f32 - source[1]) / reach;
        let k = level * (0.30 + 0.9 / (1.0 + 3.0 * r * r));
        canvas.cover(x, y, scale(tone, k), cover);
    });
    let put = |u: f32, v: f32| [at[0] + w * u, at[1] + h * v];
    if f.rng.chance(0.5) {
        let (u, v) = (f.rng.range(0.12, 0.8), f.rng.range(0.14, 0.4));
        let art = [put(u, v), put(u + 0.22, v), put(u + 0.22, v + 0.24), put(u, v + 0.24)];
        let c = scale(f.rng.pick(&[hex(0x7A4B3A), hex(0x3A5A6B), hex(0x8C7A4A)]), level * 0.7);
        f.block(&art, c);
    }
    if f.rng.chance(0.55) {
        let u = f.rng.range(0.15, 0.75);
        f.block(
            &[put(u - 0.02, 0.62), put(u + 0.34, 0.62), put(u + 0.34, 1.0), put(u - 0.02, 1.0)],
            scale(tone, level * 0.12),
        );
        let shade = [put(u + 0.05, 0.42), put(u + 0.19, 0.42), put(u + 0.23, 0.58), put(u + 0.01, 0.58)];
        f.glow(&shade, scale(tone, level * 2.4));
    }
    if f.rng.chance(0.16) {
        let u = f.rng.range(0.25, 0.75);
        let dark = scale(tone, level * 0.05);
        f.block(&disc(put(u, 0.40), w * 0.075), dark);
        f.block(
            &[
                put(u - 0.13, 0.56),
                put(u - 0.06, 0.49),
                put(u + 0.06, 0.49),
                put(u + 0.13, 0.56),
                put(u + 0.15, 1.0),
                put(u - 0.15, 1.0),
            ],
            dark,
        );
    }
    match f.rng.below(4) {
        0 => {
            for side in [0.0_f32, 1.0] {
                for i in 0..5 {
                    let u = side * 0.80 + 0.04 * i as f32;
                    let c = scale(tone, level * (0.25 + 0.18 * (i % 2) as f32));
                    f.block(&[put(u, 0.0), put(u + 0.042, 0.0), put(u + 0.042, 1.0), put(u, 1.0)], c);
                }
            }
        }
        1 => {
            let drop = f.rng.range(0.2, 0.8);
            f.block(&[put(0.0, 0.0), put(1.0, 0.0), put(1.0, drop), put(0.0, drop)], scale(tone, level * 0.55));
            f.block(
                &[put(0.0, drop), put(1.0, drop), put(1.0, drop + 0.02), put(0.0, drop + 0.02)],
                scale(tone, level * 0.25),
            );
        }
        2 => {
            for i in 0..13 {
                let v = i as f32 / 13.0;
                f.block(
                    &[put(0.0, v), put(1.0, v), put(1.0, v + 0.035), put(0.0, v + 0.035)],
                    scale(tone, level * 0.22),
                );
            }
        }
        _ => {}
    }
}

/// Star trails over a valley with a village.
pub(super) fn stars(f: &mut Film) {
    let horizon = f.h * f.rng.range(0.74, 0.80);
    f.sky(horizon, 0.25);
    f.exposure = 1.3;
    f.bloom = 14.0;
    let pole = f.at(f.rng.range(0.35, 0.65), f.rng.range(0.30, 0.45));
    let far = f.w.hypot(f.h);
    let span = f.rng.range(0.30, 0.5);
    let kinds = [0xFFFFFF, 0xCFE0FF, 0xFFE3C0, 0xAFC8FF, 0xFFD0A0].map(hex);
    for _ in 0..760 {
        let r = far * f.rng.unit().sqrt() * 0.8;
        let from = f.rng.unit() * TAU;
        let steps = ((r * span / (14.0 * f.s)) as usize).clamp(6, 120);
        let path: Vec<Point> = (0..=steps)
            .map(|i| {
                let (sin, cos) = (from + span * i as f32 / steps as f32).sin_cos();
                [pole[0] + cos * r, pole[1] + sin * r]
            })
            .collect();
        let bright = f.rng.unit().powi(4);
        let wide = (0.9 + 1.5 * bright) * f.s.max(0.45);
        let light = scale(f.rng.pick(&kinds), 0.10 + 1.1 * bright);
        f.glow(&ribbon(&path, |_| wide), light);
    }
    let s = f.s;
    for layer in 0..3 {
        let k = layer as f32 / 2.0;
        let offset = f.rng.range(0.0, 90.0);
        let base = horizon + f.h * 0.10 * k;
        let steps = 240;
        let mut outline: Vec<Point> = (0..=steps)
            .map(|i| {
                let x = i as f32 / steps as f32 * f.w;
                let rise = f.noise.ridged(x / (1300.0 * s) + offset, offset, 5) * f.h * (0.30 - 0.15 * k);
                [x, base + f.h * 0.10 - rise]
            })
            .collect();
        outline.push([f.w, f.h]);
        outline.push([0.0, f.h]);
        let tone = lerp(scale(f.haze, 0.75), scale(f.high, 0.18), 0.3 + 0.7 * k);
        f.block(&outline, tone);
    }
    let heart = f.at(f.rng.range(0.3, 0.7), 0.93);
    for _ in 0..170 {
        let (gx, gy) = (f.rng.gauss(), f.rng.gauss());
        let at = [heart[0] + gx * f.w * 0.10, heart[1] + gy * f.h * 0.016 + gx.abs() * f.h * 0.012];
        let r = f.rng.range(1.5, 3.8) * s;
        let tone = f.lamp();
        f.glow(&disc(at, r.max(0.7)), scale(tone, f.rng.range(0.8, 4.5)));
    }
    for _ in 0..2 {
        let (mut x, y) = (heart[0] + f.rng.jitter(0.1) * f.w, heart[1]);
        let way = if f.rng.chance(0.5) { 1.0 } else { -1.0 };
        let mut path = Vec::new();
        for i in 0..60 {
            path.push([x, y + (i as f32 * 0.21).sin() * 9.0 * s - i as f32 * 0.9 * s]);
            x += way * 9.0 * s;
        }
        f.glow(&ribbon(&path, |_| 2.2 * s), [1.6, 0.9, 0.4]);
    }
}

/// A pier, a long exposure, milk for a sea.
pub(super) fn pier(f: &mut Film) {
    let horizon = f.h * f.rng.range(0.44, 0.54);
    f.sky(horizon, 0.8);
    f.exposure = 1.7;
    let (w, h, s) = (f.w, f.h, f.s);
    let (low, haze, high) = (f.low, f.haze, f.high);
    let noise = &f.noise;
    let silk = super::super::field::Grid::new(f.canvas.w, f.canvas.h, 6, |x, y| {
        let d = ((y - horizon) / (h - horizon)).clamp(0.0, 1.0);
        noise.fbm(x / ((700.0 + 900.0 * d) * s), y / ((30.0 + 90.0 * d) * s), 3)
    });
    f.canvas.each(|x, y, px| {
        if (y as f32) < horizon {
            return px;
        }
        let d = (y as f32 - horizon) / (h - horizon);
        let base = lerp(lerp(low, haze, smooth(0.0, 0.5, d)), scale(high, 0.8), smooth(0.4, 1.0, d));
        let k = 0.92 + 0.35 * silk.at(x as f32, y as f32);
        scale(base, k * (1.0 - 0.25 * smooth(0.01, 0.0, d)))
    });
    let vanish = [w * f.rng.range(0.40, 0.60), horizon + 4.0 * s];
    let foot = w * f.rng.range(0.25, 0.75);
    let near = 0.17 * w;
    let dark = scale(high, 0.10);
    let end = 0.10;
    let plank = |t: f32, side: f32| {
        let y = vanish[1] + (h * 1.02 - vanish[1]) * t;
        [vanish[0] + (foot - vanish[0]) * t + side * near * t, y]
    };
    f.block(&[plank(end, -1.0), plank(end, 1.0), plank(1.0, 1.0), plank(1.0, -1.0)], scale(high, 0.30));
    let mut t = 1.0_f32;
    while t > end {
        let step = 0.030 * t;
        f.block(&[plank(t, -1.0), plank(t, 1.0), plank(t - step * 0.16, 1.0), plank(t - step * 0.16, -1.0)], dark);
        let sheen = scale(low, 0.10 + 0.10 * f.rng.unit());
        f.glow(
            &[plank(t - step * 0.2, -1.0), plank(t - step * 0.2, 1.0), plank(t - step, 1.0), plank(t - step, -1.0)],
            sheen,
        );
        t -= step;
    }
    let mut t = 1.0_f32;
    let mut i = 0;
    while t > end {
        for side in [-1.0_f32, 1.0] {
            let at = plank(t, side);
            let (tall, wide) = (0.125 * h * t, 0.014 * w * t + 1.0);
            f.block(
                &[
                    [at[0] - wide, at[1] + tall * 0.5],
                    [at[0] - wide, at[1] - tall],
                    [at[0] + wide, at[1] - tall],
                    [at[0] + wide, at[1] + tall * 0.5],
                ],
                dark,
            );
            let blur = scale(dark, 1.0);
            f.block(
                &[
                    [at[0] - wide * 0.8, at[1] + tall * 0.5],
                    [at[0] + wide * 0.8, at[1] + tall * 0.5],
                    [at[0] + wide * 0.5, at[1] + tall * 1.1],
                    [at[0] - wide * 0.5, at[1] + tall * 1.1],
                ],
                lerp(blur, haze, 0.5),
            );
            if i % 2 == 0 {
                let lamp = [at[0], at[1] - tall * 1.06];
                let tone = hex(0xFFC27A);
                f.glow(&disc(lamp, (7.0 * t + 1.0) * s * 1.4), scale(tone, 7.0));
                f.halo(
                    [at[0] - side * near * t * 0.5, at[1]],
                    near * t * 1.2,
                    (tall * 0.30).max(near * t * 0.34),
                    scale(tone, 0.15),
                );
                f.halo(
                    [at[0] + side * near * t * 0.3, at[1] + tall * 0.9],
                    near * t * 0.22,
                    tall * 0.9,
                    scale(tone, 0.20),
                );
            }
        }
        t *= 0.80;
        i += 1;
    }
    let moon = [w * if vanish[0] > w * 0.5 { 0.24 } else { 0.76 }, horizon * f.rng.range(0.25, 0.5)];
    f.glow(&disc(moon, 27.0 * s), [2.6, 2.5, 2.2]);
    for i in 0..90 {
        let d = i as f32 / 90.0;
        let wide = (16.0 + 130.0 * d) * s * f.rng.range(0.5, 1.1);
        let y = horizon + (h - horizon) * d + f.rng.jitter(3.0) * s;
        f.halo(
            [moon[0] + f.rng.jitter(0.3) * wide, y],
            wide,
            (4.0 + 13.0 * d) * s,
            scale(hex(0xE8E4D8), 0.30 * (1.0 - 0.75 * d)),
        );
    }
}
