//! A person who buys: the calls of a purchase, each acknowledgement put into the history, each answer compared with what was asked.
//! It does not know scenarios: they decide who does what, when.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::de::{DeserializeOwned, IgnoredAny};
use uuid::Uuid;

use crate::api::{BASE, Cart, Copy, Order, Placed, Visitor};
use crate::caller::{CallError, Caller};
use crate::clock;
use crate::history::{Answer, Ask, History, Line};
use crate::http::Request;
use crate::stock::Pick;

/// Step name: `POST /visitors`.
pub(crate) const VISITOR: &str = "visitor";
/// Step name: `POST /cart/items`.
pub(crate) const HOLD: &str = "hold";
/// Step name: `DELETE /cart/items/{id}`.
pub(crate) const RELEASE: &str = "release";
/// Step name: `POST /checkout`.
pub(crate) const CHECKOUT: &str = "checkout";
/// Step name: `POST /orders/{id}/payments`.
pub(crate) const PAY_AGAIN: &str = "pay again";
/// Step name: `GET /orders/{id}`.
pub(crate) const ORDER: &str = "order";
/// Step name: from the first request of a purchase to its last answer.
pub(crate) const WHOLE: &str = "whole purchase";

/// What all people of a run share.
pub(crate) struct Run {
    /// Where acknowledgements go.
    pub(crate) history: History,
    id: String,
    checkouts: AtomicU64,
}

impl Run {
    /// A new run with its first history line.
    pub(crate) fn begin(history: History, id: String, scenario: &str) -> Arc<Self> {
        history.append(&Line::Run { run: id.clone(), at_us: clock::now_us(), scenario: scenario.to_owned() });
        Arc::new(Self { history, id, checkouts: AtomicU64::new(0) })
    }

    /// An id for a new run: eight hex digits.
    pub(crate) fn new_id() -> String {
        format!("{:08x}", rand::random::<u32>())
    }
}

/// What the addresses of a run's orders begin with. An address is used for one checkout only: it ties an order to the question that made it, even when the answer was lost.
pub(crate) fn email_prefix(run: &str) -> String {
    format!("lt-{run}-")
}

/// Copies kept for a visitor.
pub(crate) struct Held {
    /// Whose.
    pub(crate) visitor: Visitor,
    line: Uuid,
    artwork: Uuid,
    edition: Uuid,
    counted: bool,
    quantity: u32,
    copies: Vec<Copy>,
}

/// How a checkout ended.
#[derive(Debug)]
pub(crate) enum Settled {
    /// The order is paid.
    Paid(Answer),
    /// The payment was declined; the order is open.
    Declined(Answer),
    /// The order is placed, its payment under way.
    Open(Answer),
}

/// The person.
pub(crate) struct Person {
    caller: Caller,
    run: Arc<Run>,
}

impl Person {
    /// Somebody new.
    pub(crate) fn new(caller: Caller, run: Arc<Run>) -> Self {
        Self { caller, run }
    }

    /// The person's way to the API.
    pub(crate) fn caller(&mut self) -> &mut Caller {
        &mut self.caller
    }

    /// Enters the shop.
    pub(crate) async fn arrive(&mut self) -> Result<Visitor, CallError> {
        self.caller.call(VISITOR, &Request::json("POST", &format!("{BASE}/visitors"), &[], b"")).await
    }

