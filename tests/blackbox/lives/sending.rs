//! Parcels of some lines, and their arrival.

use serde_json::{Value, json};

use super::house::{House, list};
use super::life::Life;
use crate::harness::text;

impl Life {
    /// Sends some of what has not left of one part.
    pub(super) async fn send_some(&mut self, house: &House) {
        let order = self.order(house).await;
        let parts = list(&order, "seller_orders");
        let part = &parts[self.chance.place(parts.len())];
        let mut waiting = to_send(part);
        self.chance.shuffle(&mut waiting);
        let some = self.chance.place(waiting.len().max(1)) + 1;
        waiting.truncate(some);
        self.send(house, part, waiting).await;
    }

    /// Notes the arrival of a parcel.
    pub(super) async fn deliver_one(&mut self, house: &House) {
        let order = self.order(house).await;
        let on_their_way = on_their_way(&order);
        if let Some((part, parcel)) = self.chance.pick(&on_their_way) {
            self.deliver(house, part, parcel).await;
        }
    }

    /// Sends and delivers everything that has not arrived.
    pub(super) async fn send_the_rest(&mut self, house: &House) {
        let order = self.order(house).await;
        for part in list(&order, "seller_orders") {
            self.send(house, part, to_send(part)).await;
        }
        let order = self.order(house).await;
        for (part, parcel) in &on_their_way(&order) {
            self.deliver(house, part, parcel).await;
        }
    }

    /// What is called off, disputed or back in stock does not leave.
    async fn send(&mut self, house: &House, part: &Value, lines: Vec<Value>) {
        if lines.is_empty() {
            return;
        }
        let (path, key) = (format!("/studio/orders/{}/shipments", text(&part["id"])), self.key());
        let parcel = json!({"carrier": "By hand", "line_ids": lines});
        let sent = house.said(&house.shop(&part["seller"]["id"]).artist, &path, &key, parcel.clone()).await;
        self.note("send", &parcel, &sent, &[409, 422]);
    }

    async fn deliver(&mut self, house: &House, part: &Value, parcel: &Value) {
        let path = format!("/studio/orders/{}/shipments/{}/delivered", text(&part["id"]), text(&parcel["id"]));
        let arrived = house.shop(&part["seller"]["id"]).artist.act(&house.program, &path).await;
        self.note("deliver", &parcel["id"], &arrived, &[409]);
    }
}

/// The lines of a part that may leave: those in no parcel of which not everything is back in stock.
fn to_send(part: &Value) -> Vec<Value> {
    let has_left = |line: &Value| list(part, "shipments").iter().any(|parcel| list(parcel, "lines").contains(line));
    let lines = list(part, "lines").iter().filter(|line| line["restocked"] != line["quantity"]);
    lines.map(|line| line["id"].clone()).filter(|line| !has_left(line)).collect()
}

fn on_their_way(order: &Value) -> Vec<(&Value, &Value)> {
    let parcels = |part| list(part, "shipments").iter().map(move |parcel| (part, parcel));
    let all = list(order, "seller_orders").iter().flat_map(parcels);
    all.filter(|(_, parcel)| parcel["status"] == "in_transit").collect()
}
