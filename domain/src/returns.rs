//! What comes back: a buyer withdraws from lines of a part, or finds them damaged; and until when that can be done.
//!
//! A part is one seller's contract, so a return is about one part. The period counts from the arrival of the part's last
//! parcel and is over at the end of its last day in UTC. Pure sums over an order as it is.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{OrderId, OrderLineId, PhotoId, RefundId, ReturnId, SellerOrderId};
use crate::order::{FulfilmentStatus, Order, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder};
use crate::refusal::Refusal;
use crate::shipment::{Shipment, ShipmentStatus};

/// How long after the buyer's word the money has to be back.
pub const REFUND_WITHIN: TimeDelta = TimeDelta::days(14);

/// The most returns that an order has; more than its lines are never needed, and none is ever taken away.
pub const RETURNS_MAX: usize = 100;

/// The most photographs of a return.
pub const PHOTOS_MAX: usize = 6;

/// Why something comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnKind {
    /// The buyer withdraws from the contract and need not say why.
    Withdrawal,
    /// It was damaged on its way.
    Damage,
}

/// Where a return stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnStatus {
    /// The buyer has said so.
    Announced,
    /// The goods are back with the seller.
    Received,
    /// The money goes back.
    Refunded,
    /// Seller or staff have said no.
    Refused,
}

/// What a buyer gives back, or finds damaged, of one part of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// The return; unique within its order.
    pub id: ReturnId,
    /// Of which order.
    pub order_id: OrderId,
    /// Of which part.
    pub seller_order_id: SellerOrderId,
    /// Why.
    pub kind: ReturnKind,
    /// Where it stands.
    pub status: ReturnStatus,
    /// What of it.
    pub lines: Vec<ReturnLine>,
    /// Who says so, as they wrote it.
    pub name: String,
    /// Where the receipt went.
    pub email: String,
    /// What they wrote besides; may be empty.
    pub statement: String,
    /// Why it was refused.
    pub answer: Option<String>,
    /// The refund that it ended in.
    pub refund_id: Option<RefundId>,
    /// By when the money has to be back.
    pub refund_due_at: DateTime<Utc>,
    /// When the buyer said so.
    pub created_at: DateTime<Utc>,
    /// When the goods were back.
    pub received_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Photographs of damage; none once they were forgotten.
    #[serde(default)]
    pub photos: Vec<ReturnPhoto>,
}

/// A photograph of damage, in the private part of the media store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnPhoto {
    /// The photograph.
    pub id: PhotoId,
    /// Its key there.
    pub key: String,
    /// What it is.
    pub content_type: String,
}

/// Copies of a line that come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnLine {
    /// The line.
    pub line_id: OrderLineId,
    /// How many, at least 1.
    pub quantity: u32,
}

/// What a buyer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnWanted {
    /// The return; the same one again changes nothing.
    pub id: ReturnId,
    /// Of which part.
    pub seller_order_id: SellerOrderId,
    /// Why.
    pub kind: ReturnKind,
    /// What of it, at least one line.
    pub lines: Vec<ReturnLine>,
    /// Who says so.
    pub name: String,
    /// Where the receipt goes.
    pub email: String,
    /// What they write besides; may be empty.
    pub statement: String,
}

/// What seller or staff answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReturnAnswer {
    /// The goods are back.
    Received,
    /// The money goes back.
    Refund {
        /// A sum, where what was damaged stays with the buyer; the price of the lines otherwise.
        amount_minor: Option<i64>,
        /// Lines whose copies go back to stock.
        restock: Vec<OrderLineId>,
    },
    /// No.
    Refuse {
        /// Why; the buyer reads it.
        reason: String,
    },
}

impl ReturnKind {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Withdrawal => "withdrawal",
            Self::Damage => "damage",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Withdrawal, Self::Damage].into_iter().find(|kind| kind.as_str() == name)
    }
}

