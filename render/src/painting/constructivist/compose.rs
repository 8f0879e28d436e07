//! The compositions: each sets a few large shapes against each other and lets small ones answer.
//! Knows proportion and balance; ink and paper are the press's work.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use super::super::raster::Point;
use super::super::shape::{arc, bar, disc};
use super::Press;

/// How many compositions there are; the last digit of a seed chooses.
pub(crate) const MOTIFS: usize = 8;

/// Prints the composition of that number.
pub(super) fn compose(press: &mut Press, motif: usize) {
    match motif {
        0 => wedge(press),
        1 => circles(press),
        2 => tiles(press),
        3 => crossing(press),
        4 => tower(press),
        5 => fan(press),
        6 => score(press),
        _ => orbit(press),
    }
}

/// A wedge drives into a disc.
fn wedge(p: &mut Press) {
    let unit = p.w.min(p.h);
    let lean = p.rng.range(-0.75, -0.45);
    let centre = [p.w * p.rng.range(0.56, 0.62), p.h * p.rng.range(0.40, 0.46)];
    let r = unit * p.rng.range(0.27, 0.32);
    let (sin, cos) = lean.sin_cos();
    let turned = |x: f32, y: f32| [centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos];
    let half = [[-4.0 * unit, 0.0], [4.0 * unit, 0.0], [4.0 * unit, 4.0 * unit], [-4.0 * unit, 4.0 * unit]];
    let dark: Vec<Point> = half.iter().map(|q| turned(q[0], q[1] + 0.30 * unit)).collect();
    p.shaded(&dark, 5, turned(0.0, 1.1 * unit), turned(0.0, 0.22 * unit));
    p.solid(&disc(centre, r), 1);
    let ring = (disc(centre, r * 1.22), disc(centre, r * 1.20));
    let inner: Vec<Point> = ring.1.iter().rev().copied().collect();
    p.pierced(&[&ring.0, &inner], 1);
    let tip = turned(r * p.rng.range(0.05, 0.35), 0.0);
    let back = r * 2.5;
    p.solid(&[turned(-back, -r * 0.62), tip, turned(-back * 0.86, r * 0.56)], 2);
    for i in 0..4 {
        let at = turned(r * (1.35 + 0.16 * i as f32), r * (0.7 - 0.34 * i as f32));
        p.solid(&bar(at, r * (0.9 - 0.16 * i as f32), r * 0.052, lean + FRAC_PI_2), if i % 2 == 0 { 1 } else { 2 });
    }
    p.solid(&bar(turned(r * 0.2, -r * 1.62), r * 2.2, r * 0.13, lean), 3);
    p.solid(&bar(turned(-r * 0.9, r * 1.44), r * 1.5, r * 0.20, lean), 4);
    p.glaze(&bar(turned(-r * 0.1, r * 1.18), r * 2.9, r * 0.34, lean + 0.42), 3);
    for i in 0..7 {
        let at = turned(-r * (1.9 - 0.24 * i as f32), r * (2.0 + 0.05 * i as f32));
        let side = r * (0.05 + 0.018 * i as f32);
        p.solid(&bar(at, side, side, lean), if i == 4 { 2 } else { 1 });
    }
    hairlines(p, centre, lean, r);
}

