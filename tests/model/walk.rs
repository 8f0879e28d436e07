//! A walk through every world of a house, to see that no way leads back.
//!
//! Where no way leads back and the worlds are finite, every path ends; and as whoever can do nothing more is at an end,
//! everything ends well whatever happens. The checker's own `eventually` does not see paths that run in a circle.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use stateright::Model;

use crate::house::House;
use crate::world::World;

/// What a walk has met.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    hasher: RandomState,
    /// Worlds by their fingerprint, and whether all ways from them were walked to their end.
    met: HashMap<u64, bool>,
    /// Worlds in which nothing can happen any more.
    pub(crate) ends: usize,
    /// A way that leads back to where it came from.
    pub(crate) circle: bool,
}

impl Walk {
    /// Walks every way of a house.
    pub(crate) fn through(house: &House) -> Self {
        let mut walk = Self::default();
        for world in house.init_states() {
            walk.go_on(house, &world);
        }
        walk
    }

    pub(crate) fn worlds(&self) -> usize {
        self.met.len()
    }

    fn go_on(&mut self, house: &House, world: &World) {
        let print = self.hasher.hash_one(world);
        match self.met.get(&print) {
            Some(walked) => self.circle |= !walked,
            None => {
                self.met.insert(print, false);
                let next = house.next_states(world);
                self.ends += usize::from(next.is_empty());
                for world in next {
                    self.go_on(house, &world);
                }
                self.met.insert(print, true);
            }
        }
    }
}
