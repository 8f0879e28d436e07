//! Orders of one copy, and the attempts to pay them. The three statuses of the product are one here: where the money
//! stands is read from the attempts, and nothing is shipped.

use crate::ids::CopyNo;

/// Whether an order goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum OrderStatus {
    Open,
    Expired,
    Cancelled,
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Order {
    pub(crate) status: OrderStatus,
    /// The copy that was promised or, once sold, that was sold.
    pub(crate) copy: CopyNo,
    /// Whether the buyer has the goods.
    pub(crate) sold: bool,
    /// Whether they were sold for money that came after the order had expired.
    pub(crate) late: bool,
}

/// Where an attempt to pay stands. The customer's own authentication counts as pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum PaymentStatus {
    Pending,
    Succeeded,
    Failed,
    Refunded,
}

/// An attempt to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Payment {
    pub(crate) status: PaymentStatus,
    /// Whether it brought money that found no goods.
    pub(crate) unapplied: bool,
}

impl Payment {
    pub(crate) fn started() -> Self {
        Self { status: PaymentStatus::Pending, unapplied: false }
    }

    pub(crate) fn is_open(self) -> bool {
        self.status == PaymentStatus::Pending
    }

    /// Whether it is worth asking for: open, or counted as failed though its money could not be called back.
    pub(crate) fn may_bring_money(self) -> bool {
        matches!(self.status, PaymentStatus::Pending | PaymentStatus::Failed)
    }

    /// Whether its money bought the goods.
    pub(crate) fn is_sale(self) -> bool {
        self.status == PaymentStatus::Succeeded && !self.unapplied
    }
}
