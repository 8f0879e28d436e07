//! Pictures and files for the tests of this module, made from scratch.

use std::io::Cursor;

use image::codecs::png::PngEncoder;
use image::codecs::tiff::TiffEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

use super::sniff::SourceFormat;

pub(super) const FORMATS: [SourceFormat; 4] =
    [SourceFormat::Jpeg, SourceFormat::Png, SourceFormat::WebP, SourceFormat::Tiff];

/// Four corners of four colours with a soft texture: shows every wrong turn, and compresses like a picture.
pub(super) fn corners(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let texture = u8::try_from((x * 5 + y * 3) % 16).unwrap();
        match (x < width / 2, y < height / 2) {
            (true, true) => Rgb([220 + texture, 30, 30]),
            (false, true) => Rgb([30, 200 + texture, 40]),
            (true, false) => Rgb([30, 40, 220 + texture]),
            (false, false) => Rgb([230, 230, 200 + texture]),
        }
    })
}

pub(super) fn jpeg(image: &RgbImage) -> Vec<u8> {
    jpeg_with(image, false)
}

pub(super) fn jpeg_with(image: &RgbImage, progressive: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 92);
    encoder.set_progressive(progressive);
    let side = |length: u32| u16::try_from(length).unwrap();
    encoder.encode(image.as_raw(), side(image.width()), side(image.height()), jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

/// The same picture as a file of any accepted type.
pub(super) fn file(format: SourceFormat, image: &RgbImage) -> Vec<u8> {
    file_with(format, image, None, None)
}

/// As [`file`], with metadata where the type can hold it.
pub(super) fn file_with(
    format: SourceFormat,
    image: &RgbImage,
    exif: Option<Vec<u8>>,
    icc: Option<Vec<u8>>,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (raw, width, height, colour) = (image.as_raw(), image.width(), image.height(), ExtendedColorType::Rgb8);
    match format {
        SourceFormat::Jpeg => {
            let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 92);
            if let Some(icc) = icc {
                encoder.add_icc_profile(&icc).unwrap();
            }
            if let Some(exif) = exif {
                encoder.add_exif_metadata(&exif).unwrap();
            }
            let side = |length: u32| u16::try_from(length).unwrap();
            encoder.encode(raw, side(width), side(height), jpeg_encoder::ColorType::Rgb).unwrap();
        }
        SourceFormat::Png => {
            let mut encoder = PngEncoder::new(&mut bytes);
            if let Some(exif) = exif {
                encoder.set_exif_metadata(exif).unwrap();
            }
            if let Some(icc) = icc {
                encoder.set_icc_profile(icc).unwrap();
            }
            encoder.write_image(raw, width, height, colour).unwrap();
        }
        SourceFormat::WebP => {
            let mut encoder = WebPEncoder::new_lossless(&mut bytes);
            if let Some(exif) = exif {
                encoder.set_exif_metadata(exif).unwrap();
            }
            if let Some(icc) = icc {
                encoder.set_icc_profile(icc).unwrap();
            }
            encoder.write_image(raw, width, height, colour).unwrap();
        }
        SourceFormat::Tiff => {
            let mut encoder = TiffEncoder::new(Cursor::new(&mut bytes));
            if let Some(icc) = icc {
                encoder.set_icc_profile(icc).unwrap();
            }
            encoder.write_image(raw, width, height, colour).unwrap();
            assert!(exif.is_none(), "a TIFF's turn is a tag of its own: see tiff_turned");
        }
    }
    bytes
}

/// An EXIF block with an orientation and a text that must never leave the house.
pub(super) fn exif(orientation: u16) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    block.extend([0x01, 0x0e, 0, 2, 0, 0, 0, 12, 0, 0, 0, 38]);
    block.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1]);
    block.extend(orientation.to_be_bytes());
    block.extend([0, 0, 0, 0, 0, 0]);
    block.extend(b"SECRET-PLACE\0");
    block
}

/// An uncompressed TIFF with an orientation tag.
pub(super) fn tiff_turned(image: &RgbImage, orientation: u16) -> Vec<u8> {
    let (width, height) = image.dimensions();
    let length = u32::try_from(image.as_raw().len()).unwrap();
    // (tag, type, count, value): type 3 is a short, 4 a long.
    let entries: [(u16, u16, u32, u32); 10] = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 3, 134),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, 140),
        (274, 3, 1, u32::from(orientation)),
        (277, 3, 1, 3),
        (278, 4, 1, height),
        (279, 4, 1, length),
    ];
    let mut bytes = b"II*\0\x08\0\0\0\x0a\0".to_vec();
    for (tag, kind, count, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    assert_eq!(bytes.len(), 134);
    bytes.extend([8, 0, 8, 0, 8, 0]);
    bytes.extend(image.as_raw());
    bytes
}

/// How a picture is stored under an EXIF orientation (Exif 2.32, table 6: which side of the scene row 0 and column 0
/// are), written down without regard to the code under test.
pub(super) fn stored_as(upright: &RgbImage, orientation: u16) -> RgbImage {
    let (width, height) = upright.dimensions();
    let swapped = orientation >= 5;
    let mut stored = if swapped { RgbImage::new(height, width) } else { RgbImage::new(width, height) };
    for (x, y, pixel) in upright.enumerate_pixels() {
        let (column, row) = match orientation {
            1 => (x, y),
            2 => (width - 1 - x, y),
            3 => (width - 1 - x, height - 1 - y),
            4 => (x, height - 1 - y),
            5 => (y, x),
            6 => (y, width - 1 - x),
            7 => (height - 1 - y, width - 1 - x),
            _ => (height - 1 - y, x),
        };
        stored.put_pixel(column, row, *pixel);
    }
    stored
}

/// Reads a variant back.
pub(super) fn read_back(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).unwrap().into_rgb8()
}

/// The colour of a pixel, allowing for lossy coding.
pub(super) fn is_near(image: &RgbImage, x: u32, y: u32, colour: [u8; 3], tolerance: u8) -> bool {
    image.get_pixel(x, y).0.iter().zip(colour).all(|(seen, due)| seen.abs_diff(due) <= tolerance)
}
