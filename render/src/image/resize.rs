//! Makes images smaller.
//!
//! Knows sizes and channels, not colours: the filter works on the encoded samples, as browsers and libvips do.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;

use super::limits::ImageError;

/// Scales rows of `channels` interleaved bytes with the Lanczos filter of three lobes.
pub(super) fn resize(samples: &[u8], channels: usize, from: (u32, u32), to: (u32, u32)) -> Result<Vec<u8>, ImageError> {
    let pixel = match channels {
        1 => PixelType::U8,
        3 => PixelType::U8x3,
        _ => PixelType::U8x4,
    };
    let source = ImageRef::new(from.0, from.1, samples, pixel).map_err(failed)?;
    let mut target = Image::new(to.0, to.1, pixel);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).use_alpha(false);
    Resizer::new().resize(&source, &mut target, &options).map_err(failed)?;
    Ok(target.into_vec())
}

/// Scales an RGB image.
pub(super) fn resize_rgb(image: &RgbImage, to: (u32, u32)) -> Result<RgbImage, ImageError> {
    let samples = resize(image.as_raw(), 3, image.dimensions(), to)?;
    RgbImage::from_raw(to.0, to.1, samples).ok_or_else(|| failed("a scaled image of the wrong size"))
}

fn failed(reason: impl std::fmt::Display) -> ImageError {
    ImageError::Encoding(reason.to_string())
}
