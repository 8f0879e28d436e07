//! The module as its callers see it.

use image::{Rgb, RgbImage};
use moxcms::ColorProfile;

use super::testing::*;
use super::*;

fn quick() -> DeriveOptions {
    DeriveOptions { effort: Effort::Fast, ..DeriveOptions::default() }
}

fn upright_corners(derivatives: &Derivatives) -> bool {
    derivatives.variants.iter().all(|variant| {
        let image = read_back(&variant.bytes);
        let (w, h) = image.dimensions();
        assert_eq!((w, h), (variant.width, variant.height));
        is_near(&image, w / 4, h / 4, [228, 30, 30], 24)
            && is_near(&image, w * 3 / 4, h / 4, [30, 208, 40], 24)
            && is_near(&image, w / 4, h * 3 / 4, [30, 40, 228], 24)
            && is_near(&image, w * 3 / 4, h * 3 / 4, [230, 230, 208], 24)
    })
}

#[test]
fn every_type_gives_every_width_in_both_formats() {
    let picture = corners(1100, 700);
    for format in FORMATS {
        let made = derive(&file(format, &picture), &quick()).unwrap();
        assert_eq!((made.source, made.width, made.height), (Some(format), 1100, 700));
        let sizes: Vec<_> = made.variants.iter().map(|v| (v.width, v.height, v.content_type)).collect();
        assert_eq!(
            sizes,
            [
                (320, 204, "image/webp"),
                (320, 204, "image/jpeg"),
                (640, 407, "image/webp"),
                (640, 407, "image/jpeg"),
                (1024, 652, "image/webp"),
                (1024, 652, "image/jpeg"),
            ]
        );
        for variant in &made.variants {
            assert_eq!(sniff(&variant.bytes).unwrap().content_type(), variant.content_type);
        }
        assert!(upright_corners(&made));
        assert_eq!(made.palette.len(), 5, "{:?}", made.palette);
    }
}

#[test]
fn all_eight_turns_are_applied() {
    let upright = corners(400, 300);
    for orientation in 1..=8 {
        let stored = stored_as(&upright, orientation);
        for format in FORMATS {
            let bytes = match format {
                SourceFormat::Tiff => tiff_turned(&stored, orientation),
                _ => file_with(format, &stored, Some(exif(orientation)), None),
            };
            let made = derive(&bytes, &quick()).unwrap();
            assert_eq!((made.width, made.height), (400, 300), "{format} {orientation}");
            assert_eq!((made.variants[0].width, made.variants[0].height), (320, 240));
            assert!(upright_corners(&made), "{format} {orientation}");
        }
    }
}

#[test]
fn no_metadata_survives() {
    let mut jpeg = file_with(
        SourceFormat::Jpeg,
        &corners(400, 300),
        Some(exif(1)),
        Some(ColorProfile::new_display_p3().encode().unwrap()),
    );
    let comment = b"SECRET-COMMENT";
    let mut segment = vec![0xff, 0xfe, 0, u8::try_from(comment.len() + 2).unwrap()];
    segment.extend(comment);
    jpeg.splice(2..2, segment);
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-XMP</x:xmpmeta>";
    let mut segment = vec![0xff, 0xe1, 0, u8::try_from(xmp.len() + 2).unwrap()];
    segment.extend(xmp);
    jpeg.splice(2..2, segment);
    let sources = [
        jpeg,
        file_with(
            SourceFormat::Png,
            &corners(400, 300),
            Some(exif(1)),
            Some(ColorProfile::new_display_p3().encode().unwrap()),
        ),
        file_with(
            SourceFormat::WebP,
            &corners(400, 300),
            Some(exif(1)),
            Some(ColorProfile::new_display_p3().encode().unwrap()),
        ),
    ];
    for source in sources {
        let holds = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(holds(&source, b"SECRET"));
        let made = derive(&source, &quick()).unwrap();
        assert_eq!(made.profile, Profile::Converted);
        for variant in &made.variants {
            for text in [&b"SECRET"[..], b"Exif", b"EXIF", b"ICC", b"XMP", b"xmpmeta", b"acsp"] {
                assert!(!holds(&variant.bytes, text), "{} holds {}", variant.content_type, text.escape_ascii());
            }
            if variant.content_type == "image/webp" {
                // A simple file: no extended header, hence no chunk that could hold anything but pixels.
                assert_eq!(&variant.bytes[12..16], b"VP8 ");
            }
        }
    }
}

#[test]
fn colours_of_a_wide_gamut_are_converted() {
    // Display P3 (170, 80, 60) is (183, 73, 53) in sRGB, by hand from the two sets of primaries.
    let picture = RgbImage::from_pixel(340, 340, Rgb([170, 80, 60]));
    for format in FORMATS {
        let profile = ColorProfile::new_display_p3().encode().unwrap();
        let made = derive(&file_with(format, &picture, None, Some(profile)), &quick()).unwrap();
        assert_eq!(made.profile, Profile::Converted, "{format}");
        for variant in &made.variants {
            assert!(is_near(&read_back(&variant.bytes), 100, 100, [183, 73, 53], 3), "{format}");
        }
    }
}

