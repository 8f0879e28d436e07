//! The page for what went wrong, in the house's style: 403, 404, 410, 413, 429, 500, 503 and their kin.
//! It does not know why: the detail comes from the problem that the API would have answered.

use askama::Template;

use super::chrome::Chrome;

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
        Self {
            chrome,
            status,
            title: title.to_owned(),
            detail: detail.unwrap_or(general).to_owned(),
            request_id: request_id.to_owned(),
        }
    }
}

const fn words(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => ("That did not arrive in one piece", "The request could not be read. Nothing was changed."),
        401 => ("Please sign in", "This room is open to members only."),
        403 => ("This room is not open to you", "You are signed in, but this part of the house belongs to others."),
        404 => ("Nothing hangs here", "The work may have been taken down, or the address has a slip in it."),
        405 => ("Not like that", "This address exists, but it does not take that kind of request."),
        409 => ("Somebody was quicker", "The state changed in the meantime. Nothing was changed; please look again."),
        410 => ("This has ended", "What this link led to has expired."),
        413 => ("That is too large", "The file or form is larger than the house takes. Nothing was changed."),
        415 => ("That kind of file is not taken", "Pictures may be JPEG, PNG, WebP or TIFF."),
        422 => ("Something in the form is amiss", "Please go back, check what you typed and send it again."),
        429 => {
            ("A little slower, please", "There were too many requests from you in a short time. Try again in a minute.")
        }
        503 => (
            "The house is full for a moment",
            "We are very busy or just restarting. Nothing was lost; please try again shortly.",
        ),
        _ => (
            "Something broke behind the scenes",
            "It is our fault, not yours, and it has been noted. Nothing that was confirmed to you is lost.",
        ),
    }
}
