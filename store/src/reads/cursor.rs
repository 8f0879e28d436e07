//! Cursors of lists: the key of the last item, opaque to others.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use impasto_domain::read::Page;
use uuid::Uuid;

use super::ListError;

/// The place of an item in a list that is ordered by time, then id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) at: DateTime<Utc>,
    pub(super) id: Uuid,
}

impl Key {
    /// Where a list starts that goes from the newest to the oldest.
    pub(super) fn newest() -> Self {
        // Far beyond every stored time, and within what both engines can hold.
        Self { at: DateTime::from_timestamp(32_503_680_000, 0).unwrap_or(DateTime::<Utc>::MAX_UTC), id: Uuid::max() }
    }

    /// Where a list starts that goes from the oldest to the newest.
    pub(super) fn oldest() -> Self {
        Self { at: DateTime::UNIX_EPOCH, id: Uuid::nil() }
    }

    /// The text clients send back.
    pub(super) fn encode(self) -> String {
        let mut bytes = [0_u8; 24];
        bytes[..8].copy_from_slice(&self.at.timestamp_micros().to_be_bytes());
        bytes[8..].copy_from_slice(self.id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The key behind a cursor, or where to start without one.
    pub(super) fn decode(cursor: Option<&str>, start: Self) -> Result<Self, ListError> {
        let Some(cursor) = cursor else { return Ok(start) };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| ListError::BadCursor)?;
        let bytes: [u8; 24] = bytes.try_into().map_err(|_| ListError::BadCursor)?;
        let (at, id) = bytes.split_at(8);
        let at = at.try_into().map(i64::from_be_bytes).map_err(|_| ListError::BadCursor)?;
        let at = DateTime::from_timestamp_micros(at);
        let at = at.filter(|at| (Self::oldest().at..=Self::newest().at).contains(at));
        let id = Uuid::from_slice(id).map_err(|_| ListError::BadCursor)?;
        Ok(Self { at: at.ok_or(ListError::BadCursor)?, id })
    }
}

/// A cursor that is a name.
pub(super) fn name(cursor: Option<&str>) -> Result<String, ListError> {
    let Some(cursor) = cursor else { return Ok(String::new()) };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| ListError::BadCursor)?;
    String::from_utf8(bytes).ok().filter(|name| !name.contains('\0')).ok_or(ListError::BadCursor)
}

/// The text of a name for clients to send back.
pub(super) fn encode_name(name: &str) -> String {
    URL_SAFE_NO_PAD.encode(name)
}

/// How many rows to read for a page: one more tells whether there is another.
pub(super) fn probe(limit: u32) -> i64 {
    i64::from(limit) + 1
}

/// Cuts the probe off and says where the next page starts.
pub(super) fn page<R, T>(
    mut rows: Vec<R>,
    limit: u32,
    total: Option<i64>,
    key: impl Fn(&R) -> String,
    item: impl Fn(R) -> Result<T, ListError>,
) -> Result<Page<T>, ListError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = if more { rows.last().map(key) } else { None };
    let items = rows.into_iter().map(item).collect::<Result<Vec<T>, ListError>>()?;
    Ok(Page { items, next_cursor, total })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_the_key_it_was() {
        let at = DateTime::from_timestamp_micros(1_763_900_000_123_456).unwrap();
        let key = Key { at, id: Uuid::from_u128(7) };
        assert_eq!(Key::decode(Some(&key.encode()), Key::newest()), Ok(key));
        assert_eq!(Key::decode(None, Key::newest()), Ok(Key::newest()));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in
            ["", "x", "%%%%", "AAAA", &URL_SAFE_NO_PAD.encode([0xff_u8; 24]), &URL_SAFE_NO_PAD.encode([0x7f_u8; 24])]
        {
            assert_eq!(Key::decode(Some(text), Key::newest()), Err(ListError::BadCursor), "{text:?}");
        }
        assert_eq!(name(Some("****")), Err(ListError::BadCursor));
        assert_eq!(name(Some(&encode_name("a\0b"))), Err(ListError::BadCursor));
    }
}
