//! Runs that pay sellers: some arrive, one fails and is payable again.

use std::time::Duration;

use serde_json::{Value, json};

use super::house::{House, list, minor};
use crate::harness::text;

/// What a period of withdrawal does that is over, as nobody can wait for it: everything that has arrived is completed.
const COMPLETE: &str = "UPDATE orders SET status = 'completed' WHERE status = 'open' AND fulfilment_status = 'delivered' \
     AND payment_status IN ('paid', 'partially_refunded', 'refunded') AND NOT EXISTS (SELECT 1 FROM returns \
     WHERE returns.order_id = orders.id AND returns.status IN ('announced', 'received'))";

impl House {
    /// Time passes until what has arrived is completed.
    pub(super) async fn let_time_pass(&mut self) {
        self.program.terminate().await;
        self.program.change(COMPLETE, COMPLETE);
        self.program.restart().await;
    }

    /// Starts a run and sees its payouts through, one of the bank's to its failure if so wanted; whether anything was payable.
    pub(super) async fn pay_out(&mut self, key: &str, one_fails: bool) -> bool {
        let preview = self.preview().await;
        let due: Vec<&Value> = list(&preview, "sellers").iter().filter(|one| one["will_be_paid"] == true).collect();
        let started = self.said(&self.admin, "/admin/payouts/runs", key, json!({})).await;
        if due.is_empty() {
            started.problem(409, "conflict");
            return false;
        }
        let run = started.ok(201);
        let payouts = list(&run, "payouts");
        assert_eq!(payouts.len(), due.len(), "{preview}: {run}");
        for payout in payouts {
            let seller = due.iter().find(|one| one["seller_id"] == payout["seller_id"]).expect("who is due");
            assert_eq!(seller["payable"], payout["amount"], "{preview}: {run}");
        }
        let path = format!("/admin/payouts/runs/{}", text(&run["id"]));
        let mut by_bank = payouts.iter().filter(|payout| payout["way"] == "bank").peekable();
        if by_bank.peek().is_some() {
            self.admin.act(&self.program, &format!("{path}/sent")).await.ok(200);
            if one_fails && let Some(failing) = by_bank.next() {
                self.fail(failing).await;
            }
            if by_bank.peek().is_some() {
                self.admin.act(&self.program, &format!("{path}/paid")).await.ok(200);
            }
        }
        for payout in payouts {
            self.note_arrival(&text(&payout["id"])).await;
        }
        true
    }

    /// What a payout that did not arrive would have paid is payable again.
    async fn fail(&self, payout: &Value) {
        let path = format!("/admin/payouts/{}/failed", text(&payout["id"]));
        let failed = self.admin.post(&self.program, &path, json!({"reason": "Account closed"})).await.ok(200);
        assert_eq!(failed["state"], "failed");
        let again = self.preview().await;
        let mut sellers = list(&again, "sellers").iter();
        let seller = sellers.find(|one| one["seller_id"] == payout["seller_id"]).expect("who is due again");
        assert_eq!(seller["payable"], payout["amount"], "{again}");
    }

    /// Waits for the end of a payout, and keeps what has arrived.
    async fn note_arrival(&mut self, id: &str) {
        let until = tokio::time::Instant::now() + Duration::from_secs(60);
        let payout = loop {
            let payout = self.admin.get(&self.program, &format!("/admin/payouts/{id}")).await.ok(200);
            if payout["state"] == "paid" || payout["state"] == "failed" {
                break payout;
            }
            assert!(tokio::time::Instant::now() < until, "nothing became of {payout}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let of_orders: i64 = list(&payout, "orders").iter().map(|order| minor(&order["amount"])).sum();
        assert_eq!(of_orders, minor(&payout["amount"]), "{payout}");
        if payout["state"] == "paid" {
            let account = (text(&payout["way"]), text(&payout["amount"]["currency"]));
            *self.arrived.entry(account).or_default() += minor(&payout["amount"]);
        } else {
            assert_eq!(payout["way"], "bank", "no transfer fails here: {payout}");
        }
    }

    /// What would be paid now: of each seller what its orders come to that nothing holds back.
    async fn preview(&self) -> Value {
        let preview = self.admin.get(&self.program, "/admin/payouts/preview").await.ok(200);
        for seller in list(&preview, "sellers") {
            let sum_of = |is_held: bool| -> i64 {
                let orders = list(seller, "orders").iter().filter(|order| order["held_because"].is_null() != is_held);
                orders.map(|order| minor(&order["amount"])).sum()
            };
            assert_eq!((minor(&seller["payable"]), minor(&seller["held"])), (sum_of(false), sum_of(true)), "{seller}");
        }
        preview
    }
}
