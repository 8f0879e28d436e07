//! `decide`: state, command and time to changes and an answer, or a refusal. Pure.
//!
//! One file a family of commands. A decision never writes: it drafts the new values of the rows it touches, and the
//! journal applies the draft before it decides the next command of the batch.

mod artwork;
mod cancel;
mod complete;
mod dispute;
mod document;
mod draft;
mod expire;
mod hold;
mod invoice;
mod letter;
mod merge;
mod order;
mod payment;
mod refund;
mod returns;
mod settle;
mod ship;
mod stock;

#[cfg(test)]
mod dispute_properties;
#[cfg(test)]
mod mails;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod refund_properties;
#[cfg(test)]
mod return_properties;
#[cfg(test)]
mod seller_shipping;
#[cfg(test)]
mod taxes;
#[cfg(test)]
pub(crate) mod testing;

use chrono::{DateTime, Utc};

use crate::command::Command;
use crate::ids::{ArtworkId, EditionId, Mint, OrderId, PaymentId};
use crate::owner::Owner;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::state::{Changes, State};

/// An outcome: what to change, and what to answer once it is applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What to change.
    pub changes: Changes,
    /// How to answer; evaluated against the state after the changes.
    pub answer: Answer,
}

/// What the reply to a command shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The cart of an owner, with the stock of an edition.
    Cart(Owner, Option<EditionId>),
    /// An order, with the attempt to pay it is about.
    Order(OrderId, Option<PaymentId>),
    /// The stock of an edition, with the number of holds released.
    Stock(EditionId, u32),
    /// The stock of an edition, with the owner of the one hold that was released.
    Released(EditionId, Owner),
    /// The status of a work.
    Artwork(ArtworkId),
    /// Nothing to tell.
    Done,
}

