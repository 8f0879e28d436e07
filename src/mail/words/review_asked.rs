//! What the buyer thinks of the works.

use super::super::sheet::Sheet;
use super::parts::{Bought, House, Person};
use crate::words::t;

/// `open` are the works without a review of theirs, each with its page.
pub(in super::super) fn review_asked(
    house: &House<'_>,
    person: &Person<'_>,
    bought: &Bought<'_>,
    open: &[(String, String)],
) -> Option<Sheet> {
    let (first, url) = open.first()?;
    let titles: Vec<&str> = open.iter().map(|(title, _)| title.as_str()).collect();
    let arrived = t("mail-review-asked-arrived").with("name", person.name).with("number", bought.number());
    let paragraphs = vec![arrived.with("titles", titles.join(", ")).into(), t("mail-review-asked-why").into()];
    let sheet = house
        .sheet(t("mail-review-asked-subject").with("title", first), t("mail-review-asked"), paragraphs)
        .with_button(t("mail-review-asked-button"), url.clone())
        .with_note(t("mail-review-asked-once"));
    Some(sheet)
}
