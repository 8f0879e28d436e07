//! The mailbox of the demonstration: mails are kept in the database and shown at `/demo/mail`; none leaves the house.

use std::sync::Arc;

use impasto_domain::command::Command;
use impasto_domain::edit::Edit;
use impasto_domain::mail::Mail;
use impasto_domain::ports::{Journal, MailError, Mailer, PortFuture};

/// Keeps what others would send.
pub struct Mailbox(pub Arc<dyn Journal>);

impl Mailer for Mailbox {
    fn send<'a>(&'a self, mail: &'a Mail) -> PortFuture<'a, Result<(), MailError>> {
        Box::pin(async move {
            let edit = Edit::KeepMail(Box::new(mail.clone()));
            let kept = self.0.submit(Command::Edit(Box::new(edit)).into()).await;
            kept.map(drop).map_err(|error| MailError::Failed(error.to_string()))
        })
    }
}