/// Decides one command.
///
/// # Errors
/// A [`Refusal`] when the command cannot be carried out; nothing is to be changed then. Plain edits are not decided
/// here: the store carries them out.
pub fn decide(state: &State, command: &Command, now: DateTime<Utc>, mint: &mut Mint) -> Result<Outcome, Refusal> {
    match command {
        Command::PlaceHold { owner, edition_id, quantity } => {
            hold::place(state, *owner, *edition_id, *quantity, now, mint)
        }
        Command::PickCopies { owner, edition_id, ordinals } => {
            hold::pick(state, *owner, *edition_id, ordinals, now, mint)
        }
        Command::SetQuantity { owner, line_id, edition_id, quantity, picked } => {
            hold::set_quantity(state, (*owner, *line_id, *edition_id), *quantity, picked, now, mint)
        }
        Command::Rehold { owner, line_id, edition_id, picked, .. } => {
            hold::rehold(state, (*owner, *line_id, *edition_id), picked, now, mint)
        }
        Command::ExtendHold { owner, line_id, edition_id } => hold::extend(state, *owner, *line_id, *edition_id),
        Command::ReleaseHold { hold_id, by, reason, .. } => expire::release(state, *hold_id, *by, reason.as_deref()),
        Command::ExpireHolds { edition_id } => expire::expire(state, *edition_id, now, mint),
        Command::MergeCart { visitor, user } => merge::merge(state, *visitor, *user),
        Command::PlaceOrder(wanted) => order::place(state, wanted, now, mint),
        Command::StartPayment { owner, order_id, provider, token, lease, .. } => {
            let attempt =
                payment::Attempt { provider, token: token.as_deref(), return_url: None, lease: lease.from(now) };
            payment::start(state, *owner, *order_id, attempt, now, mint)
        }
        Command::HoldPayment { order_id, payment_id, wait } => {
            payment::wait(state, *order_id, *payment_id, wait, now, mint)
        }
        Command::SettlePayment { order_id, payment_id, provider_ref, fee, inbox, late, .. } => {
            let provider_ref = provider_ref.as_deref();
            let told = settle::Told { provider_ref, fee: *fee, inbox: inbox.as_ref(), late: *late };
            settle::settle(state, *order_id, *payment_id, told, now, mint)
        }
        Command::FailPayment { order_id, payment_id, decline_code, expire, recheck_at, inbox, .. } => {
            let told =
                payment::Failure { decline_code, expire: *expire, recheck_at: *recheck_at, inbox: inbox.as_ref() };
            payment::fail(state, *order_id, *payment_id, told, now, mint)
        }
        Command::OpenDispute { order_id, payment_id, dispute, inbox } => {
            dispute::open(state, (*order_id, *payment_id), dispute, inbox.as_ref(), now, mint)
        }
        Command::CloseDispute { order_id, payment_id, reference, won, inbox } => {
            let word = (reference.as_str(), *won);
            dispute::close(state, (*order_id, *payment_id), word, inbox.as_ref(), now, mint)
        }
        Command::CancelOrder { owner, order_id, staff, .. } => {
            cancel::cancel(state, *owner, *order_id, staff.as_ref(), now, mint)
        }
        Command::RefundPaid { order_id, payment_id, amount_minor, refund_id } => match refund_id {
            Some(refund_id) => refund::paid(state, *order_id, *refund_id, now, mint),
            None => cancel::paid_back(state, *order_id, *payment_id, *amount_minor, now, mint),
        },
        Command::RefundOrder { order_id, wanted, by, .. } => refund::refund(state, *order_id, wanted, *by, now, mint),
        Command::Ship { order_id, seller_order_id, seller_id, by, carrier, tracking_number, line_ids } => {
            let parcel = ship::Parcel { carrier, tracking_number: tracking_number.as_deref(), line_ids };
            let sender = ship::Sender { seller_id: *seller_id, by: *by };
            ship::ship(state, *order_id, *seller_order_id, parcel, sender, now, mint)
        }
        Command::Deliver { order_id, shipment_id, seller_id, by } => {
            let sender = ship::Sender { seller_id: *seller_id, by: *by };
            ship::deliver(state, *order_id, *shipment_id, sender, now, mint)
        }
        Command::TrackParcel { order_id, shipment_id, event } => {
            ship::track(state, *order_id, *shipment_id, event, now, mint)
        }
        Command::CompleteOrder { order_id } => complete::complete(state, *order_id, now),
        Command::AnnounceReturn { order_id, wanted, .. } => returns::announce(state, *order_id, wanted, now, mint),
        Command::AddReturnPhoto { order_id, return_id, photo } => {
            returns::add_photo(state, *order_id, *return_id, photo)
        }
        Command::ForgetReturnPhotos { order_id, return_id } => returns::forget_photos(state, *order_id, *return_id),
        Command::AnswerReturn { order_id, return_id, seller_id, by, answer, .. } => {
            let sender = ship::Sender { seller_id: *seller_id, by: *by };
            returns::answer(state, *order_id, *return_id, answer, sender, now, mint)
        }
        Command::Adjust { edition_id, change, by, seller_id, reason } => {
            stock::adjust(state, *edition_id, *change, *by, *seller_id, reason.as_deref())
        }
        Command::MoveArtwork { artwork_id, wanted, by, seller_id, reason } => {
            artwork::move_to(state, *artwork_id, *wanted, *by, *seller_id, reason.as_deref(), now)
        }
        Command::DocumentRendered { order_id, document_id, content_hash, certificates } => {
            document::rendered(state, *order_id, *document_id, content_hash, certificates.as_deref(), now)
        }
        Command::Edit(_) => Err(Refusal::conflict("edits are carried out by the store, not decided")),
    }
}

/// The reply to a command, from the state after its changes were applied.
#[must_use]
pub fn reply(state: &State, answer: Answer, now: DateTime<Utc>) -> Reply {
    match answer {
        Answer::Cart(owner, edition_id) => Reply::Cart {
            state: Box::new(state.cart_state(owner)),
            stock: edition_id.and_then(|id| state.stock_told(id)),
            now,
            repeated: false,
        },
        Answer::Order(order_id, payment_id) => match state.orders.get(&order_id) {
            Some(order) => Reply::Order { order: Box::new(order.clone()), payment_id, now, repeated: false },
            None => Reply::Done,
        },
        Answer::Stock(edition_id, released) => match state.stock_told(edition_id) {
            Some(stock) => Reply::Stock { stock, released, released_of: None },
            None => Reply::Done,
        },
        Answer::Released(edition_id, owner) => match state.stock_told(edition_id) {
            Some(stock) => Reply::Stock { stock, released: 1, released_of: Some(owner) },
            None => Reply::Done,
        },
        Answer::Artwork(artwork_id) => match state.artworks.get(&artwork_id) {
            Some(head) => Reply::Artwork { status: head.status },
            None => Reply::Done,
        },
        Answer::Done => Reply::Done,
    }
}
