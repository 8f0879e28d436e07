//! What its staff may change of the house: its rules and how it presents itself. `/admin/settings`, and what it was before.

mod accent;
pub(in crate::api) mod commission;
mod commission_rules;
pub mod history;
mod input;
mod legal;
pub mod logo;
mod shape;
pub mod tables;
mod version;
pub mod whole;
mod write;

use actix_web::web::ServiceConfig;

pub use accent::AccentJson;
pub use commission_rules::{CommissionRuleJson, CommissionRulesJson};
pub use history::bring_back;
pub use input::SettingsInput;
pub use legal::{LEGAL_CHARS, LegalInput};
pub use logo::{drop_logo, take_logo};
pub use shape::{HoldTimesSetting, LegalJson, SettingsJson};
pub use whole::{put_settings, read};

/// Adds the routes.
pub fn routes(service: &mut ServiceConfig) {
    service.configure(history::routes).configure(logo::routes).configure(tables::routes).configure(whole::routes);
}
