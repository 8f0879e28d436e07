//! Giving money back: what is left of an order to give back, and what a refund of a part of it comes to.
//!
//! Pure sums over an order as it is: the same function tells staff beforehand what the decision does afterwards.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::edition::CopyRef;
use crate::ids::{CopyId, OrderId, OrderLineId, PaymentId, RefundId, SellerOrderId, UserId};
use crate::money::{Money, allocate_minor, portion_minor};
use crate::order::{Order, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder};
use crate::payment::{Payment, PaymentStatus};
use crate::refusal::Refusal;
use crate::returns::Return;
use crate::shipment::ShipmentStatus;
use crate::tax::LineTax;

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// Decided; the provider has not said that the money is on its way.
    Pending,
    /// The provider has given the money back.
    Refunded,
}

impl RefundStatus {
    /// The stored and published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Refunded => "refunded",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Pending, Self::Refunded].into_iter().find(|status| status.as_str() == name)
    }
}

/// Money that goes back to the buyer of an order, decided by staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// The refund; also the root of the idempotency key sent to the provider.
    pub id: RefundId,
    /// Of which order.
    pub order_id: OrderId,
    /// The attempt whose money it is.
    pub payment_id: PaymentId,
    /// Where it stands.
    pub status: RefundStatus,
    /// How much.
    pub amount: Money,
    /// What it is for, by the sellers' parts.
    pub parts: Vec<RefundPart>,
    /// Why, for the audit log; buyers do not see it.
    pub reason: String,
    /// Who decided it; `None` for the house itself.
    pub by: Option<UserId>,
    /// When it was decided.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// What is given back of one seller's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundPart {
    /// The part.
    pub seller_order_id: SellerOrderId,
    /// Of its lines.
    pub lines: Vec<RefundLine>,
    /// Of its shipping.
    pub shipping: Share,
    /// The house's commission that it gives up, minor units.
    pub commission_minor: i64,
    /// The artists' resale right that is owed no longer, minor units.
    #[serde(default)]
    pub resale_right_minor: i64,
}

/// What is given back of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    /// The line.
    pub line_id: OrderLineId,
    /// For how many copies; 0 for a reduction of the price.
    pub quantity: u32,
    /// How much.
    pub share: Share,
    /// How many copies go back to stock.
    pub restocked: u32,
    /// Which, of editions whose copies are counted.
    pub copies: Vec<CopyRef>,
}

/// A gross amount with the tax it contains, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Gross.
    pub amount_minor: i64,
    /// Tax contained in it.
    pub tax_minor: i64,
}

impl RefundPart {
    /// Gross of the works, minor units.
    #[must_use]
    pub fn items_minor(&self) -> i64 {
        self.lines.iter().map(|line| line.share.amount_minor).sum()
    }

    /// Works and shipping, minor units.
    #[must_use]
    pub fn total_minor(&self) -> i64 {
        self.items_minor() + self.shipping.amount_minor
    }

    /// Tax contained in both, minor units.
    #[must_use]
    pub fn tax_minor(&self) -> i64 {
        self.lines.iter().map(|line| line.share.tax_minor).sum::<i64>() + self.shipping.tax_minor
    }
}

/// What staff want to give back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundWanted {
    /// Of what.
    pub of: RefundOf,
    /// Whether copies that are with the house, or came back to it, go back to stock.
    pub restock: bool,
    /// Why.
    pub reason: String,
}

/// Of what money is given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefundOf {
    /// Lines, each for so many copies; with `shipping` also what is left of the shipping of their parts, or of every
    /// part when no line is named.
    Lines {
        /// Which.
        lines: Vec<LineWanted>,
        /// Shipping as well.
        shipping: bool,
    },
    /// A sum, over everything that is left in proportion.
    Amount(Money),
    /// Everything that is left.
    Rest,
}

