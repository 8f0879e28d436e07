//! The whole way from an upload, or from painted pixels, to the files that are served.
//!
//! Holds one large image at a time: what was decoded is dropped as soon as the largest width exists. Knows the order
//! of the steps, none of their insides.

use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};

use super::colour::{Profile, to_srgb};
use super::decode::{Decoded, decode};
use super::dhash::dhash;
use super::encode::{Effort, Format, SIDE_MAX_PX, Variant, encode};
use super::limits::{ImageError, ImageLimits};
use super::palette::palette;
use super::parallel::in_parallel;
use super::placeholder::blurhash;
use super::resize::{resize, resize_rgb};
use super::sniff::{SourceFormat, sniff};
use super::tiles::{Tiles, cut};

/// The widths that are made, in pixels.
pub const WIDTHS_PX: [u32; 5] = [320, 640, 1024, 1600, 2400];

/// How to derive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeriveOptions {
    /// What an upload may cost.
    pub limits: ImageLimits,
    /// How hard the encoders try.
    pub effort: Effort,
    /// How many threads encode; decoding is always one. The result does not depend on it.
    pub threads: usize,
}

/// What becomes of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivatives {
    /// The type by content; `None` for painted pixels.
    pub source: Option<SourceFormat>,
    /// Width of the source in pixels, upright.
    pub width: u32,
    /// Height of the source in pixels, upright.
    pub height: u32,
    /// What became of the colour profile.
    pub profile: Profile,
    /// Up to five colours `#rrggbb`, the largest area first.
    pub palette: Vec<String>,
    /// Placeholder (github.com/woltapp/blurhash).
    pub blurhash: String,
    /// A perceptual hash, by which look-alikes are found.
    pub dhash: u64,
    /// From narrow to wide, WebP before JPEG in each width.
    pub variants: Vec<Variant>,
    /// What is larger than the widest variant, in tiles; `None` where there is nothing more to see.
    pub tiles: Option<Tiles>,
}

impl Default for DeriveOptions {
    fn default() -> Self {
        Self { limits: ImageLimits::default(), effort: Effort::Best, threads: 1 }
    }
}

/// Derives everything from an uploaded file. Takes about a second for 24 megapixels: not for a thread that serves.
///
/// # Errors
/// [`ImageError`] says what is wrong with the upload.
pub fn derive(bytes: &[u8], options: &DeriveOptions) -> Result<Derivatives, ImageError> {
    options.limits.check_bytes(bytes.len())?;
    let format = sniff(bytes)?;
    let decoded = decode(format, bytes, &options.limits)?;
    let upright = turned_size(decoded.turn, (decoded.width, decoded.height));
    let sizes = sizes_for(upright);
    let shown_px = sizes.first().map_or(upright.0, |size| size.0);
    let tiles = cut(&decoded, upright, shown_px, (options.effort, options.threads))?;
    let (largest, profile) = largest_variant(decoded, &sizes)?;
    let mut derivatives = finish(largest, &sizes, options)?;
    derivatives.source = Some(format);
    (derivatives.width, derivatives.height) = upright;
    derivatives.profile = profile;
    derivatives.tiles = tiles;
    Ok(derivatives)
}

/// Derives everything from pixels in sRGB, as [`derive`] would from the file they could have come from.
///
/// # Errors
/// [`ImageError::TooManyPixels`], or [`ImageError::Encoding`].
pub fn derive_from_pixels(image: &RgbImage, options: &DeriveOptions) -> Result<Derivatives, ImageError> {
    let size = image.dimensions();
    options.limits.check_pixels(SourceFormat::Png, size.0, size.1)?;
    let sizes = sizes_for(size);
    let largest = match sizes.first() {
        Some(first) if *first != size => resize_rgb(image, *first)?,
        _ => image.clone(),
    };
    let mut derivatives = finish(largest, &sizes, options)?;
    (derivatives.width, derivatives.height) = size;
    Ok(derivatives)
}

