//! Quotes on the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use impasto_domain::money::Currency;
use impasto_domain::quote::Quote;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::money::{MoneyJson, TotalsJson};

/// What a cart costs at an address.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QuoteJson {
    /// The quote.
    pub id: Uuid,
    /// Prices of held lines are frozen until the earliest deadline of their holds; so is the quote.
    pub expires_at: DateTime<Utc>,
    /// Shipping methods by seller id.
    pub methods: BTreeMap<Uuid, Vec<MethodJson>>,
    /// Contained tax by rate and regime.
    pub tax: Vec<TaxSumJson>,
    /// Sums with the first method of each seller.
    pub totals: TotalsJson,
    /// The server's clock.
    pub server_time: DateTime<Utc>,
}

/// A way to send a seller's parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MethodJson {
    /// Stable name.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Gross price.
    pub price: MoneyJson,
    /// Working days, at least.
    pub days_min: u32,
    /// Working days, at most.
    pub days_max: u32,
    /// What of the price is for a crate.
    #[serde(rename = "crate")]
    pub crate_price: MoneyJson,
    /// What of the price is for insurance.
    pub insurance: MoneyJson,
    /// Working days within which it leaves, or can be collected.
    pub handling_days: u32,
    /// Whether the buyer collects it.
    pub pickup: bool,
}

/// Contained tax of one rate.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TaxSumJson {
    /// Percent.
    pub rate: f64,
    /// Without tax.
    pub base: MoneyJson,
    /// The tax.
    pub amount: MoneyJson,
    /// How it is taxed.
    pub regime: String,
}

impl QuoteJson {
    /// The shape of a quote.
    #[must_use]
    pub fn of(id: Uuid, quote: &Quote, currency: Currency, expires_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let methods = quote.parts.iter().map(|part| {
            let offers = part.offers.iter().map(|offer| MethodJson {
                id: offer.id.clone(),
                name: offer.name.clone(),
                price: MoneyJson::of(offer.price_minor, currency),
                days_min: offer.days_min,
                days_max: offer.days_max,
                crate_price: MoneyJson::of(offer.crate_minor, currency),
                insurance: MoneyJson::of(offer.insurance_minor, currency),
                handling_days: offer.handling_days,
                pickup: offer.pickup.is_some(),
            });
            (part.seller_id.0, offers.collect())
        });
        let tax = quote.tax.iter().map(|sum| TaxSumJson {
            rate: f64::from(sum.rate_basis_points) / 100.0,
            base: MoneyJson::of(sum.base_minor, currency),
            amount: MoneyJson::of(sum.tax_minor, currency),
            regime: sum.regime.as_str().to_owned(),
        });
        Self {
            id,
            expires_at,
            methods: methods.collect(),
            tax: tax.collect(),
            totals: TotalsJson::of(quote.totals, currency),
            server_time: now,
        }
    }
}
