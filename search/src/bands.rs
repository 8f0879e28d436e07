//! The bands into which prices and sizes are sorted for their facets.

/// Where one band of prices ends and the next begins, minor units.
const PRICE_EDGES: [i64; 7] = [10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000];

/// How many bands of prices there are.
pub(crate) const PRICE_BANDS: usize = PRICE_EDGES.len() + 1;

/// How many bands of sizes there are.
pub(crate) const SIZE_BANDS: usize = 4;

/// Prices from one amount to below another, minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceBand {
    /// The lowest; 0 without.
    pub from_minor: i64,
    /// The first that is too high; `None` without.
    pub below_minor: Option<i64>,
}

impl PriceBand {
    /// A band as the facet names it, `from-below` in minor units: `25000-50000`; `1000000-` has no upper end.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, below) = text.trim().split_once('-')?;
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse::<i64>().ok()).flatten()
        };
        let band = Self {
            from_minor: if from.is_empty() { 0 } else { number(from)? },
            below_minor: if below.is_empty() { None } else { Some(number(below)?) },
        };
        (band.below_minor.is_none_or(|below| below > band.from_minor)).then_some(band)
    }

    /// Whether a price lies in it.
    #[must_use]
    pub fn has(self, price_minor: i64) -> bool {
        price_minor >= self.from_minor && self.below_minor.is_none_or(|below| price_minor < below)
    }

    /// The place of the facet's band that a price lies in.
    pub(crate) fn place_of(price_minor: i64) -> usize {
        PRICE_EDGES.partition_point(|edge| *edge <= price_minor)
    }

    /// The facet's band at a place.
    pub(crate) fn at(place: usize) -> Self {
        let from_minor = place.checked_sub(1).and_then(|before| PRICE_EDGES.get(before)).copied().unwrap_or(0);
        Self { from_minor, below_minor: PRICE_EDGES.get(place).copied() }
    }
}

impl std::fmt::Display for PriceBand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-", self.from_minor)?;
        self.below_minor.map_or(Ok(()), |below| write!(f, "{below}"))
    }
}

/// How large a work is, by its longer side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SizeBand {
    /// Under 40 cm.
    Small,
    /// 40 cm to under 100 cm.
    Medium,
    /// 100 cm to under 160 cm.
    Large,
    /// From 160 cm.
    Oversized,
}

impl SizeBand {
    const ALL: [Self; SIZE_BANDS] = [Self::Small, Self::Medium, Self::Large, Self::Oversized];

    /// The name in queries and facets.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
            Self::Oversized => "oversized",
        }
    }

    /// The band of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.as_str() == name)
    }

    /// The band of a width and a height, in tenths of a millimetre.
    #[must_use]
    pub fn of(width_tenth_mm: u32, height_tenth_mm: u32) -> Self {
        match width_tenth_mm.max(height_tenth_mm) {
            0..4_000 => Self::Small,
            4_000..10_000 => Self::Medium,
            10_000..16_000 => Self::Large,
            _ => Self::Oversized,
        }
    }

    pub(crate) fn at(place: usize) -> Option<Self> {
        Self::ALL.get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_price_lies_in_the_band_of_its_place_and_in_no_other() {
        for price in [0, 1, 9_999, 10_000, 24_999, 25_000, 499_999, 999_999, 1_000_000, i64::MAX] {
            for place in 0..PRICE_BANDS {
                let band = PriceBand::at(place);
                assert_eq!(band.has(price), place == PriceBand::place_of(price), "{price} in {band}");
                assert_eq!(PriceBand::parse(&band.to_string()), Some(band));
            }
        }
        assert_eq!(PriceBand::parse("-500"), Some(PriceBand { from_minor: 0, below_minor: Some(500) }));
        for text in ["", "5", "9-3", "3-3", "a-b", "1--2", "+1-5", "99999999999999999999-"] {
            assert_eq!(PriceBand::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_longer_side_says_how_large_a_work_is() {
        assert_eq!(SizeBand::of(3_999, 100), SizeBand::Small);
        assert_eq!(SizeBand::of(100, 4_000), SizeBand::Medium);
        assert_eq!((SizeBand::of(10_000, 1), SizeBand::of(1, 16_000)), (SizeBand::Large, SizeBand::Oversized));
        assert!(SizeBand::ALL.iter().all(|band| SizeBand::parse(band.as_str()) == Some(*band)));
    }
}
