//! The stock of one edition: counters, copies and holds, as their rows are.
//!
//! Moves only; whether one is allowed is decided elsewhere. The rows are kept apart on purpose (a hold names a copy, a
//! copy names no hold), so that a wrong decision can make them disagree and be seen.

use crate::ids::{Buyer, CopyNo};

/// Where a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum CopyState {
    Available,
    Held,
    Sold,
}

/// A copy kept for a buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Hold {
    pub(crate) buyer: Buyer,
    pub(crate) copy: CopyNo,
    /// Whether an order was placed on it.
    pub(crate) ordered: bool,
    /// Whether its deadline has passed. It still holds: the row decides.
    pub(crate) due: bool,
}

/// The stock row with its copies and holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Stock {
    pub(crate) available: i8,
    pub(crate) held: i8,
    pub(crate) sold: i8,
    pub(crate) copies: Vec<CopyState>,
    /// In order, so that the same holds are the same state.
    pub(crate) holds: Vec<Hold>,
}

impl Stock {
    pub(crate) fn of(copies: u8) -> Self {
        let available = i8::try_from(copies).unwrap_or(i8::MAX);
        let copies = vec![CopyState::Available; usize::from(copies)];
        Self { available, held: 0, sold: 0, copies, holds: Vec::new() }
    }

    /// The free copies, the lowest number first.
    pub(crate) fn free(&self) -> impl Iterator<Item = CopyNo> + '_ {
        (0u8..).zip(&self.copies).filter(|(_, state)| **state == CopyState::Available).map(|(number, _)| CopyNo(number))
    }

    pub(crate) fn holds_of(&self, buyer: Buyer) -> impl Iterator<Item = &Hold> {
        self.holds.iter().filter(move |hold| hold.buyer == buyer)
    }

    /// Takes a copy from the shelf for a buyer.
    pub(crate) fn hold(&mut self, buyer: Buyer, copy: CopyNo) {
        self.available -= 1;
        self.held += 1;
        self.put(copy, CopyState::Held);
        self.holds.push(Hold { buyer, copy, ordered: false, due: false });
        self.holds.sort_unstable();
    }

    /// Gives back what a buyer holds, or of it what an order was placed on.
    pub(crate) fn release(&mut self, buyer: Buyer, ordered: bool) {
        for hold in self.take_holds(buyer, ordered) {
            self.held -= 1;
            self.available += 1;
            self.put(hold.copy, CopyState::Available);
        }
    }

    /// Sells what is held for a buyer's order; `None` when nothing is.
    pub(crate) fn sell_held(&mut self, buyer: Buyer) -> Option<CopyNo> {
        let sold = self.take_holds(buyer, true);
        for hold in &sold {
            self.held -= 1;
            self.sold += 1;
            self.put(hold.copy, CopyState::Sold);
        }
        sold.first().map(|hold| hold.copy)
    }

    /// Sells a free copy, the promised one if it is there; `None` when the shelf is empty.
    pub(crate) fn sell_free(&mut self, promised: CopyNo) -> Option<CopyNo> {
        let copy = self.free().min_by_key(|copy| (*copy != promised, *copy))?;
        self.available -= 1;
        self.sold += 1;
        self.put(copy, CopyState::Sold);
        Some(copy)
    }

    /// A sold copy comes back.
    pub(crate) fn take_back(&mut self, copy: CopyNo) {
        self.sold -= 1;
        self.available += 1;
        self.put(copy, CopyState::Available);
    }

    /// Changes what a buyer holds.
    pub(crate) fn change_holds(&mut self, buyer: Buyer, change: impl Fn(&mut Hold)) {
        self.holds.iter_mut().filter(|hold| hold.buyer == buyer).for_each(change);
        self.holds.sort_unstable();
    }

    fn take_holds(&mut self, buyer: Buyer, ordered: bool) -> Vec<Hold> {
        self.holds.extract_if(.., |hold| hold.buyer == buyer && hold.ordered == ordered).collect()
    }

    fn put(&mut self, copy: CopyNo, state: CopyState) {
        if let Some(place) = self.copies.get_mut(usize::from(copy.0)) {
            *place = state;
        }
    }
}
