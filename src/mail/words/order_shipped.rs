//! A parcel is on its way.

use impasto_domain::shipment::Shipment;

use super::super::sheet::Sheet;
use super::parts::{Bought, House};

pub(in super::super) fn order_shipped(house: &House<'_>, bought: &Bought<'_>, parcel: &Shipment) -> Sheet {
    let titles: Vec<&str> =
        bought.order.lines().filter(|line| parcel.lines.contains(&line.id)).map(|line| line.title.as_str()).collect();
    let with = match &parcel.tracking_number {
        Some(number) => format!("It travels with {}, number {number}.", parcel.carrier),
        None => format!("It travels with {}.", parcel.carrier),
    };
    let paragraphs = vec![format!("From your order {}: {}.", bought.number(), titles.join(", ")), with];
    let sheet = house.sheet(format!("Your order {} is on its way", bought.number()), "It is on its way", paragraphs);
    match parcel.tracking_url() {
        Some(url) => sheet.with_button("Follow the parcel", url).with_note(format!("The order: {}", bought.url)),
        None => sheet.with_link(bought),
    }
}