/// A line to be refunded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineWanted {
    /// Which.
    pub line_id: OrderLineId,
    /// How many copies, at least 1.
    pub quantity: u32,
    /// Which copies go back to stock; the last ones when none is named.
    pub copies: Vec<CopyId>,
}

/// A refund, priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// The attempt whose money it is.
    pub payment_id: PaymentId,
    /// What is given back.
    pub parts: Vec<RefundPart>,
    /// How much.
    pub amount: Money,
    /// What could be given back before, minor units.
    pub refundable_minor: i64,
}

impl Order {
    /// The attempt whose money bought the goods.
    #[must_use]
    pub fn sale_payment(&self) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.status == PaymentStatus::Succeeded && !payment.unapplied)
    }

    /// What can still be given back: paid less what was given back and less what is on its way back, minor units.
    #[must_use]
    pub fn refundable_minor(&self) -> i64 {
        let promised: i64 = self.refunds.iter().map(|refund| refund.amount.amount_minor).sum();
        self.sale_payment().map_or(0, |payment| payment.amount.amount_minor - promised.max(payment.refunded_minor))
    }

    /// What is left to refund of a line: copies, and gross minor units.
    #[must_use]
    pub fn left_of(&self, line: &OrderLine) -> (u32, i64) {
        let given = self.refunded_lines().filter(|given| given.line_id == line.id);
        let (quantity, amount_minor) = given.fold((0_u32, 0), |(quantity, amount), given| {
            (quantity + given.quantity, amount + given.share.amount_minor)
        });
        (line.quantity.saturating_sub(quantity), gross_of(line) - amount_minor)
    }

    /// What is left to refund of the shipping of a part, gross minor units.
    #[must_use]
    pub fn shipping_left_of(&self, part: &SellerOrder) -> i64 {
        let given = self.refunded_parts().filter(|given| given.seller_order_id == part.id);
        part.shipping_minor - given.map(|given| given.shipping.amount_minor).sum::<i64>()
    }

    /// What is owed of the shipping of a part that is withdrawn from whole: the cheapest delivery that was on offer, less
    /// what was given back of the shipping before. Who chose a dearer one bears the difference.
    #[must_use]
    pub fn delivery_owed(&self, part: &SellerOrder) -> i64 {
        let left = self.shipping_left_of(part);
        let given = part.shipping_minor - left;
        let cheapest = part.cheapest_shipping_minor.unwrap_or(part.shipping_minor);
        (cheapest - given).clamp(0, left.max(0))
    }

    /// Whether copies of a line can go back to stock: they have not left, or came back.
    #[must_use]
    pub fn can_be_restocked(&self, line: OrderLineId) -> bool {
        let mut parcels = self.shipments.iter().filter(|parcel| parcel.lines.contains(&line));
        parcels.all(|parcel| parcel.status == ShipmentStatus::Returned)
    }

    /// Lines that are to be fulfilled, or were: all but those whose copies went back to stock before they left.
    pub fn lines_to_fulfil(&self) -> impl Iterator<Item = &OrderLine> {
        self.lines().filter(|line| line.restocked < line.quantity || self.is_shipped(line.id))
    }

    fn refunded_parts(&self) -> impl Iterator<Item = &RefundPart> {
        self.refunds.iter().flat_map(|refund| refund.parts.iter())
    }

    fn refunded_lines(&self) -> impl Iterator<Item = &RefundLine> {
        self.refunded_parts().flat_map(|part| part.lines.iter())
    }
}

