//! Colours of works, compared as people see them.

use std::sync::LazyLock;

/// A colour in OKLab (Björn Ottosson, 2020), where distances are about as large as they look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colour {
    lightness: f32,
    a: f32,
    b: f32,
}

/// A colour to look for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ColourWish {
    /// One of the filter's names: works that have a colour to which that name is the nearest, as the facet counts them.
    Named(&'static str),
    /// Works that have a colour like this one.
    Like(Colour),
}

impl ColourWish {
    /// A wish from `#rrggbb` or one of the English names of the filter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Colour::named(text).map(Self::Named).or_else(|| Colour::parse(text).map(Self::Like))
    }
}

/// Colours closer than this count as the same wish.
const CLOSE: f32 = 0.13;

const NAMES: [(&str, &str); 16] = [
    ("black", "#16161a"),
    ("white", "#f6f4ee"),
    ("grey", "#8d8d8d"),
    ("gray", "#8d8d8d"),
    ("red", "#c0272d"),
    ("orange", "#e07b1f"),
    ("yellow", "#eac435"),
    ("green", "#3f7d3c"),
    ("turquoise", "#2a9d8f"),
    ("blue", "#2456a6"),
    ("purple", "#6b3fa0"),
    ("pink", "#e58aa8"),
    ("brown", "#6f4528"),
    ("beige", "#d8c5a0"),
    ("gold", "#c39a3b"),
    ("navy", "#1b2a4a"),
];

/// The filter's colours, worked out once.
static NAMED: LazyLock<Vec<(&str, Colour)>> =
    LazyLock::new(|| Colour::names().filter_map(|name| Some((name, Colour::parse(name)?))).collect());

impl Colour {
    /// A colour from `#rrggbb` or one of the English names of the filter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let hex = NAMES.iter().find(|(name, _)| *name == text).map_or(text.as_str(), |(_, hex)| hex);
        let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        let channel = |shift: u32| linear(((value >> shift) & 255) as f32 / 255.0);
        Some(Self::from_linear(channel(16), channel(8), channel(0)))
    }

    /// The filter's name of that spelling, if it is one.
    #[must_use]
    fn named(text: &str) -> Option<&'static str> {
        let text = text.trim();
        let name = NAMES.iter().map(|(name, _)| *name).find(|name| name.eq_ignore_ascii_case(text))?;
        Some(if name == "gray" { "grey" } else { name })
    }

    /// The names of the filter's colours, each in its place of the facet's counts.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name).filter(|name| *name != "gray")
    }

    /// The `#rrggbb` of a colour's name, or of itself; `None` for anything else.
    #[must_use]
    pub fn hex(text: &str) -> Option<String> {
        let text = text.trim().to_ascii_lowercase();
        let known = NAMES.iter().find(|(name, _)| *name == text).map(|(_, hex)| (*hex).to_owned());
        known.or_else(|| Self::parse(&text).map(|_| text))
    }

    /// The name of the filter's colour that is nearest.
    #[must_use]
    pub fn name(self) -> &'static str {
        let nearest = NAMED.iter().min_by(|(_, left), (_, right)| left.distance(self).total_cmp(&right.distance(self)));
        nearest.map_or("grey", |(name, _)| *name)
    }

    /// Whether the two look alike enough for a filter.
    #[must_use]
    pub fn is_close_to(self, other: Self) -> bool {
        self.distance(other) < CLOSE
    }

    /// How far two are apart: 0 for the same one, about 1 from black to white.
    #[must_use]
    pub fn distance(self, other: Self) -> f32 {
        let square = |x: f32| x * x;
        (square(self.lightness - other.lightness) + square(self.a - other.a) + square(self.b - other.b)).sqrt()
    }

    fn from_linear(r: f32, g: f32, b: f32) -> Self {
        let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        Self {
            lightness: 0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            a: 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            b: 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        }
    }
}

/// The sRGB transfer function's inverse (IEC 61966-2-1).
fn linear(channel: f32) -> f32 {
    if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_hex_codes_meet() {
        assert_eq!(Colour::parse("#2456A6"), Colour::parse("blue"));
        assert_eq!(Colour::parse("#1f4f9f").map(Colour::name), Some("blue"));
        assert!(Colour::parse("#24569").is_none() && Colour::parse("bluish").is_none());
    }

    #[test]
    fn close_is_what_looks_alike() {
        let blue = Colour::parse("blue").unwrap();
        assert!(blue.is_close_to(Colour::parse("#2a5fb0").unwrap()));
        assert_eq!(ColourWish::parse(" Gray"), Some(ColourWish::Named("grey")));
        assert_eq!(ColourWish::parse("#2456a6"), Some(ColourWish::Like(blue)));
        assert!(!blue.is_close_to(Colour::parse("red").unwrap()));
    }
}
