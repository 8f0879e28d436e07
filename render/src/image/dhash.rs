//! A perceptual hash: 64 bits that say of a picture, shrunk to nine by eight, where it grows brighter from left to right.
//!
//! Another size, another compression or other light changes few of the bits; another picture about half of them. Knows no
//! store: how far apart hashes may lie is somebody else's question.

use image::RgbImage;

use super::decode::decode;
use super::derive::largest_variant;
use super::limits::{ImageError, ImageLimits};
use super::resize::{resize, resize_rgb};
use super::sniff::sniff;

/// One column more than there are bits a row.
const SIZE: (u32, u32) = (9, 8);

/// A size that every picture is first brought to, so that the hash of a file and the hash of its own small copy are made
/// of nearly the same pixels.
const MIDDLE: (u32, u32) = (72, 64);

/// The hash of pixels in sRGB.
///
/// # Errors
/// [`ImageError::Encoding`] for a picture without pixels.
pub(super) fn dhash(image: &RgbImage) -> Result<u64, ImageError> {
    let grey: Vec<u8> = resize_rgb(image, MIDDLE)?.pixels().map(|pixel| brightness(pixel.0)).collect();
    let small = resize(&grey, 1, MIDDLE, SIZE)?;
    let mut bits = 0_u64;
    for row in small.chunks(9) {
        for pair in row.windows(2) {
            let grows = matches!(pair, [left, right] if right > left);
            bits = (bits << 1) | u64::from(grows);
        }
    }
    Ok(bits)
}

/// The hash of a picture's file.
///
/// # Errors
/// [`ImageError`] says what is wrong with the file.
pub fn dhash_of_file(bytes: &[u8], limits: &ImageLimits) -> Result<u64, ImageError> {
    limits.check_bytes(bytes.len())?;
    let decoded = decode(sniff(bytes)?, bytes, limits)?;
    let (image, _) = largest_variant(decoded, &[MIDDLE])?;
    dhash(&image)
}

/// ITU-R BT.601, in thousandths.
fn brightness([red, green, blue]: [u8; 3]) -> u8 {
    let thousandths = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    u8::try_from(thousandths / 1_000).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::{DeriveOptions, derive_from_pixels};
    use image::Rgb;

    fn waves(width: u32, height: u32, phase: f64) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let (x, y) = (f64::from(x) / f64::from(width), f64::from(y) / f64::from(height));
            let value = ((x * 9.0 + phase).sin() * (y * 7.0 + phase * 2.0).cos() + 1.0) * 120.0;
            Rgb([value as u8, (value * 0.8) as u8, (255.0 - value) as u8])
        })
    }

    fn apart(one: u64, other: u64) -> u32 {
        (one ^ other).count_ones()
    }

    #[test]
    fn another_size_and_other_light_change_few_bits_and_another_picture_many() {
        let hash = |image: &RgbImage| dhash(image).unwrap();
        let picture = hash(&waves(900, 600, 0.3));
        assert!(apart(picture, hash(&waves(300, 200, 0.3))) <= 4);
        let mut darker = waves(900, 600, 0.3);
        darker.pixels_mut().for_each(|pixel| pixel.0 = pixel.0.map(|value| value / 2 + 20));
        assert!(apart(picture, hash(&darker)) <= 6);
        assert!(apart(picture, hash(&waves(900, 600, 2.0))) > 20);
    }

    #[test]
    fn brightness_that_grows_to_the_right_sets_every_bit() {
        let grows = RgbImage::from_fn(90, 80, |x, _| Rgb([(x * 2) as u8; 3]));
        assert_eq!(dhash(&grows).unwrap(), u64::MAX);
        assert_eq!(dhash(&RgbImage::from_pixel(40, 40, Rgb([9, 9, 9]))).unwrap(), 0);
    }

    #[test]
    fn a_file_has_nearly_the_hash_of_the_pixels_it_came_from() {
        let derived = derive_from_pixels(&waves(800, 500, 1.1), &DeriveOptions::default()).unwrap();
        for variant in &derived.variants {
            let hash = dhash_of_file(&variant.bytes, &ImageLimits::default()).unwrap();
            assert!(apart(hash, derived.dhash) <= 4, "{} at {}", variant.content_type, variant.width);
        }
        assert!(dhash_of_file(b"no picture", &ImageLimits::default()).is_err());
    }
}
