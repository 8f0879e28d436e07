//! Checking fields: collects every error of a body with its JSON pointer, so that one answer names them all.
//! Knows nothing of a particular body. What pages judge before a form is sent, `web/static/js/judging.js` judges alike:
//! `web/tests/judging-cases.json` holds the cases that both must pass.

use std::fmt::Display;
use std::ops::RangeInclusive;

use impasto_domain::vat_id::VatId;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::problem::{FieldError, Problem};

/// Collects the errors of one body.
///
/// ```ignore
/// let mut fields = Fields::new();
/// let title = fields.line("/title", &body.title, 200);
/// fields.range("/year", body.year, -3_000..=2_100);
/// fields.finish()?;
/// ```
#[derive(Debug, Default)]
pub struct Fields {
    prefix: String,
    errors: Vec<FieldError>,
}

impl Fields {
    /// No errors yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes an error at a pointer below the present prefix.
    pub fn add(&mut self, pointer: impl Display, message: impl Into<String>) {
        self.errors.push(FieldError { pointer: format!("{}{pointer}", self.prefix), message: message.into() });
    }

    /// Notes an error unless `good`.
    pub fn check(&mut self, good: bool, pointer: impl Display, message: impl Into<String>) {
        if !good {
            self.add(pointer, message);
        }
    }

    /// Checks the members of something nested: their pointers get `prefix` in front.
    pub fn within<T>(&mut self, prefix: impl Display, check: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.prefix.len();
        self.prefix.push_str(&prefix.to_string());
        let value = check(self);
        self.prefix.truncate(length);
        value
    }

    /// A line of text that must be there: trimmed, in NFC, without control characters, at most `max_chars` long.
    pub fn line(&mut self, pointer: impl Display, text: &str, max_chars: usize) -> String {
        let line = self.maybe_empty_line(&pointer, text, max_chars);
        if line.chars().all(is_invisible) {
            self.add(pointer, "must not be empty");
        }
        line
    }

    /// A line of text that may be left out; an empty one counts as left out.
    pub fn optional_line(&mut self, pointer: impl Display, text: Option<&str>, max_chars: usize) -> Option<String> {
        let line = self.maybe_empty_line(&pointer, text?, max_chars);
        (!line.is_empty()).then_some(line)
    }

    /// A VAT id in its plain form, or none: of a country's form, with a check digit that fits where its rule is known.
    pub fn vat_id(&mut self, pointer: impl Display, text: Option<&str>) -> Option<String> {
        let line = self.optional_line(&pointer, text, 30)?;
        match VatId::parse(&line) {
            Ok(id) => Some(id.as_str().to_owned()),
            Err(error) => {
                self.add(pointer, error.to_string());
                None
            }
        }
    }

    /// Text of several lines, which may be empty: trimmed, in NFC, line ends as `\n`, no other control characters but
    /// the tabulator, at most `max_chars` long.
    pub fn prose(&mut self, pointer: impl Display, text: &str, max_chars: usize) -> String {
        let text = nfc(text.trim());
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
        if text.chars().any(|letter| letter.is_control() && letter != '\n' && letter != '\t') {
            self.add(&pointer, "must not contain control characters");
        }
        self.length(pointer, &text, max_chars);
        text
    }

    /// Several lines of text (styles, subjects): each as [`Fields::line`], at most `max_items` of them.
    pub fn lines(
        &mut self,
        pointer: impl Display,
        texts: &[String],
        max_items: usize,
        max_chars: usize,
    ) -> Vec<String> {
        self.check(texts.len() <= max_items, &pointer, format!("must have at most {max_items} entries"));
        let looked_at = texts.iter().take(max_items).enumerate();
        looked_at.map(|(index, text)| self.line(format_args!("{pointer}/{index}"), text, max_chars)).collect()
    }

    /// An e-mail address of the usual form: one `@`, a local part, a domain with a dot. Whether mail arrives there, only
    /// a mail can tell.
    pub fn email(&mut self, pointer: impl Display, text: &str) -> String {
        let email = self.line(&pointer, text, 254);
        let good = email.rsplit_once('@').is_some_and(|(local, domain)| is_local_part(local) && is_domain(domain));
        self.check(email.is_empty() || good, pointer, "must be an e-mail address");
        email
    }

    /// A number (or anything else that is ordered) between two bounds, both included.
    pub fn range<T: PartialOrd + Display>(&mut self, pointer: impl Display, value: T, range: RangeInclusive<T>) {
        let message = format!("must be between {} and {}", range.start(), range.end());
        self.check(range.contains(&value), pointer, message);
    }

