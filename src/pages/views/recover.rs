//! Getting back in, and proving an address. `GET` and `POST /forgot-password`, `/reset-password`, `/verify-email`.
//! It does not know whether an account exists, nor whether a link is good.

use askama::Template;

use super::chrome::Chrome;
use super::form::Errors;

/// The page to ask for a new password; field `email`.
#[derive(Clone, Debug, Template)]
#[template(path = "forgot_password.html")]
pub struct ForgotPage {
    /// The frame.
    pub chrome: Chrome,
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The e-mail address as typed.
    pub email: String,
    /// Whether the gallery sends mails at all.
    pub sends_mails: bool,
}

/// The page to choose a new password; fields `password`, `token`.
#[derive(Clone, Debug, Template)]
#[template(path = "reset_password.html")]
pub struct ResetPage {
    /// The frame.
    pub chrome: Chrome,
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The secret of the link.
    pub token: String,
}

/// The page to prove an address; field `token`.
#[derive(Clone, Debug, Template)]
#[template(path = "verify_email.html")]
pub struct VerifyPage {
    /// The frame.
    pub chrome: Chrome,
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The secret of the link.
    pub token: String,
}
