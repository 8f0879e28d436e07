//! Rows of works and sellers.

use chrono::{DateTime, Utc};
use impasto_domain::address::Address;
use impasto_domain::artwork::{ArtworkHead, ArtworkStatus};
use impasto_domain::payout_account::PayoutAccount;
use impasto_domain::read::SellerName;
use impasto_domain::resale_right::Resale;
use impasto_domain::seller::Seller;
use impasto_domain::shipping::ShippingTable;
use sqlx::types::Json;
use uuid::Uuid;

use super::{currency, small, unknown};
use crate::record::stored;

stored! {
    #[derive(Debug)]
    pub(crate) struct HeadRow {
        pub(crate) id: Uuid,
        pub(crate) seller_id: Uuid,
        pub(crate) artist_id: Uuid,
        pub(crate) title: String,
        pub(crate) slug: String,
        pub(crate) artist_name: String,
        pub(crate) medium: Option<String>,
        pub(crate) resale: Option<Json<Resale>>,
        pub(crate) status: String,
        pub(crate) editions_left: i64,
        pub(crate) version: i64,
        pub(crate) published_at: Option<DateTime<Utc>>,
        pub(crate) framed: bool,
    }
}

impl TryFrom<HeadRow> for ArtworkHead {
    type Error = sqlx::Error;

    fn try_from(row: HeadRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            seller_id: row.seller_id.into(),
            artist_id: row.artist_id.into(),
            title: row.title,
            slug: row.slug,
            artist_name: row.artist_name,
            medium: row.medium,
            resale: row.resale.map(|resale| resale.0),
            status: ArtworkStatus::parse(&row.status).ok_or_else(|| unknown("artwork status", &row.status))?,
            editions_left: row.editions_left,
            version: row.version,
            published_at: row.published_at,
            framed: row.framed,
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct SellerRow {
        pub(crate) id: Uuid,
        pub(crate) slug: String,
        pub(crate) name: String,
        pub(crate) legal_name: String,
        pub(crate) address: Json<Address>,
        pub(crate) vat_id: Option<String>,
        pub(crate) tax_number: Option<String>,
        pub(crate) email: String,
        pub(crate) currency: String,
        pub(crate) commission_basis_points: i64,
        pub(crate) series_prefix: String,
        pub(crate) verified: bool,
        pub(crate) trader: Option<bool>,
        pub(crate) shipping: Option<Json<ShippingTable>>,
        pub(crate) payout_account: Option<String>,
    }
}

impl TryFrom<SellerRow> for Seller {
    type Error = sqlx::Error;

    fn try_from(row: SellerRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            slug: row.slug,
            name: row.name,
            legal_name: row.legal_name,
            address: row.address.0,
            vat_id: row.vat_id,
            tax_number: row.tax_number,
            email: row.email,
            currency: currency(&row.currency)?,
            commission_basis_points: small("commission", row.commission_basis_points)?,
            series_prefix: row.series_prefix,
            verified: row.verified,
            trader: row.trader,
            shipping: row.shipping.map(|table| table.0),
            payout_account: row.payout_account.map(|account| account_of(&account)).transpose()?,
        })
    }
}

/// A stored account; what it is stays unsaid where it cannot be read.
pub(crate) fn account_of(stored: &str) -> Result<PayoutAccount, sqlx::Error> {
    PayoutAccount::parse(stored).map_err(|_| unknown("payout account of a seller", "…"))
}

stored! {
    /// A seller as others see it.
    #[derive(Debug)]
    pub(crate) struct ShownSeller {
        pub(crate) seller_id: Uuid,
        pub(crate) seller_slug: String,
        pub(crate) seller_name: String,
    }
}

impl From<ShownSeller> for SellerName {
    fn from(row: ShownSeller) -> Self {
        Self { id: row.seller_id.into(), slug: row.seller_slug, name: row.seller_name }
    }
}
