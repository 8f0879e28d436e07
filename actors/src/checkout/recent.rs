//! Which payments this node has driven lately, and with what end: a repeated checkout gets the first answer and asks no
//! provider again. Knows nothing that must not be forgotten.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use impasto_domain::ids::PaymentId;

use crate::directory::locked;
use crate::handles::OrderAnswer;

/// The latest sagas of this node.
#[derive(Debug, Default)]
pub(crate) struct RecentSagas(Mutex<Ring>);

#[derive(Debug, Default)]
struct Ring {
    ends: HashMap<PaymentId, Option<OrderAnswer>>,
    order: VecDeque<PaymentId>,
}

/// Past so many the oldest are forgotten; a repeat then reads the store.
const REMEMBERED: usize = 2_048;

impl RecentSagas {
    /// Remembers how a saga ended: with the payment's last word, or for now without.
    pub(super) fn ended(&self, payment_id: PaymentId, answer: Option<OrderAnswer>) {
        let mut ring = locked(&self.0);
        if ring.ends.insert(payment_id, answer).is_none() {
            ring.order.push_back(payment_id);
            if ring.order.len() > REMEMBERED
                && let Some(oldest) = ring.order.pop_front()
            {
                ring.ends.remove(&oldest);
            }
        }
    }

    /// How the saga of a payment ended; `None` when it is not known here.
    pub(super) fn of(&self, payment_id: PaymentId) -> Option<Option<OrderAnswer>> {
        locked(&self.0).ends.get(&payment_id).cloned()
    }
}
