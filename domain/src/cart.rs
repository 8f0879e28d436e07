//! The cart: what an owner wants, and what of it is held.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::hold::Hold;
use crate::ids::{EditionId, LineId};
use crate::money::{Currency, Money};
use crate::owner::Owner;

/// The most lines a cart may have.
pub const LINES_MAX: usize = 100;

/// A stored cart. Its lines are wishes; the holds beside it are the truth about copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    /// Whose.
    pub owner: Owner,
    /// Raised by one with every change; every command that decided on an older one is decided again.
    pub version: i64,
    /// In the order they were added.
    pub lines: Vec<CartLine>,
}

/// One edition in a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// The line.
    pub id: LineId,
    /// What.
    pub edition_id: EditionId,
    /// How many.
    pub quantity: u32,
    /// The price of one copy when it was last held.
    pub unit_price: Money,
    /// Why the line has no hold any more, if so; `None` while its copies are held.
    pub lost: Option<LineLoss>,
    /// Places of the copies that its owner picked, each once and at most as many as the line has: those that are free are
    /// held before others when it is held again. One that others have taken stays among them, so that the cart can say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picked: Vec<u32>,
}

/// Why a line's copies are no longer held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineLoss {
    /// The deadline passed.
    Lapsed,
    /// An admin released the hold.
    Released,
}

/// A cart with its holds, as actors keep it and answers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartState {
    /// The cart.
    pub cart: Cart,
    /// The live holds of its lines, in ordinal order; holds of placed orders are not among them.
    pub holds: Vec<Hold>,
}

impl Cart {
    /// The empty cart of an owner who has none stored.
    #[must_use]
    pub fn empty(owner: Owner) -> Self {
        Self { owner, version: 0, lines: Vec::new() }
    }

    /// The currency of the lines; `None` while the cart is empty.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        self.lines.first().map(|line| line.unit_price.currency)
    }

    /// The line of that id.
    #[must_use]
    pub fn line(&self, id: LineId) -> Option<&CartLine> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// The line for that edition.
    #[must_use]
    pub fn line_of(&self, edition_id: EditionId) -> Option<&CartLine> {
        self.lines.iter().find(|line| line.edition_id == edition_id)
    }
}

impl CartState {
    /// The holds of one line.
    pub fn holds_of(&self, line: LineId) -> impl Iterator<Item = &Hold> {
        self.holds.iter().filter(move |hold| hold.line_id == line)
    }

    /// Copies held for one line.
    #[must_use]
    pub fn held_quantity(&self, line: LineId) -> u32 {
        self.holds_of(line).map(|hold| hold.quantity).sum()
    }

    /// Places of the numbered copies held for one line.
    #[must_use]
    pub fn held_ordinals(&self, line: LineId) -> BTreeSet<u32> {
        self.holds_of(line).filter_map(|hold| Some(hold.copy.as_ref()?.ordinal)).collect()
    }

    /// Picked copies of a line that are not held for it, in the order they were picked.
    #[must_use]
    pub fn unheld_picks(&self, line: &CartLine) -> Vec<u32> {
        let held = self.held_ordinals(line.id);
        line.picked.iter().copied().filter(|ordinal| !held.contains(ordinal)).collect()
    }

    /// Picked copies of a held line that others had taken when it was held again: other copies are held in their place.
    /// None while the line is not held, since then nothing is.
    #[must_use]
    pub fn missed_picks(&self, line: &CartLine) -> Vec<u32> {
        if line.lost.is_some() { Vec::new() } else { self.unheld_picks(line) }
    }

    /// The earliest deadline of a line.
    #[must_use]
    pub fn held_until(&self, line: LineId) -> Option<DateTime<Utc>> {
        self.holds_of(line).map(|hold| hold.expires_at).min()
    }
}
