//! What every style owes its caller.

use super::*;

fn small(style: Style, seed: u64, width_px: u32, height_px: u32) -> RgbImage {
    paint(&PaintSpec { style, seed, width_px, height_px })
}

/// Mean over all channels of the difference of two pictures of one size, in levels.
fn distance(a: &RgbImage, b: &RgbImage) -> f64 {
    let sum: u64 = a.as_raw().iter().zip(b.as_raw()).map(|(x, y)| u64::from(x.abs_diff(*y))).sum();
    sum as f64 / a.as_raw().len() as f64
}

/// Deviation of all channel values from their mean, in levels.
fn contrast(picture: &RgbImage) -> f64 {
    let n = picture.as_raw().len() as f64;
    let mean = picture.as_raw().iter().map(|&v| f64::from(v)).sum::<f64>() / n;
    (picture.as_raw().iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>() / n).sqrt()
}

#[test]
fn every_motif_paints_the_size_asked_for_in_every_shape() {
    for style in Style::ALL {
        for motif in 0..style.motifs() as u64 {
            for (w, h) in [(120, 160), (200, 60), (40, 180)] {
                let picture = small(style, 470 + motif, w, h);
                assert_eq!(picture.dimensions(), (w, h), "{style:?} {motif}");
                assert!(contrast(&picture) > 4.0, "{style:?} {motif} at {w} x {h} is empty");
            }
        }
    }
}

#[test]
fn the_same_order_gives_the_same_picture() {
    for style in Style::ALL {
        assert_eq!(small(style, 123, 150, 200), small(style, 123, 150, 200), "{style:?}");
    }
}

#[test]
fn motifs_palettes_and_seeds_give_different_pictures() {
    for style in Style::ALL {
        let first = small(style, 200, 150, 200);
        for (seed, what) in [(201, "motif"), (210, "palette"), (300, "hand")] {
            let far = distance(&first, &small(style, seed, 150, 200));
            assert!(far > 1.5, "{style:?}: another {what} moved the picture by {far} levels only");
        }
    }
}

#[test]
fn a_picture_is_the_same_composition_at_twice_the_size() {
    // Hairs and grain fall differently; what is compared is the picture seen from afar.
    for style in Style::ALL {
        let far_off = |w, h| {
            let picture = small(style, 200, w, h);
            image::imageops::resize(&picture, 12, 16, image::imageops::FilterType::Triangle)
        };
        let (small, large) = (far_off(300, 400), far_off(600, 800));
        let (apart, within) = (distance(&small, &large), contrast(&large));
        assert!(apart < 0.6 * within, "{style:?}: {apart} levels apart, {within} within");
    }
}

#[test]
fn orders_below_the_smallest_side_are_raised_to_it() {
    for style in Style::ALL {
        assert_eq!(small(style, 7, 0, 3).dimensions(), (MIN_SIDE_PX, MIN_SIDE_PX), "{style:?}");
    }
}

#[test]
fn names_find_their_styles_and_nothing_else_does() {
    for style in Style::ALL {
        assert_eq!(Style::from_name(style.name()), Some(style));
    }
    assert_eq!(Style::from_name("oil"), None);
}
