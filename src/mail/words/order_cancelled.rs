//! An order was called off.

use impasto_domain::payment::PaymentStatus;

use super::super::sheet::Sheet;
use super::parts::{Bought, House};
use crate::words::t;

pub(in super::super) fn order_cancelled(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let has_paid = |status| matches!(status, PaymentStatus::Succeeded | PaymentStatus::Refunded);
    let money = if bought.order.payments.iter().any(|payment| has_paid(payment.status)) {
        t("mail-order-cancelled-money").with("amount", bought.total())
    } else {
        t("mail-order-cancelled-uncharged")
    };
    let paragraphs = vec![t("mail-order-cancelled-now").with("number", bought.number()).into(), money.into()];
    let subject = t("mail-order-cancelled-subject").with("number", bought.number());
    house.sheet(subject, t("mail-order-cancelled"), paragraphs).with_link(bought)
}
