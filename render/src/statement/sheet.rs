//! What stands on a sheet of the house, before anything has a place.

use chrono::NaiveDate;
use impasto_domain::language::Language;

/// A sheet.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) language: Language,
    /// `Statement`.
    pub(super) title: String,
    /// What tells it from others of its kind: a month, a number.
    pub(super) name: String,
    pub(super) author: String,
    pub(super) identity: String,
    pub(super) issued_on: NaiveDate,
    pub(super) sender: Vec<String>,
    pub(super) recipient: Vec<String>,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) columns: Vec<Column>,
    /// A cell for each column.
    pub(super) rows: Vec<Vec<String>>,
    /// Said in place of a table without rows.
    pub(super) nothing: String,
    pub(super) sums: Vec<Sum>,
    pub(super) notes: Vec<String>,
    pub(super) foot: Option<String>,
    pub(super) page_of: &'static str,
    /// The labels of sender and recipient.
    pub(super) parties: (&'static str, &'static str),
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) label: &'static str,
    pub(super) width_pt: f32,
    pub(super) is_right: bool,
}

impl Column {
    pub(super) fn left(label: &'static str, width_pt: f32) -> Self {
        Self { label, width_pt, is_right: false }
    }

    pub(super) fn right(label: &'static str, width_pt: f32) -> Self {
        Self { label, width_pt, is_right: true }
    }
}

/// A sum below the table.
#[derive(Debug)]
pub(super) struct Sum {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) is_strong: bool,
}

impl Sum {
    pub(super) fn plain(label: impl Into<String>, value: String) -> Self {
        Self { label: label.into(), value, is_strong: false }
    }

    pub(super) fn strong(label: impl Into<String>, value: String) -> Self {
        Self { label: label.into(), value, is_strong: true }
    }
}
