//! What the operator decides and a decision needs: tables, policies, switches.

use serde::{Deserialize, Serialize};

use crate::hold::HoldPolicy;
use crate::shipping::ShippingTable;
use crate::tax::TaxTable;

/// The rules of the house as one decision sees them. Tables come from the database, policies from configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseRules {
    /// How long holds last.
    pub holds: HoldPolicy,
    /// Whether a submission waits for a moderator.
    pub moderated: bool,
    /// Shipping prices of sellers without a table of their own.
    pub shipping: ShippingTable,
    /// Tax rates.
    pub tax: TaxTable,
    /// While true no new hold is placed; what is held may still be bought.
    pub sales_paused: bool,
    /// Whether mails are sent; while they are not, nothing is written for them.
    #[serde(default)]
    pub mails: bool,
}
