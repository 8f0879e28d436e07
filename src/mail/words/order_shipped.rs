//! A parcel is on its way.

use impasto_domain::shipment::Shipment;

use super::super::sheet::Sheet;
use super::parts::{Bought, House};
use crate::words::t;

pub(in super::super) fn order_shipped(house: &House<'_>, bought: &Bought<'_>, parcel: &Shipment) -> Sheet {
    let titles: Vec<&str> =
        bought.order.lines().filter(|line| parcel.lines.contains(&line.id)).map(|line| line.title.as_str()).collect();
    let what = t("mail-order-shipped-what").with("number", bought.number()).with("titles", titles.join(", "));
    if parcel.is_collected() {
        return ready(house, bought, parcel, what.into());
    }
    let with = match &parcel.tracking_number {
        Some(tracking) => t("mail-order-shipped-tracked").with("carrier", &parcel.carrier).with("tracking", tracking),
        None => t("mail-order-shipped-with").with("carrier", &parcel.carrier),
    };
    let subject = t("mail-order-shipped-subject").with("number", bought.number());
    let sheet = house.sheet(subject, t("mail-order-shipped"), vec![what.into(), with.into()]);
    match parcel.tracking_url() {
        Some(url) => sheet
            .with_button(t("mail-order-shipped-follow"), url)
            .with_note(t("mail-order-shipped-order").with("url", bought.url)),
        None => sheet.with_link(bought),
    }
}

/// What the buyer collects is ready.
fn ready(house: &House<'_>, bought: &Bought<'_>, parcel: &Shipment, what: String) -> Sheet {
    let part = bought.order.seller_orders.iter().find(|part| part.id == parcel.seller_order_id);
    let place = part.and_then(|part| part.pickup.as_ref());
    let words = place.map(|place| format!("{}\n{}", place.address, place.hours)).unwrap_or_default();
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let place = t("mail-order-ready-where").with("place", lines.join(", "));
    let subject = t("mail-order-ready-subject").with("number", bought.number());
    house.sheet(subject, t("mail-order-ready"), vec![what, place.into()]).with_link(bought)
}
