//! Certificates of authenticity: one page with the picture, the facts, and the way to check them.
//!
//! Knows no keys and no storage: the signature, the address and the picture are given to it.

mod words;

#[cfg(test)]
mod tests;

use chrono::Datelike;
use impasto_domain::certificate::CertificateData;
use qrcode::types::{Color, QrError};
use qrcode::{EcLevel, QrCode};

use self::words::Words;
use crate::document::fonts::{Face, Faces, faces};
use crate::document::shape::{Ink, Line, Shaper, Style};
use crate::document::sheets::{ElementId, Frame, HEIGHT_PT, Item, Meaning, ROOT, Role, Sheets};
use crate::document::type_area::{BODY, CONTENT_PT, LABEL, LEFT_PT, RIGHT_PT};
use crate::document::wrap::{shortened, wrap};
use crate::document::{Language, format_date, pdf};

/// What proves a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Where the certificate is verified, as people enter it.
    pub address: String,
    /// The same with the beginning of the signature, for the code.
    pub code_address: String,
    /// How the signature begins.
    pub signature_start: String,
}

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// A typeface of the build is damaged.
    #[error("a typeface cannot be read")]
    Typefaces,
    /// The address is too long for a code.
    #[error("the address does not fit into a code: {0}")]
    Code(#[from] QrError),
    /// The file would not conform to PDF/A-3a and PDF/UA-1; a fault of the layout, not of the data.
    #[error("the document could not be written: {0}")]
    Writing(String),
}

/// Where the values of facts begin.
const VALUE_PT: f32 = LEFT_PT + 118.0;
/// The upper edge of the picture.
const PICTURE_TOP_PT: f32 = 138.0;
const PICTURE_HEIGHT_PT: f32 = 268.0;
/// Where the facts end at the latest.
const FACTS_BOTTOM_PT: f32 = 618.0;
const SIGNING_PT: f32 = 656.0;
const CODE_PT: f32 = 96.0;
const CODE_TOP_PT: f32 = HEIGHT_PT - 60.0 - CODE_PT;
/// Light cells around a code, as readers need them: the page itself is light, but nothing may stand there.
const QUIET_PT: f32 = 18.0;
const LEADING_PT: f32 = 15.0;
const TITLE_LEADING_PT: f32 = 26.0;

const HEADING: Style = Style::new(Face::Regular, 25.0, Ink::Black);
const STATEMENT: Style = Style::new(Face::Italic, 11.5, Ink::Grey);
const TITLE: Style = Style::new(Face::Italic, 21.0, Ink::Black);
const ARTIST: Style = Style::new(Face::Regular, 13.0, Ink::Black);
const SMALL: Style = Style::new(Face::Regular, 8.8, Ink::Grey);

/// Renders a certificate as PDF/A-3a and PDF/UA-1. The same data, proof and picture give the same bytes. Without a
/// picture (a JPEG) the page has none. Takes some milliseconds: not for a thread that serves sockets.
///
/// # Errors
/// [`CertificateError`].
pub fn render_certificate(
    data: &CertificateData,
    proof: &Proof,
    picture: Option<Vec<u8>>,
) -> Result<Vec<u8>, CertificateError> {
    let faces = faces().ok_or(CertificateError::Typefaces)?;
    let language = Language::of_locale(&data.locale);
    let sheets = set(data, proof, picture, faces)?;
    let part = |value: u32| u8::try_from(value).unwrap_or(1);
    let about = pdf::About {
        title: format!("{} {}", Words::of(language).certificate, data.number),
        author: data.seller.clone(),
        language: language.tag(),
        dated: (u16::try_from(data.sold_on.year()).unwrap_or(0), part(data.sold_on.month()), part(data.sold_on.day())),
        identity: format!("certificate/{}", data.id),
    };
    pdf::write(&sheets, about, faces).map_err(CertificateError::Writing)
}

/// A page being set.
struct Page {
    shaper: Shaper,
    sheets: Sheets,
    words: &'static Words,
    language: Language,
}