/// What a refund comes to, line by line; the same sums a decision makes.
///
/// # Errors
/// `InvalidTransition` for an order whose money is not there; `Invalid` with a pointer for what is more than is left or
/// is nothing, and for copies that cannot go back to stock.
pub fn price(order: &Order, wanted: &RefundWanted) -> Result<Priced, Refusal> {
    let payment = refundable(order)?;
    let refundable_minor = order.refundable_minor();
    let parts = match &wanted.of {
        RefundOf::Lines { lines, shipping } => by_lines(order, lines, *shipping, wanted.restock)?,
        RefundOf::Amount(amount) => by_amount(order, *amount, wanted.restock)?,
        RefundOf::Rest => rest(order, wanted.restock)?,
    };
    let total_minor: i64 = parts.iter().map(RefundPart::total_minor).sum();
    let pointer = if matches!(wanted.of, RefundOf::Amount(_)) { "/amount" } else { "/lines" };
    if total_minor <= 0 {
        return Err(Refusal::invalid(pointer, "comes to nothing: there is no money to give back for it"));
    }
    if total_minor > refundable_minor {
        return Err(Refusal::invalid(pointer, at_most(Money::new(refundable_minor, order.head.currency))));
    }
    if wanted.restock && parts.iter().flat_map(|part| &part.lines).all(|line| line.restocked == 0) {
        return Err(Refusal::invalid("/restock", "nothing of it can go back to stock: it has left and not come back"));
    }
    let amount = Money::new(total_minor, order.head.currency);
    Ok(Priced { payment_id: payment.id, parts, amount, refundable_minor })
}

/// What a return comes to: its lines, and as much of the delivery as is owed where nothing of the part is left to the
/// buyer. `restock` names the lines whose copies go back to stock.
///
/// # Errors
/// As [`price`].
pub fn price_return(order: &Order, back: &Return, restock: &[OrderLineId]) -> Result<Priced, Refusal> {
    let payment = refundable(order)?;
    let refundable_minor = order.refundable_minor();
    let part = order.seller_orders.iter().find(|part| part.id == back.seller_order_id);
    let part = part.ok_or_else(|| Refusal::not_found("seller order"))?;
    let mut lines = Vec::with_capacity(back.lines.len());
    for (index, one) in back.lines.iter().enumerate() {
        let line = part.lines.iter().find(|line| line.id == one.line_id);
        let line = line.ok_or_else(|| Refusal::not_found("order line"))?;
        let wanted = LineWanted { line_id: line.id, quantity: one.quantity, copies: Vec::new() };
        let pointer = format!("/lines/{index}");
        let mut given = line_of(order, line, &wanted, &pointer, false)?;
        if restock.contains(&line.id) {
            given.copies = copies_of(line, &wanted, &pointer)?;
            given.restocked = one.quantity;
        }
        lines.push(given);
    }
    let shipping_minor = if order.takes_whole_part(part, back) { order.delivery_owed(part) } else { 0 };
    let mut parts = Vec::new();
    push_part(&mut parts, order, part, lines, shipping_minor);
    let total_minor: i64 = parts.iter().map(RefundPart::total_minor).sum();
    if total_minor <= 0 {
        return Err(Refusal::invalid("/lines", "comes to nothing: there is no money to give back for it"));
    }
    if total_minor > refundable_minor {
        return Err(Refusal::invalid("/lines", at_most(Money::new(refundable_minor, order.head.currency))));
    }
    let amount = Money::new(total_minor, order.head.currency);
    Ok(Priced { payment_id: payment.id, parts, amount, refundable_minor })
}

/// What a sum for damaged lines of a return comes to: over what is left of those lines in proportion, and no more.
///
/// # Errors
/// `Invalid` for a sum that is more than is left of them; `InvalidTransition` as [`price`].
pub fn price_reduction(order: &Order, back: &Return, amount_minor: i64) -> Result<Priced, Refusal> {
    let payment = refundable(order)?;
    let refundable_minor = order.refundable_minor();
    let part = order.seller_orders.iter().find(|part| part.id == back.seller_order_id);
    let part = part.ok_or_else(|| Refusal::not_found("seller order"))?;
    let damaged: Vec<&OrderLine> = part.lines.iter().filter(|line| back.quantity_of(line.id) > 0).collect();
    let left: i64 = damaged.iter().map(|line| order.left_of(line).1).sum();
    let most = left.min(refundable_minor);
    if amount_minor < 1 || amount_minor > most {
        return Err(Refusal::invalid("/amount", at_most(Money::new(most, order.head.currency))));
    }
    let weights: Vec<u64> = damaged.iter().map(|line| u64::try_from(order.left_of(line).1).unwrap_or(0)).collect();
    let shares = allocate_minor(amount_minor, &weights);
    let lines = damaged.iter().zip(shares).map(|(line, share)| reduction(order, line, share));
    let lines: Vec<RefundLine> = lines.filter(|line| line.share.amount_minor > 0).collect();
    let mut parts = Vec::new();
    push_part(&mut parts, order, part, lines, 0);
    let amount = Money::new(amount_minor, order.head.currency);
    Ok(Priced { payment_id: payment.id, parts, amount, refundable_minor })
}

