//! The words of pages and mails in the languages of the house: Fluent files in `locales/`, one folder a language.
//! Knows nothing of pages, mails or requests; [`crate::gateway`] says whose language is spoken.
//!
//! The language is ambient, as it is in every framework with locales: [`scope`] and [`within`] set it around the answer
//! to one request or the writing of one mail, and whatever words something inside asks [`t`]. `docs/languages.md` has
//! the whole way of a sentence.

mod figures;
mod language;
mod message;
mod shelf;

pub use figures::{day, decimal, grouped};
pub use language::{Language, accepted, current, scope, within};
pub use message::{Argument, Message, t};
