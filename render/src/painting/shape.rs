//! Outlines: discs, ribbons along a path, smooth curves, leaves.
//! Knows points alone; filling is the raster's work.

use std::f32::consts::TAU;

use super::raster::Point;
use super::rng::Rng;

/// A circle, with as many corners as its size needs to look round.
pub(crate) fn disc(centre: Point, radius: f32) -> Vec<Point> {
    ellipse(centre, radius, radius, 0.0)
}

/// An ellipse turned by `angle` radians.
pub(crate) fn ellipse(centre: Point, rx: f32, ry: f32, angle: f32) -> Vec<Point> {
    let corners = ((rx.max(ry)).sqrt() * 8.0).clamp(8.0, 240.0) as usize;
    let (sin, cos) = angle.sin_cos();
    (0..corners)
        .map(|i| {
            let (s, c) = (i as f32 / corners as f32 * TAU).sin_cos();
            let (x, y) = (c * rx, s * ry);
            [centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos]
        })
        .collect()
}

/// A rectangle around `centre`, turned by `angle` radians.
pub(crate) fn bar(centre: Point, length: f32, width: f32, angle: f32) -> Vec<Point> {
    let (sin, cos) = angle.sin_cos();
    let (l, w) = (length * 0.5, width * 0.5);
    [[-l, -w], [l, -w], [l, w], [-l, w]]
        .map(|[x, y]| [centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos])
        .to_vec()
}

/// A piece of a ring from `from` to `to` radians, clockwise on the screen.
pub(crate) fn arc(centre: Point, inner: f32, outer: f32, from: f32, to: f32) -> Vec<Point> {
    let steps = ((outer * (to - from).abs()) / 6.0).clamp(6.0, 400.0) as usize;
    let at = |radius: f32, i: usize| {
        let (s, c) = (from + (to - from) * i as f32 / steps as f32).sin_cos();
        [centre[0] + c * radius, centre[1] + s * radius]
    };
    let mut outline: Vec<Point> = (0..=steps).map(|i| at(outer, i)).collect();
    outline.extend((0..=steps).rev().map(|i| at(inner, i)));
    outline
}

/// The outline of a stroke along `path`, `width(t)` wide at the share `t` (0..1) of its way, with round ends.
pub(crate) fn ribbon(path: &[Point], width: impl Fn(f32) -> f32) -> Vec<Point> {
    if path.len() < 2 {
        return path.first().map_or_else(Vec::new, |&p| disc(p, width(0.5) * 0.5));
    }
    let last = path.len() - 1;
    let normal = |i: usize| {
        let (a, b) = (path[i.saturating_sub(1)], path[(i + 1).min(last)]);
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx.hypot(dy).max(1e-6);
        [-dy / length, dx / length]
    };
    let mut outline = Vec::with_capacity(path.len() * 2 + 12);
    let half = |i: usize| 0.5 * width(i as f32 / last as f32);
    for (i, p) in path.iter().enumerate() {
        let (n, r) = (normal(i), half(i));
        outline.push([p[0] + n[0] * r, p[1] + n[1] * r]);
    }
    cap(&mut outline, path[last], normal(last), half(last));
    for (i, p) in path.iter().enumerate().rev() {
        let (n, r) = (normal(i), half(i));
        outline.push([p[0] - n[0] * r, p[1] - n[1] * r]);
    }
    let first = normal(0);
    cap(&mut outline, path[0], [-first[0], -first[1]], half(0));
    outline
}

/// As [`ribbon`], cut off square at both ends: the mark of a flat brush or of a printing plate.
pub(crate) fn band(path: &[Point], width: f32) -> Vec<Point> {
    let last = path.len().saturating_sub(1);
    let side = |i: usize, reach: f32| {
        let (a, b) = (path[i.saturating_sub(1)], path[(i + 1).min(last)]);
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let k = reach / dx.hypot(dy).max(1e-6);
        [path[i][0] - dy * k, path[i][1] + dx * k]
    };
    let mut outline: Vec<Point> = (0..path.len()).map(|i| side(i, width * 0.5)).collect();
    outline.extend((0..path.len()).rev().map(|i| side(i, -width * 0.5)));
    outline
}

