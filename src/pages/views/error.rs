//! The page for what went wrong, in the house's style: 403, 404, 410, 413, 429, 500, 503 and their kin.
//! It does not know why: the detail comes from the problem that the API would have answered.

use askama::Template;

use super::chrome::Chrome;
use crate::words::t;

/// The error page. Its frame may be the plainest one (nobody signed in, nothing in the cart), since making a better one may be what failed.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The frame.
    pub chrome: Chrome,
    /// The HTTP status.
    pub status: u16,
    /// The heading.
    pub title: String,
    /// One or two sentences; never a stack trace.
    pub detail: String,
    /// The id to quote when asking for help; may be empty.
    pub request_id: String,
}

impl ErrorPage {
    /// The page for `status` in the house's words. `detail` replaces the general sentence when it says more.
    #[must_use]
    pub fn new(chrome: Chrome, status: u16, detail: Option<&str>, request_id: &str) -> Self {
        let (title, general) = words(status);
        Self { chrome, status, title, detail: detail.map_or(general, str::to_owned), request_id: request_id.to_owned() }
    }
}

/// The statuses that have words of their own.
const KNOWN: [u16; 12] = [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 503];

fn words(status: u16) -> (String, String) {
    let which = if KNOWN.contains(&status) { status.to_string() } else { "other".to_owned() };
    (t(&format!("error-{which}-title")).into(), t(&format!("error-{which}-detail")).into())
}
