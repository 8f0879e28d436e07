//! What buyers withdraw from or find damaged, and what seller and staff answer.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::draft::Draft;
use super::letter;
use super::payment::{find_order, transition};
use super::refund::{give, settle_head};
use super::ship::Sender;
use super::{Answer, Outcome};
use crate::audit::AuditAction;
use crate::ids::{Mint, OrderId, OrderLineId, RefundId, ReturnId};
use crate::mail::Letter;
use crate::order::{FulfilmentStatus, Order, OrderStatus, SellerOrder};
use crate::refund::{price_reduction, price_return};
use crate::refusal::Refusal;
use crate::returns::{
    PHOTOS_MAX, REFUND_WITHIN, RETURNS_MAX, Return, ReturnAnswer, ReturnKind, ReturnPhoto, ReturnStatus, ReturnWanted,
    announceable,
};
use crate::state::{AuditLine, State};

/// Takes a buyer's word. Of a withdrawal nothing of which has left, the money goes back at once and the copies to stock.
pub(super) fn announce(
    state: &State,
    order_id: OrderId,
    wanted: &ReturnWanted,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let answer = Answer::Order(order_id, None);
    if order.returns.iter().any(|back| back.id == wanted.id) {
        return Ok(Outcome { changes: Draft::new(state).changes, answer });
    }
    let part = announceable(order, wanted, state.rules.withdrawal_days, now)?;
    if wanted.kind == ReturnKind::Withdrawal {
        let seller = state.sellers.get(&part.seller_id);
        if seller.is_some_and(|seller| seller.trader == Some(false)) {
            return Err(Refusal::conflict(
                "the seller is a private person, and the right of withdrawal is one against traders",
            ));
        }
    }
    if order.returns.len() >= RETURNS_MAX {
        return Err(Refusal::conflict(format!("an order has at most {RETURNS_MAX} returns")));
    }
    let mut back = Return {
        id: wanted.id,
        order_id,
        seller_order_id: part.id,
        kind: wanted.kind,
        status: ReturnStatus::Announced,
        lines: wanted.lines.clone(),
        name: wanted.name.clone(),
        email: wanted.email.clone(),
        statement: wanted.statement.clone(),
        answer: None,
        refund_id: None,
        refund_due_at: now + REFUND_WITHIN,
        created_at: now,
        received_at: None,
        updated_at: now,
        photos: Vec::new(),
    };
    let mut draft = Draft::new(state);
    let kind = match back.kind {
        ReturnKind::Withdrawal => "withdrawn",
        ReturnKind::Damage => "damage_reported",
    };
    draft.head(order).note(now, kind, told(part, &back));
    if back.kind == ReturnKind::Withdrawal && back.lines.iter().all(|line| !order.is_shipped(line.line_id)) {
        let restock: Vec<OrderLineId> = back.lines.iter().map(|line| line.line_id).collect();
        back.refund_id = Some(pay_back(&mut draft, order, &back, (None, restock.as_slice()), None, now, mint)?);
        back.status = ReturnStatus::Refunded;
        draft.settle_artworks();
    }
    letter::send(&mut draft, Letter::ReturnAnnounced { order_id, return_id: back.id }, now, mint);
    draft.announce(order, None);
    draft.changes.returns.push(back);
    Ok(Outcome { changes: draft.changes, answer })
}

