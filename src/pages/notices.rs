//! From a refusal to the notice that the next page shows: the one table.
//! It does not know the sentences; [`super::views::chrome::Notice`] does.

use actix_web::{Error, HttpResponse};

use super::turn::see_other_with;
use crate::gateway::problem::{Problem, ProblemType};

/// The code of the notice for a problem; `None` for what is no answer to a form but a mistake of the program or of whoever
/// made the form up: those get the page of their status.
pub(super) fn code(problem: &Problem) -> Option<&'static str> {
    use ProblemType as T;
    Some(match problem.kind()? {
        T::SoldOut => "sold-out",
        T::HoldLimit => "hold-limit",
        T::HoldLapsed => "hold-lapsed",
        T::CartChanged => "cart-changed",
        T::CartEmpty => "cart-empty",
        T::CurrencyMix => "currency-mix",
        T::CustomerLimit => "customer-limit",
        T::SalesPaused => "sales-paused",
        T::TotalChanged => "total-changed",
        T::InvalidFields => "not-acceptable",
        T::NotFound => "gone",
        T::Conflict | T::InvalidTransition | T::PreconditionFailed => "refused",
        T::Unavailable => "busy",
        T::RateLimited => "too-fast",
        T::Malformed
        | T::Unauthenticated
        | T::Forbidden
        | T::TooLarge
        | T::UnsupportedMediaType
        | T::IdempotencyMismatch
        | T::WeakPassword
        | T::EmailTaken
        | T::MethodNotAllowed
        | T::Expired
        | T::IdempotencyKeyRequired => return None,
    })
}

/// Back to a page with the notice for a problem; `named` may say it better for some types.
///
/// # Errors
/// The problem itself, when there is no notice for it.
pub(super) fn back(
    path: &str,
    problem: Problem,
    named: impl Fn(ProblemType) -> Option<&'static str>,
) -> Result<HttpResponse, Error> {
    match problem.kind().and_then(named).or_else(|| code(&problem)) {
        Some(code) => Ok(see_other_with(path, code)),
        None => Err(problem.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::views::chrome::Notice;
    use super::*;

    #[test]
    fn every_code_of_the_table_has_a_sentence() {
        let codes: Vec<_> = ProblemType::ALL.iter().filter_map(|kind| code(&Problem::new(*kind))).collect();
        assert!(codes.len() > 10);
        for code in codes {
            assert!(Notice::from_code(code).is_some(), "{code} has no sentence");
        }
    }
}
