//! Whether a file reaches its own end.
//!
//! Decoders are kind to files that stop early: they paint the rest grey. A gallery is not served by that, so each
//! format's own structure is walked to its end mark before anything is decoded. Knows no pixels.

use super::limits::ImageError;
use super::sniff::SourceFormat;

/// Refuses a file that ends before its image does.
pub(super) fn refuse_broken_off(format: SourceFormat, bytes: &[u8]) -> Result<(), ImageError> {
    if is_whole(format, bytes) { Ok(()) } else { Err(ImageError::Truncated { format }) }
}

/// Whether the file holds everything that its structure announces. TIFF has no end; its decoder notices a strip that
/// is not there.
fn is_whole(format: SourceFormat, bytes: &[u8]) -> bool {
    match format {
        SourceFormat::Jpeg => jpeg_has_its_end(bytes).is_some(),
        SourceFormat::Png => png_has_its_end(bytes).is_some(),
        SourceFormat::WebP => webp_has_its_length(bytes),
        SourceFormat::Tiff => true,
    }
}

/// Walks the marker segments, and the entropy-coded data between them, to EOI (ITU-T T.81, B.1.1).
fn jpeg_has_its_end(bytes: &[u8]) -> Option<()> {
    let mut at = 2;
    loop {
        // Fill bytes and stray data before a marker are skipped, as decoders do.
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        let code = *bytes.get(at + 1)?;
        match code {
            0xd9 => return Some(()),
            0xff => at += 1,
            // A stuffed zero, restart markers, SOI and TEM have no length.
            0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                at += 2 + length.max(2);
            }
        }
    }
}

/// Walks the chunks to IEND (PNG, section 5.3).
fn png_has_its_end(bytes: &[u8]) -> Option<()> {
    let mut at = 8_usize;
    loop {
        let length: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(12)?.checked_add(usize::try_from(u32::from_be_bytes(length)).ok()?)?;
        bytes.get(at..end)?;
        if kind == b"IEND" {
            return Some(());
        }
        at = end;
    }
}

/// Compares the length in the RIFF header with the file (RFC 9649, section 2.4).
fn webp_has_its_length(bytes: &[u8]) -> bool {
    let length = bytes.get(4..8).and_then(|four| <[u8; 4]>::try_from(four).ok()).map(u32::from_le_bytes);
    length.and_then(|length| usize::try_from(length).ok()).is_some_and(|length| bytes.len() - 8 >= length)
}
