//! Returns on the wire: what a buyer withdrew from or found damaged, and beforehand what a withdrawal comes to.

use chrono::{DateTime, Utc};
use impasto_domain::order::Order;
use impasto_domain::returns::{Return, ReturnLine};
use impasto_store::reads::ReturnRecord;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::artwork::NameJson;
use super::money::MoneyJson;
use super::names::{ReturnKindName, ReturnStatusName};

/// What comes back of one part of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReturnJson {
    /// The return; unique within its order.
    pub id: Uuid,
    /// Of which part.
    pub seller_order_id: Uuid,
    /// `withdrawal` or `damage`.
    #[schema(value_type = ReturnKindName)]
    pub kind: String,
    /// `announced`, `received`, `refunded` or `refused`.
    #[schema(value_type = ReturnStatusName)]
    pub status: String,
    /// What of it.
    pub lines: Vec<ReturnLineJson>,
    /// Who said so.
    pub name: String,
    /// Where the receipt went.
    pub email: String,
    /// What they wrote besides.
    pub statement: String,
    /// Why it was refused.
    pub answer: Option<String>,
    /// The refund that it ended in.
    pub refund_id: Option<Uuid>,
    /// By when the money has to be back.
    pub refund_due_at: DateTime<Utc>,
    /// When the buyer said so.
    pub created_at: DateTime<Utc>,
    /// When the goods were back.
    pub received_at: Option<DateTime<Utc>>,
    /// Photographs of damage: seller and staff may see them.
    pub photos: Vec<Uuid>,
}

/// Copies of a line that come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReturnLineJson {
    /// The line.
    pub line_id: Uuid,
    /// The work's title.
    pub title: String,
    /// How many copies.
    pub quantity: u32,
}

/// A return with what tells its order from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReturnRowJson {
    /// The order.
    pub order_id: Uuid,
    /// Its number.
    pub order_number: String,
    /// Who sold.
    pub seller: NameJson,
    /// The return.
    #[serde(rename = "return")]
    pub back: ReturnJson,
}

/// A withdrawal that has not been confirmed: nothing is stored yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WithdrawalJson {
    /// What it will be called: names the address at which it is confirmed.
    pub return_id: Uuid,
    /// The order's number.
    pub order_number: String,
    /// The part.
    pub seller_order_id: Uuid,
    /// Who sold.
    pub seller: NameJson,
    /// Who withdraws.
    pub name: String,
    /// Where the receipt goes.
    pub email: String,
    /// What is written besides.
    pub statement: String,
    /// From what.
    pub lines: Vec<ReturnLineJson>,
    /// What goes back, delivery included where it is owed.
    pub amount: MoneyJson,
    /// How much of it is delivery.
    pub shipping: MoneyJson,
    /// When the period is over; null while it has not begun, because something has not arrived.
    pub ends_at: Option<DateTime<Utc>>,
    /// Where it is confirmed, by a POST of the same statement.
    pub confirm_url: String,
}

/// The lines of a return with their titles.
#[must_use]
pub fn return_lines(order: &Order, lines: &[ReturnLine]) -> Vec<ReturnLineJson> {
    let title =
        |wanted: &ReturnLine| order.lines().find(|line| line.id == wanted.line_id).map(|line| line.title.clone());
    let shape = |line: &ReturnLine| ReturnLineJson {
        line_id: line.line_id.0,
        title: title(line).unwrap_or_default(),
        quantity: line.quantity,
    };
    lines.iter().map(shape).collect()
}

impl ReturnJson {
    /// The shape of a return of an order.
    #[must_use]
    pub fn of(order: &Order, back: &Return) -> Self {
        Self {
            id: back.id.0,
            seller_order_id: back.seller_order_id.0,
            kind: back.kind.as_str().to_owned(),
            status: back.status.as_str().to_owned(),
            lines: return_lines(order, &back.lines),
            name: back.name.clone(),
            email: back.email.clone(),
            statement: back.statement.clone(),
            answer: back.answer.clone(),
            refund_id: back.refund_id.map(|id| id.0),
            refund_due_at: back.refund_due_at,
            created_at: back.created_at,
            received_at: back.received_at,
            photos: back.photos.iter().map(|photo| photo.id.0).collect(),
        }
    }
}

impl From<&ReturnRecord> for ReturnRowJson {
    fn from(record: &ReturnRecord) -> Self {
        let order = &record.order;
        let part = order.seller_orders.iter().find(|part| part.id == record.back.seller_order_id);
        let seller = part.map(|part| NameJson {
            id: part.seller_id.0,
            slug: part.seller_slug.clone(),
            name: part.seller_name.clone(),
        });
        Self {
            order_id: order.head.id.0,
            order_number: order.head.number.clone(),
            seller: seller.unwrap_or_else(|| NameJson { id: Uuid::nil(), slug: String::new(), name: String::new() }),
            back: ReturnJson::of(order, &record.back),
        }
    }
}
