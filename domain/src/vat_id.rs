//! VAT identification numbers: their form in each country, and their check digits where these are known for certain.
//!
//! A number that passes here may still not be registered: whether it is, only the tax authority (VIES) can tell.

use crate::address::Country;

/// A VAT id in its plain form: upper case, without spaces, dots and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VatId(String);

/// Why a text is no VAT id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VatIdError {
    /// It does not begin with the letters of a country.
    #[error("must be a VAT id with its country prefix")]
    Prefix,
    /// Too few or too many characters, or letters where digits stand.
    #[error("does not have the form of the VAT ids of its country")]
    Form,
    /// A digit is wrong or two have changed places.
    #[error("has a check digit that does not fit: look at the number again")]
    CheckDigit,
}

/// The prefix of Greek ids, which is not the country's code.
const GREECE: &str = "EL";

impl VatId {
    /// Reads an id as people write it: in either case, with spaces, dots and hyphens.
    ///
    /// # Errors
    /// [`VatIdError`] with the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, VatIdError> {
        let plain: String = text.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-' | '\u{a0}')).collect();
        let plain = plain.to_uppercase();
        let (Some(prefix), Some(rest)) = (plain.get(..2), plain.get(2..)) else { return Err(VatIdError::Prefix) };
        if !prefix.bytes().all(|letter| letter.is_ascii_uppercase()) {
            return Err(VatIdError::Prefix);
        }
        let known = matches!(prefix, GREECE | "XI") || (prefix != "GR" && Country::parse(prefix).is_some());
        if !known {
            return Err(VatIdError::Prefix);
        }
        if !rest.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '*')) {
            return Err(VatIdError::Form);
        }
        if !has_form(prefix, rest) {
            return Err(VatIdError::Form);
        }
        if !check_digit_fits(prefix, rest) {
            return Err(VatIdError::CheckDigit);
        }
        Ok(Self(plain))
    }

    /// The plain form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The member state of the Union that gave it; `None` for ids of other countries and of Northern Ireland.
    #[must_use]
    pub fn member_state(&self) -> Option<Country> {
        let prefix = self.0.get(..2)?;
        Country::parse(if prefix == GREECE { "GR" } else { prefix }).filter(Country::is_eu)
    }
}

/// The form behind the prefix: `9` a digit, `A` a letter, `X` either; alternatives are told apart by `|`. `None` where no
/// form is known to us.
fn forms(prefix: &str) -> Option<&'static str> {
    Some(match prefix {
        "AT" => "U99999999",
        "BE" | "PL" | "SK" => "9999999999",
        "BG" => "999999999|9999999999",
        "CY" => "99999999A",
        "CZ" => "99999999|999999999|9999999999",
        "DE" | "EE" | "EL" | "PT" => "999999999",
        "DK" | "FI" | "HU" | "LU" | "MT" | "SI" => "99999999",
        "ES" => "X9999999X",
        "FR" => "XX999999999",
        "HR" | "IT" | "LV" => "99999999999",
        "IE" => "9999999A|9999999AA|9X99999A|9+99999A|9*99999A",
        "LT" => "999999999|999999999999",
        "NL" => "999999999B99",
        "SE" => "999999999999",
        "GB" | "XI" => "999999999|999999999999|GD999|HA999",
        "CH" => "E999999999|E999999999MWST|E999999999TVA|E999999999IVA",
        "NO" => "999999999|999999999MVA",
        _ => return None,
    })
}

fn has_form(prefix: &str, rest: &str) -> bool {
    match (forms(prefix), prefix) {
        (Some(forms), _) => forms.split('|').any(|form| fits(form, rest)),
        // Two to ten digits, the only form of so many lengths.
        (None, "RO") => (2..=10).contains(&rest.len()) && rest.bytes().all(|digit| digit.is_ascii_digit()),
        (None, _) => (2..=18).contains(&rest.len()),
    }
}

fn fits(form: &str, text: &str) -> bool {
    form.len() == text.len()
        && form.bytes().zip(text.bytes()).all(|(wanted, letter)| match wanted {
            b'9' => letter.is_ascii_digit(),
            b'A' => letter.is_ascii_uppercase(),
            b'X' => letter.is_ascii_digit() || letter.is_ascii_uppercase(),
            exactly => letter == exactly,
        })
}

