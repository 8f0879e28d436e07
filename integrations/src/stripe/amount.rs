//! Sums as Stripe writes them: whole numbers in its own smallest unit, which for some currencies is not ISO 4217's.

use impasto_domain::money::{Currency, Money};

/// Currencies without a smaller unit at Stripe.
const WHOLE: [Currency; 15] = [
    Currency::BIF,
    Currency::CLP,
    Currency::DJF,
    Currency::GNF,
    Currency::JPY,
    Currency::KMF,
    Currency::KRW,
    Currency::MGA,
    Currency::PYG,
    Currency::RWF,
    Currency::VND,
    Currency::VUV,
    Currency::XAF,
    Currency::XOF,
    Currency::XPF,
];

/// Currencies with thousandths.
const THOUSANDTHS: [Currency; 5] = [Currency::BHD, Currency::JOD, Currency::KWD, Currency::OMR, Currency::TND];

/// The code as Stripe writes it.
pub(super) fn code(currency: Currency) -> String {
    currency.code().to_ascii_lowercase()
}

/// A sum as Stripe writes it; `None` for one that it cannot write.
pub(super) fn written(money: Money) -> Option<i64> {
    shift(money.amount_minor, money.exponent(), digits(money.currency))
}

/// A sum that Stripe writes; `None` for what is none.
pub(super) fn read(amount: i64, code: &str) -> Option<Money> {
    let money = Money::zero(Currency::from_code(&code.to_ascii_uppercase())?);
    Some(Money { amount_minor: shift(amount, digits(money.currency), money.exponent())?, ..money })
}

fn digits(currency: Currency) -> u32 {
    if WHOLE.contains(&currency) {
        0
    } else if THOUSANDTHS.contains(&currency) {
        3
    } else {
        2
    }
}

fn shift(amount: i64, from: u32, to: u32) -> Option<i64> {
    if to >= from {
        return amount.checked_mul(10_i64.checked_pow(to - from)?);
    }
    let unit = 10_i64.checked_pow(from - to)?;
    (amount % unit == 0).then(|| amount / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_written_in_stripes_own_unit_and_read_again() {
        for (minor, currency, wanted) in [
            (12_500, Currency::EUR, 12_500),
            (1_200, Currency::JPY, 1_200),
            (1_200, Currency::ISK, 120_000),
            (1_200, Currency::UGX, 120_000),
            (12_500, Currency::KWD, 12_500),
        ] {
            let money = Money::new(minor, currency);
            assert_eq!(written(money), Some(wanted), "{currency}");
            assert_eq!(read(wanted, &code(currency)), Some(money), "{currency}");
        }
        assert_eq!(read(1, "eu"), None);
        assert_eq!(written(Money::new(i64::MAX, Currency::ISK)), None);
    }
}
