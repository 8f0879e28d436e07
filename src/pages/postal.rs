//! An address as it stands on a page, and in the form that changes it.

use impasto_domain::address::Address;

use super::countries;
use super::views::form::AddressFields;

/// An address line by line, the country by its name at the end; what is empty is left out.
pub(super) fn lines(address: &Address) -> Vec<String> {
    let mut lines = vec![address.name.clone(), address.line1.clone()];
    lines.extend(address.line2.clone());
    lines.push(format!("{} {}", address.postal_code, address.city).trim().to_owned());
    lines.extend(address.region.clone());
    lines.push(countries::name(address.country));
    lines.retain(|line| !line.is_empty());
    lines
}

/// An address as a form shows it to be changed.
pub(super) fn fields(address: &Address) -> AddressFields {
    AddressFields {
        name: address.name.clone(),
        line1: address.line1.clone(),
        line2: address.line2.clone().unwrap_or_default(),
        postal_code: address.postal_code.clone(),
        city: address.city.clone(),
        region: address.region.clone().unwrap_or_default(),
        country: address.country.to_string(),
    }
}
