//! An address as it stands on a page.

use impasto_domain::address::Address;

use super::countries;

/// An address line by line, the country by its name at the end; what is empty is left out.
pub(super) fn lines(address: &Address) -> Vec<String> {
    let mut lines = vec![address.name.clone(), address.line1.clone()];
    lines.extend(address.line2.clone());
    lines.push(format!("{} {}", address.postal_code, address.city).trim().to_owned());
    lines.extend(address.region.clone());
    lines.push(countries::name(address.country).to_owned());
    lines.retain(|line| !line.is_empty());
    lines
}
