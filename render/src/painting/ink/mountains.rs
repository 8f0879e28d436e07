//! Mountains and water: peaks in mist, a lake, a gorge, cliffs with pines, islands, snow.
//! Knows composition: what stands where; ridges, washes and staffage are painted elsewhere.

use super::super::colour::Rgb;
use super::super::shape::bent;
use super::Scroll;
use super::ridges::{Wash, karst, mist_bank, range, rolling, sky_wash, snow_range};
use super::staffage::{
    boulders, crest_trees, crest_trees_within, disc, flock, hut, open_water, reeds, skiff, water, waterfall,
};

/// Steep peaks one behind the other.
pub(super) fn peaks(p: &mut Scroll) {
    disc(p, p.rng.range(0.24, 0.76), p.rng.range(0.10, 0.15), 0.045);
    let layers = 5;
    for layer in 0..layers {
        let k = layer as f32 / (layers - 1) as f32;
        let base = p.h * (0.46 + 0.46 * k);
        let count = 3 + p.rng.below(3);
        let summits: Vec<[f32; 4]> = (0..count)
            .map(|i| {
                let u = (i as f32 + 0.5 + p.rng.jitter(0.35)) / count as f32;
                let tall = p.h * p.rng.range(0.14, 0.36) * (1.0 - 0.35 * k);
                [u * p.w, tall, p.w * p.rng.range(0.07, 0.16) * (0.8 + 0.5 * k), p.rng.range(1.1, 1.9)]
            })
            .collect();
        let ridge = karst(p, base, &summits, layer);
        let wash = Wash {
            ink: 0.16 + 0.62 * k * k + 0.10 * k,
            fade: 230.0 + 260.0 * k,
            rock: 0.25 + 0.75 * k,
            tint: 0.5 - 0.3 * k,
        };
        range(p, &ridge, &wash, true);
        if layer >= 2 {
            crest_trees(p, &ridge, 0.30 + 0.55 * k, 14.0 + 44.0 * k, 10 + 14 * layer);
        }
    }
    flock(p, 0.5, 0.34, 8);
    let (u, v) = (p.rng.pick(&[0.10, 0.90]), 0.90);
    p.stamp(p.at(u, v), 66.0 * p.s);
}

/// A wide lake under low hills, a boat.
pub(super) fn lake(p: &mut Scroll) {
    let shore = p.h * p.rng.range(0.48, 0.56);
    disc(p, p.rng.range(0.2, 0.8), p.rng.range(0.12, 0.2), 0.05);
    for layer in 0..4 {
        let k = layer as f32 / 3.0;
        let ridge = rolling(p, shore - p.h * 0.015 + p.h * 0.02 * k, p.h * (0.26 - 0.15 * k), 0.75 + 0.5 * k, layer);
        let wash = Wash { ink: 0.14 + 0.42 * k, fade: 130.0 + 60.0 * k, rock: 0.3 + 0.5 * k, tint: 0.7 - 0.4 * k };
        range(p, &ridge, &wash, true);
        if layer == 3 {
            crest_trees(p, &ridge, 0.55, 30.0, 34);
        }
    }
    water(p, shore, p.h * 0.98, 60);
    let at = p.at(p.rng.range(0.30, 0.70), p.rng.range(0.66, 0.74));
    skiff(p, at, 0.125 * p.w.min(p.h) * 1.2);
    let side = p.rng.pick(&[-1.0_f32, 1.0]);
    reeds(p, [p.w * (0.5 - 0.40 * side), p.h * 1.01], side);
    flock(p, 0.5 + 0.2 * side, 0.28, 6);
    p.stamp(p.at(0.5 + 0.40 * side, 0.91), 62.0 * p.s);
}

