//! The history: one JSON line for every question whose answer matters and every acknowledgement, written the moment it happens.
//! It does not judge; `claims.rs` and `verify/` do. The file holds tokens of the run's visitors, so it is made readable by its owner only.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::api::Copy;
use crate::failure::Failure;

const LONGEST_LINE: usize = 256 * 1024;

/// One line. Times are microseconds since 1970 by the generator's clock: `sent_us` when the request left, `at_us` when its answer was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Line {
    /// A run begins.
    Run {
        /// Eight hex digits; part of every e-mail address of the run.
        run: String,
        /// When.
        at_us: i64,
        /// The scenario.
        scenario: String,
    },
    /// An edition was made for this run: nobody else knows of it.
    Made {
        /// Its work.
        artwork: Uuid,
        /// The edition.
        edition: Uuid,
    },
    /// A hold was acknowledged.
    Held {
        /// The owner.
        owner: Uuid,
        /// What is held.
        edition: Uuid,
        /// Which copies; empty for open editions.
        copies: Vec<Copy>,
        /// When the request left.
        sent_us: i64,
        /// When the answer was read.
        at_us: i64,
        /// For how long from the server's clock at its answer, microseconds.
        for_us: i64,
    },
    /// A release is about to be asked for: from here on the hold is not claimed any more.
    Releasing {
        /// The owner.
        owner: Uuid,
        /// What was held.
        edition: Uuid,
        /// When.
        at_us: i64,
    },
    /// A checkout is about to be asked for.
    Asked(Ask),
    /// The order was placed and is not paid (yet).
    Placed(Answer),
    /// The order was placed and paid.
    Paid(Answer),
    /// The order was placed and its payment declined.
    Declined(Answer),
    /// The checkout was refused: no order exists.
    Refused {
        /// The checkout's Idempotency-Key.
        key: Uuid,
        /// The refusal's status.
        status: u16,
        /// The refusal's problem type.
        problem: String,
        /// When the answer was read.
        at_us: i64,
    },
    /// Another payment of a declined order is about to be asked for: from here on the order may become paid.
    PayingAgain {
        /// The checkout's Idempotency-Key.
        key: Uuid,
    },
    /// No answer came and none is waited for any more: the order may exist or not.
    Unanswered {
        /// The checkout's Idempotency-Key.
        key: Uuid,
        /// What came instead.
        reason: String,
    },
}

/// A checkout as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ask {
    /// Its Idempotency-Key.
    pub(crate) key: Uuid,
    /// The owner.
    pub(crate) owner: Uuid,
    /// The owner's `X-Visitor` token.
    pub(crate) token: String,
    /// The order's e-mail address: unique to this key.
    pub(crate) email: String,
    /// The work.
    pub(crate) artwork: Uuid,
    /// The edition in the cart.
    pub(crate) edition: Uuid,
    /// The edition counts copies (it is not open).
    pub(crate) counted: bool,
    /// How many.
    pub(crate) quantity: u32,
    /// The held copies.
    pub(crate) copies: Vec<Copy>,
    /// When it was sent.
    pub(crate) at_us: i64,
}

/// An order as it was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// The checkout's Idempotency-Key.
    pub(crate) key: Uuid,
    /// The order.
    pub(crate) order: Uuid,
    /// Its number.
    pub(crate) number: String,
    /// What is to pay, minor units.
    pub(crate) amount: i64,
    /// ISO 4217 code.
    pub(crate) currency: String,
    /// Which copies.
    pub(crate) copies: Vec<Copy>,
    /// When the answer was read.
    pub(crate) at_us: i64,
}

/// An open history file.
pub(crate) struct History {
    path: PathBuf,
    file: Mutex<(File, Vec<u8>)>,
    broken: AtomicBool,
    temporary: bool,
}

impl History {
    /// Opens `path` to append to, or a new file in the folder for temporary files.
    pub(crate) fn open(path: Option<&Path>, run: &str) -> Result<Self, Failure> {
        let temporary = path.is_none();
        let path = match path {
            Some(path) => path.to_owned(),
            None => std::env::temp_dir().join(format!("impasto-history-{run}.jsonl")),
        };
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| Failure::file(&path, error))?;
        Ok(Self { path, file: Mutex::new((file, Vec::with_capacity(1024))), broken: AtomicBool::new(false), temporary })
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Appends one line and hands it to the operating system before it returns.
    pub(crate) fn append(&self, line: &Line) {
        let Ok(mut file) = self.file.lock() else {
            self.broken.store(true, Ordering::Relaxed);
            return;
        };
        let (file, text) = &mut *file;
        text.clear();
        let written = serde_json::to_writer(&mut *text, line).map_err(std::io::Error::from).and_then(|()| {
            text.push(b'\n');
            file.write_all(text)
        });
        if written.is_err() {
            self.broken.store(true, Ordering::Relaxed);
        }
    }

    /// Fails if any line could not be written: then nothing is proven.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.broken.load(Ordering::Relaxed) {
            return Err(Failure::file(&self.path, "a line could not be written, so the run proves nothing"));
        }
        Ok(())
    }

    /// Removes the file if nobody asked for it by name.
    pub(crate) fn discard_if_temporary(&self) {
        if self.temporary {
            // Left behind, it only takes room.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Reads a history line by line. A torn last line (the generator was killed) is left out; any other broken line is an error.
pub(crate) fn read(path: &Path, mut each: impl FnMut(usize, Line)) -> Result<usize, Failure> {
    let file = File::open(path).map_err(|error| Failure::file(path, error))?;
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let (mut text, mut number) = (Vec::new(), 0);
    loop {
        text.clear();
        let bytes = reader.read_until(b'\n', &mut text).map_err(|error| Failure::file(path, error))?;
        if bytes == 0 || text.last() != Some(&b'\n') {
            return Ok(number);
        }
        number += 1;
        if text.len() > LONGEST_LINE {
            return Err(Failure::file(path, format!("line {number} is too long")));
        }
        let line =
            serde_json::from_slice(&text).map_err(|error| Failure::file(path, format!("line {number}: {error}")))?;
        each(number, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16) -> Line {
        Line::Refused { key: Uuid::from_u128(7), status, problem: "/problems/sold-out".to_owned(), at_us: 1 }
    }

    #[test]
    fn what_is_appended_is_read_back_and_a_torn_end_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("h");
        let history = History::open(Some(&path), "x").unwrap();
        history.append(&refused(409));
        history.append(&refused(422));
        history.check().unwrap();
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"event\":\"ref").unwrap();
        let mut lines = Vec::new();
        assert_eq!(read(&path, |_, line| lines.push(line)).unwrap(), 2);
        assert_eq!(lines, [refused(409), refused(422)]);
        history.discard_if_temporary();
        assert!(path.exists());
    }

    #[test]
    fn a_broken_line_in_the_middle_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("h");
        std::fs::write(&path, "{}\n{}\n").unwrap();
        let error = read(&path, |_, _| ()).unwrap_err().to_string();
        assert!(error.contains("line 1"), "{error}");
    }
}
