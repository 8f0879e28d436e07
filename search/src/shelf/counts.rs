//! Facets: how many works each choice of a filter would leave, with all other filters as they are.

use std::collections::BTreeMap;

use super::filters::{Filter, Passed};
use super::{KINDS, Measure, Named, Shelf};
use crate::bands::{PRICE_BANDS, PriceBand, SIZE_BANDS, SizeBand};
use crate::bits::Bits;
use crate::colour::Colour;

/// The most choices of one filter that are told.
const CHOICES_MAX: usize = 40;

/// Choices by filter, the most frequent first.
pub type Facets = BTreeMap<&'static str, Vec<Choice>>;

/// One choice of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the filter would be set to.
    pub value: String,
    /// Works it would leave.
    pub count: usize,
}

impl Shelf {
    /// The facets of a query whose filters were looked at.
    pub(super) fn facets(&self, passed: &Passed<'_>) -> Facets {
        let named = |named: &Named, filter: Filter| {
            sorted(if passed.is_everything { named.all() } else { named.of_set(passed.but(filter)) })
        };
        let kinds = KINDS.iter().map(|kind| kind.as_str()).zip(&self.kinds);
        Facets::from([
            ("medium", named(&self.mediums, Filter::Medium)),
            ("style", named(&self.styles, Filter::Style)),
            ("subject", named(&self.subjects, Filter::Subject)),
            ("artist", named(&self.artists, Filter::Artist)),
            ("colour", closed(passed.but(Filter::Colour), Colour::names().zip(&self.colour_names))),
            ("edition", closed(passed.but(Filter::Edition), kinds)),
            ("available", self.availability(passed)),
            ("price", self.price_bands(passed)),
            ("size", self.size_bands(passed)),
        ])
    }

    fn availability(&self, passed: &Passed<'_>) -> Vec<Choice> {
        let among = passed.but(Filter::Available);
        let free = self.available.count_with(among);
        sorted(vec![("true", free), ("false", among.count() - free)])
    }

    /// Bands of prices, the lowest first: an order that people expect of them.
    fn price_bands(&self, passed: &Passed<'_>) -> Vec<Choice> {
        let among = passed.but(Filter::Price);
        let counts: [usize; PRICE_BANDS] = if passed.has_size() {
            self.bands(among, |measure| passed.size_passes(measure).then(|| measure.price_band()))
        } else {
            self.prices.each_ref().map(|bits| bits.count_with(among))
        };
        in_order(counts.into_iter().enumerate().map(|(place, count)| (PriceBand::at(place).to_string(), count)))
    }

    /// Bands of sizes, the smallest first.
    fn size_bands(&self, passed: &Passed<'_>) -> Vec<Choice> {
        let among = passed.but(Filter::Size);
        let counts: [usize; SIZE_BANDS] = if passed.has_price() {
            self.bands(among, |measure| passed.price_passes(measure).then(|| measure.size_band()))
        } else {
            self.sizes.each_ref().map(|bits| bits.count_with(among))
        };
        let names = counts.into_iter().enumerate().filter_map(|(place, count)| Some((SizeBand::at(place)?, count)));
        in_order(names.map(|(band, count)| (band.as_str().to_owned(), count)))
    }

    /// Counts works by the bands of those of their editions that have one.
    fn bands<const N: usize>(&self, among: &Bits, band: impl Fn(Measure) -> Option<usize>) -> [usize; N] {
        let mut counts = [0; N];
        for measures in among.iter().filter_map(|slot| self.measures.get(slot as usize)) {
            let mut seen = [false; N];
            for place in measures.iter().filter_map(|measure| band(*measure)) {
                if let Some(seen) = seen.get_mut(place) {
                    *seen = true;
                }
            }
            for (count, seen) in counts.iter_mut().zip(seen) {
                *count += usize::from(seen);
            }
        }
        counts
    }
}

/// The choices of a filter that has few, each with its works.
fn closed<'b>(among: &Bits, choices: impl Iterator<Item = (&'static str, &'b Bits)>) -> Vec<Choice> {
    sorted(choices.map(|(name, bits)| (name, bits.count_with(among))).collect())
}

/// The choices of most works, those of as many by letters. Thousands of artists are not put in order for the first forty.
fn sorted(mut choices: Vec<(&str, usize)>) -> Vec<Choice> {
    let order = |left: &(&str, usize), right: &(&str, usize)| right.1.cmp(&left.1).then_with(|| left.0.cmp(right.0));
    if choices.len() > CHOICES_MAX {
        choices.select_nth_unstable_by(CHOICES_MAX - 1, order);
        choices.truncate(CHOICES_MAX);
    }
    choices.sort_unstable_by(order);
    in_order(choices.into_iter().map(|(value, count)| (value.to_owned(), count)))
}

fn in_order(choices: impl Iterator<Item = (String, usize)>) -> Vec<Choice> {
    choices.filter(|(_, count)| *count > 0).map(|(value, count)| Choice { value, count }).collect()
}
