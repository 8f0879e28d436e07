//! From a problem with fields to what a form shows beside them, in the language that is spoken.
//! It does not know any form: each brings its own table from JSON pointers to fields.

mod known;

use super::notices;
use super::views::form::{Errors, FieldError};
use crate::gateway::problem::{Problem, ProblemType};
use crate::words::{Language, current, t};

/// A field of a form: its name, and what a sentence calls it.
pub(super) type Field = (String, String);

/// The mistakes of a form. `field_of` gives the field behind a JSON pointer; what has none is told above the form.
pub(super) fn of(problem: &Problem, field_of: impl Fn(&str) -> Option<Field>) -> Errors {
    let mut errors = Errors::default();
    for error in problem.field_errors() {
        match field_of(&error.pointer) {
            Some((field, label)) => errors.fields.push(FieldError { field, message: sentence(&label, &error.message) }),
            None => {
                errors.summary.get_or_insert_with(|| sentence("", &error.message));
            }
        }
    }
    if errors.is_empty() {
        errors.summary = Some(told(problem));
    }
    errors
}

/// A mistake of the whole form.
pub(super) fn summary(text: impl Into<String>) -> Errors {
    Errors { summary: Some(text.into()), fields: Vec::new() }
}

/// What a problem without fields says: by its kind where that says enough, else its own detail.
pub(super) fn told(problem: &Problem) -> String {
    match (problem.status().as_u16(), problem.detail_text()) {
        (503, _) => t("mistake-busy").into(),
        (429, _) => t("mistake-too-often").into(),
        (_, Some(detail)) => by_kind(problem, detail).unwrap_or_else(|| in_words(detail)),
        (_, None) => problem
            .kind()
            .map_or_else(|| problem.title().to_owned(), |kind| t(&format!("problem-{}-title", kind.slug())).into()),
    }
}

/// What is told of a problem beside its own words, in the language that is spoken; `None` where English says it as the API does.
pub(super) fn beyond_english(problem: &Problem) -> Option<String> {
    (current() != Language::English).then(|| of(problem, |_| None).summary.unwrap_or_else(|| told(problem)))
}

/// A detail of the API as a reader's sentence; one that is not known stays as it is.
fn in_words(detail: &str) -> String {
    known::message(known::WHOLE, bare(detail)).map_or_else(|| detail.to_owned(), String::from)
}

/// What is wrong with a field, after what it is called: `The town must not be empty.`
fn beside(label: &str, message: &str) -> String {
    match known::message(known::FIELDS, bare(message)) {
        Some(found) if label.is_empty() => {
            let text = found.with("field", t("mistake-this")).to_string();
            capitalised(text.trim_start())
        }
        Some(found) => found.with("field", label).into(),
        None if label.is_empty() => format!("{}.", capitalised(bare(message))),
        None => format!("{label} {}.", bare(message)),
    }
}

/// What is wrong in a column of a table, after the column's name: `price: must be an amount, such as 1250 or 1250.50.`
pub(super) fn in_column(column: &str, message: &str) -> String {
    let label = t("mistake-column").with("column", column).to_string();
    match known::message(known::WHOLE, bare(message)) {
        Some(whole) => format!("{label} {whole}"),
        None => beside(&label, message),
    }
}

/// What went wrong with a job, as the engine noted it; what is not known stays as it is.
pub(super) fn of_job(error: &str) -> String {
    known::message(known::JOBS, bare(error)).map_or_else(|| error.to_owned(), String::from)
}

/// As [`beside`]; a message that begins with a capital is a sentence already.
fn sentence(label: &str, message: &str) -> String {
    if message == "must be an e-mail address" {
        return t("mistake-email").into();
    }
    if let Some(whole) = known::message(known::WHOLE, bare(message)) {
        return whole.into();
    }
    beside(if message.starts_with(char::is_uppercase) { "" } else { label }, message)
}

/// The notice of a kind whose detail would say no more, and what a kind without a notice is called where its detail is not
/// known. English has the details themselves.
fn by_kind(problem: &Problem, detail: &str) -> Option<String> {
    use ProblemType as T;
    let kind = problem.kind().filter(|kind| current() != Language::English && *kind != T::InvalidFields)?;
    let is_known = || known::message(known::WHOLE, bare(detail)).is_some();
    match notices::code(problem) {
        Some(_) if kind == T::Conflict && is_known() => None,
        Some(code) => Some(t(&format!("notice-{code}")).into()),
        None if is_known() => None,
        None => Some(t(&format!("problem-{}-title", kind.slug())).into()),
    }
}