/// Discs of all sizes, transparent, in a dark or light space.
fn circles(p: &mut Press) {
    let unit = p.w.min(p.h);
    let big = [p.w * p.rng.range(0.36, 0.64), p.h * p.rng.range(0.34, 0.56)];
    let r = unit * p.rng.range(0.26, 0.33);
    p.shaded(&disc(big, r * 1.30), 5, big, [big[0] + r * 1.42, big[1] + r * 0.4]);
    p.solid(&disc(big, r), 4);
    let off = [big[0] - r * 0.16, big[1] - r * 0.20];
    p.solid(&disc(off, r * 0.58), 1);
    p.solid(&disc([off[0] + r * 0.12, off[1] + r * 0.06], r * 0.22), 2);
    let mut placed: Vec<(Point, f32)> = vec![(big, r * 0.95)];
    for _ in 0..420 {
        if placed.len() > 26 {
            break;
        }
        let size = unit * 0.012 * 1.13_f32.powf(p.rng.unit() * 22.0);
        let at = [p.rng.range(size, p.w - size), p.rng.range(size, p.h - size)];
        let clear = placed.iter().all(|(q, other)| {
            let d = (q[0] - at[0]).hypot(q[1] - at[1]);
            // Either apart, or overlapping for good: tangents look like mistakes.
            d > size + other + 0.012 * unit
                || (d < (size + other) * 0.72 && d > (size - other).abs() * 1.5 && *other > 0.05 * unit)
        });
        if !clear {
            continue;
        }
        placed.push((at, size));
        let ink = 1 + p.rng.below(5);
        if size > 0.045 * unit {
            p.glaze(&disc(at, size), if ink == 1 { 3 } else { ink });
            if p.rng.chance(0.5) {
                p.solid(&disc([at[0] + size * 0.2, at[1] - size * 0.1], size * 0.36), 1 + p.rng.below(2));
            }
        } else {
            p.solid(&disc(at, size), ink);
        }
    }
    let rings = [r * 1.12, r * 1.135];
    let inner: Vec<Point> = disc(big, rings[0]).into_iter().rev().collect();
    p.pierced(&[&disc(big, rings[1]), &inner], 1);
}

/// Quarter circles on a grid, turned until they make a rhythm.
fn tiles(p: &mut Press) {
    let cols = 4 + p.rng.below(2);
    let margin = 0.075 * p.w.min(p.h);
    let side = (p.w - 2.0 * margin) / cols as f32;
    let rows = (((p.h - 2.0 * margin) / side).round() as usize).max(1);
    let tall = (p.h - 2.0 * margin) / rows as f32;
    for row in 0..rows {
        for col in 0..cols {
            let (x, y) = (margin + col as f32 * side, margin + row as f32 * tall);
            let base = [0, 5, 3, 2, 4, 0][p.rng.below(6)];
            let centre = [x + side * 0.5, y + tall * 0.5];
            let box_of = [[x, y], [x + side, y], [x + side, y + tall], [x, y + tall]];
            if base != 0 {
                p.solid(&box_of, base);
            }
            let turn = p.rng.below(4);
            let corner = [[x, y], [x + side, y], [x + side, y + tall], [x, y + tall]][turn];
            let from = FRAC_PI_2 * turn as f32;
            let ink = loop_ink(p, base);
            let reach = side.min(tall);
            match p.rng.below(6) {
                0 | 1 => p.solid(&arc(corner, 0.0, reach, from, from + FRAC_PI_2), ink),
                2 => {
                    for k in [1.0, 0.62, 0.26] {
                        let shade = if k == 0.62 { base } else { ink };
                        p.solid(&arc(corner, 0.0, reach * k, from, from + FRAC_PI_2), shade);
                    }
                }
                3 => {
                    p.solid(&arc(centre, 0.0, reach * 0.5, from, from + PI), ink);
                    let other = loop_ink(p, base);
                    p.solid(&disc(centre, reach * 0.17), other);
                }
                4 => {
                    let [a, b, c] = [box_of[turn], box_of[(turn + 1) % 4], box_of[(turn + 2) % 4]];
                    p.solid(&[a, b, c], ink);
                }
                _ => {
                    for i in 0..4 {
                        let v = (i as f32 + 0.5) / 4.0;
                        let stripe = if turn.is_multiple_of(2) {
                            bar([centre[0], y + tall * v], side, tall * 0.125, 0.0)
                        } else {
                            bar([x + side * v, centre[1]], tall, side * 0.125, FRAC_PI_2)
                        };
                        p.solid(&stripe, ink);
                    }
                }
            }
        }
    }
}

