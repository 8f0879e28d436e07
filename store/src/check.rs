//! The check: every invariant of the house, verified in one snapshot.
//!
//! Safe beside a running house; writes nothing. Knows the tables and what must hold among them.

mod books;
mod carts;
mod orders;
mod payouts;
mod stock;
mod upkeep;

use impasto_domain::ports::ReadError;
use uuid::Uuid;

use crate::db::Db;
use crate::open::{Store, read_error};
use crate::sql::{Sql, fetch_all};

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What was verified, one line each.
    pub verified: Vec<String>,
    /// What does not hold, one line a row.
    pub offences: Vec<Offence>,
}

/// A row that breaks an invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offence {
    /// The invariant.
    pub invariant: &'static str,
    /// The row, and how it breaks it.
    pub row: String,
}

impl Report {
    /// Whether everything holds.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.offences.is_empty()
    }
}

impl std::fmt::Display for Offence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.invariant, self.row)
    }
}

/// An invariant, and the query that finds the rows that break it: the subject's id, and how.
struct Invariant {
    holds: &'static str,
    broken_by: &'static Sql,
}

#[cfg(test)]
pub(crate) static ALL: &[&[&Sql]] = &[books::ALL, carts::ALL, orders::ALL, payouts::ALL, stock::ALL, upkeep::ALL];

/// Verifies every invariant in one snapshot.
///
/// # Errors
/// [`ReadError`] when the database is away.
pub async fn check(store: &Store) -> Result<Report, ReadError> {
    let mut snapshot = store.snapshot_of_everything().await?;
    verify(&mut snapshot.db()).await.map_err(read_error)
}

async fn verify(db: &mut Db<'_>) -> Result<Report, sqlx::Error> {
    let mut report = Report::default();
    let all = stock::INVARIANTS
        .iter()
        .chain(orders::INVARIANTS)
        .chain(books::INVARIANTS)
        .chain(payouts::INVARIANTS)
        .chain(upkeep::INVARIANTS);
    for Invariant { holds, broken_by } in all {
        let rows = fetch_all!(db, (Option<Uuid>, String), broken_by)?;
        report.verified.push((*holds).to_owned());
        for (subject, how) in rows {
            let row = subject.map_or(how.clone(), |subject| format!("{subject} {how}"));
            report.offences.push(Offence { invariant: holds, row });
        }
    }
    report.verified.push(carts::HOLDS.to_owned());
    let of_carts = carts::offences(db).await?;
    report.offences.extend(of_carts.into_iter().map(|row| Offence { invariant: carts::HOLDS, row }));
    Ok(report)
}
