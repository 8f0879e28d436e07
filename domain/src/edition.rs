//! Editions, their numbered copies and their stock counters.
//!
//! The one equation of the house: `total = available + held + sold + withdrawn`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ArtworkId, CopyId, EditionId, OrderLineId};
use crate::money::Money;
use crate::tax::TaxRegime;

/// The most copies, artist's proofs included, that one edition may have.
pub const COPIES_MAX: u32 = 10_000;

/// What kind of thing an edition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditionKind {
    /// One copy, without a number.
    Unique,
    /// Numbered copies and artist's proofs.
    Limited,
    /// As many as are asked for; nothing is counted but what is held and sold.
    Open,
}

impl EditionKind {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::Limited => "limited",
            Self::Open => "open",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Unique, Self::Limited, Self::Open].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The unchanging part of an edition, as decisions need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The edition.
    pub id: EditionId,
    /// The work it belongs to.
    pub artwork_id: ArtworkId,
    /// Its kind.
    pub kind: EditionKind,
    /// What it is called ("Archival pigment print, 40 × 50 cm").
    pub label: Option<String>,
    /// Numbered copies of a limited edition, without proofs.
    pub size: u32,
    /// Artist's proofs of a limited edition.
    pub artist_proofs: u32,
    /// Width in centimetres, in tenths of a millimetre to stay exact: 405 mm is 4050.
    pub width_tenth_mm: u32,
    /// Height, in tenths of a millimetre.
    pub height_tenth_mm: u32,
    /// Depth, in tenths of a millimetre.
    pub depth_tenth_mm: u32,
    /// Weight in grams.
    pub weight_g: u32,
    /// Gross price of one copy.
    pub price: Money,
    /// How it is taxed.
    pub tax_regime: TaxRegime,
    /// The most copies one customer may hold and buy together.
    pub max_per_customer: Option<u32>,
    /// Not for sale before.
    pub available_from: Option<DateTime<Utc>>,
    /// Whether each copy is made to its buyer's order: there is no withdrawing from it.
    #[serde(default)]
    pub made_to_order: bool,
}

impl Edition {
    /// Copies an edition of this kind starts with; `None` when nothing is counted.
    #[must_use]
    pub fn total(&self) -> Option<u32> {
        match self.kind {
            EditionKind::Unique => Some(1),
            EditionKind::Limited => Some(self.size + self.artist_proofs),
            EditionKind::Open => None,
        }
    }

    /// The label of the copy with this ordinal (1-based): `"7/25"`, then `"AP 1/2"`; `None` for a unique work.
    #[must_use]
    pub fn copy_label(&self, ordinal: u32) -> Option<String> {
        match self.kind {
            EditionKind::Limited if ordinal <= self.size => Some(format!("{ordinal}/{}", self.size)),
            EditionKind::Limited => Some(format!("AP {}/{}", ordinal - self.size, self.artist_proofs)),
            EditionKind::Unique | EditionKind::Open => None,
        }
    }

    /// Whether there is a numbered copy at this place (1-based).
    #[must_use]
    pub fn has_numbered(&self, ordinal: u32) -> bool {
        self.kind == EditionKind::Limited && (1..=self.size.saturating_add(self.artist_proofs)).contains(&ordinal)
    }

    /// The place of the copy with this label, the opposite of [`Self::copy_label`]; `None` for a label of no copy.
    #[must_use]
    pub fn ordinal_of(&self, label: &str) -> Option<u32> {
        let (number, offset) = match label.strip_prefix("AP ") {
            Some(proof) => (proof, self.size),
            None => (label, 0),
        };
        let ordinal = number.split_once('/')?.0.parse::<u32>().ok()?.checked_add(offset)?;
        let known = self.has_numbered(ordinal) && self.copy_label(ordinal).as_deref() == Some(label);
        known.then_some(ordinal)
    }
}

