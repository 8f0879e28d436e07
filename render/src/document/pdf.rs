//! Writes placed pages as a PDF that archives and screen readers accept.
//!
//! PDF/A-3a with PDF/UA-1: fonts embedded and subset, tagged, with an outline and a language. krilla checks both as it
//! writes and refuses what does not conform. Knows no document.

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind,
    TagTree,
};
use krilla::{Document, SerializeSettings};

use super::fonts::Faces;
use super::shape::{Ink, Line};
use super::sheets::{ElementId, Frame, HEIGHT_PT, Item, Meaning, ROOT, Role, Sheets, WIDTH_PT};

/// What a file says of itself.
pub(crate) struct About {
    pub(crate) title: String,
    pub(crate) author: String,
    /// BCP 47.
    pub(crate) language: &'static str,
    /// Year, month, day: the document's own date, so that the same data gives the same file.
    pub(crate) dated: (u16, u8, u8),
    /// Tells this document from all others.
    pub(crate) identity: String,
}

/// Writes the file.
pub(crate) fn write(sheets: &Sheets, about: About, faces: &Faces) -> Result<Vec<u8>, String> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut contents: Vec<Vec<Identifier>> = sheets.elements.iter().map(|_| Vec::new()).collect();
    let mut outline = Outline::new();
    let settings = PageSettings::from_wh(WIDTH_PT, HEIGHT_PT).ok_or("a page without size")?;
    for (index, page) in sheets.pages.iter().enumerate() {
        let mut sheet = document.start_page_with(settings.clone());
        let mut surface = sheet.surface();
        for item in page {
            draw(&mut surface, item, faces, &mut contents);
        }
        surface.finish();
        sheet.finish();
        for (words, baseline_pt) in headings_of(page, sheets) {
            let top = Point::from_xy(0.0, (baseline_pt - 30.0).max(0.0));
            outline.push_child(OutlineNode::new(words, XyzDestination::new(index, top)));
        }
    }
    document.set_outline(outline);
    let mut tree = TagTree::new().with_lang(Some(about.language.to_owned()));
    if let Some(root) = sheets.elements.get(ROOT) {
        for child in &root.children {
            if let Some(node) = node_of(*child, sheets, &mut contents) {
                tree.push(node);
            }
        }
    }
    document.set_tag_tree(tree);
    let (year, month, day) = about.dated;
    document.set_metadata(
        Metadata::new()
            .title(about.title)
            .authors(vec![about.author])
            .language(about.language.to_owned())
            .creator("Impasto".to_owned())
            .creation_date(
                DateTime::new(year)
                    .month(month)
                    .day(day)
                    .hour(0)
                    .minute(0)
                    .second(0)
                    .utc_offset_hour(0)
                    .utc_offset_minute(0),
            )
            .document_id(about.identity),
    );
    document.finish().map_err(|error| error.to_string())
}

fn draw(surface: &mut Surface<'_>, item: &Item, faces: &Faces, contents: &mut [Vec<Identifier>]) {
    match item {
        Item::Text { x_pt, baseline_pt, line, ink, meaning } => {
            match meaning {
                Meaning::Content(element) => {
                    let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                    if let Some(own) = contents.get_mut(*element) {
                        own.push(identifier);
                    }
                }
                Meaning::Repeated => {
                    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)));
                }
            }
            surface.set_fill(Some(fill(*ink)));
            draw_line(surface, *x_pt, *baseline_pt, line, faces);
            surface.end_tagged();
        }
        Item::Rule { x_pt, y_pt, width_pt, weight_pt, ink } => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            surface.set_fill(Some(fill(*ink)));
            if let Some(bar) = Rect::from_xywh(*x_pt, *y_pt, *width_pt, *weight_pt) {
                let mut path = PathBuilder::new();
                path.push_rect(bar);
                if let Some(path) = path.finish() {
                    surface.draw_path(&path);
                }
            }
            surface.end_tagged();
        }
        Item::Picture { at, jpeg, meaning } => {
            let image = Image::from_jpeg(jpeg.clone().into(), false);
            // What is no picture leaves its place empty; a figure without content is no figure.
            let (Ok(image), Some(size)) = (image, Size::from_wh(at.width_pt, at.height_pt)) else { return };
            start_figure(surface, *meaning, contents);
            surface.push_transform(&Transform::from_translate(at.x_pt, at.y_pt));
            surface.draw_image(image, size);
            surface.pop();
            surface.end_tagged();
        }
        Item::Squares { at, columns, dark, meaning } => {
            let Some(path) = squares(*at, *columns, dark) else { return };
            start_figure(surface, *meaning, contents);
            surface.set_fill(Some(fill(Ink::Black)));
            surface.draw_path(&path);
            surface.end_tagged();
        }
    }
}

