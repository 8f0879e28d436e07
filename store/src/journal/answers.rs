//! What an idempotency key keeps of an answer, and how the answer is made from it again.
//!
//! A repeat of what concerns an order answers the order as it is by then (docs/decisions/0003-stored-answers.md), so its name is enough.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use impasto_domain::ids::{OrderId, PaymentId};
use impasto_domain::reply::Reply;
use serde::{Deserialize, Serialize};

use super::load;
use crate::db::Db;

/// An answer as it is stored.
#[derive(Debug, Serialize, Deserialize)]
enum Stored {
    /// An order, with the attempt to pay and the time of the batch.
    Order { order_id: OrderId, payment_id: Option<PaymentId>, now: DateTime<Utc> },
    /// Any other reply, whole.
    Reply(Reply),
}

#[derive(Serialize)]
enum Keeping<'r> {
    Order { order_id: OrderId, payment_id: Option<PaymentId>, now: DateTime<Utc> },
    Reply(&'r Reply),
}

/// The stored form of an answer.
///
/// # Errors
/// `sqlx::Error::Encode` when it cannot be JSON.
pub(super) fn kept(reply: &Reply) -> Result<String, sqlx::Error> {
    let keeping = match reply {
        Reply::Order { order, payment_id, now, .. } => {
            Keeping::Order { order_id: order.head.id, payment_id: *payment_id, now: *now }
        }
        reply => Keeping::Reply(reply),
    };
    serde_json::to_string(&keeping).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}

/// The answer that a stored form stands for.
///
/// # Errors
/// What the database says; `sqlx::Error::RowNotFound` when the order is gone, which nothing removes.
pub(super) async fn recalled(db: &mut Db<'_>, stored: &str) -> Result<Reply, sqlx::Error> {
    let stored = serde_json::from_str(stored).map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
    Ok(match stored {
        Stored::Reply(reply) => reply,
        Stored::Order { order_id, payment_id, now } => {
            let mut found = load::orders(db, &BTreeSet::from([order_id])).await?;
            let order = found.remove(&order_id).ok_or(sqlx::Error::RowNotFound)?;
            Reply::Order { order: Box::new(order), payment_id, now, repeated: true }
        }
    })
}
