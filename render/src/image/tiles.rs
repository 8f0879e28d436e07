//! Deep zoom: an image that is much larger than its largest variant is cut into tiles, at its full size and at each half
//! of it that is still larger than that variant, so that a browser loads what it shows and no more.
//!
//! Works on the samples as they were decoded: what is converted and turned at a time is one tile, however large the image.

use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};

use super::colour::to_srgb;
use super::decode::Decoded;
use super::encode::{Effort, tile};
use super::limits::ImageError;
use super::parallel::in_parallel;
use super::resize::resize;

/// The side of a tile in pixels; those at the right and lower edge are what is left.
pub const TILE_PX: u32 = 512;

/// From how many pixels of its longer side on an image is large.
const LARGE_PX: u32 = 2_048;

/// The tiles of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiles {
    /// Levels: the first is as large as the image, each further one half as large as the one before, rounded up.
    pub levels: u32,
    /// Every tile, level by level, row by row.
    pub files: Vec<Tile>,
}

/// One tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Which level; 0 is the image's own size.
    pub level: u32,
    /// From the left.
    pub column: u32,
    /// From the top.
    pub row: u32,
    /// The JPEG file.
    pub bytes: Vec<u8>,
}

/// A part of an image in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

/// Cuts an image whose largest variant is `shown_px` wide; `None` where that is (nearly) all there is to see.
pub(super) fn cut(
    decoded: &Decoded,
    upright: (u32, u32),
    shown_px: u32,
    (effort, threads): (Effort, usize),
) -> Result<Option<Tiles>, ImageError> {
    // A quarter more is not worth the files, nor is what fits a screen.
    let is_shown = u64::from(upright.0) * 4 <= u64::from(shown_px) * 5;
    if is_shown || upright.0.max(upright.1) < LARGE_PX {
        return Ok(None);
    }
    let mut files = Vec::new();
    let mut level = 0;
    let mut half: Option<Vec<u8>> = None;
    let mut stored = (decoded.width, decoded.height);
    let mut size = upright;
    while size.0 > shown_px {
        if level > 0 {
            let smaller = halved(stored);
            let samples = half.as_ref().unwrap_or(&decoded.samples);
            half = Some(resize(samples, decoded.channels.count(), stored, smaller)?);
            stored = smaller;
        }
        let samples = half.as_ref().unwrap_or(&decoded.samples);
        let parts = parts_of(size);
        let made = in_parallel(&parts, threads, |(column, row, part)| {
            let image = upright_part(decoded, samples, stored, size, *part)?;
            Ok(Tile { level, column: *column, row: *row, bytes: tile(&image, effort)? })
        })?;
        files.extend(made);
        level += 1;
        size = halved(size);
    }
    Ok(Some(Tiles { levels: level, files }))
}

fn halved((width, height): (u32, u32)) -> (u32, u32) {
    (width.div_ceil(2), height.div_ceil(2))
}

/// The tiles of a level with their places, row by row.
fn parts_of((width, height): (u32, u32)) -> Vec<(u32, u32, Part)> {
    let (columns, rows) = (width.div_ceil(TILE_PX), height.div_ceil(TILE_PX));
    let part = |column: u32, row: u32| {
        let (x, y) = (column * TILE_PX, row * TILE_PX);
        (column, row, Part { x, y, width: TILE_PX.min(width - x), height: TILE_PX.min(height - y) })
    };
    (0..rows).flat_map(|row| (0..columns).map(move |column| part(column, row))).collect()
}

/// A part of the upright image, in sRGB.
fn upright_part(
    decoded: &Decoded,
    samples: &[u8],
    stored: (u32, u32),
    upright: (u32, u32),
    part: Part,
) -> Result<RgbImage, ImageError> {
    let wrong = || ImageError::Encoding("a tile of the wrong size".to_owned());
    let from = before_turn(decoded.turn, upright, part);
    let lying = taken(samples, decoded.channels.count(), stored.0, from).ok_or_else(wrong)?;
    let (rgb, _) = to_srgb(lying, decoded.channels, decoded.profile.as_deref());
    let image = RgbImage::from_raw(from.width, from.height, rgb).ok_or_else(wrong)?;
    if decoded.turn == Orientation::NoTransforms {
        return Ok(image);
    }
    let mut image = DynamicImage::ImageRgb8(image);
    image.apply_orientation(decoded.turn);
    Ok(image.into_rgb8())
}

