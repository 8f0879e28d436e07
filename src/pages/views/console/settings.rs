//! Settings: `GET /console/settings`. Its forms post to `/console/settings/{part}` with the `version` that was read; a change is
//! taken back by `/console/settings/history/{seq}/restore`.

use askama::Template;

use super::super::chrome::{Chrome, Logo};
use super::super::form::Errors;
use super::super::moment::Moment;
use super::ConsoleFrame;
use super::audit::{ChangeLine, signed};

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "console_settings.html")]
pub struct SettingsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The console around it.
    pub frame: ConsoleFrame,
    /// What is wrong with the form that was sent.
    pub errors: Errors,
    /// The version that the forms change.
    pub version: i64,
    /// What is in the forms.
    pub form: SettingsForm,
    /// The house's picture.
    pub logo: Option<Logo>,
    /// What is configured, for fields that are empty.
    pub configured: Configured,
    /// The legal pages.
    pub legal: Vec<LegalForm>,
    /// What was changed, the newest first.
    pub history: Vec<HistoryRow>,
    /// The address of earlier changes.
    pub history_next_url: Option<String>,
}

/// What is in the forms, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsForm {
    /// The house's name; empty as configured.
    pub site_name: String,
    /// The accent on light paper; empty for none.
    pub accent_light: String,
    /// The accent on dark paper.
    pub accent_dark: String,
    /// Percent; empty as configured.
    pub commission: String,
    /// Minutes; empty as configured.
    pub hold_minutes: String,
    /// Minutes.
    pub extension_minutes: String,
    /// Days; empty as by law.
    pub withdrawal_days: String,
    /// One rate a line.
    pub tax: String,
    /// One limit a line.
    pub edition_limits: String,
    /// One rule a line.
    pub resale_rules: String,
    /// One text a line.
    pub tax_notes: String,
    /// One rule a line: whose, of which kind, percent, first day.
    pub commission_rules: String,
    /// One band a line.
    pub shipping: String,
    /// Cubic centimetres that weigh as one kilogram.
    pub volumetric_divisor: String,
}

/// What is configured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configured {
    /// The house's name.
    pub site_name: String,
    /// Percent.
    pub commission: String,
    /// Minutes.
    pub hold_minutes: String,
    /// Minutes.
    pub extension_minutes: String,
    /// Days.
    pub withdrawal_days: String,
}

/// A legal page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalForm {
    /// Its name in addresses.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Its address, once it has a text.
    pub url: Option<String>,
    /// What is wrong with the text.
    pub error: Option<String>,
}

/// A change of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// Its number.
    pub seq: i64,
    /// Which setting, in words.
    pub what: String,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// What differs.
    pub changes: Vec<ChangeLine>,
    /// How many more differences there are.
    pub more: usize,
}

impl HistoryRow {
    /// Who changed it and when, as markup.
    #[must_use]
    pub fn signed(&self) -> String {
        signed(&self.by, None, &self.at)
    }
}