/// Takes the answer of seller or staff. Repeating one that was given is harmless.
pub(super) fn answer(
    state: &State,
    order_id: OrderId,
    return_id: ReturnId,
    wanted: &ReturnAnswer,
    sender: Sender,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let missing = || Refusal::not_found("return");
    let known = order.returns.iter().find(|back| back.id == return_id).ok_or_else(missing)?;
    let part = order.seller_orders.iter().find(|part| part.id == known.seller_order_id).ok_or_else(missing)?;
    if sender.seller_id.is_some_and(|seller_id| seller_id != part.seller_id) {
        return Err(missing());
    }
    let (next, kind, action) = match wanted {
        ReturnAnswer::Received => (ReturnStatus::Received, "return_received", AuditAction::OrderReturnReceived),
        ReturnAnswer::Refund { .. } => (ReturnStatus::Refunded, "return_refunded", AuditAction::OrderReturnRefunded),
        ReturnAnswer::Refuse { .. } => (ReturnStatus::Refused, "return_refused", AuditAction::OrderReturnRefused),
    };
    let reply = Answer::Order(order_id, None);
    if known.status == next {
        return Ok(Outcome { changes: Draft::new(state).changes, answer: reply });
    }
    if !known.status.may_become(next) {
        return Err(transition(known.status.as_str(), next.as_str()));
    }
    let mut draft = Draft::new(state);
    let mut back = Return { updated_at: now, ..known.clone() };
    match wanted {
        ReturnAnswer::Received => back.received_at = Some(now),
        ReturnAnswer::Refuse { reason } => back.answer = Some(reason.clone()),
        ReturnAnswer::Refund { amount_minor, restock } => {
            check_restock(&back, restock, amount_minor.is_some())?;
            let by = (Some(sender.by), restock.as_slice());
            back.refund_id = Some(pay_back(&mut draft, order, &back, by, *amount_minor, now, mint)?);
        }
    }
    back.status = next;
    let head = draft.head(order);
    head.note(now, kind, told(part, &back));
    if order.came_back_whole(Some(&back)) && head.fulfilment_status.may_become(FulfilmentStatus::Returned) {
        head.fulfilment_status = FulfilmentStatus::Returned;
        head.delivered_at = head.delivered_at.or(Some(now));
    }
    if next != ReturnStatus::Refunded {
        // Of money that goes back another mail tells, once it has left.
        letter::send(&mut draft, Letter::ReturnAnswered { order_id, return_id }, now, mint);
    }
    draft.changes.audit.push(AuditLine {
        by: Some(sender.by),
        action,
        subject: order_id.0,
        before: json!({"return_id": return_id, "status": known.status}),
        after: json!({"return_id": return_id, "status": next, "refund_id": back.refund_id, "answer": wanted}),
    });
    draft.announce(order, None);
    draft.settle_artworks();
    draft.changes.returns.push(back);
    Ok(Outcome { changes: draft.changes, answer: reply })
}

/// Adds a photograph to a report of damage that waits for its answer. Adding it again is harmless.
pub(super) fn add_photo(
    state: &State,
    order_id: OrderId,
    return_id: ReturnId,
    photo: &ReturnPhoto,
) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let known = order.returns.iter().find(|back| back.id == return_id).ok_or_else(|| Refusal::not_found("return"))?;
    let mut draft = Draft::new(state);
    let answer = Answer::Order(order_id, None);
    if known.photos.iter().any(|one| one.id == photo.id) {
        return Ok(Outcome { changes: draft.changes, answer });
    }
    if known.kind != ReturnKind::Damage || !known.status.is_open() {
        return Err(Refusal::conflict("photographs are for damage that has not been answered yet"));
    }
    if known.photos.len() >= PHOTOS_MAX {
        return Err(Refusal::conflict(format!("a report has at most {PHOTOS_MAX} photographs")));
    }
    let mut back = known.clone();
    back.photos.push(photo.clone());
    draft.announce(order, None);
    draft.changes.returns.push(back);
    Ok(Outcome { changes: draft.changes, answer })
}

/// Forgets the photographs of a return that was answered; whoever says so has taken them out of the media store.
pub(super) fn forget_photos(state: &State, order_id: OrderId, return_id: ReturnId) -> Result<Outcome, Refusal> {
    let order = find_order(state, order_id)?;
    let known = order.returns.iter().find(|back| back.id == return_id).ok_or_else(|| Refusal::not_found("return"))?;
    let mut draft = Draft::new(state);
    if !known.photos.is_empty() && !known.status.is_open() {
        draft.announce(order, None);
        draft.changes.returns.push(Return { photos: Vec::new(), ..known.clone() });
    }
    Ok(Outcome { changes: draft.changes, answer: Answer::Order(order_id, None) })
}

/// The refund that a return ends in; kept with the order.
fn pay_back(
    draft: &mut Draft<'_>,
    order: &Order,
    back: &Return,
    (by, restock): (Option<crate::ids::UserId>, &[OrderLineId]),
    amount_minor: Option<i64>,
    now: DateTime<Utc>,
    mint: &mut Mint,
) -> Result<RefundId, Refusal> {
    let priced = match amount_minor {
        Some(amount_minor) if back.kind == ReturnKind::Damage => price_reduction(order, back, amount_minor)?,
        Some(_) => return Err(Refusal::invalid("/amount", "is for what was damaged: a withdrawal is paid back whole")),
        None => price_return(order, back, restock)?,
    };
    let reason = match back.kind {
        ReturnKind::Withdrawal => "withdrawal",
        ReturnKind::Damage => "damaged in transit",
    };
    let refund = give(draft, order, priced, (by, reason), now, mint)?;
    settle_head(draft, order, &refund, now);
    let id = refund.id;
    draft.changes.refunds.push(refund);
    if draft.head(order).status == OrderStatus::Cancelled {
        letter::send(draft, Letter::OrderCancelled { order_id: order.head.id }, now, mint);
    }
    Ok(id)
}

