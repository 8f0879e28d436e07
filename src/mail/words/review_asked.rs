//! What the buyer thinks of the works.

use super::super::sheet::Sheet;
use super::parts::{Bought, House, Person};

/// `open` are the works without a review of theirs, each with its page.
pub(in super::super) fn review_asked(
    house: &House<'_>,
    person: &Person<'_>,
    bought: &Bought<'_>,
    open: &[(String, String)],
) -> Option<Sheet> {
    let (first, url) = open.first()?;
    let titles: Vec<&str> = open.iter().map(|(title, _)| title.as_str()).collect();
    let paragraphs = vec![
        format!("{}, a week ago your order {} arrived: {}.", person.name, bought.number(), titles.join(", ")),
        "What is it like to live with? A few words help others, and the artist reads them too.".to_owned(),
    ];
    let sheet = house
        .sheet(format!("How do you like {first}?"), "How do you like it?", paragraphs)
        .with_button("Write a few words", url.clone())
        .with_note("We ask once.");
    Some(sheet)
}