/// Whether the check digit fits, of those countries whose rule is known to us for certain; the form was checked before.
fn check_digit_fits(prefix: &str, rest: &str) -> bool {
    let digits: Vec<u64> = rest.chars().filter_map(|letter| letter.to_digit(10)).map(u64::from).collect();
    match prefix {
        "AT" => austria(&digits),
        "BE" => matches!(digits.first(), Some(0 | 1)) && 97 - number(&digits, 0, 8) % 97 == number(&digits, 8, 10),
        "CH" => weighed_to_zero(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 1], 11),
        "DE" | "HR" => mod_11_10(&digits),
        "DK" => digits.first() != Some(&0) && weighed_to_zero(&digits, &[2, 7, 6, 5, 4, 3, 2, 1], 11),
        "EE" => weighed_to_zero(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1], 10),
        "EL" => weighed(&digits, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == digit(&digits, 8),
        "FI" => weighed_to_zero(&digits, &[7, 9, 10, 5, 8, 4, 2, 1], 11),
        "FR" => france(rest, &digits),
        "HU" => weighed_to_zero(&digits, &[9, 7, 3, 1, 9, 7, 3, 1], 10),
        "IT" => luhn(&digits),
        "LU" => number(&digits, 0, 6) % 89 == number(&digits, 6, 8),
        "NL" => netherlands(rest, &digits),
        "PL" => weighed(&digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == digit(&digits, 9),
        "PT" => {
            let left = weighed(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
            (if left < 2 { 0 } else { 11 - left }) == digit(&digits, 8)
        }
        "RO" => romania(&digits),
        // The organisation's number, and which of its registrations.
        "SE" => luhn(digits.get(..10).unwrap_or_default()) && (1..=94).contains(&number(&digits, 10, 12)),
        "SK" => number(&digits, 0, 10).is_multiple_of(11),
        _ => true,
    }
}

fn digit(digits: &[u64], place: usize) -> u64 {
    digits.get(place).copied().unwrap_or(u64::MAX)
}

/// The number that stands in a range of places.
fn number(digits: &[u64], from: usize, to: usize) -> u64 {
    digits.get(from..to).unwrap_or_default().iter().fold(0, |number, digit| number * 10 + digit)
}

fn weighed(digits: &[u64], weights: &[u64]) -> u64 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

fn weighed_to_zero(digits: &[u64], weights: &[u64], modulus: u64) -> bool {
    weighed(digits, weights).is_multiple_of(modulus)
}

/// Luhn: every second digit from the right is doubled, and its digits summed.
fn luhn(digits: &[u64]) -> bool {
    let doubled = |digit: u64| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let places = digits.iter().rev().enumerate();
    let sum: u64 = places.map(|(place, digit)| if place % 2 == 1 { doubled(*digit) } else { *digit }).sum();
    sum.is_multiple_of(10)
}

/// ISO 7064, MOD 11,10.
fn mod_11_10(digits: &[u64]) -> bool {
    let Some((last, first)) = digits.split_last() else { return false };
    let product = first.iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (product + last) % 10 == 1
}

fn austria(digits: &[u64]) -> bool {
    let doubled = |digit: u64| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let first = digits.iter().take(7).enumerate();
    let sum: u64 = first.map(|(place, digit)| if place % 2 == 1 { doubled(*digit) } else { *digit }).sum();
    (10 - (sum + 4) % 10) % 10 == digit(digits, 7)
}

/// A key of two digits is made from the SIREN; one with a letter is by another rule, which is left unchecked.
fn france(rest: &str, digits: &[u64]) -> bool {
    if !rest.bytes().take(2).all(|letter| letter.is_ascii_digit()) {
        return true;
    }
    (12 + 3 * (number(digits, 2, 11) % 97)) % 97 == number(digits, 0, 2)
}

/// Companies' ids carry the check digit of their RSIN, those of the self-employed one over the whole id (MOD 97-10).
fn netherlands(rest: &str, digits: &[u64]) -> bool {
    let of_rsin = weighed(digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == digit(digits, 8);
    let whole = format!("NL{rest}").bytes().fold(0_u64, |left, letter| {
        if letter.is_ascii_digit() {
            (left * 10 + u64::from(letter - b'0')) % 97
        } else {
            (left * 100 + u64::from(letter.saturating_sub(b'A')) + 10) % 97
        }
    });
    of_rsin || whole == 1
}

fn romania(digits: &[u64]) -> bool {
    let Some((last, first)) = digits.split_last() else { return false };
    let weights = [7, 5, 3, 2, 1, 7, 5, 3, 2];
    let missing = weights.len().saturating_sub(first.len());
    let sum = weighed(first, weights.get(missing..).unwrap_or_default());
    sum * 10 % 11 % 10 == *last
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids that were made for tests or stand in public examples, one a rule.
    const GOOD: [&str; 26] = [
        "ATU13585627",
        "BE0428759497",
        "CY10259033P",
        "CZ25123891",
        "DE136695976",
        "DK13585628",
        "EE100931558",
        "EL094259216",
        "ESB58378431",
        "FI20774740",
        "FR40303265045",
        "FRK7399859412",
        "HR33392005961",
        "HU12892312",
        "IE6433435F",
        "IT00743110157",
        "LU15027442",
        "LV40003521600",
        "MT11679112",
        "NL004495445B01",
        "NL123456789B13",
        "PL8567346215",
        "PT501964843",
        "RO18547290",
        "SE123456789701",
        "SK2022749619",
    ];

    #[test]
    fn good_ids_are_read_in_every_way_people_write_them() {
        for id in GOOD {
            assert_eq!(VatId::parse(id).map(|id| id.as_str().to_owned()).as_deref(), Ok(id), "{id}");
            let spaced = format!(" {}.{}-{} ", &id[..2], &id[2..5], &id[5..]).to_lowercase();
            assert_eq!(VatId::parse(&spaced).map(|id| id.as_str().to_owned()).as_deref(), Ok(id), "{spaced}");
        }
    }

    #[test]
    fn a_wrong_digit_is_found_where_the_rule_is_known() {
        let known = "AT BE DE DK EE EL FI HR HU IT LU PL PT RO SK";
        let checked = GOOD.into_iter().filter(|id| known.contains(&id[..2]));
        for id in checked {
            let (rest, last) = id.split_at(id.len() - 1);
            let other = (last.parse::<u32>().unwrap() + 1) % 10;
            assert_eq!(VatId::parse(&format!("{rest}{other}")), Err(VatIdError::CheckDigit), "{id}");
        }
        assert_eq!(VatId::parse("FR41303265045"), Err(VatIdError::CheckDigit));
        assert_eq!(VatId::parse("SE123456789601"), Err(VatIdError::CheckDigit));
        assert_eq!(VatId::parse("NL123456789B14"), Err(VatIdError::CheckDigit));
        assert_eq!(VatId::parse("DE123456789"), Err(VatIdError::CheckDigit));
    }

    #[test]
    fn what_has_not_the_form_of_its_country_is_refused() {
        for (id, error) in [
            ("", VatIdError::Prefix),
            ("D", VatIdError::Prefix),
            ("12345678", VatIdError::Prefix),
            ("QQ12345678", VatIdError::Prefix),
            ("GR094259216", VatIdError::Prefix),
            ("Ü1234567", VatIdError::Prefix),
            ("DE13669597", VatIdError::Form),
            ("DE13669597A", VatIdError::Form),
            ("AT13585627", VatIdError::Form),
            ("NL004495445A01", VatIdError::Form),
            ("FR4030326504é", VatIdError::Form),
            ("RO1", VatIdError::Form),
        ] {
            assert_eq!(VatId::parse(id), Err(error), "{id}");
        }
    }

    #[test]
    fn only_member_states_are_member_states() {
        let state = |id: &str| VatId::parse(id).unwrap().member_state().map(|country| country.to_string());
        assert_eq!(state("EL094259216").as_deref(), Some("GR"));
        assert_eq!(state("DE136695976").as_deref(), Some("DE"));
        assert_eq!(state("GB980780684"), None);
        assert_eq!(state("XI980780684"), None);
        assert_eq!(state("CHE-109.322.551 MWST"), None);
    }
}