#[test]
fn a_broken_profile_is_said_and_costs_no_picture() {
    let mut profile = ColorProfile::new_adobe_rgb().encode().unwrap();
    profile.truncate(150);
    let made = derive(&file_with(SourceFormat::Png, &corners(330, 330), None, Some(profile)), &quick()).unwrap();
    assert_eq!(made.profile, Profile::Ignored);
    assert!(upright_corners(&made));
}

#[test]
fn print_jpegs_are_read_in_both_ink_codings() {
    // Cyan, half magenta, no yellow, a quarter black; the encoder writes inks inverted, with Adobe's marker.
    let inks: Vec<u8> = std::iter::repeat_n([255_u8, 128, 0, 64], 330 * 330).flatten().collect();
    for coding in [jpeg_encoder::ColorType::Cmyk, jpeg_encoder::ColorType::CmykAsYcck] {
        let mut bytes = Vec::new();
        jpeg_encoder::Encoder::new(&mut bytes, 95).encode(&inks, 330, 330, coding).unwrap();
        let made = derive(&bytes, &quick()).unwrap();
        assert_eq!(made.profile, Profile::Absent);
        let seen = read_back(&made.variants[0].bytes);
        assert!(is_near(&seen, 50, 50, [0, 95, 191], 6), "{coding:?} {:?}", seen.get_pixel(50, 50));
    }
}

#[test]
fn sixteen_bits_grey_and_alpha_are_reduced() {
    use image::{DynamicImage, ImageBuffer, Luma, LumaA, Rgba};
    let wide = DynamicImage::ImageRgb16(ImageBuffer::from_pixel(330, 330, Rgb([0xffff_u16, 0x8080, 0x0000])));
    let grey = DynamicImage::ImageLuma8(ImageBuffer::from_pixel(330, 330, Luma([77_u8])));
    let grey_alpha = DynamicImage::ImageLumaA8(ImageBuffer::from_pixel(330, 330, LumaA([0_u8, 128])));
    let clear = DynamicImage::ImageRgba8(ImageBuffer::from_pixel(330, 330, Rgba([9_u8, 9, 9, 0])));
    let wide_alpha = DynamicImage::ImageRgba16(ImageBuffer::from_pixel(330, 330, Rgba([0_u16, 0, 0, 0x8080])));
    let due = [[255, 128, 0], [77; 3], [127; 3], [255; 3], [127; 3]];
    for (image, due) in [wide, grey, grey_alpha, clear, wide_alpha].into_iter().zip(due) {
        let mut bytes = Vec::new();
        image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        let made = derive(&bytes, &quick()).unwrap();
        for variant in &made.variants {
            let seen = read_back(&variant.bytes);
            assert!(is_near(&seen, 100, 100, due, 3), "{:?} for {due:?}", seen.get_pixel(100, 100));
        }
    }
}