/// Long transparent bars cross over a still disc.
fn crossing(p: &mut Press) {
    let unit = p.w.min(p.h);
    let lean = p.rng.range(0.35, 0.62) * if p.rng.chance(0.5) { 1.0 } else { -1.0 };
    let heart = [p.w * p.rng.range(0.44, 0.56), p.h * p.rng.range(0.46, 0.54)];
    let sun = [heart[0] + unit * p.rng.range(0.06, 0.16) * lean.signum(), heart[1] - unit * p.rng.range(0.16, 0.26)];
    p.solid(&disc(sun, unit * p.rng.range(0.17, 0.23)), 2);
    let (sin, cos) = lean.sin_cos();
    for i in 0..6 {
        let k = i as f32 - 2.5;
        let off = unit * 0.105 * k * p.rng.range(0.8, 1.2);
        let along = unit * p.rng.jitter(0.22);
        let at = [heart[0] - sin * off + cos * along, heart[1] + cos * off + sin * along];
        let length = unit * p.rng.range(0.5, 1.25);
        p.glaze(&bar(at, length, unit * p.rng.range(0.018, 0.085), lean), [3, 5, 4, 3, 1, 5][i]);
    }
    let cross = lean - FRAC_PI_2 * lean.signum() * p.rng.range(0.78, 1.0);
    let (sin, cos) = cross.sin_cos();
    for i in 0..4 {
        let off = unit * (0.13 * (i as f32 - 1.5)) * p.rng.range(0.9, 1.2);
        let at = [
            heart[0] - sin * off + cos * unit * p.rng.jitter(0.15),
            heart[1] + cos * off + sin * unit * p.rng.jitter(0.15),
        ];
        p.glaze(&bar(at, unit * p.rng.range(0.55, 1.2), unit * p.rng.range(0.012, 0.07), cross), [4, 1, 2, 5][i]);
    }
    p.solid(&bar([heart[0], heart[1] + unit * 0.06], unit * 1.15, unit * 0.012, lean), 1);
    p.solid(&bar([heart[0] + unit * 0.05, heart[1]], unit * 1.0, unit * 0.006, cross), 1);
    let low = [heart[0] - unit * 0.24 * lean.signum(), heart[1] + unit * 0.30];
    let half = arc(low, 0.0, unit * 0.13, lean, lean + PI);
    p.shaded(&half, 1, low, [low[0] + unit * 0.06, low[1] + unit * 0.16]);
    for i in 0..5 {
        p.solid(
            &disc(
                [low[0] + unit * (0.22 + 0.045 * i as f32), low[1] + unit * 0.10],
                unit * (0.017 - 0.0025 * i as f32),
            ),
            1,
        );
    }
}

