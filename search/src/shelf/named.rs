//! A filter whose choices are named freely: mediums, styles, subjects, artists. Spellings that fold alike are one choice.

use std::collections::HashMap;

use smallvec::SmallVec;

use crate::bits::Bits;
use crate::fold::fold;

/// The choices of a filter, and which of them each work has.
#[derive(Default)]
pub(crate) struct Named {
    choices: Vec<OneChoice>,
    by_key: HashMap<String, u32>,
    of: Vec<SmallVec<[Mark; 3]>>,
}

/// One choice.
#[derive(Default)]
struct OneChoice {
    /// How works spell it, by the number of the spelling.
    spellings: Vec<(String, usize)>,
    works: usize,
}

/// That a work has a choice, and in which of its spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    choice: u32,
    spelling: u32,
}

impl Named {
    /// Sets the choices of a work; empty ones do not count, and one that is given twice counts once.
    pub(crate) fn set<'t>(&mut self, slot: u32, given: impl IntoIterator<Item = &'t str>) {
        let slot = slot as usize;
        if slot >= self.of.len() {
            self.of.resize_with(slot + 1, SmallVec::new);
        }
        let before = self.of.get_mut(slot).map(std::mem::take).unwrap_or_default();
        before.into_iter().for_each(|mark| self.count(mark, false));
        let mut marks: SmallVec<[Mark; 3]> = SmallVec::new();
        for text in given {
            let key = fold(text);
            if !key.is_empty() {
                let mark = self.mark(key, text.trim());
                if marks.iter().all(|known| known.choice != mark.choice) {
                    marks.push(mark);
                    self.count(mark, true);
                }
            }
        }
        if let Some(place) = self.of.get_mut(slot) {
            *place = marks;
        }
    }

    /// Lets a choice be found by another name as well.
    pub(crate) fn also_called(&mut self, known: &str, name: &str) {
        if let Some(choice) = self.by_key.get(&fold(known)).copied() {
            self.by_key.entry(name.to_owned()).or_insert(choice);
        }
    }

    /// The works of `among` that have a choice.
    pub(crate) fn with(&self, name: &str, among: &Bits) -> Bits {
        let key = fold(name);
        let by_id = || uuid::Uuid::parse_str(&key).ok().and_then(|id| self.by_key.get(&id.to_string()));
        let Some(choice) = self.by_key.get(&key).or_else(by_id).copied() else { return Bits::default() };
        among.iter().filter(|slot| self.marks(*slot).iter().any(|mark| mark.choice == choice)).collect()
    }

    /// The choices that works have, with how many works.
    pub(crate) fn all(&self) -> Vec<(&str, usize)> {
        let counts = self.choices.iter().map(|choice| choice.works);
        self.told(counts)
    }

    /// The choices that works of a set have, with how many of them.
    pub(crate) fn of_set(&self, set: &Bits) -> Vec<(&str, usize)> {
        let mut counts = vec![0; self.choices.len()];
        for slot in set.iter() {
            for mark in self.marks(slot) {
                if let Some(count) = counts.get_mut(mark.choice as usize) {
                    *count += 1;
                }
            }
        }
        self.told(counts)
    }

    fn told(&self, counts: impl IntoIterator<Item = usize>) -> Vec<(&str, usize)> {
        let found = self.choices.iter().zip(counts).filter(|(_, count)| *count > 0);
        found.map(|(choice, count)| (choice.spelling(), count)).collect()
    }

    fn marks(&self, slot: u32) -> &[Mark] {
        self.of.get(slot as usize).map_or(&[], SmallVec::as_slice)
    }

    fn mark(&mut self, key: String, text: &str) -> Mark {
        let next = u32::try_from(self.choices.len()).unwrap_or(u32::MAX);
        let choice = *self.by_key.entry(key).or_insert(next);
        if choice == next {
            self.choices.push(OneChoice::default());
        }
        let Some(known) = self.choices.get_mut(choice as usize) else { return Mark { choice, spelling: 0 } };
        let place = known.spellings.iter().position(|(spelling, _)| spelling == text).unwrap_or_else(|| {
            known.spellings.push((text.to_owned(), 0));
            known.spellings.len() - 1
        });
        Mark { choice, spelling: u32::try_from(place).unwrap_or(u32::MAX) }
    }

    fn count(&mut self, mark: Mark, is_one_more: bool) {
        let Some(choice) = self.choices.get_mut(mark.choice as usize) else { return };
        let step = |count: &mut usize| *count = if is_one_more { *count + 1 } else { count.saturating_sub(1) };
        step(&mut choice.works);
        if let Some((_, count)) = choice.spellings.get_mut(mark.spelling as usize) {
            step(count);
        }
    }
}

impl OneChoice {
    /// The spelling of most works; of several the first by letters.
    fn spelling(&self) -> &str {
        let most =
            self.spellings.iter().max_by(|(left, few), (right, many)| few.cmp(many).then_with(|| right.cmp(left)));
        most.map_or("", |(text, _)| text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_fold_alike_are_one_choice_told_as_most_works_do() {
        let mut named = Named::default();
        named.set(0, ["Oil on linen"]);
        named.set(1, ["oil on Linen", "OIL ON LINEN", " "]);
        assert_eq!(named.all(), [("Oil on linen", 2)], "of two alike the capital letter");
        named.set(2, ["oil on Linen"]);
        assert_eq!(named.all(), [("oil on Linen", 3)]);
        named.set(1, []);
        named.set(2, ["Gouache"]);
        assert_eq!(named.all(), [("Oil on linen", 1), ("Gouache", 1)]);
        let all: Bits = [0, 1, 2].into_iter().collect();
        assert_eq!(named.with("GOUACHÉ", &all).iter().collect::<Vec<_>>(), [2]);
        assert!(named.with("ink", &all).is_empty());
        assert_eq!(named.of_set(&[2].into_iter().collect()), [("Gouache", 1)]);
    }

    #[test]
    fn a_choice_may_have_another_name() {
        let mut named = Named::default();
        let id = "0190b1f0-0000-7000-8000-00000000000A";
        named.set(4, ["clara-weiss"]);
        named.also_called("clara-weiss", &id.to_lowercase());
        let all: Bits = [4].into_iter().collect();
        assert_eq!(named.with(id, &all), all);
        assert_eq!(named.with(&id.replace('-', ""), &all), all);
    }
}