/// The sizes to make of an upright image, largest first: each width that the source has, or the source's own where it
/// is narrower than all. A height that WebP cannot hold is left out; a source that has only such is scaled into it.
fn sizes_for((width, height): (u32, u32)) -> Vec<(u32, u32)> {
    let scaled = |side: u32, numerator: u32, denominator: u32| {
        let (numerator, denominator) = (u64::from(numerator), u64::from(denominator.max(1)));
        u32::try_from((u64::from(side) * numerator + denominator / 2) / denominator).unwrap_or(u32::MAX).max(1)
    };
    let widths: Vec<u32> = WIDTHS_PX.into_iter().rev().filter(|candidate| *candidate <= width).collect();
    let widths = if widths.is_empty() { vec![width] } else { widths };
    let mut sizes: Vec<(u32, u32)> =
        widths.into_iter().map(|candidate| (candidate, scaled(height, candidate, width))).collect();
    sizes.retain(|size| size.1 <= SIDE_MAX_PX);
    if sizes.is_empty() {
        sizes.push((scaled(width, SIDE_MAX_PX, height), SIDE_MAX_PX));
    }
    sizes
}

/// Scales first, as all later steps cost by the pixel; then colours and turn.
pub(super) fn largest_variant(decoded: Decoded, sizes: &[(u32, u32)]) -> Result<(RgbImage, Profile), ImageError> {
    let size = (decoded.width, decoded.height);
    let target = sizes.first().map_or(size, |upright| turned_size(decoded.turn, *upright));
    let (channels, turn, profile) = (decoded.channels, decoded.turn, decoded.profile);
    let samples =
        if target == size { decoded.samples } else { resize(&decoded.samples, channels.count(), size, target)? };
    let (rgb, outcome) = to_srgb(samples, channels, profile.as_deref());
    let image = RgbImage::from_raw(target.0, target.1, rgb)
        .ok_or_else(|| ImageError::Encoding("a converted image of the wrong size".to_owned()))?;
    if turn == Orientation::NoTransforms {
        return Ok((image, outcome));
    }
    let mut image = DynamicImage::ImageRgb8(image);
    image.apply_orientation(turn);
    Ok((image.into_rgb8(), outcome))
}

/// A size after the turn; the turn back exchanges the sides in the same way.
fn turned_size(turn: Orientation, (width, height): (u32, u32)) -> (u32, u32) {
    match turn {
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH => {
            (height, width)
        }
        _ => (width, height),
    }
}

fn finish(largest: RgbImage, sizes: &[(u32, u32)], options: &DeriveOptions) -> Result<Derivatives, ImageError> {
    let (width, height) = largest.dimensions();
    let mut images = vec![largest];
    for size in sizes.iter().skip(1) {
        let from = images.first().map(|image| resize_rgb(image, *size));
        images.extend(from.transpose()?);
    }
    let small = images.last().ok_or_else(|| ImageError::Encoding("an image without sizes".to_owned()))?;
    let (palette, blurhash, dhash) = (palette(small), blurhash(small)?, dhash(small)?);
    let variants = encode_all(&images, options)?;
    Ok(Derivatives {
        source: None,
        width,
        height,
        profile: Profile::Absent,
        palette,
        blurhash,
        dhash,
        variants,
        tiles: None,
    })
}

/// Encodes largest first, so that threads end together; hands out narrowest first.
fn encode_all(images: &[RgbImage], options: &DeriveOptions) -> Result<Vec<Variant>, ImageError> {
    let jobs: Vec<(&RgbImage, Format)> =
        images.iter().flat_map(|image| Format::ALL.map(|format| (image, format))).collect();
    let mut variants = in_parallel(&jobs, options.threads, |(image, format)| encode(image, *format, options.effort))?;
    variants.sort_by(|a, b| a.width.cmp(&b.width).then(b.content_type.cmp(a.content_type)));
    Ok(variants)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_made_wider_than_the_source() {
        let widths = |size| sizes_for(size).into_iter().map(|size| size.0).collect::<Vec<_>>();
        assert_eq!(widths((6000, 4000)), [2400, 1600, 1024, 640, 320]);
        assert_eq!(widths((1023, 800)), [640, 320]);
        assert_eq!(widths((320, 5)), [320]);
        assert_eq!(widths((319, 500)), [319]);
        assert_eq!(widths((1, 1)), [1]);
    }

    #[test]
    fn heights_keep_the_shape_and_fit_the_formats() {
        assert_eq!(sizes_for((6000, 4000))[0], (2400, 1600));
        assert_eq!(sizes_for((50_000, 1))[0], (2400, 1));
        assert_eq!(sizes_for((2400, 40_000)), [(640, 10_667), (320, 5_333)]);
        assert_eq!(sizes_for((100, 50_000)), [(33, 16_383)]);
        assert_eq!(sizes_for((1, 50_000)), [(1, 16_383)]);
    }
}
