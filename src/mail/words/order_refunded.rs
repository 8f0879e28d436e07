//! Money went back.

use impasto_domain::order::OrderStatus;

use super::super::sheet::Sheet;
use super::parts::{Bought, House};
use crate::words::t;

pub(in super::super) fn order_refunded(house: &House<'_>, bought: &Bought<'_>, amount_minor: i64) -> Sheet {
    let amount = bought.money(amount_minor);
    let why = if bought.order.head.status == OrderStatus::Expired {
        "mail-order-refunded-late"
    } else {
        "mail-order-refunded-card"
    };
    let sent = t("mail-order-refunded-now").with("amount", &amount).with("number", bought.number());
    let subject = t("mail-order-refunded-subject").with("amount", &amount).with("number", bought.number());
    house.sheet(subject, t("mail-order-refunded"), vec![sent.into(), t(why).into()]).with_link(bought)
}
