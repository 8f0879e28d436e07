//! The light a landscape stands in: hour and weather as a handful of colours.
//! Knows colours alone.

use super::super::colour::{Rgb, hex};

/// An hour's colours. Written as `0xRRGGBB`, painted with as linear colours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mood<C> {
    /// Sky overhead.
    pub(super) high: C,
    /// Sky at the horizon.
    pub(super) low: C,
    /// Clouds where the light falls.
    pub(super) cloud: C,
    /// Clouds from below.
    pub(super) cloud_shade: C,
    /// Sun, moon and what they gild.
    pub(super) glow: C,
    /// Far hills.
    pub(super) far: C,
    /// What shadows lean to.
    pub(super) shade: C,
    /// What the light multiplies local colours with.
    pub(super) light: C,
    /// The toned ground that shows between the dabs.
    pub(super) ground: C,
}

impl Mood<u32> {
    /// The colours ready to paint with.
    pub(super) fn mixed(self) -> Mood<Rgb> {
        Mood {
            high: hex(self.high),
            low: hex(self.low),
            cloud: hex(self.cloud),
            cloud_shade: hex(self.cloud_shade),
            glow: hex(self.glow),
            far: hex(self.far),
            shade: hex(self.shade),
            light: hex(self.light),
            ground: hex(self.ground),
        }
    }
}

/// Noon, evening, overcast, dawn, night: the tens digit of a seed chooses.
pub(super) const MOODS: [Mood<u32>; 5] = [
    Mood {
        high: 0x2B6CB0,
        low: 0xA8D3DF,
        cloud: 0xFBF3E3,
        cloud_shade: 0x9FB2C9,
        glow: 0xFFE08A,
        far: 0x6E8FB5,
        shade: 0x27346B,
        light: 0xFFF8E4,
        ground: 0xB9793F,
    },
    Mood {
        high: 0x4B5C99,
        low: 0xF7B267,
        cloud: 0xFCD8A8,
        cloud_shade: 0xB5718C,
        glow: 0xFFD166,
        far: 0x7A5C8E,
        shade: 0x3A2358,
        light: 0xFFDDAE,
        ground: 0x9C4A2F,
    },
    Mood {
        high: 0x7F97A8,
        low: 0xD9DACB,
        cloud: 0xEEEBDD,
        cloud_shade: 0x8E9CA6,
        glow: 0xF2E3B6,
        far: 0x7E919A,
        shade: 0x2C3E48,
        light: 0xEDF0EA,
        ground: 0x8A7A63,
    },
    Mood {
        high: 0x7FA6CF,
        low: 0xFBD3C6,
        cloud: 0xFFF0E4,
        cloud_shade: 0xC7A3BF,
        glow: 0xFFC9A3,
        far: 0x9A93BD,
        shade: 0x3E3A72,
        light: 0xFFEBDD,
        ground: 0xC08A72,
    },
    Mood {
        high: 0x0E1B4A,
        low: 0x3E6BA8,
        cloud: 0x6F93CC,
        cloud_shade: 0x2B4388,
        glow: 0xFFE69A,
        far: 0x22336E,
        shade: 0x0B1233,
        light: 0xA9BCE6,
        ground: 0x2A2440,
    },
];
