//! What went wrong, as pages in the house's style.
//! It needs nothing that could be away: no database, no engine, no clock of theirs.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::{DateTime, Utc};
use impasto_domain::ports::Clock;

use super::views::chrome::Chrome;
use super::views::error::ErrorPage;
use super::{mistakes, visit};
use crate::app::SystemClock;
use crate::config::Config;
use crate::gateway::html::{ErrorPages, PlainPages};
use crate::gateway::problem::{Problem, ProblemType};
use crate::identity::{Identity, identity};
use crate::words::t;

/// The house's own error pages.
pub struct HouseErrorPages {
    site_name: String,
    is_demo: bool,
}

impl HouseErrorPages {
    /// The pages of a site as configured.
    #[must_use]
    pub fn new(config: &Config, is_demo: bool) -> Self {
        Self { site_name: config.site.name.clone(), is_demo }
    }

    fn chrome(&self, request: &HttpRequest, now: DateTime<Utc>) -> Chrome {
        let who = identity(request).unwrap_or(Identity::NOBODY);
        Chrome { demo: self.is_demo, notice: None, ..visit::frame(request, &who, &self.site_name, now) }
    }
}

impl ErrorPages for HouseErrorPages {
    fn error(&self, request: &HttpRequest, problem: &Problem, request_id: &str) -> String {
        let chrome = self.chrome(request, SystemClock.now());
        let detail = detail(problem);
        let view = ErrorPage::new(chrome, problem.status().as_u16(), detail.as_deref(), request_id);
        view.render().unwrap_or_else(|error| {
            tracing::error!(%error, "the page for an error could not be made");
            PlainPages.error(request, problem, request_id)
        })
    }

    fn told(&self, problem: &Problem) -> Option<String> {
        mistakes::beyond_english(problem)
    }

    fn about(&self, request: &HttpRequest, kind: ProblemType) -> String {
        let chrome = self.chrome(request, SystemClock.now());
        let view = ErrorPage {
            chrome,
            status: kind.status().as_u16(),
            title: t(&format!("problem-{}-title", kind.slug())).into(),
            detail: t(&format!("problem-{}-about", kind.slug())).into(),
            request_id: String::new(),
        };
        view.render().unwrap_or_else(|error| {
            tracing::error!(%error, "the page about a type of problem could not be made");
            PlainPages.about(request, kind)
        })
    }
}

/// What the page says beyond its general sentence: the field that is wrong, or the problem's own detail where it is meant
/// for people rather than for programs.
fn detail(problem: &Problem) -> Option<String> {
    if let Some(error) = problem.field_errors().first() {
        let name = error.pointer.trim_start_matches('/').replace(['/', '_'], " ");
        return Some(mistakes::in_column(&name, &error.message));
    }
    let told =
        matches!(problem.status(), StatusCode::FORBIDDEN | StatusCode::CONFLICT | StatusCode::UNSUPPORTED_MEDIA_TYPE);
    (told && problem.detail_text().is_some()).then(|| mistakes::told(problem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, within};
    use actix_web::test::TestRequest;

    #[test]
    fn a_page_says_what_went_wrong_in_the_houses_words_and_names_the_request() {
        let pages = HouseErrorPages::new(&Config::default(), true);
        let request = TestRequest::get().uri("/artworks/nowhere").to_http_request();
        let html = pages.error(&request, &Problem::not_found("artwork"), "r-417");
        assert!(html.contains("Nothing hangs here") && html.contains("r-417") && html.contains("masthead"));
        assert!(html.contains("Demonstration gallery"));
        let html = pages.error(&request, &Problem::field("/edition_id", "is <needed>"), "r-1");
        assert!(html.contains("edition id: is &#60;needed&#62;."), "{html}");
        let html = within(Language::French, || pages.error(&request, &Problem::not_found("artwork"), "r-1"));
        assert!(html.contains("Rien n’est accroché ici") && html.contains("<code>r-1</code>"), "{html}");
    }

    #[test]
    fn every_type_of_problem_has_a_page() {
        let pages = HouseErrorPages::new(&Config::default(), false);
        let request = TestRequest::get().uri("/problems/sold-out").to_http_request();
        for kind in ProblemType::ALL {
            let html = pages.about(&request, *kind);
            assert!(html.contains(&format!("<p class=\"mishap__status\">{}</p>", kind.status().as_u16())), "{kind:?}");
        }
    }

    #[test]
    fn a_type_of_problem_says_on_its_page_what_the_api_says() {
        for kind in ProblemType::ALL {
            assert_eq!(t(&format!("problem-{}-title", kind.slug())).to_string(), kind.title());
            assert_eq!(t(&format!("problem-{}-about", kind.slug())).to_string(), kind.about());
        }
    }
}
