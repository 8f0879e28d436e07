//! What every document shares: typefaces, shaping, line breaking, pages, the archival and accessible file, and how
//! amounts, dates and countries are written.
//!
//! It knows no particular document, no storage and no clock. The layout is ours; krilla writes the file (PDF/A-3a and
//! PDF/UA-1, the same bytes for the same pages).

pub(crate) mod blocks;
mod country;
pub(crate) mod fonts;
mod format;
pub(crate) mod pdf;
pub(crate) mod shape;
pub(crate) mod sheets;
pub(crate) mod type_area;
pub(crate) mod wrap;

pub use country::country_name;
pub use format::{format_amount, format_date, format_money, format_rate};
pub use impasto_domain::language::Language;
