//! One sentence with what is put into it.
//! It does not know where sentences are kept.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};

use super::shelf;

/// The marks of a message stand for markup: `<1>…</1>` around words, `<1/>` alone. [`shelf`] turns them into these letters
/// of the private use area when it reads the files, so that nothing put into a message can pass for one.
pub(super) const OPENS: u32 = 0xE000;
pub(super) const CLOSES: u32 = 0xE010;
pub(super) const STANDS: u32 = 0xE020;
/// The highest number of a mark.
pub(super) const MARKS: u32 = 9;

/// The message of an id, in the language that is spoken now. An id that no file has shows as itself; a test of the modules
/// (`web/tests/languages.test.js`) finds those.
#[must_use]
pub fn t(id: &str) -> Message<'_> {
    Message { id, args: None, marks: Vec::new() }
}

/// A message on its way to its words.
#[derive(Debug)]
pub struct Message<'m> {
    id: &'m str,
    args: Option<FluentArgs<'m>>,
    marks: Vec<(Cow<'m, str>, &'static str)>,
}

/// What can be put into a message. Numbers are written in the language's groups and choose plural forms; a year or a
/// document's number is text.
pub trait Argument {
    /// The value as Fluent takes it.
    fn value(&self) -> FluentValue<'static>;
}

impl<'m> Message<'m> {
    /// With a value for `{ $name }`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Argument) -> Self {
        self.args.get_or_insert_default().set(name, value.value());
        self
    }

    /// The next mark is a link: `<1>…</1>` becomes `<a href="url">…</a>`.
    #[must_use]
    pub fn link(self, url: impl AsRef<str>) -> Self {
        let open = format!("<a href=\"{}\">", escaped(url.as_ref()));
        self.around(open, "</a>")
    }

    /// The next mark is this markup: for `<1>…</1>` what stands before and after, for `<1/>` the first of them.
    #[must_use]
    pub fn around(mut self, open: impl Into<Cow<'m, str>>, close: &'static str) -> Self {
        self.marks.push((open.into(), close));
        self
    }

    /// The sentence with its marks as markup, everything else escaped. In a template: `{{ …html()|safe }}`.
    #[must_use]
    pub fn html(&self) -> String {
        let words = self.words();
        let mut html = String::with_capacity(words.len() + 64);
        for letter in words.chars() {
            match mark(letter) {
                Some((kind, number)) => {
                    let found = self.marks.get(number);
                    html.push_str(found.map_or("", |(open, close)| if kind == CLOSES { close } else { open.as_ref() }));
                }
                None => push_escaped(&mut html, letter),
            }
        }
        html
    }

    fn words(&self) -> Cow<'static, str> {
        shelf::words(self.id, self.args.as_ref())
    }
}

/// The sentence as text, without its marks.
impl fmt::Display for Message<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words();
        if !words.contains(|letter| mark(letter).is_some()) {
            return formatter.write_str(&words);
        }
        let bare: String = words.chars().filter(|letter| mark(*letter).is_none()).collect();
        formatter.write_str(&bare)
    }
}

impl From<Message<'_>> for String {
    fn from(message: Message<'_>) -> Self {
        message.to_string()
    }
}

/// The kind of a mark and its place in the list, if a letter is one.
fn mark(letter: char) -> Option<(u32, usize)> {
    let code = u32::from(letter);
    let kind = [OPENS, CLOSES, STANDS].into_iter().find(|kind| (kind + 1..=kind + MARKS).contains(&code))?;
    Some((kind, (code - kind - 1) as usize))
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    text.chars().for_each(|letter| push_escaped(&mut html, letter));
    html
}

fn push_escaped(html: &mut String, letter: char) {
    match letter {
        '&' => html.push_str("&#38;"),
        '<' => html.push_str("&#60;"),
        '>' => html.push_str("&#62;"),
        '"' => html.push_str("&#34;"),
        '\'' => html.push_str("&#39;"),
        other => html.push(other),
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

impl Argument for str {
    fn value(&self) -> FluentValue<'static> {
        let own: String = self.chars().filter(|letter| mark(*letter).is_none()).collect();
        FluentValue::String(own.into())
    }
}

impl Argument for String {
    fn value(&self) -> FluentValue<'static> {
        self.as_str().value()
    }
}

impl Argument for Cow<'_, str> {
    fn value(&self) -> FluentValue<'static> {
        self.as_ref().value()
    }
}

impl Argument for Message<'_> {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::String(self.to_string().into())
    }
}

macro_rules! numbers {
    ($($kind:ty)*) => {$(
        impl Argument for $kind {
            fn value(&self) -> FluentValue<'static> {
                FluentValue::from(*self)
            }
        }
    )*};
}

numbers!(u8 u16 u32 u64 usize i32 i64);

#[cfg(test)]
mod tests {
    use super::super::language::{Language, within};
    use super::*;

    #[test]
    fn a_message_is_said_in_the_language_that_is_spoken() {
        assert_eq!(t("stock-free").to_string(), "Available");
        assert_eq!(within(Language::German, || t("stock-free").to_string()), "Verfügbar");
        let some = |language| {
            within(language, || t("stock-some").with("available", 3_u32).with("total", 1_250_u32).to_string())
        };
        assert_eq!(some(Language::English), "3 of 1,250 available");
        assert_eq!(some(Language::French), "3 sur 1\u{202f}250 disponibles");
    }

    #[test]
    fn an_unknown_message_is_its_id() {
        assert_eq!(t("no-such-message").to_string(), "no-such-message");
    }

    #[test]
    fn marks_become_markup_and_nothing_that_is_put_in_does() {
        let held = t("frame-held-until").around("<time datetime=\"x\">9:00</time>", "");
        assert_eq!(
            (held.html().as_str(), held.to_string().as_str()),
            ("held until <time datetime=\"x\">9:00</time>", "held until ")
        );
        let demo = t("frame-demo").link("/demo?a=\"b\"").link("/demo/mail").html();
        assert!(
            demo.contains("<a href=\"/demo?a=&#34;b&#34;\">See it live</a> or <a href=\"/demo/mail\">read"),
            "{demo}"
        );
        let wish = t("heart-wish").with("title", "<b>A & B</b>\u{e001}");
        assert_eq!(wish.html(), "Wish for &#60;b&#62;A &#38; B&#60;/b&#62;");
        assert_eq!(wish.to_string(), "Wish for <b>A & B</b>");
    }
}
