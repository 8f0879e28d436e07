//! Look-alikes: pictures that are nearly the same, by the bits in which their perceptual hashes differ.

use std::collections::BTreeMap;

use crate::ids::{ArtworkId, ImageId};

/// Hashes of 64 bits that differ in no more than these show the same picture, as a rule: another size, another
/// compression, other light, a mark in a corner.
pub const LIKE_BITS_MAX: u32 = 10;

/// A picture by its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashedImage {
    /// The picture.
    pub image_id: ImageId,
    /// Of which work.
    pub artwork_id: ArtworkId,
    /// Its perceptual hash.
    pub dhash: u64,
}

/// A picture of another work that looks like one of the work's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookAlike {
    /// The picture.
    pub image_id: ImageId,
    /// Of which work.
    pub artwork_id: ArtworkId,
    /// In how many bits it differs from the nearest picture of the work: 0 to [`LIKE_BITS_MAX`].
    pub distance: u32,
}

/// In how many bits two hashes differ.
#[must_use]
pub fn distance(one: u64, other: u64) -> u32 {
    (one ^ other).count_ones()
}

/// Gathers look-alikes of a work while all pictures pass by.
#[derive(Debug)]
pub struct Search {
    artwork_id: ArtworkId,
    hashes: Vec<u64>,
    nearest: BTreeMap<ArtworkId, LookAlike>,
}

impl Search {
    /// For a work with these hashes of its pictures.
    #[must_use]
    pub fn new(artwork_id: ArtworkId, hashes: Vec<u64>) -> Self {
        Self { artwork_id, hashes, nearest: BTreeMap::new() }
    }

    /// Whether there is anything to look for.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Looks at one more picture.
    pub fn look_at(&mut self, image: HashedImage) {
        if image.artwork_id == self.artwork_id {
            return;
        }
        let Some(distance) = self.hashes.iter().map(|own| distance(*own, image.dhash)).min() else { return };
        if distance > LIKE_BITS_MAX {
            return;
        }
        let found = LookAlike { image_id: image.image_id, artwork_id: image.artwork_id, distance };
        let known = self.nearest.entry(image.artwork_id).or_insert(found);
        if distance < known.distance {
            *known = found;
        }
    }

    /// One picture a work, the nearest first, at most `most` of them.
    #[must_use]
    pub fn finish(self, most: usize) -> Vec<LookAlike> {
        let mut found: Vec<LookAlike> = self.nearest.into_values().collect();
        found.sort_by_key(|one| (one.distance, one.artwork_id));
        found.truncate(most);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn image(artwork: u128, id: u128, dhash: u64) -> HashedImage {
        HashedImage { image_id: ImageId(Uuid::from_u128(id)), artwork_id: ArtworkId(Uuid::from_u128(artwork)), dhash }
    }

    #[test]
    fn the_nearest_picture_of_each_other_work_is_found_within_ten_bits() {
        let mut search = Search::new(ArtworkId(Uuid::from_u128(1)), vec![0, u64::MAX]);
        for seen in [
            image(1, 10, 0),
            image(2, 20, 0b111),
            image(2, 21, 0b1),
            image(3, 30, 0x7ff),
            image(4, 40, u64::MAX << 2),
            image(5, 50, 0x3ff),
        ] {
            search.look_at(seen);
        }
        let found: Vec<(u128, u128, u32)> = search
            .finish(10)
            .into_iter()
            .map(|one| (one.artwork_id.0.as_u128(), one.image_id.0.as_u128(), one.distance))
            .collect();
        assert_eq!(found, [(2, 21, 1), (4, 40, 2), (5, 50, 10)]);
    }

    #[test]
    fn a_work_without_hashes_looks_like_nothing_and_no_more_are_told_than_asked_for() {
        let mut search = Search::new(ArtworkId(Uuid::from_u128(1)), Vec::new());
        assert!(search.is_idle());
        search.look_at(image(2, 20, 0));
        assert_eq!(search.finish(5), []);
        let mut search = Search::new(ArtworkId(Uuid::from_u128(1)), vec![0]);
        (2..9).for_each(|work| search.look_at(image(work, work, 0)));
        assert_eq!(search.finish(3).len(), 3);
    }
}
