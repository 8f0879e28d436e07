//! From a string to glyphs in their places, for one line.
//!
//! Knows the faces and what an archival file forbids: a character without a glyph, a control character, a private-use
//! one. Those are replaced before shaping, so that no name can keep a document from being written. Knows no page.

use std::collections::HashMap;

use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Feature, Script, ShapePlan, UnicodeBuffer};

use super::fonts::{Face, Faces};

/// Stands, visibly, for a character that no face has.
const SUBSTITUTE: char = '\u{fffd}';

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub(crate) face: Face,
    pub(crate) size_pt: f32,
    pub(crate) ink: Ink,
    /// Lower case as small capitals, letters apart: for labels.
    pub(crate) small_caps: bool,
}

/// The colours of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Black,
    /// Secondary text: 5.9 : 1 on white (WCAG asks for 4.5).
    Grey,
    Hairline,
    Accent,
}

/// A line of glyphs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) runs: Vec<Run>,
    pub(crate) width_pt: f32,
}

/// Glyphs of one face.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) face: Face,
    pub(crate) size_pt: f32,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    pub(crate) width_pt: f32,
}

/// Shapes text; remembers the plans that it made and the words that it measured.
pub(crate) struct Shaper {
    faces: &'static Faces,
    plans: Vec<(PlanKey, ShapePlan)>,
    /// Widths at a size of one point, by face and small capitals.
    widths: HashMap<(Face, bool), HashMap<String, f32>>,
}

#[derive(Clone, Copy, PartialEq)]
struct PlanKey {
    face: Face,
    direction: Direction,
    script: Script,
    small_caps: bool,
}

/// Letterspacing of small capitals, in em.
const TRACKING_EM: f32 = 0.07;

impl Style {
    pub(crate) const fn new(face: Face, size_pt: f32, ink: Ink) -> Self {
        Self { face, size_pt, ink, small_caps: false }
    }
}

impl Shaper {
    pub(crate) fn new(faces: &'static Faces) -> Self {
        Self { faces, plans: Vec::new(), widths: HashMap::new() }
    }

    /// Shapes one line.
    pub(crate) fn line(&mut self, text: &str, style: Style) -> Line {
        let mut line = Line::default();
        for (face, text) in self.runs_of(text, style.face) {
            if let Some(run) = self.run(text, face, style) {
                line.width_pt += run.width_pt;
                line.runs.push(run);
            }
        }
        line
    }

    /// The width of a text in points.
    pub(crate) fn width_pt(&mut self, text: &str, style: Style) -> f32 {
        let key = (style.face, style.small_caps);
        if let Some(width) = self.widths.get(&key).and_then(|known| known.get(text)) {
            return width * style.size_pt;
        }
        let one = Style { size_pt: 1.0, ..style };
        let width = self.line(text, one).width_pt;
        self.widths.entry(key).or_default().insert(text.to_owned(), width);
        width * style.size_pt
    }

    /// Splits a text by the face that has its characters.
    fn runs_of(&self, text: &str, preferred: Face) -> Vec<(Face, String)> {
        let mut runs: Vec<(Face, String)> = Vec::new();
        for character in text.chars().filter_map(presentable) {
            let own = if self.faces.get(preferred).covers(character) {
                Some(preferred)
            } else {
                self.faces.get(Face::Fallback).covers(character).then_some(Face::Fallback)
            };
            let (own, character) = own.map_or((preferred, SUBSTITUTE), |face| (face, character));
            match runs.last_mut() {
                // Accents and spaces stay with their word.
                Some((face, run))
                    if *face == own || (is_attached(character) && self.faces.get(*face).covers(character)) =>
                {
                    run.push(character);
                }
                _ => runs.push((own, character.to_string())),
            }
        }
        runs
    }

    fn run(&mut self, text: String, face: Face, style: Style) -> Option<Run> {
        let loaded = self.faces.get(face);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.guess_segment_properties();
        let direction = match buffer.direction() {
            Direction::RightToLeft => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        };
        buffer.set_direction(direction);
        let key = PlanKey { face, direction, script: buffer.script(), small_caps: style.small_caps };
        let at = self.plan(key);
        let (_, plan) = self.plans.get(at)?;
        let shaped = rustybuzz::shape_with_plan(&loaded.shaper, plan, buffer);

        let infos = shaped.glyph_infos();
        let positions = shaped.glyph_positions();
        let substitute = loaded.shaper.glyph_index(SUBSTITUTE).map_or(0, |glyph| u32::from(glyph.0));
        let tracking = if style.small_caps { TRACKING_EM } else { 0.0 };
        let em = |units: i32| units as f32 / loaded.units_per_em;
        let mut clusters: Vec<usize> = infos.iter().map(|info| usize::try_from(info.cluster).unwrap_or(0)).collect();
        clusters.sort_unstable();
        clusters.dedup();
        let mut glyphs = Vec::with_capacity(infos.len());
        for (info, position) in infos.iter().zip(positions) {
            let start = usize::try_from(info.cluster).unwrap_or(0);
            let next = clusters.partition_point(|cluster| *cluster <= start);
            let end = clusters.get(next).copied().unwrap_or(text.len());
            // Should a shaping rule lead nowhere in spite of the coverage: better a visible mark than no document.
            let glyph = if info.glyph_id == 0 { substitute } else { info.glyph_id };
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(glyph),
                em(position.x_advance) + tracking,
                em(position.x_offset),
                em(position.y_offset),
                0.0,
                start..end,
                None,
            ));
        }
        let size_pt = style.size_pt * loaded.scale;
        let width_pt = glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>() * size_pt;
        (!glyphs.is_empty()).then_some(Run { face, size_pt, text, glyphs, width_pt })
    }

    fn plan(&mut self, key: PlanKey) -> usize {
        if let Some(at) = self.plans.iter().position(|(known, _)| *known == key) {
            return at;
        }
        // Lining figures of one width everywhere: columns of amounts stand under each other, dates look the same.
        let mut features = vec![feature(b"lnum"), feature(b"tnum")];
        if key.small_caps {
            features.push(feature(b"smcp"));
        }
        let face = &self.faces.get(key.face).shaper;
        let plan = ShapePlan::new(face, key.direction, Some(key.script), None, &features);
        self.plans.push((key, plan));
        self.plans.len() - 1
    }
}

