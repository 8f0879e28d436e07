//! Rows in PostgreSQL's binary form of COPY, written and read.

/// A row: the bytes of each value, none for null.
pub(super) type Row = Vec<Option<Vec<u8>>>;

/// What comes before the first row: the signature, no flags, no extension.
pub(super) const HEADER: &[u8; 19] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// What comes after the last row.
pub(super) const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();

/// Rows on their way.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub(super) rows: u64,
    pub(super) bytes: Vec<u8>,
}

impl Chunk {
    /// Adds a row.
    ///
    /// # Errors
    /// A row of more columns, or a value of more bytes, than the form can say.
    pub(super) fn push(&mut self, row: &Row) -> Result<(), &'static str> {
        let columns = i16::try_from(row.len()).map_err(|_| "it has too many columns")?;
        self.bytes.extend(columns.to_be_bytes());
        for value in row {
            match value {
                None => self.bytes.extend((-1_i32).to_be_bytes()),
                Some(value) => {
                    let length = i32::try_from(value.len()).map_err(|_| "it is larger than 2 GiB")?;
                    self.bytes.extend(length.to_be_bytes());
                    self.bytes.extend(value);
                }
            }
        }
        self.rows += 1;
        Ok(())
    }
}

/// Reads rows from pieces of any size.
#[derive(Debug)]
pub(super) struct Rows {
    bytes: Vec<u8>,
    read: usize,
    begun: bool,
}

impl Rows {
    /// Of what a server sends, header and trailer included.
    pub(super) fn sent() -> Self {
        Self { bytes: Vec::new(), read: 0, begun: false }
    }

    /// Of a [`Chunk`].
    pub(super) fn of(chunk: Chunk) -> Self {
        Self { bytes: chunk.bytes, read: 0, begun: true }
    }

    /// Takes in another piece.
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.bytes.drain(..self.read);
        self.read = 0;
        self.bytes.extend(piece);
    }

    /// The next row, once all of it is there.
    pub(super) fn next_row(&mut self) -> Option<Row> {
        if !self.begun {
            self.bytes.get(..HEADER.len())?;
            self.read = HEADER.len();
            self.begun = true;
        }
        let mut at = self.read;
        let columns = i16::from_be_bytes(self.take(&mut at)?);
        // The trailer: nothing comes after it.
        let columns = usize::try_from(columns).ok()?;
        let mut row = Row::with_capacity(columns);
        for _ in 0..columns {
            let length = i32::from_be_bytes(self.take(&mut at)?);
            row.push(match usize::try_from(length) {
                Err(_) => None,
                Ok(length) => {
                    let value = self.bytes.get(at..at + length)?.to_vec();
                    at += length;
                    Some(value)
                }
            });
        }
        self.read = at;
        Some(row)
    }

    fn take<const N: usize>(&self, at: &mut usize) -> Option<[u8; N]> {
        let taken = self.bytes.get(*at..*at + N)?.try_into().ok()?;
        *at += N;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_out_as_they_went_in_however_they_are_cut() {
        let rows: Vec<Row> =
            vec![vec![Some(b"one".to_vec()), None], vec![Some(Vec::new()), Some(vec![0; 300])], vec![None, None]];
        let mut chunk = Chunk::default();
        for row in &rows {
            chunk.push(row).unwrap();
        }
        assert_eq!(chunk.rows, 3);
        let sent = [HEADER.as_slice(), &chunk.bytes, &TRAILER].concat();
        for size in [1, 7, sent.len()] {
            let mut reader = Rows::sent();
            let mut found = Vec::new();
            for piece in sent.chunks(size) {
                reader.push(piece);
                found.extend(std::iter::from_fn(|| reader.next_row()));
            }
            assert_eq!(found, rows, "in pieces of {size}");
        }
        let mut reader = Rows::of(chunk);
        assert_eq!(std::iter::from_fn(|| reader.next_row()).collect::<Vec<_>>(), rows);
    }
}
