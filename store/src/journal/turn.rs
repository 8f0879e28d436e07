//! When a lane waits for its turn before it gathers a batch, where several share a database.
//!
//! Lanes that sell the same works, or number orders of the same seller, hold each other up at the rows they lock. A
//! batch that waits there is closed: what comes meanwhile must wait for the next. So under load a lane asks for its turn
//! first and gathers until it has it; batches stay as large as one lane's would be, and cost the database as little
//! (docs/decisions/0069-lanes-take-turns.md). Makes batches large, never right: rows and versions decide as ever.

/// Commands with which a batch is worth its price whoever else is at work: it need not wait.
const ENOUGH: usize = 64;

/// Whether to wait for the turn: `last` commands were in the batch before, `waiting` are there now, and so many `others`
/// are at work. Whoever comes alone does not wait.
pub(crate) fn pays(last: usize, waiting: usize, others: usize) -> bool {
    others > 0 && last.max(waiting) > 1 && waiting < ENOUGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_pays_among_several_who_bring_some_but_not_many() {
        assert!(pays(8, 1, 2) && pays(1, 2, 1));
        assert!(!pays(8, 8, 0), "alone");
        assert!(!pays(1, 1, 2), "one at a time");
        assert!(!pays(20, ENOUGH, 2), "a full load");
    }
}
