//! The typefaces that are embedded in every document, parsed once.
//!
//! Libertinus Serif for everything; DejaVu Sans Mono only for what it lacks (Arabic, some currency signs). Licences lie
//! beside the files in `fonts/`. Knows no text.

use std::sync::OnceLock;

use krilla::Data;
use krilla::text::Font;

/// A typeface of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Face {
    Regular,
    Italic,
    Semibold,
    /// The last resort for single characters.
    Fallback,
}

/// A typeface ready to measure, shape and embed.
pub(crate) struct Loaded {
    pub(crate) font: Font,
    pub(crate) shaper: rustybuzz::Face<'static>,
    pub(crate) units_per_em: f32,
    /// By how much it is scaled to look as large as its neighbours.
    pub(crate) scale: f32,
}

/// All typefaces.
pub(crate) struct Faces {
    regular: Loaded,
    italic: Loaded,
    semibold: Loaded,
    fallback: Loaded,
}

static REGULAR: &[u8] = include_bytes!("../../fonts/LibertinusSerif-Regular.otf");
static ITALIC: &[u8] = include_bytes!("../../fonts/LibertinusSerif-Italic.otf");
static SEMIBOLD: &[u8] = include_bytes!("../../fonts/LibertinusSerif-Semibold.otf");
static FALLBACK: &[u8] = include_bytes!("../../fonts/DejaVuSansMono.ttf");

/// The typefaces; `None` only if a font file of the build is damaged.
pub(crate) fn faces() -> Option<&'static Faces> {
    static FACES: OnceLock<Option<Faces>> = OnceLock::new();
    FACES
        .get_or_init(|| {
            Some(Faces {
                regular: load(REGULAR, 1.0)?,
                italic: load(ITALIC, 1.0)?,
                semibold: load(SEMIBOLD, 1.0)?,
                fallback: load(FALLBACK, 0.86)?,
            })
        })
        .as_ref()
}

impl Faces {
    pub(crate) fn get(&self, face: Face) -> &Loaded {
        match face {
            Face::Regular => &self.regular,
            Face::Italic => &self.italic,
            Face::Semibold => &self.semibold,
            Face::Fallback => &self.fallback,
        }
    }
}

impl Loaded {
    /// Whether the face has a glyph of its own for the character.
    pub(crate) fn covers(&self, character: char) -> bool {
        // Every face has the printable part of ASCII, which is most of any document.
        if matches!(character, ' '..='~') {
            return true;
        }
        self.shaper.glyph_index(character).is_some_and(|glyph| glyph.0 != 0)
    }
}

fn load(file: &'static [u8], scale: f32) -> Option<Loaded> {
    let font = Font::new(Data::from(file), 0)?;
    let shaper = rustybuzz::Face::from_slice(file, 0)?;
    let units_per_em = font.units_per_em();
    Some(Loaded { font, shaper, units_per_em, scale })
}
