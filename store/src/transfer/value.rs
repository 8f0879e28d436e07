//! A value of the embedded database as the server keeps it, and the form in which values of both are compared.

use chrono::{DateTime, Utc};
use rusqlite::types::ValueRef;
use serde_json::Value;
use std::fmt::Write;

use crate::sql::Kind;

/// The first moment of PostgreSQL's times, in microseconds after 1970.
const EPOCH_MICROS: i64 = 946_684_800_000_000;

/// The number of jsonb's binary form, before its text.
const JSONB_VERSION: u8 = 1;

/// Whole numbers up to here are the same as a float and as an integer.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

/// A value as the server's binary form has it; `None` is null.
///
/// # Errors
/// What is wrong with a value that is not of the column's kind, or that the server does not take.
pub(super) fn sent(kind: Kind, value: ValueRef<'_>) -> Result<Option<Vec<u8>>, String> {
    let other = || format!("{} where {} is expected", value.data_type(), told(kind));
    if matches!(value, ValueRef::Null) {
        return Ok(None);
    }
    let bytes = match kind {
        Kind::Uuid => {
            let bytes = value.as_blob().map_err(|_| other())?;
            if bytes.len() != 16 {
                return Err(format!("{} bytes where an id has 16", bytes.len()));
            }
            bytes.to_vec()
        }
        Kind::Int => value.as_i64().map_err(|_| other())?.to_be_bytes().to_vec(),
        Kind::Bool => match value.as_i64().map_err(|_| other())? {
            0 => vec![0],
            1 => vec![1],
            number => return Err(format!("{number} where 0 or 1 is expected")),
        },
        Kind::Time => {
            let text = text(value).ok_or_else(other)??;
            let time = DateTime::parse_from_rfc3339(text).map_err(|_| format!("{text:?} is not a time"))?;
            // Microseconds are the finest the server knows; what is finer is cut off, as when the program writes there.
            (time.with_timezone(&Utc).timestamp_micros() - EPOCH_MICROS).to_be_bytes().to_vec()
        }
        Kind::Text | Kind::Json => text(value).ok_or_else(other)??.as_bytes().to_vec(),
        Kind::Jsonb => [&[JSONB_VERSION], text(value).ok_or_else(other)??.as_bytes()].concat(),
        Kind::Bytes => value.as_blob().map_err(|_| other())?.to_vec(),
    };
    Ok(Some(bytes))
}

/// The text of a value; `None` when it is none.
fn text(value: ValueRef<'_>) -> Option<Result<&str, String>> {
    let ValueRef::Text(bytes) = value else { return None };
    Some(match std::str::from_utf8(bytes) {
        Err(_) => Err("it is not UTF-8".to_owned()),
        Ok(text) if text.contains('\0') => Err("it has a null character, which the server does not take".to_owned()),
        Ok(text) => Ok(text),
    })
}

/// A value in the form in which both sides are compared: the server's binary form, but for jsonb, which the server
/// writes in its own way: that with its keys in order, without spaces, and whole numbers as such.
pub(super) fn canonical(kind: Kind, bytes: Vec<u8>) -> Vec<u8> {
    if kind != Kind::Jsonb {
        return bytes;
    }
    let parsed: Option<Value> = bytes.strip_prefix(&[JSONB_VERSION]).and_then(|text| serde_json::from_slice(text).ok());
    match parsed {
        Some(value) => {
            let mut out = String::with_capacity(bytes.len());
            write_json(&value, &mut out);
            out.into_bytes()
        }
        // No JSON: then it is at least these bytes.
        None => bytes,
    }
}

fn write_json(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(name, _)| *name);
            list(out, ['{', '}'], entries, |(name, value), out| {
                write_text(name, out);
                out.push(':');
                write_json(value, out);
            });
        }
        Value::Array(items) => list(out, ['[', ']'], items, write_json),
        Value::String(text) => write_text(text, out),
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT_MAX => {
                #[expect(clippy::cast_possible_truncation, reason = "whole, and within what both hold exactly")]
                let whole = float as i64;
                // Writing to a string cannot fail.
                let _ = write!(out, "{whole}");
            }
            _ => out.push_str(&number.to_string()),
        },
        Value::Bool(_) | Value::Null => out.push_str(&value.to_string()),
    }
}

