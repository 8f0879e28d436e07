//! Orders of sellers with a shipping table of their own: priced by it, due by it, collected.

use std::sync::Arc;

use super::testing::{House, id, visitor};
use crate::command::Command;
use crate::ids::{SellerId, UserId};
use crate::money::{Currency, Money};
use crate::order::FulfilmentStatus;
use crate::shipment::{COLLECTED, ShipmentStatus};
use crate::shipping::{CrateRule, Pickup, PickupPlace, ShippingMethod, after_working_days};

/// A house whose first seller has the house's bands with crates for what is framed, five days, and collecting.
fn house() -> House {
    let mut house = House::new();
    let mut table = house.state.rules.shipping.clone();
    table.methods[0].handling_days = Some(5);
    table.methods[0].crate_rule = Some(CrateRule {
        longest_side_over_tenth_mm: None,
        weight_over_g: None,
        framed: true,
        value_over: Vec::new(),
        prices: vec![Money::new(8_000, Currency::EUR)],
    });
    let place = PickupPlace { address: "Hof 1".into(), hours: "Friday".into() };
    table.methods.push(ShippingMethod {
        id: "pickup".into(),
        name: "Collect".into(),
        pickup: Some(Pickup { place, everywhere: false, prices: vec![Money::new(0, Currency::EUR)] }),
        ..ShippingMethod::default()
    });
    let seller_id = house.state.artworks.values().map(|head| head.seller_id).min().unwrap();
    let mut seller = (*house.state.sellers[&seller_id]).clone();
    seller.shipping = Some(table);
    house.state.sellers.insert(seller_id, Arc::new(seller));
    house
}

fn own(house: &House) -> SellerId {
    house.state.sellers.values().find(|seller| seller.shipping.is_some()).unwrap().id
}

#[test]
fn only_the_sellers_own_orders_go_by_its_table() {
    let mut house = house();
    let own = own(&house);
    for head in house.state.artworks.values_mut() {
        head.framed = true;
    }
    // One work of each seller.
    house.hold(visitor(1), 0, 1).unwrap();
    house.hold(visitor(1), 4, 1).unwrap();
    let (order_id, _) = house.place(visitor(1)).unwrap();
    let order = house.order(order_id);
    let on = order.head.placed_at.date_naive();
    assert_eq!(order.seller_orders.len(), 2);
    for part in &order.seller_orders {
        let (crates, days) = if part.seller_id == own { (8_000, 5) } else { (0, 3) };
        assert_eq!(part.shipping_minor, 990 + crates);
        assert_eq!(part.ship_by, Some(after_working_days(on, days)));
    }
    house.check();
}

#[test]
fn what_is_collected_waits_at_the_sellers_and_is_collected() {
    let mut house = house();
    let own = own(&house);
    house.hold(visitor(1), 0, 1).unwrap();
    let chosen = vec![(Some(own), "pickup".to_owned())];
    let (order_id, payment_id) = house.place_with(visitor(1), |order| order.shipping = chosen).unwrap();
    let order = house.settle(order_id, payment_id).unwrap();
    let part = &order.seller_orders[0];
    assert_eq!((part.shipping_minor, part.pickup.as_ref().unwrap().address.as_str()), (0, "Hof 1"));
    let by = UserId(id(1));
    let ship = Command::Ship {
        order_id,
        seller_order_id: part.id,
        seller_id: Some(own),
        by,
        carrier: "DHL".to_owned(),
        tracking_number: Some("3318810025".to_owned()),
        line_ids: part.lines.iter().map(|line| line.id).collect(),
    };
    house.submit(&ship).unwrap();
    let waiting = house.order(order_id);
    let parcel = &waiting.shipments[0];
    assert_eq!((parcel.carrier.as_str(), parcel.tracking_number.as_deref()), (COLLECTED, None));
    assert_eq!((parcel.status, parcel.events[0].text.as_str()), (ShipmentStatus::Packed, "Ready for pickup"));
    house.submit(&Command::Deliver { order_id, shipment_id: parcel.id, seller_id: Some(own), by }).unwrap();
    let done = house.order(order_id);
    assert_eq!(done.head.fulfilment_status, FulfilmentStatus::Delivered);
    assert_eq!(done.shipments[0].events[1].text, "Collected");
    house.check();
}