/// A smooth curve (Catmull-Rom) through `knots`, `steps` points for each piece.
pub(crate) fn curve(knots: &[Point], steps: usize) -> Vec<Point> {
    let Some(&end) = knots.last() else { return Vec::new() };
    let at = |i: isize| knots[i.clamp(0, knots.len() as isize - 1) as usize];
    let mut path = Vec::with_capacity(knots.len() * steps + 1);
    for i in 0..knots.len() as isize - 1 {
        let (a, b, c, d) = (at(i - 1), at(i), at(i + 1), at(i + 2));
        for step in 0..steps {
            let t = step as f32 / steps as f32;
            let axis = |k: usize| {
                0.5 * (2.0 * b[k]
                    + (c[k] - a[k]) * t
                    + (2.0 * a[k] - 5.0 * b[k] + 4.0 * c[k] - d[k]) * t * t
                    + (3.0 * b[k] - a[k] - 3.0 * c[k] + d[k]) * t * t * t)
            };
            path.push([axis(0), axis(1)]);
        }
    }
    path.push(end);
    path
}

/// A leaf from `base` to `tip`: `width` at its widest, which lies at the share `belly` of its length, bent by `bend` of its length.
pub(crate) fn leaf(base: Point, tip: Point, width: f32, belly: f32, bend: f32) -> Vec<Point> {
    let spine = bent(base, tip, bend, 14);
    let power = belly.clamp(0.1, 0.9);
    ribbon(&spine, |t| {
        let rise = if t < power { t / power } else { (1.0 - t) / (1.0 - power) };
        width * (rise * std::f32::consts::FRAC_PI_2).sin().max(0.02)
    })
}

/// A path of `steps` pieces from `a` to `b` that swings out sideways by `bend` of the distance in the middle.
pub(crate) fn bent(a: Point, b: Point, bend: f32, steps: usize) -> Vec<Point> {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    (0..=steps)
        .map(|i| {
            let t = i as f32 / steps as f32;
            let swing = 4.0 * t * (1.0 - t) * bend;
            [a[0] + dx * t - dy * swing, a[1] + dy * t + dx * swing]
        })
        .collect()
}

/// A closed shape like a pool or a pebble: a circle whose radius wanders by `wobble` (share of the radius).
pub(crate) fn pebble(rng: &Rng, centre: Point, radius: f32, wobble: f32) -> Vec<Point> {
    let waves: Vec<(f32, f32, f32)> =
        (2..7).map(|k| (k as f32, rng.unit() * TAU, rng.range(0.3, 1.0) / k as f32)).collect();
    let corners = (radius.sqrt() * 7.0).clamp(10.0, 160.0) as usize;
    (0..corners)
        .map(|i| {
            let angle = i as f32 / corners as f32 * TAU;
            let wander: f32 = waves.iter().map(|(k, phase, amp)| (k * angle + phase).sin() * amp).sum();
            let r = radius * (1.0 + wander * wobble);
            [centre[0] + angle.cos() * r, centre[1] + angle.sin() * r]
        })
        .collect()
}

fn cap(outline: &mut Vec<Point>, centre: Point, normal: Point, radius: f32) {
    if radius < 0.7 {
        return;
    }
    let start = normal[1].atan2(normal[0]);
    let steps = (radius.sqrt() * 3.0).clamp(3.0, 24.0) as usize;
    for i in 1..steps {
        let (s, c) = (start - std::f32::consts::PI * i as f32 / steps as f32).sin_cos();
        outline.push([centre[0] + c * radius, centre[1] + s * radius]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::raster::Raster;
    use super::*;

    fn area(outline: &[Point]) -> f32 {
        let mut sum = 0.0;
        Raster::new(200, 200).fill(outline, |_, _, cover| sum += cover);
        sum
    }

    #[test]
    fn shapes_have_the_area_of_their_formula() {
        let near = |outline: &[Point], want: f32| {
            let got = area(outline);
            assert!((got - want).abs() < want * 0.02, "{got} is not {want}");
        };
        near(&disc([100.0, 100.0], 50.0), 7854.0);
        near(&bar([100.0, 100.0], 80.0, 20.0, 0.6), 1600.0);
        near(&arc([100.0, 100.0], 30.0, 60.0, 0.0, std::f32::consts::PI), 4241.0);
        near(&ribbon(&[[40.0, 60.0], [150.0, 120.0]], |_| 10.0), 1253.0 + 78.5);
    }

    #[test]
    fn a_curve_passes_through_its_knots() {
        let knots = [[0.0, 0.0], [10.0, 20.0], [40.0, 5.0]];
        let path = curve(&knots, 8);
        for knot in knots {
            assert!(path.iter().any(|p| (p[0] - knot[0]).hypot(p[1] - knot[1]) < 1e-3));
        }
    }
}
