//! Finding works: by words with their typos and beginnings, by filters, with facets, in an order, and as one types.
//! Knows nothing of stores, HTTP or pages; what it indexes are the public works it is given.
//!
//! - [`Search`] is the whole of it: works go in and out, queries are answered.
//! - `text` holds the words in a tantivy index in memory, written by one thread and read through snapshots.
//! - `shelf` holds what is compared and counted: filters, facets and orders, changed at once with every event.
//! - `asked` understands what people type; `fold` and `colour` say what counts as the same.
//!
//! Both sides name a work by its slot, a small number that is given once and never again.

mod asked;
mod bands;
mod bits;
mod colour;
mod cursor;
mod fold;
mod query;
mod search;
mod shelf;
mod suggest;
mod text;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use bands::{PriceBand, SizeBand};
pub use colour::{Colour, ColourWish};
pub use cursor::is_cursor;
pub use fold::fold;
pub use query::{Query, Sort};
pub use search::{Found, Search};
pub use shelf::{Choice, Facets};
pub use suggest::{ArtistSuggestion, Suggestions};
