//! Gradient noise (Perlin 2002) and what is made of it: hills, mist, grain and warps.
//! Knows nothing of colour or pixels.

use super::rng::Rng;

/// A field of gradient noise over the plane; one lattice cell is one unit.
#[derive(Debug, Clone)]
pub(crate) struct Noise {
    perm: [u8; 512],
    grad: [(f32, f32); 256],
}

impl Noise {
    /// The field numbered `stream` of `seed`.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let rng = Rng::new(seed, stream.wrapping_add(0x5EED));
        let mut order = [0_u8; 256];
        for (i, slot) in order.iter_mut().enumerate() {
            *slot = i as u8;
        }
        for i in (1..256).rev() {
            order.swap(i, rng.below(i + 1));
        }
        let mut perm = [0_u8; 512];
        for (i, slot) in perm.iter_mut().enumerate() {
            *slot = order[i & 255];
        }
        let mut grad = [(0.0, 0.0); 256];
        for slot in &mut grad {
            let (sin, cos) = (rng.unit() * std::f32::consts::TAU).sin_cos();
            *slot = (cos * 1.5, sin * 1.5);
        }
        Self { perm, grad }
    }

    /// The noise at a point, about -1..1, mean 0.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        self.periodic(x, y, 256)
    }

    /// As [`Noise::at`], repeating every `period` units (a power of two up to 256).
    pub(crate) fn periodic(&self, x: f32, y: f32, period: i32) -> f32 {
        let (fx, fy) = (floor(x), floor(y));
        let (dx, dy) = (x - fx as f32, y - fy as f32);
        let mask = period - 1;
        let (x0, y0) = (fx & mask, fy & mask);
        let (x1, y1) = ((x0 + 1) & mask, (y0 + 1) & mask);
        let corner = |cx: i32, cy: i32, ox: f32, oy: f32| {
            let row = self.perm[(cx & 255) as usize] as usize;
            let (gx, gy) = self.grad[self.perm[row + (cy & 255) as usize] as usize];
            gx * ox + gy * oy
        };
        let (u, v) = (fade(dx), fade(dy));
        let top = corner(x0, y0, dx, dy);
        let top = top + u * (corner(x1, y0, dx - 1.0, dy) - top);
        let low = corner(x0, y1, dx, dy - 1.0);
        let low = low + u * (corner(x1, y1, dx - 1.0, dy - 1.0) - low);
        top + v * (low - top)
    }

    /// Fractal sum of `octaves`, each twice as fine and half as strong; about -1..1.
    pub(crate) fn fbm(&self, x: f32, y: f32, octaves: u32) -> f32 {
        let (mut sum, mut amp, mut freq, mut total) = (0.0, 1.0, 1.0, 0.0);
        for octave in 0..octaves {
            let off = octave as f32 * 17.3;
            sum += amp * self.at(x * freq + off, y * freq - off);
            total += amp;
            amp *= 0.5;
            freq *= 2.0;
        }
        sum / total
    }

    /// Fractal sum of folded noise, 0..1, with sharp crests: mountain ridges.
    pub(crate) fn ridged(&self, x: f32, y: f32, octaves: u32) -> f32 {
        let (mut sum, mut amp, mut freq, mut total) = (0.0, 1.0, 1.0, 0.0);
        for octave in 0..octaves {
            let off = octave as f32 * 31.7;
            let fold = 1.0 - self.at(x * freq + off, y * freq + off).abs();
            sum += amp * fold * fold;
            total += amp;
            amp *= 0.5;
            freq *= 2.0;
        }
        sum / total
    }
}

/// 0 below `low`, 1 above `high`, smooth between (Hermite); `low` may be the greater of the two.
pub(crate) fn smooth(low: f32, high: f32, v: f32) -> f32 {
    let t = ((v - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The greatest whole number not above `v`. On the plainest x86-64 the standard one is a call, and noise asks for millions.
pub(crate) fn floor(v: f32) -> i32 {
    let whole = v as i32;
    whole - i32::from(whole as f32 > v)
}

fn fade(t: f32) -> f32 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_centred_and_uses_its_range() {
        let noise = Noise::new(11, 0);
        let values: Vec<f32> =
            (0..20_000).map(|i| noise.at((i % 200) as f32 * 0.173, (i / 200) as f32 * 0.211)).collect();
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        let most = values.iter().fold(0.0_f32, |m, v| m.max(v.abs()));
        assert!(mean.abs() < 0.05, "{mean}");
        assert!((0.6..=1.3).contains(&most), "{most}");
    }

    #[test]
    fn periodic_noise_meets_itself_at_the_seam() {
        let noise = Noise::new(5, 2);
        for i in 0..50 {
            let y = i as f32 * 0.37;
            let gap = noise.periodic(0.25, y, 16) - noise.periodic(16.25, y, 16);
            assert!(gap.abs() < 1e-4, "{gap}");
        }
    }
}
