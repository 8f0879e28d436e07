//! Filling of polygons with exact area coverage.
//! Knows outlines and coverage alone; what covering means is up to the caller.
//!
//! The method is signed-area accumulation (R. Levien, font-rs): each edge leaves its share in a buffer of differences,
//! a running sum along a row is the coverage. Rows remember the span they touched, so a long thin diagonal costs its own
//! area and not that of its bounding box.

/// A point in pixels; x to the right, y down.
pub(crate) type Point = [f32; 2];

/// A reusable filler for a sheet of fixed size.
#[derive(Debug)]
pub(crate) struct Raster {
    w: usize,
    h: usize,
    stride: usize,
    sums: Vec<f32>,
    spans: Vec<(u32, u32)>,
    top: usize,
    bottom: usize,
}

impl Raster {
    /// A filler for `w` x `h` pixels.
    pub(crate) fn new(w: usize, h: usize) -> Self {
        let stride = w + 3;
        Self { w, h, stride, sums: vec![0.0; stride * h], spans: vec![(u32::MAX, 0); h], top: h, bottom: 0 }
    }

    /// Fills one closed outline; `paint(x, y, coverage)` is called once for each pixel it touches, coverage in 0..=1.
    pub(crate) fn fill(&mut self, outline: &[Point], paint: impl FnMut(usize, usize, f32)) {
        self.add(outline);
        self.flush(paint);
    }

    /// Adds one closed outline to the shape under way; outlines of opposite sense cut holes.
    pub(crate) fn add(&mut self, outline: &[Point]) {
        let Some(mut from) = outline.last().copied() else { return };
        for &to in outline {
            self.edge(from, to);
            from = to;
        }
    }

    /// Paints the shape under way and forgets it.
    pub(crate) fn flush(&mut self, mut paint: impl FnMut(usize, usize, f32)) {
        for y in self.top..self.bottom {
            let (low, high) = self.spans[y];
            self.spans[y] = (u32::MAX, 0);
            if low > high {
                continue;
            }
            let row = &mut self.sums[y * self.stride..(y + 1) * self.stride];
            let mut sum = 0.0;
            for (x, slot) in row.iter_mut().enumerate().take(high as usize + 1).skip(low as usize) {
                sum += *slot;
                *slot = 0.0;
                let cover = sum.abs();
                if cover > 0.003 && x < self.w {
                    paint(x, y, cover.min(1.0));
                }
            }
        }
        self.top = self.h;
        self.bottom = 0;
    }

    fn edge(&mut self, a: Point, b: Point) {
        if a[1] == b[1] || !(a[0] + a[1] + b[0] + b[1]).is_finite() {
            return;
        }
        let (sign, a, b) = if a[1] < b[1] { (1.0, a, b) } else { (-1.0, b, a) };
        if b[1] <= 0.0 || a[1] >= self.h as f32 {
            return;
        }
        let slope = (b[0] - a[0]) / (b[1] - a[1]);
        let first = a[1].max(0.0) as usize;
        let last = (b[1].ceil() as usize).min(self.h);
        let mut x = if a[1] < 0.0 { a[0] - a[1] * slope } else { a[0] };
        let right = self.w as f32;
        for y in first..last {
            let dy = ((y + 1) as f32).min(b[1]) - (y as f32).max(a[1]);
            let next = x + slope * dy;
            self.span(y, x.clamp(0.0, right), next.clamp(0.0, right), dy * sign);
            x = next;
        }
        self.top = self.top.min(first);
        self.bottom = self.bottom.max(last);
    }

    /// One edge's share of one row: it runs from `x` to `next` while it covers `d` of the row's height.
    fn span(&mut self, y: usize, x: f32, next: f32, d: f32) {
        let (x0, x1) = if x < next { (x, next) } else { (next, x) };
        // Rounded up by hand: the standard call is slow on the plainest x86-64.
        let (left, cut) = (x0 as usize, x1 as usize);
        let end = (cut + usize::from(cut as f32 != x1)).max(left + 1);
        let slot = &mut self.spans[y];
        slot.0 = slot.0.min(left as u32);
        slot.1 = slot.1.max(end as u32);
        let row = &mut self.sums[y * self.stride..(y + 1) * self.stride];
        if end == left + 1 {
            let share = d * (0.5 * (x0 + x1) - left as f32);
            row[left] += d - share;
            row[left + 1] += share;
            return;
        }
        // The edge crosses several pixels: a triangle in the first and the last, trapezoids between.
        // Each slot holds how much more is covered here than one pixel to the left.
        let steep = 1.0 / (x1 - x0);
        let mut done = 0.0;
        for (i, slot) in row.iter_mut().enumerate().take(end).skip(left) {
            let (from, to) = (x0.max(i as f32), x1.min((i + 1) as f32));
            let reached = (from - x0) * steep;
            let part = (to - from) * steep;
            let area = reached + part * ((i + 1) as f32 - 0.5 * (from + to));
            *slot += d * (area - done);
            done = area;
        }
        row[end] += d * (1.0 - done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(outline: &[Point]) -> f32 {
        let mut raster = Raster::new(64, 64);
        let mut sum = 0.0;
        raster.fill(outline, |_, _, cover| sum += cover);
        sum
    }

    #[test]
    fn a_polygon_covers_its_own_area() {
        assert!((area(&[[10.25, 10.5], [30.75, 10.5], [30.75, 20.0], [10.25, 20.0]]) - 20.5 * 9.5).abs() < 0.05);
        assert!((area(&[[3.0, 50.0], [60.0, 52.5], [20.0, 4.0]]) - 1332.25).abs() < 1.0);
        assert!((area(&[[3.0, 50.0], [60.0, 4.0], [20.0, 4.0]]) - 920.0).abs() < 1.0);
    }

    #[test]
    fn what_leaves_the_sheet_is_cut_at_its_edge() {
        assert!((area(&[[-20.0, -20.0], [200.0, -20.0], [200.0, 200.0], [-20.0, 200.0]]) - 4096.0).abs() < 0.5);
        assert_eq!(area(&[[-20.0, -20.0], [-10.0, -20.0], [-10.0, 40.0]]), 0.0);
    }

    #[test]
    fn the_buffer_is_clean_after_each_shape() {
        let mut raster = Raster::new(64, 64);
        raster.fill(&[[1.0, 1.0], [60.0, 30.0], [5.0, 62.0]], |_, _, _| {});
        let mut sum = 0.0;
        raster.fill(&[[4.0, 4.0], [6.0, 4.0], [6.0, 6.0], [4.0, 6.0]], |_, _, cover| sum += cover);
        assert!((sum - 4.0_f32).abs() < 1e-3);
    }
}
