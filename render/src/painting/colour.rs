//! Colours as the painter mixes them: linear light for covering, OKLab for harmony.
//! Knows nothing of pixels or shapes.

/// Red, green and blue in linear light, 0..1 for what a screen can show; brighter is allowed until the end.
pub(crate) type Rgb = [f32; 3];

/// A colour from its sRGB hexadecimal notation, `0xRRGGBB`.
pub(crate) fn hex(rgb: u32) -> Rgb {
    let channel = |shift: u32| decode(((rgb >> shift) & 255) as f32 / 255.0);
    [channel(16), channel(8), channel(0)]
}

/// Several colours at once.
pub(crate) fn palette(colours: &[u32]) -> Vec<Rgb> {
    colours.iter().map(|&c| hex(c)).collect()
}

/// sRGB to linear light (IEC 61966-2-1).
pub(crate) fn decode(v: f32) -> f32 {
    if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
}

/// Linear light to sRGB (IEC 61966-2-1).
pub(crate) fn encode(v: f32) -> f32 {
    if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 }
}

/// Mixes in linear light: what an edge that covers a pixel by `t` does.
pub(crate) fn lerp(a: Rgb, b: Rgb, t: f32) -> Rgb {
    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]
}

/// Every channel times `k`.
pub(crate) fn scale(a: Rgb, k: f32) -> Rgb {
    [a[0] * k, a[1] * k, a[2] * k]
}

/// Light that went through both: what a glaze over a ground does.
pub(crate) fn multiply(a: Rgb, b: Rgb) -> Rgb {
    [a[0] * b[0], a[1] * b[1], a[2] * b[2]]
}

/// Mixes along a straight line in OKLab (Ottosson 2020), where halfway looks halfway.
pub(crate) fn mix(a: Rgb, b: Rgb, t: f32) -> Rgb {
    from_oklab(lerp(to_oklab(a), to_oklab(b), t))
}

/// The colour with OKLab lightness moved by `light`, chroma times `chroma` and hue turned by `turn` radians.
pub(crate) fn shift(c: Rgb, light: f32, chroma: f32, turn: f32) -> Rgb {
    let [l, a, b] = to_oklab(c);
    let (sin, cos) = turn.sin_cos();
    let turned = [(l + light).clamp(0.0, 1.2), (a * cos - b * sin) * chroma, (a * sin + b * cos) * chroma];
    from_oklab(turned).map(|v| v.max(0.0))
}

/// A gradient through `stops` (position 0..1 ascending, colour), sampled at `t`, mixed in OKLab.
pub(crate) fn ramp(stops: &[(f32, Rgb)], t: f32) -> Rgb {
    let mut before = stops[0];
    for &stop in stops {
        if t < stop.0 {
            let span = (stop.0 - before.0).max(1e-6);
            return mix(before.1, stop.1, ((t - before.0) / span).clamp(0.0, 1.0));
        }
        before = stop;
    }
    before.1
}

/// Relative luminance of a linear colour (Rec. 709).
pub(crate) fn luminance(c: Rgb) -> f32 {
    0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]
}

fn to_oklab(c: Rgb) -> [f32; 3] {
    let l = (0.412_221_46 * c[0] + 0.536_332_55 * c[1] + 0.051_445_995 * c[2]).cbrt();
    let m = (0.211_903_5 * c[0] + 0.680_699_5 * c[1] + 0.107_396_96 * c[2]).cbrt();
    let s = (0.088_302_46 * c[0] + 0.281_718_85 * c[1] + 0.629_978_7 * c[2]).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

fn from_oklab(c: [f32; 3]) -> Rgb {
    let l = c[0] + 0.396_337_78 * c[1] + 0.215_803_76 * c[2];
    let m = c[0] - 0.105_561_346 * c[1] - 0.063_854_17 * c[2];
    let s = c[0] - 0.089_484_18 * c[1] - 1.291_485_5 * c[2];
    let (l, m, s) = (l * l * l, m * m * m, s * s * s);
    [
        4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
        -1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s,
        -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hexadecimal_colour_survives_the_way_to_oklab_and_back() {
        for rgb in [0x1E3A5F, 0xC2452D, 0xF4EFE6, 0x0B0B0B] {
            let c = hex(rgb);
            let back = from_oklab(to_oklab(c));
            assert!(c.iter().zip(back).all(|(a, b)| (a - b).abs() < 1e-3), "{rgb:06x} {c:?} {back:?}");
        }
    }

    #[test]
    fn a_ramp_starts_and_ends_at_its_stops() {
        let stops = [(0.0, hex(0x102030)), (1.0, hex(0xF0E0D0))];
        let near = |a: Rgb, b: Rgb| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-3);
        assert!(near(ramp(&stops, -1.0), stops[0].1));
        assert!(near(ramp(&stops, 2.0), stops[1].1));
    }
}
