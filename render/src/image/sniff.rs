//! The type of an upload, read from its content alone.
//!
//! Knows neither file names nor declared content types: both lie.

use super::limits::ImageError;

/// The types that are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceFormat {
    /// JPEG, baseline or progressive, grey, YCbCr, RGB, CMYK or YCCK.
    Jpeg,
    /// PNG of any bit depth, with or without palette and alpha.
    Png,
    /// WebP, lossy or lossless; of an animation the first frame.
    WebP,
    /// TIFF with integer samples; of several pages the first.
    Tiff,
}

impl SourceFormat {
    /// The media type.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Tiff => "image/tiff",
        }
    }
}

impl std::fmt::Display for SourceFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Tiff => "TIFF",
        })
    }
}

/// Tells the type of a file from its first bytes.
///
/// # Errors
/// [`ImageError::Unsupported`] for anything but JPEG, PNG, WebP and TIFF; it names what was found where that is easy.
pub fn sniff(bytes: &[u8]) -> Result<SourceFormat, ImageError> {
    let format = match bytes {
        [0xff, 0xd8, 0xff, ..] => SourceFormat::Jpeg,
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => SourceFormat::Png,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => SourceFormat::WebP,
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => SourceFormat::Tiff,
        _ => {
            return Err(ImageError::Unsupported { found: name_of_other(bytes) });
        }
    };
    if format == SourceFormat::Tiff && is_camera_raw(bytes) {
        return Err(ImageError::Unsupported { found: "a camera's raw file" });
    }
    Ok(format)
}

fn name_of_other(bytes: &[u8]) -> &'static str {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head = text.get(..text.len().min(1024)).unwrap_or(text).to_ascii_lowercase();
    let contains = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    match bytes {
        [] => "an empty file",
        [b'G', b'I', b'F', b'8', ..] => "GIF",
        [b'B', b'M', ..] => "BMP",
        [b'%', b'P', b'D', b'F', ..] => "PDF",
        [b'8', b'B', b'P', b'S', ..] => "a Photoshop document",
        [b'P', b'K', 3, 4, ..] => "a ZIP archive",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "AVIF, HEIC or video",
        _ if contains(b"<svg") => "SVG",
        _ if contains(b"<!doctype html") || contains(b"<html") || contains(b"<script") => "HTML",
        _ if head.starts_with(b"<?xml") => "XML",
        _ => "this file",
    }
}

/// Raw files are TIFF inside, with a thumbnail as their first image: taken for a TIFF, one would sell a thumbnail.
/// They say so by `NewSubfileType` (254) with its lowest bit set in the first directory, by `DNGVersion` (50706), or
/// by Canon's `CR` at byte 8.
fn is_camera_raw(bytes: &[u8]) -> bool {
    let little = bytes.first() == Some(&b'I');
    let at = |offset: usize, length: usize| offset.checked_add(length).and_then(|end| bytes.get(offset..end));
    let u16_at = |offset: usize| {
        let pair: [u8; 2] = at(offset, 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let u32_at = |offset: usize| {
        let four: [u8; 4] = at(offset, 4)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    };
    if u16_at(2) != Some(42) {
        return false;
    }
    if at(8, 2) == Some(b"CR") {
        return true;
    }
    let Some(directory) = u32_at(4).and_then(|offset| usize::try_from(offset).ok()) else {
        return false;
    };
    let entries = usize::from(u16_at(directory).unwrap_or(0));
    (0..entries).map_while(|index| directory.checked_add(2 + index * 12)).any(|entry| match u16_at(entry) {
        Some(254) => u32_at(entry + 8).is_some_and(|flags| flags & 1 == 1),
        Some(50_706) => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_types_are_known_by_their_first_bytes() {
        assert_eq!(sniff(b"\xff\xd8\xff\xe0rest"), Ok(SourceFormat::Jpeg));
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\nrest"), Ok(SourceFormat::Png));
        assert_eq!(sniff(b"RIFF\0\0\0\0WEBPVP8 "), Ok(SourceFormat::WebP));
        assert_eq!(sniff(b"II*\0\x08\0\0\0"), Ok(SourceFormat::Tiff));
        assert_eq!(sniff(b"MM\0*\0\0\0\x08"), Ok(SourceFormat::Tiff));
    }

    #[test]
    fn other_types_are_refused_by_name() {
        let found = |bytes: &[u8]| match sniff(bytes) {
            Err(ImageError::Unsupported { found }) => found,
            other => panic!("{other:?}"),
        };
        assert_eq!(found(b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG");
        assert_eq!(found(b"  \n<SVG onload=alert(1)>"), "SVG");
        assert_eq!(found(b"%PDF-1.7"), "PDF");
        assert_eq!(found(b"GIF89a"), "GIF");
        assert_eq!(found(b"\xef\xbb\xbf<!DOCTYPE HTML>"), "HTML");
        assert_eq!(found(b"\0\0\0\x20ftypavif"), "AVIF, HEIC or video");
        assert_eq!(found(b""), "an empty file");
        assert_eq!(found(b"RIFF\0\0\0\0WAVEfmt "), "this file");
        assert_eq!(found(b"\xff\xd8"), "this file");
    }

    #[test]
    fn a_raw_file_is_not_taken_for_its_thumbnail() {
        let mut dng = b"II*\0\x08\0\0\0\x01\0".to_vec();
        dng.extend(50_706_u16.to_le_bytes());
        dng.extend([1, 0, 4, 0, 0, 0, 1, 4, 0, 0]);
        assert_eq!(sniff(&dng), Err(ImageError::Unsupported { found: "a camera's raw file" }));
        let mut preview = b"MM\0*\0\0\0\x08\0\x01".to_vec();
        preview.extend(254_u16.to_be_bytes());
        preview.extend([0, 4, 0, 0, 0, 1, 0, 0, 0, 1]);
        assert_eq!(sniff(&preview), Err(ImageError::Unsupported { found: "a camera's raw file" }));
    }
}
