//! What each kind of mail says, one file a kind, in the language that is spoken; the words are in `locales/*/mail.ftl`.
//!
//! Pure: what is known in, a sheet out.

use impasto_domain::order::Order;
use impasto_domain::returns::Return;

mod confirm_email;
mod email_changed;
mod email_in_use;
mod order_cancelled;
mod order_link;
mod order_paid;
mod order_placed;
mod order_refunded;
mod order_shipped;
mod parts;
mod password_changed;
mod payment_failed;
mod reset_password;
mod return_announced;
mod return_answered;
mod review_asked;
mod verify_email;
mod wish_free;

pub(super) use confirm_email::confirm_email;
pub(super) use email_changed::email_changed;
pub(super) use email_in_use::email_in_use;
pub(super) use order_cancelled::order_cancelled;
pub(super) use order_link::order_link;
pub(super) use order_paid::order_paid;
pub(super) use order_placed::order_placed;
pub(super) use order_refunded::order_refunded;
pub(super) use order_shipped::order_shipped;
pub(super) use parts::{Bought, House, Person};
pub(super) use password_changed::password_changed;
pub(super) use payment_failed::payment_failed;
pub(super) use reset_password::reset_password;
pub(super) use return_announced::return_announced;
pub(super) use return_answered::return_answered;
pub(super) use review_asked::review_asked;
pub(super) use verify_email::verify_email;
pub(super) use wish_free::{Wish, wish_free};

/// What comes back: `Low Tide, Evening, Σιωπή × 2`.
fn return_works(order: &Order, back: &Return) -> String {
    let lines = order.lines().filter_map(|line| match back.quantity_of(line.id) {
        0 => None,
        1 => Some(line.title.clone()),
        many => Some(format!("{} × {many}", line.title)),
    });
    lines.collect::<Vec<_>>().join(", ")
}
