//! Scalar fields over a sheet: coarse grids read smoothly in between, tiles that repeat without a seam, and box blurs.
//! Knows nothing of colour; keeps costly noise out of the loops that run once a pixel.

use super::noise::Noise;
use super::rng::Rng;

/// Side of every [`Tile`] in pixels; a power of two.
const TILE: usize = 512;

/// A scalar field kept on a grid of one knot every `step` pixels and read bilinearly.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    cols: usize,
    inverse_step: f32,
    data: Vec<f32>,
    rows: usize,
}

impl Grid {
    /// Evaluates `f(x_px, y_px)` at the knots over a sheet of `w` x `h` pixels.
    pub(crate) fn new(w: usize, h: usize, step: usize, mut f: impl FnMut(f32, f32) -> f32) -> Self {
        let step = step.max(1);
        let (cols, rows) = (w / step + 2, h / step + 2);
        let mut data = Vec::with_capacity(cols * rows);
        for row in 0..rows {
            for col in 0..cols {
                data.push(f((col * step) as f32, (row * step) as f32));
            }
        }
        Self { cols, inverse_step: 1.0 / step as f32, data, rows }
    }

    /// The field at a pixel position; positions outside are read at the nearest edge.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let gx = (x * self.inverse_step).clamp(0.0, (self.cols - 2) as f32 + 0.999);
        let gy = (y * self.inverse_step).clamp(0.0, (self.rows - 2) as f32 + 0.999);
        let (col, row) = (gx as usize, gy as usize);
        let (dx, dy) = (gx - col as f32, gy - row as f32);
        let i = row * self.cols + col;
        let (a, b) = (self.data[i], self.data[i + 1]);
        let (c, d) = (self.data[i + self.cols], self.data[i + self.cols + 1]);
        let top = a + (b - a) * dx;
        top + (c + (d - c) * dx - top) * dy
    }
}

/// A square texture that repeats without a seam.
#[derive(Debug, Clone)]
pub(crate) struct Tile(Vec<f32>);

impl Tile {
    /// Fractal noise, mean 0, deviation near 0.3; `cells` lattice cells a side at the coarsest (a power of two).
    pub(crate) fn fractal(seed: u64, stream: u64, cells: i32, octaves: u32) -> Self {
        let noise = Noise::new(seed, stream);
        let mut data = vec![0.0; TILE * TILE];
        let mut amp = 1.0;
        for octave in 0..octaves {
            let period = (cells << octave).min(256);
            let unit = period as f32 / TILE as f32;
            for (i, slot) in data.iter_mut().enumerate() {
                let (x, y) = ((i % TILE) as f32 * unit, (i / TILE) as f32 * unit);
                *slot += amp * noise.periodic(x + 0.37, y + 0.71, period);
            }
            amp *= 0.6;
        }
        Self(data)
    }

    /// Independent grains, mean 0 and deviation 1, softened by a box of `radius_px`.
    pub(crate) fn grain(seed: u64, stream: u64, radius_px: usize) -> Self {
        let rng = Rng::new(seed, stream ^ 0x6A11);
        let mut data: Vec<f32> = (0..TILE * TILE).map(|_| rng.gauss()).collect();
        if radius_px > 0 {
            // Wrap a margin around, so that the blur does not show where the tile meets itself.
            let side = TILE + 2 * radius_px;
            let mut wide: Vec<f32> = (0..side * side)
                .map(|i| {
                    let (x, y) = (i % side + TILE - radius_px, i / side + TILE - radius_px);
                    data[(y % TILE) * TILE + x % TILE]
                })
                .collect();
            blur(&mut wide, side, side, radius_px, 1);
            let gain = (2 * radius_px + 1) as f32;
            for (i, slot) in data.iter_mut().enumerate() {
                let (x, y) = (i % TILE + radius_px, i / TILE + radius_px);
                *slot = wide[y * side + x] * gain;
            }
        }
        Self(data)
    }

    /// Reads the texture at any pixel.
    pub(crate) fn at(&self, x: usize, y: usize) -> f32 {
        self.0[(y & (TILE - 1)) * TILE + (x & (TILE - 1))]
    }
}

/// Box blur of a `w` x `h` buffer, `passes` times; three passes are near a Gaussian of deviation `radius_px`.
/// Edges repeat their last pixel.
pub(crate) fn blur(data: &mut [f32], w: usize, h: usize, radius_px: usize, passes: usize) {
    if radius_px == 0 || w == 0 || h == 0 {
        return;
    }
    let (r, gain) = (radius_px as isize, 1.0 / (2 * radius_px + 1) as f32);
    let mut other = vec![0.0; data.len()];
    let clamp = |i: isize, n: usize| i.clamp(0, n as isize - 1) as usize;
    for _ in 0..passes {
        for y in 0..h {
            let row = &data[y * w..(y + 1) * w];
            let out = &mut other[y * w..(y + 1) * w];
            let mut sum: f32 = (-r..=r).map(|i| row[clamp(i, w)]).sum();
            for (x, slot) in out.iter_mut().enumerate() {
                *slot = sum * gain;
                sum += row[clamp(x as isize + r + 1, w)] - row[clamp(x as isize - r, w)];
            }
        }
        let mut sums = vec![0.0; w];
        for i in -r..=r {
            let from = clamp(i, h) * w;
            for (sum, v) in sums.iter_mut().zip(&other[from..from + w]) {
                *sum += v;
            }
        }
        for y in 0..h {
            let gone = clamp(y as isize - r, h) * w;
            let come = clamp(y as isize + r + 1, h) * w;
            let out = &mut data[y * w..(y + 1) * w];
            for (x, slot) in out.iter_mut().enumerate() {
                *slot = sums[x] * gain;
                sums[x] += other[come + x] - other[gone + x];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_returns_a_plane_exactly_between_its_knots() {
        let grid = Grid::new(100, 60, 8, |x, y| 2.0 * x - y);
        for (x, y) in [(0.0, 0.0), (13.5, 7.25), (99.0, 59.0)] {
            assert!((grid.at(x, y) - (2.0 * x - y)).abs() < 1e-2);
        }
    }

    #[test]
    fn a_blur_keeps_the_mean_of_an_even_field_and_flattens_a_spike() {
        let mut flat = vec![3.0; 40 * 30];
        blur(&mut flat, 40, 30, 4, 3);
        assert!(flat.iter().all(|v| (v - 3.0).abs() < 1e-3));
        let mut spike = vec![0.0; 41 * 41];
        spike[20 * 41 + 20] = 81.0;
        blur(&mut spike, 41, 41, 4, 1);
        assert!((spike[20 * 41 + 20] - 1.0).abs() < 1e-3);
        assert!((spike.iter().sum::<f32>() - 81.0).abs() < 1e-2);
    }
}
