//! Chance that repeats: the same draws for the same seed, on every machine and in every version.

/// Draws of one life, by `SplitMix64`.
#[derive(Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The draws of a life of a seed; they do not depend on what else happens.
    pub(super) fn of(seed: u64, number: u64) -> Self {
        Self(mixed(mixed(seed) ^ number))
    }

    /// From 0 to less than `most`.
    pub(super) fn below(&mut self, most: u64) -> u64 {
        self.draw() % most
    }

    /// From `least` to `most`, both included; `least` where there is nothing between.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most - least + 1).unwrap_or(1).max(1);
        least + i64::try_from(self.below(width)).expect("small")
    }

    /// So many times of a hundred.
    pub(super) fn is_in(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A place in a list of that length, which is not empty.
    pub(super) fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).expect("a place")
    }

    /// One of a list; none of an empty one.
    pub(super) fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        if list.is_empty() { None } else { list.get(self.place(list.len())) }
    }

    /// Another order.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.place(last + 1);
            list.swap(last, other);
        }
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }
}

fn mixed(of: u64) -> u64 {
    let of = (of ^ (of >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let of = (of ^ (of >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    of ^ (of >> 31)
}
