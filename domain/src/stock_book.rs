//! What a seller notes of a work for its tax: what it was bought for, and that it is a resale.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::resale_right::Resale;

/// What is noted of one work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkBooks {
    /// What it was bought for; needed for the margin scheme.
    pub purchase: Option<Purchase>,
    /// That it is resold, and of whom; `None` for what its artist sells first.
    pub resale: Option<Resale>,
}

/// What one copy of a work was bought for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// The price of one copy.
    pub price: Money,
    /// The day.
    pub on: NaiveDate,
    /// Of whom, as the stock book names them.
    pub of: Option<String>,
}
