//! A filter whose choices are named freely: mediums, styles, subjects, artists. Spellings that fold alike are one choice.

use std::collections::HashMap;

use smallvec::SmallVec;

use crate::bits::Bits;
use crate::fold::fold;

/// From how many works on a choice has a set of its own, if it is at least every [`FREQUENT_SHARE`]th's.
const FREQUENT: usize = 512;
const FREQUENT_SHARE: usize = 64;

/// The choices of a filter, and which of them each work has.
///
/// What many works have is counted by sets, 64 works at a time; what few have, work by work.
#[derive(Default)]
pub(crate) struct Named {
    choices: Vec<OneChoice>,
    by_key: HashMap<String, u32>,
    of: Vec<SmallVec<[Mark; 3]>>,
    /// Works that have a choice without a set of its own.
    seldom: Bits,
}

/// One choice.
#[derive(Default)]
struct OneChoice {
    /// How works spell it, by the number of the spelling.
    spellings: Vec<(String, usize)>,
    works: usize,
    /// The works that have it, once they are many; then for good.
    having: Option<Bits>,
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
        let place = slot as usize;
        if place >= self.of.len() {
            self.of.resize_with(place + 1, SmallVec::new);
        }
        let before = self.of.get_mut(place).map(std::mem::take).unwrap_or_default();
        for mark in before {
            self.count(mark, false);
            self.have(mark.choice, slot, false);
        }
        let mut marks: SmallVec<[Mark; 3]> = SmallVec::new();
        for text in given {
            let key = fold(text);
            if !key.is_empty() {
                let mark = self.mark(key, text.trim());
                if marks.iter().all(|known| known.choice != mark.choice) {
                    marks.push(mark);
                    self.count(mark, true);
                    self.have(mark.choice, slot, true);
                }
            }
        }
        self.seldom.set(slot, self.has_seldom(&marks));
        let grown: SmallVec<[u32; 3]> =
            marks.iter().map(|mark| mark.choice).filter(|choice| self.is_many(*choice)).collect();
        if let Some(place) = self.of.get_mut(place) {
            *place = marks;
        }
        grown.into_iter().for_each(|choice| self.give_a_set(choice));
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
        if let Some(having) = self.having(choice) {
            let mut both = among.clone();
            both.keep(having);
            return both;
        }
        among.iter().filter(|slot| self.has(*slot, choice)).collect()
    }

    /// The choices that works have, with how many works.
    pub(crate) fn all(&self) -> Vec<(&str, usize)> {
        let counts = self.choices.iter().map(|choice| choice.works);
        self.told(counts)
    }

    /// The choices that works of a set have, with how many of them.
    pub(crate) fn of_set(&self, set: &Bits) -> Vec<(&str, usize)> {
        let mut counts = vec![0; self.choices.len()];
        let mut seldom = set.clone();
        seldom.keep(&self.seldom);
        for slot in seldom.iter() {
            for mark in self.marks(slot) {
                if let Some(count) = counts.get_mut(mark.choice as usize) {
                    *count += 1;
                }
            }
        }
        for (choice, count) in self.choices.iter().zip(&mut counts) {
            if let Some(having) = &choice.having {
                *count = having.count_with(set);
            }
        }
        self.told(counts)
    }

    fn told(&self, counts: impl IntoIterator<Item = usize>) -> Vec<(&str, usize)> {
        let found = self.choices.iter().zip(counts).filter(|(_, count)| *count > 0);
        found.map(|(choice, count)| (choice.spelling(), count)).collect()
    }

    fn has(&self, slot: u32, choice: u32) -> bool {
        self.marks(slot).iter().any(|mark| mark.choice == choice)
    }

    fn having(&self, choice: u32) -> Option<&Bits> {
        self.choices.get(choice as usize)?.having.as_ref()
    }

    fn has_seldom(&self, marks: &[Mark]) -> bool {
        marks.iter().any(|mark| self.having(mark.choice).is_none())
    }

    fn have(&mut self, choice: u32, slot: u32, has: bool) {
        if let Some(having) = self.choices.get_mut(choice as usize).and_then(|choice| choice.having.as_mut()) {
            having.set(slot, has);
        }
    }

    /// Whether so many works have a choice that it is to have a set, and has none.
    fn is_many(&self, choice: u32) -> bool {
        self.choices.get(choice as usize).is_some_and(|known| {
            known.having.is_none() && known.works >= FREQUENT && known.works * FREQUENT_SHARE >= self.of.len()
        })
    }

    fn give_a_set(&mut self, choice: u32) {
        let slots = (0_u32..).take(self.of.len());
        let having: Bits = slots.filter(|slot| self.has(*slot, choice)).collect();
        if let Some(known) = self.choices.get_mut(choice as usize) {
            known.having = Some(having.clone());
        }
        for slot in having.iter() {
            self.seldom.set(slot, self.has_seldom(self.marks(slot)));
        }
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
    fn what_many_works_have_is_counted_as_what_few_have() {
        let mut named = Named::default();
        let slots = 3 * FREQUENT as u32;
        for slot in 0..slots {
            let rare = format!("rare {}", slot % 300);
            let common = if slot % 2 == 0 { "Sea" } else { "Night" };
            named.set(slot, [common, rare.as_str()]);
        }
        assert!(named.choices.iter().filter(|choice| choice.having.is_some()).count() == 2);
        let set: Bits = (0..slots).filter(|slot| slot % 3 == 0).collect();
        let by_hand = |named: &Named, name: &str| {
            let choice = named.by_key[name];
            set.iter().filter(|slot| named.has(*slot, choice)).count()
        };
        let told = |named: &Named, name: &str| {
            named.of_set(&set).into_iter().find(|(told, _)| fold(told) == name).map_or(0, |(_, count)| count)
        };
        // Both kinds leave and come back.
        named.set(0, ["Night"]);
        named.set(3, []);
        named.set(6, ["rare 7"]);
        named.set(6, ["Sea", "rare 9"]);
        for name in ["sea", "night", "rare 7", "rare 9", "rare 0"] {
            assert_eq!(told(&named, name), by_hand(&named, name), "{name}");
            assert_eq!(named.with(name, &set).count(), by_hand(&named, name), "{name}");
        }
        assert_eq!(told(&named, "sea") + told(&named, "night"), set.count() - 1);
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