/// The samples of a part.
fn taken(samples: &[u8], channels: usize, width: u32, part: Part) -> Option<Vec<u8>> {
    let [x, y, columns, rows, width] = [part.x, part.y, part.width, part.height, width].map(|side| side as usize);
    let mut out = Vec::with_capacity(columns * rows * channels);
    for row in y..y + rows {
        let start = (row * width + x) * channels;
        out.extend_from_slice(samples.get(start..start + columns * channels)?);
    }
    Some(out)
}

/// Where a part of the upright image lies before the turn (TIFF 6.0, Orientation).
fn before_turn(turn: Orientation, (width, height): (u32, u32), part: Part) -> Part {
    let Part { x, y, width: w, height: h } = part;
    let (from_right, from_below) = (width - x - w, height - y - h);
    let straight = |x, y| Part { x, y, width: w, height: h };
    let turned = |x, y| Part { x, y, width: h, height: w };
    match turn {
        Orientation::NoTransforms => part,
        Orientation::FlipHorizontal => straight(from_right, y),
        Orientation::FlipVertical => straight(x, from_below),
        Orientation::Rotate180 => straight(from_right, from_below),
        Orientation::Rotate90 => turned(y, from_right),
        Orientation::Rotate90FlipH => turned(y, x),
        Orientation::Rotate270 => turned(from_below, x),
        Orientation::Rotate270FlipH => turned(from_below, from_right),
    }
}

#[cfg(test)]
mod tests {
    use super::super::opaque::Channels;
    use super::super::sniff::SourceFormat;
    use super::*;

    const TURNS: [Orientation; 8] = [
        Orientation::NoTransforms,
        Orientation::FlipHorizontal,
        Orientation::FlipVertical,
        Orientation::Rotate180,
        Orientation::Rotate90,
        Orientation::Rotate90FlipH,
        Orientation::Rotate270,
        Orientation::Rotate270FlipH,
    ];

    fn picture(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x / 7 + y / 3) % 256) as u8])
        })
    }

    fn decoded(image: &RgbImage, turn: Orientation) -> Decoded {
        let (width, height) = image.dimensions();
        Decoded::new(SourceFormat::Png, width, height, image.as_raw().clone(), Channels::Rgb, None, turn).unwrap()
    }

    #[test]
    fn the_parts_of_every_turn_make_the_turned_image() {
        let lying = picture(1_300, 700);
        for turn in TURNS {
            let mut whole = DynamicImage::ImageRgb8(lying.clone());
            whole.apply_orientation(turn);
            let whole = whole.into_rgb8();
            let source = decoded(&lying, turn);
            let parts = parts_of(whole.dimensions());
            assert_eq!(parts.len(), 6);
            for (_, _, part) in parts {
                let seen = upright_part(&source, &source.samples, (1_300, 700), whole.dimensions(), part).unwrap();
                let due = image::imageops::crop_imm(&whole, part.x, part.y, part.width, part.height).to_image();
                assert!(seen == due, "{turn:?} {part:?}");
            }
        }
    }

    #[test]
    fn levels_go_down_to_what_the_largest_variant_shows() {
        let source = decoded(&picture(2_100, 1_100), Orientation::NoTransforms);
        let cut = |shown| cut(&source, (2_100, 1_100), shown, (Effort::Fast, 2)).unwrap();
        assert_eq!(cut(1_700), None);
        let tiles = cut(640).unwrap();
        assert_eq!(tiles.levels, 2);
        let of = |level| tiles.files.iter().filter(move |tile| tile.level == level);
        assert_eq!((of(0).count(), of(1).count()), (5 * 3, 3 * 2));
        let size =
            |tile: &Tile| image::load_from_memory(&tile.bytes).map(|tile| (tile.width(), tile.height())).unwrap();
        assert_eq!(size(&tiles.files[0]), (512, 512));
        assert_eq!(size(of(0).next_back().unwrap()), (2_100 - 4 * 512, 1_100 - 2 * 512));
        assert_eq!(size(of(1).next_back().unwrap()), (1_050 - 2 * 512, 550 - 512));
        // What is shown is the same place of the image at both levels.
        let pixel = |level: u32, column: u32, row: u32, x: u32, y: u32| {
            let tile = of(level).find(|tile| (tile.column, tile.row) == (column, row)).unwrap();
            image::load_from_memory(&tile.bytes).unwrap().into_rgb8().get_pixel(x, y).0
        };
        let (near, far) = (pixel(0, 1, 1, 88, 88), pixel(1, 0, 0, 300, 300));
        assert!(near.iter().zip(far).all(|(near, far)| near.abs_diff(far) < 24), "{near:?} {far:?}");
    }
}
