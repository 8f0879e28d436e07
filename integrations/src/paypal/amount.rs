//! Sums as PayPal writes them: decimal texts in the currency's own digits, no digits where PayPal knows none.

use impasto_domain::money::{Currency, Money};

use super::shapes::Amount;

/// Currencies that PayPal takes in whole units only, though they have smaller ones.
const WHOLE: [Currency; 2] = [Currency::HUF, Currency::TWD];

/// A sum as PayPal writes it.
pub(super) fn written(money: Money) -> Amount {
    let unit = 10_i64.pow(money.exponent().min(4));
    let (whole, rest) = (money.amount_minor / unit, money.amount_minor % unit);
    let is_whole = unit == 1 || (rest == 0 && WHOLE.contains(&money.currency));
    let value =
        if is_whole { whole.to_string() } else { format!("{whole}.{rest:0width$}", width = money.exponent() as usize) };
    Amount { currency_code: money.currency.code().to_owned(), value }
}

/// A sum that PayPal writes; `None` for what is none.
pub(super) fn read(amount: &Amount) -> Option<Money> {
    let money = Money::zero(Currency::from_code(&amount.currency_code)?);
    Some(Money { amount_minor: minor(&amount.value, money.exponent())?, ..money })
}

/// Whether a sum that PayPal writes is this one: with more or fewer noughts at its end.
pub(super) fn is(amount: &Amount, money: Money) -> bool {
    read(amount) == Some(money)
}

fn minor(value: &str, exponent: u32) -> Option<i64> {
    let (whole, rest) = value.split_once('.').unwrap_or((value, ""));
    let width = exponent as usize;
    let (kept, beyond) = rest.split_at_checked(width.min(rest.len()))?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(kept) || beyond.bytes().any(|byte| byte != b'0') {
        return None;
    }
    format!("{whole}{kept:0<width$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(minor: i64, currency: Currency) -> String {
        written(Money::new(minor, currency)).value
    }

    #[test]
    fn a_sum_has_the_digits_of_its_currency() {
        assert_eq!(value(12_500, Currency::EUR), "125.00");
        assert_eq!(value(5, Currency::USD), "0.05");
        assert_eq!(value(1_200, Currency::JPY), "1200");
        assert_eq!(value(1_200_000, Currency::HUF), "12000");
        assert_eq!(value(1_200_050, Currency::HUF), "12000.50", "which PayPal refuses by itself");
    }

    #[test]
    fn a_sum_is_known_again_however_it_is_written() {
        let is = |text: &str, minor, currency: Currency| {
            is(
                &Amount { currency_code: currency.code().to_owned(), value: text.to_owned() },
                Money::new(minor, currency),
            )
        };
        assert!(
            is("125.00", 12_500, Currency::EUR)
                && is("125", 12_500, Currency::EUR)
                && is("125.0", 12_500, Currency::EUR)
        );
        assert!(is("1200", 1_200, Currency::JPY) && is("1200.00", 1_200, Currency::JPY));
        assert!(!is("125.01", 12_500, Currency::EUR) && !is("", 0, Currency::EUR) && !is("-1.00", -100, Currency::EUR));
        assert!(!is("1.999", 199, Currency::EUR) && !is("1.é", 100, Currency::EUR));
        let dollars = Amount { currency_code: "USD".to_owned(), value: "1.00".to_owned() };
        assert!(!super::is(&dollars, Money::new(100, Currency::EUR)));
    }
}
