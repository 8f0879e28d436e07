//! Whether a colour can be read on another: WCAG 2.2, relative luminance and contrast ratio.

/// The paper of the pages in the light theme; `web/static/css/base.css` has it as `--paper`.
pub const LIGHT_PAPER: &str = "#fdfcfa";

/// The paper of the pages in the dark theme.
pub const DARK_PAPER: &str = "#171614";

/// The least contrast of text with its ground, WCAG 2.2 AA.
pub const READABLE_MIN: f64 = 4.5;

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// The colour of `#rrggbb`; nothing else is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let channel = |place: usize| u8::from_str_radix(digits.get(place..place + 2)?, 16).ok();
        // `from_str_radix` takes a sign.
        let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hexadecimal.then_some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }

    /// 0 for black, 1 for white.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// 1 for the same, 21 for black on white.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if one > other { one / other } else { other / one }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(one: &str, other: &str) -> f64 {
        Rgb::parse(one).unwrap().contrast(Rgb::parse(other).unwrap())
    }

    #[test]
    fn contrast_is_what_others_measure() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#ffffff") - 4.478).abs() < 0.001);
        assert!((contrast("#b9261b", LIGHT_PAPER) - contrast(LIGHT_PAPER, "#b9261b")).abs() < 1e-9);
        assert!(contrast("#b9261b", LIGHT_PAPER) > READABLE_MIN && contrast("#b9261b", DARK_PAPER) < READABLE_MIN);
    }

    /// Why an accent has two colours.
    #[test]
    fn no_one_colour_can_be_read_on_both_papers() {
        for grey in 0..=255_u8 {
            let grey = Rgb([grey; 3]);
            let on = |paper: &str| grey.contrast(Rgb::parse(paper).unwrap());
            assert!(on(LIGHT_PAPER) < READABLE_MIN || on(DARK_PAPER) < READABLE_MIN);
        }
    }

    #[test]
    fn only_six_digits_behind_a_hash_are_a_colour() {
        assert_eq!(Rgb::parse("#0aB3ff"), Some(Rgb([0x0a, 0xb3, 0xff])));
        for text in ["", "#fff", "0ab3ff", "#0ab3f", "#0ab3fff", "#+a+b+c", "red", "#0ab3fé"] {
            assert_eq!(Rgb::parse(text), None, "{text}");
        }
    }
}
