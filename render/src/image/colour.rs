//! Everything becomes sRGB.
//!
//! Knows ICC profiles and inks, not where the samples come from.

use std::panic::{AssertUnwindSafe, catch_unwind};

use moxcms::{ColorProfile, DataColorSpace, Layout, RenderingIntent, TransformOptions};

use super::opaque::Channels;

/// What became of the upload's colour profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// There was none: the samples were taken for sRGB (inks for plain process inks).
    Absent,
    /// It describes sRGB; the samples are as they were.
    Srgb,
    /// The colours were converted to sRGB.
    Converted,
    /// It is broken or fits another kind of image: the samples were taken for sRGB, and colours may be off.
    Ignored,
}

/// Turns samples into sRGB with three channels.
pub(super) fn to_srgb(samples: Vec<u8>, channels: Channels, profile: Option<&[u8]>) -> (Vec<u8>, Profile) {
    let (samples, channels) = inks_in_plain_order(samples, channels);
    let Some(profile) = profile.filter(|bytes| !bytes.is_empty()) else {
        return (without_profile(samples, channels), Profile::Absent);
    };
    // A crafted profile may make the colour engine panic; that is no reason to lose the picture.
    let converted = catch_unwind(AssertUnwindSafe(|| convert(&samples, channels, profile))).ok().flatten();
    match converted {
        Some(Conversion::Done(rgb)) => (rgb, Profile::Converted),
        Some(Conversion::NotNeeded) => (without_profile(samples, channels), Profile::Srgb),
        None => (without_profile(samples, channels), Profile::Ignored),
    }
}

enum Conversion {
    Done(Vec<u8>),
    NotNeeded,
}

fn convert(samples: &[u8], channels: Channels, profile: &[u8]) -> Option<Conversion> {
    let source = ColorProfile::new_from_slice(profile).ok()?;
    let layout = match (channels, source.color_space) {
        (Channels::Grey, DataColorSpace::Gray) => Layout::Gray,
        (Channels::Rgb, DataColorSpace::Rgb) => Layout::Rgb,
        (Channels::Cmyk, DataColorSpace::Cmyk) => Layout::Rgba,
        _ => return None,
    };
    let target = ColorProfile::new_srgb();
    let options = TransformOptions { rendering_intent: RenderingIntent::RelativeColorimetric, ..Default::default() };
    let transform = source.create_transform_8bit(layout, &target, Layout::Rgb, options).ok()?;
    if channels == Channels::Rgb {
        let probe = probe_colours();
        let mut seen = vec![0; probe.len()];
        transform.transform(&probe, &mut seen).ok()?;
        if probe.iter().zip(&seen).all(|(before, after)| before.abs_diff(*after) <= 1) {
            return Some(Conversion::NotNeeded);
        }
    }
    let mut rgb = vec![0; samples.len() / channels.count() * 3];
    transform.transform(samples, &mut rgb).ok()?;
    Some(Conversion::Done(rgb))
}

/// A coarse grid over the cube of colours: a profile that leaves these alone is sRGB under whatever name.
fn probe_colours() -> Vec<u8> {
    const STEPS: [u8; 6] = [0, 51, 102, 153, 204, 255];
    let mut colours = Vec::with_capacity(STEPS.len().pow(3) * 3);
    for red in STEPS {
        for green in STEPS {
            for blue in STEPS {
                colours.extend([red, green, blue]);
            }
        }
    }
    colours
}

fn inks_in_plain_order(mut samples: Vec<u8>, channels: Channels) -> (Vec<u8>, Channels) {
    match channels {
        Channels::Grey | Channels::Rgb | Channels::Cmyk => (samples, channels),
        Channels::InvertedCmyk => {
            samples.iter_mut().for_each(|ink| *ink = 255 - *ink);
            (samples, Channels::Cmyk)
        }
        Channels::InvertedYcck => {
            for pixel in samples.chunks_exact_mut(4) {
                if let [y, cb, cr, k] = pixel {
                    // The RGB that the YCC part codes is the complement of the stored, inverted inks: so it is the inks.
                    [*y, *cb, *cr] = rgb_of_ycc(*y, *cb, *cr);
                    *k = 255 - *k;
                }
            }
            (samples, Channels::Cmyk)
        }
    }
}

/// ITU-T T.871 (JFIF), section 7.
fn rgb_of_ycc(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
    [byte(1.402_f32.mul_add(cr, y)), byte(y - 0.344_136 * cb - 0.714_136 * cr), byte(1.772_f32.mul_add(cb, y))]
}

fn without_profile(samples: Vec<u8>, channels: Channels) -> Vec<u8> {
    match channels {
        Channels::Grey => samples.iter().flat_map(|grey| [*grey; 3]).collect(),
        Channels::Rgb => samples,
        // Ideal inks: each lets through what it does not absorb.
        _ => samples
            .chunks_exact(4)
            .flat_map(|pixel| match pixel {
                [c, m, y, k] => [c, m, y].map(|ink| through(*ink, *k)),
                _ => [255; 3],
            })
            .collect(),
    }
}