/// The attempt that money can be given back of. Of an order that is called off it is on its way back already.
fn refundable(order: &Order) -> Result<&Payment, Refusal> {
    use OrderPaymentStatus as P;
    let head = &order.head;
    let goes_on = matches!(head.status, OrderStatus::Open | OrderStatus::Completed);
    let is_paid = matches!(head.payment_status, P::Paid | P::PartiallyRefunded);
    let from = if is_paid { head.status.as_str() } else { head.payment_status.as_str() };
    let refused = Refusal::InvalidTransition { from: from.to_owned(), to: P::Refunded.as_str().to_owned() };
    order.sale_payment().filter(|_| goes_on && is_paid).ok_or(refused)
}

fn by_lines(order: &Order, wanted: &[LineWanted], shipping: bool, restock: bool) -> Result<Vec<RefundPart>, Refusal> {
    if wanted.is_empty() && !shipping {
        return Err(Refusal::invalid("/lines", "must name a line, unless only shipping is given back"));
    }
    let mut seen = BTreeSet::new();
    for (index, one) in wanted.iter().enumerate() {
        let pointer = format!("/lines/{index}/line_id");
        if !order.lines().any(|line| line.id == one.line_id) {
            return Err(Refusal::invalid(&pointer, "is not a line of this order"));
        }
        if !seen.insert(one.line_id) {
            return Err(Refusal::invalid(&pointer, "is named twice"));
        }
    }
    let mut parts = Vec::new();
    for part in &order.seller_orders {
        let mut lines = Vec::new();
        for line in &part.lines {
            let Some((index, one)) = wanted.iter().enumerate().find(|(_, one)| one.line_id == line.id) else {
                continue;
            };
            lines.push(line_of(order, line, one, &format!("/lines/{index}"), restock)?);
        }
        let with_shipping = shipping && (wanted.is_empty() || !lines.is_empty());
        let shipping_minor = if with_shipping { order.shipping_left_of(part) } else { 0 };
        push_part(&mut parts, order, part, lines, shipping_minor);
    }
    Ok(parts)
}

/// Everything that is left; copies that cannot go back to stock stay where they are.
fn rest(order: &Order, restock: bool) -> Result<Vec<RefundPart>, Refusal> {
    let mut parts = Vec::new();
    for part in &order.seller_orders {
        let mut lines = Vec::new();
        for line in &part.lines {
            let (quantity, amount_minor) = order.left_of(line);
            if quantity > 0 {
                let all = LineWanted { line_id: line.id, quantity, copies: Vec::new() };
                lines.push(line_of(order, line, &all, "/lines", restock)?);
            } else if amount_minor > 0 {
                lines.push(reduction(order, line, amount_minor));
            }
        }
        push_part(&mut parts, order, part, lines, order.shipping_left_of(part));
    }
    Ok(parts)
}