/// The counters of an edition: one row, locked and changed in the transaction that changes its copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// The edition.
    pub edition_id: EditionId,
    /// The work.
    pub artwork_id: ArtworkId,
    /// All copies; `None` for an open edition.
    pub total: Option<i64>,
    /// Free copies; meaningless for an open edition (kept at 0 there).
    pub available: i64,
    /// Copies that somebody holds.
    pub held: i64,
    /// Copies that are sold.
    pub sold: i64,
    /// Copies that are damaged, sold elsewhere or not returned.
    pub withdrawn: i64,
    /// Raised by one with every change.
    pub version: i64,
    /// The earliest deadline of a live hold, when nothing is available.
    pub next_release_at: Option<DateTime<Utc>>,
}

impl Stock {
    /// The counters of a new edition: every copy available.
    #[must_use]
    pub fn new(edition: &Edition) -> Self {
        let total = edition.total().map(i64::from);
        Self {
            edition_id: edition.id,
            artwork_id: edition.artwork_id,
            total,
            available: total.unwrap_or(0),
            held: 0,
            sold: 0,
            withdrawn: 0,
            version: 1,
            next_release_at: None,
        }
    }

    /// Whether the equation of the house holds and no counter is negative.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        let counters = [self.available, self.held, self.sold, self.withdrawn];
        let sum: i64 = counters.iter().sum();
        counters.iter().all(|counter| *counter >= 0) && self.total.is_none_or(|total| total == sum)
    }

    /// Whether copies are counted (unique and limited editions).
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.total.is_some()
    }
}

/// What became of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyState {
    /// Free.
    Available,
    /// Kept by a hold.
    Held,
    /// Sold; belongs to an order line.
    Sold,
    /// Damaged, sold elsewhere, not returned.
    Withdrawn,
}

impl CopyState {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Held => "held",
            Self::Sold => "sold",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Available, Self::Held, Self::Sold, Self::Withdrawn].into_iter().find(|state| state.as_str() == name)
    }
}

/// One numbered piece of a unique or limited edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// The copy.
    pub id: CopyId,
    /// Its edition.
    pub edition_id: EditionId,
    /// Its place in the edition, 1-based; proofs follow the numbered copies.
    pub ordinal: u32,
    /// `"7/25"`, `"AP 1/2"` or nothing.
    pub label: Option<String>,
    /// What became of it.
    pub state: CopyState,
    /// The order line it was sold on.
    pub order_line_id: Option<OrderLineId>,
}

/// A copy as carts, orders and documents name it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CopyRef {
    /// The copy.
    pub id: CopyId,
    /// Its place in the edition, 1-based.
    pub ordinal: u32,
    /// `"7/25"`, `"AP 1/2"` or nothing.
    pub label: Option<String>,
}

impl From<&Copy> for CopyRef {
    fn from(copy: &Copy) -> Self {
        Self { id: copy.id, ordinal: copy.ordinal, label: copy.label.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn edition(kind: EditionKind, size: u32, artist_proofs: u32) -> Edition {
        Edition {
            id: EditionId(uuid::Uuid::from_u128(1)),
            artwork_id: ArtworkId(uuid::Uuid::from_u128(2)),
            kind,
            label: None,
            size,
            artist_proofs,
            width_tenth_mm: 4_000,
            height_tenth_mm: 3_000,
            depth_tenth_mm: 0,
            weight_g: 500,
            price: Money::new(12_000, Currency::EUR),
            tax_regime: TaxRegime::Standard,
            max_per_customer: None,
            available_from: None,
            made_to_order: false,
        }
    }

    #[test]
    fn every_label_leads_back_to_its_copy_and_others_lead_nowhere() {
        let limited = edition(EditionKind::Limited, 25, 2);
        for ordinal in 1..=27 {
            let label = limited.copy_label(ordinal).unwrap();
            assert_eq!(limited.ordinal_of(&label), Some(ordinal), "{label}");
        }
        let foreign =
            ["", "0/25", "26/25", "7/50", "07/25", "7", "/25", "AP 3/2", "AP 0/2", "ap 1/2", "-1/25", " 7/25"];
        for label in foreign.into_iter().chain(["4294967295/25", "AP 4294967295/2", "99999999999/25"]) {
            assert_eq!(limited.ordinal_of(label), None, "{label:?}");
        }
        assert_eq!(edition(EditionKind::Unique, 0, 0).ordinal_of("1/1"), None);
        assert_eq!(edition(EditionKind::Open, 0, 0).ordinal_of("1/1"), None);
    }
}
