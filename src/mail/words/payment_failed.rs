//! An attempt to pay brought no money.

use impasto_domain::order::OrderStatus;

use super::super::sheet::Sheet;
use super::parts::{Bought, House};
use crate::pages::views::decline;
use crate::words::t;

pub(in super::super) fn payment_failed(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let failed = t("mail-payment-failed-now").with("amount", bought.total()).with("number", bought.number());
    let next = if bought.order.head.status == OrderStatus::Open {
        let code = bought.order.latest_payment().and_then(|payment| payment.decline_code.as_deref());
        let advice = decline::advice(code.filter(|code| !decline::is_called_off(code)));
        vec![t("mail-payment-failed-held").into(), advice]
    } else {
        vec![t("mail-payment-failed-free").into()]
    };
    let paragraphs = std::iter::once(failed.into()).chain(next).collect();
    let subject = t("mail-payment-failed-subject").with("number", bought.number());
    house.sheet(subject, t("mail-payment-failed"), paragraphs).with_order(bought)
}
