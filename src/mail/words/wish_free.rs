//! A work on the wish list can be had again.

use super::super::sheet::Sheet;
use super::parts::{House, Person};
use crate::words::t;

/// The work that is wished for.
pub(in super::super) struct Wish<'w> {
    /// Its title.
    pub(in super::super) title: &'w str,
    /// Its artist's name.
    pub(in super::super) artist: &'w str,
    /// Its page.
    pub(in super::super) url: &'w str,
    /// Where the wish can be taken back.
    pub(in super::super) list_url: &'w str,
}

pub(in super::super) fn wish_free(house: &House<'_>, person: &Person<'_>, wish: &Wish<'_>) -> Sheet {
    let free =
        t("mail-wish-free-words").with("name", person.name).with("title", wish.title).with("artist", wish.artist);
    let paragraphs = vec![free.into(), t("mail-wish-free-hurry").into()];
    house
        .sheet(t("mail-wish-free-subject").with("title", wish.title), t("mail-wish-free"), paragraphs)
        .with_button(t("mail-wish-free-button"), wish.url.to_owned())
        .with_note(t("mail-wish-free-why").with("url", wish.list_url))
}
