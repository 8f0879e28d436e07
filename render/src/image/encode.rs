//! Writes variants as WebP and JPEG, pixels only.
//!
//! Knows the encoders and what quality a picture of a picture deserves; knows nothing of sizes to make.

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder as JpegEncoder, SamplingFactor};

use super::limits::ImageError;

/// How hard the encoders try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effort {
    /// For pictures that are made by the hundred while somebody waits: larger files.
    Fast,
    /// For uploads.
    #[default]
    Best,
}

/// One file to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `image/webp` or `image/jpeg`.
    pub content_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Variant {
    /// The ending of a file of this type, without the dot.
    #[must_use]
    pub fn extension(&self) -> &'static str {
        if self.content_type == Format::WebP.content_type() { "webp" } else { "jpg" }
    }
}

/// The types every width is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    WebP,
    Jpeg,
}

impl Format {
    pub(super) const ALL: [Self; 2] = [Self::WebP, Self::Jpeg];

    const fn content_type(self) -> &'static str {
        match self {
            Self::WebP => "image/webp",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// The longest side that lossy WebP can hold (RFC 9649, section 2.5: 14 bits).
pub(super) const SIDE_MAX_PX: u32 = 16_383;

const WEBP_QUALITY: f32 = 80.0;
const JPEG_QUALITY: u8 = 82;

/// Writes an image.
pub(super) fn encode(image: &RgbImage, format: Format, effort: Effort) -> Result<Variant, ImageError> {
    let bytes = match format {
        Format::WebP => webp(image, effort)?,
        Format::Jpeg => jpeg(image, effort)?,
    };
    Ok(Variant { width: image.width(), height: image.height(), content_type: format.content_type(), bytes })
}

/// Writes a tile as JPEG: plain, as it is small and stands among many that load at once.
pub(super) fn tile(image: &RgbImage, effort: Effort) -> Result<Vec<u8>, ImageError> {
    let side = |length: u32| u16::try_from(length).map_err(|error| ImageError::Encoding(error.to_string()));
    let mut bytes = Vec::with_capacity(image.as_raw().len() / 8);
    let mut encoder = JpegEncoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_sampling_factor(if effort == Effort::Best { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 });
    encoder
        .encode(image.as_raw(), side(image.width())?, side(image.height())?, ColorType::Rgb)
        .map_err(|error| ImageError::Encoding(error.to_string()))?;
    Ok(bytes)
}

fn webp(image: &RgbImage, effort: Effort) -> Result<Vec<u8>, ImageError> {
    let mut config =
        webp::WebPConfig::new().map_err(|()| ImageError::Encoding("libwebp of another version".to_owned()))?;
    config.quality = WEBP_QUALITY;
    config.method = match effort {
        Effort::Fast => 2,
        Effort::Best => 4,
    };
    let encoder = webp::Encoder::from_rgb(image.as_raw(), image.width(), image.height());
    let memory = encoder.encode_advanced(&config).map_err(|error| ImageError::Encoding(format!("{error:?}")))?;
    Ok(memory.to_vec())
}

fn jpeg(image: &RgbImage, effort: Effort) -> Result<Vec<u8>, ImageError> {
    let side = |length: u32| u16::try_from(length).map_err(|error| ImageError::Encoding(error.to_string()));
    let mut bytes = Vec::with_capacity(image.as_raw().len() / 8);
    let mut encoder = JpegEncoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    // Progressive files show themselves early and are smaller. Tables of one's own without it would put each colour
    // in a scan of its own, which some decoders read wrongly.
    encoder.set_progressive(effort == Effort::Best);
    encoder.set_optimized_huffman_tables(effort == Effort::Best);
    encoder
        .encode(image.as_raw(), side(image.width())?, side(image.height())?, ColorType::Rgb)
        .map_err(|error| ImageError::Encoding(error.to_string()))?;
    Ok(bytes)
}
