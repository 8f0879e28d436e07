//! The messages of all languages as they lie in the program.
//! It does not know which one is spoken, apart from asking.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};

use super::figures::grouped;
use super::language::{Language, current};
use super::message::{CLOSES, MARKS, OPENS, STANDS};

mod list {
    include!(concat!(env!("OUT_DIR"), "/locales.rs"));
}

/// One language.
struct Shelf {
    bundle: FluentBundle<FluentResource>,
    /// The messages that take no values, which most are: found without putting anything together.
    plain: HashMap<String, String>,
}

static SHELVES: LazyLock<[Shelf; 3]> = LazyLock::new(|| Language::ALL.map(Shelf::read));

/// The words of a message in the current language; in English where that language has none, and the id itself where English
/// has none either.
pub(super) fn words(id: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
    let shelves: &'static [Shelf; 3] = &SHELVES;
    let of = |language: Language| shelves[language as usize].words(id, args);
    of(current()).or_else(|| of(Language::English)).unwrap_or_else(|| {
        tracing::warn!(id, "no language has this message");
        Cow::Owned(id.to_owned())
    })
}

impl Shelf {
    fn read(language: Language) -> Self {
        // The tags are ours and good ones.
        let tag = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Marks of direction around everything put in would stand in mails, titles and figures.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(number));
        let mut plain = HashMap::new();
        for (tag, name, text) in list::LOCALES {
            if *tag != language.tag() {
                continue;
            }
            let resource = FluentResource::try_new(marked(text)).unwrap_or_else(|(resource, errors)| {
                tracing::error!(file = name, ?errors, "a file of messages has faults");
                resource
            });
            for entry in resource.entries() {
                if let fluent_syntax::ast::Entry::Message(message) = entry
                    && let Some(text) = message.value.as_ref().and_then(whole)
                {
                    plain.insert(message.id.name.to_owned(), text);
                }
            }
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(file = name, ?errors, "a file of messages repeats some");
            }
        }
        Self { bundle, plain }
    }

    fn words(&'static self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<Cow<'static, str>> {
        if let Some(text) = self.plain.get(id) {
            return Some(Cow::Borrowed(text));
        }
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut errors: Vec<FluentError> = Vec::new();
        let words = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::warn!(id, ?errors, "a message could not be said whole");
        }
        Some(Cow::Owned(words))
    }
}

/// The text of a pattern that takes no values.
fn whole(pattern: &fluent_syntax::ast::Pattern<&str>) -> Option<String> {
    use fluent_syntax::ast::PatternElement;
    let pieces = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Some(*value),
        PatternElement::Placeable { .. } => None,
    });
    pieces.collect()
}

/// Numbers in the groups of the language that is spoken; everything else as Fluent has it.
fn number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 && number.value.abs() < 1e15 => {
            let sign = if number.value < 0.0 { "\u{2212}" } else { "" };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "whole, positive and below 2^53"
            )]
            let whole = number.value.abs() as u64;
            Some(format!("{sign}{}", grouped(whole)))
        }
        _ => None,
    }
}

/// A file's text with its marks as the letters that stand for them.
fn marked(text: &str) -> String {
    let mut text = text.to_owned();
    for number in 1..=MARKS {
        for (mark, kind) in
            [(format!("<{number}>"), OPENS), (format!("</{number}>"), CLOSES), (format!("<{number}/>"), STANDS)]
        {
            if let Some(letter) = char::from_u32(kind + number) {
                text = text.replace(&mark, letter.encode_utf8(&mut [0; 4]));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_whole_and_no_message_stands_twice() {
        for language in Language::ALL {
            let mut known = std::collections::HashSet::new();
            for (_, name, text) in list::LOCALES.iter().filter(|(tag, ..)| *tag == language.tag()) {
                let resource =
                    FluentResource::try_new(marked(text)).map_err(|(_, errors)| format!("{name}: {errors:?}")).unwrap();
                for entry in resource.entries() {
                    if let fluent_syntax::ast::Entry::Message(message) = entry {
                        assert!(known.insert(message.id.name.to_owned()), "{name}: {} stands twice", message.id.name);
                    }
                }
            }
            assert!(known.len() > 20, "{language:?}");
        }
    }

    #[test]
    fn a_message_without_values_needs_no_putting_together() {
        assert!(matches!(words("stock-free", None), Cow::Borrowed("Available")));
    }
}
