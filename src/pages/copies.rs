//! The edition map for pages: the copies of an edition as squares, and what was ticked among them.
//! It does not know which page the map stands on.

use impasto_domain::edition::Edition;
use impasto_domain::ids::EditionId;

use super::typed::Typed;
use super::views::copies::{CopyMapView, CopySquare, MapUse, SQUARES_MAX};
use super::views::text;
use crate::app::EditionCopies;

/// What the names of the squares' boxes begin with; the edition's id follows.
const PREFIX: &str = "numbers-";

/// What was ticked in the maps of a form.
pub(super) enum Picked<'f> {
    /// Copies of one edition.
    One(EditionId, Vec<&'f str>),
    /// Copies of several.
    Several,
}

impl<'f> Picked<'f> {
    /// What a form says of numbers; `None` when none was ticked or typed.
    pub(super) fn of(typed: &'f Typed) -> Option<Self> {
        let mut found: Option<(EditionId, Vec<&str>)> = None;
        for (id, label) in typed.beginning_with(PREFIX).filter(|(_, label)| !label.is_empty()) {
            // A field with another name is none of the map's.
            let Ok(id) = id.parse::<EditionId>() else { continue };
            match &mut found {
                Some((known, labels)) if *known == id => labels.push(label),
                Some(_) => return Some(Self::Several),
                None => found = Some((id, vec![label])),
            }
        }
        found.map(|(id, labels)| Self::One(id, labels))
    }
}

/// The place of a copy by its label, or by its number alone as people type it: `7`, `7/25`, `AP 1`.
pub(super) fn ordinal_typed(edition: &Edition, typed: &str) -> Option<u32> {
    let typed = typed.trim();
    edition
        .ordinal_of(typed)
        .or_else(|| edition.ordinal_of(&format!("{typed}/{}", edition.size)))
        .or_else(|| edition.ordinal_of(&format!("{typed}/{}", edition.artist_proofs)))
}

/// The map of an edition's copies.
pub(super) fn map(copies: &EditionCopies, name: &str, used: MapUse) -> CopyMapView {
    let edition = &copies.edition;
    let total = edition.size.saturating_add(edition.artist_proofs);
    let square = |(ordinal, look): (u32, crate::app::CopyLook)| {
        let label = edition.copy_label(ordinal).unwrap_or_default();
        let short = label.split('/').next().unwrap_or_default().to_owned();
        CopySquare { ordinal, words: text::copy(&label), label, short, look: look.word() }
    };
    CopyMapView {
        artwork_id: edition.artwork_id.to_string(),
        edition_id: edition.id.to_string(),
        name: name.to_owned(),
        version: copies.version,
        total,
        squares: if total <= SQUARES_MAX { copies.copies().map(square).collect() } else { Vec::new() },
        used,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::record;
    use super::*;
    use crate::app::CopyLook;
    use impasto_domain::edition::EditionKind;

    fn edition(size: u32, artist_proofs: u32) -> Edition {
        let edition = record("Tide").editions.remove(0).0;
        Edition { kind: EditionKind::Limited, size, artist_proofs, ..edition }
    }

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn numbers_are_ticked_in_the_map_of_one_edition() {
        let (one, other) = ("01936f00-0000-7000-8000-000000000001", "01936f00-0000-7000-8000-000000000002");
        let of = |id: &str| format!("numbers-{id}");
        let form = typed(&[("quantity", "1"), (&of(one), "7/25"), (&of(other), ""), (&of(one), "9/25")]);
        let Some(Picked::One(id, labels)) = Picked::of(&form) else { panic!("one edition") };
        assert_eq!((id.to_string().as_str(), labels), (one, vec!["7/25", "9/25"]));
        assert!(matches!(Picked::of(&typed(&[(&of(one), "7/25"), (&of(other), "1/5")])), Some(Picked::Several)));
        assert!(Picked::of(&typed(&[("numbers-x", "7/25"), (&of(one), " ")])).is_none());
    }

    #[test]
    fn a_number_may_be_typed_alone() {
        let edition = edition(25, 2);
        let ordinal = |text: &str| ordinal_typed(&edition, text);
        assert_eq!(
            [ordinal("7"), ordinal(" 7/25 "), ordinal("AP 2"), ordinal("AP 2/2")],
            [Some(7), Some(7), Some(27), Some(27)]
        );
        assert_eq!([ordinal("26"), ordinal("0"), ordinal("seven"), ordinal("AP 3")], [None; 4]);
    }

    #[test]
    fn a_map_has_a_square_for_every_copy_up_to_a_thousand() {
        let copies = |edition: Edition| EditionCopies {
            runs: vec![(1, edition.size + edition.artist_proofs, CopyLook::Free)],
            edition,
            version: 3,
            own_version: None,
        };
        let small = map(&copies(edition(25, 2)), "Print", MapUse::Look);
        assert_eq!((small.squares.len(), small.squares[6].short.as_str()), (27, "7"));
        assert_eq!(
            (small.squares[25].short.as_str(), small.squares[25].words.as_str()),
            ("AP 1", "Artist\u{2019}s proof 1 of 2")
        );
        assert_eq!(map(&copies(edition(1_000, 0)), "Print", MapUse::Look).squares.len(), 1_000);
        let large = map(&copies(edition(1_001, 0)), "Print", MapUse::Look);
        assert_eq!((large.squares.len(), large.total), (0, 1_001));
    }
}
