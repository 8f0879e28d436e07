//! The sheet that is painted on: pixels in linear light, and the way from there to an 8-bit picture.
//! Knows nothing of brushes or motifs.

use image::RgbImage;

use super::colour::{Rgb, encode, lerp};
use super::rng::Rng;

/// Steps of the table that turns linear light into sRGB; fine enough that the darkest steps stay below a quarter level.
const STEPS: usize = 16_384;

/// A picture of `w` x `h` pixels in linear light.
#[derive(Debug, Clone)]
pub(crate) struct Canvas {
    /// Width in pixels.
    pub(crate) w: usize,
    /// Height in pixels.
    pub(crate) h: usize,
    /// Rows from the top, pixels from the left.
    pub(crate) px: Vec<Rgb>,
}

impl Canvas {
    /// A sheet of one colour.
    pub(crate) fn new(w: usize, h: usize, ground: Rgb) -> Self {
        Self { w, h, px: vec![ground; w * h] }
    }

    /// A sheet whose pixels are `f(x, y)`.
    pub(crate) fn from_fn(w: usize, h: usize, mut f: impl FnMut(usize, usize) -> Rgb) -> Self {
        let mut px = Vec::with_capacity(w * h);
        for y in 0..h {
            for x in 0..w {
                px.push(f(x, y));
            }
        }
        Self { w, h, px }
    }

    /// Covers a pixel inside the sheet with `colour` by `cover` (0..1).
    pub(crate) fn cover(&mut self, x: usize, y: usize, colour: Rgb, cover: f32) {
        let px = &mut self.px[y * self.w + x];
        *px = lerp(*px, colour, cover);
    }

    /// Rewrites every pixel with `f(x, y, colour)`.
    pub(crate) fn each(&mut self, mut f: impl FnMut(usize, usize, Rgb) -> Rgb) {
        for (y, row) in self.px.chunks_exact_mut(self.w).enumerate() {
            for (x, px) in row.iter_mut().enumerate() {
                *px = f(x, y, *px);
            }
        }
    }

    /// The 8-bit sRGB picture, dithered by half a level so that soft gradients show no bands.
    pub(crate) fn finish(&self, seed: u64) -> RgbImage {
        let table: Vec<f32> = (0..=STEPS).map(|i| encode(i as f32 / STEPS as f32) * 255.0).collect();
        let rng = Rng::new(seed, 0xD17);
        let dither: Vec<f32> = (0..8191).map(|_| rng.unit()).collect();
        let mut bytes = Vec::with_capacity(self.px.len() * 3);
        for run in self.px.chunks(dither.len()) {
            for (px, noise) in run.iter().zip(&dither) {
                bytes.extend(px.map(|v| {
                    // A stray NaN passes the clamp and becomes 0 in the cast: black.
                    let step = (v.clamp(0.0, 1.0) * STEPS as f32) as usize;
                    (table[step.min(STEPS)] + noise) as u8
                }));
            }
        }
        // The buffer is exactly w * h * 3 bytes by construction; an empty picture stands in for the impossible.
        RgbImage::from_raw(self.w as u32, self.h as u32, bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::colour::hex;
    use super::*;

    #[test]
    fn colours_come_out_of_the_picture_as_they_went_in() {
        let mut canvas = Canvas::new(32, 8, hex(0x3366CC));
        canvas.cover(4, 2, hex(0xFFFFFF), 1.0);
        let picture = canvas.finish(1);
        assert_eq!(picture.dimensions(), (32, 8));
        assert_eq!(picture.get_pixel(4, 2).0, [255; 3]);
        let seen = picture.get_pixel(20, 5).0;
        assert!(seen.iter().zip([0x33, 0x66, 0xCC]).all(|(a, b)| a.abs_diff(b) <= 1), "{seen:?}");
    }
}
