//! Items of lists that have no other home: sales, parts of orders, inventory, holds, audit, reviews, people.

use chrono::{DateTime, Utc};
use impasto_domain::identity::User;
use impasto_domain::read::Page;
use impasto_store::reads::{
    AuditRecord, HoldRecord, InventoryRecord, ReviewRecord, SaleRecord, SellerOrderRecord, SellerToday,
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::artwork::{EditionJson, StockJson};
use super::cart::CopyJson;
use super::money::MoneyJson;
use super::names::{ArtworkStatusName, FulfilmentStatusName, OrderPaymentStatusName, OrderStatusName, OwnerKindName};
use super::order::{AddressJson, SellerOrderJson};
use super::page::PageJson;
use crate::api::user::UserJson;

/// A sale of a seller.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SaleJson {
    /// The order's number.
    pub order_number: String,
    /// When the order was placed.
    pub at: DateTime<Utc>,
    /// What was sold.
    pub artwork: SoldArtworkJson,
    /// Which edition of it.
    pub edition_id: Uuid,
    /// How many.
    pub quantity: u32,
    /// Gross, the whole line.
    pub amount: MoneyJson,
    /// The copies.
    pub copies: Vec<CopyJson>,
}

/// A work as it was sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SoldArtworkJson {
    /// The work.
    pub id: Uuid,
    /// Its title then.
    pub title: String,
}

impl From<&SaleRecord> for SaleJson {
    fn from(sale: &SaleRecord) -> Self {
        Self {
            order_number: sale.order_number.clone(),
            at: sale.at,
            artwork: SoldArtworkJson { id: sale.artwork_id.0, title: sale.title.clone() },
            edition_id: sale.edition_id.0,
            quantity: sale.quantity,
            amount: MoneyJson::from(sale.amount),
            copies: sale.copies.iter().map(CopyJson::from).collect(),
        }
    }
}

/// The part of an order that one seller fulfils, with what that seller may know of the rest.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StudioOrderJson {
    /// The order.
    pub order_id: Uuid,
    /// Its number.
    pub number: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// Whether it goes on.
    #[schema(value_type = OrderStatusName)]
    pub status: String,
    /// Where the money stands.
    #[schema(value_type = OrderPaymentStatusName)]
    pub payment_status: String,
    /// Where the goods of this part stand.
    #[schema(value_type = FulfilmentStatusName)]
    pub fulfilment_status: String,
    /// Where it goes.
    pub shipping_address: AddressJson,
    /// The part.
    pub seller_order: SellerOrderJson,
}

impl From<&SellerOrderRecord> for StudioOrderJson {
    fn from(record: &SellerOrderRecord) -> Self {
        let mut seller_order = SellerOrderJson::of(&record.part, record.shipments.iter(), record.currency, true);
        seller_order.tell_resale_rights(&record.part);
        Self {
            order_id: record.order_id.0,
            number: record.number.clone(),
            placed_at: record.placed_at,
            status: record.status.as_str().to_owned(),
            payment_status: record.payment_status.as_str().to_owned(),
            fulfilment_status: record.fulfilment_status.as_str().to_owned(),
            shipping_address: AddressJson::from(&record.shipping_address),
            seller_order,
        }
    }
}

/// Figures of a seller: since midnight UTC, and what is held and wished for now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SummaryJson {
    /// Orders with a part of this seller, placed today and paid.
    pub sales: i64,
    /// Copies in them.
    pub copies: i64,
    /// Gross of the works in them.
    pub amount: MoneyJson,
    /// Copies held now.
    pub held: i64,
    /// Wishes for the seller's works now.
    pub wishlisted: i64,
}

impl From<&SellerToday> for SummaryJson {
    fn from(today: &SellerToday) -> Self {
        Self {
            sales: today.sales,
            copies: today.copies,
            amount: MoneyJson::from(today.amount),
            held: today.held,
            wishlisted: today.wishlisted,
        }
    }
}

/// An edition with its counters, as the console sees it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InventoryJson {
    /// The work.
    pub artwork: InventoryArtworkJson,
    /// The artist's name.
    pub artist: String,
    /// The seller's name.
    pub seller: String,
    /// The edition.
    pub edition: EditionJson,
    /// Copies taken out of sale by hand.
    pub withdrawn: i64,
    /// Its counters.
    pub stock: StockJson,
}

/// The work of an edition in the inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InventoryArtworkJson {
    /// The work.
    pub id: Uuid,
    /// Its address on the storefront.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its status.
    #[schema(value_type = ArtworkStatusName)]
    pub status: String,
}

