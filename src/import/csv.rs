//! Comma-separated values (RFC 4180), as spreadsheets write them: fields in quotes may hold commas, quotes and line breaks; the
//! separator may be a comma, a semicolon or a tabulator.

/// A table with its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names in the first line.
    pub head: Vec<String>,
    /// The other lines that are not empty: the number of the line in the file, and its fields.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Why a file is no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// It is not text in UTF-8.
    #[error("is not text in UTF-8: save the table as \"CSV UTF-8\"")]
    NotText,
    /// There is nothing in it.
    #[error("is empty")]
    Empty,
    /// A quote that was opened is never closed.
    #[error("has a quotation mark in line {0} that is never closed")]
    OpenQuote(usize),
    /// There are more lines than are taken.
    #[error("has more than {0} lines")]
    TooLong(usize),
}

impl Table {
    /// Reads a file of at most `lines_max` lines below its head.
    ///
    /// # Errors
    /// [`CsvError`].
    pub fn read(bytes: &[u8], lines_max: usize) -> Result<Self, CsvError> {
        let text = std::str::from_utf8(bytes).map_err(|_| CsvError::NotText)?;
        let text = text.trim_start_matches('\u{feff}');
        let separator = separator_of(text);
        let mut rows = Vec::new();
        let mut reader = Reader { letters: text.chars().peekable(), line: 1 };
        let mut head: Option<Vec<String>> = None;
        while let Some((line, fields)) = reader.record(separator)? {
            let is_empty = fields.iter().all(|field| field.trim().is_empty());
            match &head {
                None if is_empty => {}
                None => head = Some(fields),
                Some(_) if is_empty => {}
                Some(_) if rows.len() == lines_max => return Err(CsvError::TooLong(lines_max)),
                Some(_) => rows.push((line, fields)),
            }
        }
        Ok(Self { head: head.ok_or(CsvError::Empty)?, rows })
    }
}

/// The separator that the first line has the most of.
fn separator_of(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| first.matches(separator).count();
    [';', '\t'].into_iter().fold(',', |best, other| if count(other) > count(best) { other } else { best })
}

struct Reader<'t> {
    letters: std::iter::Peekable<std::str::Chars<'t>>,
    line: usize,
}

impl Reader<'_> {
    /// The next record with the number of the line it begins in; `None` at the end.
    fn record(&mut self, separator: char) -> Result<Option<(usize, Vec<String>)>, CsvError> {
        if self.letters.peek().is_none() {
            return Ok(None);
        }
        let begins = self.line;
        let mut fields = vec![String::new()];
        let mut quoted_since: Option<usize> = None;
        while let Some(letter) = self.letters.next() {
            if letter == '\n' {
                self.line += 1;
            }
            let Some(field) = fields.last_mut() else { break };
            match (letter, quoted_since) {
                ('"', Some(_)) if self.letters.peek() == Some(&'"') => {
                    self.letters.next();
                    field.push('"');
                }
                ('"', Some(_)) => quoted_since = None,
                ('"', None) if field.trim().is_empty() => {
                    field.clear();
                    quoted_since = Some(self.line);
                }
                ('\r', None) if self.letters.peek() == Some(&'\n') => {}
                ('\n', None) => return Ok(Some((begins, fields))),
                (letter, None) if letter == separator => fields.push(String::new()),
                (letter, _) => field.push(letter),
            }
        }
        match quoted_since {
            Some(line) => Err(CsvError::OpenQuote(line)),
            None => Ok(Some((begins, fields))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Table {
        Table::read(text.as_bytes(), 100).unwrap()
    }

    #[test]
    fn quotes_hold_separators_line_breaks_and_quotes() {
        let table =
            read("\u{feff}title,description\r\n\"Tide, low\",\"He said \"\"blue\"\".\nTwice.\"\r\n\r\nOrchard,\r\n");
        assert_eq!(table.head, ["title", "description"]);
        assert_eq!(table.rows[0], (2, vec!["Tide, low".to_owned(), "He said \"blue\".\nTwice.".to_owned()]));
        assert_eq!(table.rows[1], (5, vec!["Orchard".to_owned(), String::new()]), "lines are those of the file");
    }

    #[test]
    fn the_separator_is_the_heads_own() {
        assert_eq!(read("title;price\nTide;1,5").rows[0].1, ["Tide", "1,5"]);
        assert_eq!(read("title\tprice\nTide\t15").rows[0].1, ["Tide", "15"]);
        assert_eq!(read("title\nTide").rows[0].1, ["Tide"]);
    }

    #[test]
    fn what_is_no_table_is_told() {
        let refused = |bytes: &[u8], most| Table::read(bytes, most).unwrap_err();
        assert_eq!(refused(b"title\n\xff", 9), CsvError::NotText);
        assert_eq!(refused(b" \n\n", 9), CsvError::Empty);
        assert_eq!(refused(b"title\nA\n\"B\nC", 9), CsvError::OpenQuote(3));
        assert_eq!(refused(b"title\nA\nB\n", 1), CsvError::TooLong(1));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_is_read_again(rows in proptest::collection::vec(proptest::collection::vec("[^\u{feff}]{0,12}", 3), 1..8)) {
            let quoted = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
            let mut text = String::from("a,b,c\n");
            for row in &rows {
                text.push_str(&row.iter().map(quoted).collect::<Vec<_>>().join(","));
                text.push('\n');
            }
            let table = Table::read(text.as_bytes(), 100).unwrap();
            let kept: Vec<Vec<String>> = rows.into_iter().filter(|row| row.iter().any(|field| !field.trim().is_empty())).collect();
            let read: Vec<Vec<String>> = table.rows.into_iter().map(|(_, fields)| fields).collect();
            proptest::prop_assert_eq!(read, kept);
        }
    }
}