/// A gorge with a waterfall.
pub(super) fn gorge(p: &mut Scroll) {
    for layer in 0..3 {
        let k = layer as f32 / 2.0;
        let summits = [
            [p.w * (0.30 + 0.2 * k), p.h * (0.34 - 0.1 * k), p.w * 0.16, 1.5],
            [p.w * 0.74, p.h * (0.28 - 0.06 * k), p.w * 0.13, 1.3],
        ];
        let ridge = karst(p, p.h * (0.44 + 0.10 * k), &summits, layer);
        range(p, &ridge, &Wash { ink: 0.15 + 0.16 * k, fade: 260.0, rock: 0.4, tint: 0.5 }, true);
    }
    let fall = p.w * p.rng.range(0.42, 0.58);
    for (i, side) in [-1.0_f32, 1.0].into_iter().enumerate() {
        let shoulder = p.w * (0.5 + side * 0.40);
        let summits = [
            [shoulder, p.h * p.rng.range(0.50, 0.62), p.w * 0.26, 2.6],
            [fall + side * p.w * 0.16, p.h * p.rng.range(0.36, 0.44), p.w * 0.10, 3.2],
            [p.w * (0.5 + side * 0.54), p.h * 0.70, p.w * 0.2, 2.0],
        ];
        let mut ridge = karst(p, p.h * 0.97, &summits, 5 + i);
        for (x, y) in ridge.iter_mut().enumerate() {
            let off = (x as f32 - fall) * side;
            // The rock stops at the water's edge.
            if off < p.w * 0.028 {
                *y = p.h * 2.0;
            }
        }
        range(p, &ridge, &Wash { ink: 0.62, fade: 560.0, rock: 1.25, tint: 0.25 }, true);
        crest_trees(p, &ridge, 0.85, 58.0, 26);
    }
    waterfall(p, fall, p.h * 0.55, p.h * 0.90, p.w * 0.052);
    mist_bank(p, p.h * 0.90, 0.15 * p.h, 0.95);
    boulders(p, fall);
    p.stamp(p.at(p.rng.pick(&[0.10, 0.90]), 0.08), 62.0 * p.s);
}

/// Pines on a cliff above a sea of cloud.
pub(super) fn pines(p: &mut Scroll) {
    let side = p.rng.pick(&[-1.0_f32, 1.0]);
    disc(p, 0.5 + 0.22 * side, p.rng.range(0.17, 0.24), 0.085);
    for layer in 0..3 {
        let k = layer as f32 / 2.0;
        let ridge = rolling(p, p.h * (0.56 + 0.12 * k), p.h * (0.16 - 0.03 * k), 0.9 + 0.4 * k, layer + 3);
        range(p, &ridge, &Wash { ink: 0.13 + 0.17 * k, fade: 160.0 + 50.0 * k, rock: 0.35, tint: 0.6 }, true);
    }
    let summits = [
        [p.w * (0.5 - side * 0.44), p.h * 0.55, p.w * 0.24, 2.2],
        [p.w * (0.5 - side * 0.20), p.h * 0.36, p.w * 0.15, 3.0],
        [p.w * (0.5 + side * 0.02), p.h * 0.14, p.w * 0.14, 2.0],
    ];
    let ridge = karst(p, p.h * 0.99, &summits, 9);
    range(p, &ridge, &Wash { ink: 0.66, fade: 760.0, rock: 1.35, tint: 0.2 }, true);
    for (u, size) in [(0.5 - side * 0.17, 0.40), (0.5 - side * 0.30, 0.28), (0.5 - side * 0.06, 0.22)] {
        let x = (u * p.w).clamp(0.0, p.w - 1.0);
        let foot = [x, ridge[x as usize] + 12.0 * p.s];
        super::plants::pine(p, foot, size * p.h.min(p.w * 1.3), side);
    }
    crest_trees(p, &ridge, 0.8, 40.0, 16);
    flock(p, 0.5 + 0.2 * side, 0.34, 5);
    p.stamp(p.at(0.5 + side * 0.40, 0.90), 64.0 * p.s);
}

/// Islands in still water.
pub(super) fn islands(p: &mut Scroll) {
    disc(p, p.rng.range(0.3, 0.7), 0.16, 0.05);
    let mut row = 0.30;
    let mut layer = 0;
    while row < 0.86 {
        let k = (row - 0.30) / 0.56;
        let count = 1 + usize::from(k < 0.5) + p.rng.below(2);
        for _ in 0..count {
            let centre = p.w * p.rng.range(0.08, 0.92);
            let half = p.w * p.rng.range(0.08, 0.17) * (0.7 + 0.9 * k);
            let tall = half * p.rng.range(0.45, 0.95);
            island(p, centre, p.h * row, half, tall, 0.16 + 0.55 * k, layer);
            layer += 1;
        }
        row += 0.10 + 0.10 * k;
    }
    water(p, p.h * 0.5, p.h * 0.97, 26);
    let size = 0.10 * p.w.min(p.h);
    let at = open_water(p, size);
    skiff(p, at, size);
    flock(p, 0.5, 0.2, 7);
    p.stamp(p.at(p.rng.pick(&[0.08, 0.92]), 0.90), 60.0 * p.s);
}