/// Blocks, arches and discs stacked until they nearly fall.
fn tower(p: &mut Press) {
    let unit = p.w.min(p.h);
    let floor = p.h * 0.90;
    p.solid(&bar([p.w * 0.5, floor + unit * 0.008], p.w * 0.80, unit * 0.010, 0.0), 1);
    let levels = 6 + p.rng.below(2);
    let tall = p.h * 0.78 / levels as f32;
    let mut y = floor;
    let mut x = p.w * 0.5;
    let mut last = 0;
    for level in 0..levels {
        let wide = unit * (0.64 - 0.44 * level as f32 / levels as f32) * p.rng.range(0.75, 1.15);
        let high = tall * p.rng.range(0.75, 1.15);
        let ink = loop_ink(p, last);
        last = ink;
        let middle = [x, y - high * 0.5];
        match (level + p.rng.below(2)) % 5 {
            0 => {
                p.solid(&bar(middle, wide, high, 0.0), ink);
                let door = arc([x, y], 0.0, high * 0.62, PI, TAU);
                p.solid(&door, if ink == 1 { 0 } else { 1 });
            }
            1 => {
                let reach = (wide * 0.5).min(high);
                p.solid(&arc([x, y], 0.0, reach, PI, TAU), ink);
                p.solid(&arc([x, y], 0.0, reach * 0.55, PI, TAU), loop_ink(p, ink));
                y += high - reach;
            }
            2 => {
                let columns = 5;
                for i in 0..columns {
                    let at = [x + wide * ((i as f32 + 0.5) / columns as f32 - 0.5), middle[1]];
                    p.solid(&bar(at, wide / columns as f32 * 0.58, high * 0.8, 0.0), ink);
                }
                p.solid(&bar([x, y - high * 0.9], wide * 1.08, high * 0.2, 0.0), 1);
            }
            3 => {
                let outline = bar(middle, wide, high, 0.0);
                p.shaded(&outline, ink, [x - wide * 0.55, y], [x + wide * 0.85, y]);
                p.solid(&bar([x - wide * 0.40, middle[1]], wide * 0.12, high, 0.0), 1);
            }
            _ => {
                let outline = [
                    [x - wide * 0.5, y],
                    [x + wide * 0.5, y],
                    [x + wide * 0.22, y - high],
                    [x - wide * 0.34, y - high],
                ];
                p.solid(&outline, ink);
            }
        }
        y -= high;
        x = (x + unit * p.rng.jitter(0.055)).clamp(p.w * 0.38, p.w * 0.62);
    }
    let r = unit * p.rng.range(0.07, 0.10);
    p.solid(&disc([x, y - r], r), 2);
    let moon = [p.w * if x < p.w * 0.5 { 0.78 } else { 0.22 }, p.h * p.rng.range(0.16, 0.26)];
    p.glaze(&disc(moon, unit * 0.11), 3);
    p.glaze(&disc([moon[0] + unit * 0.05, moon[1] + unit * 0.03], unit * 0.11), 4);
    let pole = p.w * if x < p.w * 0.5 { 0.84 } else { 0.16 };
    p.solid(&bar([pole, (floor + p.h * 0.42) * 0.5], unit * 0.007, floor - p.h * 0.42, 0.0), 1);
    let flag = -(pole - p.w * 0.5).signum();
    p.solid(&[[pole, p.h * 0.42], [pole + flag * unit * 0.13, p.h * 0.455], [pole, p.h * 0.49]], 2);
}

/// Rays and half discs open from one hinge.
fn fan(p: &mut Press) {
    let unit = p.w.min(p.h);
    let hinge = [p.w * p.rng.range(0.24, 0.34), p.h * p.rng.range(0.68, 0.76)];
    let rays = 9 + p.rng.below(5);
    let (from, to) = (-FRAC_PI_2 * 1.08, -0.02);
    let reach = p.w.hypot(p.h) * 0.62;
    p.glaze(&arc(hinge, 0.0, reach * 0.86, from - 0.1, to + 0.06), 5);
    for i in 0..rays {
        let a = from + (to - from) * i as f32 / rays as f32;
        let b = a + (to - from) / rays as f32 * p.rng.range(0.35, 0.72);
        let r = reach * (0.58 + 0.40 * ((i * 7) % 5) as f32 / 5.0);
        let ink = [1, 2, 3, 4, 1, 2, 5][i % 7];
        p.solid(&arc(hinge, reach * 0.16, r, a, b), ink);
    }
    for (k, ink) in [(0.30, 0), (0.27, 1), (0.19, 3), (0.10, 2), (0.045, 0)] {
        p.solid(&disc(hinge, unit * k), ink);
    }
    let base = [p.w * 0.5, hinge[1] + unit * 0.215];
    p.solid(&bar(base, p.w * 0.80, unit * 0.012, 0.0), 1);
    p.solid(&bar([p.w * 0.62, base[1] + unit * 0.05], p.w * 0.42, unit * 0.042, 0.0), 4);
    let ball = [p.w * 0.78, p.h * 0.20];
    let r = unit * 0.085;
    p.shaded(&disc(ball, r), 1, [ball[0] + r, ball[1] + r], [ball[0] - r * 1.1, ball[1] - r * 1.1]);
}

