//! The parts of the API's shapes that this program reads. Unknown fields are skipped: the contract may grow.
//! It does not know HTTP.

use serde::{Deserialize, Deserializer};
use uuid::Uuid;

/// Prefix of every API path.
pub(crate) const BASE: &str = "/api/v1";

/// `POST /visitors`.
#[derive(Debug, Deserialize)]
pub(crate) struct Visitor {
    /// Who the visitor is.
    pub(crate) visitor_id: Uuid,
    /// What the visitor shows in `X-Visitor`.
    pub(crate) visitor_token: String,
}

/// `POST /auth/login`.
#[derive(Debug, Deserialize)]
pub(crate) struct Login {
    /// The bearer token, good for 15 minutes.
    pub(crate) access_token: String,
}

/// An amount in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Money {
    /// Minor units.
    pub(crate) amount: i64,
    /// ISO 4217 code.
    pub(crate) currency: String,
}

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct Page<T> {
    /// The items.
    pub(crate) items: Vec<T>,
    /// Where the next page begins; none at the end.
    pub(crate) next_cursor: Option<String>,
}

/// A work as lists and details show it.
#[derive(Debug, Deserialize)]
pub(crate) struct Artwork {
    /// Its id.
    pub(crate) id: Uuid,
    /// Its name in addresses.
    #[serde(default)]
    pub(crate) slug: String,
    /// Its title.
    #[serde(default)]
    pub(crate) title: String,
    /// `published`, `draft`, …
    #[serde(default)]
    pub(crate) status: String,
    /// What can be bought of it.
    #[serde(default)]
    pub(crate) editions: Vec<Edition>,
}

/// One thing to buy of a work.
#[derive(Debug, Deserialize)]
pub(crate) struct Edition {
    /// Its id.
    pub(crate) id: Uuid,
    /// `unique`, `limited` or `open`.
    pub(crate) kind: String,
    /// Its stock, where the list shows it.
    pub(crate) stock: Option<Stock>,
}

/// The counts of one edition.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Stock {
    /// Free copies; none for open editions.
    pub(crate) available: Option<i64>,
    /// Copies kept for owners.
    pub(crate) held: Option<i64>,
    /// Copies sold.
    pub(crate) sold: Option<i64>,
    /// All copies; none for open editions.
    pub(crate) total: Option<i64>,
    /// Grows with every change.
    pub(crate) version: i64,
}

/// One numbered piece.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
pub(crate) struct Copy {
    /// Its id.
    pub(crate) id: Uuid,
    /// `7/25`, `AP 1/2` or nothing.
    pub(crate) label: Option<String>,
}

/// A cart after a change.
#[derive(Debug, Deserialize)]
pub(crate) struct Cart {
    /// Its lines.
    #[serde(default)]
    pub(crate) lines: Vec<CartLine>,
    /// The server's clock when it answered.
    pub(crate) server_time: Option<String>,
}

/// One line of a cart.
#[derive(Debug, Deserialize)]
pub(crate) struct CartLine {
    /// Its id.
    pub(crate) id: Uuid,
    /// What it holds.
    pub(crate) edition_id: Uuid,
    /// How many.
    pub(crate) quantity: u32,
    /// Which copies.
    #[serde(default)]
    pub(crate) copies: Vec<Copy>,
    /// `held`, `lapsed`, …
    pub(crate) status: String,
    /// The earliest deadline of its copies.
    pub(crate) held_until: Option<String>,
}

/// `POST /checkout`.
#[derive(Debug, Deserialize)]
pub(crate) struct Placed {
    /// The order made.
    pub(crate) order: Order,
    /// Its first payment.
    pub(crate) payment: Payment,
}

/// An order as its owner or an admin sees it; lists may leave lines out.
#[derive(Debug, Deserialize)]
pub(crate) struct Order {
    /// Its id.
    pub(crate) id: Uuid,
    /// Its number for people.
    #[serde(deserialize_with = "text")]
    pub(crate) number: String,
    /// `open`, `completed`, `cancelled`, `expired`.
    #[serde(default)]
    pub(crate) status: String,
    /// `pending`, `paid`, `failed`, …
    pub(crate) payment_status: String,
    /// Who ordered.
    pub(crate) email: Option<String>,
    /// Its sums.
    pub(crate) totals: Option<Totals>,
    /// What was ordered, by seller.
    pub(crate) seller_orders: Option<Vec<SellerOrder>>,
    /// All attempts to pay it.
    pub(crate) payments: Option<Vec<Payment>>,
}

/// The sums of an order.
#[derive(Debug, Deserialize)]
pub(crate) struct Totals {
    /// What is to pay.
    pub(crate) total: Money,
}

/// One seller's part of an order.
#[derive(Debug, Deserialize)]
pub(crate) struct SellerOrder {
    /// Its lines.
    #[serde(default)]
    pub(crate) lines: Vec<OrderLine>,
}

/// One line of an order.
#[derive(Debug, Deserialize)]
pub(crate) struct OrderLine {
    /// What was bought.
    pub(crate) edition_id: Uuid,
    /// How many.
    pub(crate) quantity: u32,
    /// Which copies.
    #[serde(default)]
    pub(crate) copies: Vec<Copy>,
}

/// One payment of an order.
#[derive(Debug, Deserialize)]
pub(crate) struct Payment {
    /// `succeeded`, `failed`, `pending`, …
    pub(crate) status: String,
    /// What was charged.
    pub(crate) amount: Option<Money>,
}

/// RFC 9457, as far as it is counted.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Problem {
    /// One of the closed list.
    #[serde(rename = "type", default)]
    pub(crate) kind: String,
    /// For people.
    #[serde(default)]
    pub(crate) detail: String,
}

impl Order {
    /// All lines of all sellers, or none if this answer leaves lines out.
    pub(crate) fn lines(&self) -> Option<Vec<&OrderLine>> {
        let parts = self.seller_orders.as_ref()?;
        Some(parts.iter().flat_map(|part| part.lines.iter()).collect())
    }

    /// The order's goods belong to its owner: money was taken and not (wholly) given back.
    pub(crate) fn is_paid(&self) -> bool {
        matches!(self.payment_status.as_str(), "paid" | "partially_refunded" | "disputed")
    }
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Text(String),
        Digits(i64),
    }
    Number::deserialize(deserializer).map(|number| match number {
        Number::Text(text) => text,
        Number::Digits(digits) => digits.to_string(),
    })
}

/// Percent-encodes a value for a query or a path segment.
pub(crate) fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_with_its_copies_and_whatever_else_it_brings() {
        let order: Order = serde_json::from_str(
            r#"{"id":"0190b1f0-0000-7000-8000-000000000001","number":"A-1","status":"open","payment_status":"paid","later":1,
                "totals":{"items":{"amount":1,"currency":"EUR"},"total":{"amount":2,"currency":"EUR"}},
                "seller_orders":[{"id":"x","lines":[{"edition_id":"0190b1f0-0000-7000-8000-000000000002","quantity":1,
                "copies":[{"id":"0190b1f0-0000-7000-8000-000000000003","label":"1/25"}]}]}]}"#,
        )
        .unwrap();
        assert!(order.is_paid());
        assert_eq!(order.lines().unwrap()[0].copies[0].label.as_deref(), Some("1/25"));
    }

    #[test]
    fn values_in_addresses_are_percent_encoded() {
        assert_eq!(encode("blue & grün/1"), "blue%20%26%20gr%C3%BCn%2F1");
    }
}
