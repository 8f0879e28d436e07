//! Sets of slots, one bit each: a hundred thousand works are 12 KB, and a filter is an AND.

/// A set of slots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// Puts a slot in or out.
    pub(crate) fn set(&mut self, slot: u32, is_in: bool) {
        let (place, bit) = place(slot);
        if place >= self.words.len() {
            if !is_in {
                return;
            }
            self.words.resize(place + 1, 0);
        }
        if let Some(word) = self.words.get_mut(place) {
            *word = if is_in { *word | bit } else { *word & !bit };
        }
    }

    /// Keeps what is in the other as well.
    pub(crate) fn keep(&mut self, other: &Self) {
        self.words.truncate(other.words.len());
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Takes out what is in the other.
    pub(crate) fn drop_all(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// How many slots are in.
    pub(crate) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many slots are in both.
    pub(crate) fn count_with(&self, other: &Self) -> usize {
        self.words.iter().zip(&other.words).map(|(word, other)| (word & other).count_ones() as usize).sum()
    }

    /// Whether no slot is in.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The slots, smallest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).zip(&self.words).flat_map(|(place, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let bit = left.trailing_zeros();
                    left &= left - 1;
                    place * u64::BITS + bit
                })
            })
        })
    }
}

impl Bits {
    /// Room for so many slots, none of them in.
    pub(crate) fn for_slots(slots: usize) -> Self {
        Self { words: vec![0; slots.div_ceil(u64::BITS as usize)] }
    }

    /// Puts slots in, as far as there is room.
    pub(crate) fn put_all(&mut self, slots: &[u32]) {
        for slot in slots {
            let (place, bit) = place(*slot);
            if let Some(word) = self.words.get_mut(place) {
                *word |= bit;
            }
        }
    }

    /// The slots whose value is not 0.
    pub(crate) fn of_set(values: &[u8]) -> Self {
        let word =
            |chunk: &[u8]| chunk.iter().enumerate().fold(0, |word, (bit, value)| word | u64::from(*value != 0) << bit);
        Self { words: values.chunks(u64::BITS as usize).map(word).collect() }
    }
}

impl FromIterator<u32> for Bits {
    fn from_iter<I: IntoIterator<Item = u32>>(slots: I) -> Self {
        let mut bits = Self::default();
        slots.into_iter().for_each(|slot| bits.set(slot, true));
        bits
    }
}

fn place(slot: u32) -> (usize, u64) {
    ((slot / u64::BITS) as usize, 1 << (slot % u64::BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_different_lengths_meet() {
        let few: Bits = [1, 63, 64].into_iter().collect();
        let many: Bits = [1, 64, 700].into_iter().collect();
        let both = |mut left: Bits, right: &Bits| {
            left.keep(right);
            left.iter().collect::<Vec<_>>()
        };
        assert_eq!((both(few.clone(), &many), both(many.clone(), &few)), (vec![1, 64], vec![1, 64]));
        let mut values = vec![0; 700];
        values.push(3);
        values[64] = 1;
        assert_eq!(Bits::of_set(&values).iter().collect::<Vec<_>>(), [64, 700]);
        assert_eq!((few.count_with(&many), many.count()), (2, 3));
        let mut rest = many.clone();
        rest.drop_all(&few);
        assert_eq!(rest.iter().collect::<Vec<_>>(), [700]);
        rest.set(700, false);
        rest.set(9_000, false);
        assert!(rest.is_empty());
    }
}
