//! The motifs: moonrise, lighthouse, boats, cliffs, stacks, rain, a whale.
//! Knows where things stand; sky, water and the things themselves are cut elsewhere.

use super::super::raster::Point;
use super::landmarks::{beams, boat, cliff, cottage, fluke, headland, land, pine, stack, stars, tower};
use super::sea::{banded_sky, gulls, rain, ringed_sky, swell};
use super::{Block, Print};

/// How many motifs there are; the last digit of a seed chooses.
pub(crate) const MOTIFS: usize = 8;

/// Cuts the blocks for the motif of that number.
pub(super) fn cut(p: &mut Print, motif: usize) {
    match motif {
        0 => moonrise(p),
        1 => lighthouse(p),
        2 => boats(p),
        3 => cliffs(p),
        4 => stacks(p),
        5 => squall(p),
        6 => whale(p),
        _ => island(p),
    }
    let frame = p.frame(0.0);
    trim(p, &frame);
}

fn moonrise(p: &mut Print) {
    let horizon = p.at(0.0, p.rng.range(0.46, 0.54))[1];
    let heart = p.at(p.rng.range(0.34, 0.66), p.rng.range(0.20, 0.27));
    ringed_sky(p, heart, 0.085, horizon, 0.75);
    swell(p, horizon, p.rng.range(0.5, 0.8), heart[0]);
}

fn lighthouse(p: &mut Print) {
    let horizon = p.at(0.0, 0.60)[1];
    let side = if p.rng.chance(0.5) { 0.27 } else { 0.73 };
    let lamp = p.at(side, p.rng.range(0.20, 0.26));
    let sky = [p.at(0.0, 0.0), p.at(1.0, 0.0), [p.right, horizon], [p.left, horizon]];
    p.ink(Block::Key, &sky);
    p.ink(Block::Middle, &sky);
    beams(p, lamp, horizon);
    swell(p, horizon, p.rng.range(0.5, 0.75), lamp[0]);
    let foot = p.at(side, 0.635);
    headland(p, foot, 0.36, side < 0.5);
    tower(p, foot, lamp);
    stars(p, lamp);
}

fn boats(p: &mut Print) {
    let horizon = p.at(0.0, p.rng.range(0.34, 0.40))[1];
    let heart = p.at(p.rng.range(0.25, 0.75), p.rng.range(0.14, 0.19));
    if p.rng.chance(0.5) {
        ringed_sky(p, heart, 0.055, horizon, 0.9);
    } else {
        banded_sky(p, horizon);
    }
    swell(p, horizon, p.rng.range(0.85, 1.1), heart[0]);
    for (u, v, size) in [(0.72, 0.44, 0.10), (0.22, 0.52, 0.15), (0.55, 0.72, 0.33)] {
        let at = p.at(u + p.rng.jitter(0.05), v + p.rng.jitter(0.012));
        boat(p, at, size * p.width(), p.rng.jitter(0.12));
    }
}

fn cliffs(p: &mut Print) {
    let horizon = p.at(0.0, p.rng.range(0.44, 0.50))[1];
    banded_sky(p, horizon);
    swell(p, horizon, p.rng.range(0.45, 0.7), p.at(0.6, 0.0)[0]);
    let left = p.rng.chance(0.5);
    for (i, (reach, high, low)) in [(0.34, 0.30, 0.54), (0.46, 0.20, 0.66), (0.58, 0.10, 0.88)].into_iter().enumerate()
    {
        cliff(p, left, reach, high, low, i);
    }
    gulls(p, 13, horizon, false);
}

fn stacks(p: &mut Print) {
    let horizon = p.at(0.0, p.rng.range(0.56, 0.62))[1];
    let heart = p.at(p.rng.range(0.38, 0.62), p.rng.range(0.34, 0.40));
    ringed_sky(p, heart, 0.115, horizon, 0.95);
    swell(p, horizon, 0.42, heart[0]);
    for (u, top, foot, wide) in
        [(0.16, 0.30, 0.64, 0.09), (0.33, 0.44, 0.625, 0.05), (0.80, 0.22, 0.70, 0.13), (0.66, 0.47, 0.63, 0.045)]
    {
        let u = u + p.rng.jitter(0.03);
        stack(p, p.at(u, top + p.rng.jitter(0.03)), p.at(u, foot), wide * p.width());
    }
    gulls(p, 9, heart[1], true);
}

fn squall(p: &mut Print) {
    let horizon = p.at(0.0, p.rng.range(0.40, 0.46))[1];
    rain(p, horizon);
    swell(p, horizon, p.rng.range(1.05, 1.3), p.at(p.rng.range(0.3, 0.7), 0.0)[0]);
    let at = p.at(p.rng.range(0.35, 0.65), 0.58);
    boat(p, at, 0.24 * p.width(), p.rng.pick(&[-0.28, 0.28]));
    gulls(p, 6, horizon, true);
}

fn whale(p: &mut Print) {
    let horizon = p.at(0.0, p.rng.range(0.40, 0.45))[1];
    let heart = p.at(p.rng.pick(&[0.24, 0.76]), 0.17);
    ringed_sky(p, heart, 0.06, horizon, 0.8);
    swell(p, horizon, 0.55, heart[0]);
    let foot = p.at(0.5 + p.rng.jitter(0.06), 0.72);
    fluke(p, foot, 0.46 * p.width());
}

fn island(p: &mut Print) {
    let horizon = p.at(0.0, p.rng.range(0.52, 0.57))[1];
    banded_sky(p, horizon);
    swell(p, horizon, 0.4, p.at(0.5, 0.0)[0]);
    let centre = p.rng.range(0.42, 0.58);
    let base = p.at(centre, 0.60);
    let half = 0.30 * p.width();
    let mut outline: Vec<Point> = (0..=40)
        .map(|i| {
            let u = i as f32 / 20.0 - 1.0;
            let rise = (1.0 - u * u).max(0.0).powf(0.7) * 0.16 * p.height();
            let rough = p.noise.fbm(u * 4.0 + 20.0, 3.0, 3) * 0.03 * p.height() * (1.0 - u * u);
            [base[0] + u * half, base[1] - rise - rough]
        })
        .collect();
    outline.push([base[0] + half * 1.05, base[1] + 10.0 * p.s]);
    outline.push([base[0] - half * 1.05, base[1] + 10.0 * p.s]);
    land(p, &outline, base, half, 0.17 * p.height());
    for i in 0..5 {
        let u = (i as f32 - 2.0) * 0.26 + p.rng.jitter(0.05);
        let foot = [base[0] + u * half, base[1] - (1.0 - u * u).powf(0.7) * 0.15 * p.height()];
        pine(p, foot, p.rng.range(0.15, 0.27) * p.height());
    }
    cottage(p, [base[0] + half * 0.52, base[1] - 0.075 * p.height()], 0.075 * p.width());
    let at = p.at(p.rng.pick(&[0.18, 0.82]), 0.74);
    boat(p, at, 0.13 * p.width(), 0.0);
    gulls(p, 7, horizon * 0.6, false);
}

/// Takes away whatever a cut or a shape left outside the picture's edge.
fn trim(p: &mut Print, frame: &[Point]) {
    let mut inside = vec![0.0; p.blocks[0].len()];
    let stride = p.stride;
    p.raster.fill(frame, |x, y, cover| inside[y * stride + x] = cover);
    for block in &mut p.blocks {
        for (slot, keep) in block.iter_mut().zip(&inside) {
            *slot *= keep;
        }
    }
}
