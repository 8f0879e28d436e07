//! Money in minor units with its currency.
//!
//! Never a floating point number; never an operation that loses or makes a minor unit.

pub use iso_currency::Currency;
use serde::{Deserialize, Serialize};

/// The largest amount the engine accepts, in minor units: keeps every sum of a cart far from `i64`'s end.
pub const AMOUNT_MINOR_MAX: i64 = 1_000_000_000_000;

/// An amount in minor units (cents, pence, yen) of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; may be negative (a refund, a ledger credit).
    pub amount_minor: i64,
    /// ISO 4217 currency.
    pub currency: Currency,
}

/// Two amounts of different currencies met in one sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("amounts of {left} and {right} cannot be added")]
pub struct CurrencyMix {
    /// Currency of the left side.
    pub left: Currency,
    /// Currency of the right side.
    pub right: Currency,
}

impl Money {
    /// An amount of `amount_minor` in `currency`.
    #[must_use]
    pub const fn new(amount_minor: i64, currency: Currency) -> Self {
        Self { amount_minor, currency }
    }

    /// Nothing, in `currency`.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Adds an amount of the same currency; saturates rather than wraps.
    ///
    /// # Errors
    /// [`CurrencyMix`] when the currencies differ.
    pub fn plus(self, other: Self) -> Result<Self, CurrencyMix> {
        if self.currency == other.currency {
            Ok(Self::new(self.amount_minor.saturating_add(other.amount_minor), self.currency))
        } else {
            Err(CurrencyMix { left: self.currency, right: other.currency })
        }
    }

    /// `quantity` times this amount; saturates rather than wraps.
    #[must_use]
    pub fn times(self, quantity: u32) -> Self {
        Self::new(self.amount_minor.saturating_mul(i64::from(quantity)), self.currency)
    }

    /// Decimal digits of the currency's minor unit (2 for EUR, 0 for JPY).
    #[must_use]
    pub fn exponent(self) -> u32 {
        self.currency.exponent().map_or(2, u32::from)
    }
}

/// The tax contained in a gross amount at a rate in basis points (1900 = 19 %), rounded half up to the minor unit:
/// `gross × rate / (10000 + rate)`.
#[must_use]
pub fn tax_included_minor(gross_minor: i64, rate_basis_points: u32) -> i64 {
    let rate = i128::from(rate_basis_points);
    rounded_division(i128::from(gross_minor) * rate, 10_000 + rate)
}

/// A share of an amount in basis points, rounded half up to the minor unit.
#[must_use]
pub fn share_minor(amount_minor: i64, basis_points: u32) -> i64 {
    rounded_division(i128::from(amount_minor) * i128::from(basis_points), 10_000)
}

/// What `part` of `of` comes to of an amount, rounded half up to the minor unit; nothing of nothing.
#[must_use]
pub fn portion_minor(amount_minor: i64, part: i64, of: i64) -> i64 {
    if of == 0 { 0 } else { rounded_division(i128::from(amount_minor) * i128::from(part), i128::from(of)) }
}

/// Splits an amount in proportion to weights so that the parts sum to it exactly (largest remainder, ties to the
/// earlier part). With weights that sum to zero the whole goes to the first part.
#[must_use]
pub fn allocate_minor(amount_minor: i64, weights: &[u64]) -> Vec<i64> {
    let Some(first) = weights.first() else { return Vec::new() };
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if total == 0 {
        let mut parts = vec![0; weights.len()];
        parts[0] = amount_minor;
        let _ = first;
        return parts;
    }
    let magnitude = u128::from(amount_minor.unsigned_abs());
    let mut parts: Vec<u128> = weights.iter().map(|weight| magnitude * u128::from(*weight) / total).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(magnitude * u128::from(weights[*index]) % total));
    let left = magnitude - parts.iter().sum::<u128>();
    for index in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        parts[index] += 1;
    }
    let sign = amount_minor.signum();
    parts.into_iter().map(|part| sign * i64::try_from(part).unwrap_or(i64::MAX)).collect()
}

fn rounded_division(numerator: i128, denominator: i128) -> i64 {
    let half = denominator / 2;
    let adjusted = if numerator >= 0 { numerator + half } else { numerator - half };
    i64::try_from(adjusted / denominator).unwrap_or(if numerator >= 0 { i64::MAX } else { i64::MIN })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn allocation_conserves_every_minor_unit(amount in -1_000_000_000_i64..1_000_000_000, weights in prop::collection::vec(0_u64..1_000_000, 1..12)) {
            let parts = allocate_minor(amount, &weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(parts.iter().sum::<i64>(), amount);
        }

        #[test]
        fn net_and_tax_sum_to_gross(gross in 0_i64..AMOUNT_MINOR_MAX, rate in 0_u32..5_000) {
            let tax = tax_included_minor(gross, rate);
            prop_assert!(tax >= 0 && tax <= gross);
            let net = gross - tax;
            // The tax on the net is the contained tax to within the rounding of one minor unit.
            prop_assert!((share_minor(net, rate) - tax).abs() <= 1);
        }
    }

    #[test]
    fn tax_is_rounded_half_up() {
        assert_eq!(tax_included_minor(11_900, 1_900), 1_900);
        assert_eq!(tax_included_minor(10_000, 700), 654);
        assert_eq!(tax_included_minor(10_000, 0), 0);
    }

    #[test]
    fn currencies_do_not_mix() {
        let mixed = Money::new(1, Currency::EUR).plus(Money::new(1, Currency::USD));
        assert_eq!(mixed, Err(CurrencyMix { left: Currency::EUR, right: Currency::USD }));
    }
}