fn set(
    data: &CertificateData,
    proof: &Proof,
    picture: Option<Vec<u8>>,
    faces: &'static Faces,
) -> Result<Sheets, CertificateError> {
    let language = Language::of_locale(&data.locale);
    let mut page = Page { shaper: Shaper::new(faces), sheets: Sheets::new(), words: Words::of(language), language };
    page.head(data);
    let title = page.lines(&data.title, TITLE, CONTENT_PT, 3);
    let facts: Vec<(&'static str, Vec<Line>)> = page
        .facts(data)
        .into_iter()
        .map(|(label, value)| (label, page.lines(&value, BODY, RIGHT_PT - VALUE_PT, 2)))
        .collect();
    let rows: usize = facts.iter().map(|(_, lines)| lines.len()).sum();
    let text_pt = title.len() as f32 * TITLE_LEADING_PT + 52.0 + rows as f32 * LEADING_PT;
    let room_pt = (FACTS_BOTTOM_PT - PICTURE_TOP_PT - text_pt).clamp(40.0, PICTURE_HEIGHT_PT);
    let mut y_pt = page.picture(data, picture, room_pt);
    let heading = page.sheets.element(ROOT, Role::Heading(2, data.title.clone()));
    for line in title {
        y_pt += TITLE_LEADING_PT;
        page.sheets.text(LEFT_PT, y_pt, line, TITLE.ink, Meaning::Content(heading));
    }
    y_pt += 20.0;
    page.artist(data, y_pt);
    y_pt += 12.0;
    for (label, lines) in facts {
        let row = page.sheets.element(ROOT, Role::Paragraph);
        for (place, line) in lines.into_iter().enumerate() {
            y_pt += LEADING_PT;
            if place == 0 {
                let label = page.shaper.line(&format!("{label} "), LABEL);
                page.sheets.text(LEFT_PT, y_pt, label, LABEL.ink, Meaning::Content(row));
            }
            page.sheets.text(VALUE_PT, y_pt, line, BODY.ink, Meaning::Content(row));
        }
    }
    page.signing();
    page.proof(proof)?;
    Ok(page.sheets)
}

impl Page {
    /// The first lines of a text; where lines are left out, the last one ends in an ellipsis.
    fn lines(&mut self, text: &str, style: Style, width_pt: f32, lines_max: usize) -> Vec<Line> {
        let lines = wrap(&mut self.shaper, text, style, width_pt);
        shortened(&mut self.shaper, lines, style, lines_max)
    }

    fn paragraph(
        &mut self,
        text: &str,
        style: Style,
        (x_pt, y_pt): (f32, f32),
        width_pt: f32,
        lines_max: usize,
    ) -> f32 {
        let element = self.sheets.element(ROOT, Role::Paragraph);
        self.put_lines(element, text, style, (x_pt, y_pt), (width_pt, lines_max))
    }

    /// Puts lines one below the other; gives the baseline of the next.
    fn put_lines(
        &mut self,
        element: ElementId,
        text: &str,
        style: Style,
        (x_pt, y_pt): (f32, f32),
        (width_pt, lines_max): (f32, usize),
    ) -> f32 {
        let mut y_pt = y_pt;
        for line in self.lines(text, style, width_pt, lines_max) {
            self.sheets.text(x_pt, y_pt, line, style.ink, Meaning::Content(element));
            y_pt += style.size_pt * 1.3;
        }
        y_pt
    }

    fn head(&mut self, data: &CertificateData) {
        self.sheets.rule(LEFT_PT, 56.0, 26.0, 1.6, Ink::Accent);
        let seller = self.sheets.element(ROOT, Role::Paragraph);
        self.put_lines(seller, &data.seller, LABEL, (LEFT_PT, 74.0), (CONTENT_PT, 1));
        let heading = self.sheets.element(ROOT, Role::Heading(1, self.words.certificate.to_owned()));
        self.put_lines(heading, self.words.certificate, HEADING, (LEFT_PT, 102.0), (CONTENT_PT, 1));
        self.paragraph(self.words.statement, STATEMENT, (LEFT_PT, 121.0), CONTENT_PT, 1);
    }

    /// The picture as large as there is room for; gives its lower edge.
    fn picture(&mut self, data: &CertificateData, jpeg: Option<Vec<u8>>, room_pt: f32) -> f32 {
        let shown = data.work.picture.as_ref().filter(|shown| shown.width_px > 0 && shown.height_px > 0);
        let Some((shown, jpeg)) = shown.zip(jpeg) else { return PICTURE_TOP_PT };
        let (width, height) = (shown.width_px as f32, shown.height_px as f32);
        let scale = (CONTENT_PT / width).min(room_pt / height);
        let at = Frame { x_pt: LEFT_PT, y_pt: PICTURE_TOP_PT, width_pt: width * scale, height_pt: height * scale };
        let alt = if shown.alt.trim().is_empty() { data.title.clone() } else { shown.alt.clone() };
        let figure = self.sheets.element(ROOT, Role::Figure(alt, at));
        self.sheets.put(Item::Picture { at, jpeg, meaning: Meaning::Content(figure) });
        PICTURE_TOP_PT + at.height_pt + 8.0
    }

    fn artist(&mut self, data: &CertificateData, y_pt: f32) {
        let text = match data.work.born {
            Some(year) => format!("{}, {}\u{a0}{year}", data.artist, self.words.born),
            None => data.artist.clone(),
        };
        self.paragraph(&text, ARTIST, (LEFT_PT, y_pt), CONTENT_PT, 1);
    }

    /// What is known, each with its label.
    fn facts(&self, data: &CertificateData) -> Vec<(&'static str, String)> {
        let (words, work) = (self.words, &data.work);
        let label = data.edition_label.as_deref().map(str::trim).filter(|label| !label.is_empty());
        let kind = words.kind(work.kind);
        let edition = label.map_or_else(|| kind.to_owned(), |label| format!("{kind}, {label}"));
        let facts = [
            (words.made, data.made()),
            (words.medium, Some(work.medium.clone())),
            (words.size, self.size(data)),
            (words.edition, Some(edition)),
            (words.copy, data.copy_label.clone()),
            (words.prints, (data.quantity > 1).then(|| data.quantity.to_string())),
            (words.signature, work.signed.then(|| words.signed.to_owned())),
            (words.condition, work.condition.clone()),
            (words.seller, Some(data.seller.clone())),
            (words.sold_on, Some(format_date(data.sold_on, self.language))),
            (words.number, Some(data.number.clone())),
        ];
        facts
            .into_iter()
            .filter_map(|(label, value)| Some((label, value.filter(|value| !value.trim().is_empty())?)))
            .collect()
    }

    /// `40 × 30 cm`, the height first as everywhere in the house; in English inches as well.
    fn size(&self, data: &CertificateData) -> Option<String> {
        let work = &data.work;
        if work.width_tenth_mm == 0 || work.height_tenth_mm == 0 {
            return None;
        }
        let sides: Vec<u32> = [work.height_tenth_mm, work.width_tenth_mm, work.depth_tenth_mm]
            .into_iter()
            .filter(|side| *side > 0)
            .collect();
        let joined = |of: &dyn Fn(u32) -> String| sides.iter().map(|side| of(*side)).collect::<Vec<_>>().join(" × ");
        let point = if self.language == Language::English { '.' } else { ',' };
        let centimetres = joined(&|side| decimal(side, point));
        Some(match self.language {
            // A tenth of a millimetre is 1/254 inch.
            Language::English => {
                format!("{centimetres}\u{a0}cm ({}\u{a0}in)", joined(&|side| format!("{:.1}", f64::from(side) / 254.0)))
            }
            _ => format!("{centimetres}\u{a0}cm"),
        })
    }

    /// Lines to write on: whoever owns the work, and who vouches for the sale.
    fn signing(&mut self) {
        let half_pt = CONTENT_PT / 2.0;
        for (x_pt, label) in [(LEFT_PT, self.words.owner), (LEFT_PT + half_pt + 12.0, self.words.for_the_seller)] {
            self.sheets.rule(x_pt, SIGNING_PT, half_pt - 12.0, 0.4, Ink::Grey);
            self.paragraph(label, SMALL, (x_pt, SIGNING_PT + 12.0), half_pt - 12.0, 1);
        }
    }

    fn proof(&mut self, proof: &Proof) -> Result<(), CertificateError> {
        let width_pt = CONTENT_PT - CODE_PT - QUIET_PT;
        let heading = self.sheets.element(ROOT, Role::Heading(2, self.words.verify.to_owned()));
        let mut y_pt =
            self.put_lines(heading, self.words.verify, LABEL, (LEFT_PT, CODE_TOP_PT + 8.0), (width_pt, 1)) + 3.0;
        y_pt = self.paragraph(self.words.how, SMALL, (LEFT_PT, y_pt), width_pt, 3) + 3.0;
        y_pt = self.paragraph(&proof.address, BODY, (LEFT_PT, y_pt), width_pt, 2) + 1.0;
        let begins = format!("{} {}", self.words.begins, proof.signature_start);
        self.paragraph(&begins, SMALL, (LEFT_PT, y_pt), width_pt, 1);
        let code = QrCode::with_error_correction_level(&proof.code_address, EcLevel::M)?;
        let (columns, cells) = (code.width(), code.into_colors());
        let dark = cells.into_iter().map(|cell| cell == Color::Dark).collect();
        let at = Frame { x_pt: RIGHT_PT - CODE_PT, y_pt: CODE_TOP_PT, width_pt: CODE_PT, height_pt: CODE_PT };
        let alt = format!("{} {}", self.words.code, proof.address);
        let figure = self.sheets.element(ROOT, Role::Figure(alt, at));
        self.sheets.put(Item::Squares { at, columns, dark, meaning: Meaning::Content(figure) });
        Ok(())
    }
}

/// Tenths of a millimetre as centimetres: `30`, `30.5`, `30.05`.
fn decimal(tenth_mm: u32, point: char) -> String {
    let (whole, hundredths) = (tenth_mm / 100, tenth_mm % 100);
    let fraction = format!("{hundredths:02}");
    match fraction.trim_end_matches('0') {
        "" => whole.to_string(),
        fraction => format!("{whole}{point}{fraction}"),
    }
}