impl ReturnStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Announced, Self::Received, Self::Refunded, Self::Refused];

    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Received => "received",
            Self::Refunded => "refunded",
            Self::Refused => "refused",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Whether the table allows this move. Money may go back before the goods are there: what was damaged may stay, and a
    /// seller may trust a buyer.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Announced, Self::Received | Self::Refunded | Self::Refused)
                | (Self::Received, Self::Refunded | Self::Refused)
        )
    }

    /// Whether somebody has yet to answer.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Announced | Self::Received)
    }
}

/// When the period of goods that arrived then is over: with the end of its last day in UTC; the day of arrival does not
/// count.
#[must_use]
pub fn period_ends(arrived: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    let day = arrived.date_naive().checked_add_days(Days::new(u64::from(days) + 1));
    day.unwrap_or(NaiveDate::MAX).and_time(NaiveTime::MIN).and_utc()
}

/// Goods whose period is over now arrived before this.
#[must_use]
pub fn arrived_before(now: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    let day = now.date_naive().checked_sub_days(Days::new(u64::from(days)));
    day.unwrap_or(NaiveDate::MIN).and_time(NaiveTime::MIN).and_utc()
}

impl Return {
    /// How many copies of a line it takes.
    #[must_use]
    pub fn quantity_of(&self, line: OrderLineId) -> u32 {
        self.lines.iter().filter(|one| one.line_id == line).map(|one| one.quantity).sum()
    }
}

impl Shipment {
    /// When it arrived, or came back; the last word of the carrier counts.
    #[must_use]
    pub fn arrived_at(&self) -> Option<DateTime<Utc>> {
        let is_there = |status| matches!(status, ShipmentStatus::Delivered | ShipmentStatus::Returned);
        if !is_there(self.status) {
            return None;
        }
        let told = self.events.iter().filter(|event| is_there(event.status)).map(|event| event.at).max();
        Some(told.unwrap_or(self.updated_at))
    }
}

/// When the last of these parcels arrived or came back; `None` while one is on its way, and without any.
#[must_use]
pub fn arrival(parcels: &[&Shipment]) -> Option<DateTime<Utc>> {
    let all: Option<Vec<DateTime<Utc>>> = parcels.iter().map(|parcel| parcel.arrived_at()).collect();
    all?.into_iter().max()
}

impl Order {
    /// Whether somebody has yet to answer a return of it.
    #[must_use]
    pub fn has_open_return(&self) -> bool {
        self.returns.iter().any(|back| back.status.is_open())
    }

    /// Copies of a line that can be withdrawn from or be found damaged: those that were not given back and of which no
    /// return is open.
    #[must_use]
    pub fn returnable(&self, line: &OrderLine) -> u32 {
        let open = self.returns.iter().filter(|back| back.status.is_open());
        let taken: u32 = open.map(|back| back.quantity_of(line.id)).sum();
        self.left_of(line).0.saturating_sub(taken)
    }

    /// When the last parcel of a part arrived; `None` while something of it has not.
    #[must_use]
    pub fn arrival_of(&self, part: &SellerOrder) -> Option<DateTime<Utc>> {
        let mut own = self.lines_to_fulfil().filter(|line| part.lines.iter().any(|known| known.id == line.id));
        if !own.all(|line| self.is_shipped(line.id)) {
            return None;
        }
        let parcels: Vec<&Shipment> = self.shipments_of(part.id).collect();
        arrival(&parcels)
    }

    /// When the withdrawal period of a part is over; `None` while it has not begun. Nobody need wait for that to withdraw.
    #[must_use]
    pub fn withdrawal_ends(&self, part: &SellerOrder, days: u32) -> Option<DateTime<Utc>> {
        self.arrival_of(part).map(|arrived| period_ends(arrived, days))
    }

