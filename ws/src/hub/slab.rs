//! A list of things with stable numbers: a number is used again, but a full id never is.
//! Knows nothing of what it holds.

/// The id of one thing: its place, and which of the place's tenants it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id {
    pub(crate) index: u32,
    generation: u32,
}

/// Things by number.
pub(crate) struct Slab<T> {
    places: Vec<Place<T>>,
    free: Vec<u32>,
}

struct Place<T> {
    generation: u32,
    thing: Option<Box<T>>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Slab { places: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    pub(crate) fn insert(&mut self, thing: T) -> Id {
        let thing = Some(Box::new(thing));
        if let Some(index) = self.free.pop()
            && let Some(place) = self.places.get_mut(index as usize)
        {
            place.generation = place.generation.wrapping_add(1);
            place.thing = thing;
            return Id { index, generation: place.generation };
        }
        self.places.push(Place { generation: 0, thing });
        Id { index: (self.places.len() - 1) as u32, generation: 0 }
    }

    /// The thing at a place, whichever it is.
    pub(crate) fn at(&self, index: u32) -> Option<&T> {
        self.places.get(index as usize)?.thing.as_deref()
    }

    /// The thing at a place, whichever it is.
    pub(crate) fn at_mut(&mut self, index: u32) -> Option<&mut T> {
        self.places.get_mut(index as usize)?.thing.as_deref_mut()
    }

    /// The thing at a place with its full id.
    pub(crate) fn entry_at_mut(&mut self, index: u32) -> Option<(Id, &mut T)> {
        let place = self.places.get_mut(index as usize)?;
        let id = Id { index, generation: place.generation };
        place.thing.as_deref_mut().map(|thing| (id, thing))
    }

    /// Whether that very thing is still here.
    pub(crate) fn holds(&self, id: Id) -> bool {
        self.places
            .get(id.index as usize)
            .is_some_and(|place| place.generation == id.generation && place.thing.is_some())
    }

    pub(crate) fn get(&self, id: Id) -> Option<&T> {
        if self.holds(id) { self.at(id.index) } else { None }
    }

    pub(crate) fn get_mut(&mut self, id: Id) -> Option<&mut T> {
        if self.holds(id) { self.at_mut(id.index) } else { None }
    }

    pub(crate) fn remove_at(&mut self, index: u32) -> Option<T> {
        let thing = self.places.get_mut(index as usize)?.thing.take()?;
        self.free.push(index);
        Some(*thing)
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Id, &T)> {
        self.places.iter().enumerate().filter_map(|(index, place)| {
            let id = Id { index: index as u32, generation: place.generation };
            place.thing.as_deref().map(|thing| (id, thing))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_used_again_but_an_old_id_finds_nothing() {
        let mut slab = Slab::default();
        let first = slab.insert("first");
        assert_eq!(slab.get(first), Some(&"first"));
        assert_eq!(slab.remove_at(first.index), Some("first"));
        assert_eq!(slab.remove_at(first.index), None);
        let second = slab.insert("second");
        assert_eq!(second.index, first.index);
        assert!(!slab.holds(first));
        assert_eq!(slab.get_mut(first), None);
        assert_eq!((slab.len(), slab.iter().count()), (1, 1));
    }
}