fn feature(tag: &[u8; 4]) -> Feature {
    Feature::new(Tag::from_bytes(tag), 1, ..)
}

/// What of a character may stand in a document: itself, a plain space, the substitute, or nothing.
fn presentable(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        _ if character.is_control() || is_ignorable(character) => None,
        // Private use (forbidden at conformance level A) and noncharacters.
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fdd0}'..='\u{fdef}' => Some(SUBSTITUTE),
        _ if u32::from(character) & 0xfffe == 0xfffe => Some(SUBSTITUTE),
        _ => Some(character),
    }
}

/// `Default_Ignorable_Code_Point` of Unicode: invisible by definition, and without a glyph to embed.
const fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Characters that belong to the one before: combining marks, and the space between words of one face.
const fn is_attached(character: char) -> bool {
    matches!(character,
        ' ' | '\u{a0}' | '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::super::fonts::faces;
    use super::*;

    const STYLE: Style = Style::new(Face::Regular, 10.0, Ink::Black);

    fn shown(text: &str) -> String {
        Shaper::new(faces().unwrap()).line(text, STYLE).runs.iter().map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn european_names_and_currencies_need_no_substitute() {
        for text in
            ["Zoë Łukasiewicz-Åström", "Ξενοφών Παπαδόπουλος", "Юлия Щербакова", "€ £ Kč zł ₺ ₽ ₴ ¥", "Nguyễn Thị Ánh"]
        {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn what_no_face_has_is_shown_as_a_mark() {
        assert_eq!(shown("村上 隆"), "\u{fffd}\u{fffd} \u{fffd}");
        assert_eq!(shown("a\u{e000}b\u{10ffff}"), "a\u{fffd}b\u{fffd}");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        assert_eq!(shown("a\u{200b}b\u{0}c\u{ad}d\nE"), "abcd E");
        assert_eq!(shown("\u{202e}\u{feff}"), "");
    }

    #[test]
    fn no_glyph_is_missing_whatever_the_text() {
        let mut shaper = Shaper::new(faces().unwrap());
        for face in [Face::Regular, Face::Italic, Face::Semibold, Face::Fallback] {
            // The whole of Unicode in one face; in the others what they could have.
            let end = if face == Face::Regular { 0x0011_0000 } else { 0x3000 };
            for block in (0_u32..end).step_by(64) {
                let text: String = (block..block + 64).filter_map(char::from_u32).collect();
                for run in shaper.line(&text, Style { face, ..STYLE }).runs {
                    let missing = run.glyphs.iter().any(|glyph| glyph.glyph_id.to_u32() == 0);
                    assert!(!missing, "U+{block:04X}");
                }
            }
        }
    }

    #[test]
    fn figures_have_one_width() {
        let mut shaper = Shaper::new(faces().unwrap());
        for face in [Face::Regular, Face::Italic, Face::Semibold] {
            let style = Style { face, ..STYLE };
            let one = shaper.width_pt("1111", style);
            assert!((one - shaper.width_pt("8080", style)).abs() < 1e-3);
        }
    }

    #[test]
    fn an_accent_stays_with_its_letter() {
        let line = Shaper::new(faces().unwrap()).line("Zoe\u{308}", STYLE);
        assert_eq!(line.runs.len(), 1);
        assert_eq!(line.runs[0].glyphs.len(), 3);
    }

    #[test]
    fn arabic_is_set_from_the_right() {
        let line = Shaper::new(faces().unwrap()).line("محمد علي", STYLE);
        assert_eq!(line.runs.len(), 1);
        let clusters: Vec<usize> = line.runs[0].glyphs.iter().map(|glyph| glyph.text_range.start).collect();
        assert!(clusters.is_sorted_by(|a, b| a >= b), "{clusters:?}");
    }
}
