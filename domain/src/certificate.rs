//! Certificates of authenticity: what one says of a copy that was sold, and the text that is signed.
//!
//! The data are frozen once and never change, whatever becomes of the work's page afterwards. The signed text is made of
//! them alone and has one form for ever: who has it, its signature and the public key needs nothing else of the house.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::edition::EditionKind;
use crate::ids::{DocumentId, EditionId, OrderLineId};
use crate::order::Order;

/// The first line of the signed text: what it is, and in which form.
pub const FORM: &str = "impasto-certificate-1";

/// What a work is beyond its lines in an order, as it was when its copies became somebody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkFacts {
    /// The edition that was sold.
    pub edition_id: EditionId,
    /// Its kind.
    pub kind: EditionKind,
    /// Year of the artist's birth.
    pub born: Option<i32>,
    /// Year of making.
    pub year: Option<i32>,
    /// "around 1987"; stands for the year where there is one.
    pub date_text: Option<String>,
    /// "Oil on linen".
    pub medium: String,
    /// Tenths of a millimetre, 0 where it is not known.
    pub width_tenth_mm: u32,
    /// Tenths of a millimetre, 0 where it is not known.
    pub height_tenth_mm: u32,
    /// Tenths of a millimetre, 0 for what is flat.
    pub depth_tenth_mm: u32,
    /// Signed by the artist.
    pub signed: bool,
    /// "Excellent".
    pub condition: Option<String>,
    /// What it looks like.
    pub picture: Option<CertifiedPicture>,
}

/// The picture on a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifiedPicture {
    /// Key of a JPEG in the public part of the media store. It names its bytes by their hash.
    pub key: String,
    /// Pixels.
    pub width_px: u32,
    /// Pixels.
    pub height_px: u32,
    /// Words for those who do not see it.
    pub alt: String,
}

/// What the caller adds when the invoice of a sale is rendered: then its certificates come into being.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certification {
    /// Drawn at random for this sale alone: the ids of its certificates come from it, and nobody can guess them from
    /// others.
    pub seed: u64,
    /// The works of the order.
    pub works: Vec<WorkFacts>,
}

/// Everything a certificate says. There is nobody's name on it but the artist's and the seller's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateData {
    /// The certificate.
    pub id: DocumentId,
    /// The number it is filed under.
    pub number: String,
    /// BCP 47 language of the page; the signed text has none.
    pub locale: String,
    /// The line of the order that it belongs to.
    pub order_line_id: OrderLineId,
    /// The copy's place in its edition; `None` for open editions.
    pub copy_ordinal: Option<u32>,
    /// Title of the work.
    pub title: String,
    /// Name of the artist.
    pub artist: String,
    /// Who sold it.
    pub seller: String,
    /// When it was sold.
    pub sold_on: NaiveDate,
    /// What the edition is called.
    pub edition_label: Option<String>,
    /// `"7/25"`, `"AP 1/2"` or nothing.
    pub copy_label: Option<String>,
    /// How many prints of an open edition it is for; else 1.
    pub quantity: u32,
    /// What the work is.
    pub work: WorkFacts,
}