fn line_of(
    order: &Order,
    line: &OrderLine,
    wanted: &LineWanted,
    pointer: &str,
    restock: bool,
) -> Result<RefundLine, Refusal> {
    let (left, left_minor) = order.left_of(line);
    let quantity = wanted.quantity;
    if quantity == 0 || quantity > left {
        let message =
            if left == 0 { "has been refunded whole".to_owned() } else { format!("must be from 1 to {left}") };
        return Err(Refusal::invalid(&format!("{pointer}/quantity"), message));
    }
    let full_minor = line.unit_price.times(quantity).amount_minor;
    // The last copies take what reductions have left of the line.
    let amount_minor = if quantity == left { left_minor } else { full_minor.min(left_minor) };
    let restock = restock && order.can_be_restocked(line.id);
    if !wanted.copies.is_empty() && !restock {
        return Err(Refusal::invalid(&format!("{pointer}/copies"), "cannot go back to stock"));
    }
    let copies = if restock { copies_of(line, wanted, pointer)? } else { Vec::new() };
    let restocked = if restock { quantity } else { 0 };
    Ok(RefundLine { copies, restocked, quantity, ..reduction(order, line, amount_minor) })
}

/// The copies of a line that go back: the named ones, else the last.
fn copies_of(line: &OrderLine, wanted: &LineWanted, pointer: &str) -> Result<Vec<CopyRef>, Refusal> {
    let quantity = wanted.quantity as usize;
    if wanted.copies.is_empty() {
        return Ok(line.copies.iter().skip(line.copies.len().saturating_sub(quantity)).cloned().collect());
    }
    let chosen: Vec<CopyRef> = line.copies.iter().filter(|copy| wanted.copies.contains(&copy.id)).cloned().collect();
    if chosen.len() == quantity && wanted.copies.len() == quantity {
        Ok(chosen)
    } else {
        Err(Refusal::invalid(&format!("{pointer}/copies"), "must name as many copies of this line as are refunded"))
    }
}

/// Money back for a line without a copy.
fn reduction(order: &Order, line: &OrderLine, amount_minor: i64) -> RefundLine {
    let (_, left_minor) = order.left_of(line);
    let gross_minor = gross_of(line);
    let share = share_of(&line.tax, gross_minor, gross_minor - left_minor, amount_minor);
    RefundLine { line_id: line.id, quantity: 0, share, restocked: 0, copies: Vec::new() }
}

/// A sum over everything that is left, in proportion, to the last minor unit.
fn by_amount(order: &Order, amount: Money, restock: bool) -> Result<Vec<RefundPart>, Refusal> {
    if restock {
        return Err(Refusal::invalid("/restock", "needs the lines whose copies go back"));
    }
    if amount.currency != order.head.currency {
        let message = format!("must be {}, as the order is", order.head.currency.code());
        return Err(Refusal::invalid("/amount/currency", message));
    }
    let refundable = Money::new(order.refundable_minor(), order.head.currency);
    if amount.amount_minor < 1 || amount.amount_minor > refundable.amount_minor {
        return Err(Refusal::invalid("/amount", at_most(refundable)));
    }
    let weight = |minor: i64| u64::try_from(minor).unwrap_or(0);
    let weights: Vec<u64> = order
        .seller_orders
        .iter()
        .flat_map(|part| {
            let lines = part.lines.iter().map(|line| weight(order.left_of(line).1));
            lines.chain([weight(order.shipping_left_of(part))]).collect::<Vec<_>>()
        })
        .collect();
    let mut shares = allocate_minor(amount.amount_minor, &weights).into_iter();
    let mut parts = Vec::new();
    for part in &order.seller_orders {
        let lines = part.lines.iter().map(|line| reduction(order, line, shares.next().unwrap_or(0)));
        let lines: Vec<RefundLine> = lines.filter(|line| line.share.amount_minor > 0).collect();
        let shipping_minor = shares.next().unwrap_or(0);
        push_part(&mut parts, order, part, lines, shipping_minor);
    }
    Ok(parts)
}

