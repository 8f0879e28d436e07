//! The colours of a picture, by area.
//!
//! Clusters in OKLab (Björn Ottosson, 2020), where distances are those the eye sees. Deterministic: no random start.
//! Knows pixels only; what a palette is used for is others' business.

use image::RgbImage;

/// How many colours a palette has at most.
pub(super) const COLOURS_MAX: usize = 5;
/// More samples do not change the answer.
const SAMPLES_MAX: u32 = 16_384;
const ROUNDS: usize = 12;

/// Up to five colours as `#rrggbb`, the one with the largest area first; fewer where a picture has fewer.
pub(super) fn palette(image: &RgbImage) -> Vec<String> {
    let bins = bins_of(image);
    let mut centres = first_centres(&bins);
    for _ in 0..ROUNDS {
        let moved = moved_centres(&bins, &centres);
        if moved == centres {
            break;
        }
        centres = moved;
    }
    let mut colours: Vec<(u64, [u8; 3])> = Vec::with_capacity(centres.len());
    for (index, centre) in centres.iter().enumerate() {
        let mut own: Vec<&Bin> = bins.iter().filter(|bin| nearest(&centres, bin.lab) == index).collect();
        own.sort_by(|a, b| distance(a.lab, *centre).total_cmp(&distance(b.lab, *centre)));
        if let Some((area, colour)) = middle_colour(&own) {
            // Two clusters may share a colour where a picture has fewer than five.
            match colours.iter_mut().find(|(_, other)| *other == colour) {
                Some((sum, _)) => *sum += area,
                None => colours.push((area, colour)),
            }
        }
    }
    colours.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    colours.iter().map(|(_, [r, g, b])| format!("#{r:02x}{g:02x}{b:02x}")).collect()
}

/// Pixels that share the four leading bits of each channel.
#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    count: u64,
    sums: [u64; 3],
    lab: [f32; 3],
}

impl Bin {
    fn mean(&self) -> [u8; 3] {
        mean_of(self.sums, self.count)
    }
}

fn mean_of(sums: [u64; 3], count: u64) -> [u8; 3] {
    let count = count.max(1);
    sums.map(|sum| u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX))
}

fn bins_of(image: &RgbImage) -> Vec<Bin> {
    let pixels = image.width().saturating_mul(image.height());
    let step = usize::try_from(pixels.div_ceil(SAMPLES_MAX).isqrt().max(1)).unwrap_or(1);
    let mut bins = vec![Bin::default(); 4096];
    for row in image.rows().step_by(step) {
        for pixel in row.step_by(step) {
            let [r, g, b] = pixel.0;
            let index = (usize::from(r >> 4) << 8) | (usize::from(g >> 4) << 4) | usize::from(b >> 4);
            if let Some(bin) = bins.get_mut(index) {
                bin.count += 1;
                for (sum, value) in bin.sums.iter_mut().zip([r, g, b]) {
                    *sum += u64::from(value);
                }
            }
        }
    }
    bins.retain(|bin| bin.count > 0);
    for bin in &mut bins {
        bin.lab = oklab(bin.mean());
    }
    bins
}

/// The colour with the largest area, then again and again the one that is far from all chosen and not too rare.
fn first_centres(bins: &[Bin]) -> Vec<[f32; 3]> {
    let mut centres: Vec<[f32; 3]> = Vec::with_capacity(COLOURS_MAX);
    while centres.len() < COLOURS_MAX {
        let worth = |bin: &Bin| {
            let far = centres.iter().map(|centre| distance(bin.lab, *centre)).fold(f32::INFINITY, f32::min);
            let area = bin.count as f32;
            if far.is_finite() { far * area.sqrt() } else { area }
        };
        let best = bins.iter().map(|bin| (worth(bin), bin.lab)).reduce(|a, b| if b.0 > a.0 { b } else { a });
        match best {
            Some((worth, lab)) if worth > 0.0 => centres.push(lab),
            _ => break,
        }
    }
    centres
}

fn moved_centres(bins: &[Bin], centres: &[[f32; 3]]) -> Vec<[f32; 3]> {
    let mut sums = vec![([0.0_f64; 3], 0.0_f64); centres.len()];
    for bin in bins {
        if let Some((sum, weight)) = sums.get_mut(nearest(centres, bin.lab)) {
            let count = bin.count as f64;
            *weight += count;
            for (total, value) in sum.iter_mut().zip(bin.lab) {
                *total += f64::from(value) * count;
            }
        }
    }
    let moved = |(old, (sum, weight)): (&[f32; 3], &([f64; 3], f64))| {
        if *weight > 0.0 { sum.map(|total| (total / weight) as f32) } else { *old }
    };
    centres.iter().zip(&sums).map(moved).collect()
}

fn nearest(centres: &[[f32; 3]], lab: [f32; 3]) -> usize {
    let ranked = centres.iter().enumerate().map(|(index, centre)| (distance(lab, *centre), index));
    ranked.reduce(|a, b| if b.0 < a.0 { b } else { a }).map_or(0, |(_, index)| index)
}

/// The area of a cluster and the mean colour of its inner half: blended edges and stray pixels stay outside, so that
/// a flat area gives its very colour.
fn middle_colour(by_distance: &[&Bin]) -> Option<(u64, [u8; 3])> {
    let area: u64 = by_distance.iter().map(|bin| bin.count).sum();
    if area == 0 {
        return None;
    }
    let (mut sums, mut count) = ([0_u64; 3], 0_u64);
    for bin in by_distance {
        for (sum, value) in sums.iter_mut().zip(bin.sums) {
            *sum += value;
        }
        count += bin.count;
        if count * 2 >= area {
            break;
        }
    }
    Some((area, mean_of(sums, count)))
}

fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

/// OKLab from eight-bit sRGB (bottosson.github.io/posts/oklab).
fn oklab(rgb: [u8; 3]) -> [f32; 3] {
    let [r, g, b] = rgb.map(|byte| {
        let value = f32::from(byte) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn flat_areas_give_their_very_colours_by_area() {
        let image = RgbImage::from_fn(200, 100, |x, _| match x {
            0..80 => Rgb([0xf5, 0xf0, 0xe6]),
            80..130 => Rgb([0x1d, 0x3a, 0x8f]),
            130..170 => Rgb([0xd2, 0x21, 0x1c]),
            170..190 => Rgb([0xf2, 0xc9, 0x12]),
            _ => Rgb([0x11, 0x11, 0x11]),
        });
        assert_eq!(palette(&image), ["#f5f0e6", "#1d3a8f", "#d2211c", "#f2c912", "#111111"]);
    }

    #[test]
    fn a_picture_of_one_colour_has_a_palette_of_one() {
        assert_eq!(palette(&RgbImage::from_pixel(7, 9, Rgb([1, 2, 3]))), ["#010203"]);
    }

    #[test]
    fn a_small_accent_is_not_lost() {
        let image = RgbImage::from_fn(100, 100, |x, y| {
            let grey = 120 + u8::try_from((x * 7 + y * 13) % 40).unwrap();
            if x < 12 && y < 20 { Rgb([230, 20, 20]) } else { Rgb([grey, grey, grey]) }
        });
        assert!(palette(&image).contains(&"#e61414".to_owned()), "{:?}", palette(&image));
    }

    #[test]
    fn white_is_light_and_black_is_dark() {
        assert!((oklab([255, 255, 255])[0] - 1.0).abs() < 1e-3);
        assert!(oklab([0, 0, 0])[0].abs() < 1e-6);
    }
}
