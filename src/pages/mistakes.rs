//! From a problem with fields to what a form shows beside them.
//! It does not know any form: each brings its own table from JSON pointers to fields.

use super::views::form::{Errors, FieldError};
use crate::gateway::problem::Problem;

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

/// What a problem without fields says.
pub(super) fn told(problem: &Problem) -> String {
    match problem.status().as_u16() {
        503 => "The gallery is very busy. Nothing was lost; please try again in a moment.".to_owned(),
        429 => "That was too often in a short time. Please wait a minute and try again.".to_owned(),
        _ => problem.detail_text().unwrap_or_else(|| problem.title()).to_owned(),
    }
}

/// `The town must not be empty.`; a message that begins with a capital is a sentence already.
fn sentence(label: &str, message: &str) -> String {
    if message == "must be an e-mail address" {
        return "Please give an e-mail address, such as name@example.org.".to_owned();
    }
    let message = message.trim_end_matches('.');
    if label.is_empty() || message.starts_with(char::is_uppercase) {
        let mut letters = message.chars();
        let first = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
        return format!("{}.", first.unwrap_or_default());
    }
    format!("{label} {message}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::problem::FieldError as Wrong;

    #[test]
    fn fields_are_told_beside_their_inputs_and_the_rest_above_the_form() {
        let wrong = |pointer: &str, message: &str| Wrong { pointer: pointer.to_owned(), message: message.to_owned() };
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
}
