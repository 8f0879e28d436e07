//! Which works pass which filters of a query.

use super::{KINDS, Measure, Shelf};
use crate::bits::Bits;
use crate::colour::{Colour, ColourWish};
use crate::query::Query;

/// Filters whose facets leave out their own selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    Medium,
    Style,
    Subject,
    Colour,
    Artist,
    Edition,
    Available,
    Price,
    Size,
}

/// How many filters there are.
const FILTERS: usize = Filter::Size as usize + 1;

/// The works that pass the filters of a query.
pub(super) struct Passed<'q> {
    query: &'q Query,
    /// What passes all of them.
    all: Bits,
    /// What passes all others, where a filter is set; `None` where it is not.
    without: [Option<Bits>; FILTERS],
    /// Whether nothing narrows: all works are asked for.
    pub(super) is_everything: bool,
}

impl<'q> Passed<'q> {
    /// Looks at every filter that is set; `base` are the works with the query's words.
    pub(super) fn of(shelf: &Shelf, query: &'q Query, base: &Bits) -> Self {
        let mut base = base.clone();
        if let Some(seller) = &query.seller {
            base = shelf.sellers.with(seller, &base);
        }
        let mut set: Vec<(Filter, Bits)> = Vec::new();
        let named = [
            (Filter::Medium, &query.medium, &shelf.mediums),
            (Filter::Style, &query.style, &shelf.styles),
            (Filter::Subject, &query.subject, &shelf.subjects),
            (Filter::Artist, &query.artist, &shelf.artists),
        ];
        for (filter, wanted, named) in named {
            if let Some(wanted) = wanted {
                set.push((filter, named.with(wanted, &base)));
            }
        }
        if let Some(kind) = query.edition {
            let known = KINDS.iter().zip(&shelf.kinds).find(|(known, _)| **known == kind);
            set.push((Filter::Edition, known.map(|(_, bits)| bits.clone()).unwrap_or_default()));
        }
        if let Some(colour) = query.colour {
            set.push((Filter::Colour, shelf.of_colour(colour, &base)));
        }
        if let Some(available) = query.available {
            let mut passing = if available { shelf.available.clone() } else { base.clone() };
            if !available {
                passing.drop_all(&shelf.available);
            }
            set.push((Filter::Available, passing));
        }
        let mut passed = Self {
            query,
            is_everything: set.is_empty() && !query.measures() && base.count() == shelf.len(),
            all: Bits::default(),
            without: std::array::from_fn(|_| None),
        };
        passed.join(shelf, &base, &set);
        passed
    }

    /// What passes all filters.
    pub(super) fn all(&self) -> &Bits {
        &self.all
    }

    /// What passes all filters but this one.
    pub(super) fn but(&self, filter: Filter) -> &Bits {
        self.without.get(filter as usize).and_then(Option::as_ref).unwrap_or(&self.all)
    }

    /// Whether an edition's price passes.
    pub(super) fn price_passes(&self, measure: Measure) -> bool {
        self.query.price_passes(measure)
    }

    /// Whether an edition's size passes.
    pub(super) fn size_passes(&self, measure: Measure) -> bool {
        self.query.size_passes(measure)
    }

    /// Whether sizes are filtered.
    pub(super) fn has_size(&self) -> bool {
        self.query.has_size()
    }

    /// Whether prices are filtered.
    pub(super) fn has_price(&self) -> bool {
        self.query.has_price()
    }

    /// Joins the filters: once all of them, and for each that is set all but it. Price and size must fit one edition
    /// together.
    fn join(&mut self, shelf: &Shelf, base: &Bits, set: &[(Filter, Bits)]) {
        let query = self.query;
        let but = |left_out: Option<Filter>| {
            let mut kept = base.clone();
            set.iter().filter(|(filter, _)| Some(*filter) != left_out).for_each(|(_, bits)| kept.keep(bits));
            kept
        };
        let fitting = |among: Bits, fits: &dyn Fn(Measure) -> bool| -> Bits {
            let any = |slot: &u32| {
                shelf.measures.get(*slot as usize).is_some_and(|known| known.iter().any(|measure| fits(*measure)))
            };
            among.iter().filter(any).collect()
        };
        let (price, size) = (query.has_price(), query.has_size());
        let measured = |among: Bits| {
            if price || size {
                fitting(among, &|measure| query.price_passes(measure) && query.size_passes(measure))
            } else {
                among
            }
        };
        for (filter, _) in set {
            if let Some(place) = self.without.get_mut(*filter as usize) {
                *place = Some(measured(but(Some(*filter))));
            }
        }
        let others = but(None);
        if price {
            let among = others.clone();
            self.without[Filter::Price as usize] =
                Some(if size { fitting(among, &|measure| query.size_passes(measure)) } else { among });
        }
        if size {
            let among = others.clone();
            self.without[Filter::Size as usize] =
                Some(if price { fitting(among, &|measure| query.price_passes(measure)) } else { among });
        }
        self.all = measured(others);
    }
}

impl Query {
    fn has_price(&self) -> bool {
        self.price.is_some() || self.price_min_minor.is_some() || self.price_max_minor.is_some()
    }

    fn has_size(&self) -> bool {
        let ends =
            [self.width_min_tenth_mm, self.width_max_tenth_mm, self.height_min_tenth_mm, self.height_max_tenth_mm];
        self.size.is_some() || ends.iter().any(Option::is_some)
    }

    fn measures(&self) -> bool {
        self.has_price() || self.has_size()
    }

    fn price_passes(&self, measure: Measure) -> bool {
        let price = measure.price_minor;
        self.price_min_minor.is_none_or(|min| price >= min)
            && self.price_max_minor.is_none_or(|max| price <= max)
            && self.price.is_none_or(|band| band.has(price))
    }

    fn size_passes(&self, measure: Measure) -> bool {
        let (width, height) = (measure.width_tenth_mm, measure.height_tenth_mm);
        self.width_min_tenth_mm.is_none_or(|min| width >= min)
            && self.width_max_tenth_mm.is_none_or(|max| width <= max)
            && self.height_min_tenth_mm.is_none_or(|min| height >= min)
            && self.height_max_tenth_mm.is_none_or(|max| height <= max)
            && self.size.is_none_or(|band| band as usize == measure.size_band())
    }
}

impl Shelf {
    fn of_colour(&self, wish: ColourWish, among: &Bits) -> Bits {
        match wish {
            ColourWish::Named(name) => {
                let known = Colour::names().zip(&self.colour_names).find(|(known, _)| *known == name);
                known.map(|(_, bits)| bits.clone()).unwrap_or_default()
            }
            ColourWish::Like(wanted) => {
                let is_close = |slot: &u32| {
                    self.colours
                        .get(*slot as usize)
                        .is_some_and(|colours| colours.iter().any(|colour| colour.is_close_to(wanted)))
                };
                among.iter().filter(is_close).collect()
            }
        }
    }
}
