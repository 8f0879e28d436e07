//! What an upload may cost, and why one is refused.
//!
//! Knows no format: decoders ask before they allocate.

use image::ImageError as DecoderError;
use image::error::LimitErrorKind;

use super::sniff::SourceFormat;

/// What a decoder may allocate beside the pixels: compressed metadata, profiles, a strip at a time.
pub(super) const WORKSPACE_MAX_BYTES: u64 = 128 * 1024 * 1024;

/// What one upload may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageLimits {
    /// Length of the file in bytes.
    pub bytes_max: usize,
    /// Width times height.
    pub pixels_max: u64,
    /// The longer side in pixels.
    pub side_max: u32,
    /// What the decoded samples may take in memory: an image of sixteen bits a channel may have fewer pixels.
    pub samples_max_bytes: u64,
}

/// Why an upload gives no image.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// The file is longer than allowed.
    #[error("the file has {bytes} bytes, more than {bytes_max}")]
    TooLong {
        /// Length of the file.
        bytes: usize,
        /// The cap.
        bytes_max: usize,
    },
    /// The header announces more pixels than allowed; nothing was decoded.
    #[error("{width} × {height} pixels are more than allowed")]
    TooManyPixels {
        /// Width in the header.
        width: u32,
        /// Height in the header.
        height: u32,
    },
    /// The content is no JPEG, PNG, WebP or TIFF, whatever its name says.
    #[error("{found} is not accepted: send JPEG, PNG, WebP or TIFF")]
    Unsupported {
        /// What the content looks like.
        found: &'static str,
    },
    /// The content is of an accepted type, in a flavour that cannot be read (arithmetic coding, floating point).
    #[error("this kind of {format} cannot be read: {detail}")]
    UnsupportedFlavour {
        /// The type by content.
        format: SourceFormat,
        /// The decoder's words.
        detail: String,
    },
    /// The file ends before the image does.
    #[error("the {format} file is incomplete")]
    Truncated {
        /// The type by content.
        format: SourceFormat,
    },
    /// The file is damaged.
    #[error("the {format} file is damaged: {detail}")]
    Corrupt {
        /// The type by content.
        format: SourceFormat,
        /// The decoder's words.
        detail: String,
    },
    /// A variant could not be written; not the upload's fault.
    #[error("a variant could not be encoded: {0}")]
    Encoding(String),
}

impl Default for ImageLimits {
    fn default() -> Self {
        Self { bytes_max: 60 * 1024 * 1024, pixels_max: 120_000_000, side_max: 50_000, samples_max_bytes: 480_000_000 }
    }
}

impl ImageLimits {
    /// Refuses a file by its length.
    pub(super) fn check_bytes(&self, bytes: usize) -> Result<(), ImageError> {
        if bytes > self.bytes_max { Err(ImageError::TooLong { bytes, bytes_max: self.bytes_max }) } else { Ok(()) }
    }

    /// Refuses an image by the size in its header.
    pub(super) fn check_pixels(&self, format: SourceFormat, width: u32, height: u32) -> Result<(), ImageError> {
        if width == 0 || height == 0 {
            return Err(ImageError::Corrupt { format, detail: "a side of no pixels".to_owned() });
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > self.pixels_max || width.max(height) > self.side_max {
            return Err(ImageError::TooManyPixels { width, height });
        }
        Ok(())
    }

    /// Refuses an image by the memory of its samples.
    pub(super) fn check_samples(&self, width: u32, height: u32, bytes: u64) -> Result<(), ImageError> {
        if bytes > self.samples_max_bytes { Err(ImageError::TooManyPixels { width, height }) } else { Ok(()) }
    }
}

impl ImageError {
    /// Whether the upload is too big in bytes or pixels (HTTP 413).
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self, Self::TooLong { .. } | Self::TooManyPixels { .. })
    }

    /// Whether the upload is of a type that is not accepted (HTTP 415).
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        matches!(self, Self::Unsupported { .. } | Self::UnsupportedFlavour { .. })
    }

    /// Translates a decoder's error; `width` and `height` are those of the header, if it was read.
    pub(super) fn from_decoder(format: SourceFormat, size: Option<(u32, u32)>, error: DecoderError) -> Self {
        match error {
            DecoderError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                Self::Truncated { format }
            }
            DecoderError::Unsupported(error) => Self::UnsupportedFlavour { format, detail: error.to_string() },
            DecoderError::Limits(error) => match (error.kind(), size) {
                (LimitErrorKind::DimensionError | LimitErrorKind::InsufficientMemory, Some((width, height))) => {
                    Self::TooManyPixels { width, height }
                }
                _ => Self::Corrupt { format, detail: error.to_string() },
            },
            error => Self::Corrupt { format, detail: error.to_string() },
        }
    }
}
