//! The mails that a decision owes, written as jobs in its own commit; none where the house sends none.

use chrono::{DateTime, Utc};

use super::draft::Draft;
use crate::ids::{MailId, Mint, OrderId};
use crate::mail::{Letter, PLACED_AFTER, REVIEW_AFTER, placed_mail};
use crate::order::Order;
use crate::owner::Owner;
use crate::payment::Payment;

/// A letter that goes out at once.
pub(super) fn send(draft: &mut Draft<'_>, letter: Letter, now: DateTime<Utc>, mint: &mut Mint) {
    let mail_id = mint.mint();
    post(draft, letter, mail_id, now, mint);
}

/// The word that an order was placed, unless it is paid a moment later.
pub(super) fn placed(draft: &mut Draft<'_>, order_id: OrderId, now: DateTime<Utc>, mint: &mut Mint) {
    post(draft, Letter::OrderPlaced { order_id }, placed_mail(order_id), now + PLACED_AFTER, mint);
}

/// The confirmation of a paid order. It takes the place of the word that the order was placed, if that waits still; an
/// attempt that succeeded at once never had one.
pub(super) fn paid(draft: &mut Draft<'_>, order: &Order, now: DateTime<Utc>, mint: &mut Mint) {
    let has_waited = order.payments.len() > 1 || order.payments.iter().any(|payment| was_told_of(order, payment));
    if draft.state.rules.mails && has_waited {
        draft.changes.jobs_done.push(("send_mail", placed_mail(order.head.id).0));
    }
    send(draft, Letter::OrderPaid { order_id: order.head.id }, now, mint);
}

/// Whether a provider has said anything of an attempt before its last word.
pub(super) fn was_told_of(order: &Order, payment: &Payment) -> bool {
    payment.provider_ref.is_some() || order.head.timeline.iter().any(|entry| entry.kind == "payment_requires_action")
}

/// The question what the buyer thinks of the works. Only who has an account can answer it.
pub(super) fn review_asked(draft: &mut Draft<'_>, order: &Order, now: DateTime<Utc>, mint: &mut Mint) {
    if let Owner::User(_) = order.head.owner {
        let mail_id = mint.mint();
        post(draft, Letter::ReviewAsked { order_id: order.head.id }, mail_id, now + REVIEW_AFTER, mint);
    }
}

fn post(draft: &mut Draft<'_>, letter: Letter, mail_id: MailId, run_at: DateTime<Utc>, mint: &mut Mint) {
    if draft.state.rules.mails {
        draft.changes.jobs.push(letter.job(mint.mint(), mail_id, run_at));
    }
}
