//! The view models of the pages: one struct a page, plain display data, rendered by the Askama template of the same name.
//! It does not know the engine, the database or HTTP: whoever fills a struct has already decided, formatted and authorised everything in it.
//!
//! Three habits hold for every struct here. Ids are strings. Money is text, made by [`text::money`]. Times are [`moment::Moment`] or
//! [`moment::Deadline`], which carry both the machine's form and the reader's.

pub mod account;
pub mod account_rooms;
pub mod artist;
pub mod artwork;
pub mod card;
pub mod cart;
pub mod certificate;
pub mod checkout;
pub mod chrome;
pub mod collection;
pub mod console;
pub mod copies;
pub mod decline;
pub mod demo;
pub mod error;
pub mod form;
pub mod gallery;
pub mod legal;
pub mod mailbox;
pub mod markup;
pub mod moment;
pub mod order;
pub mod order_return;
pub mod own_address;
pub mod picture;
pub mod recover;
pub mod returns;
pub mod share;
pub mod sign_in;
pub mod stock;
pub mod studio;
pub mod text;
pub mod wishlist;

#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
