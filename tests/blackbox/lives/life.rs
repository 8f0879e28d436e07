//! One order from its cart on: what happens to it is drawn, and told when something is wrong.

use std::fmt;

use serde_json::{Value, json};

use super::chance::Chance;
use super::house::{House, list};
use crate::harness::{Answer, Guest, text};

/// The most that happens to an order after it was paid.
const DEEDS_MAX: u64 = 9;

/// An order, and what has happened to it.
pub(super) struct Life {
    pub(super) chance: Chance,
    pub(super) guest: Guest,
    pub(super) order_id: String,
    /// The attempt at Stripe that has brought the money, if it came from there.
    pub(super) stripe: Option<String>,
    /// What providers keep of it, as far as they have told: minor units.
    pub(super) fees: i64,
    pub(super) case: Option<Case>,
    tale: Tale,
    keys: u32,
}

/// A dispute at Stripe: how much its bank has taken, and how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) minor: i64,
    pub(super) won: Option<bool>,
}

/// What happened, told while the test fails.
struct Tale {
    number: u64,
    deeds: Vec<String>,
    is_over: bool,
}

impl Life {
    /// A whole life; none where everything is sold out.
    pub(super) async fn lived(house: &House, seed: u64, number: u64) -> Option<Self> {
        let tale = Tale { number, deeds: Vec::new(), is_over: false };
        let guest = Guest::arrive(&house.program).await;
        let chance = Chance::of(seed, number);
        let mut life =
            Self { chance, guest, order_id: String::new(), stripe: None, fees: 0, case: None, tale, keys: 0 };
        if !life.fill_a_cart(house).await {
            life.tale.is_over = true;
            return None;
        }
        if life.pay(house).await {
            let deeds = life.chance.below(DEEDS_MAX + 1);
            for _ in 0..deeds {
                life.live_on(house).await;
            }
            if life.chance.is_in(70) {
                life.send_the_rest(house).await;
            }
            if life.chance.is_in(75) {
                life.close_returns(house).await;
                life.end_dispute(house).await;
            }
        }
        life.settle(house).await;
        life.tale.is_over = true;
        Some(life)
    }

    /// Something that happens to an order that is paid.
    pub(super) async fn live_on(&mut self, house: &House) {
        match self.chance.below(100) {
            0..18 => self.send_some(house).await,
            18..28 => self.deliver_one(house).await,
            28..40 => self.refund_a_sum(house).await,
            40..58 => self.refund_lines(house).await,
            58..66 => self.refund_too_much(house).await,
            66..74 => self.withdraw(house).await,
            74..79 => self.report_damage(house).await,
            79..86 => self.answer_a_return(house).await,
            86..89 => self.call_off(house).await,
            89..96 => self.open_dispute(house).await,
            _ => self.end_dispute(house).await,
        }
        if self.chance.is_in(50) {
            self.settle(house).await;
        }
    }

    /// What happens to an order that its sellers may have been paid for.
    pub(super) async fn go_on_after_payout(&mut self, house: &House) {
        self.tale.is_over = false;
        if self.order(house).await["status"] == "completed" {
            self.tell("its sellers were paid");
            match self.chance.below(100) {
                0..20 => self.refund_a_sum(house).await,
                20..35 => self.refund_lines(house).await,
                35..40 => self.refund_too_much(house).await,
                40..60 => self.open_dispute(house).await,
                _ => {}
            }
            if self.chance.is_in(70) {
                self.end_dispute(house).await;
            }
        }
        self.settle(house).await;
        self.tale.is_over = true;
    }

    /// Waits until the provider has given back all that was decided.
    pub(super) async fn settle(&self, house: &House) -> Value {
        house
            .order_when(&self.order_id, "the money is back", |order| {
                let is_back = list(order, "refunds").iter().all(|refund| refund["status"] == "refunded");
                let is_called_off = order["status"] == "cancelled";
                let is_kept = list(order, "payments").iter().any(|payment| payment["status"] == "succeeded");
                is_back && !(is_called_off && is_kept)
            })
            .await
    }

    pub(super) async fn order(&self, house: &House) -> Value {
        house.order(&self.order_id).await
    }

    /// A key that was not used before.
    pub(super) fn key(&mut self) -> String {
        self.keys += 1;
        format!("life-{}-{}", self.tale.number, self.keys)
    }

    /// Notes what was tried and how it went: done, or refused in one of these ways. The house is never at a loss.
    #[track_caller]
    pub(super) fn note(&mut self, deed: &str, asked: &Value, answer: &Answer, refusals: &[u16]) -> bool {
        let is_done = matches!(answer.status, 200 | 201);
        self.tale.deeds.push(format!("{deed} {asked}: {}", answer.status));
        assert!(is_done || refusals.contains(&answer.status), "{deed} {asked}: {} {}", answer.status, answer.body);
        is_done
    }

    /// Notes what a provider did.
    pub(super) fn tell(&mut self, deed: &str) {
        self.tale.deeds.push(deed.to_owned());
    }

    /// Lines to pay back, return or report: a part, some lines of it and how many copies of each.
    pub(super) fn some_lines(&mut self, order: &Value) -> (Value, Vec<Value>) {
        let parts = list(order, "seller_orders");
        let part = &parts[self.chance.place(parts.len())];
        let mut lines = Vec::new();
        for line in list(part, "lines") {
            if lines.is_empty() || self.chance.is_in(50) {
                let most = line["quantity"].as_i64().expect("a quantity");
                lines.push(json!({"line_id": line["id"], "quantity": self.chance.between(1, most)}));
            }
        }
        (part["id"].clone(), lines)
    }

    /// The order is known from now on.
    pub(super) fn is_called(&mut self, placed: &Value) {
        self.order_id = text(&placed["order"]["id"]);
        self.tale.deeds.push(format!("is order {}", self.order_id));
    }
}

impl fmt::Display for Life {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.tale)
    }
}

impl fmt::Display for Tale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "life {}:\n  {}", self.number, self.deeds.join("\n  "))
    }
}

impl Drop for Tale {
    fn drop(&mut self) {
        if std::thread::panicking() && !self.is_over {
            eprintln!("{self}");
        }
    }
}
