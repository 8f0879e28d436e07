//! The order of a list, and cursors into it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::entry::Entry;
use super::query::Sort;

/// Where a work stands in a list: smaller comes first. The second part makes newest first among equals, the third
/// tells works of the same instant apart.
pub(super) type Key = (i64, i64, u128);

/// The key of a work; `score` is how well it matches, larger is better.
pub(super) fn key(entry: &Entry, sort: Sort, score: i64) -> Key {
    let newest = -entry.record.published_at.map_or(0, |at| at.timestamp_micros());
    let price = entry.price_from_minor();
    let first = match sort {
        Sort::Relevance => -score,
        Sort::Newest => 0,
        Sort::Price => price.unwrap_or(i64::MAX),
        Sort::PriceDescending => -price.unwrap_or(i64::MIN + 1),
        Sort::Size => -area(entry),
        Sort::Popular => -popularity(entry),
    };
    (first, newest, u128::MAX - entry.record.id.0.as_u128())
}

/// The cursor behind a work.
pub(super) fn cursor((first, second, third): Key) -> String {
    URL_SAFE_NO_PAD.encode(format!("{first}|{second}|{}", Uuid::from_u128(third).simple()))
}

/// The key of a cursor; `None` for anything that is not one.
pub(super) fn parse_cursor(text: &str) -> Option<Key> {
    let decoded = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let mut parts = decoded.split('|');
    let key =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, Uuid::parse_str(parts.next()?).ok()?.as_u128());
    parts.next().is_none().then_some(key)
}

fn area(entry: &Entry) -> i64 {
    let areas = entry.record.editions.iter().map(|(e, _)| i64::from(e.width_tenth_mm) * i64::from(e.height_tenth_mm));
    areas.max().unwrap_or(0)
}

/// A wish counts as much as a sale: many works sell once.
fn popularity(entry: &Entry) -> i64 {
    let sold: i64 = entry.record.editions.iter().map(|(_, stock)| stock.sold).sum();
    entry.record.wishlisted.saturating_add(sold)
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
