//! Money back: sums, lines, shipping, too much, withdrawals, damage, and orders that are called off.

use reqwest::Method;
use serde_json::{Value, json};

use super::house::{House, list, minor};
use super::life::Life;
use crate::harness::text;

/// Refused: not as things are, or not of this order.
const REFUSED: [u16; 2] = [409, 422];

impl Life {
    /// A sum that is left, small or all of it.
    pub(super) async fn refund_a_sum(&mut self, house: &House) {
        let order = self.order(house).await;
        let left = left_of(&order);
        let minor = match self.chance.below(10) {
            0 => left,
            1 => 1,
            _ => self.chance.between(1, left.max(3) / 3),
        };
        self.refund(house, json!({"amount": {"amount": minor, "currency": order["currency"]}, "reason": "Goodwill"}))
            .await;
    }

    /// Lines, with their shipping or without, back to stock or not; or shipping alone.
    pub(super) async fn refund_lines(&mut self, house: &House) {
        let order = self.order(house).await;
        let (_, lines) = self.some_lines(&order);
        let lines = if self.chance.is_in(12) { Vec::new() } else { lines };
        let shipping = lines.is_empty() || self.chance.is_in(40);
        let restock = !lines.is_empty() && self.chance.is_in(40);
        let body = json!({"lines": lines, "shipping": shipping, "restock": restock, "reason": "Torn corner"});
        self.refund(house, body).await;
    }

    /// More than is left is refused, whatever is left.
    pub(super) async fn refund_too_much(&mut self, house: &House) {
        let order = self.order(house).await;
        let more = left_of(&order) + self.chance.between(1, 5);
        let body = json!({"amount": {"amount": more, "currency": order["currency"]}, "reason": "Too much"});
        let (path, key) = (format!("/admin/orders/{}/refund", self.order_id), self.key());
        let answer = house.said(&house.admin, &path, &key, body.clone()).await;
        let is_done = self.note("refund", &body, &answer, &REFUSED);
        assert!(!is_done, "more than is left went back: {}", answer.body);
        let (_, mut lines) = self.some_lines(&order);
        lines[0]["quantity"] = json!(1_000);
        let (key, body) = (self.key(), json!({"lines": lines, "reason": "Too many"}));
        let answer = house.said(&house.admin, &path, &key, body.clone()).await;
        let is_done = self.note("refund", &body, &answer, &REFUSED);
        assert!(!is_done, "more copies than there are went back: {}", answer.body);
    }

    /// Gives money back, told beforehand, and asked for twice now and then.
    async fn refund(&mut self, house: &House, body: Value) {
        let path = format!("/admin/orders/{}/refund", self.order_id);
        let told = house.admin.post(&house.program, &format!("{path}/preview"), body.clone()).await;
        let key = self.key();
        let made = house.said(&house.admin, &path, &key, body.clone()).await;
        if !self.note("refund", &body, &made, &REFUSED) {
            return;
        }
        let refunds = list(&made.body, "refunds");
        let last = refunds.last().unwrap_or_else(|| panic!("nothing was given back: {}", made.body));
        assert!(refunds.iter().any(|refund| refund["amount"] == told.body["total"]), "{}: {last}", told.body);
        assert!(left_of(&made.body) >= 0, "more went back than was paid: {}", made.body);
        if self.chance.is_in(25) {
            let again = house.said(&house.admin, &path, &key, body).await.ok(200);
            assert_eq!(list(&again, "refunds").len(), refunds.len(), "one key, one refund");
        }
    }

    /// The buyer withdraws from some of a part, in two steps.
    pub(super) async fn withdraw(&mut self, house: &House) {
        let order = self.order(house).await;
        let (part, lines) = self.some_lines(&order);
        let body = json!({"seller_order_id": part, "lines": lines, "statement": "Too large."});
        let path = format!("/orders/{}/withdrawal", self.order_id);
        let stated = self.guest.call(&house.program, Method::POST, &path, Some(body.clone())).await;
        if !self.note("withdraw", &body, &stated, &REFUSED) {
            return;
        }
        let key = self.key();
        let confirm = format!("{path}/{}/confirm", text(&stated.body["return_id"]));
        let made = house.asked(&self.guest, &confirm, &key, body.clone()).await;
        self.note("confirm", &Value::Null, &made, &REFUSED);
    }

