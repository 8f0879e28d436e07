//! Stock from a table: a line an edition, with how many copies to put back or to take away and why.
//!
//! Each line is a command of its own, as if it had been typed into the inventory: a line that is refused leaves the others
//! alone. Knows no request.

use std::collections::HashSet;

use impasto_actors::EngineError;
use impasto_domain::command::{IdempotencyKey, StockChange};
use impasto_domain::edition::Stock;
use impasto_domain::ids::{EditionId, UserId};
use impasto_domain::ports::{ReadError, Reads};

use super::Table;
use crate::api::admin::check_adjustment;
use crate::app::App;
use crate::gateway::problem::{FieldError, Problem};

/// The most lines of a table of stock, without its head.
pub const STOCK_LINES_MAX: usize = 2_000;

/// The columns that are read; others, such as those of the inventory's own table, are left alone.
const EDITION: &str = "edition_id";
const CHANGE: &str = "change";
const REASON: &str = "reason";
const TITLE: &str = "title";

/// A line as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockLine {
    /// The number of the line in the file; the head is line 1.
    pub line: usize,
    /// What stands in the column `title`, for people.
    pub title: String,
    /// The edition, as typed.
    pub edition: String,
    /// What is to be done; `None` where something is wrong.
    pub wanted: Option<Wanted>,
    /// What is wrong, each with its column as the pointer.
    pub wrong: Vec<FieldError>,
}

/// An adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Of which edition.
    pub edition_id: EditionId,
    /// Copies, plus or minus.
    pub delta: i64,
    /// The same as the engine takes it.
    pub change: StockChange,
    /// Why.
    pub reason: String,
}

/// What became of a line, or would.
#[derive(Debug, Clone)]
pub struct StockOutcome {
    /// The line.
    pub line: StockLine,
    /// Free copies before.
    pub before: Option<i64>,
    /// Free copies after.
    pub after: Option<i64>,
}

/// Lines that say something: those without a change are left out, so that the inventory's own table can be sent back with a
/// few changes in it.
///
/// # Errors
/// What is wrong with the table as a whole, as it follows "The table".
pub fn read_stock(table: &Table) -> Result<Vec<StockLine>, String> {
    let place = |name: &str| {
        let plain = |head: &str| head.trim().to_lowercase().replace([' ', '-'], "_");
        table.head.iter().position(|head| plain(head) == name)
    };
    let needed = |name: &str| place(name).ok_or_else(|| format!("has no column named {name} in its first line"));
    let (edition, change, reason) = (needed(EDITION)?, needed(CHANGE)?, needed(REASON)?);
    let title = place(TITLE);
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    for (line, fields) in &table.rows {
        let cell = |place: usize| fields.get(place).map_or("", |field| field.trim());
        let typed = cell(change).replace('\u{2212}', "-");
        if matches!(typed.as_str(), "" | "0") {
            continue;
        }
        let mut wrong = Vec::new();
        let mut complain = |column: &str, message: &str| {
            wrong.push(FieldError { pointer: format!("/{column}"), message: message.to_owned() });
        };
        let id = cell(edition).parse::<uuid::Uuid>().ok().map(EditionId);
        match id {
            None => complain(EDITION, "must be an edition's id, as in the inventory's own table"),
            Some(id) if !seen.insert(id) => complain(EDITION, "stands in a line before"),
            Some(_) => {}
        }
        let delta: Option<i64> = typed.trim_start_matches('+').parse().ok();
        if delta.is_none() {
            complain(CHANGE, "must be a whole number, plus or minus");
        }
        let mut wanted = None;
        if let (Some(edition_id), Some(delta), true) = (id, delta, wrong.is_empty()) {
            match check_adjustment(delta, cell(reason)) {
                Ok((change, reason)) => wanted = Some(Wanted { edition_id, delta, change, reason }),
                Err(problem) => wrong.extend(problem.field_errors().iter().cloned().map(as_column)),
            }
        }
        let title = title.map_or("", cell).chars().take(200).collect();
        lines.push(StockLine { line: *line, title, edition: cell(edition).to_owned(), wanted, wrong });
    }
    if lines.is_empty() {
        return Err(format!("changes nothing: its column {CHANGE} is empty in every line"));
    }
    Ok(lines)
}

fn as_column(error: FieldError) -> FieldError {
    if error.pointer == "/delta" { FieldError { pointer: format!("/{CHANGE}"), ..error } } else { error }
}