impl CertificateData {
    /// The text that is signed: a line for each fact, always the same lines in the same order, each ended by a line feed.
    /// What is not known is empty. A value has no line breaks and no other control characters.
    #[must_use]
    pub fn text(&self) -> String {
        let work = &self.work;
        let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
        let lines = [
            ("id", self.id.to_string()),
            ("number", plain(&self.number)),
            ("title", plain(&self.title)),
            ("artist", plain(&self.artist)),
            ("born", year(work.born)),
            ("made", self.made().map(|made| plain(&made)).unwrap_or_default()),
            ("medium", plain(&work.medium)),
            ("width-mm", millimetres(work.width_tenth_mm)),
            ("height-mm", millimetres(work.height_tenth_mm)),
            ("depth-mm", millimetres(work.depth_tenth_mm)),
            ("edition", work.kind.as_str().to_owned()),
            ("edition-label", plain(self.edition_label.as_deref().unwrap_or_default())),
            ("copy", plain(self.copy_label.as_deref().unwrap_or_default())),
            ("quantity", self.quantity.to_string()),
            ("signed", if work.signed { "yes" } else { "no" }.to_owned()),
            ("condition", plain(work.condition.as_deref().unwrap_or_default())),
            ("seller", plain(&self.seller)),
            ("sold-on", self.sold_on.to_string()),
            ("picture", plain(work.picture.as_ref().map(|picture| picture.key.as_str()).unwrap_or_default())),
        ];
        lines.iter().fold(format!("{FORM}\n"), |text, (name, value)| {
            let space = if value.is_empty() { "" } else { " " };
            text + name + ":" + space + value + "\n"
        })
    }

    /// When it was made, as it is written: "around 1987", "2024".
    #[must_use]
    pub fn made(&self) -> Option<String> {
        let text = self.work.date_text.clone().filter(|text| !text.trim().is_empty());
        text.or_else(|| self.work.year.map(|year| year.to_string()))
    }

    /// Whether the buyer no longer has what it is for: the sale was undone, or the copy went back to stock.
    #[must_use]
    pub fn is_revoked(&self, order: &Order) -> bool {
        let Some(line) = order.lines().find(|line| line.id == self.order_line_id) else { return true };
        let is_kept = match self.copy_ordinal {
            Some(ordinal) => line.copies.iter().any(|copy| copy.ordinal == ordinal),
            None => line.restocked < line.quantity,
        };
        !order.head.is_kept() || !is_kept
    }
}

/// Millimetres with one decimal: `300.0`; nothing for 0.
fn millimetres(tenths: u32) -> String {
    if tenths == 0 { String::new() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// A value as it stands in a line of its own.
fn plain(value: &str) -> String {
    let spaced: String = value.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> CertificateData {
        CertificateData {
            id: DocumentId(uuid::Uuid::from_u128(7)),
            number: "IM-0000-0000-0001-1".into(),
            locale: "de".into(),
            order_line_id: OrderLineId(uuid::Uuid::from_u128(8)),
            copy_ordinal: Some(7),
            title: "Low Tide,\nEvening".into(),
            artist: "Inês Moreau".into(),
            seller: "Galerie Nord".into(),
            sold_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            edition_label: None,
            copy_label: Some("7/25".into()),
            quantity: 1,
            work: WorkFacts {
                edition_id: EditionId(uuid::Uuid::from_u128(9)),
                kind: EditionKind::Limited,
                born: Some(1974),
                year: Some(2024),
                date_text: None,
                medium: "Etching".into(),
                width_tenth_mm: 3_005,
                height_tenth_mm: 4_000,
                depth_tenth_mm: 0,
                signed: true,
                condition: None,
                picture: None,
            },
        }
    }

    #[test]
    fn the_signed_text_has_one_form() {
        let due = "impasto-certificate-1\nid: 00000000-0000-0000-0000-000000000007\nnumber: IM-0000-0000-0001-1\n\
                   title: Low Tide, Evening\nartist: Inês Moreau\nborn: 1974\nmade: 2024\nmedium: Etching\n\
                   width-mm: 300.5\nheight-mm: 400.0\ndepth-mm:\nedition: limited\nedition-label:\ncopy: 7/25\n\
                   quantity: 1\nsigned: yes\ncondition:\nseller: Galerie Nord\nsold-on: 2026-11-23\npicture:\n";
        assert_eq!(data().text(), due);
    }

    #[test]
    fn no_value_can_pass_for_another_line() {
        let mut forged = data();
        forged.title = "X\nartist: Somebody\u{0}\u{85}Else".into();
        assert_eq!(forged.text().lines().count(), data().text().lines().count());
        assert!(forged.text().contains("\ntitle: X artist: Somebody Else\n"));
    }
}