fn through(ink: u8, black: u8) -> u8 {
    let light = (255 - u32::from(ink)) * (255 - u32::from(black));
    u8::try_from((light + 127) / 255).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_profile_inks_are_ideal() {
        let paper_cyan_black = vec![0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255];
        let (rgb, profile) = to_srgb(paper_cyan_black, Channels::Cmyk, None);
        assert_eq!(profile, Profile::Absent);
        assert_eq!(rgb, [255, 255, 255, 0, 255, 255, 0, 0, 0]);
    }

    #[test]
    fn stored_inks_of_adobe_are_inverted() {
        let (rgb, _) = to_srgb(vec![255, 255, 255, 255, 0, 255, 255, 255], Channels::InvertedCmyk, None);
        assert_eq!(rgb, [255, 255, 255, 0, 255, 255]);
    }

    #[test]
    fn adobe_rgb_is_converted() {
        let profile = ColorProfile::new_adobe_rgb().encode().unwrap();
        let (rgb, outcome) = to_srgb(vec![0, 255, 0, 128, 128, 128, 200, 100, 50], Channels::Rgb, Some(&profile));
        assert_eq!(outcome, Profile::Converted);
        // By hand, from the matrices and curves of Adobe RGB (1998) and IEC 61966-2-1; the green lies outside sRGB.
        for (seen, due) in rgb.iter().zip([0_u8, 255, 0, 129, 129, 129, 227, 100, 42]) {
            assert!(seen.abs_diff(due) <= 1, "{rgb:?}");
        }
    }

    #[test]
    fn srgb_is_left_alone() {
        let profile = ColorProfile::new_srgb().encode().unwrap();
        let (rgb, outcome) = to_srgb(vec![1, 2, 3, 250, 128, 7], Channels::Rgb, Some(&profile));
        assert_eq!((outcome, rgb), (Profile::Srgb, vec![1, 2, 3, 250, 128, 7]));
    }

    #[test]
    fn a_grey_profile_is_converted() {
        let profile = ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
        let (rgb, outcome) = to_srgb(vec![128], Channels::Grey, Some(&profile));
        assert_eq!(outcome, Profile::Converted);
        // Half the light is 188 in sRGB.
        assert!(rgb.iter().all(|v| v.abs_diff(188) <= 1), "{rgb:?}");
    }

    /// A press on which cyan prints as a middle grey, so that no rule of thumb gives the right answer: the smallest
    /// `prtr` profile with a lookup table (ICC.1:2001-04, 6.5.7) from CMYK to Lab, two points a side.
    fn odd_press() -> Vec<u8> {
        let mut table = b"mft1\0\0\0\0\x04\x03\x02\0".to_vec();
        for entry in 0..9_u32 {
            let one = if entry % 4 == 0 { 0x0001_0000_u32 } else { 0 };
            table.extend(one.to_be_bytes());
        }
        let straight: Vec<u8> = (0..=255).collect();
        table.extend(straight.repeat(4));
        for corner in 0..16_u8 {
            let (cyan, black) = (corner & 8 != 0, corner & 1 != 0);
            let lightness = if black {
                0
            } else if cyan {
                128
            } else {
                255
            };
            table.extend([lightness, 128, 128]);
        }
        table.extend(straight.repeat(3));

        let mut profile = vec![0; 128];
        profile[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
        profile[12..24].copy_from_slice(b"prtrCMYKLab ");
        profile[36..40].copy_from_slice(b"acsp");
        for (at, value) in [(68, 0xf6d6_u32), (72, 0x0001_0000), (76, 0xd32d)] {
            profile[at..at + 4].copy_from_slice(&value.to_be_bytes());
        }
        profile.extend(2_u32.to_be_bytes());
        let (offset, length) = (128 + 4 + 2 * 12, u32::try_from(table.len()).unwrap());
        for tag in [b"A2B0", b"A2B1"] {
            profile.extend(tag);
            profile.extend(u32::to_be_bytes(offset));
            profile.extend(length.to_be_bytes());
        }
        profile.extend(table);
        let size = u32::try_from(profile.len()).unwrap();
        profile[0..4].copy_from_slice(&size.to_be_bytes());
        profile
    }

    #[test]
    fn inks_follow_their_profile() {
        let inks = vec![0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255];
        let (rgb, outcome) = to_srgb(inks, Channels::Cmyk, Some(&odd_press()));
        assert_eq!(outcome, Profile::Converted);
        // L* of 128/255 × 100 is a grey of 119 in sRGB.
        for (seen, due) in rgb.iter().zip([255_u8, 255, 255, 119, 119, 119, 0, 0, 0]) {
            assert!(seen.abs_diff(due) <= 2, "{rgb:?}");
        }
    }

    #[test]
    fn a_broken_or_foreign_profile_is_ignored_and_said_so() {
        let adobe = ColorProfile::new_adobe_rgb().encode().unwrap();
        assert_eq!(to_srgb(vec![9], Channels::Grey, Some(&adobe)), (vec![9, 9, 9], Profile::Ignored));
        for cut in [1, 64, 128, 200, adobe.len() / 2] {
            let (rgb, outcome) = to_srgb(vec![10, 20, 30], Channels::Rgb, Some(&adobe[..cut]));
            assert_eq!((rgb, outcome), (vec![10, 20, 30], Profile::Ignored), "cut at {cut}");
        }
    }
}
