//! Pages of lists that have no other home: sales, parts of orders, inventory, holds, audit, reviews.

use impasto_domain::read::Page;
use impasto_store::reads::{
    AuditRecord, HoldRecord, InventoryRecord, ReviewRecord, SaleRecord, SellerOrderRecord, SellerToday,
};
use serde_json::{Value, json};

use super::artwork::{EditionJson, StockJson};
use super::cart::CopyJson;
use super::money::MoneyJson;
use super::order::{AddressJson, SellerOrderJson};

/// A page of a list: `items`, `next_cursor`, `total`.
fn page<T>(page: &Page<T>, shape: impl Fn(&T) -> Value) -> Value {
    let items: Vec<Value> = page.items.iter().map(shape).collect();
    json!({"items": items, "next_cursor": page.next_cursor, "total": page.total})
}

/// Sales of a seller.
#[must_use]
pub fn sales_page(sales: &Page<SaleRecord>) -> Value {
    page(sales, |sale| {
        json!({
            "order_number": sale.order_number,
            "at": sale.at,
            "artwork": {"id": sale.artwork_id, "title": sale.title},
            "edition_id": sale.edition_id,
            "quantity": sale.quantity,
            "amount": MoneyJson::from(sale.amount),
            "copies": sale.copies.iter().map(CopyJson::from).collect::<Vec<_>>(),
        })
    })
}

/// Parts of orders of a seller.
#[must_use]
pub fn seller_orders_page(orders: &Page<SellerOrderRecord>) -> Value {
    page(orders, |record| {
        json!({
            "order_id": record.order_id,
            "number": record.number,
            "placed_at": record.placed_at,
            "status": record.status.as_str(),
            "payment_status": record.payment_status.as_str(),
            "fulfilment_status": record.fulfilment_status.as_str(),
            "shipping_address": AddressJson::from(&record.shipping_address),
            "seller_order": SellerOrderJson::of(&record.part, record.currency),
        })
    })
}

/// Today's figures of a seller.
#[must_use]
pub fn sales_today(today: &SellerToday) -> Value {
    json!({
        "sales": today.sales,
        "copies": today.copies,
        "amount": MoneyJson::from(today.amount),
        "held": today.held,
        "wishlisted": today.wishlisted,
    })
}

/// Editions with their counters.
#[must_use]
pub fn inventory_page(inventory: &Page<InventoryRecord>) -> Value {
    page(inventory, |record| {
        json!({
            "artwork": {"id": record.artwork_id, "slug": record.slug, "title": record.title, "status": record.status.as_str()},
            "artist": record.artist,
            "seller": record.seller,
            "edition": EditionJson::of(&record.edition, &record.stock),
            "withdrawn": record.stock.withdrawn,
            "stock": StockJson::from(&record.stock),
        })
    })
}

/// Live holds.
#[must_use]
pub fn holds_page(holds: &Page<HoldRecord>) -> Value {
    page(holds, |record| {
        let hold = &record.hold;
        json!({
            "id": hold.id,
            "owner": {"kind": hold.owner.kind(), "id": hold.owner.id()},
            "edition_id": hold.edition_id,
            "title": record.title,
            "edition_label": record.edition_label,
            "copy": hold.copy.as_ref().map(CopyJson::from),
            "quantity": hold.quantity,
            "unit_price": MoneyJson::from(hold.unit_price),
            "placed_at": hold.placed_at,
            "held_until": hold.expires_at,
            "order_id": hold.order_id,
        })
    })
}

/// Lines of the audit log.
#[must_use]
pub fn audit_page(audit: &Page<AuditRecord>) -> Value {
    page(audit, |record| {
        json!({
            "id": record.id,
            "at": record.at,
            "by": record.by,
            "action": record.action,
            "subject": record.subject,
            "before": record.before,
            "after": record.after,
        })
    })
}

/// Reviews of a work.
#[must_use]
pub fn reviews_page(reviews: &Page<ReviewRecord>) -> Value {
    page(
        reviews,
        |record| json!({"id": record.id, "author": record.author, "rating": record.rating, "text": record.text, "at": record.at}),
    )
}