    /// Puts copies into the cart.
    pub(crate) async fn hold(&mut self, visitor: Visitor, pick: &Pick, quantity: u32) -> Result<Held, CallError> {
        let sent_us = clock::now_us();
        let body = format!(r#"{{"edition_id":"{}","quantity":{quantity}}}"#, pick.edition);
        let key = self.key_for_repeats();
        let path = format!("{BASE}/cart/items");
        let cart: Cart = self.write(HOLD, "POST", &path, &visitor.visitor_token, key.as_deref(), &body).await?;
        let at_us = clock::now_us();
        let owner = visitor.visitor_id;
        let Some(line) = cart.lines.into_iter().find(|line| line.edition_id == pick.edition) else {
            let detail = format!("owner {owner} was answered 200 without a line of edition {}", pick.edition);
            return Err(self.broken("hold-without-line", detail));
        };
        let copies_fit = !pick.counted || line.copies.len() == quantity as usize;
        if line.status != "held" || line.quantity != quantity || !copies_fit {
            let detail = format!(
                "owner {owner} asked for {quantity} of edition {} and was answered 200 with status {}, quantity {}, {} copies",
                pick.edition,
                line.status,
                line.quantity,
                line.copies.len()
            );
            return Err(self.broken("hold-not-as-asked", detail));
        }
        let for_us = held_for_us(cart.server_time.as_deref(), line.held_until.as_deref());
        self.run.history.append(&Line::Held {
            owner,
            edition: pick.edition,
            copies: line.copies.clone(),
            sent_us,
            at_us,
            for_us,
        });
        Ok(Held {
            line: line.id,
            artwork: pick.artwork,
            edition: pick.edition,
            counted: pick.counted,
            quantity,
            copies: line.copies,
            visitor,
        })
    }

    /// Takes the line out of the cart again.
    pub(crate) async fn release(&mut self, held: &Held) -> Result<(), CallError> {
        self.run.history.append(&Line::Releasing {
            owner: held.visitor.visitor_id,
            edition: held.edition,
            at_us: clock::now_us(),
        });
        let path = format!("{BASE}/cart/items/{}", held.line);
        let key = self.key_for_repeats();
        let _: IgnoredAny =
            self.write(RELEASE, "DELETE", &path, &held.visitor.visitor_token, key.as_deref(), "").await?;
        Ok(())
    }

    /// Writes down what will be asked: a checkout of what is held, under a new Idempotency-Key.
    pub(crate) fn ask(&self, held: &Held) -> Ask {
        let number = self.run.checkouts.fetch_add(1, Ordering::Relaxed);
        let ask = Ask {
            key: new_key(),
            owner: held.visitor.visitor_id,
            token: held.visitor.visitor_token.clone(),
            email: format!("{}{number}@loadtest.impasto.test", email_prefix(&self.run.id)),
            artwork: held.artwork,
            edition: held.edition,
            counted: held.counted,
            quantity: held.quantity,
            copies: held.copies.clone(),
            at_us: clock::now_us(),
        };
        self.run.history.append(&Line::Asked(ask.clone()));
        ask
    }

    /// Checks out with a token of the test provider. The same `ask` and token again are the same question: it must get the same answer.
    pub(crate) async fn check_out(&mut self, ask: &Ask, payment_token: &str) -> Result<Settled, CallError> {
        let body = format!(
            r#"{{"email":"{}","shipping_address":{{"name":"Load Test","line1":"Teststrasse 1","city":"Berlin","postal_code":"10115","country":"DE"}},"shipping_method":"standard","payment":{{"provider":"test","token":"{payment_token}"}}}}"#,
            ask.email
        );
        let path = format!("{BASE}/checkout");
        let key = ask.key.to_string();
        match self.write::<Placed>(CHECKOUT, "POST", &path, &ask.token, Some(&key), &body).await {
            Ok(placed) => self.placed(ask, placed),
            Err(error) => {
                self.run.history.append(&match &error {
                    CallError::Refused { status, problem, .. } => Line::Refused {
                        key: ask.key,
                        status: *status,
                        problem: problem.clone(),
                        at_us: clock::now_us(),
                    },
                    CallError::Unanswered(reason) | CallError::Shape(reason) => {
                        Line::Unanswered { key: ask.key, reason: reason.clone() }
                    }
                });
                Err(error)
            }
        }
    }

    /// Pays a declined order again and reads it: the result is as the order then says.
    pub(crate) async fn pay_again(
        &mut self,
        ask: &Ask,
        declined: &Answer,
        payment_token: &str,
    ) -> Result<Settled, CallError> {
        let path = format!("{BASE}/orders/{}/payments", declined.order);
        let body = format!(r#"{{"provider":"test","token":"{payment_token}"}}"#);
        let key = new_key().to_string();
        self.run.history.append(&Line::PayingAgain { key: ask.key });
        let _: IgnoredAny = self.write(PAY_AGAIN, "POST", &path, &ask.token, Some(&key), &body).await?;
        let path = format!("{BASE}/orders/{}", declined.order);
        let order: Order = self.caller.call(ORDER, &Request::get(&path, &[("x-visitor", &ask.token)])).await?;
        let answer = self.answer(ask, &order)?;
        Ok(self.settled(if order.is_paid() { Settled::Paid(answer) } else { Settled::Open(answer) }))
    }

    fn placed(&mut self, ask: &Ask, placed: Placed) -> Result<Settled, CallError> {
        let answer = self.answer(ask, &placed.order)?;
        let charged = placed.payment.amount.as_ref().map(|money| (money.amount, money.currency.as_str()));
        if charged.is_some_and(|charged| charged != (answer.amount, answer.currency.as_str())) {
            let detail = format!(
                "order {} totals {} {} and its payment is {charged:?}",
                answer.number, answer.amount, answer.currency
            );
            return Err(self.broken("payment-is-not-the-total", detail));
        }
        let settled = match placed.payment.status.as_str() {
            "succeeded" if placed.order.is_paid() => Settled::Paid(answer),
            "failed" => Settled::Declined(answer),
            _ => Settled::Open(answer),
        };
        Ok(self.settled(settled))
    }

    /// Puts an acknowledgement into the history.
    fn settled(&self, settled: Settled) -> Settled {
        self.run.history.append(&match &settled {
            Settled::Paid(answer) => Line::Paid(answer.clone()),
            Settled::Declined(answer) => Line::Declined(answer.clone()),
            Settled::Open(answer) => Line::Placed(answer.clone()),
        });
        settled
    }

    /// Reads what an order says was sold, and compares it with what was asked for.
    fn answer(&self, ask: &Ask, order: &Order) -> Result<Answer, CallError> {
        let unreadable =
            |what: &str| self.broken("answer-not-as-contracted", format!("order {} has no {what}", order.id));
        let lines = order.lines().ok_or_else(|| unreadable("seller_orders"))?;
        let total = order.totals.as_ref().ok_or_else(|| unreadable("totals"))?;
        let of_edition: Vec<_> = lines.iter().filter(|line| line.edition_id == ask.edition).collect();
        let quantity: u32 = of_edition.iter().map(|line| line.quantity).sum();
        let copies: Vec<Copy> = of_edition.iter().flat_map(|line| line.copies.iter().cloned()).collect();
        let foreign = lines.len() - of_edition.len();
        let same_copies = copies.len() == ask.copies.len() && copies.iter().all(|copy| ask.copies.contains(copy));
        if quantity != ask.quantity || foreign > 0 || (ask.counted && !same_copies) {
            let detail = format!(
                "order {}: asked for {} of edition {} with copies {}; got {quantity}, {foreign} other lines, copies {}",
                order.number,
                ask.quantity,
                ask.edition,
                labels(&ask.copies),
                labels(&copies)
            );
            return Err(self.broken("order-not-as-asked", detail));
        }
        Ok(Answer {
            key: ask.key,
            order: order.id,
            number: order.number.clone(),
            amount: total.total.amount,
            currency: total.total.currency.clone(),
            copies,
            at_us: clock::now_us(),
        })
    }

    async fn write<T: DeserializeOwned>(
        &mut self,
        step: &'static str,
        method: &str,
        path: &str,
        visitor_token: &str,
        key: Option<&str>,
        body: &str,
    ) -> Result<T, CallError> {
        let headers = [("x-visitor", visitor_token), ("idempotency-key", key.unwrap_or_default())];
        let used = if key.is_some() { headers.as_slice() } else { headers.split_at(1).0 };
        self.caller.call(step, &Request::json(method, path, used, body.as_bytes())).await
    }

    /// A key is only needed where a call may be asked again.
    fn key_for_repeats(&self) -> Option<String> {
        self.caller.is_patient().then(|| new_key().to_string())
    }

    fn broken(&self, rule: &'static str, detail: String) -> CallError {
        self.caller.tally().borrow_mut().findings.add(rule, detail.clone());
        CallError::Shape(detail)
    }
}

/// Copies as people read them.
pub(crate) fn labels(copies: &[Copy]) -> String {
    let names: Vec<String> =
        copies.iter().map(|copy| copy.label.clone().unwrap_or_else(|| copy.id.to_string())).collect();
    format!("[{}]", names.join(", "))
}

fn new_key() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

/// How long the server promises to keep the copies, by its own clock; 0 if it does not say.
fn held_for_us(server_time: Option<&str>, held_until: Option<&str>) -> i64 {
    match (server_time.and_then(clock::parse_us), held_until.and_then(clock::parse_us)) {
        (Some(now), Some(until)) => (until - now).max(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_lasts_from_the_servers_clock_to_the_deadline() {
        assert_eq!(held_for_us(Some("2026-01-01T00:00:00Z"), Some("2026-01-01T00:10:00Z")), 600_000_000);
        assert_eq!(held_for_us(None, Some("2026-01-01T00:10:00Z")), 0);
        assert_eq!(held_for_us(Some("2026-01-01T00:10:00Z"), Some("2026-01-01T00:00:00Z")), 0);
    }

    #[test]
    fn keys_are_random_uuids_of_version_4() {
        assert_eq!(new_key().get_version_num(), 4);
        assert_ne!(new_key(), new_key());
    }
}
