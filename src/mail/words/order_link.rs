//! The way to an order for who has lost it.

use super::super::sheet::Sheet;
use super::parts::{Bought, House};

pub(in super::super) fn order_link(house: &House<'_>, bought: &Bought<'_>) -> Sheet {
    let paragraphs = vec![
        format!("Here is the way to your order {}: what it holds, where it is, and its invoice.", bought.number()),
        "Whoever has the link sees the order, so keep it to yourself.".to_owned(),
    ];
    house
        .sheet(format!("Your order {}", bought.number()), "Your order", paragraphs)
        .with_link(bought)
        .with_note("The link works for 30 days. If you did not ask for it, there is nothing to do.")
}
