//! Numbers as people write them: in forms and tables. The API's own numbers are JSON's.

use impasto_domain::money::{AMOUNT_MINOR_MAX, Currency};

use super::shapes::MoneyJson;

/// An amount as it is typed: `1250` or `1250.50`.
#[must_use]
pub fn typed_amount(minor: i64, currency: Currency) -> String {
    let exponent = usize::from(currency.exponent().unwrap_or(0));
    let unit = 10_i64.pow(u32::from(currency.exponent().unwrap_or(0)));
    let (whole, rest) = (minor / unit, minor % unit);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:0exponent$}") }
}

/// A length or weight: digits with a point or a comma before the decimals.
#[must_use]
pub fn decimal(text: &str) -> Option<f64> {
    let text = text.replace(',', ".");
    let plain = text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain { text.parse().ok() } else { None }
}

/// An amount in whole units, as people write it, in minor units: `1250`, `1,250.50`, `1.250,50`, `1 250`. A single point or
/// comma before three digits groups thousands, before fewer it begins the decimals.
#[must_use]
pub fn minor_units(text: &str, currency: Currency) -> Option<i64> {
    let exponent = usize::from(currency.exponent().unwrap_or(0));
    let text: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\'').collect();
    let (whole, decimals) = match text.rfind(['.', ',']) {
        Some(place) => {
            let (whole, rest) = text.split_at(place);
            let rest = rest.get(1..).unwrap_or_default();
            if rest.len() == 3 && exponent != 3 { (text.clone(), "") } else { (whole.to_owned(), rest) }
        }
        None => (text.clone(), ""),
    };
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3);
    let digits: String = groups.concat();
    let all = format!("{digits}{decimals:0<exponent$}");
    let good = grouped
        && !digits.is_empty()
        && decimals.len() <= exponent
        && all.len() <= 15
        && all.bytes().all(|byte| byte.is_ascii_digit());
    let amount = all.parse::<i64>().ok().filter(|_| good)?;
    (amount <= AMOUNT_MINOR_MAX).then_some(amount)
}

/// A price with its currency as it is typed: `EUR 9.50`.
#[must_use]
pub fn price_text(price: &MoneyJson) -> String {
    match Currency::from_code(&price.currency) {
        Some(currency) => format!("{} {}", price.currency, typed_amount(price.amount, currency)),
        None => price.currency.clone(),
    }
}

/// The price of such a text.
#[must_use]
pub fn price_of(text: &str) -> Option<MoneyJson> {
    let (code, amount) = text.split_once(' ')?;
    let currency = Currency::from_code(code)?;
    Some(MoneyJson { amount: minor_units(amount, currency)?, currency: code.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let eur = |text: &str| minor_units(text, Currency::EUR);
        for (text, minor) in [
            ("1250", 125_000),
            ("1250.5", 125_050),
            ("1,250.50", 125_050),
            ("1.250,50", 125_050),
            ("1 250", 125_000),
            ("1,250", 125_000),
            ("0.99", 99),
            ("1,234,567", 123_456_700),
        ] {
            assert_eq!(eur(text), Some(minor), "{text}");
        }
        for text in ["", "abc", "12.345,6,7", "1.2.3", "-5", "1e3", "€5", "99999999999999"] {
            assert_eq!(eur(text), None, "{text}");
        }
        assert_eq!(minor_units("5000", Currency::JPY), Some(5_000));
        assert_eq!(minor_units("50.5", Currency::JPY), None);
        assert_eq!(typed_amount(125_050, Currency::EUR), "1250.50");
        assert_eq!(typed_amount(125_000, Currency::EUR), "1250");
    }
}