impl From<&InventoryRecord> for InventoryJson {
    fn from(record: &InventoryRecord) -> Self {
        Self {
            artwork: InventoryArtworkJson {
                id: record.artwork_id.0,
                slug: record.slug.clone(),
                title: record.title.clone(),
                status: record.status.as_str().to_owned(),
            },
            artist: record.artist.clone(),
            seller: record.seller.clone(),
            edition: EditionJson::of(&record.edition, &record.stock),
            withdrawn: record.stock.withdrawn,
            stock: StockJson::from(&record.stock),
        }
    }
}

/// Editions with their counters.
#[must_use]
pub fn inventory_page(inventory: &Page<InventoryRecord>) -> PageJson<InventoryJson> {
    PageJson::of(inventory, InventoryJson::from)
}

/// A live hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoldJson {
    /// The hold.
    pub id: Uuid,
    /// Whose.
    pub owner: HolderJson,
    /// Which edition.
    pub edition_id: Uuid,
    /// The work's title.
    pub title: String,
    /// What the edition is called.
    pub edition_label: Option<String>,
    /// The copy; null for open editions.
    pub copy: Option<CopyJson>,
    /// How many.
    pub quantity: u32,
    /// Gross price of one, frozen.
    pub unit_price: MoneyJson,
    /// Since when.
    pub placed_at: DateTime<Utc>,
    /// Its deadline.
    pub held_until: DateTime<Utc>,
    /// The order that it pays for.
    pub order_id: Option<Uuid>,
}

/// Whose a hold is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HolderJson {
    /// `user` or `visitor`.
    #[schema(value_type = OwnerKindName)]
    pub kind: &'static str,
    /// Their id.
    pub id: Uuid,
}

impl From<&HoldRecord> for HoldJson {
    fn from(record: &HoldRecord) -> Self {
        let hold = &record.hold;
        Self {
            id: hold.id.0,
            owner: HolderJson { kind: hold.owner.kind(), id: hold.owner.id() },
            edition_id: hold.edition_id.0,
            title: record.title.clone(),
            edition_label: record.edition_label.clone(),
            copy: hold.copy.as_ref().map(CopyJson::from),
            quantity: hold.quantity,
            unit_price: MoneyJson::from(hold.unit_price),
            placed_at: hold.placed_at,
            held_until: hold.expires_at,
            order_id: hold.order_id.map(|id| id.0),
        }
    }
}

/// A page of live holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoldsJson {
    /// The holds of the page.
    #[serde(flatten)]
    pub page: PageJson<HoldJson>,
    /// The server's clock, for countdowns.
    pub server_time: DateTime<Utc>,
}

/// A line of the audit log.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AuditJson {
    /// The line.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; null for the program itself.
    pub by: Option<Uuid>,
    /// What: `edition.adjust`, `user.suspend`, `settings.put`, …
    pub action: String,
    /// About what.
    pub subject: Uuid,
    /// Before.
    pub before: Value,
    /// After.
    pub after: Value,
}

impl From<&AuditRecord> for AuditJson {
    fn from(record: &AuditRecord) -> Self {
        Self {
            id: record.id.0,
            at: record.at,
            by: record.by.map(|id| id.0),
            action: record.action.clone(),
            subject: record.subject,
            before: record.before.clone(),
            after: record.after.clone(),
        }
    }
}

/// A review of a work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewJson {
    /// The review.
    pub id: Uuid,
    /// The name its author goes by.
    pub author: String,
    /// 1 to 5.
    #[schema(minimum = 1, maximum = 5)]
    pub rating: u32,
    /// Words.
    pub text: String,
    /// Since when.
    pub at: DateTime<Utc>,
}

impl From<&ReviewRecord> for ReviewJson {
    fn from(record: &ReviewRecord) -> Self {
        Self {
            id: record.id.0,
            author: record.author.clone(),
            rating: record.rating,
            text: record.text.clone(),
            at: record.at,
        }
    }
}

/// Somebody with an account, as the console sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonJson {
    /// What they see of themselves.
    #[serde(flatten)]
    pub user: UserJson,
    /// Whether they are shut out.
    pub suspended: bool,
    /// Since when there is the account.
    pub created_at: DateTime<Utc>,
    /// When they were last there; null when every sign-in has ended.
    pub last_seen_at: Option<DateTime<Utc>>,
}

impl PersonJson {
    /// Somebody, and when they were last there.
    #[must_use]
    pub fn of(user: &User, last_seen_at: Option<DateTime<Utc>>) -> Self {
        Self { user: UserJson::from(user), suspended: user.suspended, created_at: user.created_at, last_seen_at }
    }
}
