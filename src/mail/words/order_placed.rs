//! An order waits for its money.

use super::super::sheet::Sheet;
use super::parts::{Bought, House};

pub(in super::super) fn order_placed(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let paragraphs = vec![
        format!("We have your order {} and keep the works for you until the payment of {} is through.", bought.number(), bought.total()),
        "If your bank wants you to confirm the payment, the order\u{2019}s page says how. You hear from us as soon as it is paid."
            .to_owned(),
    ];
    house
        .sheet(format!("Your order {} waits for its payment", bought.number()), "We have your order", paragraphs)
        .with_order(bought)
}
