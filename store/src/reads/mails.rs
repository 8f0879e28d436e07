//! The mailbox of the demonstration.

use chrono::{DateTime, Utc};
use impasto_domain::ids::MailId;
use impasto_domain::mail::Mail;
use impasto_domain::ports::ReadError;
use impasto_domain::read::Page;
use uuid::Uuid;

use super::ListError;
use super::cursor::{Key, page, probe};
use crate::open::{Store, read_error};
use crate::sql::{fetch_all, fetch_optional, statements};

/// A mail in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailHead {
    /// The mail.
    pub id: MailId,
    /// What kind of letter it is.
    pub kind: String,
    /// The address it went to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// When it was sent.
    pub at: DateTime<Utc>,
}

statements! {
    MAILS =
        "SELECT m.id, m.kind, m.recipient, m.subject, m.at FROM mails m WHERE (m.at, m.id) < ($1, $2) \
         ORDER BY m.at DESC, m.id DESC LIMIT $3";
    MAIL =
        "SELECT m.id, m.kind, m.recipient, m.subject, m.body_text, m.body_html, m.at FROM mails m WHERE m.id = $1";
}

impl Store {
    /// The mails that were kept, newest first.
    ///
    /// # Errors
    /// [`ListError`] for a foreign cursor or a database that is away.
    pub async fn mails(&self, cursor: Option<&str>, limit: u32) -> Result<Page<MailHead>, ListError> {
        let from = Key::decode(cursor, Key::newest())?;
        let mut reader = self.reader().await?;
        let mut db = reader.db();
        let rows =
            fetch_all!(&mut db, (Uuid, String, String, String, DateTime<Utc>), MAILS, from.at, from.id, probe(limit))?;
        let key = |row: &(Uuid, String, String, String, DateTime<Utc>)| Key { at: row.4, id: row.0 }.encode();
        page(rows, limit, None, key, |(id, kind, to, subject, at)| {
            Ok(MailHead { id: MailId(id), kind, to, subject, at })
        })
    }

    /// A mail that was kept, and when it was sent.
    ///
    /// # Errors
    /// [`ReadError`] when the database is away.
    pub async fn mail(&self, id: MailId) -> Result<Option<(Mail, DateTime<Utc>)>, ReadError> {
        let mut reader = self.reader().await?;
        let row = fetch_optional!(
            &mut reader.db(),
            (Uuid, String, String, String, String, String, DateTime<Utc>),
            MAIL,
            id.0
        );
        let mail =
            |(id, kind, to, subject, text, html, at)| (Mail { id: MailId(id), kind, to, subject, text, html }, at);
        Ok(row.map_err(read_error)?.map(mail))
    }
}
