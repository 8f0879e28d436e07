//! An order is paid: its confirmation.

use super::super::sheet::Sheet;
use super::parts::{Bought, House};
use crate::words::t;

pub(in super::super) fn order_paid(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let confirmed = t("mail-order-paid-now").with("number", bought.number()).with("amount", bought.total());
    let paragraphs = vec![confirmed.into(), t("mail-order-paid-next").into()];
    house
        .sheet(t("mail-order-paid-subject").with("number", bought.number()), t("mail-order-paid"), paragraphs)
        .with_order(bought)
}
