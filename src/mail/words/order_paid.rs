//! An order is paid: its confirmation.

use super::super::sheet::Sheet;
use super::parts::{Bought, House};

pub(in super::super) fn order_paid(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let paragraphs = vec![
        format!("Your order {} is confirmed, and the payment of {} went through.", bought.number(), bought.total()),
        "It is packed now, and you hear from us when it leaves. The invoice is on the order\u{2019}s page.".to_owned(),
    ];
    house
        .sheet(format!("Order {} is confirmed", bought.number()), "Thank you, it is yours", paragraphs)
        .with_order(bought)
}