/// What would become of the lines now.
///
/// # Errors
/// When the stock cannot be read.
pub async fn rehearse_stock(app: &App, lines: Vec<StockLine>) -> Result<Vec<StockOutcome>, ReadError> {
    let mut outcomes = Vec::with_capacity(lines.len());
    for mut line in lines {
        let mut counts = (None, None);
        if let Some(wanted) = &line.wanted {
            match app.store.stock(wanted.edition_id).await? {
                Some(stock) => match refusal(&stock, wanted.delta) {
                    Some(why) => line.refuse(why),
                    None => counts = (Some(stock.available), Some(stock.available + wanted.delta)),
                },
                None => line.refuse("is no edition here".to_owned()),
            }
        }
        outcomes.push(StockOutcome { line, before: counts.0, after: counts.1 });
    }
    Ok(outcomes)
}

/// What the engine would say to a change of such a stock.
fn refusal(stock: &Stock, delta: i64) -> Option<String> {
    if !stock.is_counted() {
        return Some("an open edition has no counted stock".to_owned());
    }
    if delta < 0 && -delta > stock.available {
        return Some(format!("only {} copies are free", stock.available));
    }
    (delta > stock.withdrawn)
        .then(|| format!("only {} copies are withdrawn; an edition never grows past its size", stock.withdrawn))
}

/// Adjusts the stock line by line. `key_of` names the request of a line: the same name with the same line is carried out once.
pub async fn adjust_stock(
    app: &App,
    by: UserId,
    lines: Vec<StockLine>,
    key_of: impl Fn(&StockLine) -> Option<IdempotencyKey>,
) -> Vec<StockOutcome> {
    let mut outcomes = Vec::with_capacity(lines.len());
    for mut line in lines {
        let mut counts = (None, None);
        if let Some(wanted) = line.wanted.clone() {
            let inventory = app.engine.inventory();
            let done =
                inventory.adjust(wanted.edition_id, wanted.change, by, None, Some(wanted.reason), key_of(&line)).await;
            match done {
                Ok(stock) => counts = (Some(stock.available - wanted.delta), Some(stock.available)),
                Err(error) => line.refuse(told(error)),
            }
        }
        outcomes.push(StockOutcome { line, before: counts.0, after: counts.1 });
    }
    outcomes
}

fn told(error: EngineError) -> String {
    let problem = Problem::from(error);
    problem.detail_text().unwrap_or_else(|| problem.title()).trim_end_matches('.').to_owned()
}

impl StockLine {
    fn refuse(&mut self, why: String) {
        self.wrong.push(FieldError { pointer: format!("/{CHANGE}"), message: why });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01936f00-0000-7000-8000-000000000001";

    fn read(rows: &str) -> Result<Vec<StockLine>, String> {
        let text = format!("edition_id;title;Change;reason\n{rows}");
        read_stock(&Table::read(text.as_bytes(), STOCK_LINES_MAX).unwrap())
    }

    #[test]
    fn lines_without_a_change_are_left_alone() {
        let lines = read(&format!("{ID};Tide;;\n{ID};Tide;\u{2212}2;Water damage\n")).unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].line, lines[0].title.as_str()), (3, "Tide"));
        let wanted = lines[0].wanted.clone().unwrap();
        assert_eq!((wanted.delta, wanted.change), (-2, StockChange::Withdraw(2)));
        assert!(read(&format!("{ID};Tide;0;\n")).unwrap_err().starts_with("changes nothing"));
    }

    #[test]
    fn each_line_says_what_is_wrong_with_it() {
        let lines = read(&format!("x;A;1;Found\n{ID};B;some;Found\n{ID};C;+1;Found\n{ID};D;2;\n")).unwrap();
        let told: Vec<Vec<&str>> =
            lines.iter().map(|line| line.wrong.iter().map(|error| error.pointer.as_str()).collect()).collect();
        assert_eq!(told, [vec!["/edition_id"], vec!["/change"], vec!["/edition_id"], vec!["/edition_id"]]);
        let lines = read(&format!("{ID};D;2;\n")).unwrap();
        assert_eq!(lines[0].wrong[0].pointer, "/reason");
    }

    #[test]
    fn a_table_needs_its_columns() {
        let table = Table::read(b"edition_id,reason\n1,2\n", 10).unwrap();
        assert_eq!(read_stock(&table).unwrap_err(), "has no column named change in its first line");
    }

    #[test]
    fn a_rehearsal_refuses_what_the_engine_would() {
        let stock = Stock {
            edition_id: EditionId(uuid::Uuid::nil()),
            artwork_id: uuid::Uuid::nil().into(),
            total: Some(25),
            available: 3,
            held: 0,
            sold: 20,
            withdrawn: 2,
            version: 1,
            next_release_at: None,
        };
        assert_eq!(refusal(&stock, -3), None);
        assert_eq!(refusal(&stock, 2), None);
        assert!(refusal(&stock, -4).is_some() && refusal(&stock, 3).is_some());
        assert!(refusal(&Stock { total: None, ..stock }, 1).is_some());
    }
}
