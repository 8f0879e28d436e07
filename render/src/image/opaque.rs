//! From whatever a decoder yields to eight bits a channel without alpha, in the decoder's own buffer.
//!
//! Works in place because the buffer of a large image is the largest thing the program ever holds. Knows no colour
//! space: alpha is laid on white in the encoding the samples come in, as browsers do.

use image::ColorType;

/// How many eight-bit channels a pixel has, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channels {
    /// One: grey.
    Grey,
    /// Three: red, green, blue.
    Rgb,
    /// Four: the inks as stored by Adobe's software, 255 for none.
    InvertedCmyk,
    /// Four: the same, with the first three coded as `YCbCr`.
    InvertedYcck,
    /// Four: the inks, 0 for none.
    Cmyk,
}

impl Channels {
    pub(super) const fn count(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
            Self::InvertedCmyk | Self::InvertedYcck | Self::Cmyk => 4,
        }
    }
}

/// Whether samples of that kind can be reduced: whole numbers, not floating point.
pub(super) fn is_readable(colour: ColorType) -> bool {
    use ColorType as C;
    matches!(colour, C::L8 | C::La8 | C::Rgb8 | C::Rgba8 | C::L16 | C::La16 | C::Rgb16 | C::Rgba16)
}

/// Reduces samples to eight bits without alpha; `None` for floating point samples.
pub(super) fn to_opaque(samples: Vec<u8>, colour: ColorType) -> Option<(Vec<u8>, Channels)> {
    match colour {
        ColorType::L8 => Some((samples, Channels::Grey)),
        ColorType::Rgb8 => Some((samples, Channels::Rgb)),
        ColorType::La8 => Some((flatten::<1, 2>(samples, 1, byte_sample), Channels::Grey)),
        ColorType::Rgba8 => Some((flatten::<3, 4>(samples, 1, byte_sample), Channels::Rgb)),
        ColorType::L16 => Some((flatten::<1, 1>(samples, 2, wide_sample), Channels::Grey)),
        ColorType::La16 => Some((flatten::<1, 2>(samples, 2, wide_sample), Channels::Grey)),
        ColorType::Rgb16 => Some((flatten::<3, 3>(samples, 2, wide_sample), Channels::Rgb)),
        ColorType::Rgba16 => Some((flatten::<3, 4>(samples, 2, wide_sample), Channels::Rgb)),
        _ => None,
    }
}

/// Rewrites pixels of `IN` samples (the last being alpha where `IN` exceeds `OUT`) as `OUT` bytes each. Reading is
/// never behind writing, as a pixel never grows.
fn flatten<const OUT: usize, const IN: usize>(
    mut samples: Vec<u8>,
    sample_bytes: usize,
    sample: impl Fn(&[u8], usize) -> u32,
) -> Vec<u8> {
    let pixel_bytes = IN * sample_bytes;
    let pixels = samples.len() / pixel_bytes;
    for index in 0..pixels {
        let from = index * pixel_bytes;
        let mut out = [0_u8; OUT];
        {
            let Some(pixel) = samples.get(from..from + pixel_bytes) else {
                break;
            };
            let alpha = if IN > OUT { sample(pixel, OUT) } else { 255 };
            for (channel, value) in out.iter_mut().enumerate() {
                *value = over_white(sample(pixel, channel), alpha);
            }
        }
        if let Some(target) = samples.get_mut(index * OUT..(index + 1) * OUT) {
            target.copy_from_slice(&out);
        }
    }
    samples.truncate(pixels * OUT);
    samples.shrink_to_fit();
    samples
}

fn byte_sample(pixel: &[u8], index: usize) -> u32 {
    pixel.get(index).copied().map_or(0, u32::from)
}

/// A sample of 16 bits in the machine's order, rounded to eight.
fn wide_sample(pixel: &[u8], index: usize) -> u32 {
    let wide = match pixel.get(2 * index..2 * index + 2) {
        Some([first, second]) => u32::from(u16::from_ne_bytes([*first, *second])),
        _ => 0,
    };
    (wide + 128) / 257
}

fn over_white(value: u32, alpha: u32) -> u8 {
    let mixed = (value * alpha + 255 * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_is_laid_on_white() {
        let (bytes, channels) =
            to_opaque(vec![10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128], ColorType::Rgba8).unwrap();
        assert_eq!(channels, Channels::Rgb);
        assert_eq!(bytes, [10, 20, 30, 255, 255, 255, 127, 127, 127]);
    }

    #[test]
    fn sixteen_bits_are_rounded_to_eight() {
        let wide: Vec<u8> = [0_u16, 128, 129, 257, 65_535, 32_896].iter().flat_map(|v| v.to_ne_bytes()).collect();
        let (bytes, channels) = to_opaque(wide, ColorType::L16).unwrap();
        assert_eq!(channels, Channels::Grey);
        assert_eq!(bytes, [0, 0, 1, 1, 255, 128]);
    }

    #[test]
    fn floating_point_is_left_alone() {
        assert_eq!(to_opaque(vec![0; 12], ColorType::Rgb32F), None);
    }
}
