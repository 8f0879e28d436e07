//! Money has come: the sale, its ledger and its invoices in one outcome; or, when the goods are gone, its way back.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};

use super::draft::Draft;
use super::invoice::invoice_of;
use super::letter;
use super::payment::{find_order, find_payment, held_for, release_order_holds};
use super::{Answer, Outcome};
use crate::command::InboxKey;
use crate::document::DocumentKind;
use crate::edition::{CopyRef, CopyState};
use crate::event::{Event, SoldLine};
use crate::ids::{DocumentId, EditionId, Mint, OrderId, PaymentId};
use crate::job::{DocumentRow, Job, Task};
use crate::ledger;
use crate::money::Money;
use crate::order::{Order, OrderLine, OrderPaymentStatus, OrderStatus, SellerOrder};
use crate::payment::{Payment, PaymentStatus};
use crate::refusal::Refusal;
use crate::state::{NewDocument, SeriesKey, State};

/// What is known of the money.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'c> {
    pub(super) provider_ref: Option<&'c str>,
    pub(super) fee: Option<Money>,
    pub(super) inbox: Option<&'c InboxKey>,
    pub(super) late: bool,
}

/// Settles an attempt that brought money. Repeating it is harmless. Money after the holds ran out takes the stock
/// again if it is there and the customer may still have it, and otherwise is refunded by itself and the order says so.
pub(super) fn settle(
    state: &State,
    order_id: OrderId,
    payment_id: PaymentId,
    told: Told<'_>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let payment = find_payment(order, payment_id)?;
    let mut draft = Draft::new(state);
    let answer = Answer::Order(order_id, Some(payment_id));
    let seen = draft.take_notice(told.inbox, payment_id);
    draft.changes.jobs_done.push(("drive_payment", payment_id.0));
    if seen || matches!(payment.status, PaymentStatus::Succeeded | PaymentStatus::Refunded) {
        return Ok(Outcome { changes: draft.changes, answer });
    }
    let payment = Payment {
        status: PaymentStatus::Succeeded,
        provider_ref: told.provider_ref.map(str::to_owned).or_else(|| payment.provider_ref.clone()),
        decline_code: None,
        updated_at: now,
        ..payment.clone()
    };

    let wanted = !is_paid(order) && matches!(order.head.status, OrderStatus::Open | OrderStatus::Expired);
    match wanted.then(|| find_goods(&mut draft, order, told.late)).transpose()? {
        Some(Some(goods)) => sell(&mut draft, order, payment, goods, now, mint)?,
        _ => give_back(&mut draft, order, payment, now, mint)?,
    }
    draft.book_fee(order, told.fee, now, mint);
    draft.settle_artworks();
    Ok(Outcome { changes: draft.changes, answer })
}

/// Whether a sale was already made for the order.
fn is_paid(order: &Order) -> bool {
    order.payments.iter().any(|payment| payment.status == PaymentStatus::Succeeded && !payment.unapplied)
        || !order.documents.is_empty()
}

/// The copies of each line, marked as sold in the draft; `None` when they are gone for good. Holds are used where
/// they live; with `late`, missing copies are taken from the shelf: the same numbers if they are free.
fn find_goods(draft: &mut Draft<'_>, order: &Order, late: bool) -> Result<Option<Vec<Vec<CopyRef>>>, Refusal> {
    let state = draft.state;
    let missing =
        |line: &OrderLine| line.quantity - held_for(state, order.head.id, line.cart_line_id).min(line.quantity);
    let lapsed = order.lines().any(|line| missing(line) > 0);
    if lapsed && !late {
        return Err(Refusal::HoldsGone);
    }
    if lapsed && (!on_shelf(draft, order, &missing)? || is_past_limit(state, order)) {
        return Ok(None);
    }
    let mut goods = Vec::new();
    for line in order.lines() {
        goods.push(sell_line(draft, order, line, missing(line))?);
    }
    Ok(Some(goods))
}