fn list<T>(
    out: &mut String,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(T, &mut String),
) {
    out.push(open);
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(close);
}

fn write_text(text: &str, out: &mut String) {
    out.push_str(&Value::from(text).to_string());
}

/// A key's value for people.
pub(super) fn shown(kind: Kind, bytes: Option<&[u8]>) -> String {
    let Some(bytes) = bytes else { return "null".to_owned() };
    match kind {
        Kind::Uuid => uuid::Uuid::from_slice(bytes).map_or_else(|_| hex(bytes), |id| id.to_string()),
        Kind::Int => bytes.try_into().map_or_else(|_| hex(bytes), |bytes| i64::from_be_bytes(bytes).to_string()),
        Kind::Text | Kind::Json => format!("{:?}", String::from_utf8_lossy(bytes)),
        Kind::Time | Kind::Bool | Kind::Bytes | Kind::Jsonb => hex(bytes),
    }
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn told(kind: Kind) -> &'static str {
    match kind {
        Kind::Uuid => "an id",
        Kind::Int => "a whole number",
        Kind::Text => "a text",
        Kind::Time => "a time",
        Kind::Bool => "0 or 1",
        Kind::Bytes => "bytes",
        Kind::Json | Kind::Jsonb => "JSON",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(text: &str) -> ValueRef<'_> {
        ValueRef::Text(text.as_bytes())
    }

    #[test]
    fn times_are_cut_to_microseconds_wherever_they_were_written() {
        let micros = |text: &str| {
            let bytes = sent(Kind::Time, text_of(text)).unwrap().unwrap();
            i64::from_be_bytes(bytes.try_into().unwrap())
        };
        assert_eq!(micros("2000-01-01T00:00:00+00:00"), 0);
        assert_eq!(micros("2000-01-01T00:00:01.000002999+00:00"), 1_000_002);
        assert_eq!(micros("2000-01-01T01:00:00.5+01:00"), 500_000);
        assert_eq!(micros("1970-01-01T00:00:00Z"), -EPOCH_MICROS);
    }

    #[test]
    fn what_has_no_place_on_the_server_is_told() {
        let refused = |kind, value| sent(kind, value).unwrap_err();
        assert_eq!(refused(Kind::Uuid, ValueRef::Blob(&[1; 15])), "15 bytes where an id has 16");
        assert_eq!(refused(Kind::Bool, ValueRef::Integer(2)), "2 where 0 or 1 is expected");
        assert_eq!(refused(Kind::Int, text_of("7")), "Text where a whole number is expected");
        assert!(refused(Kind::Time, text_of("yesterday")).contains("yesterday"));
        assert!(refused(Kind::Text, text_of("a\0b")).contains("null character"));
        assert!(refused(Kind::Text, ValueRef::Text(&[0xff])).contains("UTF-8"));
        assert_eq!(sent(Kind::Uuid, ValueRef::Null), Ok(None));
    }

    #[test]
    fn json_that_means_the_same_compares_the_same() {
        let canonical = |text: &str| {
            let bytes = canonical(Kind::Jsonb, [&[JSONB_VERSION], text.as_bytes()].concat());
            String::from_utf8(bytes).unwrap()
        };
        let one = canonical(r#"{"b":[1,2.50,1e2,"\u00e4\n"],"a":{"z":null,"y":true}}"#);
        let two = canonical(r#"{ "a": {"y": true, "z": null}, "b": [1, 2.50, 100, "ä\n"] }"#);
        assert_eq!(one, two);
        assert_eq!(one, r#"{"a":{"y":true,"z":null},"b":[1,2.5,100,"ä\n"]}"#);
        assert_ne!(canonical("[1,2]"), canonical("[2,1]"));
        assert_eq!(canonical("18446744073709551615"), "18446744073709551615");
    }

    #[test]
    fn text_of_json_columns_is_compared_as_it_is() {
        assert_eq!(canonical(Kind::Json, b"{ \"a\": 1 }".to_vec()), b"{ \"a\": 1 }");
    }
}
