//! What a seller has already: a table that is sent again, corrected or longer, makes only what is not here yet.
//!
//! A work is taken for the same where title, date and medium are (without regard to case and accents), and the artist, if the line
//! names one. Several that are alike, such as untitled drawings, are counted: as many lines are left out as there are works.

use std::collections::HashMap;

use impasto_domain::edit::ArtworkText;
use impasto_domain::ids::ArtistId;
use impasto_search::fold;
use impasto_store::reads::WorkName;

/// The works of a seller by what they are called.
#[derive(Debug, Default)]
pub struct KnownWorks(HashMap<Called, Vec<ArtistId>>);

/// Title, year, date in words, medium.
type Called = (String, Option<i64>, String, String);

impl KnownWorks {
    /// From the names of what there is.
    #[must_use]
    pub fn of(works: Vec<WorkName>) -> Self {
        let mut known: HashMap<Called, Vec<ArtistId>> = HashMap::new();
        for work in works {
            let date = fold(work.date_text.as_deref().unwrap_or_default());
            let called = (fold(&work.title), work.year, date, fold(&work.medium));
            known.entry(called).or_default().push(work.artist_id);
        }
        Self(known)
    }

    /// Whether a line's work is here already. Each work counts for one line.
    pub(super) fn take(&mut self, text: &ArtworkText, artist: Option<ArtistId>) -> bool {
        let date = fold(text.date_text.as_deref().unwrap_or_default());
        let called = (fold(&text.title), text.year.map(i64::from), date, fold(&text.medium));
        let Some(artists) = self.0.get_mut(&called) else { return false };
        let place = artists.iter().position(|known| artist.is_none_or(|wanted| wanted == *known));
        place.map(|place| artists.swap_remove(place)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn as_many_lines_are_known_as_there_are_works_alike() {
        let artist = |number: u128| ArtistId(Uuid::from_u128(number));
        let name = |title: &str, number| WorkName {
            title: title.to_owned(),
            artist_id: artist(number),
            year: Some(2024),
            date_text: None,
            medium: "Ink".to_owned(),
        };
        let mut known = KnownWorks::of(vec![name("Untitled", 1), name("untitled ", 2), name("Été", 1)]);
        let text = |title: &str| ArtworkText {
            title: title.to_owned(),
            year: Some(2024),
            medium: "ink".to_owned(),
            ..ArtworkText::default()
        };
        assert!(!known.take(&text("Untitled"), Some(artist(3))));
        assert!(known.take(&text("Untitled"), Some(artist(2))));
        assert!(!known.take(&text("Untitled"), Some(artist(2))));
        assert!(known.take(&text("UNTITLED"), None));
        assert!(!known.take(&text("Untitled"), None));
        assert!(!known.take(&ArtworkText { year: Some(2025), ..text("Ete") }, None));
        assert!(known.take(&text("Ete"), None));
    }
}