/// Verticals like strings, weights hung on them like notes.
fn score(p: &mut Press) {
    let unit = p.w.min(p.h);
    let strings = 9 + p.rng.below(4);
    let margin = p.w * 0.11;
    let (top, foot) = (p.h * 0.10, p.h * 0.90);
    let band = p.h * p.rng.range(0.42, 0.58);
    p.glaze(&bar([p.w * 0.5, band], p.w * 0.86, p.h * p.rng.range(0.10, 0.2), 0.0), 5);
    for i in 0..strings {
        let x = margin + (p.w - 2.0 * margin) * i as f32 / (strings - 1) as f32;
        let (a, b) = (top + p.h * p.rng.range(0.0, 0.14), foot - p.h * p.rng.range(0.0, 0.14));
        let heavy = i % 4 == 1;
        p.solid(&bar([x, (a + b) * 0.5], unit * if heavy { 0.022 } else { 0.0045 }, b - a, 0.0), 1);
        let notes = 1 + p.rng.below(3);
        for _ in 0..notes {
            let at = [x, p.rng.range(a + 0.05 * p.h, b - 0.05 * p.h)];
            let r = unit * p.rng.pick(&[0.018, 0.028, 0.045, 0.07, 0.095]);
            let ink = 2 + p.rng.below(3);
            match p.rng.below(5) {
                0 => p.solid(&arc(at, 0.0, r, -FRAC_PI_2, FRAC_PI_2), ink),
                1 => p.solid(&bar(at, r * 1.7, r * 1.1, 0.0), ink),
                2 => p.shaded(&disc(at, r), ink, [at[0] - r, at[1] - r], [at[0] + r * 1.3, at[1] + r * 1.3]),
                3 => p.glaze(&disc(at, r * 1.3), ink),
                _ => p.solid(&disc(at, r), ink),
            }
        }
    }
    let slope = p.rng.range(-0.22, -0.10);
    p.solid(&bar([p.w * 0.5, p.h * p.rng.range(0.3, 0.7)], p.w * 0.98, unit * 0.016, slope), 2);
}

/// Broken rings around an empty middle.
fn orbit(p: &mut Press) {
    let unit = p.w.min(p.h);
    let heart = [p.w * p.rng.range(0.46, 0.54), p.h * p.rng.range(0.46, 0.52)];
    p.glaze(&bar([heart[0] + unit * 0.12, heart[1] - unit * 0.05], unit * 0.42, p.h * 1.2, 0.32), 5);
    let mut r = unit * 0.07;
    let mut ring = 0;
    while r < unit * 0.47 {
        let thick = unit * p.rng.pick(&[0.008, 0.020, 0.042, 0.062]);
        let pieces = 1 + p.rng.below(3);
        let mut a = p.rng.unit() * TAU;
        for piece in 0..pieces {
            let span = TAU / pieces as f32 * p.rng.range(0.35, 0.85);
            let ink = [1, 2, 3, 4, 1][(ring + piece * 2) % 5];
            p.solid(&arc(heart, r, r + thick, a, a + span), ink);
            if p.rng.chance(0.3) {
                let (sin, cos) = (a + span).sin_cos();
                let at = [heart[0] + cos * (r + thick * 0.5), heart[1] + sin * (r + thick * 0.5)];
                p.solid(&disc(at, thick * 0.5 + unit * 0.014), ink);
            }
            a += TAU / pieces as f32;
        }
        r += thick + unit * p.rng.range(0.006, 0.024);
        ring += 1;
    }
    let core = unit * 0.050;
    p.shaded(&disc(heart, core), 1, [heart[0] + core, heart[1] + core], [heart[0] - core * 1.2, heart[1] - core * 1.2]);
    let lean = p.rng.range(-0.9, -0.4);
    hairlines(p, heart, lean, unit * 0.3);
}

/// A few ruled lines through a centre, as a draughtsman leaves them.
fn hairlines(p: &mut Press, centre: Point, lean: f32, r: f32) {
    for (off, turn, length) in [(0.0, 0.0, 4.6), (1.3, 0.0, 2.4), (-0.6, FRAC_PI_2, 3.9)] {
        let (sin, cos) = (lean + turn).sin_cos();
        let at = [centre[0] - sin * off * r, centre[1] + cos * off * r];
        p.solid(&bar(at, r * length, (2.2 * p.s).max(0.7), lean + turn), 1);
    }
}

/// An ink that stands out from `other`.
fn loop_ink(p: &Press, other: usize) -> usize {
    let pick = 1 + p.rng.below(5);
    if pick != other { pick } else { 1 + pick % 5 }
}