    /// The buyer tells of damage.
    pub(super) async fn report_damage(&mut self, house: &House) {
        let order = self.order(house).await;
        let (part, lines) = self.some_lines(&order);
        let body = json!({"seller_order_id": part, "lines": lines, "statement": "The glass is broken."});
        let (path, key) = (format!("/orders/{}/damage", self.order_id), self.key());
        let made = house.asked(&self.guest, &path, &key, body.clone()).await;
        self.note("damage", &body, &made, &REFUSED);
    }

    /// A return is answered, by its seller or by staff.
    pub(super) async fn answer_a_return(&mut self, house: &House) {
        let order = self.order(house).await;
        let open: Vec<Value> = list(&order, "returns").iter().filter(is_open).cloned().collect();
        let Some(back) = self.chance.pick(&open).cloned() else { return };
        let body = match self.chance.below(10) {
            0..3 => json!({"answer": "received"}),
            3 => json!({"answer": "refuse", "reason": "It is as it was described."}),
            _ if back["kind"] == "damage" => {
                let minor = self.chance.between(1, (left_of(&order) / 2).max(1));
                json!({"answer": "refund", "amount": {"amount": minor, "currency": order["currency"]}})
            }
            of if of < 7 => json!({"answer": "refund"}),
            _ => {
                let lines: Vec<&Value> = list(&back, "lines").iter().map(|line| &line["line_id"]).collect();
                json!({"answer": "refund", "restock": lines})
            }
        };
        self.answer(house, &back, body).await;
    }

    /// Nothing waits for an answer any more.
    pub(super) async fn close_returns(&mut self, house: &House) {
        let order = self.order(house).await;
        for back in list(&order, "returns").iter().filter(is_open) {
            let body = json!({"answer": "refuse", "reason": "It is as it was described."});
            self.answer(house, back, body).await;
        }
    }

    async fn answer(&mut self, house: &House, back: &Value, body: Value) {
        let (part_id, key) = (text(&back["seller_order_id"]), self.key());
        let order = self.order(house).await;
        let part = list(&order, "seller_orders").iter().find(|part| part["id"] == back["seller_order_id"]);
        let seller = &house.shop(&part.expect("a part")["seller"]["id"]).artist;
        let tail = format!("returns/{}/answer", text(&back["id"]));
        let answered = if self.chance.is_in(50) {
            house.said(seller, &format!("/studio/orders/{part_id}/{tail}"), &key, body.clone()).await
        } else {
            house.said(&house.admin, &format!("/admin/orders/{}/{tail}", self.order_id), &key, body.clone()).await
        };
        self.note("answer", &body, &answered, &REFUSED);
    }

    /// Buyer or staff call the order off, which goes until something has left.
    pub(super) async fn call_off(&mut self, house: &House) {
        let answer = if self.chance.is_in(50) {
            let path = format!("/orders/{}/cancel", self.order_id);
            self.guest.call(&house.program, Method::POST, &path, None).await
        } else {
            let path = format!("/admin/orders/{}/cancel", self.order_id);
            house.admin.post(&house.program, &path, json!({"reason": "The buyer wrote"})).await
        };
        if self.note("call off", &Value::Null, &answer, &REFUSED) {
            self.settle(house).await;
        }
    }
}

/// What is left to give back, minor units: what was paid, without what was given back or is on its way.
pub(super) fn left_of(order: &Value) -> i64 {
    minor(&order["totals"]["total"]) - list(order, "refunds").iter().map(|refund| minor(&refund["amount"])).sum::<i64>()
}

fn is_open(back: &&Value) -> bool {
    back["status"] == "announced" || back["status"] == "received"
}
