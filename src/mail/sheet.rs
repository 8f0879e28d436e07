//! One mail as it is laid out: the same few parts for every kind, written as HTML and as text.
//! It knows no kind of mail.

use std::fmt::Write as _;

use askama::Template;

use crate::words::{Language, t, within};

/// Characters of a line of text: what every reader shows without breaking it.
const TEXT_WIDTH: usize = 72;

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The language that it is written in.
    pub language: Language,
    /// The gallery's name.
    pub site_name: String,
    /// Its address.
    pub site_url: String,
    /// The subject.
    pub subject: String,
    /// What a list of mails shows beside the subject.
    pub preview: String,
    /// The first line.
    pub heading: String,
    /// What it says.
    pub paragraphs: Vec<String>,
    /// What to do about it.
    pub button: Option<Button>,
    /// The order it is about.
    pub order: Option<OrderSheet>,
    /// Small print.
    pub notes: Vec<String>,
}

/// A link that stands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// An order in a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderSheet {
    /// Its number.
    pub number: String,
    /// The day it was placed.
    pub placed: String,
    /// What was bought.
    pub lines: Vec<SheetLine>,
    /// The sums, the last one strong.
    pub totals: Vec<SheetTotal>,
    /// Where it goes, line by line; empty where that does not matter.
    pub address: Vec<String>,
}

/// A work in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLine {
    /// The title.
    pub title: String,
    /// Artist, edition, copies.
    pub detail: String,
    /// The price of the line.
    pub price: String,
}

/// A sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetTotal {
    /// `Delivery`.
    pub label: String,
    /// The amount.
    pub value: String,
    /// True for the last one.
    pub strong: bool,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'s> {
    sheet: &'s Sheet,
}

impl Sheet {
    /// The mail as a whole HTML document, which needs nothing from outside.
    ///
    /// # Errors
    /// When the template fails, which only the memory's end can bring about.
    pub fn html(&self) -> Result<String, askama::Error> {
        within(self.language, || Html { sheet: self }.render())
    }

    /// The mail as text.
    #[must_use]
    pub fn text(&self) -> String {
        within(self.language, || self.as_text())
    }

    fn as_text(&self) -> String {
        let mut text = String::new();
        let mut block = |words: &str| {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(words);
            text.push('\n');
        };
        block(&wrapped(&self.heading));
        for paragraph in &self.paragraphs {
            block(&wrapped(paragraph));
        }
        if let Some(button) = &self.button {
            // On a line of its own: a link that is broken in two is none.
            block(&format!("{}\n{}", t("mail-lead").with("words", &button.label), button.url));
        }
        if let Some(order) = &self.order {
            block(&order_text(order));
        }
        for note in &self.notes {
            block(&wrapped(note));
        }
        // The signature's mark.
        block(&format!("-- \n{}\n{}", self.site_name, self.site_url));
        text
    }
}

fn order_text(order: &OrderSheet) -> String {
    let mut text = format!("{}, {}\n", t("mail-order").with("number", &order.number), order.placed);
    for line in &order.lines {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n{}\n  {}\n  {}\n", line.title, line.detail, line.price);
    }
    text.push('\n');
    for total in &order.totals {
        let row = t("mail-total-row").with("label", &total.label).with("amount", &total.value);
        let _ = writeln!(text, "{row}");
    }
    if !order.address.is_empty() {
        let lead = t("mail-lead").with("words", t("mail-goes-to"));
        let _ = write!(text, "\n{lead}\n{}\n", order.address.join("\n"));
    }
    text.trim_end().to_owned()
}

/// Words in lines of at most [`TEXT_WIDTH`] characters, never broken at a space that does not break.
fn wrapped(words: &str) -> String {
    let mut text = String::with_capacity(words.len() + 8);
    let mut width = 0;
    let breaks = |letter: char| letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{202f}');
    for word in words.split(breaks).filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > TEXT_WIDTH {
            text.push('\n');
            width = 0;
        } else if width > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_and_links_stay_whole() {
        let url = format!("https://gallery.example/reset-password?token={}", "x".repeat(43));
        let sheet = Sheet {
            language: Language::English,
            site_name: "Impasto".to_owned(),
            site_url: "https://gallery.example".to_owned(),
            subject: "A new password".to_owned(),
            preview: String::new(),
            heading: "A new password".to_owned(),
            paragraphs: vec!["word ".repeat(40)],
            button: Some(Button { label: "Choose a new password".to_owned(), url: url.clone() }),
            order: None,
            notes: Vec::new(),
        };
        let text = sheet.text();
        assert!(text.lines().all(|line| line == url || line.chars().count() <= TEXT_WIDTH), "{text}");
        assert!(text.lines().any(|line| line == url));
        let html = sheet.html().unwrap();
        assert!(html.contains(&url) && !html.contains("http://") && !html.contains("<img"));
    }

    #[test]
    fn an_amount_is_not_broken_between_figure_and_sign() {
        let amount = "1\u{202f}250\u{a0}\u{20ac}";
        let text = wrapped(&format!("{} {amount} y", "x".repeat(66)));
        assert_eq!(text.lines().nth(1), Some(format!("{amount} y").as_str()));
    }

    #[test]
    fn what_people_typed_is_words_and_no_markup() {
        let mut sheet = crate::mail::samples::all("https://gallery.example").remove(0).1;
        sheet.heading = "<script>alert(1)</script>".to_owned();
        assert!(!sheet.html().unwrap().contains("<script>"));
    }
}
