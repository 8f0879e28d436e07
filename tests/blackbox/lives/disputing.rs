//! Customers' banks that take money back, and what becomes of it: told twice, and in any order.

use super::house::{House, minor};
use super::life::{Case, Life};
use crate::harness::stripe::DISPUTE_FEE;

impl Life {
    /// The bank takes everything back; now and then its end is told before its beginning.
    pub(super) async fn open_dispute(&mut self, house: &House) {
        let Some(payment) = self.stripe.clone().filter(|_| self.case.is_none()) else { return };
        self.settle(house).await;
        let charge = house.fake.charges(&payment)[0]["amount"].as_i64().expect("a sum");
        let opened = house.fake.dispute(&house.event(), &payment);
        let mut notices = vec![opened.clone(), opened];
        notices.push(house.fake.dispute_stands(&house.event(), "charge.dispute.funds_withdrawn", &payment));
        let mut case = Case { minor: charge, won: None };
        if self.chance.is_in(30) {
            let won = self.chance.is_in(50);
            notices.push(house.fake.dispute_ends(&house.event(), &payment, if won { "won" } else { "lost" }));
            case.won = Some(won);
        }
        self.chance.shuffle(&mut notices);
        self.tell(&format!("a dispute, which is {:?}", case.won));
        for notice in &notices {
            house.tell(notice).await;
        }
        self.case = Some(case);
        self.fees += DISPUTE_FEE;
        if case.won.is_none() {
            house.order_when(&self.order_id, "it is disputed", |order| has_dispute(order, "open")).await;
        }
    }

    /// The dispute is decided, which is told three times at once.
    pub(super) async fn end_dispute(&mut self, house: &House) {
        let Some(payment) = self.stripe.clone() else { return };
        let Some(case) = self.case.as_mut().filter(|case| case.won.is_none()) else { return };
        let won = self.chance.is_in(50);
        case.won = Some(won);
        let status = if won { "won" } else { "lost" };
        self.tell(&format!("the dispute is {status}"));
        let ended = house.fake.dispute_ends(&house.event(), &payment, status);
        tokio::join!(house.tell(&ended), house.tell(&ended), house.tell(&ended));
        let order = house.order_when(&self.order_id, "it is decided", |order| has_dispute(order, status)).await;
        assert_eq!(minor(&order["disputes"][0]["amount"]), self.case.map_or(0, |case| case.minor), "{order}");
    }
}

fn has_dispute(order: &serde_json::Value, status: &str) -> bool {
    super::house::list(order, "disputes").iter().any(|dispute| dispute["status"] == status)
}
