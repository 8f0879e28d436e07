//! What stands behind a picture until it is there: its blurhash (github.com/woltapp/blurhash) as a file of a few pixels,
//! which a browser draws large and soft without a script.
//!
//! Knows no page.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};

/// A blurred picture of a few pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blur {
    /// Its width.
    pub width_px: u32,
    /// Its height.
    pub height_px: u32,
    /// The file.
    pub png: Vec<u8>,
}

/// Across and down: a dozen to twenty pixels, which hold all that a hash of three and four waves tells.
const SHAPES: [(u32, u32); 15] = [
    (2, 8),
    (2, 7),
    (2, 6),
    (3, 6),
    (3, 5),
    (3, 4),
    (4, 5),
    (4, 4),
    (5, 4),
    (4, 3),
    (5, 3),
    (6, 3),
    (6, 2),
    (7, 2),
    (8, 2),
];

/// Paints a blurhash, in the shape that comes nearest to that of a picture of so many pixels. `None` for what is no
/// blurhash.
#[must_use]
pub fn blur(hash: &str, width_px: u32, height_px: u32) -> Option<Blur> {
    let (across, down) = shape(width_px, height_px);
    // A decoder looks at the upper left corner of each pixel; every second pixel of a finer painting is the middle of one.
    let fine = blurhash::decode(hash, 2 * across, 2 * down, 1.0).ok()?;
    let pixels: Vec<u8> = fine
        .chunks_exact(2 * across as usize * 4)
        .skip(1)
        .step_by(2)
        .flat_map(|row| row.chunks_exact(4).skip(1).step_by(2))
        .flat_map(|pixel| pixel.iter().copied().take(3))
        .collect();
    let mut png = Vec::with_capacity(144);
    // So few pixels of different colours do not become smaller.
    PngEncoder::new_with_quality(&mut png, CompressionType::Uncompressed, FilterType::NoFilter)
        .write_image(&pixels, across, down, ExtendedColorType::Rgb8)
        .ok()?;
    Some(Blur { width_px: across, height_px: down, png })
}

fn shape(width_px: u32, height_px: u32) -> (u32, u32) {
    let ratio = |across: u32, down: u32| (f64::from(across.max(1)) / f64::from(down.max(1))).ln();
    let wanted = ratio(width_px, height_px);
    let distance = |(across, down): (u32, u32)| (ratio(across, down) - wanted).abs();
    SHAPES.into_iter().min_by(|one, other| distance(*one).total_cmp(&distance(*other))).unwrap_or((4, 4))
}

#[cfg(test)]
mod tests {
    use super::super::placeholder::blurhash as hash_of;
    use super::*;
    use image::{Rgb, RgbImage};

    const RED: [u8; 3] = [220, 30, 30];
    const BLUE: [u8; 3] = [20, 40, 200];

    fn seen(blur: &Blur) -> RgbImage {
        let image = image::load_from_memory_with_format(&blur.png, image::ImageFormat::Png).unwrap().to_rgb8();
        assert_eq!(image.dimensions(), (blur.width_px, blur.height_px));
        image
    }

    fn is_near(seen: [u8; 3], wanted: [u8; 3]) -> bool {
        seen.iter().zip(wanted).all(|(seen, wanted)| seen.abs_diff(wanted) <= 48)
    }

    #[test]
    fn the_blur_has_the_colours_of_the_picture_where_they_are() {
        let across = RgbImage::from_fn(64, 48, |x, _| Rgb(if x < 32 { RED } else { BLUE }));
        let blur_across = blur(&hash_of(&across).unwrap(), 640, 480).unwrap();
        let image = seen(&blur_across);
        assert_eq!(image.dimensions(), (4, 3));
        let down = RgbImage::from_fn(48, 64, |_, y| Rgb(if y < 32 { RED } else { BLUE }));
        let upright = seen(&blur(&hash_of(&down).unwrap(), 480, 640).unwrap());
        assert_eq!(upright.dimensions(), (3, 4));
        for place in 0..3 {
            for (pixel, wanted) in [
                (image.get_pixel(0, place), RED),
                (image.get_pixel(3, place), BLUE),
                (upright.get_pixel(place, 0), RED),
                (upright.get_pixel(place, 3), BLUE),
            ] {
                assert!(is_near(pixel.0, wanted), "{pixel:?} instead of {wanted:?}");
            }
        }
    }

    #[test]
    fn one_colour_stays_that_colour() {
        let plain = RgbImage::from_pixel(90, 90, Rgb([200, 100, 50]));
        let image = seen(&blur(&hash_of(&plain).unwrap(), 90, 90).unwrap());
        for pixel in image.pixels() {
            assert!(pixel.0.iter().zip([200, 100, 50]).all(|(seen, wanted)| seen.abs_diff(wanted) <= 10), "{pixel:?}");
        }
    }

    #[test]
    fn the_shape_is_the_pictures_and_the_file_is_small() {
        assert_eq!(shape(1_250, 1_000), (5, 4));
        assert_eq!(shape(1_000, 1_000), (4, 4));
        assert_eq!(shape(900, 1_600), (3, 5));
        assert_eq!(shape(20_000, 10), (8, 2));
        assert_eq!(shape(0, u32::MAX), (2, 8));
        let hash = hash_of(&RgbImage::from_fn(50, 40, |x, y| Rgb([x as u8 * 5, y as u8 * 6, 90]))).unwrap();
        for (across, down) in SHAPES {
            let blur = blur(&hash, across * 100, down * 100).unwrap();
            assert_eq!((blur.width_px, blur.height_px), (across, down));
            assert!(blur.png.len() <= 133, "{}", blur.png.len());
        }
    }

    #[test]
    fn what_is_no_blurhash_is_none() {
        let whole = hash_of(&RgbImage::from_pixel(30, 20, Rgb([200, 100, 50]))).unwrap();
        assert!(blur(&whole, 30, 20).is_some());
        for end in 0..whole.len() {
            assert_eq!(blur(&whole[..end], 30, 20), None, "{end}");
        }
        let strange = [
            String::new(),
            "L6".to_owned(),
            "LEHV6nWB2yk8".to_owned(),
            format!("{whole}0"),
            format!(" {}", &whole[1..]),
            format!("{}\"", &whole[..whole.len() - 1]),
            format!("{}é", &whole[..whole.len() - 2]),
            format!("é{}", &whole[2..]),
            "\0".repeat(28),
            "~".repeat(28),
            "0".repeat(100_000),
        ];
        for hash in strange {
            assert_eq!(blur(&hash, 30, 20), None, "{hash:?}");
        }
    }

    #[test]
    fn every_hash_that_can_be_written_can_be_painted() {
        // The largest digits that there are: colours and waves that no picture has.
        for (flag, waves) in [('0', 1), ('L', 12), ('U', 16), ('~', 20)] {
            let hash = format!("{flag}{}", "~".repeat(3 + 2 * waves));
            for (width_px, height_px) in [(1, 1), (30, 20), (1, 900)] {
                assert!(blur(&hash, width_px, height_px).is_some(), "{hash}");
            }
        }
    }
}
