//! From bytes to samples, with the size checked before anything large is allocated.
//!
//! Knows the decoders; knows nothing of what becomes of the samples.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::{png::PngDecoder, tiff::TiffDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{ImageDecoder, Limits};

use super::jpeg::decode_jpeg;
use super::limits::{ImageError, ImageLimits, WORKSPACE_MAX_BYTES};
use super::opaque::{Channels, is_readable, to_opaque};
use super::sniff::SourceFormat;
use super::whole::refuse_broken_off;

/// A decoded image as it lies in the file: eight bits a channel, opaque, not yet turned, not yet sRGB.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Rows from the top without padding; as long as the size says.
    pub(super) samples: Vec<u8>,
    pub(super) channels: Channels,
    /// The embedded ICC profile.
    pub(super) profile: Option<Vec<u8>>,
    /// What to do to see it upright.
    pub(super) turn: Orientation,
}

impl Decoded {
    pub(super) fn new(
        format: SourceFormat,
        width: u32,
        height: u32,
        samples: Vec<u8>,
        channels: Channels,
        profile: Option<Vec<u8>>,
        turn: Orientation,
    ) -> Result<Self, ImageError> {
        let expected = u64::from(width) * u64::from(height) * channels.count() as u64;
        if u64::try_from(samples.len()) != Ok(expected) {
            return Err(ImageError::Corrupt { format, detail: "the decoder yielded another size".to_owned() });
        }
        Ok(Self { width, height, samples, channels, profile, turn })
    }
}

/// Decodes an upload.
pub(super) fn decode(format: SourceFormat, bytes: &[u8], limits: &ImageLimits) -> Result<Decoded, ImageError> {
    // Each way asks for the size before it asks whether the file reaches its end: a bomb is too large either way.
    // A decoder's panic on a crafted file is that file's fault and must not take the caller along.
    catch_unwind(AssertUnwindSafe(|| match format {
        SourceFormat::Jpeg => decode_jpeg(bytes, limits),
        SourceFormat::Png => {
            // The decoder refuses sizes that it cannot count without telling them.
            if let Some((width, height)) = png_size(bytes) {
                limits.check_pixels(format, width, height)?;
            }
            let mut allowed = Limits::no_limits();
            // Pixels do not count here: the caller owns their buffer.
            allowed.max_alloc = Some(WORKSPACE_MAX_BYTES);
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), allowed);
            decode_with(format, bytes, decoder, limits)
        }
        SourceFormat::WebP => decode_with(format, bytes, WebPDecoder::new(Cursor::new(bytes)), limits),
        SourceFormat::Tiff => decode_with(format, bytes, TiffDecoder::new(Cursor::new(bytes)), limits),
    }))
    .unwrap_or_else(|_| Err(ImageError::Corrupt { format, detail: "the decoder gave up".to_owned() }))
}

/// The size in the header of a PNG, which always comes first (PNG, third edition, 11.2.1).
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let side = |at: usize| Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
    Some((side(16)?, side(20)?))
}

fn decode_with<D: ImageDecoder>(
    format: SourceFormat,
    bytes: &[u8],
    decoder: Result<D, image::ImageError>,
    limits: &ImageLimits,
) -> Result<Decoded, ImageError> {
    let mut decoder = match decoder {
        Ok(decoder) => decoder,
        Err(error) => {
            refuse_broken_off(format, bytes)?;
            return Err(ImageError::from_decoder(format, None, error));
        }
    };
    let (width, height) = decoder.dimensions();
    limits.check_pixels(format, width, height)?;
    refuse_broken_off(format, bytes)?;
    let refusal = |error| ImageError::from_decoder(format, Some((width, height)), error);

    let mut allowed = Limits::no_limits();
    // A print TIFF needs a third more than it yields.
    allowed.max_alloc = Some(decoder.total_bytes().saturating_mul(2).saturating_add(WORKSPACE_MAX_BYTES));
    decoder.set_limits(allowed).map_err(refusal)?;
    // The decoder turns a print TIFF into RGB without regard to its profile, which then fits no more and is ignored.
    let profile = decoder.icc_profile().unwrap_or_default();
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let colour = decoder.color_type();
    // Before the samples get their memory: it may be four times what the size in the header suggests.
    if !is_readable(colour) {
        return Err(ImageError::UnsupportedFlavour { format, detail: format!("{colour:?}") });
    }
    limits.check_samples(width, height, decoder.total_bytes())?;
    let length = usize::try_from(decoder.total_bytes()).map_err(|_| ImageError::TooManyPixels { width, height })?;
    let mut samples = vec![0; length];
    decoder.read_image(&mut samples).map_err(refusal)?;
    let (samples, channels) = to_opaque(samples, colour)
        .ok_or_else(|| ImageError::UnsupportedFlavour { format, detail: format!("{colour:?}") })?;
    Decoded::new(format, width, height, samples, channels, profile, turn)
}
