//! A small deterministic random stream for the painter.
//! Knows nothing of pictures; the same seed gives the same numbers on every machine and in every version.

use std::cell::Cell;

/// A SplitMix64 stream (Steele, Lea, Flood 2014): one word of state, good enough for paint, never for secrets.
/// Drawing needs no exclusive borrow, so that two draws fit into one expression.
#[derive(Debug, Clone)]
pub(crate) struct Rng(Cell<u64>);

impl Rng {
    /// The stream numbered `stream` of `seed`; streams of one seed do not repeat one another.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let rng = Self(Cell::new(seed ^ stream.wrapping_mul(0xA076_1D64_78BD_642F)));
        rng.next();
        rng
    }

    /// The next 64 random bits.
    pub(crate) fn next(&self) -> u64 {
        let mut z = self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0.set(z);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in 0..1.
    pub(crate) fn unit(&self) -> f32 {
        (self.next() >> 40) as f32 * (1.0 / 16_777_216.0)
    }

    /// Uniform in `low..high`.
    pub(crate) fn range(&self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Uniform in `-spread..spread`.
    pub(crate) fn jitter(&self, spread: f32) -> f32 {
        (self.unit() * 2.0 - 1.0) * spread
    }

    /// Nearly normal, mean 0 and deviation 1: the sum of four uniforms, which never strays past 3.5.
    pub(crate) fn gauss(&self) -> f32 {
        (self.unit() + self.unit() + self.unit() + self.unit() - 2.0) * 1.732
    }

    /// Uniform in `0..n`; 0 when `n` is 0.
    pub(crate) fn below(&self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }

    /// True with probability `p`.
    pub(crate) fn chance(&self, p: f32) -> bool {
        self.unit() < p
    }

    /// One of `items`, which must not be empty.
    pub(crate) fn pick<T: Copy>(&self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_of_one_seed_differ_and_repeat_themselves() {
        let draw = |seed, stream| {
            let rng = Rng::new(seed, stream);
            [rng.next(), rng.next(), rng.next()]
        };
        assert_eq!(draw(7, 1), draw(7, 1));
        assert_ne!(draw(7, 1), draw(7, 2));
        assert_ne!(draw(7, 1), draw(8, 1));
    }

    #[test]
    fn unit_draws_fill_their_range_evenly() {
        let rng = Rng::new(3, 0);
        let mut bins = [0_u32; 10];
        for _ in 0..10_000 {
            bins[(rng.unit() * 10.0) as usize] += 1;
        }
        assert!(bins.iter().all(|&n| (850..1150).contains(&n)), "{bins:?}");
    }
}
