//! The blurred placeholder that a page shows until the picture is there.
//!
//! Writes a blurhash (github.com/woltapp/blurhash): some thirty characters a page can carry inline. Knows no page.

use image::RgbImage;

use super::limits::ImageError;
use super::resize::resize_rgb;

/// Detail beyond this does not reach a hash of so few waves. With fewer pixels it darkens from the upper left to the lower
/// right: a wave is measured at the corners of pixels.
const SIDE_PX: u32 = 64;

/// The blurhash, with four waves along the longer side and three along the shorter; squarish pictures get four each.
pub(super) fn blurhash(image: &RgbImage) -> Result<String, ImageError> {
    let (width, height) = image.dimensions();
    let longer = width.max(height);
    let scaled = |side: u32| (side.saturating_mul(SIDE_PX) / longer.max(1)).clamp(1, side.max(1));
    let small = resize_rgb(image, (scaled(width), scaled(height)))?;
    let (across, down) = match u64::from(width) * 100 / u64::from(height.max(1)) {
        0..85 => (3, 4),
        85..118 => (4, 4),
        _ => (4, 3),
    };
    let rgba: Vec<u8> = small.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2], 255]).collect();
    blurhash::encode(across, down, small.width(), small.height(), &rgba)
        .map_err(|error| ImageError::Encoding(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn the_number_of_waves_follows_the_shape() {
        let hash = |width, height| blurhash(&RgbImage::from_pixel(width, height, Rgb([200, 100, 50]))).unwrap();
        // The first character codes (across - 1) + (down - 1) × 9 in base 83; two characters a wave, four more.
        assert_eq!((hash(300, 200).chars().next(), hash(300, 200).len()), (Some('L'), 28));
        assert_eq!((hash(200, 300).chars().next(), hash(200, 300).len()), (Some('T'), 28));
        assert_eq!((hash(200, 200).chars().next(), hash(200, 200).len()), (Some('U'), 36));
        assert_eq!(hash(1, 1).len(), 36);
    }

    #[test]
    fn the_hash_paints_the_picture_again() {
        let half = RgbImage::from_fn(64, 48, |x, _| if x < 32 { Rgb([220, 30, 30]) } else { Rgb([20, 40, 200]) });
        let seen = ::blurhash::decode(&blurhash(&half).unwrap(), 32, 24, 1.0).unwrap();
        let left = &seen[(12 * 32 + 4) * 4..][..3];
        let right = &seen[(12 * 32 + 27) * 4..][..3];
        assert!(left[0] > left[2] && right[2] > right[0], "{left:?} {right:?}");
    }
}
