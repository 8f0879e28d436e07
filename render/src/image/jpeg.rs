//! Reads JPEG, with the inks of a print file left for the colour stage.
//!
//! Knows the decoder and its habits; hands out samples, profile and turn.

use image::metadata::Orientation;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use super::decode::Decoded;
use super::limits::{ImageError, ImageLimits};
use super::opaque::Channels;
use super::sniff::SourceFormat;
use super::whole::refuse_broken_off;

const FORMAT: SourceFormat = SourceFormat::Jpeg;
/// A photograph has about ten scans; each one costs a walk over all blocks, however few bytes it has.
const SCANS_MAX: usize = 64;

/// Decodes a whole JPEG.
///
/// The header is read leniently (stray bytes between segments harm nothing), the image strictly: a decoder that goes
/// on after damage would paint the rest grey. Damage that still parses cannot be seen: JPEG has no checksum.
pub(super) fn decode_jpeg(bytes: &[u8], limits: &ImageLimits) -> Result<Decoded, ImageError> {
    let lenient = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(SCANS_MAX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), lenient);
    if let Err(error) = decoder.decode_headers() {
        refuse_broken_off(FORMAT, bytes)?;
        return Err(refusal(error));
    }
    let (width, height) = decoder.dimensions().unwrap_or_default();
    let (width, height) = (u32::try_from(width).unwrap_or(u32::MAX), u32::try_from(height).unwrap_or(u32::MAX));
    limits.check_pixels(FORMAT, width, height)?;
    refuse_broken_off(FORMAT, bytes)?;

    let (output, channels) = match decoder.input_colorspace() {
        Some(ColorSpace::Luma) => (ColorSpace::Luma, Channels::Grey),
        // Stored inks are only inverted where Adobe's marker says who wrote the file.
        Some(ColorSpace::CMYK) if has_adobe_marker(bytes) => (ColorSpace::CMYK, Channels::InvertedCmyk),
        Some(ColorSpace::CMYK) => (ColorSpace::CMYK, Channels::Cmyk),
        Some(ColorSpace::YCCK) => (ColorSpace::YCCK, Channels::InvertedYcck),
        Some(ColorSpace::YCbCr | ColorSpace::RGB) => (ColorSpace::RGB, Channels::Rgb),
        other => {
            return Err(ImageError::UnsupportedFlavour { format: FORMAT, detail: format!("{other:?}") });
        }
    };
    let samples = if channels == Channels::Rgb && has_scans_apart(bytes) {
        decode_scans_apart(bytes, (width, height))?
    } else {
        decoder.set_options(lenient.set_strict_mode(true).jpeg_set_out_colorspace(output));
        decoder.decode().map_err(refusal)?
    };
    let profile = decoder.icc_profile();
    let turn = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));
    Decoded::new(FORMAT, width, height, samples, channels, profile, turn.unwrap_or(Orientation::NoTransforms))
}

fn refusal(error: DecodeErrors) -> ImageError {
    match error {
        DecodeErrors::Unsupported(scheme) => {
            ImageError::UnsupportedFlavour { format: FORMAT, detail: format!("{scheme:?}") }
        }
        DecodeErrors::ExhaustedData => ImageError::Truncated { format: FORMAT },
        error => ImageError::Corrupt { format: FORMAT, detail: format!("{error:?}") },
    }
}

/// Decodes a sequential JPEG that keeps each component in a scan of its own. zune-jpeg 0.5.15 mixes the rows of such
/// files up when their chroma is subsampled vertically; this decoder is slower and gets them right.
fn decode_scans_apart(bytes: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>, ImageError> {
    let refusal = |error: jpeg_decoder::Error| match error {
        jpeg_decoder::Error::Unsupported(feature) => {
            ImageError::UnsupportedFlavour { format: FORMAT, detail: format!("{feature:?}") }
        }
        error => ImageError::Corrupt { format: FORMAT, detail: error.to_string() },
    };
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    let pixels = u64::from(width) * u64::from(height);
    decoder.set_max_decoding_buffer_size(usize::try_from(pixels * 3).unwrap_or(usize::MAX));
    let samples = decoder.decode().map_err(refusal)?;
    match decoder.info().map(|info| info.pixel_format) {
        Some(jpeg_decoder::PixelFormat::RGB24) => Ok(samples),
        other => Err(ImageError::UnsupportedFlavour { format: FORMAT, detail: format!("{other:?}") }),
    }
}

/// Whether a sequential frame of several components begins with a scan that has fewer.
fn has_scans_apart(bytes: &[u8]) -> bool {
    let mut components = None;
    for (code, body) in header_segments(bytes) {
        match code {
            // SOF0 and SOF1: precision, two sides, then the number of components.
            0xc0 | 0xc1 => components = body.get(5).copied(),
            0xda => {
                return components.is_some_and(|all| body.first().is_some_and(|own| *own < all));
            }
            _ => {}
        }
    }
    false
}

/// Whether an APP14 segment of Adobe's stands before the image data.
fn has_adobe_marker(bytes: &[u8]) -> bool {
    header_segments(bytes).any(|(code, body)| code == 0xee && body.starts_with(b"Adobe"))
}

/// The segments up to the first scan's header, with their marker codes.
fn header_segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut at = Some(2_usize);
    std::iter::from_fn(move || {
        let start = at?;
        let [0xff, code, high, low] = bytes.get(start..start + 4)? else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let body = bytes.get(start + 4..start + 2 + length)?;
        at = (*code != 0xda).then_some(start + 2 + length);
        Some((*code, body))
    })
}
