//! Carts of one seller or two, and every way to pay for them, or not to.

use reqwest::Method;
use serde_json::{Value, json};

use super::house::{House, minor};
use super::life::Life;
use crate::harness::stripe::{Card, FEE};
use crate::harness::{purchase, text};

impl Life {
    /// Puts works of one seller or two into the cart; whether there is anything.
    pub(super) async fn fill_a_cart(&mut self, house: &House) -> bool {
        let shelf = &house.shelves[self.chance.place(house.shelves.len())];
        let first = self.chance.place(shelf.shops.len());
        let sellers = if self.chance.is_in(40) { 2 } else { 1 };
        let mut has_any = false;
        for place in 0..sellers {
            let shop = &shelf.shops[(first + place) % shelf.shops.len()];
            let both = self.chance.is_in(40);
            let start = self.chance.place(shop.editions.len());
            for place in 0..=usize::from(both) {
                let edition = &shop.editions[(start + place) % shop.editions.len()];
                let quantity = u32::try_from(self.chance.between(1, 3)).expect("small");
                let added = self.guest.add(&house.program, edition, quantity).await;
                has_any |= self.note("add", &json!([shelf.currency, quantity]), &added, &[409]);
            }
        }
        has_any
    }

    /// Orders, and pays or does not; whether it is paid.
    pub(super) async fn pay(&mut self, house: &House) -> bool {
        match self.chance.below(100) {
            0..15 => self.pay_by_test(house, "tok_ok").await,
            15..30 => {
                self.fees = self.chance.between(1, 99);
                let token = format!("tok_fee:{}", self.fees);
                self.pay_by_test(house, &token).await
            }
            30..38 => {
                let placed = self.place(house, json!({"provider": "test", "token": "tok_3ds"})).await;
                let path = format!("/api/v1/test-payments/{}/authorize", text(&placed["payment"]["id"]));
                house.program.post(&path, &[], json!({})).await.ok(200);
                self.is_paid(house).await
            }
            38..46 => {
                let placed = self.place(house, json!({"provider": "test", "token": "tok_declined"})).await;
                assert_eq!(placed["payment"]["status"], "failed", "{placed}");
                self.pay_again(house).await
            }
            46..50 => {
                self.place(house, json!({"provider": "test", "token": "tok_3ds"})).await;
                self.leave(house).await
            }
            50..55 => {
                self.place(house, json!({"provider": "stripe"})).await;
                self.leave(house).await
            }
            55..59 => {
                // The page at Stripe is left, and paid otherwise.
                self.place(house, json!({"provider": "stripe"})).await;
                self.pay_again(house).await
            }
            of => self.pay_by_stripe(house, of < 70, of % 2 == 0).await,
        }
    }

    async fn pay_by_test(&mut self, house: &House, token: &str) -> bool {
        self.place(house, json!({"provider": "test", "token": token})).await;
        self.is_paid(house).await
    }

    /// Pays at Stripe, with a card that is declined before, and is told of by notices alone or by the buyer who comes back.
    async fn pay_by_stripe(&mut self, house: &House, is_declined_first: bool, by_notices: bool) -> bool {
        let placed = self.place(house, json!({"provider": "stripe"})).await;
        let payment = text(&placed["payment"]["id"]);
        let mut notices = Vec::new();
        if is_declined_first {
            house.fake.pay(&payment, Card::Declined("insufficient_funds"));
            let kind = "payment_intent.payment_failed";
            notices.push(house.fake.told_of_intent(&house.event(), kind, &payment));
            self.tell("a card is declined");
        }
        house.fake.pay(&payment, Card::Good);
        self.tell(if by_notices { "a card is good, and notices tell it" } else { "a card is good" });
        if by_notices {
            notices.push(house.fake.told_of_intent(&house.event(), "payment_intent.succeeded", &payment));
            notices.push(house.fake.told_of_session(&house.event(), "checkout.session.completed", &payment));
            let repeated = notices.clone();
            notices.extend(repeated);
            self.chance.shuffle(&mut notices);
            for notice in &notices {
                house.tell(notice).await;
            }
        } else {
            let path = format!("/orders/{}/payments/{payment}/confirm", self.order_id);
            self.guest.call(&house.program, Method::POST, &path, None).await.ok(200);
        }
        self.stripe = Some(payment);
        self.fees = FEE;
        self.is_paid(house).await
    }

    async fn pay_again(&mut self, house: &House) -> bool {
        let (path, key) = (format!("/orders/{}/payments", self.order_id), self.key());
        let body = json!({"provider": "test", "token": "tok_ok"});
        let again = house.asked(&self.guest, &path, &key, body.clone()).await;
        self.note("pay again", &body, &again, &[]);
        self.is_paid(house).await
    }

    /// Goes without paying, or calls it off before.
    async fn leave(&mut self, house: &House) -> bool {
        if self.chance.is_in(50) {
            let path = format!("/orders/{}/cancel", self.order_id);
            let called_off = self.guest.call(&house.program, Method::POST, &path, None).await;
            self.note("call off unpaid", &Value::Null, &called_off, &[]);
        }
        false
    }

    async fn place(&mut self, house: &House, payment: Value) -> Value {
        let mut wanted = purchase("");
        wanted["payment"] = payment.clone();
        if self.chance.is_in(30) {
            wanted["shipping_address"]["country"] = json!("FR");
        }
        let key = self.key();
        let placed = house.asked(&self.guest, "/checkout", &key, wanted).await;
        self.note("place", &payment, &placed, &[]);
        self.is_called(&placed.body);
        placed.body
    }

    async fn is_paid(&self, house: &House) -> bool {
        let order = house.order_when(&self.order_id, "it is paid", |order| order["payment_status"] == "paid").await;
        assert!(minor(&order["totals"]["total"]) > 0, "{order}");
        true
    }
}
