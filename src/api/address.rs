//! Addresses as they come in, checked once into the domain's.

use impasto_domain::address::{Address, Country};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::gateway::fields::Fields;

/// A postal address.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressInput {
    /// Who receives.
    pub name: String,
    /// Street and number.
    pub line1: String,
    /// Flat, floor, care of.
    #[serde(default)]
    pub line2: Option<String>,
    /// Town.
    pub city: String,
    /// Postal code.
    pub postal_code: String,
    /// State, province, county.
    #[serde(default)]
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

impl AddressInput {
    /// The address, with every error noted below the present prefix of `fields`. `None` when something is wrong with
    /// the country; the caller finishes `fields` before it uses the rest.
    pub fn check(&self, fields: &mut Fields) -> Option<Address> {
        let country = Country::parse(self.country.trim());
        fields.check(country.is_some(), "/country", "must be an ISO 3166-1 alpha-2 country code");
        let name = fields.line("/name", &self.name, 120);
        let line1 = fields.line("/line1", &self.line1, 120);
        let line2 = fields.optional_line("/line2", self.line2.as_deref(), 120);
        let city = fields.line("/city", &self.city, 80);
        let postal_code = fields.line("/postal_code", &self.postal_code, 20);
        let region = fields.optional_line("/region", self.region.as_deref(), 80);
        Some(Address { name, line1, line2, city, postal_code, region, country: country? })
    }
}