#[test]
fn one_pixel_is_a_picture() {
    for format in FORMATS {
        let made = derive(&file(format, &RgbImage::from_pixel(1, 1, Rgb([200, 10, 10]))), &quick()).unwrap();
        assert_eq!(made.variants.len(), 2);
        assert_eq!((made.variants[0].width, made.variants[0].height), (1, 1));
        assert!(!made.blurhash.is_empty());
    }
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let png = {
        let mut bytes = file(SourceFormat::Png, &corners(8, 8));
        let side = 30_000_u32.to_be_bytes();
        bytes[16..20].copy_from_slice(&side);
        bytes[20..24].copy_from_slice(&side);
        let checksum = crc32(&bytes[12..29]).to_be_bytes();
        bytes[29..33].copy_from_slice(&checksum);
        bytes
    };
    let jpeg = {
        let mut bytes = file(SourceFormat::Jpeg, &corners(8, 8));
        let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        bytes[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
        bytes
    };
    let tiff = {
        let mut bytes = tiff_turned(&corners(8, 8), 1);
        bytes[18..22].copy_from_slice(&30_000_u32.to_le_bytes());
        bytes[30..34].copy_from_slice(&30_000_u32.to_le_bytes());
        // The rows of its only strip.
        bytes[114..118].copy_from_slice(&30_000_u32.to_le_bytes());
        bytes
    };
    let webp = {
        let mut bytes = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0".to_vec();
        let side = 15_999_u32.to_le_bytes();
        bytes.extend([side[0], side[1], side[2], side[0], side[1], side[2]]);
        bytes.extend(b"VP8L\0\0\0\0");
        bytes
    };
    for bytes in [png, jpeg, tiff] {
        let refusal = derive(&bytes, &quick()).unwrap_err();
        assert_eq!(refusal, ImageError::TooManyPixels { width: 30_000, height: 30_000 });
        assert!(refusal.is_too_large());
    }
    let refusal = derive(&webp, &quick()).unwrap_err();
    assert_eq!(refusal, ImageError::TooManyPixels { width: 16_000, height: 16_000 });
}

#[test]
fn a_long_file_is_refused_unread() {
    let limits = ImageLimits { bytes_max: 100, ..ImageLimits::default() };
    let options = DeriveOptions { limits, ..quick() };
    assert_eq!(derive(&[0; 101], &options), Err(ImageError::TooLong { bytes: 101, bytes_max: 100 }));
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let picture = corners(96, 64);
    let mut files: Vec<_> = FORMATS.map(|format| (format, file(format, &picture))).to_vec();
    files.push((SourceFormat::Jpeg, jpeg_with(&picture, true)));
    for (format, bytes) in files {
        let step = (bytes.len() / 400).max(1);
        for cut in (0..bytes.len()).step_by(step).chain(bytes.len().saturating_sub(40)..bytes.len()) {
            match derive(&bytes[..cut], &quick()) {
                Err(ImageError::Truncated { .. } | ImageError::Corrupt { .. } | ImageError::Unsupported { .. }) => {}
                // A TIFF's picture may lie before what was cut off.
                Ok(_) if format == SourceFormat::Tiff => {}
                other => panic!("{format} cut at {cut} of {}: {other:?}", bytes.len()),
            }
        }
    }
}

#[test]
fn a_jpeg_that_stops_half_way_is_called_truncated() {
    for progressive in [false, true] {
        let bytes = jpeg_with(&corners(640, 480), progressive);
        assert_eq!(
            derive(&bytes[..bytes.len() / 2], &quick()),
            Err(ImageError::Truncated { format: SourceFormat::Jpeg })
        );
    }
}

#[test]
fn a_sequential_jpeg_with_a_scan_for_each_colour_is_read_right() {
    for sampling in [jpeg_encoder::SamplingFactor::F_2_2, jpeg_encoder::SamplingFactor::F_1_1] {
        let picture = corners(400, 300);
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 92);
        encoder.set_sampling_factor(sampling);
        encoder.set_optimized_huffman_tables(true);
        encoder.encode(picture.as_raw(), 400, 300, jpeg_encoder::ColorType::Rgb).unwrap();
        assert!(upright_corners(&derive(&bytes, &quick()).unwrap()));
    }
}

#[test]
fn damaged_bytes_never_bring_it_down() {
    let picture = corners(96, 64);
    let profile = ColorProfile::new_adobe_rgb().encode().unwrap();
    let mut files: Vec<_> = FORMATS.map(|format| file_with(format, &picture, None, Some(profile.clone()))).to_vec();
    files.push(jpeg_with(&picture, true));
    files.push(tiff_turned(&picture, 6));
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 16).unwrap()
    };
    for bytes in files {
        for _ in 0..400 {
            let mut damaged = bytes.clone();
            for _ in 0..=next() % 4 {
                // Half of the hits go to the headers.
                let reach = if next() % 2 == 0 { damaged.len().min(700) } else { damaged.len() };
                let at = next() % reach;
                damaged[at] ^= u8::try_from(1 + next() % 255).unwrap();
            }
            if let Ok(made) = derive(&damaged, &quick()) {
                assert!(!made.variants.is_empty());
            }
        }
    }
}

#[test]
fn pages_and_drawings_under_a_jpegs_name_are_refused() {
    for bytes in
        [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"%PDF-1.7\n", b"GIF89a\x01\0\x01\0", b"<html>", b""]
    {
        assert!(derive(bytes, &quick()).unwrap_err().is_unsupported());
    }
}

#[test]
fn the_same_picture_gives_the_same_files_whatever_the_threads() {
    let bytes = jpeg(&corners(1300, 900));
    let one = derive(&bytes, &quick()).unwrap();
    assert_eq!(one, derive(&bytes, &quick()).unwrap());
    assert_eq!(one, derive(&bytes, &DeriveOptions { threads: 3, ..quick() }).unwrap());
}

#[test]
fn painted_pixels_give_what_their_file_would() {
    let picture = corners(1300, 900);
    let painted = derive_from_pixels(&picture, &quick()).unwrap();
    let mut uploaded = derive(&file(SourceFormat::Png, &picture), &quick()).unwrap();
    uploaded.source = None;
    assert_eq!(painted, uploaded);
}

#[test]
fn more_effort_makes_smaller_files() {
    let picture = corners(700, 500);
    let length = |effort| -> usize {
        let made = derive_from_pixels(&picture, &DeriveOptions { effort, ..quick() }).unwrap();
        made.variants.iter().map(|variant| variant.bytes.len()).sum()
    };
    assert!(length(Effort::Best) < length(Effort::Fast));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}
