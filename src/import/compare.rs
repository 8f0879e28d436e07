//! What differs between two tables of the house, entry by entry. Knows neither of them.

use std::collections::{BTreeMap, HashMap};

/// An entry of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is about: the same in both tables where it is the same entry.
    pub about: String,
    /// What it says.
    pub says: String,
}

/// An entry that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryChange {
    /// What it is about.
    pub about: String,
    /// What it said; `None` for one that is new.
    pub before: Option<String>,
    /// What it says; `None` for one that is gone.
    pub after: Option<String>,
}

impl EntryChange {
    /// `added`, `changed` or `removed`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (Some(_), Some(_)) => "changed",
            (Some(_), None) => "removed",
        }
    }
}

/// What differs, by what it is about. The order of the entries makes no difference.
#[must_use]
pub fn compare(before: &[Entry], after: &[Entry]) -> Vec<EntryChange> {
    let (old, new) = (numbered(before), numbered(after));
    let mut keys: Vec<&(&str, usize)> = old.keys().chain(new.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let change = |key: &(&str, usize)| EntryChange {
        about: key.0.to_owned(),
        before: old.get(key).map(|says| (*says).to_owned()),
        after: new.get(key).map(|says| (*says).to_owned()),
    };
    keys.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

/// The entries by what they are about; those about the same are counted.
fn numbered(entries: &[Entry]) -> BTreeMap<(&str, usize), &str> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut numbered = BTreeMap::new();
    for entry in entries {
        let count = seen.entry(entry.about.as_str()).or_default();
        numbered.insert((entry.about.as_str(), *count), entry.says.as_str());
        *count += 1;
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(all: &[(&str, &str)]) -> Vec<Entry> {
        all.iter().map(|(about, says)| Entry { about: (*about).to_owned(), says: (*says).to_owned() }).collect()
    }

    #[test]
    fn what_is_new_what_changed_and_what_is_gone() {
        let before = entries(&[("a", "1"), ("b", "2"), ("c", "3"), ("c", "4")]);
        let after = entries(&[("c", "3"), ("b", "5"), ("d", "6")]);
        let changes = compare(&before, &after);
        let told: Vec<(&str, &str)> = changes.iter().map(|change| (change.about.as_str(), change.kind())).collect();
        assert_eq!(told, [("a", "removed"), ("b", "changed"), ("c", "removed"), ("d", "added")]);
        assert_eq!((changes[1].before.as_deref(), changes[1].after.as_deref()), (Some("2"), Some("5")));
        assert_eq!(compare(&before, &before), []);
    }
}
