//! Mails: what each kind says, as HTML and as text, and the demonstration's mailbox.
//! Words are found when a mail is sent, from what is true then and in the language of who gets it; how it travels is not
//! known here.

mod mailbox;
pub mod samples;
mod sheet;
mod words;
mod writer;

pub use mailbox::Mailbox;
pub use sheet::{Button, OrderSheet, Sheet, SheetLine, SheetTotal};
pub use writer::LetterWriter;
