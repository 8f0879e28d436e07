//! What an address of the gallery asks for, and addresses that ask for a little more or less.
//! It does not know what there is.

use impasto_domain::edition::EditionKind;
use impasto_domain::money::{AMOUNT_MINOR_MAX, Currency};

use super::WORKS_A_PAGE;
use crate::catalogue::{Colour, ColourWish, Found, PriceBand, Query, SizeBand, Sort};

/// The longest value that is looked at.
const CHARS_MAX: usize = 200;

/// The names of the parameters, in the order in which addresses have them.
const NAMES: [&str; 14] = [
    "q",
    "available",
    "medium",
    "style",
    "subject",
    "colour",
    "size",
    "price",
    "edition",
    "artist",
    "seller",
    "price_min",
    "price_max",
    "sort",
];

/// The parameters of an address; what is empty was left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) q: String,
    pub(super) available: bool,
    pub(super) price_min: String,
    pub(super) price_max: String,
    pub(super) sort: String,
    cursor: String,
    others: Vec<(&'static str, String)>,
}

impl Wanted {
    /// Reads a query string. The first value of a parameter that is not empty counts; what is not known is passed over.
    pub(super) fn parse(query: &str) -> Self {
        let mut wanted = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value: String = value.trim().chars().filter(|letter| !letter.is_control()).take(CHARS_MAX).collect();
            if !value.is_empty() {
                wanted.take(&name, value);
            }
        }
        wanted
    }

    fn take(&mut self, name: &str, value: String) {
        let field = match name {
            "q" => &mut self.q,
            "sort" if Sort::parse(&value).is_some() => &mut self.sort,
            "cursor" if Found::is_cursor(&value) => &mut self.cursor,
            "price_min" if is_amount(&value) => &mut self.price_min,
            "price_max" if is_amount(&value) => &mut self.price_max,
            "available" => {
                self.available |= value == "true";
                return;
            }
            "colour" if Colour::parse(&value).is_none() => return,
            "size" if SizeBand::parse(&value).is_none() => return,
            "price" if PriceBand::parse(&value).is_none() => return,
            "edition" if EditionKind::parse(&value).is_none() => return,
            _ => {
                const OTHERS: [&str; 9] =
                    ["medium", "style", "subject", "colour", "size", "price", "edition", "artist", "seller"];
                if let Some(name) = OTHERS.into_iter().find(|known| *known == name)
                    && self.value(name).is_empty()
                {
                    self.others.push((name, value));
                }
                return;
            }
        };
        if field.is_empty() {
            *field = value;
        }
    }

    /// The value of a parameter; empty when it was left out.
    pub(super) fn value(&self, name: &str) -> &str {
        match name {
            "q" => &self.q,
            "available" => {
                if self.available {
                    "true"
                } else {
                    ""
                }
            }
            "price_min" => &self.price_min,
            "price_max" => &self.price_max,
            "sort" => &self.sort,
            _ => self.others.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str()),
        }
    }

    /// Whether nothing is asked for: the front page.
    pub(super) fn is_bare(&self) -> bool {
        *self == Self::default()
    }

    /// The address of the same without one parameter (empty: with all of them), from a cursor on.
    pub(super) fn address(&self, without: &str, cursor: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for name in NAMES.into_iter().filter(|name| *name != without) {
            let value = self.value(name);
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(cursor) = cursor {
            query.append_pair("cursor", cursor);
        }
        let query = query.finish();
        if query.is_empty() { "/".to_owned() } else { format!("/?{query}") }
    }

    /// The address of the same search for other words.
    pub(super) fn address_for(&self, words: &str) -> String {
        Self { q: words.to_owned(), ..self.clone() }.address("", None)
    }

    /// An end of the range of prices in minor units of `currency`.
    pub(super) fn price_minor(&self, name: &str, currency: Currency) -> Option<i64> {
        let whole: i64 = self.value(name).parse().ok()?;
        let unit = 10_i64.pow(u32::from(currency.exponent().unwrap_or(0)));
        Some(whole.checked_mul(unit).unwrap_or(AMOUNT_MINOR_MAX))
    }

    /// The same for the catalogue.
    pub(super) fn query(&self, currency: Currency) -> Query {
        let given = |name: &str| Some(self.value(name)).filter(|value| !value.is_empty()).map(str::to_owned);
        Query {
            text: given("q"),
            medium: given("medium"),
            style: given("style"),
            subject: given("subject"),
            colour: ColourWish::parse(self.value("colour")),
            artist: given("artist"),
            seller: given("seller"),
            price_min_minor: self.price_minor("price_min", currency),
            price_max_minor: self.price_minor("price_max", currency),
            price: PriceBand::parse(self.value("price")),
            size: SizeBand::parse(self.value("size")),
            edition: EditionKind::parse(self.value("edition")),
            available: self.available.then_some(true),
            sort: Sort::parse(&self.sort).unwrap_or_default(),
            after: Some(self.cursor.clone()).filter(|cursor| !cursor.is_empty()),
            limit: WORKS_A_PAGE,
            ..Query::default()
        }
    }
}

fn is_amount(text: &str) -> bool {
    text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_and_strange_parameters_count_as_left_out() {
        let strange = "q=&medium=&sort=upwards&edition=secret&colour=bluish&price_min=cheap&cursor=%21&utm_source=x&available=no\
             &size=huge&price=cheap";
        assert!(Wanted::parse(strange).is_bare());
        assert!(Wanted::parse("notice=added").is_bare());
        assert!(!Wanted::parse("q=tide").is_bare());
    }

    #[test]
    fn prices_are_in_whole_units() {
        let wanted = Wanted::parse("price_min=100&price_max=999999999999");
        let query = wanted.query(Currency::EUR);
        assert_eq!(query.price_min_minor, Some(10_000));
        assert_eq!(query.price_max_minor, Some(99_999_999_999_900));
        assert_eq!(wanted.query(Currency::JPY).price_min_minor, Some(100));
    }

    #[test]
    fn an_address_keeps_everything_but_what_is_taken_away() {
        let wanted = Wanted::parse("medium=Oil+on+linen&q=t%26de&available=true&sort=-price&cursor=");
        assert_eq!(wanted.address("", None), "/?q=t%26de&available=true&medium=Oil+on+linen&sort=-price");
        assert_eq!(wanted.address("medium", None), "/?q=t%26de&available=true&sort=-price");
        assert_eq!(wanted.address("q", Some("abc")), "/?available=true&medium=Oil+on+linen&sort=-price&cursor=abc");
        assert_eq!(Wanted::parse("q=tide").address("q", None), "/");
        let banded = Wanted::parse("q=tdie&size=large&price=0-10000");
        assert_eq!(banded.address_for("tide"), "/?q=tide&size=large&price=0-10000");
        assert_eq!(Wanted::parse(&wanted.address("", None)[2..]), wanted);
    }
}