fn push_part(
    parts: &mut Vec<RefundPart>,
    order: &Order,
    part: &SellerOrder,
    lines: Vec<RefundLine>,
    shipping_minor: i64,
) {
    if lines.is_empty() && shipping_minor == 0 {
        return;
    }
    let before_minor = part.shipping_minor - order.shipping_left_of(part);
    let shipping = share_of(&part.shipping_tax, part.shipping_minor, before_minor, shipping_minor);
    let commission_minor = commission_of(order, part, &lines);
    let resale_right_minor = in_proportion(order, part, &lines, |line| line.resale_right_minor);
    parts.push(RefundPart { seller_order_id: part.id, lines, shipping, commission_minor, resale_right_minor });
}

/// The commission that the house gives up with these shares of a part's lines. Orders of older programs have it for the
/// part only.
fn commission_of(order: &Order, part: &SellerOrder, lines: &[RefundLine]) -> i64 {
    let of_lines: i64 = part.lines.iter().map(|line| line.commission_minor).sum();
    if of_lines == part.commission_minor {
        return in_proportion(order, part, lines, |line| line.commission_minor);
    }
    let given: i64 =
        order.refunded_parts().filter(|given| given.seller_order_id == part.id).map(RefundPart::items_minor).sum();
    let items_minor: i64 = lines.iter().map(|line| line.share.amount_minor).sum();
    let up_to = |items: i64| portion_minor(part.commission_minor, items, part.totals.items_minor);
    up_to(given + items_minor) - up_to(given)
}

/// What these shares of lines are of an amount that each line has. What was given back before counts, so that the shares
/// of a line add up to its amount exactly.
fn in_proportion(
    order: &Order,
    part: &SellerOrder,
    lines: &[RefundLine],
    amount_of: impl Fn(&OrderLine) -> i64,
) -> i64 {
    let share = |given: &RefundLine| {
        let line = part.lines.iter().find(|line| line.id == given.line_id)?;
        let gross_minor = gross_of(line);
        let before_minor = gross_minor - order.left_of(line).1;
        let up_to = |minor: i64| portion_minor(amount_of(line), minor, gross_minor);
        Some(up_to(before_minor + given.share.amount_minor) - up_to(before_minor))
    };
    lines.iter().filter_map(share).sum()
}

/// What a lost dispute takes back of a sale, in the parts that a refund of as much has; `None` when everything that could
/// be given back was given back, or is on its way, already.
///
/// # Errors
/// As [`price`] has them; none is expected, since no more is asked for than is left.
pub fn price_taken_back(order: &Order, payment: PaymentId, amount_minor: i64) -> Result<Option<Priced>, Refusal> {
    // Of an order that was called off whole the money is on its way back, and it has no refund of its own.
    let is_promised = order.head.status == OrderStatus::Cancelled && order.refunds.is_empty();
    let is_sale = order.sale_payment().is_some_and(|sale| sale.id == payment);
    let refundable_minor = if is_sale && !is_promised { order.refundable_minor() } else { 0 };
    let amount = Money::new(amount_minor.min(refundable_minor), order.head.currency);
    if amount.amount_minor <= 0 {
        return Ok(None);
    }
    let whole = amount.amount_minor == refundable_minor;
    let parts = if whole { rest(order, false)? } else { by_amount(order, amount, false)? };
    Ok(Some(Priced { payment_id: payment, parts, amount, refundable_minor }))
}

/// An amount with its share of a line's tax. What was given back `before` counts, so that the shares of a line add up to
/// its tax exactly, in whatever pieces it is given back.
fn share_of(tax: &LineTax, gross_minor: i64, before_minor: i64, amount_minor: i64) -> Share {
    let up_to = |amount: i64| portion_minor(tax.tax_minor, amount, gross_minor);
    Share { amount_minor, tax_minor: up_to(before_minor + amount_minor) - up_to(before_minor) }
}

fn gross_of(line: &OrderLine) -> i64 {
    line.unit_price.times(line.quantity).amount_minor
}

fn at_most(left: Money) -> String {
    format!(
        "must be from 1 to {} minor units of {}: that is what can still be given back",
        left.amount_minor,
        left.currency.code()
    )
}
