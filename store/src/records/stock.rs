//! Rows of editions, counters, copies, holds and carts.

use chrono::{DateTime, Utc};
use impasto_domain::cart::{Cart, CartLine};
use impasto_domain::edition::{Copy, CopyRef, CopyState, Edition, EditionKind, Stock};
use impasto_domain::hold::Hold;
use impasto_domain::money::Money;
use impasto_domain::owner::Owner;
use impasto_domain::tax::TaxRegime;
use sqlx::types::Json;
use uuid::Uuid;

use super::{currency, small, unknown};
use crate::record::stored;

stored! {
    #[derive(Debug)]
    pub(crate) struct EditionRow {
        pub(crate) id: Uuid,
        pub(crate) artwork_id: Uuid,
        pub(crate) kind: String,
        pub(crate) label: Option<String>,
        pub(crate) size: i64,
        pub(crate) artist_proofs: i64,
        pub(crate) width_tenth_mm: i64,
        pub(crate) height_tenth_mm: i64,
        pub(crate) depth_tenth_mm: i64,
        pub(crate) weight_g: i64,
        pub(crate) price_minor: i64,
        pub(crate) currency: String,
        pub(crate) tax_regime: String,
        pub(crate) max_per_customer: Option<i64>,
        pub(crate) available_from: Option<DateTime<Utc>>,
        pub(crate) made_to_order: bool,
    }
}

impl TryFrom<EditionRow> for Edition {
    type Error = sqlx::Error;

    fn try_from(row: EditionRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            artwork_id: row.artwork_id.into(),
            kind: EditionKind::parse(&row.kind).ok_or_else(|| unknown("edition kind", &row.kind))?,
            label: row.label,
            size: small("size", row.size)?,
            artist_proofs: small("number of proofs", row.artist_proofs)?,
            width_tenth_mm: small("width", row.width_tenth_mm)?,
            height_tenth_mm: small("height", row.height_tenth_mm)?,
            depth_tenth_mm: small("depth", row.depth_tenth_mm)?,
            weight_g: small("weight", row.weight_g)?,
            price: Money::new(row.price_minor, currency(&row.currency)?),
            tax_regime: TaxRegime::parse(&row.tax_regime).ok_or_else(|| unknown("tax regime", &row.tax_regime))?,
            max_per_customer: row.max_per_customer.map(|max| small("customer limit", max)).transpose()?,
            available_from: row.available_from,
            made_to_order: row.made_to_order,
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct StockRow {
        pub(crate) edition_id: Uuid,
        pub(crate) artwork_id: Uuid,
        pub(crate) total: Option<i64>,
        pub(crate) available: i64,
        pub(crate) held: i64,
        pub(crate) sold: i64,
        pub(crate) withdrawn: i64,
        pub(crate) version: i64,
    }
}

impl From<StockRow> for Stock {
    fn from(row: StockRow) -> Self {
        Self {
            edition_id: row.edition_id.into(),
            artwork_id: row.artwork_id.into(),
            total: row.total,
            available: row.available,
            held: row.held,
            sold: row.sold,
            withdrawn: row.withdrawn,
            version: row.version,
            next_release_at: None,
        }
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct CopyRow {
        pub(crate) edition_id: Uuid,
        pub(crate) ordinal: i64,
        pub(crate) id: Uuid,
        pub(crate) label: Option<String>,
        pub(crate) state: String,
        pub(crate) order_line_id: Option<Uuid>,
    }
}

impl TryFrom<CopyRow> for Copy {
    type Error = sqlx::Error;

    fn try_from(row: CopyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            edition_id: row.edition_id.into(),
            ordinal: small("ordinal", row.ordinal)?,
            label: row.label,
            state: CopyState::parse(&row.state).ok_or_else(|| unknown("copy state", &row.state))?,
            order_line_id: row.order_line_id.map(Into::into),
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct HoldRow {
        pub(crate) id: Uuid,
        pub(crate) owner_kind: String,
        pub(crate) owner_id: Uuid,
        pub(crate) line_id: Uuid,
        pub(crate) edition_id: Uuid,
        pub(crate) copy_ordinal: Option<i64>,
        pub(crate) copy_id: Option<Uuid>,
        pub(crate) copy_label: Option<String>,
        pub(crate) quantity: i64,
        pub(crate) unit_price_minor: i64,
        pub(crate) currency: String,
        pub(crate) placed_at: DateTime<Utc>,
        pub(crate) expires_at: DateTime<Utc>,
        pub(crate) extended: bool,
        pub(crate) order_id: Option<Uuid>,
    }
}

impl TryFrom<HoldRow> for Hold {
    type Error = sqlx::Error;

    fn try_from(row: HoldRow) -> Result<Self, sqlx::Error> {
        let copy = match (row.copy_id, row.copy_ordinal) {
            (Some(id), Some(ordinal)) => {
                Some(CopyRef { id: id.into(), ordinal: small("ordinal", ordinal)?, label: row.copy_label })
            }
            _ => None,
        };
        Ok(Self {
            id: row.id.into(),
            owner: Owner::from_parts(&row.owner_kind, row.owner_id),
            line_id: row.line_id.into(),
            edition_id: row.edition_id.into(),
            copy,
            quantity: small("quantity", row.quantity)?,
            unit_price: Money::new(row.unit_price_minor, currency(&row.currency)?),
            placed_at: row.placed_at,
            expires_at: row.expires_at,
            extended: row.extended,
            order_id: row.order_id.map(Into::into),
        })
    }
}

stored! {
    #[derive(Debug)]
    pub(crate) struct CartRow {
        pub(crate) owner_id: Uuid,
        pub(crate) owner_kind: String,
        pub(crate) version: i64,
        pub(crate) lines: Json<Vec<CartLine>>,
    }
}

impl From<CartRow> for Cart {
    fn from(row: CartRow) -> Self {
        Self { owner: Owner::from_parts(&row.owner_kind, row.owner_id), version: row.version, lines: row.lines.0 }
    }
}
