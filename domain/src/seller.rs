//! Sellers and artists: the legal party who sells, and the creator shown on a work.

use serde::{Deserialize, Serialize};

use crate::address::{Address, Country};
use crate::ids::SellerId;
use crate::money::Currency;
use crate::payout_account::PayoutAccount;
use crate::shipping::ShippingTable;

/// The highest commission, in basis points: the whole price.
pub const COMMISSION_MAX: u32 = 10_000;

/// The legal party who sells, as it is frozen onto orders and documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// The seller.
    pub id: SellerId,
    /// Its address on the storefront.
    pub slug: String,
    /// The name on the storefront.
    pub name: String,
    /// The name in law, on invoices.
    pub legal_name: String,
    /// Where it sits; also where parcels leave.
    pub address: Address,
    /// VAT id, with the country prefix.
    pub vat_id: Option<String>,
    /// National tax number, for those without a VAT id.
    pub tax_number: Option<String>,
    /// Where buyers write.
    pub email: String,
    /// Currency of its prices and payouts.
    pub currency: Currency,
    /// The house's share of a sale, in basis points (1500 = 15 %).
    pub commission_basis_points: u32,
    /// Short upper-case prefix of its document numbers, unique.
    pub series_prefix: String,
    /// Whether an admin has verified its identity; only then may it publish.
    pub verified: bool,
    /// Whether it sells as a trader, which decides what rights buyers have; `None` until it has said so.
    #[serde(default)]
    pub trader: Option<bool>,
    /// Its own shipping table, in place of the house's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ShippingTable>,
    /// Where its money goes; only its owner says so. Nobody but the seller and whoever pays it sees more than its end.
    #[serde(default)]
    pub payout_account: Option<PayoutAccount>,
}

/// What a member of a seller may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    /// Everything, also saying who else is a member. There is always one.
    Owner,
    /// Works, stock and orders.
    Member,
}

impl MemberRole {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Member => "member",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Owner, Self::Member].into_iter().find(|role| role.as_str() == name)
    }
}

impl Seller {
    /// The country whose tax rates apply at home.
    #[must_use]
    pub fn country(&self) -> Country {
        self.address.country
    }

    /// The table by which its parcels are priced: its own, or the house's.
    #[must_use]
    pub fn shipping_table<'a>(&'a self, of_house: &'a ShippingTable) -> &'a ShippingTable {
        self.shipping.as_ref().unwrap_or(of_house)
    }

    /// Whether an invoice can say where the seller sits.
    #[must_use]
    pub fn has_address(&self) -> bool {
        !self.address.line1.trim().is_empty() && !self.address.city.trim().is_empty()
    }
}
