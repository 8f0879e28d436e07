//! Where a work stands in a list, and cursors that say so.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// Where a work stands in a list: smaller comes first. The second part makes newest first among equals, the third
/// tells works of the same instant apart.
pub(crate) type Key = (i64, i64, u128);

/// The cursor behind a work.
pub(crate) fn cursor((first, second, third): Key) -> String {
    URL_SAFE_NO_PAD.encode(format!("{first}|{second}|{}", Uuid::from_u128(third).simple()))
}

/// The key of a cursor; `None` for anything that is not one.
pub(crate) fn parse_cursor(text: &str) -> Option<Key> {
    let decoded = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let mut parts = decoded.split('|');
    let key =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, Uuid::parse_str(parts.next()?).ok()?.as_u128());
    parts.next().is_none().then_some(key)
}

/// Whether a text is a cursor that an answer could have given.
#[must_use]
pub fn is_cursor(text: &str) -> bool {
    parse_cursor(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_round_trip_and_strangers_are_refused() {
        let key = (-12, 34, 56);
        assert_eq!(parse_cursor(&cursor(key)), Some(key));
        for text in ["", "abc", "!!!", &URL_SAFE_NO_PAD.encode("1|2|3|4"), &URL_SAFE_NO_PAD.encode("1|2")] {
            assert_eq!(parse_cursor(text), None);
        }
    }
}
