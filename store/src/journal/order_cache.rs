//! Orders that wait for their money, as this lane last wrote them. A settlement follows its placing by milliseconds:
//! what the lane wrote is what it would read, as long as the row still has the version it wrote.

use std::collections::{HashMap, VecDeque};

use impasto_domain::ids::OrderId;
use impasto_domain::order::{Order, OrderPaymentStatus};

/// The most orders kept; the oldest go first.
const KEPT_MAX: usize = 4_096;

/// What a lane remembers of orders. Never right by itself: the version of the locked row decides.
#[derive(Debug, Default)]
pub(crate) struct OrderCache {
    orders: HashMap<OrderId, Order>,
    by_age: VecDeque<OrderId>,
}

impl OrderCache {
    /// Keeps an order as a commit has left it, if more is to come soon.
    pub(crate) fn keep(&mut self, order: Order) {
        if order.head.payment_status != OrderPaymentStatus::Pending {
            self.orders.remove(&order.head.id);
            return;
        }
        if self.orders.len() >= KEPT_MAX {
            while let Some(oldest) = self.by_age.pop_front() {
                if self.orders.remove(&oldest).is_some() {
                    break;
                }
            }
        }
        let id = order.head.id;
        if self.orders.insert(id, order).is_none() {
            self.by_age.push_back(id);
        }
        if self.by_age.len() > 2 * KEPT_MAX {
            self.by_age.retain(|id| self.orders.contains_key(id));
        }
    }

    /// The order of that version, if it is remembered; it is forgotten then, for it is about to change.
    pub(crate) fn take(&mut self, id: OrderId, version: i64) -> Option<Order> {
        self.orders.remove(&id).filter(|order| order.head.version == version)
    }
}