    /// Whether nothing was wrong so far.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.errors.is_empty()
    }

    /// Ends the check.
    ///
    /// # Errors
    /// 422 `invalid-fields` with everything that was noted.
    pub fn finish(self) -> Result<(), Problem> {
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::fields(self.errors)) }
    }

    fn maybe_empty_line(&mut self, pointer: &impl Display, text: &str, max_chars: usize) -> String {
        let line = nfc(text.trim());
        if line.chars().any(is_line_breaking) {
            self.add(pointer, "must be one line without control characters");
        }
        self.length(pointer, &line, max_chars);
        line
    }

    fn length(&mut self, pointer: impl Display, text: &str, max_chars: usize) {
        // Bytes first: a text with no more bytes than characters allowed need not be counted.
        if text.len() > max_chars && text.chars().count() > max_chars {
            self.add(pointer, format!("must have at most {max_chars} characters"));
        }
    }
}

fn is_local_part(local: &str) -> bool {
    let dots = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    let strange = |c: char| c.is_whitespace() || "@<>()[],;:\\\"".contains(c);
    (1..=64).contains(&local.len()) && dots && !local.contains(strange)
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    domain.contains('.') && domain.split('.').all(is_label)
}

/// The text in Unicode's normal form C, so that the same letters typed on different systems compare equal.
#[must_use]
pub fn nfc(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// Escapes a member's name for a JSON pointer (RFC 6901).
#[must_use]
pub fn pointer_segment(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Control characters, Unicode's own line and paragraph separators, and what turns the writing direction of all that
/// follows, beyond the line's end.
fn is_line_breaking(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Letters without a width: a text of nothing else is as good as none.
fn is_invisible(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_errors_are_named_with_their_pointers() {
        let mut fields = Fields::new();
        fields.line("/title", "  ", 10);
        fields.range("/year", 3_000, 0..=2_100);
        fields.within("/shipping_address", |fields| fields.line("/city", "a\u{0}b", 10));
        fields.lines("/styles", &["ok".into(), "far too long for this".into()], 5, 8);
        let problem = fields.finish().unwrap_err();
        let pointers: Vec<&str> = problem.field_errors().iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/title", "/year", "/shipping_address/city", "/styles/1"]);
    }

    #[test]
    fn lines_are_trimmed_and_normalised_and_counted_in_characters() {
        let mut fields = Fields::new();
        assert_eq!(fields.line("/name", " Ame\u{301}lie ", 6), "Am\u{e9}lie");
        assert_eq!(fields.line("/name", "ééééé", 5), "ééééé");
        assert_eq!(fields.optional_line("/line2", Some("  "), 5), None);
        assert_eq!(fields.prose("/text", "a\r\nb\rc\n", 10), "a\nb\nc");
        assert!(fields.is_good());
        fields.prose("/text", "a\u{8}b", 10);
        fields.line("/name", "two\nlines", 20);
        for text in ["\u{200b}", "\u{feff} \u{200d}", "\u{202e}gnihtemos"] {
            let mut fields = Fields::new();
            fields.line("/name", text, 20);
            assert!(!fields.is_good(), "{text:?}");
        }
        assert!(!fields.is_good());
    }

    #[test]
    fn only_addresses_of_the_usual_form_are_taken() {
        let good = |text: &str| {
            let mut fields = Fields::new();
            fields.email("/email", text);
            fields.is_good()
        };
        for text in ["zoe@example.com", "zoë+art@bücher.example", " a@b.co ", "o'neill@x-y.test"] {
            assert!(good(text), "{text}");
        }
        for text in [
            "",
            "zoe",
            "@example.com",
            "zoe@",
            "zoe@example",
            "a b@example.com",
            "a@b@example.com",
            "a@.com",
            "a@b..com",
            "a,b@example.com",
            ".a@b.co",
            "a..b@b.co",
            "a@-x.test",
            "a@x_y.test",
        ] {
            assert!(!good(text), "{text}");
        }
    }

    fn cases(group: &str) -> Vec<serde_json::Value> {
        let text = include_str!("../../web/tests/judging-cases.json");
        let all: serde_json::Value = serde_json::from_str(text).unwrap();
        let cases = all[group].as_array().unwrap().clone();
        assert!(!cases.is_empty(), "the group {group} holds no case");
        cases
    }

    #[test]
    fn addresses_are_judged_as_the_shared_cases_say() {
        for case in cases("email") {
            let mut fields = Fields::new();
            fields.email("/email", case["text"].as_str().unwrap());
            assert_eq!(fields.is_good(), case["good"].as_bool().unwrap(), "{case}");
        }
    }

    #[test]
    fn lines_are_judged_as_the_shared_cases_say() {
        for case in cases("line") {
            let mut fields = Fields::new();
            let most = usize::try_from(case["most"].as_u64().unwrap()).unwrap();
            fields.line("/line", case["text"].as_str().unwrap(), most);
            let first = fields.errors.first().map(|error| error.message.as_str());
            assert_eq!(first, case["message"].as_str(), "{case}");
        }
    }
}