fn bare(message: &str) -> &str {
    message.trim_end_matches('.')
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::problem::FieldError as Wrong;
    use crate::words::within;

    fn wrong(pointer: &str, message: &str) -> Wrong {
        Wrong { pointer: pointer.to_owned(), message: message.to_owned() }
    }

    /// A sentence of the API: a pattern with something at its places.
    fn filled(pattern: &str) -> String {
        let mut pieces = pattern.split(['{', '}']);
        let mut text = pieces.next().unwrap_or_default().to_owned();
        while let (Some(name), Some(words)) = (pieces.next(), pieces.next()) {
            text.push_str(if name == "why" { "the work is archived" } else { "7" });
            text.push_str(words);
        }
        text
    }

    #[test]
    fn fields_are_told_beside_their_inputs_and_the_rest_above_the_form() {
        let problem = Problem::fields(vec![wrong("/city", "must not be empty"), wrong("/x", "nobody ships there")]);
        let town = |pointer: &str| (pointer == "/city").then(|| ("shipping_city".to_owned(), "The town".to_owned()));
        let errors = of(&problem, town);
        let whole = Problem::field("/city", "Berlin is not delivered to.");
        assert_eq!(of(&whole, town).of("shipping_city"), Some("Berlin is not delivered to."));
        assert_eq!(errors.of("shipping_city"), Some("The town must not be empty."));
        assert_eq!(errors.summary.as_deref(), Some("Nobody ships there."));
    }

    #[test]
    fn a_problem_without_fields_is_told_above_the_form() {
        let errors = of(&Problem::unavailable(1), |_| None);
        assert!(errors.summary.unwrap().contains("very busy"));
    }

    #[test]
    fn english_says_what_the_api_says() {
        for (pattern, id) in known::FIELDS {
            let message = filled(pattern);
            assert_eq!(beside("The town", &message), format!("The town {message}."), "{id}");
            assert_eq!(beside("", &message), format!("{}.", capitalised(&message)), "{id}");
        }
        for (pattern, id) in known::WHOLE {
            let detail = filled(pattern);
            assert_eq!(in_words(&format!("{detail}.")), format!("{}.", capitalised(&detail)), "{id}");
        }
        for (pattern, id) in known::JOBS {
            let error = filled(pattern);
            assert_eq!(of_job(&error), error, "{id}");
        }
    }

    #[test]
    fn every_known_sentence_finds_its_own_message() {
        for (table, label) in [(known::FIELDS, "Le champ"), (known::WHOLE, ""), (known::JOBS, "")] {
            for (pattern, id) in table {
                let found = within(Language::French, || {
                    known::message(table, &filled(pattern)).unwrap().with("field", label).to_string()
                });
                let own = within(Language::French, || {
                    let places = pattern.split('{').skip(1).filter_map(|place| place.split('}').next());
                    let value = |name: &str| if name == "why" { "l’œuvre est archivée" } else { "7" };
                    let own = places.fold(t(id), |message, name| message.with(name, value(name)));
                    own.with("field", label).to_string()
                });
                assert_eq!(found, own, "{id}");
            }
        }
    }

    #[test]
    fn what_is_wrong_in_a_table_is_told_after_its_column() {
        let told = |language, column, message| within(language, || in_column(column, message));
        let amount = "must be an amount, such as 1250 or 1250.50";
        assert_eq!(told(Language::English, "price", amount), format!("price: {amount}."));
        assert_eq!(
            told(Language::German, "price", amount),
            "price: muss ein Betrag sein, zum Beispiel 1250 oder 1250,50."
        );
        let damaged = "tide.jpg: the JPEG file is incomplete";
        assert_eq!(told(Language::English, "images", damaged), format!("images: {damaged}."));
        assert_eq!(told(Language::German, "images", damaged), "images: tide.jpg: Die JPEG-Datei ist unvollständig.");
        assert_eq!(told(Language::German, "change", "only 1 copies are free"), "change: Nur 1 Exemplar ist frei.");
        assert_eq!(told(Language::English, "title", "nobody says that"), "title: nobody says that.");
    }

    #[test]
    fn no_kind_of_problem_is_told_in_english_where_another_language_is_spoken() {
        for kind in ProblemType::ALL {
            let problem = Problem::new(*kind).detail("Nobody has a message for that.");
            let said = within(Language::German, || told(&problem));
            let is_field = *kind == ProblemType::InvalidFields;
            assert_eq!(said.contains("Nobody"), is_field, "{kind:?}: {said}");
        }
        assert_eq!(beyond_english(&Problem::not_found("order")), None);
        let fields = Problem::field("/delta", "must be a whole number");
        let told = within(Language::German, || beyond_english(&fields));
        assert_eq!(told.as_deref(), Some("Diese Angabe muss eine ganze Zahl sein."));
    }

    #[test]
    fn mistakes_are_told_in_the_language_that_is_spoken() {
        let problem = Problem::fields(vec![
            wrong("/city", "must have at most 80 characters"),
            wrong("/width", "must be between 0.01 and 2000"),
            wrong("/x", "must not be empty"),
        ]);
        let labels = |pointer: &str| match pointer {
            "/city" => Some(("city".to_owned(), "Der Ort".to_owned())),
            "/width" => Some(("width".to_owned(), "Die Breite".to_owned())),
            _ => None,
        };
        let errors = within(Language::German, || of(&problem, labels));
        assert_eq!(errors.of("city"), Some("Der Ort darf höchstens 80 Zeichen lang sein."));
        assert_eq!(errors.of("width"), Some("Die Breite muss zwischen 0,01 und 2000 liegen."));
        assert_eq!(errors.summary.as_deref(), Some("Diese Angabe darf nicht leer sein."));
        let gone = || told(&Problem::not_found("order"));
        assert_eq!(gone(), "There is no such order.");
        assert_eq!(within(Language::French, gone), "Cela n’existe plus.");
        let kept = Problem::new(ProblemType::Conflict).detail("At most 20 addresses are kept.");
        assert_eq!(within(Language::German, || told(&kept)), "Es werden höchstens 20 Anschriften aufbewahrt.");
    }
}
