//! Letters without another cause, and the mailbox of the demonstration.

use impasto_domain::mail::{Letter, Mail};
use impasto_domain::reply::Reply;

use super::{DONE, Edited, Editing};
use crate::journal::fault::Fault;
use crate::sql::{execute, statements};

statements! {
    KEEP_MAIL =
        "INSERT INTO mails (id, kind, recipient, subject, body_text, body_html, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING";
}

/// Writes a letter, where the house sends any.
pub(super) fn send(editing: &mut Editing<'_, '_>, letter: &Letter) -> Edited {
    if editing.write(letter.clone()) { DONE } else { Edited::Unchanged(Reply::Done) }
}

/// Keeps a mail; the same one only once.
pub(super) async fn keep(editing: &mut Editing<'_, '_>, mail: &Mail) -> Result<Edited, Fault> {
    let affected = execute!(
        editing.db,
        KEEP_MAIL,
        mail.id.0,
        &mail.kind,
        &mail.to,
        &mail.subject,
        &mail.text,
        &mail.html,
        editing.now
    )?;
    Ok(if affected == 0 { Edited::Unchanged(Reply::Done) } else { DONE })
}