fn check_restock(back: &Return, restock: &[OrderLineId], by_amount: bool) -> Result<(), Refusal> {
    if by_amount && !restock.is_empty() {
        return Err(Refusal::invalid("/restock", "cannot go together with a sum"));
    }
    match restock.iter().position(|line| back.quantity_of(*line) == 0) {
        Some(index) => Err(Refusal::invalid(&format!("/restock/{index}"), "is not a line of this return")),
        None => Ok(()),
    }
}

/// What the timeline tells of a return.
fn told(part: &SellerOrder, back: &Return) -> serde_json::Value {
    let lines = part.lines.iter().filter(|line| back.quantity_of(line.id) > 0);
    json!({
        "return_id": back.id,
        "kind": back.kind,
        "seller": part.seller_name,
        "titles": lines.map(|line| &line.title).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{House, visitor};
    use super::*;
    use crate::command::Command;
    use crate::ids::UserId;
    use crate::refund::RefundStatus;
    use crate::returns::{ReturnLine, period_ends};
    use chrono::TimeDelta;
    use uuid::Uuid;

    const BY: UserId = UserId(Uuid::from_u128(1));

    /// A unique work and three prints of one seller, a print of another's; paid.
    fn paid(house: &mut House) -> OrderId {
        for (edition, quantity) in [(0, 1), (1, 3), (4, 1)] {
            house.hold(visitor(1), edition, quantity).unwrap();
        }
        let (order_id, payment_id) = house.place(visitor(1)).unwrap();
        house.settle(order_id, payment_id).unwrap();
        order_id
    }

    fn ship(house: &mut House, order_id: OrderId, part: usize) {
        let order = house.order(order_id);
        let part = &order.seller_orders[part];
        let command = Command::Ship {
            order_id,
            seller_order_id: part.id,
            seller_id: None,
            by: BY,
            carrier: "DHL".into(),
            tracking_number: None,
            line_ids: part.lines.iter().map(|line| line.id).collect(),
        };
        house.submit(&command).unwrap();
    }

    fn deliver(house: &mut House, order_id: OrderId) {
        for shipment in house.order(order_id).shipments {
            let command = Command::Deliver { order_id, shipment_id: shipment.id, seller_id: None, by: BY };
            house.submit(&command).unwrap();
        }
    }

    fn wanted(order: &Order, id: u128, kind: ReturnKind, part: usize, lines: &[(usize, u32)]) -> Command {
        let part = &order.seller_orders[part];
        let line =
            |(index, quantity): &(usize, u32)| ReturnLine { line_id: part.lines[*index].id, quantity: *quantity };
        let lines = lines.iter().map(line);
        let wanted = ReturnWanted {
            id: ReturnId(Uuid::from_u128(id)),
            seller_order_id: part.id,
            kind,
            lines: lines.collect(),
            name: "Jo Weber".into(),
            email: "jo@example.test".into(),
            statement: String::new(),
        };
        Command::AnnounceReturn { order_id: order.head.id, wanted: Box::new(wanted), editions: vec![] }
    }

    fn answered(order_id: OrderId, id: u128, answer: ReturnAnswer) -> Command {
        let return_id = ReturnId(Uuid::from_u128(id));
        Command::AnswerReturn { order_id, return_id, seller_id: None, by: BY, answer, editions: vec![] }
    }

    fn refund() -> ReturnAnswer {
        ReturnAnswer::Refund { amount_minor: None, restock: vec![] }
    }

    #[test]
    fn what_has_not_left_is_paid_back_at_once_and_hangs_again() {
        let mut house = House::new();
        let order_id = paid(&mut house);
        let order = house.order(order_id);
        let command = wanted(&order, 7, ReturnKind::Withdrawal, 1, &[(0, 1)]);
        house.submit(&command).unwrap();
        let order = house.order(order_id);
        assert_eq!(order.returns[0].status, ReturnStatus::Refunded);
        assert_eq!(order.refunds[0].amount.amount_minor, order.seller_orders[1].totals.total_minor, "delivery as well");
        assert_eq!((house.stock(4).sold, order.head.status), (0, OrderStatus::Open));
        // The same word again is the same return.
        house.submit(&command).unwrap();
        assert_eq!(house.order(order_id).returns.len(), 1);
        let again = house.submit(&wanted(&order, 8, ReturnKind::Withdrawal, 1, &[(0, 1)])).unwrap_err();
        assert_eq!(again, Refusal::conflict("that was withdrawn from or given back already"));
    }

    #[test]
    fn goods_that_have_left_come_back_first_and_the_delivery_with_the_last_of_them() {
        let mut house = House::new();
        let order_id = paid(&mut house);
        ship(&mut house, order_id, 0);
        let order = house.order(order_id);
        house.submit(&wanted(&order, 1, ReturnKind::Withdrawal, 0, &[(1, 2)])).unwrap();
        assert_eq!(house.order(order_id).returns[0].status, ReturnStatus::Announced);
        let over = house.submit(&wanted(&order, 2, ReturnKind::Withdrawal, 0, &[(1, 2)])).unwrap_err();
        assert_eq!(over, Refusal::invalid("/lines/0/quantity", "must be from 1 to 1"));
        house.submit(&answered(order_id, 1, ReturnAnswer::Received)).unwrap();
        let line = order.seller_orders[0].lines[1].id;
        let restock = ReturnAnswer::Refund { amount_minor: None, restock: vec![line] };
        house.submit(&answered(order_id, 1, restock.clone())).unwrap();
        house.submit(&answered(order_id, 1, restock)).unwrap();
        let refunded = house.order(order_id);
        assert_eq!((refunded.refunds.len(), house.stock(1).sold), (1, 1));
        let two = order.lines().nth(1).unwrap().unit_price.times(2);
        assert_eq!(refunded.refunds[0].amount, two);
        house.submit(&wanted(&order, 3, ReturnKind::Withdrawal, 0, &[(0, 1), (1, 1)])).unwrap();
        house.submit(&answered(order_id, 3, refund())).unwrap();
        let order = house.order(order_id);
        let given: i64 = order.refunds.iter().map(|refund| refund.amount.amount_minor).sum();
        assert_eq!(given, order.seller_orders[0].totals.total_minor);
        assert_eq!(order.fulfilment_of(&order.seller_orders[0]), FulfilmentStatus::Returned);
    }

    #[test]
    fn who_chose_a_dearer_delivery_gets_the_cheapest_one_back() {
        let mut house = House::new();
        let order_id = paid(&mut house);
        let mut order = house.order(order_id);
        order.seller_orders[1].cheapest_shipping_minor = Some(400);
        house.state.orders.insert(order_id, order.clone());
        house.submit(&wanted(&order, 1, ReturnKind::Withdrawal, 1, &[(0, 1)])).unwrap();
        let part = &order.seller_orders[1];
        assert_eq!(house.order(order_id).refunds[0].amount.amount_minor, part.totals.items_minor + 400);
    }

    #[test]
    fn the_period_counts_from_the_last_parcel_and_is_refused_with_its_day() {
        let mut house = House::new();
        let order_id = paid(&mut house);
        ship(&mut house, order_id, 0);
        ship(&mut house, order_id, 1);
        deliver(&mut house, order_id);
        let order = house.order(order_id);
        let ends = period_ends(house.now, 14);
        assert_eq!(order.withdrawal_ends(&order.seller_orders[0], 14), Some(ends));
        house.now = ends - TimeDelta::seconds(1);
        house.submit(&wanted(&order, 1, ReturnKind::Withdrawal, 0, &[(0, 1)])).unwrap();
        house.now = ends;
        let late = house.submit(&wanted(&order, 2, ReturnKind::Withdrawal, 0, &[(1, 1)])).unwrap_err();
        let day = (ends - TimeDelta::seconds(1)).date_naive();
        assert_eq!(late, Refusal::conflict(format!("the withdrawal period ended on {day}")));
    }

    #[test]
    fn an_order_is_closed_after_the_period_and_never_with_an_open_return() {
        let mut house = House::new();
        let order_id = paid(&mut house);
        let complete = Command::CompleteOrder { order_id };
        assert!(matches!(house.submit(&complete), Err(Refusal::InvalidTransition { .. })));
        ship(&mut house, order_id, 0);
        ship(&mut house, order_id, 1);
        deliver(&mut house, order_id);
        assert_eq!(house.submit(&complete).unwrap_err(), Refusal::conflict("the withdrawal period is not over"));
        let order = house.order(order_id);
        house.submit(&wanted(&order, 1, ReturnKind::Damage, 1, &[(0, 1)])).unwrap();
        house.now = period_ends(house.now, 14);
        let open = Refusal::conflict("a return of the order has not been answered yet");
        assert_eq!(house.submit(&complete).unwrap_err(), open);
        let refuse = ReturnAnswer::Refuse { reason: "It was scratched before".into() };
        house.submit(&answered(order_id, 1, refuse)).unwrap();
        house.submit(&complete).unwrap();
        house.submit(&complete).unwrap();
        let order = house.order(order_id);
        assert_eq!(order.head.status, OrderStatus::Completed);
        assert_eq!(order.head.timeline.iter().filter(|entry| entry.kind == "completed").count(), 1);
    }

    #[test]
    fn what_was_made_to_order_and_what_private_persons_sell_is_kept() {
        let mut house = House::new();
        house.change_edition(4, |edition| edition.made_to_order = true);
        let order_id = paid(&mut house);
        let order = house.order(order_id);
        let made = house.submit(&wanted(&order, 1, ReturnKind::Withdrawal, 1, &[(0, 1)])).unwrap_err();
        let message = "was made to order: the right of withdrawal does not apply to it";
        assert_eq!(made, Refusal::invalid("/lines/0/line_id", message));
        let seller_id = order.seller_orders[0].seller_id;
        let private = crate::seller::Seller { trader: Some(false), ..(*house.state.sellers[&seller_id]).clone() };
        house.state.sellers.insert(seller_id, std::sync::Arc::new(private));
        let kept = house.submit(&wanted(&order, 2, ReturnKind::Withdrawal, 0, &[(0, 1)])).unwrap_err();
        assert!(matches!(kept, Refusal::Conflict { .. }), "{kept:?}");
    }

    #[test]
    fn photographs_are_for_damage_that_waits_and_go_after_the_answer() {
        let mut house = House::new();
        let order_id = paid(&mut house);
        ship(&mut house, order_id, 0);
        let order = house.order(order_id);
        let return_id = ReturnId(Uuid::from_u128(1));
        let add = |number: u128| {
            let (id, key) = (crate::ids::PhotoId(Uuid::from_u128(number)), format!("aa/{number}.webp"));
            Command::AddReturnPhoto {
                order_id,
                return_id,
                photo: ReturnPhoto { id, key, content_type: "image/webp".into() },
            }
        };
        let forget = Command::ForgetReturnPhotos { order_id, return_id };
        assert_eq!(house.submit(&add(1)).unwrap_err(), Refusal::not_found("return"));
        house.submit(&wanted(&order, 1, ReturnKind::Damage, 0, &[(0, 1)])).unwrap();
        for number in 0..6 {
            house.submit(&add(number)).unwrap();
            house.submit(&add(number)).unwrap();
        }
        assert_eq!(house.submit(&add(6)).unwrap_err(), Refusal::conflict("a report has at most 6 photographs"));
        house.submit(&forget).unwrap();
        assert_eq!(house.order(order_id).returns[0].photos.len(), 6, "it waits for its answer");
        house.submit(&answered(order_id, 1, refund())).unwrap();
        assert!(matches!(house.submit(&add(7)), Err(Refusal::Conflict { .. })));
        house.submit(&forget).unwrap();
        assert!(house.order(order_id).returns[0].photos.is_empty());
    }

    #[test]
    fn damage_is_paid_by_a_sum_or_whole_and_what_is_withdrawn_from_does_not_leave() {
        let mut house = House::new();
        let order_id = paid(&mut house);
        let order = house.order(order_id);
        let early = house.submit(&wanted(&order, 1, ReturnKind::Damage, 0, &[(0, 1)])).unwrap_err();
        assert_eq!(early, Refusal::invalid("/lines/0/line_id", "has not left yet"));
        ship(&mut house, order_id, 0);
        house.submit(&wanted(&order, 1, ReturnKind::Damage, 0, &[(0, 1)])).unwrap();
        let too_much = ReturnAnswer::Refund { amount_minor: Some(i64::MAX), restock: vec![] };
        assert!(matches!(house.submit(&answered(order_id, 1, too_much)), Err(Refusal::Invalid { .. })));
        let sum = ReturnAnswer::Refund { amount_minor: Some(1_000), restock: vec![] };
        house.submit(&answered(order_id, 1, sum)).unwrap();
        let order = house.order(order_id);
        assert_eq!((order.refunds[0].amount.amount_minor, order.refunds[0].status), (1_000, RefundStatus::Pending));
        assert_eq!(order.head.fulfilment_status, FulfilmentStatus::PartiallyShipped);
    }
}
