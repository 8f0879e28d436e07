//! The lies a checker found: what rule was broken and the rows that break it.
//! It does not know how they are found.

use serde::{Deserialize, Serialize};

const KEPT: usize = 500;

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// The rule's short name, fixed.
    pub(crate) rule: String,
    /// The offending rows in words.
    pub(crate) detail: String,
}

/// All broken rules: the first 500 in full, all of them counted.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    total: u64,
}

impl Findings {
    /// Adds one.
    pub(crate) fn add(&mut self, rule: &'static str, detail: String) {
        self.total += 1;
        if self.kept.len() < KEPT {
            self.kept.push(Finding { rule: rule.to_owned(), detail });
        }
    }

    /// Adds another list's.
    pub(crate) fn append(&mut self, other: Findings) {
        self.total += other.total;
        let room = KEPT.saturating_sub(self.kept.len());
        self.kept.extend(other.kept.into_iter().take(room));
    }

    /// The kept ones.
    pub(crate) fn kept(&self) -> &[Finding] {
        &self.kept
    }

    /// How many there are in all.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_findings_are_counted_and_the_first_are_kept() {
        let mut findings = Findings::default();
        for row in 0..KEPT + 7 {
            findings.add("sold-twice", row.to_string());
        }
        let mut more = Findings::default();
        more.add("lost-order", String::new());
        findings.append(more);
        assert_eq!((findings.kept().len(), findings.total()), (KEPT, KEPT as u64 + 8));
    }
}