/// Snow: the sky is washed, the mountains are the paper.
pub(super) fn snow(p: &mut Scroll) {
    sky_wash(p, 0.34);
    let layers = 4;
    for layer in 0..layers {
        let k = layer as f32 / (layers - 1) as f32;
        let summits: Vec<[f32; 4]> = (0..3)
            .map(|i| {
                let u = (i as f32 + 0.5 + p.rng.jitter(0.4)) / 3.0;
                [
                    u * p.w,
                    p.h * p.rng.range(0.16, 0.34) * (1.1 - 0.5 * k),
                    p.w * p.rng.range(0.13, 0.24),
                    p.rng.range(1.2, 1.7),
                ]
            })
            .collect();
        let ridge = karst(p, p.h * (0.52 + 0.36 * k), &summits, layer);
        snow_range(p, &ridge, 0.16 + 0.30 * k);
        if layer > 0 {
            crest_trees(p, &ridge, 0.35 + 0.5 * k, 20.0 + 46.0 * k, 12 + 10 * layer);
        }
    }
    hut(p, p.at(p.rng.range(0.25, 0.75), 0.885), 0.10 * p.w);
    for _ in 0..420 {
        let at = [p.rng.unit() * p.w, p.rng.unit() * p.h];
        let (r, paper) = (p.rng.range(1.6, 5.2) * p.s, p.paper);
        let canvas = &mut p.canvas;
        p.raster.fill(&super::super::shape::disc(at, r), |x, y, cover| canvas.cover(x, y, paper, cover * 0.9));
    }
    p.stamp(p.at(p.rng.pick(&[0.10, 0.90]), 0.92), 60.0 * p.s);
}

fn island(p: &mut Scroll, centre: f32, y: f32, half: f32, tall: f32, amount: f32, layer: usize) {
    let offset = layer as f32 * 13.0;
    let ridge: Vec<f32> = (0..p.canvas.w)
        .map(|x| {
            let u = (x as f32 - centre) / half;
            if u.abs() >= 1.0 {
                return p.h * 3.0;
            }
            let shape = (1.0 - u * u).powf(0.6) * (0.62 + 0.5 * p.noise.fbm(u * 2.2 + offset, offset, 4));
            y - tall * shape.max(0.0)
        })
        .collect();
    let s = p.s;
    let wash = Wash { ink: amount, fade: (tall / s * 0.75).max(30.0), rock: 0.9, tint: 0.35 };
    // Only above its waterline: what lies below belongs to the lake.
    let kept: Vec<Rgb> = row_copy(p, y as usize);
    range(p, &ridge, &wash, true);
    row_restore(p, y as usize, &kept);
    crest_trees_within(p, &ridge, centre, half, amount, tall);
    for i in 0..7 {
        let k = i as f32 / 7.0;
        let reach = half * (1.05 - 0.6 * k);
        let yy = y + (4.0 + 60.0 * k) * s;
        let path =
            bent([centre - reach * p.rng.range(0.6, 1.0), yy], [centre + reach * p.rng.range(0.6, 1.0), yy], 0.0, 24);
        p.dry(&path, (10.0 - 6.0 * k) * s, amount * (0.5 - 0.4 * k), 0.5);
    }
}

fn row_copy(p: &Scroll, from: usize) -> Vec<Rgb> {
    let start = from.min(p.canvas.h) * p.canvas.w;
    p.canvas.px[start..].to_vec()
}

fn row_restore(p: &mut Scroll, from: usize, kept: &[Rgb]) {
    let start = from.min(p.canvas.h) * p.canvas.w;
    p.canvas.px[start..].copy_from_slice(kept);
}
