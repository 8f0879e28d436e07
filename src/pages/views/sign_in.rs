//! Signing in and signing up. `GET` and `POST /login`, `GET` and `POST /register`.
//! It does not know whether an account exists: a wrong e-mail and a wrong password read the same.

use askama::Template;

use super::chrome::Chrome;
use super::form::Errors;

/// The page to sign in; fields `email`, `password`, `next`.
#[derive(Clone, Debug, Template)]
#[template(path = "login.html")]
pub struct LoginPage {
    /// The frame.
    pub chrome: Chrome,
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The e-mail address as typed.
    pub email: String,
    /// The path to go to afterwards; the handler accepts only paths of this site.
    pub next: String,
    /// The demonstration's accounts; empty outside it.
    pub demo_accounts: Vec<DemoAccount>,
}

/// An account of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// `Customer`.
    pub role: String,
    /// Its e-mail address.
    pub email: String,
    /// Its password.
    pub password: String,
}

/// The page to sign up; fields `display_name`, `email`, `password`, `role`, `next`.
#[derive(Clone, Debug, Template)]
#[template(path = "register.html")]
pub struct RegisterPage {
    /// The frame.
    pub chrome: Chrome,
    /// What was wrong, if the form was sent.
    pub errors: Errors,
    /// The name as typed.
    pub display_name: String,
    /// The e-mail address as typed.
    pub email: String,
    /// True when the account is to have a studio (`role=artist`), false for a customer's (`role=customer`).
    pub as_artist: bool,
    /// The path to go to afterwards.
    pub next: String,
}
