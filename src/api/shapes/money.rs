//! Money and sums on the wire.

use impasto_domain::money::{Currency, Money};
use impasto_domain::order::Totals;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount in minor units with its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoneyJson {
    /// Minor units (cents, pence, yen).
    pub amount: i64,
    /// ISO 4217 code.
    #[schema(example = "EUR")]
    pub currency: String,
}

/// Sums, gross, with the tax they contain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TotalsJson {
    /// Works.
    pub items: MoneyJson,
    /// Shipping.
    pub shipping: MoneyJson,
    /// Tax contained in both.
    pub tax_included: MoneyJson,
    /// What is paid.
    pub total: MoneyJson,
}

impl From<Money> for MoneyJson {
    fn from(money: Money) -> Self {
        Self::of(money.amount_minor, money.currency)
    }
}

impl MoneyJson {
    /// `amount_minor` of `currency`.
    #[must_use]
    pub fn of(amount_minor: i64, currency: Currency) -> Self {
        Self { amount: amount_minor, currency: currency.code().to_owned() }
    }
}

impl TotalsJson {
    /// Sums in one currency.
    #[must_use]
    pub fn of(totals: Totals, currency: Currency) -> Self {
        Self {
            items: MoneyJson::of(totals.items_minor, currency),
            shipping: MoneyJson::of(totals.shipping_minor, currency),
            tax_included: MoneyJson::of(totals.tax_included_minor, currency),
            total: MoneyJson::of(totals.total_minor, currency),
        }
    }
}

/// Centimetres from tenths of a millimetre.
#[must_use]
pub fn cm(tenth_mm: u32) -> f64 {
    f64::from(tenth_mm) / 100.0
}