/// Begins content that is no text.
fn start_figure(surface: &mut Surface<'_>, meaning: Meaning, contents: &mut [Vec<Identifier>]) {
    match meaning {
        Meaning::Content(element) => {
            let identifier = surface.start_tagged(ContentTag::Other);
            if let Some(own) = contents.get_mut(element) {
                own.push(identifier);
            }
        }
        Meaning::Repeated => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        }
    }
}

/// One path of all squares; neighbours in a row are one bar, so that no seam shows between them.
fn squares(at: Frame, columns: usize, dark: &[bool]) -> Option<Path> {
    let side_pt = at.width_pt / columns.max(1) as f32;
    let mut path = PathBuilder::new();
    for (row, cells) in dark.chunks(columns.max(1)).enumerate() {
        let mut column = 0;
        for run in cells.chunk_by(|one, next| one == next) {
            if run.first() == Some(&true) {
                let (x_pt, y_pt) = (at.x_pt + column as f32 * side_pt, at.y_pt + row as f32 * side_pt);
                path.push_rect(Rect::from_xywh(x_pt, y_pt, run.len() as f32 * side_pt, side_pt)?);
            }
            column += run.len();
        }
    }
    path.finish()
}

fn draw_line(surface: &mut Surface<'_>, x_pt: f32, baseline_pt: f32, line: &Line, faces: &Faces) {
    let mut x_pt = x_pt;
    for run in &line.runs {
        let font = faces.get(run.face).font.clone();
        surface.draw_glyphs(Point::from_xy(x_pt, baseline_pt), &run.glyphs, font, &run.text, run.size_pt, false);
        x_pt += run.width_pt;
    }
}

fn fill(ink: Ink) -> Fill {
    let colour = match ink {
        Ink::Black => rgb::Color::new(0x1c, 0x1b, 0x1a),
        Ink::Grey => rgb::Color::new(0x66, 0x62, 0x5c),
        Ink::Hairline => rgb::Color::new(0xd3, 0xce, 0xc5),
        Ink::Accent => rgb::Color::new(0x9c, 0x4a, 0x2f),
    };
    Fill { paint: colour.into(), opacity: NormalizedF32::ONE, rule: Default::default() }
}

/// The headings that begin on a page, with their baselines.
fn headings_of(page: &[Item], sheets: &Sheets) -> Vec<(String, f32)> {
    let mut seen: Vec<ElementId> = Vec::new();
    let mut headings = Vec::new();
    for item in page {
        let Item::Text { baseline_pt, meaning: Meaning::Content(id), .. } = item else {
            continue;
        };
        if let Some(Role::Heading(_, words)) = sheets.elements.get(*id).map(|element| &element.role)
            && !seen.contains(id)
        {
            seen.push(*id);
            headings.push((words.clone(), *baseline_pt));
        }
    }
    headings
}

/// An element with all below it; `None` for one without content, which a tree must not have.
fn node_of(id: ElementId, sheets: &Sheets, contents: &mut [Vec<Identifier>]) -> Option<Node> {
    let element = sheets.elements.get(id)?;
    let mut group = TagGroup::new(kind_of(&element.role)?);
    for content in contents.get_mut(id).map(std::mem::take).unwrap_or_default() {
        group.push(content);
    }
    for child in &element.children {
        if let Some(node) = node_of(*child, sheets, contents) {
            group.push(node);
        }
    }
    (!group.children.is_empty()).then(|| group.into())
}

fn kind_of(role: &Role) -> Option<TagKind> {
    Some(match role {
        Role::Root => return None,
        Role::Heading(level, words) => Tag::Hn(NonZeroU16::new(*level)?, Some(words.clone())).into(),
        Role::Paragraph => Tag::P.into(),
        Role::Figure(alt, at) => {
            let place = Rect::from_xywh(at.x_pt, at.y_pt, at.width_pt, at.height_pt);
            Tag::Figure(Some(alt.clone())).with_bbox(place.map(|rect| BBox { page_idx: 0, rect })).into()
        }
        Role::Table => Tag::Table.into(),
        Role::TableHead => Tag::THead.into(),
        Role::TableBody => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
    })
}
