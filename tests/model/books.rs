//! The books: everything the database has, and nothing else has.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{Buyer, PaymentId};
use crate::job::Jobs;
use crate::order::{Order, Payment};
use crate::request::{Answer, Request};
use crate::stock::Stock;

/// All rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Books {
    pub(crate) stock: Stock,
    /// Whose cart has lost its line, since the hold ran out.
    pub(crate) lapsed: BTreeSet<Buyer>,
    pub(crate) orders: BTreeMap<Buyer, Order>,
    pub(crate) payments: BTreeMap<PaymentId, Payment>,
    pub(crate) jobs: Jobs,
    /// What was answered under the buyers' idempotency keys.
    pub(crate) answers: BTreeMap<(Buyer, Request), Answer>,
}

impl Books {
    pub(crate) fn opened(copies: u8) -> Self {
        Self {
            stock: Stock::of(copies),
            lapsed: BTreeSet::new(),
            orders: BTreeMap::new(),
            payments: BTreeMap::new(),
            jobs: Jobs::default(),
            answers: BTreeMap::new(),
        }
    }

    /// The attempts to pay an order, the oldest first.
    pub(crate) fn payments_of(&self, order: Buyer) -> impl DoubleEndedIterator<Item = (PaymentId, Payment)> + '_ {
        self.payments.iter().filter(move |(id, _)| id.order == order).map(|(id, payment)| (*id, *payment))
    }

    pub(crate) fn open_payment(&self, order: Buyer) -> Option<PaymentId> {
        self.payments_of(order).find(|(_, payment)| payment.is_open()).map(|(id, _)| id)
    }

    pub(crate) fn latest_payment(&self, order: Buyer) -> Option<PaymentId> {
        self.payments_of(order).next_back().map(|(id, _)| id)
    }

    /// The attempt whose money bought the goods.
    pub(crate) fn sale_of(&self, order: Buyer) -> Option<PaymentId> {
        self.payments_of(order).find(|(_, payment)| payment.is_sale()).map(|(id, _)| id)
    }
}
