//! The decisions, as the product's `decide` makes them: pure changes of the books, each one commit under the lock of
//! the stock row.
//!
//! One copy an order, so a line is held whole or not at all. Settling is one decision here: the product first tries
//! without the shelf and repeats with it when the holds are gone; nothing can bring a hold back in between.

use crate::books::Books;
use crate::flaw::Flaw;
use crate::ids::{Buyer, CopyNo, Node, PaymentId};
use crate::job::Task;
use crate::order::{Order, OrderStatus, Payment, PaymentStatus};
use crate::request::Answer;

/// Holds a copy: the lowest that is free.
pub(crate) fn place_hold(books: &mut Books, buyer: Buyer, copy: Option<CopyNo>) -> Answer {
    let Some(copy) = copy else { return Answer::Refused };
    books.stock.hold(buyer, copy);
    Answer::Granted
}

/// Freezes what a buyer holds into an order, with its first attempt to pay. The hold starts a new time.
pub(crate) fn place_order(books: &mut Books, buyer: Buyer, driver: Option<Node>) -> Answer {
    let Some(hold) = books.stock.holds_of(buyer).find(|hold| !hold.ordered).copied() else { return Answer::Refused };
    books.stock.change_holds(buyer, |hold| {
        hold.ordered = true;
        hold.due = false;
    });
    books.orders.insert(buyer, Order { status: OrderStatus::Open, copy: hold.copy, sold: false, late: false });
    start_attempt(books, PaymentId { order: buyer, attempt: 0 }, driver);
    Answer::Granted
}

/// Starts another attempt for an open order while its hold lives.
pub(crate) fn pay_again(books: &mut Books, buyer: Buyer, driver: Option<Node>) -> Answer {
    let is_open = books.orders.get(&buyer).is_some_and(|order| order.status == OrderStatus::Open && !order.sold);
    let held = books.stock.holds_of(buyer).any(|hold| hold.ordered);
    match books.latest_payment(buyer) {
        Some(latest) if is_open && held && books.open_payment(buyer).is_none() => {
            start_attempt(books, PaymentId { attempt: latest.attempt + 1, ..latest }, driver);
            Answer::Granted
        }
        _ => Answer::Refused,
    }
}

/// Calls an order off: a paid one gives its copy and its money back, an unpaid one releases its hold.
pub(crate) fn cancel(books: &mut Books, buyer: Buyer) -> Answer {
    let sale = books.sale_of(buyer);
    let Some(order) = books.orders.get_mut(&buyer).filter(|order| order.status == OrderStatus::Open) else {
        return Answer::Refused;
    };
    order.status = OrderStatus::Cancelled;
    match sale {
        Some(payment) => {
            order.sold = false;
            books.stock.take_back(order.copy);
            books.jobs.promise(Task::Refund(payment), None);
        }
        None => books.stock.release(buyer, true),
    }
    if books.open_payment(buyer).is_some() {
        books.jobs.promise(Task::Expire(buyer), None);
    }
    Answer::Granted
}

/// Releases every hold that is due. One that pays an order stays: a job has the provider cancel first.
pub(crate) fn expire_holds(books: &mut Books, flaw: Option<Flaw>) {
    let due: Vec<_> = books.stock.holds.iter().filter(|hold| hold.due).copied().collect();
    for hold in due {
        if !hold.ordered {
            books.stock.release(hold.buyer, false);
            books.lapsed.insert(hold.buyer);
        } else if flaw == Some(Flaw::ExpiredUnasked) {
            if let Some(payment) = books.latest_payment(hold.buyer) {
                fail(books, payment, Failure { expire: true, recheck: false });
            }
        } else {
            books.stock.change_holds(hold.buyer, |hold| hold.due = false);
            books.jobs.promise(Task::Expire(hold.buyer), None);
        }
    }
}

/// Settles an attempt that brought money: with what is held, else with what is on the shelf, else the money goes back.
/// Repeating it is harmless.
pub(crate) fn settle(books: &mut Books, payment: PaymentId, flaw: Option<Flaw>) {
    let buyer = payment.order;
    let already_paid = books.sale_of(buyer).is_some();
    let (Some(attempt), Some(order)) = (books.payments.get_mut(&payment), books.orders.get_mut(&buyer)) else { return };
    books.jobs.kept(Task::Drive(payment));
    if !attempt.may_bring_money() {
        return;
    }
    attempt.status = PaymentStatus::Succeeded;
    let wanted = !already_paid && order.status != OrderStatus::Cancelled;
    let goods = wanted.then(|| books.stock.sell_held(buyer).or_else(|| books.stock.sell_free(order.copy))).flatten();
    if let Some(copy) = goods {
        let late = order.status == OrderStatus::Expired;
        *order = Order { status: OrderStatus::Open, copy, sold: true, late };
        books.jobs.kept(Task::Expire(buyer));
        if books.open_payment(buyer).is_some() {
            books.jobs.promise(Task::Expire(buyer), None);
        }
        return;
    }
    attempt.unapplied = true;
    if !already_paid && order.status == OrderStatus::Open {
        order.status = OrderStatus::Expired;
        books.stock.release(buyer, true);
        books.jobs.kept(Task::Expire(buyer));
    }
    if flaw != Some(Flaw::LateMoneyKept) {
        books.jobs.promise(Task::Refund(payment), None);
    }
}

/// What else is known of an attempt that brought no money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Failure {
    /// The order's hold is to be released too.
    pub(crate) expire: bool,
    /// Its money may come all the same: its job stays and asks again.
    pub(crate) recheck: bool,
}

/// Notes that an attempt brought no money. Repeating it is harmless.
pub(crate) fn fail(books: &mut Books, payment: PaymentId, failure: Failure) {
    let buyer = payment.order;
    let Some(attempt) = books.payments.get_mut(&payment) else { return };
    let failed = attempt.is_open();
    if failed {
        attempt.status = PaymentStatus::Failed;
    }
    if failure.recheck {
        books.jobs.postpone(Task::Drive(payment));
    } else if failed || !failure.expire {
        books.jobs.kept(Task::Drive(payment));
    }
    if failure.expire {
        books.jobs.kept(Task::Expire(buyer));
        let unpaid = books.payments_of(buyer).all(|(_, payment)| payment.status == PaymentStatus::Failed);
        if let Some(order) = books.orders.get_mut(&buyer)
            && unpaid
            && order.status == OrderStatus::Open
        {
            order.status = OrderStatus::Expired;
            books.stock.release(buyer, true);
        }
    }
}

/// Notes that the provider has not decided: the attempt's job asks again later.
pub(crate) fn wait(books: &mut Books, payment: PaymentId) {
    if books.payments.get(&payment).is_some_and(|attempt| attempt.may_bring_money()) {
        books.jobs.postpone(Task::Drive(payment));
    }
}

/// Notes that money went back. Repeating it is harmless.
pub(crate) fn paid_back(books: &mut Books, payment: PaymentId) {
    books.jobs.kept(Task::Refund(payment));
    if let Some(attempt) = books.payments.get_mut(&payment)
        && attempt.status == PaymentStatus::Succeeded
    {
        attempt.status = PaymentStatus::Refunded;
    }
}

fn start_attempt(books: &mut Books, payment: PaymentId, driver: Option<Node>) {
    books.payments.insert(payment, Payment::started());
    books.jobs.promise(Task::Drive(payment), driver);
}