    /// Whether the order can be closed: everything arrived or came back, nothing of it is open, and the period of every
    /// part is over.
    #[must_use]
    pub fn may_complete(&self, days: u32, now: DateTime<Utc>) -> bool {
        use OrderPaymentStatus as P;
        let head = &self.head;
        let is_there = matches!(head.fulfilment_status, FulfilmentStatus::Delivered | FulfilmentStatus::Returned);
        let is_paid = matches!(head.payment_status, P::Paid | P::PartiallyRefunded | P::Refunded);
        let goes_on = head.status == OrderStatus::Open && is_there && is_paid && !self.has_open_return();
        goes_on && self.periods_over(days, now)
    }

    /// Whether the period of every part that was sent is over.
    #[must_use]
    pub fn periods_over(&self, days: u32, now: DateTime<Utc>) -> bool {
        let is_over = |part: &SellerOrder| {
            let own: Vec<&OrderLine> = part.lines.iter().filter(|line| self.is_shipped(line.id)).collect();
            own.is_empty()
                || self.came_back(&own, None)
                || self.withdrawal_ends(part, days).is_some_and(|ends| ends <= now)
        };
        self.seller_orders.iter().all(is_over)
    }

    /// Whether all of it that had left was withdrawn from and paid back; `with` stands for the return of its id, or comes to
    /// those there are.
    #[must_use]
    pub fn came_back_whole(&self, with: Option<&Return>) -> bool {
        let lines: Vec<&OrderLine> = self.lines_to_fulfil().collect();
        self.came_back(&lines, with)
    }

    /// The same of these lines.
    pub(crate) fn came_back(&self, lines: &[&OrderLine], with: Option<&Return>) -> bool {
        let others = self.returns.iter().filter(|back| with.is_none_or(|with| with.id != back.id));
        let given = |line: &OrderLine| -> u32 {
            let all = others.clone().chain(with);
            let done = |back: &&Return| back.kind == ReturnKind::Withdrawal && back.status == ReturnStatus::Refunded;
            all.filter(done).map(|back| back.quantity_of(line.id)).sum()
        };
        let has_left = lines.iter().any(|line| self.is_shipped(line.id));
        has_left && lines.iter().copied().all(|line| given(line) >= line.quantity)
    }

    /// Whether nothing of a part is left to the buyer once a withdrawal is paid: then its delivery is paid back too.
    #[must_use]
    pub fn takes_whole_part(&self, part: &SellerOrder, back: &Return) -> bool {
        back.kind == ReturnKind::Withdrawal
            && part.lines.iter().all(|line| self.left_of(line).0 <= back.quantity_of(line.id))
    }
}

/// The part that a buyer speaks of, when they may say it: the same is asked before the second step and decided with it.
/// Whether the seller is one whom the right is against is not known here.
///
/// # Errors
/// `InvalidTransition` for an order that is not paid or is over; `Conflict` when the period is over or everything was given
/// back; `Invalid` with a pointer for lines that cannot be meant; `NotFound` for parts of others.
pub fn announceable<'o>(
    order: &'o Order,
    wanted: &ReturnWanted,
    days: u32,
    now: DateTime<Utc>,
) -> Result<&'o SellerOrder, Refusal> {
    use OrderPaymentStatus as P;
    let head = &order.head;
    let part = order.seller_orders.iter().find(|part| part.id == wanted.seller_order_id);
    let part = part.ok_or_else(|| Refusal::not_found("seller order"))?;
    let to = if wanted.kind == ReturnKind::Withdrawal { "withdrawn" } else { "damaged" };
    let moved = |from: &str| Refusal::InvalidTransition { from: from.to_owned(), to: to.to_owned() };
    if wanted.kind == ReturnKind::Withdrawal
        && let Some(ends) = order.withdrawal_ends(part, days).filter(|ends| *ends <= now)
    {
        let day = ends.date_naive().pred_opt().unwrap_or(NaiveDate::MIN);
        return Err(Refusal::conflict(format!("the withdrawal period ended on {day}")));
    }
    if head.status != OrderStatus::Open {
        return Err(moved(head.status.as_str()));
    }
    if !matches!(head.payment_status, P::Paid | P::PartiallyRefunded) {
        return Err(moved(head.payment_status.as_str()));
    }
    if part.lines.iter().all(|line| order.returnable(line) == 0) {
        return Err(Refusal::conflict("that was withdrawn from or given back already"));
    }
    check_lines(order, part, wanted)?;
    Ok(part)
}

