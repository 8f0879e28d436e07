//! What must be seen in some world: a model that never gets there proves nothing.

use stateright::Property;

use crate::buyer::Told;
use crate::house::House;
use crate::job::Task;
use crate::order::{OrderStatus, Payment, PaymentStatus};
use crate::world::World;

/// Something that happens somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Both buyers have bought.
    TwoSales,
    /// A buyer was refused a hold while the other has one.
    SoldOut,
    /// An order was paid after it had expired, and its goods were still there.
    LateSale,
    /// Money found no goods and went back.
    LateMoneyBack,
    /// A paid order was called off, and the money went back.
    SaleTakenBack,
    /// A node works on a job that it lost, and the other node has it.
    Takeover,
    /// A second attempt paid the order.
    SecondAttempt,
}

impl Sight {
    pub(crate) fn property(self) -> Property<House> {
        match self {
            Self::TwoSales => Property::sometimes("two sales", |_, world: &World| {
                world.books.orders.values().filter(|o| o.sold).count() == 2
            }),
            Self::SoldOut => Property::sometimes("sold out", |_, world: &World| {
                let refused = |buyer| !world.books.lapsed.contains(buyer) && !world.books.orders.contains_key(buyer);
                world.buyers.iter().any(|(buyer, told)| *told == Told::Gone && refused(buyer))
            }),
            Self::LateSale => {
                Property::sometimes("late sale", |_, world: &World| world.books.orders.values().any(|o| o.late))
            }
            Self::LateMoneyBack => Property::sometimes("late money back", |_, world: &World| {
                world.books.payments.values().any(|p| p.unapplied && p.status == PaymentStatus::Refunded)
            }),
            Self::SaleTakenBack => Property::sometimes("sale taken back", |_, world: &World| {
                let mut orders = world.books.orders.iter().filter(|(_, o)| o.status == OrderStatus::Cancelled);
                let back = |p: Payment| p.status == PaymentStatus::Refunded && !p.unapplied;
                orders.any(|(buyer, _)| world.books.payments_of(*buyer).any(|(_, payment)| back(payment)))
            }),
            Self::Takeover => Property::sometimes("takeover", |_, world: &World| {
                let asleep =
                    |task: Task| world.machines.iter().any(|m| m.work.is_some_and(|w| w.task == task && w.slept));
                world.books.jobs.iter().any(|(task, _)| asleep(task) && world.holder_at_work(task).is_some())
            }),
            Self::SecondAttempt => Property::sometimes("second attempt", |_, world: &World| {
                world.books.payments.iter().any(|(id, p)| id.attempt == 1 && p.is_sale())
            }),
        }
    }
}
