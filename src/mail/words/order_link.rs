//! The way to an order for who has lost it.

use super::super::sheet::Sheet;
use super::parts::{Bought, House};
use crate::words::t;

pub(in super::super) fn order_link(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let paragraphs =
        vec![t("mail-order-link-way").with("number", bought.number()).into(), t("mail-order-link-secret").into()];
    house
        .sheet(t("mail-order-link-subject").with("number", bought.number()), t("mail-order-link"), paragraphs)
        .with_link(bought)
        .with_note(t("mail-order-link-days"))
}
