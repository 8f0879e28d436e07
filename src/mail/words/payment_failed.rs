//! An attempt to pay brought no money.

use impasto_domain::order::OrderStatus;

use super::super::sheet::Sheet;
use super::parts::{Bought, House};

pub(in super::super) fn payment_failed(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let first = format!(
        "The payment of {} for your order {} did not go through. Nothing was charged.",
        bought.total(),
        bought.number()
    );
    let next = if bought.order.head.status == OrderStatus::Open {
        "The works are still held for you for some minutes: you can pay another way on the order\u{2019}s page."
    } else {
        "The works are free for others again. If they still hang, you can put them into your cart once more."
    };
    let sheet = house.sheet(
        format!("The payment of order {} did not go through", bought.number()),
        "The payment did not go through",
        vec![first, next.to_owned()],
    );
    sheet.with_order(bought)
}
