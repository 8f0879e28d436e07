//! An attempt to pay brought no money.

use impasto_domain::order::OrderStatus;

use super::super::sheet::Sheet;
use super::parts::{Bought, House};
use crate::words::t;

pub(in super::super) fn payment_failed(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let failed = t("mail-payment-failed-now").with("amount", bought.total()).with("number", bought.number());
    let next = if bought.order.head.status == OrderStatus::Open {
        "mail-payment-failed-held"
    } else {
        "mail-payment-failed-free"
    };
    let subject = t("mail-payment-failed-subject").with("number", bought.number());
    house.sheet(subject, t("mail-payment-failed"), vec![failed.into(), t(next).into()]).with_order(bought)
}
