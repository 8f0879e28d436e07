//! An order waits for its money.

use super::super::sheet::Sheet;
use super::parts::{Bought, House};
use crate::words::t;

pub(in super::super) fn order_placed(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let kept = t("mail-order-placed-now").with("number", bought.number()).with("amount", bought.total());
    let paragraphs = vec![kept.into(), t("mail-order-placed-next").into()];
    house
        .sheet(t("mail-order-placed-subject").with("number", bought.number()), t("mail-order-placed"), paragraphs)
        .with_order(bought)
}
