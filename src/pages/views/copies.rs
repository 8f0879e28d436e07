//! The edition map: the copies of an edition as numbered squares. `web/static/js/components/edition-map.js` keeps it true.
//! It does not know who holds what: it words what it is given.

use crate::words::t;

/// The most copies that are drawn as squares; of larger editions a number is typed.
pub const SQUARES_MAX: u32 = 1_000;

/// The map of an edition's copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyMapView {
    /// The artwork's id; its topic tells of changes.
    pub artwork_id: String,
    /// The edition's id.
    pub edition_id: String,
    /// What the edition is called.
    pub name: String,
    /// The version of the stock that it shows; only a higher one may replace it.
    pub version: i64,
    /// All copies, proofs included.
    pub total: u32,
    /// A square for each copy, in order; none for an edition of more than [`SQUARES_MAX`].
    pub squares: Vec<CopySquare>,
    /// What it is for.
    pub used: MapUse,
}

/// What a map is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapUse {
    /// Free copies can be ticked, so many at most.
    Pick(u32),
    /// It is only looked at.
    Look,
}

/// One copy as a square.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopySquare {
    /// Its place in the edition, 1-based.
    pub ordinal: u32,
    /// `7/25`; what a ticked box sends.
    pub label: String,
    /// `7`, `AP 1`: what stands in it.
    pub short: String,
    /// `No. 7 of 25`.
    pub words: String,
    /// `free`, `yours`, `held`, `sold` or `withdrawn`.
    pub look: &'static str,
}

impl CopySquare {
    /// What is said of its state.
    #[must_use]
    pub fn said(&self) -> String {
        t(&format!("said-{}", self.look)).into()
    }

    /// True when it can be ticked.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.look == "free"
    }
}

impl CopyMapView {
    /// How many copies one may tick; `None` where none can be ticked.
    #[must_use]
    pub fn most(&self) -> Option<u32> {
        match self.used {
            MapUse::Pick(most) => Some(most),
            MapUse::Look => None,
        }
    }

    /// The class of the grid: many squares are small ones.
    #[must_use]
    pub fn density(&self) -> &'static str {
        match self.total {
            0..=60 => "wide",
            61..=300 => "close",
            _ => "dense",
        }
    }

    /// `18 free, 2 held, 7 sold`: what there is, without what there is none of.
    #[must_use]
    pub fn sum(&self) -> String {
        let count = |look: &str| self.squares.iter().filter(|square| square.look == look).count();
        let parts = LOOKS.iter().map(|look| (count(look), look)).filter(|(count, _)| *count > 0);
        let parts = parts.map(|(count, look)| t(&format!("copies-{look}")).with("count", count).to_string());
        parts.collect::<Vec<_>>().join(", ")
    }

    /// The states there are, for the legend: look and word.
    #[must_use]
    pub fn legend(&self) -> Vec<(&'static str, String)> {
        let shown = |look: &&str| *look != "withdrawn" || self.squares.iter().any(|square| square.look == *look);
        LOOKS.into_iter().filter(shown).map(|look| (look, t(&format!("look-{look}")).into())).collect()
    }
}

/// The states of a copy; `edition-map.js` knows the same.
const LOOKS: [&str; 5] = ["free", "yours", "held", "sold", "withdrawn"];

#[cfg(test)]
mod tests {
    use super::*;

    fn map(looks: &[&'static str]) -> CopyMapView {
        let square = |(place, look): (usize, &&'static str)| CopySquare {
            ordinal: u32::try_from(place + 1).unwrap(),
            label: format!("{}/25", place + 1),
            short: (place + 1).to_string(),
            words: format!("No. {} of 25", place + 1),
            look,
        };
        CopyMapView {
            artwork_id: "a".to_owned(),
            edition_id: "e".to_owned(),
            name: "Print".to_owned(),
            version: 1,
            total: 25,
            squares: looks.iter().enumerate().map(square).collect(),
            used: MapUse::Pick(2),
        }
    }

    #[test]
    fn a_map_sums_itself_up_without_what_there_is_none_of() {
        assert_eq!(map(&["free", "free", "sold", "yours"]).sum(), "2 free, 1 yours, 1 sold");
        assert_eq!(map(&["withdrawn"]).sum(), "1 not for sale");
        assert_eq!(map(&["free"]).legend().len(), 4);
        assert_eq!(map(&["withdrawn"]).legend().len(), 5);
    }

    #[test]
    fn many_copies_are_small_squares() {
        let density = |total| CopyMapView { total, ..map(&[]) }.density();
        assert_eq!([density(25), density(250), density(1_000)], ["wide", "close", "dense"]);
        assert_eq!(map(&["held"]).squares[0].said(), "held by another collector");
    }
}