fn check_lines(order: &Order, part: &SellerOrder, wanted: &ReturnWanted) -> Result<(), Refusal> {
    if wanted.lines.is_empty() {
        return Err(Refusal::invalid("/lines", "must name a line"));
    }
    for (index, one) in wanted.lines.iter().enumerate() {
        let pointer = format!("/lines/{index}/line_id");
        let Some(line) = part.lines.iter().find(|line| line.id == one.line_id) else {
            return Err(Refusal::invalid(&pointer, "is not a line of this part of the order"));
        };
        if wanted.lines.iter().take(index).any(|earlier| earlier.line_id == one.line_id) {
            return Err(Refusal::invalid(&pointer, "is named twice"));
        }
        if wanted.kind == ReturnKind::Withdrawal && line.made_to_order {
            let message = "was made to order: the right of withdrawal does not apply to it";
            return Err(Refusal::invalid(&pointer, message));
        }
        if wanted.kind == ReturnKind::Damage && !order.is_shipped(line.id) {
            return Err(Refusal::invalid(&pointer, "has not left yet"));
        }
        let most = order.returnable(line);
        if one.quantity == 0 || one.quantity > most {
            let message = match most {
                0 => "was withdrawn from or given back already".to_owned(),
                most => format!("must be from 1 to {most}"),
            };
            return Err(Refusal::invalid(&format!("/lines/{index}/quantity"), message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_period_ends_with_its_last_day_and_the_day_of_arrival_does_not_count() {
        for arrived in ["2026-06-01T00:00:00Z", "2026-06-01T12:00:00Z", "2026-06-01T23:59:59Z"] {
            assert_eq!(period_ends(at(arrived), 14), at("2026-06-16T00:00:00Z"));
        }
        // 00:30 in Berlin is the evening before in UTC.
        assert_eq!(period_ends(at("2026-06-02T00:30:00+02:00"), 14), at("2026-06-16T00:00:00Z"));
        assert_eq!(period_ends(at("2028-02-20T10:00:00Z"), 14), at("2028-03-06T00:00:00Z"), "a leap year");
        assert_eq!(period_ends(at("2026-12-24T10:00:00Z"), 14), at("2027-01-08T00:00:00Z"));
    }

    #[test]
    fn answered_returns_stay_as_they_are() {
        for next in ReturnStatus::ALL {
            assert!(!ReturnStatus::Refunded.may_become(next) && !ReturnStatus::Refused.may_become(next));
            assert!(!next.may_become(ReturnStatus::Announced));
            assert_eq!(ReturnStatus::parse(next.as_str()), Some(next));
        }
    }

    proptest! {
        /// Whole days lie between arrival and end, whatever the hour; and what the store looks for is what is decided.
        #[test]
        fn the_period_has_its_days_whole(
            arrived in 0_i64..4_000_000_000, days in 1_u32..=365, passed in 0_i64..40_000_000,
        ) {
            let arrived = DateTime::from_timestamp(arrived, 0).unwrap();
            let ends = period_ends(arrived, days);
            prop_assert!(ends - arrived > TimeDelta::days(i64::from(days)));
            prop_assert!(ends - arrived <= TimeDelta::days(i64::from(days) + 1));
            prop_assert_eq!(ends.time(), NaiveTime::MIN);
            let now = arrived + TimeDelta::seconds(passed);
            prop_assert_eq!(ends <= now, arrived < arrived_before(now, days));
        }
    }
}
