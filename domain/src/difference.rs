//! What differs between two JSON values, for people: one line a leaf.

use serde_json::Value;

/// The most lines of a difference; what is beyond is counted.
pub const LINES_MAX: usize = 40;

/// The most characters of a value in a line.
const VALUE_CHARS: usize = 200;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where: `shipping.methods.0.name`; empty for the whole.
    pub path: String,
    /// What it was; `None` where there was nothing.
    pub before: Option<String>,
    /// What it is; `None` where there is nothing any more.
    pub after: Option<String>,
}

/// The difference of two values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// What differs, in the order of the paths.
    pub changes: Vec<Change>,
    /// How many more there are.
    pub more: usize,
}

/// What differs between `before` and `after`. A null is nothing: what came to be has no before.
#[must_use]
pub fn between(before: &Value, after: &Value) -> Difference {
    let mut difference = Difference::default();
    walk(&mut difference, &mut String::new(), before, after);
    difference
}

fn walk(into: &mut Difference, path: &mut String, before: &Value, after: &Value) {
    if before == after {
        return;
    }
    let null = Value::Null;
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                step(into, path, name, old.get(name).unwrap_or(&null), new.get(name).unwrap_or(&null));
            }
        }
        (Value::Object(old), Value::Null) => {
            old.iter().for_each(|(name, value)| step(into, path, name, value, &null));
        }
        (Value::Null, Value::Object(new)) => {
            new.iter().for_each(|(name, value)| step(into, path, name, &null, value));
        }
        (Value::Array(old), Value::Array(new)) if old.iter().chain(new).any(Value::is_object) => {
            for place in 0..old.len().max(new.len()) {
                let (old, new) = (old.get(place).unwrap_or(&null), new.get(place).unwrap_or(&null));
                step(into, path, &place.to_string(), old, new);
            }
        }
        _ if into.changes.len() >= LINES_MAX => into.more += 1,
        _ => into.changes.push(Change { path: path.clone(), before: told(before), after: told(after) }),
    }
}

fn step(into: &mut Difference, path: &mut String, name: &str, before: &Value, after: &Value) {
    let length = path.len();
    if length > 0 {
        path.push('.');
    }
    path.push_str(name);
    walk(into, path, before, after);
    path.truncate(length);
}

/// A value in words; `None` for nothing.
fn told(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(items) => items.iter().filter_map(told).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    if text.chars().count() <= VALUE_CHARS {
        return Some(text);
    }
    Some(text.chars().take(VALUE_CHARS).chain(['…']).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lines(before: &Value, after: &Value) -> Vec<(String, String, String)> {
        let gone = |side: Option<String>| side.unwrap_or_else(|| "-".to_owned());
        let changes = between(before, after).changes.into_iter();
        changes.map(|change| (change.path, gone(change.before), gone(change.after))).collect()
    }

    fn line(path: &str, before: &str, after: &str) -> (String, String, String) {
        (path.to_owned(), before.to_owned(), after.to_owned())
    }

    #[test]
    fn only_what_differs_is_told_where_it_is() {
        let before = json!({"a": {"b": 1, "c": true}, "same": [1, {"x": 2}], "roles": ["customer"]});
        let after =
            json!({"a": {"b": 2, "c": true}, "same": [1, {"x": 2}], "roles": ["customer", "admin"], "new": "n"});
        assert_eq!(
            lines(&before, &after),
            [line("a.b", "1", "2"), line("new", "-", "n"), line("roles", "customer", "customer, admin")]
        );
        assert_eq!(lines(&after, &after), []);
    }

    #[test]
    fn what_comes_to_be_and_what_goes_has_one_side_only() {
        assert_eq!(lines(&Value::Null, &json!({"suspended": true})), [line("suspended", "-", "yes")]);
        assert_eq!(lines(&json!({"a": {"b": "x"}}), &Value::Null), [line("a.b", "x", "-")]);
        assert_eq!(lines(&json!(1), &json!(2)), [line("", "1", "2")]);
        assert_eq!(lines(&json!([{"n": 1}]), &json!([{"n": 1}, {"n": 2}])), [line("1.n", "-", "2")]);
    }

    #[test]
    fn long_values_and_long_lists_are_cut() {
        let long = between(&Value::Null, &json!("x".repeat(500)));
        assert_eq!(long.changes[0].after.as_ref().map(|text| text.chars().count()), Some(201));
        let many: serde_json::Map<String, Value> = (0..50).map(|n| (format!("k{n}"), json!(n))).collect();
        let many = between(&json!({}), &Value::Object(many));
        assert_eq!((many.changes.len(), many.more), (LINES_MAX, 10));
    }
}