fn on_shelf(draft: &Draft<'_>, order: &Order, missing: &dyn Fn(&OrderLine) -> u32) -> Result<bool, Refusal> {
    let mut needed: BTreeMap<EditionId, i64> = BTreeMap::new();
    for line in order.lines() {
        *needed.entry(line.edition_id).or_default() += i64::from(missing(line));
    }
    for (edition_id, quantity) in needed {
        let stock = draft.stock(edition_id)?;
        let enough = draft.entry(edition_id)?.free.len() >= usize::try_from(quantity).unwrap_or(usize::MAX);
        if stock.is_counted() && (stock.available < quantity || !enough) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the customer has bought or ordered so much since the holds ran out that the order would be more than one may
/// have.
fn is_past_limit(state: &State, order: &Order) -> bool {
    let mut wanted: BTreeMap<EditionId, u32> = BTreeMap::new();
    for line in order.lines() {
        *wanted.entry(line.edition_id).or_default() += line.quantity;
    }
    wanted.into_iter().any(|(edition_id, quantity)| {
        let limit = state.editions.get(&edition_id).and_then(|entry| entry.edition.max_per_customer);
        let own = state.holds_of_order(order.head.id).filter(|hold| hold.edition_id == edition_id);
        let held: u32 = own.map(|hold| hold.quantity).sum();
        let had = state.had_by(order.head.owner, edition_id).saturating_sub(held);
        limit.is_some_and(|limit| quantity.saturating_add(had) > limit)
    })
}

fn sell_line(draft: &mut Draft<'_>, order: &Order, line: &OrderLine, missing: u32) -> Result<Vec<CopyRef>, Refusal> {
    let held = i64::from(line.quantity - missing);
    let late = i64::from(missing);
    let mut copies = Vec::new();
    for hold in draft.state.holds_of_order(order.head.id).filter(|hold| hold.line_id == line.cart_line_id) {
        if let Some(copy) = &hold.copy {
            draft.move_copy(copy, hold.edition_id, CopyState::Held, CopyState::Sold, Some(line.id));
            copies.push(copy.clone());
        }
        draft.changes.holds_gone.push(hold.id);
    }
    if missing > 0 && draft.stock(line.edition_id)?.is_counted() {
        for copy in shelf_copies(draft, line, missing, &copies)? {
            draft.move_copy(&copy, line.edition_id, CopyState::Available, CopyState::Sold, Some(line.id));
            copies.push(copy);
        }
    }
    draft.change_stock(line.edition_id, |stock| {
        stock.held -= held;
        stock.sold += held + late;
        if stock.is_counted() {
            stock.available -= late;
        }
    })?;
    copies.sort_by_key(|copy| copy.ordinal);
    if copies != line.copies {
        draft.changes.line_copies.push((order.head.id, line.id, copies.clone()));
    }
    Ok(copies)
}

/// Free copies for a late line: the numbers the customer was promised first, then the lowest.
fn shelf_copies(draft: &Draft<'_>, line: &OrderLine, missing: u32, kept: &[CopyRef]) -> Result<Vec<CopyRef>, Refusal> {
    let taken: std::collections::HashSet<u32> = draft
        .changes
        .copies
        .iter()
        .filter(|moved| moved.copy.edition_id == line.edition_id)
        .map(|moved| moved.copy.ordinal)
        .chain(kept.iter().map(|copy| copy.ordinal))
        .collect();
    let entry = draft.entry(line.edition_id)?;
    let promised = |ordinal: &u32| line.copies.iter().any(|copy| copy.ordinal == *ordinal);
    let mut free: Vec<CopyRef> =
        entry.free.values().filter(|copy| !taken.contains(&copy.ordinal)).map(CopyRef::from).collect();
    free.sort_by_key(|copy| (!promised(&copy.ordinal), copy.ordinal));
    if free.len() < missing as usize {
        return Err(Refusal::HoldsGone);
    }
    free.truncate(missing as usize);
    Ok(free)
}

fn sell(
    draft: &mut Draft<'_>,
    order: &Order,
    payment: Payment,
    goods: Vec<Vec<CopyRef>>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<(), Refusal> {
    let mut sold = order.clone();
    let mut goods = goods.into_iter();
    for line in sold.seller_orders.iter_mut().flat_map(|part| part.lines.iter_mut()) {
        line.copies = goods.next().unwrap_or_default();
    }
    let mut data = serde_json::json!({"payment_id": payment.id});
    if order.head.status == OrderStatus::Expired {
        data["late"] = true.into();
    }
    let head = draft.head(order);
    head.status = OrderStatus::Open;
    head.payment_status = OrderPaymentStatus::Paid;
    head.note(now, "paid", data);
    draft.changes.jobs_done.push(("expire_order", order.head.id.0));
    call_off_the_rest(draft, order, payment.id, now, mint);
    draft.changes.ledger.extend(ledger::sale(&sold, mint.mint(), now));
    for part in &sold.seller_orders {
        issue(draft, &sold, part, Some(&payment), DocumentKind::Invoice, now, mint)?;
        draft.changes.events.push(sale_event(&sold, part));
    }
    letter::paid(draft, order, now, mint);
    draft.announce(order, Some(&payment));
    draft.changes.payments.push(payment);
    Ok(())
}

/// Has the provider cancel what else is open for an order that one attempt has paid.
fn call_off_the_rest(draft: &mut Draft<'_>, order: &Order, paid: PaymentId, now: DateTime<Utc>, mint: &mut Mint) {
    if order.payments.iter().any(|payment| payment.id != paid && payment.status.is_open()) {
        let task = Task::ExpireOrder { order_id: order.head.id };
        draft.changes.jobs.push(Job { id: mint.mint(), task, run_at: now, attempts: 0, lease: None });
    }
}

/// Gives the next number of a seller's series and freezes the document that bears it.
pub(super) fn issue(
    draft: &mut Draft<'_>,
    order: &Order,
    part: &SellerOrder,
    payment: Option<&Payment>,
    kind: DocumentKind,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<(), Refusal> {
    let seller = draft.state.sellers.get(&part.seller_id).ok_or_else(|| Refusal::not_found("seller"))?;
    let key = SeriesKey { seller_id: part.seller_id, kind, year: now.year() };
    let drafted = draft.changes.series.iter().find(|(known, _)| *known == key).map(|(_, next)| *next);
    let running = drafted.or_else(|| draft.state.series.get(&key).copied()).unwrap_or(1);
    draft.changes.series.retain(|(known, _)| *known != key);
    draft.changes.series.push((key, running + 1));

    let mark = if kind == DocumentKind::CreditNote { "C" } else { "" };
    let series = format!("{}-{mark}{}", seller.series_prefix, now.year());
    let number = format!("{series}-{running:06}");
    let corrected = order.documents.iter().find(|d| d.seller_id == part.seller_id && d.kind == DocumentKind::Invoice);
    let rules = &draft.state.rules.art;
    let data = invoice_of(order, part, seller, payment, kind, (series, number.clone()), (corrected, rules), now);
    let id: DocumentId = mint.mint();
    let data = serde_json::to_value(data).map_err(|error| Refusal::conflict(error.to_string()))?;
    let row = DocumentRow {
        id,
        kind,
        number,
        seller_id: part.seller_id,
        order_id: order.head.id,
        issued_at: now,
        content_hash: None,
    };
    draft.changes.new_documents.push(NewDocument { row, data });
    let task = Task::RenderDocument { document_id: id };
    draft.changes.jobs.push(Job { id: mint.mint(), task, run_at: now, attempts: 0, lease: None });
    Ok(())
}

/// Money without goods: it goes back whole, and the order says so.
fn give_back(
    draft: &mut Draft<'_>,
    order: &Order,
    payment: Payment,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<(), Refusal> {
    let amount_minor = payment.amount.amount_minor;
    let payment = Payment { unapplied: true, ..payment };
    if !is_paid(order) && order.head.status == OrderStatus::Open {
        release_order_holds(draft, order.head.id)?;
        draft.head(order).status = OrderStatus::Expired;
        draft.changes.jobs_done.push(("expire_order", order.head.id.0));
    }
    let data = serde_json::json!({"payment_id": payment.id, "amount_minor": amount_minor});
    draft.head(order).note(now, "late_payment_refunding", data);
    draft.changes.ledger.extend(ledger::late_money(order, mint.mint(), now, amount_minor));
    let task = Task::RefundPayment { payment_id: payment.id, amount_minor, refund_id: None };
    draft.changes.jobs.push(Job { id: mint.mint(), task, run_at: now, attempts: 0, lease: None });
    draft.announce(order, Some(&payment));
    draft.changes.payments.push(payment);
    Ok(())
}

fn sale_event(order: &Order, part: &SellerOrder) -> Event {
    let lines = part.lines.iter().map(|line| SoldLine {
        artwork_id: line.artwork_id,
        title: line.title.clone(),
        edition_id: line.edition_id,
        quantity: line.quantity,
        amount: line.unit_price.times(line.quantity),
        copies: line.copies.clone(),
    });
    Event::SaleMade {
        seller_id: part.seller_id,
        order_id: order.head.id,
        order_number: order.head.number.clone(),
        lines: lines.collect(),
    }
}
